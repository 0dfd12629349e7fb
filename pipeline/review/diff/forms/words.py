"""What a change is called, in the language that was chosen; nothing from a page hides in it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.messages import Details, spoken, tell, terms, words
from pipeline.review.change import Change, Op, Side, kind_of
from pipeline.review.untrusted import cut, visible

SIGNS: dict[Op, str] = {
    "added": "+",
    "removed": "−",
    "changed": "~",
    "moved": ">",
    "renamed": "=",
    "restated": "·",
}
_ARROW = " → "
#: So many characters of a title or a text are shown.
_SHOWN = 100


def kind(change: Change) -> str:
    """What changed: a kind of fact, a severity, an aspect of a page, a section."""
    there = change.after or change.before
    if change.subject == "fact":
        return str(terms(spoken())["kind"][change.kind])
    if change.subject == "finding" and there:
        return str(terms(spoken())["severity"][there.severity])
    return tell("what-changed", what=change.kind)


def value(change: Change, side: Side) -> str:
    """What a side says."""
    if change.subject == "finding":
        said = sentence(change.kind, side)
        return visible(tell("shown-finding", code=change.kind, what=said))
    if change.subject == "text":
        return f"« {cut(visible(side.quote), _SHOWN)} »"
    return visible(side.value) if change.subject == "fact" else cut(visible(side.value), _SHOWN)


class _Told(NamedTuple):
    """A finding as it was published."""

    code: str
    details: Details
    message: str
    advice: str = ""


def sentence(code: str, side: Side) -> str:
    """The sentence of a finding; as it was published where another version wrote it."""
    return words(_Told(code, side.details, side.value), spoken()).message


def values(change: Change) -> str:
    """What was said and what is said; once where that is the same."""
    sides = [side for side in (change.before, change.after) if side]
    said = [value(change, side) for side in sides]
    kinds = [_kind_of(side) for side in sides] if change.subject == "fact" else []
    if len(set(kinds)) > 1:  # a phone that is a fax now
        return _ARROW.join(f"{name} {value_}" for name, value_ in zip(kinds, said, strict=True))
    return _ARROW.join(dict.fromkeys(said))


def _kind_of(side: Side) -> str:
    return str(terms(spoken())["kind"][kind_of(side)])


def quotes(change: Change) -> str:
    """The characters of it, where they are not the value; both where only they changed."""
    if change.subject not in ("fact", "link"):
        return ""
    sides = [side for side in (change.before, change.after) if side]
    shown = sides if change.op == "restated" else sides[-1:]
    found = dict.fromkeys(visible(s.quote) for s in shown if s.quote != s.value or len(shown) > 1)
    return _ARROW.join(f"« {quote} »" for quote in found if quote)


def section(change: Change) -> str:
    """The title of the section; both where it is another now."""
    if change.subject in ("page", "section", "finding"):
        return ""
    sides = [side for side in (change.before, change.after) if side]
    shown = sides if change.op == "moved" else sides[-1:]
    return _ARROW.join(dict.fromkeys(cut(visible(side.section), _SHOWN) for side in shown))


def rule(change: Change) -> str:
    """The rule that found it; both where it is another now."""
    sides = (side for side in (change.before, change.after) if side and side.rule)
    return _ARROW.join(dict.fromkeys(visible(side.rule) for side in sides))
