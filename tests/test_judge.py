"""Whether an answer is the page: real pages are taken, what stands in their place is refused."""

from __future__ import annotations

import functools
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import messages, notation
from pipeline.fetch import walls
from pipeline.fetch.answer import Answer
from pipeline.fetch.judge import Verdict, judge
from tests.conftest import CHECKOUT

TESTS = CHECKOUT / "tests"
LANGUAGES = ("en", "fr")
ASKED = "https://www.example.org/Homeland-Security-Service"
FRAME = """<!DOCTYPE html><html><head><title>{title}</title></head><body>
<header role="banner"><a href="/">Embassy</a><form class="login"><input name="u">
<input type="password" name="p"><button>Log in</button></form></header>
<nav><ul><li><a href="/visas">Visas and passports</a></li><li><a href="/news">The news</a>
</li><li><a href="/culture">Culture and cooperation</a></li></ul></nav>
{banner}<main>{body}</main>
<footer><p>Embassy of France, 42 Sussex Drive, Ottawa. Tel: 613 789 1795</p>
<a href="/legal">Legal notice</a> <a href="/cookies">Cookies</a></footer></body></html>"""


@functools.cache
def cases(name: str) -> list[dict[str, Any]]:
    file = TESTS / "judged" / f"{name}.toml"
    found: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    return found


def params(name: str) -> list[Any]:
    """The cases; one with a `gap` is known to fail, and says why."""
    return [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(reason=case["gap"])] if "gap" in case else [],
        )
        for case in cases(name)
    ]


def answer_of(case: dict[str, Any]) -> Answer:
    body = case["body"]
    if "repeat" in case:
        body = body.format(repeat="".join(case["repeat"] % n for n in range(100)))
    if case.get("frame"):
        title = case.get("title", "Embassy of France")
        body = FRAME.format(title=title, banner=case.get("banner", ""), body=body)
    asked = case.get("asked", ASKED)
    url = case.get("url", asked)
    kind = case.get("type", "text/html")
    headers = {"content-type": f"{kind}; charset=utf-8"} if kind else {}
    headers |= case.get("headers", {})
    redirects = (asked,) if url != asked else ()
    return Answer(asked, url, "", 200, headers, body.encode(), redirects)


def judged(case: dict[str, Any]) -> Verdict:
    lang = case.get("lang", "en")
    return judge(answer_of(case), lang=lang, languages=LANGUAGES, country="CA")


def code(verdict: Verdict) -> str:
    return verdict.remark.code if verdict.remark else ""


@pytest.mark.parametrize("case", params("walls"))
def test_what_stands_in_a_pages_place_is_refused(case: dict[str, Any]) -> None:
    verdict = judged(case)
    assert code(verdict) == case["code"]
    assert verdict.page is None
    assert verdict.media_type is None
    assert verdict.remark
    assert verdict.remark.advice
    assert "\n" not in verdict.remark.message
    assert "\n" not in messages.say(verdict.remark.code, verdict.remark.details, "fr")
    assert case.get("url", ASKED) in verdict.remark.message


@pytest.mark.parametrize("case", params("pages"))
def test_a_page_is_taken(case: dict[str, Any]) -> None:
    verdict = judged(case)
    assert verdict.remark is None
    assert verdict.page is not None
    assert verdict.media_type is not None


@pytest.mark.parametrize("file", sorted((TESTS / "html").glob("*.html")), ids=lambda f: f.stem)
def test_gold_pages_are_taken(file: Path) -> None:
    said = json.loads(file.with_suffix(".expect.json").read_text(encoding="utf-8"))
    answer = Answer(
        said["url"], said["url"], "", 200, {"content-type": "text/html"}, file.read_bytes()
    )
    verdict = judge(
        answer, lang=said["language"], languages=tuple(said["languages"]), country=said["country"]
    )
    assert verdict.remark is None
    assert verdict.alternates == said["alternates"]


@pytest.mark.parametrize("file", sorted((TESTS / "gold").glob("*.ann")), ids=lambda f: f.stem)
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_gold_dumps_are_taken(file: Path, kind: str) -> None:
    gold = notation.load(file.read_text(encoding="utf-8"))
    text = gold.text
    if kind == "text/html":
        lines = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        text = FRAME.format(title=gold.meta["title"], banner="", body=lines)
    url = gold.meta["url"]
    answer = Answer(url, url, "", 200, {"content-type": f"{kind}; charset=utf-8"}, text.encode())
    lang, country = gold.meta["lang"], gold.meta["country"]
    assert judge(answer, lang=lang, languages=LANGUAGES, country=country).remark is None


def test_the_first_page_is_taken() -> None:
    file = CHECKOUT / "raw" / "ca-ambafrance" / "homeland-security.en.txt"
    answer = Answer(ASKED, ASKED, "", 200, {"content-type": "text/plain"}, file.read_bytes())
    verdict = judge(answer, lang="en", languages=LANGUAGES, country="CA")
    assert verdict.remark is None
    assert verdict.media_type == "text/plain"


def test_bytes_that_are_no_text_are_unreadable() -> None:
    answer = Answer(ASKED, ASKED, "", 200, {"content-type": "text/html"}, b"\0\1\2\3" * 200)
    verdict = judge(answer, lang="en", languages=LANGUAGES, country="CA")
    assert code(verdict) == "unreadable"


def test_a_refused_page_tells_its_alternates() -> None:
    body = (
        "<html lang='fr'><head><title>404</title><link rel='alternate' hreflang='en' "
        "href='/en/contact'></head><body><h1>404</h1></body></html>"
    )
    verdict = judged({"body": body, "lang": "fr"})
    assert code(verdict) == "error-page"
    assert verdict.alternates == {"en": "https://www.example.org/en/contact"}


PIECES = st.sampled_from(
    [
        *("<html lang=fr>", "<title>", "</title>", "<main>", "</main>", "<nav>", "<h1>", "<p>"),
        *("<form>", "<input type=password>", "<button>Accept all</button>", "404", "<!--", "-->"),
        *("We use cookies", "Log in", "<a class=tradlang href=/x>[en]</a>", "%PDF-", '{"a":', "\0"),
        *("Tel: 613 789 1795", "La section est ouverte au public le lundi matin.", "é", "\n"),
    ]
)


@given(st.lists(PIECES, max_size=12), st.sampled_from(["text/html", "text/plain", "", "a/b"]))
def test_every_answer_gets_a_verdict(pieces: list[str], kind: str) -> None:
    verdict = judged({"body": "".join(pieces), "type": kind, "lang": "fr"})
    assert (verdict.page is None) == (verdict.remark is not None) == (verdict.media_type is None)


@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(body: bytes) -> None:
    verdict = judge(Answer(ASKED, ASKED, "", 200, {}, body), lang="en", languages=(), country="")
    assert (verdict.page is None) == (verdict.remark is not None)


@pytest.mark.parametrize("wall", walls.load().walls, ids=lambda w: f"{w.name}-{w.where}")
def test_a_rule_takes_its_examples_and_nothing_that_it_never_takes(wall: walls.Wall) -> None:
    assert all(wall.finds(example) for example in wall.examples)
    assert not any(wall.finds(never) for never in wall.never)


def test_the_words_of_consent() -> None:
    rule = walls.load().consent
    assert all(rule.speaks(example) for example in rule.examples)
    assert not any(rule.speaks(never) for never in rule.never)
    assert all(rule.answers(button) for button in rule.buttons)
