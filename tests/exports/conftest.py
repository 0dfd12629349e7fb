"""An office whose page says what a page of the web may say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.verbs import publishing
from tests.test_agreement import declare, keep

PAGE = "office/reach.en"
#: Astral characters, a mark that turns the reading order, an escape of terminals, separators.
TEXT = """Consulate 😀

Our office is open every day of the week, 100%, but on Sundays: closed, of course.

😀 Tel.: 613 562-3788
Fax: 613 562-37850
Télé \u202e\x1b[31m::error::x, 100%:
E-mail: info@example.org

😀 Our staff}}

There are 12 agents at work here since May 2019, and they answer in two languages.
Opened on 02/11/2017.
"""


def publish(root: Path, text: str, *, page: str = "reach", lang: str = "en") -> Path:
    """Keep a text as the office's page, and publish it."""
    keep(root, "office", page, lang, text)
    declare(root, "office", "CA", page)
    publishing.publish(root, sources.load(root), [])
    return root


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("exports") / "data", TEXT)


@pytest.fixture
def office_root(_published: Path, tmp_path: Path) -> Path:
    """That office, published, in a folder of its own."""
    return shutil.copytree(_published, tmp_path / "office")
