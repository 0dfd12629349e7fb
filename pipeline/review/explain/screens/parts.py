"""The typed parts of a fact in words: a name and a value, or a word of a closed list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.messages import tell
from pipeline.records import EntityRecord
from pipeline.review.explain.evidence.parts import figure

#: Parts whose values are a closed list, as words of the catalogue; '' is not worth a word.
_CLOSED: Mapping[str, Mapping[object, str]] = {
    "valid": {True: "valid", False: "invalid"},
    "masked": {True: "masked", False: "unmasked"},
    "year_known": {True: "", False: "without-year"},
}
_SHORT = 40
_WORDS = ("number_type", "precision", "qualifier")


def parts_in_words(fact: EntityRecord) -> Iterator[str]:
    """Each part that the fact has, no break inside; what only repeats the value is left out."""
    for part in _parts(fact):
        yield part.replace(" ", "\u00a0") if len(part) <= _SHORT else part


def _parts(fact: EntityRecord) -> Iterator[str]:
    parts = fact.parts.model_dump()
    for name, value in parts.items():
        if value is None or value == fact.value:
            continue
        if name in _CLOSED:
            word = _CLOSED[name][value]
            if word:
                yield tell("why-word", word=word)
        elif name in _WORDS:
            yield tell("why-word", word=value)
        elif said := _said(value):
            yield tell("why-part", name=name, value=said)


def _said(value: object) -> str:
    """A value as one string; lines of an address only where there are several."""
    if isinstance(value, tuple):
        return " / ".join(value) if len(value) > 1 else ""
    return figure(value) if isinstance(value, float) else str(value)
