"""The bilingual pairs, scored against `NN.expect.json`: twins, sections, disagreements.

A disagreement is right when its kind and both values are: counts by their number, addresses by
their digits. Notes are not counted. A pair is quiet that agrees and of which nothing is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import orjson

from pipeline import sources
from pipeline.compare import compare
from pipeline.notation import load
from tests.scoring.gold import number
from tests.scoring.measures import Error, Sheet
from tests.scoring.undecidable import Undecidable

LANGUAGES = ("en", "fr")

Answer = dict[str, Any]


def score(folder: Path, undecidable: Undecidable) -> Sheet:
    """Score all pairs of a folder."""
    sheet = Sheet(folder.name)
    for file in sorted(folder.glob("*.expect.json")):
        name = file.name.partition(".")[0]
        expected = json.loads(file.read_text(encoding="utf-8"))
        score_pair(sheet, f"{folder.name}/{name}", expected, answer(file, name), undecidable)
    return sheet


def answer(file: Path, name: str) -> Answer:
    """What `rectoverso compare` answers to a pair, in the same process."""
    sides = {code: load(file.with_name(f"{name}.{code}.ann").read_text()) for code in LANGUAGES}
    job: Answer = {code: {"text": side.text} for code, side in sides.items()}
    line = orjson.dumps({"id": name, "region": sides["en"].meta["country"]} | job)
    ((answered, _),) = compare([line], sources.packaged())
    found: Answer = orjson.loads(answered)
    return found


def score_pair(
    sheet: Sheet, name: str, expected: Answer, found: Answer, undecidable: Undecidable
) -> None:
    """Add the marks of one pair to a sheet."""
    right = expected["twins"] == found.get("twins")
    sheet.share("twins").add(right=right)
    if not right:
        sheet.errors.append(Error(name, "twins", "wrong", "", f"not {found.get('twins')}"))
    told = [d for d in found.get("disagreements", ()) if d["severity"] != "note"]
    if expected["twins"]:
        _tally(sheet, name, "sections", _headings(expected), _headings(found), undecidable)
        _tally(
            sheet,
            name,
            "differences",
            map(key, expected["disagreements"]),
            map(key, told),
            undecidable,
        )
        _tally(
            sheet,
            name,
            "agreements",
            range(expected["agreements"]),
            range(found.get("agreements", 0)),
            undecidable,
        )
    if not expected["disagreements"]:
        sheet.share("quiet").add(right=not told)


def _tally(
    sheet: Sheet,
    name: str,
    kind: str,
    wanted: Iterable[Hashable],
    found: Iterable[Hashable],
    undecidable: Undecidable,
) -> None:
    want, got = set(wanted), set(found)
    sheet.tally(kind).add(len(want & got), len(want - got), len(got - want))
    for what, values in (("missed", want - got), ("extra", got - want)):
        for value in sorted(values, key=str):
            reason = undecidable.reason(name, kind, str(value))
            sheet.errors.append(Error(name, kind, what, str(value), str(value), reason))


def _headings(answered: Answer) -> Iterable[Hashable]:
    return [tuple(_fold(title) for title in pair) for pair in answered.get("sections", ())]


def key(disagreement: Answer) -> Hashable:
    """What of a disagreement is compared."""
    kind = disagreement["kind"]
    if kind == "stale":
        return (kind,)
    return (kind, *(_value(kind, disagreement[code]) for code in LANGUAGES))


def _value(kind: str, said: str | None) -> Hashable:
    if said is None:
        return None
    if kind == "count":
        return number(said)
    if kind == "address":
        return tuple(re.findall(r"\d+", said))
    return _fold(said)


def _fold(said: str | None) -> str | None:
    return re.sub(r"\s+", " ", said.replace("’", "'")).strip() if said else None
