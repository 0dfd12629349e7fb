"""The English counted noun phrase: modifiers, then a plural noun.

The head is the first plural that no further noun follows; a capitalised run is one name, whose
head is its last word. Without a plural there is no count: '12 Main Street' counts nothing.
"""

from __future__ import annotations

from itertools import takewhile

from pipeline.extract.counts.adjectival import adjectival
from pipeline.extract.counts.grammar import Grammar, Phrase, Token, joined_phrase

_MOST_MODIFIERS = 6
_SHORTEST = 3
_OF_PEOPLES = ("african", "asian", "american", "ean", "ian", "ese", "ish")


def english_phrase(words: list[Token], grammar: Grammar, value: float) -> Phrase | None:
    """The phrase that opens the words after a number; None where it counts nothing."""
    if words and value != 1 and words[0].key in grammar.sets["adjective_nouns"]:
        last = adjectival(words, grammar, value)
        if last >= 0:
            return joined_phrase(words, 0, last, "plural-noun")
    nominal = _nominal(words, grammar)
    if not nominal or _is_verb(nominal[0], grammar):
        return None
    head = _single(nominal, grammar) if value == 1 else _plural_head(nominal, grammar)
    if head is None or _street(words, head, grammar):
        return None
    if _measures(nominal, head, grammar) and not _of_study(words, head, grammar):
        return None
    rule = "plural-noun" if value != 1 else "single-noun"
    last = _joined(words, head, grammar)
    if last > head:
        return joined_phrase(words, head, last, rule)
    last = _of_complement(words, head, grammar)
    return Phrase(words[last].end, words[head], rule, words[head])


def _nominal(words: list[Token], grammar: Grammar) -> list[Token]:
    """The words that can belong to the phrase: up to a word of a closed class or a verb."""
    found: list[Token] = []
    for index, word in enumerate(words):
        if word.comma and (not found or _is_over(found, word, grammar)):
            break
        if word.key in grammar.sets["joins"]:
            if not found or any(is_plural(w, grammar) for w in found) or index + 1 == len(words):
                break
        elif _stops(word, grammar) and not _in_a_name(found, word, grammar):
            break
        found.append(word)
    while found and found[-1].key in grammar.sets["joins"]:
        found.pop()
    return found


def _is_over(found: list[Token], word: Token, grammar: Grammar) -> bool:
    """Whether a phrase is over before a comma: after its noun, and beside a name.

    Peoples go on: `African, European and Asian missions`.
    """
    if all(w.capital and w.key.endswith(_OF_PEOPLES) for w in (found[-1], word)):
        return False
    return word.capital or found[-1].capital or any(is_plural(w, grammar) for w in found)


def _stops(word: Token, grammar: Grammar) -> bool:
    """Whether a word belongs to no noun phrase: of a closed class, or shortened (`isn't`)."""
    return grammar.is_closed(word.key) or word.key.endswith("n't")


def _in_a_name(found: list[Token], word: Token, grammar: Grammar) -> bool:
    """Whether a number word is part of a name: 'World War Two veterans'."""
    return bool(found) and found[-1].capital and word.capital and grammar.has("numbers", word.key)


def is_plural(word: Token, grammar: Grammar) -> bool:
    """Whether a word has the form of a plural noun."""
    key = word.key.removesuffix("-general").rsplit("-", 1)[-1]
    if grammar.has("plurals", key) or key.endswith(grammar.plural_ends):
        return True
    if key.endswith("s'"):
        return False
    if len(key) < _SHORTEST or not key.endswith("s") or key.endswith(grammar.singular_ends):
        return False
    return not grammar.has("singular", key)


def _plural_head(words: list[Token], grammar: Grammar) -> int | None:
    """The index of the head: the first plural that no further noun follows."""
    for index, word in enumerate(words[: _MOST_MODIFIERS + 1]):
        if word.key.endswith("s'") and not _in_quotes(words, index):
            return None  # 'the two countries' ministers': nobody says how many
        if not is_plural(word, grammar):
            continue
        return _last_of_compound(words, index, grammar)
    return None


def _in_quotes(words: list[Token], index: int) -> bool:
    """Whether a mark that a word ends with was opened before it: 'two blank 'visas' pages'."""
    return index > 0 and words[index].start - words[index - 1].end > 1


def _last_of_compound(words: list[Token], index: int, grammar: Grammar) -> int | None:
    """From a plural on to the noun that it modifies: 'human rights groups', 'sports halls'."""
    while index + 1 < len(words):
        word, after = words[index], words[index + 1]
        if after.comma or after.key in grammar.sets["joins"]:
            break
        if is_plural(after, grammar) and not _verb(after, grammar):
            index += 1
        elif word.capital and after.capital:
            further = _end_of_name(words, index + 1, grammar)
            if further is None:
                break
            index = further
        elif grammar.has("attributive", word.key):
            further = _next_plural(words, index + 1, grammar)
            if further is None:
                break
            index = further
        else:
            break
    return index


def _end_of_name(words: list[Token], start: int, grammar: Grammar) -> int | None:
    """The plural that ends a capitalised run: 'Fisheries Canada Stations'."""
    for index in range(start, len(words)):
        word = words[index]
        if is_plural(word, grammar) and not _verb(word, grammar):
            return index
        if not word.capital:
            return None
    return None


