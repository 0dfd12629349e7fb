"""Which international number written digits are, by their signs and the countries around them.

`0`, `00`, `+`, a code in brackets: each says in another way whose plan the digits follow. The
readings are tried in the order of what the signs say; the first that a plan knows is the number.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from pipeline.extract.phones import plans
from pipeline.extract.phones.plans import Number

_ZERO_IN_BRACKETS = re.compile(r"[(\[] ?0 ?[)\]]")
_NOT_DIGIT = re.compile(r"[^0-9]")
_ABROAD = re.compile(r"[(\[ ]*0(?:0|11)")
_PLUS = re.compile(r"[(\[ ]*\+")
_NANP = re.compile(
    r"(?:1[ .\-/]{0,3})?(?:\( ?[0-9]{3} ?\)[ .\-/]{0,3}|[0-9]{3}[ .\-/]{1,3})"
    r"[0-9]{3}[ .\-]{0,3}[0-9]{4}\Z"
)
#: `+(613) 555-0147`: an area code where a country's should be, by North America's grouping.
_PLUSSED_AREA = re.compile(r"\+ ?\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .\-][0-9]{4}\Z")
#: `[352] 46 01 23`, `(33-1) 43 …`: a country's code in brackets, where the number may be short.
_CODE_IN_BRACKETS = re.compile(r"[(\[] ?([1-9][0-9]{0,2})(?:[ .\-][0-9]{1,4})? ?[)\]]")
_OPENING_CODE = re.compile(r"[(\[] ?([1-9][0-9]{0,2})(?![0-9])")
_AREA = re.compile(r"\(([1-9][0-9]{1,3})\)")
_FRENCH = re.compile(r"0[1-9](?:[ .\-]{1,3}[0-9]{2}){4}\Z")
_DIGITS_ALIKE = re.compile(r"[0-9]+(?:[ .\-][0-9]+){0,4}")
_ALIKE = 2
_LEAST_WITH_PREFIX = 8
_BARE_PREFIX_FROM = 10
_LONGEST_CODE = 3
_NANP_DIGITS = 10


def _readings(written: str, regions: tuple[str, ...]) -> list[tuple[str, str]]:
    """Digits and region, in the order in which they should be tried."""
    short = _ZERO_IN_BRACKETS.sub(" ", written, count=1)
    digits, all_digits = _NOT_DIGIT.sub("", short), _NOT_DIGIT.sub("", written)
    home = regions[0] if regions else ""
    abroad = [("+" + digits, home), ("+" + all_digits, home)]
    if _PLUS.match(written):
        area = home and plans.has_nanp((home,)) and has_plussed_area(written)
        return [*([(digits, home)] if area else []), *_unplussed(abroad, digits, home)]
    local = [
        (all_digits, r) for r in regions if r == home or digits.startswith(plans.trunk_prefix(r))
    ]
    if digits.startswith("00"):
        return [("+" + digits[2:], home), ("+" + all_digits[2:], home), *local]
    if digits.startswith("011") and len(digits) > len("011") + _LEAST_WITH_PREFIX - 1:
        return [*local[:1], ("+" + digits[3:], home), *local[1:]]
    if digits != all_digits:
        return [*abroad, *local]
    if _NANP.match(written):
        local.append((all_digits, "US"))
    elif _FRENCH.match(written):
        local.append((all_digits, "FR"))
    code = _CODE_IN_BRACKETS.match(written)
    bracketed = code is not None and plans.is_calling_code(int(code[1]))
    fewest = _LEAST_WITH_PREFIX if bracketed else _BARE_PREFIX_FROM + 1
    if len(digits) >= fewest and _has_own_code(written):
        local.append(("+" + digits, home))
    return local


def _has_own_code(written: str) -> bool:
    """Whether the first group may hold a country code: `33 1 53 …`, or all digits in one."""
    first = re.search("[0-9]+", written)
    if first is None or first[0].startswith("0"):
        return False
    if len(first[0]) <= _LONGEST_CODE:
        return plans.is_calling_code(int(first[0]))
    return len(first[0]) > _BARE_PREFIX_FROM


def _unplussed(abroad: list[tuple[str, str]], digits: str, home: str) -> list[tuple[str, str]]:
    """After a plus: the number itself, or slips: `+00 33 …`, `+0…` for `0…`, `+01 …` for `+1 …`."""
    if digits.startswith("00"):
        return [("+" + digits[2:], home)]
    if digits.startswith("0"):
        return [*([(digits, home)] if home else []), ("+" + digits[1:], home)]
    return abroad


@functools.lru_cache(maxsize=4096)
def look_up(written: str, regions: tuple[str, ...]) -> Number | None:
    """The first valid reading of a number as written, else the first possible one, else None.

    `regions` are the countries to whose own way of writing the digits may belong, in order.
    """
    possible = _with_code_at_home(written, regions)
    if possible is not None:
        return possible
    for digits, region in _readings(written, regions):
        if not region and not digits.startswith("+"):
            continue
        number = plans.parse(digits, region)
        if number is None or (region not in regions[:1] and not _as_at_home(written, number)):
            continue
        if number.valid and _own_code_fits(written, digits, number):
            return number
        possible = possible or number
    return possible


def _with_code_at_home(written: str, regions: tuple[str, ...]) -> Number | None:
    """`(39) 06 68 60 11` in Italy: the country's own code in brackets, then a number of its length.

    Unless it is an area code there as well, as `(55) 3222-3999` has in Brazil.
    """
    code = _CODE_IN_BRACKETS.match(written)
    lib = plans.library()
    if code is None or not regions or int(code[1]) != lib.country_code_for_region(regions[0]):
        return None
    digits = _NOT_DIGIT.sub("", _ZERO_IN_BRACKETS.sub(" ", written))
    number = plans.parse("+" + digits, regions[0])
    if number is None or number.valid:
        return number
    local = plans.parse(digits, regions[0])
    if local is not None and local.valid and plans.grouping(local.value)[:1] == (len(code[1]),):
        return local
    whole: int = lib.ValidationResult.IS_POSSIBLE
    reason = lib.is_possible_number_with_reason(lib.parse(number.value, None))
    return number if reason == whole else None


def _as_at_home(written: str, number: Number) -> bool:
    """Whether a number is grouped as its own country groups it, where it stands abroad.

    In one group, in pairs, or as its plan says; the first two groups may stand together.
    """
    if number.prefixed or not number.valid:
        return True
    own, groups = plans.grouping(number.value), tuple(len(g) for g in re.findall("[0-9]+", written))
    joined = (sum(own[:2]), *own[2:])
    return len(groups) == 1 or set(groups) == {2} or groups in {own, joined}


def _own_code_fits(written: str, digits: str, number: Number) -> bool:
    """Whether a country code read without any sign for it is a group of its own."""
    if not digits.startswith("+") or "+" in written or _ABROAD.match(written):
        return True
    if _ZERO_IN_BRACKETS.search(written):
        return True
    first = re.search("[0-9]+", written)
    return first is not None and (number.value.startswith(f"+{first[0]}"))


def unknown(written: str, regions: tuple[str, ...]) -> Number:
    """A number that its label calls one and no plan knows: the digits, with the country's code.

    Without it where the country has no numbers of that length: then it is another country's.
    """
    digits = _NOT_DIGIT.sub("", _ZERO_IN_BRACKETS.sub(" ", written, count=1))
    country = regions[0] if regions else ""
    number = Number(digits, country, "unknown", valid=False, link="")
    if _PLUS.match(written) or states_its_code(written, regions):
        return replace(number, value="+" + digits, country="", link="tel:+" + digits, prefixed=True)
    if digits.startswith("00"):
        value = "+" + digits[2:]
        return replace(number, value=value, country="", link="tel:" + value, prefixed=True)
    code = plans.library().country_code_for_region(country) if country else 0
    if not code or not _may_be_dialled(digits, country):
        return replace(number, country="")
    value = f"+{code}{digits.removeprefix(plans.trunk_prefix(country))}"
    return replace(number, value=value, link="tel:" + value)


def states_its_code(written: str, regions: tuple[str, ...]) -> bool:
    """Whether `(84-4) 3944 57 00` opens with a country's code, its plan being an older one.

    The page's own country's, or, where numbers at home start with a zero, another one's.
    """
    opening = _OPENING_CODE.match(written)
    if opening is None or not regions:
        return False
    code = int(opening[1])
    if code == plans.library().country_code_for_region(regions[0]):
        return True
    return plans.trunk_prefix(regions[0]) == "0" and plans.is_calling_code(code)


def _may_be_dialled(digits: str, country: str) -> bool:
    """Whether a country's numbers were ever so long: plans grow, North America's never did.

    There a digit may be lost; seven are a number without its area code.
    """
    lib = plans.library()
    code = lib.country_code_for_region(country)
    national = digits.removeprefix(plans.trunk_prefix(country))
    if code == 1:
        return _NANP_DIGITS - 1 <= len(national) <= _NANP_DIGITS
    number = lib.PhoneNumber(country_code=code, national_number=int(national))
    too_long: int = lib.ValidationResult.TOO_LONG
    return bool(lib.is_possible_number_with_reason(number) != too_long)


def shares_area(number: Number, written: str) -> bool:
    """Whether `(31) 357-72…` opens with the area code of a number abroad that stands before it."""
    area = _AREA.match(written)
    code = plans.library().country_code_for_region(number.country)
    return area is not None and number.value.startswith(f"+{code}{area[1]}")


def opens_alike(number: Number, text: str, start: int) -> bool:
    """Whether digits are as many, and open, as a number does in whose country none has a zero.

    `(216) 71 333 511 / 7110-3450` are two numbers in Tunis.
    """
    if not number.country or plans.trunk_prefix(number.country):
        return False
    code = plans.library().country_code_for_region(number.country)
    own = number.value.removeprefix(f"+{code}")
    written = _DIGITS_ALIKE.match(text, start)
    digits = _NOT_DIGIT.sub("", written[0]) if written else ""
    return len(digits) == len(own) and digits[:_ALIKE] == own[:_ALIKE]


def has_trunk_in_brackets(written: str) -> bool:
    """Whether the zero that is dialled at home stands in brackets, as nothing else does."""
    return _ZERO_IN_BRACKETS.search(written) is not None


def has_plussed_area(written: str) -> bool:
    """Whether a plus stands before an area code in brackets, as North America groups the rest."""
    return _PLUSSED_AREA.match(written) is not None


def is_nanp(written: str) -> bool:
    """Whether the digits stand as North America writes them: three, three, four."""
    return _NANP.match(written) is not None
