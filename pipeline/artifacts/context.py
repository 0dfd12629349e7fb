"""Images, files and teasers that show by what stands around them: rules of a `Sheet`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.artifacts.sheet import Sheet, of_dumps, whole
from pipeline.model import Artifact, trim

_LETTER = re.compile(r"[^\W\d_]")
_BRACKETED_CODE = re.compile(r"\[[a-z]{2}\]")


def element_alts(sheet: Sheet) -> Iterator[Artifact]:
    """The alternative text of images."""
    for image in sheet.page.elements("img"):
        if _LETTER.search(sheet.page.text, image.start, image.end):
            span = trim(sheet.page.text, image.start, image.end)
            yield Artifact(span.start, span.end, "element-alt")


def element_switches(sheet: Sheet) -> Iterator[Artifact]:
    """Links to other versions of the page."""
    for link in sheet.page.elements("a"):
        if link.end > link.start and _may_switch(link.attrs):
            span = trim(sheet.page.text, link.start, link.end)
            switch = "tradlang" in link.attrs.get("class", "").split()
            coded = "hreflang" in link.attrs and _BRACKETED_CODE.fullmatch(span.of(sheet.page.text))
            if (switch or coded) and span.end > span.start:
                yield Artifact(span.start, span.end, "language-switch")


def _may_switch(attrs: Mapping[str, str]) -> bool:
    return "hreflang" in attrs or "tradlang" in attrs.get("class", "")


_SIZE = re.compile(
    r"\((?:pdf|word|excel|rtf|zip|jpeg|png|gif|powerpoint|texte?|mp[34]|opendocument.{0,15}) ?[-,]"
    r" {1,3}[\d.,]{1,9} ?(?:[kmg][io]{0,2}[bo]|octets|bytes?)\)"
)
#: A label, a link and an entry are no longer than this.
_LABEL = 60


def download_labels(sheet: Sheet) -> Iterator[Artifact]:
    """'Download the file' over '(PDF - 84.9 kb)'."""
    for number in sheet.filled(whole("download"), _LABEL):
        if _SIZE.fullmatch(sheet.short(number + 1, _LABEL)):
            yield sheet.artifact(number, "download-label")


_IMAGE_SIZE = re.compile(r"\(\d{2,4} ?[x×] ?\d{2,4}(?: ?(?:px|pixels))?\)")
_LONGEST_ALT = 100
_FIELD = 20


def sized_image_alts(sheet: Sheet) -> Iterator[Artifact]:
    """'View of the embassy' over '(1066 x 800)': a name without stop, digit or mailbox."""
    for number in sheet.beginning("("):
        if number > 1 and _IMAGE_SIZE.fullmatch(sheet.keys[number]):
            alt = sheet.texts[number - 1]
            if len(alt) <= _LONGEST_ALT and not re.search(r"[\d@]|[.!?:;,]$", alt):
                yield sheet.artifact(number - 1, "sized-image-alt")


#: A caption or an alternative text is no longer than this.
_CAPTION = 250


@of_dumps
def image_labels(sheet: Sheet) -> Iterator[Artifact]:
    """'Image' right over a picture's caption or alternative text: the name of its field."""
    for number in sheet.filled(whole("image"), _FIELD):
        below = sheet.short(number + 1, _CAPTION)
        written = sheet.texts[number][0].isupper() and below and not sheet.gap_before(number + 1)
        if number and written and (":" not in below or _CREDIT.search(below)):
            yield sheet.artifact(number, "image-label")


_CREDIT = re.compile(r"(?:©|\b(?:photo|credits?|copyright) ?:) ?\S.{0,60}$")
_CREDIT_SIGNS = ("©", "photo:", "photo :", "credit", "copyright")
_AT_TOP = 3
_SHORT_CREDIT = 30


