"""The French counted noun phrase: adjectives of the few that stand before, a plural noun, the rest.

After the noun come adjectives, complements in 'de' without an article, and a noun that 'et' or
'ou' joins. Participles with a complement of their own, places and relative clauses stay outside.
"""

from __future__ import annotations

import re

from pipeline.extract.counts.grammar import Grammar, Phrase, Token, joined_phrase

_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{1,3}|V)")
_SHORTEST = 2
_PLURAL = 2
_PARTICIPLE_ENDS = ("és", "ées")
_MOST_COMPLEMENTS = 3


def french_phrase(words: list[Token], grammar: Grammar, value: float) -> Phrase | None:
    """The phrase that opens the words after a number; None where it counts nothing."""
    if words and _ROMAN.fullmatch(words[0].text):
        return None  # 'PRÉAMBULE ... 2 II. LES MÉDECINS': a table of contents in one line
    single = value < _PLURAL
    head = _head(words, grammar, single=single)
    if head is None or _measures(words, head, grammar):
        return None
    if grammar.has("streets", words[head].key) and _named(words, head):
        return None
    last = _adjectives(words, head, grammar, single=single)
    last = _complements(words, head, last, grammar, single=single)
    rule = "single-noun" if single else "plural-noun"
    joined = last if single else _joined(words, last, grammar)
    if joined > last:
        return joined_phrase(words, head, joined, rule)
    if words[head].capital:
        last = _name_tail(words, last, grammar)
    return Phrase(words[last].end, words[head], rule, words[head])


def is_plural(word: Token, grammar: Grammar) -> bool:
    """Whether a word has the form of a plural noun or adjective, or is an acronym."""
    key = word.key
    if grammar.has("plurals", key):
        return True
    if grammar.has("singular", key) or len(key) < _SHORTEST:
        return False
    if key.endswith(("-s", ")s", ".s")) or any(
        part.endswith(("s", "x", "z")) and len(part) > _SHORTEST for part in key.split("-")
    ):
        return True
    return word.capitals and "-" not in key and len(key) < 6  # noqa: PLR2004 - an acronym's length


def _head(words: list[Token], grammar: Grammar, *, single: bool) -> int | None:
    """The index of the noun: the first word that is no adjective of those that stand before."""
    for index, word in enumerate(words[:5]):
        if grammar.has("before_noun", word.key):
            after = words[index + 1] if index + 1 < len(words) else None
            ends = after is None or _closed(after, grammar)
            ends = ends or (after is not None and grammar.has("never_nouns", after.key))
            if ends and after is not None and after.key in grammar.sets["joins"] and not single:
                ends = index + 2 >= len(words) or not grammar.has(
                    "before_noun", words[index + 2].key
                )
            if not ends:
                continue
            return index if grammar.has("also_nouns", word.key) else None
        if word.key in grammar.sets["joins"] and index:
            continue
        if _closed(word, grammar):
            return None
        if single:
            return index if len(word.key) > _SHORTEST and not word.capital else None
        return index if is_plural(word, grammar) and not _clause(words, index) else None
    return None


def _closed(word: Token, grammar: Grammar) -> bool:
    return grammar.is_closed(word.key)


def _clause(words: list[Token], index: int) -> bool:
    """Whether a participle stands where the noun should: '26 tournés vers la recherche'."""
    raw = words[index].text.lower()
    if not raw.endswith(("és", "ées", "is", "us", "ies")) or index + 1 >= len(words):
        return False
    return words[index + 1].key in ("par", "vers", "chez") and not raw.endswith(
        ("tés", "ois", "ais")
    )


def _named(words: list[Token], head: int) -> bool:
    """Whether a name follows: '12 allées Paul-Riquet', '3 cours de Verdun'."""
    return words[head].capital or any(w.capital for w in words[head + 1 : head + 3])


def _measures(words: list[Token], head: int, grammar: Grammar) -> bool:
    """Whether the head is a unit, or no noun at all."""
    if grammar.has("units", words[head].key):
        return True
    if grammar.has("bare_participles", words[head].key):
        return True
    three = " ".join(w.key for w in words[head : head + 3])
    two = " ".join(w.key for w in words[head : head + 2])
    return grammar.has("measures", three) or grammar.has("measures", two)


def _adjectives(words: list[Token], last: int, grammar: Grammar, *, single: bool) -> int:
    """The index of the last adjective after the word at `last`."""
    while last + 1 < len(words):
        word = words[last + 1]
        if _closed(word, grammar) or grammar.has("units", word.key):
            break
        agrees = word.key.endswith(grammar.adjective_ends) if single else is_plural(word, grammar)
        if not agrees or (word.capital and not _adjective(word, grammar)):
            break
        if _governs(words, last + 1, grammar):
            break
        last += 1
    return last


