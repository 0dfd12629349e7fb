"""What can go wrong, as a tree, each with the exit code that it ends the program with.

PipelineError
├── SourceError    a TOML file is wrong: file, key, every fault (2)
├── FetchError     the web did not answer (3)
├── Refused        a guard said no: nothing was published (4)
├── PageError      this page cannot be read: a failure of its own, never of the batch (5)
├── Locked         another run works in the same folder (75)
└── StoreError     a file cannot be read or written: missing, read-only, disk full (2)
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline import messages


class PipelineError(Exception):
    """The root: its text is one line that names what is wrong and what to do."""

    exit_code = 2


class SourceError(PipelineError):
    """A TOML file is wrong. Its text names the file, the key and every fault found."""


class FetchError(PipelineError):
    """The web did not answer: URL and status."""

    exit_code = 3


class Refused(PipelineError):  # noqa: N818 - the design's word: the run is refused
    """A guard said no; what was published before still stands."""

    exit_code = 4


class PageError(PipelineError):
    """This page cannot be read; the others can.

    `code` and `details` say why in any language (see `messages`).
    """

    exit_code = 5

    def __init__(
        self, said: str, code: str = "error", details: Mapping[str, str] | None = None
    ) -> None:
        """An error that says itself, or (see `of`) one of the catalogue."""
        super().__init__(said)
        self.code = code
        self.details = details or {"error": said}

    @classmethod
    def of(cls, code: str, /, **details: object) -> PageError:
        """The error of a code of the catalogue."""
        named = {name: str(value) for name, value in details.items()}
        return cls(messages.say(code, named), code, named)


class Locked(PipelineError):  # noqa: N818 - a state, as the design's words have it
    """Another run works in the same folder; its text says who, since when."""

    exit_code = 75


class StoreError(PipelineError):
    """A file or folder cannot be read or written."""
