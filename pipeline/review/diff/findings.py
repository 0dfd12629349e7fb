"""Which findings are new, gone, or say something else, on pages and on what is no page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Failure, FindingRecord
from pipeline.review.change import Change, Side
from pipeline.review.diff.pairing import Pairing
from pipeline.review.diff.version import Version
from pipeline.review.releases import Release

#: Findings of failures have the severity that `check` gives them.
_FAILED = "error"


@dataclass(frozen=True, slots=True, eq=False)
class _Finding:
    """What is said of which page."""

    page: str
    code: str
    side: Side

    @property
    def said(self) -> tuple[object, ...]:
        """All of it but where it stands."""
        details = tuple(sorted(self.side.details.items()))
        return self.page, self.code, self.side.quote, details


def compare_findings(old: Version, new: Version) -> Iterator[Change]:
    """The changes of a page's findings."""
    yield from _compare(_of_page(old), _of_page(new))


def compare_failures(old: Release, new: Release) -> Iterator[Change]:
    """Pages that came to be held or unreadable, or are no longer."""
    yield from _compare(_failed(old), _failed(new))


def _compare(old: Sequence[_Finding], new: Sequence[_Finding]) -> Iterator[Change]:
    pairing = Pairing(old, new)
    same = {id(f) for pair in pairing.by(lambda f: f.said) for f in pair}
    pairing.by(lambda f: (f.page, f.code, f.side.quote))
    pairing.by(lambda f: (f.page, f.code))
    for one, other in pairing.pairs:
        if id(one) not in same:
            yield Change.of("changed", "finding", other.code, (one.side, other.side))
    for one in pairing.old:
        yield Change.of("removed", "finding", one.code, (one.side, None))
    for other in pairing.new:
        yield Change.of("added", "finding", other.code, (None, other.side))


def _of_page(version: Version) -> list[_Finding]:
    """Common names: the page has its own, so that a renamed page keeps its findings."""
    return [_Finding("", f.code, _side(f)) for f in version.record.findings]


def _side(finding: FindingRecord) -> Side:
    return Side(
        finding.id,
        finding.message,
        finding.text,
        finding.start,
        finding.end,
        finding.code,
        severity=finding.severity,
        details=finding.details,
    )


def _failed(release: Release) -> list[_Finding]:
    return [_Finding(f.id, f.code, _failure(f)) for f in release.failures]


def _failure(failure: Failure) -> Side:
    return Side(
        failure.id,
        _message(failure),
        rule=failure.details.get("guard", failure.code),
        severity=_FAILED,
        details=failure.details,
    )


def _message(failure: Failure) -> str:
    """Why; its code alone where another version had other sentences."""
    try:
        return failure.message
    except KeyError:
        return failure.code
