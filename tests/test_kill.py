"""Killed at any moment, `refresh` leaves a whole release, and the next run ends as if never killed.

`KILLS=50` kills more often; `KILL_SEED` chooses other moments.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.publish.check import check
from pipeline.store import runs, toml
from pipeline.store.visits import Visit
from tests.embassy import pages
from tests.embassy.office import DAY, EPOCH, Office
from tests.embassy.site import Embassy

KILLS = int(os.environ.get("KILLS", "8"))
FIRST_KILLS = KILLS // 3 or 1
SEED = int(os.environ.get("KILL_SEED", "4"))
PAGES = 6
NOW = EPOCH + DAY
LIST = "/-Articles-"  # nothing is kept of a list: it is read again

#: Laid under a run, this counts what it makes durable, and ends it before the n-th such step.
STEPS = """
import os, signal
taken = 0
def counted(real):
    def step(*arguments, **named):
        global taken
        taken += 1
        if taken == {limit}:
            os.kill(os.getpid(), signal.SIGKILL)
        with open({log!r}, "a") as out:
            out.write(real.__name__ + "\\n")
        return real(*arguments, **named)
    return step
for name in ("fsync", "replace", "rename", "link", "unlink", "rmdir", "mkdir"):
    setattr(os, name, counted(getattr(os, name)))
"""


@dataclass(frozen=True)
class Undisturbed:
    """An office as it stands before a run that is killed, and what a whole refresh makes of it.

    Either nothing was ever asked of it, or it was published and its pages have changed.
    """

    embassy: Embassy
    before: Path
    release: dict[str, bytes]
    seconds: float
    requests: int
    steps: int


def put(embassy: Embassy, number: int, version: str, **content: Any) -> None:
    embassy.twin_pages(f"/Page-{number}", f"/La-page-{number}", version=version, **content)


def copied(source: Path, target: Path) -> Office:
    shutil.copytree(source, target, symlinks=True)
    return Office(target)


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    with undisturbed(tmp_path_factory.mktemp("later"), published=True) as world:
        yield world


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    with undisturbed(tmp_path_factory.mktemp("first"), published=False) as world:
        yield world


@contextlib.contextmanager
def undisturbed(folder: Path, *, published: bool) -> Iterator[Undisturbed]:
    (folder / "before").mkdir()
    office = Office(folder / "before")
    with Embassy.open(folder / "embassy") as embassy:
        declared = {}
        for number in range(PAGES):
            put(embassy, number, "1")
            urls = {"en": f"/Page-{number}", "fr": f"/La-page-{number}"}
            declared[f"page-{number}"] = {k: embassy.url(path) for k, path in urls.items()}
        del declared["page-0"]["fr"]  # the page itself tells it
        articles = [f"/Article-{number}" for number in range(3)]
        for path in articles:
            embassy.page(path, pages.article(title=path[1:]), etag='"1"')
        embassy.page(LIST, pages.rubric("en", "Articles", articles[:2]))
        listed = {"start": embassy.url(LIST), "language": "en", "follow": "/Article-"}
        office.declare(declared, fetch={"retries": 0}, crawl=[listed])
        if published:
            done = office.run("refresh")
            assert done.returncode == 0, done.stderr
        for number in range(0, PAGES, 2):
            put(embassy, number, "2", block=pages.contact(phone=f"1 613-562-370{number}"))
        embassy.page(LIST, pages.rubric("en", "Articles", articles[1:]))
        embassy.gone("/Page-1")
        embassy.page("/Page-3", pages.article(text="Nearly all has gone."), etag='"2"')
        embassy.forget()

        watched = copied(office.root, folder / "watched")
        log = folder / "steps"
        watched.before = STEPS.format(limit=0, log=str(log))
        began = time.monotonic()
        code = watched.run("refresh", epoch=NOW).returncode
        seconds = time.monotonic() - began
        assert code == 5
        requests = len(embassy.requests())
        yield Undisturbed(
            embassy,
            office.root,
            watched.processed(),
            seconds,
            requests,
            len(log.read_text().splitlines()),
        )


def kill(office: Office, world: Undisturbed, number: int, of: int) -> tuple[str, bool]:
    """Run `refresh` and end it at one of so many moments; which one that was, and if in time.

    The moments are spread over the run: by what it made durable, by the requests that were
    served, by the time that passed.
    """
    chance = random.Random(SEED * 1000 + number)  # noqa: S311 - moments, no secrets
    share = (number // 3 + chance.random()) / ((of + 2) // 3)
    way = ("steps", "requests", "seconds")[number % 3]
    step = 1 + int(share * world.steps) if way == "steps" else 0
    office.before = STEPS.format(limit=step, log=str(office.root.parent / "steps"))
    with office.start("refresh", epoch=NOW) as run:
        if way == "requests":
            wanted = 1 + int(share * world.requests)
            while run.poll(0.001) is None and len(world.embassy.requests()) < wanted:
                pass
        else:
            run.poll(60 if way == "steps" else share * world.seconds)
        run.send(signal.SIGKILL)
        code = run.wait().returncode
    return f"{way} {share:.2f}, exit code {code}", code == -signal.SIGKILL


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_at_any_moment_harms_nothing(
    later: Undisturbed, tmp_path: Path, number: int
) -> None:
    harms_nothing(later, tmp_path, number, KILLS)


@pytest.mark.parametrize("number", range(FIRST_KILLS))
def test_a_kill_of_the_first_run_harms_nothing(
    first: Undisturbed, tmp_path: Path, number: int
) -> None:
    harms_nothing(first, tmp_path, number, FIRST_KILLS)


def harms_nothing(world: Undisturbed, folder: Path, number: int, of: int) -> None:
    embassy = world.embassy
    embassy.forget()
    office = copied(world.before, folder / "office")
    old = office.processed()
    moment, in_time = kill(office, world, number, of)

    there = office.processed()
    assert there in (old, world.release), f"neither the old release nor the new: {moment}"
    faults = check(office.root / "processed") if there else []
    known = ("page-held", "page-unreadable")
    assert not [f for f in faults if f.severity == "error" and f.code not in known], moment
    if not in_time:
        assert there == world.release
        return

    asked = Counter(r.path for r in embassy.requests() if r.whole)
    have = dealt_with(office)
    embassy.forget()
    office.before = ""
    done = office.run("refresh", epoch=NOW)
    assert done.returncode == 5, (moment, done.stderr)
    assert office.processed() == world.release, moment
    again = {path for path in embassy.paths() if path in asked and path != LIST}
    assert not again & have, f"fetched again what it had: {moment}"
    assert len(again) <= 2, f"fetched again more than was under way: {moment}"
    names = (".aside", ".next", ".processed-")
    left = [p.name for p in office.root.rglob("*") if any(name in p.name for name in names)]
    assert left == [], moment
    assert not dealt_with(office)


def dealt_with(office: Office) -> set[str]:
    """The paths of the pages that the killed run had dealt with, as `raw/` says."""
    run = toml.read(office.root / "raw" / "run.toml", runs.Run)
    if run is None or run.finished:
        return set()
    files = (office.root / "raw" / office.name).glob("*.visit.toml")
    seen = [visit for file in files if (visit := toml.read(file, Visit))]
    return {urlsplit(visit.url).path for visit in seen if run.made(visit)}
