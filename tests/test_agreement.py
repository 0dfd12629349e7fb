"""What the two versions of a page, and the pages of many offices, say together once published."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from pipeline.notation import load
from tests.conftest import CHECKOUT, Run, tree

PAIRS = CHECKOUT / "tests" / "pairs"


def text_of(number: str, lang: str) -> str:
    """The text of one version of a gold pair."""
    return load((PAIRS / f"{number}.{lang}.ann").read_text(encoding="utf-8")).text


def keep(root: Path, office: str, page: str, lang: str, text: str) -> None:
    """A dump in `raw/`, with the least that must be known of it."""
    folder = root / "raw" / office
    folder.mkdir(parents=True, exist_ok=True)
    raw = text.encode()
    (folder / f"{page}.{lang}.txt").write_bytes(raw)
    (folder / f"{page}.{lang}.toml").write_text(
        f'url = "https://{office}.example.org/{page}-{lang}"\nmedia_type = "text/plain"\n'
        f'size = {len(raw)}\nsha256 = "sha256:{hashlib.sha256(raw).hexdigest()}"\n'
    )


def declare(root: Path, office: str, country: str, *pages: str) -> None:
    (root / "sources").mkdir(parents=True, exist_ok=True)
    head = f'name = "{office}"\ntitle = "An office"\nsite = "ambafrance"\ncountry = "{country}"\n'
    tables = "".join(
        f'[[pages]]\nid = "{page}"\nurls = {{ en = "https://{office}.example.org/{page}-en" }}\n'
        for page in pages
    )
    (root / "sources" / f"{office}.toml").write_text(f'{head}languages = ["en", "fr"]\n{tables}')


def rows(root: Path, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((root / "processed" / f"{table}.csv").read_text())))


@pytest.fixture
def pair(tmp_path: Path, run: Run) -> Path:
    """A published office whose fax, two counts and date of change differ between its languages."""
    for lang in ("en", "fr"):
        keep(tmp_path, "office", "security", lang, text_of("09", lang))
    declare(tmp_path, "office", "GH", "security")
    assert run("extract", "--root", tmp_path).returncode == 0
    return tmp_path


def test_a_pair_is_one_row(pair: Path) -> None:
    (row,) = rows(pair, "pairs")
    assert (row["id"], row["left"], row["right"]) == (
        "office/security#en-fr",
        "office/security.en",
        "office/security.fr",
    )
    assert (row["twins"], row["disagreements"]) == ("true", "4")


def test_every_compared_fact_is_a_row_with_its_verdict_and_sections(pair: Path) -> None:
    told = {(r["kind"], r["left"], r["right"]): r for r in rows(pair, "agreement")}
    assert told["count", "76 embassies", "73 ambassades"]["verdict"] == "differ"
    assert told["fax", "+233302214589", ""]["verdict"] == "missing-right"
    same = told["phone", "+233302214550", "+233302214550"]
    assert (same["verdict"], same["left_section"]) == ("agree", "Internal Security Service")
    assert {r["pair"] for r in told.values()} == {"office/security#en-fr"}


def test_a_disagreement_is_a_finding_of_both_versions_each_at_its_place(pair: Path) -> None:
    for lang, here in (("en", "76 embassies"), ("fr", "73 ambassades")):
        record = json.loads((pair / "processed" / "office" / f"security.{lang}.json").read_bytes())
        text = (pair / "processed" / "office" / f"security.{lang}.txt").read_text()
        found = [f for f in record["findings"] if f["code"] == "count-differs"]
        (one,) = [f for f in found if f["text"] == here]
        assert text[one["start"] : one["end"]] == here
        assert "76 embassies" in one["message"]
        assert "73 ambassades" in one["message"]
        other = "fr" if lang == "en" else "en"
        assert one["details"]["with"] == f"office/security.{other}"
        assert one["details"]["link"] == f"https://office.example.org/security-{other}"


def test_a_second_run_changes_nothing(pair: Path, run: Run) -> None:
    before = tree(pair / "processed")
    assert "unchanged" in run("extract", "--root", pair).stderr
    assert tree(pair / "processed") == before


def test_what_was_mended_is_told_no_more(pair: Path, run: Run) -> None:
    page = text_of("09", "fr").replace("73 ambassades", "76 ambassades")
    keep(pair, "office", "security", "fr", page)
    assert run("extract", "--root", pair).returncode == 0
    assert rows(pair, "pairs")[0]["disagreements"] == "3"
    assert not [r for r in rows(pair, "findings") if r["text"] == "76 embassies"]


def test_a_page_that_is_no_twin_gives_one_note_and_no_comparison(tmp_path: Path, run: Run) -> None:
    for lang in ("en", "fr"):
        keep(tmp_path, "office", "page", lang, text_of("21", lang))
    declare(tmp_path, "office", "ZA", "page")
    assert run("extract", "--root", tmp_path).returncode == 0
    assert rows(tmp_path, "pairs")[0]["twins"] == "false"
    assert rows(tmp_path, "agreement") == []
    codes = [r["code"] for r in rows(tmp_path, "findings") if r["code"] == "not-a-twin"]
    assert len(codes) == 2


def test_a_fax_that_only_its_place_says_is_confirmed_by_the_twin(tmp_path: Path, run: Run) -> None:
    for lang in ("en", "fr"):
        keep(tmp_path, "office", "page", lang, text_of("01", lang))
    declare(tmp_path, "office", "ZA", "page")
    assert run("extract", "--root", tmp_path).returncode == 0
    (fax,) = [r for r in rows(tmp_path, "entities") if r["kind"] == "fax" and ".en#" in r["id"]]
    assert fax["basis"] == "confirmed-by-twin"
    codes = {r["code"] for r in rows(tmp_path, "findings") if r["page"] == "office/page.en"}
    assert "fax-confirmed-by-twin" in codes
    assert "inferred-fax" not in codes


def test_a_page_that_holds_both_languages_is_a_pair_by_itself(tmp_path: Path, run: Run) -> None:
    keep(tmp_path, "office", "page", "fr", text_of("17", "fr"))
    declare(tmp_path, "office", "CA", "page")
    run("extract", "--root", tmp_path)
    (row,) = rows(tmp_path, "pairs")
    assert (row["id"], row["left"], row["right"]) == (
        "office/page#en-fr",
        "office/page.fr",
        "office/page.fr",
    )
    assert row["disagreements"] == "4"
    told = [(r["code"], r["text"]) for r in rows(tmp_path, "findings") if "count" in r["code"]]
    assert sorted(told) == [("count-differs", "350 élèves"), ("count-differs", "530 students")]
    lacking = [r for r in rows(tmp_path, "findings") if r["code"] == "phone-missing-in-en"]
    assert [r["text"] for r in lacking] == ["506 866 7422"]


ENGLISH = """\
The cultural service

