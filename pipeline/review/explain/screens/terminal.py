"""Text for a terminal: what pages wrote made harmless, cut and wrapped to its width, perhaps bold.

Width is counted in columns: an ideograph or an emoji takes two, a combining mark none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ELLIPSIS = "…"
#: They only join or part letters; words and emoji need them.
_HARMLESS = "\u00ad\u200b\u200c\u200d\u2060"
_NO_BREAK = "\u00a0\u202f"
_WIDE = frozenset("WF")
_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))


def plain(text: str) -> str:
    r"""The text on one line, without what a terminal obeys or what turns the reading order.

    White space becomes a space, or a no-break one; any other control or format character becomes
    its escape, as `\x1b`.
    """
    return "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isspace():
        return char if char in _NO_BREAK else " "
    odd = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} and char not in _HARMLESS
    return char.encode("unicode_escape").decode() if odd else char


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def head(text: str, most: int) -> str:
    """As much of the beginning of a text as fits, with an ellipsis where something is left out."""
    if width(text) <= most:
        return text
    out, left = list[str](), most - 1
    for char in text:
        left -= _columns(char)
        if left < 0:
            break
        out.append(char)
    return "".join(out).rstrip() + ELLIPSIS


def tail(text: str, most: int) -> str:
    """As much of the end of a text as fits, with an ellipsis where something is left out."""
    if width(text) <= most:
        return text
    out, left = list[str](), most - 1
    for char in reversed(text):
        left -= _columns(char)
        if left < 0:
            break
        out.append(char)
    return ELLIPSIS + "".join(reversed(out)).lstrip()


def wrap(text: str, most: int) -> Iterator[str]:
    """The text in lines of so many columns, cut at spaces; a longer word is cut anywhere."""
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > most:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
        while width(line) > most:
            cut = _fitting(line, most)
            yield line[:cut]
            line = line[cut:]
    yield line


def _fitting(text: str, most: int) -> int:
    """How many characters fit, one at least."""
    left = most
    for at, char in enumerate(text):
        left -= _columns(char)
        if left < 0:
            return max(at, 1)
    return len(text)


@dataclass(frozen=True, slots=True)
class Style:
    """How things are set off from each other; without colours they are as they are."""

    colour: bool

    def bold(self, text: str) -> str:
        """What is looked at first."""
        return self._set("1", text)

    def dim(self, text: str) -> str:
        """What only leads the eye."""
        return self._set("2", text)

    def marked(self, text: str) -> str:
        """A quote in its line."""
        return self._set("7", text)

    def _set(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text
