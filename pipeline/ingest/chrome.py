"""What of a page is unseen, and what is the frame that its site puts around it.

One start tag at a time, asked once, by its name, role, class or id (`chrome.toml`).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple

from pipeline.ingest.tags import Tag

_SIGNS = re.compile(r"[_-]+")
_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top)\s*:\s*-\d{3,5}(?:px|em)"
)
#: What a tag says of the frame: nothing, that it is of it where little text is, that it is of it.
NO, LIGHT, SURE = range(3)
#: Elements whose class or id says what they are for.
_BOXES = frozenset(
    [
        "div",
        "ul",
        "ol",
        "p",
        "section",
        "table",
        "td",
        "form",
        "aside",
        "header",
        "details",
        "dl",
        "span",
        "center",
        "li",
    ]
)
#: Elements whose id is a title's, so that it says what they are about.
_TITLED = frozenset(("section", "details", "li"))
_FRAME_IDS = ("wb-", "gc", "fr-")
#: How many names are remembered, and how long they are at most.
_REMEMBERED, _SHORT = 4096, 200
_LETTERS = re.compile(r"(?:[a-z0-9](?![?*{]))*")


@functools.cache
def _data() -> dict[str, Any]:
    file = resources.files("pipeline") / "ingest" / "chrome.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class _Rules(NamedTuple):
    """The elements, roles, properties and classes that are compared as they stand."""

    unseen: frozenset[str]
    elements: frozenset[str]
    roles: frozenset[str]
    notes: frozenset[str]
    mains: frozenset[str]
    properties: frozenset[str]
    downloads: frozenset[str]
    hidden: frozenset[str]
    heard: frozenset[str]
    classes: frozenset[str]
    of_tables: frozenset[str]


@functools.cache
def _rules() -> _Rules:
    data = _data()
    content, hidden = data["content"], data["hidden"]
    return _Rules(
        unseen=frozenset(data["unseen"]),
        elements=frozenset(data["elements"]),
        roles=frozenset(data["roles"]),
        notes=frozenset(content["notes"]),
        mains=frozenset(content["roles"]),
        properties=frozenset(content["properties"]),
        downloads=frozenset(content["downloads"]),
        hidden=frozenset(hidden["classes"]),
        heard=frozenset(hidden["heard"]),
        of_tables=frozenset(hidden["of_tables"]),
        classes=frozenset((*hidden["classes"], *hidden["heard"], *content["downloads"])),
    )


def _pattern(groups: list[str]) -> re.Pattern[str]:
    data = _data()
    core = "|".join(name for group in groups for name in data["names"][group])
    before, after = ("|".join(data["around"][key]) for key in ("before", "after"))
    return re.compile(rf"(?:(?:{before})-){{0,3}}(?:{core})(?:-(?:{after})){{0,3}}")


@functools.cache
def _frame_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The names that say so, and those of them that always do, not where little text is alone."""
    groups, light = list(_data()["names"]), _data()["light"]
    return _pattern(groups), _pattern([group for group in groups if group not in light])


@functools.cache
def _beginnings() -> frozenset[str]:
    """The first three letters of all names of the frame, two of those that have no more."""
    data = _data()
    patterns = [*data["around"]["before"], *(p for names in data["names"].values() for p in names)]
    return frozenset(letters[0][:3] for p in patterns if (letters := _LETTERS.match(p)))


def _says_frame(name: str) -> int:
    """What a class or id says. Nearly all say nothing: they begin otherwise than those that do."""
    first, known = name[:3], _beginnings()
    if first.isalpha() and first not in known and first[:2] not in known:
        return NO
    return (_compare if len(name) <= _SHORT else _compare.__wrapped__)(name)


@functools.lru_cache(_REMEMBERED)
def _compare(name: str) -> int:
    plain = _SIGNS.sub("-", name).strip("-")
    names, sure = _frame_names()
    if not names.fullmatch(plain):
        return NO
    return SURE if sure.fullmatch(plain) else LIGHT


@functools.cache
def _shown_later() -> re.Pattern[str]:
    return re.compile(_data()["hidden"]["shown_later"])


