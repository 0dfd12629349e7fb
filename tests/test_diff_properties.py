"""What holds of any two releases: nothing changed in itself, and backwards is the mirror."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.review.change import Change, Op, Side
from pipeline.review.diff import compare
from pipeline.review.releases import Release, Unwritten
from tests.test_diff import page_of

HEADINGS = ("Contact", "Address", "History", "Visits", "Press office", "Opening hours 🕰️")
LINES = (
    "Switchboard: 613 562-3788",
    "Press office: 613 562-3789",
    "Tel.: 613 562-3788",
    "Tel.: 613 562-3790",
    "Fax: 613 562-3788",
    "Fax: 613 562-3785",
    "Write to: office@example.org",
    "Write to: press@example.org",
    "It has 76 embassies and 250 officers.",
    "It has 80 embassies and 250 officers.",
    "Founded on July 14, 1961 🎉 and reformed on March 3, 2005.",
    "Visitors are welcome on working days, with a passport.",
    "They leave their bags at the door 👩‍🚀.",
)
BACKWARDS: Mapping[Op, Op] = {"added": "removed", "removed": "added"}

sections = st.lists(
    st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(LINES), max_size=3)), max_size=4
)
pages = st.dictionaries(st.sampled_from(("a", "b")), sections, max_size=2)


Made = dict[str, list[tuple[str, list[str]]]]


def release(made: Made) -> Release:
    texts = {
        f"office/{name}.en": "\n\n".join(
            ["Security Service", *(f"{head}\n\n" + "\n".join(lines) for head, lines in parts)]
        )
        for name, parts in made.items()
    }
    return Unwritten.of("x", {name: page_of(text, name) for name, text in texts.items()})


def key(side: Side | None) -> tuple[str, str, str] | None:
    return (side.id, side.value, side.quote) if side else None


def forwards(changes: Sequence[Change]) -> Counter[object]:
    return Counter((c.op, c.subject, key(c.before), key(c.after)) for c in changes)


def backwards(changes: Sequence[Change]) -> Counter[object]:
    return Counter(
        (BACKWARDS.get(c.op, c.op), c.subject, key(c.after), key(c.before)) for c in changes
    )


@settings(max_examples=60)
@given(pages)
def test_a_release_does_not_differ_from_itself(
    made: Made,
) -> None:
    assert compare(release(made), release(made)) == []


@settings(max_examples=60)
@given(pages, pages)
def test_backwards_is_the_mirror(one: Made, other: Made) -> None:
    old, new = release(one), release(other)
    assert backwards(compare(new, old)) == forwards(compare(old, new))


@settings(max_examples=60)
@given(pages, pages)
def test_the_order_of_pages_does_not_matter(one: Made, other: Made) -> None:
    turned = (release(dict(reversed(made.items()))) for made in (one, other))
    assert compare(*turned) == compare(release(one), release(other))


@settings(max_examples=60)
@given(pages, pages)
def test_every_fact_is_told_or_is_still_there(one: Made, other: Made) -> None:
    """From the old values and the changes, the new values follow."""
    old, new = release(one), release(other)
    values = Counter((e.kind, e.value) for page in old.pages.values() for e in page.entities)
    for change in compare(old, new):
        if change.subject == "fact":
            for side, step in ((change.before, -1), (change.after, 1)):
                if side:
                    values[side.id.partition("#")[2].partition(":")[0], side.value] += step  # type: ignore[index]
    now = Counter((e.kind, e.value) for page in new.pages.values() for e in page.entities)
    assert +values == now
    assert min(values.values(), default=0) >= 0
