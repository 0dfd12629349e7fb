"""The language of a page and of its sections, as BCP 47 codes; `und` where it cannot be told.

What the markup declares comes first, then the characters themselves: langdetect's own profiles,
restricted to the languages that the source declares (else those of the country, English and
French), and summed over the words of the text. Nothing is sampled, so the answer is always the
same; a word's share is computed once. A short section follows its neighbours and its page.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline import lexicon
from pipeline.model import Markup, Section
from pipeline.ngrams import UNKNOWN, Scores, candidates, primary
from pipeline.openings import head, opener, openings
from pipeline.reading import Reading
from pipeline.stages import stage

#: So far must the best language be ahead, in natural logarithms of probability: for any answer,
#: for a section that agrees with its page, for one that does not (names of streets and people
#: are no evidence), for a page against what its markup declares.
_TELLS, _AGREES, _DISSENTS, _CONTRADICTS = 2.0, 6.0, 24.0, 60.0
#: A section with fewer letters that dissents follows its neighbours; one with very few says
#: nothing where its neighbours agree.
_SHORT, _FEW = 80, 20
#: An element over more of the page than this declares the page's language, not a section's.
_WHOLE = 0.9
#: The rule for what says that the page goes on in another language.
_FOLLOWS = "language-follows"
#: Elements over so much of a page, and not over as much, say that it is in several languages.
_PART = 0.2

#: A label of a date and the date are no longer than this.
_LABEL = 90
_SIGNS = ("@", "://", "www.")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S{1,300}|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}")


@stage("languages")
def page_language(reading: Reading) -> str:
    """The page's main language: as the caller declares it, else its markup, else its text."""
    page = reading.page
    if page.language:
        return page.language
    declared = primary(page.meta.get("lang", ""))
    scores = Scores.of(_evidence(reading.text, reading.key), candidates(page, declared))
    if declared and (scores.ahead(declared) > -_CONTRADICTS or _is_of_several(reading, declared)):
        return declared
    return scores.best if scores.margin >= _TELLS else UNKNOWN


def _is_of_several(reading: Reading, declared: str) -> bool:
    """Whether the page says that a good part of it is in another language than declared.

    Elements say so, or a line that announces it. Then what is declared is meant, and holds for the
    rest, where that is a good part, too.
    """
    if any(artifact.rule == _FOLLOWS for artifact in reading.artifacts):
        return True
    page = reading.page
    whole = len(page.text)
    others = sum(
        len(m)
        for m in page.markup
        if len(m) <= _WHOLE * whole and primary(m.attrs.get("lang", "")) not in {"", declared}
    )
    return _PART * whole < others < (1 - _PART) * whole


@stage("languages")
def label_languages(reading: Reading, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The same sections, each with its language."""
    sections = tuple(sections)
    languages = candidates(reading.page, reading.language)
    whole = _WHOLE * len(reading.text)
    elements = [m for m in reading.page.markup if m.attrs.get("lang") and len(m) <= whole]
    evidence = _evidence(reading.text, reading.key)
    scores = [Scores.of(s.of(evidence), languages) for s in sections]
    sure = [
        _declared(elements, section) or (score.best if _is_sure(reading.language, score) else "")
        for section, score in zip(sections, scores, strict=True)
    ]
    before, after = _last_known(sure), _last_known(sure[::-1])[::-1]
    return tuple(
        replace(
            section,
            language=sure[n] or _by_neighbours(before[n], after[n], scores[n], reading.language),
        )
        for n, section in enumerate(sections)
    )


def _last_known(codes: Sequence[str]) -> list[str]:
    """For each place the last code that stands before it; '' where none does."""
    return list(itertools.accumulate(codes, lambda last, code: code or last, initial=""))[:-1]


@functools.cache
def _labels() -> tuple[re.Pattern[str], Callable[[str], bool]]:
    """A line of the frame: the label of the page's date, which is often left untranslated.

    And what tells by the head of a line whether it may be one.
    """
    entries = lexicon.every("pages", "modified.modified", "modified.published")
    pattern = rf"\W{{0,8}}(?:{lexicon.alternation(entries)})\b.{{0,60}}"
    return re.compile(pattern), opener(openings(pattern))


@functools.lru_cache(maxsize=4)
def _evidence(text: str, key: str) -> str:
    """The clean text, as long as before, without what tells no language: see `_ADDRESS`.

    Labels of dates are blank too: they are often left untranslated.
    """
    lines = text.split("\n")
    label, opens = _labels()
    for number, folded in enumerate(key.split("\n")):
        if folded and len(folded) <= _LABEL and opens(head(folded)) and label.fullmatch(folded):
            lines[number] = " " * len(folded)
    if any(sign in text for sign in _SIGNS):
        for number, line in enumerate(lines):
            if any(sign in line for sign in _SIGNS):
                lines[number] = _ADDRESS.sub(lambda found: " " * len(found[0]), line)
    return "\n".join(lines)


def _declared(elements: Sequence[Markup], section: Section) -> str:
    """What the markup says: the innermost element with a language around most of a section."""
    around = [
        element
        for element in elements
        if min(element.end, section.end) - max(element.start, section.start) > len(section) / 2
    ]
    return primary(min(around, key=len).attrs["lang"]) if around else ""


def _is_sure(page: str, scores: Scores) -> bool:
    """Whether a section's own text is clear, and long enough where it dissents from the page."""
    if scores.best == page:
        return scores.letters >= _FEW and scores.margin >= _AGREES
    return scores.letters >= _SHORT and scores.margin >= _DISSENTS


def _by_neighbours(before: str, after: str, scores: Scores, page: str) -> str:
    """The language on both sides, else the page's; own words may choose between those."""
    if before == after and before and scores.letters < _FEW:
        return before
    around = {code for code in (before, after, page) if code and code != UNKNOWN}
    if scores.margin >= _TELLS and scores.best in around:
        return scores.best
    return before if before and before == after else page
