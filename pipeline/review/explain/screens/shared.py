"""What several screens tell in the same words: a rule in short, a place."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.messages import LIST, spoken, tell
from pipeline.review.explain.place import Place
from pipeline.review.explain.rules import rule_words, rules


def rule_in_words(name: str) -> Iterator[str]:
    """A rule by its name: what it looks for, why, where more is said."""
    rule = rules().get(name)
    yield tell("why-rule", name=name, looks=rule_words(name, spoken())) if rule else name
    if rule and rule.cause:
        yield tell("why-cause", cause=rule.cause[spoken()])
    yield tell("why-more", name=name, where=rule.where if rule else "")


def place_in_words(place: Place) -> Iterator[str]:
    """The place on the live page, the snapshot, its hash, the bytes in it."""
    told = place.provenance
    yield place.link or tell("why-url", url=told.url)
    if not place.link:
        yield tell("why-no-link")
    yield tell("why-raw", raw=told.raw, size=told.size, fetched=told.fetched)
    yield told.sha256
    if place.ranges:
        yield tell("why-bytes", ranges=LIST.join(f"{start}–{end}" for start, end in place.ranges))
    elif place.why:
        yield place.why.said
