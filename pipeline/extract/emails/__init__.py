"""E-mail addresses, plain and masked.

Every search starts at a sign for "at" and looks a bounded way to both sides.

| rule | what it looks for |
| --- | --- |
| plain | `name@site.fr`, capitals and `mailto:` included |
| spaced | `name @ site.fr`, `name@ site.fr` |
| wrapped | an address broken over a line end: at the `@`, a dot or a dash |
| masked | `name [at] site.fr`, `(at)`, `(@)`, `{a}`, `arobase`, with `(dot)` or `[point]` too |
| spelled | `name at site dot fr`; ` at ` alone after a label or a name with a dot or digits |
| mailcrypt | SPIP's `span.mcrypt` between name and site |
| reversed | an address written backwards and shown forwards by a style |

A cut-off address (`name@`, `name at` and no site) is no mention but a finding, `cut-email`.
"""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.extract.contact_words import words
from pipeline.extract.emails.domains import is_common
from pipeline.extract.emails.sides import Name, Site, name_before, site_after
from pipeline.model import Mention, Span
from pipeline.reading import Reading
from pipeline.stages import stage

_SHOWN_BACKWARDS = re.compile(r"bidi-override|direction\s*:\s*rtl", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+'\-]{0,63}@(?:[A-Za-z0-9][A-Za-z0-9\-]{0,62}\.){1,8}([A-Za-z]{2,24})"
)
_TOKEN = string.ascii_letters + string.digits + "._%+-"
_TOKEN_REACH = 120
_LABEL_REACH = 48
_ONLY_SIGNS = re.compile(r"[^a-z0-9]*(?:is|est)?[^a-z0-9]*")
_STRONG_NAME = re.compile(r"[a-z0-9]{2}[._][a-z0-9]{2}")
#: `harbour16 chez site.fr`: no word of a sentence ends in digits.
_NUMBERED_NAME = re.compile(r"[a-z]{4,}[0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Sign(Span):
    """A sign for "at"; its rule decides how much else must be there."""

    rule: str


@stage("emails")
def find_emails(reading: Reading) -> list[Mention]:
    """The e-mail addresses of a page, in text order; values are lower case."""
    found: list[Mention] = []
    floor = 0
    for sign in signs(reading):
        if sign.start >= floor:
            mention = _reversed(reading, sign, floor) or _forward(reading, sign, floor)
            if mention is not None:
                found.append(mention)
                floor = mention.end
    return found


@functools.cache
def _masked() -> re.Pattern[str]:
    """What opens with a sign other than `@`: a search is one for a character of a set."""
    return re.compile(
        r"[&_\[({<](?:(?<=&)#64;|(?<=_)at_(?=[a-z0-9])"
        rf"|(?<=[\[({{<]) ?(?:{words('mask.at', 'mask.sure')}|a|@) ?[\])}}>])"
    )


@functools.cache
def _spaced() -> re.Pattern[str]:
    return re.compile(
        rf" (?:(?P<masked>(?:{words('mask.sure')}) )(?=[a-z0-9])"
        rf"|(?P<spelled>(?:{words('mask.at')}))(?= [a-z0-9]| ?$))",
        re.MULTILINE,
    )


def signs(reading: Reading) -> Iterator[Sign]:
    """The signs for "at", in text order: `plain`, `masked`, `spelled` or `mailcrypt`."""
    found = sorted(_signs(reading.key), key=lambda s: s.start)
    spans = reading.markup("span") if found else ()
    crypt = {m.start for m in spans if "mcrypt" in m.attrs.get("class", "")}
    for sign in found:
        if crypt and crypt.intersection(range(sign.start - 1, sign.start + 2)):
            yield Sign(sign.start, sign.end, "mailcrypt")
        else:
            yield sign


def _signs(key: str) -> Iterator[Sign]:
    at = key.find("@")
    while at >= 0:
        yield Sign(at, at + 1, "plain")
        at = key.find("@", at + 1)
    for match in _masked().finditer(key):
        if key[match.start()] != "_" or _ends_word(key, match.start()):
            yield Sign(match.start(), match.end(), "masked")
    for match in _spaced().finditer(key):
        if _ends_word(key, match.start()):
            yield Sign(match.start(), match.end(), match.lastgroup or "masked")


def _ends_word(key: str, at: int) -> bool:
    return at > 0 and key[at - 1].isascii() and key[at - 1].isalnum()


def _forward(reading: Reading, sign: Sign, floor: int) -> Mention | None:
    masked = sign.rule != "plain"
    name = name_before(reading, sign.start, floor, masked=masked)
    loose = masked or bool(name and name.gap == " ")
    site = site_after(reading, sign.end, masked=loose) if name else None
    if name is None or site is None or site.domain.startswith("www."):
        return None
    label = label_before(reading, name.start)
    rule = _rule(reading, sign, name, site, label)
    if rule is None:
        return None
    return _mention(name.start, site.end, f"{name.local}@{site.domain}", rule, label)


def _mention(start: int, end: int, value: str, rule: str, label: str) -> Mention:
    details: dict[str, object] = {"masked": rule not in {"plain", "wrapped"}}
    if label:
        details["label"] = label
    return Mention(start, end, "email", value, rule, details=details)


def _rule(reading: Reading, sign: Sign, name: Name, site: Site, label: str) -> str | None:
    """The rule that makes these two sides an address, or None where they are none."""
    tld = site.domain.rpartition(".")[2]
    if sign.rule == "plain":
        return _plain_rule(name, site, label)
    if not is_common(tld) and not label:
        return None
    if sign.rule == "masked":
        loose = bool(name.gap or site.gap) and sign.of(reading.key)[1:-1].strip() == "a"
        return None if loose and not label else "masked"
    if sign.rule == "spelled":
        spelled = site.spelled and not _prose().search(reading.key, site.start, site.end)
        strong = _STRONG_NAME.search(name.local) or _NUMBERED_NAME.fullmatch(name.local)
        sure = _labelled(reading, name) or spelled or strong
        return "spelled" if sure and name.local not in _never() else None
    return sign.rule


def _plain_rule(name: Name, site: Site, label: str) -> str | None:
    if "\n" in name.gap + site.gap:
        sure = is_common(site.domain.rpartition(".")[2]) and name.local not in _never()
        return "wrapped" if sure else None
    if not name.gap and not site.gap:
        spelled = site.spelled or name.spelled
        return "wrapped" if site.wrapped else "masked" if spelled else "plain"
    handle = name.gap and not site.gap and not _STRONG_NAME.search(name.local)
    handle = handle and name.local not in _roles()
    if (handle and name.local in _never()) or (
        not label and (handle or name.local.rpartition("-")[2] in _never())
    ):
        return None
    return "spaced" if is_common(site.domain.rpartition(".")[2]) else None


@functools.cache
def _prose() -> re.Pattern[str]:
    """A bare word for a dot that sentences with a bare "at" hold too."""
    return re.compile(rf" (?:{lexicon.alternation(lexicon.every('contacts', 'mask.prose'))}) ")


@functools.cache
def _roles() -> frozenset[str]:
    """Names of mailboxes, which no account's name follows: `presse @site.fr`."""
    return frozenset(lexicon.every("contacts", "mask.roles"))


@functools.cache
def _never() -> frozenset[str]:
    """Words that end a sentence's part before `@ site` and are no mailbox."""
    return frozenset(lexicon.every("contacts", "mask.never"))


def _reversed(reading: Reading, sign: Sign, floor: int) -> Mention | None:
    """An address whose characters stand backwards: a style says so, or a label and the form."""
    if sign.rule != "plain":
        return None
    text = reading.text
    before = text[max(floor, sign.start - _TOKEN_REACH) : sign.start]
    after = text[sign.end : sign.end + _TOKEN_REACH]
    start = sign.start - len(before) + len(before.rstrip(_TOKEN))
    end = sign.end + len(after) - len(after.lstrip(_TOKEN))
    match = _ADDRESS.fullmatch(text[start:end][::-1])
    if match is None or not is_common(match[1].lower()):
        return None
    styled = any(
        m.start <= sign.start < m.end and _SHOWN_BACKWARDS.search(m.attrs.get("style", ""))
        for m in reading.markup("span", "bdo", "div", "p", "a")
        if m.attrs.get("style") or m.tag == "bdo"
    )
    label = label_before(reading, start)
    if not styled and (not label or _ADDRESS.fullmatch(text[start:end])):
        return None
    return _mention(start, end, match[0].lower(), "reversed", label)


@functools.cache
def _email_label() -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.every("contacts", "labels.email"))
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z@])")


def _labelled(reading: Reading, name: Name) -> bool:
    """Whether nothing but signs stands between an e-mail label and the name."""
    line = reading.lines.at(name.start)
    window = max(line.start, name.start - _LABEL_REACH)
    ends = (m.end() for m in _email_label().finditer(reading.key, window, name.start))
    return any(_ONLY_SIGNS.fullmatch(reading.key, end, name.start) for end in ends)


def label_before(reading: Reading, at: int) -> str:
    """The e-mail label shortly before `at` on its line, as written; '' where there is none."""
    line = reading.lines.at(at)
    window = max(line.start, at - _LABEL_REACH)
    found = [m.span() for m in _email_label().finditer(reading.key, window, at)]
    if not found:
        return ""
    start, end = found[-1]
    gap = reading.text[end:at]
    return reading.text[start:end] if ". " not in gap and len(gap) < _LABEL_REACH else ""
