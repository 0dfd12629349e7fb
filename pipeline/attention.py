"""How much attention a change asks for: tiers as data, in a source's TOML under `[attention]`.

```toml
[attention]
auto = ["date-changed"]              # looked at by nobody, unless he asks
notify = ["count-*"]                 # worth a look
approve = ["section-removed"]        # nothing that depends on it should go on without a yes
```

A line is `<what>-<op>`; either may be `*`, and `*` alone is all. What it happened to is, from the
narrow to the wide: a kind of fact (`phone`), then `fact`; the code of a finding (`page-held`), then
its severity (`warning`), then `finding`; what of a page changed (`title`, `language`, `url`,
`modified`, `alternate`), then `page`; `section`, `text`, `link`. The narrowest line counts, and a
source's own lines stand before the defaults.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from pipeline import messages
from pipeline.model import Kind, Severity

#: What happened: `moved` and `renamed` keep what they are, `changed` says something else now,
#: `restated` says the same, found in other characters or by another rule.
Op = Literal["added", "removed", "changed", "moved", "renamed", "restated"]
#: What it happened to.
Subject = Literal["page", "section", "fact", "finding", "text", "link"]
#: What of a page as a whole can change.
Aspect = Literal["title", "language", "url", "modified", "alternate"]
#: How much attention a change asks for, least first.
Tier = Literal["auto", "notify", "approve"]

TIERS: tuple[Tier, ...] = get_args(Tier)
_ANY = "*"


def _is_line(line: str) -> str:
    what, dash, op = line.rpartition("-")
    if line == _ANY or (dash and (op == _ANY or op in get_args(Op)) and _is_something(what)):
        return line
    whats = ", ".join((*get_args(Kind), *get_args(Aspect), *get_args(Subject)))
    raise ValueError(
        f"'{line}': no change is called so: <what>-<op> is meant, with one of {whats}, a severity, "
        f"the code of a finding, or *; and {', '.join(get_args(Op))}, or *"
    )


def _is_something(what: str) -> bool:
    known = (_ANY, *get_args(Kind), *get_args(Aspect), *get_args(Subject), *get_args(Severity))
    return what in known or messages.entry_of(what) in messages.catalogue(messages.PUBLISHED)


Line = Annotated[str, AfterValidator(_is_line)]


class Attention(BaseModel):
    """The changes of each tier."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    auto: tuple[Line, ...] = ()
    notify: tuple[Line, ...] = ()
    approve: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _decided(self) -> Attention:
        lines = [*self.auto, *self.notify, *self.approve]
        for line in lines:
            if lines.count(line) > 1:
                raise ValueError(f"'{line}' stands twice")
        return self

    @functools.cached_property
    def _tiers(self) -> Mapping[str, Tier]:
        return {line: tier for tier in TIERS for line in getattr(self, tier)}

    def find(self, whats: Sequence[str], op: Op) -> Tier | None:
        """The tier of the narrowest line that fits, None where none does."""
        for what in (*whats, _ANY):
            for line in (f"{what}-{op}", f"{what}-{_ANY}"):
                if line in self._tiers:
                    return self._tiers[line]
        return self._tiers.get(_ANY)


@functools.cache
def default() -> Attention:
    """What holds where a source says nothing."""
    return Attention(
        auto=("*-moved", "*-restated", "text-*", "note-*", "modified-*"),
        notify=("*",),
        approve=(
            *(
                f"{kind}-{op}"
                for kind in ("phone", "fax", "email", "address")
                for op in ("changed", "removed")
            ),
            *("page-removed", "gone-added", "page-held-added"),
        ),
    )


def tier_of(whats: Sequence[str], op: Op, own: Attention) -> Tier:
    """The tier of a change of something, named from the narrow to the wide."""
    return own.find(whats, op) or default().find(whats, op) or "notify"
