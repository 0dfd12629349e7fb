"""What a line of a dump is instead of a heading: a value, a label, a name, a link at the end."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sections.evidence import NAME, OVER, Candidate, Layout
from pipeline.sections.running import is_body


def instead(layout: Layout, candidate: Candidate, following: frozenset[str]) -> Iterator[str]:
    """What the lines around say it is instead of a heading."""
    if (
        "0" <= candidate.key[-1] <= "9"
        and layout.words.seasons.fullmatch(candidate.key)
        and following.isdisjoint(OVER)
    ):
        yield "issue-date"
    if (
        _is_between_labels(layout, candidate)
        or _is_answer(layout, candidate.first)
        or (candidate.text.isupper() and _goes_on_value(layout, candidate.first))
    ):
        yield "field-value"
    if _is_over_last(layout, candidate):
        yield "over-last"
    if _is_signature(layout, candidate):
        yield "signature"
    if _is_person(layout, candidate):
        yield "person"
    if _is_over_number(layout, candidate) or _is_in_sheet(layout, candidate.last):
        yield "over-value"
    if (
        _is_among_fields(layout, candidate)
        or _is_among_contacts(layout, candidate)
        or _is_last_field(layout, candidate)
    ):
        yield "label"


def _is_between_labels(layout: Layout, candidate: Candidate) -> bool:
    """Whether labels in capitals, each ending in a colon, stand above and below: it is a value."""
    above, below = candidate.first - 1, candidate.last + 1
    if above < 0 or below >= len(layout.lines) or candidate.text.isupper():
        return False
    labels = (layout.lines[above], layout.lines[below])
    return all(label.key[-1] == ":" and label.text.isupper() for label in labels)


def _is_answer(layout: Layout, at: int) -> bool:
    """Whether a label that asks ('Where:') stands right above: it is the answer."""
    above = layout.lines[at - 1]
    return (
        at > 0
        and not above.after
        and above.key[-1] in ":|"
        and layout.words.questions.fullmatch(above.key.rstrip(" :|")) is not None
    )


def _goes_on_value(layout: Layout, at: int) -> bool:
    """Whether the line right above is a label with its value in capitals, which goes on."""
    above = layout.lines[at - 1]
    _, _, value = above.text.partition(": ")
    return at > 0 and not above.after and value.isupper() and above.text[-1].isalnum()


def _is_over_last(layout: Layout, candidate: Candidate) -> bool:
    """Whether it and the few lines to the page's end are short, each set apart, and title nothing.

    The page's own date may end it.
    """
    most, end = 4, len(layout.lines)
    while end > candidate.last + 1 and layout.kinds[end - 1] == "date":
        end -= 1
    below = range(candidate.last + 1, end)
    if not 0 < len(below) <= most or candidate.key[-1] in ":?!":
        return False
    return not layout.words.is_title(candidate.key) and all(_is_link(layout, at) for at in below)


def _is_link(layout: Layout, at: int) -> bool:
    """Whether a line set apart has no stop, digit or text of its own.

    What other lines of the page say, too ('Closed'), is no link, but what stands under each title.
    """
    line = layout.lines[at]
    return (
        layout.kinds[at] in {"text", "opener", "never"}
        and line.before > 0
        and line.key[-1] not in ".!?:;"
        and line.key not in layout.often
        and not any(map(str.isdigit, line.key))
        and not is_body(layout, at)
    )


def _is_signature(layout: Layout, candidate: Candidate) -> bool:
    """Whether a name stands over an office, or under a letter's closing over the last line."""
    above, at = candidate.first - 1, candidate.last + 1
    if above < 0 or at >= len(layout.lines):
        return False
    closes = layout.kinds[above] == "never" or layout.lines[above].key[-1] == ","
    key = layout.lines[at].key
    office = not layout.lines[at - 1].after and key[-1] != "." and layout.words.offices.match(key)
    ends = (closes and at + 1 == len(layout.lines) and not is_body(layout, at)) or office
    return bool(ends) and NAME.fullmatch(candidate.text) is not None


