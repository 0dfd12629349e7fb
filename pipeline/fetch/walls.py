"""What stands in a page's place though the server says 200: the rules of `walls.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import SourceError
from pipeline.model import fold_spaces
from pipeline.sources import Pattern

Code = Literal["bot-challenge", "login-page", "consent-page", "near-empty"]
Where = Literal["header", "address", "source", "opening", "line"]
_SHOWN = 90
#: What stands around the text of a button.
_SIGNS = " .!>«»•"


def _share(value: float) -> float:
    if not 0 < value <= 1:
        raise ValueError(f"{value} is no share of a text")
    return value


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wall(_Table):
    """One way to tell a wall: why, where a pattern is looked for, what it takes and never takes.

    The head of `walls.toml` says what each key means.
    """

    name: str
    code: Code
    cause: str
    where: Where
    pattern: Pattern
    most: int = Field(gt=0)
    password: bool = False
    captcha: bool = False
    sure: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    never: tuple[str, ...] = Field(min_length=1)

    def finds(self, text: str) -> re.Match[str] | None:
        """The pattern in one text: whole, or anywhere in an address or a source."""
        compiled = re.compile(self.pattern)
        if self.where in ("address", "source"):
            return compiled.search(text)
        return compiled.fullmatch(text)


class Consent(_Table):
    """What tells a page that holds nothing but a question about cookies."""

    line: Pattern
    button: Pattern
    meant: Pattern
    share: Annotated[float, AfterValidator(_share)]
    rest: int = Field(gt=0)
    most: int = Field(gt=0)
    examples: tuple[str, ...] = Field(min_length=1)
    never: tuple[str, ...] = Field(min_length=1)
    buttons: tuple[str, ...] = Field(min_length=1)

    def speaks(self, line: str) -> bool:
        """Whether a folded line is about cookies or consent."""
        return re.search(self.line, line) is not None

    def answers(self, text: str) -> bool:
        """Whether a folded text is that of a button that answers the question."""
        return re.fullmatch(self.button, text.strip(_SIGNS)) is not None


class Walls(_Table):
    """All of `walls.toml`."""

    walls: tuple[Wall, ...]
    consent: Consent


@functools.cache
def load() -> Walls:
    """The rules, read once.

    Raises:
        SourceError: the file is wrong, with every fault.
    """
    file = resources.files("pipeline") / "fetch" / "walls.toml"
    try:
        return Walls.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SourceError(f"fetch/walls.toml: {error}") from error


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer as the rules look at it.

    `url` is where it ended, `asked` what was asked for; `opening` and `lines` are folded. `own`
    counts the letters and digits of the content, `password` and `captcha` say that the content
    asks for a password and that the markup holds a captcha; `controls` are the folded names
    of its buttons and links. `contact` says that it gives a number or an address.
    """

    asked: str
    url: str
    source: str
    opening: tuple[str, ...]
    lines: tuple[str, ...]
    own: int
    headers: Mapping[str, str] = field(default_factory=dict)
    password: bool = False
    captcha: bool = False
    controls: tuple[str, ...] = ()
    contact: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A wall, and the characters that told it."""

    code: Code
    name: str
    said: str


def find_wall(seen: Seen) -> Found | None:
    """The first rule that tells a wall, None where none does."""
    for wall in load().walls:
        if seen.own > wall.most or (wall.password and not seen.password):
            continue
        if (wall.captcha and not seen.captcha) or (seen.contact and not wall.sure):
            continue
        said = _said(wall, seen)
        if said:
            return Found(wall.code, wall.name, fold_spaces(said)[:_SHOWN])
    return _consent(seen)


def _said(wall: Wall, seen: Seen) -> str:
    if wall.where == "address" and wall.finds(seen.asked):
        return ""
    texts: Mapping[Where, tuple[str, ...]] = {
        "header": tuple(f"{name}: {value}".lower() for name, value in seen.headers.items()),
        "address": (seen.url,),
        "source": (seen.source,),
        "opening": seen.opening,
        "line": seen.lines,
    }
    return next((m[0] for text in texts[wall.where] if (m := wall.finds(text))), "")


def _consent(seen: Seen) -> Found | None:
    """A page that speaks of its cookies, has a button to agree, and says nothing else."""
    rule = load().consent
    if seen.own > rule.most or seen.contact or re.search(rule.meant, seen.asked):
        return None
    said = (*seen.lines, *seen.controls)
    button = next((text for text in said if rule.answers(text)), "")
    about = rest = 0
    for line in seen.lines:
        if rule.speaks(line):
            about += letters(line)
        elif not rule.answers(line):
            rest += letters(line)
    if not button or rest > rule.rest or about < rule.share * (about + rest):
        return None
    return Found("consent-page", "a question about cookies", button)


def letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))
