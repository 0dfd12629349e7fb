"""Folders of data with releases in them: gold pairs as offices, and pages that tests make up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pipeline import sources
from pipeline.notation import load
from pipeline.verbs import publishing
from tests.conftest import CHECKOUT

LANGUAGES = ("en", "fr")
FOLDERS = ("pairs", "more_pairs")


class Offices:
    """A root whose pages a test writes, and publishes as often as it likes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pages: dict[str, tuple[str, dict[str, None]]] = {}

    def page(self, name: str, texts: Mapping[str, str], country: str = "CA", url: str = "") -> None:
        """A page `office/page` in some languages, kept as it would be after a fetch.

        A text that begins with `<` is HTML.
        """
        office, _, page = name.partition("/")
        folder = self.root / "raw" / office
        folder.mkdir(parents=True, exist_ok=True)
        for language, text in texts.items():
            raw = text.encode()
            address = url or f"https://{office}.example.org/{page}-{language}"
            suffix, media_type = ("html", "text/html") if text[0] == "<" else ("txt", "text/plain")
            (folder / f"{page}.{language}.{suffix}").write_bytes(raw)
            (folder / f"{page}.{language}.toml").write_text(
                f"url = '{address}'\nmedia_type = '{media_type}'\nsize = {len(raw)}\n"
                f"sha256 = 'sha256:{hashlib.sha256(raw).hexdigest()}'\n"
            )
        self._pages.setdefault(office, (country, {}))[1][page] = None

    def remove(self, name: str) -> None:
        """A page that nobody follows any more."""
        office, _, page = name.partition("/")
        for file in (self.root / "raw" / office).glob(f"{page}.*"):
            file.unlink()
        del self._pages[office][1][page]

    def publish(self, keep: int = 0) -> None:
        """Read all pages and publish them; `keep` former releases stay."""
        folder = self.root / "sources"
        folder.mkdir(parents=True, exist_ok=True)
        for office, (country, pages) in self._pages.items():
            (folder / f"{office}.toml").write_text(
                f'name = "{office}"\ntitle = "Office {office}"\nsite = "ambafrance"\n'
                f'country = "{country}"\nlanguages = ["en", "fr"]\n'
                + "".join(
                    f'[[pages]]\nid = "{page}"\n'
                    f'urls = {{ en = "https://{office}.example.org/{page}-en" }}\n'
                    for page in pages
                )
            )
        publishing.publish(
            self.root, sources.load(self.root), (), wishes=publishing.Wishes(keep=keep)
        )


def gold_pairs() -> dict[str, tuple[str, dict[str, str]]]:
    """The annotated pairs of the tests by number: country, and text by language."""
    found = {}
    for folder in FOLDERS:
        for file in sorted((CHECKOUT / "tests" / folder).glob("*.en.ann")):
            number = file.name.partition(".")[0]
            pages = {
                code: load(file.with_name(f"{number}.{code}.ann").read_text(encoding="utf-8"))
                for code in LANGUAGES
            }
            texts = {code: page.text for code, page in pages.items()}
            found[number] = (pages["en"].meta["country"], texts)
    return found
