"""Telling a hook of transitions: a real server that listens, is broken, moved, or sleeps."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from pipeline.operate import notify as room
from pipeline.operate.notify import Transition, notify

FAILED = Transition(
    page="ca-ambafrance/homeland-security.en",
    before="ok",
    after="failed",
    message="the server answered 503",
    url="https://ca.ambafrance.org/Homeland-Security",
)
SUMMARY = "200 pages, 1 failed"


@dataclass
class Hook:
    """A server on loopback, and what it was told."""

    url: str
    told: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Hook]:
    awake = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        answers: ClassVar = {"/ok": 200, "/made": 204, "/broken": 500, "/gone": 404, "/moved": 302}

        def do_POST(self) -> None:
            heard.asked.append(f"POST {self.path}")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.startswith("/secret"):
                self.wfile.write(b"gibberish\r\n\r\n")
                return
            if self.path == "/slow":
                awake.wait(30)
                return
            heard.told.append(json.loads(body) | {"type": self.headers["Content-Type"]})
            self.send_response(self.answers[self.path])
            self.send_header("Location", "/ok")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            heard.asked.append(f"GET {self.path}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard = Hook(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        try:
            yield heard
        finally:
            awake.set()
            server.shutdown()


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv("no_proxy", "*")
    with serving() as one:
        yield one


def test_a_hook_is_told_in_one_body(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795752000")
    assert notify(f"{hook.url}/ok", [FAILED], SUMMARY) == ""
    assert hook.told == [
        {
            "program": "rectoverso",
            "time": "2026-11-27T04:00:00Z",
            "summary": SUMMARY,
            "transitions": [
                {
                    "page": "ca-ambafrance/homeland-security.en",
                    "before": "ok",
                    "after": "failed",
                    "message": "the server answered 503",
                    "url": "https://ca.ambafrance.org/Homeland-Security",
                }
            ],
            "text": "rectoverso: 200 pages, 1 failed\n"
            "• ca-ambafrance/homeland-security.en: ok → failed: the server answered 503",
            "type": "application/json",
        }
    ]


def test_any_good_answer_is_good(hook: Hook) -> None:
    assert notify(f"{hook.url}/made", [FAILED], SUMMARY) == ""


def test_nothing_is_sent_where_nothing_changed(hook: Hook) -> None:
    assert notify(f"{hook.url}/ok", [], SUMMARY) == ""
    assert hook.asked == []


def test_the_text_is_no_markup_and_not_endless(hook: Hook) -> None:
    loud = Transition("a/b.en", "ok", "refused", "<!channel> &\nnow")
    notify(f"{hook.url}/ok", [loud, *[FAILED] * 12], SUMMARY)
    lines = hook.told[0]["text"].splitlines()
    assert lines[1] == "• a/b.en: ok → refused: &lt;!channel&gt; &amp; now"
    assert len(lines) == 12
    assert lines[-1] == "… and 3 more"
    assert len(hook.told[0]["transitions"]) == 13


@pytest.mark.parametrize(("path", "code"), [("/broken", 500), ("/gone", 404)])
def test_a_hook_that_fails_is_a_reason_and_no_error(hook: Hook, path: str, code: int) -> None:
    reason = notify(hook.url + path, [FAILED], SUMMARY)
    assert reason == f"not told: 127.0.0.1: answered {code}"


def test_a_hook_that_moved_is_not_followed(hook: Hook) -> None:
    assert notify(f"{hook.url}/moved", [FAILED], SUMMARY) == "not told: 127.0.0.1: answered 302"
    assert hook.asked == ["POST /moved"]


def test_a_hook_that_sleeps_is_left(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SECONDS", 0.2)
    reason = notify(f"{hook.url}/slow", [FAILED], SUMMARY)
    assert reason == "not told: 127.0.0.1: no answer within 0.2 s"


def test_a_hook_that_is_not_there_is_a_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    reason = notify(f"http://127.0.0.1:{port}/ok", [FAILED], SUMMARY)
    assert reason == "not told: 127.0.0.1: Connection refused"


def test_an_answer_that_is_no_http_is_a_reason_without_the_secret_in_the_address(
    hook: Hook,
) -> None:
    reason = notify(f"{hook.url}/secret", [FAILED], SUMMARY)
    assert reason == "not told: 127.0.0.1: BadStatusLine"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "ftp://127.0.0.1/secret",
        "data:,secret",
        "127.0.0.1/secret",
        "http:///secret",
        "http://[secret/",
        "http://127.0.0.1/sec ret",
        "http://127.0.0.1/secrét",
        "http://user:secret@127.0.0.1/",
        "http://127.0.0.1:secret/",
    ],
)
def test_what_is_no_address_of_a_hook_is_a_reason_that_does_not_quote_it(url: str) -> None:
    reason = notify(url, [FAILED], SUMMARY)
    assert reason.startswith("not told: ")
    assert reason.endswith("the address of the hook is not an http or https URL")
    assert "sec" not in reason
