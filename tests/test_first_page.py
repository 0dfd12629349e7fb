"""What a right extraction of the first page says, fact by fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import run, sources
from pipeline.publish import show
from pipeline.read import read
from pipeline.records import PageRecord
from pipeline.run import Extracted
from tests.conftest import CHECKOUT

PAGE = "ca-ambafrance/homeland-security.en"


@pytest.fixture(scope="module")
def extracted() -> Extracted:
    catalogue = sources.packaged()
    (only,) = run.extract(CHECKOUT, catalogue, run.kept(CHECKOUT, catalogue))
    assert isinstance(only, Extracted)
    return only


@pytest.fixture(scope="module")
def record(extracted: Extracted) -> PageRecord:
    return extracted.record


def values(record: PageRecord, kind: str) -> list[str]:
    return [e.value for e in record.entities if e.kind == kind]


def test_the_text_is_the_dump_as_it_stands(extracted: Extracted) -> None:
    raw = (CHECKOUT / "raw" / f"{PAGE}.txt").read_bytes()
    assert extracted.text == raw.decode("utf-8")


def test_title_language_alternate_and_modified(record: PageRecord) -> None:
    assert record.title == "Homeland Security Service"
    assert record.language == "en"
    assert [(a.language, a.url) for a in record.alternates] == [("fr", None)]
    assert record.modified == "2017-11-02"


def test_the_other_reading_of_the_modified_date_is_kept(record: PageRecord) -> None:
    (modified,) = (e for e in record.entities if e.id == record.modified_entity)
    assert modified.text == "02/11/2017"
    assert modified.alternatives == ("2017-02-11",)
    assert modified.resolved_by == "site"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("address", ["42 Sussex Drive, Ottawa, Ontario, K1M 2C9"]),
        ("phone", ["+16135623788"]),
        ("fax", ["+16135623785"]),
        ("email", ["ssi.ottawa-amba@diplomatie.gouv.fr"]),
        ("date", ["2001-07-01", "2010-09-01", "2017-11-02"]),
        (
            "count",
            ["2 members", "76 embassies", "300 police officers and gendarmes", "147 countries"],
        ),
    ],
)
def test_facts_and_nothing_else(record: PageRecord, kind: str, expected: list[str]) -> None:
    assert values(record, kind) == expected


def test_the_fax_is_inferred_from_its_place_in_the_icon_block(record: PageRecord) -> None:
    (fax,) = (e for e in record.entities if e.kind == "fax")
    (phone,) = (e for e in record.entities if e.kind == "phone")
    assert (fax.basis, fax.rule) == ("inferred", "icon-block")
    assert phone.start < fax.start


def test_artifacts_each_under_a_named_rule(record: PageRecord) -> None:
    found = [a.text.strip() for a in record.artifacts]
    assert found == ["[fr]", "JPEG", "JPEG", "JPEG", "JPEG", "}}", "top of the page"]
    assert all(a.rule for a in record.artifacts)


def test_a_bullet_is_no_artifact(extracted: Extracted) -> None:
    clean = show.clean(extracted.record, extracted.text)
    assert "-\u00a0Organization Chart" in clean


def test_sections(record: PageRecord) -> None:
    assert [s.title for s in record.sections] == [
        "Homeland Security Service",
        "Homeland Security Service",
        "The Homeland Security Attaché (HSA)",
        "The Office of Homeland Security’s missions",
        "The Homeland Security Service (HSS) in Ottawa",
        "The Directorate for International Cooperation (DCI)",
        "An international response to the many changes of a changing world",
        "Coordination and organization",
        "Coherency and efficiency",
    ]


def test_findings(record: PageRecord) -> None:
    said = {f.code: f.message for f in record.findings}
    assert "'fr'" in said["twin-missing"]
    assert "fax" in said["inferred-fax"]
    assert "2017-02-11" in said["ambiguous-date"]
    assert "NSS" in said["acronym-undefined"]
    assert "HSS" in said["acronym-undefined"]


def test_every_fact_is_provable(extracted: Extracted) -> None:
    for entity in extracted.record.entities:
        assert extracted.text[entity.start : entity.end] == entity.text


def test_the_page_as_its_cms_makes_it_gives_the_same_facts(record: PageRecord) -> None:
    raw = (Path(__file__).parent / "html" / "01.html").read_bytes()
    page = run.load(
        raw, "text/html", "", url=record.provenance.url, country="CA", languages=("en", "fr")
    )
    dump = (CHECKOUT / "raw" / f"{PAGE}.txt").read_text(encoding="utf-8")
    assert page.text.strip() == dump.strip()
    document = read(page, sources.packaged().sites["ambafrance"])
    assert [(m.kind, m.value) for m in document.mentions] == [
        (e.kind, e.value) for e in record.entities
    ]
