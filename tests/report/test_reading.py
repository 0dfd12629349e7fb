"""What a reviewer reads: counts, charts, pages, twins, changes, artifacts, tables."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Locator, expect

from pipeline.review.explain.fragments import link
from pipeline.review.report.live import Live
from tests.report import samples
from tests.report.browser import Reader, needs_chromium
from tests.report.offices import Offices
from tests.report.samples import CHANGED, published

pytestmark = needs_chromium


def test_the_overview_counts_what_is_published(
    reader: Reader, report: Path, offices: Offices
) -> None:
    reader.open(report)
    pages = published(offices).pages.values()
    told = dict(
        zip(
            reader.page.locator(".tiles dt").all_inner_texts(),
            reader.page.locator(".tiles dd").all_inner_texts(),
            strict=True,
        )
    )
    assert told["pages"] == str(len(pages))
    assert told["facts"] == str(sum(len(page.entities) for page in pages))
    assert told["findings"] == str(sum(len(page.findings) for page in pages))
    codes = Counter(finding.code for page in pages for finding in page.findings)
    rows = reader.page.locator("#part-findings tbody tr").all_inner_texts()
    assert {row.split()[0]: int(row.split()[-1]) for row in rows} == codes


def test_each_chart_has_a_table_that_says_the_same(
    reader: Reader, report: Path, offices: Offices
) -> None:
    reader.open(report)
    facts, pairs = reader.page.locator("figure.chart").all()
    for chart in (facts, pairs):
        chart.locator("summary").click()
    kinds = Counter[str](
        e.kind for page in published(offices).pages.values() for e in page.entities
    )
    order = ("phone", "fax", "email", "date", "count", "address")
    now = facts.locator("tbody tr").last.inner_text().split()
    assert now == ["processed", *(str(kinds[kind]) for kind in order)]
    assert facts.locator("tbody tr").count() == 3
    assert str(kinds["fax"]) in (facts.locator("svg").get_attribute("aria-label") or "")
    assert pairs.locator("tbody tr").count() == len(samples.PAIRS)


def test_every_fact_of_every_page_is_marked_in_its_own_characters(
    reader: Reader, report: Path, offices: Offices
) -> None:
    reader.open(report, CHANGED)
    reader.page.get_by_role("button", name="This page").click()
    for name, record in published(offices).pages.items():
        reader.go(name)
        assert reader.facts() == [(e.id, e.text) for e in record.entities]


def test_a_page_stands_beside_its_twin_section_by_section(reader: Reader, report: Path) -> None:
    reader.open(report, CHANGED)
    rows = [row.all_inner_texts() for row in (r.locator(".cell h3") for r in rows_of(reader))]
    assert ["The Homeland Security Attaché (HSA)}}!", "L’attaché de sécurité intérieure (ASI)"] in [
        [text.replace("\n", "").partition("warning")[0] for text in row] for row in rows
    ]
    assert all(len(row) <= 2 for row in rows)


def rows_of(reader: Reader) -> list[Locator]:
    return reader.page.locator(".text.two .row:not(.heads)").all()


def test_a_disagreement_leads_to_its_other_side_and_back(reader: Reader, report: Path) -> None:
    reader.open(report, CHANGED)
    left = reader.page.locator(".cell:first-child .flag.link").first
    left.click()
    number = left.inner_text().split("\n")[0][1:]
    assert "differs" in reader.card
    other = reader.page.locator(":focus")
    assert (
        other.evaluate("node => [...node.closest('.row').children].indexOf(node.closest('.cell'))")
        == 1
    )
    assert other.inner_text()[1:].startswith(number)
    reader.press("Enter")
    assert (
        reader.page.locator(":focus").evaluate(
            "node => [...node.closest('.row').children].indexOf(node.closest('.cell'))"
        )
        == 0
    )


def test_what_changed_stands_in_the_text_with_what_it_was(reader: Reader, report: Path) -> None:
    reader.open(report, CHANGED)
    old = reader.page.locator(".change", has=reader.page.locator("a.fax"))
    assert "+27 12 425 1609" in old.locator("del").inner_text()
    assert "+27 12 425 1610" in old.locator("a.fax").inner_text()
    added = reader.page.locator("a.email.added")
    assert added.count() == 1
    assert "box@example.org" in added.inner_text()
    changes = reader.page.locator(".list", has=reader.page.locator("#list-changes"))
    assert "+27124251609" in changes.inner_text()


def test_what_is_gone_is_listed_and_can_be_decided_by_what_it_was(
    reader: Reader, report: Path
) -> None:
    reader.open(report, CHANGED)
    gone = reader.page.locator(".gone a", has_text="2008-02-28")
    assert "removed" in gone.inner_text()
    gone.click()
    reader.press("a")
    (said,) = reader.export()
    assert (said["id"], said["quote"]) == (f"{CHANGED}#date:2008-02-28", "28 February 2008")


def test_a_text_that_changed_is_flagged_and_compared_word_by_word(
    reader: Reader, report: Path
) -> None:
    reader.open(report, CHANGED)
    flag = reader.page.locator(".flag.change", has_text="text changed").first
    flag.click()
    card = reader.page.locator("#card")
    assert card.locator("del").all_inner_texts()[0].strip() == "next:"
    assert card.locator("ins").all_inner_texts()[0].strip() == "last:"


def test_a_fact_leads_to_its_place_on_the_live_page(
    reader: Reader, report: Path, offices: Offices
) -> None:
    reader.open(report, CHANGED)
    release = published(offices)
    record, text = release.pages[CHANGED], release.text(CHANGED)
    hidden = Live.of(record, text).hidden
    for fact in record.entities:
        reader.go(fact.id)
        live = reader.page.locator("#card").get_by_role("link", name="On the live page")
        told = link(record.provenance.url, text, fact.start, fact.end, hidden)
        assert unquote(live.get_attribute("href") or "") == unquote(told)


def test_an_artifact_is_struck_and_says_its_rule_to_mouse_and_keyboard(
    reader: Reader, report: Path
) -> None:
    reader.open(report, CHANGED)
    artifact = reader.page.locator("a.artifact", has_text="JPEG").first
    assert artifact.locator("s").count() == 1
    tip = reader.page.locator("#tip")
    artifact.hover()
    assert "icon-alt" in tip.inner_text()
    reader.page.mouse.move(5, 5)
    assert tip.is_hidden()
    artifact.focus()
    assert "icon-alt" in tip.inner_text()
    assert artifact.get_attribute("aria-describedby") == "tip"
    reader.press("Escape")
    assert tip.is_hidden()
    artifact.click()
    assert "icon-alt" in reader.card


def test_a_row_leads_to_its_place_and_the_place_to_its_row(reader: Reader, report: Path) -> None:
    reader.open(report, CHANGED)
    facts = reader.page.locator(".list", has=reader.page.locator("#list-facts"))
    row = facts.locator("tbody tr", has_text="ssi.pretoria-amba")
    row.first.locator("a").click()
    assert reader.page.locator(":focus").get_attribute("class").startswith("fact email")  # type: ignore[union-attr]
    reader.press("t")
    assert reader.page.evaluate("document.activeElement.closest('.list') !== null")
    reader.press("t")
    assert "ssi.pretoria-amba" in reader.focused


def test_search_finds_pages_by_what_they_say_whatever_the_accents(
    reader: Reader, report: Path
) -> None:
    reader.open(report)
    reader.press("/")
    reader.page.keyboard.type("melk street")
    expect(reader.page.locator("#pages .stem")).to_have_text(["office-01/security"])
    reader.press("Enter")
    expect(reader.page.locator("#main .about .id")).to_have_text(CHANGED)
    reader.page.wait_for_function("CSS.highlights.get('hits')?.size >= 1")
    reader.page.locator("#search").fill("securite interieure")
    expect(reader.page.locator("#pages .versions a").nth(2)).to_be_attached()
