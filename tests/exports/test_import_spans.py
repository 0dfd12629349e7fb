"""What annotators corrected becomes new lines of specs, and nothing else does."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import sources
from pipeline.notation import parse
from pipeline.publish.release import FOLDER
from pipeline.review import releases
from pipeline.review.exports import doccano, label_studio, spec_files, spec_lines
from pipeline.review.exports.spans import FACTS, KINDS, Labelled, Utf16, labelled
from pipeline.review.exports.spec_files import SpecLine
from pipeline.review.exports.tasks import Task, TaskError
from pipeline.verbs import publishing
from tests import test_specs
from tests.conftest import Run, tree
from tests.exports.conftest import PAGE, TEXT, publish
from tests.test_agreement import PAIRS, declare, keep, text_of

Edit = Callable[[list[dict[str, Any]]], None]
CONTEXT = "@ country=CA site=ambafrance"


def reviewed(root: Path, edit: Edit = lambda _: None, kinds: tuple[str, ...] = FACTS) -> str:
    """The tasks of an office as Label Studio exports them once somebody submitted each."""
    release = releases.load(root / FOLDER, FOLDER, root)
    tasks = []
    for number, (page, record) in enumerate(release.pages.items(), 1):
        task = label_studio.task(record, release.text(page), labelled(record, kinds))
        regions = task["predictions"][0]["result"]
        edit(regions)
        told = {"id": number, "was_cancelled": False, "updated_at": "2026-11-27T04:00:00Z"}
        tasks.append({**task, "id": 70 + number, "annotations": [{**told, "result": regions}]})
    return json.dumps(tasks)


def lines_of(root: Path, text: str, form: str = "label-studio") -> list[SpecLine | TaskError]:
    release = releases.load(root / FOLDER, FOLDER, root)
    pages = {page: (record, release.text(page)) for page, record in release.pages.items()}
    tasks = (
        doccano.read(text.encode()) if form == "doccano" else label_studio.read(json.loads(text))
    )
    given = [task for task in tasks if task]
    return list(spec_lines.new_lines(given, pages, sources.load(root)))


def corrected(
    root: Path, *, without: str = "", more: tuple[tuple[str, str], ...] = ()
) -> list[tuple[str, str]]:
    """The new lines where annotators drop the spans of some characters, and mark others."""

    def edit(regions: list[dict[str, Any]]) -> None:
        regions[:] = [r for r in regions if not without or r["value"]["text"] != without]
        for kind, shown in more:
            start = TEXT.index(shown)
            value = {"start": start, "end": start + len(shown), "labels": [kind], "text": shown}
            regions.append({"type": "labels", "value": value})

    found = lines_of(root, reviewed(root, edit))
    assert all(isinstance(line, SpecLine) and line.context == CONTEXT for line in found), found
    return [(line.file, line.line) for line in found if isinstance(line, SpecLine)]


def drop_first(regions: list[dict[str, Any]]) -> None:
    del regions[0]


# --- There and back -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def pairs_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold pairs, published: real pages in two languages, with addresses over several lines."""
    root = tmp_path_factory.mktemp("pairs")
    names = sorted({file.name.partition(".")[0] for file in PAIRS.glob("*.ann")})
    for name in names:
        for lang in ("en", "fr"):
            keep(root, "office", f"p{name}", lang, text_of(name, lang))
    declare(root, "office", "GH", *(f"p{name}" for name in names))
    wishes = publishing.Wishes()
    publishing.publish(root, sources.load(root), [], wishes=wishes)
    return root


@pytest.mark.parametrize("kinds", [FACTS, KINDS])
def test_what_nobody_corrected_gives_nothing(pairs_root: Path, kinds: tuple[str, ...]) -> None:
    assert len(json.loads(reviewed(pairs_root))) >= 20
    assert lines_of(pairs_root, reviewed(pairs_root, kinds=kinds)) == []


def test_what_nobody_corrected_in_doccano_gives_nothing(pairs_root: Path) -> None:
    release = releases.load(pairs_root / FOLDER, FOLDER, pairs_root)
    lines = [doccano.line(r, release.text(n), labelled(r)) for n, r in release.pages.items()]
    assert lines_of(pairs_root, b"".join(lines).decode(), "doccano") == []


