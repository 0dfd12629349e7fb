"""Telling somebody that a page changed its state: one POST of JSON, where something changed.

An outage is told when it begins and when it ends, not on every run. A hook that is down must never
fail a run: what went wrong is returned, in one line. The address of a hook is a secret (whoever has
it can post), so that line names its host alone.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from email.message import Message
from typing import IO, Literal
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipeline import __version__, clock
from pipeline.model import fold_spaces
from pipeline.urls import web_host

State = Literal["ok", "failed", "gone", "held", "refused"]

SECONDS = 10.0
_SHOWN = 10
_MALFORMED = "the address of the hook is not an http or https URL"


@dataclass(frozen=True, slots=True)
class Transition:
    """A page (`source/page.language`) that went from one state to another, and why."""

    page: str
    before: State
    after: State
    message: str = ""
    url: str = ""


def notify(url: str, transitions: Sequence[Transition], summary: str) -> str:
    """Tell a hook of these transitions; '' or the one-line reason why it could not be told.

    Nothing is sent where there are none. The hook has ten seconds for each step of an answer.
    Redirects are not followed: a redirected POST becomes a GET that tells nobody anything.
    """
    if not transitions:
        return ""
    host = web_host(url)
    if not host:
        return f"not told: {_MALFORMED}"
    try:
        with build_opener(_Stay).open(_request(url, transitions, summary), timeout=SECONDS):
            return ""
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"not told: {host}: {_reason(error)}"


def _request(url: str, transitions: Sequence[Transition], summary: str) -> Request:
    body = {
        "program": "rectoverso",
        "time": clock.now(),
        "summary": summary,
        "transitions": [asdict(transition) for transition in transitions],
        "text": _text(transitions, summary),
    }
    headers = {"Content-Type": "application/json", "User-Agent": f"rectoverso/{__version__}"}
    return Request(url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - checked


def _text(transitions: Sequence[Transition], summary: str) -> str:
    """What a chat shows. What a page said is no markup there: `<!channel>` would call everybody."""
    lines = [f"rectoverso: {summary}"]
    for t in transitions[:_SHOWN]:
        why = f": {t.message}" if t.message else ""
        lines.append(f"• {t.page}: {t.before} → {t.after}{why}")
    if len(transitions) > _SHOWN:
        lines.append(f"… and {len(transitions) - _SHOWN} more")
    text = "\n".join(map(fold_spaces, lines))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _reason(error: Exception) -> str:
    """Why, without the address: urllib quotes a malformed one."""
    if isinstance(error, HTTPError):
        error.close()
        return f"answered {error.code}"
    if isinstance(error, (http.client.InvalidURL, ValueError)):
        return _MALFORMED
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return f"no answer within {SECONDS:g} s"
    said = reason.strerror if isinstance(reason, OSError) else reason
    return fold_spaces(said) if isinstance(said, str) else type(reason).__name__


class _Stay(HTTPRedirectHandler):
    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """Follow none: the answer stays an error, told with its code."""
