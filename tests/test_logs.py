"""What a run says on stderr, in both forms."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.operate.logs import Form, configure
from tests.conftest import CHECKOUT

ours = logging.getLogger("pipeline.fetch.scrape")
theirs = logging.getLogger("scrapy.core.engine")


@pytest.fixture(autouse=True)
def _loggers_as_they_were() -> Iterator[None]:
    root, pipeline = logging.getLogger(), logging.getLogger("pipeline")
    before = root.handlers[:], root.level, pipeline.level
    yield
    root.handlers[:], root.level, pipeline.level = before
    theirs.setLevel(logging.NOTSET)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def said_as_json(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said(capsys)]


def speak() -> None:
    for logger in (ours, theirs):
        logger.debug("a detail")
        logger.info("a step")
        logger.warning("an oddity")
        logger.error("a fault")


def test_a_line_for_people_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    configure("text", quiet=False, verbose=False)
    speak()
    assert said(capsys) == [
        "rectoverso: a step",
        "rectoverso: warning: an oddity",
        "rectoverso: error: a fault",
        "rectoverso: warning: scrapy.core.engine: an oddity",
        "rectoverso: error: scrapy.core.engine: a fault",
    ]


@pytest.mark.parametrize(
    ("quiet", "verbose", "heard"),
    [
        (True, False, ["error", "error"]),
        (True, True, ["error", "error"]),
        (False, False, ["info", "warning", "error", "warning", "error"]),
        (False, True, ["debug", "info", "warning", "error", "info", "warning", "error"]),
    ],
)
def test_how_loud(
    capsys: pytest.CaptureFixture[str], *, quiet: bool, verbose: bool, heard: list[str]
) -> None:
    configure("json", quiet=quiet, verbose=verbose)
    speak()
    assert [line["level"] for line in said_as_json(capsys)] == heard


def test_a_library_that_sets_its_own_level_gets_no_louder(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("text", quiet=False, verbose=False)
    theirs.setLevel(logging.DEBUG)
    theirs.debug("a detail")
    assert said(capsys) == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_to_configure_twice_says_nothing_twice(
    capsys: pytest.CaptureFixture[str], form: Form
) -> None:
    configure("json", quiet=True, verbose=False)
    configure(form, quiet=False, verbose=False)
    ours.info("a step")
    assert len(said(capsys)) == 1


def test_a_line_for_machines_has_the_extras_as_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", quiet=False, verbose=False)
    page = "ca-ambafrance/homeland-security.fr"
    ours.warning("%s answered %s", page, 503, extra={"page": page, "status": 503})
    (line,) = said_as_json(capsys)
    assert list(line) == ["time", "level", "logger", "message", "page", "status"]
    assert line | {"time": ""} == {
        "time": "",
        "level": "warning",
        "logger": "pipeline.fetch.scrape",
        "message": f"{page} answered 503",
        "page": page,
        "status": 503,
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_time_is_in_utc_and_the_true_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    configure(form, quiet=False, verbose=True)
    record = ours.makeRecord(ours.name, logging.INFO, __file__, 1, "a step", (), None)
    record.created = 1_764_216_000.25
    ours.handle(record)
    (line,) = said(capsys)
    assert "2025-11-27T04:00:00.250Z" in line


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("text", ["two\nlines", "two\r\nlines", "État’s café", '"'])
def test_a_message_is_one_line_whatever_stands_in_it(
    capsys: pytest.CaptureFixture[str], form: Form, text: str
) -> None:
    configure(form, quiet=False, verbose=False)
    ours.info(text)
    (line,) = said(capsys)
    assert line == "rectoverso: " + " ".join(text.splitlines()) if form == "text" else line
    assert json.loads(line)["message"] == text if form == "json" else line


def test_no_character_breaks_a_line_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", quiet=False, verbose=False)
    ours.info("é\udc80\x00", extra={"url": "é\udc80\x00"})
    (line,) = said(capsys)
    assert line.isascii()
    assert json.loads(line)["message"] == json.loads(line)["url"] == "é\udc80\x00"


def test_an_exception_is_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", quiet=False, verbose=False)
    try:
        raise ZeroDivisionError("by nought")  # noqa: TRY301 - the shortest way to a traceback
    except ZeroDivisionError:
        ours.exception("it broke")
    (line,) = said_as_json(capsys)
    assert line["exc_info"].endswith("ZeroDivisionError: by nought")


def test_help_costs_none_of_it() -> None:
    program = (
        "import sys; from pipeline import cli; "
        "print(*[m for m in sys.modules if m.startswith(('pipeline.operate', 'pythonjsonlogger'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_logs_alone_cost_no_other_library() -> None:
    program = (
        "import sys; from pipeline.operate import logs; "
        "heavy = {'scrapy', 'twisted', 'pydantic', 'prometheus_client', 'portalocker'}; "
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
