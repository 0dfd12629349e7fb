"""What a fact is made of, and whether that holds together: plan, mask, pieces, noun."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.messages import LIST
from pipeline.model import fold_spaces
from pipeline.records import AddressParts, CountParts, EmailParts, PhoneParts
from pipeline.review.explain.case import Case
from pipeline.review.explain.witness import Witness

_PIECES = ("street", "box", "postal_code", "town", "region")


def what_it_is_made_of(case: Case) -> Iterator[Witness]:
    """What the typed parts say for the fact."""
    parts = case.fact.parts
    match parts:
        case PhoneParts() if parts.number_type != "short_code":
            plan = "known" if parts.valid else "unknown"
            yield Witness.of("why-plan", plan=plan, country=parts.country or "")
        case EmailParts() if parts.masked:
            quote = fold_spaces(case.fact.text)
            yield Witness.of("why-masked", quote=quote, value=case.fact.value)
        case AddressParts():
            pieces = [name for name in _PIECES if getattr(parts, name)]
            yield Witness.of("why-address", pieces=LIST.join(pieces))
        case CountParts():
            yield Witness.of("why-count", number=figure(parts.number), noun=parts.noun)


def figure(number: float) -> str:
    """A number as people write it: without a fraction where it is whole."""
    return f"{number:.0f}" if number.is_integer() else str(number)
