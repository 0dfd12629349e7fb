"""Findings in the forms that forges, editors, programs and people read."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline import messages
from pipeline.publish.check import check
from pipeline.publish.faults import Fault, Place
from pipeline.review.exports import lines, sarif, workflow
from pipeline.review.exports.plain import one_line
from pipeline.review.exports.repository import path_in_repository
from tests.conftest import CHECKOUT, Run
from tests.exports.conftest import PAGE, TEXT, publish

STANDARD = json.loads((CHECKOUT / "tests/standards/sarif-2.1.0-rtm.5.json").read_text())
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
EVIL = "\x1b[31m\u202e'}}', 100%: a,\n::error::b\u2028c"


def valid(log: dict[str, Any]) -> dict[str, Any]:
    jsonschema.Draft4Validator(STANDARD, format_checker=jsonschema.FormatChecker()).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def unescaped(text: str) -> str:
    """As the runner of GitHub Actions reads a property."""
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def repository(folder: Path) -> None:
    command = ["git", "init", "-q", str(folder)]
    subprocess.run(command, check=True)


def fault(**about: Any) -> Fault:
    known = {"severity": "warning", "where": f"{PAGE}#finding:mojibake", "code": "mojibake"}
    return Fault(**{**known, "message": EVIL, "advice": EVIL, **about})


# --- Where a finding stands -----------------------------------------------------------------------


def test_lines_and_columns_count_code_points_from_1() -> None:
    place = Place.of(Path("a.txt"), "😀b\n\n😀 cd\ne", 5, 9)
    assert (place.line, place.column, place.end_line, place.end_column) == (3, 2, 4, 1)


def test_no_characters_are_the_file_as_a_whole() -> None:
    assert Place.of(Path("a.txt"), "abc", 0, 0) == Place("a.txt")


def test_a_path_counts_from_the_top_of_its_repository(tmp_path: Path) -> None:
    repository(tmp_path / "work")
    file = tmp_path / "work" / "data" / "processed" / "a.txt"
    assert path_in_repository(str(file)) == "data/processed/a.txt"
    outside = tmp_path / "elsewhere" / "a.txt"
    assert path_in_repository(str(outside)) == outside.as_posix()


# --- SARIF ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_log_fits_the_schema_of_the_standard(office_root: Path, language: str) -> None:
    run = valid(sarif.log(check(office_root / "processed", language), language))
    assert {result["ruleId"] for result in run["results"]} == {
        *("invalid-number", "leftover-markup", "ambiguous-date")
    }
    assert {result["level"] for result in run["results"]} == {"warning", "note"}


def test_a_log_without_findings_is_a_log() -> None:
    assert valid(sarif.log([], "en"))["results"] == []


def test_a_region_is_the_characters_of_the_finding(office_root: Path) -> None:
    run = valid(sarif.log(check(office_root / "processed"), "en"))
    assert run["columnKind"] == "unicodeCodePoints"
    shown = {}
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        line = TEXT.splitlines()[region["startLine"] - 1]
        shown[result["ruleId"]] = line[region["startColumn"] - 1 : region["endColumn"] - 1]
        start = region["charOffset"]
        assert TEXT[start : start + region["charLength"]] == shown[result["ruleId"]]
    assert shown == {
        "invalid-number": "613 562-37850",
        "leftover-markup": "}}",
        "ambiguous-date": "02/11/2017",
    }


def test_a_rule_says_what_it_looks_for_and_what_to_do_in_the_language_spoken() -> None:
    for language, word in (("en", "fax"), ("fr", "télécopieur")):
        (rule,) = valid(sarif.log([fault(code="inferred-fax")], language))["tool"]["driver"][
            "rules"
        ]
        assert rule["fullDescription"]["text"] == messages.about("inferred-fax", language)
        assert word in rule["fullDescription"]["text"]
        for advice in messages.advice_in_general("inferred-fax", language):
            assert advice in rule["help"]["text"]
            assert advice in rule["help"]["markdown"]


def test_a_code_of_one_language_has_the_rule_of_all() -> None:
    run = valid(sarif.log([fault(code="phone-missing-in-fr")], "en"))
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "phone-missing-in-fr"
    assert rule["fullDescription"]["text"] == messages.about("phone-missing")


def test_a_finding_keeps_its_fingerprint_when_the_page_moves(office_root: Path) -> None:
    def told() -> tuple[list[tuple[str, str]], list[int]]:
        results = sarif.log(check(office_root / "processed"), "en")["runs"][0]["results"]
        prints = [result["partialFingerprints"] for result in results]
        places = [result["locations"][0]["physicalLocation"]["region"] for result in results]
        return (
            [(one["findingId/v1"], one["primaryLocationLineHash"]) for one in prints],
            [place["startLine"] for place in places],
        )

    prints, lines_ = told()
    publish(office_root, TEXT.replace("\n\nOur office", "\n\nA new paragraph.\n\nOur office"))
    assert told() == (prints, [line + 2 for line in lines_])
    assert len({hashed for _, hashed in prints}) == len(prints) == 3


def test_faults_without_an_id_have_fingerprints_of_their_own() -> None:
    twice = [fault(where="a/b.en.json", code="schema", place=Place("p"))] * 2
    results = valid(sarif.log(twice, "en"))["results"]
    assert len({result["partialFingerprints"]["findingId/v1"] for result in results}) == 2


def test_what_a_reviewer_accepted_is_suppressed_with_the_reason() -> None:
    (result,) = valid(sarif.log([fault(accepted="we called it")], "en"))["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["status"], suppression["justification"]) == ("accepted", "we called it")


def test_a_path_is_a_relative_reference_with_its_characters_escaped(tmp_path: Path) -> None:
    repository(tmp_path)
    place = Place((tmp_path / "processed" / "a b#é.txt").as_posix())
    (result,) = valid(sarif.log([fault(place=place)], "en"))["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "processed/a%20b%23%C3%A9.txt"
    assert location["region"] == {"startLine": 1}


# --- GitHub Actions -------------------------------------------------------------------------------


def test_a_finding_is_a_command_at_its_characters(office_root: Path) -> None:
    parsed = [
        COMMAND.fullmatch(line) for line in workflow.commands(check(office_root / "processed"))
    ]
    assert [match and match[1] for match in parsed] == ["warning", "warning", "notice"]
    assert parsed[0]
    told = dict(pair.split("=", 1) for pair in parsed[0][2].split(","))
    assert told["file"].endswith(f"processed/{PAGE}.txt")
    assert (told["line"], told["title"]) == ("6", "invalid-number")
    line = TEXT.splitlines()[5]
    assert line[int(told["col"]) - 1 : int(told["endColumn"]) - 1] == "613 562-37850"
    assert "%0A→ look for a digit" in parsed[0][3]


def test_the_worst_come_first() -> None:
    told = [fault(severity=severity) for severity in ("note", "error", "warning")]
    heads = [line.split(" ")[0] for line in workflow.commands(told)]
    assert heads == ["::error", "::warning", "::notice"]


def test_what_a_page_says_cannot_end_a_command_or_begin_another() -> None:
    place = Place("processed/a,b:c%.txt", 1, 1, 2, 1)
    (line,) = workflow.commands([fault(place=place, where="a\n::error::x")])
    match = COMMAND.fullmatch(line)
    assert match
    told = dict(pair.split("=", 1) for pair in match[2].split(","))
    assert unescaped(told["file"]).endswith("processed/a,b:c%.txt")
    assert (told["line"], told["endLine"]) == ("1", "2")
    assert "col" not in told, "columns of several lines mean nothing to the runner"
    assert not re.search(r"[\x00-\x1f\u202e\u2028]", line)
    assert "100%25: a" in match[3]


def test_what_was_accepted_is_a_line_of_the_log_and_no_command() -> None:
    (line,) = workflow.commands([fault(accepted="it is so")])
    assert line.startswith("accepted  ")
    assert line.endswith("(it is so)")
    assert "\n" not in line


# --- Text and JSON lines --------------------------------------------------------------------------


def test_a_line_holds_nothing_that_a_terminal_obeys() -> None:
    assert one_line(EVIL) == "\ufffd[31m\ufffd'}}', 100%: a, ::error::b c"
    assert lines.line(fault()).count("\n") == 0
    assert "\x1b" not in lines.line(fault(accepted="\x1b[2J"))


@pytest.mark.parametrize("text", ["café « d’État »", "👩‍👩‍👧", "م\u200cی", "co\u00adop"])
def test_what_words_need_stays(text: str) -> None:
    assert one_line(text) == text


def test_json_is_one_object_a_line_with_its_place(office_root: Path, run: Run) -> None:
    short = run("check", "--root", office_root, "--json")
    assert short.stdout == run("check", "--root", office_root, "--format", "json").stdout
    told = [json.loads(line) for line in short.stdout.splitlines()]
    places = {one["code"]: one["place"] for one in told}
    assert TEXT[places["ambiguous-date"]["start"] : places["ambiguous-date"]["end"]] == "02/11/2017"
    assert (office_root / "processed" / f"{PAGE}.txt").samefile(places["ambiguous-date"]["file"])


def test_what_was_tampered_with_is_told_at_its_file(office_root: Path) -> None:
    folder = office_root / "processed"
    (folder / "entities.csv").write_text((folder / "entities.csv").read_text() + "\n")
    (folder / f"{PAGE}.txt").write_text(TEXT.replace("12 agents", "13 agents") + "\n}}")
    (folder / "status.csv").unlink()
    told = {(f.code, Path(f.place.file).name, f.place.line) for f in check(folder) if f.place}
    assert told >= {
        ("hash", "entities.csv", 0),
        ("evidence", "reach.en.txt", 0),
        ("leftover", "reach.en.txt", 15),
        ("table", "datapackage.json", 0),
    }
    valid(sarif.log(check(folder), "en"))


# --- What each rule says of itself ----------------------------------------------------------------


def codes_of_check() -> set[str]:
    """The codes that `check` gives of its own."""
    parsed = ast.parse((CHECKOUT / "pipeline/publish/check.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(parsed) if isinstance(node, ast.Call)]
    codes = [call.args[2] for call in calls if ast.unparse(call.func) == "Fault"]
    return {str(code.value) for code in codes if isinstance(code, ast.Constant)}


def test_every_code_that_check_can_tell_has_a_description_in_both_languages() -> None:
    advised = {code for code, entry in messages.catalogue("en").items() if entry.get("advice")}
    for language in messages.LANGUAGES:
        assert set(messages._abouts(language)) >= advised | codes_of_check()  # noqa: SLF001
        assert len(codes_of_check()) >= 5


@pytest.mark.parametrize("code", sorted(messages._abouts("en")))  # noqa: SLF001
def test_descriptions_keep_the_typography_of_their_language(code: str) -> None:
    english, french = messages.about(code), messages.about(code, "fr")
    assert english.endswith(".")
    assert french.endswith(".")
    assert "\u00a0" not in english
    assert "'" not in french
    assert not re.search(r" [:;!?»]|« |[^\u00a0][;!?»]|[^\u00a0]:(?=\s)", french)


def test_there_is_no_description_in_one_language_only() -> None:
    assert set(messages._abouts("fr")) == set(messages._abouts("en"))  # noqa: SLF001
