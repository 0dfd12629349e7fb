"""Thirty hand-made edits of pages: each is told as what it is, with its cause, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.review.diff.review import review
from tests.edits import Case, cases, release, told, write

CASES = cases()


@pytest.fixture
def roots(tmp_path: Path, case: Case) -> tuple[Path, Path]:
    """The folders of data before and after an edit."""
    write(tmp_path / "old", case.old(), case)
    write(tmp_path / "new", case.new())
    return tmp_path / "old", tmp_path / "new"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_edit_is_told_as_what_it_is(case: Case, roots: tuple[Path, Path]) -> None:
    old, new = map(release, roots)
    assert told(review(old, new, sources.load(roots[1]))) == list(case.expect)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_edit_is_told_where_the_old_bytes_are_gone(case: Case, roots: tuple[Path, Path]) -> None:
    old, new = map(release, roots)
    expected = case.expect if case.gone is None else case.gone
    assert told(review(replace(old, root=None), new, sources.load(roots[1]))) == list(expected)


def test_there_are_thirty_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 30
    assert max(Counter(case.name for case in CASES).values()) == 1
