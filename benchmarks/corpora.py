"""What is read: the project's own pages, multiplied with seeded variation, and real pages.

Nothing is fetched. `CORPORA=DIR[:DIR...]` names folders with `.html` files at any depth, such as
checkouts of adbar/trafilatura (`tests/`) and scrapinghub/article-extraction-benchmark (`html/`).
"""

from __future__ import annotations

import hashlib
import os
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.notation import Annotated, load

ROOT = Path(__file__).parent.parent
#: A page that a reader would call one, in bytes.
SMALLEST, LARGEST = 6_000, 1_500_000

_SHOWN = re.compile(r"(?<=>)[^<>]+(?=<)")
_NUMBER = re.compile(r"\d{2,}")
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]{4,}\b")
_PARAGRAPH = re.compile(r"<p\b[^<>]*>.*?</p>", re.DOTALL)
_NAMES = (  # of towns and people
    "Abidjan",
    "Ankara",
    "Athènes",
    "Bamako",
    "Berlin",
    "Bogota",
    "Cotonou",
    "Dakar",
    "Dublin",
    "Hanoï",
    "Helsinki",
    "Kigali",
    "Lisbonne",
    "Lomé",
    "Madrid",
    "Manille",
    "Martin",
    "Moncton",
    "Nairobi",
    "Niamey",
    "Ottawa",
    "Prague",
    "Québec",
    "Regina",
    "Robert",
    "Sofia",
    "Sydney",
    "Tallinn",
    "Tirana",
    "Toronto",
    "Tunis",
    "Varsovie",
    "Vienne",
    "Windhoek",
    "Yaoundé",
    "Zagreb",
)
SOURCE = """
name = "{office}"
title = "An office"
site = "ambafrance"
country = "{country}"
languages = ["{language}"]
[[crawl]]
start = "https://{office}.example/"
language = "{language}"
follow = "."
pages = 10_000
"""
LISTED = """
[[pages]]
id = "page-{number}"
language = "{language}"
url = "https://{office}.example/{number}"
"""
KEPT = """url = "https://{office}.example/{number}"
media_type = "text/plain"
charset = "utf-8"
size = {size}
sha256 = "sha256:{sha256}"
"""


def varied(text: str, seed: int) -> str:
    """Text with other numbers of the same length, and some other names."""
    dice = random.Random(seed)  # noqa: S311 - variety, no secret

    def number(match: re.Match[str]) -> str:
        kept = match[0][:-2]
        return kept + f"{dice.randrange(100):02}" if len(match[0]) > 2 else match[0]  # noqa: PLR2004

    def name(match: re.Match[str]) -> str:
        return dice.choice(_NAMES) if dice.random() < 0.2 else match[0]  # noqa: PLR2004

    return _NAME.sub(name, _NUMBER.sub(number, text))


def varied_html(source: str, seed: int) -> str:
    """A page whose words are varied, and whose paragraphs are left out or doubled at times."""
    dice = random.Random(seed)  # noqa: S311

    def paragraph(match: re.Match[str]) -> str:
        return match[0] * dice.choice((0, 1, 1, 1, 1, 1, 1, 2))

    shown = _PARAGRAPH.sub(paragraph, source)
    return _SHOWN.sub(lambda match: varied(match[0], seed), shown)


def own_html(count: int) -> list[bytes]:
    """Pages of `tests/html`, multiplied."""
    files = sorted((ROOT / "tests" / "html").glob("*.html"))
    sources = [file.read_text("utf-8", errors="replace") for file in files]
    return [varied_html(sources[n % len(sources)], n).encode() for n in range(count)]


def own_dumps(count: int) -> Iterator[str]:
    """Dumps of `tests/gold`, multiplied."""
    golds = _golds()
    for number in range(count):
        yield varied(golds[number % len(golds)].text, number)


def _golds() -> list[Annotated]:
    files = sorted((ROOT / "tests" / "gold").glob("*.ann"))
    return [load(file.read_text("utf-8")) for file in files]


def real_html(count: int) -> list[bytes]:
    """So many of the pages below the folders of `CORPORA`, in an order that a seed chose."""
    folders = [Path(name) for name in os.environ.get("CORPORA", "").split(":") if name]
    files = sorted(file for folder in folders for file in folder.rglob("*.html"))
    sized = [file for file in files if SMALLEST <= file.stat().st_size <= LARGEST]
    random.Random(1).shuffle(sized)  # noqa: S311
    return [file.read_bytes() for file in sized[:count]]


def lay_out(root: Path, count: int) -> None:
    """A folder of data with so many dumps: each of `tests/gold` varied, in an office of its own.

    Offices do not say the same with other numbers, then, which would be told of each.
    """
    (root / "sources").mkdir(parents=True)
    golds = _golds()
    for first, gold in enumerate(golds[:count]):
        office, language, country = f"office-{first}", gold.meta["lang"], gold.meta["country"]
        told = {"office": office, "language": language, "country": country}
        folder = root / "raw" / told["office"]
        folder.mkdir(parents=True)
        numbers = range(first, count, len(golds))
        for number in numbers:
            _keep(folder, number, told, varied(gold.text, number))
        listed = (LISTED.format(number=number, **told) for number in numbers)
        (folder / "crawled.toml").write_text("".join(listed), "utf-8")
        (root / "sources" / f"{told['office']}.toml").write_text(SOURCE.format(**told), "utf-8")


def change_one(root: Path) -> None:
    """Let one page of such a folder say something else."""
    (file,) = (root / "raw" / "office-0").glob("page-0.*.txt")
    told = {"office": "office-0", "language": file.suffixes[0][1:]}
    _keep(file.parent, 0, told, varied(file.read_text("utf-8"), 1))


def _keep(folder: Path, number: int, told: Mapping[str, str], text: str) -> None:
    raw, stem = text.encode(), f"page-{number}.{told['language']}"
    (folder / f"{stem}.txt").write_bytes(raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    kept = KEPT.format(number=number, size=len(raw), sha256=sha256, **told)
    (folder / f"{stem}.toml").write_text(kept, "utf-8")