The library opened on 04/05/2016 in Tema, with 3,200 books and 14 readers' desks for the public.

Our film club meets every week at 12 Independence Avenue, and its 85 members choose the films.
"""
FRENCH = """\
Le service culturel

La bibliothèque a ouvert le 5 avril 2016 à Tema, avec 3 200 livres et 14 tables pour le public.

Notre ciné-club se réunit chaque semaine au 12 Independence Avenue ; ses 85 membres choisissent.
"""


def test_the_order_of_a_date_is_settled_by_the_twin(tmp_path: Path, run: Run) -> None:
    keep(tmp_path, "office", "page", "en", ENGLISH)
    declare(tmp_path, "office", "GH", "page")
    assert run("extract", "--root", tmp_path).returncode == 0
    (alone,) = [r for r in rows(tmp_path, "entities") if r["text"] == "04/05/2016"]
    assert (alone["value"], alone["resolved_by"]) == ("2016-05-04", "site")
    keep(tmp_path, "office", "page", "fr", FRENCH)
    assert run("extract", "--root", tmp_path).returncode == 0
    (settled,) = [r for r in rows(tmp_path, "entities") if r["text"] == "04/05/2016"]
    assert (settled["value"], settled["resolved_by"]) == ("2016-04-05", "twin")
    assert (settled["alternatives"], settled["first"]) == ("2016-05-04", "2016-04-05")
    assert settled["id"] == "office/page.en#date:2016-04-05"
    assert "date-settled-by-twin" in {r["code"] for r in rows(tmp_path, "findings")}
    assert "unchanged" in run("extract", "--root", tmp_path).stderr


STATEMENT = (
    "Homeland security\n\nFrance draws on its network of homeland security services operating in "
    "%d embassies, and this network consists of 300 police officers in %d countries.\n"
)


def test_offices_that_share_a_text_and_not_its_numbers_are_told(tmp_path: Path, run: Run) -> None:
    for office, country, embassies, countries in (("gh", "GH", 76, 157), ("za", "ZA", 76, 147)):
        keep(tmp_path, office, "page", "en", STATEMENT % (embassies, countries))
        declare(tmp_path, office, country, "page")
    assert run("extract", "--root", tmp_path).returncode == 0
    told = [r for r in rows(tmp_path, "findings") if r["code"] == "statement-varies"]
    assert {(r["page"], r["text"]) for r in told} == {
        ("gh/page.en", "157 countries"),
        ("za/page.en", "147 countries"),
    }
    assert all("gh 157 countries; za 147 countries" in r["message"] for r in told)


def test_show_pair_prints_both_versions_side_by_side(pair: Path, run: Run) -> None:
    for name in ("office/security", "office/security.fr"):
        done = run("show", name, "--pair", "--root", pair)
        assert done.returncode == 0, done.stderr
        lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
        assert "count 76 embassies ≠ count 73 ambassades" in lines
        assert "fax +233302214589 →" in lines
        assert "Training La formation" in lines


def test_show_pair_of_a_page_in_one_language_says_what_there_is(root: Path, run: Run) -> None:
    run("extract", "--root", root)
    done = run("show", "ca-ambafrance/homeland-security.en", "--pair", "--root", root)
    assert done.returncode == 2
    assert "ca-ambafrance/homeland-security.en" in done.stderr
