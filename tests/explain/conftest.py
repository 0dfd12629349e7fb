"""What is explained: the checkout's own page, and an office made for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import messages, sources
from pipeline.publish import release
from pipeline.review.explain import screens
from pipeline.review.explain.fact import explain_fact
from pipeline.verbs import publishing
from tests.conftest import CHECKOUT
from tests.test_agreement import declare, keep

ICONS = """Our office

JPEG 42 Sussex Drive, Ottawa, Ontario, K1M 2C9
JPEG 1 613-562-3788
JPEG 1 613 562 3785
JPEG visas@example.org

It is open on working days from nine to noon, and answers letters in both languages.
"""
LABELS = """Notre service

Adresse : 42 Sussex Drive, Ottawa, Ontario, K1M 2C9
Tél. : 1 613-562-3788
Télécopieur : 1 613 562 3785
Courriel : visas@example.org

Il est ouvert les jours ouvrables de neuf heures à midi, et répond dans les deux langues.
"""
VISIT = """Visit 👩\u200d👩\u200d👧 of the 𝔠𝔬𝔫𝔰𝔲𝔩

The 🇨🇦 office lies at 42 Sussex Drive, Ottawa, Ontario, K1M 2C9.
It serves more than 12\u00a0000\u202fcitizens — and their families 👍🏽 — in “both” languages.
Write to visa.section [at] example.org, or dial\u00a0: (613)\u00a0562‑3788.
\u202eIt\u202c says \x1b[31mred\x1b[0m, and rings \x07 on 02/11/2017.
"""


def publish(root: Path, *, kept: int = 0) -> None:
    """Read what the root keeps, and publish it."""
    publishing.publish(root, sources.load(root), [], wishes=publishing.Wishes(keep=kept))


def published(root: Path, text: str, *, name: str = "page.en", country: str = "CA") -> Path:
    """A root with one page of an office, published."""
    page, language = name.split(".")
    keep(root, "office", page, language, text)
    declare(root, "office", country, page)
    publish(root)
    return root


def screen(root: Path, name: str, columns: int = 100) -> str:
    """The explanation of a fact on a terminal without colours."""
    return screens.as_screen(explain_fact(root, name), columns, colour=False)


def fact(root: Path, wanted: str) -> str:
    """The id of the one fact that holds these words."""
    (found,) = [row["id"] for row in release.rows(root, "entities") if wanted in row["id"]]
    return found


def row(root: Path, wanted: str, name: str) -> str:
    """One row of the screen of the fact whose id holds these words, as one line."""
    told, here = list[str](), False
    for line in screen(root, fact(root, wanted), 400).splitlines()[3:]:
        if not line.startswith(" "):
            here = line.startswith(name)
        if here:
            told.append(line.removeprefix(name).strip())
    return " ; ".join(told)


@pytest.fixture(scope="session")
def homeland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout's own page, as it is committed."""
    root = tmp_path_factory.mktemp("homeland")
    for folder in ("raw", "processed"):
        shutil.copytree(CHECKOUT / folder, root / folder)
    return root


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a contact page in two languages, and a page that writes oddly."""
    root = tmp_path_factory.mktemp("office")
    keep(root, "office", "contact", "en", ICONS)
    keep(root, "office", "contact", "fr", LABELS)
    keep(root, "office", "visit", "en", VISIT)
    declare(root, "office", "CA", "contact", "visit")
    publish(root)
    return root


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a test speaks, the next one is told in English."""
    yield
    messages.speak("en")
