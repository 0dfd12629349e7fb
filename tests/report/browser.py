"""Debian's Chromium, driven from outside: a report is opened from `file://` as a reviewer does."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="skipped: chromium")
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="skipped: axe-core")

#: What a browser does without being asked for it, and a sandbox that containers do not have.
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    "--disable-lcd-text",  # the same greys on every screen: smaller pictures
)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine; none is ever downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Reader:
    """A person with a report open. What went wrong in the browser is in `complaints`."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"{error}\n{error.stack}"))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file://", "blob:", "data:", "about:")):
            self.complaints.append(f"asked for {request.url}")

    def open(self, file: Path, place: str = "") -> Reader:
        """Open a report, at a page or an item where one is named."""
        self.page.goto("about:blank")
        self.page.goto(f"{file.as_uri()}{f'#/{place}' if place else ''}")
        self.page.wait_for_selector("#title")
        return self

    def reload(self) -> None:
        """Open it again where it is."""
        self.page.reload()
        self.page.wait_for_selector("#title")

    def go(self, place: str) -> None:
        """Follow the address of a page or an item within the report."""
        self.page.evaluate("place => { location.hash = '#/' + encodeURI(place) }", place)
        if place:
            shown = self.page.locator("#main .about .id")
            expect(shown).to_have_text(place.partition("#")[0])

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def place(self) -> str:
        """The page or item that the address names."""
        return unquote(self.page.evaluate("location.hash")).removeprefix("#/")

    @property
    def told(self) -> str:
        """What was announced last."""
        return self.page.locator("#told").inner_text()

    @property
    def card(self) -> str:
        """What the card says of the chosen item."""
        return self.page.locator("#card").inner_text()

    @property
    def focused(self) -> str:
        """The characters that have the focus."""
        said: str = self.page.evaluate("document.activeElement.textContent")
        return said

    def facts(self) -> list[tuple[str, str]]:
        """The facts of the page as they are marked in its text: id and characters."""
        found = self.page.eval_on_selector_all(
            "#main .text a.fact",
            """links => links.map((link) => {
              const copy = link.cloneNode(true);
              copy.querySelectorAll('.letter, .unseen').forEach((node) => node.remove());
              return [decodeURI(link.hash.slice(2)), copy.textContent];
            })""",
        )
        return [(name, shown) for name, shown in found]

    def export(self) -> list[dict[str, str]]:
        """The decisions that the report hands out as a file."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Export decisions").click()
        assert download.value.suggested_filename == "reviews.jsonl"
        text = Path(download.value.path()).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def reject(self, reason: str) -> None:
        """Reject the chosen item with a reason."""
        self.press("r")
        self.page.get_by_label("Reason").fill(reason)
        self.page.locator("dialog").get_by_role("button", name="Reject").click()
