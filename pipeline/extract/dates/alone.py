"""Months and years that stand without a day: which of them stand for a time.

Any number of four digits may be one, so words beside it must not say that it counts, measures or
numbers something. A year far from ours, and a month's word with other uses, need a word that
asks for a time.
"""

from __future__ import annotations

from pipeline.extract.dates.chains import Unit
from pipeline.extract.dates.numbers import numbers_something
from pipeline.extract.dates.points import Point
from pipeline.extract.dates.scan import Scan, capital_follows
from pipeline.reading import Reading

_OLDEST = 1500
_LONGEST_REMARK = 12
_CENTURY = 100
_NEAR = range(1900, 2070)
_RECENT = range(1980, 2070)
_ALWAYS_AFTER_DE = frozenset({"mai"})
#: Money and shares, of which a price or a rate starts.
_SIGNS = frozenset("€$£¥%°")
_ARTICLES = frozenset({"la", "le", "les", "l", "du", "au"})
_FRENCH_LIKE = frozenset({"fr", "es", "it", "pt"})


def months_stand(scan: Scan, run: list[Unit]) -> bool:
    """Whether months without day and year are months: one that cannot be else, or a word before."""
    first = run[0].start
    ranges = [u for u in run if u.start is not u.end and u.start.form == u.end.form == "month"]
    if any(_names_a_month(scan, p) for u in ranges for p in (u.start, u.end)):
        return True
    if first.form == "month" and _asked(scan, first, "month") and not _other_use(scan, first):
        return True
    members = [p for u in run for p in (u.start, u.end) if p.form == "month" and not p.year]
    return any(_is_sure(scan, p) for p in members)


def _names_a_month(scan: Scan, point: Point) -> bool:
    """Whether one end of a range is a month: `de mars à mai`, `March to May`, not `march to`."""
    token = scan.tokens[point.first]
    loose = token in scan.words.abbreviations or token in scan.words.month_first
    return scan.is_capital(point.first) or not loose


def _is_sure(scan: Scan, point: Point) -> bool:
    if scan.symbols[point.first] != "M":
        return False
    token = scan.tokens[point.first]
    if token in scan.words.names and not _asked(scan, point, "month"):
        if token in scan.words.month_first and not scan.is_capital(point.first):
            return False
        return not (_capital_before(scan, point.first) or capital_follows(scan, point.last))
    return True


def _asked(scan: Scan, point: Point, kind: str) -> bool:
    return scan.word_before(point.first) in scan.words.before[kind]


def _other_use(scan: Scan, point: Point) -> bool:
    """`March` and `May` as months have a capital; `sept` after `de` is seven."""
    token = scan.tokens[point.first]
    before = scan.word_before(point.first)
    if before in scan.words.before["loose"] and _of_the_month(scan, point):
        return False
    if token in scan.words.unsure and token in scan.words.month_first:
        return not scan.is_capital(point.first) and before != "in"
    if token in scan.words.abbreviations:
        return _is_loose_abbreviation(scan, point, before)
    if token not in scan.words.unsure or before not in scan.words.before["loose"]:
        return False
    return token not in _ALWAYS_AFTER_DE or scan.is_capital(point.first)


def _is_loose_abbreviation(scan: Scan, point: Point, before: str) -> bool:
    """Whether `dec` and `sept` need more to be months than what stands around them.

    All in capitals without a dot they are acronyms, and `en sept jours` has seven.
    """
    token, start = scan.tokens[point.first], scan.starts[point.first]
    if before not in scan.words.before["short_month"]:
        return True
    if scan.symbols[point.last - 1] == ".":
        return False
    if scan.text[start : start + len(token)].isupper():
        return True
    return not scan.is_capital(point.first) and token in scan.words.numbers


def _of_the_month(scan: Scan, point: Point) -> bool:
    """`le mois de mars`, `the month of May`."""
    at = scan.index_before(point.first)
    return at > 0 and scan.word_before(at) in scan.words.before["month_noun"]


def _capital_before(scan: Scan, index: int) -> bool:
    at = scan.index_before(index)
    return at >= 0 and scan.symbols[at] == "x" and scan.is_capital(at)


def without_count(scan: Scan, run: list[Unit]) -> list[Unit]:
    """`En 2016, 2050 actions`: a number after a comma that counts what follows is no year."""
    if len(run) == 1 or run[-1].start.form != "year" or run[-2].end.form != "year":
        return run
    last, after = run[-1].end, scan.word_after(run[-1].end.last)
    if scan.symbols[run[-2].end.last : last.first].strip(" ") != "," or not after:
        return run
    noun = after[-1] in "sx" and after not in scan.words.after["verb"]
    function = after in scan.words.after["function"] or scan.is_capital(last.last + 1)
    return run[:-1] if noun and not function else run


