"""`annotate`, the pipeline as a filter: one answer a line, in order, whatever the lines hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.annotate import annotate
from tests.conftest import Run

TEXT = "Contact\n\nTél. : 01 43 17 53 53\ninfo@example.org\nLe 3 mai 2019, 12 agents.\n"


def answers(*jobs: dict[str, Any] | str) -> list[dict[str, Any]]:
    lines = [(job if isinstance(job, str) else json.dumps(job)).encode() for job in jobs]
    return [json.loads(answer) for answer, _ in annotate(lines, sources.packaged())]


def facts(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(e["kind"], e["value"]) for e in answer["entities"]]


def test_a_text_gives_a_record_with_its_own_offsets() -> None:
    (answer,) = answers({"id": "a", "text": TEXT, "region": "FR"})
    assert facts(answer) == [
        ("phone", "+33143175353"),
        ("email", "info@example.org"),
        ("date", "2019-05-03"),
        ("count", "12 agents"),
    ]
    assert all(TEXT[e["start"] : e["end"]] == e["text"] for e in answer["entities"])
    assert answer["language"] == "fr"


def test_ids_come_back_as_they_were_given_in_order() -> None:
    ids = ["z", 7, "a", "a", "\u00e9", 10**15]
    assert [a["id"] for a in answers(*({"id": i, "text": "x"} for i in ids))] == ids


def test_blank_lines_have_no_answer() -> None:
    assert [a["id"] for a in answers("", {"id": 1, "text": ""}, "  ", "\t")] == [1]


def test_kinds_are_a_choice_of_facts_not_of_reading() -> None:
    job = {"id": "a", "text": TEXT, "region": "FR"}
    (all_of_them,) = answers(job)
    (chosen,) = answers(job | {"kinds": ["date", "email"]})
    assert facts(chosen) == [f for f in facts(all_of_them) if f[0] in {"date", "email"}]
    assert chosen["sections"] == all_of_them["sections"]


def test_the_region_says_whose_numbers_and_dates_they_are() -> None:
    text = "Phone: 020 7073 1000, 05/06/2020"
    british, american = answers(
        {"id": 1, "text": text, "region": "GB"}, {"id": 2, "text": text, "region": "US"}
    )
    assert facts(british) == [("phone", "+442070731000"), ("date", "2020-06-05")]
    assert ("date", "2020-05-06") in facts(american)


def test_html_is_rendered_and_its_text_given_back() -> None:
    html = '<html lang="fr"><body><h1>Contact</h1><p>Le <b>3</b> mai&nbsp;2019</p></body></html>'
    (answer,) = answers({"id": "h", "html": html})
    assert facts(answer) == [("date", "2019-05-03")]
    (date,) = answer["entities"]
    assert answer["text"][date["start"] : date["end"]] == date["text"] == "3 mai\u00a02019"
    assert [(s["title"], s["level"]) for s in answer["sections"] if s["heading"]] == [
        ("Contact", 1)
    ]


def test_a_text_is_not_given_back() -> None:
    (answer,) = answers({"id": "t", "text": TEXT})
    assert answer.get("text") is None


@pytest.mark.parametrize(
    ("name", "raw", "html"),
    [
        ("page.html", "<p>Né le 3 mai 2019</p>".encode("cp1252"), True),
        ("page", b"<!DOCTYPE html><p>le 3 mai 2019</p>", True),
        ("page.txt", "Né le 3 mai 2019".encode("cp1252"), False),
        ("dump", "\ufeffle 3 mai 2019\r\n".encode(), False),
    ],
)
def test_a_path_is_read_as_bytes(tmp_path: Path, name: str, raw: bytes, *, html: bool) -> None:
    (tmp_path / name).write_bytes(raw)
    (answer,) = answers({"id": "p", "path": str(tmp_path / name)})
    assert facts(answer) == [("date", "2019-05-03")]
    assert (answer.get("text") is not None) == html


@pytest.mark.parametrize(
    ("job", "words"),
    [
        ({"text": "x"}, "id"),
        ({"id": "a"}, "exactly one of text, html, path is needed, not none"),
        ({"id": "a", "text": "x", "path": "y"}, "not text and path"),
        ({"id": "a", "text": "x", "region": "Canada"}, "region"),
        ({"id": "a", "text": "x", "kinds": ["iban"]}, "kinds.0"),
        ({"id": "a", "text": "x", "site": "nowhere"}, "no such site: nowhere"),
        ({"id": "a", "text": 5}, "text"),
        ({"id": "a", "path": "/nowhere/page.html"}, "cannot be read"),
        ("[1]", "line"),
        ("{", "not a line of JSON"),
        ('{"id": "a", "text": "\\ud800"}', "not a line of JSON"),
    ],
)
def test_a_bad_line_is_answered_with_its_error(job: dict[str, Any] | str, words: str) -> None:
    before, bad, after = answers({"id": 1, "text": "x"}, job, {"id": 2, "text": "x"})
    assert (before["id"], after["id"]) == (1, 2)
    assert set(bad) == {"id", "error"}
    assert words in bad["error"]


def test_the_command_answers_all_lines_and_ends_with_5_where_one_was_bad(run: Run) -> None:
    good = json.dumps({"id": 1, "text": TEXT, "region": "FR"})
    done = run("annotate", stdin=good + "\n")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    done = run("annotate", stdin=f"{good}\nnonsense\n{good}\n")
    assert done.returncode == 5
    assert ["error" in json.loads(x) for x in done.stdout.splitlines()] == [False, True, False]


@given(st.text(max_size=200))
def test_any_text_is_answered_and_every_fact_is_provable(text: str) -> None:
    (answer,) = answers({"id": 0, "text": text, "region": "CA"})
    for entity in answer["entities"]:
        assert text[entity["start"] : entity["end"]] == entity["text"]
    for span in answer["artifacts"]:
        assert 0 <= span["start"] < span["end"] <= len(text)
