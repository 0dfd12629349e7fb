"""A fact over the kept releases: since which it says what it says, and what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson

from pipeline.publish.release import RELEASES
from pipeline.records import EntityRecord, PageRecord
from pipeline.review import releases
from pipeline.review.explain.twin import title_of

#: The present release, where kept ones are numbers.
PRESENT = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What releases said, one after another, without a change: from `first` to `last`.

    Releases are the numbers of kept ones, `PRESENT` the present one. `sha256` and `fetched` are of
    the bytes of `first`. Without a fact, these releases did not have it; `unread` says that another
    version wrote them.
    """

    first: str
    last: str
    fact: EntityRecord | None = None
    sha256: str = ""
    fetched: str = ""
    unread: bool = False


def history(root: Path, record: PageRecord, fact: EntityRecord) -> list[Step]:
    """The steps of a fact, the newest first; of the kept releases down to the first without it."""
    steps = [_step(PRESENT, record, fact)]
    newer, mine = record, fact
    for number in reversed(releases.numbers(root)):
        older = _page(root / RELEASES / number, record.id)
        known = mate(older, newer, mine) if isinstance(older, PageRecord) else None
        step = _step(number, older, known)
        if _says(step) == _says(steps[-1]):
            steps[-1] = Step(number, steps[-1].last, known, step.sha256, step.fetched)
        else:
            steps.append(step)
        if known is None or not isinstance(older, PageRecord):
            break
        newer, mine = older, known
    return steps


def _step(number: str, page: PageRecord | str, fact: EntityRecord | None) -> Step:
    if isinstance(page, PageRecord):
        return Step(number, number, fact, page.provenance.sha256, page.provenance.fetched)
    return Step(number, number, unread=page == _UNREAD)


_UNREAD, _ABSENT = "unread", "absent"


def _page(folder: Path, page: str) -> PageRecord | str:
    """A page of a kept release; else whether it is absent there or not to be read."""
    try:
        return PageRecord.model_validate(orjson.loads((folder / f"{page}.json").read_bytes()))
    except FileNotFoundError:
        return _ABSENT
    except ValueError:
        return _UNREAD


def _says(step: Step) -> tuple[str, ...]:
    fact = step.fact
    return (fact.value, fact.kind, fact.rule, fact.basis, fact.text) if fact else ()


def mate(older: PageRecord, newer: PageRecord, fact: EntityRecord) -> EntityRecord | None:
    """What an older record of a page says in the place of a fact of the newer one.

    The same id, or what says the same; else of those that the newer one no longer has, of the same
    kind and section, the one in the same order.
    """
    same = [e for e in older.entities if e.id == fact.id]
    same += [e for e in older.entities if e.value == fact.value]
    if same:
        return same[0]
    home = fact.kind, title_of(newer, fact)
    gone, come = _only(older, newer, home), _only(newer, older, home)
    place = come.index(fact)
    return gone[place] if place < len(gone) else None


def _only(one: PageRecord, other: PageRecord, home: tuple[str, str]) -> list[EntityRecord]:
    """The facts of a kind in a section that only one of two records has, in text order."""
    known = {e.id for e in other.entities}
    return [e for e in one.entities if (e.kind, title_of(one, e)) == home and e.id not in known]
