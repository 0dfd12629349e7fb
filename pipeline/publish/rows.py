"""The rows of the published tables: one model a table, one field a column, one row a fact.

A row holds no offset, no time and no run id: an edit at the top of a page must not touch every
row. Only `status` and `changelog` tell times, those that `raw/` keeps. Lists in a cell are joined
by ` | `; an empty cell says that there is nothing to say.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from pipeline import messages
from pipeline.model import Kind, Severity
from pipeline.records import EntityRecord, Failure, PageRecord, said

LIST = messages.LIST


class Row(BaseModel):
    """A row of a table. `id` comes first and stands once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = said("Stable id.", "Identifiant stable.", min_length=1)


class PageRow(Row):
    """A page in one language."""

    source: str = said("The office.", "Le poste.")
    language: str = said("Main language.", "Langue principale.")
    title: str = said("Title.", "Titre.")
    url: str = said("Address.", "Adresse.")
    modified: str = said("The page's own modification date.", "Date de modification affichée.")
    alternates: str = said(
        "Other languages that the page names.", "Autres langues que la page nomme."
    )
    facts: int = said("Number of facts.", "Nombre de faits.", ge=0)
    findings: int = said("Number of findings.", "Nombre de points à examiner.", ge=0)
    sha256: str = said("Hash of the raw bytes.", "Empreinte des octets bruts.")


class SectionRow(Row):
    """A section of a page."""

    page: str = said("Id of its page.", "Identifiant de sa page.")
    level: int = said("Level of its heading.", "Niveau de son intertitre.", ge=0, le=6)
    language: str = said("Language.", "Langue.")
    title: str = said("Heading.", "Intertitre.")
    text: str = said("Clean text.", "Texte nettoyé.")


class EntityRow(Row):
    """A fact."""

    page: str = said("Id of its page.", "Identifiant de sa page.")
    kind: Kind = said("Kind of fact.", "Nature du fait.")
    value: str = said("Canonical value.", "Valeur canonique.")
    text: str = said("The exact characters of the source.", "Les caractères exacts de la source.")
    section: str = said("Id of its section.", "Identifiant de sa section.")
    rule: str = said("The rule that found it.", "La règle qui l’a trouvé.")
    basis: str = said(
        "`stated`, `inferred` or `confirmed-by-twin`.",
        "`stated` (dit), `inferred` (déduit) ou `confirmed-by-twin` (dit par l’autre version).",
    )
    alternatives: str = said("Other readings.", "Autres lectures.")
    resolved_by: str = said("What chose among them.", "Ce qui a tranché.")
    first: str = said("Date: its first day, month or year.", "Date : premier jour, mois ou an.")
    last: str = said("Date: its last day, month or year.", "Date : dernier jour, mois ou an.")
    precision: str = said(
        "Date: day, month or year.", "Date : jour (day), mois (month) ou an (year)."
    )
    number: float | None = said("Count: the number.", "Compte : le nombre.")
    noun: str = said("Count: what is counted.", "Compte : ce qui est compté.")
    qualifier: str = said("Count: such as more-than.", "Compte : par exemple more-than.")
    country: str = said("Phone, fax, address: country.", "Téléphone, fax, adresse : pays.")
    number_type: str = said("Phone, fax: kind of line.", "Téléphone, fax : type de ligne.")
    extension: str = said("Phone: extension.", "Téléphone : poste.")
    valid: bool | None = said("Phone, fax: the plan knows it.", "Téléphone, fax : connu du plan.")
    postal_code: str = said("Address: postal code.", "Adresse : code postal.")
    town: str = said("Address: town.", "Adresse : ville.")


class ArtifactRow(Row):
    """Characters that are no content."""

    page: str = said("Id of its page.", "Identifiant de sa page.")
    rule: str = said("The rule that took them.", "La règle qui les a écartés.")
    text: str = said("The characters.", "Les caractères.")


class FindingRow(Row):
    """Something for a human to look at."""

    page: str = said("Id of its page.", "Identifiant de sa page.")
    code: str = said("What it is.", "De quoi il s’agit.")
    severity: Severity = said("How bad it is.", "Sa gravité.")
    message: str = said("What is odd.", "Ce qui est étrange.")
    advice: str = said("What to do.", "Que faire.")
    text: str = said("The characters in question.", "Les caractères en question.")
    details: Mapping[str, str] = said(
        "What the message is made of (JSON), so that it can be said in any language.",
        "Ce dont le message est fait (JSON), pour qu’il puisse se dire dans toute langue.",
    )


