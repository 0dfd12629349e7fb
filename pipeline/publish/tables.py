"""The published tables: rows as data frames, written for git or for a spreadsheet.

`canonical` is UTF-8 without BOM, commas, line feeds, sorted by id: for git and pandas. `excel`
is the same with a BOM and CRLF, phones as `tel:` links, and no cell that a spreadsheet would
take for a formula.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from pipeline import messages
from pipeline.errors import Refused
from pipeline.messages import PUBLISHED
from pipeline.publish import lines, rows
from pipeline.publish.contacts import contact_rows
from pipeline.publish.rows import LIST, Harvest, Table

if TYPE_CHECKING:
    import pandas as pd

    Frame = pd.DataFrame

Profile = Literal["canonical", "excel"]

TABLES: tuple[Table, ...] = (
    Table("pages", "Pages", rows.PageRow, rows.page_rows),
    Table("sections", "Sections", rows.SectionRow, rows.section_rows, (("page", "pages"),)),
    Table("entities", "Facts", rows.EntityRow, rows.entity_rows, (("page", "pages"),)),
    Table("artifacts", "Artifacts", rows.ArtifactRow, rows.artifact_rows, (("page", "pages"),)),
    Table("findings", "Findings", rows.FindingRow, rows.finding_rows),
    Table("contacts", "Contacts", rows.ContactRow, contact_rows),
    Table("pairs", "Language versions", rows.PairRow, rows.pair_rows),
    Table("agreement", "Compared facts", rows.AgreementRow, rows.agreement_rows),
    Table("status", "How following goes", rows.StatusRow, rows.status_rows),
    Table("changelog", "What was let through", rows.ChangelogRow, rows.changelog_rows),
)

BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def frame(table: Table, harvest: Harvest, language: str = PUBLISHED) -> pd.DataFrame:
    """A table as strings, sorted by id; what it tells people is told in a language.

    Raises:
        Refused: an id stands twice, with which.
    """
    import pandas as pd  # noqa: PLC0415 - a quarter of a second that verbs without tables spare

    found = (rows.in_language(row, language).model_dump() for row in table.rows(harvest))
    made = [lines.cells(values) for values in found]
    data = pd.DataFrame(made, columns=list(table.model.model_fields), dtype=str)
    twice = data.loc[data["id"].duplicated(), "id"]
    if not twice.empty:
        raise Refused(f"{table.name}.csv: an id stands twice: {', '.join(twice.unique())}")
    return data.sort_values("id", kind="stable", ignore_index=True)


def write(data: pd.DataFrame, profile: Profile = "canonical") -> bytes:
    """The bytes of a table in one of the two profiles."""
    if profile == "canonical":
        return data.to_csv(index=False, lineterminator="\n").encode()
    return b"\xef\xbb\xbf" + _safe(data).to_csv(index=False, lineterminator="\r\n").encode()


def _safe(data: pd.DataFrame) -> pd.DataFrame:
    """Numbers as links, and a quote before what a spreadsheet would calculate."""
    out = data.copy()
    for name in ("phones", "faxes"):
        if name in out:
            out[name] = out[name].map(_links)
    if "kind" in out:
        numbers = out["kind"].isin(("phone", "fax"))
        for name in {"value", "left", "right"}.intersection(out.columns):
            out.loc[numbers, name] = out.loc[numbers, name].map(_links)
    return out.map(lambda cell: f"'{cell}" if cell.startswith(_FORMULA) else cell)


def _links(cell: str) -> str:
    return LIST.join(f"tel:{number}" if number else "" for number in cell.split(LIST))


def excel(file: Path, language: str) -> bytes:
    """A canonical table for spreadsheets; what it tells people is told in a language."""
    import pandas as pd  # noqa: PLC0415 - see frame

    table = BY_NAME[file.stem]
    found = rows_of(file)
    if table.model is rows.FindingRow:
        found = (_in_language(row, language) for row in found)
    return write(pd.DataFrame(found, columns=list(table.model.model_fields), dtype=str), "excel")


def _in_language(cells: dict[str, str], language: str) -> dict[str, str]:
    """The cells of a finding as a reader of that language gets them."""
    details = json.loads(cells["details"] or "{}")
    finding = rows.FindingRow.model_validate({**cells, "details": details})
    return cells | messages.words(finding, language)._asdict()


def read(raw: bytes) -> list[dict[str, str]]:
    """The rows of a canonical table, every cell as it is written.

    Raises:
        ValueError: it is no such table.
    """
    return list(_rows(io.StringIO(raw.decode(), newline="")))


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    """As `read`, row by row from a file.

    Raises:
        ValueError: it is no such table.
    """
    with file.open(encoding="utf-8", newline="") as text:
        yield from _rows(text)


def _rows(text: TextIO) -> Iterator[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)  # a section may be longer than what csv calls a field
    reader = filter(None, csv.reader(text, strict=True))
    try:
        header = next(reader)
        for row in reader:
            yield dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    except StopIteration:
        raise ValueError("no line of titles") from None
