"""One HTML file of a template, a style, a program and data; nothing in it asks for anything else.

What comes from a page is packed: nothing of it stands in the file as it is, and the program inserts
it as text, never as markup. A Content-Security-Policy names the only style and the only program by
their hashes, so that nothing else could run.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

import orjson

#: The program, in the order in which its parts need each other.
MODULES = (
    *("data", "offsets", "words", "dom", "reviews", "items", "filters"),
    *("marks", "card", "columns", "lists", "page", "charts", "overview", "side"),
    *("top", "dialogs", "keys", "tip", "main"),
)
STYLES = ("theme", "layout", "text", "print")

#: What a style does not need around its signs; none of ours has them in a string.
_ROOM = re.compile(r"\s*([{};,])\s*|(?<=:) ")
_INDENT = re.compile(r"^(?:[ ]+|//.*\n|/\*.*\*/\n)+|[ ]+// .*$", re.MULTILINE)
#: Line ends behind and before brackets, where no statement can end.
_OPEN = re.compile(r"(?<=[(\[{,])\n|\n(?=[)\]}])")


def html(
    overview: Mapping[str, Any], pages: Sequence[Mapping[str, Any]], pairs: Sequence[Any]
) -> str:
    """The file. Its data are lines of JSON: the overview, then one for each page, for each pair."""
    style, program = _style(), _program()
    filled = {
        "LANGUAGE": str(overview["language"]),
        "POLICY": _policy(style, program),
        "STYLE": style,
        "PROGRAM": program,
        "DATA": packed([overview, *pages, *pairs]),
    }
    before, *parts = _read("report.html").split("{{")
    out = [before]
    for part in parts:
        name, _, rest = part.partition("}}")
        out += [filled[name], rest]
    return "".join(out)


def packed(values: Iterable[Any]) -> str:
    """Values as lines of JSON, deflated, in base 64: what `assets/data.js` unpacks."""
    lines = b"\n".join(orjson.dumps(value) for value in values)
    return base64.b64encode(zlib.compress(lines, level=9)).decode()


def _policy(style: str, program: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(program)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(inlined: str) -> str:
    digest = hashlib.sha256(inlined.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@functools.cache
def _style() -> str:
    return "\n" + _ROOM.sub(r"\1", _bare("".join(_read(f"{name}.css") for name in STYLES)))


@functools.cache
def _program() -> str:
    modules = _OPEN.sub("", _bare("\n".join(_read(f"{name}.js") for name in MODULES)))
    return f'\n(async () => {{\n"use strict";\n{modules}}})();\n'


def _bare(source: str) -> str:
    """A source without indentation and comments; no string of ours goes over a line."""
    return "".join(f"{line}\n" for line in _INDENT.sub("", source).splitlines() if line)


def _read(name: str) -> str:
    asset = resources.files("pipeline.review.report") / "assets" / name
    return asset.read_text(encoding="utf-8")
