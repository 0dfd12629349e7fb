"""The typed parts of each kind of fact, as they are published, and what makes them of a mention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from pipeline.model import Kind, Mention
from pipeline.records.fields import Described, said


class PhoneParts(Described):
    """The parts of a phone or fax number."""

    country: str | None = said("Country of the number (ISO 3166).", "Pays du numéro (ISO 3166).")
    extension: str | None = said("Extension.", "Poste.")
    number_type: str | None = said(
        "Kind of line, by the numbering plan.", "Type de ligne, selon le plan de numérotation."
    )
    valid: bool = said(
        "Whether the numbering plan knows it.", "Si le plan de numérotation le connaît."
    )
    label: str | None = said("The label before it.", "L’étiquette qui le précède.")
    link: str | None = said("RFC 3966 link.", "Lien RFC 3966.")


class EmailParts(Described):
    """The parts of an e-mail address."""

    domain: str = said("Its domain.", "Son domaine.")
    masked: bool = said("Whether the page writes it masked.", "Si la page l’écrit masquée.")
    label: str | None = said("The label before it.", "L’étiquette qui la précède.")


class DateParts(Described):
    """The parts of a date."""

    first: str = said(
        "First day, month or year (ISO 8601).", "Premier jour, mois ou an (ISO 8601)."
    )
    last: str = said(
        "Last day, month or year; the first one where it is no range.", "Dernier jour, mois ou an."
    )
    precision: Literal["day", "month", "year"] = said("Precision.", "Précision.")
    year_known: bool = said("Whether the page writes the year there.", "Si l’année y est écrite.")


class CountParts(Described):
    """The parts of a count."""

    number: float = said("The number.", "Le nombre.")
    noun: str = said("The head noun as written.", "Le nom compté, tel qu’écrit.")
    qualifier: str | None = said(
        "Such as more-than, nearly, about.", "Par exemple more-than, nearly, about."
    )


class AddressParts(Described):
    """The parts of a postal address."""

    lines: tuple[str, ...] = said("Its lines.", "Ses lignes.")
    street: str | None = said("Street line.", "Voie.")
    box: str | None = said("Post-office box.", "Boîte postale.")
    postal_code: str | None = said("Postal code.", "Code postal.")
    town: str | None = said("Town.", "Ville.")
    region: str | None = said("Province, state or canton.", "Province, État ou canton.")
    country: str | None = said("Country (ISO 3166).", "Pays (ISO 3166).")


Parts = PhoneParts | EmailParts | DateParts | CountParts | AddressParts


def _phone(mention: Mention) -> PhoneParts:
    number, _, extension = mention.value.partition(";ext=")
    said_so = mention.details
    return PhoneParts(
        country=said_so.get("country") or None,
        extension=extension or None,
        number_type=said_so.get("number_type") or None,
        valid=bool(said_so.get("valid", True)),
        label=said_so.get("label") or None,
        link=said_so.get("link") or (f"tel:{mention.value}" if number.startswith("+") else None),
    )


def _email(mention: Mention) -> EmailParts:
    return EmailParts(
        domain=mention.value.rpartition("@")[2],
        masked=bool(mention.details.get("masked", False)),
        label=mention.details.get("label") or None,
    )


def _precision(value: str) -> Literal["day", "month", "year"]:
    dashes = value.removeprefix("--").count("-") + (1 if value.startswith("--") else 0)
    return ("year", "month", "day")[dashes]


def date_parts(value: str) -> DateParts:
    """The parts of a date's value."""
    first, _, last = value.partition("/")
    return DateParts(
        first=first,
        last=last or first,
        precision=_precision(last or first),
        year_known=not first.startswith("--"),
    )


def _count(mention: Mention) -> CountParts:
    number, _, noun = mention.value.partition(" ")
    return CountParts(
        number=float(number), noun=noun, qualifier=mention.details.get("qualifier") or None
    )


def _address(mention: Mention) -> AddressParts:
    told = mention.details
    return AddressParts(
        lines=tuple(told.get("lines") or (mention.value,)),
        **{
            key: told.get(key) or None
            for key in ("street", "box", "postal_code", "town", "region", "country")
        },
    )


_PARTS: Mapping[Kind, Callable[[Mention], Parts]] = {
    "phone": _phone,
    "fax": _phone,
    "email": _email,
    "date": lambda mention: date_parts(mention.value),
    "count": _count,
    "address": _address,
}


def parts_of(mention: Mention) -> Parts:
    """The parts of a fact, by its kind."""
    return _PARTS[mention.kind](mention)
