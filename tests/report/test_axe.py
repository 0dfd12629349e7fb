"""The report is open to everybody: axe-core finds nothing in any view, language or theme."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.report.browser import AXE, Reader, needs_axe, needs_chromium
from tests.report.samples import CHANGED, FAX

pytestmark = [needs_chromium, needs_axe]

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LOOK = "tags => axe.run({ runOnly: tags, resultTypes: ['violations'] })"
#: What is open in each view, and the keys that open it there.
VIEWS = {
    "overview": ("", ()),
    "pair": (CHANGED, ()),
    "page": (CHANGED, ("v",)),
}
MORE_VIEWS = {
    "item": (FAX, ("a", "u")),
    "reason": (FAX, ("r",)),
    "help": ("", ("?",)),
}


def violations(reader: Reader) -> list[str]:
    """What axe-core finds, each with the elements that it is about."""
    reader.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = reader.page.evaluate(LOOK, list(RULES))
    return [
        f"{v['impact']}: {v['id']}: {[node['html'][:160] for node in v['nodes'][:3]]}"
        for v in found["violations"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing(
    browser: Browser, report: Path, language: str, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=theme, viewport={"width": 1440, "height": 900})
    reader = Reader(context)
    reader.open(report).page.evaluate(f"localStorage.setItem('rectoverso.language', '{language}')")
    found = {}
    views = VIEWS | (MORE_VIEWS if (language, theme) in (("en", "light"), ("fr", "dark")) else {})
    for name, (place, keys) in views.items():
        reader.open(report, place)
        assert reader.page.locator("html").get_attribute("lang") == language
        reader.press(*keys)
        if name == "overview":
            reader.page.get_by_text(
                "Filters" if language == "en" else "Filtres", exact=True
            ).click()
            for table in reader.page.locator("figure summary").all():
                table.click()
        found[name] = violations(reader)
    context.close()
    assert {name: told for name, told in found.items() if told} == {}


def test_axe_finds_nothing_on_a_narrow_screen(browser: Browser, report: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    reader = Reader(context).open(report, FAX)
    found = violations(reader)
    context.close()
    assert found == []
