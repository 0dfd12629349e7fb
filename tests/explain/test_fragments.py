"""Links to a place on the live page, held against the matching of the specification itself.

https://wicg.github.io/scroll-to-text-fragment/#finding-ranges-in-a-document
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.model import Span
from pipeline.review.explain.fragments import DIRECTIVE, fragment, link

# --- What a browser does -------------------------------------------------------------------------


def parse(directive: str) -> dict[str, str]:
    """Prefix, start, end and suffix of a directive, decoded; as the specification parses it."""
    assert directive.startswith(DIRECTIVE)
    assert re.fullmatch(r"[A-Za-z0-9._~%,-]*", directive.removeprefix(DIRECTIVE))
    parts = directive.removeprefix(DIRECTIVE).split(",")
    told = dict.fromkeys(("prefix", "start", "end", "suffix"), "")
    if parts[0].endswith("-"):
        told["prefix"] = unquote(parts.pop(0)[:-1])
    if parts[-1].startswith("-"):
        told["suffix"] = unquote(parts.pop()[1:])
    assert 1 <= len(parts) <= 2
    told["start"] = unquote(parts[0])
    told["end"] = unquote(parts[1]) if len(parts) > 1 else ""
    assert not any("-" in part for part in parts)
    return told


def seen(text: str) -> list[tuple[str, int]]:
    """What is compared, with its places: base letters, a run of spaces as one, blocks."""
    out: list[tuple[str, int]] = []
    runs: list[bool] = []
    for at, char in enumerate(text):
        for base in unicodedata.normalize("NFKD", char.casefold()):
            if unicodedata.category(base)[0] == "M" or unicodedata.category(base) == "Cf":
                continue
            run = char in " \t\n\r\f\v"
            if run and runs and runs[-1]:
                out[-1] = ("\n" if "\n" in (char, out[-1][0]) else " ", out[-1][1])
                continue
            out.append((("\n" if char == "\n" else " ") if base.isspace() else base, at))
            runs.append(run)
    return out


class Browser:
    """Finds the range of a directive in a page, block by block."""

    def __init__(self, text: str) -> None:
        pairs = seen(text)
        self.page = "".join(char for char, _ in pairs)
        self.places = [at for _, at in pairs]

    def goes_to(self, directive: str) -> tuple[int, int] | None:
        """The places in the text of the first and the last character found."""
        told = {name: "".join(c for c, _ in seen(said)) for name, said in parse(directive).items()}
        assert not any("\n" in said for said in told.values())
        found = self.range_of(**told)
        return found and (self.places[found[0]], self.places[found[1] - 1])

    def range_of(  # noqa: C901, PLR0911, PLR0912 - the steps of the specification in their order
        self, prefix: str, start: str, end: str, suffix: str
    ) -> tuple[int, int] | None:
        at = 0
        whole = bool(end) or not suffix
        while at < len(self.page):
            if prefix:
                before = self.find(prefix, at, opens=True, closes=False)
                if before is None:
                    return None
                at = before + 1
                begin = self.past_blanks(before + len(prefix))
                if self.find(start, begin, opens=False, closes=whole) != begin:
                    continue
            else:
                first = self.find(start, at, opens=True, closes=whole)
                if first is None:
                    return None
                begin = first
                at = begin + 1
            until = begin + len(start)
            while until <= len(self.page):
                if end:
                    last = self.find(end, until, opens=True, closes=not suffix)
                    if last is None:
                        return None
                    until = last + len(end)
                if not suffix:
                    return begin, until
                after = self.past_blanks(until)
                found = self.find(suffix, after, opens=False, closes=True)
                if found is None:
                    return None
                if found == after:
                    return begin, until
                if not end:
                    break
        return None

    def find(self, words: str, at: int, *, opens: bool, closes: bool) -> int | None:
        for match in re.finditer(rf"(?={re.escape(words)})", self.page[at:]):
            begin = at + match.start()
            if (not opens or self.bounded(begin)) and (
                not closes or self.bounded(begin + len(words))
            ):
                return begin
        return None

    def bounded(self, at: int) -> bool:
        """Between two letters or digits no word ends (UAX 29, as far as these tests need it)."""
        pair = self.page[max(0, at - 1) : at + 1]
        if at in (0, len(self.page)) or not all(c.isalnum() or c == "_" for c in pair):
            around = self.page[max(0, at - 2) : at + 2]
            return not re.search(r"\A(?:\w['’.:,]\w|.\w['’.:,]\w\Z)", around)
        return False

    def past_blanks(self, at: int) -> int:
        while at < len(self.page) and self.page[at] in " \n":
            at += 1
        return at


def leads(text: str, start: int, end: int) -> bool:
    """Whether the link to a place leads to the place."""
    found = Browser(text).goes_to(fragment(text, start, end))
    if found is None or not start <= found[0] <= found[1] < end:
        return False
    return characters(text[found[0] : found[1] + 1]) == characters(text[start:end])


def characters(text: str) -> str:
    return "".join(char for char, _ in seen(text)).strip()


# --- Written as the specification wants it -------------------------------------------------------


def told(text: str, quote: str, times: int = 1) -> str:
    start = -1
    for _ in range(times):
        start = text.index(quote, start + 1)
    return fragment(text, start, start + len(quote))


def test_a_place_is_told_by_its_own_words() -> None:
    assert told("Write to 12 rue X, Paris", "12 rue X, Paris") == ":~:text=12%20rue%20X%2C%20Paris"


def test_what_means_something_in_a_directive_is_encoded() -> None:
    assert told("R&D: 613-562-3788, now", "R&D: 613-562-3788, now") == (
        ":~:text=R%26D%3A%20613%2D562%2D3788%2C%20now"
    )


def test_a_word_before_is_added_where_the_place_needs_it() -> None:
    text = "Tel. 01 42 and fax 01 42 here"
    assert told(text, "01 42", 2) == ":~:text=fax-,01%2042"


def test_a_word_after_is_added_where_the_one_before_does_not_tell() -> None:
    assert told("fax 12 rings, fax 12 is dead", "12", 2) == ":~:text=12,-is"


def test_a_place_over_two_lines_is_told_by_its_two_ends() -> None:
    assert told("At 12 rue X\n75007 Paris.", "12 rue X\n75007 Paris") == (
        ":~:text=12%20rue%20X,75007%20Paris"
    )


def test_words_are_written_as_the_page_writes_them() -> None:
    assert unquote(told("l’État\u00a0: \u202a01\u202c  42", "État\u00a0: \u202a01\u202c  42")) == (
        ":~:text=l’-,État\u00a0: 01 42"
    )


def test_a_run_of_spaces_is_one_space_and_a_no_break_space_stays() -> None:
    assert unquote(told("Halifax NS\u00a0 B3J  3K5", "NS\u00a0 B3J  3K5")) == (
        ":~:text=NS\u00a0 B3J 3K5"
    )


def test_case_and_accents_do_not_tell_two_places() -> None:
    assert told("Ete chaud, été froid", "été") == ":~:text=chaud%2C-,%C3%A9t%C3%A9"


def test_a_long_place_is_told_by_its_first_and_last_words() -> None:
    words = [f"word{n}" for n in range(60)]
    assert told(" ".join(words), " ".join(words)) == (
        ":~:text=word0%20word1%20word2%20word3%20word4,word55%20word56%20word57%20word58%20word59"
    )


def test_what_the_live_page_does_not_show_is_no_word_around() -> None:
    text = "JPEG 12 and JPEG 12"
    hidden = (Span(0, 4), Span(12, 16))
    assert fragment(text, 17, 19, hidden) == ":~:text=and-,12"


def test_a_place_inside_a_word_takes_the_rest_of_the_word_along() -> None:
    text = "Tel0142 is not 0142"
    assert fragment(text, 3, 7) == ":~:text=Tel-,0142"
    assert fragment(text, 15, 19) == ":~:text=0142"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 2), (4, 7)])
def test_nothing_is_told_of_no_characters(start: int, end: int) -> None:
    assert fragment("word \u200b here", start, end) == ""


def test_no_link_is_better_than_one_to_another_place() -> None:
    text = "\n\n".join(["Closed"] * 40)
    assert fragment(text, text.index("Closed", 160), text.index("Closed", 160) + 6) == ""
    assert fragment(text, 0, 6) != ""


def test_a_link_keeps_the_fragment_of_its_address() -> None:
    assert link("https://example.org/a", "one two", 0, 3) == "https://example.org/a#:~:text=one"
    assert link("https://example.org/a#b", "one two", 0, 3) == "https://example.org/a#b:~:text=one"
    assert link("", "one two", 0, 3) == ""


# --- Whatever the page holds ---------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *("Tel.", "fax", "01", "42", "01-42", "été", "ETE", "a,b", "R&D", "(613)", "l’État"),
        *("x_y", "3.5", "%2C", "-", "ſ", "ﬁn", "İ", "e\u0301te", "\u202eabc\u202c", "日本"),
        *("👩\u200d👧", "🏳\ufe0f\u200d🌈"),
    ]
)
GAPS = st.sampled_from([" ", " ", " ", "\n", "\u00a0", "\u00a0 ", "  ", "\n\n", "\t"])
PAGES = st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=30)


@given(PAGES, st.integers(0, 29), st.integers(1, 4))
def test_a_link_leads_to_its_place(parts: list[tuple[str, str]], first: int, many: int) -> None:
    assume(first < len(parts))
    text = "".join(word + gap for word, gap in parts)
    start = sum(len(word) + len(gap) for word, gap in parts[:first])
    end = start + len("".join(w + g for w, g in parts[first : first + many]).rstrip())
    assume(fragment(text, start, end))
    assert leads(text, start, end)


@given(st.text(max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_whatever_is_asked_is_told_by_a_whole_directive(text: str, start: int, many: int) -> None:
    said = fragment(text, start, min(len(text), start + many)) if start < len(text) else ""
    assert not said or parse(said)["start"]
