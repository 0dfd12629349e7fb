"""Whether a published folder is whole: schemas, evidence, leftovers, tables, hashes, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson

from pipeline.messages import PUBLISHED, say, words
from pipeline.publish import guards, release, schemas, tables
from pipeline.publish.faults import Fault, Place
from pipeline.publish.rows import failures
from pipeline.records import PageRecord
from pipeline.store.snapshots import digest


def check(folder: Path, language: str = PUBLISHED) -> list[Fault]:
    """Everything that is wrong or remarkable in a published folder, told in a language.

    Raises:
        StoreError: there is no such folder, or nothing is published in it.
    """
    release.insist_published(folder)
    found: list[Fault] = []
    records: list[PageRecord] = []
    for file in sorted(folder.glob("*/*.json")):
        value = orjson.loads(file.read_bytes())
        where = file.relative_to(folder).as_posix()
        wrong = schemas.faults(schemas.PAGE, value)
        if wrong:
            place = Place(file.as_posix())
            found += (Fault("error", where, "schema", fault, place=place) for fault in wrong)
            continue
        record = PageRecord.model_validate(value)
        records.append(record)
        found += _page(record, file, where, language)
    found += _tables(folder, records, language)
    return found


def pages(folder: Path) -> Iterator[tuple[str, tuple[PageRecord, str]]]:
    """The pages of a published folder with their texts, by id; those that are broken left out."""
    for file in sorted(folder.glob("*/*.json")):
        text, value = file.with_suffix(".txt"), orjson.loads(file.read_bytes())
        if text.is_file() and not schemas.faults(schemas.PAGE, value):
            record = PageRecord.model_validate(value)
            yield record.id, (record, text.read_bytes().decode())


def _page(record: PageRecord, file: Path, where: str, language: str) -> Iterator[Fault]:
    beside = file.with_suffix(".txt")
    if not beside.is_file():
        missing = say("text-missing", {"file": beside.name}, language)
        yield Fault("error", where, "evidence", missing, place=Place(file.as_posix()))
        return
    text = beside.read_bytes().decode()
    candidate, whole = guards.Candidate(record, text), Place(beside.as_posix())
    for details in guards.evidence(candidate):
        said = say("evidence", details, language)
        yield Fault("error", where, "evidence", said, place=whole)
    for details in guards.apart(candidate):
        yield Fault("error", where, "evidence", say("apart", details, language), place=whole)
    for (_, start, chars), details in zip(
        guards.left_over(record, text), guards.leftovers(candidate), strict=True
    ):
        place = Place.of(beside, text, start, start + len(chars))
        yield Fault("error", where, "leftover", say("leftovers", details, language), place=place)
    for finding in record.findings:
        told = words(finding, language)
        place = Place.of(beside, text, finding.start, finding.end)
        yield Fault(finding.severity, finding.id, finding.code, *told, place=place)


def _tables(folder: Path, records: list[PageRecord], language: str) -> Iterator[Fault]:
    described = folder / release.PACKAGE
    package = orjson.loads(described.read_bytes())
    for fault in schemas.faults(schemas.PACKAGE, package):
        place = Place(described.as_posix())
        yield Fault("error", release.PACKAGE, "schema", fault, place=place)
    hashes = {r["path"]: r["hash"] for r in package.get("resources", ())}
    for table in tables.TABLES:
        name = f"{table.name}.csv"
        place = Place((folder / name).as_posix())
        if not (folder / name).is_file():
            missing = say("table-missing", {}, language)
            yield Fault("error", name, "table", missing, place=Place(described.as_posix()))
            continue
        raw = (folder / name).read_bytes()
        if digest(raw) != hashes.get(name):
            changed = say("table-changed", {"package": release.PACKAGE}, language)
            yield Fault("error", name, "hash", changed, place=place)
        rows = tables.read(raw)
        for twice, number in Counter(row["id"] for row in rows).items():
            if number > 1:
                said = say("id-twice", {"name": twice}, language)
                yield Fault("error", name, "table", said, place=place)
        if table.points_to:
            for page in sorted({row["page"] for row in rows}.difference(r.id for r in records)):
                nowhere = say("points-nowhere", {"page": page}, language)
                yield Fault("error", name, "table", nowhere, place=place)
        if table.name == "findings":
            yield from _failures(folder, rows, language)


def _failures(folder: Path, rows: list[dict[str, str]], language: str) -> Iterator[Fault]:
    """Pages of which nothing new could be published: no record tells that."""
    for failure in failures(rows):
        told = words(failure, language)
        text = folder / f"{failure.id}.txt"
        place = Place((text if text.is_file() else folder / "findings.csv").as_posix())
        yield Fault("error", failure.id, failure.code, *told, place=place)
