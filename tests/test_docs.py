"""The documentation says what is so: verbs, commands, files, and the record that it traces back."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pipeline.cli import cli
from pipeline.errors import PipelineError
from pipeline.publish.tables import TABLES
from tests.conftest import CHECKOUT, Run

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^\$ (rectoverso .*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
DECISIONS = CHECKOUT / "docs" / "decisions"


def console_examples() -> list[tuple[str, str]]:
    """Each `$ rectoverso …` of the README with the output that it shows below."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [(command, output) for block in blocks for command, output in EXAMPLE.findall(block)]


def test_there_are_examples() -> None:
    assert len(console_examples()) >= 3


@pytest.mark.parametrize(("command", "output"), console_examples())
def test_an_example_of_the_readme_does_what_it_shows(command: str, output: str, run: Run) -> None:
    verb, *arguments = shlex.split(command)[1:]
    done = run(verb, "--root", CHECKOUT, *arguments)
    assert done.returncode == 0, done.stderr
    for line in output.splitlines():
        if line.strip() and line.strip() != "…":
            assert line.rstrip() in [shown.rstrip() for shown in done.stdout.splitlines()]


@pytest.mark.parametrize("verb", sorted(cli.commands))
def test_every_verb_is_documented(verb: str) -> None:
    assert f"`{verb}" in README


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_is_documented(table: str) -> None:
    assert f"{table}.csv" in README


def every_error(error: type[PipelineError] = PipelineError) -> list[type[PipelineError]]:
    return [error, *(e for below in error.__subclasses__() for e in every_error(below))]


@pytest.mark.parametrize("code", sorted({e.exit_code for e in every_error()}))
def test_every_exit_code_is_documented(code: int) -> None:
    assert re.search(rf"^\| {code} \|", README, re.MULTILINE)


def test_every_target_of_the_makefile_that_the_documents_name_exists() -> None:
    made = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", README + CONTRIBUTING))
    assert named
    assert named <= made


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_path_that_the_documents_name_exists(text: str) -> None:
    paths = re.findall(r"`((?:pipeline|tests|docs|benchmarks|raw|schemas)/[\w./-]+)`", text)
    assert paths
    assert [path for path in paths if not (CHECKOUT / path).exists()] == []


def test_every_decision_is_listed() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"\]\((\d{4}[\w-]+\.md)\)", index)
    assert listed == sorted(file.name for file in DECISIONS.glob("0*.md"))


@pytest.mark.parametrize("file", sorted(DECISIONS.glob("0*.md")), ids=lambda f: f.stem)
def test_a_decision_fits_on_a_screen(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 60
