"""The places that speak for a number: its icon block, its icon, its link, the number before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.messages import LIST
from pipeline.model import Markup, line_of
from pipeline.review.explain.case import Case
from pipeline.review.explain.witness import Witness

if TYPE_CHECKING:
    from pipeline.reading import Reading


def icon_block(case: Case) -> Iterator[Witness]:
    """The lines of the icon block and the facts that they hold, then the site's own order."""
    from pipeline.extract.phones import icons  # noqa: PLC0415 - only where an icon says it

    reading = _reading(case)
    found = icons.icon_lines(reading) if reading else {}
    block = next((block for block in icons.blocks(found) if case.line - 1 in block), None)
    if block is None:
        return
    facts = {line_of(case.text, e.start) - 1: e.kind for e in case.record.entities}
    yield Witness.of(
        "why-icon-block",
        first=block[0] + 1,
        last=block[-1] + 1,
        images=LIST.join(dict.fromkeys(found[line] for line in block)),
        kinds=LIST.join(facts.get(line, "none") for line in block),
    )
    if case.anew.site and case.fact.resolved_by == "site":
        order = LIST.join(case.anew.site.icon_numbers)
        yield of_site(case.anew.site.name, "icon_numbers", order)


def of_site(site: str, key: str, value: str) -> Witness:
    """A convention that the table of a site declares."""
    return Witness.of("why-site", site=site, key=key, value=value)


def icon_name(case: Case) -> Iterator[Witness]:
    """What the icon that opens the line is called."""
    from pipeline.extract.phones import icons  # noqa: PLC0415 - only where an icon says it

    reading = _reading(case)
    name = icons.icon_lines(reading).get(case.line - 1) if reading else None
    if name:
        said = " ".join(dict.fromkeys(name.split()))  # an image in HTML is told twice
        yield Witness.of("why-icon", name=said, line=case.line)


def dialled(case: Case) -> Iterator[Witness]:
    """The number that the link around the fact dials."""
    reading = _reading(case)
    links = [m for m in reading.markup("a") if _dials(m, case.fact.start)] if reading else []
    if links:
        yield Witness.of("why-link", href=links[-1].attrs["href"])


def _dials(link: Markup, at: int) -> bool:
    holds = link.start <= at < link.end
    return holds and link.attrs.get("href", "").lower().startswith("tel:")


def head(case: Case) -> Iterator[Witness]:
    """The whole number before a shortened one."""
    whole = [
        e
        for e in case.record.entities
        if e.kind in {"phone", "fax"} and e.rule != "shared-head" and e.end <= case.fact.start
    ]
    if whole:
        yield Witness.of("why-head", quote=whole[-1].text, line=line_of(case.text, whole[-1].start))


def _reading(case: Case) -> Reading | None:
    """The page read anew, if it has the published text."""
    reading = case.anew.reading
    return reading if reading and reading.page.text == case.text else None
