"""How much attention a change asks for: defaults, a source's own wishes, and what is no wish."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import sources
from pipeline.attention import Attention, Op, Tier, default, tier_of
from pipeline.errors import SourceError
from tests.test_sources import SOURCE, root


@pytest.mark.parametrize(
    ("whats", "op", "tier"),
    [
        (("phone", "fact"), "changed", "approve"),
        (("phone", "fact"), "removed", "approve"),
        (("phone", "fact"), "added", "notify"),
        (("phone", "fact"), "moved", "auto"),
        (("phone", "fact"), "restated", "auto"),
        (("fax", "fact"), "removed", "approve"),
        (("email", "fact"), "changed", "approve"),
        (("address", "fact"), "removed", "approve"),
        (("count", "fact"), "changed", "notify"),
        (("date", "fact"), "removed", "notify"),
        (("link", "link"), "added", "notify"),
        (("text", "text"), "moved", "auto"),
        (("text", "text"), "changed", "auto"),
        (("section", "section"), "renamed", "notify"),
        (("page", "page"), "removed", "approve"),
        (("title", "page"), "changed", "notify"),
        (("modified", "page"), "changed", "auto"),
        (("page-held", "error", "finding"), "added", "approve"),
        (("page-held", "error", "finding"), "removed", "notify"),
        (("gone", "warning", "finding"), "added", "approve"),
        (("ambiguous-date", "note", "finding"), "added", "auto"),
        (("empty-label", "warning", "finding"), "added", "notify"),
    ],
)
def test_what_holds_where_a_source_says_nothing(whats: tuple[str, ...], op: Op, tier: Tier) -> None:
    assert tier_of(whats, op, Attention()) == tier


PHONE, COUNT, GONE = ("phone", "fact"), ("count", "fact"), ("gone", "warning", "finding")


@pytest.mark.parametrize(
    ("own", "whats", "op", "tier"),
    [
        # a source's line stands before the defaults, however wide it is
        ({"auto": ["*"]}, PHONE, "changed", "auto"),
        ({"approve": ["fact-*"]}, COUNT, "moved", "approve"),
        # the narrow line stands before the wide one
        ({"auto": ["phone-changed"], "approve": ["fact-changed"]}, PHONE, "changed", "auto"),
        ({"auto": ["phone-*"], "approve": ["phone-removed"]}, PHONE, "removed", "approve"),
        ({"auto": ["fact-changed"], "approve": ["*-changed"]}, COUNT, "changed", "auto"),
        ({"notify": ["gone-added"], "auto": ["warning-*"]}, GONE, "added", "notify"),
        # what no line of the source speaks of is as usual
        ({"auto": ["date-*"]}, PHONE, "changed", "approve"),
    ],
)
def test_a_source_wishes_otherwise(
    own: dict[str, list[str]], whats: tuple[str, ...], op: Op, tier: Tier
) -> None:
    assert tier_of(whats, op, Attention.model_validate(own)) == tier


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('auto = ["fone-changed"]', "attention.auto.0: 'fone-changed': no change is called so"),
        ('notify = ["phone-gone"]', "attention.notify.0: 'phone-gone': no change is called so"),
        ('approve = ["phone"]', "attention.approve.0: 'phone': no change is called so"),
        ('auto = ["phone-*"]\napprove = ["phone-*"]', "attention: 'phone-*' stands twice"),
        ('ignore = ["*"]', "attention.ignore: Extra inputs are not permitted"),
    ],
)
def test_a_line_that_no_change_fits_is_a_fault_of_the_file(
    tmp_path: Path, table: str, fault: str
) -> None:
    source = f"{SOURCE}\n[attention]\n{table}\n"
    with pytest.raises(SourceError) as error:
        sources.load(root(tmp_path, source=source))
    assert f"sources/office.toml: {fault}" in str(error.value)


@pytest.mark.parametrize("line", ["*", "*-moved", "fax-*", "phone-missing-in-fr-added", "note-*"])
def test_a_line_may_name_all_that_there_is(line: str) -> None:
    assert Attention(auto=(line,)).auto == (line,)


def test_the_defaults_are_lines_as_a_source_may_write_them() -> None:
    assert Attention.model_validate(default().model_dump()) == default()
