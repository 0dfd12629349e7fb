"""Whether a dataset in parts is whole: its parts are there, and hold what the manifest says."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from pipeline import remote
from pipeline.datasets import parquet, parts
from pipeline.datasets.parts import MANIFEST, Manifest, Part
from pipeline.errors import StoreError
from pipeline.messages import say, words
from pipeline.publish.draft import PACKAGE
from pipeline.publish.faults import Fault, Place
from pipeline.publish.rows import failures
from pipeline.remote import Location
from pipeline.store.snapshots import digest


def is_dataset(out: Location) -> bool:
    """Whether a dataset in parts is there, or the beginning of one."""
    begun = (MANIFEST, parts.JOB)
    return not _is_there(out, PACKAGE) and any(_is_there(out, name) for name in begun)


def check(out: Location, language: str) -> tuple[Manifest, list[Fault]]:
    """What the manifest says, what is wrong with the parts, and the pages that are in none.

    What is remarkable about the others stands in the table of findings, as long as the dataset.

    Raises:
        StoreError: the dataset is not finished, or its manifest is none.
    """
    if not _is_there(out, MANIFEST):
        raise StoreError(f"{out}: this dataset is not finished; run the same extract again")
    try:
        manifest = Manifest.model_validate_json(remote.read(remote.join(out, MANIFEST)))
    except ValidationError as error:
        raise StoreError(f"{out}/{MANIFEST}: no manifest of a dataset: {error}") from error
    there = frozenset(remote.files(out))
    return manifest, [
        fault for part in manifest.parts for fault in _part(out, part, there, language)
    ]


def _part(out: Location, part: Part, there: frozenset[str], language: str) -> Iterator[Fault]:
    place = Place(str(remote.join(out, part.path)))
    if part.path not in there:
        yield Fault("error", part.path, "table", say("table-missing", {}, language), place=place)
        return
    data = remote.read(remote.join(out, part.path))
    if digest(data) != part.sha256:
        changed = say("table-changed", {"package": MANIFEST}, language)
        yield Fault("error", part.path, "hash", changed, place=place)
    elif part.table == "findings":
        for failure in failures(parquet.rows(data)):
            yield Fault("error", failure.id, failure.code, *words(failure, language), place=place)


def _is_there(out: Location, name: str) -> bool:
    return remote.exists(remote.join(out, name))
