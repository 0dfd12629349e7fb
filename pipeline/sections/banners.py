"""What a page opens with above its title: banners, menus of its part, dates, letterheads."""

from __future__ import annotations

import re

from pipeline.sections.evidence import Layout
from pipeline.sections.running import is_body

_PASSED_OVER = frozenset({"date", "dateline", "never", "bullet", "menu"})
#: 'Review of the harbour [Vol. 23, No. 4]'.
_ISSUE = re.compile(
    r"[\[(]vol(?:\.|ume)? ?\d"
    r"|, vol(?:\.|ume)? ?\d{1,3}, (?:n[o°]\.?|num(?:ber|ero)|issue) ?\d{1,4}$"
)
#: 'By Anna Marsh | Updated 4 May 2021'.
_BYLINE = re.compile(r"(?:By|Par) (?:[A-ZÀ-Þ][\w.'’-]+ ){2,4}?[|•·–-] .*\b(?:19|20)\d\d\b")
#: 'HALIFAX, Nova Scotia, May 8, 2007 - The minister ...'.
_OPENS_DATED = re.compile(r"[A-ZÀ-Þ][^.:;\d]{2,50}\d[^.:;]{5,25}[ )]?[-–—] ?[A-ZÀ-Þ]")
_LIKELY = frozenset({"text", "never", "opener", "table", "hours"})


def is_passed_over(layout: Layout, at: int) -> bool:
    """Whether a line at the page's top is no title: the one below it is looked at next."""
    line, last = layout.lines[at], len(layout.lines) - 1
    apart = line.after > 0 or layout.dense
    if layout.kinds[at] == "never" and not at and apart and _opens_page(layout):
        return False
    return (
        layout.kinds[at] in _PASSED_OVER
        or line.dashed
        or (layout.kinds[at] == "contact" and not at and not _has_letters(line.key))
        or layout.words.mastheads.match(line.key) is not None
        or _is_addressed(layout, at)
        or _BYLINE.match(line.text) is not None
        or _is_month(layout, at)
        or _is_of_archive(layout, at)
        or _is_over_bar(layout, at)
        or is_over_twice_said(layout, at)
        or (at + 1 < last and not line.after and layout.lines[at + 1].text.startswith("©"))
        or _is_body_over_title(layout, at)
        or _is_over_document(layout, at)
        or _is_over_dated(layout, at)
        or _is_over_own_words(layout, at)
        or _is_over_day(layout, at)
        or _is_way(layout, at)
        or _is_site(layout, at)
        or line.key.count(" | ") > 1
        or "©" in line.text
        or _ISSUE.search(line.key) is not None
        or (line.banner and at < last)
    )


def may_be(layout: Layout, at: int) -> bool:
    """Whether the kind of a line allows it to be a title; a label's word is one without a colon."""
    kind, line, longest = layout.kinds[at], layout.lines[at], 250
    if kind == "prose":
        return line.after > 0 and line.key[-1] not in ".!?…:," and len(line.key) <= longest
    if kind == "hours" and layout.words.days.fullmatch(line.key):
        return False
    return kind in _LIKELY or (kind == "label" and ":" not in line.key)


def _is_addressed(layout: Layout, at: int) -> bool:
    """Whether a line says to whom the page speaks, and does not begin as the line below says."""
    line, below = layout.lines[at], layout.lines[at + 1 : at + 2]
    if below and line.key.startswith(f"{below[0].key} "):
        return False
    return layout.words.addressees.fullmatch(line.key) is not None


def _is_over_bar(layout: Layout, at: int) -> bool:
    """Whether a bar, as it parts the entries of a frame, is alone right below a line at the top."""
    top, last = 4, len(layout.lines) - 1
    return at < min(top, last) and layout.lines[at].barred


def _is_of_archive(layout: Layout, at: int) -> bool:
    """Whether a page opens with the notice that it is archived: its heading, or its text."""
    return heads_notice(layout, at - 1) or heads_notice(layout, at)


def heads_notice(layout: Layout, at: int) -> bool:
    """Whether a line is the heading of the notice that a page is archived, over its text."""
    lines, below = layout.lines, at + 1
    return (
        0 <= at < len(lines) - 2
        and layout.words.archives.fullmatch(lines[at].key) is not None
        and "archiv" in lines[below].key
        and _says_more(layout, below)
    )


def _opens_page(layout: Layout) -> bool:
    """Whether the first line, a link elsewhere, names a notice, or running text follows it."""
    return layout.words.notices.fullmatch(layout.lines[0].key) is not None or _says_more(layout, 1)


def _says_more(layout: Layout, at: int) -> bool:
    """Whether a line begins running text, and no long title."""
    return is_body(layout, at) and layout.lines[at].key[-1] in ".:;"


def _has_letters(key: str) -> bool:
    """Whether a line is more than a number: the mark of a law, of a file."""
    return any(map(str.isalpha, key))


