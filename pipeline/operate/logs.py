"""What a run says while it works: short lines for people, or one JSON object a line for machines.

Everything goes to stderr, nothing is coloured. A message stands on its own; its extras (`page`,
`url`, `status`) are fields of their own in JSON.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter

Form = Literal["text", "json"]

OURS = "pipeline"
_NAME = "rectoverso"


def configure(form: Form, *, quiet: bool, verbose: bool) -> None:
    """Send what is logged to stderr in one form, however often it is called.

    We are heard from INFO on, the libraries from WARNING on; with `quiet` both from ERROR on, with
    `verbose` we from DEBUG on, they from INFO on. `quiet` wins.
    """
    ours, theirs = (
        (logging.ERROR, logging.ERROR)
        if quiet
        else (logging.DEBUG, logging.INFO)
        if verbose
        else (logging.INFO, logging.WARNING)
    )
    handler = logging.StreamHandler()
    handler.name = _NAME
    handler.addFilter(_Wanted(ours, theirs))
    handler.setFormatter(_Json() if form == "json" else _Text(verbose=verbose))
    root = logging.getLogger()
    for former in [h for h in root.handlers if h.name == _NAME]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(theirs)
    logging.getLogger(OURS).setLevel(ours)


class _Wanted(logging.Filter):
    """Whether a record is loud enough: Scrapy sets its loggers' levels anew when it starts."""

    def __init__(self, ours: int, theirs: int) -> None:
        super().__init__()
        self._ours, self._theirs = ours, theirs

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= (self._ours if _is_ours(record) else self._theirs)


class _Timed(logging.Formatter):
    """When it was said, in RFC 3339 and UTC: the true time, whatever time a run is told to take."""

    def formatTime(  # noqa: N802 - logging's own name
        self,
        record: logging.LogRecord,
        datefmt: str | None = None,  # noqa: ARG002 - logging's own signature
    ) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Text(_Timed):
    """`rectoverso: message`; a warning or an error says so, a library is named."""

    def __init__(self, *, verbose: bool) -> None:
        stamp = "%(asctime)s %(levelname)s %(name)s: " if verbose else ""
        super().__init__(f"{_NAME}: {stamp}%(message)s")
        self._verbose = verbose

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        message = " ".join(record.message.splitlines())
        if not self._verbose:
            message = f"{self._before(record)}{message}"
        record.message = message
        return super().formatMessage(record)

    @staticmethod
    def _before(record: logging.LogRecord) -> str:
        level = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        return level if _is_ours(record) else f"{level}{record.name}: "


class _Json(_Timed, JsonFormatter):
    """`{"time", "level", "logger", "message", …}`; ASCII, so that no locale can break a line."""

    def __init__(self) -> None:
        super().__init__(
            ["asctime", "levelname", "name", "message"],
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return log_data | {"level": str(log_data["level"]).lower()}


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OURS
