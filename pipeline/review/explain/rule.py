"""What a rule looks for, where it is defined, and what it found in the present release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline import sources
from pipeline.errors import StoreError
from pipeline.messages import tell
from pipeline.publish import release
from pipeline.review.explain.named import near
from pipeline.review.explain.rules import Rule, rules
from pipeline.sources import ANY_SITE, ArtifactRule, Catalogue

#: So many of what it found are told.
FEW = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a rule found: its id, its characters."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A rule that is data: one of its entries, and the file that holds it."""

    file: str
    entry: ArtifactRule


@dataclass(frozen=True, slots=True)
class ExplainedRule:
    """A rule by its name.

    `rule` is its documentation, None for one of the data's own sites; `tables` are its entries
    where it is data. It found `number` things on `pages` pages, of which `found` are some.
    """

    name: str
    rule: Rule | None
    tables: tuple[Table, ...]
    number: int
    pages: int
    found: tuple[Found, ...]


def explain_rule(root: Path, name: str) -> ExplainedRule:
    """What is known of a rule.

    Raises:
        StoreError: neither program nor release has such a rule; it names near ones.
        SourceError: a table of sites is wrong.
    """
    tables = list(_tables(root, sources.load(root)))
    mine = tuple(table for table in tables if table.entry.name == name)
    rule = rules().get(name)
    found = list(_found(root, name, rule))
    if not (rule or mine or found):
        there = {*rules(), *(table.entry.name for table in tables)}
        raise StoreError(
            tell("no-such-rule", name=name, there=", ".join(near(name, sorted(there))))
        )
    pages = {one.id.partition("#")[0] for one in found}
    return ExplainedRule(name, rule, mine, len(found), len(pages), tuple(found[:FEW]))


def _tables(root: Path, catalogue: Catalogue) -> Iterator[Table]:
    """Every artifact rule that is data, with its file, below the root or in the package."""
    general = catalogue.sites[ANY_SITE].artifacts
    for name, site in catalogue.sites.items():
        file = f"sites/{name}.toml"
        where = file if (root / file).is_file() else f"pipeline/{file}"
        own = len(site.artifacts) - (0 if name == ANY_SITE else len(general))
        yield from (Table(where, entry) for entry in site.artifacts[:own])


def _found(root: Path, name: str, rule: Rule | None) -> Iterator[Found]:
    """What the present release has of a rule, in the order of ids."""
    if rule and rule.room == "sections":
        yield from _sections(root, name)
        return
    for table in ("entities", "artifacts"):
        yield from _rows(release.rows(root, table), name)


def _rows(rows: Iterable[Mapping[str, str]], name: str) -> Iterator[Found]:
    yield from (Found(row["id"], row["text"]) for row in rows if row["rule"] == name)


def _sections(root: Path, name: str) -> Iterator[Found]:
    """Sections stand in the records alone: their table tells no rule."""
    for record, _ in release.held(root, release.published(root)):
        yield from (Found(s.id, s.title) for s in record.sections if s.rule == name)
