"""What counted noun phrases are made of: tokens, and the closed classes of words of a language."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any

from pipeline import lexicon
from pipeline.model import Span

#: `covid-19` is one word, too.
_WORD = r"[^\W\d_]+(?:[-'][^\W\d_]+)*(?:-[0-9]{1,2}(?![0-9\-]))?"
#: The ends of inclusive spelling: `chercheur.e.s`, `étudiant(e)s`, `collaborateurs/trices`.
_INCLUSIVE = (
    r"(?:[.·•/](?:e|ne|le|te|se|fe|ere|ive|ice|rice|trice|euse)[.·•]?s"
    r"|\((?:e|ne|le|trice|euse)\)s)?"
)
_ELISION = r"(?:qu|jusqu|lorsqu|[djlnmtsc])'"
_JOINT = r"['\"]? {1,2}(?:['\"] ?)?"
_TOKENS = {
    "en": re.compile(
        rf"(?P<joint>,?{_JOINT}|)(?P<word>(?:[a-z]\.){{2,4}}|[0-9]{{1,2}}th|and/or|{_WORD}'?)"
    ),
    "fr": re.compile(rf"(?P<joint>{_JOINT}|)(?P<word>{_ELISION}|et/ou|{_WORD}{_INCLUSIVE})"),
}
_LONGEST = 11
#: Parts a sentence, without spaces around it.
_DASH = "—"


@dataclass(frozen=True, slots=True)
class Token(Span):
    """A word of a phrase: folded, as written, and whether a comma stands before it."""

    key: str
    text: str
    comma: bool = False

    @property
    def capital(self) -> bool:
        """Whether it opens with a capital."""
        return self.text[0].isupper()

    @property
    def capitals(self) -> bool:
        """Whether it is all capitals, as acronyms are."""
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A counted noun phrase: where it ends, its head noun, and what is counted.

    That is the head alone, but for joined nouns all of them: of '300 police officers and
    gendarmes' no 300 are officers.
    """

    end: int
    head: Token
    rule: str
    counted: Span


def joined_phrase(words: list[Token], head: int, last: int, rule: str) -> Phrase:
    """The phrase of joined nouns, up to the last of them."""
    end = words[last].end
    return Phrase(end, words[head], rule, Span(words[0].start, end))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed classes of a language, from its `counts.toml`."""

    language: str
    sets: dict[str, frozenset[str]] = field(repr=False)
    singular_ends: tuple[str, ...]
    plural_ends: tuple[str, ...]
    adjective_ends: tuple[str, ...]
    infinitive_ends: tuple[str, ...]
    rates: re.Pattern[str]
    shares: re.Pattern[str]
    shares_after: re.Pattern[str]
    images: re.Pattern[str]
    money_after: re.Pattern[str]
    qualifiers: re.Pattern[str]
    qualifiers_after: re.Pattern[str]
    qualifiers_between: re.Pattern[str]

    def has(self, name: str, word: str) -> bool:
        """Whether a folded word is in a class."""
        return word in self.sets[name]

    def is_closed(self, word: str) -> bool:
        """Whether a folded word is of a closed class, or number words in one (`twenty-five`)."""
        if word in self.sets["stops"]:
            return True
        return "-" in word and self.sets["numbers"].issuperset(word.split("-"))


@functools.cache
def grammar(language: str) -> Grammar | None:
    """The grammar of a language, None where we have none."""
    table = lexicon.words("counts", language)
    if not table:
        return None
    sets = {name: frozenset(words) for name, words in table.items() if isinstance(words, list)}
    sets["numbers"] = frozenset(lexicon.words("numerals", language)["words"])
    sets["stops"] |= sets["numbers"]
    adjectives = (sets.get(f"adjective_{name}", frozenset()) for name in ("persons", "peoples"))
    sets["adjective_nouns"] = frozenset().union(*adjectives)
    number = rf"(?:[0-9]{{1,4}}|{lexicon.alternation(sorted(sets['numbers']))})"
    return Grammar(
        language=language,
        sets=sets,
        singular_ends=tuple(table.get("singular_ends", ())),
        plural_ends=tuple(table.get("plural_ends", ())),
        adjective_ends=tuple(table.get("adjective_ends", ())),
        infinitive_ends=tuple(table.get("infinitive_ends", ())),
        rates=re.compile(rf"(?<!\w)(?:{lexicon.alternation(table['rates'])}) {{1,2}}\Z"),
        shares=_shares(table, "shares", rf"(?<![\w,.]){number} (?:{{}}) \Z"),
        shares_after=_shares(
            table, "shares_after", rf" (?:{{}}) {number}(?!\w)(?! [a-z]+[sx](?!\w))"
        ),
        images=re.compile(rf"(?<!\w)(?:{lexicon.alternation(table['images'])})\Z"),
        money_after=re.compile(rf" (?:of |d'|de )(?:{lexicon.alternation(table['money'])})(?!\w)"),
        qualifiers=_qualifiers(table["qualifiers"], r"(?<!\w)(?:{}) ?\Z"),
        qualifiers_after=_qualifiers(table["qualifiers_after"], r" \(?(?:{})(?!\w)"),
        qualifiers_between=_qualifiers(table["qualifiers_between"], r" ?-?(?:{})(?= [a-z])"),
    )


def _shares(table: dict[str, Any], name: str, frame: str) -> re.Pattern[str]:
    """What parts the two numbers of a proportion; matches nothing where a language has none."""
    words: list[str] = table.get(name, [])
    return re.compile(frame.replace("{}", lexicon.alternation(words)) if words else r"(?!)")


def _qualifiers(table: dict[str, Any], frame: str) -> re.Pattern[str]:
    groups = (
        f"(?P<{name.replace('-', '_')}>{lexicon.alternation([re.escape(w) for w in words])})"
        for name, words in table.items()
        if words
    )
    return re.compile(frame.replace("{}", "|".join(groups)))


def tokens(text: str, key: str, at: int, language: str) -> list[Token]:
    """The words from `at` on, up to the first sign that is no space or quotation mark.

    `text` is the page's own: a dash that parts a sentence without spaces is folded to a hyphen.
    """
    pattern, found = _TOKENS[language], list[Token]()
    while len(found) < _LONGEST:
        match = pattern.match(key, at)
        if match is None:
            break
        glued = not match["joint"]
        if glued and not (found and found[-1].key.endswith("'")):
            break
        start, end = match.span("word")
        dash = text.find(_DASH, start, end)
        at = end if dash < 0 else dash
        found.append(Token(start, at, key[start:at], text[start:at], match["joint"][:1] == ","))
        if dash >= 0:
            break
    return found
