"""The making of a release, page by page: its files, its tables, what changed since the last one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import orjson

from pipeline import records
from pipeline.publish import agreement, offices, schemas
from pipeline.publish.book import Book
from pipeline.publish.draft import Draft
from pipeline.publish.offices import Note, Sayings
from pipeline.publish.rows import ChangelogRow, Harvest, StatusRow
from pipeline.publish.settling import Settled
from pipeline.records import Failure, PageRecord
from pipeline.review.change import Change
from pipeline.review.diff import compare, compare_page
from pipeline.review.releases import Unwritten
from pipeline.verbs.former import Former, Page

_BATCH = 500
Told = TypeVar("Told")


@dataclass(slots=True)
class Figures:
    """How much a release holds, and of pages that are followed how many are in which state.

    `followed` are the sources of the latter.
    """

    pages: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    followed: set[str] = field(default_factory=set)

    def add(self, record: PageRecord) -> None:
        """A page more."""
        self.pages += 1
        self.facts.update(entity.kind for entity in record.entities)
        self.findings.update(finding.severity for finding in record.findings)

    def follow(self, row: StatusRow) -> None:
        """A page that is followed."""
        self.states[row.state] += 1
        self.followed.add(row.source)


class Making:
    """A release while it is being made.

    `several` offices may say the same with other numbers; only then is it remembered who says what.
    `compared` tells whether anybody asks what changed.
    """

    def __init__(self, draft: Draft, former: Former, *, several: bool, compared: bool) -> None:
        """Nothing is in it yet."""
        self.figures = Figures()
        self._draft = draft
        self._book = Book(draft)
        self._former = former
        self._several = several
        self._compared = compared
        self._said = Sayings(draft.scratch(offices.SHAPE))
        self._names = draft.names("made")
        self._changes: dict[str, list[Change]] = {}

    def add(self, settled: Settled, former: dict[str, Page]) -> None:
        """A page in all its versions; `former` is what is published of them now."""
        pages = {name: (offices.without_notes(p[0]), p[1]) for name, p in settled.pages.items()}
        for name, (record, text) in pages.items():
            self._write(record)
            self._draft.add(f"{name}.txt", text.encode())
            self.figures.add(record)
            self._names.add(name)
            if self._several:
                self._said.add(name, offices.said_in(record, text))
            self._compare(former.get(name), (record, text))
        self._book.add(
            Harvest(
                records=[record for record, _ in pages.values()],
                pairs=list(agreement.pair_rows(settled.pairs)),
                agreement=list(agreement.agreement_rows(settled.pairs)),
            )
        )

    def tell_failures(self, failures: Iterable[Failure]) -> None:
        """The pages of which nothing new is published."""
        for found in _by_page(failures):
            self._book.add(Harvest((), failures=found))

    def tell_state(self, rows: Iterable[StatusRow]) -> None:
        """How following the pages of a source goes."""
        for some in _batches(rows):
            self._book.add_to("status", Harvest((), status=some))
            for row in some:
                self.figures.follow(row)

    def tell_accepted(self, rows: Iterable[ChangelogRow]) -> None:
        """What was let through of the pages of a source."""
        for some in _batches(rows):
            self._book.add_to("changelog", Harvest((), changelog=some))

    def finish(self, failures: Sequence[Failure]) -> list[Change]:
        """Write what only all pages tell, and the tables; what changed since the last release.

        Raises:
            Refused: an id stands twice, or something does not fit its schema.
        """
        for name, notes in offices.notes(self._said).items():
            self._note(name, notes)
        self._book.finish()
        return self._all_changes(failures) if self._compared else []

    def _write(self, record: PageRecord) -> None:
        self._draft.add(f"{record.id}.json", schemas.dump(record.model_dump(mode="json")))

    def _page(self, name: str) -> Page:
        """A page that was added."""
        record = PageRecord.model_validate(orjson.loads(self._draft.read(f"{name}.json")))
        return record, self._draft.read(f"{name}.txt").decode()

    def _note(self, name: str, notes: Sequence[Note]) -> None:
        """A page with notes on what other offices say."""
        record, text = self._page(name)
        noted = offices.with_notes(record, text, notes)
        self._write(noted)
        self._book.replace("pages", Harvest([noted]))
        only = records.with_findings(noted, lambda finding: finding.code == offices.CODE)
        self._book.add_to("findings", Harvest([only]))
        self.figures.findings["note"] += len(notes)
        self._compare(self._former.pages({name}).get(name), (noted, text))

    def _compare(self, old: Page | None, new: Page) -> None:
        if old and self._compared:
            changes = list(compare_page(old, new))
            if changes or new[0].id in self._changes:  # of pages with notes there are two versions
                self._changes[new[0].id] = changes

    def _all_changes(self, failures: Sequence[Failure]) -> list[Change]:
        """The changes of all pages; those that only one release has are held in memory."""
        gone = self._former.pages(n for n in self._former.names if n not in self._names)
        come = {n: self._page(n) for n in self._names if n not in self._former.names}
        old = Unwritten.of("former", gone, self._former.failures)
        new = Unwritten.of("new", come, failures)
        both = [c for name in sorted(self._changes) for c in self._changes[name]]
        return sorted([*both, *compare(old, new)], key=lambda change: change.page)


def _batches(rows: Iterable[Told]) -> Iterator[list[Told]]:
    """Rows in order, no more than a few hundred at once in memory."""
    left = iter(rows)
    while some := list(itertools.islice(left, _BATCH)):
        yield some


def _by_page(failures: Iterable[Failure]) -> Iterable[list[Failure]]:
    found: dict[str, list[Failure]] = {}
    for failure in failures:
        found.setdefault(failure.id, []).append(failure)
    return found.values()
