"""Words of the lexicon as patterns that fail fast: sorted into drawers by their first letter."""

from __future__ import annotations

from pipeline import lexicon

_REPEATS = "?*+{"


def words(*keys: str) -> str:
    """A regular expression for any word under `keys` of topic `contacts`, in all languages.

    What starts with the same letter shares it: where a text has another letter, one look is
    enough for the whole drawer.
    """
    drawers: dict[str, list[str]] = {}
    for key in keys:
        for entry in lexicon.every("contacts", key):
            shared = entry[0].isalpha() and entry[1:2] not in _REPEATS and len(entry) > 1
            drawers.setdefault(entry[0] if shared else "", []).append(entry)
    loose = drawers.pop("", [])
    shelves = [
        f"{letter}(?:{lexicon.alternation([entry[1:] for entry in entries])})"
        for letter, entries in sorted(drawers.items())
    ]
    return "|".join([*shelves, *([lexicon.alternation(loose)] if loose else [])])
