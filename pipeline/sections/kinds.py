"""What a line of a dump is by its own characters: prose, bullet, contact, date, label, ..."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from pipeline import lexicon
from pipeline.openings import openings
from pipeline.sections.lines import PROSE, Line

Kind = Literal[
    "text", "prose", "bullet", "contact", "address", "date", "dateline", "hours", "label",
    "opener", "never", "table", "menu",
]  # fmt: skip

#: The languages whose words any page may use: labels stay untranslated.
COMMON = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Words:
    """The words that tell headings from other lines, as patterns over folded text."""

    titles: re.Pattern[str]
    never: re.Pattern[str]
    openers: re.Pattern[str]
    labels: re.Pattern[str]
    offices: re.Pattern[str]
    questions: re.Pattern[str]
    introduces: re.Pattern[str]
    announcing: re.Pattern[str]
    joins: re.Pattern[str]
    contents: re.Pattern[str]
    mastheads: re.Pattern[str]
    pronouns: re.Pattern[str]
    addressed: re.Pattern[str]
    more: re.Pattern[str]
    summaries: re.Pattern[str]
    notices: re.Pattern[str]
    seasons: re.Pattern[str]
    linkings: re.Pattern[str]
    linking_starts: frozenset[str]
    days: re.Pattern[str]
    day_starts: frozenset[str]
    speeches: re.Pattern[str]
    archives: re.Pattern[str]
    bodies: re.Pattern[str]
    kickers: re.Pattern[str]
    courtesies: re.Pattern[str]
    conditions: re.Pattern[str]
    salutations: re.Pattern[str]
    addressees: re.Pattern[str]
    answers: re.Pattern[str]
    numbered: re.Pattern[str]
    dated: re.Pattern[str]
    lasts: re.Pattern[str]
    address: re.Pattern[str]
    halves: re.Pattern[str]
    fields: re.Pattern[str]
    roles: re.Pattern[str]
    posts: re.Pattern[str]
    field_starts: frozenset[str]
    verbs: frozenset[str]

    def is_title(self, key: str) -> bool:
        """Whether the words by themselves are a heading's."""
        return self.titles.fullmatch(key.rstrip(" :")) is not None

    def numbering(self, key: str) -> str:
        """The form of the number that opens a heading or an item (`1.1- `), '' without one."""
        match = self.numbered.match(key)
        return _COUNTED.sub(_class, match[0]) if match else ""


def _class(number: re.Match[str]) -> str:
    """Whether a number is decimal, Roman, or a letter."""
    if number[0].isdigit():
        return "1"
    return "i" if set(number[0]) <= set("ivx") else "a"


