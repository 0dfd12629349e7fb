"""Bad input: one clear line on stderr, the right exit code, no traceback, nothing lost."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.publish import draft, release
from tests.conftest import CHECKOUT, Done, Run, tree

SOURCE = """
name = "{name}"
title = "An office"
site = "ambafrance"
country = "CA"
languages = ["en", "fr"]
[[pages]]
id = "page"
urls = {{ en = "https://example.org/" }}
"""


def keep(root: Path, raw: bytes, *, name: str = "office", media_type: str = "text/html") -> None:
    """A source of one page, whose kept bytes are `raw`."""
    (root / "sources").mkdir(exist_ok=True)
    (root / "sources" / f"{name}.toml").write_text(SOURCE.format(name=name))
    folder = root / "raw" / name
    folder.mkdir(parents=True)
    suffix = "txt" if media_type == "text/plain" else "html"
    (folder / f"page.en.{suffix}").write_bytes(raw)
    (folder / "page.en.toml").write_text(
        f'url = "https://example.org/"\nmedia_type = "{media_type}"\nsize = {len(raw)}\n'
        f'sha256 = "sha256:{hashlib.sha256(raw).hexdigest()}"\n'
    )


def one_line(done: Done, code: int, *words: str) -> None:
    """It ended with this code, said these words in one line, and showed no traceback."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    line = next((x for x in done.stderr.splitlines() if all(word in x for word in words)), None)
    assert line, f"{words} not in one line of: {done.stderr}"


@pytest.fixture
def published(root: Path, run: Run) -> Path:
    """A folder of data with a good release."""
    assert run("extract", "--root", root).returncode == 0
    return root


