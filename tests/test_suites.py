"""What the readers of public suites keep, drop and compare, on small suites made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model import Mention, Span
from tests.suites import datefinder, dateparser, libphonenumber, numbers, recognizers
from tests.suites.cases import Case, Suite, Wanted
from tests.suites.expressions import first_days, from_timex, is_a_day, trimmed, why_not_ours
from tests.suites.marking import Result, disagreements, run


@pytest.mark.parametrize(
    ("expression", "language"),
    [
        ("from 2 to 7 Feb, 2018", "en"),
        ("Wednesday, the twenty-first of May", "en"),
        ("since August", "en"),
        ("2014 through May 2018", "en"),
        ("22/04", "en"),
        ("January first two thousand and thirty two", "en"),
        ("du 1er au 7 février 2018", "fr"),
        ("entre mai et octobre", "fr"),
        ("15.05.99", "fr"),
        ("2018 or later", "en"),
        ("starting January 7th", "en"),
        ("mid-November", "en"),
        ("mille sept cent quatre-vingt-neuf", "fr"),
        ("le mois de sept.", "fr"),
    ],
)
def test_absolute_dates_are_ours(expression: str, language: str) -> None:
    assert why_not_ours(expression, language) == ""


@pytest.mark.parametrize(
    ("expression", "language", "reason"),
    [
        ("next February", "en", "relative"),
        ("2 weeks from January 15", "en", "relative"),
        ("5 May at 8:30", "en", "a time of day"),
        ("the third month of 2021", "en", "part of a year, month or decade"),
        ("the twenty-seventh", "en", "a weekday or a day of no month"),
        ("the first Friday of July", "en", "a weekday or a day of no month"),
        ("Easter 2019", "en", "holiday"),
        ("20 ноября 2013", "en", "other words"),
        ("mardi prochain", "fr", "relative"),
        ("premier trimestre 2013", "fr", "part of a year, month or decade"),
    ],
)
def test_other_expressions_are_dropped_with_a_reason(
    expression: str, language: str, reason: str
) -> None:
    assert why_not_ours(expression, language) == reason


@pytest.mark.parametrize(
    ("timex", "expression", "value"),
    [
        ("2016-10-02", "Oct 2, 2016", "2016-10-02"),
        ("XXXX-10-02", "Oct 2", "--10-02"),
        ("2018-08", "August", "--08"),
        ("(XXXX-09-03,XXXX-09-12,P9D)", "between 3 and 12 of Sept", "--09-03/--09-12"),
        ("(2015-01-01,2018-01-01,P3Y)", "between 2015 and 2018", "2015-01-01/2018-01-01"),
        ("2018-W03", "week 3 of 2018", None),
        ("1989", "the end of 1989", "1989"),
        ("(2007-01-01,2009-01-01,P24M)", "from 2007 to the end of 2008", None),
        ("FY2008", "2008", None),
    ],
)
def test_a_timex_value_is_written_our_way(timex: str, expression: str, value: str | None) -> None:
    assert from_timex(timex, expression, "en") == value


def test_ranges_are_compared_by_their_first_days() -> None:
    assert first_days("2015/2018-05") == "2015-01-01/2018-05-01"
    assert first_days("--03/--05") == "--03-01/--05-01"
    assert first_days("2015") == "2015"


def test_days_that_are_in_no_calendar() -> None:
    assert is_a_day("--02-29")
    assert is_a_day("2015/2018-05")
    assert not is_a_day("2019-02-29")
    assert not is_a_day("--02-30")


def test_weekday_prepositions_and_articles_at_the_ends_are_conventions() -> None:
    text = "It was on Monday, the 5th of May."
    whole = Span(text.index("on"), text.index("."))
    assert trimmed(text, whole, "en").of(text) == "5th of May"


def found(text: str, *facts: tuple[str, str]) -> list[Mention]:
    return [
        Mention((at := text.index(c)), at + len(c), "date", value, "by-hand") for c, value in facts
    ]


def marks(wanted: tuple[Wanted, ...], text: str, *facts: tuple[str, str]) -> Result:
    suite = Suite("by-hand", "date", "en")
    suite.add(Case("here", text, wanted))
    return run(suite, lambda case, _: found(text, *facts) if case.text == text else [])


def test_one_range_is_two_dates_of_a_suite_that_marks_its_ends_apart() -> None:
    text = "from 3 May to 5 May"
    result = marks((Wanted(5, 10), Wanted(14, 19)), text, ("3 May to 5 May", "--05-03/--05-05"))
    assert (result.right, result.missed, result.extra) == (2, [], [])


def test_two_days_are_the_range_of_a_suite_that_joins_them() -> None:
    text = "18 and 19 May"
    wanted = Wanted(0, len(text), ("--05-18/--05-19",))
    result = marks((wanted,), text, ("18", "--05-18"), ("19 May", "--05-19"))
    assert (result.right, result.missed, result.extra) == (1, [], [])


def test_a_right_value_on_other_characters_is_wrong() -> None:
    text = "on 19 June"
    result = marks((Wanted(4, 10, ("--06-19",)),), text, ("19 June", "--06-19"))
    assert (result.right, len(result.missed), len(result.extra)) == (0, 1, 1)


def test_a_disagreement_by_rule_takes_out_what_is_right_too() -> None:
    suite = Suite("Recognizers-Text", "date", "en")
    suite.add(Case("here", "it is 4.22", (Wanted(6, 10, ("--04-22",)),)))
    result = run(
        suite, lambda case, _: found(case.text, ("4.22", "--04-22")) if case.wanted else []
    )
    assert (result.right, result.right_disputed, sum(result.disputes.values())) == (1, 1, 1)


def test_what_the_suite_marks_and_is_not_ours_is_passed_over() -> None:
    suite = Suite("by-hand", "date", "en")
    suite.add(Case("here", "early 2015", (), (Span(0, 10),)))
    result = run(suite, lambda case, _: found("early 2015", ("2015", "2015"))[: len(case.text) > 1])
    assert (result.precision, result.extra) == (0.0, [])


def write(folder: Path, name: str, content: object) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return folder


def recognizers_date(words: str, timex: str, text: str) -> dict[str, object]:
    resolution = {"values": [{"timex": timex}]}
    result = {"Text": words.lower(), "TypeName": "datetimeV2.date", "Resolution": resolution}
    return {"Input": text, "Results": [result]}


def test_recognizers_dates(tmp_path: Path) -> None:
    case = recognizers_date("Oct 2", "XXXX-10-02", "I am back Oct 2.")
    write(
        tmp_path,
        "Specs/DateTime/English/DateTimeModel.json",
        [
            case,
            case,
            recognizers_date("tomorrow", "2016-11-08", "I am back tomorrow."),
            recognizers_date("feb 30", "XXXX-02-30", "feb 30"),
            {"Input": "May I?", "Results": []},
        ],
    )
    suite = next(iter(recognizers.suites(tmp_path)))
    assert [(c.text, c.wanted) for c in suite.cases] == [
        ("I am back Oct 2.", (Wanted(10, 15, ("--10-02",)),)),
        ("May I?", ()),
    ]
    assert dict(suite.dropped) == {"said before": 1, "relative": 1, "no such day": 1}


def test_recognizers_numbers(tmp_path: Path) -> None:
    def case(text: str, value: str, subtype: str) -> dict[str, object]:
        return {
            "Input": text,
            "Results": [{"Text": text, "Resolution": {"subtype": subtype, "value": value}}],
        }

    write(
        tmp_path,
        "Specs/Number/English/NumberModel.json",
        [
            case("two hundred and two thousand", "202000", "integer"),
            case("192", "192", "integer"),
            case("two thirds", "0.6667", "fraction"),
        ],
    )
    (suite,) = numbers.suites(tmp_path)
    assert [c.wanted[0].values for c in suite.cases] == [("202000",)]
    assert dict(suite.dropped) == {"digits alone": 1, "fraction": 1}
    assert run(suite, numbers.find).f1 == 1.0


MATCHER = """
EXACT_GROUPING_CASES = [NumberTest("415-666-7777", "US"), NumberTest("+49-49-34", "DE")]
IMPOSSIBLE_CASES = [NumberTest("3/10/1984", "CA")]
VALID_CASES = [NumberTest("2012-0102 08", "US")]

