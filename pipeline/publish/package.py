"""`datapackage.json`: the tables as a Data Package (v2), generated from the rows' models."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.publish.draft import Written
from pipeline.publish.rows import Table

PROFILE: Literal["https://datapackage.org/profiles/2.0/datapackage.json"] = (
    "https://datapackage.org/profiles/2.0/datapackage.json"
)


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True
    )


class TableField(_Part):
    """A column."""

    name: str
    type: Literal["string", "integer", "number", "boolean", "object"]
    description: str
    constraints: dict[str, Any] | None = None


class Reference(_Part):
    """The table whose id a foreign key holds."""

    resource: str
    fields: list[str]


class ForeignKey(_Part):
    """A column that holds the id of another table's row."""

    fields: list[str]
    reference: Reference


class TableSchema(_Part):
    """The columns of a table, in order."""

    fields: list[TableField]
    fields_match: Literal["exact"] = Field(default="exact", alias="fieldsMatch")
    primary_key: list[str] = Field(default=["id"], alias="primaryKey")
    foreign_keys: list[ForeignKey] | None = Field(default=None, alias="foreignKeys")
    missing_values: list[str] = Field(default=[""], alias="missingValues")


class Dialect(_Part):
    """How the file is written."""

    delimiter: Literal[","] = ","
    line_terminator: Literal["\n"] = Field(default="\n", alias="lineTerminator")
    quote_char: Literal['"'] = Field(default='"', alias="quoteChar")
    double_quote: Literal[True] = Field(default=True, alias="doubleQuote")
    header: Literal[True] = True


class Resource(_Part):
    """A table, its file and the file's hash."""

    name: str
    title: str
    type: Literal["table"] = "table"
    path: str
    format: Literal["csv"] = "csv"
    mediatype: Literal["text/csv"] = "text/csv"
    encoding: Literal["utf-8"] = "utf-8"
    bytes: int = Field(ge=0)
    hash: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    dialect: Dialect
    table_schema: TableSchema = Field(alias="schema")


class DataPackage(_Part):
    """What `processed/` holds, for programs that have never heard of us."""

    profile: Literal["https://datapackage.org/profiles/2.0/datapackage.json"] = Field(
        default=PROFILE, alias="$schema"
    )
    name: Literal["rectoverso"] = "rectoverso"
    title: str = "Facts of bilingual institutional pages"
    description: str = (
        "Phones, faxes, e-mails, postal addresses, dates and counts, each with its exact source "
        "characters and rule. / Téléphones, télécopieurs, courriels, adresses, dates et comptes, "
        "chacun avec ses caractères sources et sa règle."
    )
    resources: list[Resource] = Field(min_length=1)


def describe(tables: Iterable[tuple[Table, Written]]) -> dict[str, Any]:
    """The package of these tables, each with the size and the hash of its file."""
    package = DataPackage(resources=[_resource(table, file) for table, file in tables])
    return package.model_dump(by_alias=True, exclude_none=True)


def _resource(table: Table, file: Written) -> Resource:
    keys = [
        ForeignKey(fields=[column], reference=Reference(resource=other, fields=["id"]))
        for column, other in table.points_to
    ]
    return Resource(
        name=table.name,
        title=table.title,
        path=f"{table.name}.csv",
        bytes=file.size,
        hash=file.sha256,
        dialect=Dialect(),
        table_schema=TableSchema(fields=_fields(table), foreign_keys=keys or None),
    )


def _fields(table: Table) -> list[TableField]:
    return [
        TableField(
            name=name,
            type=_type(info.annotation),
            description=f"{info.description} / {_french(info.json_schema_extra)}",
            constraints={"required": True, "unique": True} if name == "id" else None,
        )
        for name, info in table.model.model_fields.items()
    ]


def _french(extra: Any) -> str:
    return str(extra["x-description-fr"])


_TYPES: Mapping[Any, Literal["integer", "number", "boolean"]] = {
    int: "integer",
    float: "number",
    bool: "boolean",
}


def _type(annotation: Any) -> Literal["string", "integer", "number", "boolean", "object"]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if typing.get_origin(annotation) is Mapping:
        return "object"
    return _TYPES.get(annotation, "string")
