"""The roll of a run: versions in any order of their reading, pages in the order of the roll."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.kept import Shelf
from pipeline.model import Ref
from pipeline.records import Failure
from pipeline.run import Job
from pipeline.scratch import scratch
from pipeline.verbs.roll import SHAPE, Roll

KEPT, ARCHIVED = Shelf(Path("kept")), Shelf(Path("archived"))


@pytest.fixture
def roll() -> Iterator[Roll]:
    with scratch(SHAPE) as base:
        yield Roll(base)


def job(page: str, lang: str) -> Job:
    return Job(Ref("office", page, lang), f"raw/{page}", "any", "CA", ("en", "fr"), {}, (lang,))


def failure(name: str) -> Failure:
    return Failure.unreadable(name, "hung", {})


def test_a_page_is_taken_when_its_last_version_is_read(roll: Roll) -> None:
    for page in ("one", "two"):
        for lang in ("en", "fr"):
            roll.plan(job(page, lang))
    assert [(place, j.file) for place, j in roll.to_read()] == [
        (1, "raw/one"),
        (2, "raw/one"),
        (3, "raw/two"),
        (4, "raw/two"),
    ]
    roll.settle(3, KEPT)
    roll.settle(2, failure("office/one.fr"))
    assert roll.take(3) is None
    roll.settle(1, KEPT)
    assert roll.take(1) == {"office/one.en": KEPT, "office/one.fr": failure("office/one.fr")}
    assert roll.take(2) is None, "it was told"
    assert [stem for stem in ("office/one", "office/two") if roll.has_told(stem)] == ["office/one"]
    roll.settle(4, KEPT)
    assert [list(page) for page in roll.rest()] == [["office/two.en", "office/two.fr"]]
    assert not list(roll.rest())


def test_what_an_archive_holds_counts_where_it_could_be_read(roll: Roll) -> None:
    roll.add("office/one.en", KEPT)
    roll.add("office/two.en", KEPT)
    roll.add("office/one.en", ARCHIVED)
    roll.add("office/two.en", failure("office/two.en"))
    assert list(roll.rest()) == [{"office/one.en": ARCHIVED}, {"office/two.en": KEPT}]
    assert list(roll) == ["office/one.en", "office/two.en"]
    assert roll.failures() == [failure("office/two.en")]


def test_what_could_not_be_read_has_no_place(roll: Roll) -> None:
    roll.add("office/gone.en", failure("office/gone.en"))
    roll.add("office/one.en", KEPT)
    assert "office/one.en" in roll
    assert "office/gone.en" not in roll
    assert roll.place_of("office/one.en") == 2


def test_hashes_are_of_what_is_published(roll: Roll) -> None:
    roll.add("office/one.en", KEPT)
    roll.add("office/two.en", KEPT)
    roll.note({"office/two.en": "sha256:0"})
    assert list(roll.hashes()) == [("office/two.en", "sha256:0")]
    assert roll.published() == 1
