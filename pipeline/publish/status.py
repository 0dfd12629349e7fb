"""How following each page goes, from what its visits said: the rows of `status.csv`.

All times come from `raw/`, none from the clock: the same `raw/` gives the same rows.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pipeline import clock
from pipeline.errors import PageError
from pipeline.model import Ref
from pipeline.publish.rows import StatusRow
from pipeline.sources import Source
from pipeline.store import snapshots, visits
from pipeline.store.visits import Visit

_LOG = logging.getLogger(__name__)


def of_source(
    root: Path, source: Source, held: Mapping[str, str], before: Mapping[str, Mapping[str, str]]
) -> Iterator[StatusRow]:
    """A row for each page in each language that has an address, or of which something is kept.

    `held` tells of pages that a guard refused what it objected to, `before` are the rows of the
    last release; both by page id.
    """
    for page in source.pages:
        for language in source.languages:
            ref = Ref(source.name, page.id, language)
            url, visit = page.urls.get(language, ""), _visit(root, ref)
            if url or visit or snapshots.find(root, ref):
                yield _row(
                    ref, source, url, visit, held.get(str(ref), ""), before.get(str(ref), {})
                )


def _visit(root: Path, ref: Ref) -> Visit | None:
    try:
        return visits.read(root, ref)
    except PageError as error:
        _LOG.warning("%s: %s", ref, error)
        return None


def _row(
    ref: Ref,
    source: Source,
    url: str,
    visit: Visit | None,
    objection: str,
    before: Mapping[str, str],
) -> StatusRow:
    seen = visit or Visit(url=url, outcome="new")
    silent = clock.days_between(seen.succeeded, seen.visited)
    return StatusRow(
        id=str(ref),
        source=ref.source,
        url=seen.url,
        state=_state(visit, objection),
        last_success=seen.succeeded,
        last_change=seen.changed,
        days_unchanged=clock.days_between(seen.changed, seen.succeeded) if seen.succeeded else None,
        failures=seen.failures,
        stale=silent > source.fetch.stale_after,
        gone_since=seen.gone_since,
        held_since=(before.get("held_since") or seen.changed) if objection else "",
        message=objection or seen.message,
    )


def _state(visit: Visit | None, objection: str) -> Literal["ok", "failed", "gone", "held", "never"]:
    if objection:
        return "held"
    return visit.state if visit else "never"