def _is_person(layout: Layout, candidate: Candidate) -> bool:
    """Whether it names a person, or a role, beside the other."""
    if layout.dense:
        return _is_in_role(layout, candidate)
    if NAME.fullmatch(candidate.text) is None:
        return False
    return _is_over_role(layout, candidate) or _is_over_names(layout, candidate.last)


def _is_in_role(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is a person's name and the role is below, or the role and the name is above."""
    above, at = candidate.first - 1, candidate.last + 1
    names, roles = NAME.fullmatch, layout.words.roles.match
    if at < len(layout.lines) and names(candidate.text) and roles(layout.lines[at].key):
        return True
    if above < 0 or candidate.key[-1] == ":":
        return False
    return names(layout.lines[above].text) is not None and roles(candidate.key) is not None


def _is_over_names(layout: Layout, at: int) -> bool:
    """Whether two more names follow in the block: a list of people."""
    below = layout.lines[at + 1 : at + 3]
    return len(below) > 1 and all(
        not line.before and NAME.fullmatch(line.text) is not None for line in below
    )


def _is_over_role(layout: Layout, candidate: Candidate) -> bool:
    """Whether a name is in a block over the role and more short lines: how to reach the person."""
    at = candidate.last + 1
    if at + 1 >= len(layout.lines) or layout.lines[at - 1].after or layout.lines[at].after:
        return False
    return (
        layout.words.roles.match(layout.lines[at].key) is not None
        and not is_body(layout, at)
        and not is_body(layout, at + 1)
    )


def _is_in_sheet(layout: Layout, at: int) -> bool:
    """Whether three lines that end in a colon, it among them, have one short line between them."""
    several, step, run = 3, 2, 1
    if layout.lines[at].key[-1] != ":":
        return False
    for way in (-step, step):
        n = at + way
        while 0 <= n < len(layout.lines) and _is_pair_of_lines(layout, min(n, n - way)):
            run += 1
            n += way
    return run >= several


def _is_pair_of_lines(layout: Layout, at: int) -> bool:
    """Whether a label's line is over a value's, and that over a label's."""
    if layout.lines[at].key[-1] != ":" or layout.lines[at + 2].key[-1] != ":":
        return False
    value = layout.lines[at + 1]
    plain = layout.kinds[at + 1] != "bullet" and not is_body(layout, at + 1)
    return plain and not layout.lines[at].after and value.key[-1] != ":"


def _is_over_number(layout: Layout, candidate: Candidate) -> bool:
    """Whether a line that ends in a colon, and is no known heading, stands over a bare number."""
    at = candidate.last + 1
    return (
        at < len(layout.lines)
        and candidate.key[-1] == ":"
        and layout.kinds[at] == "contact"
        and not any(map(str.isalpha, layout.lines[at].key))
        and not layout.words.is_title(candidate.key)
    )


def _is_among_fields(layout: Layout, candidate: Candidate) -> bool:
    """Whether a label without a colon and its value, each a line, stand above: it is one too."""
    label, value = candidate.first - 2, candidate.first - 1
    return (
        label >= 0
        and layout.kinds[label] == "label"
        and ":" not in layout.lines[label].key
        and not layout.lines[label].after
        and not layout.lines[candidate.last].after
        and not is_body(layout, value)
        and layout.words.is_title(candidate.key)
    )


def _is_last_field(layout: Layout, candidate: Candidate) -> bool:
    """Whether a word and its colon end a block of fields with their values: 'Location:'."""
    above = candidate.first - 1
    return (
        above >= 0
        and candidate.key[-1] == ":"
        and not layout.lines[candidate.first].before
        and layout.lines[candidate.last].after > 0
        and " " not in candidate.key.rstrip(" :")
        and ": " in layout.lines[above].key
        and not is_body(layout, above)
    )


def _is_among_contacts(layout: Layout, candidate: Candidate) -> bool:
    """Whether contact lines are right above and right below one that ends in a colon.

    It is a label without its value: 'Emergencies:' over a mailbox.
    """
    above, below = candidate.first - 1, candidate.last + 1
    return (
        candidate.key[-1] == ":"
        and not layout.lines[candidate.first].before
        and not layout.lines[candidate.last].after
        and above >= 0
        and below < len(layout.lines)
        and layout.kinds[above] == layout.kinds[below] == "contact"
    )
