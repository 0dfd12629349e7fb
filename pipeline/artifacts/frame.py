"""What a site puts around its pages, where one line alone does not tell: rules of a `Sheet`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.artifacts.sheet import Phrases, Sheet, of_dumps, whole
from pipeline.model import Artifact
from pipeline.reading import fold

#: An entry is no longer than this.
_ENTRY = 60
_LINE = 160
_NUMBER = re.compile(r"\d+")

_BANNER_IMAGE = re.compile(r"(?:u\.?s\.? |united states )?flag(?: of .{3,30})?")


def banner_images(sheet: Sheet) -> Iterator[Artifact]:
    """'Flag' over 'An official website of …', and 'How do you know?' under it."""
    for number in sheet.filled(whole("government"), _LINE):
        above = sheet.short(number - 1, _ENTRY) if 0 < number <= _EDGE else ""
        if _BANNER_IMAGE.fullmatch(above):
            yield sheet.artifact(number - 1, "government-banner")
        if whole("official").fullmatch(sheet.short(number + 1, _ENTRY)):
            yield sheet.artifact(number + 1, "government-banner")


def spacers(sheet: Sheet) -> Iterator[Artifact]:
    """A full stop that an author typed to make space: between blank lines, or at an end."""
    last = len(sheet) - 1
    for number in sheet.opening.get("", ()):
        if sheet.keys[number] == ".":
            above = number == 0 or sheet.gap_before(number)
            if above and (number == last or sheet.gap_before(number + 1)):
                yield sheet.artifact(number, "spacer")


_FILTERS = 3
_FILTER = 30
_RESULTS = re.compile(
    r"\b(?:displaying|showing|affichage|resultats?)(?: results?)? ?:? \d"
    r"|\b\d+ (?:results?|resultats?)\b"
)


@of_dumps
def result_filters(sheet: Sheet) -> Iterator[Artifact]:
    """'Type', 'Category', 'Last updated': the filters of a page that counts its results."""
    key = sheet.key
    counts = "result" in key or "showing" in key or "displaying" in key or "affichage" in key
    if not counts or not _RESULTS.search(key):
        return
    named = sheet.filled(whole("filters"), _FILTER)
    for first in named:
        run = range(first, first + _FILTERS)
        if all(n in named for n in run):
            yield from (sheet.artifact(n, "frame-name") for n in run)


@of_dumps
def empty_fields(sheet: Sheet) -> Iterator[Artifact]:
    """'Date', 'Categories', 'Authors' over a blank line, above all else: fields without values."""
    number = 0
    while sheet.short(number, _FILTER) and whole("filters").fullmatch(sheet.keys[number]):
        number += 1
    if number >= _FILTERS and number < len(sheet) and sheet.gap_before(number):
        yield from (sheet.artifact(n, "empty-label") for n in range(number))


_PARAGRAPH = 60


@of_dumps
def field_names(sheet: Sheet) -> Iterator[Artifact]:
    """'Text', and 'Text' again, right over sentences: the name of a field, once a paragraph."""
    named = sheet.filled(whole("field"), _FILTER)
    below = [sheet.keys[n + 1] for n in named if n + 1 < len(sheet)]
    said = sum(len(key) > _PARAGRAPH and key[-1] in ".!?" for key in below)
    if len(named) > 1 and said == len(named):
        yield from (sheet.artifact(number, "frame-name") for number in named)


@of_dumps
def loose_ends(sheet: Sheet) -> Iterator[Artifact]:
    """'See also' or 'On this page' in the last line: what it would head was left out."""
    last = len(sheet) - 1
    if last < 1 or not sheet.gap_before(last):
        return
    if sheet.short(last, _FILTER) and whole("related", "contents").fullmatch(sheet.keys[last]):
        yield sheet.artifact(last, "empty-label")


_ADDRESS = re.compile(r"https?://\S+/(?P<page>[\w.%-]*[a-z]{3}[\w.%-]*)/?(?:[?#]\S*)?")


@of_dumps
def printed_addresses(sheet: Sheet) -> Iterator[Artifact]:
    """The page's own address in the last line, or any right under a button: for paper."""
    last = len(sheet) - 1
    found = _ADDRESS.fullmatch(sheet.keys[last]) if last > 0 else None
    if found is not None:
        own = sheet.page.url.lower().rstrip("/").endswith(f"/{found['page']}")
        if own or whole("print", "top", "share").fullmatch(sheet.short(last - 1, _ENTRY)):
            yield sheet.artifact(last, "printed-address")


_NOTICE = 12
_TRANSLATES = re.compile(r"\btranslat|\btradu")


