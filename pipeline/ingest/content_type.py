"""What a Content-Type says, wherever it was kept: in an answer of the web, in an archive."""

from __future__ import annotations

import re

_CHARSET = re.compile(r"\bcharset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def media_type(said: str) -> str:
    """The type in lower case without parameters, '' where none is said."""
    return said.partition(";")[0].strip().lower()


def charset(said: str) -> str:
    """The encoding that it names, without quotes, '' where it names none."""
    named = _CHARSET.search(said)
    return named[1] if named else ""
