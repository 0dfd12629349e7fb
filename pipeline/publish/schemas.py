"""JSON Schemas (2020-12) of all that is published, and of what reviewers say of it; validation.

The files in `schemas/` are generated from the models and committed; a program that reads our data
needs no other contract. The validator here is compiled (jsonschema-rs); tests use an independent
one.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import BaseModel

from pipeline.errors import Refused
from pipeline.publish.package import DataPackage
from pipeline.publish.tables import TABLES
from pipeline.records import PageRecord
from pipeline.stages import stage
from pipeline.store.reviews import Decision

if TYPE_CHECKING:
    import jsonschema_rs

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PAGE = "page"
PACKAGE = "datapackage"
REVIEW = "review"


def models() -> dict[str, type[BaseModel]]:
    """Every published thing by the name of its schema, and the line of a review."""
    return {
        PAGE: PageRecord,
        PACKAGE: DataPackage,
        REVIEW: Decision,
        **{f"{table.name}-row": table.model for table in TABLES},
    }


@functools.cache
def schema(name: str) -> dict[str, Any]:
    """The schema of one published thing."""
    body = models()[name].model_json_schema(mode="serialization", by_alias=True)
    return {"$schema": DIALECT, "$id": f"urn:rectoverso:schema:{name}", **body}


def files() -> dict[str, bytes]:
    """The content of `schemas/`, by file name."""
    return {f"{name}.schema.json": dump(schema(name)) for name in models()}


@stage("json")
def dump(value: Any) -> bytes:
    """JSON for git: two spaces, sorted keys, no escapes, a final newline."""
    return orjson.dumps(
        value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    )


@functools.cache
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs  # noqa: PLC0415 - only who validates pays for it

    return jsonschema_rs.Draft202012Validator(schema(name), validate_formats=True)


def faults(name: str, value: Any) -> list[str]:
    """Why a value does not fit its schema: where, and what is wrong; empty where it fits."""
    if _validator(name).is_valid(value):  # nearly always, and much faster said
        return []
    return [
        f"{'/'.join(map(str, e.instance_path)) or '(top)'}: {e.message}"
        for e in _validator(name).iter_errors(value)
    ]


@stage("validation")
def insist(name: str, value: Any, where: str) -> None:
    """Nothing, where a value fits its schema.

    Raises:
        Refused: it does not; every fault with its place.
    """
    found = faults(name, value)
    if found:
        raise Refused(f"{where} does not fit {name}.schema.json: {'; '.join(found)}")
