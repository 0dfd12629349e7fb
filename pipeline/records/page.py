"""The record of a page, model by model: what `schemas/page.schema.json` is generated from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from pipeline.model import Kind, Severity
from pipeline.records.fields import Described, end_field, said, start_field
from pipeline.records.parts import Parts


class Provenance(Described):
    """Where the bytes came from. What nobody knows is named in `unknown`."""

    url: str = said("Address of the page.", "Adresse de la page.")
    media_type: str = said("Media type of the bytes.", "Type de média des octets.")
    charset: str = said("Character encoding that was used.", "Encodage utilisé.")
    sha256: str = said(
        "Hash of the raw bytes.", "Empreinte des octets bruts.", pattern=r"^(sha256:[0-9a-f]{64})?$"
    )
    size: int = said("Number of raw bytes.", "Nombre d’octets bruts.", ge=0)
    raw: str = said("Raw file, relative to the root.", "Fichier brut, relatif à la racine.")
    fetched: str = said(
        "When these bytes came (RFC 3339), empty where unknown.",
        "Date de réception de ces octets (RFC 3339), vide si inconnue.",
        default="",
    )
    unknown: tuple[str, ...] = said(
        "What is not known of the fetch.", "Ce qu’on ignore de la collecte."
    )


class Alternate(Described):
    """Another language version that the page itself names."""

    language: str = said("Its language (BCP 47).", "Sa langue (BCP 47).")
    url: str | None = said(
        "Its address, null where the page does not say.",
        "Son adresse, null si la page ne la dit pas.",
    )


class HeadingRecord(Described):
    """The characters of a heading."""

    start: int = start_field()
    end: int = end_field()


class SectionRecord(Described):
    """From a heading to the next one."""

    id: str = said("Stable id.", "Identifiant stable.")
    level: int = said(
        "1 is the title's level; 0 stands before any heading.",
        "1 : niveau du titre ; 0 : avant tout intertitre.",
        ge=0,
        le=6,
    )
    title: str = said("The heading, white space folded.", "L’intertitre, blancs réduits.")
    language: str = said(
        "Language of the section, `und` where it cannot be told.",
        "Langue de la section, `und` si indécidable.",
    )
    text: str = said(
        "Its text without heading and artifacts.", "Son texte, sans intertitre ni artefacts."
    )
    start: int = start_field()
    end: int = end_field()
    heading: HeadingRecord | None = said("Where the heading stands.", "Où se trouve l’intertitre.")
    rule: str = said("What made it a heading.", "Ce qui en fait un intertitre.")


class ArtifactRecord(Described):
    """Characters that are no content."""

    id: str = said("Stable id.", "Identifiant stable.")
    start: int = start_field()
    end: int = end_field()
    text: str = said("The characters.", "Les caractères.")
    rule: str = said("The rule that took them.", "La règle qui les a écartés.")


class LinkRecord(Described):
    """A link in the content of an HTML page that leads to an address of the web."""

    id: str = said("Stable id.", "Identifiant stable.")
    url: str = said("Where it leads, absolute.", "Où il mène, en adresse absolue.")
    text: str = said("Its characters.", "Ses caractères.", min_length=1)
    start: int = start_field()
    end: int = end_field()
    section: str | None = said("Id of its section.", "Identifiant de sa section.")


class EntityRecord(Described):
    """A fact, its evidence and its rule."""

    id: str = said("Stable id.", "Identifiant stable.")
    kind: Kind = said("Kind of fact.", "Nature du fait.")
    value: str = said("Canonical value.", "Valeur canonique.")
    text: str = said(
        "The exact characters of the source.", "Les caractères exacts de la source.", min_length=1
    )
    start: int = start_field()
    end: int = end_field()
    section: str | None = said("Id of its section.", "Identifiant de sa section.")
    rule: str = said("The rule that found it.", "La règle qui l’a trouvé.")
    basis: Literal["stated", "inferred", "confirmed-by-twin"] = said(
        "`inferred` where only the place of the characters says the kind; `confirmed-by-twin` "
        "where the other language version labels it.",
        "`inferred` si seule la place des caractères dit la nature ; `confirmed-by-twin` si "
        "l’autre version linguistique la dit.",
    )
    alternatives: tuple[str, ...] = said(
        "Other values that the characters allow.", "Autres valeurs possibles."
    )
    resolved_by: str | None = said("What chose among them.", "Ce qui a tranché.")
    parts: Parts = said("Typed parts.", "Parties typées.")


class FindingRecord(Described):
    """Something for a human to look at."""

    id: str = said("Stable id.", "Identifiant stable.")
    code: str = said("What it is.", "De quoi il s’agit.")
    severity: Severity = said("How bad it is.", "Sa gravité.")
    message: str = said("What is odd.", "Ce qui est étrange.")
    advice: str = said("What to do.", "Que faire.")
    details: Mapping[str, str] = said(
        "What the message is made of, so that it can be said in any language.",
        "Ce dont le message est fait, pour qu’il puisse se dire dans toute langue.",
    )
    text: str = said("The characters in question.", "Les caractères en question.")
    start: int = start_field()
    end: int = end_field()


class PageRecord(Described):
    """Everything that is published about one page in one language."""

    id: str = said("Stable id: source/page.language.", "Identifiant stable : source/page.langue.")
    source: str | None = said("The office.", "Le poste.")
    page: str | None = said("The page of the office.", "La page du poste.")
    provenance: Provenance = said("Where the bytes came from.", "D’où viennent les octets.")
    title: str = said(
        "Title of the page: its title line, else what its head or its address calls it.",
        "Titre de la page : sa ligne de titre, sinon ce que disent son en-tête ou son adresse.",
    )
    language: str = said("Main language (BCP 47).", "Langue principale (BCP 47).")
    alternates: tuple[Alternate, ...] = said(
        "Other language versions.", "Autres versions linguistiques."
    )
    modified: str | None = said(
        "The page's own modification date.", "Date de modification affichée."
    )
    modified_entity: str | None = said(
        "Id of the date that says so.", "Identifiant de la date qui le dit."
    )
    text: str | None = said(
        "The text that offsets count in; null where it is published beside the record.",
        "Le texte où comptent les positions ; null s’il est publié à côté.",
    )
    sections: tuple[SectionRecord, ...] = said(
        "Sections, in text order.", "Sections, dans l’ordre du texte."
    )
    artifacts: tuple[ArtifactRecord, ...] = said(
        "Characters that are no content.", "Caractères hors contenu."
    )
    entities: tuple[EntityRecord, ...] = said(
        "Facts, in text order.", "Faits, dans l’ordre du texte."
    )
    links: tuple[LinkRecord, ...] | None = said(
        "Links in the content, in text order; null where the bytes tell none, as a plain text.",
        "Liens du contenu, dans l’ordre du texte ; null si les octets n’en disent rien, comme un "
        "texte brut.",
        default=None,
    )
    findings: tuple[FindingRecord, ...] = said("What to look at.", "Points à examiner.")


def with_findings(
    record: PageRecord, wanted: Callable[[FindingRecord], bool], more: Iterable[FindingRecord] = ()
) -> PageRecord:
    """The record with those of its findings that are wanted, and more behind them."""
    findings = (*filter(wanted, record.findings), *more)
    return record.model_copy(update={"findings": findings})


def facts_in(record: PageRecord, finding: FindingRecord) -> list[EntityRecord]:
    """The facts that a finding is about: those that it shares characters with."""
    return [e for e in record.entities if e.start < finding.end and finding.start < e.end]
