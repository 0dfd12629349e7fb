"""What one answer does to what is known of a page: pure, so that every case can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.fetch.answer import Answer
from pipeline.store import snapshots
from pipeline.store.visits import GOOD, Outcome, Remark, Visit

_OK, _NOT_MODIFIED = 200, 304
_MISSING = (404, 410)
#: Faults of a server that may hide a wall: a challenge or a login instead of the page.
WALLS = (401, 403, 429, 503)
WALL_CODES = ("bot-challenge", "login-page")


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer turned out to be: its kind, why, what is odd.

    `alternates` are the page's links to its other languages, `known_as` its other addresses.
    """

    outcome: Outcome
    why: Remark | None = None
    remarks: tuple[Remark, ...] = ()
    alternates: Mapping[str, str] = field(default_factory=dict)
    known_as: tuple[str, ...] = ()


def without_page(answer: Answer, *, kept: bool) -> Seen | None:
    """What an answer is that holds no page; None where it may hold one."""
    if not answer.status:
        if answer.barred:
            return Seen("failed", _barred(answer), (_barred(answer),))
        return Seen("failed", Remark(code="no-answer", details={"error": answer.error}))
    if answer.status == _NOT_MODIFIED and kept:
        return Seen("not-modified")
    status = Remark(code="http-status", details={"status": str(answer.status)})
    if answer.status in _MISSING:
        return Seen("missing", status)
    return None if answer.status == _OK else Seen("failed", status)


def _barred(answer: Answer) -> Remark:
    host = answer.error.rpartition(": ")[0] or answer.url
    return Remark(code=answer.barred, details={"url": answer.url, "host": host})


def after(before: Visit | None, answer: Answer, seen: Seen) -> Visit:
    """The state of a page after an answer; who asked, and in which run, is the caller's to add.

    Validators and alternates change with a good answer only: what is kept goes on to have those
    that it came with.
    """
    last = before or Visit(url=answer.asked, outcome="failed")
    good = seen.outcome in GOOD
    missing_since, gone_since = _missing(last, answer, seen)
    remarks = seen.remarks
    if gone_since:
        remarks = (*remarks, _gone(answer, gone_since))
    elif good and answer.permanent and answer.url != answer.asked:
        remarks = (*remarks, _moved(answer))
    changes = {
        "url": answer.asked,
        "outcome": seen.outcome,
        "status": answer.status,
        "why": seen.why,
        "visited": answer.time,
        "failures": 0 if good else last.failures + 1,
        "missing_since": missing_since,
        "gone_since": gone_since,
        "remarks": remarks,
    }
    if good:
        changes |= {"succeeded": answer.time, "changed": last.changed or answer.time}
    if good and answer.status == _OK:
        digest = snapshots.digest(answer.body)
        changes |= {
            "outcome": "same" if digest == last.sha256 else "new",
            "changed": last.changed if digest == last.sha256 else answer.time,
            "sha256": digest,
            "etag": answer.headers.get("etag", ""),
            "last_modified": answer.headers.get("last-modified", ""),
            "alternates": dict(seen.alternates),
            "known_as": seen.known_as,
        }
    return last.model_copy(update=changes)


def _missing(last: Visit, answer: Answer, seen: Seen) -> tuple[str, str]:
    """Since when a page is missing, and gone: gone are pages that were missing twice in a row.

    No answer at all says nothing of a page that was gone: it stays so.
    """
    if seen.outcome == "missing":
        since = last.missing_since or answer.time
        return since, since if last.outcome == "missing" or last.gone_since else ""
    if seen.outcome == "failed" and last.gone_since:
        return last.missing_since, last.gone_since
    return "", ""


def _gone(answer: Answer, since: str) -> Remark:
    return Remark(
        code="gone",
        severity="warning",
        details={"asked": answer.asked, "since": since},
    )


def _moved(answer: Answer) -> Remark:
    return Remark(
        code="moved",
        severity="note",
        details={"asked": answer.asked, "url": answer.url},
    )
