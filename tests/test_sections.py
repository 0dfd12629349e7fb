"""Sections, title and the page's own date: on dumps, on pages with markup, on anything."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import notation, sources
from pipeline.artifacts import find_artifacts
from pipeline.ingest.html import read_html
from pipeline.model import Markup, Mention, Page, Section, fold_spaces
from pipeline.read import read
from pipeline.reading import Reading
from pipeline.sections import find_modified, find_title, split_sections
from pipeline.sections.evidence import EVIDENCE, MOST_OF_PLACE

BODY = "It opens on Monday at nine, and nobody has to book."


def reading_of(page: Page, site: str = "any") -> Reading:
    rules = sources.packaged().sites[site]
    reading = Reading.of(page, rules, find_artifacts(page, rules))
    reading = replace(reading, language=page.language or "en")
    return replace(reading, sections=split_sections(reading))


def marked(*parts: str | tuple[str, str]) -> Page:
    """A page of lines, each a text or an element with its text; tags may nest: `td/strong`."""
    text, markup = "", list[Markup]()
    for part in parts:
        tags, line = ("", part) if isinstance(part, str) else part
        markup += (Markup(len(text), len(text) + len(line), tag) for tag in tags.split("/") if tag)
        text += line + "\n\n"
    return Page(text, language="en", markup=tuple(markup), html=True)


def outline(reading: Reading) -> list[tuple[int, str]]:
    return [(s.level, s.title) for s in reading.sections]


# --- sections ------------------------------------------------------------------------------------


def test_sections_reach_from_heading_to_heading() -> None:
    text = f"Skip to content\n\nPool\n\n{BODY}\n\nFees\n\nNone.\n"
    sections = reading_of(Page(text)).sections
    assert [(s.start, s.end, s.title) for s in sections] == [
        (17, text.index("Fees"), "Pool"),
        (text.index("Fees"), len(text), "Fees"),
    ]


def test_text_before_the_first_heading_is_a_section_of_its_own() -> None:
    text = f"{BODY} The water is warm in all of the four pools.\n\nFees\n\nThere are none at all.\n"
    first, fees = reading_of(Page(text)).sections
    assert (first.level, first.heading, first.title, first.rule) == (0, None, "", "no-heading")
    assert (first.end, fees.title) == (fees.start, "Fees")


def test_a_heading_is_without_its_artifacts() -> None:
    (section,) = reading_of(Page(f"The pool [fr]\n\n{BODY}\n"), "ambafrance").sections
    assert section.title == "The pool"
    assert section.heading is not None
    assert (section.heading.start, section.heading.end) == (0, len("The pool"))


def test_nothing_gives_nothing() -> None:
    assert reading_of(Page("")).sections == ()
    assert reading_of(Page(" \n\n ")).sections == ()
    assert find_title(reading_of(Page(""))) == ""


# --- markup --------------------------------------------------------------------------------------


def test_elements_have_their_own_level() -> None:
    page = marked(("h1", "Pool"), BODY, ("h3", "Fees"), BODY, ("h2", "Hours"), BODY)
    assert outline(reading_of(page)) == [(1, "Pool"), (3, "Fees"), (2, "Hours")]


def test_a_bold_line_is_as_deep_as_its_neighbours() -> None:
    page = marked(("h1", "Pool"), ("p/strong", "Hours"), BODY, ("h3", "Fees"), ("p/b", "Parking"))
    assert outline(reading_of(page)) == [(1, "Pool"), (3, "Hours"), (3, "Fees"), (3, "Parking")]


def test_a_summary_is_one_deeper() -> None:
    page = marked(("h1", "Pool"), ("h2", "Fees"), ("summary", "Children"), BODY)
    assert outline(reading_of(page)) == [(1, "Pool"), (2, "Fees"), (3, "Children")]


@pytest.mark.parametrize(
    "part",
    [
        ("dt/strong", "Price"),
        ("li/strong", "Price of the ticket"),
        ("caption/strong", "Prices of the year"),
        ("figcaption/b", "The pool in spring"),
        ("table/td/b", "Children"),
        ("p/a/strong", "The form"),
        ("p/strong", "Bring your own towel, please."),
        ("p/strong", "Tel: 613 555 0142"),
        ("p/strong", "Jane SMITH"),
        ("dt", "Price"),
        ("caption", "Prices of the year"),
    ],
)
def test_bold_characters_that_are_no_heading(part: tuple[str, str]) -> None:
    page = marked(("h1", "Pool"), BODY, part, BODY)
    assert outline(reading_of(page)) == [(1, "Pool")]


def test_bold_words_inside_a_line_are_no_heading() -> None:
    page = marked(("h1", "Pool"), "Bring a towel and shoes.")
    start = page.text.index("towel")
    page = replace(page, markup=(*page.markup, Markup(start, start + 5, "strong")))
    assert outline(reading_of(page)) == [(1, "Pool")]


def test_an_element_that_was_never_closed_ends_at_its_first_block() -> None:
    text = f"Pool\n\nFees}}}}\n\n{BODY}\n"
    page = Page(
        text,
        language="en",
        markup=(
            Markup(0, 4, "h1"),
            Markup(6, len(text), "h3"),
            Markup(text.index(BODY), len(text), "p"),
        ),
        html=True,
    )
    assert outline(reading_of(page)) == [(1, "Pool"), (3, "Fees")]


def test_a_page_whose_markup_has_no_heading_is_read_like_a_dump() -> None:
    page = marked(("p", "Pool"), ("p", BODY), ("p", "Fees"), ("p", BODY))
    assert outline(reading_of(page)) == [(1, "Pool"), (2, "Fees")]


# --- title ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "headings", "expected"),
    [
        ("Pool - City of Utopia", [("h1", "Pool")], "Pool"),
        ("Pool - City of Utopia", [("h1", "City of Utopia"), ("h1", "Pool")], "Pool"),
        ("City of Utopia | Pool", [("h2", "Pool"), ("h2", "Fees")], "Pool"),
        ("Pool | City of Utopia", [("h2", "Fees")], "Pool"),
        ("", [("h2", "Fees")], "Fees"),
        ("Welcome", [("h1", "Pool")], "Pool"),
    ],
)
def test_title(said: str, headings: list[tuple[str, str]], expected: str) -> None:
    page = replace(marked(*headings, BODY), meta={"title": said})
    assert find_title(reading_of(page)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Town.Gov >\nRivers > Bridges > The old bridge\n" + BODY, "The old bridge"),
        ("Town > Rivers > The old bridge\n" + BODY, "The old bridge"),
        ("Home 5 Rivers 5 The old bridge\n" + BODY, "The old bridge"),
        ("Health News Releases Health News Releases New clinic " + BODY, "Health News Releases"),
        ("Health News Releases New clinic " + BODY, ""),
    ],
)
def test_title_of_a_page_without_a_title_line(text: str, expected: str) -> None:
    assert find_title(reading_of(Page(text))) == expected


@pytest.mark.parametrize(
    ("address", "text", "expected"),
    [
        # A line near the top says what the address says: in other signs, cut, without small words.
        ("Harbour-fees-2019", "Port Office\n\nHarbour fees 2019\n\n" + BODY, "Harbour fees 2019"),
        (
            "the-port-and-its",
            "Welcome\n\nThe Port and its Pilots\n\n" + BODY,
            "The Port and its Pilots",
        ),
        ("lheure-du-port", "Bienvenue\n\nL’heure du port\n\n" + BODY, "L’heure du port"),
        (
            "pilots-boats-harbour.html",
            "News\n\nPilots and boats of the harbour\n\n" + BODY,
            "Pilots and boats of the harbour",
        ),
        # The first page of a folder is called as the folder is; codes in the name are no words.
        ("harbour-fees/index_en.htm", "Port Office\n\nHarbour fees\n\n" + BODY, "Harbour fees"),
        (
            "a1-b2-pilots-boats-harbour",
            "Port Office\n\nPilots and boats of the harbour\n\n" + BODY,
            "Pilots and boats of the harbour",
        ),
        # What is above names the part of the site, unless it is all that may be the title.
        ("whats-new/298-e.html", "What's New\n\nOur opening hours\n\n" + BODY, "Our opening hours"),
        ("whats-new/298-e.html", "What's New\n\n" + BODY, "What's New"),
        # All of the name counts further down, too, below an office's address.
        (
            "opening-hours",
            "Port Office\nQuay 4\n"
            + "\n".join(f"Desk {n}: 555 01{n}" for n in range(10, 20))
            + "\n\nOpening hours\n\n"
            + BODY,
            "Opening hours",
        ),
        # One word is in too many lines.
        ("pilots", "Port Office\n\nPilots\n\n" + BODY, "Port Office"),
        # No title in the text: the address names the page, as the text spells the words.
        ("412-opening-hours.html", BODY + " The opening hours vary.", "Opening hours"),
        (
            "opening-hours-in-utopia",
            BODY + " Opening hours in summer. He left Utopia in May.",
            "Opening hours in Utopia",
        ),
        ("droits-de-peche", BODY + " Les droits de pêche ont changé.", "Droits de pêche"),
        ("DROITS-DE-PECHE", BODY + " Les droits de pêche ont changé.", "DROITS DE PÊCHE"),
        ("pêche-à-pied", BODY, "Pêche à pied"),
        ("harbour/", BODY + " The harbour is old.", "Harbour"),
        # The text does not know the words: they may have lost accents, or be another language's.
        ("droits-de-peche", BODY, ""),
        # No name: a script's, a reference, a page that the query chooses, one that was cut.
        ("index.php", BODY + " An index is kept.", ""),
        ("t20190411-0815", BODY, ""),
        ("article1757", BODY, ""),
        ("-".join(["harbour"] * 21), BODY + " The harbour is old.", ""),
        ("opening-hours?page=3", BODY + " The opening hours vary.", ""),
        ("opening-hours...", BODY + " The opening hours vary.", ""),
        # A name, a field of a sheet: over details, and not what the address says.
        (
            "opening-hours",
            "Anna Marsh\nTel: 555 0100\n" + BODY + " The opening hours vary.",
            "Opening hours",
        ),
        (
            "opening-hours",
            "Fee\nNone\nFor\nPilots\n" + BODY + " The opening hours vary.",
            "Opening hours",
        ),
        ("marsh", "Anna Marsh\nTel: 555 0100\n" + BODY, "Anna Marsh"),
    ],
)
def test_what_the_address_says_of_the_title(address: str, text: str, expected: str) -> None:
    page = Page(text, url=f"https://port.example/en/{address}")
    assert find_title(reading_of(page)) == expected


def test_what_is_no_address_says_nothing_of_the_title() -> None:
    text = BODY + " The opening hours vary."
    assert find_title(reading_of(Page(text, url="http://[port/opening-hours"))) == ""


def test_the_title_is_where_the_way_to_the_page_ends() -> None:
    text = "Home / Town / Harbour / Pilots\n\nHarbour\n\nPilots\n\n" + BODY
    assert find_title(reading_of(Page(text))) == "Pilots"


# --- the page's own date -------------------------------------------------------------------------

#: `⟦D|` is short for `⟦date 2017-11-02|`.
DAYS = {"D": "2017-11-02", "E": "2017-11-01", "F": "2016-05-01"}


@pytest.mark.parametrize(
    "text",
    [
        "Pool\n\nIt is shut.\n\nLast modified on ⟦D|02/11/2017⟧\n\ntop of the page\n",
        "Pool\n\nIt is shut.\n\nDernière modification : ⟦D|02/11/2017⟧\n",
        "Pool\n\nPiscine : bains\nDernière mise à jour : Le ⟦D|2 novembre 2017⟧\n\nElle est là.\n",
        "Pool\n\nDernière mise à jour de cette page le ⟦D|02-11-2017⟧\n\nElle est fermée.\n",
        "Pool\n\nIt is shut.\n\nDate modified:\n⟦D|2017-11-02⟧\n",
        "Pool\n\nPublished on ⟦F|1 May 2016⟧, updated on ⟦D|2 November 2017⟧\n\nIt is shut.\n",
        "Piscine\n\nPublié le ⟦F|1/5/2016⟧ 09:25, Dernière modification ⟦D|02/11/2017⟧ 16:02\n",
        "Piscine\n\nPublié le ⟦F|1er mai 2016⟧ et mis à jour le ⟦D|2 novembre 2017⟧ par la ville\n",
        "Pool\n\nIt is shut.\n\nUpdated: ( ⟦D|02-11-2017⟧ - 10:02)\n",
        "Piscine\n\nFermée.\n\nMis à jour ( Mardi, ⟦D|2 novembre 2017⟧ 17:15 )\n",
        "Pool\n\nUpdated on ⟦D|2 November 2017⟧\n\nShut since ⟦date 2016-05|May 2016⟧.\n",
        "Piscine\n\nMis à jour le ⟦D|2 novembre 2017⟧ à 14h30\n\nFermée.\n",
        "Piscine\n\nPublié le ⟦F|1er mai 2016⟧ - Modifié le ⟦D|2 novembre 2017⟧\n",
        "Piscine\n\nPosté le : ⟦D|02/11/2017⟧\n\nElle ferme le ⟦date --11-03|3 novembre⟧.\n",
        "Piscine\n\nVérifié le ⟦D|02/11/2017⟧ - Direction des sports\n\nFermée.\n",
        "Zwembad\n\nGesloten.\n\nGepubliceerd op ⟦D|02/11/2017⟧\n",
        "Pool\n\n⟦D|2 November 2017⟧\n\nIt is shut since ⟦date 2016|2016⟧.\n",
        "⟦D|Thursday 2 November 2017⟧\nPool\n\nIt is shut for the whole of the winter.\n",
        "Pool\n\nIt is shut for the whole of the winter.\n\n⟦D|2 November 2017⟧\n",
        "News\n⟦D|November 02, 2017⟧ 09:00 ET\n\nPool\n\nIt is shut for the whole of winter.\n",
        "A ⟦E|1 November 2017⟧ 09:25:00 AST B ⟦D|2 November 2017⟧ 08:00:00 AST\n",
        "A ⟦E|20171101⟧09:25:00 B ⟦D|20171102⟧08:00:00 C\n",
    ],
)
def test_modified(text: str) -> None:
    found = modified(text)
    assert found is not None
    assert found.value == DAYS["D"]


@pytest.mark.parametrize(
    "text",
    [
        "Pool\n\nIt was last modified on ⟦D|2 November 2017⟧ by the new owner.\n",
        "Pool\n\nA coin. Issued on ⟦D|2 November 2017⟧, this coin shows the pool and its lamps.\n",
        "Pool\n\nThe rules were updated on ⟦D|2 November 2017⟧ and apply at once.\n",
        "Pool of ⟦D|2 November 2017⟧\n\nIt is shut.\n",
        "News\n\nPool\n⟦D|02/11/2017⟧\nIt is shut.\n\nRink\n⟦E|01/11/2017⟧\nOpen.\n",
        "A\n\nB\nPublished on ⟦D|2/11/2017⟧\nShut.\n\nC\nPublished on ⟦E|1/11/2017⟧\nOpen.\n",
        "Pool\n\nUPDATE (⟦date 2017-11-02|2 November 2017⟧):\n\nIt is shut until May.\n",
        "Pool\n\nIt is shut.\n\nUpdated ⟦date 2017|2017⟧\n",
        "Pool\n\nFrom ⟦date 2017-11-02/2017-11-05|2 to 5 November 2017⟧ it is shut.\n",
        "Pool\n⟦D|2/11/2017⟧ 18:13 to 20:00\n\nIt is shut.\n",
    ],
)
def test_no_modified(text: str) -> None:
    assert modified(text) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>By A. | <time class='entry-date published'>4 March 2021</time></p>", "2021-03-04"),
        (
            "<p><time class=published>4 March 2021</time> <time class=updated>6 April 2021</time>",
            "2021-04-06",
        ),
        ("<p>Press releases LIBE <time>15-01-2019</time> - 12:41</p>", "2019-01-15"),
        ("<p>Open from <time>4 March 2021</time> to <time>6 May 2021</time></p>", None),
        ("<p>" + BODY + "</p><p>It meets on <time>4 March 2021</time>, and then rests.</p>", None),
        ("<p>Press releases 15-01-2019 - 12:41</p>", None),
    ],
)
def test_a_time_that_is_the_page_s_own(body: str, expected: str | None) -> None:
    page = read_html(f"<main><h1>Pool</h1>{body}<p>{BODY}</p></main>".encode())
    document = read(page, sources.packaged().sites["any"])
    assert (document.modified.value if document.modified else None) == expected


def test_the_day_under_the_title_goes_before_the_month_at_the_end() -> None:
    found = modified(
        "Pool\n⟦date 2017-11-02|2017-11-02⟧ 18:13\n\nIt is shut.\n\n⟦date 2017-11|November 2017⟧\n"
    )
    assert found is not None
    assert found.value == "2017-11-02"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("⟦date 2016-02-19|19/02/2016⟧ | Département des travaux", "2016-02-19"),
        ("⟦date 2016-02-19|February 19, 2016⟧ - News Release", "2016-02-19"),
        ("⟦date 2016-02-19|19/02/2016⟧ - the pool is shut", ""),
        ("⟦date 2016-02|February 2016⟧ | Department of works", ""),
        (
            "Media release\n\n⟦date 2016-02-19|19 February 2016⟧     Bern     Parks Board",
            "2016-02-19",
        ),
        ("Le ⟦date 2016-02-19|19 février 2016⟧ Alma (Nouveau) Agence du Parc", "2016-02-19"),
        ("⟦date 2016-02-19|19 February 2016⟧ Bern and its pool are shut", ""),
        ("Bern, ⟦date 2016-02-19|19 February 2016⟧", ""),
        ("Fact sheet\n\nBern, ⟦date 2016-02-19|19 February 2016⟧", "2016-02-19"),
        (
            "Pool Board - Fact Sheet\n\nBern, Friday ⟦date 2016-02-19|19 February 2016⟧.",
            "2016-02-19",
        ),
        ("Bern, Press release, ⟦date 2016-02-19|19.02.2016⟧", "2016-02-19"),
        ("Berne, Communiqué de presse, ⟦date 2016-02-19|19.02.2016⟧", "2016-02-19"),
        ("BOARD\tBern, le ⟦date 2016-02-19|19 février 2016⟧\n\nCommuniqué de presse", "2016-02-19"),
        ("Fact sheet\n\nBern, ⟦date 2016-02-19|19 February 2016⟧ - The pool is shut.", ""),
    ],
)
def test_the_day_of_a_release_stands_before_its_issuer(line: str, value: str) -> None:
    found = modified(f"The pool is shut\n\n{line}\n\nIt opens in spring.\n\nBring a towel.\n")
    assert (found.value if found else "") == value


@pytest.mark.parametrize("label", ["Released:", "Diffusion :", "Date de diffusion :"])
def test_a_release_says_its_day(label: str) -> None:
    found = modified(f"Pay in May\n\n{label} ⟦date 2016-06-19|2016-06-19⟧\n\nIt rose.\n")
    assert found is not None


def modified(text: str) -> Mention | None:
    for letter, value in DAYS.items():
        text = text.replace(f"⟦{letter}|", f"⟦date {value}|")
    plain, marks = notation.parse(text)
    mentions = [Mention(m.start, m.end, "date", m.value, "given") for m in marks]
    return find_modified(reading_of(Page(plain)), mentions)


# --- anything ------------------------------------------------------------------------------------

LINE = st.sampled_from(
    ["", " ", "Pool", "1.", "1. Fees", "- item", BODY, "a", "É", "Fees:", "…", "JPEG", "}}", "x\ty"]
)


@given(st.one_of(st.text(), st.lists(LINE, max_size=12).map("\n".join)))
def test_any_text_is_cut_into_sections_that_follow_each_other(text: str) -> None:
    reading = reading_of(Page(text))
    sections = reading.sections
    assert sections == split_sections(reading)
    for section in sections:
        assert section.start < section.end
        assert_heading(reading, section)
    for section, following in pairwise(sections):
        assert section.end == following.start
    assert not sections or sections[-1].end == len(text)


def assert_heading(reading: Reading, section: Section) -> None:
    if section.heading is None:
        assert section.level == 0
        return
    assert section.holds(section.heading)
    assert section.heading.start == section.start
    shown = section.heading.of(reading.text)
    assert shown == shown.strip() != ""
    assert len(section.title) == len(fold_spaces(shown))


def test_surroundings_weigh_no_more_than_their_bound() -> None:
    for last in ("before-text", "over-dated-text"):
        assert sum(EVIDENCE[f] for f in ("alone", "wide-gap", last)) <= MOST_OF_PLACE


@pytest.mark.parametrize("line", ["Pool\n", "Pool\n\n", "Contents\n\n", "1. Pool\n", "Pool:\n\n"])
def test_time_grows_with_the_number_of_lines_and_no_faster(line: str) -> None:
    page = Page(line * 4000, language="en")
    sections = split_sections(reading_of(Page(line, language="en")))
    assert len(sections) <= 1
    assert len(split_sections(replace(reading_of(page), sections=()))) <= 4000
