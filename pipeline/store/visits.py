"""What the visits to a page in one language have said so far: `raw/**/<page>.<lang>.visit.toml`.

The provenance beside a snapshot says where *these* bytes came from and changes only with them;
a visit changes with every asking. All times are RFC 3339 in UTC, '' where nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline import messages
from pipeline.model import Ref, Severity
from pipeline.store import toml
from pipeline.store.snapshots import FOLDER

#: What the last asking gave: other bytes, the same ones, a 304; no answer or a server's fault; a
#: 404 or 410; an answer that is not the page.
Outcome = Literal["new", "same", "not-modified", "failed", "missing", "refused"]
GOOD: frozenset[Outcome] = frozenset(("new", "same", "not-modified"))


class Remark(BaseModel):
    """What an answer was instead of the page, or what is odd about an address or a switch."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    severity: Severity = "warning"
    details: Mapping[str, str] = Field(default_factory=dict)

    @property
    def message(self) -> str:
        """What it is, in English."""
        return messages.say(self.code, self.details)

    @property
    def advice(self) -> str:
        """What to do, in English."""
        return messages.advise(self.code, self.details)


class Published(BaseModel):
    """The bytes that were published last, and the rules that read them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str
    rules: str


class Visit(BaseModel):
    """The state of one page in one language.

    `run` is the number of the run that asked last, `sha256` the hash of the last good answer.
    `failures` counts the askings in a row that gave no good answer, `why` says what the last one
    gave instead; `remarks` go to the list of findings. `missing_since` is the first
    404 or 410 of a row, `gone_since` the same once there were two. `alternates` are the page's own
    links to its other languages, `known_as` its other addresses (the end of redirects, the
    canonical one), `found_on` the page whose switch led here, '' where the address was declared.
    `told` is the state that was told last to whoever is notified.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    run: int = 0
    outcome: Outcome
    status: int = 0
    sha256: str = ""
    visited: str = ""
    succeeded: str = ""
    changed: str = ""
    failures: int = Field(default=0, ge=0)
    missing_since: str = ""
    gone_since: str = ""
    etag: str = ""
    last_modified: str = ""
    found_on: str = ""
    told: str = ""
    known_as: tuple[str, ...] = ()
    alternates: Mapping[str, str] = Field(default_factory=dict)
    published: Published | None = None
    why: Remark | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def message(self) -> str:
        """Why the last asking gave no good answer, in English; '' where it did."""
        return self.why.message if self.why else ""

    @property
    def state(self) -> Literal["ok", "failed", "gone"]:
        """How the page fares on the web."""
        if self.gone_since:
            return "gone"
        return "ok" if self.outcome in GOOD else "failed"


def _file(root: Path, ref: Ref) -> Path:
    return root / FOLDER / ref.source / f"{ref.page}.{ref.lang}.visit.toml"


def read(root: Path, ref: Ref) -> Visit | None:
    """The visit of a page, None where it was never asked for.

    Raises:
        PageError: the file is not one.
    """
    return toml.read(_file(root, ref), Visit)


def write(root: Path, ref: Ref, visit: Visit) -> None:
    """Keep a visit, in one step.

    Raises:
        OSError: it cannot be written; what was kept stands.
    """
    toml.write(_file(root, ref), toml.dump(visit))
