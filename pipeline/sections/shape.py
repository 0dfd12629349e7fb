"""How a line of a dump looks by itself: the features of its own characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.sections.evidence import (
    BESIDE,
    NAME,
    STEM,
    Candidate,
    Layout,
    closes_sentence,
    repeats,
    size_of,
    starts_like_heading,
    tokens,
)
from pipeline.sections.kinds import Words
from pipeline.sections.lines import PROSE

_NAME = r"[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?"
_PERSON = re.compile(
    rf"(?:{_NAME} ){{1,2}}(?:(?:de|d'|du|le|la|von|van) ?)?[A-ZÀ-Þ][A-ZÀ-Þ'-]{{2,}}$"
)

#: 'Anna Marsh, Consul General of Peru in Halifax', 'Anna MARSH - Cultural Attaché'.
_IN_POST = re.compile(rf"{NAME.pattern}(?:,| -) (?P<post>[^:;.?!]{{4,80}})")
_VERB_AFTER = re.compile(r", (?!and |et )[a-zß-ÿ]")
#: 'Survey of ports, October 2017', '(July 26, 2016)': no comma of a sentence.
_YEAR = re.compile(r", (?:[^\W\d_]{3,10} )?(?:19|20)\d\d\)?$")
#: 'Births, marriages, deaths:': names alone.
_ENUMERATION = re.compile(
    r"[^\W\d_]{3,20}(?:, [^\W\d_]{3,20}){2,4} ?:"
    r"|(?:[^\W\d_]{3,20} ){1,2}?[^\W\d_]{3,20}(?:, [^\W\d_]{3,20}){1,3}"
    r" (?:and|et) [^\W\d_]{3,20} ?:"
)
#: 'The festival is here! Have you bought a ticket?': a question that is not the first sentence.
_SECOND = re.compile(r"! (?=[A-ZÀ-Þ¿])")
#: 'Before you call - 5 questions:'.
_COUNTED = re.compile(r" [-–—] \d{1,2} [^\W\d_]{3,15} ?:$")
#: 'Fees (cash only):'.
_NOTE = re.compile(r" ?\([^()]{2,80}\) ?:$")
_TIGHT = re.compile(r"[^\W\d_]:(?:- ?)?[^\W\d_]")
#: 'Ou envoyée par la poste :': goes on from a line above; no 'Où'.
_GOES_ON = re.compile(r"(?:Ou|Or|Et|And) [a-zß-ÿ]")
_PARAGRAPH = re.compile(r"\d{1,2} [A-ZÀ-Þ]")

#: The month that is a verb elsewhere, and the East: 'in May 2019', 'les Suisses de l'Est'.
_NO_VERB = re.compile(r"\bmay (?=\d)|\b[dl]'est\b")
#: The first word of two letters or more.
_FIRST_WORD = re.compile(r"[^\W\d_]{2,}|[A-ZÀ-Þ](?= )")

_SHORT, _SHORT_LENGTH = 6, 60
_MEDIUM, _MEDIUM_LENGTH = 13, 100
_WORDY = 16
#: A person's name and post have no more words.
_HEADLINE = 8
#: Ends the title of a numbered item in minutes and decrees.
_ITEM_END = ".-"
#: Where a page is a series of headlines, and where no comma parts the words, there may be more.
_WORDIEST = 24


def shape(layout: Layout, candidate: Candidate) -> Iterator[str]:
    """The features of a candidate's own characters."""
    key, words = candidate.key, layout.words
    known, numbered = words.is_title(key), layout.is_numbered(candidate)
    parts = tokens(key)
    size, plain = size_of(key), " ".join(parts)
    yield from _kind(layout, candidate, known=known, numbered=numbered)
    asks = key[-1] == "?" and words.questions.match(key) is not None
    again = layout.title != "" and repeats(layout.title, plain)
    wordy = _WORDIEST if layout.series or _is_plain(key) else _WORDY
    yield from _size(key, size, wordy, asks=asks or again, numbered=numbered)
    told = candidate
    if key[-1] == ":":
        told = _without_note(candidate)
        size = size_of(told.key)
    ends = _end(told, size, words, known=known, numbered=numbered)
    yield from (feature for feature in ends if feature != "full-stop" or plain != layout.title)
    yield from _letters(candidate.text, numbered=numbered)
    if layout.lines[candidate.first].titled:
        yield "titled-item"
    if not known and words.offices.match(key) and plain != layout.title:
        yield "office"
    if (", " in key or " - " in key) and _holds_post(candidate, words):
        yield "person"
    if layout.title:
        bracketed = candidate.last > candidate.first and key[-1] == ")"
        yield from _title(layout, plain, parts, labelled=": " in key, bracketed=bracketed)


