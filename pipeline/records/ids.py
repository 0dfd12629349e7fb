"""Stable ids: made of what something says, never of where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_NOT_SLUG = re.compile(r"[^\w+@./;=:-]+")
_SLUG_LENGTH = 80


def slug(value: str) -> str:
    """A value as part of an id: readable, without spaces, of bounded length."""
    return _NOT_SLUG.sub("-", value).strip("-")[:_SLUG_LENGTH].rstrip("-")


class Ids:
    """Hands out ids on one page: the second of its name gets `~2`."""

    def __init__(self, page: str, taken: Iterable[str] = ()) -> None:
        """Ids on a page, behind those that are taken."""
        self.page = page
        names = (name.removeprefix(f"{page}#").partition("~")[0] for name in taken)
        self.seen = dict(Counter(names))

    def next(self, kind: str, value: str) -> str:
        """The next id of this kind and value."""
        name = f"{kind}:{slug(value) or '-'}"
        number = self.seen[name] = self.seen.get(name, 0) + 1
        return f"{self.page}#{name}" if number == 1 else f"{self.page}#{name}~{number}"
