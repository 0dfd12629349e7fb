"""What stands before a number: whether it can count there, and how exactly it is meant."""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.counts.grammar import Grammar, Phrase
from pipeline.extract.counts.zeros import may_be_nothing
from pipeline.extract.numerals import Numeral
from pipeline.reading import fold

_GLUE = frozenset("-/.,+#°€$£¥@_&=*%'’:￼")
_WINDOW = 32
_ZERO_FIRST = re.compile(r"0[0-9]")
#: A number sign, money, digits of the same run, hours or a size before, a level of studies, the
#: type of a document ('PDF, 3 pages'), the dots of a table of contents.
_NO_COUNT_AFTER = re.compile(
    r"(?:(?:n ?[°o]\.?|#|§|[€$£¥]) ?|[0-9](?: {1,2}|[,.]| ?[hx] ?)|(?<!\w)bac ?\+ ?"
    r"|(?<!\w)(?:pdf|docx?|xlsx?)[,;:(-]? {1,2}[-(]? ?"
    r"|(?:\.{4}|…{2}|(?:\. ){3}) {0,3})\Z"
)
_LISTED = re.compile(
    r"([^\W\d_]{1,20})\.? [0-9]{1,4}(?:, ?[0-9]{1,4}){0,4}(?:, ?| ?)(?:and|et|ou|or|to|a|&)? ?\Z"
)
_LINKS = frozenset(("and", "et", "ou", "or", "to", "a", "&"))
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEAR_DIGITS, _AREA_DIGITS = 4, 3
#: The smaller number of a range, nothing being glued to it.
_RANGE = re.compile(r"(?<![\w.,/\-:+])([1-9][0-9]{0,2}(?:[., '][0-9]{3})?|[1-9][0-9]{3}) ?-\Z")
_POSTAL_DIGITS = 5
_FILE = r"(?:pdf|docx?|rtf|odt|pptx?|xlsx?|epub|[0-9] ?(?:[kmg][ob]|octets|bytes))"
_FILE_BEFORE = re.compile(rf"(?<![a-z]){_FILE}\)?(?: ?[,;:/|\-(]){{1,2}} ?\Z")
_FILE_AFTER = re.compile(rf" ?[,;/|\-(] ?(?:[0-9]{{1,4}}[.,]?){{0,2}}{_FILE}(?![a-z])")
_PARTS = frozenset(("", "\n", ",", "-", "–", "|"))
_LIST_DIGITS = 2
_LONGEST_SHORTENED = 6  # 'chap.', 'sect.'
_LONGEST_COUNTRY = 3
_PAGE_BEFORE = re.compile(r"[0-9]\. \Z")
_PAGE_REACH = 3
#: `21, 6 millions`: a decimal with a space, whose second part alone counts nothing.
_SPACED_DECIMAL = re.compile(r"(?<![\w,.])[0-9]{1,3}, \Z")
_OPENING_NUMBER = re.compile(r"^ {0,4}([0-9]{1,2}) (?=[^\W\d_])", re.MULTILINE)
_POWERS = frozenset({100, 1_000, 10_000, 100_000, 1_000_000})
_FEWEST_BEHIND_A_NOUN = 1_000
#: `12,1 pour`, `150 cas pour`, `(pour`.
_PROPORTION = re.compile(
    r"(?:\(|[0-9][.,][0-9]{1,3} |(?P<noun>[0-9] [^\W\d_]{2,15}(?: [^\W\d_]{2,12})? ))[^\W\d_]+ \Z"
)
_PEOPLES = ("ais", "aises", "ois", "oises", "iens", "iennes", "ains", "aines", "ians", "ans")


def may_count(text: str, key: str, number: Numeral, grammar: Grammar) -> bool:
    """Whether what stands before a number, and its own form, let it count things."""
    start = number.start
    if key[start - 1 : start] == "-":
        start = opening(key, number)
    line = _line(key, start)
    before = key[max(line, start - _WINDOW) : start]
    nothing = number.value == 0 and not (number.form == "digits" and may_be_nothing(before))
    if nothing or _glued(before) or grammar.rates.search(before):
        return False
    rate = number.value in _POWERS and _is_denominator(before, number, grammar)
    if number.form == "words":
        return _words_may_count(before, key[start : number.end], number, grammar)
    if rate or _ZERO_FIRST.match(key, number.start) or _NO_COUNT_AFTER.search(before):
        return False
    if number.unit and _SPACED_DECIMAL.search(before):
        return False
    if grammar.has("articles", _last_word(before)):
        return False  # 'a 50 slip marina': the number tells the size of what follows
    written = text[max(line, start - _WINDOW) : start]
    return not _labelled(before, written, grammar) and not _name_before_number(
        text, line, start, grammar
    )


def _is_denominator(before: str, number: Numeral, grammar: Grammar) -> bool:
    """Whether a power of ten is what a rate is told for: `12,1 pour 1 000 habitants`.

    Behind a number and its noun a hundred may be places or guests (`3 salles pour 100 personnes`).
    """
    if not grammar.has("proportions", _last_word(before)):
        return False
    found = _PROPORTION.search(before)
    return found is not None and not (found["noun"] and number.value < _FEWEST_BEHIND_A_NOUN)