_YEAR = r"(?:19|20)\d\d"
_DAY = (
    rf"(?:\d{{1,2}}(?:er|st|nd|rd|th|\.)? (?:de |of )?[a-z]{{3,10}}\.?,? (?:de )?{_YEAR}"
    rf"|[a-z]{{3,10}}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}})"
)
_YEAR_ALONE = re.compile(_YEAR)
_DATE = re.compile(
    rf"(?:le (?=[a-z]))?(?:[a-z]{{3,10}}\.?,? )?(?:le |the |on |am |op )?{_DAY}(?: ?/ ?{_DAY})?"
    r"(?:,? (?:a |at |- )?\d{1,2}(?:[:h]\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: \(?(?:[acemnp][sd]?t|gmt|utc|cest|h[naec]e)\)?)?)?\.?"
    rf"|(?:from |du )?(?:{_DAY}|[a-z]{{3,10}}\.? \d{{1,2}}|\d{{1,2}}(?:er)? [a-z]{{3,10}}\.?) ?"
    rf"(?:to|until|au|-) ?{_DAY}"
    r"|(?:[a-z' -]{3,25}, )?(?:[a-z]{3,6}day|[a-z]{2,6}di|dimanche),? (?:le )?"
    r"(?:[a-z]{3,10}\.? \d{1,2}|\d{1,2}(?:er)? [a-z]{3,10})\.?(?: ?:)?"
)
#: 'Bern, 4 May 2018', 'Trenton, N.J. May 4, 2018'.
_DATELINE = re.compile(
    r"[^,.:]{2,40}(?:,[^,.:]{2,40}|, (?:[a-z]\.){2,3})?(?:,|(?<=\.)) "
    rf"(?:le |the |am |den )?{_DAY}\.?"
)
#: 'Bern (ots)', 'Paris (AFP) -': where an agency's report was written.
_AGENCY = re.compile(r"[a-z' -]{3,30} \((?:ots|sda|ats|afp|apa|dpa|ap|reuters|belga|cnw)\)\W{0,3}")
#: '14th of July 2017, Mumbai'.
_DATE_PLACE = re.compile(rf"(?:the |le )?{_DAY}(?:,| -) (?P<place>[^,.:;\d]{{2,25}})")
_DATED_LABEL = re.compile(rf"[^:]{{2,60}}: ?(?:[a-z]{{4,10}} )?(?:le |the |on )?{_DAY}")
#: 'Ottawa · 14 May 2012 · Archives'.
_DATE_BETWEEN = re.compile(rf"(?:^|[·|•] ?){_DAY} ?[·|•]")
_DATE_FIRST = re.compile(rf"{_DAY} ?[-|:] ?")
#: 'May 4, 2018 - Ottawa, Ontario - Port Authority'.
_DATE_PLACE_BODY = re.compile(rf"{_DAY} - [^-]{{2,40}} - [^-]{{2,60}}")
#: The number of a document: 'MEMO/11/469', '11-626-X no 104'.
_REFERENCE = re.compile(r"[a-z]{2,12}(?:[/-]\d{1,5}){2}")
#: 'SOR/2019-49 February 25, 2019'.
#: 'N° 6 - 30 avril 2024'.
_REFERENCE_DATED = re.compile(
    rf"[a-z.]{{1,10}}[ /][\d/-]{{2,12}}:? (?:le |the )?{_DAY}"
    rf"|(?:n(?:o\.?|°)|vol\.?|issue) ?\d{{1,4}} ?[-–,:] ?{_DAY}"
)
#: The number of a bill: 'PL 7382-A'.
_BILL = re.compile(r"[A-Z]{1,4}\.? ?\d{3,6}-[A-Z]{1,2}")
#: The dots that lead to a page number, in a table of contents.
_LEADERS = re.compile(r"(?:\. ?){6,}|…{2,}")
_DATED = re.compile(
    rf"\b\d{{1,4}} ?[./-] ?\d{{1,2}} ?[./-] ?\d{{2,4}}\b|\b{_YEAR} ?[-/] ?(?:{_YEAR}|\d\d)\b"
)
#: The number of an act: '2020/532', '45/2001', '2021-356'.
_ACT = re.compile(rf"\b(?:{_YEAR}[/-]\d{{1,4}}(?:-\d{{1,4}}){{0,3}}|\d{{1,4}}/{_YEAR})\b")
#: The last four are what a word processor's fonts leave.
_BULLET = re.compile(
    r"(?:[-*•●◦▪►·+>]|o(?= )|\([a-z]\))(?=\s|$)|\W*$|[-•●◦▪►·\uf0a7\uf0b7\uf0d8\uf0fc]"
)
#: What ends the page's own date, or its label.
_ENDS_DATE = frozenset(":0123456789")
#: A line of a script that the page shows: `window.dataLayer = window.dataLayer || [];`.
_CODE = re.compile(
    r"(?:<!--|//<!\[cdata\[|/\*)?\s{0,3}"
    r"(?:(?:var|let|const) [\w$.]{1,40} ?[=;]|function [\w$.]{1,40}\(|return \S{1,60};$"
    r"|(?:if|for|while|switch|catch) ?\(.{1,80}\) ?\{|try ?\{|[\]})]{1,4};?$"
    r"|[\w$.]{1,60}(?:\(['\"{[$]|\(\)|\((?:function|document|window)\b"
    r"| ?= ?[\w$.]{1,60} ?\|\| ?[\[{]))"
)
_ENDS_CODE = frozenset(";{})")
#: '(I)': a number of a heading, not of an item.
_ROMAN = re.compile(r"\([IVX]{1,5}\) ")
_PHONE = re.compile(r"\(?\+?\d[\d ().\-/]{5,}\d")
_MAIL = re.compile(r"\S@\S|\[at\]|\(at\)|\(@\)|\[email|https?://|\bwww\.")
_DOMAIN = re.compile(r"(?:[a-z\d-]{2,}\.){1,4}[a-z]{2,4}/?")
#: The type and size of a file that a link leads to.
_FILE = re.compile(
    r"\(\d[\d.,]{0,6} ?(?:[kmg][bo]|octets|bytes)\)$"
    r"|[(\[](?:pdf|docx?|xlsx?|word|excel|zip|rtf|odt)\b[^)\]]{0,20}[)\]]?$"
    r"|\w\.(?:jpe?g|png|gif|tiff?|pdf|docx?|xlsx?)$"
)
#: 'Projects: 90': a fact, not a heading.
_FACT = re.compile(r"[^:]{2,40} ?: {0,20}[<>~]?\d[\d.,' ]{0,20}(?: ?[a-z%€$]{1,4}){0,2}$")
#: 'Cat. No.: Rv6F-PDF', 'ISSN: 2564-1719': the number of a document.
_CODE_NUMBER = re.compile(r"[a-z][a-z. °]{1,25} ?: ?(?=\S{0,20}\d)(?=\S{0,20}[a-z-])[\w/.-]{4,25}")
_TIME = re.compile(r"\b\d{1,2} ?(?:[:h] ?\d\d\b|h\b|[ap]\.?m\b)")
#: '1964 - France - 91 min', 'Colour, 118 minutes': how long a film or a recording is.
_RUNS = re.compile(r"[-,/|(·] ?\d{1,3} ?(?:min(?:\.|utes?)?|mn)\)?$")
#: 'INTRODUCTION 5 The Council 5 The Presidency 6': entries of a table of contents in one line.
_PAGED = re.compile(
    r"(?:[^\W\d_][^\d.,;]{2,90} \d{1,3} ){3}|[^\W\d_](?:[^\d.,;:]{14,90} \d{1,3}(?: |$)){2}$"
)
_PAGE = re.compile(r" (\d{1,3})(?= [^\W\d_]|$)")
_AMOUNT = re.compile(
    r"(?:[€$£] ?\d[\d.,' ]{0,12}|\d ?(?:eur|euros?|chf|usd|cad|dollars?|€|\$|£|%))"
    r"\W{0,3}(?:note\W{0,3})?$"
)
#: '(Paris - March 6, 2019)'.
_SAID = re.compile(rf"\((?:[a-z.' ]{{3,40}}(?:,| -) )?(?:le )?{_DAY}\)$")
#: 'Holidays | |': a row whose first cell is the only one that holds anything.
_SPANS = re.compile(r"[^|]*[^\W\d_][^|]* \|(?: ?\|){1,6}")
#: Cells of a row, or the entries of a menu, held apart by spaces.
_CELLS = re.compile(r"\S {3,}\S[^\n]{0,200}?\S {3,}\S")
#: Two such entries, of a word each.
_PAIR = re.compile(r"[a-z]{3,20} {4,60}[a-z]{3,20}")
#: No label is longer, and no name of a kind of document.
_BRIEF, _TITLE, _SAYS_KIND = 45, 120, 28
_LONGEST = 200
#: 'European Commission - ' before the kind of the document.
_DOCUMENT = re.compile(r"^(?:the )?[a-z' ]{4,60} - (?=[a-z' ]{4,30}$)")
_COUNTED = re.compile(r"\d+|\b[ivx]{1,5}\b|\b[a-z]\b")
_DIGIT = re.compile(r"\d")
_NEVER = "(?!)"


