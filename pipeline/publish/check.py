"""Whether a published folder is whole: schemas, evidence, leftovers, tables, hashes, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from pipeline.errors import StoreError
from pipeline.messages import PUBLISHED, say, words
from pipeline.model import Severity
from pipeline.publish import guards, release, schemas, tables
from pipeline.publish.rows import failures
from pipeline.records import PageRecord
from pipeline.store.snapshots import digest


class Fault(NamedTuple):
    """One line of the report: how bad, where, what, and what to do."""

    severity: Severity
    where: str
    code: str
    message: str
    advice: str = ""


def check(folder: Path, language: str = PUBLISHED) -> list[Fault]:
    """Everything that is wrong or remarkable in a published folder, told in a language.

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
        found += _page(record, file.with_suffix(".txt"), where, language)
    found += _tables(folder, records, language)
    return found


def _page(record: PageRecord, file: Path, where: str, language: str) -> Iterator[Fault]:
    if not file.is_file():
        missing = say("text-missing", {"file": file.name}, language)
        yield Fault("error", where, "evidence", missing)
        return
    text = file.read_bytes().decode()
    candidate = guards.Candidate(record, text)
    for details in guards.evidence(candidate):
        yield Fault("error", where, "evidence", say("evidence", details, language))
    for details in guards.apart(candidate):
        yield Fault("error", where, "evidence", say("apart", details, language))
    for details in guards.leftovers(candidate):
        yield Fault("error", where, "leftover", say("leftovers", details, language))
    for finding in record.findings:
        told = words(finding, language)
        yield Fault(finding.severity, finding.id, finding.code, told.message, told.advice)


def _tables(folder: Path, records: list[PageRecord], language: str) -> Iterator[Fault]:
    package = orjson.loads((folder / release.PACKAGE).read_bytes())
    for fault in schemas.faults(schemas.PACKAGE, package):
        yield Fault("error", release.PACKAGE, "schema", fault)
    hashes = {r["path"]: r["hash"] for r in package.get("resources", ())}
    for table in tables.TABLES:
        name = f"{table.name}.csv"
        if not (folder / name).is_file():
            yield Fault("error", name, "table", say("table-missing", {}, language))
            continue
        raw = (folder / name).read_bytes()
        if digest(raw) != hashes.get(name):
            changed = say("table-changed", {"package": release.PACKAGE}, language)
            yield Fault("error", name, "hash", changed)
        rows = tables.read(raw)
        for twice, number in Counter(row["id"] for row in rows).items():
            if number > 1:
                yield Fault("error", name, "table", say("id-twice", {"name": twice}, language))
        if table.points_to:
            for page in sorted({row["page"] for row in rows}.difference(r.id for r in records)):
                nowhere = say("points-nowhere", {"page": page}, language)
                yield Fault("error", name, "table", nowhere)
        if table.name == "findings":
            yield from _failures(rows, language)


def _failures(rows: list[dict[str, str]], language: str) -> Iterator[Fault]:
    """Pages of which nothing new could be published: no record tells that."""
    for failure in failures(rows):
        told = words(failure, language)
        yield Fault("error", failure.id, failure.code, told.message, told.advice)
