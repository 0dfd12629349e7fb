"""Whether a good answer is the page that was meant, or something in its place.

Precision comes first, both ways: a real page that is refused stays stale, a wall that is taken
replaces data with junk. So a wall has to say that it is one and hold little else; what gives a
phone number or an address is a page; only a text that is long and clear has a language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline import sources
from pipeline.errors import PageError
from pipeline.fetch import addresses, media, walls
from pipeline.fetch.answer import Answer
from pipeline.findings.text import title_parts
from pipeline.ingest import chrome, decode, dom, html
from pipeline.ingest.content import Content, find_content
from pipeline.ingest.dom import Element, tag_of, text_of
from pipeline.model import Document, Page, fold_spaces
from pipeline.ngrams import ENOUGH, Scores, official_languages, profile
from pipeline.read import read
from pipeline.reading import Reading, fold
from pipeline.store.snapshots import MediaType
from pipeline.store.visits import Remark

#: A title and fewer letters and digits than this are next to nothing: one short sentence has more.
#: The shortest page of the gold set has 120 beside its title.
_LEAST = 25
#: A piece with fewer letters tells no language; so far the best one is ahead; so many letters are
#: clear, where the promised language has at most this share of them.
_LINE, _SURE, _CLEAR, _SHARE = 60, 15.0, 300, 0.1
#: A line, or a part of a long one.
_PIECE = re.compile(r"[^\n]{1,400}")
#: Languages that a page may come in though nobody declared them.
_COMMON = ("de", "en", "es", "fr", "it", "nl", "pt")
#: A button says no more; a page's first lines say what it is; what stands beside the content.
_CONTROL, _FIRST, _BESIDE = 60, 4, ("header", "aside")
_WIDGET = re.compile(
    r"""\b(?:class|id|name|src)\s*=\s*["'][^"'<>]{0,200}(?:captcha|turnstile)""", re.IGNORECASE
)
#: Artifacts that a reader sees as words of an image.
_ALTS = ("element-alt", "caption-alt", "glued-alts", "sized-image-alt", "image-label")
_KEEP = "the last good version stays"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is: the page, or the remark that says why it is none.

    `page` and `media_type` are None exactly where `remark` is none. `alternates` are the page's
    links to its other languages, absolute, also those of a page that is refused.
    """

    page: Page | None
    remark: Remark | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    media_type: MediaType | None = None


def judge(answer: Answer, *, lang: str, languages: tuple[str, ...], country: str) -> Verdict:
    """Whether an answer with status 200 is the page that was meant, in the language meant."""
    if not answer.body.strip():
        return _refused(answer, "near-empty", "the answer is empty")
    kind = media.media_type(answer)
    if kind is None:
        said = answer.media_type or "nothing"
        return _refused(
            answer,
            "wrong-media-type",
            f"{media.found_instead(answer)} came instead of a page; the server calls it {said}",
        )
    try:
        about = _look(answer, kind, languages, country)
    except PageError as error:
        return _refused(answer, "unreadable", str(error))
    code, seen = _odd(answer, about) or _foreign(about, lang, languages, country) or ("", "")
    if code:
        return _refused(answer, code, seen, about.page.alternates)
    return Verdict(about.page, None, about.page.alternates, kind)


_ADVICE = {
    "wrong-media-type": "look for the page's new address; files are not read",
    "unreadable": "look at the address in a browser; if the page is there, tell its editors",
    "bot-challenge": "ask the site's people to let this program in, or follow another address",
    "login-page": "look whether the page is still public; follow only public pages",
    "consent-page": "look for an address that shows the page at once",
    "error-page": "if it stays, look for the page's new address",
    "redirected-home": "the page is gone or has moved: look for its new address",
    "near-empty": "if it stays, look for the page's new address",
    "wrong-language": "look at the page's switch; correct the address of this language",
}


def _refused(
    answer: Answer, code: str, seen: str, alternates: Mapping[str, str] | None = None
) -> Verdict:
    message = fold_spaces(f"{answer.url}: {seen}")
    advice = f"{_KEEP}; {_ADVICE[code]}"
    return Verdict(None, Remark(code=code, message=message, advice=advice), alternates or {})


@dataclass(frozen=True, slots=True)
class _About:
    """A page with all that is known of it."""

    page: Page
    document: Document
    reading: Reading
    source: str
    framed: bool = False
    password: bool = False
    form: bool = False
    controls: tuple[str, ...] = ()

    @property
    def drawn(self) -> int:
        """The letters and digits of what its images say."""
        alts = (a for a in self.document.artifacts if a.rule in _ALTS)
        return sum(walls.letters(a.of(self.page.text)) for a in alts)

    def gives(self, *kinds: str) -> bool:
        """Whether the page has a fact of one of these kinds."""
        return any(mention.kind in kinds for mention in self.document.mentions)


def _look(answer: Answer, kind: MediaType, languages: tuple[str, ...], country: str) -> _About:
    text, charset = decode.decode_text(answer.body, answer.charset)
    found: dict[str, bool] = {}
    controls: tuple[str, ...] = ()
    if kind == "text/plain":
        said = {"charset": charset}
        page = Page(text, url=answer.url, country=country, languages=languages, meta=said)
    else:
        tree = dom.parse(text)
        content = find_content(tree)
        page = html.read_tree(
            tree, content, charset, url=answer.url, country=country, languages=languages
        )
        inputs = (e for e in tree.iter("input") if e.get("type", "").strip().lower() == "password")
        found = {
            "framed": content.framed,
            "password": any(_is_content(e, content) for e in inputs),
            "form": _WIDGET.search(text) is not None
            or any(_is_content(e, content) for e in tree.iter("form")),
        }
        controls = tuple(_controls(tree))
    site = sources.recognise(sources.packaged(), answer.url, page.text)
    document = read(page, site)
    reading = Reading.of(page, site, document.artifacts)
    return _About(page, document, reading, text, controls=controls, **found)


def _is_content(element: Element, content: Content) -> bool:
    """Whether an element stands in the content, and not in a part of the frame inside that."""
    for around in element.iterancestors():
        if around in content.roots:
            return True
        tag = tag_of(around)
        if tag in _BESIDE or chrome.is_unseen(around, tag) or chrome.is_frame(around, tag, 0):
            return False
    return False


def _controls(tree: Element) -> Iterator[str]:
    for element in tree.iter("button", "input", "a"):
        value = element.get("value", "") if tag_of(element) == "input" else text_of(element)
        if 0 < len(value) <= _CONTROL:
            yield fold(fold_spaces(value))


def _odd(answer: Answer, about: _About) -> tuple[str, str] | None:
    """The first thing that stands in the page's place: its code, and what was seen."""
    own = walls.letters(about.reading.text)
    lines = tuple(filter(None, map(str.strip, fold(about.page.text).split("\n"))))
    wall = walls.find_wall(
        walls.Seen(
            asked=answer.asked,
            url=answer.url,
            source=about.source,
            opening=(*title_parts(about.page), *lines[:_FIRST]),
            lines=lines,
            own=own,
            headers=answer.headers,
            password=about.password,
            form=about.form,
            controls=about.controls,
            contact=about.gives("phone", "fax", "address"),
        )
    )
    if wall is not None:
        return wall.code, f"{wall.name} stands in the page's place: '{wall.said}'"
    title = about.page.meta.get("title", "") or about.document.title
    if any(finding.code == "error-page" for finding in about.document.findings) and own:
        return "error-page", f"the server says 200, the page that it is none: '{title}'"
    entry = addresses.is_entry(answer.url) and not addresses.is_entry(answer.asked)
    if answer.redirects and entry:
        return "redirected-home", f"{answer.asked} led to the site's first page"
    facts = about.gives("phone", "fax", "email", "address", "date")
    shown = own + about.drawn - walls.letters(about.document.title)
    if about.framed or (shown < _LEAST and not facts):
        what = "its frame" if about.framed else f"{max(shown, 0)} letters and digits"
        return "near-empty", f"the page '{title}' holds next to nothing but {what}"
    return None


def _foreign(
    about: _About, lang: str, languages: tuple[str, ...], country: str
) -> tuple[str, str] | None:
    """Whether the page's lines are all but for a few in another language than the one meant."""
    named = {lang, *languages, *official_languages(country), *_COMMON}
    known = tuple(sorted(code for code in named if profile(code)))
    prose: Counter[str] = Counter()
    for piece in _PIECE.findall(about.reading.text, 0, ENOUGH):
        scores = Scores.of(piece, known)
        if scores.letters >= _LINE:
            prose[scores.best if scores.margin >= _SURE else ""] += scores.letters
    best = max(prose, key=lambda code: (prose[code], code), default="")
    if lang not in known or best in ("", lang):
        return None
    if prose[best] < _CLEAR or prose[lang] > _SHARE * prose[best]:
        return None
    return "wrong-language", f"'{lang}' was meant, the text is in '{best}'"