#: Words before the names of weekdays.
_BEFORE_DAYS = (
    "le ",
    "les ",
    "du ",
    "on ",
    "from ",
    "every ",
    "tous les ",
    "chaque ",
    "van ",
    "von ",
)


def _days(names: list[str]) -> str:
    """A pattern of a line that is nothing but days of the week: 'Monday to Friday:'."""
    day = rf"(?:{lexicon.alternation(names) or _NEVER})\.?"
    joint = r"(?: ?[,/&-] ?| (?:and|or|to|through|until|et|ou|au|und|bis|en|tot) )(?:le )?"
    return rf"(?:{'|'.join(_BEFORE_DAYS)})?{day}(?:{joint}{day}){{0,6}} ?:?"


@functools.cache
def words(language: str) -> Words:
    """The words of a language and of those that any page may use."""
    languages = tuple(dict.fromkeys((*COMMON, language)))

    def entries(table: str, key: str = "headings") -> list[str]:
        found: dict[str, None] = {}
        for name in languages:
            found |= dict.fromkeys(lexicon.words("pages", name).get(key, {}).get(table, ()))
        return list(found)

    def pattern(table: str) -> str:
        return lexicon.alternation(entries(table)) or _NEVER

    def starts(table: str) -> frozenset[str]:
        return frozenset(o[:3] for o in openings(pattern(table)) or ())

    months = lexicon.alternation(
        [
            month
            for name in languages
            for names in lexicon.words("dates", name).get("months", ())
            for month in names
        ]
    )
    days = [
        day
        for name in languages
        for names in lexicon.words("dates", name).get("weekdays", ())
        for day in names
    ]
    dated = lexicon.alternation(entries("modified", "modified") + entries("published", "modified"))
    tables = ("titles", "never", "openers", "labels", "offices", "questions", "introduces")
    compiled = {
        table: re.compile(rf"(?:{pattern(table)})")
        for table in (
            *tables,
            "joins",
            "pronouns",
            "addressed",
            "more",
            "summaries",
            "notices",
            "archives",
            "speeches",
            "linkings",
            "answers",
            "bodies",
            "kickers",
            "courtesies",
            "conditions",
            "salutations",
            "addressees",
            "contents",
            "halves",
            "fields",
            "roles",
            "posts",
        )
    }
    compiled["announcing"] = re.compile(rf"(?:^| )(?:{pattern('announcing')})$")
    return Words(
        **compiled,
        mastheads=re.compile(rf"(?:{pattern('mastheads')})[.° ]{{1,3}}(?:[a-z]{{1,2}}[/-])?\d"),
        days=re.compile(_days(days)),
        day_starts=frozenset(word[:3] for word in (*days, *_BEFORE_DAYS)),
        field_starts=starts("fields"),
        linking_starts=starts("linkings"),
        seasons=re.compile(rf"(?:{pattern('seasons')}|{months or _NEVER}) {_YEAR}"),
        numbered=re.compile(
            r"(?:\d{1,2}(?:\.\d{1,2}){0,3} ?(?:[.)/]|-(?! ?\d)|° ?\))-? ?|\d° "
            r"|\d{1,2}(?:\.\d{1,2}){1,3} "
            r"|\(?[ivx]{1,5} ?[.)/-] |[a-h] ?[.)/-] |[i-z] ?[)/-] |[a-h]/(?=[a-z]{3})"
            rf"|(?:{pattern('parts')}) (?:\d{{1,2}}|[ivx]{{1,4}})\b"
            rf"|(?:{pattern('ordinals')}) (?:{pattern('parts')})(?= ?[:–-] ))(?=\W*[a-z]|$)"
        ),
        dated=re.compile(
            rf"\W*(?:\d\. )?(?:{dated})\W{{0,4}}(?:$|(?:[a-z]{{2,10}},? )?{_DAY}"
            rf"|(?:{months or _NEVER})\.? {_YEAR}$)"
            rf"|(?:{months or _NEVER})\.? \d{{1,2}}(?:st|nd|rd|th)?$"
            rf"|\d{{1,2}}(?:er|st|nd|rd|th)? (?:{months or _NEVER})\.?$"
        ),
        lasts=re.compile(
            r"[^:]{2,80} ?: ?(?:[a-z]{3,12} )?\d{1,3}(?: ?(?:-|a|to|et|or|ou|and) ?\d{1,3})?"
            rf" (?:{pattern('spans')})(?: [a-z]{{3,15}}){{0,2}}"
        ),
        address=re.compile(
            rf"\d+[a-z]?,? (?:[a-z'.-]+ )?(?:{pattern('streets')})\b"
            rf"|(?:{pattern('streets')}) .{{3,30}} (?!{_YEAR}\b)\d{{1,5}}[a-z]?\b"
            rf"|\d+[a-z]?,? (?:[a-z'.-]+ ){{1,4}}(?:{pattern('street_ends')})\b"
            rf"|[a-z-]+(?:{pattern('street_suffixes')}) \d|(?:{pattern('boxes')}) ?(?:n\S? ?)?\d"
            rf"|(?:[a-z]{{1,2}}-)?(?!{_YEAR} )\d{{4,6}} [a-z]|\d{{3}} \d\d [a-z]"
            r"|\d+[a-z]?(?:,(?!\d)| bis\b).{3,60}$"
        ),
        verbs=frozenset(entries("verbs")),
    )


