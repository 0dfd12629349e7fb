"""What is published: the record of a page, typed, described in English and French.

A record is made from a `Document` and nothing else. Ids are made of what a fact says, never of
where it stands, so a paragraph added above changes no id: `source/page.lang#kind:value`, with
`~2` for the second time that the same page says the same.

`page` holds the models, `parts` those of each kind of fact, `making` what fills them.
"""

from pipeline.records.failure import Failure
from pipeline.records.fields import said
from pipeline.records.ids import Ids, slug
from pipeline.records.making import finding_record, record
from pipeline.records.page import (
    Alternate,
    ArtifactRecord,
    EntityRecord,
    FindingRecord,
    HeadingRecord,
    LinkRecord,
    PageRecord,
    Provenance,
    SectionRecord,
    facts_in,
    with_findings,
)
from pipeline.records.parts import (
    AddressParts,
    CountParts,
    DateParts,
    EmailParts,
    Parts,
    PhoneParts,
    date_parts,
)

__all__ = [
    "AddressParts",
    "Alternate",
    "ArtifactRecord",
    "CountParts",
    "DateParts",
    "EmailParts",
    "EntityRecord",
    "Failure",
    "FindingRecord",
    "HeadingRecord",
    "Ids",
    "LinkRecord",
    "PageRecord",
    "Parts",
    "PhoneParts",
    "Provenance",
    "SectionRecord",
    "date_parts",
    "facts_in",
    "finding_record",
    "record",
    "said",
    "slug",
    "with_findings",
]
