"""What the report tells before any page is opened: every page in a line, and how facts grew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline import messages
from pipeline.model import Kind, Severity
from pipeline.publish import rows, tables
from pipeline.publish.draft import RELEASES
from pipeline.records import PageRecord
from pipeline.review import releases
from pipeline.review.change import Cause, Change, Tier
from pipeline.review.diff.summary import in_a_line
from pipeline.review.explain.rules import rule_words
from pipeline.review.releases import Release

KINDS: tuple[str, ...] = get_args(Kind)
SEVERITIES: tuple[str, ...] = get_args(Severity)
TIERS: tuple[str, ...] = get_args(Tier)
CAUSES: tuple[str, ...] = get_args(Cause)

#: So many kept releases are drawn, the newest.
_DRAWN = 11
#: What the codes of the interface begin with in the catalogue.
_PREFIX = "report-"


Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An older release, and what changed since."""

    release: Release
    changes: Sequence[Change] = ()


def overview(
    release: Release,
    old: Comparison | None,
    lines: Sequence[Mapping[str, Any]],
    rules: Iterable[str],
) -> dict[str, Any]:
    """The overview; `lines` are those of `line`, `rules` the names that the pages mention."""
    return {
        "language": messages.spoken(),
        "release": release.name,
        "old": old.release.name if old else "",
        "summary": _summary(old.changes) if old else None,
        "kinds": KINDS,
        "severities": SEVERITIES,
        "tiers": TIERS,
        "causes": CAUSES,
        "rules": {name: _rule(name) for name in sorted(set(rules))},
        "pages": lines,
        "found": _found(release),
        "changed": _changed(old.changes) if old else None,
        "series": series(release, old.release if old else None),
        "failures": _failures(release),
        "words": {language: words(language) for language in messages.LANGUAGES},
    }


def _rule(name: str) -> dict[str, str]:
    """What a rule looks for, in each language."""
    return {language: rule_words(name, language) for language in messages.LANGUAGES}


def line(record: PageRecord, changes: Sequence[Change], pair: int, *, gone: bool) -> dict[str, Any]:
    """A page in a line: who it is, its facts by kind, findings by severity, changes by tier."""
    kinds = Counter[str](e.kind for e in record.entities)
    severities = Counter[str](f.severity for f in record.findings)
    tiers = Counter[str](c.tier for c in changes)
    return {
        "id": record.id,
        "language": record.language,
        "title": record.title,
        "url": record.provenance.url,
        "modified": record.modified or "",
        "facts": [kinds[kind] for kind in KINDS],
        "findings": [severities[severity] for severity in SEVERITIES],
        "tiers": [tiers[tier] for tier in TIERS],
        "pair": pair,
        "gone": gone,
    }


def series(release: Release, old: Release | None) -> list[list[Any]]:
    """Facts by kind in each release, oldest first: those kept before this one, the old, this one.

    An old release from elsewhere stands before this one, whenever it was made.
    """
    told = {place.resolve(): place.name for place in _kept_before(release)[-_DRAWN:]}
    if old:
        told.setdefault(old.folder.resolve(), old.name)
    facts = Counter[str](e.kind for record in release.pages.values() for e in record.entities)
    return [
        *([name, _kinds(place)] for place, name in told.items()),
        [release.name, [facts[kind] for kind in KINDS]],
    ]


def _kept_before(release: Release) -> list[Path]:
    """The folders of the releases that were kept before one, oldest first."""
    folder = release.folder.resolve()
    own = folder.parent.name == RELEASES
    root = folder.parent.parent if own else folder.parent
    kept = [root / RELEASES / number for number in releases.numbers(root)]
    return [place for place in kept if place < folder] if own else kept


def _kinds(folder: Path) -> list[int]:
    file = folder / "entities.csv"
    table = tables.read(file.read_bytes()) if file.is_file() else []
    counted = Counter(row["kind"] for row in table)
    return [counted[kind] for kind in KINDS]


def _found(release: Release) -> list[list[Any]]:
    """How often each code was found with each severity, the worst first."""
    counted = Counter(
        (finding.code, finding.severity)
        for record in release.pages.values()
        for finding in record.findings
    )
    ranked = sorted(
        counted.items(), key=lambda one: (-SEVERITIES.index(one[0][1]), -one[1], one[0][0])
    )
    return [[code, severity, times] for (code, severity), times in ranked]


def _changed(changes: Sequence[Change]) -> list[list[int]]:
    """The changes of each tier by cause."""
    counted = Counter[tuple[str, str]]((change.tier, change.cause) for change in changes)
    return [[counted[tier, cause] for cause in CAUSES] for tier in TIERS]


def _summary(changes: Sequence[Change]) -> dict[str, str]:
    """The changes in a line, in each language."""
    told, spoken = {}, messages.spoken()
    try:
        for language in messages.LANGUAGES:
            messages.speak(language)
            told[language] = in_a_line(changes)
    finally:
        messages.speak(spoken)
    return told


def _failures(release: Release) -> list[list[Any]]:
    """The pages of which nothing new is published, with why, in each language."""
    return [
        [failure.id, {code: messages.words(failure, code).message for code in messages.LANGUAGES}]
        for failure in rows.failures(release.table("findings"))
    ]


def words(language: str) -> Mapping[str, Any]:
    """What the interface says in a language: the entries of `report.toml`, and shared terms."""
    terms = messages.terms(language)
    shared = {name: terms[name] for name in ("kind", "severity")}
    return {**_interface(language), "terms": shared}


def _interface(language: str) -> dict[str, Any]:
    """The entries that the program in the browser says, by its names; a lone sentence as such."""
    known = messages.catalogue(language)
    own = sorted(code for code in messages.codes("report") if code.startswith(_PREFIX))
    return {
        code.removeprefix(_PREFIX): known[code]["message"] if len(known[code]) == 1 else known[code]
        for code in own
    }