_POSTAL = re.compile(
    r"\b[a-z]\d[a-z] ?\d[a-z]\d\b|\bp\.? ?o\.? ?box \d|\bcedex\b|\b[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}$"
    r"|, [a-z]{2} \d{5}$"
)


def is_contact(key: str) -> bool:
    """Whether a line gives a way of contact: a mailbox, a site, a number with seven digits."""
    if _MAIL.search(key) or _DOMAIN.fullmatch(key):
        return True
    rest = _DATED.sub(" ", _ACT.sub(" ", key))
    enough = 7
    return any(sum(c.isdigit() for c in m[0]) >= enough for m in _PHONE.finditer(rest))


def is_label(key: str, known: Words) -> bool:
    """Whether a line is `Label: ...` of a contact block or a fact sheet."""
    head, colon, _ = key.partition(":")
    if len(head) > _BRIEF:
        return False
    if not colon:
        head = key.rstrip(".")
    bare = re.sub(r"\(.{0,60}?\)?$", "", head).strip() if "(" in head else head.strip()
    return known.labels.fullmatch(bare) is not None


def kind_of(line: Line, known: Words) -> Kind:
    """What a line is by itself; `text` where it may be a heading, `prose` where it is too long."""
    key = line.key
    if _BULLET.match(key) and not _ROMAN.match(line.text):
        return _kind_of_item(key, known)
    if len(key) > PROSE and not _asks(key, known) and not _is_dated_headline(key, known):
        return "prose"
    digits = _DIGIT.search(key) is not None
    if (digits or len(key) <= _BRIEF) and (known.dated.match(key) or _DATE.fullmatch(key)):
        return "date"
    if (digits or "@" in key or "." in key or "[" in key) and is_contact(key):
        return "contact"
    if _is_file(key) or not (any(map(str.isalpha, key)) or _YEAR_ALONE.fullmatch(key)):
        return "never"
    return (
        _kind_by_cells(key)
        or ("label" if is_label(key, known) else None)
        or (_kind_by_digits(line, known) if digits else None)
        or ("hours" if key[:3] in known.day_starts and known.days.fullmatch(key) else None)
        or ("menu" if digits and _is_paged(key) else None)
        or ("never" if key[-1] in _ENDS_CODE and _CODE.match(key) else None)
        or _kind_by_words(key, known)
    )


