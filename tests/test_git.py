"""Where reviewers already work: `git diff` of what is published, and the goldens of the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.review.textconv import textconv
from tests import goldens
from tests.conftest import CHECKOUT
from tests.test_compared import CONTACT, commit, git, publish

PAGE = "processed/office/contact.en.json"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A release in git, with the attributes of this repository, and the driver that they name."""
    root = tmp_path / "office"
    root.mkdir()
    git(root, "init", "-q")
    shutil.copy(CHECKOUT / ".gitattributes", root)
    git(root, "config", "diff.rectoverso.textconv", f"{sys.executable} -m pipeline textconv")
    publish(root, {"contact.en.txt": CONTACT})
    commit(root, "First release")
    return root


def shown(root: Path, monkeypatch: pytest.MonkeyPatch, *files: str) -> list[str]:
    """The lines that `git diff` shows as gone and as come."""
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    said = git(root, "diff", "-U0", "--", *files)
    lines = [line for line in said.splitlines() if line[:1] in "+-"]
    return [line for line in lines if line[:3] not in ("+++", "---")]


def test_a_changed_number_is_a_changed_line_of_the_page(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(repository, {"contact.en.txt": CONTACT.replace("3788", "3700")})
    lines = shown(repository, monkeypatch, PAGE)
    assert "-Switchboard: ⟦phone +16135623788|613 562-3788⟧" in lines
    assert "+Switchboard: ⟦phone +16135623700|613 562-3700⟧" in lines


def test_a_paragraph_above_moves_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = "The office is closed on public holidays.\n\nContact\n"
    publish(repository, {"contact.en.txt": CONTACT.replace("Contact\n", added)})
    lines = [line for line in shown(repository, monkeypatch, PAGE) if "sha256:" not in line]
    assert [line for line in lines if "size:" not in line] == [
        "+The office is closed on public holidays.",
        "+",
    ]


def test_a_table_is_told_by_row_and_column(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(repository, {"contact.en.txt": CONTACT.replace("250 officers", "251 officers")})
    assert shown(repository, monkeypatch, "processed/entities.csv") == [
        "-office/contact.en#count:250-officers",
        "+office/contact.en#count:251-officers",
        "-  value: 250 officers",
        "-  text: 250 officers",
        "+  value: 251 officers",
        "+  text: 251 officers",
        "-  number: 250",
        "+  number: 251",
    ]


def test_what_is_no_record_is_shown_as_it_is_but_for_what_hides() -> None:
    assert textconv(b'{"a": 1}', "datapackage.json") == '{"a": 1}'
    assert textconv(b"a\tb \x1b[2J\n", "x.json") == "a\tb \\x1b[2J\n"
    assert textconv(b"\xff", "x.json") == "\ufffd"


def test_the_driver_is_set_by_one_target(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make = ["make", "-s", "-f", str(CHECKOUT / "Makefile"), "-o", ".venv/.run", "git-diff"]
    subprocess.run(make, cwd=tmp_path, check=True)
    assert git(tmp_path, "config", "diff.rectoverso.textconv").strip() == (
        ".venv/bin/rectoverso textconv"
    )


def test_goldens_are_not_rewritten_in_ci() -> None:
    done = subprocess.run(
        ["make", "-s", "-o", ".venv/.dev", "golden"],
        cwd=CHECKOUT,
        env=os.environ | {"CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "refused in CI" in done.stderr
    assert not done.stdout


def test_a_changed_golden_is_told_as_facts() -> None:
    before = (
        "title: Contact\nlanguage: en\nalternates: fr\nmodified:\n---\n⟦heading 1|Contact⟧\n\n"
        "⟦artifact icon-alt|JPEG⟧ Tel.: ⟦phone +16135623788|613 562-3788⟧, since ⟦date 2005|2005⟧\n"
    )
    after = before.replace("⟦phone", "⟦fax").replace("⟦date 2005|2005⟧", "2005")
    found = goldens.changes({"a.ann": before}, {"a.ann": after})
    assert [(c.op, c.kind, c.cause, c.tier) for c in found] == [
        ("changed", "fax", "rules", "approve"),
        ("removed", "date", "rules", "notify"),
    ]


def test_the_goldens_of_the_last_commit_are_read() -> None:
    committed = goldens._committed()  # noqa: SLF001
    assert len(committed) > 50
    assert goldens.changes(committed, committed) == []
