"""The gold pages put together anew: what was tuned to one page's order of things falls here.

A page is cut at its blank lines into blocks that carry their marks along. Then blocks are left
out, sections change places, the contents move into another page's frame (what stands above the
title and below the contents), or the contents of another page of the same country and language
are put between. Every choice comes from a seed, so a figure is the same on every run.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.notation import Annotated, Mark, load
from tests.scoring import gold
from tests.scoring.measures import Sheet
from tests.scoring.undecidable import Undecidable

ROUNDS = 4
_BLANK = re.compile(r"\n\s*\n+")
_LEFT_OUT = 0.3
_LONG = 200
_IN_FRAMES = frozenset({"artifact", "date"})


@dataclass(frozen=True, slots=True)
class Block:
    """Lines up to and with the blank ones behind them; marks count from the block's start."""

    text: str
    marks: tuple[Mark, ...]

    def holds(self, kind: str, value: str = "") -> bool:
        """Whether it has a mark of a kind, and of a value where one is asked for."""
        return any(m.kind == kind and (not value or m.value == value) for m in self.marks)

    @property
    def in_frame(self) -> bool:
        """Whether it may belong to a frame: short, and nothing but artifacts and dates marked."""
        kinds = {m.kind for m in self.marks}
        return bool(kinds) and kinds <= _IN_FRAMES and len(self.text) < _LONG


@dataclass(frozen=True, slots=True)
class Layout:
    """A page in its parts: above the title, the title, its contents, below them."""

    name: str
    meta: Mapping[str, str]
    above: tuple[Block, ...]
    title: Block
    contents: tuple[Block, ...]
    below: tuple[Block, ...]

    def alike(self, other: Layout, *keys: str) -> bool:
        """Whether it is another page with the same header lines of these names."""
        return self.name != other.name and all(self.meta[k] == other.meta[k] for k in keys)

    @property
    def page(self) -> Annotated:
        """The parts as one annotated page."""
        text, marks = "", []
        for block in (*self.above, self.title, *self.contents, *self.below):
            text += "" if text.endswith("\n\n") or not text else "\n\n"
            marks += [
                m._replace(start=m.start + len(text), end=m.end + len(text)) for m in block.marks
            ]
            text += block.text
        return Annotated(
            dict(self.meta), text, tuple(sorted(marks, key=lambda m: (m.start, -m.end)))
        )


def blocks(page: Annotated) -> list[Block]:
    """The blocks of a page; no mark is cut."""
    ends = [
        gap.end()
        for gap in _BLANK.finditer(page.text)
        if not any(m.start < gap.end() and gap.start() < m.end for m in page.marks)
    ]
    cuts = [0, *ends, len(page.text)]
    return [
        Block(
            page.text[start:end],
            tuple(
                m._replace(start=m.start - start, end=m.end - start)
                for m in page.marks
                if start <= m.start and m.end <= end
            ),
        )
        for start, end in itertools.pairwise(cuts)
        if start < end
    ]


def layout(name: str, page: Annotated) -> Layout | None:
    """The parts of a page; None where its title is not marked."""
    found = blocks(page)
    title = next((n for n, block in enumerate(found) if block.holds("heading", "1")), None)
    if title is None:
        return None
    end = len(found)
    while end > title + 1 and found[end - 1].in_frame:
        end -= 1
    above, contents, below = found[:title], found[title + 1 : end], found[end:]
    return Layout(name, page.meta, tuple(above), found[title], tuple(contents), tuple(below))


Change = Callable[[Layout, Sequence[Layout], random.Random], Layout | None]


def _left_out(page: Layout, _: Sequence[Layout], chance: random.Random) -> Layout:
    kept = tuple(block for block in page.contents if chance.random() > _LEFT_OUT)
    return replace(page, contents=kept)


def _shuffled(page: Layout, _: Sequence[Layout], chance: random.Random) -> Layout:
    sections: list[list[Block]] = [[]]
    for block in page.contents:
        if block.holds("heading"):
            sections.append([])
        sections[-1].append(block)
    first, *others = sections
    chance.shuffle(others)
    return replace(page, contents=tuple(b for section in (first, *others) for b in section))


def _reframed(page: Layout, others: Sequence[Layout], chance: random.Random) -> Layout | None:
    frames = [o for o in others if page.alike(o, "lang", "site")]
    if not frames:
        return None
    frame = chance.choice(frames)
    meta = {**page.meta, "modified": frame.meta["modified"]}
    return replace(page, above=frame.above, below=frame.below, meta=meta)


def _mixed(page: Layout, others: Sequence[Layout], chance: random.Random) -> Layout | None:
    guests = [o for o in others if page.alike(o, "lang", "country")]
    if not guests:
        return None
    at = chance.randrange(len(page.contents) + 1)
    guest = chance.choice(guests).contents
    return replace(page, contents=(*page.contents[:at], *guest, *page.contents[at:]))


CHANGES: Mapping[str, Change] = {
    "left-out": _left_out,
    "shuffled": _shuffled,
    "reframed": _reframed,
    "mixed": _mixed,
}


def pages(folder: Path) -> Iterator[tuple[str, Annotated]]:
    """Every page of a folder in every change, several times, with the name of the page."""
    read = {f.stem: load(f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.ann"))}
    known = [found for name, page in read.items() if (found := layout(name, page))]
    for change, make in CHANGES.items():
        for page in known:
            for turn in range(ROUNDS):
                made = make(page, known, random.Random(f"{change} {page.name} {turn}"))  # noqa: S311 - a seed is wanted
                if made:
                    yield page.name, made.page


def score(folder: Path, undecidable: Undecidable) -> Sheet:
    """Score the pages of a folder, put together anew."""
    sheet = Sheet("recombined")
    for name, page in pages(folder):
        gold.read_and_score(sheet, name, page, undecidable)
    return sheet
