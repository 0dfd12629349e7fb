"""The page of results: tables in Markdown, plots in SVG."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import matplotlib as mpl
import psutil
from matplotlib import pyplot as plt

from benchmarks.batches import Run, Runs
from benchmarks.curves import Curve
from benchmarks.side_by_side import Compared
from benchmarks.systems import OURS

HERE = Path(__file__).parent
PLOTS = HERE / "plots"
PEERS = ("lxml", "resiliparse", "trafilatura", "beautifulsoup4", "langdetect", "phonenumbers")
MORE_PEERS = ("dateparser", "jsonschema", "pandas", "orjson", "distributed")

#: Sizes of tasks, and a price, that `docs/scale.md` gives the reasons of.
TASKS = {
    "one WARC file of Common Crawl": 25_000,
    "one segment of it (1,000 files)": 25_000_000,
    "one crawl (100 segments)": 2_500_000_000,
    "160 embassies, all pages, first day": 160_000,
    "160 embassies, a day, 3 % changed": 4_800,
}
CORE_HOUR = 0.04

mpl.use("svg")
mpl.rcParams |= {"svg.hashsalt": "rectoverso", "svg.fonttype": "none"}  # alike: the same file


def head() -> Iterator[str]:
    """On what it ran, with what, and how to run it again."""
    gigabytes = psutil.virtual_memory().total / 1e9
    yield "# Results of `make bench`\n"
    yield (
        f"One run, written by the program. {platform.machine()}, {psutil.cpu_count()} cores that "
        f"are shared, {gigabytes:.0f} GB of memory, {platform.system()}, Python "
        f"{platform.python_version()}. "
        + ", ".join(f"{name} {version(name)}" for name in PEERS + MORE_PEERS)
        + "."
    )
    yield (
        "\nRatios hold from one machine to the next, seconds do not. Again: `make bench`; with "
        "real pages `make bench CORPORA=dir:dir` (checkouts of adbar/trafilatura and of "
        "scrapinghub/article-extraction-benchmark were used); larger corpora `SIZE=full`."
    )


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table of Markdown."""
    yield ""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
    yield ""


def compared(
    found: Mapping[str, Compared], dumps: tuple[float, Mapping[str, float]]
) -> Iterator[str]:
    """Systems side by side, then where our time goes."""
    yield "\n## Side by side, one core\n"
    for name, one in found.items():
        yield (
            f"{name}: {one.pages} pages, median {one.median_kilobytes:.0f} kB, parsed in "
            f"{one.parse_milliseconds:.1f} ms each. Ours reads "
            f"{one.ours_megabytes_a_second:.1f} MB of HTML a second.\n"
        )
    names = sorted({n for one in found.values() for n in one.ratios}, key=_by_first(found))
    header = ("times the bare parse", *found)
    yield from table(
        header, ([n, *(f"{one.ratios[n]:.1f}" for one in found.values())] for n in names)
    )
    yield "![systems](plots/systems.svg)"
    yield f"\nDumps, where nothing is parsed: {dumps[0]:.2f} MB a second.\n"
    yield "\n## Where our time goes\n"
    shares = {**{name: one.shares for name, one in found.items()}, "dumps": dumps[1]}
    every = sorted({s for share in shares.values() for s in share}, key=lambda s: -_most(shares, s))
    yield from table(
        ("stage", *shares),
        ([s, *(f"{share.get(s, 0):.1%}" for share in shares.values())] for s in every),
    )
    yield "![stages](plots/stages.svg)"
    _bars("systems", "times the bare parse (log)", {k: v.ratios for k, v in found.items()}, names)
    _bars("stages", "share of our time", shares, every, log=False)


def plan(found: Mapping[str, Compared]) -> Iterator[str]:
    """What these costs make of larger tasks; `docs/scale.md` says where the numbers come from."""
    name, one = list(found.items())[-1]
    milliseconds = one.parse_milliseconds * one.ratios[OURS]
    yield "\n## Past this machine\n"
    yield (
        f"From {milliseconds:.1f} ms of one core a page ({name}), "
        f"at {CORE_HOUR:.2f} USD a core-hour; "
        "what is counted and what is assumed: [docs/scale.md](../docs/scale.md).\n"
    )
    rows = []
    for task, pages in TASKS.items():
        hours = pages * milliseconds / 3.6e6
        rows.append(
            [task, f"{pages:,}", f"{hours:,.1f}", f"{hours / 64:,.2f}", f"{hours * CORE_HOUR:,.2f}"]
        )
    yield from table(("task", "pages", "core-hours", "hours on 64 cores", "USD of cores"), rows)


