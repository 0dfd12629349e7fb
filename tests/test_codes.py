"""Nothing is said past the catalogue: every code in the program has its sentences and details."""

from __future__ import annotations

import ast
import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from pipeline import messages
from pipeline.fetch import walls
from pipeline.model import Kind
from pipeline.publish import guards
from pipeline.records import Failure
from tests.conftest import CHECKOUT
from tests.test_messages import CODES, needs

#: Calls that take a code, and where: the place of the argument, or its name.
TAKERS: Mapping[str, int | str] = {
    "Finding": 2,
    "Remark": "code",
    "PageError.of": 0,
    "Failure.unreadable": 1,
    "tell": 0,
    "messages.tell": 0,
    "say": 0,
    "_refused": 1,
    "Broken": 2,
    "Witness.of": 0,
}
#: Where a name is ours: the log's `say` takes lines that `tell` made; `refresh` is given a `tell`.
ONLY_IN = {
    "say": r"pipeline/(?!cli/)",
    "tell": r"pipeline/(?!verbs/refreshing)",
    "_refused": "pipeline/fetch/judge.py",
}
#: Places that hand on a code that others chose.
HAND_ON = {
    ("pipeline/run.py", "Finding"),
    ("pipeline/ingest/warc/reader.py", "Broken"),
    ("pipeline/archives.py", "Failure.unreadable"),
    ("pipeline/datasets/work.py", "Failure.unreadable"),
    ("pipeline/run.py", "Failure.unreadable"),
    ("pipeline/fetch/outcome.py", "Remark"),
    ("pipeline/fetch/judge.py", "Remark"),
    ("pipeline/fetch/judge.py", "_refused"),
    ("pipeline/messages.py", "say"),
    ("pipeline/publish/agreement.py", "Finding"),
    ("pipeline/publish/witness.py", "say"),
    ("pipeline/verbs/publishing.py", "say"),
}
BROWSER = CHECKOUT / "pipeline" / "review" / "report" / "assets"
MODULES = {
    str(file.relative_to(CHECKOUT)): ast.parse(file.read_text(encoding="utf-8"))
    for file in sorted((CHECKOUT / "pipeline").rglob("*.py"))
}


@dataclass(frozen=True)
class Call:
    """A call that takes a code; `code` is None where it is no literal."""

    module: str
    name: str
    code: str | None
    node: ast.Call
    function: ast.AST

    def __str__(self) -> str:
        return f"{self.module}:{self.node.lineno}: {self.name}({self.code})"


def calls() -> Iterator[Call]:
    for module, parsed in MODULES.items():
        functions = [n for n in ast.walk(parsed) if isinstance(n, ast.FunctionDef)]
        for node in ast.walk(parsed):
            if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in TAKERS:
                if not re.match(ONLY_IN.get(name, ""), module):
                    continue
                within = [f for f in functions if f.lineno <= node.lineno <= (f.end_lineno or 0)]
                given = _argument(node, TAKERS[name])
                if isinstance(given, ast.Name):  # perhaps a constant of the module
                    named = [n for n in parsed.body if isinstance(n, ast.Assign)]
                    given = next((n.value for n in named if _name(n) == given.id), given)
                code = str(given.value) if isinstance(given, ast.Constant) else None
                code = messages.entry_of(code) if code else None
                yield Call(module, name, code, node, within[-1] if within else parsed)


def _name(node: ast.Assign) -> str:
    return ast.unparse(node.targets[0])


def _argument(node: ast.Call, place: int | str) -> ast.expr | None:
    if isinstance(place, int):
        return node.args[place] if len(node.args) > place else None
    return next((k.value for k in node.keywords if k.arg == place), None)


CALLS = list(calls())


def emitted() -> set[str]:
    """Every code that the program can give."""
    judge = MODULES["pipeline/fetch/judge.py"]
    returned = [n.value for n in ast.walk(judge) if isinstance(n, ast.Return)]
    odd = {c for v in returned if isinstance(v, ast.Tuple) for c in constants(v.elts[0])}
    return {
        *(call.code for call in CALLS if call.code is not None),
        *odd,
        *(guard.name for guard in guards.GUARDS),
        *(wall.code for wall in walls.load().walls),
        *("consent-page", "robots", "private-address", "several", "error"),
        *("damaged-member", "cut-member"),
        *typing.get_args(Failure.model_fields["code"].annotation),
        *said_in_the_browser(),
    }


