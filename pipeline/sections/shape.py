"""How a line of a dump looks by itself: the features of its own characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sections.evidence import STEM, Candidate, Layout, bare, starts_like_heading, tokens
from pipeline.sections.kinds import Words
from pipeline.sections.lines import PROSE

_NAME = r"[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?"
_PERSON = re.compile(
    rf"(?:{_NAME} ){{1,2}}(?:(?:de|d'|du|le|la|von|van) ?)?[A-ZÀ-Þ][A-ZÀ-Þ'-]{{2,}}$"
)

#: The first word of two letters or more.
_FIRST_WORD = re.compile(r"[^\W\d_]{2,}")

_SHORT, _SHORT_LENGTH = 6, 60
_MEDIUM, _MEDIUM_LENGTH = 13, 100
_WORDY = 16


def shape(layout: Layout, candidate: Candidate) -> Iterator[str]:
    """The features of a candidate's own characters."""
    key, words = candidate.key, layout.words
    known, numbered = words.is_title(key), layout.is_numbered(candidate)
    size = len(tokens(key))
    yield from _kind(layout, candidate, known=known, numbered=numbered)
    yield from _size(key, size)
    yield from _end(key, size, words, known=known)
    yield from _letters(candidate.text, numbered=numbered)
    if not known and words.offices.match(key) and bare(key) != layout.title:
        yield "office"
    yield from _title(layout, key)


def _kind(layout: Layout, candidate: Candidate, *, known: bool, numbered: bool) -> Iterator[str]:
    """What kind of line it is, and the marks that make a heading whatever the rest."""
    kind = layout.kinds[candidate.first]
    if known:
        yield "heading-word"
    elif numbered:
        yield "numbered"
    if numbered and not known and _opens_small(candidate):
        yield "numbered-sentence"
    if not known and kind not in {"text", "prose"} and not (numbered and kind == "address"):
        yield "bare-label" if kind == "label" and ":" not in candidate.key else kind
    if candidate.last > candidate.first and layout.words.openers.match(candidate.key):
        yield "opener"
    if any(layout.lines[n].marked for n in range(candidate.first, candidate.last + 1)):
        yield "braces"


def _opens_small(candidate: Candidate) -> bool:
    """Whether the first word after a number is in lower case."""
    word = _FIRST_WORD.search(candidate.text)
    return word is not None and word[0][0].islower()


def _size(key: str, size: int) -> Iterator[str]:
    if size <= _SHORT and len(key) <= _SHORT_LENGTH:
        yield "short"
    elif size <= _MEDIUM and len(key) <= _MEDIUM_LENGTH:
        yield "medium"
    elif size > _WORDY or len(key) > PROSE:
        yield "long"
    elif size > _MEDIUM:
        yield "wordy"


def _end(key: str, size: int, words: Words, *, known: bool) -> Iterator[str]:
    """The features of its last character, and of its verb."""
    parts = [part.strip('(),:.!?"') for part in key.replace("'", "' ").split()]
    verb = any(part in words.verbs for part in parts[1:])
    end = key[-1]
    if end == "?":
        yield "question"
    elif end == ":":
        if not known and (verb or size > _SHORT or _only_announces(key, parts, words)):
            yield "announces"
        elif size <= _SHORT:
            yield "short-colon"
    elif end == ".":
        yield "ellipsis" if key.endswith("...") and size <= _SHORT else "full-stop"
    elif end in ",;-/":
        yield "open-end"
    elif end not in "!…":
        yield "no-stop"
    if verb and end != "?" and words.questions.match(key) is None:
        yield "sentence"


def _only_announces(key: str, parts: list[str], words: Words) -> bool:
    """Whether a line that ends in a colon is a sentence, however short."""
    last = next((part for part in reversed(parts) if part), "")
    return (
        "," in key
        or ";" in key
        or last in words.verbs
        or words.pronouns.match(key) is not None
        or any(table.fullmatch(last) for table in (words.joins, words.introduces))
    )


def _letters(text: str, *, numbered: bool) -> Iterator[str]:
    """The features of case and of signs."""
    if not numbered and not starts_like_heading(text):
        yield "lower-start"
    if text.isupper() and len(text) > len("FAQs"):
        yield "capitals"
    if "," in text:
        yield "comma"
    if _PERSON.match(text):
        yield "person"
    if "©" in text:
        yield "copyright"


def _title(layout: Layout, key: str) -> Iterator[str]:
    """Whether it says the title again."""
    plain, title, beside = bare(key), layout.title, 25
    if not title:
        return
    if plain == title or (len(plain) > beside and title.endswith(plain)):
        yield "repeats-title"
    elif plain.endswith(title) and len(plain) < len(title) + beside:
        yield "names-title"
    elif any(word[:STEM] in layout.stems for word in plain.split() if len(word) >= STEM):
        yield "kin"