def _kind_of_item(key: str, known: Words) -> Kind:
    """What a line is that a bullet opens: an item, but for the page's date or a dateline."""
    if key[-1:] in _ENDS_DATE and known.dated.match(key):
        return "date"
    return "dateline" if _DATE_BETWEEN.match(key) else "bullet"


def _asks(key: str, known: Words) -> bool:
    """Whether a line, too long for a heading, is still a question with a heading's number."""
    return key[-1] == "?" and len(key) <= _LONGEST and known.numbered.match(key) is not None


def _is_dated_headline(key: str, known: Words) -> bool:
    """Whether a long line has a heading's number, and ends in where and when it was said."""
    longest = 320
    if key[-1] != ")" or len(key) > longest or known.numbered.match(key) is None:
        return False
    return _SAID.search(key) is not None


def _is_paged(key: str) -> bool:
    """Whether words and page numbers take turns in a line, and no number is before its time."""
    pages = [int(number) for number in _PAGE.findall(key)]
    return len(pages) > 1 and sorted(pages) == pages and _PAGED.search(key) is not None


def _is_file(key: str) -> bool:
    return ("(" in key or "." in key or "[" in key) and _FILE.search(key) is not None


def _kind_by_cells(key: str) -> Kind | None:
    if "\t" in key or (" | " in key and _SPANS.fullmatch(key) is None):
        return "table"
    if (". ." in key or "..." in key or "…" in key) and _LEADERS.search(key):
        return "menu"
    if any(key.count(sign) > 1 for sign in (" > ", " » ", " › ", "• ", " · ")):
        return "menu"
    if "  " in key and (_CELLS.search(key) or _PAIR.fullmatch(key)):
        return "menu"
    return None