def _is_body_over_title(layout: Layout, at: int) -> bool:
    """Whether a body's name opens the page over a headline or the kind of a document.

    So does the name of the site's part that the page is in, 'News'. A name that is said twice in a
    row is the title and the heading over its text.
    """
    few, last = 4, len(layout.lines) - 1
    line = layout.lines[at]
    if at + 1 >= last or layout.lines[at + 1].key == line.key:
        return False
    if not at and layout.words.kickers.fullmatch(line.key):
        return _is_over_news(layout)
    if layout.words.bodies.fullmatch(line.key.rstrip(".")) is None:
        return False
    below = layout.lines[at + 1]
    if layout.kinds[at + 1] in {"never", "dateline"}:
        return True
    if layout.words.bodies.fullmatch(below.key):
        return _is_body_over_title(layout, at + 1)
    headline = layout.kinds[at + 1] in {"text", "prose", "hours"} and below.key[-1] not in ".:;,"
    return headline and len(below.key.split()) >= few


def _is_over_news(layout: Layout) -> bool:
    """Whether the first line is over a headline with its date above or below it, or its text.

    Over teasers, whose texts are cut, it is the title of their list.
    """
    if layout.kinds[1] == "date":
        return True
    parted = all(line.after > 0 for line in layout.lines[:2])
    if parted and layout.kinds[1] == "text" and is_body(layout, 2) and not layout.lines[2].cut:
        return True
    dated = layout.kinds[2] in {"date", "dateline"}
    apart = layout.lines[0].after > 0
    return dated and (layout.kinds[1] == "never" or apart)


def _is_site(layout: Layout, at: int) -> bool:
    """Whether a line near the top is nothing but the site's name in the Web, set apart."""
    top, line = 4, layout.lines[at]
    return (
        at < top
        and line.after > 0
        and layout.kinds[at] == "contact"
        and line.key[-1].isalpha()
        and " " not in line.key
        and "@" not in line.key
    )


def _is_over_document(layout: Layout, at: int) -> bool:
    """Whether the page's first line is a few words over the kind of a document and its headline.

    The text under the headline opens with a dateline: a release, and the line says who sends it.
    """
    few, text = 4, 3
    if at or len(layout.lines) <= text or layout.kinds[1] != "never":
        return False
    headline = layout.lines[2]
    return (
        len(layout.lines[0].key.split()) <= few
        and len(headline.key.split()) >= few
        and headline.key[-1] not in ".:;,"
        and (layout.kinds[text] == "dateline" or _opens_dated(layout, text))
    )


def _is_over_dated(layout: Layout, at: int) -> bool:
    """Whether two or three words near the top are over a headline, and a dateline is under that.

    They name the site, its part, or the kind of what it publishes ('Archived release'). More words
    are a title over its second line.
    """
    top, few, several, text = 4, 3, 4, at + 2
    if at >= top or text >= len(layout.lines):
        return False
    line, headline = layout.lines[at : at + 2]
    dated = layout.kinds[text] in {"date", "dateline"} or _opens_dated(layout, text)
    return (
        dated
        and line.after > 0
        and headline.after > 0
        and len(line.key.split()) <= few
        and len(headline.key.split()) >= several
        and layout.kinds[at + 1] == "text"
        and headline.key[-1] not in ".:;,?"
    )


def _is_over_own_words(layout: Layout, at: int) -> bool:
    """Whether few words behind a dash open the next line: 'Port Board - News' over 'News 12'."""
    few = 3
    head, _, tail = layout.lines[at].key.partition(" - ")
    below = layout.lines[at + 1 : at + 2]
    if not (head and tail and below) or len(tail.split()) > few:
        return False
    return below[0].key.startswith(f"{tail} ")


def _opens_dated(layout: Layout, at: int) -> bool:
    """Whether text opens with where and when it was written: 'HALIFAX, May 8, 2007 - The ...'."""
    return _OPENS_DATED.match(layout.lines[at].text) is not None


def _is_over_day(layout: Layout, at: int) -> bool:
    """Whether the page's first line is a few words over a day and the part of the site it is in."""
    few, part = 3, 2
    if at or len(layout.lines) <= part + 1 or layout.kinds[1] != "date":
        return False
    steps = layout.lines[part].key.split(" / ")
    return (
        len(layout.lines[0].key.split()) <= few
        and layout.lines[part].after > 0
        and layout.words.kickers.fullmatch(steps[0]) is not None
    )


def _is_way(layout: Layout, at: int) -> bool:
    """Whether a line near the top gives parts of the site that the page is in: 'News / Town'."""
    top, most = 4, 3
    steps = layout.lines[at].key.split(" / ") if at < top else []
    return 1 < len(steps) <= most and layout.words.kickers.fullmatch(steps[0]) is not None


def _is_month(layout: Layout, at: int) -> bool:
    """Whether a line is no more than a month or a season over a line that may be the title."""
    if layout.words.seasons.fullmatch(layout.lines[at].key) is None:
        return False
    return at + 1 < len(layout.lines) and not is_body(layout, at + 1) and may_be(layout, at + 1)


def is_over_twice_said(layout: Layout, at: int) -> bool:
    """Whether the page goes on, after its first line, with a line that it says twice: the title.

    A long one may go on the second time, with the file that the page can be had as. The words of
    a heading ('Opening hours') are a section's, however often they are said.
    """
    lines, top, long = layout.lines, 3, 40
    return not at and any(
        lines[n + 1].key.startswith(lines[n].key)
        and not layout.words.is_title(lines[n].key)
        and (lines[n + 1].key == lines[n].key or len(lines[n].key) > long)
        and lines[n].key != lines[0].key
        and layout.kinds[n] == "text"
        for n in range(1, min(top, len(lines) - 1))
    )
