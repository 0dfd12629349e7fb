"""The passing database: it is where it is told to be, gone in the end, and says what went wrong."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pipeline.scratch import Names, scratch

SHAPE = "create table row (line text)"
TITLES = st.sampled_from("ab")
NAMES = st.text("a/.é\U0001f600", min_size=1, max_size=4)


def test_it_is_gone_in_the_end(tmp_path: Path) -> None:
    with scratch(SHAPE, prefix=".office-", folder=tmp_path) as base:
        base.execute("insert into row values ('a')")
        assert [folder.name[:8] for folder in tmp_path.iterdir()] == [".office-"]
        assert base.execute("select line from row").fetchall() == [("a",)]
    assert not list(tmp_path.iterdir())


def fill(folder: Path) -> None:
    with scratch(SHAPE, folder=folder) as base:
        base.execute("pragma max_page_count = 4")
        base.execute("insert into row values (?)", ("x" * 100_000,))


def test_a_full_disk_is_told_as_the_system_tells_it(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device"):
        fill(tmp_path)
    assert not list(tmp_path.iterdir())


class Sets(RuleBasedStateMachine):
    """Two sets of names in one database, beside two that Python has."""

    def __init__(self) -> None:
        super().__init__()
        self.until = ExitStack()
        base = self.until.enter_context(scratch(""))
        self.kept = {title: Names(base, title) for title in "ab"}
        self.known: dict[str, set[str]] = {title: set() for title in "ab"}

    @rule(title=TITLES, name=NAMES)
    def add(self, title: str, name: str) -> None:
        self.kept[title].add(name)
        self.known[title].add(name)

    @rule(title=TITLES, name=NAMES)
    def discard(self, title: str, name: str) -> None:
        self.kept[title].discard(name)
        self.known[title].discard(name)

    @rule(title=TITLES, prefix=NAMES)
    def look(self, title: str, prefix: str) -> None:
        known = self.known[title]
        assert (prefix in self.kept[title]) == (prefix in known)
        told = list(self.kept[title].that_begin(prefix))
        assert told == sorted(name for name in known if name.startswith(prefix))

    @invariant()
    def tell_the_same(self) -> None:
        for title, known in self.known.items():
            assert list(self.kept[title]) == sorted(known)
            assert len(self.kept[title]) == len(known)

    def teardown(self) -> None:
        self.until.close()


TestSets = Sets.TestCase
TestSets.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
