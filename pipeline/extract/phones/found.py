"""A number on its way to a mention: its characters, its plan, and what is said of it."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from pipeline.extract.phones.labels import Call
from pipeline.extract.phones.places import Places
from pipeline.extract.phones.plans import Number
from pipeline.model import Mention, Span
from pipeline.reading import Reading


@dataclass(frozen=True, slots=True)
class Scene:
    """What numbers are looked for in.

    `text` is the reading's, without what are other numbers; `regions` are the countries in whose
    own way numbers may be written here, the likeliest first.
    """

    reading: Reading
    text: str
    places: Places
    regions: tuple[str, ...]

    def has_icon_between(self, start: int, end: int) -> bool:
        """Whether an image opens a line between two numbers: it is the second one's own label."""
        if "\n" not in self.text[start:end]:
            return False
        artifacts = self.reading.artifacts
        index = bisect.bisect_left(artifacts, start, key=lambda a: a.start)
        return index < len(artifacts) and artifacts[index].start < end


@dataclass(frozen=True, slots=True)
class Found(Span):
    """A number and why it is one.

    `core` is where the number without its extension ends. `call` decides the kind; `before` is
    what the words before it said, for the numbers that follow in the same list. `floor` is the
    first character that belongs to nothing of this number, its remark in brackets included.
    `linked` is the number that its `tel:` link dials, where it is another one than is read.
    """

    number: Number
    call: Call
    before: Call
    core: int
    floor: int
    extension: str = ""
    linked: str = ""

    def mention(self, rule: str) -> Mention:
        """The mention, under the rule that the call names, else `rule`."""
        number, call = self.number, self.call
        extension = f";ext={self.extension}" if self.extension else ""
        details: dict[str, object] = {
            "country": number.country,
            "number_type": number.kind,
            "valid": number.valid,
            "label": call.label,
            "link": number.link + extension if number.link else "",
        }
        if self.linked:
            details["linked"] = self.linked
        if self.extension:
            details["extension"] = self.extension
        return Mention(
            self.start,
            self.end,
            call.kind,
            number.value + extension,
            call.rule or rule,
            basis=call.basis,
            details=details,
        )


def regions(reading: Reading) -> tuple[str, ...]:
    """The countries in whose own way numbers may be written here, the likeliest first."""
    return tuple(dict.fromkeys(r for r in (reading.page.country, reading.site.home) if r))