def _words_may_count(before: str, written: str, number: Numeral, grammar: Grammar) -> bool:
    """Whether a number in words can count behind what stands before it."""
    if grammar.images.search(before + written):
        return False
    named = _is_vague(before, grammar) or grammar.has("word_labels", _last_word(before))
    return not (number.alone or named) and number.value > 1


def is_named(key: str, start: int, grammar: Grammar) -> bool:
    """Whether the word before a number, in words or digits, says that it names or is a day."""
    before = _before(key, start)
    last = _last_word(before).rstrip(".")
    return grammar.has("labels", last) or grammar.has("day_articles", last)


def is_ordinal(key: str, number: Numeral, phrase: Phrase, grammar: Grammar) -> bool:
    """`du 1 arrondissement`: the first of them, where a dump lost the end of its number."""
    if number.form != "digits" or phrase.rule != "single-noun":
        return False
    return grammar.has("known_one", _last_word(_before(key, number.start)))


def measures_change(number: Numeral, phrase: Phrase, grammar: Grammar) -> bool:
    """`en hausse de 0,2 point`: a part of a point is one of a rate, whatever follows."""
    whole = number.unit or float(number.value).is_integer()
    return not whole and grammar.has("rate_points", phrase.head.key)


def _is_vague(before: str, grammar: Grammar) -> bool:
    """Whether the word before says no number of what follows: `vous trois`, `several hundred`.

    `avec vous trois aspects` has three of them.
    """
    last = _last_word(before)
    if not grammar.has("vague", last):
        return False
    return not (grammar.has("pronouns", last) and grammar.has("companions", _last_but_one(before)))


def opening(key: str, number: Numeral) -> int:
    """Where a number opens, or the smaller one that a dash joins to it: `10-12 members`."""
    start = number.start
    if number.form == "words":
        return start
    first = _RANGE.search(key, max(0, start - _WINDOW), start)
    if first is None or not 0 < int(re.sub("[^0-9]", "", first[1])) < number.value:
        return start
    years = len(first[1]) == _YEAR_DIGITS and _FIRST_YEAR <= number.value <= _LAST_YEAR
    free_line = first[1] == "1" and number.end - start == _AREA_DIGITS  # '1-800 numbers'
    return start if years or free_line else first.start()


def _glued(before: str) -> bool:
    """Whether a sign right before the number makes it part of something else."""
    if not before:
        return False
    last = before[-1]
    if last == "'":
        return not re.search(r"(?:^|[^\w])(?:d|l|qu|jusqu)'\Z", before)
    if last == "-":
        return before.strip() != "-"
    if last == "+":
        return not before.endswith(" +")
    return last in _GLUE or last.isalnum()


def _labelled(before: str, written: str, grammar: Grammar) -> bool:
    """Whether a word before the number says that it names: 'article 5', not 'par exemple 5'.

    A verb does not: 'elle livre 90 repas', and 'traite' as it is `written`, without its accent.
    """
    last = _last_word(before)
    if last in _LINKS or last.endswith(","):
        listed = _LISTED.search(before)
        named = listed is not None and grammar.has("labels", listed[1])
    elif last.endswith(".") and len(last) > _LONGEST_SHORTENED:
        return False  # 'en poste en France. 17 agents': a sentence ends there
    else:
        named = grammar.has("labels", last.rstrip("."))
    return named and not _only_looks_labelled(before, written, grammar)


def _only_looks_labelled(before: str, written: str, grammar: Grammar) -> bool:
    """Whether the word before a number is part of a phrase, a time that recurs, or a verb."""
    last, first = _last_word(before), _last_but_one(before)
    if grammar.has("phrases", f"{first} {last}"):
        return True
    if grammar.has("times", last) and grammar.has("each", first):
        return True
    if grammar.has("subjects", _last_but_one(written).lower()):  # 'a', and not 'à'
        return True
    return grammar.has("written_verbs", last) and not _last_word(written).endswith("é")


def _last_word(before: str) -> str:
    """The word right before a number, without what opens it; '' after another sign."""
    words = before.rsplit(None, 1)
    return words[-1].rsplit("'", 1)[-1].lstrip('("-*') if words else ""


def _last_but_one(before: str) -> str:
    words = before.split()
    return words[-2] if len(words) > 1 else ""


def _name_before_number(text: str, line: int, start: int, grammar: Grammar) -> bool:
    """Whether a name inside a sentence stands right before: 'Formula 1 drivers', 'iOS 13'.

    The name of a place says nothing of the number: 'il y a à Berne 91 ambassades'.
    """
    head, _, word = text[max(line, start - 2 * _WINDOW) : start].rstrip().rpartition(" ")
    if not word.isalpha() or word.islower() or word.isupper():
        return False
    head = head.rstrip()
    if grammar.has("stops", fold(word)):
        return False  # a headline's capitals: 'Recruits Over 11,800 Staff'
    if not head or head[-1] in '.!?:;-*|()"•–\t':
        return False
    return not (
        grammar.has("places", fold(_last_word(head))) or _ends_in_a_country(head, word, grammar)
    )


