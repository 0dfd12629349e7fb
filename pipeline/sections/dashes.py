"""Headings that a dump shows behind a dash or a dot, because they stood in an item of a list.

One is in capitals, or the only item of its list, or one of several items that each stand over what
is no item of their list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.sections.kinds import Kind, Words, kind_of
from pipeline.sections.lines import Line

_DASH = re.compile(r"[-–•][ \u00a0]{1,3}(?=\w)")
#: What ends a sentence, or a price ('CHF 40.-').
_STOPS = frozenset(".,;:!?-")
_QUOTED = frozenset("\"'»")
#: 'Jane Smith, editor'.
_SAYER = re.compile(r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+){1,2}, ")
_LONGEST = 100
#: So many items that stand alone are titles.
_SEVERAL = 2


def without_dashes(
    lines: Sequence[Line], kinds: list[Kind], known: Words, *, dense: bool
) -> list[Line]:
    """The same lines, a heading without its dash; `kinds` tells what it is then."""
    found = list(lines)
    items = (at for at, kind in enumerate(kinds) if kind == "bullet")
    behind = {at: dash.end() for at in items if (dash := _DASH.match(lines[at].text))}
    if not behind:
        return found
    several = _titles(lines, kinds, known, behind, dense=dense)
    for at, cut in behind.items():
        line = lines[at]
        if at in several or _heads_text(lines, kinds, at, line.text[cut:]):
            found[at] = replace(
                line,
                start=line.start + cut,
                text=line.text[cut:],
                key=line.key[cut:],
                dashed=True,
                titled=at in several,
            )
    for at in behind:
        if found[at].dashed:
            kinds[at] = kind_of(found[at], known)
    return found


def _titles(
    lines: Sequence[Line],
    kinds: Sequence[Kind],
    known: Words,
    behind: dict[int, int],
    *,
    dense: bool,
) -> frozenset[int]:
    """The numbers of the items that are titles: of several, each has something else below.

    Either all items with a sign are set apart, or, without blank lines, they stand alone among
    lines of text, and one at least over a paragraph and under no colon. What is below is no part of
    the item: it stands no deeper. So is a known heading that ends in a colon.
    """
    alone = [at for at, cut in behind.items() if _stands_alone(lines, kinds, at, cut)]
    found = {at for at, cut in behind.items() if _is_known(lines, kinds, known, at, cut)}
    for sign in {lines[at].text[0] for at in alone}:
        of_sign = [at for at in behind if lines[at].text[0] == sign]
        titles = [at for at in alone if lines[at].text[0] == sign]
        apart = all(lines[at].before and lines[at].after for at in titles)
        if len(titles) < _SEVERAL or (apart and titles != of_sign):
            continue
        if apart or (dense and any(_is_over_text(lines, kinds, at) for at in titles)):
            found.update(titles)
    return frozenset(found)


def _stands_alone(lines: Sequence[Line], kinds: Sequence[Kind], at: int, cut: int) -> bool:
    """Whether a short item that no sentence's stop ends has no item of its own sign beside it.

    Who said what is above is none.
    """
    line, beside = lines[at], (at - 1, at + 1)
    quoted = at > 0 and lines[at - 1].key[-1] in _QUOTED
    if quoted or _SAYER.match(line.text, cut):
        return False
    return (
        at + 1 < len(lines)
        and len(line.text) <= _LONGEST
        and line.text[-1] not in ".,;!"
        and line.text[cut].isupper()
        and not lines[at + 1].text[0].islower()
        and lines[at + 1].indent <= line.indent
        and all(kinds[n] != "bullet" or lines[n].text[0] != line.text[0] for n in beside if n >= 0)
    )


def _is_over_text(lines: Sequence[Line], kinds: Sequence[Kind], at: int) -> bool:
    """Whether a paragraph is below an item that no colon announces."""
    return kinds[at + 1] == "prose" and at > 0 and lines[at - 1].key[-1] != ":"


def _is_known(
    lines: Sequence[Line], kinds: Sequence[Kind], known: Words, at: int, cut: int
) -> bool:
    """Whether the words of a heading end in a colon over more items: 'Useful links:'."""
    key = lines[at].key
    below = at + 1 < len(lines) and kinds[at + 1] == "bullet"
    return below and key[-1] == ":" and known.is_title(key[cut:])


def _heads_text(lines: Sequence[Line], kinds: Sequence[Kind], at: int, words: str) -> bool:
    """Whether an item is in capitals over text, or the only one of its list, set apart from it."""
    below = at + 1
    if below == len(lines) or kinds[below] == "bullet" or words[-1] in _STOPS or " " not in words:
        return False
    line, above = lines[at], lines[at - 1] if at else None
    only = above is None or (
        (kinds[at - 1] != "bullet" or (line.before > 0 and above.text[0] != line.text[0]))
        and above.key[-1] != ":"
    )
    if words.isupper():
        return only or not lines[at].after
    apart = lines[at].after > 0 and kinds[below] == "prose"
    return only and apart and len(words) <= _LONGEST and words[0].isupper()
