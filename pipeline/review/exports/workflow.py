"""Findings as workflow commands of GitHub Actions: lines of a log that annotate a pull request.

The runner shows at most ten errors, ten warnings and ten notices of a step: the worst come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import SEVERITIES, Severity
from pipeline.publish.faults import Fault
from pipeline.review.exports.lines import line
from pipeline.review.exports.plain import one_line
from pipeline.review.exports.repository import path_in_repository

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
#: What would end the message, and what would end a property as well.
_OF_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_OF_PROPERTY = {**_OF_DATA, **str.maketrans({":": "%3A", ",": "%2C"})}


def commands(faults: Sequence[Fault]) -> Iterator[str]:
    """One line a finding, the worst first; what a reviewer accepted is a plain line of the log."""
    for fault in sorted(faults, key=lambda f: -SEVERITIES.index(f.severity)):
        yield _command(fault) if fault.accepted is None else line(fault)


def _command(fault: Fault) -> str:
    place, told = fault.place, {"title": fault.code}
    if place:
        told = {"file": path_in_repository(place.file), "line": str(max(1, place.line)), **told}
    if place and place.line:
        told |= {"endLine": str(place.end_line)}
    if place and place.line and place.line == place.end_line:  # columns count on one line only
        told |= {"col": str(place.column), "endColumn": str(place.end_column)}
    said = ",".join(f"{name}={value.translate(_OF_PROPERTY)}" for name, value in told.items())
    advice = f"\n→ {one_line(fault.advice)}" if fault.advice else ""
    message = f"{one_line(fault.message)} ({one_line(fault.where)}){advice}"
    return f"::{_COMMANDS[fault.severity]} {said}::{message.translate(_OF_DATA)}"
