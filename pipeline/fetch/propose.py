"""A source's TOML, proposed from one of its pages: what is known of it, line by line with why.

What nothing on the page tells is a hole, `"??"`: the file is refused until someone fills it in,
so that no guess is published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from pipeline.errors import PageError, SourceError
from pipeline.fetch import twins
from pipeline.fetch.answer import Answer
from pipeline.fetch.judge import judge
from pipeline.ingest import addresses
from pipeline.model import Document, Kind, Mention, Page, fold_spaces
from pipeline.ngrams import UNKNOWN
from pipeline.read import read
from pipeline.sources import NAME, Catalogue, Site, is_url, recognise

HOLE = "??"
#: Of ten facts so many have to stay; so many may come before somebody is told.
_KEPT, _MORE = 7, 2
#: Kinds of which any number more is no news.
_GROWS = frozenset(("date", "count"))
_SHOWN = 110

#: What a comment or a string of TOML must not hold as it stands.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]+")
_BETWEEN = re.compile(r" (?:[-|•·–—]|::) ")


def propose(answer: Answer, catalogue: Catalogue, *, name: str = "", today: str) -> str:
    """The text of `sources/<name>.toml` for the office that a page belongs to.

    Args:
        answer: the page as it came, with status 200.
        catalogue: the sites whose template it may have, and the sources that there are.
        name: the source's name; '' to take it from the host.
        today: the day of the asking, for the file's first line.

    Raises:
        PageError: something else stands in the page's place.
        SourceError: the name is none.
    """
    name = name or addresses.name_office(addresses.host(answer.url))
    if not re.fullmatch(NAME, name):
        raise SourceError(f"'{name}' is no name of a source: small letters, digits, single hyphens")
    return "\n".join(_lines(_find(answer, catalogue), name, catalogue, today)) + "\n"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a page says of its office."""

    url: str
    document: Document
    site: Site
    country: str
    because: str


def _find(answer: Answer, catalogue: Catalogue) -> _Found:
    host = addresses.host(answer.url)
    country, because = addresses.country_of(host), f"the host {host}"
    verdict = judge(answer, lang="", languages=(), country=country)
    if verdict.page is None:
        said = verdict.remark.message if verdict.remark else ""
        raise PageError(f"no source can be proposed from it: {said}")
    page: Page = verdict.page
    site = recognise(catalogue, answer.url, page.text)
    if not country:
        country, because = _country_of_facts(read(page, site).mentions, page.text)
    document = read(replace(page, country=country), site)
    return _Found(answer.url, document, site, country, because)


def _country_of_facts(mentions: tuple[Mention, ...], text: str) -> tuple[str, str]:
    """The country of the page's addresses, else of its international numbers, if it is one."""
    stated = [m for m in mentions if m.kind == "address"]
    dialled = [m for m in mentions if m.kind in ("phone", "fax") and "+" in m.of(text)]
    for facts in (stated, dialled):
        countries = {m.details.get("country", "") for m in facts} - {""}
        if len(countries) == 1:
            fact = next(m for m in facts if m.details.get("country"))
            return countries.pop(), f"the page's {fact.kind} {fact.value}"
        if countries:
            break
    return "", ""


def _lines(found: _Found, name: str, catalogue: Catalogue, today: str) -> Iterator[str]:
    document = found.document
    yield f"# Proposed from {_plain(found.url)} as it was on {_plain(today)}."
    yield "# Look at every line; then put the file into sources/ under its name."
    if name in catalogue.sources:
        yield f"# A source '{name}' is there already: add the [[pages]] below to it."
    yield f"name = {_quoted(name)}  # the file's name without .toml"
    title, why = _office(document)
    yield f"title = {_quoted(title)}  # {why}"
    known = found.site.name != "any"
    yield f"site = {_quoted(found.site.name)}  # " + (
        "the template that made the page" if known else "no template of sites/ is known to make it"
    )
    missing = "FILL IN where the office stands (ISO 3166, two letters): nothing on the page tells"
    yield f"country = {_quoted(found.country or HOLE)}  # {_plain(found.because) or missing}"
    language = document.language if document.language != UNKNOWN else HOLE
    other = {code: url for code, url in document.alternates.items() if is_url(url)}
    urls = twins.wanted((language, *other), {language: found.url}, other)
    yield f"languages = [{', '.join(map(_quoted, urls))}]  # " + _why_languages(language, urls)
    yield ""
    yield "[[pages]]"
    yield f"id = {_quoted(addresses.slug(found.url))}  # the page in all languages"
    yield ""
    yield "[pages.urls]"
    for code, url in urls.items():
        said = "this page" if code == language else "its switch leads there; not asked yet"
        yield f"{_key(code)} = {_quoted(url)}  # {said}"
    yield ""
    yield "[pages.expect]  # fewer refuses publication, more warns"
    yield from _expected(document)


def _office(document: Document) -> tuple[str, str]:
    """What to call the office: what the page's head adds to its title, else the title."""
    said = fold_spaces(document.page.meta.get("title", ""))
    title = document.title or said
    own = [part for part in _BETWEEN.split(said) if part.casefold() != title.casefold()]
    if len(own) == 1 and own[0] != said:
        return own[0], f"the site's name; the page is called '{_plain(title)}'"
    return (title, "the page's title; name the office") if title else (HOLE, "name the office")


def _why_languages(language: str, urls: Mapping[str, str]) -> str:
    own = "FILL IN the page's language here and below" if language == HOLE else "the page's own"
    return f"{own}, then those of its switch" if len(urls) > 1 else f"{own}; it links to no other"


def _expected(document: Document) -> Iterator[str]:
    text, none = document.page.text, []
    for kind in get_args(Kind):
        facts = [m for m in document.mentions if m.kind == kind]
        if not facts:
            none.append(kind)
            continue
        least = max(1, _KEPT * len(facts) // 10)
        most = "" if kind in _GROWS else f", max = {len(facts) + _MORE}"
        shown = _plain("; ".join(m.value or m.of(text) for m in facts))
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        yield f"{kind} = {{ min = {least}{most} }}  # {len(facts)} found: {shown}"
    if none:
        yield f"# none found, so none is expected: {', '.join(none)}"


def _plain(text: str) -> str:
    """A text as a part of a comment: one line, no control character."""
    return fold_spaces(_CONTROL.sub(" ", text))


def _quoted(text: str) -> str:
    """A text as a string of TOML: JSON's escapes are TOML's, but for one character."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(code: str) -> str:
    return _quoted(code) if code == HOLE else code