def test_every_fact_that_somebody_takes_out_is_one_line_that_specs_can_read(
    pairs_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first fact of each page goes: one line a page, whose text and marks stand on the page."""
    found = lines_of(pairs_root, reviewed(pairs_root, drop_first))
    assert all(isinstance(line, SpecLine) for line in found), found
    assert len(found) == len(json.loads(reviewed(pairs_root)))
    texts = list(tree(pairs_root / FOLDER).values())
    for line in found:
        assert isinstance(line, SpecLine)
        text, _ = parse(line.line.removeprefix("? ").replace("␤", "\n").replace("⇥", "\t"))
        assert any(text.strip("\n").encode() in page for page in texts)
    spec_files.append(tmp_path, (line for line in found if isinstance(line, SpecLine)))
    monkeypatch.setattr(test_specs, "SPECS", tmp_path)
    examples: list[Any] = list(test_specs.examples())
    assert len(examples) == len(set(found))
    for example in examples:
        with pytest.raises(AssertionError) if example.marks else contextlib.nullcontext():
            test_specs.test_spec(*example.values)


# --- One correction, one line ---------------------------------------------------------------------


def test_a_fact_that_is_none_leaves_its_line_without_its_mark(office_root: Path) -> None:
    ((file, line),) = corrected(office_root, without="12 agents")
    assert file == "count.en.ann"
    assert line == (
        "? There are 12 agents at work here since May 2019, and they answer in "
        "⟦count 2 languages|two languages⟧."
    )


def test_other_ends_are_one_line_with_the_value_that_the_program_reads_there(
    office_root: Path,
) -> None:
    more = (("date", "since May 2019"),)
    ((file, line),) = corrected(office_root, without="May 2019", more=more)
    assert file == "date.en.ann"
    assert line.startswith("? There are 12 agents at work here ⟦date ?|since May 2019⟧, and")


def test_another_kind_in_the_same_file_is_one_line_with_the_value_of_the_other_kind(
    office_root: Path,
) -> None:
    more = (("fax", "613 562-3788"),)
    assert corrected(office_root, without="613 562-3788", more=more) == [
        ("phone.en.ann", "? 😀 Tel.: ⟦fax +16135623788|613 562-3788⟧")
    ]


def test_a_kind_of_another_file_is_a_line_in_each(office_root: Path) -> None:
    more = (("phone", "02/11/2017"),)
    assert corrected(office_root, without="02/11/2017", more=more) == [
        ("date.en.ann", "? Opened on 02/11/2017."),
        ("phone.en.ann", "? Opened on ⟦phone ?|02/11/2017⟧."),
    ]


def test_what_the_program_cannot_read_has_no_value(office_root: Path) -> None:
    more = (("count", "every day of the week"),)
    ((_, line),) = corrected(office_root, more=more)
    assert line == (
        "? Our office is open ⟦count ?|every day of the week⟧, 100%, but on Sundays: closed, "
        "of course."
    )


def test_white_space_that_was_marked_along_is_no_correction(office_root: Path) -> None:
    more = (("fax", " 613 562-37850\n"),)
    assert corrected(office_root, without="613 562-37850", more=more) == []


def test_a_span_over_lines_brings_its_lines_and_the_spans_on_them(office_root: Path) -> None:
    more = (("address", "613 562-37850\nTélé"),)
    assert corrected(office_root, more=more) == [
        ("address.en.ann", "? Fax: ⟦address|613 562-37850␤Télé⟧ \u202e\x1b[31m::error::x, 100%:")
    ]


ICONS = """Consulate

JPEG 42 Sussex Drive, Ottawa, Ontario, K1M 2C9
JPEG 613-562-3788
JPEG 613 562 3785
JPEG info@example.org
"""


def test_what_only_the_rest_of_the_page_prevents_is_no_gap(tmp_path: Path) -> None:
    """The line alone is read as the annotator wants: an example that must go on to hold."""
    publish(tmp_path, ICONS)

    def rename(regions: list[dict[str, Any]]) -> None:
        (fax,) = (region for region in regions if region["value"]["labels"] == ["fax"])
        fax["value"]["labels"] = ["phone"]

    assert lines_of(tmp_path, reviewed(tmp_path, rename)) == [
        SpecLine("phone.en.ann", CONTEXT, "JPEG ⟦phone +16135623785|613 562 3785⟧")
    ]


def test_a_line_that_specs_would_take_for_another_thing_begins_with_a_line_end(
    tmp_path: Path,
) -> None:
    publish(tmp_path, "Consulate\n\nWe are open.\n\n# We met 2 clerks and three children.\n")
    (line,) = lines_of(tmp_path, reviewed(tmp_path, drop_first))
    assert isinstance(line, SpecLine)
    assert line.line == "? ␤# We met 2 clerks and ⟦count 3 children|three children⟧."


# --- Label Studio and doccano ---------------------------------------------------------------------


def test_of_several_annotations_the_last_change_counts(office_root: Path) -> None:
    (task,) = json.loads(reviewed(office_root))
    (whole,) = task["annotations"]
    first = {**whole, "result": [], "updated_at": "2026-11-01T00:00:00Z"}
    cancelled = {**whole, "result": [], "was_cancelled": True, "updated_at": "2026-12-01T00:00:00Z"}
    task["annotations"] = [cancelled, whole, first]
    assert lines_of(office_root, json.dumps([task])) == []


def test_a_task_that_nobody_annotated_says_nothing(office_root: Path) -> None:
    (task,) = json.loads(reviewed(office_root))
    del task["annotations"]
    assert list(label_studio.read([task])) == [None]


def test_the_short_export_of_label_studio_is_read_as_well(office_root: Path) -> None:
    (task,) = json.loads(reviewed(office_root))
    values = [region["value"] for region in task["annotations"][0]["result"]]
    short = {**task["data"], "id": task["id"], "label": values[1:]}
    (line,) = lines_of(office_root, json.dumps([short]))
    assert isinstance(line, SpecLine)
    assert line.line == "? 😀 Tel.: 613 562-3788"


def test_relations_and_choices_are_left_aside(office_root: Path) -> None:
    def relate(regions: list[dict[str, Any]]) -> None:
        regions.append({"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"})
        regions.append({"type": "choices", "value": {"choices": ["good"]}})

    assert lines_of(office_root, reviewed(office_root, relate)) == []


@pytest.mark.parametrize("key", ["label", "labels", "entities"])
def test_doccano_counts_as_javascript_does(office_root: Path, key: str) -> None:
    release = releases.load(office_root / FOLDER, FOLDER)
    told = json.loads(doccano.line(release.pages[PAGE], TEXT, labelled(release.pages[PAGE])))
    units, start = Utf16(TEXT), TEXT.index("100%")
    added = [units.of(start), units.of(start + 4), "count"]
    labels: list[Any] = [*told.pop("label"), added]
    if key == "entities":
        labels = [
            dict(zip(("start_offset", "end_offset", "label"), s, strict=True)) for s in labels
        ]
    ((line),) = lines_of(office_root, json.dumps({**told, key: labels, "id": 4}), "doccano")
    assert isinstance(line, SpecLine)
    assert "⟦count ?|100%⟧" in line.line


# --- What cannot be taken -------------------------------------------------------------------------


def task(*spans: tuple[Any, Any, str], text: str = TEXT, page: str = PAGE) -> Task:
    return Task("task 7", page, text, tuple(Labelled(*span) for span in spans))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (task((0, 0, "date")), "0–0 are no characters"),
        (task((-1, 4, "date")), "-1–4 are no characters"),
        (task((3, 9999, "date")), "3–9999 are no characters"),
        (task((3, "9", "date")), "no offsets: 3, '9'"),
        (task((11, 13, "date")), "11–13 are but white space"),
        (task((3, 9, "person")), "no such kind: 'person' (phone, fax"),
        (task((0, 4, "date"), (2, 6, "date")), "two spans cross each other at 2"),
        (task(text="another text"), f"its text is not that of page '{PAGE}' as published"),
        (task(page="office/gone.en"), "its text is not that of page 'office/gone.en'"),
        (task(text="x", page=""), "its text is not that of any page as published: export it anew"),
    ],
)
def test_a_task_that_cannot_be_taken_says_why(office_root: Path, given: Task, why: str) -> None:
    release = releases.load(office_root / FOLDER, FOLDER)
    pages = {PAGE: (release.pages[PAGE], TEXT)}
    faults = [
        found
        for found in spec_lines.new_lines([given], pages, sources.packaged())
        if isinstance(found, TaskError)
    ]
    assert [fault.name for fault in faults] == ["task 7"]
    assert why in faults[0].why


def test_signs_of_the_notation_in_a_text_are_told(tmp_path: Path) -> None:
    publish(tmp_path, "Consulate\n\nThere are 12 agents ⟧ here.\n")

    def drop(regions: list[dict[str, Any]]) -> None:
        regions.clear()

    (fault,) = lines_of(tmp_path, reviewed(tmp_path, drop))
    assert isinstance(fault, TaskError)
    assert fault.name == "task 71"
    assert "hold '⟧', which no line of specs can" in fault.why


def test_the_verb_takes_what_it_can_and_names_the_rest(
    office_root: Path, tmp_path: Path, run: Run
) -> None:
    (fine,) = json.loads(reviewed(office_root, drop_first))
    bad = {**fine, "id": 99, "data": {**fine["data"], "text": "x"}}
    nothing = {"id": 100, "data": fine["data"], "annotations": []}
    file = tmp_path / "export.json"
    file.write_text(json.dumps([fine, bad, nothing, 7]))
    verb = ("import-spans", "--root", office_root, "--format", "label-studio", file)
    done = run(*verb)
    assert done.returncode == 5
    assert done.stdout == f"# phone.en.ann\n{CONTEXT}\n? 😀 Tel.: 613 562-3788\n"
    assert f"{file}: task 99: its text is not that of page '{PAGE}' as published" in done.stderr
    assert f"{file}: task 4: not a task of Label Studio" in done.stderr
    assert done.stderr.endswith("1 task: 1 new line, 1 not annotated, 2 failed\n")
    specs = tmp_path / "specs"
    for added in (1, 0):
        done = run(*verb, "--into", specs)
        assert not done.stdout
        assert f"{added} new line" in done.stderr
    assert (specs / "phone.en.ann").read_text() == f"{CONTEXT}\n? 😀 Tel.: 613 562-3788\n"


def test_lines_go_behind_those_that_are_there(tmp_path: Path) -> None:
    there = f"# Ours\n{CONTEXT}\n⟦phone +16135623788|613 562-3788⟧"
    (tmp_path / "phone.en.ann").write_text(there)
    known = SpecLine("phone.en.ann", CONTEXT, "⟦phone +16135623788|613 562-3788⟧")
    new = SpecLine("phone.en.ann", "@ country=FR", known.line)
    assert spec_files.append(tmp_path, [known, new, new]) == 1
    assert (tmp_path / "phone.en.ann").read_text() == f"{there}\n\n@ country=FR\n{new.line}\n"


@pytest.mark.parametrize(
    ("form", "content", "code", "said"),
    [
        ("label-studio", b"{", 2, "not JSON in UTF-8"),
        ("label-studio", b"\xff", 2, "not JSON in UTF-8"),
        ("doccano", b'{"text": "x"}\n', 5, "line 1: not a line of doccano with labelled spans"),
        ("doccano", b'\n{"text": "x", "label": [[0, 1]]}\n', 5, "line 2: not a line of doccano"),
        ("doccano", b"{", 5, "line 1: not a line of doccano with labelled spans"),
    ],
)
def test_a_file_of_another_kind_is_told(
    office_root: Path, run: Run, form: str, content: bytes, code: int, said: str
) -> None:
    done = run("import-spans", "--root", office_root, "--format", form, "-", stdin=content)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
