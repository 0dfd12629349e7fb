"""libphonenumber's tests of its matcher, as its Python port has them.

They run on made-up numbering plans: a number that is not valid in the real plan is dropped. Of
the levels of leniency, 'valid' (the default) is ours; strings on which the levels disagree drop.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import phonenumbers

from pipeline.model import Span
from tests.suites import literals
from tests.suites.cases import Case, Suite, Wanted

FILES = ("python/tests/phonenumbermatchertest.py", "tests/phonenumbermatchertest.py")
FOUND = ("EXACT_GROUPING_CASES", "STRICT_GROUPING_CASES")
DISPUTED = ("VALID_CASES", "POSSIBLE_ONLY_CASES")
NOT_FOUND = ("IMPOSSIBLE_CASES",)

Context = tuple[str, str]


def suites(folder: Path) -> Iterator[Suite]:
    """The suite below a checkout of python-phonenumbers."""
    path = next((folder / name for name in FILES if (folder / name).is_file()), None)
    if path is None:
        return
    suite = Suite("libphonenumber", "phone", "en")
    tree = ast.parse(path.read_text("utf-8"))
    _lists(suite, tree)
    functions = {f.name: f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)}
    _in_contexts(suite, functions)
    for function in functions.values():
        _surrounded(suite, function)
        _nothing(suite, function)
    yield suite


def _lists(suite: Suite, tree: ast.Module) -> None:
    """The lists of strings that each level finds."""
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        for call in literals.named_calls(node.value, "NumberTest"):
            number, region = map(literals.value, call.args)
            where = f"{name}:{call.lineno}"
            if name in FOUND:
                _find(suite, where, ("", ""), number, region)
            elif name in NOT_FOUND:
                suite.add(Case(where, number, (), country=_country(region)))
            elif name in DISPUTED:
                suite.dropped["the levels of leniency disagree"] += 1


def _contexts(node: ast.AST) -> list[Context]:
    found = (map(literals.value, c.args) for c in literals.named_calls(node, "NumberContext"))
    return [(before, after) for before, after in found]


def _in_contexts(suite: Suite, functions: dict[str, ast.FunctionDef]) -> None:
    """`doTestFindInContext`: every number in each of some twenty sentences."""
    contexts = [
        context
        for name in ("findPossibleInContext", "findValidInContext")
        for context in _contexts(functions[name])
    ]
    for function in functions.values():
        for call in literals.named_calls(function, "doTestFindInContext"):
            number, region = map(literals.value, call.args)
            for context in contexts:
                if context[0][-1:].isalpha() or context[1][:1].isalpha():
                    suite.dropped["glued to letters: the levels of leniency disagree"] += 1
                else:
                    _find(suite, f"{function.name}:{call.lineno}", context, number, region)


def _surrounded(suite: Suite, function: ast.FunctionDef) -> None:
    """`findMatchesInContexts`: found, or not, between the given characters."""
    lists: dict[str, list[Context]] = {}
    texts: dict[str, str] = {}
    for node in function.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if isinstance(node.value, ast.Constant):
                texts[node.targets[0].id] = str(node.value.value)
            lists.setdefault(node.targets[0].id, [])
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            _surround(suite, function.name, node.value, lists, texts)


def _surround(
    suite: Suite,
    name: str,
    call: ast.Call,
    lists: dict[str, list[Context]],
    texts: dict[str, str],
) -> None:
    if literals.called(call) == "append" and isinstance(call.func, ast.Attribute):
        target = call.func.value
        if isinstance(target, ast.Name):
            lists[target.id] += _contexts(call)
    elif literals.called(call) == "findMatchesInContexts" and isinstance(call.args[0], ast.Name):
        valid = literals.value(call.args[1])
        last = call.args[4] if len(call.args) > 4 else None
        number = texts[last.id] if isinstance(last, ast.Name) else "415-666-7777"
        for context in lists[call.args[0].id]:
            where = f"{name}:{call.lineno}"
            if valid:
                _find(suite, where, context, number, "US")
            else:
                suite.add(Case(where, number.join(context), (), country="US"))


def _nothing(suite: Suite, function: ast.FunctionDef) -> None:
    """`hasNoMatches(PhoneNumberMatcher(text, region))`."""
    if function.name.startswith("find"):
        return
    texts = {
        node.targets[0].id: literals.value(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for outer in literals.named_calls(function, "hasNoMatches"):
        for call in literals.named_calls(outer, "PhoneNumberMatcher"):
            text, region = (
                texts.get(a.id) if isinstance(a, ast.Name) else literals.value(a)
                for a in call.args[:2]
            )
            if isinstance(text, str):
                where = f"{function.name}:{call.lineno}"
                suite.add(Case(where, text, (), country=_country(region)))


def _find(suite: Suite, where: str, context: Context, number: str, region: str | None) -> None:
    """A case in which the number is found, and nothing before it."""
    value = _value(number, region)
    if value is None:
        suite.dropped["not valid in the real numbering plan"] += 1
        return
    start = len(context[0])
    end = start + len(number)
    text = context[0] + number + context[1]
    wanted = (Wanted(start, end, (value,)),)
    suite.add(Case(where, text, wanted, (Span(end, len(text)),), _country(region)))


def _country(region: str | None) -> str:
    return "" if region in {None, "ZZ"} else str(region)


def _value(number: str, region: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    extension = f";ext={parsed.extension}" if parsed.extension else ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) + extension
