"""How to reach offices as vCards, version 4.0 (RFC 6350), for phones and address books.

A card is known again by its UID, made of the contact's id. No time of the clock stands in it: its
revision is when the page was fetched, where that is known.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import cast

from pipeline import __version__
from pipeline.publish.contacts import Block
from pipeline.records import AddressParts, EntityRecord, PageRecord, PhoneParts
from pipeline.review.exports.plain import one_line

_END = "\r\n"
_OCTETS = 75


def card(block: Block, pages: Mapping[str, PageRecord], organisation: str) -> str:
    """A block of contact facts as a card; `organisation` is the office's name, '' where unknown."""
    told = [pages[page] for page in block.pages]
    return "".join(
        _folded(line)
        for line in (
            "BEGIN:VCARD",
            "VERSION:4.0",
            f"PRODID:-//rectoverso//rectoverso {__version__}//EN",
            f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:rectoverso:{block.id}').urn}",
            *_revision(told),
            "KIND:org",
            f"FN:{_text(block.name or organisation or block.id)}",
            *_organisation(organisation, block.name),
            *(_address(fact) for fact in block.of_kind("address")),
            *(_number(fact, "voice") for fact in block.of_kind("phone")),
            *(_number(fact, "fax") for fact in block.of_kind("fax")),
            *(f"EMAIL;TYPE=work:{_text(mail)}" for mail in block.values("email")),
            *(f"LANG:{page.id.rpartition('.')[2]}" for page in told),
            *(f"URL:{_uri(page.provenance.url)}" for page in told if page.provenance.url),
            "END:VCARD",
        )
    )


def _revision(pages: list[PageRecord]) -> Iterator[str]:
    times = [page.provenance.fetched for page in pages if page.provenance.fetched]
    if times:
        last = max(datetime.fromisoformat(time) for time in times).astimezone(UTC)
        yield f"REV:{last:%Y%m%dT%H%M%SZ}"


def _organisation(organisation: str, name: str) -> Iterator[str]:
    units = [unit for unit in dict.fromkeys((organisation, name)) if unit]
    if units:
        yield f"ORG:{';'.join(map(_text, units))}"


def _address(fact: EntityRecord) -> str:
    """The parts, and the whole as the page writes it; a box stands beside the street (6.3.1)."""
    parts = cast("AddressParts", fact.parts)
    streets = [part for part in (parts.street, parts.box) if part]
    places = [parts.town, parts.region, parts.postal_code, parts.country]
    if not any((*streets, *places)):
        streets = list(parts.lines)
    listed = ",".join(map(_text, streets))
    rest = ";".join(_text(place or "") for place in places)
    country = f";CC={parts.country}" if parts.country else ""
    label = "^n".join(map(_parameter, parts.lines))
    return f'ADR;TYPE=work;LABEL="{label}"{country}:;;{listed};{rest}'


def _number(fact: EntityRecord, kind: str) -> str:
    """A number as a link; one that no plan knows as it is written."""
    parts = cast("PhoneParts", fact.parts)
    if parts.link:
        return f"TEL;VALUE=uri;TYPE=work,{kind}:{parts.link}"
    return f"TEL;VALUE=text;TYPE=work,{kind}:{_text(fact.value)}"


def _text(value: str) -> str:
    """A text as a value or one of several: RFC 6350, 3.4."""
    said = one_line(value).replace("\\", "\\\\")
    return said.replace(",", "\\,").replace(";", "\\;")


def _parameter(value: str) -> str:
    """A text within the quotes of a parameter: RFC 6868."""
    return one_line(value).replace("^", "^^").replace('"', "^'")


def _uri(value: str) -> str:
    return "".join(value.split())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each but the first behind a space: RFC 6350, 3.2."""
    pieces, piece, size = list[str](), "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + width
    return _END.join([*pieces, piece]) + _END