def years_stand(reading: Reading, scan: Scan, run: list[Unit]) -> bool:
    """Whether the years of a run stand for times: what is around its two ends tells."""
    first, last = run[0].start, run[-1].end
    before = scan.word_before(first.first)
    if first.form != "year":
        before = "in"
    if _is_decade(scan, run, before) or _is_a_difference(scan, last):
        return False
    if numbers_something(reading, scan, first, last, before):
        return False
    asked = before in scan.words.before["year"]
    years = [p.year for u in run for p in (u.start, u.end) if p.form in {"year", "short-years"}]
    if all(year in _NEAR for year in years):
        return _is_season(scan, run) or not _counts(reading, scan, last, before, asked=asked)
    return _far_years_stand(scan, run, before)


def _far_years_stand(scan: Scan, run: list[Unit], before: str) -> bool:
    """Whether years not all near ours stand for times: they need something that says so."""
    first, last = run[0].start, run[-1].end
    spans = first is not run[0].end or first.form == "short-years"
    dated = before in scan.words.before["dated"] and first.year >= _OLDEST
    dated = dated and (first.year % 10 > 0 or _is_dated(scan, first))
    far = before in scan.words.before["far_year"] or _in_brackets(scan, first, last)
    far = far or _goes_back(scan, first) or _is_compared(scan, first)
    far = far or spans or dated or _starts(scan, first)
    after = scan.word_after(last.last)
    if _dates_an_event(scan, last, before, after) or _is_labelled(scan, first):
        return True
    measures = after in scan.words.after["unit"]
    if capital_follows(scan, last.last) and _opens_a_clause(last, before, after):
        return True
    if measures or not far:
        return not measures and _are_years(run)
    if _are_years(run):
        return True
    return (
        not after
        or after in scan.words.after["function"]
        or (not after.endswith("s") and not capital_follows(scan, last.last))
    )


def _is_season(scan: Scan, run: list[Unit]) -> bool:
    """`2016/2017 scholarships`, as a line opens: a year and the next one with a stroke between."""
    first, last = run[0].start, run[-1].end
    if len(run) > 1 or {first.form, last.form} != {"year"} or last.year != first.year + 1:
        return False
    opens = not first.first or scan.symbols[first.first - 1] == "\n"
    return opens and scan.symbols[first.last : last.first] == "/"


def is_verb(scan: Scan, point: Point) -> bool:
    """`you may 5 times`, `those under 6 may stay`: a month's name in lower case, a verb here."""
    at = next(i for i in range(point.first, point.last) if scan.symbols[i] in "Mm")
    token = scan.tokens[at]
    if token not in scan.words.unsure or token not in scan.words.month_first:
        return False
    if scan.is_capital(at):
        return _asks(scan, point, at)
    if point.form == "month-day" and scan.symbols[point.last - 1] == "d":
        before = scan.index_before(point.first)
        return (
            before >= 0
            and scan.symbols[before] == "x"
            and scan.tokens[before] not in scan.words.before["month"]
        )
    after = scan.word_after(point.last)
    tables = scan.words.after
    return after in tables["modal"] or (after.isalpha() and after not in tables["function"])


def without_verb(scan: Scan, point: Point) -> None:
    """`2024 may set records`: after a year, a month's name in lower case that is a verb."""
    at = point.last - 1
    if point.form != "month-year" or scan.symbols[point.first] != "Y" or scan.symbols[at] != "m":
        return
    token = scan.tokens[at]
    verb = token in scan.words.unsure and token in scan.words.month_first
    if verb and not scan.is_capital(at) and scan.word_after(point.last):
        point.form, point.month, point.last = "year", 0, point.first + 1


def _asks(scan: Scan, point: Point, at: int) -> bool:
    """`8. May I apply`: a numbered question."""
    return (
        point.form == "day-month"
        and "." in scan.symbols[point.first : at]
        and scan.word_after(point.last) in scan.words.after["pronoun"]
    )


def _goes_back(scan: Scan, first: Point) -> bool:
    """`dates back to 1865`, `remonte à 1865`."""
    at = scan.index_before(first.first)
    return at > 0 and scan.symbols[at] == "t" and scan.word_before(at) in scan.words.before["back"]


def _dates_an_event(scan: Scan, last: Point, before: str, after: str) -> bool:
    """`the 1801 census`, `Sweden's 1749 census`: a year before what has one."""
    named = before in scan.words.before["event"] and last.year >= _OLDEST
    return named and after in scan.words.before["dated_noun"]


def _starts(scan: Scan, first: Point) -> bool:
    """`à partir de 1670`, `starting from 1670`: since when something is so."""
    at = scan.index_before(first.first)
    starting = at > 0 and scan.word_before(at) in scan.words.before["starting"]
    sign = scan.text[scan.starts[first.last] : scan.starts[first.last] + 2].strip()[:1]
    return starting and first.year >= _OLDEST and sign not in _SIGNS


def _are_years(run: list[Unit]) -> bool:
    """Whether two years of four digits are joined, not both round: `1842-1860 Registers`."""
    first, last = run[0].start, run[-1].end
    if len(run) > 1 or first is last or {first.form, last.form} != {"year"}:
        return False
    return first.year >= _OLDEST and last.year - first.year <= _CENTURY and first.year % 10 > 0


