"""Who did it, where bytes alone do not say: visits, guards, pages that only one side has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.model import Ref
from pipeline.records import Failure
from pipeline.review.change import Change, Side
from pipeline.review.diff.cause import with_causes
from pipeline.review.diff.review import review
from pipeline.review.releases import Release, Unwritten
from pipeline.sources import Catalogue
from pipeline.store import visits
from pipeline.store.visits import Remark, Visit
from tests.edits import HERE, Case, release, told, write

CONTACT = (HERE / "pages" / "contact.en.txt").read_text(encoding="utf-8")
NEWS = (HERE / "pages" / "news.en.html").read_text(encoding="utf-8")
PAGES = {"contact.en.txt": CONTACT, "news.en.html": NEWS}
WHY = {"guard": "collapse", "reason": "collapse", "what": "phone", "now": "0", "was": "1"}
HELD = Failure(id="office/news.en", code="page-held", details=WHY)


def kept(root: Path, pages: dict[str, str], case: Case | None = None) -> Release:
    write(root, pages, case)
    return release(root)


def catalogue(root: Path) -> Catalogue:
    return sources.load(root)


def without(published: Release, page: str) -> Release:
    return replace(published, pages={k: v for k, v in published.pages.items() if k != page})


def failed(published: Release, *failures: Failure) -> Release:
    assert isinstance(published, Unwritten)
    return replace(published, failed=failures)


def test_what_a_visit_says_is_the_sources_although_no_byte_changed(tmp_path: Path) -> None:
    old = kept(tmp_path / "old", PAGES)
    write(tmp_path / "new", PAGES)
    gone = {"asked": "https://example.org/1", "since": "2026-11-27", "url": "https://example.org"}
    remark = Remark(code="gone", details=gone)
    visit = Visit(url="https://example.org/1", outcome="missing", remarks=(remark,))
    visits.write(tmp_path / "new", Ref("office", "news", "en"), visit)
    changes = review(old, release(tmp_path / "new"), catalogue(tmp_path / "new"))
    assert told(changes) == ["approve + gone '' (source)"]


def test_a_page_that_is_followed_no_more_is_gone_by_the_rules(tmp_path: Path) -> None:
    old, new = kept(tmp_path / "old", PAGES), kept(tmp_path / "new", PAGES)
    changes = review(old, without(new, "office/news.en"), catalogue(tmp_path / "new"))
    assert {(c.op, c.cause) for c in changes} == {("removed", "rules")}
    back = review(without(old, "office/news.en"), new, catalogue(tmp_path / "new"))
    assert {(c.op, c.cause) for c in back} == {("added", "rules")}


def test_a_page_that_is_kept_no_more_is_gone_by_the_source(tmp_path: Path) -> None:
    old = kept(tmp_path / "old", PAGES)
    new = kept(tmp_path / "new", {"contact.en.txt": CONTACT})
    changes = review(old, new, catalogue(tmp_path / "new"))
    assert {(c.op, c.cause) for c in changes} == {("removed", "source")}


def test_a_page_is_held_by_new_bytes_or_by_new_rules(tmp_path: Path) -> None:
    old = kept(tmp_path / "old", PAGES)
    same = failed(kept(tmp_path / "same", PAGES), HELD)
    (change,) = review(old, same, catalogue(tmp_path / "same"))
    assert (change.kind, change.op, change.cause, change.tier) == (
        *("page-held", "added", "rules", "approve"),
    )
    write(tmp_path / "other", {**PAGES, "news.en.html": NEWS.replace("Halifax", "Gaspé")})
    other = failed(replace(old, root=tmp_path / "other"), HELD)
    (change,) = review(old, other, catalogue(tmp_path / "other"))
    assert (change.kind, change.cause) == ("page-held", "source")


@pytest.mark.parametrize(("text", "cause"), [(CONTACT, "rules"), (CONTACT + "x\n", "source")])
def test_what_offices_say_against_each_other_is_of_the_rules_where_no_byte_changed(
    tmp_path: Path, text: str, cause: str
) -> None:
    old = kept(tmp_path / "old", PAGES)
    new = kept(tmp_path / "new", PAGES | {"contact.en.txt": text})
    side = Side("office/news.en#finding:statement-varies", "said otherwise elsewhere")
    change = Change.of("added", "finding", "statement-varies", (None, side))
    (weighed,) = with_causes([change], old, new, catalogue(tmp_path / "new"))
    assert weighed.cause == cause


def test_the_rules_of_today_say_nothing_of_a_release_that_they_did_not_make(
    tmp_path: Path,
) -> None:
    """Both releases are of the past, and today's rules are the old one's again."""
    case = Case("x", (), (), site={"date_order": "mdy"})
    changed = PAGES | {"news.en.html": NEWS.replace("902 555-0142", "902 555-0199")}
    old = kept(tmp_path / "old", PAGES, case)
    new = kept(tmp_path / "new", changed)
    assert told(review(old, new, catalogue(tmp_path / "old"))) == [
        "approve ~ phone +19025550142 → +19025550199 (source)",
        "notify ~ date 2026-04-05 → 2026-05-04 (rules)",
        "auto ~ ambiguous-date '04/05/2026' (rules)",
    ]


def test_bytes_that_are_not_those_of_the_old_release_say_nothing_of_it(tmp_path: Path) -> None:
    """What is kept beside it is newer, as after a fetch that was not published."""
    case = Case("x", (), (), site={"date_order": "mdy"})
    changed = PAGES | {"news.en.html": NEWS.replace("902 555-0142", "902 555-0199")}
    old = kept(tmp_path / "old", PAGES, case)
    new = kept(tmp_path / "new", changed)
    newer = replace(old, root=tmp_path / "new")
    assert told(review(newer, new, catalogue(tmp_path / "new"))) == [
        "approve ~ phone +19025550142 → +19025550199 (source)",
        "notify ~ date 2026-04-05 → 2026-05-04 (rules)",
        "auto ~ ambiguous-date '04/05/2026' (rules)",
    ]


def test_a_failure_that_an_older_version_told_is_named_by_its_code(tmp_path: Path) -> None:
    old = kept(tmp_path / "old", PAGES)
    new = failed(old, Failure(id="office/x.en", code="page-held", details={"reason": "no-such"}))
    (change,) = review(old, new, catalogue(tmp_path / "old"))
    assert change.after
    assert change.after.value == "page-held"


def test_a_change_needs_a_side() -> None:
    with pytest.raises(ValueError, match="without sides"):
        Change.of("added", "fact", "phone", (None, None))
