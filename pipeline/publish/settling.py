"""One page in all its versions: guarded, or its last good record in its place; then compared.

Nothing here needs to know of other pages, so that a run holds one of them at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import PageError
from pipeline.model import Ref
from pipeline.publish import guards, versions
from pipeline.publish.agreement import Pair
from pipeline.publish.guards import Candidate, Objection
from pipeline.records import PageRecord
from pipeline.store import acceptances
from pipeline.store.reviews import Decisions

Page = tuple[PageRecord, str]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settled:
    """The versions of a page that are to be published, their pairs, and what guards objected to.

    `read` are those of them that this run has read, with the hash of their bytes.
    """

    pages: Mapping[str, Page]
    pairs: list[Pair]
    objections: list[Objection]
    read: Mapping[str, str] = field(default_factory=dict)


def settle(
    root: Path,
    read: Mapping[str, Page],
    former: Mapping[str, Page],
    stands: Callable[[PageRecord, Collection[str]], bool],
    decisions: Decisions,
) -> Settled:
    """What is published of a page, from what was read of its versions and what is published now.

    `stands` says of a published version that was not read, or was refused (the second argument
    names those), whether it stays.
    """
    objections = _object_to(root, read, former, decisions)
    refused = {objection.page for objection in objections if objection.guard.refuses}
    fine = {name: page for name, page in read.items() if name not in refused}
    stay = {n: p for n, p in former.items() if n not in fine and stands(p[0], refused)}
    pages, pairs = versions.settle_versions(fine | stay)
    hashes = {name: record.provenance.sha256 for name, (record, _) in fine.items()}
    return Settled({name: pages[name] for name in sorted(pages)}, pairs, objections, hashes)


def _object_to(
    root: Path, read: Mapping[str, Page], former: Mapping[str, Page], decisions: Decisions
) -> list[Objection]:
    published = {name: record for name, (record, _) in former.items()}
    objections: list[Objection] = []
    for name, (record, text) in read.items():
        others = [other for other, _ in read.values() if other.id != name]
        candidate = Candidate(record, text, published.get(name), others, published, decisions)
        objections += guards.object_to(candidate, _accepted(root, record))
    return objections


def _accepted(root: Path, record: PageRecord) -> frozenset[str]:
    try:
        return acceptances.guards(root, Ref.parse(record.id), record.provenance.sha256)
    except PageError as error:
        _LOG.warning("%s: %s: nothing is accepted", record.id, error)
        return frozenset()