def _adjective(word: Token, grammar: Grammar) -> bool:
    return word.key.endswith(grammar.adjective_ends)


def _governs(words: list[Token], index: int, grammar: Grammar) -> bool:
    """Whether a participle has a complement: 'affectés dans', 'fermés du'."""
    raw = words[index].text.lower()
    participle = raw.endswith(
        ("és", "ées", "é", "ée", "is", "us", "ies", "ues", "ts", "tes", "ant", "ants")
    )
    adjective = raw.endswith(("ants", "ents", "antes", "entes", "ais", "ois", "istes", "aits"))
    if not participle or adjective or raw.endswith("ques") or index + 1 >= len(words):
        return False
    if words[index + 1].key == "et" and index + 2 < len(words):  # 'remplis et signés'
        return words[index + 2].text.lower().endswith(_PARTICIPLE_ENDS)
    return grammar.has("agents", words[index + 1].key)


def _complements(
    words: list[Token], head: int, last: int, grammar: Grammar, *, single: bool
) -> int:
    """The end of the complements in 'de' that name the kind, with the adjectives after them."""
    for _ in range(_MOST_COMPLEMENTS):
        start = last + 1
        if start < len(words) and words[start].key == "et" and last > head:
            start += 1
            if not (
                start < len(words)
                and words[start].key in grammar.sets["of"]
                and _has_of(words, head, last, grammar)
            ):
                break
        if not (start + 1 < len(words) and words[start].key in grammar.sets["of"]):
            break
        if words[start].key == "d'" and words[start + 1].key == "un":
            break
        end = _complement(words, start + 1, grammar)
        if end is None:
            break
        last = end
        last = _adjectives(words, last, grammar, single=single)
    return last


def _has_of(words: list[Token], head: int, last: int, grammar: Grammar) -> bool:
    return any(w.key in grammar.sets["of"] for w in words[head:last])


def _complement(words: list[Token], start: int, grammar: Grammar) -> int | None:
    """The last word of the noun after 'de', None where it names no kind."""
    index = start
    while index < len(words) and grammar.has("before_noun", words[index].key):
        index += 1
    if index >= len(words):
        return None
    word = words[index]
    if (
        _closed(word, grammar)
        or grammar.has("not_kinds", word.key)
        or grammar.has("units", word.key)
    ):
        return None
    if (word.capital and not word.capitals) or _infinitive(word, grammar):
        return None
    while index + 1 < len(words):
        after = words[index + 1]
        if _closed(after, grammar) or after.capital or not _adjective(after, grammar):
            break
        if _governs(words, index + 1, grammar):
            break
        index += 1
    return index


def _infinitive(word: Token, grammar: Grammar) -> bool:
    return word.key.endswith(grammar.infinitive_ends) and not grammar.has(
        "not_infinitives", word.key
    )


def _joined(words: list[Token], last: int, grammar: Grammar) -> int:
    """The last word of a noun joined by 'et' or 'ou': 'policiers et gendarmes'."""
    start = last + 1
    if start + 1 >= len(words) or words[start].key not in grammar.sets["joins"]:
        return last
    noun = words[start + 1]
    if _closed(noun, grammar) or grammar.has("before_noun", noun.key):
        return last
    if not is_plural(noun, grammar) or grammar.has("units", noun.key):
        return last
    after = words[start + 2] if start + 2 < len(words) else None
    if after is not None and grammar.has("agents", after.key) and _no_noun(noun, after, grammar):
        return last
    return _adjectives(words, start + 1, grammar, single=False)


def _no_noun(noun: Token, after: Token, grammar: Grammar) -> bool:
    """Whether an adjective or participle stands where 'et' joins: 'et compétents pour'."""
    if after.key in grammar.sets["of"]:
        return False
    return _adjective(noun, grammar) or noun.text.lower().endswith(
        ("és", "ées", "ents", "ants", "is", "us")
    )


def _name_tail(words: list[Token], last: int, grammar: Grammar) -> int:
    """A fixed name is whole: 'Instituts français de recherche à l'étranger'."""
    for size in (2, 3):
        tail = words[last + 1 : last + 1 + size]
        if (
            len(tail) == size
            and " ".join(w.key for w in tail).replace("' ", "'") in grammar.sets["name_tails"]
        ):
            return last + size
    return last