def _is_labelled(scan: Scan, first: Point) -> bool:
    """`Founded: 1874`, `Est. 1790`: a word that asks for a year, and the sign of a label."""
    left = scan.symbols[max(0, first.first - 3) : first.first].rstrip(" ")
    at = first.first - 1
    while at >= 0 and scan.symbols[at] in " :.":
        at -= 1
    if first.year < _OLDEST or at < 0 or left[-1:] not in {":", "."}:
        return False
    kind = "year_label" if left[-1] == ":" else "short_label"
    return scan.tokens[at] in scan.words.before[kind]


def _opens_a_clause(last: Point, before: str, after: str) -> bool:
    """`In 1850 Texas became a state`: a round number may count what has an `s` (`in 1800 Homes`).

    So is the season in `the 1886-87 FA Cup`.
    """
    if last.form == "short-years":
        return last.short == (last.year + 1) % _CENTURY
    return (
        before in {"in", "en", "since", "depuis"}
        and last.year >= _OLDEST
        and (last.year % 10 > 0 or not after.endswith("s"))
    )


def _is_compared(scan: Scan, first: Point) -> bool:
    """`no earlier than 1880`, `as early as 1880`: of years alone one is earlier than another."""
    at = scan.index_before(first.first)
    degree = {"than": "compared", "as": "as_early"}.get(scan.tokens[at]) if at > 0 else None
    return degree is not None and scan.word_before(at) in scan.words.before[degree]


def _is_a_difference(scan: Scan, last: Point) -> bool:
    """`soit 1078 de moins`: by how much there are fewer; not `en 2010, de moins en moins`."""
    words = [scan.word_after(last.last), scan.word_after(last.last + 2)]
    if words[0] != "de" or words[1] not in scan.words.after["than_before"]:
        return False
    asked = scan.word_before(last.first) in scan.words.before["far_year"]
    return not asked and scan.word_after(last.last + 4) != "en"


def _is_a_number_of(scan: Scan, last: Point) -> bool:
    """`plus de 2000`, `a total of 1950`."""
    at = scan.index_before(last.first)
    return scan.word_before(at) in scan.words.before["quantity"]


def _is_dated(scan: Scan, first: Point) -> bool:
    """`the treaty of 1760`, `l'édit de 1700`: what has a year, where a round number may count."""
    at = scan.index_before(first.first)
    return at > 0 and scan.word_before(at) in scan.words.before["dated_noun"]


def _in_brackets(scan: Scan, first: Point, last: Point) -> bool:
    """`(1871)`, `(Berlin, 1871)`: alone in brackets, or after a name and a comma."""
    if scan.symbols[last.last : last.last + 1] != ")":
        return False
    before = scan.symbols[max(0, first.first - _LONGEST_REMARK) : first.first]
    if before.endswith("("):
        return True
    name = first.first - len("x, ")
    return before.endswith("x, ") and "(" in before and scan.is_capital(name)


def _is_decade(scan: Scan, run: list[Unit], before: str) -> bool:
    last = run[-1].end
    after = scan.symbols[last.last : last.last + 2]
    tail = scan.tokens[last.last : last.last + 2]
    if tail and (
        tail[0] == "s" or (after[:1] == "'" and tail[1:] == ["s"] and last.year % 10 == 0)
    ):
        return True
    return (
        before in scan.words.before["decade"]
        and run[0].start is run[0].end
        and run[0].start.year % 10 == 0
    )


def _names_an_event(scan: Scan, last: Point, *, english: bool) -> bool:
    """`as Carpathex 2011 reaches`, `de la Douane 2019 présentés`: a name has a year.

    In French an article stands before it: `à Paris 2019 élèves` counts.
    """
    at = scan.index_before(last.first)
    named = at >= 0 and scan.symbols[at] == "x" and scan.is_capital(at)
    if not named or last.year not in _RECENT:
        return False
    if english:
        words = scan.words
        return scan.tokens[at] not in words.after["function"] | words.before["quantity"]
    return scan.word_before(at) in _ARTICLES


def _counts(reading: Reading, scan: Scan, last: Point, before: str, *, asked: bool) -> bool:  # noqa: PLR0911 - one line a case
    """Whether the number counts what follows: `2000 people`, `1950 élèves`."""
    after = scan.word_after(last.last)
    if not after and _is_compared(scan, last):
        return False
    if after and after in scan.words.after["unit"]:
        return not (
            asked
            and last.year % 100
            and after in {"personnes", "people"}
            and before in {"in", "en"}
        )
    of_a_number = before in {"de", "of"} and _is_a_number_of(scan, last)
    if not after or scan.is_capital(last.last + 1) or after in scan.words.after["function"]:
        if of_a_number and last.year % 10 == 0:
            return True
        return before in scan.words.before["quantity"] and last.year % 100 == 0
    if of_a_number or before in scan.words.before["quantity"]:
        return True
    index = last.first
    english = reading.language_at(scan.starts[index]) not in _FRENCH_LIKE
    plural = after[-1] in ("s" if english else "sx") and after not in scan.words.after["verb"]
    if not plural:
        return False
    if last.year % 100 == 0:
        return True
    if asked or _names_an_event(scan, last, english=english):
        return False
    opens = index == 0 or scan.symbols[index - 1] in "\n(:"
    return not (english and opens and last.year in _RECENT)
