"""Gold cases that we judge wrong or undecidable, each with its reason. They still count."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "undecidable.toml"


class Undecidable:
    """Looks up whether an error stands on the list."""

    def __init__(self, entries: list[Mapping[str, str]]) -> None:
        self._reasons = {(e["page"], e["kind"], _fold(e["text"])): e["reason"] for e in entries}

    @classmethod
    def load(cls, file: Path = FILE) -> Undecidable:
        return cls(tomllib.loads(file.read_text(encoding="utf-8")).get("undecidable", []))

    def cases(self) -> list[tuple[str, str, str]]:
        """Page, kind and characters of every case."""
        return list(self._reasons)

    def reason(self, page: str, kind: str, text: str) -> str:
        """Why, or '' where it is not on the list."""
        return self._reasons.get((page, kind, _fold(text)), "")


def _fold(text: str) -> str:
    return " ".join(text.split())
