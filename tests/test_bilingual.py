"""Two versions of one page: what is true of every comparison, whatever the pages say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import sources
from pipeline.bilingual.compare import compare
from pipeline.bilingual.comparison import Comparison, Disagreement
from pipeline.bilingual.sides import Side
from pipeline.compare import compare as compare_lines
from tests.conftest import Run
from tests.mutations.__main__ import total
from tests.mutations.pairs import pairs
from tests.mutations.trial import cases, trials

TESTS = Path(__file__).parent
PAIRS = list(pairs(TESTS))
NAMES = [name for name, _, _ in PAIRS]
CONTACT = "Contact\n\n12 rue Royale\n75008 Paris\nTel. 01 43 17 53 53\ninfo@example.org\n"


def turned(d: Disagreement) -> tuple[object, ...]:
    return d.kind, d.severity, d.right.value, d.left.value


def plain(d: Disagreement) -> tuple[object, ...]:
    return d.kind, d.severity, d.left.value, d.right.value


def both(one: Side, other: Side) -> tuple[Comparison, Comparison]:
    return compare(one, other, ("en", "fr")), compare(other, one, ("fr", "en"))


@pytest.mark.parametrize(("name", "one", "other"), PAIRS, ids=NAMES)
def test_the_order_of_the_sides_does_not_matter(name: str, one: Any, other: Any) -> None:
    forth, back = both(one.side, other.side)
    assert forth.twins == back.twins, name
    assert {plain(d) for d in forth.disagreements if d.kind != "twins"} == {
        turned(d) for d in back.disagreements if d.kind != "twins"
    }
    assert {(a, b) for a, b in forth.sections} == {(b, a) for a, b in back.sections}
    assert len(forth.agreements) == len(back.agreements)


@pytest.mark.parametrize(("name", "one", "other"), PAIRS, ids=NAMES)
def test_a_page_agrees_with_itself(name: str, one: Any, other: Any) -> None:
    if one.text == other.text:
        pytest.skip("its two halves are compared")
    for written in (one, other):
        side = written.side
        parts = tuple(replace(p, language=side.language) for p in side.parts)
        same = replace(side, parts=parts)
        found = compare(same, same, ("en", "fr"))
        assert found.twins, name
        assert [d for d in found.disagreements if d.code != "untranslated-section"] == []
        assert {(a, b) for a, b in found.sections if a != b} == set()


def test_one_changed_fact_is_found_where_it_stands() -> None:
    results = trials(cases(TESTS), 126, seed=7)
    missed = [line for result in results.values() for line in result.missed]
    assert total(results).recall >= 0.97, missed


def answers(*jobs: dict[str, Any] | str) -> list[dict[str, Any]]:
    lines = [(job if isinstance(job, str) else json.dumps(job)).encode() for job in jobs]
    return [json.loads(answer) for answer, _ in compare_lines(lines, sources.packaged())]


def test_a_line_that_cannot_be_read_says_why_and_stops_nothing() -> None:
    good = {"id": "a", "region": "FR", "en": {"text": CONTACT}, "fr": {"text": CONTACT}}
    found = answers(
        "{",
        {"id": 1, "en": {"text": "x"}},
        {"id": 2, "en": {"text": "x"}, "xx": {"text": "y"}},
        {"id": 3, "en": {"text": "x"}, "fr": {}},
        {"id": 4, "en": {"text": "x"}, "fr": "y"},
        good,
    )
    assert [a["id"] for a in found] == [None, 1, 2, 3, 4, "a"]
    assert ["error" in a for a in found] == [True] * 5 + [False]
    assert "no lexicon for en and xx (there are: en-fr)" in found[2]["error"]
    assert found[5]["twins"] is True
    assert [d["severity"] for d in found[5]["disagreements"]] == ["note"]  # not translated


def test_the_verb_exits_5_where_a_line_failed(run: Run) -> None:
    done = run("compare", stdin='{"id": 1}\n')
    assert (done.returncode, json.loads(done.stdout)["id"]) == (5, 1)


def test_a_version_can_be_html_or_a_file(tmp_path: Path) -> None:
    page = "<html lang='en'><h1>Contact</h1><p>Fax: +33 1 43 17 53 54</p></html>"
    (file := tmp_path / "page.html").write_text(page.replace("lang='en'", "lang='fr'"))
    (found,) = answers({"id": 1, "en": {"html": page}, "fr": {"path": str(file)}})
    assert (found["twins"], found["agreements"], found["disagreements"]) == (True, 1, [])
