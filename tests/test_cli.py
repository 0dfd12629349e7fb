"""The command as its help and its exit codes present it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import __version__, errors
from tests.conftest import CHECKOUT, Run

VERBS = ("fetch", "refresh", "init", "extract", "check", "show", "schemas", "annotate")


def test_help_names_every_verb(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    for verb in VERBS:
        assert f"\n  {verb} " in done.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_help_and_a_root(run: Run, verb: str) -> None:
    done = run(verb, "-h")
    assert done.returncode == 0
    assert "--root" in done.stdout
    assert not done.stderr


def test_version(run: Run) -> None:
    assert run("--version").stdout.split()[-1] == __version__


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from pipeline import cli; "
        "heavy = {'pandas', 'lxml', 'pydantic', 'phonenumbers', 'langdetect', 'bs4', 'scrapy'}; "
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_the_exit_codes_are_those_that_the_errors_name() -> None:
    codes = {error.__name__: error.exit_code for error in errors.PipelineError.__subclasses__()}
    assert codes == {
        "SourceError": 2,
        "FetchError": 3,
        "Refused": 4,
        "PageError": 5,
        "Locked": 75,
        "StoreError": 2,
    }
    for name, code in codes.items():
        line = next(x for x in (errors.__doc__ or "").splitlines() if f" {name} " in x)
        assert f"({code})" in line


def test_extract_check_and_show_end_with_0(run: Run, root: Path) -> None:
    assert run("extract", "--root", root).returncode == 0
    done = run("check", root / "processed", "--json")
    assert done.returncode == 0, done.stderr
    assert {json.loads(x)["severity"] for x in done.stdout.splitlines()} <= {"note", "warning"}
    shown = run("show", "ca-ambafrance/homeland-security.en", "--root", root)
    assert shown.returncode == 0
    assert "+16135623785" in shown.stdout


def test_findings_end_with_1_where_they_are_asked_for(run: Run, root: Path) -> None:
    assert run("extract", "--root", root, "--fail-on", "note").returncode == 1
    assert run("extract", "--root", root, "--fail-on", "error").returncode == 0
    assert run("check", root / "processed", "--fail-on", "note").returncode == 1


def test_schemas_differ_until_they_are_written(run: Run, root: Path) -> None:
    assert run("schemas", "--check", "--root", root).returncode == 1
    assert run("schemas", "--root", root).returncode == 0
    assert run("schemas", "--check", "--root", root).returncode == 0


def test_a_dry_run_writes_nothing(run: Run, root: Path) -> None:
    assert run("extract", "--dry-run", "--root", root).returncode == 0
    assert not (root / "processed").exists()


def test_quiet_says_nothing(run: Run, root: Path) -> None:
    done = run("extract", "--quiet", "--root", root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_talk_is_on_stderr_and_data_on_stdout(run: Run, root: Path) -> None:
    done = run("extract", "--root", root)
    assert not done.stdout
    assert "1 page, 11 facts" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nowhere/page.en"),
        ("check", "no-such-folder"),
        ("annotate", "--root", "no-such-folder"),
        ("extract", "no-such-source"),
        ("extract", "--fail-on", "disaster"),
    ],
)
def test_what_cannot_be_is_one_line_and_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert not done.stdout
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
