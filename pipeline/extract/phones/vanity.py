"""Numbers in letters: `1 800 O-Canada`, `212 NYC-TAXI (692-8294)`."""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.phones import labels, readings
from pipeline.extract.phones.found import Found
from pipeline.extract.phones.labels import NOTHING, Call, Level
from pipeline.extract.phones.plans import Number
from pipeline.extract.phones.runs import MASKED
from pipeline.model import Mention, Span, mask
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
#: Letters after an area code, and in brackets the digits that they stand for.
_REPEATED = re.compile(
    r"(?<![0-9A-Za-z+.,/\-])(?:\+?1[ .\-]{1,3})?[(]?(?P<area>[2-9][0-9]{2})[)]?[ .\-]{1,3}"
    r"(?P<name>[A-Z][0-9A-Z\-]{6,9}) ?[(](?P<local>[2-9][0-9]{2}[ .\-]?[0-9]{4})[)]"
)
_BRACKET_SOON = re.compile(r"[A-Z] ?[(][2-9][0-9]{2}[ .\-]?[0-9]{4}[)]")


@functools.cache
def _languages() -> frozenset[str]:
    """Names of languages of as many letters as a number has digits."""
    return frozenset(lexicon.every("contacts", "languages.words"))


def vanity_numbers(reading: Reading, text: str) -> list[Mention]:
    """Numbers in letters, as North America writes them: free ones, and those told again."""
    found = _repeated(reading, text)
    if _FREE_IN_LETTERS.search(text) is None:
        return found
    text = mask(text, found, MASKED) if found else text
    for match in _VANITY.finditer(text):
        name = match["name"].rstrip("-")
        if not name.replace("-", "").isupper() and len(name.replace("-", "")) != _NAME_DIGITS:
            continue
        if name.istitle() and name.lower() in _languages():
            continue  # '1 800 English': a cell of a table, and the next one
        span = Span(match.start(), match.start("name") + len(name))
        head = "".join(c for c in text[span.start : match.start("name")] if c.isdigit())[-3:]
        digits = _dialled(name)[:_NAME_DIGITS]
        number = readings.look_up(f"+1{head}{digits}", ("US",))
        if number is None or len(digits) < _NAME_DIGITS:
            continue
        found.append(_mention(span, number, _call(reading, text, span)))
    return found


def _repeated(reading: Reading, text: str) -> list[Mention]:
    """`212 NYC-TAXI (692-8294)`: the letters' number, and its digits once more."""
    found = list[Mention]()
    if _BRACKET_SOON.search(text) is None:
        return found
    for match in _REPEATED.finditer(text):
        local = "".join(c for c in match["local"] if c.isdigit())
        number = readings.look_up(f"+1{match['area']}{local}", ("US",))
        if number is None or not number.valid or _dialled(match["name"]) != local:
            continue
        call = _call(reading, text, Span(*match.span()))
        found.append(_mention(Span(match.start(), match.end("name")), number, call))
        found.append(_mention(Span(*match.span("local")), number, call))
    return found


def _dialled(name: str) -> str:
    """The digits that letters stand for on a telephone."""
    return "".join(_LETTERS.get(c.lower(), c) for c in name if c.isalnum())


def _call(reading: Reading, text: str, span: Span) -> Call:
    """What is said of a number in letters."""
    line = reading.lines.at(span.start)
    said = labels.said_before(line.of(text), line.of(reading.key), span.start - line.start, 0)
    kind = said.kind if said else "phone"
    return Call(kind, Level.CALLED, "vanity", said.label if said else "")


def _mention(span: Span, number: Number, call: Call) -> Mention:
    here = Found(span.start, span.end, number, call, NOTHING, span.end, span.end)
    return here.mention("vanity")
