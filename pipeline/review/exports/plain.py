"""What pages wrote, made harmless for terminals, logs and other one-line forms."""

from __future__ import annotations

import unicodedata

#: Characters of format that only join letters, part words or forbid a break: words need them.
_JOINERS = "\u00ad\u200c\u200d\u2060"


def one_line(text: str) -> str:
    """The text on one line, without what a terminal obeys or what turns the reading order.

    Line ends and tabs become a space each, every other control or format character `\ufffd`.
    """
    return "".join(map(_harmless, text))


def _harmless(char: str) -> str:
    if char in "\t\n\r\x0b\x0c\u0085\u2028\u2029":
        return " "
    odd = unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in _JOINERS
    return "\ufffd" if odd else char
