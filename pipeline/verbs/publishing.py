"""From `raw/` to `processed/`: read, guarded, compared with the last release, put in its place.

What `extract` does, and the second half of `refresh`. One page after the other is in memory, never
all of them; while this process makes one ready, workers read others.
"""

from __future__ import annotations

import functools
import itertools
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import archives as web_archives
from pipeline import run
from pipeline.engine import UNWATCHED, Engine, Watch
from pipeline.engine.serial import Serial
from pipeline.errors import Refused
from pipeline.kept import Shelf
from pipeline.messages import PUBLISHED, listed, retell, spoken, tell
from pipeline.model import Ref, source_of, stem_of
from pipeline.publish import check, release, status, tables
from pipeline.publish import draft as drafts
from pipeline.publish.draft import Draft
from pipeline.publish.guards import Objection
from pipeline.publish.rows import ChangelogRow
from pipeline.publish.settling import Settled, settle
from pipeline.records import Failure, PageRecord
from pipeline.remote import Location
from pipeline.review.change import Change
from pipeline.review.diff.tiers import with_tiers
from pipeline.rules import rules_hash
from pipeline.sources import Catalogue, Source
from pipeline.store import acceptances, visits
from pipeline.store.reviews import Decisions
from pipeline.store.visits import Published
from pipeline.verbs.former import Former
from pipeline.verbs.ledger import Ended, Ledger
from pipeline.verbs.making import Figures, Making
from pipeline.verbs.reading import Desk, shelves
from pipeline.verbs.roll import SHAPE, Roll, Versions
from pipeline.verbs.shards import Keys

_LOG = logging.getLogger(__name__)
#: What `check` may say of a folder that is never published.
_BROKEN = ("schema", "evidence", "table", "hash")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to publish: how many former releases to keep, whether to write at all.

    `decisions` are what reviewers said of single facts; the guards hear them. `excel` is a folder
    for tables for spreadsheets. `anew` reads what has not changed as well; `compared` tells whether
    the changes since the last release are asked for. Pages are read by `engine`; `watch` looks on.
    """

    decisions: Decisions = field(default_factory=Decisions)
    keep: int = 0
    dry_run: bool = False
    excel: Path | None = None
    anew: bool = False
    compared: bool = True
    engine: Engine = field(default_factory=Serial)
    watch: Watch = UNWATCHED


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made of what is kept, and whether `processed/` is another than before."""

    figures: Figures
    failures: Sequence[Failure]
    changes: Sequence[Change]
    changed: bool


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
    drafts.sweep(root, release.FOLDER)
    ledger = Ledger.of(root, names, archives, wishes.decisions)
    ended = None if wishes.anew else ledger.ended()
    if ended:
        if wishes.excel:
            _write_excel(wishes.excel, root / release.FOLDER)
        return _told_again(ended)
    chosen = run.choose(root, catalogue, names) if names or not archives else []
    with (
        _scratch(wishes) as place,
        shelves(root, place) as (shelf, into, own),
        drafts.opened(root, release.FOLDER, place) as draft,
    ):
        keys = Keys(root, catalogue.sites)
        desk = Desk(keys, catalogue, shelf, into, own, wishes.engine, wishes.watch, wishes.anew)
        roll = Roll(draft.scratch(SHAPE))
        former = Former.of(root, draft.names("former"))
        offices = frozenset(source.name for source in chosen)
        job = _Job(ledger, catalogue, wishes, roll, former, offices, not names and not archives)
        making = job.begin(draft, archives=bool(archives))
        whole = run.with_lists(root, chosen)
        objections = job.make(making, desk.read(whole, archives, roll))
        if job.everything and not wishes.dry_run:
            shelf.prune(roll)
        return job.publish(draft, making, objections)


