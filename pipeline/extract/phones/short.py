"""Short codes: 112, 15, 3939."""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.contact_words import words
from pipeline.extract.phones import plans
from pipeline.extract.phones.found import regions
from pipeline.extract.phones.labels import Call, Level
from pipeline.extract.phones.plans import Number
from pipeline.extract.phones.runs import MASKED
from pipeline.extract.phones.services import is_entry, is_own, is_under_heading
from pipeline.model import Span
from pipeline.reading import Reading

_SHAPE = re.compile(
    r"[1-9][0-9]{1,5}\Z|0[0-9]{1,2}\Z|[1-9][0-9][ .][0-9]{2}\Z|116 [0-9]{3}\Z|[2-9]-1-1\Z"
)
#: North America writes its service codes as it says them: `3-1-1`.
_SPELLED = re.compile(r"[2-9]-1-1(?![0-9\-])")
#: The European Union's harmonised numbers of social value: `le 116 117`.
_HARMONISED = re.compile(r"116 ?[0-9]{3}\Z")
_SHORT = re.compile(r"([0-9]+)(?:[ .][0-9]+)?")
_NOT_DIGIT = re.compile(r"[^0-9]")
_BEFORE = 70
_LONGEST_LISTED = 4
_SHORTEST_CALLED = 2


@functools.cache
def _joins() -> str:
    """Signs and small words between a service or a verb and its number."""
    joins = words("call.joins")
    return rf"(?:[ :=,(*\-\"]|(?<![a-z])(?:{joins})(?![a-z])){{0,12}}"


@functools.cache
def _service() -> re.Pattern[str]:
    services = words("emergency.services")
    return re.compile(rf"(?<![a-z])(?:{services})(?: [(][^()]{{0,20}}[)])?{_joins()}\Z")


@functools.cache
def _verb() -> re.Pattern[str]:
    verbs, adverbs = words("call.verbs"), words("call.adverbs")
    return re.compile(rf"(?<![a-z])(?:{verbs})(?: (?:{adverbs}))?{_joins()}\Z")


@functools.cache
def _whom() -> re.Pattern[str]:
    """`contact the clerk's office at`: the verb, whom it calls, and what joins the number."""
    verbs, to = words("call.verbs"), words("call.to")
    return re.compile(rf"(?<![a-z])(?:{verbs}) [^.!?:;,\n0-9]{{3,50}} (?:{to}) \Z")


@functools.cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{words('call.nouns')}) \Z")


@functools.cache
def _counts() -> re.Pattern[str]:
    units = words("short.never")
    return re.compile(rf" ?(?:{units})(?![a-z])|[.,:][0-9]|[ .\-/]{{0,3}}[0-9]")


@functools.cache
def _number_of() -> re.Pattern[str]:
    names = words("emergency.names")
    return re.compile(rf"[^.!?\n0-9]{{0,40}}(?<![a-z])(?:{names})(?![a-z])")


@functools.cache
def _listed() -> re.Pattern[str]:
    """A service, perhaps with what is peculiar to it, and a colon: its number follows.

    `Police touristique : 1155` says so in whatever country.
    """
    services = words("emergency.services")
    return re.compile(
        rf"(?<![a-z])(?:{services})(?:[ '\-][a-z]{{2,14}}){{0,2}}"
        rf"(?: [(][^()]{{0,20}}[)])?\*{{0,2}} ?: ?(?:\*{{0,2}}|\" ?)\Z"
    )


_ENDS_ENTRY = re.compile(r"(?:\*{0,2}| ?\") {0,2}(?:[\n(,;./]|$|(?:et|ou|or|and) [0-9])")
#: How `15 - Samu`, `15 Samu`, `155 pour la police`, `155 for the police` go on behind the digits.
_SERVICE_SOON = frozenset((" -", " p", " f", " g", " s"))
_JOINTS = (
    r"(?:[ ,;/*\-]|(?<![a-z])(?:le|the)(?![a-z])|(?<![a-z])(?:et|ou|or|and|y|o|und|oder)(?![a-z]))"
)
_JOINED = re.compile(rf"[0-9)\]*{MASKED}]{_JOINTS}{{1,12}}\Z")
_OR = re.compile(r"[0-9]\)? ?\((?:ou|or)(?: le| au)? \Z")
_ARTICLE = re.compile(r"(?<![a-z])(?:le|du|au|aux|les|the) \Z")
_GROUPED = re.compile(r"[0-9][ .,']\Z")


