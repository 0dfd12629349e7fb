"""Something that speaks for a reading, or against another one, in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.messages import retell


@dataclass(frozen=True, slots=True)
class Witness:
    """What is said, by the code of its sentence and what the sentence is made of."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, code: str, /, **details: object) -> Witness:
        """A code of the catalogue with its details."""
        return cls(code, {name: str(value) for name, value in details.items()})

    @property
    def said(self) -> str:
        """The sentence, for whoever looks."""
        return retell(self)