@contextmanager
def _scratch(wishes: Wishes) -> Iterator[Path | None]:
    """A folder for all that a run writes that is to write nothing; None where it may."""
    if not wishes.dry_run:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="rectoverso-") as place:
        yield Path(place)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is read, on its way to be published; with `everything`, sources that are no more go."""

    ledger: Ledger
    catalogue: Catalogue
    wishes: Wishes
    roll: Roll
    former: Former
    chosen: Collection[str]
    everything: bool

    def begin(self, draft: Draft, *, archives: bool) -> Making:
        """A release with nothing in it yet; `archives` may hold pages of any office."""
        offices = {*self.chosen, *map(source_of, self.former.names)}
        several = archives or len(offices) > 1
        return Making(draft, self.former, several=several, compared=self.wishes.compared)

    def make(self, making: Making, pages: Iterable[Versions]) -> list[Objection]:
        """Guard and add each page as it is read, then those that only the last release has.

        What guards objected to.
        """
        objections: list[Objection] = []
        for versions in pages:
            stem = stem_of(next(iter(versions)))
            settled = self._add(making, versions, self.former.versions(stem))
            objections += settled.objections
            self.roll.note(settled.read)
        for stem, names in itertools.groupby(self.former.names, stem_of):
            if not self.roll.has_told(stem):
                self._add(making, {}, list(names))
        return objections

    def _add(self, making: Making, versions: Versions, published: Collection[str]) -> Settled:
        """Guard a page and add it, or what is published of it."""
        read = {n: what.read(n) for n, what in versions.items() if isinstance(what, Shelf)}
        before = self.former.pages({*versions, *published})
        stands = functools.partial(self._stands, versions)
        settled = settle(self.ledger.root, read, before, stands, self.wishes.decisions)
        making.add(settled, before)
        return settled

    def _stands(self, versions: Versions, record: PageRecord, refused: Collection[str]) -> bool:
        """Whether a published version stays of which nothing new is published."""
        source = source_of(record.id)
        other = source not in self.chosen
        stays = other and (not self.everything or source in self.catalogue.sources)
        failing = isinstance(versions.get(record.id), Failure) or record.id in refused
        return stays or failing or web_archives.is_archived(record)

    def publish(
        self,
        draft: Draft,
        making: Making,
        objections: Sequence[Objection],
    ) -> Outcome:
        """Tell of failures, compare with the last release, and put the new one in its place."""
        failures = self._failures(objections)
        self._tell(making, failures)
        changes = making.finish(failures)
        if self.wishes.excel:
            _write_excel(self.wishes.excel, draft)
        outcome = Outcome(
            making.figures,
            failures,
            with_tiers(changes, self.catalogue.sources),
            changed=False,
        )
        if self.wishes.dry_run:
            return outcome
        changed = draft.put(keep=self.wishes.keep, insist=_insist)
        _mark_published(self.ledger.root, self.roll.hashes())
        all_read = self.roll.published() == making.figures.pages
        at_rest = not objections and not failures and all_read
        self._remember(outcome, at_rest=at_rest or not changed)
        return replace(outcome, changed=changed)

    def _remember(self, outcome: Outcome, *, at_rest: bool) -> None:
        """Let the next run know this one again, if it would come to nothing else than this one.

        It would, where this one changed nothing; and where no guard objected, no page failed and
        every page was read: then nothing but what was read is in the release.
        """
        if not at_rest:
            self.ledger.forget()
            return
        figures = outcome.figures
        self.ledger.write(
            Ended(
                wished=self.ledger.wished,
                given=self.ledger.given,
                made=self.ledger.left(),
                pages=figures.pages,
                facts=figures.facts,
                findings=figures.findings,
                states=figures.states,
                followed=tuple(sorted(figures.followed)),
                failures=tuple(outcome.failures),
                own=len(outcome.failures) - len(self._elsewhere()),
            )
        )

    def _failures(self, objections: Sequence[Objection]) -> list[Failure]:
        """All pages of which nothing new is published, with those of sources that were not read.

        Raises:
            Refused: guards refused most pages of a source.
        """
        told = sorted(objections, key=lambda objection: self.roll.place_of(objection.page))
        held = list(_held(told))
        out = {failure.id for failure in held}
        _refuse_whole_sources((name for name in self.roll if name not in out), held, told)
        return [*self.roll.failures(), *held, *self._elsewhere()]

    def _elsewhere(self) -> list[Failure]:
        """The failures of sources that this run leaves alone."""
        others = (f for f in self.former.failures if source_of(f.id) not in self.chosen)
        return [f for f in others if source_of(f.id) in self.catalogue.sources]

    def _tell(self, making: Making, failures: Sequence[Failure]) -> None:
        """Tell of failures, and how following goes."""
        making.tell_failures(failures)
        held = {page: listed(told, PUBLISHED) for page, told in held_pages(failures).items()}
        root, before = self.ledger.root, self.former.status
        for source in run.with_lists(root, run.kept(root, self.catalogue)):
            making.tell_state(status.of_source(root, source, held, before))
            making.tell_accepted(_changelog(root, source))


def _held(objections: Sequence[Objection]) -> Iterator[Failure]:
    """A failure for each objection that holds a page back; the others are told at once."""
    for objection in objections:
        failure = objection.held()
        if failure:
            yield failure
        else:
            _LOG.warning("%s: %s", objection.page, tell("page-held", **objection.named))


def _refuse_whole_sources(
    fine: Iterable[str], held: Sequence[Failure], objections: Sequence[Objection]
) -> None:
    """Nothing, where no source lost most of its pages to guards.

    What reviewers rejected counts for none: it says nothing of the source.

    Raises:
        Refused: one did; with all that the guards said.
    """
    remain = Counter(map(source_of, fine))
    refused = {o.page for o in objections if o.guard.refuses and not o.guard.by_reviewer}
    lost = Counter(map(source_of, refused))
    if any(number > remain[source] for source, number in lost.items()):
        raise Refused(listed(f"{failure.id}: {retell(failure)}" for failure in held))
    for failure in held:
        _tell(failure)


def _tell(failure: Failure) -> None:
    held = failure.code == "page-held"
    said = tell("held-back", **failure.details) if held else retell(failure)
    _LOG.warning("%s: %s", failure.id, said)


def _told_again(ended: Ended) -> Outcome:
    """The outcome of a run that would be the last one over again, with what it said of failures."""
    for failure in ended.failures[: ended.own]:
        _tell(failure)
    figures = Figures(
        ended.pages,
        Counter(ended.facts),
        Counter(ended.findings),
        Counter(ended.states),
        set(ended.followed),
    )
    return Outcome(figures, list(ended.failures), [], changed=False)


def held_pages(
    failures: Sequence[Failure], say: Callable[[Failure], str] = lambda failure: failure.message
) -> dict[str, list[str]]:
    """The pages that guards refused, with what each objected to."""
    told: dict[str, list[str]] = {}
    for failure in failures:
        if failure.code == "page-held":
            told.setdefault(failure.id, []).append(say(failure))
    return told


def _changelog(root: Path, source: Source) -> Iterator[ChangelogRow]:
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


def _write_excel(folder: Path, there: Draft | Path) -> None:
    """The tables of a release for spreadsheets."""
    names = [f"{table.name}.csv" for table in tables.TABLES]
    files = {n: there / n if isinstance(there, Path) else there.file(n) for n in names}
    made = {name: tables.excel(file, spoken()) for name, file in files.items()}
    release.put(folder.parent, folder.name, made)


def _insist(draft: Draft) -> None:
    """Nothing, where what was written reads back as what it should be.

    Raises:
        Refused: it does not.
    """
    found = check.faults(draft.stage, spoken(), draft.fresh)
    faults = [f for f in found if f.severity == "error" and f.code in _BROKEN]
    if faults:
        raise Refused(listed(f"{f.where}: {f.code}: {f.message}" for f in faults))


def _mark_published(root: Path, hashes: Iterable[tuple[str, str]]) -> None:
    """Remember which bytes the present rules have read: of those, 'not modified' is good news."""
    rules = rules_hash(root)
    for name, sha256 in hashes:
        ref = Ref.parse(name)
        visit = visits.read(root, ref)
        mark = Published(sha256=sha256, rules=rules)
        if visit and visit.published != mark:
            visits.write(root, ref, visit.model_copy(update={"published": mark}))
