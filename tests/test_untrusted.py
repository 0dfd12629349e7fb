"""What a page says is shown, and never obeyed: by a terminal, by Markdown, by a line of JSON."""

from __future__ import annotations

import json
import re

import pytest

from pipeline.review.diff import compare
from pipeline.review.diff.forms import lines, text
from pipeline.review.diff.forms.markdown import markdown
from pipeline.review.untrusted import code, cut, visible
from tests.test_diff import CONTACT, release

EVIL = "a\x1b[31m|`@somebody` <script>alert(1)</script> \u202eevil\u2066 #123 [x](http://y)"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\x07\x00b", "a\\x07\\x00b"),
        ("a\u202eb\u2066c\u200fd", "a\\u202eb\\u2066c\\u200fd"),
        ("two\nlines\u2028here", "two lines here"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("👩‍🚀 d’été naïve 電話", "👩‍🚀 d’été naïve 電話"),
    ],
)
def test_hidden_characters_are_spelled_out_and_letters_stay(said: str, shown: str) -> None:
    assert visible(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", ""),
        ("plain", "`plain`"),
        ("a`b", "``a`b``"),
        ("`a", "`` `a ``"),
        ("a```b", "````a```b````"),
        ("a|b", "`a\\|b`"),
    ],
)
def test_code_of_markdown_holds_whatever_it_is_given(said: str, shown: str) -> None:
    assert code(said) == shown


def test_a_cut_parts_no_mark_from_its_letter() -> None:
    assert cut("short", 5) == "short"
    assert cut("cafe\u0301 au lait", 4) == "caf…"


def test_no_form_lets_a_page_speak_to_its_medium() -> None:
    before = release(page=CONTACT)
    after = release(page=CONTACT.replace("History\n", f"History {EVIL}\n").replace("3788", "3700"))
    found = compare(before, after)
    assert found
    shown = "\n".join(line.text for line in text.lines(found))
    assert "\\x1b[31m" in shown
    assert not re.search("[\x1b\u202e\u2066]", shown + markdown(found))
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown(found))
    assert "@" not in outside
    assert "<script" not in outside
    for line in lines.lines(found):
        assert b"\n" not in line
        assert json.loads(line)["page"] == "office/page.en"


def test_markdown_fits_into_a_comment() -> None:
    many = "\n".join(f"Office {n} desk: 613 562-{n}" for n in range(3000, 4200))
    found = compare(release(), release(page=f"Consulate\n\nContact\n\n{many}\n"))
    shown = markdown(found)
    assert len(shown) < 65_536
    assert "too many for this comment" in shown
