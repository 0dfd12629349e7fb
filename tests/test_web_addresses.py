"""Addresses: which are one page's, which is a first page, what they name, where they are from."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.addresses import (
    country_of,
    host,
    is_entry,
    key,
    name_office,
    name_pages,
    name_source,
    page_names,
    same,
    same_path,
    slug,
)
from pipeline.sources import PageSource

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PAGE = "https://ca.ambafrance.org/Office-of-Homeland-Security-attache"
SEGMENT = st.text(st.sampled_from("abcXYZ019-_.~,%éÉœ中 +'()"), min_size=1, max_size=20)
URLS = st.builds(
    lambda scheme, name, path, query: f"{scheme}://{name}/{'/'.join(path)}{query}",
    st.sampled_from(["http", "https"]),
    st.sampled_from(["x.org", "www.x.org", "ma.ambafrance.org", "X.ORG:8080"]),
    st.lists(SEGMENT, max_size=4),
    st.sampled_from(["", "?lang=fr", "?article12", "?a=1&b=2", "?page=article&id_article=4"]),
)


@pytest.mark.parametrize(
    "other",
    [
        "http://ca.ambafrance.org/Office-of-Homeland-Security-attache",
        "https://www.ca.ambafrance.org/Office-of-Homeland-Security-attache",
        "https://CA.AmbaFrance.org:443/Office-of-Homeland-Security-attache/",
        "http://ca.ambafrance.org:80/Office-of-Homeland-Security-attache#contact",
        "https://ca.ambafrance.org/Office%2Dof-Homeland-Security-%61ttache",
        " https://ca.ambafrance.org./Office-of-Homeland-Security-attache? ",
    ],
)
def test_the_same_page(other: str) -> None:
    assert same(PAGE, other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PAGE, PAGE + "-2"),
        (PAGE, PAGE.lower()),
        (PAGE, PAGE + "?lang=fr"),
        (PAGE, PAGE.replace("ca.", "us.")),
        ("https://x.org:8080/a", "https://x.org/a"),
        ("https://x.org/a%2Fb", "https://x.org/a/b"),
        ("https://x.org/?a", "https://x.org/a"),
        ("", "https://x.org/"),
    ],
)
def test_another_page(first: str, second: str) -> None:
    assert not same(first, second)


def test_one_character_escaped_or_not() -> None:
    assert same("https://x.org/communiqu%c3%a9s", "https://x.org/communiqués")
    assert same("https://x.org/a%2fb", "https://x.org/a%2Fb")


def test_a_host_by_another_name() -> None:
    assert same_path("http://www.ambafrance-ca.org/Office/", "https://ca.ambafrance.org/Office")
    assert not same_path("https://x.org/Office", "https://x.org/Bureau")


@pytest.mark.parametrize(
    "url",
    [
        "https://x.org",
        "https://x.org/",
        "https://x.org/#top",
        "https://x.org/en",
        "https://x.org/FR/",
        "https://x.org/fr-CA/",
        "https://x.org/-Francais-",
        "https://x.org/-Fran%C3%A7ais-",
        "https://x.org/-中文-",
        "https://x.org/index.html",
        "https://x.org/fr/accueil",
        "https://x.org/en/index.php",
        "https://x.org/en.html",
        "https://x.org/spip.php",
        "https://x.org/spip.php?page=sommaire&lang=fr",
        "https://x.org/?lang=en",
    ],
)
def test_a_first_page(url: str) -> None:
    assert is_entry(url)
    assert slug(url) == "home"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (PAGE, "office-of-homeland-security-attache"),
        ("https://x.org/spip.php?article3185", "article3185"),
        ("https://x.org/spip.php?page=article&id_article=4231", "article4231"),
        ("https://x.org/spip.php?rubrique167&lang=fr", "rubrique167"),
        ("https://x.org/?Consulado-de-Francia", "consulado-de-francia"),
        ("https://x.org/-Visas-", "visas"),
        ("https://x.org/-Presentation,125-", "presentation-125"),
        ("https://x.org/en/contact", "contact"),
        ("https://x.org/contact/index-en.aspx", "contact"),
        ("https://x.org/%C3%89tat-civil", "etat-civil"),
        ("https://x.org/Les-œuvres", "les-oeuvres"),
        ("https://x.org/eng/media.asp?id=4845", "media-4845"),
        ("https://x.org/france/canada_france.aspx?lang=eng", "canada-france"),
        ("https://x.org/article/14689-eng.htm", "page-14689"),
        ("https://x.org/" + "very-long-name-" * 9, "-".join(["very-long-name"] * 4)),
    ],
)
def test_the_id_of_a_page(url: str, name: str) -> None:
    assert not is_entry(url)
    assert slug(url) == name


@pytest.mark.parametrize("url", ["http://[broken", "", "no address", "https://x.org:port/a", "//"])
def test_what_is_no_address_stops_nothing(url: str) -> None:
    assert same(url, url)
    assert NAME.fullmatch(slug(url))
    assert isinstance(is_entry(url), bool)
    assert isinstance(host(url), str)


@given(URLS)
def test_an_id_always_fits(url: str) -> None:
    assert NAME.fullmatch(slug(url))
    assert len(slug(url)) <= 60


@given(st.text(max_size=60))
def test_an_id_of_anything_fits(text: str) -> None:
    assert NAME.fullmatch(slug("https://x.org/" + text))


@given(URLS, URLS)
def test_same_is_an_equivalence(first: str, second: str) -> None:
    assert same(first, first)
    assert same(first, second) == same(second, first)
    if same(first, second):
        assert same_path(first, second)


@given(URLS)
def test_what_makes_no_difference(url: str) -> None:
    scheme, _, rest = url.partition("://")
    swapped = ("http" if scheme == "https" else "https") + "://" + rest
    assert same(url, url + "#part")
    assert same(url, swapped)
    assert is_entry(url) == is_entry(url + "#part")


def test_a_key_is_the_same_for_all_ways_to_write_an_address() -> None:
    assert key(" http://WWW.x.org:80/a%2Db/?q=%c3%a9#c ") == ("x.org", "/a-b", "q=%C3%A9")
    assert key("https://x.org:8080") == ("x.org:8080", "", "")
    assert host("https://www.x.org:8080/a") == "x.org"


# --- what archives call sources and pages


@pytest.mark.parametrize(
    ("url", "country", "name"),
    [
        ("ca.ambafrance.org", "CA", "ca-ambafrance-org"),
        ("uk.ambafrance.org", "GB", "uk-ambafrance-org"),
        ("www.ambafrance-us.org", "US", "ambafrance-us-org"),
        ("fr.ambafrance-us.org", "US", "fr-ambafrance-us-org"),
        ("montreal.consulfrance.org", "", "montreal-consulfrance-org"),
        ("www.canada.ca", "CA", "canada-ca"),
        ("www.gov.uk", "GB", "gov-uk"),
        ("it.usembassy.gov", "US", "it-usembassy-gov"),
        ("www.mfa.gov.co", "CO", "mfa-gov-co"),
        ("startup.co", "", "startup-co"),
        ("europa.eu", "", "europa-eu"),
        ("gov.ac", "", "gov-ac"),
        ("münchen.de:8080", "DE", "munchen-de-8080"),
        ("localhost:8080", "", "localhost-8080"),
        ("", "", "unknown-host"),
    ],
)
def test_what_a_host_says(url: str, country: str, name: str) -> None:
    assert (country_of(url), name_source(url)) == (country, name)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("ma.ambafrance.org", "ma-ambafrance"),
        ("ambafrance-ke.org", "ke-ambafrance"),
        ("publicsafety.gc.ca", "publicsafety-gc-ca"),
    ],
)
def test_what_an_office_is_called(url: str, name: str) -> None:
    assert name_office(url) == name


@pytest.mark.parametrize(
    ("path", "name", "whole"),
    [
        ("", "home", "home"),
        ("/", "home", "home"),
        ("/fr/", "home", "fr"),
        ("/index.html", "home", "home"),
        ("/spip.php?article3185", "article3185", "article3185"),
        ("/spip.php?article3185&lang=fr", "article3185", "article3185-lang-fr"),
        ("/-Nous-contacter-", "nous-contacter", "nous-contacter"),
        ("/Sécurité_intérieure.html#x", "securite-interieure", "securite-interieure"),
        ("/S%C3%A9curit%C3%A9", "securite", "securite"),
        ("/a/b/index.php", "b", "a-b"),
        ("/a/?b=1", "a-1", "a-b-1"),
    ],
)
def test_what_a_page_is_called(path: str, name: str, whole: str) -> None:
    own, longer, longest = page_names(f"https://h.example{path}")
    assert (own, longer) == (name, whole)
    assert re.fullmatch(f"{name}-[0-9a-f]{{8}}", longest)


def test_pages_that_would_have_one_name_have_two() -> None:
    names = name_pages(["https://h/A-b", "https://h/a/b", "https://h/a_b", "https://h/ب"])
    assert names["https://h/a/b"] == ("h", "b")
    assert len(set(names.values())) == 4


def test_a_name_never_goes_from_one_page_to_another() -> None:
    lyon, paris, avignon = (f"https://h/{city}/contact" for city in ("lyon", "paris", "avignon"))
    assert name_pages([lyon]) == {lyon: ("h", "contact")}
    both = {lyon: ("h", "lyon-contact"), paris: ("h", "paris-contact")}
    assert name_pages([paris, lyon]) == both
    assert name_pages([avignon, paris, lyon]) == both | {avignon: ("h", "avignon-contact")}
    other = "https://h/lyon-contact"
    assert name_pages([lyon, paris, other])[paris] == ("h", "paris-contact")


@given(st.lists(st.text(max_size=30), max_size=8, unique=True))
def test_any_addresses_have_names_of_their_own(paths: list[str]) -> None:
    urls = {key(f"http://h/{path}"): f"http://h/{path}" for path in paths}
    names = name_pages(urls.values())
    assert len(set(names.values())) == len(urls)
    for source, page in names.values():
        PageSource(id=page, urls={})
        assert source == "h"


@given(st.lists(URLS, max_size=8, unique_by=key))
def test_names_do_not_depend_on_the_order(urls: list[str]) -> None:
    assert name_pages(urls) == name_pages(reversed(urls))


@given(st.text(max_size=40))
def test_no_address_is_too_strange(url: str) -> None:
    assert all(map(NAME.fullmatch, page_names(url)))
    assert NAME.fullmatch(name_source(key(url).host))
    assert isinstance(country_of(key(url).host), str)
