"""What became of the links of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import fold_spaces
from pipeline.records import LinkRecord
from pipeline.review.change import Change, Op, Side
from pipeline.review.diff.pairing import Pairing
from pipeline.review.diff.version import Homes, Version


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """A link, the common name of its section, its words, and what a change says of it."""

    record: LinkRecord
    home: str
    words: str
    side: Side


def compare_links(old: Version, new: Version, homes: Homes) -> Iterator[Change]:
    """The links that lead elsewhere now, those in another section, the new ones, those gone.

    Nothing, where one of the versions does not tell its links: a plain text, or a release of the
    time before links were published.
    """
    if old.record.links is None or new.record.links is None:
        return
    pairing = Pairing(
        [_link(old, link, homes.of_old(link.section)) for link in old.record.links],
        [_link(new, link, homes.of_new(link.section)) for link in new.record.links],
    )
    pairing.by(lambda link: (link.record.url, link.home, link.words))
    pairing.by(lambda link: (link.record.url, link.home))
    yield from _told("moved", pairing.by(lambda link: link.record.url))
    changed = pairing.by(lambda link: (link.words, link.home)), pairing.by(lambda link: link.words)
    yield from _told("changed", [pair for pairs in changed for pair in pairs])
    for one in pairing.old:
        yield Change.of("removed", "link", "link", (one.side, None))
    for other in pairing.new:
        yield Change.of("added", "link", "link", (None, other.side))


def _told(op: Op, pairs: list[tuple[_Link, _Link]]) -> Iterator[Change]:
    for one, other in pairs:
        yield Change.of(op, "link", "link", (one.side, other.side))


def _link(version: Version, link: LinkRecord, home: str) -> _Link:
    title = version.title(link.section)
    side = Side(link.id, link.url, link.text, link.start, link.end, section=title)
    return _Link(link, home, fold_spaces(link.text), side)
