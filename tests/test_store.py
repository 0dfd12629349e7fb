"""What `raw/` keeps survives a kill at any moment, and says what it is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.errors import PageError
from pipeline.model import Ref
from pipeline.sources import Source
from pipeline.store import acceptances, crawled, runs, snapshots, toml, visits
from pipeline.store.acceptances import Acceptance
from pipeline.store.crawled import Crawled
from pipeline.store.snapshots import Fetch, MediaType
from pipeline.store.visits import Remark, Visit
from tests.conftest import tree

REF = Ref("office", "page", "en")
OLD, NEW = b"<p>old</p>", b"a new text"


class Killed(BaseException):
    """Stands for a kill: nobody handles it."""


def fetch(raw: bytes, media_type: MediaType = "text/html") -> Fetch:
    return Fetch(
        url="https://example.org/",
        media_type=media_type,
        sha256=snapshots.digest(raw),
        size=len(raw),
        headers={"etag": '"one"'},
    )


def kept(root: Path) -> bytes:
    snapshot = snapshots.find(root, REF)
    assert snapshot
    return snapshots.read_snapshot(snapshot)[0]


STEPS = ("open", "replace", "unlink")


@pytest.mark.parametrize("survived", range(8))
def test_a_kill_while_keeping_leaves_the_old_or_the_new_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    snapshots.keep(tmp_path, REF, OLD, fetch(OLD))
    left = survived

    def last_of_its_process(name: str) -> Callable[..., object]:
        original = getattr(Path, name)

        def step(self: Path, *arguments: object, **options: object) -> object:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            return original(self, *arguments, **options)

        return step

    with monkeypatch.context() as patch, contextlib.suppress(Killed):
        for name in STEPS:
            patch.setattr(Path, name, last_of_its_process(name))
        snapshots.keep(tmp_path, REF, NEW, fetch(NEW, "text/plain"))
    snapshots.recover(tmp_path)
    assert kept(tmp_path) == (OLD if survived < 4 else NEW)
    assert len(tree(tmp_path)) == 2


def test_what_a_killed_run_wrote_whole_is_kept_and_what_it_did_not_is_not(tmp_path: Path) -> None:
    snapshots.keep(tmp_path, REF, OLD, fetch(OLD))
    folder = tmp_path / "raw" / "office"
    (folder / ".page.en.next").write_bytes(NEW)
    snapshots.recover(tmp_path)
    assert kept(tmp_path) == OLD
    (folder / ".page.en.next").write_bytes(NEW)
    (folder / ".page.en.next.toml").write_bytes(toml.dump(fetch(NEW, "text/plain")))
    snapshots.recover(tmp_path)
    assert kept(tmp_path) == NEW
    assert sorted(f.name for f in folder.iterdir()) == ["page.en.toml", "page.en.txt"]


def test_provenance_says_where_the_bytes_came_from(tmp_path: Path) -> None:
    moved = fetch(OLD).model_copy(update={"final_url": "https://example.org/there"})
    snapshots.keep(tmp_path, REF, OLD, moved)
    snapshot = snapshots.find(tmp_path, REF)
    assert snapshot
    assert snapshots.read_snapshot(snapshot) == (OLD, moved)
    assert moved.address == "https://example.org/there"
    assert fetch(OLD).address == "https://example.org/"


def test_a_visit_comes_back_as_it_was_written(tmp_path: Path) -> None:
    assert visits.read(tmp_path, REF) is None
    visit = Visit(
        url='https://example.org/é?a="b"',
        outcome="refused",
        why=Remark(code="no-answer", details={"error": "a 'quoted' line\twith \x7f and \\"}),
        alternates={"fr": "https://example.org/fr"},
        known_as=("https://example.org/x",),
    )
    visits.write(tmp_path, REF, visit)
    assert visits.read(tmp_path, REF) == visit


def test_a_file_that_is_no_visit_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "raw" / "office" / "page.en.visit.toml"
    file.parent.mkdir(parents=True)
    file.write_text('url = "https://example.org/"\noutcome = "fine"\ncolour = "red"\n')
    with pytest.raises(PageError, match=r"page\.en\.visit\.toml: outcome: .*, colour: "):
        visits.read(tmp_path, REF)


def test_a_killed_run_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795752000")
    first = runs.begin(tmp_path)
    assert runs.begin(tmp_path) == first
    runs.finish(tmp_path, first)
    second = runs.begin(tmp_path)
    assert (first.number, second.number) == (1, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795752000 + 13 * 3600))
    assert runs.begin(tmp_path).number == 3, "a run of yesterday is not gone on with"


def test_a_visit_of_another_run_is_not_of_this_one() -> None:
    run = runs.Run(number=7, started="2026-11-27T04:00:00Z")
    visit = Visit(url="", outcome="new", run=7, visited="2026-11-27T04:00:00Z")
    assert run.made(visit)
    assert not run.made(visit.model_copy(update={"run": 6}))
    assert not run.made(visit.model_copy(update={"visited": "2025-01-01T00:00:00Z"}))


def test_an_acceptance_is_kept_once(tmp_path: Path) -> None:
    given = Acceptance(guard="collapse", sha256="sha256:1", by="a", at="now", because="it is so")
    acceptances.add(tmp_path, REF, given)
    acceptances.add(tmp_path, REF, given.model_copy(update={"because": "again"}))
    acceptances.add(tmp_path, REF, given.model_copy(update={"sha256": "sha256:2"}))
    assert [a.because for a in acceptances.read(tmp_path, REF)] == ["it is so", "it is so"]


def test_pages_of_a_list_stand_behind_those_of_the_source(tmp_path: Path) -> None:
    source: Source = sources.packaged().sources["ca-ambafrance"]
    assert crawled.with_crawled(tmp_path, source) is source
    found = (
        Crawled(id="a-page", language="fr", url="https://example.org/a"),
        Crawled(id="homeland-security", language="fr", url="https://example.org/b"),
    )
    crawled.write(tmp_path, source.name, found)
    whole = crawled.with_crawled(tmp_path, source)
    assert [page.id for page in whole.pages] == ["homeland-security", "a-page"]
    assert whole.pages[1].urls == {"fr": "https://example.org/a"}