class ContactRow(Row):
    """How to reach an office: one row for each block of contact facts."""

    source: str = said("The office.", "Le poste.")
    pages: str = said("Ids of the pages that say so.", "Identifiants des pages qui le disent.")
    name: str = said("The heading above it.", "L’intertitre au-dessus.")
    address: str = said("Postal address.", "Adresse postale.")
    phones: str = said("Phone numbers (E.164).", "Téléphones (E.164).")
    faxes: str = said("Fax numbers (E.164).", "Télécopieurs (E.164).")
    emails: str = said("E-mail addresses.", "Adresses électroniques.")


class StatusRow(Row):
    """How following a page goes."""

    source: str = said("The office.", "Le poste.")
    url: str = said("Address that is asked.", "Adresse demandée.")
    state: Literal["ok", "failed", "gone", "held", "never"] = said(
        "`ok`; the last asking `failed`; `gone` for good; `held` by a guard; `never` asked.",
        "`ok` ; dernière collecte en échec (failed) ; disparue (gone) ; retenue (held) ; "
        "jamais demandée (never).",
    )
    last_success: str = said("When it last answered well.", "Dernière bonne réponse.")
    last_change: str = said("When its bytes last changed.", "Dernier changement des octets.")
    days_unchanged: int | None = said(
        "Whole days between the two.", "Jours entiers entre les deux.", ge=0
    )
    failures: int = said("Failures in a row.", "Échecs d’affilée.", ge=0)
    stale: bool = said(
        "No good answer for longer than its source allows.",
        "Sans bonne réponse depuis plus longtemps que sa source ne le permet.",
    )
    gone_since: str = said("First 404 or 410 of the row.", "Premier 404 ou 410 de la série.")
    held_since: str = said(
        "When the bytes came that a guard refused first.",
        "Réception des premiers octets retenus.",
    )
    message: str = said("What went wrong last.", "Dernier incident.")


class ChangelogRow(Row):
    """What somebody let through although a guard objected."""

    page: str = said("Id of the page.", "Identifiant de la page.")
    at: str = said("When.", "Quand.")
    by: str = said("Who.", "Qui.")
    guard: str = said("The guard that objected.", "Le garde-fou qui s’y opposait.")
    because: str = said("Why.", "Pourquoi.")
    sha256: str = said("Hash of the raw bytes.", "Empreinte des octets bruts.")


Verdict = Literal["agree", "differ", "missing-left", "missing-right", "note"]


class PairRow(Row):
    """Two language versions of a page, held against each other."""

    source: str = said("The office.", "Le poste.")
    left: str = said("Id of the one version.", "Identifiant de l’une des versions.")
    right: str = said("Id of the other version.", "Identifiant de l’autre version.")
    twins: bool = said(
        "Whether the two are versions of one text; if not, nothing is compared.",
        "S’il s’agit de deux versions d’un même texte ; sinon, rien n’est comparé.",
    )
    sections: int = said("Sections with a counterpart.", "Sections qui se répondent.", ge=0)
    agreements: int = said("Facts that both tell.", "Faits dits par les deux.", ge=0)
    disagreements: int = said("Facts told otherwise.", "Faits dits autrement.", ge=0)
    notes: int = said(
        "Differences on which sensible people differ.", "Différences sujettes à appréciation.", ge=0
    )
    evidence: str = said("What the verdict rests on.", "Ce qui fonde le verdict.")


