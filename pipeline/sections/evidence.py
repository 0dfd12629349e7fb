"""What speaks for a line of a dump being a heading, and what against: features with weights.

A dump has no elements, so a heading shows by how its line looks (`shape`) and by what
stands around it (`place`). One table holds the weights; a line whose sum reaches
`THRESHOLD` is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.sections.kinds import Kind, Words
from pipeline.sections.lines import Line

THRESHOLD = 4

#: Feature, weight.
EVIDENCE: dict[str, int] = {
    # its own characters
    "braces": 8,  # a surplus `}}` of the heading shortcut ends the line
    "heading-word": 3,  # 'Contact', 'Opening hours', ...
    "numbered": 3,  # '1.', '2.3-', 'IV.', 'Step 2'
    "question": 3,  # ends in a question mark
    "short": 2,  # up to six words
    "medium": 1,  # up to thirteen words
    "no-stop": 1,  # ends in a letter, a digit, a bracket or a quote
    "short-colon": 1,  # a short one that ends in a colon
    "capitals": 1,  # no lower-case letter
    "repeats-title": 3,  # says the title again
    "names-title": 2,  # ends in the title's words
    "kin": 1,  # shares a long word with the title
    "repeated": -4,  # stands on the page more than once
    "wordy": -1,
    "long": -5,
    "titled-item": 6,  # one of several items of a list, each over something else
    "in-brackets": -4,  # the whole line
    "answered": 2,  # a question, over 'Answer:'
    "full-stop": -6,
    "ellipsis": -2,
    "open-end": -8,  # ends in a comma, a semicolon, a dash
    "long-colon": -3,  # ends in a colon, longer than six words
    "announces": -5,  # a sentence that ends in a colon, for what it introduces
    "sentence": -3,  # has a finite verb and is no question
    "comma": -1,
    "lower-start": -8,
    "indent": -7,
    "person": -3,  # 'Alain DURAND'
    "office": -3,  # begins with the name of an office
    "numbered-sentence": -4,  # goes on in lower case after its number: an item
    "paragraph-number": -2,  # '2 The office ...': a paragraph of a law, a footnote
    "tight-colon": -4,  # 'Marginal note:Short title': a label and its value
    "copyright": -8,
    # what kind of line it is
    "opener": -6,  # 'Read more', 'Dear', 'If'
    "never": -8,  # kinds of documents, links of the frame
    "label": -8,
    "bare-label": -2,  # likewise, without a colon
    "bullet": -20,
    "contact": -12,
    "address": -10,
    "date": -12,
    "dateline": -8,
    "hours": -6,
    "table": -5,
    "menu": -12,
    "cut": -8,  # a teaser's text, cut short
    "announced": -5,  # one of several lines under a sentence with a colon: a list without bullets
    "contents": -6,  # an entry of a table of contents
    "cells": -4,  # among many short lines with no text between them: cells of a table, a menu
    "item": -7,  # numbered like the line above or below
    "among-items": -2,  # and like both: what is below is no text of its own
    "ends-series": -3,  # on such a page, nearer to what is above
    "field-value": -6,  # under the name of a field that several records share
    # its surroundings
    "alone": 2,  # blank lines before and after
    "opens-block": 1,  # blank line before, text right after
    "wide-gap": 2,  # three line ends after
    "before-text": 2,
    "before-list": 1,
    "before-table": 2,  # in a dump without blank lines, rows of cells
    "before-person": 2,  # likewise, a person's title and name
    "before-heading": 1,  # in a dump without blank lines, with text under that one
    "office-section": 3,  # an office's name that text or a list follows, and no contact
    "between-lists": 2,  # in a dump without blank lines, with items above and below
    "series": 3,  # stands nearer to the text below than to what is above, as several lines do
    "sheet": 12,  # the name of a field, one of several in a row with a value each
    "over-figures": 8,  # over lines that end in a figure each, as several lines of the page
    "same-head": 10,  # shares its words up to a dash with several lines, each over something else
    "directory": 7,  # names an office of a page that lists offices with their desks
    "described": -2,  # a long line under a heading, over another line that no stop ends
    "issue-date": -4,  # 'Summer 2006', over no text
    "listed": 4,  # stands again after the table of contents that names it
    "over-heading": 2,  # what follows, set apart, is plainly a heading with text below
    "over-paragraph": 1,  # likewise, ends in no sign over a paragraph that a full stop ends
    "colons": 2,  # likewise, one of several short lines that each end in a colon over a list
    "sibling": 4,  # another line, set apart likewise, opens and ends in the same way
    "over-dated-text": 6,  # a date or a dateline follows, set apart, and text: a headline
    "under-contacts": -4,  # an office's name under 'Contact', set apart from its address
    "closes-text": 1,  # inside a block, after a line that ends a sentence
    "inside": -1,  # no blank line before
    "ends-block": -1,  # and a blank line after, so that it is nearer to what is above
    "under-heading": -8,  # no blank line between it and a heading
    "over-rows": -4,  # lines that end in numbers or dates follow at once: the head of a table
    "labelled-row": -4,  # 'Programme: settlement', and a line of the same form right below
    "over-value": -4,  # ends in a colon over one line with digits, like the line after or before
    "goes-on": -6,  # the next line continues it, and the one after that
    "caption": -8,  # under an image
    "before-contact": -3,  # a contact line or an address follows at once
    "contact-block": -3,  # one follows in the same block
    "names-office": -5,  # an office's name, and its address or a label follows
    "second-before-contact": -4,  # under a heading, above an address: whose it is
    "name-before-contact": -4,  # 'Jane Smith', and a contact line follows, set apart or not
    "before-date": -3,  # at the head of the page, or under a heading
    "under-date": -4,  # or under hours: where something takes place
    "under-address": -4,  # its last line, a country's name
    "after-colon": -2,
    "over-last": -2,  # a short line, set apart, follows and ends the page: links
    "at-end": -2,
    "colon-at-end": 1,  # likewise, in a colon: what it titled was cut off, or is no text
    "cut-text": 4,  # likewise in a dump that was cut, in capitals as the heading before
    "signature": -4,  # a name over the page's last line, under a letter's closing
}

#: The most that surroundings give: `alone`, `wide-gap`, and `before-text` or `over-dated-text`.
MOST_OF_PLACE = 10
#: Kinds of lines against which nothing but braces prevails.
NEVER_HEADING: frozenset[Kind] = frozenset({"bullet", "prose", "date", "contact", "menu"})
#: Features of what follows: text, a list or a heading; those and what is set apart; contact lines.
BEFORE = frozenset({"before-text", "before-list", "before-heading"})
OVER = BEFORE | {"over-dated-text", "over-heading"}
CONTACTS = frozenset({"before-contact", "contact-block", "names-office"})
#: Two or three capitalised words: a person's name, or a desk's.
NAME = re.compile(r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ]\.?)?(?: [A-ZÀ-Þ][\w'-]+){1,2}")
#: So many letters more than the title has a line that says it again.
BESIDE = 25
#: So many letters tell that two words are kin.
STEM = 6

#: Signs before a heading or an item, which are no bullets of their own.
SIGNS = "⦿◉❖✦✪★☆➤➢➔▶■◆"
_START = re.compile(
    rf"(?:[=-]> ?|[{SIGNS}] ?)?"
    r"(?:e-[A-Z]|[$€£]\d|[\"'(«¿¡\[]*[A-ZÀ-ÖØ-Þ\d]|[\"'(«¿¡\[]*[^\W\d_a-zß-öø-ÿ])"
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
#: '8-month': a compound, no number of a heading.
_COMPOUND = re.compile(r"\d+-[a-zß-ÿ]")
_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)'(?=\w)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line, or the lines over which a heading is wrapped, as one text."""

    first: int
    last: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a page and what is known about them while its headings are looked for.

    `title` is the bare title, `stems` the first letters of its long words, `repeated` the keys that
    stand on more than one line, `often` on more than two, `siblings` the forms that lines set apart
    share (`form`), `contents` the numbers of the lines of a table of contents, `listed` what they
    name, `fields` the numbers of those that name a field of records of like form, `sheet` of the
    fields of one that follow each other with a value each, `figures` of those over lines that end
    in a figure, `headed` of those that share their words up to a dash, `series` the blank lines
    below lines that stand nearer to the text below than to what is above, where several do,
    `announced` the numbers of what a sentence lists, `offices` of the names in a directory,
    `colons` of several short lines that end in one over a list; `dates` counts the lines that are
    one, `indent` is the white space that opens its paragraphs; `dense` says that the dump has no
    blank lines.
    """

    lines: Sequence[Line]
    kinds: Sequence[Kind]
    words: Words
    title: str = ""
    stems: frozenset[str] = frozenset()
    dense: bool = False
    repeated: frozenset[str] = frozenset()
    often: frozenset[str] = frozenset()
    siblings: frozenset[str] = frozenset()
    contents: frozenset[int] = frozenset()
    listed: frozenset[str] = frozenset()
    fields: frozenset[int] = frozenset()
    sheet: frozenset[int] = frozenset()
    figures: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    series: frozenset[int] = frozenset()
    announced: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
    colons: frozenset[int] = frozenset()
    dates: int = 0
    indent: int = 0

    def is_numbered(self, candidate: Candidate) -> bool:
        """Whether a heading's number opens it."""
        if _COMPOUND.match(candidate.text):
            return False
        return self.words.numbered.match(candidate.key) is not None


def tokens(key: str) -> list[str]:
    """The words and numbers alone."""
    return _WORD.findall(key)


def size_of(key: str) -> int:
    """How many words: an elided article or preposition ('l', 'd') is none."""
    return len(tokens(_ELISION.sub(" ", key)))


def bare(key: str) -> str:
    """The words alone, for comparison."""
    return " ".join(tokens(key))


def repeats(title: str, plain: str) -> bool:
    """Whether words are the title, or long enough and how the title begins or ends."""
    long = len(plain) > BESIDE
    return plain == title or (long and (title.endswith(plain) or title.startswith(plain)))


def form(key: str) -> str:
    """The form of a line, to be compared with others': its first two words and its last sign."""
    parts = key.split(maxsplit=2)
    few = 3
    return f"{parts[0]} {parts[1]} {key[-1]}" if len(parts) == few and not key[-1].isalnum() else ""


def closes_sentence(text: str) -> bool:
    """Whether a full stop ends a text, one that belongs to an abbreviation ('D.C.') apart."""
    return text.endswith(".") and _INITIALS.search(text) is None


def starts_like_heading(text: str) -> bool:
    """Whether a text opens with a capital, a digit, or a letter of a script without cases."""
    return _START.match(text) is not None
