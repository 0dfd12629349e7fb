"""Where a page's other language is, and whether its switch led there.

An address is taken from the source's TOML or from what the page itself marks as its version in
another language (`link hreflang`, `a.tradlang`, a box of languages), on whatever host that is:
offices have a name in each language (publicsafety.gc.ca, securitepublique.gc.ca). None is ever
made up from another. Whether a link was right shows only when its answer is there: `confirm`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.fetch.answer import Answer
from pipeline.fetch.judge import Verdict
from pipeline.ingest import addresses
from pipeline.sources import is_url
from pipeline.store.visits import Remark

_GONE = frozenset((404, 410))
#: Labels of a host that say whose it is: `gc.ca`, `gouv.fr`, `ambafrance.org`.
_FAMILY = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a page: what came when it was asked for, and what that is."""

    lang: str
    answer: Answer
    verdict: Verdict

    def names(self) -> Iterator[str]:
        """Every address that is this page's."""
        yield from (self.answer.asked, *self.answer.redirects, self.answer.url)
        page = self.verdict.page
        if page is not None and page.meta.get("canonical"):
            yield page.meta["canonical"]


def wanted(
    languages: tuple[str, ...], declared: Mapping[str, str], alternates: Mapping[str, str]
) -> dict[str, str]:
    """Where to ask for each of a source's languages, in their order; without those nobody tells.

    What the source declares stands before what the page's switch says. A switch to the address of
    another language (a page that holds both) is none.
    """
    found = {lang: declared[lang] for lang in languages if declared.get(lang)}
    for lang in languages:
        url = alternates.get(lang, "")
        taken = any(addresses.same(url, other) for other in found.values())
        if lang not in found and is_url(url) and not taken:
            found[lang] = url
    return {lang: found[lang] for lang in languages if lang in found}


def differs(lang: str, declared: str, alternate: str) -> Remark | None:
    """A note where the source declares another address than the page's switch leads to."""
    if not declared or not alternate or addresses.same(declared, alternate):
        return None
    return Remark(
        code="switch-differs",
        severity="note",
        details={"language": lang, "declared": declared, "alternate": alternate},
    )


def confirm(first: Side, twin: Side) -> Remark | None:
    """Whether the switch of `first` led to its twin; None where it did, or nobody can say.

    A twin that links to no page in the first one's language is accepted: many have no switch.
    A server's passing fault (5xx, 429) and what kept us from asking (robots.txt, a private
    address) say nothing of the switch.
    """
    if twin.answer.barred:
        return None
    wrong = _broken(first, twin)
    if not wrong:
        return None
    asked, ended = twin.answer.asked, twin.answer.url
    where = {
        "first": first.answer.url,
        "language": twin.lang,
        "way": "straight" if addresses.same(asked, ended) else "redirected",
        "asked": asked,
        "ended": ended,
    }
    return Remark(code="switch-broken", details=wrong | where)


def _broken(first: Side, twin: Side) -> dict[str, str]:
    """What is wrong with the switch, and what the sentence about it needs; empty: nothing is."""
    answer, refusal = twin.answer, twin.verdict.remark
    if answer.status in _GONE or not answer.status:
        silent = "silent" if answer.error else "unanswered"
        what = "missing" if answer.status else silent
        return {"what": what, "status": str(answer.status), "error": answer.error}
    if addresses.is_entry(answer.url) and not any(map(addresses.is_entry, first.names())):
        return {"what": "entry"}
    if refusal is not None and refusal.code in ("wrong-language", "redirected-home"):
        return {**refusal.details, "what": "not-it", "reason": refusal.code}
    back = twin.verdict.alternates.get(first.lang, "")
    if back:
        return {} if _leads_to(back, first) else {"what": "elsewhere", "back": back}
    if refusal is None and not _related(first.answer.url, answer.url):
        return {"what": "stranger"}
    return {}


def _leads_to(back: str, first: Side) -> bool:
    """Whether a link is to the first page: by its address, or by its path on a sister host."""
    entry = addresses.is_entry(back)
    return any(
        addresses.same(back, name) or (not entry and addresses.same_path(back, name))
        for name in first.names()
    )


def _related(first: str, second: str) -> bool:
    """Whether two hosts belong to one owner: they end alike."""
    one, other = (addresses.host(url).split(".")[-_FAMILY:] for url in (first, second))
    return one == other
