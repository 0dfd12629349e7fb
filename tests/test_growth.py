"""Time grows with the page and with nothing else, whatever the page is made of.

`GROWTH=300000` takes longer pages (`make growth`): what grows too fast may be slow only there.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from pipeline import sources
from pipeline.errors import PageError
from pipeline.model import Page
from pipeline.read import MOST_CHARACTERS, MOST_LINES, read
from tests.timing import seconds
from tests.whole import load, published

SIZE = int(os.environ.get("GROWTH", "12000"))
FACTS = (
    "<h2>Contact {0}</h2><p>Tel.: 613 562-{0:04}, 42 Sussex Drive, Ottawa, Ontario, K1M 2C9</p>"
    "<p>On 2 November 2017, {0} embassies wrote to a{0}@example.org.</p>"
)
CELLS = "<tr><td>Office {0}</td><td>613 562-{0:04}</td></tr>"
#: What is opened at both ends of a page: each level holds the next one.
NESTED = {
    "div": ("<div>", "</div>"),
    "div with text": ("<div>a ", "</div>"),
    "span": ("<span>a ", "</span>"),
    "table": ("<table><tr><td>a ", "</td></tr></table>"),
    "list": ("<ul><li>a ", "</li></ul>"),
    "menu": ('<div class="menu nav"><a href="/x">a</a>', "</div>"),
    "paragraph": ("<p>word ", ""),
    "bold": ("<b>word ", ""),
}
#: What a page is made of, again and again; `{0}` is the number of the time.
HTML = {
    "facts": FACTS,
    "headings": "<h2>Contact {0}</h2>",
    "headings with text": "<h3>Title {0}</h3><p>text {0}</p>",
    "links": '<p><a href="/a/{0}">word {0}</a></p>',
    "menu": '<nav><ul><li><a href="/">Home</a></li></ul></nav>',
    "tags": "<i></i>",
    "breaks": "<br>",
    "images": '<img alt="x">',
    "blocks": "<div>one two</div>",
    "rows": CELLS,
    "headed rows": "<tr><th>a</th><td>{0}</td></tr>",
    "spanning rows": "<tr><td rowspan=999>a</td><td>1</td></tr>",
    "cells": "<td>a</td>",
    "terms": "<dt>Tel</dt><dd>613 562-3788</dd>",
    "kept space": "<pre>a b\n</pre>",
    "entities": "&eacute;&nbsp;&amp;",
    "broken entities": "&amp;nbsp;",
    "less than": "< ",
    "head": '<meta name="a" content="b"><link rel="alternate" hreflang="fr" href="/fr">',
}
TEXT = {
    "digits": "1",
    "digits and spaces": "1 ",
    "digits and slashes": "1/",
    "digits and dashes": "1-",
    "numbers": "613 562-3788 ",
    "at": "@",
    "words at": "a@",
    "hidden at": "a [at] b [dot] ",
    "brackets": "[",
    "braces": "{{",
    "words in brackets": "(a",
    "tabs": "a\t",
    "short lines": "ab\n",
    "blank lines": "a\n\n",
    "lines of signs": "=\n",
    "sections": "\nContact {0}\n\nThe office is open.\n",
    "capitals": "CONTACT US\n\n",
    "lines": "line {0} of words\n",
    "one line": "one line of words without an end ",
    "one word": "a",
    "number words": "one hundred and twenty two thousand ",
    "French number words": "quatre-vingt-dix-neuf mille ",
    "two": "two ",
    "dates in a line": "02/11/2017 ",
    "dates and bars": "02/11/2017 | ",
    "months": "May ",
    "postcodes": "75012 PARIS ",
    "streets": "12 rue ",
    "labels": "Tel. : ",
    "labelled numbers": "Tel. : 613 562-3788\n",
    "icons": "JPEG x\n",
    "items": "  • item\n",
    "pages": "1 | 2 | ",
    "rows": "name\t613 562-3788\t12 May 2019\n",
    "one row": "name\t613 562-3788\t",
    "two languages": "The office is open today.\nLe bureau est ouvert.\n",
    "no width": "a\u200b",
    "accents": "e\u0301",
}
#: One long thing, and what is slow where somebody goes through it again for each of the others.
BEHIND = {
    "spaces": ("a", " ", "b", " "),
    "line ends": ("a", "\n", "b", "\n"),
    "a foreign number": ("Tel +33 1 43 17 53 53", " ", "", "1 "),
    "dashes": ("", "-", "", "1 "),
    "a long line": ("", "x", "\n", "12 "),
    "a row of titles": ("", "Tel\t", "\n", "12\t"),
    "a date": ("02/11/2017", " ", ".", " x"),
}


def times(piece: str, size: int) -> str:
    count = size // len(piece) + 1
    return "".join(map(piece.format, range(count))) if "{0" in piece else piece * count


def html(inner: str) -> bytes:
    return f"<html><body><h1>Title</h1>{inner}</body></html>".encode()


def whole(raw: bytes) -> None:
    """Everything that `extract` does with a page."""
    media_type = "text/html" if raw.startswith(b"<html") else "text/plain"
    published(load(raw, media_type), with_text=True).model_dump_json()


def insist_linear(page: Callable[[int], bytes]) -> None:
    """Four times the page may take four times as long; the rest is for a noisy machine."""
    short, long = page(SIZE), page(4 * SIZE)
    took = max(seconds(lambda: whole(short), times=3), 0.005)
    times_longer = len(long) / len(short)
    assert seconds(lambda: whole(long), times=2) < times_longer * 1.75 * took


@pytest.mark.parametrize("opened", NESTED.values(), ids=NESTED)
def test_nested(opened: tuple[str, str]) -> None:
    first, last = opened

    def page(size: int) -> bytes:
        count = size // len(first + last)
        return html(first * count + "<p>Tel.: 613 562-3788</p>" + last * count)

    insist_linear(page)


@pytest.mark.parametrize("piece", HTML.values(), ids=HTML)
def test_html(piece: str) -> None:
    around = ("<table>", "</table>") if piece.startswith(("<tr", "<td")) else ("", "")
    insist_linear(lambda size: html(times(piece, size).join(around)))


@pytest.mark.parametrize("piece", TEXT.values(), ids=TEXT)
def test_text(piece: str) -> None:
    insist_linear(lambda size: times(piece, size).encode())


@pytest.mark.parametrize("parts", BEHIND.values(), ids=BEHIND)
def test_many_behind_one(parts: tuple[str, str, str, str]) -> None:
    first, long, between, last = parts

    def page(size: int) -> bytes:
        return (first + times(long, size) + between + times(last, size)).encode()

    insist_linear(page)


def test_a_hundred_thousand_levels() -> None:
    """As deep as no recursion goes."""
    whole(html("<div>" * 100_000 + "<p>Tel.: 613 562-3788</p>" + "</div>" * 100_000))


@pytest.mark.parametrize("text", ["x" * (MOST_CHARACTERS + 1), "x\n" * MOST_LINES])
def test_a_page_over_the_budget_fails_by_name(text: str) -> None:
    with pytest.raises(PageError, match="6,000,000 characters or 200,000 lines") as failed:
        read(Page(text), sources.packaged().sites["any"])
    assert failed.value.code == "too-long"