def _ends_in_a_country(head: str, word: str, grammar: Grammar) -> bool:
    """`en Belgique 132 organisations`: after a preposition a country's name, as far as it goes."""
    words = [*fold(head).split()[-_LONGEST_COUNTRY:], fold(word)]
    return any(
        grammar.has("before_country", words[at - 1]) and " ".join(words[at:]) in _countries()
        for at in range(1, len(words))
    )


@functools.cache
def _countries() -> frozenset[str]:
    return frozenset(n for names in lexicon.shared("places")["countries"].values() for n in names)


def is_year(number: Numeral, key: str, head: str, grammar: Grammar) -> bool:
    """Whether four plain digits read as a year rather than as a number of things.

    An English noun may follow a year ('2019 elections'), so only one for persons, after a round
    number, is counted; in French a year needs a word before it ('en 2019').
    """
    written = key[number.start : number.end]
    if number.form != "digits" or not (written.isdigit() and len(written) == 4):  # noqa: PLR2004
        return False
    if not _FIRST_YEAR <= number.value <= _LAST_YEAR:
        return False
    line = _line(key, number.start)
    before = _last_word(key[max(line, number.start - _WINDOW) : number.start])
    if not before or grammar.has("year_words", before):
        return grammar.language == "en" or number.value % 100 != 0
    return grammar.language == "en" and not (
        grammar.has("persons", head) and number.value % 100 == 0
    )


def is_share(key: str, number: Numeral, end: int, grammar: Grammar) -> bool:
    """Whether a number is one of a proportion: 'nine in ten families', 'huit élus sur dix'."""
    line = _line(key, number.start)
    if grammar.shares.search(key[max(line, number.start - _WINDOW) : number.start]):
        return True
    return grammar.shares_after.match(key, end) is not None


def is_in_a_file(key: str, number: Numeral, phrase: Phrase, grammar: Grammar) -> bool:
    """Whether pages are told with a file's type or size: `PDF (1.01 Mo, 22 pages)`."""
    if not grammar.has("file_parts", phrase.head.key):
        return False
    before = key[max(0, number.start - _WINDOW) : number.start]
    if _FILE_BEFORE.search(before):
        return True
    return before.endswith("(") and _FILE_AFTER.match(key, phrase.end) is not None


def is_postal_code(text: str, start: int, end: int, *, short: bool) -> bool:
    """Whether five plain digits stand before a capitalised name that is no people's name.

    Four do where the country's codes are `short`, behind a comma, a dash or a line's start.
    """
    digits = end - start if text[start:end].isdigit() else 0
    if digits != _POSTAL_DIGITS:
        parted = text[max(0, start - 2) : start].rstrip(" ")[-1:] in _PARTS
        if not (short and parted and digits == _POSTAL_DIGITS - 1):
            return False
    name = text[end : end + _WINDOW].split(None, 1)[:1]
    return bool(name) and name[0][0].isupper() and not name[0].lower().endswith(_PEOPLES)


def is_footnote(text: str, number: Numeral) -> bool:
    """Whether a number before a capital opens a note behind the page of the one before.

    `… (Lund 2009) 288. 3 Consuls usually …`
    """
    if number.end - number.start > _LIST_DIGITS:
        return False
    return _PAGE_BEFORE.search(text, max(0, number.start - _PAGE_REACH), number.start) is not None


def is_list_number(text: str, number: Numeral) -> bool:
    """Whether a number before a capital opens a line of a list: a neighbour opens another."""
    if number.end - number.start > _LIST_DIGITS:
        return False
    if text[_line(text, number.start) : number.start].strip():
        return False
    opening = _line_numbers(text)
    value = int(number.value)
    return value - 1 in opening or value + 1 in opening


@functools.lru_cache(maxsize=2)
def _line_numbers(text: str) -> frozenset[int]:
    """The numbers that open a line, before a word."""
    return frozenset(int(match[1]) for match in _OPENING_NUMBER.finditer(text))


def _line(text: str, at: int) -> int:
    """The start of the line of `at`, or of as much before it as any rule looks at."""
    floor = max(0, at - 2 * _WINDOW)
    return max(floor, text.rfind("\n", floor, at) + 1)


def _before(key: str, at: int) -> str:
    """What stands near before a place on its line."""
    return key[max(_line(key, at), at - _WINDOW) : at]


def qualifier_before(key: str, start: int, grammar: Grammar) -> str:
    """How the words before a number qualify it: `more-than`, `nearly`, ..., '' where none does."""
    line = _line(key, start)
    match = grammar.qualifiers.search(key[max(line, start - _WINDOW) : start])
    return (match.lastgroup or "").replace("_", "-") if match else ""


def qualifier_after(key: str, end: int, grammar: Grammar) -> str:
    """How the words after a counted phrase qualify it."""
    match = grammar.qualifiers_after.match(key, end)
    return (match.lastgroup or "").replace("_", "-") if match else ""
