"""What the tests of the report share: one browser, a report with a history, one that means harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipeline.review.report import build
from tests.report.browser import Reader, chromium
from tests.report.offices import Offices
from tests.report.samples import TITLE, history, hostile, published, write


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed behind these tests: no other may run beside the loop that drives it."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """A reader with a browser that has kept nothing yet; nothing may go wrong in it."""
    context = browser.new_context(accept_downloads=True, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    found = Reader(context)
    yield found
    context.close()
    assert found.complaints == []


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Offices:
    return history(tmp_path_factory.mktemp("history"))


@pytest.fixture(scope="session")
def report(offices: Offices) -> Path:
    return write(offices, offices.root / "report.html", old="000001")


@pytest.fixture(scope="session")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Offices:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def harmful_report(harmful: Offices) -> Path:
    """The pages that mean harm, one of them with a title that does."""
    release = published(harmful)
    pages = dict(release.pages)
    pages["hostile/link.en"] = pages["hostile/link.en"].model_copy(update={"title": TITLE})
    file = harmful.root / "report.html"
    file.write_text(build.report(replace(release, pages=pages)), encoding="utf-8")
    return file
