"""Two versions of a page, compared: halves, sections, verdict, facts."""

from __future__ import annotations

from pipeline.bilingual import gaps
from pipeline.bilingual.addresses import compare_addresses
from pipeline.bilingual.comparison import Comparison, Disagreement, Said
from pipeline.bilingual.contacts import compare_emails, compare_numbers
from pipeline.bilingual.counts import compare_counts
from pipeline.bilingual.dates import compare_dates
from pipeline.bilingual.halves import halves
from pipeline.bilingual.places import Places
from pipeline.bilingual.sides import Side
from pipeline.bilingual.stale import stale
from pipeline.bilingual.verdict import judge
from pipeline.bilingual.words import load

#: The one thing to say of two pages that are no versions of one text; the verdict says why.
_NOT_A_TWIN = Disagreement("not-a-twin", "twins", "warning", Said(), Said())

KINDS = (compare_numbers, compare_emails, compare_addresses, compare_dates, compare_counts)


def compare(left: Side, right: Side, languages: tuple[str, str]) -> Comparison:
    """What two versions of a page, in these languages, say together.

    Raises:
        PageError: there is no lexicon for the two languages.
    """
    words = load(*languages)
    places = Places.of(*halves(left, right, languages), words)
    verdict = judge(places)
    if not verdict.twins:
        return Comparison(verdict, disagreements=(_NOT_A_TWIN,))
    gone = gaps.missing(places)
    ledgers = [kind(places, gone) for kind in KINDS]
    return Comparison(
        verdict,
        gaps.headings(places),
        (
            *(d for ledger in ledgers for d in ledger.disagreements),
            *gaps.lacking(places, gone),
            *gaps.untranslated(places),
            *stale(left, right),
        ),
        tuple(a for ledger in ledgers for a in ledger.agreements),
        gaps.stretches(places),
    )
