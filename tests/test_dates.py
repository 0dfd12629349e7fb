"""Dates in any written form are found with their value; what the calendar lacks never is."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon, sources
from pipeline.extract.dates import find_dates
from pipeline.model import Mention, Page
from pipeline.reading import Reading

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2069, 12, 31))
ENGLISH = [names[0].capitalize() for names in lexicon.words("dates", "en")["months"]]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
FORMS_EN = (
    "{d} {m} {y}",
    "{d:02} {m} {y}",
    "{d}{th} {m} {y}",
    "{d} {th} {m} {y}",
    "{d}{th} of {m} {y}",
    "{d} {m}, {y}",
    "{m} {d}, {y}",
    "{m} {d}{th}, {y}",
    "{m} {d} {y}",
    "{m} the {d}{th}, {y}",
    "{d} {s}. {y}",
    "{s} {d}, {y}",
    "{d}-{s}-{y}",
    "{y}-{n:02}-{d:02}",
    "{y}/{n:02}/{d:02}",
    "{d:02}.{n:02}.{y}",
    "{d:02}/{n:02}/{y}",
    "{d}-{n}-{y}",
)
FORMS_FR = (
    "{d} {m} {y}",
    "{d:02} {m} {y}",
    "{d}{er} {m} {y}",
    "{d} {m}, {y}",
    "{d} {M} {y}",
    "{d} {p} {y}",
    "{y}-{n:02}-{d:02}",
    "{d:02}.{n:02}.{y}",
    "{d:02}/{n:02}/{y}",
    "{d}/{n}/{y}",
)
LEADS = ("", "le ", "on ", "(", "Lyon, ", "Friday, ", "12 dossiers, ", "\n- ")
TAILS = ("", ".", ", ", ")", " à 14 h", " at 10:30", "\n", " ; 3 copies")


def found(
    text: str, *, country: str = "", site: str = "any", language: str = "", url: str = ""
) -> list[Mention]:
    page = Page(text, country=country, language=language, url=url)
    mentions = find_dates(Reading.of(page, sources.packaged().sites[site]))
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.of(text) == mention.of(text).strip()
        assert re.search(r"\w", mention.of(text))
    return mentions


def values(text: str, **context: str) -> list[str]:
    return [m.value for m in found(text, **context)]


def written(date: dt.date, form: str, names: list[str]) -> str:
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(date.day, "th")
    name = names[date.month - 1]
    return form.format(
        d=date.day,
        n=date.month,
        y=date.year,
        m=name,
        M=name.upper(),
        s=name[:3],
        p=name.translate(str.maketrans("éû", "eu")),
        th=ending,
        er="er" if date.day == 1 else "",
    )


@given(DATES, st.sampled_from(FORMS_EN), st.sampled_from(LEADS), st.sampled_from(TAILS))
def test_any_date_in_any_english_form(date: dt.date, form: str, lead: str, tail: str) -> None:
    text = lead + written(date, form, ENGLISH) + tail
    mentions = found(text, country="GB", language="en")
    assert [m.value for m in mentions] == [date.isoformat()]
    assert mentions[0].start == len(lead)
    assert mentions[0].end == len(text) - len(tail)


@given(DATES, st.sampled_from(FORMS_FR), st.sampled_from(LEADS), st.sampled_from(TAILS))
def test_any_date_in_any_french_form(date: dt.date, form: str, lead: str, tail: str) -> None:
    text = lead + written(date, form, FRENCH) + tail
    assert values(text, country="FR", language="fr") == [date.isoformat()]


@given(DATES, st.integers(1, 400))
def test_any_range_has_both_ends_in_order(first: dt.date, days: int) -> None:
    last = first + dt.timedelta(days=days)
    one, other = written(first, "{d} {m} {y}", FRENCH), written(last, "{d} {m} {y}", FRENCH)
    assert values(f"du {one} au {other}") == [f"{first}/{last}"]


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1900, 2069), st.sampled_from("/-."))
def test_an_impossible_day_is_never_a_date(day: int, month: int, year: int, sign: str) -> None:
    for value in values(f"le {day}{sign}{month}{sign}{year}", country="FR"):
        assert dt.date.fromisoformat(value) in possible(day, month, year)


def possible(one: int, other: int, year: int) -> list[dt.date]:
    pairs = [(m, d) for m, d in ((one, other), (other, one)) if 1 <= m <= 12]
    return [dt.date(year, m, d) for m, d in pairs if 1 <= d <= calendar.monthrange(year, m)[1]]


@given(
    st.text(
        alphabet="0123456789 /.-,'()\n→ mai janvier May 1st to au et th le of\ufffc", max_size=60
    )
)
def test_no_text_raises_or_gives_an_impossible_date(text: str) -> None:
    for mention in found(text):
        for part in mention.value.split("/"):
            year, month, day = re.fullmatch(r"(\d{4}|-)(?:-(\d\d)(?:-(\d\d))?)?", part).groups()  # type: ignore[union-attr]
            if day:
                assert (
                    1
                    <= int(day)
                    <= calendar.monthrange(2000 if year == "-" else int(year), int(month))[1]
                )
            elif month:
                assert 1 <= int(month) <= 12


PIECES = (
    *("2015", "12", "3", "31", "99", "May", "mai", "juin", "Sept.", "1er", "1st", "first", "rue"),
    *("twenty", "vingt", "thousand", "mille", "lundi", "Monday", "et", "and", "to", "au", "en"),
    *("in", "of", "de", "le", "the", "h", "km", "p.m.", "Q3", "T", "-", "/", ".", ",", "'", "'98"),
    *("(", ")", ":", ";", "%", "$", "=", "~", "\ufffc", "\n", " ", " ", " "),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_row_of_pieces_raises(text: str) -> None:
    found(text)


@pytest.mark.parametrize("lead", ["", "-", "(", " ", "'", ".", "/"])
@pytest.mark.parametrize("tail", ["", "-", "/", ".", "'", " ", "(", ":", ","])
@pytest.mark.parametrize(
    "core", ["2015", "12", "mai", "May 3", "3 mai", "1/2", "2015-16", "twenty"]
)
def test_a_date_may_be_all_that_there_is(lead: str, core: str, tail: str) -> None:
    found(lead + core + tail)


@pytest.mark.parametrize(
    ("text", "context", "value", "resolved_by", "alternatives"),
    [
        ("02/11/2017", {"site": "ambafrance"}, "2017-11-02", "site", ("2017-02-11",)),
        (
            "02/11/2017",
            {"site": "ambafrance", "country": "US"},
            "2017-11-02",
            "site",
            ("2017-02-11",),
        ),
        ("2/27/2007", {"site": "ambafrance"}, "2007-02-27", "", ()),
        ("27/02/2007", {"country": "US", "language": "en"}, "2007-02-27", "", ()),
        ("05/05/2017", {"country": "US", "language": "en"}, "2017-05-05", "", ()),
        (
            "Thursday 02/11/2017",
            {"country": "US", "language": "en"},
            "2017-11-02",
            "weekday",
            ("2017-02-11",),
        ),
        ("jeudi 02/11/2017", {}, "2017-11-02", "weekday", ("2017-02-11",)),
        ("Saturday 02/11/2017", {"country": "GB"}, "2017-02-11", "weekday", ("2017-11-02",)),
        (
            "02/11/2017 (then 02/27/2017)",
            {"country": "GB"},
            "2017-02-11",
            "neighbour",
            ("2017-11-02",),
        ),
        (
            "02/11/2017 (then 27/02/2017)",
            {"country": "US", "language": "en"},
            "2017-11-02",
            "neighbour",
            ("2017-02-11",),
        ),
        (
            "02/11/2017 (then 27.02.2017)",
            {"country": "US", "language": "en"},
            "2017-02-11",
            "country",
            ("2017-11-02",),
        ),
        (
            "02/11/2017",
            {"country": "US", "language": "en"},
            "2017-02-11",
            "country",
            ("2017-11-02",),
        ),
        (
            "02/11/2017",
            {"country": "US", "language": "fr"},
            "2017-11-02",
            "language",
            ("2017-02-11",),
        ),
        (
            "02/11/2017",
            {"country": "GB", "language": "en"},
            "2017-11-02",
            "country",
            ("2017-02-11",),
        ),
        (
            "02/11/2017",
            {"country": "CA", "language": "fr"},
            "2017-11-02",
            "language",
            ("2017-02-11",),
        ),
        (
            "02/11/2017",
            {"country": "CA", "language": "en"},
            "2017-02-11",
            "country",
            ("2017-11-02",),
        ),
        (
            "02/11/2017",
            {"country": "CA", "language": "en", "url": "https://ottawa.site.be/en"},
            "2017-11-02",
            "country",
            ("2017-02-11",),
        ),
        ("2017-11-02", {"country": "US", "language": "en"}, "2017-11-02", "", ()),
    ],
)
def test_what_tells_the_day_from_the_month(
    text: str, context: dict[str, str], value: str, resolved_by: str, alternatives: tuple[str, ...]
) -> None:
    mention = found(text, **context)[0]
    assert (mention.value, mention.resolved_by, mention.alternatives) == (
        value,
        resolved_by,
        alternatives,
    )


def test_a_range_says_its_ends_and_its_precision() -> None:
    (mention,) = found("du 3 au 7 mai 2019")
    assert mention.details == {"precision": "day", "first": "2019-05-03", "last": "2019-05-07"}
    assert [m.details["precision"] for m in found("en 2012 ; en avril 2013")] == ["year", "month"]


@pytest.mark.parametrize("piece", ["12", "3, ", "du 3 au ", "mai ", "2015-", "1/", "vingt-", "(1 "])
def test_work_grows_with_the_text_only(piece: str) -> None:
    """The symbols of a page are as many as its tokens: no pattern runs over the text twice."""
    assert len(values(piece * 20_000)) <= 20_000
