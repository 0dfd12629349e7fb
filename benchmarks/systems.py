"""What is measured side by side: each takes the bytes of an HTML page, and gives what it gives."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema
import langdetect
import lxml.html
import orjson
import pandas as pd
import phonenumbers
import trafilatura
from bs4 import BeautifulSoup
from dateparser.search import search_dates
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from pipeline.errors import PageError
from pipeline.model import Page
from pipeline.publish import schemas
from tests import whole

System = Callable[[bytes], object]

PARSE, OURS = "lxml.html: parse alone", "rectoverso: everything"
_DIGITS = re.compile(r"\d[\d ().-]{6,20}\d")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_DATE = re.compile(r"[0-3]?\d[ /.-](?:[01]?\d|[A-Za-zé]{3,9})[ /.-][12]\d{3}")
_ROW = {
    "type": "object",
    "required": ["kind", "value"],
    "properties": {"kind": {"type": "string"}, "value": {"type": "string"}},
}


def parse(raw: bytes) -> Any:
    """The tree."""
    return lxml.html.document_fromstring(raw)


def floor(raw: bytes) -> bytes:
    """The tree, its text, one pass of each good pattern, JSON: the least that a pipeline does."""
    tree = parse(raw)
    lxml.etree.strip_elements(tree, "script", "style", with_tail=False)
    text = "".join(tree.itertext())
    found = {
        "digits": [match.span() for match in _DIGITS.finditer(text)],
        "dates": [match.span() for match in _DATE.finditer(text)],
        "emails": [match.span() for match in _EMAIL.finditer(text)] if "@" in text else [],
    }
    return orjson.dumps({"text": text, **found})


def resiliparse_text(raw: bytes) -> str:
    """The main text, by C++."""
    return str(extract_plain_text(HTMLTree.parse_from_bytes(raw), main_content=True))


def trafilatura_text(raw: bytes) -> str:
    """The main text."""
    return trafilatura.extract(raw.decode("utf-8", "replace")) or ""


def soup(raw: bytes) -> Any:
    """A tree of Python objects."""
    return BeautifulSoup(raw, "lxml")


def assembled(raw: bytes) -> str:
    """What one assembles from libraries that each do a part."""
    return _facts(trafilatura_text(raw))


def assembled_on_soup(raw: bytes) -> str:
    """The same, on all text of the page."""
    return _facts(soup(raw).get_text(" "))


def _facts(text: str) -> str:
    try:
        language = langdetect.detect(text)
    except langdetect.LangDetectException:
        language = "en"
    numbers = phonenumbers.PhoneNumberMatcher(text, "CA")
    rows = [
        *({"kind": "phone", "value": match.raw_string} for match in numbers),
        *({"kind": "email", "value": match[0]} for match in _EMAIL.finditer(text)),
        *(
            {"kind": "date", "value": when.date().isoformat()}
            for _, when in search_dates(text, [language if language == "fr" else "en"]) or ()
        ),
    ]
    for row in rows:
        jsonschema.validate(row, _ROW)
    table = io.StringIO()
    pd.DataFrame(rows).to_csv(table)
    return json.dumps({"text": text, "language": language, "rows": table.getvalue()})


def ours(raw: bytes) -> bytes:
    """Everything: text, artifacts, languages, sections, all kinds, findings, validated JSON."""
    return _published(whole.load(raw))


def ours_on_dump(text: str) -> bytes:
    """Everything from a text on."""
    return _published(Page(text, country="CA", languages=whole.LANGUAGES))


def _published(page: Page) -> bytes:
    made = whole.published(page).model_dump(mode="json")
    schemas.insist(schemas.PAGE, made, "page")
    return schemas.dump(made)


#: By name; the slow ones are measured once.
FAST: dict[str, System] = {
    PARSE: parse,
    "lxml, text, one pass of patterns, orjson": floor,
    "resiliparse: main text": resiliparse_text,
    OURS: ours,
}
SLOW: dict[str, System] = {
    "trafilatura: main text": trafilatura_text,
    "BeautifulSoup on lxml: parse alone": soup,
    "trafilatura + langdetect + phonenumbers + dateparser + jsonschema + pandas": assembled,
    "BeautifulSoup + the same": assembled_on_soup,
}
#: What a page that cannot be read raises: no system is measured on it.
REFUSED = (PageError, lxml.etree.ParserError, ValueError)
