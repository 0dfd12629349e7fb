"""What people are told, in their language: sentences are data, `messages/<language>/<room>.toml`.

Whoever has something to say gives a code and its details; the sentence is made where it is read, in
the language that is read there. A code has a `message` and perhaps an `advice`, with `{name}` for
each detail. What an entry may hold beside them:

- `message` (or `advice`) as a table: the detail `case` chooses the sentence;
- a table with the name of a detail: its value is no word but a key of that table (`why = "site"`);
  `terms.toml` holds the tables that all codes share, such as `kind`;
- in such a table, `one` and `other` stand for numbers, as the language counts: of the detail
  itself, or of the detail `number` where the chosen word is a table again; `other` is also any
  value without a word of its own;
- `join`: what stands between the values of a list (`LIST` in the detail), each by its own word
  where the table has one.

The details `reason` and `because` are other codes, said from the same details. A code that ends in
`-in-fr` is said by the entry without that end.

`about.toml` says of each code that `check` can tell what is looked for, in general.
"""

from __future__ import annotations

import contextlib
import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, NamedTuple, Protocol

Details = Mapping[str, str]
Part = Literal["message", "advice"]

LANGUAGES = ("en", "fr")
#: What is published is said in this language; the details beside it let every other one be said.
PUBLISHED = "en"
#: Between the values of a list in one detail, as in a cell of a table.
LIST = " | "

_TERMS, _ABOUT = "terms", "about"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
#: Details that are codes.
_CODES = ("reason", "because")
_SIDE = re.compile(r"-in-[a-z]{2,3}$")
#: Where French puts a no-break space; the catalogues are written with plain ones.
_FRENCH_SPACE = re.compile(r" (?=[:;!?»])|(?<=«) ")

_spoken = PUBLISHED


class Told(Protocol):
    """Whatever has a code and details: a finding, a remark, a failure, an objection."""

    @property
    def code(self) -> str:
        """Which sentence."""

    @property
    def details(self) -> Details:
        """What it is made of."""


class Published(Told, Protocol):
    """What was published, with the sentences that it had then."""

    @property
    def message(self) -> str:
        """What is odd."""

    @property
    def advice(self) -> str:
        """What to do."""


class Words(NamedTuple):
    """What is odd, and what to do."""

    message: str
    advice: str


def say(code: str, details: Details, language: str = PUBLISHED) -> str:
    """The sentence of a code.

    Raises:
        KeyError: there is no such code or case, or a detail is missing.
    """
    return _Saying(code, details, language).part("message")


def advise(code: str, details: Details, language: str = PUBLISHED) -> str:
    """What to do about it, '' where there is nothing to say.

    Raises:
        KeyError: there is no such code or case, or a detail is missing.
    """
    return _Saying(code, details, language).part("advice")


def speak(language: str) -> None:
    """From here on, tell whoever looks at the run in this language; what is published stays."""
    global _spoken  # noqa: PLW0603 - one process talks to one person, in one language
    _spoken = language


def spoken() -> str:
    """The language in which the run talks."""
    return _spoken


def tell(code: str, /, **details: object) -> str:
    """A sentence for whoever looks at the run, in the language that was chosen."""
    return say(code, {name: str(value) for name, value in details.items()}, _spoken)


def retell(told: Told) -> str:
    """The sentence of what has a code and details, for whoever looks at the run."""
    return say(told.code, told.details, _spoken)


def label(value: str) -> str:
    """A kind or a severity as the first column of a line, in the language that was chosen."""
    columns = {**terms(_spoken)["kind"], **terms(_spoken)["severity"]}
    return f"{columns[value]:{max(map(len, columns.values())) + 1}}"


def words(told: Published, language: str) -> Words:
    """What was published, in a language; as it was published where another version wrote it."""
    if language != PUBLISHED:
        with contextlib.suppress(KeyError):
            code, details = told.code, told.details
            return Words(say(code, details, language), advise(code, details, language))
    return Words(told.message, told.advice)


def listed(sentences: Iterable[str], language: str = "") -> str:
    """Several sentences as one."""
    return say("several", {}, language or _spoken).join(sentences)


