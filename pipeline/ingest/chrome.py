"""What of a page is unseen, and what is the frame that its site puts around it.

One element at a time, by its name, role, class or id (`chrome.toml`).
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any

from pipeline.ingest.dom import Element, names

_SIGNS = re.compile(r"[_-]+")
_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top)\s*:\s*-\d{3,5}(?:px|em)"
)
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


@functools.cache
def _data() -> dict[str, Any]:
    file = resources.files("pipeline") / "ingest" / "chrome.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@functools.cache
def _set(*path: str) -> frozenset[str]:
    found: Any = _data()
    for key in path:
        found = found[key]
    return frozenset(found)


def _pattern(groups: list[str]) -> re.Pattern[str]:
    data = _data()
    core = "|".join(name for group in groups for name in data["names"][group])
    before, after = ("|".join(data["around"][key]) for key in ("before", "after"))
    return re.compile(rf"(?:(?:{before})-){{0,3}}(?:{core})(?:-(?:{after})){{0,3}}")


@functools.cache
def _frame_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The names that always say so, and those that do where little text is."""
    groups, light = list(_data()["names"]), _data()["light"]
    return _pattern([group for group in groups if group not in light]), _pattern(light)


@functools.lru_cache(maxsize=4096)
def _says_frame(name: str) -> tuple[bool, bool]:
    plain = _SIGNS.sub("-", name).strip("-")
    sure, light = _frame_names()
    return sure.fullmatch(plain) is not None, light.fullmatch(plain) is not None


@functools.cache
def _shown_later() -> re.Pattern[str]:
    return re.compile(_data()["hidden"]["shown_later"])


def is_unseen(element: Element, tag: str) -> bool:
    """Whether it shows nothing: scripts, controls, what its attributes hide."""
    if tag in _set("unseen"):
        return True
    if not element.attrib:
        return False
    style = element.get("style")
    if style and _STYLE.search(style.lower()):
        return not _opens(element)
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return not _opens(element)
    if element.get("aria-hidden") == "true":
        return not _opens(element)
    hidden = not _set("hidden", "classes").isdisjoint(_classes(element))
    return hidden and not _opens(element)


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").lower().split()


def _opens(element: Element) -> bool:
    """Whether the reader can open it: the panel of a tab or an accordion."""
    if element.get("role") == "tabpanel":
        return True
    return any(_shown_later().fullmatch(name) for name in _classes(element))


def is_heard(element: Element) -> bool:
    """Whether it is for screen readers alone."""
    return not _set("hidden", "heard").isdisjoint(_classes(element))


def is_frame(element: Element, tag: str, length: int) -> bool:
    """Whether its name, role, class or id says that it belongs to the site, not to the page.

    `length` is that of its text outside links.
    """
    if tag in _set("elements"):
        return True
    if not element.attrib or is_note(element):
        return False
    role = element.get("role")
    if role and role in _set("roles"):
        return True
    if tag not in _BOXES:
        return False
    own = element.get("id", "").lower() if tag in _TITLED else ""
    little = length <= _data()["light_length"]
    for name in names(element):
        sure, light = _says_frame(name)
        if (sure or (light and little)) and (name != own or name.startswith(_FRAME_IDS)):
            return True
    return False


def is_note(element: Element) -> bool:
    """Whether it says of itself that it holds notes to the text."""
    return element.get("role") in _set("content", "notes")


def is_main(element: Element, tag: str) -> bool:
    """Whether it says of itself that it is the page's content."""
    if tag == "main":
        return True
    return bool(element.attrib) and (
        element.get("role") in _set("content", "roles")
        or element.get("property") in _set("content", "properties")
    )


@functools.cache
def _switch_name() -> re.Pattern[str]:
    return _pattern(["languages", "switches"])


def is_switch(element: Element) -> bool:
    """Whether its class or id says that it leads to other languages."""
    return any(
        _switch_name().fullmatch(_SIGNS.sub("-", name).strip("-")) for name in names(element)
    )


def language_named(text: str) -> str:
    """The code of the language whose own name (folded) a text is, '' where it is none."""
    found: dict[str, str] = _data()["languages"]
    return found.get(text.strip(" []()|"), "")
