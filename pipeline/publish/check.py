"""Whether a published folder is whole: schemas, evidence, leftovers, tables, hashes, findings."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
import pandas as pd

from pipeline.errors import StoreError
from pipeline.model import Severity, Span, mask
from pipeline.publish import guards, release, schemas, tables
from pipeline.records import PageRecord
from pipeline.store.snapshots import digest

#: What no clean text may hold: it means that a rule for artifacts is missing.
LEFTOVERS = (
    ("braces", re.compile(r"\{\{|\}\}")),
    ("replacement character", re.compile("\ufffd")),
    ("image label", re.compile(r"(?m)^\s*(?:JPEG|PNG|GIF)\s*$")),
    ("doubly encoded characters", re.compile("Ã[\u0080-\u00bf]|â€[™œ\u009d“”]")),
)


class Fault(NamedTuple):
    """One line of the report: how bad, where, what, and what to do."""

    severity: Severity
    where: str
    code: str
    message: str
    advice: str = ""


def check(folder: Path) -> list[Fault]:
    """Everything that is wrong or remarkable in a published folder.

    Raises:
        StoreError: there is no such folder, or nothing is published in it.
    """
    if not (folder / release.PACKAGE).is_file():
        raise StoreError(f"{folder}: no {release.PACKAGE} there; run extract first")
    found: list[Fault] = []
    records: list[PageRecord] = []
    for file in sorted(folder.glob("*/*.json")):
        value = orjson.loads(file.read_bytes())
        where = file.relative_to(folder).as_posix()
        wrong = schemas.faults(schemas.PAGE, value)
        if wrong:
            found += (Fault("error", where, "schema", fault) for fault in wrong)
            continue
        record = PageRecord.model_validate(value)
        records.append(record)
        found += _page(record, file.with_suffix(".txt"), where)
    found += _tables(folder, records)
    return found


def _page(record: PageRecord, file: Path, where: str) -> Iterator[Fault]:
    if not file.is_file():
        yield Fault("error", where, "evidence", f"its text {file.name} is missing")
        return
    text = file.read_bytes().decode()
    for objection in (*guards.evidence(record, text), *guards.apart(record, text)):
        yield Fault("error", where, "evidence", objection)
    clean = mask(text, [Span(a.start, a.end) for a in record.artifacts])
    for name, pattern in LEFTOVERS:
        for hit in pattern.finditer(clean):
            line = text.count("\n", 0, hit.start()) + 1
            message = f"{name} left in line {line}: {hit.group()!r}"
            yield Fault("error", where, "leftover", message, "add a rule for it to the site's TOML")
    for finding in record.findings:
        yield Fault(finding.severity, finding.id, finding.code, finding.message, finding.advice)


def _tables(folder: Path, records: list[PageRecord]) -> Iterator[Fault]:
    package = orjson.loads((folder / release.PACKAGE).read_bytes())
    for fault in schemas.faults(schemas.PACKAGE, package):
        yield Fault("error", release.PACKAGE, "schema", fault)
    hashes = {r["path"]: r["hash"] for r in package.get("resources", ())}
    for table in tables.TABLES:
        name = f"{table.name}.csv"
        if not (folder / name).is_file():
            yield Fault("error", name, "table", "is missing")
            continue
        raw = (folder / name).read_bytes()
        if digest(raw) != hashes.get(name):
            yield Fault("error", name, "hash", f"is not the file that {release.PACKAGE} describes")
        data = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False)
        for twice in data.loc[data["id"].duplicated(), "id"]:
            yield Fault("error", name, "table", f"id stands twice: {twice}")
        if table.points_to:
            known = {record.id for record in records}
            for page in sorted(set(data.loc[~data["page"].isin(known), "page"])):
                yield Fault(
                    "error", name, "table", f"a row points to {page}, which is not published"
                )
        if table.name == "findings":
            lost = data[data["code"] == "page-unreadable"]
            for row in lost.itertuples():
                yield Fault(
                    "error", str(row.page), str(row.code), str(row.message), str(row.advice)
                )
