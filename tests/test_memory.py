"""The memory of a run is that of its rules and of a page, whatever the number of offices."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from tests.conftest import CHECKOUT

#: Bytes that a page more may take in the process that waits: its row in a cache, a part of a list.
_MOST = 300
_PAGES = 40
_SOURCE = """
name = "{name}"
title = "An office"
site = "ambafrance"
country = "CA"
languages = ["en"]
[[crawl]]
start = "https://{name}.example/"
language = "en"
follow = "."
"""
_TEXT = "Office\n\nThe office answers in two languages.\nTel.: 613 562-3700\n"
_PROGRAM = """
import gc, sys, tracemalloc
from pathlib import Path
from pipeline import sources
from pipeline.verbs import publishing
from pipeline.verbs.publishing import Wishes

class Watch:
    held = 0

    def begin(self, total):
        pass

    def advance(self, done, failed=0):
        gc.collect()
        self.held = max(self.held, tracemalloc.get_traced_memory()[0])

for given in sys.argv[1:]:  # what the first one puts in caches is no growth
    root, watch = Path(given), Watch()
    catalogue = sources.load(root)
    tracemalloc.start()
    publishing.publish(root, catalogue, [], wishes=Wishes(compared=False, watch=watch))
    print(watch.held)
    tracemalloc.stop()
"""


def lay_out(root: Path, offices: int) -> None:
    """So many offices, whose lists named some pages each."""
    (root / "sources").mkdir(parents=True)
    for number in range(offices):
        name = f"office-{number}"
        folder = root / "raw" / name
        folder.mkdir(parents=True)
        (root / "sources" / f"{name}.toml").write_text(_SOURCE.format(name=name))
        pages = [f"page-{page}" for page in range(_PAGES)]
        sha256 = hashlib.sha256(_TEXT.encode()).hexdigest()
        for page in pages:
            (folder / f"{page}.en.txt").write_text(_TEXT)
            (folder / f"{page}.en.toml").write_text(
                f'url = "https://{name}.example/{page}"\nmedia_type = "text/plain"\n'
                f'size = {len(_TEXT)}\nsha256 = "sha256:{sha256}"\n'
            )
        (folder / "crawled.toml").write_text(
            "".join(
                f'[[pages]]\nid = "{page}"\nlanguage = "en"\nurl = "https://{name}.example/{page}"\n'
                for page in pages
            )
        )


def test_more_offices_take_no_more_memory(tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("warm", "few", "many")]
    for root, offices in zip(roots, (10, 2, 10), strict=True):
        lay_out(root, offices)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *map(str, roots)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    _, few, many = map(int, done.stdout.split())
    assert many - few < _MOST * 8 * _PAGES
