"""What comes from a page, shown to people: nothing in it may speak to the medium that shows it."""

from __future__ import annotations

import re
import unicodedata

from pipeline.model import fold_spaces

#: Escape codes and other controls, and what turns the direction of the text around it.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|[\U000e0000-\U000e0fff]"
)
_BACKTICKS = re.compile("`+")


def visible(text: str) -> str:
    r"""A text as one line in which every hidden character is spelled out: `\u202e`, `\x1b`."""
    return _HIDDEN.sub(_spelled, fold_spaces(text))


def spelled(text: str) -> str:
    """As `visible`, of a text that keeps its lines and its spaces."""
    return _HIDDEN.sub(lambda hit: hit[0] if hit[0] in "\n\t" else _spelled(hit), text)


def _spelled(hit: re.Match[str]) -> str:
    return hit[0].encode("unicode_escape").decode()


def cut(text: str, length: int) -> str:
    """A text, or so much of its beginning; no mark is parted from its letter."""
    if len(text) <= length:
        return text
    end = length
    while end and unicodedata.combining(text[end]):
        end -= 1
    return f"{text[:end].rstrip()}…"


def code(text: str) -> str:
    """A text as code of Markdown, also within a table: there is no markup in it, and no mention."""
    shown = visible(text).replace("|", "\\|")
    if not shown:
        return ""
    fence = "`" * (max(map(len, _BACKTICKS.findall(shown)), default=0) + 1)
    space = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{space}{shown}{space}{fence}"
