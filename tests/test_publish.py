"""What is published, seen by programs that are not ours."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
from frictionless import Package, system
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.errors import Refused
from pipeline.model import Document, Mention, Page
from pipeline.publish import draft, schemas, tables
from pipeline.publish.book import Book
from pipeline.publish.contacts import contact_rows
from pipeline.publish.guards import Candidate, object_to
from pipeline.publish.rows import Harvest
from pipeline.read import read
from pipeline.records import PageRecord, Provenance, record
from tests.conftest import CHECKOUT, Run, tree

PROCESSED = CHECKOUT / "processed"
NOWHERE = Provenance(
    url="", media_type="text/plain", charset="utf-8", sha256="", size=0, raw="", unknown=()
)


def record_of(text: str, name: str = "office/page.en", **about: Any) -> PageRecord:
    document = read(Page(text, country="CA", **about), sources.packaged().sites["any"])
    source, _, page = name.partition("/")
    made = record(document, name, NOWHERE, with_text=True)
    return made.model_copy(update={"source": source, "page": page.partition(".")[0]})


@pytest.mark.parametrize("file", sorted(PROCESSED.glob("*/*.json")), ids=lambda f: f.name)
def test_every_record_fits_the_committed_schema_for_an_independent_validator(file: Path) -> None:
    schema = json.loads((CHECKOUT / "schemas" / "page.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(
        json.loads(file.read_bytes()),
        schema,
        cls=jsonschema.Draft202012Validator,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


def test_the_package_fits_its_schema_for_an_independent_validator() -> None:
    schema = json.loads((CHECKOUT / "schemas" / "datapackage.schema.json").read_bytes())
    jsonschema.validate(json.loads((PROCESSED / "datapackage.json").read_bytes()), schema)


def test_frictionless_accepts_the_package() -> None:
    with system.use_context(trusted=True):
        report = Package(str(PROCESSED / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])


def test_schemas_are_the_committed_ones() -> None:
    assert schemas.files() == tree(CHECKOUT / "schemas")


def test_schemas_are_closed_and_described_in_both_languages() -> None:
    for name in schemas.models():
        schema = schemas.schema(name)
        for part in (schema, *schema.get("$defs", {}).values()):
            assert part.get("additionalProperties") is False, (name, part.get("title"))
        if name == schemas.PACKAGE:
            continue
        for part in (schema, *schema.get("$defs", {}).values()):
            for key, value in part.get("properties", {}).items():
                assert value.get("description"), (name, key)
                assert value.get("x-description-fr"), (name, key)


def test_processed_is_what_extract_makes_of_raw(root: Path, run: Run) -> None:
    assert run("extract", "--root", root).returncode == 0
    assert tree(root / "processed") == tree(PROCESSED)


def test_a_second_run_changes_nothing(root: Path, run: Run) -> None:
    run("extract", "--root", root)
    inode = (root / "processed").stat().st_ino
    assert "unchanged" in run("extract", "--root", root).stderr
    assert (root / "processed").stat().st_ino == inode


def test_tables_keep_numbers_as_written_and_hold_no_offsets() -> None:
    data = pd.read_csv(PROCESSED / "entities.csv", dtype=str, keep_default_na=False)
    assert "+16135623788" in set(data["value"])
    assert data["id"].is_unique
    assert list(data["id"]) == sorted(data["id"])
    assert data.columns[0] == "id"
    assert not {"start", "end"} & set(data.columns)


def test_an_edit_at_the_top_touches_no_other_row() -> None:
    text = "Consulate\n\nCall 613 562-3788 or write to a@example.org before 3 May 2019.\n"
    before, after = record_of(text), record_of("A new first line, quite long.\n\n" + text)
    assert {e.id for e in before.entities} == {e.id for e in after.entities}


def test_the_same_fact_twice_has_two_ids() -> None:
    made = record_of("Tel.: 613 562-3788\nTel. (night): 613 562-3788\n")
    assert [e.id for e in made.entities] == [
        "office/page.en#phone:+16135623788",
        "office/page.en#phone:+16135623788~2",
    ]


def test_the_excel_profile_is_safe_to_open() -> None:
    made = record_of("Tel.: 613 562-3788\n\n=2+3 is a title\n\nMore about it here, in full.\n")
    data = tables.frame(tables.TABLES[2], Harvest([made]))
    raw = tables.write(data, "excel")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == len(data) + 1
    cells = [cell for line in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in line]
    assert "tel:+16135623788" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("together", [True, False])
def test_ids_that_stand_twice_are_refused(tmp_path: Path, *, together: bool) -> None:
    made = record_of("Tel.: 613 562-3788\n")
    said = pytest.raises(Refused, match=r"pages\.csv: an id stands twice: office/page\.en$")
    with said, draft.opened(tmp_path, "processed") as opened:
        book = Book(opened)
        for records in [[made, made]] if together else [[made], [made]]:
            book.add(Harvest(records))
        book.finish()


def test_evidence_is_checked_before_anything_is_published() -> None:
    made = record_of("Tel.: 613 562-3788\n")
    (first, *_) = object_to(Candidate(made, "Another text altogether, with 613 562-3788"))
    assert (first.guard.name, first.guard.severity) == ("evidence", "error")


def test_contacts_one_row_for_each_block() -> None:
    made = record_of(
        "Offices\n\n"
        "Embassy of France\n42 Sussex Drive, Ottawa, Ontario, K1M 2C9\n"
        "Tel.: 613 789-1795\nFax: 613 562-3735\nE-mail: a@example.org\n\n"
        "Consulate general of France\n2 Elysée Place, Montreal, Quebec, H3A 1A1\n"
        "Tel.: 514 878-4385\n"
    )
    rows = [(r.address, r.phones, r.faxes, r.emails) for r in contact_rows(Harvest([made]))]
    assert rows == [
        (
            "42 Sussex Drive, Ottawa, Ontario, K1M 2C9",
            "+16137891795",
            "+16135623735",
            "a@example.org",
        ),
        ("2 Elysée Place, Montreal, Quebec, H3A 1A1", "+15148784385", "", ""),
    ]


def test_two_languages_of_one_office_are_one_contact() -> None:
    english = record_of("Contact\n\nTel.: 613 789-1795\nFax: 613 562-3735\n")
    french = record_of(
        "Contact\n\nTél. : (613) 789-1795\nTéléc. : 613 562-3735\n", "office/page.fr"
    )
    (row,) = contact_rows(Harvest([english, french]))
    assert row.pages == "office/page.en | office/page.fr"
    assert (row.phones, row.faxes) == ("+16137891795", "+16135623735")


def test_check_names_what_was_tampered_with(root: Path, run: Run) -> None:
    run("extract", "--root", root)
    assert run("check", "--root", root).returncode == 0
    file = root / "processed" / "ca-ambafrance" / "homeland-security.en.txt"
    file.write_text(file.read_text().replace("3788", "3789"))
    done = run("check", root / "processed")
    assert done.returncode == 1
    assert "evidence" in done.stdout
    assert "+16135623788" in done.stdout


def test_a_document_without_facts_is_a_record_all_the_same() -> None:
    page = Page("Nothing.")
    empty = Document(page, "und", "", None, {}, (), (), ())
    made = record(empty, "a/b.en", NOWHERE, with_text=True)
    assert schemas.faults("page", made.model_dump(mode="json")) == []


def test_every_kind_has_its_typed_parts() -> None:
    made = record_of("We have more than 76 embassies, since May 2019, at a@example.org.\n")
    parts = {e.kind: e.parts.model_dump() for e in made.entities}
    assert parts["count"] == {"number": 76, "noun": "embassies", "qualifier": "more-than"}
    assert parts["date"]["precision"] == "month"
    assert parts["email"]["domain"] == "example.org"


def test_range_parts() -> None:
    mention = Mention(0, 4, "date", "--05-14/--10-29", "range")
    page = Page("text")
    made = record(
        Document(page, "en", "", None, {}, (), (), (mention,)), "a/b.en", NOWHERE, with_text=True
    )
    assert made.entities[0].parts.model_dump() == {
        "first": "--05-14",
        "last": "--10-29",
        "precision": "day",
        "year_known": False,
    }


CELLS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(['"', "a,b", "NA", "1e5", "'"]))))
def test_a_table_reads_back_as_it_was_written_and_as_pandas_reads_it(rows: list[Any]) -> None:
    raw = tables.write(pd.DataFrame(rows, columns=["id", "b", "c"], dtype=str))
    there = tables.read(raw)
    assert [tuple(row.values()) for row in there] == rows
    data = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False, skip_blank_lines=False)
    assert data.to_dict("records") == there


def test_a_cell_may_be_longer_than_any_field_that_csv_takes_by_itself() -> None:
    assert tables.read(b"id,text\n1," + b"x" * 200_000 + b"\n")[0]["text"] == "x" * 200_000


@pytest.mark.parametrize("raw", [b"", b"id,b\n1\n", b"id,b\n1,2,3\n", b'id\n"1"2\n', b"id\n\xff\n"])
def test_what_is_no_table_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        tables.read(raw)
