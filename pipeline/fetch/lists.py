"""What a list of pages names: a rubric with its pagination, a sitemap, a feed.

Only addresses on the list's own host count. Scrapy finds the links and reads the sitemaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from scrapy.http import HtmlResponse
from scrapy.linkextractors import LinkExtractor
from scrapy.selector import Selector
from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

from pipeline.errors import PageError
from pipeline.fetch.answer import Answer
from pipeline.ingest import addresses
from pipeline.ingest.decode import MOST_BYTES, decode_text
from pipeline.sources import Crawl, is_url

#: How list pages count their followers: SPIP's `debut_…`, then the common ones.
_FURTHER = re.compile(r"[?&](?:debut_\w+|page|paged|start|offset)=\d+")
_OK = 200
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Named:
    """The addresses of pages and of further lists, each once, in the order of the list."""

    pages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def read(answer: Answer, crawl: Crawl) -> Named:
    """What a list names.

    Raises:
        PageError: it did not answer, or with something else.
    """
    if answer.status != _OK:
        raise PageError(answer.error or f"HTTP {answer.status}")
    try:
        pages, further = {"list": _html, "sitemap": _sitemap, "feed": _feed}[crawl.via](answer)
    except PageError:
        raise
    except Exception as error:  # whatever a library makes of such bytes
        raise PageError(f"it cannot be read as a {crawl.via}") from error
    host = addresses.host(answer.url)
    return Named(
        _chosen((p for p in pages if re.search(crawl.follow, p)), host),
        _chosen(further, host),
    )


def _chosen(urls: Iterable[str], host: str) -> tuple[str, ...]:
    """Addresses without their fragments, each once, those of the host that can be asked."""
    own = (urldefrag(url)[0] for url in urls if is_url(url) and addresses.host(url) == host)
    return tuple(dict.fromkeys(own))


def _html(answer: Answer) -> tuple[list[str], list[str]]:
    text, _ = decode_text(answer.body, answer.charset)
    response = HtmlResponse(answer.url, body=text, encoding="utf-8")
    links = [link.url for link in LinkExtractor().extract_links(response)]
    path = urlsplit(answer.url).path
    further = [u for u in links if _FURTHER.search(u) and urlsplit(u).path == path]
    return [u for u in links if u not in further], further


def _sitemap(answer: Answer) -> tuple[list[str], list[str]]:
    body = answer.body
    if body.startswith(_GZIP):
        body = gunzip(body, max_size=MOST_BYTES)
    sitemap = Sitemap(body)
    named = [entry["loc"].strip() for entry in sitemap if entry.get("loc")]
    return ([], named) if sitemap.type == "sitemapindex" else (named, [])


def _feed(answer: Answer) -> tuple[list[str], list[str]]:
    feed = Selector(text=answer.body.decode("utf-8", "replace"), type="xml")
    feed.remove_namespaces()
    named = feed.xpath("//item/link/text() | //entry/link[not(@rel) or @rel='alternate']/@href")
    return [addresses.join(answer.url, url) for url in named.getall()], []
