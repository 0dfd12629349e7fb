"""A fact over the kept releases: since which it says what it says, and what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson

from pipeline.publish.draft import RELEASES
from pipeline.records import EntityRecord, PageRecord
from pipeline.review import releases
from pipeline.review.diff.facts import former
from pipeline.review.diff.version import Version

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


def history(root: Path, record: PageRecord, text: str, fact: EntityRecord) -> list[Step]:
    """The steps of a fact, the newest first; of the kept releases down to the first without it.

    Which fact of a release is which of the next one is what `diff` says of the two.
    """
    newer, mine = Version.of(record, text), fact
    steps = [_step(PRESENT, newer, fact)]
    for number in reversed(releases.numbers(root)):
        older = _page(root / RELEASES / number, record.id)
        known = former(older, newer, mine) if isinstance(older, Version) else None
        step = _step(number, older, known)
        if _says(step) == _says(steps[-1]):
            steps[-1] = Step(number, steps[-1].last, known, step.sha256, step.fetched)
        else:
            steps.append(step)
        if known is None or not isinstance(older, Version):
            break
        newer, mine = older, known
    return steps


def _step(number: str, page: Version | str, fact: EntityRecord | None) -> Step:
    if isinstance(page, Version):
        said = page.record.provenance
        return Step(number, number, fact, said.sha256, said.fetched)
    return Step(number, number, unread=page == _UNREAD)


_UNREAD, _ABSENT = "unread", "absent"


def _page(folder: Path, page: str) -> Version | str:
    """A page of a kept release; else whether it is absent there or not to be read."""
    try:
        record = PageRecord.model_validate(orjson.loads((folder / f"{page}.json").read_bytes()))
        return Version.of(record, (folder / f"{page}.txt").read_bytes().decode())
    except FileNotFoundError:
        return _ABSENT
    except ValueError:
        return _UNREAD


def _says(step: Step) -> tuple[str, ...]:
    fact = step.fact
    return (fact.value, fact.kind, fact.rule, fact.basis, fact.text) if fact else ()
