"""The verbs that hold releases against each other, as their users run them, with real git."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
import tomli_w

from pipeline import sources
from pipeline.verbs import publishing
from tests.conftest import CHECKOUT, Run, tree
from tests.edits import HERE, write

CONTACT = (HERE / "pages" / "contact.en.txt").read_text(encoding="utf-8")
NEWS = (HERE / "pages" / "news.en.html").read_text(encoding="utf-8")
MOVED = CONTACT.replace("613 562-3788", "613 562-3700").replace("76 embassies", "80 embassies")


def git(root: Path, *words: str) -> str:
    mine = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
    done = subprocess.run(
        ["git", "-C", str(root), *mine, *words], check=True, capture_output=True, text=True
    )
    return done.stdout


def publish(root: Path, pages: Mapping[str, str]) -> None:
    """Keep these pages and publish them, as `extract` would."""
    write(root, pages)
    publishing.publish(root, sources.load(root), [])


def commit(root: Path, subject: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", subject)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose last commit holds a release, with another release since."""
    root = tmp_path_factory.mktemp("made")
    git(root, "init", "-q", "-b", "main")
    publish(root, {"contact.en.txt": CONTACT})
    commit(root, "First release")
    publish(root, {"contact.en.txt": MOVED})
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    """A copy of it for a test of its own."""
    return Path(shutil.copytree(made, tmp_path / "office"))


def test_a_diff_against_git_is_lines_for_people(office: Path, run: Run) -> None:
    change = "+16135623788 → +16135623700  « 613 562-3700 »"
    done = run("diff", "HEAD", "--root", office)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "office/contact.en",
        f"  ~ phone  {change}  (section 'Contact')  [source, approve]",
        "  ~ count  76 embassies → 80 embassies  (section 'History')  [source, notify]",
    ]
    assert done.stderr == "+0 −0 ~2 facts on 1 page: 1 phone changed\n"


def test_a_diff_speaks_french(office: Path, run: Run) -> None:
    done = run("diff", "HEAD", "--root", office, "--lang", "fr")
    assert "  ~ téléphone  +16135623788 → +16135623700" in done.stdout
    assert "(section «\u00a0Contact\u00a0»)  [source, à approuver]" in done.stdout
    assert "1 téléphone modifié" in done.stderr


