"""How large the report is, and how fast a browser opens it and stays.

    python benchmarks/report.py [--pages 1 50 500] [--rounds N] [--json]

The pages are the gold pairs of the tests with other numbers, always the same ones; one in twenty
changed since the release before. A report is opened from the disk in headless Chromium, in a
profile of its own each time.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.report.browser import chromium  # noqa: E402 - benchmarks run from a checkout
from tests.report.offices import LANGUAGES, Offices, gold_pairs  # noqa: E402
from tests.report.samples import published, write  # noqa: E402

_NUMBER = re.compile(r"\d{4,}")
_CHANGED = 20
#: Pairs of which a guard holds a side: what it says is in the other language.
_HELD = ("17", "104", "202")
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


def _varied(text: str, seed: int) -> str:
    """A text whose long numbers end otherwise, the same number always the same way."""

    def other(found: re.Match[str]) -> str:
        ending = random.Random(f"{seed} {found[0]}").randrange(100)  # noqa: S311 - no secret
        return f"{found[0][:-2]}{ending:02}"

    return _NUMBER.sub(other, text)


def fill(offices: Offices, count: int, *, changed: bool = False) -> None:
    """So many pages, two languages to an address; every twentieth is another where `changed`."""
    pairs = [pair for number, pair in gold_pairs().items() if number not in _HELD]
    for number in range((count + 1) // 2):
        country, texts = pairs[number % len(pairs)]
        seed = number + (1000 if changed and number % _CHANGED == 0 else 0)
        kept = LANGUAGES if count > 1 else LANGUAGES[:1]
        told = {code: _varied(texts[code], seed) for code in kept}
        offices.page(f"office-{number % 40}/page-{number}", told, country)


def make(root: Path, count: int) -> tuple[Path, int, int]:
    """The report on so many pages, with how many were published and how long their texts are."""
    offices = Offices(root)
    fill(offices, count)
    offices.publish(keep=1)
    fill(offices, count, changed=True)
    offices.publish(keep=1)
    release = published(offices)
    size = sum(len(release.text(name).encode()) for name in release.pages)
    return write(offices, root / "report.html", "latest"), len(release.pages), size


def _seconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def opened(browser: Browser, report: Path) -> dict[str, float]:
    """Seconds until the overview, a page, and the answer to a search over all pages are drawn."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()

    def drawn(step: Callable[[Page], object]) -> float:
        return _seconds(lambda: (step(page), page.evaluate(_DRAWN)))

    def first(page: Page) -> None:
        page.goto(report.as_uri())
        page.wait_for_selector("#title")

    told = {
        "open": drawn(first),
        "next item": drawn(lambda page: page.keyboard.press("j")),
        "search": drawn(lambda page: page.locator("#search").fill("officers")),
    }
    context.close()
    return told


def measure(count: int, rounds: int) -> dict[str, float]:
    """The figures for so many pages."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        report, pages, size = make(Path(folder), count)
        times = [opened(browser, report) for _ in range(rounds)]
        whole = report.stat().st_size
    return {
        "pages": pages,
        "text, kB": round(size / 1000, 1),
        "report, kB": round(whole / 1000, 1),
        "report / text": round(whole / size, 2),
        **{
            f"{name}, seconds": round(statistics.median(one[name] for one in times), 2)
            for name in times[0]
        },
    }


def main() -> None:
    """Print the figures, as lines or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 50, 500])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args()
    for count in said.pages:
        figures = measure(count, said.rounds)
        if said.json:
            print(json.dumps(figures))
        else:
            print("  ".join(f"{name} {value:g}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
