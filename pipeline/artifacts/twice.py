"""What stands twice: an image says what its link or its caption says. Rules of a `Sheet`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.artifacts.sheet import Sheet, begin, of_dumps, whole
from pipeline.model import Artifact

_CAPTION = range(40, 251)


#: 'The residence - Photo J. Bloggs'.
_PHOTO = re.compile(r" [-–|] ?(?:photos?|fotos?|credits?)\b")


def repeated_captions(sheet: Sheet) -> Iterator[Artifact]:
    """A sentence or a credit twice in adjacent lines: a caption is its image's text as well."""
    for number, (key, below) in enumerate(pairwise(sheet.keys)):
        if key != below or len(key) not in _CAPTION:
            continue
        told = key[-1] in ".)" and not sheet.gap_before(number + 1)
        if told or _PHOTO.search(key):
            yield sheet.artifact(number, "caption-alt")


_SLICES = 3
_SLICED = range(8, 61)
_TOP = 20


@of_dumps
def image_slices(sheet: Sheet) -> Iterator[Artifact]:
    """A name three times or more in adjacent lines at the top: an image cut into slices."""
    keys = sheet.keys[:_TOP]
    if len(set(keys)) > len(keys) + 1 - _SLICES:
        return
    first = 0
    for number, key in enumerate((*keys, "")):
        name = keys[first] if keys else ""
        if key == name:
            continue
        if number - first >= _SLICES and len(name) in _SLICED and _NAME.fullmatch(name):
            yield from (sheet.artifact(n, "doubled-link") for n in range(first + 1, number))
        first = number


_TITLE_REACH = 60
_TITLE_LEAST = 8
_JOINTS = " :-,"


@of_dumps
def repeated_titles(sheet: Sheet) -> Iterator[Artifact]:
    """The title's two lines in one line below, or the title between itself and 'Published on'.

    Both are the text of an image: of one that shows the title, and of the article's own.
    """
    keys = sheet.keys[:_TITLE_REACH]
    thrice = zip(("", *keys), keys, keys[1:], strict=False)
    for number, (first, above, key) in enumerate(thrice, 1):
        again = key == above
        alike = again or key[:_TITLE_LEAST] == first[:_TITLE_LEAST]
        if not (alike and sheet.gap_before(number)):
            continue
        if min(len(above), len(key)) < _TITLE_LEAST:
            continue
        joined = not again and key.endswith(above) and key[: -len(above)].rstrip(_JOINTS) == first
        if joined or (again and _is_published(sheet, number + 1)):
            yield sheet.artifact(number, "repeated-title")
            return


def _is_published(sheet: Sheet, number: int) -> bool:
    """Whether a line says when something was published."""
    return number < len(sheet) and begin("published").match(sheet.keys[number]) is not None


_NAME = re.compile(r"[^\d@:;!?]*[^\d@:;!?.,] [^\d@:;!?]*[^\W\d]")
_NAMED = range(6, 100)
_FACT = re.compile(r"[\d@]")
_PICTURES = ("photo", "portrait", "picture", "image", "signature")
_OBJECT = re.compile(r"[a-z ]+?\b(?:of|de la|de l'|des|du|de|d') ?(?P<name>.+)")


@of_dumps
def portraits(sheet: Sheet) -> Iterator[Artifact]:
    """'Portrait of Jane Doe' over 'Jane Doe', 'Jane Doe, deputy' over 'Jane Doe,'."""
    key = sheet.key
    pictures = any(word in key for word in _PICTURES)
    for number in sheet.filled(whole("pictured"), _NAMED.stop) if pictures else ():
        pictured = _OBJECT.fullmatch(sheet.keys[number])
        below = sheet.short(number + 1, _NAMED.stop)
        same = pictured and pictured["name"].startswith(below.rstrip(","))
        if _FACT.search(sheet.keys[number]):
            continue
        if (same and len(below) in _NAMED) or _is_small_aside(sheet, number):
            yield sheet.artifact(number, "caption-alt")
    for number in sheet.ending(","):
        name = sheet.short(number, _NAMED.stop)
        above = sheet.short(number - 1, _NAMED.stop) if number else ""
        apart = len(name) in _NAMED and sheet.gap_before(number)
        if (
            apart
            and above.startswith(f"{name} ")
            and above[-1] not in ".,;:"
            and not _FACT.search(above)
        ):
            yield sheet.artifact(number - 1, "caption-alt")


#: What bearers of documents bring is written so, too.
_TO_BRING = re.compile(r"photo\w* d'identite\b|\b(?:format|applicant|demandeur|titulaire)|[.,;:]$")


def _is_small_aside(sheet: Sheet, number: int) -> bool:
    """Whether a line between blank ones begins small, and neither of its neighbours does."""
    if not sheet.texts[number][0].islower() or _TO_BRING.search(sheet.keys[number]):
        return False
    inside = 0 < number < len(sheet) - 1
    if not (inside and sheet.gap_before(number) and sheet.gap_before(number + 1)):
        return False
    above, below = sheet.texts[number - 1], sheet.texts[number + 1]
    return above[-1] not in ":;," and not (above[0].islower() or below[0].islower())


_DOUBLE = re.compile(r"(?P<name>[^\W\d][^\n]{3,148}[\w)’'.])(?P=name)")
_LONGEST = 300
_LEAST = 2
#: What is longer and stands twice is a sentence, of which one is enough.
_SENTENCE = 80


def doubled_links(sheet: Sheet) -> Iterator[Artifact]:
    """'Our TeamOur Team', 'ReportsReports': images in links with the link's own text."""
    doubled = [
        number
        for number, text in enumerate(sheet.texts)
        if text[0] == text[len(text) // 2] and _is_double(text)
    ]
    if len(doubled) >= _LEAST or any(len(sheet.texts[n]) > _SENTENCE for n in doubled):
        yield from (sheet.artifact(number, "doubled-link") for number in doubled)


def _is_double(text: str) -> bool:
    half, odd = divmod(len(text), 2)
    doubled = not odd and len(text) <= _LONGEST and text[:half] == text[half:]
    return doubled and _DOUBLE.fullmatch(text) is not None
