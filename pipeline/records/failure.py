"""A page of which nothing new is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipeline import messages
from pipeline.records.fields import Described, said


class Failure(Described):
    """A page of which nothing new is published, and why; what was published of it before stands.

    It could not be read (`page-unreadable`), or a guard refused it (`page-held`: a failure for each
    objection). `details` hold the `reason`, a code of the catalogue, and what that one needs.
    """

    id: str = said("Stable id of the page.", "Identifiant stable de la page.")
    code: Literal["page-unreadable", "page-held"] = said(
        "What became of it.", "Ce qu’il en est.", default="page-unreadable"
    )
    details: Mapping[str, str] = said("Why.", "Pourquoi.")

    @classmethod
    def unreadable(cls, page: str, reason: str, details: Mapping[str, str]) -> Failure:
        """Of a page whose bytes are there, and cannot be read."""
        return cls(id=page, details={**details, "reason": reason, "kept": "yes"})

    @property
    def message(self) -> str:
        """Why, in English."""
        return messages.say(self.code, self.details)

    @property
    def advice(self) -> str:
        """What to do, in English."""
        return messages.advise(self.code, self.details)
