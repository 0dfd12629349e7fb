"""Tables written line by line are those that pandas writes."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish import lines, tables
from pipeline.publish.rows import FindingRow, Harvest
from tests.conftest import CHECKOUT

CELLS = st.text(
    st.one_of(
        st.sampled_from("\",\r\n \t'=;\0\u2028\x85é"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=12,
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_cells_are_joined_as_pandas_joins_them(rows: list[tuple[str, str, str]]) -> None:
    frame = pd.DataFrame(rows, columns=["id", "b", "c"], dtype=str)
    written = "".join(map(lines.joined, [["id", "b", "c"], *map(list, rows)]))
    assert written.encode() == tables.write(frame)


@given(st.text(max_size=8), st.dictionaries(CELLS, CELLS, max_size=3))
def test_a_row_is_the_line_of_its_frame(text: str, details: dict[str, str]) -> None:
    row = FindingRow(
        id="a/b.en#finding:x",
        page="a/b.en",
        code="x",
        severity="note",
        message=text,
        advice="",
        text=text,
        details=details,
    )
    table = tables.BY_NAME["findings"]._replace(rows=lambda _: [row])
    frame = tables.frame(table, Harvest([]))
    # what a page says of itself is said anew of its code: only the words that stand may differ
    there = frame.assign(message=row.message, advice=row.advice)
    assert (lines.head(table) + lines.line(row)).encode() == tables.write(there)


def test_published_tables_open_with_their_columns() -> None:
    for table in tables.TABLES:
        first = (CHECKOUT / "processed" / f"{table.name}.csv").read_bytes().split(b"\n")[0]
        assert first + b"\n" == lines.head(table).encode()