def _kind_by_digits(line: Line, known: Words) -> Kind | None:
    key = line.key
    if _is_dateline(line, known):
        return "dateline"
    if _YEAR_ALONE.fullmatch(key):
        return "text"
    if _is_number(line):
        return "never"
    colon = key.find(": ")  # 'Mail from abroad: P.O. Box 328, Detroit'
    labelled = colon > 0 and known.address.match(key, colon + 2) is not None
    if labelled or known.address.match(key) or _POSTAL.search(key):
        return "address"
    told = _AMOUNT.search(key) or _RUNS.search(key)
    fact = _FACT.fullmatch(key) or _CODE_NUMBER.fullmatch(key) or known.lasts.fullmatch(key)
    if told or (fact and not known.numbered.match(key)):
        return "table"
    return "hours" if _TIME.search(key) else None


def _is_number(line: Line) -> bool:
    """Whether a line is the number of a document or a bill, or digits for the most part."""
    if _REFERENCE.fullmatch(line.key) or _BILL.fullmatch(line.text):
        return True
    return 2 * sum(map(str.isdigit, line.key)) > len(line.key.replace(" ", ""))


def _is_dateline(line: Line, known: Words) -> bool:
    """Whether a line gives a place or a label, or the kind of a document, and its date."""
    key = line.key
    if _DATELINE.fullmatch(key) and _is_place(line.text):
        return True
    if _DATED_LABEL.match(key) or _DATE_BETWEEN.search(key):
        return True
    if _REFERENCE_DATED.fullmatch(key) or _DATE_PLACE_BODY.fullmatch(key):
        return True
    place = _DATE_PLACE.fullmatch(key) if ", " in key or " - " in key else None
    if place is not None and _is_place(line.text[place.start("place") :]):
        return True
    first = _DATE_FIRST.match(key)
    if first is None:
        return False
    return len(key) - first.end() <= _SAYS_KIND or known.never.match(key, first.end()) is not None


def _is_place(text: str) -> bool:
    """Whether a name opens a line: each of its words in capitals, small ones apart."""
    small = 3
    return all(len(word) <= small or not word.islower() for word in text.split(",", 1)[0].split())


def _kind_by_words(key: str, known: Words) -> Kind:
    if key[-1] in ")-" and _AGENCY.fullmatch(key):
        return "dateline"
    if len(key) <= _TITLE and known.never.fullmatch(_DOCUMENT.sub("", key.rstrip(" .:…"))):
        return "never"
    return "opener" if known.openers.match(key) else "text"
