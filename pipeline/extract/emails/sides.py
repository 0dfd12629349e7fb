"""The two sides of a sign for "at": the name before it, the site after it, near enough to belong.

Both look at no more than a hundred-odd characters, so a page is read in linear time.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.extract.emails.domains import is_common, trimmed
from pipeline.model import Span
from pipeline.reading import Reading

_LOCAL = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+'-"
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒ"
)
_LONGEST_LOCAL = 64
_MOST_MASKED_DOTS = 4
_LONGEST_MASKED_DOT = 10
_ELISION = re.compile(r"(?:.*[^A-Za-z])?(?:[ldnsjmtc]|qu)'", re.IGNORECASE)
_LEADER = re.compile(r".*\.{3}")
#: A label that a dump glued to the name, as the cells of a row: nobody's name begins so.
_GLUED = re.compile(r"(?:Courriel|E-?[Mm]ail)(?=[a-z0-9][\w.\-]{3})")
_LABEL = r"[^\W_](?:[^\W_]|-(?=[^\W_]|-)){0,62}"
_LITERAL = re.compile(r"\[[0-9]{1,3}(?:\.[0-9]{1,3}){3}\]")
_BREAK = re.compile(r"(?:(?<=[.\-]) ?\n[ •\-]{0,3}(?=[a-z0-9])| ?\n {0,3}(?=\.[a-z]))")
_SPACED_DOT = re.compile(
    r"(?: \.|\. )(?=[a-z]{2,24}(?:\.[a-z]{2})?(?![\w@.])\.? *(?:[\n\t,;:()|/]|\Z|- ))"
)
_SPACE = re.compile(r"\s")
_NEW_SENTENCE = r"[A-Z][a-z]"
_BRACKETED_DOT = re.compile(r"[\w\-]{1,63} ?[\[({]")
_AT_BREAK = re.compile(r" {0,2}(?:\n {0,3})?")
_WINDOW = 160
_LATIN_END = 0x250


@dataclass(frozen=True, slots=True)
class Name(Span):
    """The characters before the sign, and the name that they spell."""

    local: str
    gap: str
    spelled: bool = False


@dataclass(frozen=True, slots=True)
class Site(Span):
    """The characters after the sign, the domain that they spell, and how they spell it."""

    domain: str
    gap: str
    spelled: bool = False
    wrapped: bool = False


@functools.cache
def _dot() -> str:
    words = lexicon.alternation(lexicon.every("contacts", "mask.dot"))
    return rf"(?: ?[\[({{] ?(?:{words}|\.) ?[\])}}] ?| (?:{words}|\.(?! (?-i:{_NEW_SENTENCE}))) )"


@functools.cache
def _masked_dot_at_end() -> re.Pattern[str]:
    return re.compile(rf"{_dot()}\Z", re.IGNORECASE)


@functools.cache
def _bracketed_dot_at_end() -> re.Pattern[str]:
    """A dot in brackets, which is one even where the sign for "at" is plain."""
    words = lexicon.alternation(lexicon.every("contacts", "mask.dot"))
    return re.compile(rf"[\[({{](?: ?(?:{words}) ?|\.)[\])}}]\Z", re.IGNORECASE)


@functools.cache
def _dots() -> re.Pattern[str]:
    return re.compile(_dot(), re.IGNORECASE)


@functools.cache
def _domain(*, masked: bool) -> re.Pattern[str]:
    dot = rf"(?:\.|{_dot()})" if masked else r"\."
    return re.compile(rf"{_LABEL}(?:{dot}{_LABEL}){{1,8}}", re.IGNORECASE)


def name_before(reading: Reading, at: int, floor: int, *, masked: bool) -> Name | None:
    """The name that ends at a sign starting at `at`, not before `floor`; None where none does."""
    text = reading.text
    end = at
    while end > floor and at - end < 2 and text[end - 1] == " ":  # noqa: PLR2004 - two spaces
        end -= 1
    if end == at and end > floor and text[end - 1] == "\n":
        end -= 1
    start = _back(text, end, floor)
    ending = _masked_dot_at_end() if masked else _bracketed_dot_at_end()
    for _ in range(_MOST_MASKED_DOTS):
        dot = ending.search(text, max(floor, start - _LONGEST_MASKED_DOT), start)
        further = _back(text, dot.start(), floor) if dot else start
        if not dot or further == dot.start():
            break
        start = further
    named = _without_leader(text, start, end)
    start = _without_label(text, named, end)
    written = text[start:end]
    local = _dots().sub(".", written)
    if not local or local[0] == "." or local[-1] == "." or ".." in local:
        return None
    before = text[start - 1] if start and start == named else " "
    if (before.isalpha() and ord(before) < _LATIN_END) or before == "@" or _in_address(text, start):
        return None
    return Name(start, end, local.lower(), text[end:at], local != written)


def _back(text: str, end: int, floor: int) -> int:
    start = end
    while start > floor and end - start < _LONGEST_LOCAL and text[start - 1] in _LOCAL:
        start -= 1
    return start


def _without_leader(text: str, start: int, end: int) -> int:
    """Past what only leads to the name: dots of a form, an elided article, a bullet."""
    for pattern in (_LEADER, _ELISION):
        match = pattern.match(text, start, end)
        start = match.end() if match else start
    while start < end and text[start] in "-'%+":
        start += 1
    return start


def _without_label(text: str, start: int, end: int) -> int:
    """Past a label with its capital that opens the line, with nothing between it and the name."""
    if text[start : start + 1] not in {"C", "E"} or text[start - 1 : start] not in {"", "\n"}:
        return start
    label = _GLUED.match(text, start, end)
    return label.end() if label else start


def _in_address(text: str, start: int) -> bool:
    """Whether the name stands inside a web address (`https://user@host`)."""
    window = text[max(0, start - _LONGEST_LOCAL) : start]
    return "://" in window.split()[-1] if window and not window[-1].isspace() else False


def site_after(reading: Reading, at: int, *, masked: bool) -> Site | None:
    """The site that starts right after a sign ending at `at`; None where none does."""
    text = reading.text
    lead = _AT_BREAK.match(text, at)
    start = lead.end() if lead else at
    gap = text[at:start]
    literal = _LITERAL.match(text, start)
    if literal:
        return Site(start, literal.end(), literal[0], gap)
    if masked or _BRACKETED_DOT.match(text, start):
        return _site(text, start, gap, masked=True) or _site(text, start, gap, masked=False)
    return _site(text, start, gap, masked=False)


def _site(text: str, start: int, gap: str, *, masked: bool) -> Site | None:
    """The domain at `start`, whole or over a break; masked ones must end as domains do."""
    whole = _matched(text, start, gap, masked=masked)
    if whole is not None and is_common(whole.domain.rpartition(".")[2].lower()):
        return whole
    broken = _over_a_break(text, start, gap, masked=masked)
    return broken or (None if masked else whole)


def _matched(text: str, start: int, gap: str, *, masked: bool) -> Site | None:
    match = _domain(masked=masked).match(text, start, start + _WINDOW)
    if match is None or text[match.end() : match.end() + 1] == "_":
        return None
    written = match[0]
    plain = _dots().sub(".", written)
    domain = trimmed(plain)
    if not domain:
        return None
    spelled = plain != written
    end = match.end() if spelled else start + len(domain)
    return Site(start, end, domain.lower(), gap, spelled, "\n" in gap)


def _over_a_break(text: str, start: int, gap: str, *, masked: bool) -> Site | None:
    """A domain that a line end cuts at a dot or a dash, or one space at its last dot."""
    window = text[start : start + _WINDOW]
    space = _SPACE.search(window)
    if space is None:
        return None
    at = space.start()
    cut = _BREAK.match(window, at) or _SPACED_DOT.match(window, max(0, at - 1))
    cut = cut or _SPACED_DOT.match(window, at)
    if cut is None:
        return None
    dot = "." if cut[0].strip() == "." else ""
    joined = window[: cut.start()] + dot + window[cut.end() :]
    whole = _matched(joined, 0, gap, masked=masked)
    if whole is None or whole.end <= cut.start():
        return None
    if not is_common(whole.domain.rpartition(".")[2]):
        return None
    end = start + whole.end + len(cut[0]) - len(dot)
    return Site(start, end, whole.domain, gap or " " * len(dot), whole.spelled, wrapped=not dot)
