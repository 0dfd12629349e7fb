"""Whether the language versions of a page tell their readers the same: pairs, rows, findings.

Pairs are versions of one page of one source; no two pages are paired by title or template. What
is compared is what is published, whichever run read it. A disagreement is a finding of both
versions, each at its own place; nothing is corrected.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import records
from pipeline.bilingual import words
from pipeline.messages import LIST
from pipeline.model import Finding, Span, stem_of
from pipeline.publish.rows import AgreementRow, PairRow, Verdict
from pipeline.records import FindingRecord, Ids, PageRecord, slug

if TYPE_CHECKING:
    from pipeline.bilingual.comparison import Agreement, Comparison, Disagreement, Said, Sections
    from pipeline.bilingual.comparison import Verdict as TwinVerdict

Pages = Mapping[str, tuple[PageRecord, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of a page and what they say together.

    A page that holds both languages is both sides.
    """

    left: PageRecord
    right: PageRecord
    languages: tuple[str, str]
    found: Comparison

    @property
    def id(self) -> str:
        """`source/page#en-fr`."""
        return f"{self.left.id.rpartition('.')[0]}#{'-'.join(self.languages)}"


def pair_up(pages: Pages) -> list[Pair]:
    """The versions of each page, two by two, where a lexicon joins their languages.

    A page that is kept once and holds two languages is a pair by itself.
    """
    versions: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(pages):
        versions[stem_of(name)].append(name)
    pairs = []
    for names in versions.values():
        for one, other in itertools.combinations(names, 2):
            languages = one.rpartition(".")[2], other.rpartition(".")[2]
            if words.joined(*languages):
                pairs.append(_compared(pages, one, other, languages))
        if len(names) == 1:
            pairs += _halves(pages, names[0])
    return pairs


def _halves(pages: Pages, name: str) -> Iterator[Pair]:
    record, text = pages[name]
    spoken = {section.language for section in record.sections}
    for languages in words.pairs():
        if spoken.issuperset(languages):
            from pipeline.bilingual.compare import compare  # noqa: PLC0415 - see _compared
            from pipeline.bilingual.halves import holds_both  # noqa: PLC0415
            from pipeline.bilingual.sides import Side  # noqa: PLC0415

            side = Side.of_record(record, text)
            if holds_both(side, *languages):
                yield Pair(record, record, languages, compare(side, side, languages))


def again(pages: Pages, pairs: Sequence[Pair], changed: Collection[str]) -> list[Pair]:
    """The pairs, of which those are compared anew that hold a changed page."""
    return [
        _compared(pages, pair.left.id, pair.right.id, pair.languages)
        if {pair.left.id, pair.right.id}.intersection(changed)
        else pair
        for pair in pairs
    ]


def _compared(pages: Pages, one: str, other: str, languages: tuple[str, str]) -> Pair:
    from pipeline.bilingual.compare import compare  # noqa: PLC0415 - many releases hold no pair
    from pipeline.bilingual.sides import Side  # noqa: PLC0415

    (left, left_text), (right, right_text) = pages[one], pages[other]
    mine = Side.of_record(left, left_text)
    theirs = mine if right is left else Side.of_record(right, right_text)
    return Pair(left, right, languages, compare(mine, theirs, languages))


def with_findings(pages: Pages, pairs: Sequence[Pair]) -> dict[str, tuple[PageRecord, str]]:
    """The pages with what their pairs disagree on as findings, instead of those of before.

    A finding of a pair names the other version in its details, under `with`.
    """
    out = {
        name: (records.with_findings(record, lambda f: "with" not in f.details), text)
        for name, (record, text) in pages.items()
    }
    for pair in pairs:
        for number, name in enumerate((pair.left.id, pair.right.id)):
            record, text = out[name]
            ids = Ids(record.id, (finding.id for finding in record.findings))
            told = tuple(
                _finding(pair, disagreement, number, text, ids)
                for disagreement in pair.found.disagreements
                if pair.left is not pair.right or _stands(disagreement, number)
            )
            out[name] = records.with_findings(record, lambda _: True, told), text
    return out


def _stands(found: Disagreement, number: int) -> bool:
    """Whether a side of a page that is both sides is the place of a finding."""
    sides = (found.left, found.right)
    return sides[number].span is not None or (number == 0 and sides[1].span is None)


