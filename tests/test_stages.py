"""Stages: each second belongs to one, the innermost; nobody listens, nobody counts."""

from __future__ import annotations

import itertools

import pytest

from pipeline import sources, stages
from pipeline.model import Page
from pipeline.read import read
from pipeline.records import Provenance, record
from pipeline.stages import stage


@stage("inner")
def inner() -> str:
    return "done"


def ticking() -> stages.Clock:
    """A clock that is a second later each time that somebody looks."""
    ticks = itertools.count()
    return lambda: next(ticks)


def test_a_stage_inside_another_spends_its_own_time() -> None:
    with stages.spent(ticking()) as seconds, stage("outer"):
        assert inner() == "done"
        inner()
    assert seconds == {"outer": 3, "inner": 2}


def test_a_stage_that_fails_is_closed() -> None:
    with stages.spent(ticking()) as seconds:
        with pytest.raises(ValueError, match="no"), stage("outer"):
            raise ValueError("no")
        inner()
    assert seconds == {"outer": 1, "inner": 1}


def test_what_ran_before_and_after_is_not_heard() -> None:
    with stage("around"):
        with stages.spent(ticking()) as seconds:
            inner()
        inner()
    assert seconds == {"inner": 1}


def test_the_innermost_listener_hears() -> None:
    with stages.spent(ticking()) as outer:
        with stages.spent(ticking()) as within:
            inner()
        inner()
    assert (outer, within) == ({"inner": 1}, {"inner": 1})


def test_a_page_goes_through_all_stages() -> None:
    given = Provenance(
        url="", media_type="text/plain", charset="", sha256="", size=0, raw="", unknown=()
    )
    with stages.spent() as seconds:
        document = read(Page("Tel.: 613 562-3788, 76 embassies"), sources.packaged().sites["any"])
        record(document, "office/page.en", given, with_text=False)
    kinds = ["emails", "phones", "addresses", "dates", "counts"]
    flow = ["reading", "artifacts", "languages", "sections", *kinds, "findings", "record"]
    assert list(seconds) == flow
    assert all(took > 0 for took in seconds.values())


def test_a_table_begins_with_the_costliest() -> None:
    assert list(stages.table({"parse": 0.25, "dates": 0.75})) == [
        "dates            0.75 s  75.0%",
        "parse            0.25 s  25.0%",
    ]
