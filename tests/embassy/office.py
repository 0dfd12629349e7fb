"""A folder of data whose sources the site plays, and the command run upon it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from pipeline.model import Ref
from pipeline.store import toml, visits
from pipeline.store.snapshots import Fetch
from tests.embassy.runs import CHECKOUT, Done, Run

CONTACT = "https://example.org/bot"
#: 2026-11-27T04:00:00Z: the present of every run that is not told another.
EPOCH = 1_795_752_000
DAY = 86_400
QUICK = {"delay": 0, "timeout": 30, "retries": 1}


@dataclass(slots=True)
class Office:
    """A source of one root, with what `raw/` and `processed/` say of it.

    `environment` is set for its runs, `before` is a program that they begin with.
    """

    root: Path
    name: str = "office"
    environment: dict[str, str] = field(default_factory=dict)
    before: str = ""

    def declare(
        self,
        pages: Mapping[str, Mapping[str, str]],
        *,
        fetch: Mapping[str, Any] | None = None,
        crawl: Iterable[Mapping[str, Any]] = (),
        expect: Mapping[str, Mapping[str, int]] | None = None,
    ) -> None:
        """Write the source's TOML: pages by id, each with its addresses by language."""
        table: dict[str, Any] = {
            "name": self.name,
            "title": "An office",
            "site": "ambafrance",
            "country": "CA",
            "languages": ["en", "fr"],
            "fetch": {**QUICK, **(fetch or {})},
            "pages": [
                {"id": name, "urls": dict(urls), "expect": dict(expect or {})}
                for name, urls in pages.items()
            ],
            "crawl": list(crawl),
        }
        folder = self.root / "sources"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.toml").write_text(tomli_w.dumps(table))

    def arguments(self, verb: str, *more: str | Path, private: bool = True) -> list[str]:
        """The words of a verb upon this source, without the command's name."""
        line = [verb, self.name, "--root", str(self.root), "--contact", CONTACT]
        return [*line, *(["--allow-private"] if private else []), *map(str, more)]

    def settings(self, epoch: int | None = EPOCH) -> dict[str, str]:
        """The environment of a run: ours, a fixed present, no colours."""
        fixed = {} if epoch is None else {"SOURCE_DATE_EPOCH": str(epoch)}
        paths = {"PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"}
        return {**os.environ, **paths, **fixed, **self.environment}

    def start(
        self, verb: str, *more: str | Path, private: bool = True, epoch: int | None = EPOCH
    ) -> Run:
        """The verb, begun."""
        return self.begin(self.arguments(verb, *more, private=private), epoch)

    def begin(self, arguments: list[str], epoch: int | None = EPOCH) -> Run:
        """The command with these words, begun."""
        return Run(arguments, self.root, self.settings(epoch), self.before)

    def run(
        self, verb: str, *more: str | Path, private: bool = True, epoch: int | None = EPOCH
    ) -> Done:
        """The verb, to its end."""
        return self.say(self.arguments(verb, *more, private=private), epoch)

    def say(self, arguments: list[str], epoch: int | None = EPOCH) -> Done:
        """The command with these words, to its end."""
        with self.begin(arguments, epoch) as run:
            return run.wait()

    def visit(self, page: str, language: str = "en") -> visits.Visit:
        """What the last asking said."""
        visit = visits.read(self.root, Ref(self.name, page, language))
        assert visit, f"{page}.{language} was never asked for"
        return visit

    def codes(self, page: str, language: str = "en") -> set[str]:
        """The codes of the remarks on a page."""
        return {remark.code for remark in self.visit(page, language).remarks}

    def kept(self, page: str, language: str = "en") -> bytes | None:
        """The bytes of a page in `raw/`, None where none are kept."""
        for suffix in ("html", "txt"):
            file = self.root / "raw" / self.name / f"{page}.{language}.{suffix}"
            if file.is_file():
                return file.read_bytes()
        return None

    def provenance(self, page: str, language: str = "en") -> Fetch:
        """Where the kept bytes came from."""
        fetch = toml.read(self.root / "raw" / self.name / f"{page}.{language}.toml", Fetch)
        assert fetch, f"{page}.{language} has no provenance"
        return fetch

    def processed(self) -> dict[str, bytes]:
        """Every file of the release."""
        folder = self.root / "processed"
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a published table."""
        data = (self.root / "processed" / f"{name}.csv").read_text()
        return list(csv.DictReader(io.StringIO(data)))

    def status(self, page: str, language: str = "en") -> dict[str, str]:
        """The row of a page in `status.csv`."""
        wanted = f"{self.name}/{page}.{language}"
        return next(row for row in self.table("status") if row["id"] == wanted)

    def values(self, page: str, kind: str, language: str = "en") -> list[str]:
        """The published values of a kind on a page."""
        wanted = f"{self.name}/{page}.{language}"
        rows = self.table("entities")
        return [row["value"] for row in rows if row["page"] == wanted and row["kind"] == kind]
