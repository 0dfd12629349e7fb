"""Which page is which, and what of a page as a whole changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pipeline.records import PageRecord
from pipeline.review.change import Change, Op, Side
from pipeline.review.diff.pairing import Pairing
from pipeline.review.releases import Release


class Pages(NamedTuple):
    """The pages that both releases have, those that are gone, those that are new; sorted by id."""

    both: list[tuple[PageRecord, PageRecord]]
    gone: list[PageRecord]
    new: list[PageRecord]


def pair_pages(old: Release, new: Release) -> Pages:
    """The pages of two releases: by their id, else by their bytes, their text or their address.

    A page is another under a new id only where no more than one page on each side says so.
    """
    pairing = Pairing(_sorted(old.pages), _sorted(new.pages))
    pairing.by(lambda page: page.id)
    texts = {id(p): old.text(p.id) for p in pairing.old}
    texts |= {id(p): new.text(p.id) for p in pairing.new}
    for evidence in (
        lambda page: page.provenance.sha256,
        lambda page: texts[id(page)],
        lambda page: page.provenance.url,
    ):
        pairing.by_unique(_in_its_language(evidence))
    both = sorted(pairing.pairs, key=lambda pair: pair[1].id)
    return Pages(both, pairing.old, pairing.new)


def _in_its_language(
    evidence: Callable[[PageRecord], str],
) -> Callable[[PageRecord], tuple[str, str] | None]:
    """Evidence, where there is any, with the language that a page is kept as."""

    def key(page: PageRecord) -> tuple[str, str] | None:
        said = evidence(page)
        return (said, page.id.rpartition(".")[2]) if said else None

    return key


def _sorted(pages: Mapping[str, PageRecord]) -> list[PageRecord]:
    return [pages[name] for name in sorted(pages)]


def compare_pages(old: PageRecord, new: PageRecord) -> Iterator[Change]:
    """What changed of a page but for what stands on it."""
    if old.id != new.id:
        sides = Side(old.id, old.id, old.title), Side(new.id, new.id, new.title)
        yield Change.of("renamed", "page", "page", sides)
    before, after = _about(old), _about(new)
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if (one and one.value) != (other and other.value):
            op: Op = "changed" if one and other else "added" if other else "removed"
            yield Change.of(op, "page", key[0], (one, other))


def _about(page: PageRecord) -> dict[tuple[str, str], Side]:
    """What is known of a page as a whole, each by its kind; where nothing is, there is no side.

    The date of its last change is told as a fact, where one says it.
    """
    told = {
        "title": page.title,
        "language": page.language,
        "url": page.provenance.url,
        "modified": "" if page.modified_entity else page.modified or "",
    }
    sides = {(kind, ""): Side("", value) for kind, value in told.items() if value}
    for other in page.alternates:
        value = f"{other.language} {other.url or ''}".strip()
        sides["alternate", other.language] = Side("", value)
    return {key: replace(side, id=page.id) for key, side in sides.items()}


def gone(page: PageRecord) -> Change:
    """The page is no more."""
    return Change.of("removed", "page", "page", (Side(page.id, page.title), None))


def come(page: PageRecord) -> Change:
    """The page is new."""
    return Change.of("added", "page", "page", (None, Side(page.id, page.title)))
