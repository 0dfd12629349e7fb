"""The documentation of rules, as data: what each looks for, why, what it takes and never takes.

`catalogue/<room>.toml` has an entry for every rule name that the program can give, in English and
French. Artifact rules that are data have their causes and examples in `pipeline/sites`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from pipeline.messages import typeset
from pipeline.sources import ArtifactRule

Room = Literal["phones", "emails", "addresses", "dates", "counts", "sections", "artifacts"]


class Rule(BaseModel):
    """What is known of a rule by its name.

    `where` is the module that gives it, relative to the package, '' where it is data alone. The
    examples hold what the rule takes, `never` what it does not; in `country`, in `language`; those
    that open with `<` are HTML. `seen` says whether readers of the live page see what it takes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    room: Room
    looks: Mapping[str, str]
    cause: Mapping[str, str] = {}
    where: str = ""
    country: str = ""
    language: str = "en"
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    seen: bool = True


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name.

    Raises:
        ValueError: two rooms give one name.
    """
    found: dict[str, Rule] = {}
    for file in sorted(_folder().iterdir(), key=lambda f: f.name):
        room = file.name.removesuffix(".toml")
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"catalogue/{file.name}: '{name}' stands in {found[name].room}")
            rule = Rule.model_validate({**entry, "name": name, "room": room})
            told = {"looks": _typeset(rule.looks), "cause": _typeset(rule.cause)}
            found[name] = rule.model_copy(update=told)
    return found


@functools.cache
def french_causes() -> Mapping[str, str]:
    """The causes of the packaged artifact rules in French, by what their tables say in English."""
    file = resources.files("pipeline") / "review" / "explain" / "causes.toml"
    return tomllib.loads(typeset(file.read_text(encoding="utf-8"), "fr"))


def cause_of(entry: ArtifactRule, language: str) -> str:
    """Why there is a rule that is data; as its table says it where nobody translated that."""
    return french_causes().get(entry.cause, entry.cause) if language == "fr" else entry.cause


def _folder() -> resources.abc.Traversable:
    return resources.files("pipeline") / "review" / "explain" / "catalogue"


def _typeset(sentences: Mapping[str, str]) -> Mapping[str, str]:
    return {language: typeset(said, language) for language, said in sentences.items()}


def rule_words(name: str, language: str) -> str:
    """What a rule looks for, in one sentence; '' where no rule of the program has that name."""
    rule = rules().get(name)
    return rule.looks[language] if rule else ""
