"""Findings about the text itself: leftover markup, damaged letters, languages, error pages."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pipeline import lexicon
from pipeline.model import Document, Finding, Page, Span, fold_spaces, trim
from pipeline.ngrams import UNKNOWN, Scores, candidates
from pipeline.reading import Reading, fold

#: Artifact rules that take markup which the page should not show; the catalogue says what each is.
_LEFTOVERS = frozenset(
    (
        *("stray-braces", "heading-braces", "raw-link", "wiki-equals", "list-shortcut"),
        *("line-break-shortcut", "colour-tag", "document-shortcut", "visible-tag"),
        "comment-debris",
    )
)
#: What no rule takes, because it may hold content: reported, not cleaned.
_LEFT = re.compile(
    r"\{\{[^{}\n]{1,200}\}\}|\[\[[^\[\]\n]{1,300}\]\]|\[[^\[\]\n]{1,150}->[^\[\]\s]{1,300}\]"
    r"|&(?:amp|lt|gt|quot|[rl][sd]quo|[A-Za-z](?:acute|grave|circ|uml|cedil|tilde|ring)|oelig|euro"
    r"|hellip|[nm]dash|laquo|raquo|#\d{2,5});"
)


def leftover_markup(document: Document, reading: Reading) -> Iterator[Finding]:
    """Braces, brackets and shortcuts that the page shows instead of what they stand for."""
    told: set[tuple[str, int]] = set()
    for artifact in document.artifacts:
        if artifact.rule not in _LEFTOVERS:
            continue
        place = (artifact.rule, reading.lines.index(artifact.start))
        if place not in told:
            told.add(place)
            yield _leftover(document, artifact, artifact.rule)
    for match in _LEFT.finditer(reading.text):
        yield _leftover(document, Span(*match.span()), "unprocessed")


def _leftover(document: Document, span: Span, what: str) -> Finding:
    shown = fold_spaces(span.of(document.page.text))
    return Finding(
        span.start,
        span.end,
        "leftover-markup",
        "warning",
        {"shown": shown, "what": what},
    )


_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
#: The first letter said as a class, then once more: a search for a class is many times as fast as
#: one for an alternation.
_MOJIBAKE = re.compile(
    rf"[ÃÂâÅïĂĹ√\ufffd](?:(?<=Ã)(?<![A-ZÀ-Þ]Ã)[{_TAIL}]|(?<=Â)(?<![A-ZÀ-Þ]Â)[\u00a0-\u00bf]"
    rf"|(?<=â)(?:€[{_TAIL}]|„¢|‚¬)|(?<=Å)[“’¡¸\u0092\u0093]|(?<=ï)(?:»¿|¿½)"
    r"|(?<=[ĂĹ])[©¨®´§«\u00a0]|(?<=\w√)[©®†ß¥¢´ª¨™°±]|(?<=\ufffd)\ufffd*)"
)


def mojibake(document: Document, reading: Reading) -> Iterator[Finding]:
    """Letters that were decoded as another charset than they were written in: one a line."""
    told = -1
    for match in _MOJIBAKE.finditer(document.page.text):
        line = reading.lines.index(match.start())
        if line == told:
            continue
        told = line
        meant = _repaired(match[0])
        yield Finding(
            match.start(),
            match.end(),
            "mojibake",
            "warning",
            {"case": "known" if meant else "unknown", "shown": match[0], "meant": meant},
        )


def _repaired(shown: str) -> str:
    """What was meant, if the characters are UTF-8 read as Windows-1252."""
    try:
        return shown.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""


#: A paragraph with fewer letters says little; so much in another language is more than a quote.
_PARAGRAPH, _MUCH, _SHARE, _SURE = 80, 240, 0.12, 15.0
#: So many of its characters are enough to tell.
_OPENING = 400
_BLANK_LINES = re.compile(r"\n\s*\n")


def mixed_languages(document: Document, reading: Reading) -> Iterator[Finding]:
    """Paragraphs in another language than the page's."""
    follows = next((a for a in document.artifacts if a.rule == "language-follows"), None)
    languages = candidates(document.page, document.language)
    prose, others = 0, list[tuple[str, Span]]()
    if document.language != UNKNOWN and len(languages) > 1:
        for paragraph in _paragraphs(reading):
            end = min(paragraph.end, paragraph.start + _OPENING)
            scores = Scores.of(reading.text[paragraph.start : end], languages)
            if scores.letters < _PARAGRAPH:
                continue
            prose += len(paragraph)
            if scores.margin >= _SURE and scores.best != document.language:
                others.append((scores.best, paragraph))
    foreign = sum(len(span) for _, span in others)
    if follows is None and (foreign < _MUCH or foreign < _SHARE * prose):
        return
    first = others[0][1] if others else follows
    if first is not None:
        yield Finding(
            first.start,
            first.end,
            "mixed-languages",
            "warning",
            {
                "case": "told" if others else "announced",
                "language": document.language,
                "paragraphs": str(len(others)),
                "others": ", ".join(sorted({code for code, _ in others})),
            },
        )


