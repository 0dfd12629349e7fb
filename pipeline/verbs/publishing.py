"""From `raw/` to `processed/`: read, guarded, compared with the last release, put in its place.

What `extract` does, and the second half of `refresh`.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import archives as web_archives
from pipeline import run
from pipeline.errors import PageError, Refused
from pipeline.messages import PUBLISHED, listed, retell, spoken, tell
from pipeline.model import Ref
from pipeline.publish import agreement, check, guards, release, rows, status
from pipeline.publish.guards import Candidate, Objection
from pipeline.publish.rows import ChangelogRow, Harvest, StatusRow
from pipeline.publish.versions import settle
from pipeline.records import Failure, PageRecord
from pipeline.remote import Location
from pipeline.review.change import Change
from pipeline.review.diff import compare
from pipeline.review.diff.tiers import with_tiers
from pipeline.review.releases import Unwritten
from pipeline.rules import rules_hash
from pipeline.run import Extracted
from pipeline.sources import Catalogue, Source
from pipeline.store import acceptances, visits
from pipeline.store.reviews import Decisions
from pipeline.store.visits import Published

_LOG = logging.getLogger(__name__)
#: What `check` may say of a folder that is never published.
_BROKEN = ("schema", "evidence", "table", "hash")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to publish: how many former releases to keep, whether to write at all.

    `decisions` are what reviewers said of single facts; the guards hear them.
    """

    decisions: Decisions = field(default_factory=Decisions)
    keep: int = 0
    dry_run: bool = False


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made of what is kept, and whether `processed/` is another than before."""

    harvest: Harvest
    objections: Sequence[Objection]
    changes: Sequence[Change]
    changed: bool

    @property
    def records(self) -> Sequence[PageRecord]:
        """The published pages."""
        return self.harvest.records

    @property
    def failures(self) -> Sequence[Failure]:
        """The pages of which nothing new is published."""
        return self.harvest.failures


@dataclass(slots=True)
class _Former:
    """The last release: records and texts, the rows of its state, the pages it could not read."""

    pages: dict[str, tuple[PageRecord, str]]
    status: dict[str, dict[str, str]]
    failures: list[Failure]

    @classmethod
    def of(cls, root: Path) -> _Former:
        found = release.held(root, release.published(root))
        failures = list(rows.failures(release.rows(root, "findings")))
        state = {row["id"]: row for row in release.rows(root, "status")}
        return cls({record.id: (record, text) for record, text in found}, state, failures)

    def release(self) -> Unwritten:
        return Unwritten.of("former", self.pages, self.failures)

    def records(self) -> dict[str, PageRecord]:
        return {name: record for name, (record, _) in self.pages.items()}


@dataclass(slots=True)
class _Read:
    """What this run read: pages with their texts, failures, objections."""

    pages: dict[str, Extracted] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)


def publish(
    root: Path,
    catalogue: Catalogue,
    names: Sequence[str],
    *,
    archives: Sequence[Location] = (),
    wishes: Wishes = NO_WISHES,
) -> Outcome:
    """Read what is kept of these sources, or in archives, and publish it; other sources stand.

    Raises:
        SourceError: no such source, or nothing is kept.
        Refused: most pages of a source were refused by guards, or the whole does not fit.
        StoreError: it cannot be written. In all cases the last release stands.
    """
    release.sweep(root, release.FOLDER)
    chosen = run.choose(root, catalogue, names) if names or not archives else []
    former = _Former.of(root)
    read = _read(web_archives.extract(root, catalogue, chosen))
    if archives:
        read = _read(web_archives.extract_archive(root, archives, catalogue), read)
    _guard(root, read, former.records(), wishes.decisions)
    _refuse_whole_sources(read)
    harvest, texts = _gather(
        root, catalogue, chosen, read, former, everything=not names and not archives
    )
    files = release.build(harvest, texts)
    changes = compare(former.release(), _release(harvest, texts))
    changed = False
    if not wishes.dry_run:
        changed = release.put(root, release.FOLDER, files, keep=wishes.keep, insist=_insist)
        _mark_published(root, read)
    return Outcome(harvest, read.objections, with_tiers(changes, catalogue.sources), changed)


def _read(results: Iterable[Extracted | Failure], read: _Read | None = None) -> _Read:
    """What was read, behind what was read before."""
    read = read or _Read()
    for result in results:
        if isinstance(result, Failure):
            read.failures.append(result)
            _LOG.warning("%s: %s", result.id, retell(result))
        else:
            read.pages[result.record.id] = result
    return read


def _guard(
    root: Path, read: _Read, published: Mapping[str, PageRecord], decisions: Decisions
) -> None:
    """Hear the guards on every page; a page that one of them refuses becomes a failure."""
    versions: defaultdict[str, list[PageRecord]] = defaultdict(list)
    for name, page in read.pages.items():
        versions[_stem(name)].append(page.record)
    for name, page in read.pages.items():
        others = [other for other in versions[_stem(name)] if other.id != name]
        former = published.get(name)
        candidate = Candidate(page.record, page.text, former, others, published, decisions)
        read.objections += guards.object_to(candidate, _accepted(root, page.record))
    for name in _refused(read):
        del read.pages[name]


def _stem(name: str) -> str:
    """What the versions of a page share: their id without its language."""
    return name.rpartition(".")[0]


def _accepted(root: Path, record: PageRecord) -> frozenset[str]:
    try:
        return acceptances.guards(root, Ref.parse(record.id), record.provenance.sha256)
    except PageError as error:
        _LOG.warning("%s: %s: nothing is accepted", record.id, error)
        return frozenset()


def _refused(read: _Read) -> list[str]:
    """The pages that a guard refuses; each objection to them becomes a failure."""
    refused: dict[str, None] = {}
    for objection in read.objections:
        page, named = objection.page, objection.named
        if objection.guard.refuses:
            read.failures.append(Failure(id=page, code="page-held", details=named))
            refused[page] = None
        else:
            _LOG.warning("%s: %s", page, tell("page-held", **named))
    return list(refused)


def _refuse_whole_sources(read: _Read) -> None:
    """Nothing, where no source lost most of its pages to guards.

    What reviewers rejected counts for none: it says nothing of the source.

    Raises:
        Refused: one did; with all that the guards said.
    """
    held = [f for f in read.failures if f.code == "page-held"]
    fine = Counter(name.partition("/")[0] for name in read.pages)
    refused = {o.page for o in read.objections if o.guard.refuses and not o.guard.by_reviewer}
    lost = Counter(name.partition("/")[0] for name in refused)
    if any(number > fine[source] for source, number in lost.items()):
        raise Refused(listed(f"{failure.id}: {retell(failure)}" for failure in held))
    for failure in held:
        _LOG.warning("%s: %s", failure.id, tell("held-back", **failure.details))


def _gather(
    root: Path,
    catalogue: Catalogue,
    chosen: Sequence[Source],
    read: _Read,
    former: _Former,
    *,
    everything: bool,
) -> tuple[Harvest, dict[str, str]]:
    """What this run read and what stands of the last release, as one."""
    names = {source.name for source in chosen}
    pages = {name: (page.record, page.text) for name, page in read.pages.items()}
    failed = {failure.id for failure in read.failures}
    for name, page in former.pages.items():
        source = name.partition("/")[0]
        other = source not in names and (not everything or source in catalogue.sources)
        if name in failed or other or web_archives.is_archived(page[0]):
            pages.setdefault(name, page)
    elsewhere = [f for f in former.failures if f.id.partition("/")[0] not in names]
    failures = [
        *read.failures,
        *(f for f in elsewhere if f.id.partition("/")[0] in catalogue.sources),
    ]
    pages, pairs = settle(pages)
    harvest = Harvest(
        records=[pages[name][0] for name in sorted(pages)],
        failures=failures,
        status=list(_status(root, catalogue, failures, former)),
        changelog=list(_changelog(root, catalogue)),
        pairs=list(agreement.pair_rows(pairs)),
        agreement=list(agreement.agreement_rows(pairs)),
    )
    return harvest, {name: text for name, (_, text) in pages.items()}


def _release(harvest: Harvest, texts: Mapping[str, str]) -> Unwritten:
    pages = {record.id: (record, texts[record.id]) for record in harvest.records}
    return Unwritten.of("new", pages, harvest.failures)


def _status(
    root: Path, catalogue: Catalogue, failures: Sequence[Failure], former: _Former
) -> Iterator[StatusRow]:
    held = {page: listed(told, PUBLISHED) for page, told in held_pages(failures).items()}
    for source in run.kept(root, catalogue):
        yield from status.of_source(root, source, held, former.status)


def held_pages(
    failures: Sequence[Failure], say: Callable[[Failure], str] = lambda failure: failure.message
) -> dict[str, list[str]]:
    """The pages that guards refused, with what each objected to."""
    told: dict[str, list[str]] = {}
    for failure in failures:
        if failure.code == "page-held":
            told.setdefault(failure.id, []).append(say(failure))
    return told


def _changelog(root: Path, catalogue: Catalogue) -> Iterator[ChangelogRow]:
    for source in run.kept(root, catalogue):
        for page in source.pages:
            for language in source.languages:
                ref = Ref(source.name, page.id, language)
                for a in acceptances.read(root, ref):
                    yield ChangelogRow(
                        id=f"{ref}#accepted:{a.guard}:{a.sha256.removeprefix('sha256:')[:12]}",
                        page=str(ref),
                        at=a.at,
                        by=a.by,
                        guard=a.guard,
                        because=a.because,
                        sha256=a.sha256,
                    )


def _insist(folder: Path) -> None:
    """Nothing, where a folder reads back as what it should be.

    Raises:
        Refused: it does not.
    """
    faults = [
        f for f in check.check(folder, spoken()) if f.severity == "error" and f.code in _BROKEN
    ]
    if faults:
        raise Refused(listed(f"{f.where}: {f.code}: {f.message}" for f in faults))


def _mark_published(root: Path, read: _Read) -> None:
    """Remember which bytes the present rules have read: of those, 'not modified' is good news."""
    rules = rules_hash(root)
    for name, page in read.pages.items():
        ref = Ref.parse(name)
        visit = visits.read(root, ref)
        mark = Published(sha256=page.record.provenance.sha256, rules=rules)
        if visit and visit.published != mark:
            visits.write(root, ref, visit.model_copy(update={"published": mark}))