def _by_first(found: Mapping[str, Compared]):  # noqa: ANN202 - a key for sorted
    first = next(iter(found.values())).ratios
    return lambda name: first[name]


def _most(shares: Mapping[str, Mapping[str, float]], stage: str) -> float:
    return max(share.get(stage, 0.0) for share in shares.values())


def batches(
    workers: Mapping[str, float],
    started: Mapping[str, float],
    runs: Mapping[int, Runs],
) -> Iterator[str]:
    """Workers, start-up, and whole runs by the size of the corpus."""
    yield "\n## Workers\n"
    one = workers["pool, 1 worker"]
    yield from table(
        ("the same shards of pages", "pages/s", "times one worker"),
        ([name, f"{speed:.0f}", f"{speed / one:.2f}"] for name, speed in workers.items()),
    )
    yield "\n## Start-up\n"
    yield from table(
        ("command", "seconds"), ([f"`{n}`", f"{took:.3f}"] for n, took in started.items())
    )
    yield "\n## Whole runs of `extract`, by the number of kept dumps\n"
    rows = [
        [
            f"{size:,}",
            *map(_told, (found.first, found.unchanged, found.one)),
            f"{found.megabytes:.0f}",
        ]
        for size, found in runs.items()
    ]
    header = (
        "pages",
        "first run, s",
        "unchanged run, s",
        "run with one page changed, s",
        "peak memory of all processes, MB",
    )
    yield from table(header, rows)
    yield "![memory](plots/memory.svg)"
    figure, axes = plt.subplots(figsize=(6, 3))
    axes.plot(list(runs), [found.megabytes for found in runs.values()], "o-")
    axes.set(xlabel="pages", ylabel="peak MB", ylim=(0, None))
    _save(figure, "memory")


def _told(run: Run) -> str:
    return f"{run.seconds:.1f}" if run.ended else f"not ended in {run.seconds:.0f}"


def curves(found: Mapping[str, Curve]) -> Iterator[str]:
    """Growth with the length of a page."""
    yield "\n## Growth with the length of a page\n"
    yield "Time is fitted as a power of the length, from the third point on; 1 is linear.\n"
    sizes = [f"{size / 1000:.0f} kB" for size, _ in next(iter(found.values())).points]
    yield from table(
        ("page", "exponent", f"ms at {sizes[-1]}", "MB/s there"),
        (
            [
                name,
                f"{c.exponent:.2f}",
                f"{1000 * c.points[-1][1]:.0f}",
                f"{c.points[-1][0] / 1e6 / c.points[-1][1]:.2f}",
            ]
            for name, c in found.items()
        ),
    )
    yield "![growth](plots/growth.svg)"
    figure, axes = plt.subplots(figsize=(7, 5))
    for name, curve in found.items():
        xs, ys = zip(*curve.points, strict=True)
        axes.loglog(xs, ys, "o-", markersize=2, linewidth=1, label=f"{name} ({curve.exponent:.2f})")
    axes.set(xlabel="bytes", ylabel="seconds")
    axes.legend(fontsize=6)
    _save(figure, "growth")


def _bars(
    name: str,
    label: str,
    found: Mapping[str, Mapping[str, float]],
    names: Sequence[str],
    *,
    log: bool = True,
) -> None:
    figure, axes = plt.subplots(figsize=(8, 0.35 * len(names) + 1))
    height = 0.8 / len(found)
    for n, (corpus, values) in enumerate(found.items()):
        places = [at + n * height for at in range(len(names))]
        axes.barh(places, [values.get(x, 0.0) for x in names], height, label=corpus, log=log)
    axes.set_yticks([at + 0.4 - height / 2 for at in range(len(names))], names, fontsize=7)
    axes.invert_yaxis()
    axes.set_xlabel(label)
    axes.legend(fontsize=7)
    _save(figure, name)


def _save(figure: plt.Figure, name: str) -> None:
    PLOTS.mkdir(exist_ok=True)
    figure.tight_layout()
    figure.savefig(PLOTS / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


def write(lines: Iterable[str]) -> Path:
    """The page."""
    file = HERE / "results.md"
    text = "\n".join(lines).replace("\n\n\n", "\n\n").replace("\n\n\n", "\n\n")
    file.write_text(text.rstrip("\n") + "\n", "utf-8")
    return file


def wanted_sizes() -> tuple[int, ...]:
    """The corpora for whole runs: `SIZE=full`, or numbers, or what a few minutes allow."""
    said = os.environ.get("SIZE", "") or "2500 10000"
    return tuple(map(int, ["5000", "100000"] if said == "full" else said.split()))
