"""Rows as Parquet: a schema from their model, one row group a part."""

from __future__ import annotations

import functools
import importlib.util
import io
import json
import types
import typing
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.errors import StoreError
from pipeline.publish.rows import Row, Table

if TYPE_CHECKING:
    import pyarrow as pa

#: The column that the folder of a part tells; it does not stand in the part as well.
PARTITION = "source"


def insist_there() -> None:
    """Nothing, where Parquet can be written.

    Raises:
        StoreError: the package that writes it is not installed.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise StoreError("Parquet needs the extra 'datasets': pyarrow is not installed")


@functools.cache
def _use_system_memory() -> None:
    """Let what a part took go back to the system: Arrow's own pool keeps it, a page or a crawl."""
    import pyarrow as pa  # noqa: PLC0415 - some 50 MB that other verbs spare, and the driver

    pa.set_memory_pool(pa.system_memory_pool())


def encode(table: Table, rows: Sequence[Row]) -> bytes:
    """A part that holds these rows."""
    import pyarrow as pa  # noqa: PLC0415 - see above
    import pyarrow.parquet as pq  # noqa: PLC0415

    _use_system_memory()
    shape = schema(table)
    made = [_cells(row) for row in rows]
    columns = [[cells[name] for cells in made] for name in shape.names]
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, shape, strict=True)
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=shape), out, compression="zstd")
    return out.getvalue()


def schema(table: Table) -> pa.Schema:
    """The columns of a table with what each means; without the one that folders tell."""
    import pyarrow as pa  # noqa: PLC0415 - see above

    kinds = {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return pa.schema(
        pa.field(
            name,
            kinds.get(_plain(info.annotation), pa.string()),
            metadata={"description": str(info.description)},
        )
        for name, info in table.model.model_fields.items()
        if name != PARTITION
    )


def _plain(annotation: Any) -> Any:
    """The type of a column that may also be empty."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return next(a for a in typing.get_args(annotation) if a is not type(None))
    return annotation


def _cells(row: Row) -> dict[str, Any]:
    return {name: _cell(value) for name, value in row.model_dump().items()}


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value
