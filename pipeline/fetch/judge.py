"""Whether a good answer is the page that was meant, or something in its place.

Precision comes first, both ways: a real page that is refused stays stale, a wall that is taken
replaces data with junk. So a wall has to say that it is one and hold little else; what gives a
phone number or an address is a page; only a text that is long and clear has a language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.errors import PageError
from pipeline.fetch import addresses, media, walls
from pipeline.fetch.answer import Answer
from pipeline.fetch.look import Look, look
from pipeline.model import Page, fold_spaces
from pipeline.ngrams import ENOUGH, Scores, official_languages, profile
from pipeline.store.snapshots import MediaType
from pipeline.store.visits import Remark

#: Beside its title a page says at least this many letters and digits: one short sentence has
#: more, and the whole pages of the test sets have 400 and more.
_LEAST = 25
#: A piece with fewer letters tells no language; so far the best one is ahead; so many letters are
#: clear, where the promised language has at most this share of them.
_LINE, _SURE, _CLEAR, _SHARE = 60, 15.0, 300, 0.1
#: A line, or a part of a long one.
_PIECE = re.compile(r"[^\n]{1,400}")
#: Languages that a page may come in though nobody declared them.
_COMMON = ("de", "en", "es", "fr", "it", "nl", "pt")

_KEEP = "the last good version stays"
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is: the page, or the remark that says why it is none.

    `page` and `media_type` are None exactly where there is a `remark`. `alternates` are the
    page's links to its other languages, absolute, also those of a page that is refused.
    """

    page: Page | None
    remark: Remark | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    media_type: MediaType | None = None


def judge(answer: Answer, *, lang: str, languages: tuple[str, ...], country: str) -> Verdict:
    """Whether an answer with status 200 is the page that was meant, in the language meant.

    `lang` '' takes any language; `languages` and `country` are those of the source.
    """
    if not answer.body.strip():
        return _refused(answer, "near-empty", "the answer is empty")
    kind = media.media_type(answer)
    if kind is None:
        said = answer.media_type or "nothing"
        found = media.found_instead(answer)
        text = f"{found} came instead of a page; the server calls it {said}"
        return _refused(answer, "wrong-media-type", text)
    try:
        page = look(answer, kind, languages, country)
    except PageError as error:
        return _refused(answer, "unreadable", str(error))
    odd = _odd(answer, page) or _foreign(page, lang, languages, country)
    if odd:
        return _refused(answer, *odd, page.page.alternates)
    return Verdict(page.page, None, page.page.alternates, kind)


def _refused(
    answer: Answer, code: str, seen: str, alternates: Mapping[str, str] | None = None
) -> Verdict:
    message = fold_spaces(f"{answer.url}: {seen}")
    advice = f"{_KEEP}; {_ADVICE[code]}"
    return Verdict(None, Remark(code=code, message=message, advice=advice), alternates or {})


def _odd(answer: Answer, page: Look) -> tuple[str, str] | None:
    """The first thing that stands in the page's place: its code, and what was seen."""
    wall = walls.find_wall(page.seen(answer))
    if wall is not None:
        return wall.code, f"{wall.name} stands in the page's place: '{wall.said}'"
    if page.own and any(finding.code == "error-page" for finding in page.document.findings):
        return "error-page", f"the server says 200, the page that it is none: '{page.title}'"
    entry = addresses.is_entry(answer.url) and not addresses.is_entry(answer.asked)
    if answer.redirects and entry:
        return "redirected-home", f"{answer.asked} led to the site's first page"
    shown = page.beside_title
    facts = page.gives("phone", "fax", "email", "address", "date")
    if page.framed or (shown < _LEAST and not facts):
        what = "its frame" if page.framed else f"{shown} letters and digits beside its title"
        return "near-empty", f"the page '{page.title}' holds next to nothing but {what}"
    return None


def _foreign(
    page: Look, lang: str, languages: tuple[str, ...], country: str
) -> tuple[str, str] | None:
    """Whether the page's lines are all but for a few in another language than the one meant."""
    named = {lang, *languages, *official_languages(country), *_COMMON}
    known = tuple(sorted(code for code in named if profile(code)))
    prose: Counter[str] = Counter()
    for piece in _PIECE.findall(page.reading.text, 0, ENOUGH):
        scores = Scores.of(piece, known)
        if scores.letters >= _LINE:
            prose[scores.best if scores.margin >= _SURE else ""] += scores.letters
    best = max(prose, key=lambda code: (prose[code], code), default="")
    if lang not in known or best in ("", lang):
        return None
    if prose[best] < _CLEAR or prose[lang] > _SHARE * prose[best]:
        return None
    return "wrong-language", f"'{lang}' was meant, the text is in '{best}'"
