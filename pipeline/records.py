"""What is published: the record of a page, typed, described in English and French.

A record is made from a `Document` and nothing else. Ids are made of what a fact says, never of
where it stands, so a paragraph added above changes no id: `source/page.lang#kind:value`, with
`~2` for the second time that the same page says the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from pipeline import messages
from pipeline.model import (
    Artifact,
    Document,
    Finding,
    Kind,
    Markup,
    Mention,
    Section,
    Severity,
    Span,
    mask,
    trim,
)
from pipeline.stages import stage

_NOT_SLUG = re.compile(r"[^\w+@./;=:-]+")
_SLUG_LENGTH = 80


def said(en: str, fr: str, **more: Any) -> Any:
    """A field described in both languages; the French one under `x-description-fr`."""
    return Field(description=en, json_schema_extra={"x-description-fr": fr}, **more)


class _Record(BaseModel):
    """Part of what is published: no key that the schema does not name."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_serialization_defaults_required=True
    )


def _start() -> Any:
    return said(
        "First character, in code points of the text.",
        "Premier caractère, en points de code du texte.",
        ge=0,
    )


def _end() -> Any:
    return said("One past the last character.", "Un après le dernier caractère.", ge=0)


class Provenance(_Record):
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


class Alternate(_Record):
    """Another language version that the page itself names."""

    language: str = said("Its language (BCP 47).", "Sa langue (BCP 47).")
    url: str | None = said(
        "Its address, null where the page does not say.",
        "Son adresse, null si la page ne la dit pas.",
    )


class HeadingRecord(_Record):
    """The characters of a heading."""

    start: int = _start()
    end: int = _end()


class SectionRecord(_Record):
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
    start: int = _start()
    end: int = _end()
    heading: HeadingRecord | None = said("Where the heading stands.", "Où se trouve l’intertitre.")
    rule: str = said("What made it a heading.", "Ce qui en fait un intertitre.")


class ArtifactRecord(_Record):
    """Characters that are no content."""

    id: str = said("Stable id.", "Identifiant stable.")
    start: int = _start()
    end: int = _end()
    text: str = said("The characters.", "Les caractères.")
    rule: str = said("The rule that took them.", "La règle qui les a écartés.")


class PhoneParts(_Record):
    """The parts of a phone or fax number."""

    country: str | None = said("Country of the number (ISO 3166).", "Pays du numéro (ISO 3166).")
    extension: str | None = said("Extension.", "Poste.")
    number_type: str | None = said(
        "Kind of line, by the numbering plan.", "Type de ligne, selon le plan de numérotation."
    )
    valid: bool = said(
        "Whether the numbering plan knows it.", "Si le plan de numérotation le connaît."
    )
    label: str | None = said("The label before it.", "L’étiquette qui le précède.")
    link: str | None = said("RFC 3966 link.", "Lien RFC 3966.")


class EmailParts(_Record):
    """The parts of an e-mail address."""

    domain: str = said("Its domain.", "Son domaine.")
    masked: bool = said("Whether the page writes it masked.", "Si la page l’écrit masquée.")
    label: str | None = said("The label before it.", "L’étiquette qui la précède.")


class DateParts(_Record):
    """The parts of a date."""

    first: str = said(
        "First day, month or year (ISO 8601).", "Premier jour, mois ou an (ISO 8601)."
    )
    last: str = said(
        "Last day, month or year; the first one where it is no range.", "Dernier jour, mois ou an."
    )
    precision: Literal["day", "month", "year"] = said("Precision.", "Précision.")
    year_known: bool = said("Whether the page writes the year there.", "Si l’année y est écrite.")


class CountParts(_Record):
    """The parts of a count."""

    number: float = said("The number.", "Le nombre.")
    noun: str = said("The head noun as written.", "Le nom compté, tel qu’écrit.")
    qualifier: str | None = said(
        "Such as more-than, nearly, about.", "Par exemple more-than, nearly, about."
    )


class AddressParts(_Record):
    """The parts of a postal address."""

    lines: tuple[str, ...] = said("Its lines.", "Ses lignes.")
    street: str | None = said("Street line.", "Voie.")
    box: str | None = said("Post-office box.", "Boîte postale.")
    postal_code: str | None = said("Postal code.", "Code postal.")
    town: str | None = said("Town.", "Ville.")
    region: str | None = said("Province, state or canton.", "Province, État ou canton.")
    country: str | None = said("Country (ISO 3166).", "Pays (ISO 3166).")


class LinkRecord(_Record):
    """A link in the content of an HTML page that leads to an address of the web."""

    id: str = said("Stable id.", "Identifiant stable.")
    url: str = said("Where it leads, absolute.", "Où il mène, en adresse absolue.")
    text: str = said("Its characters.", "Ses caractères.", min_length=1)
    start: int = _start()
    end: int = _end()
    section: str | None = said("Id of its section.", "Identifiant de sa section.")


Parts = PhoneParts | EmailParts | DateParts | CountParts | AddressParts


