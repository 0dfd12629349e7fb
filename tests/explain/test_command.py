"""The verb as a user runs it: forms, languages, colours, errors."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, Run

PAGE = "ca-ambafrance/homeland-security.en"
FAX = f"{PAGE}#fax:+16135623785"


def test_a_fact_is_one_json_object(run: Run) -> None:
    done = run("explain", FAX, "--root", CHECKOUT, "--json")
    told = json.loads(done.stdout)
    fact = told["fact"]
    assert (fact["id"], fact["kind"], fact["basis"]) == (FAX, "fax", "inferred")
    assert told["rule"]["name"] == "icon-block"
    assert told["rule"]["where"] == "pipeline/extract/phones/icons.py"
    assert [w["code"] for w in told["evidence"]] == [
        *("why-basis", "why-icon-block", "why-site", "why-plan"),
    ]
    block = told["evidence"][1]["details"]
    assert (block["first"], block["last"]) == ("3", "6")
    assert block["kinds"] == "address | phone | fax | email"
    assert told["place"]["bytes"] == [[104, 118]]
    assert told["place"]["link"].endswith("#:~:text=1%20613%20562%203785")
    assert told["anew"]["code"] == "why-same"
    assert told["history"] == [
        {
            "first": "present",
            "last": "present",
            "fact": {k: fact[k] for k in ("id", "value", "text")} | {"rule": "icon-block"},
            "sha256": told["place"]["sha256"],
            "fetched": "",
            "unread": False,
        }
    ]


def test_a_rule_and_a_finding_are_objects_too(run: Run) -> None:
    rule = json.loads(run("explain", "--rule", "icon-alt", "--root", CHECKOUT, "--json").stdout)
    assert (rule["found"], rule["pages"], len(rule["tables"])) == (4, 1, 4)
    name = f"{PAGE}#finding:inferred-fax"
    found = json.loads(run("explain", "--finding", name, "--root", CHECKOUT, "--json").stdout)
    assert (found["code"], [f["id"] for f in found["facts"]]) == ("inferred-fax", [FAX])


def test_sentences_are_told_in_french(run: Run) -> None:
    done = run("explain", FAX, "--root", CHECKOUT, "--lang", "fr")
    assert "indices     déduit\u00a0: seule sa place dit sa nature (fax)" in done.stdout
    done = run("explain", FAX, "--root", CHECKOUT, "--lang", "fr", "--json")
    assert json.loads(done.stdout)["rule"]["looks"].startswith("sa place parmi trois lignes")


def test_a_finding_s_id_is_known_by_itself(run: Run) -> None:
    done = run("explain", f"{PAGE}#finding:inferred-fax", "--root", CHECKOUT)
    assert done.stdout.startswith("note inferred-fax\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "explain what? Give the id of a fact, or --rule NAME, or --finding ID"),
        ([FAX, "--rule", "plain"], 2, "explain what?"),
        (["nothing/like.en#fax:+1"], 2, "no page 'nothing/like.en' is published (near: ca-amb"),
        ([PAGE], 2, "no fact 'ca-ambafrance/homeland-security.en' is published"),
        ([f"{PAGE}#fax:+16135623786"], 2, f"(near: {FAX}, {PAGE}#phone:+16135623788)"),
        ([f"{PAGE}#fax:+16135623786"], 2, "has 1 address, 4 count, 3 date, 1 email, 1 fax"),
        ([f"{PAGE}#artifact:icon-alt"], 2, "explain --rule icon-alt"),
        (["--rule", "icon-blok"], 2, "no rule 'icon-blok' (near: icon-block"),
        (["--finding", f"{PAGE}#finding:x"], 2, "no finding"),
    ],
)
def test_bad_ids_are_clear_errors(run: Run, arguments: list[str], code: int, said: str) -> None:
    done = run("explain", *arguments, "--root", CHECKOUT)
    assert done.returncode == code
    assert done.stdout == ""
    assert said in done.stderr


def test_a_folder_where_nothing_is_published_is_a_clear_error(run: Run, tmp_path: Path) -> None:
    done = run("explain", FAX, "--root", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"no page '{PAGE}' is published" in done.stderr


# --- A terminal ----------------------------------------------------------------------------------


def on_terminal(columns: int, **environment: str) -> str:
    """What a terminal of so many columns is sent."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    plain = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
    command = [sys.executable, "-m", "pipeline", "explain", FAX, "--root", str(CHECKOUT)]
    with subprocess.Popen(
        command,
        stdout=slave,
        env={**plain, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm", **environment},
    ) as running:
        os.close(slave)
        sent = b""
        while chunk := _read(master):
            sent += chunk
    os.close(master)
    assert running.returncode == 0
    return sent.decode().replace("\r\n", "\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # the other side is closed
        return b""


def test_a_terminal_gets_colours_and_lines_of_its_width() -> None:
    shown = on_terminal(72)
    assert "⟦\x1b[7m1 613 562 3785\x1b[0m⟧" in shown
    bare = [line for line in shown.replace("\x1b[7m", "").splitlines() if "https://" not in line]
    wide = [line for line in bare if "sha256:" not in line and "\x1b" not in line]
    assert 60 < max(map(len, wide)) <= 72


def test_no_color_is_respected() -> None:
    assert "\x1b" not in on_terminal(100, NO_COLOR="1")


def test_a_pipe_gets_no_colours(run: Run) -> None:
    assert "\x1b" not in run("explain", FAX, "--root", CHECKOUT).stdout