def _next_plural(words: list[Token], start: int, grammar: Grammar) -> int | None:
    for index in range(start, min(start + 2, len(words))):
        if words[index].key in grammar.sets["joins"]:
            return None
        if is_plural(words[index], grammar) and not _verb(words[index], grammar):
            return index
    return None


def _is_verb(word: Token, grammar: Grammar) -> bool:
    """Whether the number stands alone and its verb follows: 'The two discuss trade issues'."""
    return grammar.has("verbs", word.key) or grammar.has("bare_verbs", word.key)


def _verb(word: Token, grammar: Grammar) -> bool:
    """Whether a word in -s may be a verb, so that no noun phrase goes on to it."""
    return grammar.has("verbs", word.key) or grammar.has("verbs_or_nouns", word.key)


def _single(words: list[Token], grammar: Grammar) -> int | None:
    """The head after '1': the last of a few words up to a comma or an 'and', participles apart."""
    joins = grammar.sets["joins"]
    words = list(takewhile(lambda w: not w.comma and w.key not in joins, words))
    last = len(words) - 1
    while last > 0 and words[last].key.endswith(("ed", "ing", "ly")):
        last -= 1
    first = 1 if last > 0 and _is_of_people(words[0], grammar) else 0
    lower = all(not w.capital or w.capitals for w in words[first : last + 1])
    if last > _MOST_MODIFIERS - 3 or not lower or words[last].key.endswith(("ed", "ly")):
        return None
    return last if len(words[last].key) >= _SHORTEST else None


def _is_of_people(word: Token, grammar: Grammar) -> bool:
    """Whether a word says of which people something is: `1 French passport`."""
    return grammar.has("adjective_peoples", word.key) or word.key.endswith(_OF_PEOPLES)


def _street(words: list[Token], head: int, grammar: Grammar) -> bool:
    """Whether the phrase is the name of a street: '12 United Nations Plaza'."""
    if not words[0].capital:
        return False
    for index, word in enumerate(words):
        if not word.capital:
            return False
        if index >= head and grammar.has("streets", word.key):
            return True
    return False


def _measures(words: list[Token], head: int, grammar: Grammar) -> bool:
    """Whether the head is a unit of time, length, weight or money."""
    first = words[0].key
    if grammar.has("units", words[head].key) or (
        grammar.has("units", first) and not grammar.has("kind_units", first)
    ):
        return True
    two = " ".join(w.key for w in words[max(0, head - 1) : head + 1])
    return grammar.has("measures", two)


def _of_study(words: list[Token], head: int, grammar: Grammar) -> bool:
    """Whether degrees are those of studies: `degrees and diplomas`, `three honorary degrees`."""
    if not grammar.has("kind_units", words[head].key.removesuffix("s")):
        return False
    if head:
        return not any(grammar.has("units", word.key) for word in words[:head])
    joined = words[1:3]
    return (
        len(joined) > 1
        and joined[0].key in grammar.sets["joins"]
        and is_plural(joined[1], grammar)
        and not grammar.has("units", joined[1].key)
    )


def _joined(words: list[Token], head: int, grammar: Grammar) -> int:
    """The last word of what 'and' joins: 'police officers and gendarmes'."""
    if (
        head + 2 >= len(words)
        or words[head + 1].comma
        or words[head + 1].key not in grammar.sets["joins"]
    ):
        return head
    for index in range(head + 2, min(head + 4, len(words))):
        word = words[index]
        if word.comma:
            return head
        if _ends_joining(word, grammar):
            return head
        if is_plural(word, grammar):
            if grammar.has("units", word.key):
                return head
            after = words[index + 1] if index + 1 < len(words) else None
            return index if after is None or _ends_before(after, grammar) else head
    return head


def _ends_joining(word: Token, grammar: Grammar) -> bool:
    """Whether nothing is joined here: '25 Member States and other countries' counts the first."""
    named = _stops(word, grammar) or grammar.has("others", word.key)
    return named or _verb(word, grammar)


def _ends_before(after: Token, grammar: Grammar) -> bool:
    """Whether a noun phrase ends before a word: a closed class, a verb or a participle."""
    return (
        after.comma
        or _stops(after, grammar)
        or _verb(after, grammar)
        or after.key.endswith(("ed", "ing"))
    )


def _of_complement(words: list[Token], head: int, grammar: Grammar) -> int:
    """The last word of 'of' and a bare noun: 'letters of recommendation'.

    'members of the' goes on to the name after it.
    """
    if head + 2 >= len(words) or words[head + 1].key != "of" or words[head + 1].comma:
        return head
    first = head + 2
    if words[first].key == "the" and grammar.has("relational", words[head].key):
        last = first
        while last + 1 < len(words) and words[last + 1].capital:
            last += 1
        return last if last > first else head
    run = _nominal(words[first:], grammar)
    plural = _plural_head(run, grammar)
    if plural is not None and (not run[plural].capital or words[head].capital):
        return head if _measures(run, plural, grammar) else first + plural
    if words[first].capital or not run:
        return head
    last = first
    if len(run) > 1 and run[0].key.endswith(grammar.adjective_ends) and not run[1].capital:
        return first + 1 if run[1].key not in grammar.sets["joins"] else last
    return last
