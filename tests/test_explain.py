"""Why a fact is what it is: whole screens as goldens, and what each row of them owes to whom.

`pytest --force-regen tests/test_explain.py` rewrites the goldens; a person reads the diff.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from pipeline import messages, sources
from pipeline.publish import release
from pipeline.review.explain import screens
from pipeline.review.explain.fact import explain_fact
from pipeline.verbs import publishing
from tests.conftest import CHECKOUT
from tests.test_agreement import declare, keep

HOMELAND = "ca-ambafrance/homeland-security.en"
FAX, DATE = f"{HOMELAND}#fax:+16135623785", f"{HOMELAND}#date:2017-11-02"

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
    publishing.publish(root, sources.load(root), [], keep=kept)


@pytest.fixture(scope="module")
def homeland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout's own page, as it is committed."""
    root = tmp_path_factory.mktemp("homeland")
    for folder in ("raw", "processed"):
        shutil.copytree(CHECKOUT / folder, root / folder)
    return root


@pytest.fixture(scope="module")
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
    yield
    messages.speak("en")


def screen(root: Path, name: str, columns: int = 100) -> str:
    return screens.as_screen(explain_fact(root, name), columns, colour=False)


def rows(shown: str) -> dict[str, str]:
    """The rows of a screen by their names, each as one line."""
    found: dict[str, str] = {}
    name = ""
    for line in shown.splitlines()[2:]:
        if row := re.match(r"(\w[\w ]*?) {2,}", line):
            name = row[1]
        found[name] = f"{found.get(name, '')} {line[len(name) if row else 0 :].strip()}".strip()
    return found


def fact(root: Path, wanted: str) -> str:
    """The id of the fact that opens so, of whatever page."""
    ids = [row["id"] for row in release.rows(root, "entities")]
    (found,) = [name for name in ids if wanted in name]
    return found


# --- Whole screens ------------------------------------------------------------------------------

GOLDENS = [
    ("fax-by-icon-block", "homeland", "#fax:", "en"),
    ("fax-by-icon-block-in-french", "homeland", "#fax:", "fr"),
    ("date-resolved-by-site", "homeland", "#date:2017-11-02", "en"),
    ("address", "homeland", "#address:", "en"),
    ("fax-confirmed-by-twin", "office", "contact.en#fax:", "en"),
    ("masked-email", "office", "visit.en#email:", "en"),
    ("count-with-qualifier", "office", "visit.en#count:12000", "en"),
    ("phone-among-emoji", "office", "visit.en#phone:", "en"),
]


@pytest.mark.parametrize(("name", "where", "wanted", "language"), GOLDENS, ids=lambda v: v)
def test_screen(
    name: str,
    where: str,
    wanted: str,
    language: str,
    request: pytest.FixtureRequest,
    file_regression: FileRegressionFixture,
) -> None:
    root = request.getfixturevalue(where)
    messages.speak(language)
    shown = screen(root, fact(root, wanted))
    file_regression.check(shown, extension=".txt", encoding="utf-8", basename=name)