def _paragraphs(reading: Reading) -> Iterator[Span]:
    """Lines of the clean text that say enough; in a dump, the lines between two blank ones."""
    text = reading.text
    lines = reading.lines if reading.page.html else _blocks(text)
    for line in lines:
        if line.end - line.start >= _PARAGRAPH:
            span = trim(text, line.start, line.end)
            if len(span) >= _PARAGRAPH:
                yield span


def _blocks(text: str) -> Iterator[Span]:
    """What stands between blank lines."""
    at = 0
    for gap in _BLANK_LINES.finditer(text):
        yield Span(at, gap.start())
        at = gap.end()
    yield Span(at, len(text))


#: What stands between a page's own title and the name of its site.
_TITLE_PARTS = re.compile(r" ?(?: [-|•·>] |::|\|) ?")
#: An error page says little, and its title or one of its first lines says that it is one; where a
#: map of the site follows, both do.
_ERROR_LENGTH, _WALL_LENGTH, _ERROR_LINES = 2500, 900, 4


@functools.cache
def _error_lines(table: str) -> re.Pattern[str]:
    return re.compile(
        rf"\W{{0,4}}(?:{lexicon.alternation(lexicon.every('pages', f'errors.{table}'))})\W{{0,4}}"
    )


def is_error_page(reading: Reading) -> bool:
    """Whether a server's refusal, a login wall or nothing at all stands in the page's place."""
    text = reading.text.strip()
    if not text:
        return True
    titles = title_parts(reading.page)
    rows = (line.of(reading.key).strip() for line in reading.lines)
    lines = list(itertools.islice(filter(None, rows), _ERROR_LINES))
    says_so = _error_lines("titles").fullmatch
    if len(text) > _ERROR_LENGTH:
        return any(map(says_so, titles)) and any(map(says_so, lines[:1]))
    if any(map(says_so, (*titles, *lines))):
        return True
    walls = _error_lines("walls").fullmatch
    return len(text) <= _WALL_LENGTH and any(map(walls, (*titles, *lines)))


def title_parts(page: Page) -> list[str]:
    """What the head of a page calls it, whole and without the name of its site, folded."""
    title = fold(fold_spaces(page.meta.get("title", "")))
    return [part for part in (title, *_TITLE_PARTS.split(title)) if part]


def error_page(document: Document, reading: Reading) -> Iterator[Finding]:
    """The page is none."""
    if is_error_page(reading):
        what = {"case": "error" if reading.text.strip() else "empty"}
        yield Finding(0, len(document.page.text), "error-page", "error", what)


_ACRONYM = re.compile(r"(?<![\w.-])[A-Z]{3,6}(?![\w-]|\.\w)")
_DEFINED = re.compile(r"\(([A-Z]{3,6})\)")
_WORDS = re.compile(r"[^\W\d_]+")


def undefined_acronyms(_: Document, reading: Reading) -> Iterator[Finding]:
    """An acronym used once and never explained, one letter away from one that is."""
    text = reading.text
    defined = {
        m[1]
        for m in _DEFINED.finditer(text)
        if _spelt(text[max(0, m.start() - 120) : m.start()], m[1])
    }
    if not defined:
        return
    matches = list(_ACRONYM.finditer(text))
    used = Counter(match[0] for match in matches)
    often = sorted(acronym for acronym in defined if used[acronym] > 1)
    for match in matches:
        acronym = match[0]
        if used[acronym] > 1 or acronym in defined:
            continue
        near = next((other for other in often if _one_apart(acronym, other)), "")
        if near and acronym not in _initials(reading.key):
            yield Finding(
                match.start(),
                match.end(),
                "acronym-undefined",
                "note",
                {"shown": acronym, "near": near},
            )


@functools.lru_cache(maxsize=1)
def _initials(key: str) -> str:
    """The first letters of all words of a folded text, as capitals."""
    return "".join(word[0] for word in _WORDS.findall(key)).upper()


def _spelt(before: str, acronym: str) -> bool:
    """Whether the words before a bracket begin with the letters in it, small words apart."""
    letters = [word[0].upper() for word in _WORDS.findall(fold(before))]
    wanted = list(acronym)
    for letter in reversed(letters[-3 * len(acronym) :]):
        if wanted and letter == wanted[-1]:
            wanted.pop()
    return not wanted


def _one_apart(first: str, second: str) -> bool:
    return (
        len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1
    )


CHECKS: tuple[Callable[[Document, Reading], Iterable[Finding]], ...] = (
    leftover_markup,
    mojibake,
    mixed_languages,
    error_page,
    undefined_acronyms,
)