@functools.cache
def _counted() -> re.Pattern[str]:
    """A word that goes on after a number: unless it is one of these, the number counts it."""
    services, after = words("emergency.services"), words("short.after")
    return re.compile(rf" (?!(?:{services}|{after})(?![a-z]))[a-z]{{2}}")


@functools.cache
def _network() -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9])(?:{'|'.join(sorted(_everywhere()))})(?![0-9])")


_BULLETS = ' \t•*·-"'
#: What may stand before a number that opens its line: `Le 18 : les pompiers`.
_OPENING = frozenset(("", "le", "the"))


@functools.cache
def _service_after() -> re.Pattern[str]:
    """A service behind its number; after a dash only where no list is numbered so high."""
    services = words("emergency.services")
    return re.compile(rf"(?:\"? ?: ?(?:les? |l'|the )?|(?<=[0-9]{{3}}) - )(?:{services})(?![a-z])")


@functools.cache
def _quoted_service() -> re.Pattern[str]:
    """A number in quotation marks, and its service in brackets: `"17" (police)`."""
    services = words("emergency.services")
    return re.compile(rf" ?\" [(](?:{services})[,)]")


@functools.cache
def _purpose() -> re.Pattern[str]:
    services, purposes = words("emergency.services"), words("emergency.purposes")
    return re.compile(rf" (?:{purposes}) [^.!?\n0-9]{{0,25}}(?<![a-z])(?:{services})(?![a-z])")


@functools.cache
def _everywhere() -> frozenset[str]:
    """The emergency numbers that networks know in whatever country."""
    return frozenset(lexicon.every("contacts", "emergency.numbers"))


def is_short(text: str, key: str, span: Span, regions: tuple[str, ...]) -> bool:
    """Whether the digits of `span`, or of its first two groups, may be a short code."""
    match = _SHORT.match(text, span.start, span.end)
    if match is None:
        return False
    if _SPELLED.match(text, span.start):
        return True
    if match[1] in _everywhere() or _is_listed(key, Span(*match.span(1))):
        return True
    if key[match.end(1) : match.end(1) + 2] in _SERVICE_SOON and _is_told(
        key, Span(*match.span(1))
    ):
        return True
    return any(
        plans.short_code(_NOT_DIGIT.sub("", written), regions) is not None
        for written in {match[0], match[1]}
    )


def is_no_code(key: str, end: int, written: str, regions: tuple[str, ...]) -> bool:
    """Whether a few digits that nothing joins to others, ending at `end`, are no short code.

    The same as `is_short`, for most of a page's numbers: its years, its counts.
    """
    if not written.isdigit() or written in _everywhere():
        return False
    if plans.short_code(written, regions) is not None:
        return False
    span = Span(end - len(written), end)
    if _is_listed(key, span):
        return False
    if key[end : end + 2] not in _SERVICE_SOON:
        return True
    return not _is_told(key, span)


def _is_told(key: str, span: Span) -> bool:
    """Whether a service after a number says that it is a code, in whatever country."""
    if is_own(key, span.of(key), span.start) or _is_among(key, span):
        return True
    return is_entry(key, span)


def is_called_by_verb(key: str, span: Span) -> bool:
    """Whether a verb that tells to call stands before digits: right before, or whom and `at`."""
    window = max(0, span.start - _BEFORE)
    if _verb().search(key, window, span.start) is not None:
        return True
    return _whom().search(key, window, span.start) is not None


def counts_something(key: str, span: Span) -> bool:
    """Whether a word follows digits that they may count."""
    return _counts().match(key, span.end) is not None or _counted().match(key, span.end) is not None


