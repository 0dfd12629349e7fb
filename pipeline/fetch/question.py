"""What is asked of the web, and who may be asked: plain data, no library's types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.sources import Manners


@dataclass(frozen=True, slots=True)
class Question:
    """One address to ask, how, and what the asker wants it for (`about`: his own matter)."""

    url: str
    manners: Manners
    about: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: named to every server, with a page or mailbox where its owner finds people.

    `allow_private` lets addresses be asked that are no public ones (loopback, intranets). All that
    is exchanged is also written to `archive`, where there is one.
    """

    contact: str
    version: str
    allow_private: bool = False
    archive: Path | None = None

    @property
    def user_agent(self) -> str:
        """As the servers see it: `rectoverso/0.1.0 (+https://example.org/bot)`."""
        return f"rectoverso/{self.version} (+{self.contact})"
