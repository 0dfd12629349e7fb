"""Hand-made edits of pages as data, and the changes that a reviewer should hear of.

A case of `*.toml` names the pages of `pages/` that it begins with, what is done to them (`edits`),
and the rules that the old release was made by where they were others (`source`, `site`: keys of the
TOML that are not as today). `expect` has a line for each change, in the order of the page:
`<tier> <sign> <what> <before> → <after> (<cause>)`; `gone` the same where the old bytes are kept
no more, if that is not told alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tomli_w

from pipeline import sources
from pipeline.model import Ref
from pipeline.review.change import Change
from pipeline.review.diff.forms.words import SIGNS
from pipeline.review.diff.reread import reread
from pipeline.review.releases import Release
from pipeline.store import snapshots
from pipeline.store.snapshots import Fetch

HERE = Path(__file__).parent
MEDIA = {".txt": "text/plain", ".html": "text/html"}
SOURCE = {
    "name": "office",
    "title": "An office",
    "site": "template",
    "country": "CA",
    "languages": ["en", "fr"],
}
SITE = {
    "name": "template",
    "date_order": "dmy",
    "home": "FR",
    "icon_numbers": ["phone", "fax"],
    "artifacts": [
        {
            "name": "icon",
            "cause": "The alternative text of an icon.",
            "pattern": "^JPEG",
            "examples": ["JPEG"],
            "never": ["the JPEG standard"],
        }
    ],
}


@dataclass(frozen=True)
class Case:
    """An edit and what it should be told as."""

    name: str
    pages: Sequence[str]
    expect: Sequence[str]
    edits: Sequence[Mapping[str, Any]] = ()
    gone: Sequence[str] | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    site: Mapping[str, Any] = field(default_factory=dict)

    def old(self) -> dict[str, str]:
        """The pages before, by file name."""
        return {name: (HERE / "pages" / name).read_text(encoding="utf-8") for name in self.pages}

    def new(self) -> dict[str, str]:
        """The pages after.

        An edit puts `new` for `old`, which must stand once; `to` renames a page, or copies it
        where `copy` says so; without anything it takes the page away.
        """
        pages = self.old()
        for edit in self.edits:
            page = edit.get("page", self.pages[0])
            if "to" in edit:
                pages[edit["to"]] = pages[page] if edit.get("copy") else pages.pop(page)
            elif "old" in edit:
                assert pages[page].count(edit["old"]) == 1, edit
                pages[page] = pages[page].replace(edit["old"], edit["new"])
            else:
                del pages[page]
        return pages


def cases() -> list[Case]:
    """All of them."""
    return [
        Case(**case)
        for file in sorted(HERE.glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


def write(root: Path, pages: Mapping[str, str], case: Case | None = None) -> None:
    """A folder of data that keeps these pages, with the rules of a case's old release, or today's.

    A page's name ends in its language and its suffix. Addresses do not hold it.
    """
    declared = sorted({name.partition(".")[0] for name in pages})
    followed = {"pages": [{"id": page, "urls": {"en": ""}} for page in declared]}
    tables: dict[str, dict[str, Any]] = {
        "sources/office": SOURCE | followed | dict(case.source if case else {}),
        "sites/template": SITE | dict(case.site if case else {}),
    }
    for name, made in tables.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / f"{name}.toml").write_text(tomli_w.dumps(made), encoding="utf-8")
    for number, (name, text) in enumerate(sorted(pages.items())):
        page, language, suffix = name.split(".")
        raw = text.encode()
        fetch = Fetch(
            url=f"https://example.org/{number}",
            media_type=MEDIA[f".{suffix}"],
            charset="utf-8",
            sha256=snapshots.digest(raw),
            size=len(raw),
        )
        snapshots.keep(root, Ref("office", page, language), raw, fetch)


def release(root: Path) -> Release:
    """What the rules of a folder make of the pages that it keeps."""
    stems = {f"office/{file.name.partition('.')[0]}" for file in (root / "raw").glob("*/*.*.toml")}
    return replace(reread(root, sources.load(root), stems), root=root)


def told(changes: Sequence[Change]) -> list[str]:
    """Changes in short; of a text the section that it is in."""
    return [
        f"{c.tier} {SIGNS[c.op]} {c.kind} {' → '.join(dict.fromkeys(_sides(c)))} ({c.cause})"
        for c in changes
    ]


def _sides(change: Change) -> list[str]:
    sides = [side for side in (change.before, change.after) if side]
    if change.subject == "text" or change.op == "moved":
        return [f"'{side.section}'" for side in sides]
    if change.subject == "finding":
        return [f"'{side.quote}'" for side in sides]
    return [side.value for side in sides]
