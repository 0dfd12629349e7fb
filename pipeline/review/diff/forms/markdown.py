"""Changes as Markdown for a pull request: by kind and rule, the most important first.

Whatever comes from a page is code: no markup, no link, no mention of anybody in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.attention import TIERS
from pipeline.messages import tell
from pipeline.review.change import Change
from pipeline.review.diff.forms import words
from pipeline.review.diff.summary import in_a_line
from pipeline.review.untrusted import code

#: GitHub takes no comment of more than 65 536 characters; some are left for who posts this.
_MOST = 55_000


def markdown(changes: Sequence[Change]) -> str:
    """A summary, and a table for each kind and rule; what goes beyond a comment is only counted."""
    out = f"**{in_a_line(changes)}**\n"
    for group in _groups(changes):
        heading = _heading(group)
        table = "\n".join(_table(group))
        if len(out) + len(heading) + len(table) > _MOST:
            table = tell("too-many-rows", number=len(group))
        out += f"\n{heading}\n\n{table}\n"
    return out


def _groups(changes: Sequence[Change]) -> list[list[Change]]:
    groups: defaultdict[tuple[str, str, str], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.subject, change.kind, words.rule(change)].append(change)
    return sorted(groups.values(), key=lambda group: -max(TIERS.index(c.tier) for c in group))


def _heading(group: Sequence[Change]) -> str:
    first, rule = group[0], words.rule(group[0])
    what = code(first.kind) if first.subject == "finding" else words.kind(first)
    named = f"{what}, {code(rule)}" if rule and first.subject == "fact" else what
    return f"### {named}: {len(group)}"


def _table(group: Sequence[Change]) -> Iterator[str]:
    yield tell("change-columns")
    yield "|---|---|---|---|---|---|---|"
    for change in group:
        before, after = (
            code(words.value(change, side)) if side else ""
            for side in (change.before, change.after)
        )
        told = tell("told-change", cause=change.cause, tier=change.tier)
        cells = (
            words.SIGNS[change.op],
            code(change.page),
            before,
            after,
            code(words.quotes(change)),
            code(words.section(change)),
            told,
        )
        yield f"| {' | '.join(cells)} |"
