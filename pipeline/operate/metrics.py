"""What a run did, as figures for a monitor: OpenMetrics text in one file.

All are gauges, which OpenMetrics and the older text format write alike: node exporter's textfile
collector reads the older one. A figure that is not known is left out, never written as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from pipeline import clock
from pipeline.operate import files


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run did.

    `seconds` is how long it took. `ended` and `succeeded` (the last run of this verb that ended
    well, this one included) are moments as `clock.now` writes them, '' where not known. `pages` are
    counted by state, `facts` by kind, `findings` by severity; `changed` facts differ from the
    release before, `held` pages stand at an older record. `root` tells two folders on one host
    apart, which a monitor would otherwise take for the same.
    """

    verb: str
    code: int
    seconds: float
    ended: str
    pages: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    requests: int = 0
    received: int = 0
    changed: int = 0
    held: int = 0
    succeeded: str = ""
    root: str = ""


def write(file: Path, figures: Figures) -> None:
    """Write the figures, in one step.

    Raises:
        StoreError: the file cannot be written, or its folder does not exist.
    """
    files.put(file, generate_latest(_Run(figures)))  # type: ignore[no-untyped-call]


class _Run(Collector):
    def __init__(self, figures: Figures) -> None:
        self._run = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        run = self._run
        ended, succeeded = _seconds(run.ended), _seconds(run.succeeded)
        yield self._one("last_run_exit_code", "Exit code of the last run.", run.code)
        yield self._one("last_run_duration", "How long the last run took.", run.seconds, "seconds")
        yield self._one("last_run_timestamp", "When the last run ended.", ended, "seconds")
        yield self._one(
            "last_success_timestamp", "When a run last ended well.", succeeded, "seconds"
        )
        yield self._one("last_run_requests", "Requests that the last run made.", run.requests)
        yield self._one("last_run_received", "What the last run received.", run.received, "bytes")
        yield self._one("last_run_changed_facts", "Facts changed by the last run.", run.changed)
        yield self._one("held_pages", "Pages that stand at an older record.", run.held)
        yield self._each("pages", "Pages followed, by state.", "state", run.pages)
        yield self._each("facts", "Facts published, by kind.", "kind", run.facts)
        yield self._each("findings", "Findings published, by severity.", "severity", run.findings)

    def _one(self, name: str, text: str, value: float | None, unit: str = "") -> GaugeMetricFamily:
        family = GaugeMetricFamily(f"rectoverso_{name}", text, labels=("root", "verb"), unit=unit)
        if value is not None:
            family.add_metric((self._run.root, self._run.verb), value)
        return family

    def _each(
        self, name: str, text: str, label: str, counts: Mapping[str, int]
    ) -> GaugeMetricFamily:
        family = GaugeMetricFamily(f"rectoverso_{name}", text, labels=("root", "verb", label))
        for value, number in sorted(counts.items()):
            family.add_metric((self._run.root, self._run.verb, value), number)
        return family


def _seconds(moment: str) -> float | None:
    return clock.read(moment).timestamp() if moment else None
