"""North America's numbers without their area code, where a verb calls them: `call 525-4020`.

Which area's they are nobody knows, so their digits are all that is published. Two numbers with a
dash between are written alike (`call 300-1200 people`), so that nothing else may fit.
"""

from __future__ import annotations

import re

from pipeline.extract.phones import plans, readings
from pipeline.extract.phones.labels import Call, Level
from pipeline.extract.phones.plans import Number
from pipeline.extract.phones.short import counts_something, is_called_by_verb
from pipeline.model import Span

_FORM = re.compile(r"[2-9](?!11)[0-9]{2}[-.](?![0-9]{2}00)[0-9]{4}\Z")


def local_number(
    written: str, key: str, span: Span, call: Call, regions: tuple[str, ...]
) -> Number | None:
    """The number that `written`, at `span`, is in its own area; None where it may be none."""
    if call.level is Level.ALONE or _FORM.match(written) is None or not regions:
        return None
    if not plans.has_nanp(regions[:1]) or counts_something(key, span):
        return None
    return readings.unknown(written, regions) if is_called_by_verb(key, span) else None
