"""Links to a place on the live page: `#:~:text=` of the Text Fragments specification.

A browser looks for the words of the link in what the page shows, block by block, without regard to
case and accents, from word boundary to word boundary, and goes to the first place that has them.
A line of our text stands for a block. https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from pipeline.model import Span
from pipeline.review.explain.shown import BLANK, BLOCK, Shown, folded, is_boundary, shown

DIRECTIVE = ":~:text="
#: A longer piece is told by its first and its last words.
_LONGEST, _WORDS = 200, 5
#: So many words around are asked before a place counts as one that words cannot tell.
_CONTEXT = 12


@dataclass(frozen=True, slots=True)
class _Directive:
    """What a browser is told to look for: `prefix-,start,end,-suffix`; empty parts are not asked.

    Nothing but white space stands between prefix and start, and between the rest and the suffix;
    start and end may be apart.
    """

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        before = f"{_encoded(self.prefix)}-" if self.prefix else ""
        after = f"-{_encoded(self.suffix)}" if self.suffix else ""
        parts = (before, _encoded(self.start), _encoded(self.end), after)
        return DIRECTIVE + ",".join(filter(None, parts))

    def folded(self) -> _Directive:
        """The directive as it is compared."""
        return _Directive(*map(folded, (self.start, self.end, self.prefix, self.suffix)))


def fragment(text: str, start: int, end: int, hidden: Sequence[Span] = ()) -> str:
    """The directive `:~:text=…` that leads to the characters `[start, end)` of a page's text.

    `hidden` are characters of the text that the live page does not show: the alternative texts of
    images. Words before and after are given only as far as the place needs them to be told from all
    others; '' where no words tell it.
    """
    page = shown(text, tuple(Span(h.start, h.end) for h in hidden))
    wanted = page.span(start, end)
    possible = ""
    for directive in _widening(page, wanted) if wanted else ():
        first, *others = [*itertools.islice(_places(page.folded, directive.folded()), 2), None]
        if first == wanted and others == [None]:
            return str(directive)
        if first == wanted:
            possible = possible or str(directive)
    return possible


def link(url: str, text: str, start: int, end: int, hidden: Sequence[Span] = ()) -> str:
    """The address of a place on the live page, '' where the page's or the place's is not known."""
    told = fragment(text, start, end, hidden) if url else ""
    return f"{url}{'' if '#' in url else '#'}{told}" if told else ""


def _encoded(words: str) -> str:
    """Percent-encoded, also the `-`, `,` and `&` that mean something in a directive."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")


def _widening(page: Shown, wanted: Span) -> Iterator[_Directive]:
    """The place by its own words, then with more and more of the words around it.

    Of as many words, those before it come first; after it, where it opens its line: images and
    signs that the text does not hold may part it from the line above.
    """
    bare = _bare(page, wanted)
    befores, afters = [*_before(page, wanted.start)], [*_after(page, wanted.end)]
    opens = not wanted.start or page.folded[wanted.start - 1] == BLOCK
    for many in range(len(befores) + len(afters) - 1):
        counts = range(many, -1, -1) if opens else range(many + 1)
        for count in counts:
            if count < len(afters) and many - count < len(befores):
                yield replace(bare, prefix=befores[many - count], suffix=afters[count])


def _bare(page: Shown, wanted: Span) -> _Directive:
    """A place by its own words: all of them, or its first and its last ones."""
    words = page.written(wanted)
    if BLOCK not in wanted.of(page.folded) and len(wanted) <= _LONGEST:
        return _Directive(words)
    lines = wanted.of(page.folded).split(BLOCK)
    first = Span(wanted.start, wanted.start + len(lines[0]))
    last = Span(wanted.end - len(lines[-1]), wanted.end)
    head, tail = page.written(first), page.written(last)
    if len(first) > _LONGEST or len(lines) == 1:
        head = " ".join(head.split()[:_WORDS])
    if len(last) > _LONGEST or len(lines) == 1:
        tail = " ".join(tail.split()[-_WORDS:])
    return _Directive(head, tail)


def _before(page: Shown, at: int) -> Iterator[str]:
    """No word, then one and more of the words before a place, those of the nearest line."""
    yield ""
    end = len(page.folded[:at].rstrip(BLANK))
    floor = page.folded.rfind(BLOCK, 0, end) + 1
    at = end
    for _ in range(_CONTEXT):
        if at <= floor:
            return
        at = max(floor, page.folded.rfind(" ", floor, at - 1) + 1)
        yield page.written(Span(at, end))


def _after(page: Shown, at: int) -> Iterator[str]:
    """No word, then one and more of the words after a place, those of the nearest line."""
    yield ""
    start = _past_blanks(page.folded, at)
    ceiling = page.folded.find(BLOCK, start)
    ceiling = ceiling if ceiling >= 0 else len(page.folded)
    at = start
    for _ in range(_CONTEXT):
        if at >= ceiling:
            return
        space = page.folded.find(" ", at + 1, ceiling)
        at = space if space >= 0 else ceiling
        yield page.written(Span(start, at))


def _places(page: str, asked: _Directive) -> Iterator[Span]:
    """Where a browser finds what is asked, in its own order; a page is searched as it is folded."""
    at = 0
    closed = bool(asked.end or not asked.suffix)
    while True:
        found = _find(page, asked.prefix or asked.start, at, closed=closed and not asked.prefix)
        if found < 0:
            return
        at = found + 1
        start = _past_blanks(page, found + len(asked.prefix)) if asked.prefix else found
        end = start + len(asked.start)
        if page.startswith(asked.start, start) and (not closed or is_boundary(page, end)):
            end = _end(page, asked, end)
            if end >= 0:
                yield Span(start, end)


def _end(page: str, asked: _Directive, end: int) -> int:
    """Where what is asked ends, once its start was found; -1 where the rest does not follow."""
    while asked.end:
        found = _find(page, asked.end, end, closed=not asked.suffix)
        if found < 0:
            return -1
        end = found + len(asked.end)
        if _suffix_follows(page, asked.suffix, end):
            return end
    return end if _suffix_follows(page, asked.suffix, end) else -1


def _suffix_follows(page: str, suffix: str, end: int) -> bool:
    if not suffix:
        return True
    at = _past_blanks(page, end)
    return page.startswith(suffix, at) and is_boundary(page, at + len(suffix))


def _find(page: str, words: str, at: int, *, closed: bool) -> int:
    """The next place of some words that opens at a word boundary, and closes at one; else -1."""
    at = page.find(words, at)
    while at >= 0:
        if is_boundary(page, at) and (not closed or is_boundary(page, at + len(words))):
            return at
        at = page.find(words, at + 1)
    return -1


def _past_blanks(page: str, at: int) -> int:
    while at < len(page) and page[at] in BLANK:
        at += 1
    return at
