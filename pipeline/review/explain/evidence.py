"""What speaks for a fact besides its own characters: words, places, conventions, other facts.

The record names what decided (`rule`, `resolved_by`, `basis`); where it stands is found again here,
in the published text and, where the bytes are kept, in the page read anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pipeline import lexicon
from pipeline.extract.phones import icons
from pipeline.messages import LIST
from pipeline.model import Markup, Span, fold_spaces
from pipeline.reading import fold
from pipeline.records import AddressParts, CountParts, EmailParts, EntityRecord, PhoneParts
from pipeline.review.explain.case import Case, line_of
from pipeline.review.explain.witness import Witness

Witnesses = Iterator[Witness]

#: A label stands so near before a number, in code points; one above a column, further up.
_NEAR, _FAR = 400, 6000
#: A weekday stands so near a date.
_DAY_NEAR = 24
_MOST_NEIGHBOURS = 3
_PIECES = ("street", "box", "postal_code", "town", "region")
_SIGNS = re.compile(r"[./-]|(?<=\d) (?=\d)")


def evidence(case: Case) -> list[Witness]:
    """Everything that speaks for a fact, in the order in which one would tell it."""
    fact = case.fact
    found = [*_basis(case), *_label(case)]
    found += BY_RULE.get(fact.rule, _nothing)(case)
    found += BY_ORDER.get(fact.resolved_by or "", _nothing)(case) if fact.kind == "date" else ()
    found += [*_parts(case), *_own_date(case)]
    return found or [Witness.of("why-characters")]


def _nothing(_: Case) -> Witnesses:
    yield from ()


def _basis(case: Case) -> Witnesses:
    if case.fact.basis != "stated":
        yield Witness.of("why-basis", basis=case.fact.basis, kind=case.fact.kind)


# --- Words ---------------------------------------------------------------------------------------


def _label(case: Case) -> Witnesses:
    """The label that the record names, with its line."""
    label = getattr(case.fact.parts, "label", None)
    if not label:
        return
    at = _find_label(case, label)
    line = str(line_of(case.text, at)) if at >= 0 else ""
    side = "after" if at >= case.fact.end else "before"
    yield Witness.of("why-label", label=fold_spaces(label), line=line, side=side)


def _find_label(case: Case, label: str) -> int:
    """Where a label stands: the nearest one before, else right after; -1 where nowhere."""
    start, end = case.fact.start, case.fact.end
    key, wanted = fold(case.text), fold(label)
    reach = _FAR if case.fact.rule in {"column-header", "term"} else _NEAR
    at = key.rfind(wanted, max(0, start - reach), start)
    return at if at >= 0 else key.find(wanted, end, end + _NEAR)


# --- Places --------------------------------------------------------------------------------------


def _icon_lines(case: Case) -> Witnesses:
    """The lines of the icon block, and the facts that they hold, in order."""
    reading = case.anew.reading
    if reading is None or reading.page.text != case.text:
        return
    row = case.line - 1
    found = icons.icon_lines(reading)
    block = next((block for block in icons.blocks(found) if row in block), None)
    if block is None:
        return
    facts = {line_of(case.text, e.start) - 1: e.kind for e in case.record.entities}
    names = dict.fromkeys(found[line] for line in block)
    yield Witness.of(
        "why-icon-block",
        first=block[0] + 1,
        last=block[-1] + 1,
        images=LIST.join(names),
        kinds=LIST.join(facts.get(line, "none") for line in block),
    )
    site = case.anew.site
    if site and site.icon_numbers and case.fact.resolved_by == "site":
        yield _of_site(case, "icon_numbers", LIST.join(site.icon_numbers))


def _of_site(case: Case, key: str, value: str) -> Witness:
    site = case.anew.site
    return Witness.of("why-site", site=site.name if site else "", key=key, value=value)


def _icon_name(case: Case) -> Witnesses:
    reading = case.anew.reading
    if reading is not None and reading.page.text == case.text:
        name = icons.icon_lines(reading).get(case.line - 1)
        if name:
            said = " ".join(dict.fromkeys(name.split()))  # an image in HTML is told twice
            yield Witness.of("why-icon", name=said, line=case.line)


def _dialled(case: Case) -> Witnesses:
    link = _link_around(case)
    if link is not None:
        yield Witness.of("why-link", href=link.attrs["href"])


def _link_around(case: Case) -> Markup | None:
    """The `tel:` link that holds the fact."""
    document = case.anew.document
    if document is None or document.page.text != case.text:
        return None
    at = case.fact.start
    links = (m for m in document.page.markup if m.tag == "a" and m.start <= at < m.end)
    return next((m for m in links if m.attrs.get("href", "").lower().startswith("tel:")), None)


def _head(case: Case) -> Witnesses:
    """The whole number before a shortened one."""
    before = [e for e in case.record.entities if e.end <= case.fact.start and _is_number(e)]
    whole = [e for e in before if e.rule != "shared-head"]
    if whole:
        yield Witness.of("why-head", quote=whole[-1].text, line=line_of(case.text, whole[-1].start))


def _is_number(entity: EntityRecord) -> bool:
    return entity.kind in {"phone", "fax"}


BY_RULE: Mapping[str, Callable[[Case], Witnesses]] = {
    "icon-block": _icon_lines,
    "icon-label": _icon_name,
    "tel-link": _dialled,
    "shared-head": _head,
}

# --- The order of a numeric date -----------------------------------------------------------------


def _by_site(case: Case) -> Witnesses:
    site = case.anew.site
    if site and site.date_order:
        yield _of_site(case, "date_order", site.date_order)


def _by_weekday(case: Case) -> Witnesses:
    key, fact = fold(case.text), case.fact
    window = Span(max(0, fact.start - _DAY_NEAR), min(len(key), fact.end + _DAY_NEAR))
    names = {name for language in lexicon.languages() for name in _weekdays(language)}
    for match in re.finditer(r"[^\W\d_]+", key[window.start : window.end]):
        if match[0] in names:
            at = window.start + match.start()
            yield Witness.of("why-weekday", day=case.text[at : at + len(match[0])])
            return


def _weekdays(language: str) -> Iterator[str]:
    for names in lexicon.words("dates", language).get("weekdays", ()):
        yield from names


def _by_neighbours(case: Case) -> Witnesses:
    """The dates of the same form that leave no doubt."""
    sign = _sign(case.fact)
    sure = [
        e
        for e in case.record.entities
        if e.rule == "numeric" and not e.alternatives and _sign(e) == sign
    ]
    if sure:
        told = (f"{e.text} ({line_of(case.text, e.start)})" for e in sure[:_MOST_NEIGHBOURS])
        yield Witness.of("why-neighbours", dates=LIST.join(told))


def _sign(fact: EntityRecord) -> str:
    found = _SIGNS.search(fact.text)
    return found[0] if found else ""


def _by_country(case: Case) -> Witnesses:
    document = case.anew.document
    if document is not None:
        yield Witness.of("why-country", country=document.page.country, url=document.page.url)


def _by_language(case: Case) -> Witnesses:
    yield Witness.of("why-language", language=case.record.language)


BY_ORDER: Mapping[str, Callable[[Case], Witnesses]] = {
    "site": _by_site,
    "weekday": _by_weekday,
    "neighbour": _by_neighbours,
    "country": _by_country,
    "language": _by_language,
}

# --- What a fact is made of ----------------------------------------------------------------------


def _parts(case: Case) -> Witnesses:
    parts = case.fact.parts
    if isinstance(parts, PhoneParts) and parts.number_type != "short_code":
        plan = "known" if parts.valid else "unknown"
        yield Witness.of("why-plan", plan=plan, country=parts.country or "")
    if isinstance(parts, EmailParts) and parts.masked:
        yield Witness.of("why-masked", quote=fold_spaces(case.fact.text), value=case.fact.value)
    if isinstance(parts, AddressParts):
        pieces = [name for name in _PIECES if getattr(parts, name)]
        yield Witness.of("why-address", pieces=LIST.join(pieces))
    if isinstance(parts, CountParts):
        yield Witness.of("why-count", number=_figure(parts.number), noun=parts.noun)


def _figure(number: float) -> str:
    return f"{number:.0f}" if number.is_integer() else str(number)


def _own_date(case: Case) -> Witnesses:
    if case.record.modified_entity == case.fact.id:
        yield Witness.of("why-modified")
