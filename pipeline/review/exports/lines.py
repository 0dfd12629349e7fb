"""Findings as lines for people, and as lines of JSON for programs."""

from __future__ import annotations

from pipeline.messages import label, tell
from pipeline.publish.faults import Fault
from pipeline.review.exports.plain import one_line


def line(fault: Fault) -> str:
    """A finding in the language that was chosen: how bad, where, what, and what to do."""
    where, message = one_line(fault.where), one_line(fault.message)
    if fault.accepted is not None:
        why = one_line(fault.accepted)
        return tell("accepted", where=where, code=fault.code, what=message, why=why)
    advice = f" → {one_line(fault.advice)}" if fault.advice else ""
    what = tell("shown-finding", code=fault.code, what=message)
    return f"{label(fault.severity)}{where}  {what}{advice}"
