"""The number words of a language by what they do, and a number while it is read."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TEN = 10
#: The next word or digits of a number, with what joins it to what stands before.
PIECE = re.compile(
    r"(?P<joint>[ \t]{0,3}(?:- ?)?)(?:(?P<word>[^\W\d_]+)"
    r"|(?P<digits>[0-9]{1,3}(?: [0-9]{3}){0,2})(?!\w|[.,' ][0-9]))"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """What has been read: where it ends, its value, the last word where that counts things."""

    end: int
    value: int | float
    unit: str = ""
    alone: bool = False


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The number words of one language. `vigesimal` is that of 'soixante-dix', 'quatre-vingts'."""

    words: Mapping[str, int]
    hundreds: Mapping[str, int]
    scales: Mapping[str, int]
    collectives: Mapping[str, int]
    small: Mapping[str, frozenset[str]]
    decimal: str
    vigesimal: bool
    openers: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Vocabulary:
        """From a `numerals.toml`."""
        small = {name: frozenset(entries) for name, entries in table["small"].items()}
        counted = {*table["words"], *table["hundreds"], *small["half"]}
        counted -= small["plural_only_after_number"]
        return cls(
            words=table["words"],
            hundreds=table["hundreds"],
            scales=table["scales"],
            collectives=table["collectives"],
            small=small,
            decimal=table["decimal"],
            vigesimal=table.get("vigesimal", False),
            openers=frozenset(counted | small["articles"] | small["bare"]),
        )

    @functools.cached_property
    def counting(self) -> Mapping[str, int]:
        """The words that an article may stand before: 'a hundred', 'une centaine'."""
        return {**self.hundreds, **self.scales, **self.collectives}

    @functools.cached_property
    def articles(self) -> frozenset[str]:
        """What opens a number before such a word only; a half does as well."""
        return self.small["articles"] | self.small["half"]

    def needed(self, value: float) -> frozenset[str]:
        """The words of which a number of this value holds one, if it is written in words."""
        if value >= _TEN:
            return self._large
        return self._vague | {word for word, worth in self.words.items() if worth == value}

    @functools.cached_property
    def _vague(self) -> frozenset[str]:
        """What makes a number that is not the sum of its words: half a dozen."""
        return frozenset({*self.collectives, *self.small["half"]})

    @functools.cached_property
    def _large(self) -> frozenset[str]:
        worth = {**self.words, **self.counting}
        return self._vague | {word for word, value in worth.items() if value >= _TEN}

    @functools.cached_property
    def after_digits(self) -> re.Pattern[str]:
        """What makes a longer number of digits: `3.6 million`, `2 douzaines`, `2 and a half`."""
        words = "|".join(sorted(self.counting, key=len, reverse=True))
        conjunction = "|".join(self.small["and"])
        return re.compile(
            rf"[ \t]{{0,3}}(?:{words})(?![^\W_])| (?:{conjunction}) (?:a )?(?:half|demi)"
        )

    @functools.cached_property
    def half_more(self) -> re.Pattern[str]:
        """A half that follows: `and a half million`, `et demi`."""
        conjunction, half = "|".join(self.small["and"]), "|".join(sorted(self.small["half"]))
        scales = "|".join(sorted(self.scales, key=len, reverse=True))
        return re.compile(rf" (?:{conjunction}) (?:a )?(?:{half})(?: (?P<scale>{scales}))?(?!\w)")


@dataclass(slots=True)
class Sum:
    """A number while it is read: `total` of the groups done, `group` below the next scale.

    `last` says what the last piece was (`word`, `hundred`, `scale`, `collective`, `digits`), and
    `last_value` which word; `limit` is the scale that the next one must stay below.
    """

    words: Vocabulary
    end: int
    total: int | float = 0
    group: int | float | None = None
    last: str = ""
    last_value: int = 0
    limit: float = float("inf")
    unit: str = ""
    pieces: int = 0

    @property
    def value(self) -> int | float:
        """The number so far."""
        return whole(self.total + (self.group or 0))

    def add(self, value: int, last: str, end: int) -> None:
        """A piece that adds to the group."""
        self.group = (self.group or 0) + value
        self.accept(last, end, value=value)

    def close(self, total: float, last: str, end: int, unit: str) -> None:
        """A piece that turns what was read into a total."""
        self.total, self.group = whole(total), None
        self.accept(last, end, unit=unit)

    def accept(self, last: str, end: int, *, value: int = 0, unit: str = "") -> None:
        """Any piece: the number goes on to its end."""
        self.last, self.last_value, self.end, self.unit = last, value, end, unit
        self.pieces += 1


def whole(number: float) -> int | float:
    """An integer where it is one, without the dust of binary fractions: 3.6 million is 3600000."""
    rounded = round(number, 6)
    return int(rounded) if float(rounded).is_integer() else rounded