class AgreementRow(Row):
    """A fact of a page, as its two versions tell it."""

    pair: str = said("Id of the pair.", "Identifiant de la paire.")
    kind: str = said("Kind of fact, or section, or stale.", "Nature du fait, ou section, ou stale.")
    left: str = said("Value in the left version.", "Valeur dans la version de gauche.")
    right: str = said("Value in the right version.", "Valeur dans la version de droite.")
    verdict: Verdict = said(
        "`agree`, `differ`, `missing-left`, `missing-right`, or `note`: no disagreement.",
        "`agree` (accord), `differ` (désaccord), `missing-left` ou `missing-right` (manque), "
        "`note` (pas un désaccord).",
    )
    left_section: str = said("Its section there.", "Sa section à gauche.")
    right_section: str = said("Its section here.", "Sa section à droite.")


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that the tables of a release tell."""

    records: Sequence[PageRecord]
    failures: Sequence[Failure] = ()
    status: Sequence[StatusRow] = ()
    changelog: Sequence[ChangelogRow] = ()
    pairs: Sequence[PairRow] = ()
    agreement: Sequence[AgreementRow] = ()


def page_rows(harvest: Harvest) -> Iterator[PageRow]:
    """One row a page."""
    for record in harvest.records:
        yield PageRow(
            id=record.id,
            source=record.source or "",
            language=record.language,
            title=record.title,
            url=record.provenance.url,
            modified=record.modified or "",
            alternates=LIST.join(a.language for a in record.alternates),
            facts=len(record.entities),
            findings=len(record.findings),
            sha256=record.provenance.sha256,
        )


def section_rows(harvest: Harvest) -> Iterator[SectionRow]:
    """One row a section."""
    for record in harvest.records:
        for s in record.sections:
            yield SectionRow(
                id=s.id,
                page=record.id,
                level=s.level,
                language=s.language,
                title=s.title,
                text=s.text,
            )


def entity_rows(harvest: Harvest) -> Iterator[EntityRow]:
    """One row a fact; the columns of other kinds stay empty."""
    for record in harvest.records:
        for entity in record.entities:
            yield _entity_row(record.id, entity)


def _entity_row(page: str, entity: EntityRecord) -> EntityRow:
    parts = entity.parts.model_dump()
    told = {
        name: parts[name]
        for name in EntityRow.model_fields
        if name in parts and parts[name] is not None
    }
    return EntityRow(
        id=entity.id,
        page=page,
        kind=entity.kind,
        value=entity.value,
        text=entity.text,
        section=entity.section or "",
        rule=entity.rule,
        basis=entity.basis,
        alternatives=LIST.join(entity.alternatives),
        resolved_by=entity.resolved_by or "",
        **{**_NO_PARTS, **told},
    )


_NO_PARTS = {
    **dict.fromkeys(("first", "last", "precision", "noun", "qualifier", "country"), ""),
    **dict.fromkeys(("number_type", "extension", "postal_code", "town"), ""),
    "number": None,
    "valid": None,
}


def artifact_rows(harvest: Harvest) -> Iterator[ArtifactRow]:
    """One row an artifact."""
    for record in harvest.records:
        for a in record.artifacts:
            yield ArtifactRow(id=a.id, page=record.id, rule=a.rule, text=a.text)


def finding_rows(harvest: Harvest) -> Iterator[FindingRow]:
    """One row a finding; a page that could not be read is one, and each objection to a page."""
    for record in harvest.records:
        for f in record.findings:
            yield FindingRow(
                id=f.id,
                page=record.id,
                code=f.code,
                severity=f.severity,
                message=f.message,
                advice=f.advice,
                text=f.text,
                details=f.details,
            )
    told = Counter[str]()
    for failure in harvest.failures:
        name = f"{failure.id}#finding:{failure.code}"
        told[name] += 1
        yield FindingRow(
            id=name if told[name] == 1 else f"{name}~{told[name]}",
            page=failure.id,
            code=failure.code,
            severity="error",
            message=failure.message,
            advice=failure.advice,
            text="",
            details=failure.details,
        )


def failures(table: Iterable[Mapping[str, str]]) -> Iterator[Failure]:
    """The failures that a published table of findings tells, but those of an older layout."""
    for row in table:
        if row["code"] in ("page-unreadable", "page-held") and row.get("details"):
            about = {"code": row["code"], "details": json.loads(row["details"])}
            yield Failure.model_validate({"id": row["page"], **about})


def in_language(row: Row, language: str) -> Row:
    """A row as a reader of that language gets it: findings are said in it, facts are facts."""
    if isinstance(row, FindingRow):
        return row.model_copy(update=messages.words(row, language)._asdict())
    return row


def status_rows(harvest: Harvest) -> Iterable[StatusRow]:
    """One row a page that is followed, whether or not anything is published of it."""
    return harvest.status


def pair_rows(harvest: Harvest) -> Iterable[PairRow]:
    """One row a pair of language versions."""
    return harvest.pairs


def agreement_rows(harvest: Harvest) -> Iterable[AgreementRow]:
    """One row a fact that was compared."""
    return harvest.agreement


def changelog_rows(harvest: Harvest) -> Iterable[ChangelogRow]:
    """One row a page that somebody let through although a guard objected."""
    return harvest.changelog


class Table(NamedTuple):
    """A published table: its name, the model of its rows, what makes them, what it points to."""

    name: str
    title: str
    model: type[Row]
    rows: Callable[[Harvest], Iterable[Row]]
    points_to: tuple[tuple[str, str], ...] = ()