def is_unseen(tag: Tag) -> bool:
    """Whether it shows nothing: scripts, controls, what its attributes hide."""
    if tag.unseen is None:
        tag.main, tag.note, tag.heard = tag.name == "main", False, False
        tag.unseen = hides_by_name(tag) or (_is_telling(tag.source) and _read(tag, tag.attrs))
    return tag.unseen


def hides_by_name(tag: Tag) -> bool:
    """Whether an element of this name shows nothing, whatever its attributes say."""
    return tag.name in _rules().unseen


def _is_telling(source: str) -> bool:
    """Whether a tag may say any of this; few do, and to read the attributes takes far longer."""
    if "hidden" in source or "style=" in source or "role=" in source or "property=" in source:
        return True
    said = source.split('class="')
    if len(said) == 1:
        return False
    if len(said) > 2 or "&" in source:  # noqa: PLR2004 - more than one
        return True
    return not _rules().classes.isdisjoint(said[1].partition('"')[0].lower().split())


def _read(tag: Tag, attrs: Mapping[str, str]) -> bool:
    """Notes what role, property and classes say; gives whether the attributes hide an element."""
    rules, hides = _rules(), False
    if "class" in attrs:
        classes = attrs["class"].lower().split()
        tag.heard = not rules.heard.isdisjoint(classes)
        tag.note = not rules.downloads.isdisjoint(classes)
        named = rules.hidden.intersection(classes)
        hides = bool(named - rules.of_tables if tag.name == "table" else named)
    if "role" in attrs or "property" in attrs:
        role = attrs.get("role")
        tag.note |= role in rules.notes
        tag.main |= role in rules.mains or attrs.get("property") in rules.properties
    return (hides or _hides(attrs)) and not _opens(attrs)


def _hides(attrs: Mapping[str, str]) -> bool:
    """Whether attributes other than the class say that it shows nothing, if only at first."""
    return (
        attrs.get("hidden", "until-found") != "until-found"
        or attrs.get("aria-hidden") == "true"
        or ("style" in attrs and _STYLE.search(attrs["style"].lower()) is not None)
    )


def _opens(attrs: Mapping[str, str]) -> bool:
    """Whether the reader can open it: the panel of a tab or an accordion."""
    classes = attrs.get("class", "").lower().split()
    return attrs.get("role") == "tabpanel" or any(map(_shown_later().fullmatch, classes))


def frame_of(tag: Tag) -> int:
    """What the name, role, class or id say of the frame; asked once of a tag."""
    if tag.frame is None:
        is_unseen(tag)  # that it holds notes, too
        tag.frame = _frame_of(tag)
    return tag.frame


def _frame_of(tag: Tag) -> int:
    rules = _rules()
    if tag.name in rules.elements:
        return SURE
    if tag.note:
        return NO
    if "role=" in tag.source and tag.get("role") in rules.roles:
        return SURE
    if tag.name not in _BOXES or not ("class=" in tag.source or "id=" in tag.source):
        return NO
    own = tag.get("id").lower() if tag.name in _TITLED else ""
    named = (n for n in tag.names() if n != own or n.startswith(_FRAME_IDS))
    return max(map(_says_frame, named), default=NO)


def is_frame(tag: Tag, length: int) -> bool:
    """Whether its name, role, class or id says that it belongs to the site, not to the page.

    `length` is that of its text outside links.
    """
    says = frame_of(tag)
    return says == SURE or (says == LIGHT and length <= _data()["light_length"])


@functools.cache
def _switch_name() -> re.Pattern[str]:
    return _pattern(["languages", "switches"])


def is_switch(tag: Tag) -> bool:
    """Whether its class or id says that it leads to other languages."""
    return any(_switch_name().fullmatch(_SIGNS.sub("-", name).strip("-")) for name in tag.names())


def language_named(text: str) -> str:
    """The code of the language whose own name (folded) a text is, '' where it is none."""
    found: dict[str, str] = _data()["languages"]
    return found.get(text.strip(" []()|"), "")
