"""An answer, read: the page, its facts, and what its markup asks of a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import sources
from pipeline.fetch.answer import Answer
from pipeline.fetch.walls import Seen, letters
from pipeline.findings.text import title_parts
from pipeline.ingest import chrome, decode, dom, html
from pipeline.ingest.content import Content, find_content
from pipeline.ingest.tree import Tree
from pipeline.model import Document, Page, fold_spaces
from pipeline.read import read
from pipeline.reading import Reading, fold
from pipeline.store.snapshots import MediaType

#: A button says no more; a page's first lines say what it is; its own date stands in a short line.
_CONTROL, _FIRST, _DATE_LINE = 60, 4, 90
#: Elements that stand beside the content.
_BESIDE = ("header", "aside")
_CAPTCHA = re.compile(
    r"""\b(?:class|id|name|src)\s*=\s*["']?[^"'<>]{0,200}(?:captcha|turnstile)""", re.IGNORECASE
)
#: Artifacts that a reader sees as words of an image.
_ALTS = ("element-alt", "caption-alt", "glued-alts", "sized-image-alt", "image-label")


@dataclass(frozen=True, slots=True)
class Look:
    """A page with all that is known of it.

    `source` is its text as it came. `framed` says that the site's frame is all that it shows,
    `password` and `captcha` that the content asks for a password, the markup for a captcha;
    `controls` are what buttons and links say, folded.
    """

    page: Page
    document: Document
    reading: Reading
    source: str
    framed: bool = False
    password: bool = False
    captcha: bool = False
    controls: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What its head calls it, else its heading."""
        return self.page.meta.get("title", "") or self.document.title

    @property
    def own(self) -> int:
        """The letters and digits of its clean text."""
        return letters(self.reading.text)

    @property
    def beside_title(self) -> int:
        """The same with what its images say, without its title and the line of its own date."""
        alts = (a for a in self.document.artifacts if a.rule in _ALTS)
        drawn = sum(letters(alt.of(self.page.text)) for alt in alts)
        own, dated = self.document.modified, 0
        if own is not None and len(line := self.reading.lines.at(own.start)) <= _DATE_LINE:
            dated = letters(line.of(self.reading.text))
        return max(0, self.own + drawn - dated - letters(self.document.title))

    def gives(self, *kinds: str) -> bool:
        """Whether the page has a fact of one of these kinds, its own date apart."""
        own = self.document.modified
        facts = (m for m in self.document.mentions if own is None or not m.overlaps(own))
        return any(mention.kind in kinds for mention in facts)

    def seen(self, answer: Answer) -> Seen:
        """The page as the rules about walls look at it."""
        lines = tuple(filter(None, map(str.strip, fold(self.page.text).split("\n"))))
        return Seen(
            asked=answer.asked,
            url=answer.url,
            source=self.source,
            opening=(*title_parts(self.page), *lines[:_FIRST]),
            lines=lines,
            own=self.own,
            headers=answer.headers,
            password=self.password,
            captcha=self.captcha,
            controls=self.controls,
            contact=self.gives("phone", "fax", "address"),
        )


def look(answer: Answer, kind: MediaType, languages: tuple[str, ...], country: str) -> Look:
    """Read an answer.

    Raises:
        PageError: its bytes are no text.
    """
    text, charset = decode.decode_text(answer.body, answer.charset)
    if kind == "text/plain":
        said = {"charset": charset}
        page = Page(text, url=answer.url, country=country, languages=languages, meta=said)
        return Look(page, *_read(page), text)
    tree = dom.parse(text)
    content = find_content(tree)
    page = html.read_tree(
        tree, content, charset, url=answer.url, country=country, languages=languages
    )
    asked = ((e, tree.tags[e].get("type")) for e in tree.find("input"))
    secret = (e for e, kind in asked if kind.strip().lower() == "password")
    return Look(
        page,
        *_read(page),
        text,
        framed=content.framed,
        password=any(_is_content(tree, e, content) for e in secret),
        captcha=_CAPTCHA.search(text) is not None,
        controls=tuple(_controls(tree)),
    )


def _read(page: Page) -> tuple[Document, Reading]:
    site = sources.recognise(sources.packaged(), page.url, page.text)
    document = read(page, site)
    return document, Reading.of(page, site, document.artifacts)


def _is_content(tree: Tree, element: int, content: Content) -> bool:
    """Whether an element stands in the content, and not in a part of the frame inside that."""
    for around in tree.ancestors(element):
        if around in content.roots:
            return True
        tag = tree.tags[around]
        if tag.name in _BESIDE or chrome.is_unseen(tag) or chrome.is_frame(tag, 0):
            return False
    return False


def _controls(tree: Tree) -> Iterator[str]:
    names = ("button", "input", "a")
    for element in sorted(e for name in names for e in tree.find(name)):
        field = tree.names[element] == "input"
        value = tree.tags[element].get("value") if field else tree.text_of(element)
        if 0 < len(value) <= _CONTROL:
            yield fold(fold_spaces(value))
