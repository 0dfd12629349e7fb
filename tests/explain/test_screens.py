"""Whole screens as goldens, and what holds of every screen.

`make golden` rewrites them; a person reads the diff before it is committed.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from pipeline import messages
from pipeline.publish import release
from pipeline.review.explain import screens
from pipeline.review.explain.fact import explain_fact
from pipeline.review.explain.finding import explain_finding
from pipeline.review.explain.rule import explain_rule
from pipeline.review.explain.screens.terminal import head, plain, tail, width, wrap
from tests.explain.conftest import fact, publish, screen
from tests.test_agreement import declare, keep, text_of

ONE_SCREEN = 45

GOLDENS = [
    ("fax-by-icon-block", "homeland", "#fax:", "en"),
    ("fax-by-icon-block-in-french", "homeland", "#fax:", "fr"),
    ("date-resolved-by-site", "homeland", "#date:2017-11-02", "en"),
    ("address", "homeland", "#address:", "en"),
    ("fax-confirmed-by-twin", "office", "contact.en#fax:", "en"),
    ("masked-email", "office", "visit.en#email:", "en"),
    ("count-with-qualifier", "office", "visit.en#count:12000", "en"),
    ("phone-among-emoji", "office", "visit.en#phone:", "en"),
]


@pytest.mark.parametrize(("name", "where", "wanted", "language"), GOLDENS, ids=lambda v: v)
def test_a_fact(
    name: str,
    where: str,
    wanted: str,
    language: str,
    request: pytest.FixtureRequest,
    file_regression: FileRegressionFixture,
) -> None:
    root = request.getfixturevalue(where)
    messages.speak(language)
    shown = screen(root, fact(root, wanted))
    file_regression.check(shown, extension=".txt", encoding="utf-8", basename=name)


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("rule", ["icon-block", "icon-alt", "heading-word"])
def test_a_rule(
    homeland: Path, rule: str, language: str, file_regression: FileRegressionFixture
) -> None:
    messages.speak(language)
    shown = screens.as_screen(explain_rule(homeland, rule), 100, colour=False)
    file_regression.check(shown, extension=f".{language}.txt", encoding="utf-8", basename=rule)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_finding(homeland: Path, language: str, file_regression: FileRegressionFixture) -> None:
    (found,) = [r["id"] for r in release.rows(homeland, "findings") if r["code"] == "inferred-fax"]
    messages.speak(language)
    shown = screens.as_screen(explain_finding(homeland, found), 100, colour=False)
    file_regression.check(
        shown, extension=f".{language}.txt", encoding="utf-8", basename="inferred-fax"
    )


# --- One screen ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four bilingual pages of real offices."""
    root = tmp_path_factory.mktemp("pairs")
    for number in ("01", "03", "09", "11"):
        for language in ("en", "fr"):
            keep(root, f"office-{number}", "page", language, text_of(number, language))
        declare(root, f"office-{number}", "GH", "page")
    publish(root)
    return root


def some(root: Path) -> list[str]:
    """Facts of every kind and rule of a root, one of each."""
    rows = release.rows(root, "entities")
    return list({(r["kind"], r["rule"], r["basis"]): r["id"] for r in rows}.values())


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_fact_fits_on_one_screen(pairs: Path, language: str) -> None:
    messages.speak(language)
    names = some(pairs)
    assert len(names) > 15
    for name in names:
        assert screen(pairs, name).count("\n") <= ONE_SCREEN, name


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_nothing_is_wider_than_the_terminal_but_what_must_stay_whole(
    pairs: Path, office: Path, columns: int
) -> None:
    for root in (pairs, office):
        for name in some(root)[::3]:
            for line in screen(root, name, columns).splitlines():
                whole = re.fullmatch(r"\w* *(?:https?://\S+|sha256:\S+)", line)
                assert width(line) <= columns or whole, line


def test_what_a_page_wrote_commands_no_terminal_and_turns_no_reading_order(office: Path) -> None:
    for name in some(office):
        for char in screen(office, name).replace("\n", ""):
            kept = char in "\u200d\u00ad\u200b\u200c\u2060"
            assert kept or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}, repr(char)
    assert r"\u202eIt\u202c says \x1b[31mred" in screen(office, fact(office, "visit.en#phone"))


def test_a_quote_is_marked_by_code_points(office: Path) -> None:
    shown = screen(office, fact(office, "visit.en#count:12000"))
    assert re.search(r"4 │ It serves more than ⟦12\u00a0000\u202fcitizens⟧ — and", shown)


def test_colour_marks_the_quote_and_changes_no_word(office: Path) -> None:
    told = explain_fact(office, fact(office, "visit.en#phone"))
    coloured = screens.as_screen(told, 100, colour=True)
    assert "⟦\x1b[7m(613)\u00a0562‑3788\x1b[0m⟧" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == screens.as_screen(told, 100, colour=False)


def test_a_long_line_is_cut_around_the_quote(tmp_path: Path) -> None:
    before, after = "It is far and wide. " * 30, " or come by and see for yourself." * 30
    keep(tmp_path, "office", "page", "en", f"Office\n\n{before}Tel.: 613 562-3788{after}\n")
    declare(tmp_path, "office", "CA", "page")
    publish(tmp_path)
    (line,) = [x for x in screen(tmp_path, fact(tmp_path, "#phone")).splitlines() if "⟦" in x]
    assert re.search(r"│ …[^…]+Tel\.: ⟦613 562-3788⟧ or come by[^…]+…$", line)
    assert width(line) <= 100


# --- Columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("👩\u200d👧", 4), ("", 0)]
)
def test_width_is_counted_in_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_text_is_cut_to_columns() -> None:
    assert head("abcdef", 4) == "abc…"
    assert tail("abcdef", 4) == "…def"
    assert head("日本語だ", 6) == "日本…"
    assert head("abc", 3) == tail("abc", 3) == "abc"


def test_text_is_wrapped_at_spaces_and_a_long_word_anywhere() -> None:
    assert list(wrap("one two three", 7)) == ["one two", "three"]
    assert list(wrap("abcdefghij kl", 4)) == ["abcd", "efgh", "ij", "kl"]
    assert list(wrap("日本語", 4)) == ["日本", "語"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [("a\tb\nc", "a b c"), ("\x1b[1m", r"\x1b[1m"), ("\u202ex\u2066", r"\u202ex\u2066")],
)
def test_what_a_terminal_obeys_is_told_by_its_escape(written: str, shown: str) -> None:
    assert plain(written) == shown
