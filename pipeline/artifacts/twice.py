"""What stands twice: an image says what its link or its caption says. Rules of a `Sheet`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.artifacts.sheet import Sheet
from pipeline.model import Artifact

_CAPTION = range(40, 251)


def repeated_captions(sheet: Sheet) -> Iterator[Artifact]:
    """A sentence or a credit twice in adjacent lines: a caption is its image's text as well."""
    for number in range(len(sheet.lines) - 1):
        key = sheet.key_of(number)
        if key[-1] in ".)" and len(key) in _CAPTION and key == sheet.key_of(number + 1):
            if sheet.gap_before(number + 1):
                continue
            yield sheet.artifact(number, "caption-alt")


_DOUBLE = re.compile(r"(?P<name>[^\W\d][^\n]{3,148}[\w)’'.])(?P=name)")
_LONGEST = 300
_LEAST = 2
#: What is longer and stands twice is a sentence, of which one is enough.
_SENTENCE = 80


def doubled_links(sheet: Sheet) -> Iterator[Artifact]:
    """'Our TeamOur Team', 'ReportsReports': images in links with the link's own text."""
    doubled = [
        number
        for number, line in enumerate(sheet.lines)
        if len(line) <= _LONGEST and len(line) % 2 == 0 and _is_double(sheet.text_of(number))
    ]
    if len(doubled) >= _LEAST or any(len(sheet.lines[n]) > _SENTENCE for n in doubled):
        yield from (sheet.artifact(number, "doubled-link") for number in doubled)


def _is_double(text: str) -> bool:
    half = len(text) // 2
    return text[:half] == text[half:] and _DOUBLE.fullmatch(text) is not None
