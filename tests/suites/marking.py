"""What was found held against what a suite wants."""

from __future__ import annotations

import re
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import sources
from pipeline.model import Mention, Page, Span
from pipeline.read import read
from tests.suites.cases import Case, Suite, Wanted
from tests.suites.expressions import first_days, trimmed

Find = Callable[[Case, str], Iterable[Mention]]
KINDS = {"phone": {"phone", "fax"}, "number": {"count"}}


class Error(NamedTuple):
    """One case that went wrong: in a line with the span marked, and whether we dispute it."""

    line: str
    disputed: str


@dataclass(slots=True)
class Result:
    """The marks of one suite."""

    suite: Suite
    right: int = 0
    right_disputed: int = 0
    disputes: Counter[str] = field(default_factory=Counter)
    missed: list[Error] = field(default_factory=list)
    extra: list[Error] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        return _share(self.right, len(self.extra))

    @property
    def recall(self) -> float:
        return _share(self.right, len(self.missed))

    @property
    def f1(self) -> float:
        return _f1(self.right, len(self.missed), len(self.extra))

    @property
    def fair(self) -> float:
        """F1 without the cases that we dispute."""
        wrong = (sum(not e.disputed for e in errors) for errors in (self.missed, self.extra))
        return _f1(self.right - self.right_disputed, *wrong)


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 0.0


def _f1(right: int, missed: int, extra: int) -> float:
    return 2 * right / (2 * right + missed + extra) if right + missed + extra else 0.0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Cases that we judge wrong or undecidable, by what the suite marks or by their text.

    `wanted` and `text` are whole strings, `pattern` and `about` match the same as wholes.
    """

    suite: str
    reason: str
    wanted: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    ending: str = ""
    pattern: str = ""
    about: str = ""
    language: str = ""

    def covers(self, suite: Suite, case: Case) -> bool:
        if self.suite != suite.name or self.language not in {"", suite.language}:
            return False
        marked = {" ".join(wanted.of(case.text).split()) for wanted in case.wanted}
        text = " ".join(case.text.split())
        if (self.ending and text.endswith(self.ending)) or text in self.text:
            return True
        if self.about and re.fullmatch(self.about, text, re.IGNORECASE):
            return True
        return any(m in self.wanted or re.fullmatch(self.pattern, m) for m in marked if m)


def disagreements() -> list[Disagreement]:
    """The list, from its file."""
    path = Path(__file__).parent / "disagreements.toml"
    entries = tomllib.loads(path.read_text("utf-8"))["disagreement"]
    return [Disagreement(**{k: _fixed(v) for k, v in entry.items()}) for entry in entries]


def _fixed(value: str | list[str]) -> Any:
    return tuple(value) if isinstance(value, list) else value


def ours(case: Case, language: str) -> list[Mention]:
    """What the pipeline finds in a case."""
    page = Page(case.text, country=case.country, language=language)
    return list(read(page, sources.packaged().sites[case.site]).mentions)


def run(suite: Suite, find: Find = ours) -> Result:
    """Run every case of a suite."""
    kinds = KINDS.get(suite.kind, {suite.kind})
    listed = disagreements()
    result = Result(suite)
    list(find(Case("", "1", ()), suite.language))  # imports and caches are no part of the time
    for case in suite.cases:
        begun = time.perf_counter()
        mentions = list(find(case, suite.language))
        result.seconds += time.perf_counter() - begun
        missed, extra = _mark(suite, case, [m for m in mentions if m.kind in kinds])
        disputed = next((d.reason for d in listed if d.covers(suite, case)), "")
        result.right += (right := len(case.wanted) - len(missed))
        result.right_disputed += right if disputed else 0
        result.disputes[disputed] += 1
        result.missed += (Error(_show(case, w, " or ".join(w.values)), disputed) for w in missed)
        result.extra += (Error(_show(case, m, m.value), disputed) for m in extra)
    return result


def _mark(suite: Suite, case: Case, found: list[Mention]) -> tuple[list[Wanted], list[Mention]]:
    """What of a case is missed, and what is extra.

    One range of ours is two dates of a suite that marks its ends apart, and two days of ours
    ('18 and 19 November') are one range of a suite that joins them.
    """
    rest = [m for m in found if not any(m.overlaps(span) for span in case.passed_over)]
    rest = [part for mention in rest for part in _ends(mention, suite, case.wanted)]
    missed = []
    for wanted in case.wanted:
        match = next((m for m in rest if is_right(case.text, wanted, m, suite)), None)
        days = [m for m in rest if wanted.holds(m)]
        if match is not None:
            rest.remove(match)
        elif "/".join(m.value for m in days) in wanted.values and len(days) > 1:
            rest = [m for m in rest if m not in days]
        else:
            missed.append(wanted)
    return missed, [m for m in rest if case.vouched or any(m.overlaps(w) for w in case.wanted)]


def _ends(mention: Mention, suite: Suite, wanted: Iterable[Wanted]) -> Iterator[Mention]:
    """A range as its two ends, where the suite has no ranges or marks the two apart."""
    inside = [w for w in wanted if w.overlaps(mention)]
    values = mention.value.split("/")
    if suite.kind != "date" or (suite.ranges and len(inside) != len(values)):
        yield mention
        return
    spans = inside if suite.ranges and len(values) > 1 else [mention] * len(values)
    for span, value in zip(spans, values, strict=True):
        yield Mention(span.start, span.end, mention.kind, value, mention.rule)


def is_right(text: str, wanted: Wanted, found: Mention, suite: Suite) -> bool:
    """Whether a mention is what a suite wants.

    Where the suite gives a value: the same value, and an overlap. Dates and numbers have the same
    characters too, but for the weekday, prepositions and articles at the ends (a suite without
    ranges gives no comparable ones). Without a value: phones by their letters and digits, dates
    by those characters, all else by the exact ones.
    """
    if not found.overlaps(wanted):
        return False
    if suite.kind == "date" and (suite.ranges or not wanted.values):
        same = trimmed(text, found, suite.language) == trimmed(text, wanted, suite.language)
    elif suite.kind == "number" or (suite.kind == "phone" and not wanted.values):
        same = _words(text, wanted) == _words(text, found)
    else:
        same = bool(wanted.values) or (found.start, found.end) == (wanted.start, wanted.end)
    accepted = {first_days(value.lower()) for value in wanted.values}
    return same and (not accepted or first_days(found.value.lower()) in accepted)


def _words(text: str, span: Span) -> list[str]:
    """Letters and digits; of a number without the article before it."""
    return re.findall(r"\w", re.sub(r"^(?:an?|une?) ", "", span.of(text).lower()))


def _show(case: Case, span: Span, value: str) -> str:
    """A case in one line, the span marked in it."""
    text = case.text
    marked = f"{text[: span.start]}⟦{value}|{span.of(text)}⟧{text[span.end :]}"
    return f"{case.where}  " + " ".join(marked.split())
