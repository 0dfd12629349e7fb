"""The site that the other tests ask: it says what it was told to say, and writes down all."""

from __future__ import annotations

import contextlib
import http.client

import pytest

from tests.embassy import pages
from tests.embassy.site import Embassy
from tests.embassy.world import Reply


def ask(
    embassy: Embassy, path: str, host: str = "127.0.0.1", **headers: str
) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection(host, embassy.port, timeout=5)
    with contextlib.closing(connection):
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        response = connection.getresponse()
        return response.status, response.read(), dict(response.getheaders())


def test_a_page_changes_without_a_restart_and_goes(embassy: Embassy) -> None:
    embassy.page("/Contact", "one")
    assert ask(embassy, "/Contact")[:2] == (200, b"one")
    embassy.page("/Contact", "two")
    embassy.page("/Contact", "three", host="127.0.0.2")
    assert ask(embassy, "/Contact")[1] == b"two"
    assert ask(embassy, "/Contact", "127.0.0.2")[1] == b"three"
    embassy.gone("/Contact", status=410)
    assert ask(embassy, "/Contact")[0] == 410
    assert ask(embassy, "/nowhere")[0] == 404
    assert [(r.host, r.path, r.status) for r in embassy.requests()] == [
        ("127.0.0.1", "/Contact", 200),
        ("127.0.0.1", "/Contact", 200),
        ("127.0.0.2", "/Contact", 200),
        ("127.0.0.1", "/Contact", 410),
        ("127.0.0.1", "/nowhere", 404),
    ]
    embassy.forget()
    assert embassy.requests() == []


def test_validators_are_honoured(embassy: Embassy) -> None:
    since = "Thu, 02 Nov 2017 10:00:00 GMT"
    embassy.page("/Contact", "one", etag='"a"', last_modified=since)
    assert ask(embassy, "/Contact")[2]["ETag"] == '"a"'
    assert ask(embassy, "/Contact", If_None_Match='"a"')[:2] == (304, b"")
    assert ask(embassy, "/Contact", If_None_Match='"b"', If_Modified_Since=since)[0] == 200
    assert ask(embassy, "/Contact", If_Modified_Since=since)[0] == 304
    assert embassy.requests()[-1].headers["if-modified-since"] == since


def test_answers_come_in_turn(embassy: Embassy) -> None:
    embassy.answer("/", Reply(status=503), Reply(status=500), embassy.html("well"))
    assert [ask(embassy, "/")[0] for _ in range(4)] == [503, 500, 200, 200]


def test_slowness_is_measured(embassy: Embassy) -> None:
    embassy.page("/slow", "x" * 30, wait=0.1, piece=10, pause=0.1)
    assert ask(embassy, "/slow")[1] == b"x" * 30
    (request,) = embassy.requests()
    assert request.end - request.start >= 0.3
    assert request.whole


def test_an_answer_can_be_held_back(embassy: Embassy) -> None:
    embassy.answer("/Contact", Reply(hold=True))
    connection = http.client.HTTPConnection("127.0.0.1", embassy.port, timeout=5)
    with contextlib.closing(connection):
        connection.request("GET", "/Contact")
        assert embassy.requests() == []
        embassy.page("/Contact", "now")
        assert connection.getresponse().read() == b"now"
    assert len(embassy.requests()) == 1


def test_one_who_leaves_is_noted_when_leaving(embassy: Embassy) -> None:
    embassy.page("/never", "x", wait=60)
    connection = http.client.HTTPConnection("127.0.0.1", embassy.port, timeout=0.2)
    with contextlib.closing(connection):
        connection.request("GET", "/never")
        with pytest.raises(TimeoutError):
            connection.getresponse()
    (request,) = embassy.requests()
    assert request.end - request.start < 5
    assert not request.whole


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(body=b"x" * 100, cut=50), http.client.IncompleteRead),
        (Reply(body=b"x" * 100, length=150), http.client.IncompleteRead),
        (Reply(body=b"x" * 100, chunked=True, piece=10, cut=50), http.client.IncompleteRead),
        (Reply(reset=True), ConnectionResetError),
        (
            Reply(body=b"x" * 100, cut=50, reset=True),
            (ConnectionResetError, http.client.IncompleteRead),
        ),
    ],
)
def test_it_can_answer_wrongly(
    embassy: Embassy, reply: Reply, fault: type[Exception] | tuple[type[Exception], ...]
) -> None:
    embassy.answer("/", reply)
    with pytest.raises(fault):
        ask(embassy, "/")
    assert ask(embassy, "/nowhere")[0] == 404


def test_a_length_that_is_too_short_cuts_what_is_read(embassy: Embassy) -> None:
    embassy.answer("/", Reply(body=b"x" * 100, length=50))
    assert ask(embassy, "/")[1] == b"x" * 50


def test_connections_are_kept_and_told_apart(embassy: Embassy) -> None:
    embassy.page("/", "x", chunked=True)
    connection = http.client.HTTPConnection("127.0.0.1", embassy.port, timeout=5)
    with contextlib.closing(connection):
        for _ in range(2):
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"x"
    ask(embassy, "/")
    first, second, third = (request.connection for request in embassy.requests())
    assert first == second != third


def test_a_body_that_is_posted_is_written_down(embassy: Embassy) -> None:
    embassy.page("/hook", "thanks")
    connection = http.client.HTTPConnection("127.0.0.1", embassy.port, timeout=5)
    with contextlib.closing(connection):
        connection.request("POST", "/hook", body='{"state": "failed"}')
        assert connection.getresponse().status == 200
    assert embassy.requests("/hook")[0].body == '{"state": "failed"}'


def test_twins_name_each_other(embassy: Embassy) -> None:
    embassy.twin_pages("/Service", "/Le-service", version="1")
    _, english, headers = ask(embassy, "/Service")
    _, french, _ = ask(embassy, "/Le-service")
    assert embassy.url("/Le-service").encode() in english
    assert b'class="tradlang"' in english
    assert embassy.url("/Service").encode() in french
    assert b'lang="fr"' in french
    assert headers["ETag"] == '"1"'


def test_a_bomb_is_small_before_it_bursts() -> None:
    assert len(pages.bomb(8)) < 64 * 1024
