"""Numbers in letters: `1 800 O-Canada`."""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.phones import labels, readings
from pipeline.extract.phones.found import Found
from pipeline.extract.phones.labels import NOTHING, Call, Level
from pipeline.model import Mention, Span
from pipeline.reading import Reading

_LETTERS = {
    letter: digit
    for digit, letters in zip(
        "23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True
    )
    for letter in letters
}
_VANITY = re.compile(
    r"(?<![0-9A-Za-z+])(?:\+?1[ .\-]{0,3})?[(]?8(?:00|33|44|55|66|77|88)[)]?[ .\-]{1,3}"
    r"(?=[0-9\-]{0,8}[A-Z])(?P<name>(?:O (?=CANADA))?[0-9A-Za-z][0-9A-Za-z\-]{5,13})(?![0-9A-Za-z])"
)
_FREE_IN_LETTERS = re.compile(r"8[0-8]{2}[)]?[ .\-]{1,3}[0-9\-]{0,8}[A-Z]")
_NAME_DIGITS = 7


@functools.cache
def _languages() -> frozenset[str]:
    """Names of languages of as many letters as a number has digits."""
    return frozenset(lexicon.every("contacts", "languages.words"))


def vanity_numbers(reading: Reading, text: str) -> list[Mention]:
    """Free numbers in letters, as North America writes them."""
    found = list[Mention]()
    if _FREE_IN_LETTERS.search(text) is None:
        return found
    for match in _VANITY.finditer(text):
        name = match["name"].rstrip("-")
        if not name.replace("-", "").isupper() and len(name.replace("-", "")) != _NAME_DIGITS:
            continue
        if name.istitle() and name.lower() in _languages():
            continue  # '1 800 English': a cell of a table, and the next one
        span = Span(match.start(), match.start("name") + len(name))
        head = "".join(c for c in text[span.start : match.start("name")] if c.isdigit())[-3:]
        digits = "".join(_LETTERS.get(c.lower(), c) for c in name if c.isalnum())[:_NAME_DIGITS]
        number = readings.look_up(f"+1{head}{digits}", ("US",))
        if number is None or len(digits) < _NAME_DIGITS:
            continue
        line = reading.lines.at(span.start)
        said = labels.said_before(line.of(text), line.of(reading.key), span.start - line.start, 0)
        kind = said.kind if said else "phone"
        call = Call(kind, Level.CALLED, "vanity", said.label if said else "")
        here = Found(span.start, span.end, number, call, NOTHING, span.end, span.end)
        found.append(here.mention("vanity"))
    return found