def translation_notices(sheet: Sheet) -> Iterator[Artifact]:
    """'Google Translate Disclaimer' at the top, and what it says of translations, to its end."""
    for first in sheet.filled(whole("translation"), _ENTRY):
        if first > _EDGE:
            return
        last = first
        for number in range(first + 1, min(first + _NOTICE, len(sheet))):
            if _TRANSLATES.search(sheet.keys[number]):
                last = number
            elif len(sheet.keys[number]) > _ENTRY:
                break
        if last + 1 < len(sheet):  # else it is what the page is about
            run = range(first, last + 1)
            yield from (sheet.artifact(number, "translation-note") for number in run)


_MOMENT = re.compile(r"(?:\d{4}-\d\d-\d\d )(?P<time>\d\d:\d\d:\d\d\.\d{3})")


def record_ends(sheet: Sheet) -> Iterator[Artifact]:
    """'2006-12-14 00:00:00.000', '929', '2': the fields of a record, printed under its text."""
    number = len(sheet) - 1
    while number > 0 and _NUMBER.fullmatch(sheet.short(number, _EDGE)):
        number -= 1
    moment = _MOMENT.fullmatch(sheet.short(number, _ENTRY)) if number >= 0 else None
    if moment is not None:
        end = sheet.starts[number] + len(sheet.keys[number])
        yield Artifact(end - len(moment["time"]), end, "record-end")
        yield from (sheet.artifact(n, "record-end") for n in range(number + 1, len(sheet)))


#: Languages by their own names, as a switch writes them.
LANGUAGE_NAMES = frozenset(
    {
        *("English", "Français", "Deutsch", "Italiano", "Español", "Português", "Nederlands"),
        *("Rumantsch", "Русский", "العربية", "中文", "日本語", "Polski", "Română", "Magyar"),
        *("Türkçe", "Shqip", "Українська", "한국어", "EN", "FR"),
        *("Български", "Čeština", "Dansk", "Eesti", "Ελληνικά", "Gaeilge", "Hrvatski", "Latviešu"),
        *("Lietuvių", "Malti", "Slovenčina", "Slovenščina", "Suomi", "Svenska", "Lëtzebuergesch"),
        *("Norsk", "Íslenska", "Српски", "Srpski", "Македонски", "Bosanski", "Català", "Euskara"),
    }
)
_EDGE = 5


@of_dumps
def language_names(sheet: Sheet) -> Iterator[Artifact]:
    """A language's own name alone in a line, at the top or the end, and nowhere between."""
    named = [n for n, text in enumerate(sheet.texts) if text.strip("() |") in LANGUAGE_NAMES]
    at_edge = [n for n in named if n < _EDGE or n >= len(sheet) - _EDGE]
    if not named or len(at_edge) < len(named) or named[-1] - named[0] >= _EDGE:
        return
    labelled = {n for n, text in enumerate(sheet.texts) if text.endswith(":")}
    for number in named:
        if number - 1 in labelled:
            labelled.add(number)
        elif len(sheet) > 1:
            yield sheet.artifact(number, "language-menu")


def _spelled(names: Iterable[str]) -> set[str]:
    """Names as folded lines have them: small, but with either letter in other scripts."""
    long = [fold(name) for name in names if len(name) > len("EN")]
    return {spelled for name in long for spelled in (name, name.lower())}


_LANGUAGES = 3
_CODES = "bg|cs|da|de|el|en|es|et|fi|fr|ga|hr|hu|it|lt|lv|mt|nl|pl|pt|ro|sk|sl|sv"
#: A name may have its code before or behind it, and what says that it is the page's own.
_OWN_NAME = Phrases(
    rf"\W{{0,3}}(?:(?:{_CODES}) )?"
    rf"(?:{'|'.join(sorted(_spelled(LANGUAGE_NAMES)))})"
    rf"(?: \(?(?:{_CODES})\)?)?\W{{0,4}}",
    whole=True,
)


@of_dumps
def language_runs(sheet: Sheet) -> Iterator[Artifact]:
    """'bg български', 'es español', 'cs čeština': languages by their own names, one a line.

    Three or more are a switch wherever they stand, but under a label that asks for them.
    """
    named = sheet.filled(_OWN_NAME, _FILTER)
    run: list[int] = []
    for number, following in zip(named, [*named[1:], -1], strict=False):
        run.append(number)
        if following == number + 1:
            continue
        if len(run) >= _LANGUAGES and not (run[0] and sheet.keys[run[0] - 1].endswith(":")):
            yield from (sheet.artifact(n, "language-menu") for n in run)
        run = []


_HOME_REACH = 8