def test_a_tier_and_a_page_choose_and_the_exit_code_says_whether_any_is_left(
    office: Path, run: Run
) -> None:
    asked = run("diff", "HEAD", "--root", office, "--tier", "approve", "--exit-code")
    assert asked.returncode == 1
    assert "phone" in asked.stdout
    assert "count" not in asked.stdout
    assert "1 change of less weight is not shown" in asked.stderr
    done = run("diff", "HEAD", "--root", office, "--page", "office/x", "--exit-code", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_lines_of_json_are_for_programs(office: Path, run: Run) -> None:
    done = run("diff", "HEAD", "--root", office, "--json")
    assert not done.stderr
    first, _ = map(json.loads, done.stdout.splitlines())
    assert first == {
        "op": "changed",
        "subject": "fact",
        "kind": "phone",
        "id": "office/contact.en#phone:+16135623700",
        "old_id": "office/contact.en#phone:+16135623788",
        "page": "office/contact.en",
        "section": "Contact",
        "before": "+16135623788",
        "after": "+16135623700",
        "quote": "613 562-3700",
        "rule": "label-phone",
        "cause": "source",
        "tier": "approve",
    }


def test_a_summary_is_a_line_for_a_commit(office: Path, run: Run) -> None:
    done = run("diff", "HEAD", "--root", office, "--summary")
    assert done.stdout == "+0 −0 ~2 facts on 1 page: 1 phone changed\n"
    assert not done.stderr


def test_two_revisions_and_two_folders_are_compared_alike(office: Path, run: Run) -> None:
    commit(office, "Second release")
    shutil.copytree(office, office.parent / "second")
    git(office, "checkout", "-q", "HEAD~1")
    two = run("diff", "HEAD", "main", "--root", office)
    folders = run("diff", office, office.parent / "second")
    assert two.stdout == folders.stdout != ""


def test_the_latest_kept_release_is_compared_although_its_bytes_are_gone(
    office: Path, run: Run
) -> None:
    kept = office / ".releases" / "000001"
    kept.parent.mkdir()
    shutil.move(office / "processed", kept)
    site = office / "sites" / "template.toml"
    site.write_text(site.read_text().replace('name = "icon"', 'name = "icons"'))
    publish(office, {"contact.en.txt": MOVED.replace("250 officers", "251 officers")})
    done = run("diff", "--latest", "--root", office, "--json")
    causes = {row["after"]: row["cause"] for row in map(json.loads, done.stdout.splitlines())}
    assert causes == {"251 officers": "source"}


@pytest.mark.parametrize("names", [[], ["a", "b", "c"], ["--latest", "a", "b"]])
def test_other_than_two_releases_is_a_question_of_usage(run: Run, names: list[str]) -> None:
    done = run("diff", *names)
    assert done.returncode == 2
    assert "name the old release" in done.stderr


def test_an_id_that_stands_twice_is_refused_with_its_place(office: Path, run: Run) -> None:
    file = office / "processed" / "office" / "contact.en.json"
    phone = "office/contact.en#phone:+16135623700"
    file.write_text(file.read_text().replace("office/contact.en#fax:+16135623785", phone))
    done = run("diff", "HEAD", "--root", office)
    assert done.returncode == 2
    assert "office/contact.en.json: the id" in done.stderr
    assert "stands twice" in done.stderr


def test_a_terminal_gets_colours_unless_it_wants_none(office: Path) -> None:
    line = [sys.executable, "-m", "pipeline", "diff", "HEAD", "--root", str(office)]
    for wish, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        ours, theirs = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        environment |= {"PYTHONPATH": str(CHECKOUT), **wish}
        subprocess.run(
            line, stdout=theirs, stderr=subprocess.PIPE, check=True, env=environment, timeout=120
        )
        os.close(theirs)
        shown = os.read(ours, 65_536)
        os.close(ours)
        assert (b"\x1b[33m" in shown) is coloured
        assert b"+16135623700" in shown


def test_a_page_that_is_held_asks_for_approval(office: Path, run: Run) -> None:
    pages = {"contact.en.txt": MOVED, "news.en.html": NEWS}
    publish(office, pages)
    commit(office, "Two pages")
    publish(office, pages | {"news.en.html": re.sub(r"<p>.*</p>", "", NEWS)})
    done = run("diff", "HEAD", "--root", office, "--tier", "approve", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(row["op"], row["kind"], row["page"]) for row in rows} == {
        ("added", "page-held", "office/news.en")
    }
    assert {row["cause"] for row in rows} == {"source"}


def test_a_source_says_what_asks_for_attention(office: Path, run: Run) -> None:
    file = office / "sources" / "office.toml"
    wishes = '[attention]\nauto = ["phone-changed"]\napprove = ["count-*"]\n'
    file.write_text(f"{file.read_text()}\n{wishes}")
    done = run("diff", "HEAD", "--root", office, "--tier", "approve", "--json")
    assert [json.loads(line)["kind"] for line in done.stdout.splitlines()] == ["count"]


@pytest.mark.parametrize("name", [(), ("HEAD",), ("office",)])
def test_a_replay_shows_what_the_rules_alone_change_and_writes_nothing(
    office: Path, run: Run, name: tuple[str, ...]
) -> None:
    page = CONTACT.replace("July 14, 1961", "02/11/1961")
    publish(office, {"contact.en.txt": page})
    commit(office, "A date that can be read in two ways")
    site = office / "sites" / "template.toml"
    site.write_text(site.read_text().replace('date_order = "dmy"', 'date_order = "mdy"'))
    before = tree(office)
    where = () if name == ("office",) else ("--root", office)  # it has its own sources
    done = run("replay", *name, *where, "--json", "--exit-code")
    assert done.returncode == 1, done.stderr
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["before"], row["after"]) == ("1961-11-02", "1961-02-11")
    assert row["cause"] == "rules"
    assert tree(office) == before


