"""How to reach offices, read back by other people's programs."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import vobject

from pipeline.publish.contacts import Block, contact_blocks
from pipeline.publish.release import FOLDER
from pipeline.records import AddressParts, PageRecord
from pipeline.review import releases
from pipeline.review.exports import contacts, vcard
from tests.conftest import CHECKOUT, Run
from tests.exports.conftest import publish
from tests.test_guards import made

REACH = """Visa section 😀

42 Sussex Drive
Ottawa, Ontario, K1M 2C9
Tel.: 613 562-3788, ext. 12
Fax: 613 562-37850
E-mail: info@example.org

Press; office, \\n "one"

Tel.: 613 562-3790
"""
LINE = re.compile(
    r"(?:[A-Z-]+)(?:;[A-Z]+=(?:\"[^\"\x00-\x1f]*\"|[^\",;:\x00-\x1f]+(?:,[^\",;:\x00-\x1f]+)*))*:[^\x00-\x1f]*"
)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("contacts"), REACH)


def read(text: str) -> list[Any]:
    """The cards as vobject reads them."""
    return list(vobject.readComponents(text))


def cards(root: Path) -> str:
    pages = releases.load(root / FOLDER, FOLDER).pages
    return contacts.cards(pages, {"office": "Embassy; of nowhere"}).decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


# --- vCard ----------------------------------------------------------------------------------------


def test_each_block_is_a_card_that_a_parser_reads(office: Path) -> None:
    visa, press = sorted(read(cards(office)), key=lambda card: -len(card.contents))
    assert (visa.version.value, visa.kind.value) == ("4.0", "org")
    assert visa.fn.value == "Visa section 😀"
    assert visa.org.value == ["Embassy; of nowhere", "Visa section 😀"]
    assert [t.value for t in visa.tel_list] == ["tel:+1-613-562-3788;ext=12", "61356237850"]
    assert [t.params["TYPE"] for t in visa.tel_list] == [["work", "voice"], ["work", "fax"]]
    assert [t.params["VALUE"] for t in visa.tel_list] == [["uri"], ["text"]]
    assert visa.email.value == "info@example.org"
    assert visa.lang.value == "en"
    assert visa.url.value == "https://office.example.org/reach-en"
    address = visa.adr.value
    assert (address.street, address.city, address.region) == ("42 Sussex Drive", "Ottawa", "ON")
    assert (address.code, address.country, address.box) == ("K1M 2C9", "CA", "")
    assert visa.adr.params["LABEL"] == ["42 Sussex Drive^nOttawa, Ontario, K1M 2C9"]
    assert press.fn.value == 'Press; office, \\n "one"'
    assert "adr" not in press.contents


def test_lines_are_those_of_the_standard(office: Path) -> None:
    text = cards(office)
    physical = text.split("\r\n")
    assert physical.pop() == ""
    assert "\n" not in "".join(physical)
    assert max(len(line.encode()) for line in physical) <= 75
    assert any(line.startswith(" ") for line in physical)
    assert all(LINE.fullmatch(line) for line in unfolded(text) if line)


def test_a_line_is_folded_between_characters() -> None:
    line = "NOTE:" + "é😀" * 60
    folded = vcard._folded(line)  # noqa: SLF001
    for piece in folded.encode().split(b"\r\n"):
        piece.decode()
        assert len(piece) <= 75
    assert folded.replace("\r\n ", "") == f"{line}\r\n"


@pytest.mark.parametrize(
    "name",
    [
        "a\nEND:VCARD\r\nBEGIN:VCARD",
        "a\u2028b\x1b[31m\u202ec",
        "back\\slash, comma; semicolon\\n",
        "x" * 300,
        "日本" * 100,
    ],
)
def test_what_a_page_says_stays_in_its_line(name: str) -> None:
    (block,) = contact_blocks([made("Office\n\nTel.: 613 562-3788\n")])
    record = block.page.model_copy(update={"title": name, "sections": ()})
    text = vcard.card(
        Block(record, block.facts, block.pages, "a#contact:x"), {record.id: record}, name
    )
    (card,) = read(text)
    shown = name.replace("\r", " ").replace("\n", " ").replace("\u2028", " ")
    assert card.fn.value == re.sub("[\x1b\u202e]", "\ufffd", shown)
    assert len(card.contents["tel"]) == 1


def test_a_card_keeps_its_id_and_has_no_time_of_its_own(office: Path) -> None:
    assert cards(office) == cards(office)
    assert "REV" not in cards(office)
    ids = [card.uid.value for card in read(cards(office))]
    assert len(set(ids)) == len(ids) == 2
    for name in ids:
        assert uuid.UUID(name.removeprefix("urn:uuid:")).version == 5


def test_its_revision_is_when_the_latest_of_its_pages_was_fetched() -> None:
    def version(lang: str, fetched: str) -> PageRecord:
        record = made("Office\n\nTel.: 613 562-3788\n", f"office/page.{lang}")
        told = record.provenance.model_copy(update={"fetched": fetched})
        about = {"provenance": told, "source": "office", "page": "page"}
        return record.model_copy(update=about)

    pages = [version("en", "2026-11-27T04:00:00Z"), version("fr", "2026-11-27T04:30:00+01:00")]
    (block,) = contact_blocks(pages)
    (card,) = read(vcard.card(block, {page.id: page for page in pages}, ""))
    assert card.rev.value == "20261127T040000Z"
    assert [lang.value for lang in card.lang_list] == ["en", "fr"]


def test_an_address_without_parts_is_its_lines_and_a_box_stands_beside_the_street() -> None:
    (block,) = contact_blocks([made("Office\n\n42 Sussex Drive, Ottawa, Ontario, K1M 2C9\n")])
    (fact,) = block.facts
    none = dict.fromkeys(("street", "box", "postal_code", "town", "region", "country"))
    for parts, line in (
        ({"lines": ("a^b", 'c "d"')}, 'ADR;TYPE=work;LABEL="a^^b^nc ^\'d^\'":;;a^b,c "d";;;;'),
        (
            {"lines": ("x",), "box": "BP 5", "street": "1, rue A", "country": "FR"},
            'ADR;TYPE=work;LABEL="x";CC=FR:;;1\\, rue A,BP 5;;;;FR',
        ),
    ):
        told = fact.model_copy(update={"parts": AddressParts.model_validate({**none, **parts})})
        assert vcard._address(told) == line  # noqa: SLF001


# --- The other forms ------------------------------------------------------------------------------


def test_the_table_is_the_published_one(run: Run) -> None:
    published = (CHECKOUT / "processed" / "contacts.csv").read_text()
    assert run("contacts", "--root", CHECKOUT, "--csv").stdout == published


def test_spreadsheets_get_links_and_no_formula(office: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "contacts.csv"
    done = run("contacts", "--root", office, "--excel", "-o", out)
    assert (done.returncode, done.stdout) == (0, "")
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 3
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert {row["phones"] for row in rows} == {"tel:+16135623788;ext=12", "tel:+16135623790"}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_heading_that_is_a_formula_is_text_for_a_spreadsheet(name: str) -> None:
    record = made("Office\n\nTel.: 613 562-3788\n")
    told = {"title": name, "sections": (), "source": "office", "page": "page"}
    raw = contacts.spreadsheet({record.id: record.model_copy(update=told)})
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert row["name"] == f"'{name}"


def test_json_lines_fit_the_schema_of_the_rows(office: Path, run: Run) -> None:
    schema = json.loads((CHECKOUT / "schemas/contacts-row.schema.json").read_text())
    told = [
        json.loads(line) for line in run("contacts", "--root", office, "--json").stdout.splitlines()
    ]
    for row in told:
        jsonschema.Draft202012Validator(schema).validate(row)
    assert len(told) == 2


def test_people_get_blocks_in_their_language(office: Path, run: Run) -> None:
    done = run("contacts", "--root", office, "office", "--lang", "fr")
    assert done.stdout.startswith("Visa section 😀  (office/reach.en)\n  adresse")
    assert "  téléphone +16135623788;ext=12\n" in done.stdout


def test_an_unknown_office_says_which_there_are(office: Path, run: Run) -> None:
    done = run("contacts", "--root", office, "elsewhere")
    assert done.returncode == 2
    assert "no page or source 'elsewhere' is published (there are: office/reach.en)" in done.stderr