class T:
    def testInternational(self):
        self.doTestFindInContext("+64 3 331 6005", "US")

    def testMoney(self):
        contexts = []
        contexts.append(NumberContext("$", ""))
        self.findMatchesInContexts(contexts, False, True)

    def testNothing(self):
        self.assertTrue(self.hasNoMatches(PhoneNumberMatcher("80.585 [79.964]", "US")))

    def findPossibleInContext(self, number, region):
        pairs = [NumberContext("Hello ", ""), NumberContext("Hi call", "")]

    def findValidInContext(self, number, region):
        pairs = [NumberContext("Call me on 06/21 at ", "")]
"""


def test_libphonenumber(tmp_path: Path) -> None:
    write(tmp_path, "python/tests/phonenumbermatchertest.py", MATCHER)
    (suite,) = libphonenumber.suites(tmp_path)
    assert [(c.text, c.country, [w.values for w in c.wanted]) for c in suite.cases] == [
        ("415-666-7777", "US", [("+14156667777",)]),
        ("3/10/1984", "CA", []),
        ("Hello +64 3 331 6005", "US", [("+6433316005",)]),
        ("Call me on 06/21 at +64 3 331 6005", "US", [("+6433316005",)]),
        ("$415-666-7777", "US", []),
        ("80.585 [79.964]", "US", []),
    ]
    assert dict(suite.dropped) == {
        "not valid in the real numbering plan": 1,
        "the levels of leniency disagree": 1,
        "glued to letters: the levels of leniency disagree": 1,
    }


SEARCH = """
@parameterized.expand([
    param("en", "Sep 03 2014"),
    param("fr", "du 1 mai 1939 au 2 mai 1945", [
        ("1 mai 1939", datetime.datetime(1939, 5, 1, 0, 0)),
        ("2 mai 1945", datetime.datetime(1945, 5, 2, 0, 0)),
    ], settings={"RELATIVE_BASE": datetime.datetime(2000, 1, 1)}),
    param("en", "July 13th", [("July 13th", datetime.datetime(2000, 7, 13, 0, 0))]),
    param("en", "tomorrow", [("tomorrow", datetime.datetime(2000, 1, 2, 0, 0))]),
    param("de", "am 2. Mai 1945", []),
])
def test_search(): ...
"""


def test_dateparser(tmp_path: Path) -> None:
    write(tmp_path, "tests/test_search.py", SEARCH)
    english, french = dateparser.suites(tmp_path)
    assert [(c.text, [w.values for w in c.wanted]) for c in english.cases] == [
        ("Sep 03 2014", [()]),
        ("July 13th", [("--07-13",)]),
    ]
    assert dict(english.dropped) == {"relative": 1}
    assert [w.values for w in french.cases[0].wanted] == [("1939-05-01",), ("1945-05-02",)]
    assert run(french).f1 == 1.0


FIND_DATES = """
@pytest.mark.parametrize(("input_text", "expected_date", "first"), [
    ("September 2nd, 1998", datetime(1998, 9, 2), "month"),
    ("31/08/2012 to 30/08/2013", [datetime(2012, 8, 31), datetime(2013, 8, 30)], "day"),
    ("a title in 2004.", datetime(2004, today.month, today.day), "month"),
    ("Fri, 12 Dec 2014 10:55", datetime(2014, 12, 12, 10, 55), "month"),
])
def test_find(): ...
"""


def test_datefinder(tmp_path: Path) -> None:
    write(tmp_path, "tests/test_find_dates.py", FIND_DATES)
    write(tmp_path, "tests/test_find_dates_strict.py", "")
    (suite,) = datefinder.suites(tmp_path)
    assert [[w.values for w in c.wanted] for c in suite.cases] == [
        [("1998-09-02",)],
        [("2012-08-31",), ("2013-08-30",)],
        [("2004",)],
    ]
    assert dict(suite.dropped) == {"a time of day": 1}
    assert run(suite).f1 == 1.0


def test_a_folder_without_suites_gives_none(tmp_path: Path) -> None:
    for reader in (recognizers, numbers, libphonenumber, dateparser, datefinder):
        assert list(reader.suites(tmp_path)) == []


def test_every_disagreement_names_a_suite_and_a_reason() -> None:
    names = {"Recognizers-Text", "libphonenumber", "dateparser", "datefinder"}
    for entry in disagreements():
        assert entry.suite in names
        assert entry.reason
        assert entry.wanted or entry.text or entry.ending or entry.pattern or entry.about
