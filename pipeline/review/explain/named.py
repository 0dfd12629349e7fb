"""What is meant by an id; where there is nothing of it, what it may have been meant to be."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.messages import tell
from pipeline.publish import release
from pipeline.records import EntityRecord, PageRecord

#: So few ids are all told; of more, how many of which kind, and those that are near.
_FEW, _NEAR = 8, 5
_LIKE = 0.5


def page_of(root: Path, name: str) -> tuple[PageRecord, str]:
    """The published page of an id, and its text.

    Raises:
        StoreError: there is none; it names near ones.
    """
    page = name.partition("#")[0]
    found = release.held(root, [page])
    if not found:
        there = release.published(root)
        raise StoreError(tell("no-such-page", name=page, there=_choice(page, there)))
    return found[0]


def fact_of(root: Path, name: str) -> tuple[PageRecord, str, EntityRecord]:
    """The published fact of an id, with its page and text.

    Raises:
        StoreError: there is none; it says what the page has.
    """
    record, text = page_of(root, name)
    known = {e.id: e for e in record.entities}
    if name not in known:
        _refuse_others(record, name)
        told = _counted(e.kind for e in record.entities)
        there = _choice(name, list(known))
        raise StoreError(tell("no-such-fact", name=name, page=record.id, told=told, there=there))
    return record, text, known[name]


def _refuse_others(record: PageRecord, name: str) -> None:
    """Nothing, where an id is none of a section or an artifact.

    Raises:
        StoreError: it is; it says how to ask for its rule.
    """
    others = {s.id: s.rule for s in record.sections} | {a.id: a.rule for a in record.artifacts}
    if name in others:
        raise StoreError(tell("no-fact-but", name=name, rule=others[name]))


def near(name: str, there: Iterable[str]) -> list[str]:
    """The names that are most like one, the likest first; of ids, what follows the page counts."""
    own = {_own_part(one): one for one in there}
    return [own[like] for like in difflib.get_close_matches(_own_part(name), own, _NEAR, _LIKE)]


def _own_part(name: str) -> str:
    page, mark, own = name.partition("#")
    return own if mark else page


def _choice(name: str, there: Sequence[str]) -> str:
    """All names where they are few, else the near ones."""
    chosen = there if len(there) <= _FEW else near(name, there)
    return ", ".join(chosen)


def _counted(kinds: Iterable[str]) -> str:
    counted = sorted(Counter(kinds).items())
    return ", ".join(tell("counted-kind", number=number, kind=kind) for kind, number in counted)
