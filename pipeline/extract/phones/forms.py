"""Whether digits are written as a telephone number is, and where one ends.

Without a label a number must be valid *and* look like nothing else: an international prefix, the
country's trunk prefix, North America's three-three-four, France's five pairs, or, in a country
without a trunk prefix, a line of its own and the country's own grouping.
"""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.phones import plans, readings
from pipeline.extract.phones.labels import Level
from pipeline.extract.phones.plans import Number
from pipeline.model import Span

_DIGITS = re.compile(r"[0-9]+")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:([ .])[0-9]{3})(?:\1[0-9]{3})*\Z")
_ABROAD = re.compile(r"[(\[ ]*(?:\+|00|011)")
_NANP_SHAPE = re.compile(r"\(?[0-9]{3}\)?[ .\-]{1,2}[0-9]{3}[ .\-]{1,2}[0-9]{4}\Z")
#: Nothing else is written so, whether the plan has the number or not.
_NANP_FORM = re.compile(r"(?:\([0-9]{3}\)[ .\-]{0,2}|[0-9]{3}-)[0-9]{3}[.\-][0-9]{4}\Z")
#: `0.5…` is a decimal; `0 800 …` is a free line, `0 969 39 49 59` one at the price of a local call.
_LONE_ZERO = re.compile(r"0[.\-/ ](?!(?<=[ .])(?:8|9[0-9]{2}(?:[ .][0-9]{2}){3}\Z))")
_CODE_IN_BRACKETS = re.compile(r"[(\[] ?[0-9]{2,4}[ \-]?(?:[0-9]{1,3} ?)?[)\]]")
_ODD = re.compile(r"[.\-/]\s[.\-/]|//|--|\)\S?\(.*\)|\+.*\+|[0-9]\+")
#: `+(33)(1) 43-12-22-22`: nothing else has a country's code and an area's in brackets each.
_CODE_AND_AREA = re.compile(r"\+ ?\([1-9][0-9]{0,2}\) ?\([0-9]{1,4}\)(?= ?[0-9])")
#: `(261.20) 22.398.50`: the country's code and the area's in one pair of brackets.
_DOTTED_CODES = re.compile(r"\([1-9][0-9]{1,2}\.[1-9][0-9]{0,2}\) ?[0-9]")
_PLUS_FORM = re.compile(
    r"[(\[]? ?\+ ?[1-9][0-9]{0,2}[)\]]? ?(?:\(0\) ?)?(?:[0-9]{2,4}[ .\-]){2,4}[0-9]{2,4}"
)
#: `00 1 91 77 51 44`: the same behind what is dialled abroad.
_ABROAD_FORM = re.compile(
    r"[(\[]?00[)\]]? ?[1-9][0-9]{0,2}[ .\-](?:[0-9]{1,4}[ .\-]){2,4}[0-9]{2,4}"
)
_PAIRS = re.compile(r"[1-9][0-9]([ .\-])[0-9]{2}(?:\1[0-9]{2}){2}")
_NOTHING_BEFORE = re.compile(r"[ \t•*·\-:(]*")
_NOTHING_AFTER = re.compile(r"[ \t.;,)]*(?:\(|$)", re.MULTILINE)
FEWEST = 5
_FEWEST_UNKNOWN = 7
_MOST_UNKNOWN = 15
_FEWEST_LABELLED = 8
_FEWEST_TRUNK = 8
_FEWEST_ABROAD = 9
_RANGE = re.compile(r"([0-9]{4,6}) ?- ?([0-9]{4,6})")
_LONGEST_RANGE = 100


def count(written: str) -> int:
    """How many digits stand in a text."""
    return sum(map(str.isdigit, written))


def judge(written: str, regions: tuple[str, ...], level: Level, *, alone: bool) -> Number | None:
    """The number that `written` is, if what calls it one (`level`) is enough for its form.

    `alone` says that nothing else stands on its line.
    """
    digits = count(written)
    if not FEWEST <= digits <= plans.MOST_DIGITS + plans.LONGEST_PREFIX:
        return None
    if level is Level.ALONE and not _may_stand_alone(written, digits, regions, alone=alone):
        return None
    number = readings.look_up(written, regions)
    if number is not None and number.valid:
        return number if _fits(written, number, level, alone=alone) else None
    if level is not Level.ALONE and readings.states_its_code(written, regions):
        return readings.unknown(written, regions) if digits >= _FEWEST_ABROAD else None
    if number is None or _CODE_AND_AREA.match(written):
        return _of_an_older_plan(written, digits, regions, level)
    likely = level is Level.LIKELY and _NANP_SHAPE.match(written)
    own = _NANP_FORM.match(written) and plans.has_nanp(regions)
    return number if likely or own else None


