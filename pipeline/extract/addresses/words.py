"""The words and shapes of postal addresses, compiled from the lexicon."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline import lexicon

_NOTHING = "(?!)"


def _any(words: Iterable[str]) -> str:
    """Any of `words`, longest first, each with a full stop if it likes."""
    escaped = [re.escape(w).replace(r"\ ", " ") for w in words]
    return f"(?:{lexicon.alternation(escaped) or _NOTHING})\\.?"


def _month_names() -> frozenset[str]:
    """The names and abbreviations of months in all languages."""
    tables = (lexicon.words("dates", language) for language in lexicon.languages())
    return frozenset(
        name for table in tables for names in table.get("months", ()) for name in names
    )


def _first(entries: Iterable[str]) -> frozenset[str]:
    """The first words of `entries`."""
    return frozenset(found[0] for e in entries if (found := re.match(r"[^\W\d_]+", e)))


def _shape(shape: str) -> str:
    return re.escape(shape).replace(r"\#", "[0-9]").replace("@", "[a-z]").replace(r"\ ", " ")


def _reverse(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {name: code for code, names in table.items() for name in names}


@dataclass(frozen=True, slots=True)
class Words:
    """What the lexicon says of addresses: sets for look-ups, patterns over folded text."""

    first: frozenset[str]
    telling: frozenset[str]
    signs: frozenset[str]
    after: frozenset[str]
    after_lower: re.Pattern[str]
    suffixes: tuple[str, ...]
    alone: tuple[str, ...]
    after_number: frozenset[str]
    never: frozenset[str]
    never_before: frozenset[str]
    labels: frozenset[str]
    before: re.Pattern[str]
    short: re.Pattern[str]
    directions: re.Pattern[str]
    near: re.Pattern[str]
    corner: re.Pattern[str]
    numbered: re.Pattern[str]
    headline: frozenset[str]
    box: re.Pattern[str]
    unit: re.Pattern[str]
    building: re.Pattern[str]
    closes_building: frozenset[str]
    dated: re.Pattern[str]
    day: re.Pattern[str]
    months: frozenset[str]
    small: re.Pattern[str]
    small_name: re.Pattern[str]
    particles: str
    countries: Mapping[str, str]
    towns: Mapping[str, frozenset[str]]
    regions: Mapping[str, tuple[str, str]]
    short_regions: Mapping[str, tuple[str, str]]
    house_first: frozenset[str]
    house_named: frozenset[str]


@functools.cache
def words() -> Words:
    """The words of every language together: addresses keep the language of their country."""

    def every(key: str) -> list[str]:
        return lexicon.every("addresses", key)

    places, other = lexicon.shared("places"), lexicon.shared("postal")["street"]
    before, box, unit, building = (
        [*every("street.before"), *other["before"]],
        every("box.words"),
        every("unit.words"),
        every("building.words"),
    )
    floors, alone = every("unit.floors"), every("unit.alone")
    short, near, particles = every("street.short"), every("street.near"), every("names.particles")
    months = _month_names()
    towns: dict[str, set[str]] = {}
    for country, names in places["towns"].items():
        for name in names:
            towns.setdefault(name, set()).add(country)
    regions: dict[str, tuple[str, str]] = {}
    short_regions: dict[str, tuple[str, str]] = {}
    for country, table in places["regions"].items():
        for code, names in table.items():
            short_regions.setdefault(code.lower(), (country, code))
            regions |= {name: (country, code) for name in names if name not in regions}
    corner = every("street.corner")
    first = (*before, *box, *unit, *alone, *building, *corner)
    return Words(
        first=_first(first),
        telling=_first(first) | frozenset(every("never.before")) | months,
        signs=_first(
            [*before, *box, *every("street.after"), *other["after"], *every("street.after_number")]
        ),
        after=frozenset([*every("street.after"), *other["after"]]),
        after_lower=re.compile(rf"(?:{_any(every('street.lower'))})(?= *(?:[,;\n(]|\Z))"),
        suffixes=(*every("street.suffix"), *other["suffix"]),
        alone=(*every("street.alone"), *other["alone"]),
        after_number=frozenset([*every("street.after_number"), *other["after"]]),
        never=frozenset(every("never.words")),
        never_before=frozenset(every("never.before")),
        labels=frozenset(every("label.words")),
        before=re.compile(  # `Pl. de la Gare`: what is cut, without a number only before an article
            rf"(?:{_any(before)})(?=[ ,/'])(?: ?/ ?)?"
            rf"|(?:{lexicon.alternation([w for w in short if len(w) > 1])})\.(?= (?:des? |du |d'))"
        ),
        short=re.compile(rf"(?:{_any([*before, *short])})(?=[ ,/'])"),
        directions=re.compile(rf",? ?(?:{_any(every('street.directions'))})(?![\w'])"),
        near=re.compile(rf"(?:{_any(near)}) "),
        corner=re.compile(rf"(?:{_any(corner)})(?:(?<=')| )"),
        headline=frozenset(every("street.headline")),
        numbered=re.compile(
            rf"(?:{_any(every('street.numbered'))}) (?:no\.? ?|# ?)?"
            r"[0-9]{1,4}(?:-?[a-z])?(?![\w-])"
        ),
        box=re.compile(
            rf"(?:[0-9]{{2}} )?(?:{_any(box)}) ?(?:n[o°º]?s?\.? ?|nr\.? ?|: ?|# ?|- ?)?"
            r"(?:[0-9]{1,2}(?: [0-9]{2}){1,2}(?![0-9]| [0-9])|"
            r"(?:[a-z]{1,3} ?-? ?)?[0-9]{1,6}(?:[ .][0-9]{3})?(?![0-9])(?:[a-z](?![a-z]))?"
            r"(?:[-/] ?[0-9]{1,5})?)"
            rf"|(?:{_any(every('box.unnumbered'))})(?= ?\n)"
        ),
        unit=re.compile(
            rf"(?:{_any(unit)})(?: ?(?:n[o°º]\.? ?|no\.? ?|# ?)?"
            r"[0-9]{1,5}(?:[-/.][0-9]{1,5})?(?:[a-z](?![a-z]))?"
            r"|[ .] ?(?:[a-z]{1,2}-?[0-9]{0,4}|[ivx]{1,4}))(?![\w])"
            rf"|[0-9]{{1,3}}\.? ?(?:st|nd|rd|th|er|eme|e|o|a|°|º)? ?(?:{_any(floors)})(?![\w])"
            rf"|(?:{_any(alone)})(?![\w])"
            r"|# ?[0-9]{1,5}(?![\w])"
            r"|[0-9]{1,2}(?: ?/ ?)?f(?=,)"
            r"|[0-9]{1,2}\.?[ºª](?: ?[a-d](?![\w])| (?:izq|izda|dcha|esq|dto|fte)\.?)?(?=[ ,\n])"
        ),
        building=re.compile(rf"(?:{_any(building)})(?= )"),
        closes_building=frozenset(lexicon.words("addresses", "en")["building"]["words"]),
        dated=re.compile(
            rf"[0-9]{{1,2}}(?:er)? (?:de )?(?:{_any(every('names.months'))})(?: [0-9]{{4}})?"
        ),
        day=re.compile(
            rf"[0-9]{{1,2}}(?:er|st|nd|rd|th)? (?:{_any(months)}),? [12][0-9]{{3}}(?![0-9])"
        ),
        months=months,
        small=re.compile(
            rf"{_any(box)}(?=[^0-9\n]{{0,16}}[0-9])|{_any(unit)}(?=[ .0-9#]|n[o°º])"
            rf"|{_any([*before, *short, *floors, *alone, *building, *near])}(?![^\W\d_])"
            rf"|(?:st|nd|rd|th|er|eme|e|o|a) ?{_any(floors)}|(?:bis|ter|quater)(?![^\W\d_])"
            r"|(?:(?:et|and|a) |n[o°º]?\.? ?|[a-h][/-])[0-9]"
        ),
        small_name=re.compile(
            rf"(?:(?:{'|'.join(particles)}|of|the|and|de|la|du|des|del) {{1,2}}|[dl]'|dell'){{1,7}}"
            rf"(?:[^\W_a-zß-öø-ÿœ]|{_any(every('street.lower'))})"
        ),
        particles="|".join(sorted(particles, key=len, reverse=True)),
        countries=_reverse(places["countries"]),
        towns={name: frozenset(found) for name, found in towns.items()},
        regions=regions,
        short_regions=short_regions,
        house_first=frozenset(lexicon.shared("postal")["house"]["first"]),
        house_named=frozenset(lexicon.shared("postal")["house"]["named"]),
    )


_DIGITS = str.maketrans("0123456789", "#" * 10)
_LETTERS = str.maketrans(string.ascii_lowercase, "@" * 26)
_RUN = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Codes:
    """Postal codes: any of them, which countries a shape belongs to, letters before numbers.

    `runs` says how many digits open one, `parted` with which sign before further digits.
    """

    any: re.Pattern[str]
    alone: re.Pattern[str]
    shapes: Mapping[str, frozenset[str]]
    prefixes: Mapping[str, str]
    runs: frozenset[int]
    parted: frozenset[tuple[int, str]]

    def countries(self, code: str) -> frozenset[str]:
        """The countries that write codes like this one (folded, without prefix).

        The letters of a shape are any, or stand for themselves: `ad###`.
        """
        literal = code.translate(_DIGITS)
        shape = literal.translate(_LETTERS)
        found = self.shapes.get(shape, frozenset())
        return found if shape == literal else found | self.shapes.get(literal, frozenset())

    def may_start(self, key: str, pos: int) -> bool:
        """Whether a code may start with the digits at a place; of letters nothing is told."""
        run = _RUN.match(key, pos)
        if run is None or run.end() - pos in self.runs:
            return True
        end = run.end()
        return key[end + 1 : end + 2].isdigit() and (end - pos, key[end]) in self.parted


def _opening_digits(shapes: Iterable[str]) -> Iterator[tuple[int, str]]:
    """How many digits open each shape, and the sign where a sign and digits follow."""
    for shape in shapes:
        rest = shape.lstrip("#")
        if rest != shape:
            yield len(shape) - len(rest), rest[0] if rest[1:2] == "#" else ""


@functools.cache
def codes() -> Codes:
    """The postal codes of `postal.toml`."""
    table = lexicon.shared("postal")
    found: dict[str, set[str]] = {}
    for country, shapes in table["codes"].items():
        for shape in shapes:
            found.setdefault(shape, set()).add(country)
    ordered = sorted(found, key=lambda s: (-len(s), s))
    peculiar = [s for c in table["alone"]["countries"] for s in table["codes"][c]]
    peculiar += table["alone"]["shapes"]
    prefix = "|".join(sorted(table["prefixes"], key=len, reverse=True))
    return Codes(
        any=re.compile(
            rf"(?:(?P<prefix>{prefix})(?: ?- ?| (?=[0-9])))?"
            rf"(?P<code>{'|'.join(map(_shape, ordered))})(?![\w%€$])"
        ),
        alone=re.compile("|".join(map(_shape, peculiar))),
        shapes={shape: frozenset(countries) for shape, countries in found.items()},
        prefixes=table["prefixes"],
        runs=frozenset(count for count, sign in _opening_digits(found) if not sign),
        parted=frozenset((count, sign) for count, sign in _opening_digits(found) if sign),
    )
