"""Everything that we know about a page, as spans over its text: the flow of the program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipeline.artifacts import find_artifacts
from pipeline.errors import PageError
from pipeline.extract import EXTRACTORS
from pipeline.findings import find_findings
from pipeline.findings.text import is_error_page
from pipeline.languages import label_languages, page_language
from pipeline.model import Document, Mention, Page
from pipeline.reading import Reading
from pipeline.sections import find_modified, find_title, split_sections
from pipeline.sources import Site
from pipeline.stages import stage

#: A page with more is not read, so that its time and its memory stay bounded (`docs/scale.md`).
MOST_CHARACTERS, MOST_LINES = 6_000_000, 200_000
_CODE = re.compile(r"\[ ?([a-z]{2,3}) ?\]")


@stage("reading")
def read(page: Page, site: Site) -> Document:
    """The page's artifacts, sections, mentions and findings, all as spans over `page.text`.

    A page that is only a server's refusal keeps its text, its title and its finding, and gives
    nothing else.

    Raises:
        PageError: the page is longer than any that is made for readers.
    """
    _insist_short(page.text)
    reading = Reading.of(page, site, find_artifacts(page, site))
    reading = replace(reading, language=page_language(reading))
    mentions: list[Mention] = []
    refused = is_error_page(reading)
    if not refused:
        reading = replace(reading, sections=label_languages(reading, split_sections(reading)))
        mentions = _find_mentions(reading)
    document = Document(
        page=page,
        language=reading.language,
        title=find_title(reading),
        modified=find_modified(reading, mentions),
        alternates={} if refused else _alternates(reading),
        artifacts=reading.artifacts,
        sections=reading.sections,
        mentions=tuple(mentions),
    )
    return replace(document, findings=find_findings(document, reading))


def _insist_short(text: str) -> None:
    if len(text) > MOST_CHARACTERS or text.count("\n") >= MOST_LINES:
        most = {"most_characters": f"{MOST_CHARACTERS:,}", "most_lines": f"{MOST_LINES:,}"}
        raise PageError.of("too-long", **most)


def _find_mentions(reading: Reading) -> list[Mention]:
    """The facts in text order; no two overlap, as each extractor sees what the last ones left."""
    mentions: list[Mention] = []
    for find in EXTRACTORS:
        found = find(reading)
        mentions += found
        reading = reading.without(found)
    return sorted(mentions, key=lambda m: (m.start, m.end))


def _alternates(reading: Reading) -> Mapping[str, str]:
    """The other versions of the page: from its markup, else its switch `[fr]`, address unknown."""
    if reading.page.alternates:
        return reading.page.alternates
    switches = (a.of(reading.page.text) for a in reading.artifacts if a.rule == "language-switch")
    codes = (code for switch in switches for code in _CODE.findall(switch))
    return {code: "" for code in codes if code != reading.language}
