"""France's codes with the service that each belongs to: `15 - Samu`, `18 - Pompiers`.

Other countries took them over, so that they are numbers in whatever country.
"""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.contact_words import words

_LIST_REACH = 600


def is_own(key: str, digits: str, start: int) -> bool:
    """Whether a code of France and its service stand together, in whatever country: `15 - Samu`.

    Not in a list that counts on: `16 - Voirie`, `17 - Police municipale`.
    """
    if digits not in _codes_of_services() or _own_service().match(key, start) is None:
        return False
    return not any(_is_counted_on(key, int(digits) + step, start) for step in (-1, 1))


def _is_counted_on(key: str, number: int, near: int) -> bool:
    """Whether a line near by opens with a number and a sign, and with no code of a service."""
    window = max(0, near - _LIST_REACH)
    for line in re.finditer(
        rf"^[ \t•*·\-]{{0,4}}({number}) ?[-.)]", key[window : near + _LIST_REACH], re.MULTILINE
    ):
        if _own_service().match(key, window + line.start(1)) is None:
            return True
    return False


@functools.cache
def _codes_of_services() -> frozenset[str]:
    return frozenset(entry[:2] for entry in lexicon.every("contacts", "emergency.own"))


@functools.cache
def _own_service() -> re.Pattern[str]:
    return re.compile(rf"(?:{words('emergency.own')})(?![a-z])")
