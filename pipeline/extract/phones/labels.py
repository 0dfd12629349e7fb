"""What the words around a number say about it: the label before it, the verb, the brackets after.

A label reaches to the next label or to the end of its line or cell. How sure it is that a number
follows is a `Call.level`:

- CALLED: a telephone label (`Tél. :`, `Fax`, `phone number is`) right before it: also numbers
  that no plan knows are believed;
- LIKELY: a verb (`call … at`), a loose label (`Contact :`), a label further off: also forms that
  may be counts;
- ALONE: nothing: numbers that are valid and look like nothing else.
"""

from __future__ import annotations

import bisect
import functools
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from pipeline.extract.contact_words import words
from pipeline.model import Span
from pipeline.reading import fold

Word = Literal["phone", "fax", "both", "verb", "weak", "other"]


class Level(IntEnum):
    """How much the words around a number say that it is one."""

    ALONE = 0
    LIKELY = 1
    CALLED = 2


@dataclass(frozen=True, slots=True)
class Label(Span):
    """A word that says what stands after it."""

    word: Word


@dataclass(frozen=True, slots=True)
class Call:
    """What is said about one number: its kind, by which rule, how surely, in which words.

    `chained` says that it was said of the number before it.
    """

    kind: Literal["phone", "fax"] = "phone"
    level: Level = Level.ALONE
    rule: str = ""
    label: str = ""
    basis: Literal["stated", "inferred"] = "stated"
    both: bool = False
    chained: bool = False


NOTHING = Call()
#: Not the dot of an initial, or of `M. Duval`, `Dr. Moore`.
_SENTENCE_END = re.compile(
    r"(?:[!?]|(?<!\b[A-Z])(?<!\b(?:MM|[DM]r|Ms|Pr|St))(?<!\b(?:Mrs|Rev|Sgt))(?<!\b(?:Prof|Capt))\.)"
    r" +[A-ZÀ-Ý«\"]|[!?]$|\t"
)
_BEFORE_DIGITS = r"[ .\-(+*]{0,4}\Z"
_NEAR = 12
_MOST_LABELS = 8
#: The labels that call a number one, and say which.
_NUMBERED = frozenset({"phone", "fax", "both"})
_FARTHEST = 400
_VERB_REACH = 90


@functools.cache
def _labels() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z@.\-])(?:(?P<both>{words('labels.both')})|(?P<fax>{words('labels.fax')})"
        rf"|(?P<mail>{words('labels.email', 'labels.post')})|(?P<phone>{words('labels.phone')})"
        rf"|(?P<verb>{words('call.verbs')})|(?P<other>{words('labels.other')})"
        rf"|(?P<weak>{words('labels.weak')}))(?![a-z])"
    )


@functools.cache
def _direct() -> re.Pattern[str]:
    """Between a label and its number: a sign, or a word such as `is`, `au`."""
    joins = words("call.joins")
    return re.compile(rf"[^0-9]{{0,60}}(?:[:=)]|(?<![a-z])(?:{joins}|n[o°]\.?)){_BEFORE_DIGITS}")


@functools.cache
def _loose() -> re.Pattern[str]:
    joins, persons = words("call.joins"), words("call.persons")
    return re.compile(
        rf"[^.!?]{{0,40}}[:=]{_BEFORE_DIGITS}|[ :.,\-]{{0,3}}\Z|(?:[^.!?:]{{0,25}} )?(?:{joins}) \Z"
        rf"|(?: ?[:=] ?|(?: [a-z]{{1,12}}){{0,3}} )(?:{persons})(?: [a-z][a-z.'\-]{{0,20}}){{1,3}}"
        rf" ?[,:]?{_BEFORE_DIGITS}"
    )


_WORDS: dict[str, Word] = {"mail": "other"}


@functools.lru_cache(maxsize=64)
def labels_in(key: str) -> tuple[Label, ...]:
    """The labels of a line (folded), offsets counted in the line."""
    found = []
    for match in _labels().finditer(key):
        name = match.lastgroup or "other"
        word: Word = _WORDS.get(name, name)  # type: ignore[arg-type]  # groups are named so
        found.append(Label(match.start(), match.end(), word))
    return tuple(found)


def said_before(text: str, key: str, at: int, floor: int) -> Call | None:
    """What the line's words between `floor` and `at` say; None where they say nothing.

    `text` and `key` are the line, offsets count in it.
    """
    labels = labels_in(key)
    last = bisect.bisect_right(labels, at, key=lambda label: label.end)
    for label in reversed(labels[max(0, last - _MOST_LABELS) : last]):
        if label.start < max(floor, at - _FARTHEST):
            return None
        gap = text[label.end : at]
        if _SENTENCE_END.search(gap) or "\t" in gap:
            return None
        call = _said_by(label, text, key, at)
        if call is not None:
            return call
        if label.word in {"other", "phone", "fax", "both"}:
            return None
    return None