def _holds_post(candidate: Candidate, words: Words) -> bool:
    """Whether a person's name and post are all of a line: a caption, a signature."""
    found = _IN_POST.fullmatch(candidate.text)
    if found is None or _VERB_AFTER.search(found["post"]):
        return False
    post = candidate.key[found.start("post") :].split()
    return any(words.roles.match(part) or words.posts.fullmatch(part) for part in post)


def _kind(layout: Layout, candidate: Candidate, *, known: bool, numbered: bool) -> Iterator[str]:
    """What kind of line it is, and the marks that make a heading whatever the rest."""
    kind = layout.kinds[candidate.first]
    if known:
        yield "heading-word"
    elif numbered:
        yield "numbered"
    if numbered and not known and _opens_small(candidate):
        yield "numbered-sentence"
    if kind == "opener" and (
        _addresses(candidate.key, layout.words)
        or _is_condition(layout, candidate)
        or layout.words.more.fullmatch(candidate.key.rstrip(" :"))
    ):
        kind = "text"
    if not known and kind not in {"text", "prose"} and not (numbered and kind == "address"):
        yield "bare-label" if kind == "label" and ":" not in candidate.key else kind
    if candidate.last > candidate.first and layout.words.openers.match(candidate.key):
        yield "opener"
    if any(layout.lines[n].marked for n in range(candidate.first, candidate.last + 1)):
        yield "braces"


def _addresses(key: str, words: Words) -> bool:
    """Whether a short line that ends in a colon says for whom or for what the next lines are."""
    head = key.rstrip(" :")
    return key[-1] == ":" and head.count(" ") <= _SHORT and words.addressed.match(key) is not None


def _is_condition(layout: Layout, candidate: Candidate) -> bool:
    """Whether a clause alone, set apart, says when the text below helps: 'If you marry'.

    So does a headline that begins with a person's title, and names no post, say what it is about.
    """
    words, parts = layout.words, candidate.key.split()
    headline = words.courtesies.match(candidate.key) and len(parts) > _HEADLINE
    if headline and any(map(words.roles.match, parts)):
        return False
    first, end = layout.lines[candidate.first], layout.lines[candidate.last]
    return (
        first.before > 0
        and end.after > 0
        and candidate.key[-1].isalnum()
        and "," not in candidate.key
        and bool(headline or words.conditions.match(candidate.key))
    )


def _opens_small(candidate: Candidate) -> bool:
    """Whether the first word after a number is in lower case."""
    word = _FIRST_WORD.search(candidate.text)
    return word is not None and word[0][0].islower()


def _size(key: str, size: int, wordy: int, *, asks: bool, numbered: bool) -> Iterator[str]:
    """How long it is; a question that begins like one may be long, what is numbered longer."""
    if size <= _SHORT and len(key) <= _SHORT_LENGTH:
        yield "short"
    elif size <= _MEDIUM and len(key) <= _MEDIUM_LENGTH:
        yield "medium"
    elif not asks and (size > wordy or len(key) > PROSE):
        if not numbered:
            yield "long"
    elif not asks and size > _WORDY:
        if _is_plain(key) and not numbered:
            yield "wordy"
    elif size > _MEDIUM:
        yield "wordy"


def _without_note(candidate: Candidate) -> Candidate:
    """The same without a note in brackets before its colon: 'Fees (cash only):' is one word.

    How many things follow, behind a dash, announces them, and the words before are a heading's.
    """
    counted = _COUNTED.search(candidate.text)
    if counted is not None and counted.start():
        text, key = (t[: counted.start()] for t in (candidate.text, candidate.key))
        return replace(candidate, text=text, key=key)
    note = _NOTE.search(candidate.text)
    if note is None or not note.start():
        return candidate
    text, key = (t[: note.start()] + ":" for t in (candidate.text, candidate.key))
    return replace(candidate, text=text, key=key)


