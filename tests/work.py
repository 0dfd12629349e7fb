"""How much work a page is, counted: the calls that reading it makes, stage by stage.

    python -m tests.work            # prints them
    python -m tests.work --write    # rewrites the committed figures (`make work`)

Calls of Python and of C are the same on every machine, where seconds are not. What happens inside
a call of C is not seen: `tests/test_growth.py` and `make bench` look at that. A version of Python
has figures of its own, as each compiles otherwise.
"""

from __future__ import annotations

import gc
import json
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from pipeline import stages
from pipeline.model import Page
from pipeline.notation import load
from tests import whole

HERE = Path(__file__).parent
FIGURES = HERE / "work.json"
VERSION = ".".join(platform.python_version_tuple()[:2])
#: So much more or less is another figure, in parts of the figure.
TOLERANCE = 0.05
#: Smaller stages are told with the others, and not held to it.
FEWEST = 500
HTML = ("01", "05", "09")
DUMPS = ("amba-001", "amba-012", "other-001", "other-015")

Figures = dict[str, dict[str, int]]


def count() -> Figures:
    """The calls of each stage, of HTML pages and of dumps."""
    raws = [(HERE / "html" / f"{name}.html").read_bytes() for name in HTML]
    dumps = [load((HERE / "gold" / f"{name}.ann").read_text("utf-8")) for name in DUMPS]
    texts = [(dump.text, dump.meta["country"]) for dump in dumps]

    def publish(page: Page) -> None:
        whole.published(page).model_dump(mode="json")

    def html() -> None:
        for raw in raws:
            publish(whole.load(raw))

    def dump() -> None:
        for text, country in texts:
            publish(Page(text, country=country, languages=whole.LANGUAGES))

    return {"html": _counted(html), "dumps": _counted(dump)}


def _counted(work: Callable[[], None]) -> dict[str, int]:
    """The calls of each stage once all words are known, without the collector's."""
    work()
    calls = 0

    def heard(_frame: FrameType, event: str, _what: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    gc.disable()
    try:
        with stages.spent(lambda: calls) as spent:
            sys.setprofile(heard)
            try:
                work()
            finally:
                sys.setprofile(None)
    finally:
        gc.enable()
    return {name: int(number) for name, number in spent.items()} | {"whole": calls}


def committed() -> Figures | None:
    """The figures of this version of Python, None where nobody wrote any."""
    found: dict[str, Figures] = json.loads(FIGURES.read_text("utf-8"))
    return found.get(VERSION)


def apart(figures: Figures, found: Figures) -> list[str]:
    """What is no longer as it is written, one line a stage."""
    lines = []
    for pages in sorted({*figures, *found}):
        written, now = figures.get(pages, {}), found.get(pages, {})
        for stage in sorted({*written, *now}):
            before, after = written.get(stage, 0), now.get(stage, 0)
            if max(before, after) < FEWEST or abs(after - before) <= TOLERANCE * before:
                continue
            verdict = "more work" if after > before else "less work, lower the figure: make work"
            lines.append(f"{pages}, {stage}: {before:,} calls before, {after:,} now: {verdict}")
    return lines


def main() -> None:
    """Print the figures, or write them."""
    found = count()
    if "--write" not in sys.argv[1:]:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return
    known = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    FIGURES.write_text(json.dumps(known | {VERSION: found}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