def _said_by(label: Label, text: str, key: str, at: int) -> Call | None:
    gap = key[label.end : at]
    written = text[label.start : label.end]
    match label.word:
        case "phone" | "fax" | "both":
            sure = len(gap) <= _NEAR or _direct().match(gap) is not None
            return Call(
                kind="fax" if label.word == "fax" else "phone",
                level=Level.CALLED if sure else Level.LIKELY,
                rule=f"label-{'fax' if label.word == 'fax' else 'phone'}",
                label=written,
                both=label.word == "both",
            )
        case "verb" if len(gap) <= _VERB_REACH:
            return Call(level=Level.LIKELY, rule="call-verb", label=written)
        case "weak" if _loose().match(gap):
            return Call(level=Level.LIKELY, rule="loose-label", label=written)
    return None


@functools.cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf" ?[(\[] ?(?:(?P<both>{words('labels.both')})|(?P<fax>{words('labels.fax')})"
        rf"|(?P<phone>{words('labels.phone')}))(?![a-z])[^0-9()\[\]\n]{{0,25}}[)\]]"
    )


def said_after(text: str, key: str, end: int) -> Call | None:
    """What stands in brackets right after a number: `613-555-0100 (fax)`."""
    match = _after().match(key, end)
    if match is None:
        return None
    word = match.lastgroup or "phone"
    label = text[match.start(word) : match.end(word)]
    kind: Literal["phone", "fax"] = "fax" if word == "fax" else "phone"
    return Call(kind, Level.CALLED, f"label-{kind}", label, both=word == "both")


_REMARK = re.compile(r" ?[(\[][^()\[\]\n]{0,60}[)\]]")


def end_of_remark(key: str, end: int) -> int:
    """Where the brackets end that stand right after a number; `end` where there are none."""
    match = _REMARK.match(key, end)
    return match.end() if match and not any(c.isdigit() for c in match[0]) else end


def opens_with_label(key: str, at: int) -> bool:
    """Whether a label is glued to what stands before it: `01 44 18 53 00Fax`."""
    return _labels().match(key, at) is not None


def ends_a_label(key: str, at: int) -> bool:
    """Whether a label for a number ends at a place of a line, without a space or a sign."""
    return any(label.end == at and label.word in _NUMBERED for label in labels_in(key))


def ends_a_reach(gap: str) -> bool:
    """Whether what stands between two numbers keeps the first one's label from the second."""
    if "\t" in gap or _SENTENCE_END.search(gap) or gap.count("\n") > 1:
        return True
    return bool(labels_in(fold(gap))) or ("\n" in gap and gap.strip(" \n-•/,;") != "")


@functools.cache
def _numbers_words() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z@.\-])(?:{words('labels.both', 'labels.fax', 'labels.phone')})(?![a-z])"
    )


def names_a_number(key: str, line: Span) -> bool:
    """Whether a telephone's or fax's label stands on a line: without one none of it is a title."""
    return _numbers_words().search(key, line.start, line.end) is not None


_TITLE_LENGTH = 48


def said_by_label(text: str, key: str) -> Call | None:
    """What a cell says of the number in the next one, where it holds nothing but a label."""
    if len(key) > _TITLE_LENGTH or not key.strip():
        return None
    found = labels_in(key)
    bare = len(found) == 1 and not key[: found[0].start].strip()
    if not bare or key[found[0].end :].strip(" :.=") or found[0].word not in _NUMBERED:
        return None
    return _titled(found[0], text)


def said_by_title(text: str, key: str) -> Call | None:
    """What a short line or a column's header says about the numbers below it: `By telephone :`.

    So does a whole sentence that ends in a colon: `Send it by fax to the following number:`.
    """
    line = key.strip()
    if not line or any(c.isdigit() for c in line):
        return None
    if len(line) > _TITLE_LENGTH and not (line.endswith(":") and len(line) <= _FARTHEST):
        return None
    words = {label.word: label for label in labels_in(key) if label.word in _NUMBERED}
    return _titled(words.popitem()[1], text) if len(words) == 1 else None


def _titled(label: Label, text: str) -> Call:
    kind: Literal["phone", "fax"] = "fax" if label.word == "fax" else "phone"
    written = text[label.start : label.end]
    return Call(kind, Level.CALLED, f"label-{kind}", written, both=label.word == "both")