def _of_an_older_plan(
    written: str, digits: int, regions: tuple[str, ...], level: Level
) -> Number | None:
    """A number too short for today's plan: plans grow, and pages keep the numbers of their day.

    A plus with a country's code says that it is one, or words, where it stands in pairs or
    behind a code that is dialled abroad.
    """
    stated = _PLUS_FORM.fullmatch(written) or _CODE_AND_AREA.match(written)
    if not stated and level is not Level.ALONE:
        stated = _ABROAD_FORM.fullmatch(written)
    if stated and _FEWEST_ABROAD < digits <= _MOST_UNKNOWN:
        number = readings.unknown(written, regions)
        return number if plans.has_known_code(number.value) else None
    if level is not Level.ALONE and _PAIRS.fullmatch(written) and regions:
        return readings.unknown(written, regions)
    return None


def _may_stand_alone(written: str, digits: int, regions: tuple[str, ...], *, alone: bool) -> bool:
    """A cheap look before any plan is asked."""
    brackets = _CODE_AND_AREA.match(written)
    if _ODD.search(written, brackets.end() if brackets else 0) or "\n" in written:
        return False
    if _ABROAD.match(written) or written[:1] in "([":
        return digits >= _FEWEST_TRUNK
    if readings.is_nanp(written) or written.startswith("0"):
        return digits >= _FEWEST_TRUNK
    if readings.has_trunk_in_brackets(written):
        return digits >= _FEWEST_ABROAD
    own = any(plans.trunk_prefix(r) and written.startswith(plans.trunk_prefix(r)) for r in regions)
    return digits >= _FEWEST_TRUNK and (own or alone)


def _fits(written: str, number: Number, level: Level, *, alone: bool) -> bool:
    """Whether a valid number's form is that of a number, given how surely it is called one."""
    if level is Level.CALLED:
        return True
    if _ABROAD.match(written):
        at_home = written.startswith("011") or readings.has_plussed_area(written)
        return number.prefixed or at_home
    nanp = readings.is_nanp(written)
    if _THOUSANDS.match(written) and not nanp:
        return False
    if level is Level.LIKELY:
        return count(written) >= _FEWEST_UNKNOWN
    if written.startswith("0"):
        return _LONE_ZERO.match(written) is None
    coded = readings.has_trunk_in_brackets(written) or _DOTTED_CODES.match(written) is not None
    bracketed = _CODE_IN_BRACKETS.match(written) is not None or (number.prefixed and coded)
    return nanp or bracketed or (alone and _own_grouping(written, number))


def _own_grouping(written: str, number: Number) -> bool:
    groups = tuple(len(g) for g in _DIGITS.findall(written))
    if len(groups) == 1:
        return False
    return groups == plans.grouping(number.value) or set(groups) == {2}


def unknown(written: str, regions: tuple[str, ...]) -> Number | None:
    """A number that its label calls one though no plan knows it, or None where it is too odd."""
    digits = count(written)
    if not _FEWEST_UNKNOWN <= digits <= _MOST_UNKNOWN or _ODD.search(written):
        return None
    if _is_range(written):
        return None
    if "\n" in written or (digits < _FEWEST_LABELLED and _THOUSANDS.match(written)):
        return None
    number = readings.look_up(written, regions)
    if number is not None and (number.valid or number.prefixed):
        return number
    return readings.unknown(written, regions)


def _is_range(written: str) -> bool:
    """Whether two short numbers stand for all between them: `81950-81955`."""
    match = _RANGE.fullmatch(written)
    if match is None or len(match[1]) != len(match[2]):
        return False
    return 0 < int(match[2]) - int(match[1]) < _LONGEST_RANGE


@functools.cache
def _extension() -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.every("contacts", "extension.words"))
    return re.compile(
        rf"(?: {{0,4}}[,;]? ?|(?P<below>\n))(?:(?P<open>[(\[]) ?)?"
        rf"(?:{words})[ :.]{{0,4}}(?:n[o°] ?|# ?)?"
        rf"(?P<digits>[0-9]{{1,7}})(?![0-9a-z]|(?:[ .\-][0-9]{{2,4}}){{2}})(?(open) ?[)\]])"
        r"(?(below)(?=[ ,;]*(?:[\n\t]|$)))"
    )


def extension(key: str, end: int) -> tuple[str, int]:
    """The extension that follows a number ending at `end`, and where it ends; '' if none."""
    match = _extension().match(key, end)
    return (match["digits"], match.end()) if match else ("", end)


def stands_alone(text: str, line: Span, span: Span) -> bool:
    """Whether nothing but a bullet and a remark in brackets stands beside a number on its line."""
    return (
        _NOTHING_BEFORE.fullmatch(text, line.start, span.start) is not None
        and _NOTHING_AFTER.match(text, span.end) is not None
    )