def _is_called_by_noun(key: str, before: str, span: Span) -> bool:
    """`Appels au 117`, `calls to 911`: the word for calls before a code.

    Without an article, such as two digits never do: `calls to 15 people`.
    """
    if _noun().search(before) is None or counts_something(key, span):
        return False
    return len(span) > _SHORTEST_CALLED or _ARTICLE.search(before) is not None


def _is_listed(key: str, span: Span) -> bool:
    if ":" not in key[max(0, span.start - 4) : span.start] or len(span) > _LONGEST_LISTED:
        return False
    before = key[max(0, span.start - _BEFORE) : span.start]
    return _listed().search(before) is not None and bool(_ENDS_ENTRY.match(key, span.end))


def _is_among(key: str, span: Span) -> bool:
    """Whether a service is named after a number, on a line with a number that networks know.

    `112 pour les urgences, 155 pour la police` holds numbers, whether a plan has them or not.
    """
    if key[span.end : span.end + 1] != " " or len(span) > _LONGEST_LISTED:
        return False
    if not _purpose().match(key, span.end):
        return False
    start = max(0, span.start - 2 * _BEFORE)
    start = max(start, key.rfind("\n", start, span.start) + 1)
    return _network().search(key, start, span.start) is not None


def _is_quoted(key: str, before: str, span: Span) -> bool:
    return before.rstrip().endswith('"') and _quoted_service().match(key, span.end) is not None


def short_code(reading: Reading, text: str, span: Span, call: Call) -> Number | None:
    """The short code that `span` is, where words call it one and a plan of the page's has it."""
    written = span.of(text)
    key = reading.key
    if not _SHAPE.match(written) or _counts().match(key, span.end):
        return None
    if _GROUPED.search(key, max(0, span.start - 2), span.start):
        return None
    number = _known_code(reading, key, span, _NOT_DIGIT.sub("", written))
    return number if number and _is_called(text, key, span, call) else None


def _known_code(reading: Reading, key: str, span: Span, digits: str) -> Number | None:
    """The short code that a plan, every network or the words beside it know."""
    number = plans.short_code(digits, regions(reading))
    if number is None and digits in _everywhere():
        return Number(digits, "", "short_code", valid=True, link="")
    said = number is not None or is_own(key, digits, span.start)
    if not said:
        said = _is_listed(key, span) or _is_told(key, span)
    if number is None and said:
        country = reading.page.country
        return Number(digits, country, "unknown", valid=False, link="")
    return number


def _is_called(text: str, key: str, span: Span, call: Call) -> bool:
    """Whether words say that digits are a number that is dialled."""
    window = max(0, span.start - _BEFORE)
    before = key[window : span.start]
    called = call.level is Level.CALLED or call.rule == "short-code"
    spelled = _SPELLED.match(text, span.start) is not None
    short = spelled or len(span) <= _LONGEST_LISTED or not call.chained
    if called and short and (not call.chained or _is_joined(key, before, span)):
        return True
    if any(after().match(key, span.end) for after in (_number_of, _purpose)):
        return True
    if (
        _is_listed(key, span)
        or _is_quoted(key, before, span)
        or _is_called_by_noun(key, before, span)
    ):
        return True
    if _service().search(before) or _verb().search(before):
        return spelled or bool(_ARTICLE.search(before)) or not _counted().match(key, span.end)
    named = _HARMONISED.match(span.of(text)) and _ARTICLE.search(before)
    if named or _OR.search(before):
        return not _counted().match(key, span.end)
    opens = before.rpartition("\n")[2].strip(_BULLETS) in _OPENING and (
        "\n" in before or not window
    )
    return opens and _opens_an_entry(text, key, span)


def _opens_an_entry(text: str, key: str, span: Span) -> bool:
    """Whether the service of a code that opens its line follows."""
    if is_own(key, span.of(key), span.start) or _service_after().match(key, span.end):
        return True
    if not is_entry(key, span):
        return False
    return text[span.end + 1].isupper() or is_under_heading(key, span)


def _is_joined(key: str, before: str, span: Span) -> bool:
    """Whether a code goes on a list of numbers: after `01 44 18 53 00, 17 rue …` none does."""
    return _JOINED.search(before) is not None and not _counted().match(key, span.end)