def caption_alts(sheet: Sheet) -> Iterator[Artifact]:
    """'The embassy' over 'The embassy © A. Name', 'Photo of it' right over another such caption.

    At the top, a sentence over one.
    """
    for below in sheet.holding(*_CREDIT_SIGNS):
        number, caption = below - 1, sheet.short(below, _CAPTION)
        alt = sheet.short(number, _CAPTION).rstrip(".") if below else ""
        credit = _CREDIT.search(caption) if alt and "©" not in alt else None
        if credit is None:
            continue
        touches = not sheet.gap_before(number + 1)
        again = touches and caption[: credit.start()].strip(" .-(") == alt
        apart = number + 2 == len(sheet) or sheet.gap_before(number + 2)
        sentence = sheet.texts[number].endswith(".") and " " in alt and credit.start() > 0
        sentence = sentence and credit[0][0] == "©"
        alone = number == 0 or sheet.gap_before(number)
        held = touches or credit.start() <= _SHORT_CREDIT
        describes = touches and credit.start() > 0 and whole("pictured").fullmatch(alt)
        if again or describes or (number < _AT_TOP and sentence and alone and apart and held):
            yield sheet.artifact(number, "caption-alt")


_GLUE = re.compile(r"[a-zà-ÿ]{4}(?=[A-ZÀ-Þ][a-zà-ÿ]+[ ’'])")
_GLUED = 3
_LONGEST_GLUED = 400
#: Further down a row is longer.
_GLUE_REACH, _LONG_ROW, _SURELY_GLUED = 8, 80, 5


def glued_alts(sheet: Sheet) -> Iterator[Artifact]:
    """'Home page of the siteStart your searchSite map of the site': links that are images."""
    for number in range(min(_GLUE_REACH, len(sheet))):
        first = number < _GLUED
        if not first and len(sheet.keys[number]) < _LONG_ROW:
            continue
        text = sheet.texts[number] if len(sheet.keys[number]) <= _LONGEST_GLUED else ""
        least = _GLUED if first else _SURELY_GLUED
        if len(_GLUE.findall(text)) >= least and not re.search(r"[.!?;:] |@", text):
            yield sheet.artifact(number, "glued-alts")


def transcript_titles(sheet: Sheet) -> Iterator[Artifact]:
    """Title, 'Transcription', title again."""
    for number in range(1, min(4, len(sheet))):
        if whole("transcript").fullmatch(sheet.short(number, _LABEL)):
            title = sheet.keys[0].split()
            if number + 1 < len(sheet) and sheet.keys[number + 1].split() == title:
                yield sheet.artifact(number, "transcript-title")
                yield sheet.artifact(number + 1, "transcript-title")
            return


_CUT = re.compile(r" ?[(\[]?(?:\.{3}|…)[)\]]?$")
_LEAST_HEADING = 8


def teaser_headings(sheet: Sheet) -> Iterator[Artifact]:
    """'Can I apply by mail? (...)' where the next line is 'Can I apply by mail?'."""
    for number in sheet.ending(").]…"):
        cut = _CUT.search(sheet.keys[number][-8:])
        if cut is None or number + 1 == len(sheet):
            continue
        head = sheet.keys[number][: -len(cut[0])].rstrip()
        if len(head) >= _LEAST_HEADING and sheet.keys[number + 1].startswith(head):
            yield sheet.artifact(number, "teaser-heading")


_MARK = re.compile(r"(?<=[^\s(\[]) ?(?P<mark>[(\[](?:\.{3}|…)[)\]])$")
#: Behind the end of a sentence it may be the cut of a quotation.
_ENDS = '.!?»"'
_TEASERS = 3


def teaser_marks(sheet: Sheet) -> Iterator[Artifact]:
    """'at 4 p.m. (...)' where '[read more...]' follows, or where three lines or more end so."""
    marks = []
    for number in sheet.ending(")]"):
        key = sheet.keys[number]
        mark = _MARK.search(key[-12:])
        if mark is not None:
            end = sheet.starts[number] + len(key)
            cut = key[: -len(mark["mark"])].rstrip()[-1:] not in _ENDS
            marks.append((number, cut, Artifact(end - len(mark["mark"]), end, "teaser-mark")))
    several = len([True for _, cut, _ in marks if cut]) >= _TEASERS
    for number, cut, artifact in marks:
        goes_on = whole("more").fullmatch(sheet.short(number + 1, _LABEL).rstrip(".…] "))
        if goes_on or (cut and several):
            yield artifact
