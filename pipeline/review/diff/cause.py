"""Whether the page changed or only our reading of it: the cause of each change, by evidence.

A release holds no name of its rules (`rules_hash` covers the whole program, so that it would
change with every commit, see docs/decisions). Their effect is seen instead:

- the same bytes, of a page and of its other languages: `rules`;
- other bytes, where the old ones are there too (a git revision, a folder with its `raw/`) or are a
  plain text: the old bytes are read by the rules of today. What this changes is done by the rules,
  what is left by the source, and a change with a part of each by both. A fact that only a new rule
  can find in a new text is the source's: no old program is there to be asked;
- where the old bytes are gone, or the new release was made by other rules than those of today: by
  the rules where the paragraph around it stands on both sides unchanged, else by the source; what
  both did is then taken for the source's;
- what a visit said of an address, and what a page of another name says, are the source's; a page
  under another name is a wish of a source's TOML, which is of the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import messages
from pipeline.errors import PageError
from pipeline.model import Ref, stem_of
from pipeline.publish import offices
from pipeline.records import PageRecord
from pipeline.review.change import Cause, Change
from pipeline.review.diff.evidence import Evidence, Paragraphs, SameBytes
from pipeline.review.diff.pages import Pages, pair_pages
from pipeline.review.diff.today import Today
from pipeline.review.releases import Release
from pipeline.sources import Catalogue
from pipeline.store import snapshots

#: Codes of findings that visits make: of addresses and answers, not of bytes that are kept.
_VISITED = "fetching"
_FAILED = ("page-held", "page-unreadable")


def with_causes(
    changes: Iterable[Change], old: Release, new: Release, catalogue: Catalogue
) -> list[Change]:
    """The changes between two releases with their causes."""
    found = list(changes)
    case = _Case.of(old, new, catalogue, {stem_of(change.page) for change in found})
    return [replace(change, cause=case.cause(change)) for change in found]


@dataclass(frozen=True, slots=True)
class _Case:
    """All evidence there is: for each page that both releases have, under its id in each."""

    old: Release
    new: Release
    evidence: Mapping[str, Evidence]

    @classmethod
    def of(
        cls, old: Release, new: Release, catalogue: Catalogue, changed: Collection[str]
    ) -> _Case:
        """That on the pages of the stems that changed."""
        return cls(old, new, _evidence(old, new, catalogue, changed))

    def cause(self, change: Change) -> Cause:
        """The cause of a change."""
        if change.subject == "finding" and change.kind in _FAILED:
            return "rules" if self._is_same_failing(change.page) else "source"
        if change.subject == "finding" and change.kind in messages.codes(_VISITED):
            return "source"
        if change.op == "renamed" and change.subject == "page":
            return "rules"
        if change.kind == offices.CODE:
            same = all(isinstance(found, SameBytes) for found in self.evidence.values())
            return "rules" if same else "source"
        if change.page in self.evidence:
            return self.evidence[change.page].cause(change)
        return "rules" if self._is_kept_on_both_sides(change.page) else "source"

    def _is_same_failing(self, page: str) -> bool:
        """Whether the bytes that failed are those that were published, or those of before."""
        known = self.new.pages.get(page) or self.old.pages.get(page)
        now = _kept(self.new, page)
        return bool(now) and now in (known and known.provenance.sha256, _kept(self.old, page))

    def _is_kept_on_both_sides(self, page: str) -> bool:
        """Whether a page that one release lacks has the same bytes where both were made from."""
        known = self.new.pages.get(page) or self.old.pages[page]
        other = self.old if page in self.new.pages else self.new
        return _kept(other, page) == known.provenance.sha256


def _kept(release: Release, page: str) -> str | None:
    """The hash of the bytes that are kept of a page beside a release, None where none are."""
    snapshot = snapshots.find(release.root, Ref.parse(page)) if release.root else None
    try:
        return snapshots.read_snapshot(snapshot)[1].sha256 if snapshot else None
    except PageError:
        return None


def _evidence(
    old: Release, new: Release, catalogue: Catalogue, changed: Collection[str]
) -> dict[str, Evidence]:
    pages = pair_pages(old, new)
    versions = _by_stem(pages)
    lone = {stem_of(page.id) for page in (*pages.gone, *pages.new)}
    same = {stem for stem, pairs in versions.items() if stem not in lone and _same_bytes(pairs)}
    asked = {stem for stem in versions.keys() - same if _has_its_name(versions[stem])}
    today = Today.of(old, new, catalogue, asked.intersection(changed))
    readings = today.between(old, new)
    found: dict[str, Evidence] = {}
    for stem, pairs in versions.items():
        for before, after in pairs:
            weighed: Evidence = SameBytes() if stem in same else readings
            if stem not in same and stem not in today.stems:
                weighed = Paragraphs.of(old.text(before.id), new.text(after.id))
            found[before.id] = found[after.id] = weighed
    return found


def _by_stem(pages: Pages) -> dict[str, list[tuple[PageRecord, PageRecord]]]:
    """The versions of each page, as both releases have them."""
    versions: defaultdict[str, list[tuple[PageRecord, PageRecord]]] = defaultdict(list)
    for pair in pages.both:
        versions[stem_of(pair[1].id)].append(pair)
    return dict(versions)


def _has_its_name(pairs: Sequence[tuple[PageRecord, PageRecord]]) -> bool:
    return all(one.id == other.id for one, other in pairs)


def _same_bytes(pairs: Sequence[tuple[PageRecord, PageRecord]]) -> bool:
    hashes = ((one.provenance.sha256, other.provenance.sha256) for one, other in pairs)
    return all(one and one == other for one, other in hashes)
