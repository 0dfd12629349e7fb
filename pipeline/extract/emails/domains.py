"""What may be the end of a domain name."""

from __future__ import annotations

import functools
import re

from pipeline import lexicon

_TLD = re.compile(r"[a-z]{2,24}\Z")
_GLUED_SITE = re.compile(r"(?<=[a-z])(?:www|https?)\Z")
_GLUED = re.compile(r"([a-z]{2,6})(?=[A-ZÀ-Ý])")
_COUNTRY_LENGTH = 2


@functools.cache
def _never() -> frozenset[str]:
    """What ends the name of a file, and what is a domain's last label but one only."""
    return frozenset(lexicon.every("contacts", "domains.never"))


@functools.cache
def _well_known() -> frozenset[str]:
    return frozenset(lexicon.every("contacts", "domains.common"))


def is_common(tld: str) -> bool:
    """Whether a last label is a country's or one of the well-known ones."""
    return len(tld) == _COUNTRY_LENGTH or tld in _well_known()


def trimmed(domain: str) -> str:
    """The domain without a word glued to its end; '' where no plausible domain is left.

    `site.frTel` and `site.fr.Please` end at `fr`: a capital after lower case shows where the
    next word begins. `photo@2x.png` and `name@site.gouv` have no domain.
    """
    labels = _before_web_address(domain.split("."))
    while len(labels) > 1:
        tld = labels[-1]
        glued = _GLUED.match(tld)
        if glued and is_common(glued[1]):
            return ".".join([*labels[:-1], glued[1]])
        is_word = tld[:1].isupper() and labels[-2].islower() and len(labels) > len("a@")
        if is_word and is_common(labels[-2]):
            labels.pop()
            continue
        good = _TLD.match(tld.lower()) and tld.lower() not in _never()
        return ".".join(labels) if good else ""
    return ""


def _before_web_address(labels: list[str]) -> list[str]:
    """The labels without a web address glued to them: `site.frwww.site.fr`."""
    for index, label in enumerate(labels[1:], 1):
        short = _GLUED_SITE.sub("", label)
        if short != label and is_common(short):
            return [*labels[:index], short]
    return labels
