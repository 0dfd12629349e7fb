"""The facts of a page, kind by kind. Order is precedence: what one takes, the next cannot see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.addresses import find_addresses
from pipeline.extract.counts import find_counts
from pipeline.extract.dates import find_dates
from pipeline.extract.emails import find_emails
from pipeline.extract.phones import find_phones
from pipeline.model import Mention
from pipeline.reading import Reading

Extractor = Callable[[Reading], Sequence[Mention]]

EXTRACTORS: tuple[Extractor, ...] = (
    find_emails,
    find_phones,
    find_addresses,
    find_dates,
    find_counts,
)