BROKEN = {
    "empty": (b"", "empty"),
    "only white space": (b" \n\t\n", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
    "NUL bytes": (b"<html><body>\x00\x00<p>Tel: 613 562 3788</p>\x00" * 40, "NUL"),
    "50 MB": (b"<p>" + b"x" * (50 * 1024 * 1024), "MB"),
}


@pytest.mark.parametrize(("raw", "word"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
def test_a_page_that_cannot_be_read_fails_alone(
    published: Path, run: Run, raw: bytes, word: str, media_type: str
) -> None:
    before = tree(published / "processed")
    keep(published, raw, media_type=media_type)
    one_line(run("extract", "--root", published), 5, "office/page.en", word)
    after = tree(published / "processed")
    assert (
        after["ca-ambafrance/homeland-security.en.json"]
        == before["ca-ambafrance/homeland-security.en.json"]
    )
    assert b"page-unreadable" in after["findings.csv"]


def test_a_page_that_was_published_and_cannot_be_read_any_more_stands(
    published: Path, run: Run
) -> None:
    before = tree(published / "processed")
    kept = published / "raw" / "ca-ambafrance" / "homeland-security.en.txt"
    kept.write_bytes(b"something else")
    one_line(run("extract", "--root", published), 5, "homeland-security.en", "provenance")
    after = tree(published / "processed")
    assert after["entities.csv"] == before["entities.csv"]
    assert b"page-unreadable" in after["findings.csv"]


def test_ten_thousand_nested_tags(root: Path, run: Run) -> None:
    keep(root, b"<div>" * 10_000 + b"<p>Tel.: 613 562-3788</p>" + b"</div>" * 10_000)
    done = run("extract", "--root", root)
    assert done.returncode == 0, done.stderr
    assert "+16135623788" in (root / "processed" / "office" / "page.en.json").read_text()


@pytest.mark.parametrize(
    ("declared", "used"),
    [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("klingon", "utf-8"), ("utf-16", "utf-8")],
)
def test_a_lying_charset(root: Path, run: Run, declared: str, used: str) -> None:
    head = f'<head><meta charset="{declared}"></head>'
    text = f"<html>{head}<body><p>Téléphone : 613 562-3788</p></body></html>"
    keep(root, text.encode(used))
    done = run("extract", "--root", root)
    assert done.returncode == 0, done.stderr
    assert "Téléphone : 613 562-3788" in (root / "processed" / "office" / "page.en.txt").read_text()


def test_three_faults_of_a_toml_are_all_named(root: Path, run: Run) -> None:
    (root / "sources").mkdir()
    (root / "sources" / "faulty.toml").write_text(
        SOURCE.format(name="faulty")
        .replace('country = "CA"', 'country = "Canada"\ncolour = "red"')
        .replace('id = "page"', 'id = "Page One"')
    )
    done = run("extract", "--root", root)
    for key in ("country", "colour", "pages.0.id"):
        one_line(done, 2, "sources/faulty.toml", key)


def test_an_unknown_source_says_which_there_are(published: Path, run: Run) -> None:
    before = tree(published / "processed")
    one_line(run("extract", "--root", published, "nowhere"), 2, "nowhere", "ca-ambafrance")
    assert tree(published / "processed") == before


def test_a_folder_of_data_needs_not_hold_the_packaged_sources(tmp_path: Path, run: Run) -> None:
    keep(tmp_path, b"<html><body><h1>Contact</h1><p>Tel.: 613 562-3788</p></body></html>")
    done = run("extract", "--root", tmp_path)
    one_line(done, 0, "1 page", "1 phone")
    one_line(done, 0, "nothing is kept of", "ca-ambafrance")


def test_a_source_whose_raw_folder_is_gone_keeps_its_last_release(
    published: Path, run: Run
) -> None:
    keep(published, b"<html><body><h1>Contact</h1><p>Tel.: 613 562-3788</p></body></html>")
    assert run("extract", "--root", published).returncode == 0
    (published / "raw" / "office").rename(published / "elsewhere")
    one_line(run("extract", "--root", published), 0, "2 pages")


def test_a_folder_without_anything_kept(tmp_path: Path, run: Run) -> None:
    one_line(run("extract", "--root", tmp_path), 2, "nothing is kept of any source")
    assert not (tmp_path / "processed").exists()


def test_a_duplicate_page_id(root: Path, run: Run) -> None:
    (root / "sources").mkdir()
    page = SOURCE.format(name="office")
    (root / "sources" / "office.toml").write_text(page + page[page.index("[[pages]]") :])
    one_line(run("extract", "--root", root), 2, "sources/office.toml", "'page'", "twice")


def test_a_missing_root(run: Run, tmp_path: Path) -> None:
    one_line(run("extract", "--root", tmp_path / "nowhere"), 2, "nowhere")


def test_fewer_facts_than_expected_refuse_the_release(published: Path, run: Run) -> None:
    before = tree(published / "processed")
    keep(published, b"<p>Nothing to see here, for today.</p>")
    file = published / "sources" / "office.toml"
    file.write_text(file.read_text() + "expect = { phone = { min = 1 } }\n")
    one_line(run("extract", "--root", published), 4, "office/page.en", "phone")
    assert tree(published / "processed") == before


def _no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read_only(*_: object, **__: object) -> str:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


@pytest.mark.parametrize(
    ("place", "fault", "words"),
    [
        ("pipeline.publish.draft.os.fsync", _no_space, "No space left"),
        ("pipeline.publish.draft.tempfile.mkdtemp", _read_only, "Read-only"),
    ],
)
def test_a_full_disk_or_a_read_only_target_changes_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    fault: Callable[..., object],
    words: str,
) -> None:
    release.put(tmp_path, "processed", {"a/b.json": b"old"})
    monkeypatch.setattr(place, fault)
    with pytest.raises(StoreError, match=words):
        release.put(tmp_path, "processed", {"a/b.json": b"new", "c.csv": b"new"})
    assert tree(tmp_path) == {"processed/a/b.json": b"old"}


def _fill_up(root: Path) -> None:
    with draft.opened(root, "processed") as opened:
        base = opened.scratch("create table row (line text)")
        base.execute("pragma max_page_count = 4")
        base.execute("insert into row values (?)", ("x" * 100_000,))


def test_a_disk_that_fills_up_while_rows_come_changes_nothing(tmp_path: Path) -> None:
    release.put(tmp_path, "processed", {"a/b.json": b"old"})
    with pytest.raises(StoreError, match=r"No space left.*nothing there was changed"):
        _fill_up(tmp_path)
    assert tree(tmp_path) == {"processed/a/b.json": b"old"}
    assert not list(tmp_path.glob(".processed*"))


def test_a_file_size_limit_of_the_system_changes_nothing(published: Path) -> None:
    before = tree(published / "processed")
    keep(published, b"<p>A second page makes a new release.</p>")
    program = textwrap.dedent(f"""
        import resource, sys
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        sys.argv = ["rectoverso", "extract", "--root", {str(published)!r}]
        from pipeline.cli import main
        main()
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    one_line(done, 2, "limit on the size of files", "nothing there was changed")
    assert tree(published / "processed") == before
    assert not list(published.glob(".processed-*"))


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_changes_nothing(published: Path, sent: signal.Signals, code: int) -> None:
    before = tree(published / "processed")
    keep(published, b"<p>A second page makes a new release.</p>")
    program = textwrap.dedent(f"""
        import os, signal, sys
        from pipeline.publish import draft
        # A job in the background of a shell is born deaf to interrupts; a user's is not.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        draft.swap = lambda *_: os.kill(os.getpid(), {int(sent)})
        sys.argv = ["rectoverso", "extract", "--root", {str(published)!r}]
        from pipeline.cli import main
        main()
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert tree(published / "processed") == before
    assert not list(published.glob(".processed-*"))


def test_annotate_answers_what_it_can(run: Run, tmp_path: Path) -> None:
    lines = [
        '{"id": "good", "text": "Tel.: 613 562-3788", "region": "CA"}',
        "not JSON",
        '{"id": "lone", "text": "\\ud800"}',
        '{"id": "two", "text": "a", "html": "b"}',
        '{"id": "none"}',
        '{"id": "gone", "path": "' + str(tmp_path / "gone.html") + '"}',
        '{"id": "odd", "text": "a", "colour": "red"}',
        '["a list"]',
        '{"id": "last", "text": "Fax: 613 562-3785", "region": "CA"}',
    ]
    done = run("annotate", stdin="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert [a["id"] for a in answers] == [
        "good",
        None,
        "lone",
        "two",
        "none",
        "gone",
        "odd",
        None,
        "last",
    ]
    assert [("error" in a) for a in answers] == [False, *[True] * 7, False]
    assert answers[0]["entities"][0]["value"] == "+16135623788"
    assert answers[-1]["entities"][0]["kind"] == "fax"


def test_annotate_keeps_bytes_that_are_no_utf8_from_the_others(run: Run) -> None:
    done = run("annotate", stdin=b'{"id": 1, "text": "caf\xe9"}\n{"id": 2, "text": "x"}\n')
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 5
    assert [a["id"] for a in answers] == [None, 2]


def test_usage_errors_exit_2(run: Run) -> None:
    assert run("extract", "--colour").returncode == 2
    assert run("nonsense").returncode == 2
