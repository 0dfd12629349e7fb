"""Looking only where a cheap sign stands finds what looking everywhere would find."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.findings import labels, mailboxes

PIECES = (
    *("fax", "e-mail", "tel", "visas", "adresse postale", "site", " at", " chez ", "arroba", "42"),
    *(" ", "\t", "\n", ":", ".", "@", "[", "]", "(", ")", "-", ",", "_", "…"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(texts)
def test_labels_before_nothing(text: str) -> None:
    everywhere = re.compile(f"{labels.label_pattern()}(?=[\\t\\n]|$)")
    assert spans(labels.before_nothing(text)) == spans(everywhere.finditer(text))


@given(texts)
def test_addresses_that_were_cut_off(text: str) -> None:
    assert spans(mailboxes.cut_names(text)) == spans(mailboxes.cut_pattern().finditer(text))


def test_every_phrase_that_hides_a_mailbox_has_a_word_to_look_for() -> None:
    assert all(map(lexicon.core, lexicon.every("contacts", "hidden.words")))


def spans(matches: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in matches]
