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
from pipeline.fetch import media, walls
from pipeline.fetch.answer import Answer
from pipeline.fetch.look import Look, look
from pipeline.ingest import addresses
from pipeline.messages import Details
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
        return _refused(answer, "near-empty", {"case": "nothing"})
    kind = media.media_type(answer)
    if kind is None:
        found = {"found": media.found_instead(answer), "type": answer.media_type}
        return _refused(answer, "wrong-media-type", found)
    try:
        page = look(answer, kind, languages, country)
    except PageError as error:
        return _refused(answer, "unreadable", {**error.details, "because": error.code})
    odd = _odd(answer, page) or _foreign(page, lang, languages, country)
    if odd:
        return _refused(answer, *odd, page.page.alternates)
    return Verdict(page.page, None, page.page.alternates, kind)


def _refused(
    answer: Answer, code: str, seen: Details, alternates: Mapping[str, str] | None = None
) -> Verdict:
    details = {name: fold_spaces(value) for name, value in {**seen, "url": answer.url}.items()}
    return Verdict(None, Remark(code=code, details=details), alternates or {})


def _odd(answer: Answer, page: Look) -> tuple[str, Details] | None:
    """The first thing that stands in the page's place: its code, and what was seen."""
    wall = walls.find_wall(page.seen(answer))
    if wall is not None:
        return wall.code, {"case": "wall", "wall": wall.name, "shown": wall.said}
    if page.own and any(finding.code == "error-page" for finding in page.document.findings):
        return "error-page", {"case": "answer", "title": page.title}
    entry = addresses.is_entry(answer.url) and not addresses.is_entry(answer.asked)
    if answer.redirects and entry:
        return "redirected-home", {"asked": answer.asked}
    shown = page.beside_title
    facts = page.gives("phone", "fax", "email", "address", "date")
    if page.framed or (shown < _LEAST and not facts):
        case = "frame" if page.framed else "short"
        return "near-empty", {"case": case, "title": page.title, "number": str(shown)}
    return None


def _foreign(
    page: Look, lang: str, languages: tuple[str, ...], country: str
) -> tuple[str, Details] | None:
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
    return "wrong-language", {"meant": lang, "found": best}
