"""The two pictures of the documentation: `python -m tests.report.screenshots docs`.

Invented pages, in a window of one size; on another machine the letters look otherwise.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.report.browser import Reader, chromium
from tests.report.samples import CHANGED, history, write

SIZE = {"width": 1360, "height": 820}


def draw(folder: Path) -> None:
    """Write `report-overview.png` and `report-pair.png`, a pair with a disagreement."""
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        offices = history(Path(place))
        report = write(offices, Path(place) / "report.html", old="000001")
        reader = Reader(browser.new_context(viewport=SIZE))  # type: ignore[arg-type]
        reader.open(report)
        reader.page.screenshot(path=folder / "report-overview.png")
        reader.open(report, CHANGED)
        reader.page.locator(".flag.link").first.click()
        reader.page.mouse.move(0, 0)
        reader.page.screenshot(path=folder / "report-pair.png")


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
