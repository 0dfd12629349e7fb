"""A folder of data with two offices, and whatever may happen to it between two runs."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline import run, sources
from pipeline.verbs import publishing
from pipeline.verbs.publishing import Outcome, Wishes

OFFICES = ("north", "south")
PAGES = ("contact", "visit", "about")
ENGLISH = (
    "Office {n}\n\nOur office is open to the public every day of the week but on holidays.\n"
    "Tel.: 613 562-37{n:02}\nFax: 613 562-3785\nE-mail: info{n}@example.org\n\nStaff\n\n"
    "There are {n} agents at work here since 02/11/2017, and they answer in two languages.\n"
)
FRENCH = (
    "Bureau {n}\n\nNotre bureau est ouvert au public tous les jours de la semaine, sauf les\n"
    "fêtes.\nTél. : 613 562-37{n:02}\nTéléc. : 613 562-3785\nCourriel : info{n}@example.org\n\n"
    "Personnel\n\n"
    "Il y a {n} agents au travail ici depuis le 2 novembre 2017, et ils répondent à tous.\n"
)
SOURCE = """
name = "{name}"
title = "An office"
site = "{site}"
country = "CA"
languages = ["en", "fr"]
"""
PAGE = """
[[pages]]
id = "{page}"
urls = {{ en = "https://{name}.example/{page}", fr = "https://{name}.example/fr/{page}" }}
expect = {{ phone = {{ min = 0, max = {most} }} }}
"""
SITE = """
name = "template"
date_order = "{order}"
[[artifacts]]
name = "icon"
cause = "The alternative text of an icon."
pattern = "^{icon}$"
examples = ["{icon}"]
never = ["the {icon} standard"]
"""
VISIT = """
url = "https://{name}.example/{page}"
outcome = "same"
run = {run}
[[remarks]]
code = "canonical-elsewhere"
details = {{ canonical = "https://{name}.example/{run}", url = "https://x.example/" }}
"""


@dataclass
class World:
    """The folder, and the dice that say what happens to it."""

    root: Path
    dice: random.Random

    @classmethod
    def of(cls, root: Path, seed: int = 1) -> World:
        """All pages, none of them read yet."""
        world = cls(root, random.Random(seed))  # noqa: S311 - variety, no secret
        for folder in ("sources", "sites"):
            (root / folder).mkdir(parents=True)
        for number, name in enumerate(OFFICES):
            world.declare(name)
            for place, page in enumerate(PAGES):
                for language in ("en", "fr"):
                    world.keep(name, page, language, 10 + 3 * number + place)
        world.rule()
        return world

    def declare(self, name: str, most: int = 9, pages: Sequence[str] = PAGES) -> None:
        told = [PAGE.format(page=page, name=name, most=most) for page in pages]
        site = "template" if name == OFFICES[0] else "ambafrance"
        text = SOURCE.format(name=name, site=site) + "".join(told)
        (self.root / "sources" / f"{name}.toml").write_text(text, "utf-8")

    def rule(self, order: str = "dmy", icon: str = "ICON") -> None:
        text = SITE.format(order=order, icon=icon)
        (self.root / "sites" / "template.toml").write_text(text, "utf-8")

    def keep(self, name: str, page: str, language: str, number: int) -> None:
        raw = (ENGLISH if language == "en" else FRENCH).format(n=number).encode()
        file = self.root / "raw" / name / f"{page}.{language}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
        sha256 = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        told = f'url = "https://{name}.example/{language}/{page}"\nmedia_type = "text/plain"\n'
        told += f'charset = "utf-8"\nsize = {len(raw)}\nsha256 = "{sha256}"\n'
        file.with_suffix(".toml").write_text(told, "utf-8")

    def publish(self, *names: str, **wishes: Any) -> Outcome:
        given = Wishes(**wishes)
        made = publishing.publish(self.root, sources.load(self.root), names, wishes=given)
        assert not list(self.root.rglob("*.part"))
        return made

    def from_nothing(self, folder: Path) -> World:
        """The same folder, in which nothing is kept of what was read."""
        shutil.copytree(self.root, folder, ignore=shutil.ignore_patterns(".extracted"))
        return World(folder, self.dice)

    def something_happens(self) -> str:
        """One of all that may happen; its name."""
        act = self.dice.choice(ACTS)
        act(self)
        return act.__name__.strip("_")

    def any_file(self, pattern: str) -> Path | None:
        found = sorted(f for f in self.root.glob(pattern) if f.is_file())
        return self.dice.choice(found) if found else None


def _a_page_changes(world: World) -> None:
    name, page = world.dice.choice(OFFICES), world.dice.choice(PAGES)
    world.keep(name, page, world.dice.choice(("en", "fr")), world.dice.randrange(10, 90))


def _a_page_goes(world: World) -> None:
    file = world.any_file("raw/*/*.txt")
    if file:
        file.unlink()
        file.with_suffix(".toml").unlink()


def _bytes_are_spoilt(world: World) -> None:
    file = world.any_file("raw/*/*.txt")
    if file:
        file.write_bytes(file.read_bytes()[:-1] + b"!")  # as long as before


def _a_page_is_touched(world: World) -> None:
    file = world.any_file("raw/*/*.*")
    if file:
        os.utime(file)


def _a_source_changes(world: World) -> None:
    name = world.dice.choice(OFFICES)
    world.declare(name, world.dice.choice((0, 9)), PAGES[: world.dice.choice((2, 3))])


def _a_site_changes(world: World) -> None:
    world.rule(world.dice.choice(("dmy", "mdy")), world.dice.choice(("ICON", "Staff")))


def _a_visit_remarks(world: World) -> None:
    name, page = world.dice.choice(OFFICES), world.dice.choice(PAGES)
    text = VISIT.format(name=name, page=page, run=world.dice.randrange(1, 3))
    (world.root / "raw" / name / f"{page}.en.visit.toml").write_text(text, "utf-8")


def _an_output_is_edited(world: World) -> None:
    file = world.any_file("processed/**/*.*")
    if file:
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data.replace(b"e", b"o", 1))


def _an_output_is_lost(world: World) -> None:
    file = world.any_file("processed/**/*.*")
    if file:
        file.unlink()


def _what_is_kept_is_damaged(world: World) -> None:
    file = world.any_file(".extracted/*/*.page")
    if file:
        data = file.read_bytes()
        file.write_bytes(world.dice.choice((data[: len(data) // 2], data[:-1] + b"?", b"")))


def _what_is_kept_goes(world: World) -> None:
    shutil.rmtree(world.root / ".extracted", ignore_errors=True)


def _nothing(_: World) -> None:
    pass


ACTS: Sequence[Callable[[World], None]] = (
    _a_page_changes,
    _a_page_changes,
    _a_page_goes,
    _bytes_are_spoilt,
    _a_page_is_touched,
    _a_source_changes,
    _a_site_changes,
    _a_visit_remarks,
    _an_output_is_edited,
    _an_output_is_lost,
    _what_is_kept_is_damaged,
    _what_is_kept_goes,
    _nothing,
)


@contextmanager
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The pages that are read meanwhile."""
    found: list[str] = []
    real = run.attempt_job

    def counted(root: Path, sites: Any, job: run.Job) -> Any:
        found.append(str(job.ref))
        return real(root, sites, job)

    with monkeypatch.context() as patch:
        patch.setattr(run, "attempt_job", counted)
        yield found
