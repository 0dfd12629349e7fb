"""What a string of digits is in the numbering plans of the world: the only user of phonenumbers.

The library is imported at the first number that is worth asking about, and never searches a
text: it parses, validates and names what the extractor has already cut out.
"""

from __future__ import annotations

import functools
import re
import traceback
from dataclasses import dataclass
from types import ModuleType

MOST_DIGITS = 15
"""No E.164 number is longer (ITU-T E.164, 6.2.1)."""
LONGEST_PREFIX = 6
"""`011` or `00`, and a trunk zero in brackets, before those fifteen."""
_LONGEST_CODE = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a plan reads it.

    `value` is E.164 (digits alone for a short code, or where no country can be told), `country`
    an ISO 3166 code or '', `kind` the library's number type in lower case, `link` RFC 3966.
    `prefixed` says that the digits carried their country.
    """

    value: str
    country: str
    kind: str
    valid: bool
    link: str
    prefixed: bool = False


@functools.cache
def library() -> ModuleType:
    """The phonenumbers package, imported at first use (its metadata loads country by country)."""
    import phonenumbers  # noqa: PLC0415 - a page without numbers must not pay for it

    return phonenumbers


@functools.lru_cache(maxsize=4096)
def parse(digits: str, region: str) -> Number | None:
    """`digits` (perhaps with a leading +) dialled in `region`; None where that is no number."""
    lib = library()
    try:
        parsed = lib.parse(digits, region or None)
    except lib.NumberParseException as error:
        traceback.clear_frames(error.__traceback__)  # they hold each other, and the page, for long
        return None
    if not lib.is_possible_number(parsed):
        return None
    valid = lib.is_valid_number(parsed)
    country = lib.region_code_for_number(parsed) or ""
    if (
        region
        and lib.country_code_for_region(region) == parsed.country_code
        and (not country or lib.is_valid_number_for_region(parsed, region))
    ):
        country = region
    name = lib.PhoneNumberType.to_string(lib.number_type(parsed)) if valid else "unknown"
    return Number(
        value=lib.format_number(parsed, lib.PhoneNumberFormat.E164),
        country=country if country != "001" else "",
        kind=name.lower(),
        valid=valid,
        link=lib.format_number(parsed, lib.PhoneNumberFormat.RFC3966),
        prefixed=digits.startswith("+")
        or lib.country_code_for_region(region) != parsed.country_code,
    )


def is_calling_code(code: int) -> bool:
    """Whether some country has this calling code."""
    return code in library().COUNTRY_CODE_TO_REGION_CODE


def has_known_code(value: str) -> bool:
    """Whether an international number starts with the calling code of some country."""
    return bool(halves(value)[0])


def halves(value: str) -> tuple[str, str]:
    """The calling code of an international number, '' where it has none, and the digits behind."""
    codes = library().COUNTRY_CODE_TO_REGION_CODE
    digits = value.removeprefix("+")
    size = next((n for n in range(1, _LONGEST_CODE + 1) if int(digits[:n]) in codes), 0)
    return digits[:size], digits[size:]


@functools.lru_cache(maxsize=256)
def trunk_prefix(region: str) -> str:
    """What the region's own numbers start with at home: '0', '1', '8', or ''."""
    metadata = library().PhoneMetadata.metadata_for_region(region, None) if region else None
    return (metadata.national_prefix or "") if metadata is not None else ""


@functools.lru_cache(maxsize=1024)
def grouping(value: str) -> tuple[int, ...]:
    """How long the digit groups of an E.164 number are where it is written nationally."""
    lib = library()
    text = lib.format_number(lib.parse(value, None), lib.PhoneNumberFormat.NATIONAL)
    return tuple(len(group) for group in re.findall("[0-9]+", text))


@functools.lru_cache(maxsize=4096)
def short_code(digits: str, regions: tuple[str, ...]) -> Number | None:
    """A short number (112, 15, 3939) of one of the regions; valid where its plan has it."""
    from phonenumbers import shortnumberinfo  # noqa: PLC0415 - see library()

    lib = library()
    for region in regions:
        code = lib.country_code_for_region(region)
        if not code:
            continue
        if digits.startswith("0"):
            if shortnumberinfo.is_emergency_number(digits, region):
                return Number(digits, region, "short_code", valid=True, link="")
            continue
        number = lib.PhoneNumber(country_code=code, national_number=int(digits))
        if shortnumberinfo.is_valid_short_number_for_region(
            number, region
        ) or shortnumberinfo.is_emergency_number(digits, region):
            return Number(digits, region, "short_code", valid=True, link="")
    return None


def has_nanp(regions: tuple[str, ...]) -> bool:
    """Whether one of the regions, or none being known, has North America's plan."""
    return not regions or any(library().country_code_for_region(r) == 1 for r in regions)
