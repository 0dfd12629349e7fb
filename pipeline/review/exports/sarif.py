"""Findings as SARIF 2.1.0, the form that forges and editors take from any checker.

Columns count code points and the end of a region is one past its last character, as everywhere
here. A result is known again by the id of its finding, whatever else moves on the page.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.messages import about, advice_in_general
from pipeline.model import SEVERITIES
from pipeline.publish.faults import Fault, Place
from pipeline.review.exports.plain import one_line
from pipeline.review.exports.repository import path_in_repository

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: Paths count from the top of the repository; a forge knows where that is.
_TOP = "%SRCROOT%"


def log(faults: Sequence[Fault], language: str) -> dict[str, Any]:
    """The findings as one run of one tool, its rules told in a language."""
    codes = sorted({fault.code for fault in faults})
    rules = [_rule(code, [f for f in faults if f.code == code], language) for code in codes]
    places = {code: index for index, code in enumerate(codes)}
    driver = {
        "name": "rectoverso",
        "version": __version__,
        "semanticVersion": __version__,
        "language": language,
        "rules": rules,
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "automationDetails": {"id": "rectoverso/check/"},
                "language": language,
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_TOP: {"description": {"text": "The repository."}}},
                "results": list(_results(faults, places)),
            }
        ],
    }


def _rule(code: str, faults: Sequence[Fault], language: str) -> dict[str, Any]:
    said = about(code, language)
    advices = advice_in_general(code, language)
    worst = max((fault.severity for fault in faults), key=SEVERITIES.index)
    return {
        "id": code,
        "name": code.title().replace("-", ""),
        "shortDescription": {"text": said.partition(":")[0].rstrip(" .\u00a0") + "."},
        "fullDescription": {"text": said},
        "help": {
            "text": "\n".join((said, *(f"→ {advice}" for advice in advices))),
            "markdown": "\n".join((said, "", *(f"- {advice}" for advice in advices))).rstrip(),
        },
        "defaultConfiguration": {"level": worst},
    }


def _results(faults: Sequence[Fault], places: dict[str, int]) -> Iterator[dict[str, Any]]:
    seen = Counter[str]()
    for fault in faults:
        name = fault.where if "#" in fault.where else f"{fault.where}#{fault.code}"
        seen[name] += 1
        known = name if seen[name] == 1 else f"{name}~{seen[name]}"
        result = {
            "ruleId": fault.code,
            "ruleIndex": places[fault.code],
            "level": fault.severity,
            "message": {"text": _message(fault)},
            "partialFingerprints": {
                "findingId/v1": known,
                "primaryLocationLineHash": _hash(known),  # the one that GitHub compares
            },
        }
        if fault.place:
            result["locations"] = [{"physicalLocation": _location(fault.place)}]
        if fault.accepted is not None:
            result["suppressions"] = [_suppression(fault.accepted)]
        yield result


def _hash(name: str) -> str:
    return f"{hashlib.sha256(name.encode()).hexdigest()[:16]}:1"


def _message(fault: Fault) -> str:
    return one_line(f"{fault.message} → {fault.advice}" if fault.advice else fault.message)


def _suppression(reason: str) -> dict[str, str]:
    """What a reviewer accepted stays in the log, and counts no more."""
    told = {"kind": "external", "status": "accepted"}
    return {**told, "justification": one_line(reason)} if reason else told


def _location(place: Place) -> dict[str, Any]:
    uri = quote(path_in_repository(place.file))
    relative = not uri.startswith("/")
    base = {"uriBaseId": _TOP} if relative else {}
    artifact = {"uri": uri if relative else f"file://{uri}", **base}
    return {"artifactLocation": artifact, "region": _region(place)}


def _region(place: Place) -> dict[str, int]:
    """The characters; the first line where the file as a whole is meant: a forge wants a line."""
    if not place.line:
        return {"startLine": 1}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
    }
