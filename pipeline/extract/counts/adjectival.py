"""Nouns made of adjectives, that have no plural: `27,000 French`, `300 dead and wounded`.

Any noun may follow an adjective ('12 French companies'), so one of them counts only where its
phrase is over: before a sign, a word that opens no noun, or `and` and the next number.
"""

from __future__ import annotations

from pipeline.extract.counts.grammar import Grammar, Token

_FEWEST_OF_A_PEOPLE = 10


def adjectival(words: list[Token], grammar: Grammar, value: float) -> int:
    """The index of the last noun of such a phrase; -1 where the words after a number open none."""
    last = -1
    for index, word in enumerate(words):
        if index and word.comma:
            break
        if _is_one(word, grammar, value):
            last = index
        elif word.key not in grammar.sets["joins"]:
            break
    return last if last >= 0 and _ends(words[last + 1 : last + 3], grammar) else -1


def _is_one(word: Token, grammar: Grammar, value: float) -> bool:
    """Whether a word is such a noun: persons by what befell them, or a people."""
    if grammar.has("adjective_persons", word.key):
        return True
    named = grammar.has("adjective_peoples", word.key)
    return named and word.capital and not word.capitals and value >= _FEWEST_OF_A_PEOPLE


def _ends(after: list[Token], grammar: Grammar) -> bool:
    """Whether no noun can follow before these words."""
    if not after:
        return True
    first, others = after[0], after[1:]
    if first.key in grammar.sets["joins"]:
        return first.comma or not others or grammar.has("numbers", others[0].key)
    return grammar.has("stops", first.key) and (
        not first.comma or grammar.has("numbers", first.key)
    )
