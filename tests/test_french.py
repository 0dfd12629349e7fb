"""A reader of French gets findings, summaries and failures in French; what is published stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, Run, tree
from tests.test_messages import NBSP


def test_show_and_check_in_french(run: Run) -> None:
    page = "ca-ambafrance/homeland-security.en"
    shown = run("show", page, "--root", CHECKOUT, "--lang", "fr")
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert (
        f"langue en{NBSP}; autres versions{NBSP}: fr{NBSP}; mise à jour{NBSP}: 2017-11-02" in lines
    )
    assert any(x.startswith("fax       +16135623785") and "(déduit)" in x for x in lines)
    assert any(
        f"ambiguous-date{NBSP}: la date de mise à jour «{NBSP}02/11/2017{NBSP}» peut se lire "
        "2017-11-02 ou 2017-02-11" in x
        for x in lines
    )
    checked = run("check", "--root", CHECKOUT, "--lang", "fr")
    assert checked.returncode == 0, checked.stderr
    assert "→ prévenir les rédacteurs de la page" in checked.stdout
    assert not re.search(r"\b(the|which|look)\b", checked.stdout)
    assert checked.stderr == "0 erreur, 2 alertes, 3 notes\n"


def test_the_environment_chooses_too_and_an_unknown_language_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTOVERSO_LANG", "fr")
    assert "alertes" in run("check", "--root", CHECKOUT).stderr
    assert "warnings" in run("check", "--root", CHECKOUT, "--lang", "en").stderr
    assert run("check", "--root", CHECKOUT, "--lang", "de").returncode == 2


def test_what_is_published_is_the_same_in_every_language(root: Path, run: Run) -> None:
    done = run("extract", "--root", root, "--lang", "fr", "--excel", root / "excel")
    assert done.returncode == 0
    assert f"5 points à examiner, 0 échec{NBSP}:" in done.stderr
    assert tree(root / "processed") == tree(CHECKOUT / "processed")
    sheet = (root / "excel" / "findings.csv").read_text(encoding="utf-8")
    assert "prévenir les rédacteurs de la page" in sheet
    assert "tell the page's editors" not in sheet


def test_pages_that_fail_are_told_in_french(root: Path, run: Run) -> None:
    run("extract", "--root", root)
    kept = root / "raw" / "ca-ambafrance" / "homeland-security.en.txt"
    kept.write_bytes(b"something else")
    done = run("extract", "--root", root, "--lang", "fr")
    assert done.returncode == 5
    assert "ses octets ne sont pas ceux de sa provenance" in done.stderr
    told = run("check", "--root", root, "--lang", "fr").stdout
    assert f"page-unreadable{NBSP}: raw/ca-ambafrance/homeland-security.en.txt{NBSP}: ses" in told
    assert "its bytes are not those of its provenance" in run("check", "--root", root).stdout
