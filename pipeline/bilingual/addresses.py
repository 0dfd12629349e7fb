"""The postal addresses of two versions, by their numbers: translated streets are form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.bilingual.facts import Ledger
from pipeline.bilingual.places import Places, ranked
from pipeline.bilingual.sides import Fact

_PARTS = {
    "box": r"(?:p\.? ?o\.? ?box|b\.? ?p\.?|c\.? ?p\.?|boite postale|case postale|postfach"
    r"|post office box|private bag|box|cs|cedex)\.? ?(?:n[o°]\.? ?)?",
    "suite": r"(?:suite|ste|bureau|office|unit|unite|apt|appartement|app|room|piece|local|#)\.? ?",
    "floor": r"(?:floor|level|etage|niveau)\.? ?",
}
_AFTER_FLOOR = r"(?: ?(?:st|nd|rd|th|er|e|eme|re))? ?(?:floor|etage)"
_NUMBER = r"\d+(?:[ -]?[a-z](?![a-z]))?"
_CODES = re.compile(
    r"\b(?P<code>[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d\d ?[a-z\d]{4}"
    r"|(?:[a-z]{1,2}-)?\d{3} ?\d\d|(?:[a-z]{1,2}-)?\d{4,6})\b"
)
_LABELLED = re.compile(
    "|".join(
        rf"\b(?P<{name}>{label}(?P<{name}_number>{_NUMBER}))" for name, label in _PARTS.items()
    )
    + rf"|\b(?P<storey>\d+{_AFTER_FLOOR})"
)
_COUNTRY = re.compile(r"^[a-z]{1,2}-")
_HOMES = {"box": "box", "suite": "door"}
_HOUSE = re.compile(rf"\b{_NUMBER}\b")
_NOT_WORD = re.compile(r"\W")
_GROUP = re.compile(r"[a-z0-9]+")
#: What parts the halves of a postal code.
_GROUPS = re.compile(r"(?<=\d)[ -](?=\d)|(?<=\b[a-z]\d[a-z])[ -](?=\d[a-z]\d\b)")
#: So many numbers are an address's own; within so many code points they are one address.
_TELLING, _REACH = 2, 120


Numbers = Mapping[str, frozenset[str]]


def numbers_of(address: str) -> Numbers:
    """The numbers of a folded address by what they number: `door`, `box` and postal `code`.

    House and suite are both at the door: '500-1870 Albert' is suite 500 of number 1870. Floors
    are left out: they are form.
    """
    found: dict[str, set[str]] = {"door": set(), "box": set(), "code": set()}
    rest = address
    for match in _LABELLED.finditer(address):
        name = (match.lastgroup or "").removesuffix("_number")
        if name in _HOMES:
            found[_HOMES[name]].add(_NOT_WORD.sub("", match[f"{name}_number"]))
        rest = rest.replace(match[0], " " * len(match[0]), 1)
    for match in _codes(rest):
        found["code"].add(_NOT_WORD.sub("", _COUNTRY.sub("", match["code"])))
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    found["door"].update(_NOT_WORD.sub("", n) for n in _HOUSE.findall(rest))
    return {name: frozenset(values) for name, values in found.items()}


def _codes(address: str) -> list[re.Match[str]]:
    """The postal codes of an address; digits are none at its start, nor beside one with letters."""
    found = list(_CODES.finditer(address))
    lettered = [match for match in found if not match["code"].isdigit()]
    return lettered or [match for match in found if match.start()]


def agree(left: Numbers, right: Numbers) -> bool:
    """Whether every number that both give is equal; one side may give more of a kind."""
    return all(left[name] <= right[name] or right[name] <= left[name] for name in left)


def _shared(left: Numbers, right: Numbers) -> int:
    return sum(len(left[name] & right[name]) for name in left)


def compare_addresses(places: Places, gone: tuple[set[int], set[int]]) -> Ledger:
    """The ledger of the addresses; `gone` are the parts that have no counterpart at all."""
    ledger = Ledger.of(places, "address")
    mine = {i: numbers_of(f.of(places.left.key)) for i, f in ledger.left.items()}
    theirs = {j: numbers_of(f.of(places.right.key)) for j, f in ledger.right.items()}
    ways = [
        ((-_shared(mine[i], theirs[j]), not places.together(one, other)), i, j)
        for i, one in ledger.left.items()
        for j, other in ledger.right.items()
        if agree(mine[i], theirs[j])
        and (_shared(mine[i], theirs[j]) or places.together(one, other))
    ]
    for i, j in ranked(ways).items():
        ledger.agree(i, j)
    _differ(ledger, mine, theirs, least=1)
    for i, fact, left in ledger.rest():
        side, other = (places.left, places.right) if left else (places.right, places.left)
        numbers = mine[i] if left else theirs[i]
        if side.part_at(fact.start) in gone[0 if left else 1] or _told(other.key, numbers):
            ledger.drop(i, left=left)
    _differ(ledger, mine, theirs, least=0)
    for i, _, left in ledger.rest():
        ledger.lack(
            "warning" if any((mine if left else theirs)[i].values()) else "note", i, left=left
        )
    return ledger


def _told(text: str, numbers: Numbers) -> bool:
    """Whether a text has all numbers of an address close together, a code or two among them."""
    told = frozenset().union(*numbers.values())
    if not numbers["code"] and len(told) < _TELLING:
        return False
    plain = _GROUPS.sub("", text)
    first = min(told, key=lambda n: (-len(n), n))
    return any(
        told <= set(_GROUP.findall(plain, max(at.start() - _REACH, 0), at.end() + _REACH))
        for at in re.finditer(rf"(?<!\w){re.escape(first)}(?!\w)", plain)
    )


def _differ(
    ledger: Ledger,
    mine: Mapping[int, Numbers],
    theirs: Mapping[int, Numbers],
    *,
    least: int,
) -> None:
    """Addresses of one place with other numbers: those that share most, then by the order."""
    places = ledger.places
    ways: list[tuple[tuple[float, ...], int, int]] = []
    for i, one in ledger.left.items():
        for j, other in ledger.right.items():
            shared = _shared(mine[i], theirs[j])
            if shared < least:
                continue
            if shared or places.together(one, other) or _beside(places, one, other):
                ways.append(((-shared, not places.together(one, other), abs(i - j)), i, j))
    for i, j in ranked(ways).items():
        ledger.differ("address-differs", "error", i, j)


def _beside(places: Places, one: Fact, other: Fact) -> bool:
    """Whether the two stand in blocks that share another fact."""
    reach = 240
    mine = {f.value for f in places.left.near(one, reach)}
    return bool(mine & {f.value for f in places.right.near(other, reach)})
