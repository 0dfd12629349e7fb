"""Test cases written as Python source, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class When(NamedTuple):
    """A `datetime(...)`: what of year, month and day is written as a number, and whether a time."""

    year: int | None
    month: int | None
    day: int | None
    timed: bool


class Unreadable:
    """Stands for an expression that is no literal."""


UNREADABLE = Unreadable()


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    """Every call of a function or method of this name, in the order of the file."""
    return named_calls(ast.parse(path.read_text("utf-8")), name)


def named_calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """The calls of `name` below a node."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == name)
    yield from sorted(found, key=lambda node: (node.lineno, node.col_offset))


def called(node: ast.Call) -> str:
    """The last part of the name that a call calls."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def value(node: ast.AST | None) -> Any:
    """What a literal stands for; `datetime(...)` as `When`, `u(...)` as its text."""
    if isinstance(node, ast.Tuple | ast.List):
        return [value(part) for part in node.elts]
    if isinstance(node, ast.Call):
        if called(node) == "datetime":
            return _when(node)
        if called(node) == "u" and len(node.args) == 1:
            return value(node.args[0])
        return UNREADABLE
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = value(node.left), value(node.right)
        both = isinstance(left, str) and isinstance(right, str)
        return left + right if both else UNREADABLE
    return node.value if isinstance(node, ast.Constant) else UNREADABLE


def _when(node: ast.Call) -> When:
    numbers = [value(argument) for argument in node.args]
    parts = [n if isinstance(n, int) else None for n in (*numbers, None, None, None)][:3]
    timed = any(n != 0 for n in numbers[3:]) or any(k.arg == "tzinfo" for k in node.keywords)
    return When(parts[0], parts[1], parts[2], timed)
