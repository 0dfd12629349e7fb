"""What changed between two releases: matching, from page to fact."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence

from pipeline import sources
from pipeline.model import Page, Ref
from pipeline.read import read
from pipeline.records import (
    FindingRecord,
    HeadingRecord,
    LinkRecord,
    PageRecord,
    Provenance,
    record,
)
from pipeline.review.change import Change
from pipeline.review.diff import compare
from pipeline.review.releases import Release, Unwritten
from pipeline.store.snapshots import digest
from tests.timing import seconds

CONTACT = """\
Consulate General

Our office is open to the public every day of the week.

Contact

Switchboard: 613 562-3788
Press office: 613 562-3789
Fax: 613 562-3785
Write to: office@example.org

History

The service has 76 embassies since 1961.
"""


@functools.cache
def page_of(text: str, name: str) -> tuple[PageRecord, str]:
    """A page of plain text, read as a snapshot would be."""
    page = Page(text, ref=Ref.parse(name), country="CA", languages=("en",))
    document = read(page, sources.packaged().sites["ambafrance"])
    provenance = Provenance(
        url="",
        media_type="text/plain",
        charset="utf-8",
        sha256=digest(text.encode()),
        size=len(text.encode()),
        raw="",
        unknown=(),
    )
    return record(document, name, provenance, with_text=False), text


def release(**texts: str) -> Release:
    """A release of an office with these pages in English."""
    names = {f"office/{page}.en": text for page, text in texts.items()}
    return Unwritten.of("x", {name: page_of(text, name) for name, text in names.items()})


def said(changes: Sequence[Change], *subjects: str) -> list[tuple[str, str, str, str]]:
    """Changes in short: what, op, before, after; all but the text's where no subject is named."""
    return [
        (c.kind, c.op, c.before.value if c.before else "", c.after.value if c.after else "")
        for c in changes
        if (c.subject in subjects if subjects else c.subject != "text")
    ]


def test_a_changed_phone_is_one_change() -> None:
    after = CONTACT.replace("3788", "3700")
    changes = compare(release(page=CONTACT), release(page=after))
    assert said(changes) == [("phone", "changed", "+16135623788", "+16135623700")]
    (change,) = changes
    assert (change.page, change.section) == ("office/page.en", "Contact")
    assert change.id == "office/page.en#phone:+16135623700"
    assert change.before
    assert change.before.quote == "613 562-3788"


def test_of_two_phones_the_one_with_the_same_label_changed() -> None:
    after = CONTACT.replace("Switchboard: 613 562-3788\n", "").replace("3789", "3700")
    assert said(compare(release(page=CONTACT), release(page=after)), "fact") == [
        ("phone", "changed", "+16135623789", "+16135623700"),
        ("phone", "removed", "+16135623788", ""),
    ]


def test_a_paragraph_that_stands_elsewhere_in_its_section_is_no_change() -> None:
    line = "Fax: 613 562-3785\n"
    after = CONTACT.replace(line, "").replace("Switchboard", f"{line}Switchboard")
    assert compare(release(page=CONTACT), release(page=after)) == []


def test_a_rewritten_text_is_quoted_from_where_it_differs() -> None:
    long = "The office answers in the order in which letters come. " * 20
    old, new = (f"{CONTACT}\nVisits\n\n{long}It closes {when}.\n" for when in ("early", "late"))
    (change,) = compare(release(page=old), release(page=new))
    assert change.before
    assert change.after
    assert (change.before.quote, change.after.quote) == (
        "…the order in which letters come. It closes early.",
        "…the order in which letters come. It closes late.",
    )


def test_a_renamed_section_keeps_what_stands_in_it() -> None:
    after = CONTACT.replace("Contact\n", "How to reach us\n")
    changes = compare(release(page=CONTACT), release(page=after))
    assert said(changes) == [("section", "renamed", "Contact", "How to reach us")]


def test_a_number_that_is_a_fax_now_is_one_change() -> None:
    changes = compare(
        release(page=CONTACT), release(page=CONTACT.replace("Switchboard:", "Fax of ours:"))
    )
    assert ("fax", "changed", "+16135623788", "+16135623788") in said(changes)


def test_a_page_under_another_id_is_renamed() -> None:
    changes = compare(release(page=CONTACT), release(contact=CONTACT))
    assert said(changes) == [("page", "renamed", "office/page.en", "office/contact.en")]


def test_a_new_page_tells_its_facts_and_nothing_else() -> None:
    changes = compare(release(), release(page=CONTACT))
    assert {change.op for change in changes} == {"added"}
    assert {change.subject for change in changes} == {"page", "fact"}


def crowded(number: int, said: str, page: str = "office/page.en") -> Release:
    """A page of so many sections, each with a line, a fact, a finding and a link of its own."""
    made, _ = page_of(CONTACT, page)
    section, fact = made.sections[1], made.entities[0]
    sections, facts, findings, links = [], [], [], []
    text = ""
    for n in range(number):
        start, home = len(text), f"{page}#section:{n}"
        title, words = f"Section {n}{said}", f"Visitors come by way {n} and {said} go again"
        text += f"{title}\n{words} "
        at = len(text)
        text += f"613 {n}{said}\n"
        place = {"start": at, "end": len(text) - 1, "text": text[at:-1]}
        about = {"id": home, "title": title, "text": words, "start": start, "end": len(text)}
        heading = HeadingRecord(start=start, end=start + len(title))
        sections.append(section.model_copy(update=about | {"heading": heading}))
        value = {"id": f"{page}#phone:{n}{said}", "value": f"+{n}{said}", "section": home}
        facts.append(fact.model_copy(update=place | value))
        named = {"code": "near-empty", "severity": "note", "message": said, "advice": ""}
        name = f"{page}#finding:near-empty~{n}"
        details = {"n": f"{n}{said}"}
        findings.append(FindingRecord(id=name, details=details, **named, **place))
        leads = {"id": f"{page}#link:{n}", "url": f"https://example.org/{n}{said}"}
        first = start + len(title) + 1
        place = {"start": first, "end": first + len("Visitors"), "text": "Visitors"}
        links.append(LinkRecord(section=home, **leads, **place))
    parts = {"sections": tuple(sections), "entities": tuple(facts), "findings": tuple(findings)}
    record_ = made.model_copy(update=parts | {"links": tuple(links), "artifacts": ()})
    return Unwritten.of("x", {page: (record_, text)})


def test_the_time_grows_with_the_page_and_not_with_its_square() -> None:
    took = []
    for number in (1_000, 4_000):
        old, new = crowded(number, ""), crowded(number, "x")
        took.append(seconds(lambda: compare(old, new)))  # noqa: B023 - called at once
        changes = compare(old, new)
        counted = Counter((change.op, change.subject) for change in changes)
        assert counted == {
            ("renamed", "section"): number,
            ("changed", "fact"): number,
            ("changed", "finding"): number,
            ("changed", "link"): number,
            ("changed", "text"): number,
        }
    assert took[1] < 8 * took[0]
