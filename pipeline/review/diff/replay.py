"""What the rules of today would make of the bytes that a release was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import run
from pipeline.errors import PageError, StoreError
from pipeline.model import Ref, source_of, stem_of
from pipeline.publish import guards
from pipeline.publish.guards import Candidate
from pipeline.records import Failure, PageRecord
from pipeline.review.diff.reread import reread
from pipeline.review.releases import Release, Unwritten
from pipeline.sources import Catalogue, load
from pipeline.store import acceptances, snapshots

_HELD: Literal["page-held"] = "page-held"


class Replayed(NamedTuple):
    """The release that it would be, and the pages that stand because nothing could be read anew."""

    release: Release
    unread: list[str]


def replay(published: Release, catalogue: Catalogue) -> Replayed:
    """The release that the rules of today would publish instead, from the same `raw/`.

    A page that they cannot read stands as it was published, as in every run, and so does one whose
    source is followed no more or that came from an archive elsewhere, or that was held and would be
    again. A page that a guard would newly hold is shown as it is read, with the guard's objection
    among the failures: why it objects is what one wants to see.

    Raises:
        StoreError: no bytes are kept beside that release.
    """
    root = published.root
    if root is None or not (root / snapshots.FOLDER).is_dir():
        raise StoreError(
            f"{published.name}: no {snapshots.FOLDER}/ beside it: nothing to read anew"
        )
    sources = run.with_lists(root, run.kept(root, catalogue))
    kept = {f"{s.name}/{page.id}" for s in sources for page in s.pages}
    again = reread(root, catalogue, kept | set(map(stem_of, published.pages)))
    stands = {name: (page, published.text(name)) for name, page in published.pages.items()}
    held = list(_held(root, published, again))
    was_held = {failure.id for failure in published.failures if failure.code == _HELD}
    out = {f.id for f in held if f.id in was_held or f.id not in published.pages}
    read = {name: (page, again.text(name)) for name, page in again.pages.items() if name not in out}
    failures = [*again.failures, *held]
    made = replace(Unwritten.of("replay", stands | read, failures), root=root)
    told = again.pages.keys() | {failure.id for failure in failures}
    return Replayed(made, sorted(published.pages.keys() - told))


def rules_for(published: Release, root: Path) -> Catalogue:
    """The sources and sites of today: those of a root, and beside them what the release has more.

    Raises:
        SourceError: something is wrong in one of them.
    """
    ours = load(root)
    named = {source_of(page) for page in published.pages}
    if published.root is None or named <= ours.sources.keys():
        return ours
    theirs = load(published.root)
    return Catalogue(
        sources={**theirs.sources, **ours.sources}, sites={**theirs.sites, **ours.sites}
    )


def _held(root: Path, published: Release, again: Release) -> Iterator[Failure]:
    """What the guards would object to so much that the page would be held."""
    for name, page in again.pages.items():
        candidate = Candidate(page, again.text(name), published.pages.get(name))
        for objection in guards.object_to(candidate, _accepted(root, page)):
            if objection.guard.severity == "error":
                yield Failure(id=name, code=_HELD, details=objection.named)


def _accepted(root: Path, page: PageRecord) -> frozenset[str]:
    try:
        return acceptances.guards(root, Ref.parse(page.id), page.provenance.sha256)
    except PageError:  # a broken table lets nothing pass, here as in a run
        return frozenset()
