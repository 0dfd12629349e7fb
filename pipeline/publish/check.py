"""Whether a published folder is whole: schemas, evidence, leftovers, tables, hashes, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from pipeline.errors import StoreError
from pipeline.model import Severity
from pipeline.publish import guards, release, schemas, tables
from pipeline.records import PageRecord
from pipeline.store.snapshots import digest


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
    candidate = guards.Candidate(record, text)
    for objection in (*guards.evidence(candidate), *guards.apart(candidate)):
        yield Fault("error", where, "evidence", objection)
    for objection in guards.leftovers(candidate):
        yield Fault("error", where, "leftover", objection)
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
        rows = tables.read(raw)
        for twice, number in Counter(row["id"] for row in rows).items():
            if number > 1:
                yield Fault("error", name, "table", f"id stands twice: {twice}")
        if table.points_to:
            for page in sorted({row["page"] for row in rows}.difference(r.id for r in records)):
                message = f"a row points to {page}, which is not published"
                yield Fault("error", name, "table", message)
        if table.name == "findings":
            yield from _failures(rows)


def _failures(rows: list[dict[str, str]]) -> Iterator[Fault]:
    """Pages of which nothing new could be published: no record tells that."""
    for row in rows:
        if row["code"] in ("page-unreadable", "page-held"):
            yield Fault("error", row["page"], row["code"], row["message"], row["advice"])
