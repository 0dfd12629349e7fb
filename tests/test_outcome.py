"""What one answer does to what is known of a page."""

from __future__ import annotations

import pytest

from pipeline import messages
from pipeline.fetch import outcome
from pipeline.fetch.answer import Answer
from pipeline.fetch.outcome import Seen
from pipeline.store.snapshots import digest
from pipeline.store.visits import Visit

URL = "https://example.org/page"
DAY1, DAY2, DAY3 = "2026-11-25T04:00:00Z", "2026-11-26T04:00:00Z", "2026-11-27T04:00:00Z"


def answer(status: int, time: str = DAY1, body: bytes = b"one", **more: object) -> Answer:
    return Answer(asked=URL, url=URL, time=time, status=status, body=body, **more)  # type: ignore[arg-type]


def visit(*answers: Answer) -> Visit:
    """The state after answers that hold the page wherever they can."""
    state = None
    for each in answers:
        seen = outcome.without_page(each, kept=state is not None)
        state = outcome.after(state, each, seen or Seen("new", alternates={"fr": "there"}))
    assert state
    for told in (*state.remarks, *((state.why,) if state.why else ())):
        assert messages.say(told.code, told.details, "fr")
    return state


@pytest.mark.parametrize(
    ("given", "kept", "expected"),
    [
        (answer(200), True, None),
        (answer(304), True, "not-modified"),
        (answer(304), False, "failed"),
        (answer(404), True, "missing"),
        (answer(410), True, "missing"),
        (answer(403), True, "failed"),
        (answer(503), True, "failed"),
        (answer(302), True, "failed"),
        (answer(0, error="timed out"), True, "failed"),
    ],
)
def test_an_answer_without_a_page(given: Answer, kept: bool, expected: str | None) -> None:  # noqa: FBT001
    seen = outcome.without_page(given, kept=kept)
    assert (seen.outcome if seen else None) == expected


def test_the_same_bytes_are_no_change() -> None:
    state = visit(answer(200, DAY1), answer(200, DAY2))
    assert (state.outcome, state.changed, state.succeeded) == ("same", DAY1, DAY2)
    assert state.sha256 == digest(b"one")


def test_other_bytes_are_a_change() -> None:
    state = visit(answer(200, DAY1), answer(200, DAY2, b"two"))
    assert (state.outcome, state.changed) == ("new", DAY2)


def test_not_modified_is_a_success_that_changes_nothing() -> None:
    first = answer(200, DAY1, headers={"etag": '"1"'})
    state = visit(first, answer(304, DAY2, b""))
    assert (state.outcome, state.succeeded, state.changed) == ("not-modified", DAY2, DAY1)
    assert (state.etag, state.alternates) == ('"1"', {"fr": "there"})


def test_validators_go_with_the_bytes_that_they_came_with() -> None:
    first = answer(200, DAY1, headers={"etag": '"1"', "last-modified": "yesterday"})
    state = visit(first, answer(200, DAY2, b"two"))
    assert (state.etag, state.last_modified) == ("", "")


def test_failures_are_counted_in_a_row() -> None:
    state = visit(answer(200), answer(503, DAY2), answer(0, DAY3, error="refused"))
    assert (state.failures, state.succeeded, state.message) == (2, DAY1, "refused")
    assert visit(answer(503), answer(200, DAY2)).failures == 0


def test_missing_twice_in_a_row_is_gone_since_the_first_time() -> None:
    once = visit(answer(200), answer(404, DAY2))
    assert (once.missing_since, once.gone_since, once.remarks) == (DAY2, "", ())
    twice = visit(answer(200), answer(404, DAY2), answer(410, DAY3))
    assert twice.gone_since == DAY2
    assert [remark.code for remark in twice.remarks] == ["gone"]


def test_missing_with_a_failure_between_is_not_gone() -> None:
    state = visit(answer(200), answer(404, DAY1), answer(503, DAY2), answer(404, DAY3))
    assert (state.missing_since, state.gone_since) == (DAY3, "")


def test_gone_stays_gone_while_nothing_answers_and_comes_back_with_the_page() -> None:
    gone = (answer(200), answer(404, DAY1), answer(404, DAY2))
    assert visit(*gone, answer(0, DAY3, error="timed out")).gone_since == DAY1
    back = visit(*gone, answer(200, DAY3))
    assert (back.gone_since, back.missing_since, back.remarks) == ("", "", ())


def test_a_page_that_moved_for_good_is_remarked() -> None:
    moved = Answer(
        asked=URL, url=f"{URL}-2", time=DAY1, status=200, redirects=(URL,), permanent=True
    )
    assert [remark.code for remark in visit(moved).remarks] == ["moved"]
    assert visit(answer(200)).remarks == ()


def test_what_a_rule_forbids_is_remarked_with_its_name() -> None:
    barred = answer(0, error="robots.txt forbids it", barred="robots")
    state = visit(barred)
    assert (state.outcome, [r.code for r in state.remarks]) == ("failed", ["robots"])
