"""What lists of pages name: those on their own host, each once; a broken link stops nothing."""

from __future__ import annotations

import contextlib

import pytest

from pipeline.errors import PageError
from pipeline.fetch import lists
from pipeline.fetch.answer import Answer
from pipeline.sources import Crawl

START = "https://www.office.example/news"
LINKS = (
    "https://office.example/news/1#top",
    "https://www.office.example/news/1",
    "https://office.example/news/2",
    "https://office.example/contact",
    "https://elsewhere.example/news/3",
    "http://[office.example/news/4#x",
    "https://office.example:port/news/5",
)
SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>"
FEED = "<feed>%s</feed>"
MADE = {
    "list": "".join(f"<a href='{url}'>a</a>" for url in LINKS),
    "sitemap": SITEMAP % "".join(f"<url><loc>{url}</loc></url>" for url in LINKS),
    "feed": FEED % "".join(f"<entry><link href='{url}'/></entry>" for url in LINKS),
}


@pytest.mark.parametrize("via", MADE)
def test_the_pages_that_a_list_names(via: str) -> None:
    crawl = Crawl.model_validate({"start": START, "language": "en", "via": via, "follow": "/news/"})
    answer = Answer(START, START, "", 200, {"content-type": "text/html"}, MADE[via].encode())
    named = lists.read(answer, crawl)
    assert named.pages == (
        "https://office.example/news/1",
        "https://www.office.example/news/1",
        "https://office.example/news/2",
    )
    assert not named.lists


@pytest.mark.parametrize("via", MADE)
@pytest.mark.parametrize("body", [b"", b"\x1f\x8bxx", b"\xff\xfe<", b"\0" * 99])
def test_what_is_no_list_is_a_page_error_or_names_nothing(via: str, body: bytes) -> None:
    crawl = Crawl.model_validate({"start": START, "language": "en", "via": via, "follow": "."})
    with contextlib.suppress(PageError):
        assert not lists.read(Answer(START, START, "", 200, {}, body), crawl).pages


def test_a_list_that_does_not_answer() -> None:
    crawl = Crawl(start=START, language="en", follow=".")
    with pytest.raises(PageError, match="HTTP 404"):
        lists.read(Answer(START, START, "", 404), crawl)
    with pytest.raises(PageError, match="no such host"):
        lists.read(Answer(START, START, "", error="no such host"), crawl)


@pytest.mark.parametrize("charset", ["utf8mb4", "'utf-8'", "none"])
def test_a_list_in_a_charset_that_nobody_knows(charset: str) -> None:
    said = {"content-type": f"text/html; charset={charset}"}
    crawl = Crawl(start=START, language="en", follow="/news/")
    answer = Answer(START, START, "", 200, said, "<a href='/news/été'>é</a>".encode())
    assert lists.read(answer, crawl).pages == ("https://www.office.example/news/%C3%A9t%C3%A9",)


def test_the_further_pages_of_a_list() -> None:
    body = (
        b"<a href='?debut_articles=10'>2</a><a href='/news/1'>1</a><a href='http://[x?page=2'>3</a>"
    )
    crawl = Crawl(start=START, language="en", follow="/news/")
    named = lists.read(Answer(START, START, "", 200, {}, body), crawl)
    assert named == lists.Named((f"{START}/1",), (f"{START}?debut_articles=10",))
