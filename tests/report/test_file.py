"""The report as a file: always the same, closed to all but its own program, not too large."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from pipeline.review.report import assemble
from tests.conftest import Run
from tests.report import samples
from tests.report.offices import Offices, gold_pairs
from tests.report.samples import published, write

ASSETS = resources.files("pipeline.review.report") / "assets"
DECLARED = re.compile(r"^(?:async )?(?:function|const|let) (?:\[[^\]]*\]|(\w+))", re.MULTILINE)


def data(file: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The overview and the pages that a report carries."""
    html = file.read_text(encoding="utf-8")
    found = re.search(r'id="data">([A-Za-z0-9+/=]*)</script>', html)
    assert found
    overview, *lines = map(json.loads, zlib.decompress(base64.b64decode(found[1])).split(b"\n"))
    return overview, lines[: len(overview["pages"])]


def test_it_asks_for_nothing(report: Path) -> None:
    html = report.read_text(encoding="utf-8")
    assert not re.search(r"""<(?:link|script|img|iframe)[^>]+(?:src|href)=["'](?!data:,")""", html)
    assert not re.search(r"@import|url\((?!#)", html)
    assert "fetch(" not in html


def test_its_policy_names_the_only_style_and_the_only_program(report: Path) -> None:
    html = report.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    style, program = (
        re.search(r"<style>(.*?)</style>", html, re.DOTALL),
        html.rpartition("<script>")[2],
    )
    assert policy
    assert style
    for kind, inlined in (("style", style[1]), ("script", program.partition("</script>")[0])):
        digest = base64.b64encode(hashlib.sha256(inlined.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]


def test_nothing_of_a_page_stands_in_it_unpacked(harmful_report: Path) -> None:
    html = harmful_report.read_text(encoding="utf-8")
    assert samples.TITLE not in html
    assert "window.harmed" not in html
    assert "javascript:" not in html
    assert not set("\u202e\u2066\x1b") & set(html)
    assert html.count("</script>") == 2


def test_it_carries_every_page_whole(harmful: Offices, harmful_report: Path) -> None:
    overview, pages = data(harmful_report)
    release = published(harmful)
    assert [page["id"] for page in overview["pages"]] == list(release.pages)
    for page, (name, record) in zip(pages, release.pages.items(), strict=True):
        assert page["text"] == release.text(name)
        assert len(page["facts"]) == len(record.entities)


def test_it_is_the_same_each_time(offices: Offices, report: Path) -> None:
    again = write(offices, offices.root / "again.html", old="000001")
    assert again.read_bytes() == report.read_bytes()


def test_it_is_no_more_than_three_times_the_text_that_it_shows(tmp_path: Path) -> None:
    offices = Offices(tmp_path)
    for number, (country, texts) in gold_pairs().items():
        offices.page(f"office-{number}/page", texts, country)
    offices.publish()
    release = published(offices)
    assert len(release.pages) > 50
    text = sum(len(release.text(name).encode()) for name in release.pages)
    assert write(offices, tmp_path / "report.html").stat().st_size <= 3 * text


def test_the_program_and_the_style_are_small(report: Path) -> None:
    html = report.read_text(encoding="utf-8")
    packed = html.partition('id="data">')[2].partition("<")[0]
    assert len(html.encode()) - len(packed) < 85_000


# --- Its sources ----------------------------------------------------------------------------------


def test_every_asset_is_part_of_it() -> None:
    parts = {f"{name}.js" for name in assemble.MODULES} | {f"{n}.css" for n in assemble.STYLES}
    assert {file.name for file in ASSETS.iterdir()} == {*parts, "report.html"}


def test_no_name_is_declared_twice() -> None:
    """All modules share one scope: a second declaration would take the first one's place."""
    program = "\n".join((ASSETS / f"{name}.js").read_text("utf-8") for name in assemble.MODULES)
    names = [name for name in DECLARED.findall(program) if name]
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))


def test_no_module_writes_markup() -> None:
    program = "\n".join((ASSETS / f"{name}.js").read_text("utf-8") for name in assemble.MODULES)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", program)


# --- The verb -------------------------------------------------------------------------------------


def test_the_verb_writes_the_file_and_says_what_is_in_it(offices: Offices, run: Run) -> None:
    file = offices.root / "out.html"
    done = run("report", "--root", offices.root, "--old", "000001", "-o", file)
    assert (done.returncode, done.stdout) == (0, "")
    pages, facts = (
        len(published(offices).pages),
        sum(len(page.entities) for page in published(offices).pages.values()),
    )
    assert f"{file}: {pages} pages, {facts} facts" in done.stderr
    overview, _ = data(file)
    assert (overview["old"], overview["language"]) == ("000001", "en")
    assert "1 fax changed" in overview["summary"]["en"]
    assert sum(map(sum, overview["changed"])) > 0


def test_the_verb_writes_to_stdout_and_in_french(offices: Offices, run: Run) -> None:
    done = run("report", "--root", offices.root, "-o", "-", "--lang", "fr")
    assert done.returncode == 0
    assert done.stdout.startswith('<!doctype html>\n<html lang="fr">')


def test_a_page_that_is_gone_is_shown_as_it_was(tmp_path: Path) -> None:
    offices = Offices(tmp_path)
    country, texts = gold_pairs()["01"]
    offices.page("office/one", texts, country)
    offices.page("office/two", {"en": "Contact\n\nTel.: +27 12 425 1600\n"}, country)
    offices.publish(keep=2)
    offices.remove("office/two")
    offices.publish(keep=2)
    overview, pages = data(write(offices, tmp_path / "report.html", old="latest"))
    last = overview["pages"][-1]
    assert (last["id"], last["gone"]) == ("office/two.en", True)
    assert "+27 12 425 1600" in pages[-1]["text"]


def test_facts_are_counted_in_the_releases_that_were_kept(offices: Offices, run: Run) -> None:
    file = offices.root / "kept.html"
    for name, drawn in (("000002", ["000001", "000002"]), ("000001", ["000001"])):
        assert run("report", name, "--root", offices.root, "-o", file).returncode == 0
        assert [told for told, _ in data(file)[0]["series"]] == drawn


def test_pages_that_a_guard_holds_are_told(tmp_path: Path) -> None:
    offices = Offices(tmp_path)
    for number in ("01", "104"):
        country, texts = gold_pairs()[number]
        offices.page(f"office/page-{number}", texts, country)
    offices.publish()
    (held,) = data(write(offices, tmp_path / "report.html"))[0]["failures"]
    assert held[0] == "office/page-104.en"
    assert "'fr'" in held[1]["en"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--old", "latest"), "no former release is kept"),
        (("--old", "nowhere"), "nowhere"),
        (("-o", "no/such/folder.html"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_a_clear_error(
    root: Path, run: Run, arguments: tuple[str, ...], said: str
) -> None:
    assert run("extract", "--root", root).returncode == 0
    done = run("report", "--root", root, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (root / "report.html").exists()


def test_a_root_without_a_release_is_a_clear_error(root: Path, run: Run) -> None:
    done = run("report", "--root", root, "-o", root / "report.html")
    assert done.returncode == 2
    assert "nothing is published there; run extract first" in done.stderr
