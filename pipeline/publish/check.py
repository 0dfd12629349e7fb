"""Whether a published folder is whole: schemas, evidence, leftovers, tables, hashes, findings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import orjson

from pipeline.messages import PUBLISHED, say, words
from pipeline.publish import guards, release, schemas, tables
from pipeline.publish.draft import PACKAGE
from pipeline.publish.faults import Fault, Place
from pipeline.publish.rows import Table, failures
from pipeline.records import PageRecord


def check(folder: Path, language: str = PUBLISHED) -> list[Fault]:
    """Everything that is wrong or remarkable in a published folder, told in a language.

    Raises:
        StoreError: there is no such folder, or nothing is published in it.
    """
    return list(faults(folder, language))


def faults(
    folder: Path, language: str = PUBLISHED, only: Collection[str] | None = None
) -> Iterator[Fault]:
    """As `check`, one by one: of a large folder they are many.

    With `only`, what is wrong in these files of it.

    Raises:
        StoreError: there is no such folder, or nothing is published in it.
    """
    release.insist_published(folder)
    broken: set[str] = set()
    for where in release.page_files(folder):
        if only is not None and where not in only:
            continue
        file = folder / where
        value = orjson.loads(file.read_bytes())
        wrong = schemas.faults(schemas.PAGE, value)
        if wrong:
            place = Place(file.as_posix())
            yield from (Fault("error", where, "schema", fault, place=place) for fault in wrong)
            broken.add(where.removesuffix(".json"))
            continue
        yield from _page(PageRecord.model_validate(value), file, where, language)
    yield from _tables(folder, broken, language, only)


def pages(folder: Path) -> Iterator[tuple[str, tuple[PageRecord, str]]]:
    """The pages of a published folder with their texts, by id; those that are broken left out."""
    for file in map(folder.joinpath, release.page_files(folder)):
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


def _tables(
    folder: Path, broken: Collection[str], language: str, only: Collection[str] | None
) -> Iterator[Fault]:
    described = folder / PACKAGE
    package = orjson.loads(described.read_bytes())
    for fault in schemas.faults(schemas.PACKAGE, package):
        place = Place(described.as_posix())
        yield Fault("error", PACKAGE, "schema", fault, place=place)
    hashes = {r["path"]: r["hash"] for r in package.get("resources", ())}
    for table in tables.TABLES:
        file = folder / f"{table.name}.csv"
        if not file.is_file():
            missing = say("table-missing", {}, language)
            yield Fault("error", file.name, "table", missing, place=Place(described.as_posix()))
        elif only is None or file.name in only:
            yield from _table(file, table, hashes.get(file.name, ""), broken, language)


def _table(
    file: Path, table: Table, said: str, broken: Collection[str], language: str
) -> Iterator[Fault]:
    place = Place(file.as_posix())
    with file.open("rb") as opened:
        found = f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"
    if found != said:
        changed = say("table-changed", {"package": PACKAGE}, language)
        yield Fault("error", file.name, "hash", changed, place=place)
    last, ordered, page, lost = "", True, "", set[str]()
    for row in tables.rows_of(file):
        ordered = ordered and last < row["id"]
        last = row["id"]
        if table.points_to and row["page"] != page:  # the rows of a page stand together
            page = row["page"]
            if page in broken or not (file.parent / f"{page}.json").is_file():
                lost.add(page)
    for twice, number in () if ordered else _numbers(file):
        if number > 1:
            told = say("id-twice", {"name": twice}, language)
            yield Fault("error", file.name, "table", told, place=place)
    for page in sorted(lost):
        nowhere = say("points-nowhere", {"page": page}, language)
        yield Fault("error", file.name, "table", nowhere, place=place)
    if table.name == "findings":
        yield from _failures(file, language)


def _numbers(file: Path) -> Iterable[tuple[str, int]]:
    """How often each id stands in a table."""
    return Counter(row["id"] for row in tables.rows_of(file)).items()


def _failures(file: Path, language: str) -> Iterator[Fault]:
    """Pages of which nothing new could be published: no record tells that."""
    for failure in failures(tables.rows_of(file)):
        told = words(failure, language)
        text = file.parent / f"{failure.id}.txt"
        place = Place((text if text.is_file() else file).as_posix())
        yield Fault("error", failure.id, failure.code, *told, place=place)
