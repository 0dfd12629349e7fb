"""Service codes: what a page calls once (`dial 311`, `composez le 115`) it means elsewhere too.

In North America, towns, provinces and telephone companies answer 211 to 911. Pages say once to call
them, and then `(311)`, `311's hours` or `What is 8-1-1?`: the code needs but a place that lets a
name stand, where `311 pages`, `Room 311` and `300 to 311` have none. Any other code of three digits
or four needs an article (`le 115 est gratuit`), as France says its numbers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.contact_words import words
from pipeline.model import Mention, Span

_CODE = re.compile(r"[1-9][0-9]{2,3}")
_NANP_CODE = re.compile(r"[2-9]11")
_ARTICLE = re.compile(r"(?<![a-z'])(?:le|du|au|the) \Z")
#: Where the digits of a code stand by themselves, together or as North America says them.
_PLACE = re.compile(
    r"(?<![\w.,/+#$€£&=*\-])(?:[1-9][0-9]{2,3}|[2-9]-1-1)(?![\w$€£%=]|[-.,/:][0-9])"
)
_OPENS = r"(?:\A|[\n(\"*]|[.:;!?] |(?<![0-9]), )[ \t]{0,2}"
_REACH = 16


@functools.cache
def _before() -> re.Pattern[str]:
    small = words("short.again.before")
    return re.compile(rf"(?:{_OPENS}|(?<![a-z'\-])(?<![0-9] )(?:{small}) )\Z")


@functools.cache
def _after() -> re.Pattern[str]:
    small = words("short.again.after")
    return re.compile(rf"'s [a-z]| (?:{small})(?![a-z])| ?[^a-z0-9 ]| ?\Z|(?<=-[0-9]) ")


def again(text: str, key: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """The other places of the service codes among some mentions.

    `text` is the page's without other numbers, `key` the folded one.
    """
    called = {m.value: m for m in found if m.rule == "short-code" and _CODE.fullmatch(m.value)}
    if not called:
        return
    taken = {at for m in found for at in range(m.start, m.end)}
    for match in _PLACE.finditer(text):
        code, span = match[0].replace("-", ""), Span(*match.span())
        if code not in called or span.start in taken:
            continue
        opening = _before() if _NANP_CODE.fullmatch(code) else _ARTICLE
        if _may_name(key, span, opening):
            yield replace(called[code], start=span.start, end=span.end)


def _may_name(key: str, span: Span, opening: re.Pattern[str]) -> bool:
    """Whether what stands around digits lets them be a name and count nothing."""
    before = opening.search(key, max(0, span.start - _REACH), span.start)
    return before is not None and _after().match(key, span.end) is not None