@of_dumps
def lone_homes(sheet: Sheet) -> Iterator[Artifact]:
    """'Home' alone, set apart from what is below, right under a switch of languages or a tool."""
    for number in sheet.filled(whole("home"), _ENTRY):
        apart = number + 1 < len(sheet) and sheet.gap_before(number + 1)
        if 0 < number < _HOME_REACH and apart and not sheet.gap_before(number):
            above = sheet.texts[number - 1].split()
            named = len(above) > 1 and all(word.title() in LANGUAGE_NAMES for word in above)
            if named or whole("frame", "skip").fullmatch(sheet.short(number - 1, _LINE)):
                yield sheet.artifact(number, "menu")


_NETWORK = Phrases(
    r"\W{0,3}(?:facebook|twitter|linkedin|instagram|youtube|flickr|whatsapp|pinterest"
    r"|google ?\+|viadeo|tumblr|telegram|rss|e-?mail|courriel)\W{0,3}",
    whole=True,
)
_NETWORKS = 3


def share_runs(sheet: Sheet) -> Iterator[Artifact]:
    """Names of networks in adjacent lines, three or more, or after a word for sharing.

    A call to follow goes with them; so it does where its links are images without a text. 'E-mail'
    over a mailbox is its label.
    """
    named = sheet.filled(_NETWORK, _ENTRY)
    networks = [number for number in named if "@" not in _below(sheet, number)]
    calls = set(sheet.filled(whole("share", "print", "follow"), _ENTRY)).difference(networks)
    run: list[int] = []
    for number, following in zip(networks, [*networks[1:], -1], strict=False):
        run.append(number)
        if following == number + 1:
            continue
        if len(run) >= _NETWORKS or run[0] - 1 in calls:
            yield from (sheet.artifact(n, "share-link") for n in run)
        run = []
    for number in calls:
        if whole("follow").fullmatch(sheet.keys[number]) and _leads_to_images(sheet, number):
            yield sheet.artifact(number, "share-link")
        elif whole("print").fullmatch(sheet.keys[number]):
            yield from _beside_print(sheet, number)


_PRINTED = re.compile(r"\W{0,4}(pdf|e-?mail|courriel|word|rtf)\W{0,2}")


def _beside_print(sheet: Sheet, number: int) -> Iterator[Artifact]:
    """'PDF' and 'E-mail' right beside 'Print': buttons of one row, over no mailbox."""
    for beside, step in ((number - 1, -1), (number + 1, 1)):
        at = beside
        while at >= 0 and (found := _PRINTED.fullmatch(sheet.short(at, _ENTRY))):
            if sheet.gap_before(max(at, at - step)) or "@" in _below(sheet, at):
                break
            start, (first, end) = sheet.starts[at], found.span(1)
            yield Artifact(start + first, start + end, "print-link")
            at += step


def _below(sheet: Sheet, number: int) -> str:
    """The folded characters of the line below; '' at the end."""
    return sheet.keys[number + 1] if number + 1 < len(sheet) else ""


_CONTACT = re.compile(r"[@:/]")


def _leads_to_images(sheet: Sheet, number: int) -> bool:
    """Whether networks' bare names stand under a call to follow, or, after a colon, nothing."""
    below = sheet.short(number + 1, _LINE)
    if _NETWORK.fullmatch(below):
        return True
    called = sheet.keys[number].endswith(":")
    apart = number + 1 == len(sheet) or sheet.gap_before(number + 1)
    return called and apart and not _CONTACT.search(below)


_FEED_CODE = re.compile(r"(?<=\S )(?:en|fr|de|es|nl|it|pt)(?:-[a-zA-Z]{2})?(?= [A-ZÀ-Þ])")
_FEED_CODES = (" en", " fr", " de", " es", " nl", " it", " pt")
_HEADER = 400


def feed_languages(sheet: Sheet) -> Iterator[Artifact]:
    """'News - Office Latest - Office en First item': the code after a name that stands twice."""
    header = sheet.texts[0][:_HEADER] if sheet.texts else ""
    if not any(code in header for code in _FEED_CODES):
        return
    start, end = sheet.starts[0], sheet.starts[0] + len(header)
    for code in _FEED_CODE.finditer(sheet.page.text, start, end):
        head = sheet.page.text[start : code.start()].split()
        tail = head[-3:]
        above = [i for i in range(len(head) - 3) if head[i : i + 3] == tail]
        if len(head) <= 2 * len(tail) or not above or head[above[0] + 3] == code[0]:
            continue  # `Office de Berne … Office de Berne` holds a word, no code
        if head:
            yield Artifact(code.start(), code.end(), "feed-language")
            return