def _is_plain(key: str) -> bool:
    """Whether no comma parts a line, and no sign ends it."""
    return "," not in key and key.rstrip("'\")")[-1:].isalnum()


def _end(
    candidate: Candidate, size: int, words: Words, *, known: bool, numbered: bool
) -> Iterator[str]:
    """The features of its last character, and of its verb."""
    key = candidate.key.removesuffix(_ITEM_END) if numbered else candidate.key
    spaced = _NO_VERB.sub("", key).replace("'", "' ").split()
    parts = [part.strip('(),:.!?"') for part in spaced]
    end, asks = key[-1], words.questions.match(key) is not None
    verb = any(part in words.verbs for part in parts[1:]) or (
        end == "!" and size > _SHORT and words.pronouns.match(key) is not None
    )
    if end == "?":
        yield from () if _SECOND.search(candidate.text) else ("question",)
    elif end == ":":
        says = verb or parts[0] in words.verbs
        bare = words.numbered.sub("", key, count=1) if numbered else key
        cried = candidate.text.isupper() and size > 1
        spoken = words.speeches.match(key) is not None and not says
        if not (known or cried or spoken) and (says or _only_announces(bare, parts, words)):
            yield "announces"
        elif size > _SHORT and not (known or numbered or cried or spoken):
            yield "long-colon"
        elif size <= _SHORT or spoken:
            yield "short-colon"
    elif end == "." and closes_sentence(candidate.text):
        yield "ellipsis" if key.endswith("...") and size <= _SHORT else "full-stop"
    elif end in ",;-/(" or (_ends_in_joint(key, words) and not (asks and size <= _SHORT)):
        yield "open-end"
    elif end not in "!…":
        yield "no-stop"
    if verb and end != "?" and not asks:
        yield "sentence"


def _ends_in_joint(key: str, words: Words) -> bool:
    """Whether the last word leads on to another; a few words that ask are whole with it."""
    return len(key) > 1 and words.joins.fullmatch(key.rsplit(" ", 1)[-1]) is not None


def _only_announces(key: str, parts: list[str], words: Words) -> bool:
    """Whether a line that ends in a colon is a sentence, however short."""
    last = next((part for part in reversed(parts) if part), "")
    return (
        ("," in key and not _ENUMERATION.fullmatch(key))
        or ";" in key
        or last in words.verbs
        or words.pronouns.match(key) is not None
        or any(table.fullmatch(last) for table in (words.joins, words.introduces))
    )


def _letters(text: str, *, numbered: bool) -> Iterator[str]:
    """The features of case and of signs."""
    if not numbered and _PARAGRAPH.match(text):
        yield "paragraph-number"
    goes_on = _GOES_ON.match(text) is not None and text[-1] not in "?!"
    if not numbered and (goes_on or not starts_like_heading(text)):
        yield "lower-start"
    outside = text.partition(" (")[0]
    if outside.isupper() and len(outside) > len("FAQs"):
        yield "capitals"
    if "," in _YEAR.sub("", text):
        yield "comma"
    if _PERSON.match(text):
        yield "person"
    if text[0] + text[-1] in {"()", "[]"} and not numbered:
        yield "in-brackets"
    if text.count(")") > text.count("(") and not numbered:
        yield "open-end"
    if _TIGHT.search(text):
        yield "tight-colon"
    if "©" in text:
        yield "copyright"


def _title(
    layout: Layout, plain: str, parts: list[str], *, labelled: bool, bracketed: bool
) -> Iterator[str]:
    """Whether it says the title again, and not as the value of a label."""
    title = layout.title
    if repeats(title, plain) or (bracketed and plain.startswith(title)):
        yield "repeats-title"
    elif plain.endswith(title) and len(plain) < len(title) + BESIDE and not labelled:
        yield "names-title"
    elif any(word[:STEM] in layout.stems for word in parts if len(word) >= STEM):
        yield "kin"
