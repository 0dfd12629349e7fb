"""What a verb does not load: a second of imports is no part of the answer to a question."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

#: Libraries that take long to load, and the rooms that read a page.
LIBRARIES = {
    *("bs4", "fastwarc", "jsonschema_rs", "langdetect", "lxml", "pandas", "phonenumbers"),
    *("prometheus_client", "scrapy", "twisted"),
}
READING = {"pipeline.artifacts", "pipeline.extract", "pipeline.read", "pipeline.sections"}
PAGE = "ca-ambafrance/homeland-security.en"
#: The verb runs to its end, or to where it says that it was asked for nothing.
SHOWN = """
import sys
from pipeline.cli import main
sys.argv = ["rectoverso", *sys.argv[1:]]
try:
    main()
finally:
    print("\\nLOADED", *sys.modules)
"""


def loaded(*arguments: str) -> set[str]:
    """The modules that a verb has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        timeout=120,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return set(done.stdout.decode().rpartition("\nLOADED ")[2].split())


@pytest.mark.parametrize(
    ("verb", "needed"),
    [
        ("extract --dry-run no-such-source", {"fastwarc"}),
        ("check", {"jsonschema_rs"}),
        (f"show {PAGE}", set()),
        (f"show --json {PAGE}", set()),
        ("schemas --check", set()),
        ("annotate", set()),
        ("compare", set()),
        ("diff processed processed", {"fastwarc"}),
        ("changelog no..where", set()),
        ("report --output /dev/null", set()),
        ("contacts", set()),
        ("contacts --json", set()),
        ("export --format label-studio", set()),
        ("explain --rule no-such-rule", set()),
        ("fetch --contact a@b.example no-such-source", set()),
        ("init --contact a@b.example no-address", set()),
        ("textconv processed/contacts.csv", set()),
    ],
)
def test_what_a_verb_loads(verb: str, needed: set[str]) -> None:
    modules = loaded(*verb.split())
    assert "pipeline.cli" in modules
    assert modules & LIBRARIES <= needed
    assert not modules & READING


@pytest.mark.parametrize("verb", ["--help", "extract --help", "refresh --help", "--version"])
def test_help_loads_nothing_but_the_command_line(verb: str) -> None:
    modules = loaded(*verb.split())
    assert not modules & (LIBRARIES | READING | {"pydantic", "orjson", "asyncio"})


def test_a_text_is_read_without_the_parsers_of_html() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, "annotate"],
        input=b'{"id": 1, "text": "Call us: 613 555 0142"}\n',
        capture_output=True,
        cwd=CHECKOUT,
        timeout=120,
        check=True,
    )
    modules = set(done.stdout.decode().rpartition("\nLOADED ")[2].split())
    assert modules >= READING
    assert not modules & {"bs4", "lxml", "pandas", "scrapy", "jsonschema_rs"}
