"""The two language versions of a page side by side: sections, facts, and what differs."""

from __future__ import annotations

import itertools
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pipeline.bilingual.comparison import Sections
from pipeline.errors import StoreError
from pipeline.messages import spoken, tell, terms
from pipeline.model import stem_of
from pipeline.publish import release
from pipeline.publish.agreement import Pair, agreement_rows, pair_up, why_no_twin
from pipeline.publish.rows import AgreementRow, Verdict

_MARKS: dict[Verdict, str] = {
    "agree": "=",
    "differ": "≠",
    "missing-left": "←",
    "missing-right": "→",
    "note": "~",
}
_GAP = 3
_LEAST_WIDTH = 20


def pairs_of(root: Path, page: str) -> list[Pair]:
    """The pairs of a published page, by its id with or without language.

    Raises:
        StoreError: it is published in one language only, or not at all; it says what is.
    """
    there = release.published(root)
    stem = page.partition("#")[0]
    stem = stem_of(stem) if stem in there else stem
    held = release.held(root, [name for name in there if stem_of(name) == stem])
    pairs = pair_up({record.id: (record, text) for record, text in held})
    if not pairs:
        names = ", ".join(record.id for record, _ in held) or ", ".join(there) or "nothing"
        raise StoreError(f"no two versions of '{page}' are published (there are: {names})")
    return pairs


def side_by_side(pair: Pair) -> str:
    """Title, then section by section the facts of both versions; `=` agrees, `≠` does not.

    `→` and `←` point at the side that lacks a fact, `~` marks a note.
    """
    width = max(_LEAST_WIDTH, (shutil.get_terminal_size((100, 24)).columns - _GAP) // 2)
    lines = [*_row(pair.left.id, " ", pair.right.id, width), ""]
    if not pair.found.twins:
        lines += textwrap.wrap(tell("not-a-twin", **why_no_twin(pair)), 2 * width)
        return "\n".join(lines) + "\n"
    rows = list(agreement_rows([pair]))
    for one, other in _sections(pair, rows):
        lines += _row(one or "–", " ", other or "–", width)
        for row in rows:
            if (row.left_section, row.right_section) == (one or "", other or ""):
                left, right = _value(row.kind, row.left), _value(row.kind, row.right)
                lines += _row(left, _MARKS[row.verdict], right, width)
        lines.append("")
    return "\n".join(lines)


def _sections(pair: Pair, rows: list[AgreementRow]) -> Iterator[Sections]:
    """The aligned sections, then what stands in none or in two that are not aligned."""
    known = dict.fromkeys((one or "", other or "") for one, other in pair.found.sections)
    known |= dict.fromkeys((row.left_section, row.right_section) for row in rows)
    return iter(known)


def _value(kind: str, value: str) -> str:
    known = terms(spoken())["kind"]
    return f"  {known.get(kind, kind)} {value}" if value and kind != "section" else f"  {value}"


def _row(left: str, mark: str, right: str, width: int) -> list[str]:
    """One row, wrapped into as many lines as the longer side needs."""
    sides = (textwrap.wrap(s, width, subsequent_indent="    ") or [""] for s in (left, right))
    return [
        f"{one:{width}} {mark if not number else ' '} {other}".rstrip()
        for number, (one, other) in enumerate(itertools.zip_longest(*sides, fillvalue=""))
    ]
