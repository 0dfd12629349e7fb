"""The headings of a dump: its title, the candidates that the evidence accepts, their levels.

What readers take for a heading: the title; a short line set apart over text or a list, also one
that ends in a colon; each question of a list of questions; the title said again over the text;
'Contact', 'Opening hours', 'Address' over a contact block; an office's name over text or a list.
What they do not: an office's or a person's name over its address or number, the head and the cells
of a table, an entry of a menu or of a table of contents (whose own title is one), a caption, a
link, a kind of document ('Press release'), a date, a sentence that announces a list, an item of a
list, a letterhead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Span
from pipeline.reading import Reading
from pipeline.sections.announced import announced
from pipeline.sections.contents import contents_lines, entry
from pipeline.sections.dashes import without_dashes
from pipeline.sections.dense import colon_lines
from pipeline.sections.directory import directory_lines
from pipeline.sections.evidence import (
    EVIDENCE,
    MOST_OF_PLACE,
    NEVER_HEADING,
    STEM,
    THRESHOLD,
    Candidate,
    Layout,
    bare,
    closes_sentence,
    form,
    repeats,
)
from pipeline.sections.kinds import kind_of, words
from pipeline.sections.lines import PROSE, Line, content_lines, indent_of, is_dense
from pipeline.sections.named import address_of, names_of
from pipeline.sections.place import place
from pipeline.sections.running import goes_on
from pipeline.sections.series import (
    field_lines,
    headed_lines,
    lines_over_figures,
    series,
    sheet_lines,
)
from pipeline.sections.shape import shape
from pipeline.sections.titles import notice_above, title_at

_DEPTH = re.compile(r"\d{1,2}((?:\.\d{1,2}){0,3})")
_DEEPEST = 4
_OFTEN = 2


@dataclass(frozen=True, slots=True)
class Heading(Span):
    """The characters of a heading, its level, and the evidence that decided."""

    level: int
    rule: str


def find_headings(reading: Reading) -> list[Heading]:
    """The headings of a page without markup, in order; the title is of level 1."""
    layout, title = _layout(reading)
    lines = layout.lines
    found = [(title, "title")] if title else []
    at = title.last + 1 if title else 0
    while at < len(lines):
        never = layout.kinds[at] in NEVER_HEADING or _is_sentence(lines[at])
        if never and not lines[at].marked:
            at += 1
            continue
        candidate = candidate_at(layout, at)
        rule = judge(layout, candidate, found[-1][0] if found else None)
        if rule:
            found.append((candidate, rule))
        at = candidate.last + 1 if rule else at + 1
    levels = _levels(layout, [candidate for candidate, _ in found], titled=title is not None)
    notice = notice_above(layout, title.first) if title else None
    above = [] if notice is None else [Heading(notice.start, notice.end, 2, "heading-word")]
    return above + [
        Heading(lines[c.first].start, _end(lines[c.last]), level, rule)
        for (c, rule), level in zip(found, levels, strict=True)
    ]


def _end(line: Line) -> int:
    """Where a heading ends: before the borders of the empty cells of its row."""
    return line.start + len(line.text.rstrip("| "))


#: 'Partager "Minutes of the board"'.
_SHARED = re.compile(r"(?:Share|Partager) [\"“«] ?(.{8,300}?) ?[\"”»]")
#: What parts the steps of the way to a page.
_STEP = re.compile(r"\s+[/>»›|]+\s+|\s*\n\s*")


def _names(reading: Reading) -> tuple[set[str], frozenset[str]]:
    """What the frame calls the page, and what the parts of the site that it is in.

    A button for sharing tells, and the way that leads to the page.
    """
    found, parts, text = set(), frozenset[str](), reading.page.text
    for artifact in reading.artifacts:
        if artifact.rule in {"document-host", "share-link"}:
            if match := _SHARED.fullmatch(artifact.of(text)):
                found.add(match[1])
        elif artifact.rule == "breadcrumb" and not found:
            *steps, last = _STEP.split(artifact.of(text).strip())
            if steps:
                found.add(last)
                parts = names_of(steps)
    return found, parts


def _is_sentence(line: Line) -> bool:
    """Whether a line is so long with a full stop at its end that nothing makes it a heading."""
    short = 60
    return len(line.key) > short and closes_sentence(line.text) and not line.key.endswith("...")


def _layout(reading: Reading) -> tuple[Layout, Candidate | None]:
    """What is known about a page's lines, and its title."""
    lines, known = content_lines(reading), words(reading.language)
    kinds = [kind_of(line, known) for line in lines]
    dense = is_dense(lines)
    lines = without_dashes(lines, kinds, known, dense=dense)
    layout = Layout(lines, kinds, known, dense=dense)
    called, above = _names(reading)
    address = address_of(reading.page.url)
    title = title_at(layout, called, replace(address, above=address.above | above))
    plain = bare(title.key) if title else ""
    for at, line in enumerate(lines):
        if kinds[at] == "prose" and plain and repeats(plain, bare(line.key)):
            kinds[at] = "text"
        elif kinds[at] == "never" and kinds[at + 1 : at + 2] == ["prose"] and line.before:
            titled = known.summaries.fullmatch(line.key) or known.notices.fullmatch(line.key)
            kinds[at] = "text" if titled else "never"
        elif kinds[at] == "never" and line.before and known.contents.fullmatch(bare(line.key)):
            kinds[at] = "text"
    counted = Counter(line.key for line in lines if len(line.key) < PROSE)
    layout = replace(
        layout,
        title=plain,
        stems=frozenset(word[:STEM] for word in plain.split() if len(word) >= STEM),
        repeated=frozenset(key for key, times in counted.items() if times > 1),
        often=frozenset(key for key, times in counted.items() if times > _OFTEN),
        siblings=_siblings(lines),
    )
    contents = contents_lines(layout)
    layout = replace(
        layout,
        contents=contents,
        listed=frozenset(entry(lines[at].key) for at in contents),
        fields=field_lines(layout) if layout.repeated else frozenset(),
        sheet=sheet_lines(lines, known),
        figures=lines_over_figures(lines, kinds),
        headed=headed_lines(lines, kinds),
        series=series(layout),
        announced=announced(lines, kinds, known),
        offices=directory_lines(layout),
        colons=colon_lines(lines, kinds, known) if layout.dense else frozenset(),
        dates=kinds.count("date"),
        indent=indent_of(lines),
    )
    return layout, title


