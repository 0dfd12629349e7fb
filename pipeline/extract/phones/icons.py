"""What icons say: contact lines that open with an image and no label.

Old pages give each contact line a small image instead of a label; in the text its alt text (often
only the file's type) is left. Three or more lines in a row that open so are a contact block,
where two unlabelled numbers are the site's `icon_numbers`, in their order.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pipeline.extract.phones.labels import said_by_title
from pipeline.model import Mention, Span
from pipeline.reading import Reading, fold, fold_typography

_SHORTEST_BLOCK = 3
_ORDER: tuple[Literal["phone", "fax"], ...] = ("phone", "fax")
_UNLABELLED = frozenset({"national", "prefix", "tel-link"})
_NO_LETTERS = re.compile(r"[^a-z]+")
#: What may stand between an icon and its number on a line.
_LONGEST_GAP = 4


def with_icons(
    reading: Reading, mentions: Sequence[Mention], icons: dict[int, str]
) -> list[Mention]:
    """The mentions, where those of icon blocks have the kind that icon or place says.

    So have those right behind an icon that is called so, wherever it stands on its line.
    """
    changed: dict[int, Mention] = {}
    for m in mentions if reading.artifacts else ():
        name = _name_beside(reading, m) if m.rule in _UNLABELLED else ""
        named = _named(m, name) if name else None
        changed |= {m.start: named} if named is not None else {}
    for block in blocks(icons):
        changed |= _of_block(reading, block, icons, mentions)
    return [changed.get(m.start, m) for m in mentions]


def icon_lines(reading: Reading) -> dict[int, str]:
    """The lines that open with an image, by number, and what the image is called."""
    found: dict[int, str] = {}
    text, lines = reading.page.text, reading.lines
    opens: list[tuple[Span, str]] = [(a, a.of(text)) for a in reading.artifacts]
    opens += [
        (m, " ".join(m.attrs.get(name, "") for name in ("alt", "title", "src")))
        for m in reading.markup("img")
    ]
    for span, name in opens:
        row = lines.index(span.start)
        line = lines.spans[row]
        opens_line = not text[line.start : span.start].strip()
        if opens_line and text[span.end : line.end].strip():
            found[row] = f"{found.get(row, '')} {name}".strip()
    return found


def blocks(icons: dict[int, str]) -> list[list[int]]:
    """The runs of adjacent lines among those that open with an image, of three lines or more."""
    runs: list[list[int]] = []
    for row in sorted(icons):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [run for run in runs if len(run) >= _SHORTEST_BLOCK]


def _name_beside(reading: Reading, mention: Mention) -> str:
    """What the marks right before a number are called: `<i class="fa fa-fax"></i>`."""
    text, artifacts, at = reading.page.text, reading.artifacts, mention.start
    names: list[str] = []
    index = bisect.bisect_left(artifacts, at, key=lambda a: a.start) - 1
    while index >= 0:
        icon = artifacts[index]
        gap = text[icon.end : at]
        if len(gap) > _LONGEST_GAP or gap.strip(" :") or len(names) == len(_ORDER):
            break
        names.append(icon.of(text))
        at, index = icon.start, index - 1
    return " ".join(names)


def _of_block(
    reading: Reading, block: list[int], icons: dict[int, str], mentions: Sequence[Mention]
) -> dict[int, Mention]:
    first, last = reading.lines.spans[block[0]].start, reading.lines.spans[block[-1]].end
    numbers = [m for m in mentions if first <= m.start < last and m.rule in _UNLABELLED]
    named = {m.start: _named(m, icons.get(reading.lines.index(m.start), "")) for m in numbers}
    changed = {start: m for start, m in named.items() if m is not None}
    rest = [m for m in numbers if m.start not in changed]
    order: tuple[Literal["phone", "fax"], ...] = reading.site.icon_numbers or _ORDER
    resolved_by = "site" if reading.site.icon_numbers else ""
    rows = {reading.lines.index(m.start) for m in rest}
    if changed or len(rest) != len(order) or len(rows) != len(order) or len(rows) == len(block):
        return changed
    for kind, m in zip(order, rest, strict=True):
        inferred = kind == "fax"
        changed[m.start] = replace(
            m,
            kind=kind,
            rule="icon-block",
            basis="inferred" if inferred else m.basis,
            resolved_by=resolved_by if inferred else m.resolved_by,
        )
    return changed


def _named(mention: Mention, name: str) -> Mention | None:
    """The mention as the name of its icon says, in words: `fa-fax` is one of a fax."""
    key = fold(name)
    said = _NO_LETTERS.sub(lambda sign: " " * len(sign[0]), key)
    call = said_by_title(fold_typography(name), said)
    if call is None:
        return None
    details = {**mention.details, "label": call.label}
    return replace(mention, kind=call.kind, rule="icon-label", details=details)
