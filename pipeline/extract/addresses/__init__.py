"""Postal addresses, from the street (or box) line through the town or country.

Words and shapes are data (`words`); `pieces`, `places` and `streets` read what stands at a place,
`steps` what may follow in a row (`chain`), `rows` reads rows, and `evidence` says whether one is
enough. Here: where an address may start, and its value. A mention's rule names the evidence:

| rule | what says that it is an address |
| --- | --- |
| street-code | a street, and a postal code with its town |
| street-town | a street, and a town, region or country that we know |
| street-line | a street with its number, and a name on the rest of its line or the next |
| house-code | a number, a name without a street's word, a postal code with its town |
| house-town | such a number and name, and a town of the page's country, on their own lines |
| box-town | a box, and a town |
| building-code | the name of a house, and a postal code with its town |
| code-town | a postal code and a town that we know alone on a line, or `CEDEX` |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.addresses.chain import Chain
from pipeline.extract.addresses.evidence import judge
from pipeline.extract.addresses.pieces import View, building_at
from pipeline.extract.addresses.places import place_at
from pipeline.extract.addresses.rows import read_chains
from pipeline.extract.addresses.streets import street_at
from pipeline.extract.addresses.words import words
from pipeline.model import TAKEN, Mention, Span, mask
from pipeline.reading import Reading
from pipeline.stages import stage

#: Digits, or what is taken; said so that a search is one for a character of a set.
_DIGITS = re.compile(f"[0-9{TAKEN}](?:(?<={TAKEN}){TAKEN}*|[0-9]*)")
_BEFORE, _AFTER = 110, 40
_LINES_ABOVE = 3
_SHORT_SUFFIX = 5
_LONG_NUMBER = re.compile(r"[0-9]{4}")
_LONGEST_LABEL = 60
_TOKEN = re.compile(r"[\w#](?:(?<=[^\W\d_])[^\W\d_]*|(?<=[0-9])(?<![\w.\-/'+][0-9])[0-9]*|(?<=#))")


@stage("addresses")
def find_addresses(reading: Reading) -> list[Mention]:
    """The postal addresses of a page, in text order."""
    view = View(reading.text, reading.key, reading.page.country)
    found: list[Mention] = []
    floor = 0
    for start in _starts(view, _zones(view)):
        if start < floor:
            continue
        for chain in read_chains(view, start):
            rule = judge(chain)
            if rule and not _closes_a_bracket(view.text, chain):
                found.append(_mention(reading, chain, rule))
                floor = chain.end
                break
    return found


def _zones(view: View) -> list[Span]:
    """Where an address may be: around digits, above numbers taken, after a label for one."""
    key = view.key
    spans: list[tuple[int, int]] = []
    end = -1
    for m in _DIGITS.finditer(key):
        if m.end() < end:
            continue
        at = m.start()
        if key[at] == TAKEN:
            start, end = _lines_above(key, at), at
        else:
            start = _line_and_last(key, at)
            line_end = key.find("\n", at, at + _BEFORE)
            end = min(len(key), at + _AFTER) if line_end < 0 else line_end + 1
        spans.append((start, end))
    spans += ((at, min(len(key), at + _BEFORE)) for at in _after_labels(key))
    return [zone for zone in _united(spans) if _promising(view, zone)]


def _line_and_last(key: str, at: int) -> int:
    """The start of the line, with the line above; of a long line only what is near.

    A code that opens its line may have its street over a blank line.
    """
    line = key.rfind("\n", max(0, at - _BEFORE - 1), at) + 1
    if not line:
        return max(0, at - _BEFORE)
    above = key.rfind("\n", max(0, line - 1 - _BEFORE), line - 1) + 1
    if above and _LONG_NUMBER.match(key, at) and not key[above:at].strip():
        line, above = above, key.rfind("\n", max(0, above - 1 - _BEFORE), above - 1) + 1
    return above if above or line <= _BEFORE else line


def _lines_above(key: str, at: int) -> int:
    """The start of the third line above, or of what of these lines is near."""
    floor, line = max(0, at - 2 * _BEFORE), at
    for _ in range(_LINES_ABOVE + 1):
        line = key.rfind("\n", floor, line)
        if line < 0:
            return floor
    return line + 1


def _united(spans: list[tuple[int, int]]) -> list[Span]:
    """The spans, those that touch as one, in order."""
    out: list[Span] = []
    spans.sort()
    for start, end in spans:
        if out and start <= out[-1].end:
            if end > out[-1].end:
                out[-1] = Span(out[-1].start, end)
        else:
            out.append(Span(start, end))
    return out


def _after_labels(key: str) -> Iterator[int]:
    """The places after `Address:` and its like, where such a label opens its line."""
    at = key.find(":")
    while at >= 0:
        before = key[max(0, at - _LONGEST_LABEL) : at]
        before = before[before.rfind("\n") + 1 :].partition("(")[0]
        if before.strip(" \t-•*") in words().labels:
            yield at + 1
        at = key.find(":", at + 1)


def _promising(view: View, zone: Span) -> bool:
    """Whether a zone holds a word of streets or boxes, or a number that may be a postal code."""
    for number in (_CODE, _NUMBERED):
        if number.search(view.text, zone.start, zone.end):
            return True
    if view.country in words().house_named and _NAMED.search(view.text, zone.start, zone.end):
        return True
    found = _WORDS.findall(view.key, zone.start, zone.end)
    if not words().signs.isdisjoint(found):
        return True
    return any(word.endswith(words().suffixes) for word in found if len(word) > _SHORT_SUFFIX)


_WORDS = re.compile(r"[^\W\d_]+")
#: A number of the length of codes, or letters and digits as in some; no year.
_CODE = re.compile(
    r"[0-9A-Z](?<![\w.,/+].)(?:"
    r"(?<=[0-9])(?!(?<=1)9[0-9]{2}\b|(?<=2)0[0-9]{2}\b)(?:[0-9]{2,5}|[0-9]{1,4}-[0-9]{3,4})\b"
    r"|(?<=[A-Z])[A-Z]?[0-9][0-9A-Z]?[ -]?[0-9][A-Z0-9]{1,3}\b)"
)
_NUMBERED = re.compile(
    r"(?:^|: ) {0,9}[0-9]{1,4}(?:[/-][0-9A-Z-]{1,6})?,? [A-Z]",
    re.MULTILINE,
)
#: `José Mascote 909` at the start of a line, or after a label.
_NAMED = re.compile(
    r"(?:^|: ) {0,9}(?:[A-ZÁÉÍÓÚÑ][\w'.]{1,20} ){1,5}(?:N[°ºo]\.? ?)?[0-9]{2,5}(?=[, \n]|\Z)",
    re.MULTILINE,
)


#: A year behind its month, or the day, as English has it: `Jan 31`.
_IN_A_DATE = re.compile(r"(?:(?:19|20)[0-9]{2}|[12]?[0-9]|3[01])(?![0-9])")


def _starts(view: View, zones: list[Span]) -> Iterator[int]:
    """The places where an address may start, in order."""
    text, known = view.text, words()
    for zone in zones:
        end, capital, before = zone.start, False, ""
        for m in _TOKEN.finditer(view.key, zone.start, zone.end):
            at, word = m.start(), m[0]
            if text[at].islower() and word not in known.telling:
                capital, before = False, ""
                continue
            gap, end = text[end:at], m.end()
            refused = before in known.never_before and "\n" not in gap
            if not text[at].isalpha():
                # `2 May 2012 Residence Palace, Rue de la Loi 155`: neither is a house's number
                joined = gap == " " or (gap == ", " and text[end - 1].isdigit())  # `May 2, 2012`
                dated = before in known.months and joined and _IN_A_DATE.match(text, at)
                inner = gap == " " and text[at : at + 3] == "000"  # `10 000 Rabat`: its 10 opens it
                if not (refused or dated or inner or known.day.match(view.key, at)):
                    yield at
                continue
            before = word
            if at > 1 and text[at - 1] == "." and text[at - 2].isalpha():
                capital = False  # the rest of `e.V.`
                continue
            runs_on, capital = capital and gap == " ", not text[at].islower()
            if not capital and word not in known.first:
                continue
            label = word in known.labels and not text.startswith("-", end)  # no `Lieu-dit X`
            if refused or label or word in known.never_before:
                capital = False
                yield from _glued(text, end) if label else ()
                continue
            heads = capital and (not runs_on or word.endswith(known.suffixes))
            if word in known.first or (heads and _opens(view, at)):
                yield at


def _glued(text: str, end: int) -> Iterator[int]:
    """The end of a label to which a dump glued its value: `Lieu40 rue Foch`."""
    if text[end : end + 1].isdigit():
        yield end


def _opens(view: View, at: int) -> bool:
    """Whether a run of capitalised words may open an address."""
    if _NAME_NUMBER.match(view.text, at):
        return True
    if building_at(view, at) or _town_code(view, at):
        return True
    return _opens_segment(view.text, at) and street_at(view, at) is not None


_NAME_NUMBER = re.compile(
    r"(?:[^\W\d_][\w'.\-]{0,30}(?: / | |/)){0,6}[^\W\d_][\w'.\-]{0,30},? (?:n[o°º]\.? ?)?[0-9]"
    r"|[A-Za-z]{1,3}-? ?[0-9]"
)


def _town_code(view: View, at: int) -> bool:
    """Whether a town and a region or a code that is none but a code start here."""
    if _ZONE_CODE.search(view.key, at + 1, at + _FARTHEST_CODE) is None:
        return False
    town = place_at(view, at)
    if town is None or town.kind not in {"town", "name"}:
        return False
    return _ZONED.match(view.key, town.end) is not None


#: `K1A 0G2` by its first digit, `75006`.
_ZONE_CODE = re.compile(r"[0-9](?:[0-9]{4}|(?<=[a-z].)[a-z] ?[0-9])")
_FARTHEST_CODE = 70
_ZONED = re.compile(
    r",? {0,3}\(?[a-z.\- ]{2,20}\)?,? {0,3}\n?(?:[a-z][0-9][a-z] ?[0-9]|[0-9]{5}(?![0-9]))"
    r"|,? {0,3}[a-z][0-9][a-z] ?[0-9]"
)


def _opens_segment(text: str, at: int) -> bool:
    """Whether a place opens its line, or what follows a label."""
    before = text[max(0, at - 3) : at].rstrip(" \t")
    return not before or before[-1] in "\n:-•*>"


def _closes_a_bracket(text: str, chain: Chain) -> bool:
    """Whether an address would start inside a bracket and go on after it."""
    start, end = chain.start, chain.end
    return text.count(")", start, end) > text.count("(", start, end)


def _mention(reading: Reading, chain: Chain, rule: str) -> Mention:
    start, end = chain.start, chain.end
    source = reading.page.text
    inside = [a for a in reading.artifacts if a.start < end and start < a.end]
    written = mask(source, inside)[start:end] if inside else source[start:end]
    lines = [" ".join(line.split()).rstrip(",").rstrip() for line in written.split("\n")]
    lines = [line for line in lines if line]
    return Mention(
        start,
        end,
        "address",
        ", ".join(lines),
        rule,
        details={"lines": lines, **_parts(chain, source)},
    )


def _parts(chain: Chain, source: str) -> dict[str, str]:
    """The typed parts of an address."""
    parts: dict[str, str] = {}
    names = {"street": "street", "plain": "street", "box": "box", "town": "town"}
    for piece in chain.pieces:
        name = names.get(piece.kind)
        if name:
            parts.setdefault(name, " ".join(source[piece.start : piece.end].split()))
        elif piece.kind == "code":
            parts.setdefault("postal_code", piece.value)
        elif piece.kind == "region":
            parts.setdefault("region", piece.value)
        elif piece.kind == "country":
            parts.setdefault("country", piece.value)
    country = _country(chain)
    if country:
        parts.setdefault("country", country)
    return parts


def _country(chain: Chain) -> str:
    """The country that town, code and region allow, if it is one."""
    allowed: frozenset[str] | None = None
    for piece in chain.pieces:
        told = piece.kind in {"town", "region"} or (
            piece.kind == "code" and (piece.numbered or len(piece.countries) == 1)
        )
        if told and piece.countries:
            allowed = piece.countries if allowed is None else (allowed & piece.countries or allowed)
    if allowed is None:
        return ""
    code = chain.first("code")
    if len(allowed) > 1 and code:
        allowed = allowed & code.countries or allowed
    if len(allowed) > 1 and chain.view.country in allowed:
        return chain.view.country
    return next(iter(allowed)) if len(allowed) == 1 else ""
