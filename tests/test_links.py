"""The links of an HTML page, as its record publishes them."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.ingest import html
from pipeline.read import read
from pipeline.records import LinkRecord, PageRecord, Provenance, record
from pipeline.records.hrefs import Hrefs
from tests.test_diff import page_of

URL = "https://example.org/en/contact"
NOWHERE = Provenance(
    url=URL, media_type="text/html", charset="utf-8", sha256="", size=0, raw="", unknown=()
)


def published(body: str, *, head: str = "") -> tuple[PageRecord, str]:
    raw = f"<html><head>{head}</head><body><main><h1>Contact</h1>{body}</main></body></html>"
    page = html.read_html(raw.encode(), url=URL, country="CA", languages=("en",))
    document = read(page, sources.packaged().sites["any"])
    return record(document, "office/contact.en", NOWHERE, with_text=False), page.text


def links(body: str, *, head: str = "") -> list[str]:
    return [link.url for link in published(body, head=head)[0].links or ()]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://example.net/a?b=c#d", "https://example.net/a?b=c#d"),
        ("visas", "https://example.org/en/visas"),
        ("/visas", "https://example.org/visas"),
        (" //example.net/x ", "https://example.net/x"),
    ],
)
def test_a_link_leads_to_an_absolute_address(href: str, url: str) -> None:
    assert links(f"<p>See the <a href='{href}'>page of visas</a> for more.</p>") == [url]


def test_addresses_are_relative_to_what_the_head_says() -> None:
    body = "<p>See the <a href='visas'>page of visas</a> for more.</p>"
    head = "<base href='https://example.net/fr/'>"
    assert links(body, head=head) == ["https://example.net/fr/visas"]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='#top'>the top</a>",
        "<a href='mailto:a@example.org'>a mailbox</a>",
        "<a href='tel:+16135623788'>a number</a>",
        "<a href='javascript:alert(1)'>a script</a>",
        "<a href='data:text/html,x'>data</a>",
        "<a href='https://[::1/x'>a broken address</a>",
        "<a name='here'>a place</a>",
        "<a href=''>nothing</a>",
        "<a href='/x'> </a>",
    ],
)
def test_what_is_no_way_on_for_a_reader_is_no_link(link: str) -> None:
    assert links(f"<p>There is {link} on this page of ours.</p>") == []


def test_a_link_has_its_characters_its_section_and_an_id_of_its_address() -> None:
    body = "<h2>Visas 🛂</h2>"
    body += "<p>See 🧑🏽‍🚒 <a href='/v'>this <b>page</b></a> or <a href='/v'>that</a>.</p>"
    page, text = published(body)
    assert page.links
    first, second = page.links
    assert text[first.start : first.end] == first.text == "this page"
    assert first.section == "office/contact.en#section:Visas"
    assert [link.id for link in (first, second)] == [
        "office/contact.en#link:https://example.org/v",
        "office/contact.en#link:https://example.org/v~2",
    ]
    assert LinkRecord.model_validate(first.model_dump()) == first


def test_a_plain_text_tells_no_links() -> None:
    assert page_of("Contact\n\nSee https://example.org\n", "office/contact.en")[0].links is None


PIECES = (
    *("http:", "https:", "HTTP:", "mailto:", "//", "/", "a", "b.c", ".", "..", "?", "#", "x=1"),
    *(";", ":", "%20", "é", "[", "]", " ", "@", "80", "&"),
)
addresses = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
BASES = (
    *("https://site.example/a/b.html", "http://h.example:80/a//b/../c;d?e#f", "//h.example/a"),
    *("", "x/y", "https:", "http://[::1/x", "file:///a/b", "https://site.example"),
)


@given(addresses, st.sampled_from(BASES) | addresses)
def test_plain_links_lead_where_any_resolver_says(href: str, base: str) -> None:
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
        there = url if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        there = ""
    within = not href.strip() or href.strip().startswith("#")
    assert Hrefs(base).leads_to(href) == ("" if within else there)
