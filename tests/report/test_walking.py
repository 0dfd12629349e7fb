"""How a reviewer walks: from item to item, page to page, through filters and searches."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.report.browser import Reader, needs_chromium
from tests.report.offices import Offices
from tests.report.samples import CHANGED, published

pytestmark = needs_chromium


def test_j_and_k_walk_through_what_asks_for_review_on_all_pages(
    reader: Reader, report: Path, offices: Offices
) -> None:
    reader.open(report)
    walked: list[str] = []
    while True:
        reader.press("j")
        if walked and reader.place == walked[-1]:
            break
        walked.append(reader.place)
    found = [
        finding.id
        for page in published(offices).pages.values()
        for finding in sorted(page.findings, key=lambda f: f.start)
        if finding.severity != "note"
    ]
    assert [name for name in walked if "#finding:" in name] == found
    assert "last" in reader.told
    for name in reversed(walked[:-1]):
        reader.press("k")
        assert reader.place == name


def test_pages_turn_and_the_overview_is_one_key_away(reader: Reader, report: Path) -> None:
    reader.open(report, CHANGED)
    reader.press("n")
    assert reader.place == "office-01/security.fr"
    reader.press("p")
    assert reader.place == CHANGED
    reader.press("v")
    expect(reader.page.locator(".text.one")).to_have_count(1)
    reader.press("o")
    assert reader.page.get_by_role("heading", level=1).inner_text() == "Overview"


def test_filters_narrow_pages_and_queue(reader: Reader, report: Path) -> None:
    reader.open(report)
    reader.page.get_by_text("Filters", exact=True).click()
    reader.page.get_by_label("everything").check()
    reader.page.get_by_label("fax", exact=True).check()
    reader.page.get_by_label("Source", exact=True).select_option("office-01")
    expect(reader.page.locator("#pages .stem")).to_have_text(["office-01/security"])
    reader.press("j")
    assert "#fax:" in reader.place or "#finding:fax" in reader.place
    reader.page.get_by_role("button", name="Clear filters").click()
    reader.page.get_by_label("Finding", exact=True).select_option("count-differs")
    reader.press("o", "j")
    assert "#finding:count-differs" in reader.place
    for name in reader.page.locator("#pages .versions a").all_inner_texts():
        assert name


def test_a_tier_is_walked_alone(reader: Reader, report: Path) -> None:
    reader.open(report)
    reader.page.locator("#part-changes").get_by_role("button", name="approve").click()
    walked = [reader.place]
    reader.press("j")
    while reader.place != walked[-1]:
        walked.append(reader.place)
        reader.press("j")
    assert {place.partition("#")[2].partition(":")[0] for place in walked} == {
        "fax",
        "address",
    }
    assert reader.page.locator("#pages .versions a").all_inner_texts()[0].startswith("en")


def test_single_keys_can_be_switched_off(reader: Reader, report: Path) -> None:
    reader.open(report)
    reader.press("?")
    reader.page.get_by_label("Single keys are shortcuts").uncheck()
    reader.press("Escape")
    reader.press("j")
    assert reader.place == ""
    reader.reload()
    reader.press("j")
    assert reader.place == ""
