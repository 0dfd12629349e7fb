"""In which language and colours the report is read, and how it is printed."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.report.browser import Reader, needs_chromium
from tests.report.offices import Offices
from tests.report.samples import CHANGED, published, write

pytestmark = needs_chromium


def test_the_interface_speaks_french_and_findings_too(reader: Reader, report: Path) -> None:
    reader.open(report)
    reader.press("j")
    english = reader.card
    reader.page.get_by_role("button", name="Français").click()
    assert reader.page.locator("html").get_attribute("lang") == "fr"
    assert "Accepter" in reader.card
    assert "Ce qui" in reader.page.locator("#main").inner_text()
    assert reader.card != english
    reader.reload()
    assert "Accepter" in reader.card


def test_the_language_of_the_verb_is_the_first_one(
    reader: Reader, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.messages._spoken", "fr")
    file = write(offices, offices.root / "french.html")
    reader.open(file)
    assert reader.page.get_by_role("heading", level=1).inner_text() == "Vue d’ensemble"


def test_dark_follows_the_system_and_the_switch(reader: Reader, report: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    reader.open(report)
    light = reader.page.evaluate(ground)
    reader.page.emulate_media(color_scheme="dark")
    dark = reader.page.evaluate(ground)
    assert light != dark
    reader.page.locator("#theme").select_option("light")
    assert reader.page.evaluate(ground) == light
    reader.page.emulate_media(color_scheme="light")
    reader.page.locator("#theme").select_option("dark")
    assert reader.page.evaluate(ground) == dark
    reader.reload()
    assert reader.page.evaluate(ground) == dark


def test_a_page_prints_its_text_and_facts_in_light_colours(
    reader: Reader, report: Path, offices: Offices
) -> None:
    reader.page.emulate_media(color_scheme="dark")
    reader.open(report, CHANGED)
    printed = PdfReader(io.BytesIO(reader.page.pdf()))
    text = " ".join("".join(page.extract_text() for page in printed.pages).split())
    squeezed = unicodedata.normalize("NFKC", text).replace(" ", "")  # fonts join f and i
    for fact in published(offices).pages[CHANGED].entities:
        assert "".join(fact.text.split()) in squeezed
    assert "The post carries diplomatic status".replace(" ", "") in squeezed
    assert "Export decisions" not in text
    reader.page.emulate_media(media="print", color_scheme="dark")
    assert (
        reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
    )


def test_a_browser_that_runs_no_program_says_so(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    said = page.locator("main").inner_text()
    context.close()
    assert "needs scripts" in said
    assert "il lui faut les scripts" in said
