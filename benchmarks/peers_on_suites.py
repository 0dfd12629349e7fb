"""The public suites run on other libraries, beside ours, in one run.

    python benchmarks/peers_on_suites.py DIR

DIR is that of `python -m tests.suites`. Marking and disputed cases are the same for all. A peer
finds one kind, so our extractor of that kind runs alone too: compare speeds with that line.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.peers import SYSTEMS  # noqa: E402 - runs from a checkout
from benchmarks.peers import Find as FindFacts  # noqa: E402
from pipeline import sources  # noqa: E402
from pipeline.extract.dates import find_dates  # noqa: E402
from pipeline.extract.emails import find_emails  # noqa: E402
from pipeline.extract.phones import find_phones  # noqa: E402
from pipeline.model import Kind, Mention, Page  # noqa: E402
from pipeline.notation import Annotated  # noqa: E402
from pipeline.reading import Reading  # noqa: E402
from tests.suites.__main__ import find_suites  # noqa: E402
from tests.suites.cases import Case  # noqa: E402
from tests.suites.marking import Find, Result, ours, run  # noqa: E402

KINDS: tuple[Kind, ...] = ("phone", "fax", "email", "date")
#: Which system stands for which kinds.
RUNS = {
    "rectoverso": KINDS,
    "dateparser.search": ("date",),
    "assembled": ("phone", "email"),
    "recognizers-text": KINDS,
}
EXTRACTORS: dict[str, Callable[[Reading], list[Mention]]] = {
    "date": find_dates,
    "phone": find_phones,
    "email": find_emails,
}


def alone(kind: str) -> Find:
    """Our extractor of one kind, on the bare text."""

    def mentions(case: Case, language: str) -> list[Mention]:
        page = Page(case.text, country=case.country, language=language)
        reading = Reading.of(page, sources.packaged().sites[case.site])
        return EXTRACTORS[kind](replace(reading, language=language))

    return mentions


def adapted(find: FindFacts) -> Find:
    """A peer as the suites call it."""

    def mentions(case: Case, language: str) -> Iterator[Mention]:
        meta = {"country": case.country, "lang": language}
        facts = find(Annotated(meta, case.text, ()))
        for kind in KINDS:
            for item in facts.get(kind, ()):
                yield Mention(item.start, item.end, kind, item.value, "peer")

    return mentions


def main() -> None:
    """Print one line for each suite and system."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    suites = find_suites(options.folder)
    click.echo(
        f"{'suite':18}{'kind':7}{'lang':6}{'system':21}{'P':>6}{'R':>7}{'F1':>7}{'fair':>7}{'texts/s':>9}"
    )
    for suite in suites:
        if suite.kind in EXTRACTORS:
            click.echo(line("its extractor alone", run(suite, alone(suite.kind))))
        for name, kinds in RUNS.items():
            make, needs = SYSTEMS[name]
            if suite.kind in kinds and all(find_spec(module) for module in needs):
                find = ours if name == "rectoverso" else adapted(make())
                click.echo(line(name, run(suite, find)))


def line(name: str, r: Result) -> str:
    """The marks of one system on one suite."""
    speed = len(r.suite.cases) / max(r.seconds, 1e-9)
    return (
        f"{r.suite.name:18}{r.suite.kind:7}{r.suite.language:6}{name:21}{r.precision:6.3f}"
        f"{r.recall:7.3f}{r.f1:7.3f}{r.fair:7.3f}{speed:9.0f}"
    )


if __name__ == "__main__":
    main()