class EntityRecord(_Record):
    """A fact, its evidence and its rule."""

    id: str = said("Stable id.", "Identifiant stable.")
    kind: Kind = said("Kind of fact.", "Nature du fait.")
    value: str = said("Canonical value.", "Valeur canonique.")
    text: str = said(
        "The exact characters of the source.", "Les caractères exacts de la source.", min_length=1
    )
    start: int = _start()
    end: int = _end()
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


class FindingRecord(_Record):
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
    start: int = _start()
    end: int = _end()


class PageRecord(_Record):
    """Everything that is published about one page in one language."""

    id: str = said("Stable id: source/page.language.", "Identifiant stable : source/page.langue.")
    source: str | None = said("The office.", "Le poste.")
    page: str | None = said("The page of the office.", "La page du poste.")
    provenance: Provenance = said("Where the bytes came from.", "D’où viennent les octets.")
    title: str = said("Title of the page.", "Titre de la page.")
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


class Failure(_Record):
    """A page of which nothing new is published, and why; what was published of it before stands.

    It could not be read (`page-unreadable`), or a guard refused it (`page-held`: a failure for each
    objection). `details` hold the `reason`, a code of the catalogue, and what that one needs.
    """

    id: str = said("Stable id of the page.", "Identifiant stable de la page.")
    code: Literal["page-unreadable", "page-held"] = said(
        "What became of it.", "Ce qu’il en est.", default="page-unreadable"
    )
    details: Mapping[str, str] = said("Why.", "Pourquoi.")

    @classmethod
    def unreadable(cls, page: str, reason: str, details: Mapping[str, str]) -> Failure:
        """Of a page whose bytes are there, and cannot be read."""
        return cls(id=page, details={**details, "reason": reason, "kept": "yes"})

    @property
    def message(self) -> str:
        """Why, in English."""
        return messages.say(self.code, self.details)

    @property
    def advice(self) -> str:
        """What to do, in English."""
        return messages.advise(self.code, self.details)


def with_findings(
    record: PageRecord, wanted: Callable[[FindingRecord], bool], more: Iterable[FindingRecord] = ()
) -> PageRecord:
    """The record with those of its findings that are wanted, and more behind them."""
    findings = (*filter(wanted, record.findings), *more)
    return record.model_copy(update={"findings": findings})


def facts_in(record: PageRecord, finding: FindingRecord) -> list[EntityRecord]:
    """The facts that a finding is about: those that it shares characters with."""
    return [e for e in record.entities if e.start < finding.end and finding.start < e.end]


def slug(value: str) -> str:
    """A value as part of an id: readable, without spaces, of bounded length."""
    return _NOT_SLUG.sub("-", value).strip("-")[:_SLUG_LENGTH].rstrip("-")


class Ids:
    """Hands out ids on one page: the second of its name gets `~2`."""

    def __init__(self, page: str, taken: Iterable[str] = ()) -> None:
        """Ids on a page, behind those that are taken."""
        self.page = page
        self.seen = Counter(name.removeprefix(f"{page}#").partition("~")[0] for name in taken)

    def next(self, kind: str, value: str) -> str:
        """The next id of this kind and value."""
        name = f"{kind}:{slug(value) or '-'}"
        self.seen[name] += 1
        again = f"~{self.seen[name]}" if self.seen[name] > 1 else ""
        return f"{self.page}#{name}{again}"


def _phone(mention: Mention) -> PhoneParts:
    number, _, extension = mention.value.partition(";ext=")
    said_so = mention.details
    return PhoneParts(
        country=said_so.get("country") or None,
        extension=extension or None,
        number_type=said_so.get("number_type") or None,
        valid=bool(said_so.get("valid", True)),
        label=said_so.get("label") or None,
        link=said_so.get("link") or (f"tel:{mention.value}" if number.startswith("+") else None),
    )


def _email(mention: Mention) -> EmailParts:
    return EmailParts(
        domain=mention.value.rpartition("@")[2],
        masked=bool(mention.details.get("masked", False)),
        label=mention.details.get("label") or None,
    )


def _precision(value: str) -> Literal["day", "month", "year"]:
    dashes = value.removeprefix("--").count("-") + (1 if value.startswith("--") else 0)
    return ("year", "month", "day")[dashes]


def date_parts(value: str) -> DateParts:
    """The parts of a date's value."""
    first, _, last = value.partition("/")
    return DateParts(
        first=first,
        last=last or first,
        precision=_precision(last or first),
        year_known=not first.startswith("--"),
    )


def _count(mention: Mention) -> CountParts:
    number, _, noun = mention.value.partition(" ")
    return CountParts(
        number=float(number), noun=noun, qualifier=mention.details.get("qualifier") or None
    )


def _address(mention: Mention) -> AddressParts:
    told = mention.details
    return AddressParts(
        lines=tuple(told.get("lines") or (mention.value,)),
        **{
            key: told.get(key) or None
            for key in ("street", "box", "postal_code", "town", "region", "country")
        },
    )


