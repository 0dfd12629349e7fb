"""The half of a bilingual page that is written in one of its languages.

A page that holds both ('English follows') is cut by what its markup declares, then paragraph by
paragraph; what has no language of its own goes with the paragraph before it. The other half is
blanked, so that every offset still counts in the page's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.bilingual.hosts import CONTACT
from pipeline.bilingual.sides import Part, Side
from pipeline.model import Span, mask
from pipeline.ngrams import Scores, primary

#: A page is bilingual where each language has at least this share of its letters.
_SHARE = 0.2
#: A paragraph tells its language where it has so many letters and is so far ahead; a heading does
#: with fewer where it is farther ahead.
_LETTERS, _MARGIN = 30, 6.0
_FEW_LETTERS, _FAR = 10, 10.0
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")


def halves(left: Side, right: Side, languages: tuple[str, str]) -> tuple[Side, Side]:
    """The two sides, each without what is written in the other's language where it holds both.

    A page that is both sides is cut once.
    """
    one, other = languages
    pieces = _both(left, languages)
    same = left == right
    return _half(left, pieces, one, other), _half(
        right, pieces if same else _both(right, languages), other, one
    )


def _half(side: Side, pieces: Sequence[tuple[Span, str]], language: str, other: str) -> Side:
    """The part of a side in `language`; the side itself where there are no pieces."""
    if not pieces:
        return side if side.language == language else replace(side, language=language)
    gone = [span for span, said in _filled(pieces) if said == other]
    return _without(side, gone, language)


def holds_both(side: Side, language: str, other: str) -> bool:
    """Whether a page holds both languages, each in a good part of it."""
    return bool(_both(side, (language, other)))


def _both(side: Side, languages: tuple[str, str]) -> list[tuple[Span, str]]:
    """The paragraphs of a page that holds both languages, each with its own; none of another."""
    if {part.language for part in side.parts} <= {side.language} and not side.declared:
        return []
    pieces = list(_pieces(side, languages))
    size = {code: sum(len(s) for s, said in pieces if said == code) for code in languages}
    total = sum(len(span) for span, _ in pieces) or 1
    return pieces if min(size.values()) >= _SHARE * total else []


def _pieces(side: Side, languages: tuple[str, str]) -> Iterable[tuple[Span, str]]:
    """The paragraphs, each with the language that it tells or '' where it tells none."""
    plain = mask(side.text, side.kinds(*CONTACT))
    for match in _PARAGRAPH.finditer(side.text):
        span = Span(*match.span())
        yield span, _language(side, span, span.of(plain), languages)


def _language(side: Side, span: Span, text: str, languages: tuple[str, str]) -> str:
    """The language that a paragraph tells by its `text`: an address's is that of its streets."""
    declared = [(len(s), code) for s, code in side.declared if s.holds(span)]
    if declared and (code := primary(min(declared)[1])) in languages:
        return code
    part = side.parts[side.part_at(span.start)]
    heading = part.heading is not None and part.heading.overlaps(span)
    scores = Scores.of(text, tuple(sorted(languages)))
    if scores.letters >= _LETTERS and scores.margin >= _MARGIN:
        return scores.best
    if heading and scores.letters >= _FEW_LETTERS and scores.margin >= _FAR:
        return scores.best
    return part.language if heading else ""


def _filled(pieces: Sequence[tuple[Span, str]]) -> Iterable[tuple[Span, str]]:
    """The same, where what tells no language follows the paragraph before it, else the next."""
    last = next((said for _, said in pieces if said), "")
    for span, said in pieces:
        last = said or last
        yield span, last


def _without(side: Side, gone: Sequence[Span], language: str) -> Side:
    """The side without the other half: its characters, its facts, its parts."""
    text, key = mask(side.text, gone), mask(side.key, gone)
    facts = tuple(f for f in side.facts if not any(g.overlaps(f) for g in gone))
    kept = [part for part in side.parts if text[part.start : part.end].strip()]
    parts: list[Part] = []
    for part in kept:
        if part.heading and not part.heading.of(text).strip():
            part = replace(part, heading=None, title="", level=0)  # noqa: PLW2901 - now headless
        parts.append(part)
    return replace(side, text=text, key=key, facts=facts, parts=tuple(parts), language=language)
