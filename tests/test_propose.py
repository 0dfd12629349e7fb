"""A source's TOML, proposed from a page: it loads, it is what the page gives, it hides no hole."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.errors import PageError, SourceError
from pipeline.fetch.answer import Answer
from pipeline.fetch.propose import HOLE, propose
from pipeline.findings.page import unexpected
from pipeline.ingest.html import read_html
from pipeline.read import read
from tests.conftest import CHECKOUT

GOLD = sorted((CHECKOUT / "tests" / "html").glob("*.html"))
CATALOGUE = sources.packaged()
TODAY = "2026-11-27"
PROSE = """<h1>Contact</h1><p>The section is open from Monday to Friday between nine and noon, and
the reading room on Thursday afternoons; visitors are asked to ring at the gate.</p>"""


def answered(url: str, body: str | bytes) -> Answer:
    raw = body.encode("utf-8", "replace") if isinstance(body, str) else body
    return Answer(url, url, "", 200, {"content-type": "text/html"}, raw)


def proposed(url: str, body: str | bytes, name: str = "") -> str:
    return propose(answered(url, body), CATALOGUE, name=name, today=TODAY)


def table(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def loaded(root: Path, text: str) -> sources.Source:
    name = table(text)["name"]
    (root / "sources").mkdir(exist_ok=True)
    (root / "sources" / f"{name}.toml").write_text(text, encoding="utf-8")
    return sources.load(root).sources[name]


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_a_gold_page_gives_a_source_that_loads_and_that_the_page_fulfils(
    file: Path, tmp_path: Path
) -> None:
    said = json.loads(file.with_suffix(".expect.json").read_text(encoding="utf-8"))
    text = proposed(said["url"], file.read_bytes())
    assert HOLE not in text
    source = loaded(tmp_path, text)
    assert source.country == said["country"]
    assert source.languages[0] == said["language"]
    (page,) = source.pages
    assert page.urls == {said["language"]: said["url"], **said["alternates"]}
    site = sources.load(tmp_path).sites[source.site]
    read_page = read_html(
        file.read_bytes(),
        url=said["url"],
        country=source.country,
        languages=source.languages,
    )
    document = read(read_page, site)
    assert not unexpected(document, page.expect)
    assert set(page.expect) == {mention.kind for mention in document.mentions}


@pytest.mark.parametrize(
    ("url", "name", "country"),
    [
        ("https://ma.ambafrance.org/a", "ma-ambafrance", "MA"),
        ("https://uk.ambafrance.org/a", "uk-ambafrance", "GB"),
        ("http://www.ambafrance-ke.org/a", "ke-ambafrance", "KE"),
        ("https://fr.ambafrance-us.org/a", "us-ambafrance", "US"),
        ("https://toronto.consulfrance.org/a", "toronto-consulfrance", HOLE),
        ("https://www.publicsafety.gc.ca/a", "publicsafety-gc-ca", "CA"),
        ("https://www.gov.uk/a", "gov-uk", "GB"),
        ("https://it.usembassy.gov/a", "it-usembassy-gov", "US"),
        ("https://franceintheus.org/a", "franceintheus-org", HOLE),
        ("https://x.tv/a", "x-tv", HOLE),
        ("http://127.0.0.1:8080/a", "127-0-0-1", HOLE),
    ],
)
def test_name_and_country_of_a_host(url: str, name: str, country: str) -> None:
    text = proposed(url, PROSE)
    assert (table(text)["name"], table(text)["country"]) == (name, country)


@pytest.mark.parametrize(
    ("facts", "country"),
    [
        ("<p>12 rue de la Paix, 75002 Paris, France</p>", "FR"),
        ("<p>Tel: +221 33 839 51 00</p>", "SN"),
        ("<p>Tel: +221 33 839 51 00 or +33 1 43 17 53 53</p>", HOLE),
        ("<p>Tel: 613 789 1795</p>", HOLE),
        (
            "<p>42 Sussex Drive, Ottawa, Ontario, K1M 2C9, Canada</p><p>Tel: +33 1 43 17 53 53</p>",
            "CA",
        ),
    ],
)
def test_the_country_that_a_pages_facts_tell(facts: str, country: str) -> None:
    assert table(proposed("https://office.org/a", PROSE + facts))["country"] == country


def test_a_hole_is_told_and_does_not_load(tmp_path: Path) -> None:
    text = proposed("https://office.org/a", PROSE)
    assert "FILL IN" in text
    with pytest.raises(SourceError, match="country"):
        loaded(tmp_path, text)


def test_a_language_that_nobody_can_tell_is_a_hole(tmp_path: Path) -> None:
    text = proposed("https://ma.ambafrance.org/a", "<p>+212 5 37 68 97 42</p>")
    assert table(text)["languages"] == [HOLE]
    assert "FILL IN the page's language" in text
    with pytest.raises(SourceError, match="languages"):
        loaded(tmp_path, text)


def test_how_much_is_expected() -> None:
    phones = "".join(f"<p>Tel: 613 562 37{n}</p>" for n in range(80, 90))
    text = proposed("https://ca.ambafrance.org/a", PROSE + phones + "<p>Updated on 2/11/2017</p>")
    (page,) = table(text)["pages"]
    assert page["expect"]["phone"] == {"min": 7, "max": 12}
    assert page["expect"]["date"] == {"min": 1}
    assert "fax" not in page["expect"]
    assert "10 found: +16135623780; " in text
    assert "none is expected: fax, email" in text


def test_a_name_that_is_given_and_one_that_is_there() -> None:
    assert table(proposed("https://ca.ambafrance.org/a", PROSE, "my-office"))["name"] == "my-office"
    assert "is there already" in proposed("https://ca.ambafrance.org/a", PROSE)
    with pytest.raises(SourceError, match="no name"):
        proposed("https://ca.ambafrance.org/a", PROSE, "My Office")


def test_nothing_is_proposed_from_what_is_no_page() -> None:
    with pytest.raises(PageError, match="Cloudflare"):
        proposed(
            "https://ca.ambafrance.org/a",
            "<title>Just a moment...</title><script>window._cf_chl_opt={};</script>",
        )
    with pytest.raises(PageError, match="a PDF"):
        proposed("https://ca.ambafrance.org/a", b"%PDF-1.4")


def test_a_link_that_is_no_address_is_left_out() -> None:
    head = "<link rel=alternate hreflang=fr href='mailto:a@b.org'>"
    text = proposed("https://ca.ambafrance.org/a", f"<html lang=en><head>{head}</head>{PROSE}")
    assert table(text)["languages"] == ["en"]


SHOWN = st.characters(exclude_categories=("Cc", "Cs"))
ODD = ["\x1f", "\x7f", "\u0085", "\u2028", '"', "\\", "'" * 3, "#", "\ud800"]


def in_words_of_the_page(title: str, word: str) -> dict[str, Any]:
    escaped = title.replace("<", "&lt;")
    body = f"<html lang=en><title>{escaped}</title><h1>{word}</h1>{PROSE}<p>a{word}b@x.org</p>"
    return table(proposed("https://ca.ambafrance.org/a", body))


@given(st.text(SHOWN, max_size=60), st.text(SHOWN, max_size=30))
def test_whatever_a_page_says_the_file_is_toml(title: str, word: str) -> None:
    assert in_words_of_the_page(title, word)["pages"][0]["id"] == "a"


@pytest.mark.parametrize("char", ODD)
def test_no_character_breaks_the_file(char: str) -> None:
    assert in_words_of_the_page(f"Office {char} of France", f"a{char}b")["country"] == "CA"