def _finding(pair: Pair, found: Disagreement, number: int, text: str, ids: Ids) -> FindingRecord:
    """A disagreement as a finding of one of its sides, at the place of that side."""
    here = (found.left, found.right)[number].span or Span(0, 0)
    other = (pair.right, pair.left)[number]
    details = {**_details(pair, found), "with": other.id, "link": other.provenance.url}
    finding = Finding(here.start, here.end, found.code, found.severity, details)
    return records.finding_record(finding, text, ids)


def _details(pair: Pair, found: Disagreement) -> dict[str, str]:
    """What the sentences about a disagreement need."""
    left, right = found.left, found.right
    one, other = pair.languages
    details = {
        "left": left.value or "",
        "right": right.value or "",
        "left_quote": left.quote or "",
        "right_quote": right.quote or "",
        "left_in": one,
        "right_in": other,
        "section": next((title for title in found.sections if title), ""),
    }
    if found.code == "not-a-twin":
        return why_no_twin(pair)
    if found.kind == "stale":
        older = str(left.value) < str(right.value)
        stale, fresh = (one, other) if older else (other, one)
        return details | {
            "stale": stale,
            "fresh": fresh,
            "old": min(str(left.value), str(right.value)),
            "new": max(str(left.value), str(right.value)),
        }
    if left.value is None or right.value is None:
        present, missing = (one, other) if right.value is None else (other, one)
        said = left if right.value is None else right
        details |= {"present": present, "missing": missing, **_said(said)}
        if found.code == "untranslated-section":
            details |= {"missing": present, "language": missing}
    return details


def why_no_twin(pair: Pair) -> dict[str, str]:
    """What the sentence about two pages that are no versions of one text needs."""
    verdict = pair.found.verdict
    return {
        "left": pair.left.title,
        "right": pair.right.title,
        "against": LIST.join(verdict.against),
        "shared": str(verdict.shared),
        "told": str(verdict.told),
        "covered": str(verdict.covered),
    }


def _said(said: Said) -> dict[str, str]:
    return {"value": said.value or "", "quote": said.quote or "", "heading": said.value or ""}


def pair_rows(pairs: Sequence[Pair]) -> Iterator[PairRow]:
    """One row a pair."""
    for pair in pairs:
        found = pair.found
        notes = sum(d.severity == "note" for d in found.disagreements)
        yield PairRow(
            id=pair.id,
            source=pair.left.source or "",
            left=pair.left.id,
            right=pair.right.id,
            twins=found.twins,
            sections=sum(one is not None and other is not None for one, other in found.sections),
            agreements=len(found.agreements),
            disagreements=len(found.disagreements) - notes,
            notes=notes,
            evidence=LIST.join(_evidence(found.verdict)),
        )


def _evidence(verdict: TwinVerdict) -> Iterator[str]:
    yield from verdict.against
    yield f"numbers {verdict.shared}/{verdict.told}"
    yield f"text {verdict.covered} %"


def agreement_rows(pairs: Sequence[Pair]) -> Iterator[AgreementRow]:
    """One row a compared fact: those that agree, then those that do not."""
    for pair in pairs:
        ids = Ids(pair.id.replace("#", "@"))
        for agreed in pair.found.agreements:
            yield _agreed(pair, agreed, ids)
        for found in pair.found.disagreements:
            if found.code != "not-a-twin":
                yield _row(
                    pair,
                    ids,
                    found.kind,
                    _verdict(found),
                    (found.left.value or "", found.right.value or ""),
                    found.sections,
                )


def _agreed(pair: Pair, agreed: Agreement, ids: Ids) -> AgreementRow:
    values = agreed.left.value, agreed.right.value
    return _row(pair, ids, agreed.kind, "agree", values, agreed.sections)


def _row(
    pair: Pair,
    ids: Ids,
    kind: str,
    verdict: Verdict,
    values: tuple[str, str],
    sections: Sections,
) -> AgreementRow:
    return AgreementRow(
        id=ids.next(kind, slug(values[0] or values[1])),
        pair=pair.id,
        kind=kind,
        left=values[0],
        right=values[1],
        verdict=verdict,
        left_section=sections[0] or "",
        right_section=sections[1] or "",
    )


def _verdict(found: Disagreement) -> Verdict:
    """What became of two values: a note is neither agreement nor disagreement."""
    if found.severity == "note":
        return "note"
    if found.left.value is None or found.right.value is None:
        return "missing-left" if found.left.value is None else "missing-right"
    return "differ"
