"""Everything that is measured of speed, in one run, written to `benchmarks/results.md`.

make bench [CORPORA=dir:dir] [SIZE=full | SIZE="2500 10000"]
"""

from __future__ import annotations

import os
import sys
import time

from benchmarks import batches, corpora, curves, results, side_by_side
from pipeline.engine.collector import collect_seldom

HTML_PAGES = 120
#: So many that to start workers and warm them counts for little.
BATCH_PAGES = 1500
DUMPS = 600


def main() -> None:
    """Measure, part by part, and write the page."""
    begun = time.monotonic()
    collect_seldom()  # as the command does, for all systems alike

    def say(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - begun:6.0f} s  {what}\n")

    found = {}
    for name, raws in {
        "own pages, varied": corpora.own_html(HTML_PAGES),
        "real pages": corpora.real_html(HTML_PAGES),
    }.items():
        if raws:
            say(name)
            found[name] = side_by_side.compare(raws)
    say("dumps")
    dumps = side_by_side.dumps(list(corpora.own_dumps(DUMPS)))
    say("workers")
    workers = batches.with_engines(corpora.own_html(BATCH_PAGES))
    say("start-up")
    started = batches.start_ups()
    say("extract")
    runs = batches.by_size(results.wanted_sizes())
    say("growth")
    grown = curves.curves()
    file = results.write(
        [
            *results.head(),
            *results.compared(found, dumps),
            *results.batches(workers, started, runs),
            *results.curves(grown),
            *results.plan(found),
        ]
    )
    say(os.path.relpath(file))


if __name__ == "__main__":
    main()
