"""A fact over the kept releases, and in the other language version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.explain.conftest import ICONS, LABELS, fact, publish, published, row
from tests.test_agreement import declare, keep, text_of

OLD = ICONS.replace("1 613 562 3785", "1 613 562 3786")


def again(root: Path, text: str) -> None:
    """The same page with other bytes, published; the release before is kept."""
    keep(root, "office", "page", "en", text)
    publish(root, kept=9)


def history(root: Path, wanted: str = "#fax") -> str:
    return row(root, wanted, "history")


# --- Kept releases -------------------------------------------------------------------------------


def test_without_a_kept_release_there_is_no_history(tmp_path: Path) -> None:
    assert history(published(tmp_path, ICONS)) == "no former release is kept"


def test_a_changed_value_tells_what_was_there_before(tmp_path: Path) -> None:
    root = published(tmp_path, OLD)
    again(root, OLD.replace("nine", "ten"))
    again(root, ICONS)
    again(root, ICONS.replace("nine", "ten"))
    assert history(root) == (
        "since kept release 000003: +16135623785, icon-block ; "
        "in 000001 to 000002: +16135623786, icon-block « 1 613 562 3786 »"
    )


def test_a_value_of_the_present_release_alone_says_so(tmp_path: Path) -> None:
    root = published(tmp_path, OLD)
    again(root, ICONS)
    assert history(root) == (
        "in the present release only: +16135623785, icon-block ; "
        "in 000001: +16135623786, icon-block « 1 613 562 3786 »"
    )


def test_another_rule_for_the_same_value_is_a_step(tmp_path: Path) -> None:
    root = published(tmp_path, ICONS)
    again(root, ICONS.replace("JPEG 1 613 562 3785", "Fax: 1 613 562 3785"))
    assert history(root) == (
        "in the present release only: +16135623785, label-fax ; "
        "in 000001: +16135623785, icon-block « 1 613 562 3785 »"
    )


def test_a_fact_that_came_says_when_it_was_not_there(tmp_path: Path) -> None:
    root = published(tmp_path, ICONS)
    again(root, ICONS + "\nThe visa office has 12 desks.\n")
    assert history(root, "#count:12") == (
        "in the present release only: 12 desks, plural-noun ; in 000001: not there"
    )


def test_a_release_of_another_version_is_no_reason_to_fail(tmp_path: Path) -> None:
    root = published(tmp_path, OLD)
    again(root, ICONS)
    file = root / ".releases" / "000001" / "office" / "page.en.json"
    told = json.loads(file.read_bytes())
    file.unlink()
    file.write_text(json.dumps({**told, "new-field": 1}))
    assert history(root).endswith("in 000001: written by another version, not to be read")


# --- The twin ------------------------------------------------------------------------------------


def both(root: Path, english: str, french: str) -> Path:
    keep(root, "office", "page", "en", english)
    keep(root, "office", "page", "fr", french)
    declare(root, "office", "GH", "page")
    publish(root)
    return root


def test_a_twin_that_says_the_same_is_quoted_in_its_line(tmp_path: Path) -> None:
    root = both(tmp_path, ICONS, LABELS)
    assert row(root, "en#fax", "twin") == (
        "office/page.fr: says the same ; fax +16135623785, label-fax, section 'Notre service' ; "
        "5 │ Télécopieur : ⟦1 613 562 3785⟧"
    )


@pytest.fixture(scope="module")
def security(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose fax, two counts and date of change differ between its languages."""
    root = tmp_path_factory.mktemp("security")
    return both(root, text_of("09", "en"), text_of("09", "fr"))


def test_a_twin_that_says_something_else_is_quoted(security: Path) -> None:
    said = row(security, "en#count:76-embassies", "twin")
    assert said.startswith("office/page.fr: says something else ; count 73 ambassades, plural-noun")
    assert "⟦73 ambassades⟧" in said
    assert "⟦76 embassies⟧" in row(security, "fr#count:73-ambassades", "twin")


def test_a_twin_that_lacks_a_fact_says_so(security: Path) -> None:
    assert row(security, "en#fax", "twin") == "office/page.fr: does not say it"


def test_two_pages_that_are_no_twins_are_not_compared(tmp_path: Path) -> None:
    root = both(tmp_path, text_of("09", "en"), text_of("01", "fr"))
    name = fact(root, "en#count:76-embassies")
    assert row(root, name, "twin") == "office/page.fr: is no version of the same text"


def test_without_another_version_that_is_told(homeland: Path) -> None:
    assert row(homeland, "#fax", "twin") == "no other language version is published"


def test_a_date_that_the_twin_settled_names_it(tmp_path: Path) -> None:
    english = "The office\n\nThe visa desk of the office in Accra opened on 02/11/2017 at noon.\n"
    french = "Le service\n\nLe guichet des visas à Accra a ouvert le 2 novembre 2017 à midi.\n"
    keep(tmp_path, "office", "page", "en", english)
    keep(tmp_path, "office", "page", "fr", french)
    declare(tmp_path, "office", "CA", "page")
    file = tmp_path / "sources" / "office.toml"
    file.write_text(file.read_text().replace('"ambafrance"', '"any"'))
    publish(tmp_path)
    assert row(tmp_path, "en#date:2017-11-02", "or else") == (
        "2017-02-11: the other language version does not say so"
    )
    assert "⟦2 novembre 2017⟧" in row(tmp_path, "en#date:2017-11-02", "twin")
    assert "read the same" in row(tmp_path, "en#date:2017-11-02", "read anew")


def test_a_page_in_two_languages_is_its_own_twin(tmp_path: Path) -> None:
    keep(tmp_path, "office", "page", "fr", f"{text_of('09', 'en')}\n\n{text_of('09', 'fr')}")
    declare(tmp_path, "office", "GH", "page")
    publish(tmp_path)
    assert "⟦73 ambassades⟧" in row(tmp_path, "#count:76-embassies", "twin")
    assert "⟦76 embassies⟧" in row(tmp_path, "#count:73-ambassades", "twin")
