"""What readers of the pages are told otherwise, in sentences, release by release.

Findings, moves and the wording are left out: they are for those who follow pages, not for those who
read them. What only our reading changed is said to be so: nobody took that fax off the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence

from pipeline.messages import tell
from pipeline.model import Ref
from pipeline.review.change import Change, Side, kind_of
from pipeline.review.diff.summary import is_factual
from pipeline.review.releases import Release

#: What is told of pages, sections and links.
TOLD = frozenset(
    (
        *("page-added", "page-removed", "page-renamed", "title-changed", "url-changed"),
        *("section-added", "section-removed", "section-renamed"),
        *("link-added", "link-removed", "link-changed"),
    )
)


def sentences(
    changes: Sequence[Change], old: Release, new: Release, quote: Callable[[str], str]
) -> Iterator[str]:
    """A sentence for each change that readers are told; `quote` shows what comes from a page.

    A page that is new or gone is told with the number of its facts.
    """
    numbers = Counter(change.page for change in changes if is_factual(change))
    whole = {c.page for c in changes if c.kind == "page" and c.op in ("added", "removed")}
    for change in changes:
        about = {
            "cause": change.cause,
            "edition": Ref.parse(change.page).lang,
            "title": quote(_title(change, old, new)),
            "was": _value(change.before, quote),
            "value": _value(change.after or change.before, quote),
        }
        if kinds := _kinds(change):
            yield tell("log-kind", old_kind=kinds[0], new_kind=kinds[1], **about)
        elif _is_told(change, whole):
            what = f"{change.kind}-{change.op}"
            yield tell("log-entry", what=what, facts=numbers[change.page], **about)


def _is_told(change: Change, whole: Container[str]) -> bool:
    """Whether readers are told it; of a page that is new or gone, only the page."""
    if is_factual(change):
        return change.page not in whole
    return f"{change.kind}-{change.op}" in TOLD


def _kinds(change: Change) -> tuple[str, str] | None:
    """What a number was given as, and what it is given as now, where that is another kind."""
    if change.subject != "fact" or not (change.before and change.after):
        return None
    kinds = kind_of(change.before), kind_of(change.after)
    return kinds if kinds[0] != kinds[1] else None


def _title(change: Change, old: Release, new: Release) -> str:
    page = new.pages.get(change.page) or old.pages.get(change.page)
    return (page.title if page else "") or change.page


def _value(side: Side | None, quote: Callable[[str], str]) -> str:
    return quote(side.value) if side else ""
