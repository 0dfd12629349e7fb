"""What a rule looks for and found; what a finding means, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import messages, sources
from pipeline.errors import StoreError
from pipeline.publish import release
from pipeline.review.explain import screens
from pipeline.review.explain.finding import explain_finding
from pipeline.review.explain.rule import explain_rule
from pipeline.review.explain.rules import french_causes, rules
from tests.explain.conftest import publish, published
from tests.test_agreement import declare, keep, text_of

OWN_SITE = """name = "own"
[[artifacts]]
name = "own-mark"
cause = "a mark of our own template"
pattern = "~~+"
examples = ["~~ here"]
never = ["~ here"]
"""


# --- Rules ---------------------------------------------------------------------------------------


def test_a_rule_tells_how_many_facts_it_found_and_some_of_them(homeland: Path) -> None:
    told = explain_rule(homeland, "plural-noun")
    wanted = [r for r in release.rows(homeland, "entities") if r["rule"] == "plural-noun"]
    assert (told.number, told.pages) == (len(wanted), 1)
    assert [one.id for one in told.found] == [r["id"] for r in wanted][:5]


def test_a_rule_of_sections_and_one_of_artifacts_tell_theirs(homeland: Path) -> None:
    assert [one.text for one in explain_rule(homeland, "title").found] == [
        "Homeland Security Service"
    ]
    assert {one.text for one in explain_rule(homeland, "icon-alt").found} == {"JPEG"}


def test_an_artifact_rule_tells_all_its_entries_with_their_files(homeland: Path) -> None:
    told = explain_rule(homeland, "icon-alt")
    entries = [a for a in sources.packaged().sites["any"].artifacts if a.name == "icon-alt"]
    assert [table.entry for table in told.tables] == entries
    assert {table.file for table in told.tables} == {"pipeline/sites/any.toml"}


def test_a_rule_of_the_data_s_own_site_is_explained_by_its_table(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "own.toml").write_text(OWN_SITE)
    keep(tmp_path, "office", "page", "en", "Office\n\nIt is ~~~ open on all days of the week.\n")
    declare(tmp_path, "office", "CA", "page")
    file = tmp_path / "sources" / "office.toml"
    file.write_text(file.read_text().replace('"ambafrance"', '"own"'))
    publish(tmp_path)
    messages.speak("fr")
    told = explain_rule(tmp_path, "own-mark")
    shown = screens.as_screen(told, 100, colour=False)
    assert "sites/own.toml" in shown
    assert "a mark of our own template" in shown
    assert "1 dans l’édition actuelle, sur 1 page" in shown


def test_a_rule_of_another_version_is_told_by_what_it_found(tmp_path: Path) -> None:
    root = published(tmp_path, "Office\n\nTel.: 613 562-3788\n")
    table = root / "processed" / "entities.csv"
    table.write_text(table.read_text().replace("label-phone", "label-telephone"))
    told = explain_rule(root, "label-telephone")
    assert (told.rule, told.tables, told.number) == (None, (), 1)


def test_an_unknown_rule_names_near_ones(homeland: Path) -> None:
    with pytest.raises(StoreError, match=r"no rule 'icon-blok' \(near: icon-block"):
        explain_rule(homeland, "icon-blok")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_rule_fits_on_one_screen(homeland: Path, language: str) -> None:
    messages.speak(language)
    for name in list(rules())[::4]:
        shown = screens.as_screen(explain_rule(homeland, name), 100, colour=False)
        assert shown.count("\n") <= 45, name


def test_every_cause_of_a_packaged_table_is_told_in_french_and_none_is_stale() -> None:
    causes = {a.cause for s in sources.packaged().sites.values() for a in s.artifacts}
    assert set(french_causes()) == causes


# --- Findings ------------------------------------------------------------------------------------


def test_a_finding_tells_its_place_and_the_facts_in_it(homeland: Path) -> None:
    (name,) = [r["id"] for r in release.rows(homeland, "findings") if r["code"] == "inferred-fax"]
    told = explain_finding(homeland, name)
    assert [fact.kind for fact in told.facts] == ["fax"]
    assert told.place is not None
    assert told.place.link.endswith("#:~:text=1%20613%20562%203785")
    assert [line.number for line in told.lines if line.quoted] == [5]


def test_a_finding_of_the_page_as_a_whole_has_no_place(tmp_path: Path) -> None:
    keep(tmp_path, "office", "page", "en", text_of("09", "en"))
    keep(tmp_path, "office", "page", "fr", text_of("01", "fr"))
    declare(tmp_path, "office", "GH", "page")
    publish(tmp_path)
    told = explain_finding(tmp_path, "office/page.en#finding:not-a-twin")
    assert (told.place, told.facts, told.lines) == (None, (), ())
    shown = screens.as_screen(told, 100, colour=False)
    assert messages.about("not-a-twin") in " ".join(shown.split())


def test_a_page_of_which_nothing_is_published_has_its_finding(tmp_path: Path) -> None:
    root = published(tmp_path, "Office\n\nTel.: 613 562-3788\n")
    keep(root, "office", "other", "en", "\0\0\0")
    declare(root, "office", "CA", "page", "other")
    publish(root)
    told = explain_finding(root, "office/other.en#finding:page-unreadable")
    assert told.record is None
    shown = screens.as_screen(told, 100, colour=False)
    assert "NUL bytes" in shown
    assert messages.about("page-unreadable") in " ".join(shown.split())


def test_a_disagreement_of_two_versions_names_the_other_one(tmp_path: Path) -> None:
    for language in ("en", "fr"):
        keep(tmp_path, "office", "page", language, text_of("09", language))
    declare(tmp_path, "office", "GH", "page")
    publish(tmp_path)
    told = explain_finding(tmp_path, "office/page.en#finding:count-differs")
    shown = screens.as_screen(told, 100, colour=False)
    assert "with = office/page.fr" in shown
    assert messages.about("count-differs") in " ".join(shown.split())


def test_an_unknown_finding_names_near_ones(homeland: Path) -> None:
    with pytest.raises(StoreError, match=r"no finding '.*inferred-phone' .*near: .*inferred-fax"):
        explain_finding(homeland, "ca-ambafrance/homeland-security.en#finding:inferred-phone")
