"""Whatever pages say and annotators mark: the forms stay forms, and say what was said."""

from __future__ import annotations

import re
import unicodedata

import vobject
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.notation import parse
from pipeline.publish.contacts import Block, contact_blocks
from pipeline.publish.faults import Fault, Place
from pipeline.records import PageRecord
from pipeline.review.exports import sarif, spec_lines, vcard, workflow
from pipeline.review.exports.plain import one_line
from pipeline.review.exports.spans import KINDS, Labelled, Utf16
from pipeline.review.exports.spec_files import SpecLine
from pipeline.review.exports.tasks import Task
from tests.exports.test_check_forms import COMMAND, unescaped, valid
from tests.test_guards import made

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WORDS = "Our 2 clerks\nTel.: 613 562-3788 😀, Fax: 613 562-3785\n\n# @ ? \tsince May 2019\n"
PAGE = made(WORDS)
CATALOGUE = sources.packaged()


def fault(message: str, where: str, file: str) -> Fault:
    return Fault(
        "error", f"{where}#finding:mojibake", "mojibake", message, "", Place(file, 1, 2, 1, 3)
    )


@given(TEXT)
def test_one_line_is_one_line_of_as_many_characters(text: str) -> None:
    line = one_line(text)
    assert len(line) == len(text)
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Zl", "Zp")]
    assert one_line(line) == line


@given(TEXT, TEXT, TEXT)
def test_a_workflow_command_says_what_was_said(message: str, where: str, file: str) -> None:
    (line,) = workflow.commands([fault(message, where, f"/{file}")])
    match = COMMAND.fullmatch(line)
    assert match
    told = dict(pair.split("=", 1) for pair in match[2].split(","))
    assert (told["line"], told["col"], told["title"]) == ("1", "2", "mojibake")
    assert unescaped(match[3]).startswith(one_line(message))


@given(TEXT, TEXT, TEXT)
def test_a_log_is_a_log(message: str, where: str, file: str) -> None:
    (result,) = valid(sarif.log([fault(message, where, f"/{file}")], "en"))["results"]
    assert result["message"]["text"] == one_line(message)


@given(TEXT)
def test_a_card_says_the_name_and_nothing_else(name: str) -> None:
    (block,) = contact_blocks([made("Office\n\nTel.: 613 562-3788\n")])
    record = block.page.model_copy(update={"title": name, "sections": ()})
    text = vcard.card(
        Block(record, block.facts, block.pages, "a#contact:x"), {record.id: record}, ""
    )
    (card,) = vobject.readComponents(text)
    assert card.fn.value == (one_line(name) or "a#contact:x")
    assert [tel.value for tel in card.tel_list] == ["tel:+1-613-562-3788"]
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@given(TEXT, st.data())
def test_offsets_go_to_utf_16_and_back(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    units = Utf16(text)
    assert units.points(units.of(at)) == at
    assert units.of(at) == len(text[:at].encode("utf-16-le")) // 2


@st.composite
def spans(draw: st.DrawFn) -> tuple[Labelled, ...]:
    ends = st.tuples(st.integers(0, len(WORDS) - 1), st.integers(1, 30), st.sampled_from(KINDS))
    drawn = draw(st.lists(ends, max_size=4))
    return tuple(Labelled(s, min(len(WORDS), s + n), kind) for s, n, kind in drawn)


@given(spans())
def test_spans_become_lines_of_the_page_with_just_these_marks(marked: tuple[Labelled, ...]) -> None:
    """Each line is of the page; where no two spans cross, every new span stands in one of them."""
    pages: dict[str, tuple[PageRecord, str]] = {PAGE.id: (PAGE, WORDS)}
    task = Task("task 1", PAGE.id, WORDS, marked)
    found = list(spec_lines.new_lines([task], pages, CATALOGUE))
    lines = [line for line in found if isinstance(line, SpecLine)]
    written = set()
    for line in lines:
        plain = line.line.removeprefix("? ").replace("␤", "\n").replace("⇥", "\t")
        text, marks = parse(plain)
        assert text.removeprefix("\n") in WORDS or text in WORDS
        written |= {(text[m.start : m.end], m.kind) for m in marks}
        assert not re.search(r"[\n\t]", line.line)
    if len(lines) == len(found):
        known = {(e.text, e.kind) for e in PAGE.entities}
        assert {(WORDS[s.start : s.end].strip(), s.kind) for s in marked} <= written | known