def _siblings(lines: Sequence[Line]) -> frozenset[str]:
    """The forms that several different lines share which are set apart, each with text below."""
    apart = {line.key for line in lines if line.before and line.after and len(line.key) < PROSE}
    counted = Counter(form(key) for key in apart)
    return frozenset(name for name, times in counted.items() if name and times > 1)


def judge(layout: Layout, candidate: Candidate, last: Candidate | None) -> str:
    """The strongest feature of a heading, or '' where the candidate is none.

    `last` is the heading before.
    """
    features = list(shape(layout, candidate))
    weight = sum(EVIDENCE[feature] for feature in features)
    if weight + _most_of_place(layout, features) < THRESHOLD:
        return ""
    around = list(place(layout, candidate, last))
    if weight + sum(EVIDENCE[feature] for feature in around) < THRESHOLD:
        return ""
    return max(features + around, key=lambda feature: (EVIDENCE[feature], feature))


def _most_of_place(layout: Layout, features: Sequence[str]) -> int:
    """The most that surroundings give a line of these features on this page."""
    may = {
        "office-section": "office" in features,
        "answered": "question" in features,
        "sibling": bool(layout.siblings),
        "listed": bool(layout.listed),
        "directory": bool(layout.offices),
        "sheet": bool(layout.sheet),
        "over-figures": bool(layout.figures),
        "same-head": bool(layout.headed),
        "series": bool(layout.series),
        "between-lists": layout.dense,
        "over-paragraph": layout.dense,
        "colons": bool(layout.colons),
    }
    return MOST_OF_PLACE + sum(EVIDENCE[feature] for feature, does in may.items() if does)


def candidate_at(layout: Layout, at: int) -> Candidate:
    """The line `at`, joined with the ones that it is wrapped over."""
    most = 2
    last = at
    while last - at < most and goes_on(layout, last):
        last += 1
    line = layout.lines[at]
    if last == at or goes_on(layout, last):
        return Candidate(at, at, line.text, line.key)
    part = layout.lines[at : last + 1]
    return Candidate(at, last, " ".join(p.text for p in part), " ".join(p.key for p in part))


def _levels(layout: Layout, found: Sequence[Candidate], *, titled: bool) -> Iterator[int]:
    """The levels: by numbering, else one deeper than a heading that stands right above."""
    level, numbered = 2, 0
    for at, candidate in enumerate(found):
        if titled and not at:
            yield 1
            continue
        depth = _depth(layout, candidate)
        above = at > int(titled) and _is_right_under(layout, found[at - 1], candidate)
        parent = at + 1 < len(found) and found[at + 1].first == candidate.last + 1
        if depth and numbered:
            level = numbered + depth - 1
        elif told := _level_by_page(layout, candidate):
            level = told
        elif above:
            level += int(not (candidate.key.isdigit() and found[at - 1].key.isdigit()))
        elif parent:
            level = max(level - 1, 2)
        elif numbered and not depth and _depth(layout, found[at - 1]):
            level += 1
        level = min(level, _DEEPEST)
        if depth and not numbered:
            numbered = max(level - depth + 1, 2)
        yield level


def _is_right_under(layout: Layout, above: Candidate, candidate: Candidate) -> bool:
    """Whether a heading stands right under another; that of the contents has none below."""
    contents = layout.words.contents.fullmatch(bare(above.key)) is not None
    return above.last == candidate.first - 1 and not contents


def _level_by_page(layout: Layout, candidate: Candidate) -> int:
    """The level of fields and of entries of the contents, which each share one; or 0."""
    return 2 if candidate.first in layout.fields or entry(candidate.key) in layout.listed else 0


def _depth(layout: Layout, candidate: Candidate) -> int:
    """How deep a decimal number counts: 1 for '2.' and '2.0', 2 for '2.1'; 0 without a number."""
    match = _DEPTH.match(candidate.key)
    if match is None or not layout.is_numbered(candidate):
        return 0
    return 1 + match[1].removesuffix(".0").count(".")


def stands_as_title(text: str, key: str, language: str) -> bool:
    """Whether characters set apart (in bold, say) look like a heading by themselves."""
    line = Line(0, len(text), text, key)
    known = words(language)
    kind = kind_of(line, known)
    if kind == "dateline":
        return False
    layout = Layout([line], [kind], known)
    features = shape(layout, Candidate(0, 0, text, key))
    return sum(EVIDENCE[feature] for feature in features) >= EVIDENCE["medium"]