def said_in_the_browser() -> set[str]:
    """The codes that the program of the report says: its literals, and those that it puts together.

    There `say("accept")` says the entry `report-accept`, and `say(`list-${name}`)` any of its kind.
    """
    program = "".join(file.read_text(encoding="utf-8") for file in sorted(BROWSER.glob("*.js")))
    words = set(re.findall(r'"([a-z][a-z-]*)"', program))
    made = re.findall(r"say\(`([a-z-]+-)\$", program)
    own = {code for code in CODES if code.startswith("report-")}
    said = {code.removeprefix("report-") for code in own}
    return {
        f"report-{code}"
        for code in said
        if code in words
        or any(code.startswith(part) and code.removeprefix(part) in words for part in made)
    }


def test_the_program_of_the_report_says_nothing_without_words() -> None:
    program = "".join(file.read_text(encoding="utf-8") for file in sorted(BROWSER.glob("*.js")))
    literals = set(re.findall(r'\bsay\("([a-z-]+)"', program))
    assert len(literals) > 50
    assert {f"report-{code}" for code in literals} <= set(CODES)


def test_every_code_that_the_program_gives_has_its_sentences() -> None:
    assert len(emitted()) > 60
    assert emitted() <= set(CODES)


def test_no_sentence_is_left_that_nobody_says() -> None:
    assert set(CODES) - emitted() - set(COMPARED) == SETTLED


#: What `publish/witness.py` makes of the findings that the other version settles.
SETTLED = {"date-settled-by-twin", "fax-confirmed-by-twin"}


def compared() -> Iterator[str]:
    """The codes of what two versions or offices say: literals, or of a kind and a language."""
    for module, parsed in MODULES.items():
        if module.startswith("pipeline/bilingual/"):
            kinds = ("phone", "fax", "email") if "contacts" in module else typing.get_args(Kind)
            for node in ast.walk(parsed):
                if isinstance(node, ast.Call) and MAKERS.search(ast.unparse(node.func)):
                    yield from _made(node.args[0], kinds)
                elif isinstance(node, ast.Assign) and _name(node) == "code":
                    yield from _made(node.value, kinds)


MAKERS = re.compile(r"\b(?:Disagreement|differ|report)$")


def _made(code: ast.expr, kinds: Iterable[str]) -> Iterator[str]:
    if isinstance(code, ast.IfExp):
        yield from (*_made(code.body, kinds), *_made(code.orelse, kinds))
    elif isinstance(code, ast.Constant):
        yield str(code.value)
    elif isinstance(code, ast.JoinedStr):
        made = re.sub(r"\{(?:other|language)\}", "fr", ast.unparse(code)[2:-1])
        yield from (re.sub(r"\{[\w.]+\}", kind, made) for kind in kinds)


def test_every_code_of_a_comparison_has_its_sentences() -> None:
    assert "email-missing" in COMPARED
    assert set(COMPARED) <= set(CODES)


COMPARED = sorted({messages.entry_of(code) for code in compared()})


def test_every_code_is_a_literal_or_handed_on() -> None:
    for call in CALLS:
        assert call.code or (call.module, call.name) in HAND_ON, str(call)


def test_no_sentence_stands_in_the_code() -> None:
    """A literal with a space is a sentence; `error` texts of libraries come as values."""
    for call in CALLS:
        for node in ast.walk(call.node):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if literal and node not in _joints(call.node):
                assert " " not in ast.literal_eval(node), str(call)


def _joints(call: ast.Call) -> list[ast.AST]:
    """Literals that only join: `", ".join(…)`."""
    attributes = [node for node in ast.walk(call) if isinstance(node, ast.Attribute)]
    return [node.value for node in attributes if node.attr == "join"]


def given(call: ast.Call, function: ast.AST) -> ast.Dict | None:
    """The literal of the details, also where a name stands for it."""
    place = call.args[4] if len(call.args) > 4 else _argument(call, "details")
    if isinstance(place, ast.Name):
        assigned = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == place.id
        ]
        place = assigned[0] if assigned else None
    return place if isinstance(place, ast.Dict) else None


@pytest.mark.parametrize("call", [c for c in CALLS if c.code], ids=str)
def test_every_detail_is_given(call: Call) -> None:
    assert call.code
    if call.name in ("PageError.of", "Witness.of", "tell", "messages.tell"):
        names = {k.arg for k in call.node.keywords}
        if None not in names:
            assert needs(call.code, "en") | needs(call.code, "fr") <= names
        return
    if call.name in ("Finding", "Remark"):
        literal = given(call.node, call.function)
        names, only = set(), set()
        for key, value in zip(literal.keys, literal.values, strict=True) if literal else ():
            names |= constants(key)
            only |= constants(value) if "case" in constants(key) else set()
        if literal or _argument(call.node, "details") is None:
            assert needs(call.code, "en", only) | needs(call.code, "fr", only) <= names, str(call)


def constants(node: ast.AST | None) -> set[str]:
    walked = ast.walk(node) if node else ()
    return {str(n.value) for n in walked if isinstance(n, ast.Constant)}
