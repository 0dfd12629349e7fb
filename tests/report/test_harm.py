"""Pages that would break out of the report, hide in it, or be too much for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report import samples
from tests.report.browser import Reader, needs_chromium
from tests.report.offices import Offices
from tests.report.samples import TITLE, published

pytestmark = needs_chromium

#: Goes to a page; the milliseconds until it is drawn.
TURN = """place => new Promise((done) => {
  const from = performance.now();
  const drawn = () => setTimeout(() => done(performance.now() - from));
  addEventListener('hashchange', () => requestAnimationFrame(drawn), { once: true });
  location.hash = '#/' + place; })"""
INTRUDE = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.harmed = 1';
  document.body.append(script);
  document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.harmed = 1">'); }"""


def test_markup_of_a_page_stays_text(
    reader: Reader, harmful_report: Path, harmful: Offices
) -> None:
    reader.open(harmful_report, "hostile/script.en")
    text = published(harmful).text("hostile/script.en")
    shown = reader.page.locator(".cell:first-child .prose").last.evaluate(
        """node => { const copy = node.cloneNode(true);
          copy.querySelectorAll('.letter, .unseen, .flag').forEach((n) => n.remove());
          return copy.textContent; }"""
    )
    assert samples.SCRIPT in text
    assert samples.SCRIPT in shown
    assert reader.page.evaluate("window.harmed") is None
    assert reader.page.locator("script").count() == 2
    reader.go("hostile/link.en")
    assert reader.page.get_by_role("heading", level=1).inner_text() == TITLE
    assert reader.page.title().startswith(TITLE)


def test_an_address_that_is_none_of_the_web_is_no_link(
    reader: Reader, harmful_report: Path
) -> None:
    reader.open(harmful_report, "hostile/link.en")
    assert "javascript:alert(1)" in reader.page.locator("#main .about").inner_text()
    reader.page.locator("a.fact").click()
    schemes = reader.page.eval_on_selector_all("a", "links => links.map((a) => a.protocol)")
    assert set(schemes) == {"file:"}
    reader.go("hostile/bidi.en")
    live = reader.page.get_by_role("link", name="Live page")
    assert live.get_attribute("rel") == "noreferrer noopener"
    assert (live.get_attribute("href") or "").startswith("https://hostile.example.org/")


def test_characters_that_hide_or_turn_others_are_named(
    reader: Reader, harmful_report: Path
) -> None:
    reader.open(harmful_report, "hostile/bidi.en")
    named = reader.page.locator("#main .text .hidden-character").all_inner_texts()
    assert named == ["RLO", "PDF", "LRI", "PDI", "ESC", "ZWSP"]
    body = reader.page.evaluate("document.getElementById('frame').textContent")
    assert not set(body) & set("\u202e\u202c\u2066\u2069\x1b\u200b")


def test_characters_beyond_the_first_plane_move_no_mark(
    reader: Reader, harmful_report: Path, harmful: Offices
) -> None:
    reader.open(harmful_report, "hostile/astral.en")
    reader.press("v")
    record = published(harmful).pages["hostile/astral.en"]
    assert [e.kind for e in record.entities] == ["phone", "date", "count"]
    assert reader.facts() == [(e.id, e.text) for e in record.entities]


def test_a_page_without_text_says_so(reader: Reader, harmful_report: Path) -> None:
    reader.open(harmful_report, "hostile/empty.en")
    assert "This page has no text." in reader.page.locator("#main").inner_text()
    assert "no-text" in reader.page.locator("#main").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_very_long_line_breaks(reader: Reader, harmful_report: Path, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 800})
    for place in ("", "hostile/long.en", "hostile/script.en"):
        reader.open(harmful_report, place)
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_of_five_thousand_facts_stays_usable(reader: Reader, harmful_report: Path) -> None:
    reader.open(harmful_report)
    took = reader.page.evaluate(TURN, "hostile/many.en")
    assert took < 3000
    assert reader.page.locator("a.fact").count() == samples.MANY
    rows = reader.page.locator(".list tbody tr")
    assert rows.count() == 200
    reader.page.get_by_role("button", name="Show more").click()
    assert rows.count() == 400
    last = reader.page.locator("a.fact").last
    last.click()
    reader.press("t")
    assert "count" in reader.focused
    assert rows.count() == samples.MANY


def test_no_other_program_runs_in_it(reader: Reader, report: Path) -> None:
    reader.open(report)
    reader.page.evaluate(INTRUDE)
    reader.page.wait_for_timeout(100)
    assert reader.page.evaluate("window.harmed") is None
    refused = [c for c in reader.complaints if "Content Security Policy" in c]
    assert len(refused) >= 2
    reader.complaints.clear()
