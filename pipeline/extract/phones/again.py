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
    taken = {at for m in found for at in range(m.start, m.end)} if called else set()
    for code, mention in called.items():
        opening = _before() if _NANP_CODE.fullmatch(code) else _ARTICLE
        for span in _places(text, code):
            if span.start not in taken and _may_name(key, span, opening):
                yield replace(mention, start=span.start, end=span.end)


def _places(text: str, code: str) -> Iterator[Span]:
    """Where the digits of a code stand by themselves, together or as one says them."""
    spelled = f"|{'-'.join(code)}" if _NANP_CODE.fullmatch(code) else ""
    digits = f"(?:{code}{spelled})"
    pattern = rf"(?<![\w.,/+#$€£&=*\-]){digits}(?![\w$€£%=]|[-.,/:][0-9])"
    for match in re.finditer(pattern, text):
        yield Span(match.start(), match.end())


def _may_name(key: str, span: Span, opening: re.Pattern[str]) -> bool:
    """Whether what stands around digits lets them be a name and count nothing."""
    before = opening.search(key, max(0, span.start - _REACH), span.start)
    return before is not None and _after().match(key, span.end) is not None
