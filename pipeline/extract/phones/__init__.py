"""Telephone and fax numbers.

Candidates are runs of digits (`runs`); words and places say what they are
(`labels`, `places`); form and numbering plan say whether they can be
(`forms`, `plans`). A mention's rule names what decided its kind:

| rule | what says that it is a number, and of which kind |
| --- | --- |
| label-phone, label-fax | a label before it, on the line above, or in brackets after it |
| label-both | `Tel/Fax : A / B`: the second of the two |
| column-header, term | the title of its table column, the term (`dt`) of its definition (`dd`) |
| icon-label | the icon that opens its line, or stands right before it, is called so |
| icon-block | its place among lines that open with an icon: address, phone, fax, e-mail |
| tel-link | it is the text of a `tel:` link |
| call-verb, loose-label | `call … at`, `Contact :` before it |
| prefix | an international prefix (`+33`, `00 33`, `011 33`) |
| national | the country's own way of writing |
| short-code | 112, 15, 3939 beside a verb, a label or an emergency service |
| vanity | `1 800 O-Canada` |
| shared-head | `305 403 4150 / 4152`: the second has the first one's head |
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.phones import forms, labels, places, plans, readings, runs
from pipeline.extract.phones.again import again
from pipeline.extract.phones.found import Found, Scene, regions
from pipeline.extract.phones.free_lines import with_free_faxes
from pipeline.extract.phones.icons import with_icons
from pipeline.extract.phones.labels import NOTHING, Call, Level
from pipeline.extract.phones.local import local_number
from pipeline.extract.phones.places import CELL_RULES, Places
from pipeline.extract.phones.plans import Number
from pipeline.extract.phones.runs import MASKED, Group
from pipeline.extract.phones.short import is_no_code, is_short, short_code
from pipeline.extract.phones.tails import after_dash, tails
from pipeline.extract.phones.vanity import vanity_numbers
from pipeline.model import Mention, Span, mask
from pipeline.reading import Reading
from pipeline.stages import stage

_NEVER_BEFORE = "@#$€£%=*&^~_\\" + MASKED
_OPENS_NUMBER = "+0([ "
_NEVER_AFTER = "%=*€£$°_@"
_CHAIN = 40
_AREA = 8
_LONG_LINE = 2000
_ABROAD_AFTER_WORD = re.compile(r"\(?\+[1-9]")
#: `K1A 0B1(613) 555-0123`: behind the postal code that a dump glued to it.
_NANP_AFTER_CODE = re.compile(r"\([2-9][0-9]{2}\) ?[2-9][0-9]{2}-[0-9]{4}(?![0-9])")
_CODE_BEFORE = re.compile(r"(?<![\w.,\-/])(?:[0-9]{5}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])\Z")
_LONGEST_CODE = 8
_ADDRESS = ("www.", "http")
#: A line below a fax that starts anew: no sign joins it, nothing sets it in under the number.
_LINE_OF_ITS_OWN = re.compile(r"(?<![,;/\-])\n ?\Z")
_WORD_BEFORE = re.compile(r"[^\W\d_]{3}-\Z|[^\w\s]-\Z|(?:^|\s)-\Z")


@stage("phones")
def find_phones(reading: Reading) -> list[Mention]:
    """The telephone and fax numbers of a page, in text order."""
    text = runs.without_other_numbers(reading)
    found = vanity_numbers(reading, text)
    text = mask(text, found, MASKED) if found else text
    scene = Scene(reading, text, Places(reading), regions(reading))
    last: Found | None = None
    for run, written in runs.runs(text):
        if len(written) < forms.FEWEST and is_no_code(reading.key, run.end, written, scene.regions):
            continue
        parts, first = runs.groups(text, run), 0
        while first < len(parts):
            taken = last is not None and parts[first].start < last.end
            here = None if taken else _number_at(scene, parts, first, last)
            if here is None:
                first += 1
                continue
            found.append(here.mention("prefix" if here.number.prefixed else "national"))
            last = here
            for tail in tails(text, reading.key, here, scene.regions):
                found.append(tail.mention("shared-head"))
                last = tail
    found += again(text, reading.key, found)
    found.sort(key=lambda m: m.start)
    if found:
        found = with_icons(reading, found, scene.places.icon_lines)
    return with_free_faxes(reading, found)


def _number_at(scene: Scene, parts: list[Group], first: int, last: Found | None) -> Found | None:
    """The number that starts at a group of a run, or None."""
    start = parts[first].start - runs.opening(parts, first)
    opens = runs.opens_segment(parts, first) or (last is not None and last.end >= start - 1)
    if not opens and not runs.may_start(parts, first):
        return None
    if not _may_be_one(scene, parts, first):
        return None
    before = _said_before(scene, parts[first].start, start, last)
    if not (_clear_before(scene.text, start, before.level) or _after_label(scene, start)):
        return None
    scene = _abroad(scene, last, start)
    alone = before.level is Level.ALONE
    weak_too = not alone or scene.text[start] in _OPENS_NUMBER
    for index, strong in runs.cuts(parts, first, weak_too=weak_too):
        span = runs.balanced(scene.text, start, parts[index].end)
        if alone and not strong and not scene.text.startswith(("+", "0"), span.start):
            continue
        if alone and "\n" in span.of(scene.text):
            continue
        here = _accept(scene, span, before)
        if here is not None:
            return here
    return _kept(scene, parts, first, before) if opens else None


def _abroad(scene: Scene, last: Found | None, start: int) -> Scene:
    """Where an international number stands before one on its line, that country's ways count too.

    `Tél. : +33 1 64 71 70 00 ; fax : 01 60 68 95 74` is French on a page about Vietnam.
    """
    if last is None or not last.number.prefixed:
        return scene
    if scene.reading.lines.at(start).start > last.floor:
        return scene
    country = last.number.country
    if not country:
        return scene
    trunk = plans.trunk_prefix(country)
    first = bool(trunk) and scene.text.startswith(trunk, start)
    first = first or readings.shares_area(last.number, scene.text[start : start + _AREA])
    first = first or readings.opens_alike(last.number, scene.text, start)
    order = (country, *scene.regions) if first else (*scene.regions, country)
    return replace(scene, regions=tuple(dict.fromkeys(order)))


def _may_be_one(scene: Scene, parts: list[Group], first: int) -> bool:
    """Whether there are digits enough, or those of a short code: asked before any word is read."""
    if sum(map(len, parts[first : first + forms.FEWEST])) >= forms.FEWEST:
        return True
    return is_short(
        scene.text, scene.reading.key, Span(parts[first].start, parts[-1].end), scene.regions
    )


def _clear_before(text: str, start: int, level: Level) -> bool:  # noqa: PLR0911 - one line a case
    """Whether the character before a number lets one start there."""
    if not start:
        return True
    char = text[start - 1]
    if char.isalpha():
        return _ABROAD_AFTER_WORD.match(text, start) is not None
    if char.isdigit() and _NANP_AFTER_CODE.match(text, start):
        return _CODE_BEFORE.search(text, max(0, start - _LONGEST_CODE), start) is not None
    if char.isdigit() or (char in _NEVER_BEFORE and text[start - 2 : start] != "**"):
        return False
    if char == "-":
        return _WORD_BEFORE.search(text, max(0, start - 4), start) is not None
    if char in ".,/" and start > 1 and text[start - 2].isalnum():
        return level is not Level.ALONE and not (char == "," and text[start - 2].isdigit())
    return True


def _after_label(scene: Scene, start: int) -> bool:
    """Whether a label is glued to a number, as dumps glue cells of a row: `Fax01 44 18 53 00`."""
    line = _near(scene.reading.lines.at(start), start)
    return labels.ends_a_label(line.of(scene.reading.key), start - line.start)


def _clear_after(text: str, key: str, end: int, level: Level) -> bool:
    """Whether the character after a number lets it end there."""
    after = text[end : end + 2]
    if not after or after[0].isspace() or after == "**":
        return True
    if after[0] == MASKED and key.startswith(_ADDRESS, end):
        return level is Level.CALLED
    if after[0] in _NEVER_AFTER or after[0] == MASKED:
        return False
    if after[0].isalpha():
        return level is not Level.ALONE and labels.opens_with_label(key, end)
    if after[0] in ",.:" and after[1:].isdigit():
        return level is Level.CALLED and after[0] == ","
    return not (after[0] == "-" and after[1:].isalnum() and level is Level.ALONE)


def _said_before(scene: Scene, digits: int, start: int, last: Found | None) -> Call:
    """What words, list, place and link say about the number whose first digit is at `digits`."""
    line = _near(scene.reading.lines.at(digits), start)
    floor = max(line.start, last.floor if last else 0) - line.start
    said = labels.said_before(
        line.of(scene.text), line.of(scene.reading.key), start - line.start, floor
    )
    if said is not None and said.level is Level.CALLED:
        return said
    chained = _chained(scene, start, last)
    if chained is not None and (said is None or said.kind == chained.kind):
        return chained
    place = places.said_by_place(scene.reading, scene.places, digits)
    if place is not None:
        return place
    if scene.places.link_at(digits) is not None:
        return said or Call(level=Level.CALLED, rule="tel-link")
    return said or NOTHING


def _near(line: Span, at: int) -> Span:
    """The line, or what of a very long one is near enough to say something.

    Such parts start at fixed places, so that numbers close to each other share what is read there.
    """
    if len(line) <= _LONG_LINE:
        return line
    part = _LONG_LINE // 2
    start = line.start + max(0, (at - line.start) // part - 1) * part
    return Span(start, min(line.end, start + 3 * part))


def _chained(scene: Scene, start: int, last: Found | None) -> Call | None:
    """What was said of the number just before, where nothing but a joint stands between."""
    if last is None or last.before is NOTHING or not 0 <= start - last.floor <= _CHAIN:
        return None
    if last.before.rule in CELL_RULES or scene.has_icon_between(last.floor, start):
        return None
    gap = scene.text[last.floor : start]
    if labels.ends_a_reach(gap) or (last.before.kind == "fax" and _LINE_OF_ITS_OWN.search(gap)):
        return None
    call = replace(last.before, chained=True)
    if call.both:
        return replace(call, kind="fax", rule="label-both", basis="inferred", both=False)
    return call


def _accept(scene: Scene, span: Span, before: Call) -> Found | None:
    """The number in `span`, if its form and plan are good enough for what is said of it."""
    written = span.of(scene.text)
    after = labels.said_after(scene.reading.text, scene.reading.key, span.end)
    level = after.level if after else before.level
    if level is Level.ALONE and forms.extension(scene.reading.key, span.end)[0]:
        level = Level.LIKELY
    line = scene.reading.lines.at(span.start)
    alone = line.end >= span.end and forms.stands_alone(scene.text, line, span)
    number = forms.judge(written, scene.regions, level, alone=alone)
    if number is not None and before.rule == "short-code":  # said of the code before it
        before = replace(before, rule=f"label-{before.kind}")
    if number is None:
        number = short_code(scene.reading, scene.text, span, before)
        if number is not None:
            before = replace(before, rule="short-code")
    if number is None:
        number = local_number(written, scene.reading.key, span, before, scene.regions)
    if number is None:
        return None
    return _finish(scene, span, number, before, after)


def _finish(
    scene: Scene, span: Span, number: Number, before: Call, after: Call | None
) -> Found | None:
    """With extension and remark, if what follows lets a number end there."""
    digits, end = forms.extension(scene.reading.key, span.end)
    if (
        scene.text[span.end : span.end + 1] == "-"
        and scene.text[span.end + 1 : span.end + 2].isdigit()
    ):
        inner = after_dash(span.of(scene.text), scene.reading.key, span.end)
        if inner is None or before.level is not Level.CALLED or not number.valid:
            return None
        digits, end = inner, span.end + (len(inner) + 1 if inner else 0)
    after = after or labels.said_after(scene.reading.text, scene.reading.key, end)
    if not digits and not _clear_after(scene.text, scene.reading.key, end, before.level):
        return None
    floor = labels.end_of_remark(scene.reading.key, end)
    call = before
    if after is not None and (before.level is not Level.CALLED or _says_more(before, after)):
        call = after
    linked = _linked(scene, span, number)
    return Found(span.start, end, number, call, before, span.end, floor, digits, linked)


def _says_more(before: Call, after: Call) -> bool:
    """Whether brackets after a number say another kind than the label before it.

    A number's own fax label stands: `Fax : 0800 … (numéro gratuit)` says what a call costs.
    """
    own_fax = before.kind == "fax" and not before.chained
    return before.kind != after.kind and not own_fax


def _linked(scene: Scene, span: Span, number: Number) -> str:
    """The number that the link around a number dials, '' where it is the same or none."""
    link = scene.places.link_at(span.start)
    if link is None:
        return ""
    dialled = places.dialled(link)
    other = readings.look_up(dialled, scene.regions) if dialled else None
    if other is None or not other.valid or other.value == number.value:
        return ""
    return other.value


def _kept(scene: Scene, parts: list[Group], first: int, before: Call) -> Found | None:
    """A number that no plan knows, kept because its label calls it one."""
    if before.level is not Level.CALLED:
        return None
    start = parts[first].start - runs.opening(parts, first)
    for index, strong in runs.cuts(parts, first, weak_too=False):
        span = runs.balanced(scene.text, start, parts[index].end)
        number = forms.unknown(span.of(scene.text), scene.regions) if strong else None
        if number is not None:
            return _finish(scene, span, number, before, None)
    return None
