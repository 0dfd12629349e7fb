"""Rows as Parquet: a schema from their model, one row group a part."""

from __future__ import annotations

import functools
import importlib.util
import io
import json
import types
import typing
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from pipeline.errors import StoreError
from pipeline.publish import tables
from pipeline.publish.rows import Table

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


class Lines:
    """The rows of a part as lines of JSON, which take a tenth of what they take as objects.

    Arrow's own reader makes columns of them. What makes columns of Python's lists imports pandas
    to see whether they are none of its own, and every worker would hold it.
    """

    def __init__(self, name: str) -> None:
        """Of a table, no row yet."""
        self._table = tables.BY_NAME[name]
        self._said = bytearray()
        self._rows = 0

    def __len__(self) -> int:
        """How many rows there are."""
        return self._rows

    def add(self, row: Mapping[str, Any]) -> None:
        """A row as JSON has it; in which order does not matter."""
        cells = {name: _cell(value) for name, value in row.items() if name != PARTITION}
        self._said += orjson.dumps(cells, option=orjson.OPT_APPEND_NEWLINE)
        self._rows += 1

    def encode(self) -> bytes:
        """A part that holds these rows, by their ids."""
        import pyarrow as pa  # noqa: PLC0415 - see above
        import pyarrow.json as pj  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        _use_system_memory()
        shape = schema(self._table)
        read = pj.read_json(
            pa.BufferReader(self._said),
            pj.ReadOptions(use_threads=False, block_size=len(self._said) + 1),
            pj.ParseOptions(explicit_schema=shape, unexpected_field_behavior="error"),
        )
        out = io.BytesIO()
        made = read.select(shape.names).cast(shape).sort_by("id").combine_chunks()
        pq.write_table(made, out, compression="zstd")
        return out.getvalue()


def rows(data: bytes) -> Iterator[dict[str, Any]]:
    """The rows of a part, without the column that its folder tells."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    _use_system_memory()
    for batch in pq.ParquetFile(io.BytesIO(data)).iter_batches():
        yield from batch.to_pylist()


@functools.cache
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


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value