@functools.cache
def catalogue(language: str) -> Mapping[str, Mapping[str, Any]]:
    """All entries of a language by their code, with the no-break spaces that it wants."""
    found: dict[str, Mapping[str, Any]] = {}
    folder = resources.files("pipeline") / "messages" / language
    for file in folder.iterdir():
        if file.name.removesuffix(".toml") not in (_TERMS, _ABOUT):
            for code, entry in _read(file.read_text(encoding="utf-8"), language).items():
                if code in found:
                    raise ValueError(f"messages/{language}/{file.name}: '{code}' stands twice")
                found[code] = entry
    return found


@functools.cache
def codes(room: str) -> frozenset[str]:
    """The codes of one file of the catalogues, by its name without `.toml`."""
    file = resources.files("pipeline") / "messages" / PUBLISHED / f"{room}.toml"
    return frozenset(tomllib.loads(file.read_text(encoding="utf-8")))


def entry_of(code: str) -> str:
    """The entry that says a code: its own, or that of all languages for `-in-fr`."""
    return code if code in catalogue(PUBLISHED) else _SIDE.sub("", code)


@functools.cache
def terms(language: str) -> Mapping[str, Mapping[str, Any]]:
    """The tables that all entries of a language share, by the detail that they are for."""
    return _shared(_TERMS, language)


def about(code: str, language: str = PUBLISHED) -> str:
    """What is looked for where this code is told, in general.

    Raises:
        KeyError: there is no such code.
    """
    return str(_abouts(language)[entry_of(code)])


def advice_in_general(code: str, language: str = PUBLISHED) -> tuple[str, ...]:
    """What to do about a code, each of its advices once, `…` where a detail stands."""
    said = catalogue(language).get(entry_of(code), {}).get("advice", ())
    sentences = [said] if isinstance(said, str) else [*said.values()] if said else []
    return tuple(dict.fromkeys(_PLACEHOLDER.sub("…", sentence) for sentence in sentences))


@functools.cache
def _abouts(language: str) -> Mapping[str, str]:
    return _shared(_ABOUT, language)


def _shared(name: str, language: str) -> dict[str, Any]:
    file = resources.files("pipeline") / "messages" / language / f"{name}.toml"
    return _read(file.read_text(encoding="utf-8"), language)


def typeset(sentence: str, language: str) -> str:
    """A sentence with the no-break spaces that its language wants."""
    return _FRENCH_SPACE.sub("\u00a0", sentence) if language == "fr" else sentence


def _read(text: str, language: str) -> dict[str, Any]:
    return tomllib.loads(typeset(text, language))


@dataclass(frozen=True, slots=True)
class _Saying:
    code: str
    details: Details
    language: str

    @property
    def entry(self) -> Mapping[str, Any]:
        return catalogue(self.language)[entry_of(self.code)]

    def part(self, name: Part) -> str:
        sentence = self.entry.get(name, "")
        return self.fill(sentence if isinstance(sentence, str) else sentence[self.details["case"]])

    def fill(self, sentence: str, within: str = "") -> str:
        return _PLACEHOLDER.sub(lambda m: self.word(m[1], within), sentence)

    def word(self, name: str, within: str) -> str:
        """What stands for a detail; within its own table, its value as it is."""
        value = self.details[name]
        if name in _CODES:
            return say(value, self.details, self.language)
        table = self.entry.get(name) or terms(self.language).get(name)
        if table is None or name == within:
            return value
        if "join" in table:
            return str(table["join"]).join(table.get(v, v) for v in value.split(LIST))
        chosen = self.choose(table, value)
        if not isinstance(chosen, str):
            chosen = self.choose(chosen, self.details["number"])
        return self.fill(chosen, within=name)

    def choose(self, table: Mapping[str, Any], value: str) -> Any:
        """The word of a value, else the form that a number asks for: French counts 0 as 1."""
        one = value == "1" or (value == "0" and self.language == "fr")
        if value not in table:
            value = "one" if one and "one" in table else "other"
        return table[value]