def test_a_replay_of_the_rules_that_made_a_release_changes_nothing(office: Path, run: Run) -> None:
    assert run("replay", "--root", office, "--tier", "auto", "--exit-code").returncode == 0


def test_a_replay_says_which_pages_a_guard_would_hold(office: Path, run: Run) -> None:
    commit(office, "Second release")
    source = office / "sources" / "office.toml"
    table = tomllib.loads(source.read_text())
    table["pages"][0]["expect"] = {"fax": {"min": 2}}
    source.write_text(tomli_w.dumps(table))
    done = run("replay", "HEAD", "--root", office, "--tier", "approve")
    assert "page-held: expected: 1 of kind fax, at least 2 expected" in done.stdout


def test_a_replay_says_which_pages_stand_because_nobody_follows_them(
    office: Path, run: Run
) -> None:
    shutil.rmtree(office / "sources")
    done = run("replay", office)
    assert (done.returncode, done.stdout) == (0, "")
    assert "its source is not known or its bytes are gone: office/contact.en" in done.stderr


def test_a_replay_needs_the_bytes(office: Path, run: Run) -> None:
    shutil.copytree(office / "processed", office / ".releases" / "000001")
    done = run("replay", "latest", "--root", office)
    assert done.returncode == 2
    assert "no raw/ beside it" in done.stderr


def test_a_changelog_of_revisions_tells_readers_in_their_language(office: Path, run: Run) -> None:
    commit(office, "Second release")
    accepted = MOVED.replace("Fax: 613 562-3785", "Fax: 613 562-3785\nFax: 613 562-3786")
    publish(office, {"contact.en.txt": accepted})
    commit(office, "A second fax")
    done = run("changelog", "HEAD~2..HEAD", "--root", office, "--lang", "fr")
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split("## ")[1:]
    assert "A second fax" in first.splitlines()[0]
    assert (
        "- Télécopieur ajouté à la page anglaise «\u00a0Security Service\u00a0»\u00a0: +16135623786"
        in first
    )
    assert "- Nombre modifié sur la page anglaise" in second
    assert "76 embassies → 80 embassies" in second


def test_a_changelog_of_kept_releases_ends_with_the_present_one(office: Path, run: Run) -> None:
    for number, page in (("000001", CONTACT), ("000002", MOVED)):
        publish(office, {"contact.en.txt": page})
        shutil.copytree(office / "processed", office / ".releases" / number)
    publish(office, {"contact.en.txt": MOVED.replace("250 officers", "251 officers")})
    done = run("changelog", "--root", office, "--markdown")
    headings = [line for line in done.stdout.splitlines() if line.startswith("## ")]
    assert headings == ["## Present release", "## Release 000002"]
    assert "on the English page '`Security Service`': `250 officers` → `251 officers`" in (
        done.stdout
    )


@pytest.mark.parametrize(
    ("span", "error"),
    [
        (("HEAD",), "range of revisions"),
        (("..HEAD",), "range of revisions"),
        (("nowhere..HEAD",), "nor a git revision"),
        ((), "no former release is kept"),
    ],
)
def test_a_changelog_of_nothing_is_a_clear_error(
    office: Path, run: Run, span: tuple[str, ...], error: str
) -> None:
    done = run("changelog", *span, "--root", office)
    assert done.returncode == 2
    assert error in done.stderr


def test_a_changelog_without_changes_says_so(office: Path, run: Run) -> None:
    done = run("changelog", "HEAD..HEAD", "--root", office, "--lang", "fr")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "aucun fait n’a changé\n"
