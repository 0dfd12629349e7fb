"""What speaks for a fact: words, places, conventions, other facts, the page read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.review.explain.fact import explain_fact
from pipeline.store.snapshots import digest
from tests.explain.conftest import ICONS, fact, publish, published, row
from tests.test_agreement import declare, keep

DATES = {
    "weekday": ("Notice\n\nClosed on Monday 02/09/2019.\n", "Monday"),
    "neighbour": ("Notice\n\nOpen from 23/08/2019.\n\nClosed on 02/09/2019.\n", "23/08/2019 (3)"),
    "country": ("Notice\n\nThe office is closed on 02/09/2019 and the day after.\n", "NZ"),
}


def evidence(root: Path, wanted: str) -> str:
    return row(root, wanted, "evidence")


# --- Words and places ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Fax: 613 562-3785", "the label 'Fax' before it, line 3"),
        ("613-562-3785 (fax)", "the label 'fax' after it, line 3"),
        ("Fax:\n613 562-3785", "the label 'Fax' before it, line 3"),
    ],
)
def test_a_label_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    root = published(tmp_path, f"Office\n\n{line}\n\nIt is open on all working days of the year.\n")
    assert evidence(root, "#fax").startswith(said)


def test_the_title_of_a_column_is_told_with_its_line(tmp_path: Path) -> None:
    table = "Town\tTelephone\tFax\nOttawa\t613 562-3788\t613 562-3785\nHull\t613 562-3700\t\n"
    root = published(tmp_path, f"Offices\n\n{table}")
    assert evidence(root, "#fax").startswith("the label 'Fax' before it, line 3")
    assert evidence(root, "#phone:+16135623700").startswith(
        "the label 'Telephone' before it, line 3"
    )


def test_the_icon_block_is_told_line_by_line_with_the_sites_convention(tmp_path: Path) -> None:
    said = evidence(published(tmp_path, ICONS), "#fax")
    assert "inferred: only its place says that it is a fax" in said
    assert "lines 3 to 6 open with an image (JPEG): address, phone, fax, email" in said
    assert "the convention of sites/ambafrance.toml: icon_numbers = phone, fax" in said


def test_a_number_with_the_head_of_another_names_it(tmp_path: Path) -> None:
    root = published(tmp_path, "Office\n\nTel: 305 403 4150 / 4152\n", country="US")
    said = evidence(root, "#phone:+13054034152")
    assert "the number before it, '305 403 4150' in line 3, has the head of both" in said


def test_a_link_and_an_icon_of_html_are_found_in_the_page_read_anew(tmp_path: Path) -> None:
    icons = "".join(
        f"<img alt='{alt}'> {said}<br>"
        for alt, said in (
            ("Place", "42 Sussex Drive, Ottawa, Ontario, K1M 2C9"),
            ("Phone", "613 562-3788"),
            ("Fax", "613 562-3785"),
        )
    )
    link = "<a href='tel:+16135623700'>613 562-3700</a>"
    html = f"<html lang='en'><body><h1>Office</h1><p>{icons}</p><p>Ottawa: {link}</p></body></html>"
    keep(tmp_path, "office", "page", "en", html)
    raw = tmp_path / "raw" / "office" / "page.en.txt"
    raw.rename(raw.with_suffix(".html"))
    said = raw.with_suffix(".toml")
    said.write_text(said.read_text().replace("text/plain", "text/html"))
    declare(tmp_path, "office", "CA", "page")
    publish(tmp_path)
    assert "the icon that opens line 5 is called 'Fax'" in evidence(tmp_path, "#fax")
    assert "a link that dials tel:+16135623700" in evidence(tmp_path, "#phone:+16135623700")
    assert "bytes" in row(tmp_path, "#fax", "place")


def test_a_number_that_no_plan_knows_says_so(tmp_path: Path) -> None:
    root = published(tmp_path, "Office\n\nTel.: 613 162-37889\n")
    assert "no numbering plan knows it" in evidence(root, "#phone")


# --- Dates -----------------------------------------------------------------


@pytest.mark.parametrize("by", sorted(DATES))
def test_what_chose_the_day_is_shown(tmp_path: Path, by: str) -> None:
    text, shown = DATES[by]
    keep(tmp_path, "office", "page", "en", text)
    declare(tmp_path, "office", "NZ", "page")
    file = tmp_path / "sources" / "office.toml"
    file.write_text(file.read_text().replace('"ambafrance"', '"any"'))
    publish(tmp_path)
    name = fact(tmp_path, "#date:2019-09-02")
    told = explain_fact(tmp_path, name)
    assert told.case.fact.resolved_by == by
    assert shown in evidence(tmp_path, "#date:2019-09-02")
    assert row(tmp_path, "#date:2019-09-02", "or else").startswith("2019-02-09: ")


@pytest.mark.parametrize(
    ("sentence", "wanted", "said"),
    [
        ("It has been open since 2013 to all.", "#date:2013", "'has been open since … to all.'"),
        ("Call 112 in an emergency.", "#phone:112", "'Call … in an emergency.'"),
    ],
)
def test_what_only_words_around_make_a_fact_shows_them(
    tmp_path: Path, sentence: str, wanted: str, said: str
) -> None:
    root = published(tmp_path, f"Office\n\n{sentence}\n")
    assert f"the words around it: {said}" in evidence(root, wanted)


@pytest.mark.parametrize("wanted", ["#date:2016-06-03", "#date:2016-06-17"])
def test_a_date_that_shares_its_month_names_the_date_beside_it(tmp_path: Path, wanted: str) -> None:
    root = published(tmp_path, "Notice\n\nClosed on the 3rd and 17th June 2016.\n")
    shares = "it shares month or year with the date beside it, '17th June 2016'"
    assert (shares in evidence(root, wanted)) == (wanted == "#date:2016-06-03")


def test_the_convention_of_the_site_is_shown(homeland: Path) -> None:
    assert "date_order = dmy" in evidence(homeland, "#date:2017-11-02")
    assert row(homeland, "#date:2017-11-02", "or else") == (
        "2017-02-11: pages of this site write the day first, whatever their language"
    )


def test_the_page_s_own_date_says_that_it_is_one(homeland: Path) -> None:
    assert "the page's own date of modification" in evidence(homeland, "#date:2017-11-02")
    assert "modification" not in evidence(homeland, "#date:2001-07-01")


# --- Read anew -----------------------------------------------------------------------------------


def test_the_present_rules_read_the_same(homeland: Path) -> None:
    assert "the present rules read the same in raw/" in row(homeland, "#fax", "read anew")


def test_other_rules_by_now_are_told(tmp_path: Path) -> None:
    root = published(tmp_path, ICONS)
    packaged = Path(__file__).parents[2] / "pipeline" / "sites" / "ambafrance.toml"
    (root / "sites").mkdir()
    other = packaged.read_text().replace('["phone", "fax"]', '["fax", "phone"]')
    (root / "sites" / "ambafrance.toml").write_text(other)
    said = row(root, "#fax", "read anew")
    assert said == "the present rules read it otherwise: phone +16135623785 (icon-block)"


def test_other_bytes_by_now_are_told_and_no_byte_is_claimed(tmp_path: Path) -> None:
    root = published(tmp_path, ICONS)
    raw = root / "raw" / "office" / "page.en.txt"
    raw.write_text(ICONS.replace("3785", "3786"))
    assert digest(raw.read_bytes())
    assert "holds other bytes by now than were published" in row(root, "#fax", "read anew")
    assert "not the bytes that office/page.en was made from" in row(root, "#fax", "place")


def test_bytes_that_are_gone_are_told(tmp_path: Path) -> None:
    root = published(tmp_path, ICONS)
    (root / "raw" / "office" / "page.en.txt").unlink()
    assert "the kept bytes cannot be read" in row(root, "#fax", "read anew")
    assert "the label" not in evidence(root, "#fax")
    assert "inferred" in evidence(root, "#fax")


# --- Around it -----------------------------------------------------------------------------------


def test_artifacts_and_folded_signs_are_named_with_their_rules(office: Path) -> None:
    said = row(office, "visit.en#count:12000", "around it")
    assert r"invisible-character '\u202e \u202c \x1b \x07', line 6: characters that nobody" in said
    assert "2 odd spaces (U+00A0, U+202F) folded to plain ones" in said
    assert "2 typographic dashes (U+2014) folded to plain ones" in said
    assert "2 typographic quotation marks (U+201C, U+201D) folded to plain ones" in said


def test_an_image_s_alternative_text_is_no_word_of_the_link(tmp_path: Path) -> None:
    root = published(tmp_path, ICONS.replace("1 613 562 3785", "1 613-562-3788 (fax)"))
    told = explain_fact(root, fact(root, "#fax:+16135623788"))
    assert told.place.link.endswith("#:~:text=1%20613%2D562%2D3788,-%28fax%29")