_PARTS: Mapping[Kind, Callable[[Mention], Parts]] = {
    "phone": _phone,
    "fax": _phone,
    "email": _email,
    "date": lambda mention: date_parts(mention.value),
    "count": _count,
    "address": _address,
}


def _sections(document: Document, ids: Ids) -> list[SectionRecord]:
    clean = mask(document.page.text, document.artifacts)
    return [
        SectionRecord(
            id=ids.next("section", section.title),
            level=section.level,
            title=section.title,
            language=section.language,
            text=_body(clean, section),
            start=section.start,
            end=section.end,
            heading=HeadingRecord(start=section.heading.start, end=section.heading.end)
            if section.heading
            else None,
            rule=section.rule,
        )
        for section in document.sections
    ]


def _body(clean: str, section: Section) -> str:
    start = section.heading.end if section.heading else section.start
    return trim(clean, start, section.end).of(clean)


def _entity(document: Document, mention: Mention, ids: Ids, section: str | None) -> EntityRecord:
    return EntityRecord(
        id=ids.next(mention.kind, mention.value),
        kind=mention.kind,
        value=mention.value,
        text=mention.of(document.page.text),
        start=mention.start,
        end=mention.end,
        section=section,
        rule=mention.rule,
        basis=mention.basis,
        alternatives=mention.alternatives,
        resolved_by=mention.resolved_by or None,
        parts=_PARTS[mention.kind](mention),
    )


def _artifact(document: Document, artifact: Artifact, ids: Ids) -> ArtifactRecord:
    text = artifact.of(document.page.text)
    return ArtifactRecord(
        id=ids.next("artifact", artifact.rule),
        start=artifact.start,
        end=artifact.end,
        text=text,
        rule=artifact.rule,
    )


def _links(document: Document, ids: Ids, sections: list[SectionRecord]) -> list[LinkRecord]:
    """The links that have words for a reader, but for those within the page."""
    page = document.page
    base = page.meta.get("base", page.url)
    clean = mask(page.text, document.artifacts)
    found = [
        (mark, url)
        for mark in sorted(page.markup, key=lambda m: (m.start, m.end))
        if mark.tag == "a" and (url := _leads_to(base, mark)) and mark.of(clean).strip()
    ]
    homes = _homes([mark for mark, _ in found], sections)
    return [
        LinkRecord(
            id=ids.next("link", url),
            url=url,
            text=mark.of(page.text),
            start=mark.start,
            end=mark.end,
            section=home,
        )
        for (mark, url), home in zip(found, homes, strict=True)
    ]


def _leads_to(base: str, link: Markup) -> str:
    """Where a link leads on the web, '' where it does not, or not away from its page."""
    href = link.attrs.get("href", "").strip()
    if not href or href.startswith("#"):
        return ""
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def finding_record(finding: Finding, text: str, ids: Ids) -> FindingRecord:
    """The record of a finding; `text` is the one that its offsets count in."""
    return FindingRecord(
        id=ids.next("finding", finding.code),
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        advice=finding.advice,
        details=finding.details,
        text=finding.of(text),
        start=finding.start,
        end=finding.end,
    )


@stage("record")
def record(
    document: Document, page_id: str, provenance: Provenance, *, with_text: bool
) -> PageRecord:
    """The record of a page. `with_text` puts the text into it instead of beside it."""
    page, ids = document.page, Ids(page_id)
    sections = _sections(document, ids)
    homes = _homes(document.mentions, sections)
    entities = [
        _entity(document, mention, ids, home)
        for mention, home in zip(document.mentions, homes, strict=True)
    ]
    modified = next(
        (e.id for e, m in zip(entities, document.mentions, strict=True) if m is document.modified),
        None,
    )
    return PageRecord(
        id=page_id,
        source=page.ref.source if page.ref else None,
        page=page.ref.page if page.ref else None,
        provenance=provenance,
        title=document.title,
        language=document.language,
        alternates=tuple(
            Alternate(language=k, url=v or None) for k, v in sorted(document.alternates.items())
        ),
        modified=document.modified.value if document.modified else page.meta.get("modified"),
        modified_entity=modified,
        text=page.text if with_text else None,
        sections=tuple(sections),
        artifacts=tuple(_artifact(document, a, ids) for a in document.artifacts),
        entities=tuple(entities),
        links=tuple(_links(document, ids, sections)) if page.html else None,
        findings=tuple(finding_record(f, page.text, ids) for f in document.findings),
    )


def _homes(spans: Sequence[Span], sections: list[SectionRecord]) -> list[str | None]:
    """The id of the section of each span; both lists are in text order."""
    out: list[str | None] = []
    at = 0
    for span in spans:
        while at < len(sections) and sections[at].end <= span.start:
            at += 1
        inside = at < len(sections) and sections[at].start <= span.start
        out.append(sections[at].id if inside else None)
    return out
