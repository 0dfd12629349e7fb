"""What a reviewer decides: kept, exported, taken back, lapsed, read in again."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from pipeline.review import releases
from pipeline.review.report import build
from tests.report.browser import Reader, needs_chromium
from tests.report.offices import Offices
from tests.report.samples import CHANGED, FAX

pytestmark = needs_chromium

STORE = "rectoverso.reviews"
REFUSE = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('refused', 'SecurityError'); } })"""


def test_decisions_are_kept_exported_and_stand_after_a_reload(reader: Reader, report: Path) -> None:
    reader.open(report, FAX)
    reader.press("a")
    assert "Accepted: fax +27124251610" in reader.told
    reader.go(f"{CHANGED}#phone:+27124251600")
    reader.reject("the number of the porter – “vieux”")
    said = reader.export()
    assert [(d["id"], d["quote"], d["decision"], d["reason"]) for d in said] == [
        (
            f"{CHANGED}#phone:+27124251600",
            "+27 12 425 1600",
            "reject",
            "the number of the porter – “vieux”",
        ),
        (FAX, "+27 12 425 1610", "accept", ""),
    ]
    assert all(set(d) == {"id", "quote", "decision", "reason", "at"} for d in said)
    assert all(d["at"].endswith("Z") and "T" in d["at"] for d in said)
    reader.reload()
    assert reader.export() == said
    reader.go(FAX)
    assert "Accepted" in reader.card
    reader.page.get_by_role("link", name="rectoverso").click()
    assert reader.page.locator(".tiles dd").last.inner_text() == "2"


def test_nothing_is_rejected_without_a_reason(reader: Reader, report: Path) -> None:
    reader.open(report, FAX)
    reader.reject("   ")
    assert reader.page.locator("dialog[open]").count() == 1
    reader.press("Escape")
    assert reader.export() == []


def test_the_last_decision_is_taken_back(reader: Reader, report: Path) -> None:
    reader.open(report, FAX)
    reader.press("a")
    assert reader.place != FAX
    reader.press("u")
    assert reader.place == FAX
    assert reader.export() == []
    reader.press("u")
    assert "nothing to take back" in reader.told


def test_a_finding_is_decided_like_a_fact(reader: Reader, report: Path) -> None:
    reader.open(report)
    reader.press("j")
    first = reader.place
    reader.press("a")
    assert [d["id"] for d in reader.export()] == [first]


def test_a_decision_lapses_when_the_characters_change(
    reader: Reader, offices: Offices, report: Path
) -> None:
    old = offices.root / "old.html"
    with releases.opened(offices.root, "000002") as release:
        old.write_text(build.report(release), encoding="utf-8")
    count = f"{CHANGED}#count:3-officers"
    reader.open(old, count)
    at = "2026-01-01T00:00:00Z"
    before = {"id": count, "quote": "two officers", "decision": "reject", "reason": "no", "at": at}
    reader.page.evaluate(f"text => localStorage.setItem('{STORE}', text)", json.dumps([before]))
    reader.open(report, count)
    reader.reload()
    assert "Lapsed: was rejected" in reader.card
    assert reader.export() == []
    assert reader.page.locator("a.is-lapsed").count() == 1
    reader.press("a")
    assert [d["decision"] for d in reader.export()] == ["accept"]


def test_an_earlier_file_is_read_in_and_what_is_no_decision_is_told(
    reader: Reader, report: Path, tmp_path: Path
) -> None:
    line = {"id": FAX, "quote": "+27 12 425 1610", "decision": "accept", "reason": "", "at": ""}
    file = tmp_path / "reviews.jsonl"
    file.write_text(f'{json.dumps(line)}\n\n{{"id": 3}}\nnonsense\n')
    reader.open(report, FAX)
    reader.page.set_input_files("#import", file)
    expect(reader.page.locator("#told")).not_to_be_empty()
    assert "1 decision taken over" in reader.told
    assert "3, 4" in reader.told
    assert reader.export() == [line]
    assert "Accepted" in reader.card


def test_a_browser_that_keeps_nothing_says_so_and_works(reader: Reader, report: Path) -> None:
    reader.context.add_init_script(REFUSE)
    reader.open(report, FAX)
    assert "keeps nothing" in reader.page.locator("#top").inner_text()
    reader.press("a")
    assert "keeps nothing" in reader.told
    assert [d["id"] for d in reader.export()] == [FAX]
