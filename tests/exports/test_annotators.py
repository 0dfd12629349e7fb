"""Published facts as annotation tools read them: Label Studio, doccano, W3C Web Annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from pyld import jsonld

from pipeline import sources
from pipeline.model import Ref
from pipeline.publish.release import FOLDER
from pipeline.review import releases
from pipeline.review.exports import doccano, label_studio, web_annotation
from pipeline.review.exports.spans import KINDS, Utf16, chosen, labelled
from pipeline.store import snapshots
from pipeline.verbs import publishing
from tests.conftest import CHECKOUT, Run
from tests.exports.conftest import PAGE, TEXT
from tests.test_agreement import declare

SCHEMA = json.loads((CHECKOUT / "tests/standards/web-annotation.schema.json").read_text())
FACTS = {
    ("phone", "613 562-3788"),
    ("fax", "613 562-37850"),
    ("email", "info@example.org"),
    ("count", "12 agents"),
    ("date", "May 2019"),
    ("count", "two languages"),
    ("date", "02/11/2017"),
}


def exported(run: Run, root: Path, form: str, *more: str) -> str:
    done = run("export", "--root", root, "--format", form, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_javascript(text: str, start: int, end: int) -> str:
    """`text.slice(start, end)` as JavaScript counts."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


# --- Offsets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "abc", "😀", "a😀b😀😀c", TEXT, "\U0010ffffé\uffff"])
def test_offsets_go_to_utf_16_and_back(text: str) -> None:
    units = Utf16(text)
    for at in range(len(text) + 1):
        assert units.of(at) == len(text[:at].encode("utf-16-le")) // 2
        assert units.points(units.of(at)) == at


@pytest.mark.parametrize("units", [-1, 2, 5, 99])
def test_an_offset_inside_a_character_or_outside_the_text_is_none(units: int) -> None:
    with pytest.raises(ValueError, match="no character begins or ends"):
        Utf16("a😀b").points(units)


# --- Label Studio ---------------------------------------------------------------------------------


def test_label_studio_gets_tasks_with_predictions_in_code_points(
    office_root: Path, run: Run
) -> None:
    (task,) = json.loads(exported(run, office_root, "label-studio"))
    assert task["data"]["text"] == TEXT
    assert task["data"]["page"] == PAGE
    (prediction,) = task["predictions"]
    found = set()
    for region in prediction["result"]:
        value = region["value"]
        assert TEXT[value["start"] : value["end"]] == value["text"]
        found.add((value["labels"][0], value["text"]))
    assert found == FACTS
    assert len({region["id"] for region in prediction["result"]}) == len(FACTS)


def test_the_interface_of_label_studio_names_what_the_tasks_name(
    office_root: Path, run: Run
) -> None:
    kinds = ("--kind", "fax", "--kind", "artifact")
    config = ET.fromstring(exported(run, office_root, "label-studio", "--config", *kinds))  # noqa: S314 - our own
    labels, text = config.find("Labels"), config.find("Text")
    assert labels is not None
    assert text is not None
    assert [label.get("value") for label in labels] == ["fax", "artifact"]
    (task,) = json.loads(exported(run, office_root, "label-studio", *kinds))
    for region in task["predictions"][0]["result"]:
        assert (region["from_name"], region["to_name"]) == (labels.get("name"), text.get("name"))
        assert region["value"]["labels"][0] in {"fax", "artifact"}
    assert (text.get("value") or "").removeprefix("$") in task["data"]
    assert set(label_studio._COLOURS) == set(KINDS)  # noqa: SLF001


# --- doccano --------------------------------------------------------------------------------------


def test_doccano_gets_lines_with_labels_as_javascript_counts(office_root: Path, run: Run) -> None:
    (line,) = exported(run, office_root, "doccano").splitlines()
    told = json.loads(line)
    found = {(kind, in_javascript(told["text"], start, end)) for start, end, kind in told["label"]}
    assert found == FACTS
    assert told["page"] == PAGE


# --- Web annotations ------------------------------------------------------------------------------

OA, AS, RDF = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)
XSD = "http://www.w3.org/2001/XMLSchema#"


def link(name: str) -> dict[str, str]:
    return {"@id": name, "@type": "@id"}


def typed(name: str, kind: str) -> dict[str, str]:
    return {"@id": name, "@type": f"{XSD}{kind}"}


#: Terms of the Web Annotation vocabulary that we use, as its Recommendation names them.
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    **{name: f"{OA}{name}" for name in ("Annotation", "TextualBody", "SpecificResource")},
    **{name: f"{OA}{name}" for name in ("TextQuoteSelector", "TimeState")},
    **{name: f"{OA}{name}" for name in ("TextPositionSelector", "DataPositionSelector")},
    **{name: f"{OA}{name}" for name in ("identifying", "tagging", "describing")},
    **{name: f"{OA}{name}" for name in ("exact", "prefix", "suffix")},
    "body": link(f"{OA}hasBody"),
    "target": link(f"{OA}hasTarget"),
    "source": link(f"{OA}hasSource"),
    "selector": link(f"{OA}hasSelector"),
    "state": link(f"{OA}hasState"),
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "value": f"{RDF}value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "start": typed(f"{OA}start", "nonNegativeInteger"),
    "end": typed(f"{OA}end", "nonNegativeInteger"),
    "sourceDate": typed(f"{OA}sourceDate", "dateTime"),
    "total": typed(f"{AS}totalItems", "nonNegativeInteger"),
    "startIndex": typed(f"{AS}startIndex", "nonNegativeInteger"),
    "first": link(f"{AS}first"),
    "partOf": link(f"{AS}partOf"),
    "items": {**link(f"{AS}items"), "@container": "@list"},
}


def expanded(document: dict[str, Any], base: str) -> list[Any]:
    def load(url: str, _: object) -> dict[str, Any]:
        assert url == web_annotation.CONTEXT, "nothing else is asked for"
        known = {"@context": TERMS}
        return {"contextUrl": None, "documentUrl": url, "document": known, "contentType": None}

    found: list[Any] = jsonld.expand(document, {"documentLoader": load, "base": base})
    return found


def keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
    for below in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from keys(below)


def items_of(run: Run, root: Path, *more: str) -> list[dict[str, Any]]:
    document = json.loads(exported(run, root, "web-annotation", *more))
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(SCHEMA, format_checker=formats).validate(document)
    items: list[dict[str, Any]] = document["first"]["items"]
    assert document["total"] == len(items)
    return items


def selectors(annotation: dict[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The selectors of a type with the sources that they select from."""
    found = []
    for target in annotation["target"]:
        several = (
            target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
        )
        found += [(target["source"], one) for one in several if one["type"] == kind]
    return found


def test_each_fact_is_an_annotation_at_its_words_characters_and_bytes(
    office_root: Path, run: Run
) -> None:
    raw = (office_root / "raw" / f"{PAGE}.txt").read_bytes()
    found = set()
    for item in items_of(run, office_root):
        ((source, at),) = selectors(item, "TextPositionSelector")
        text = (office_root / source).read_text()
        quotes = selectors(item, "TextQuoteSelector")
        assert {where for where, _ in quotes} == {source, "https://office.example.org/reach-en"}
        for _, quote in quotes:
            assert text[at["start"] : at["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        ((file, place),) = selectors(item, "DataPositionSelector")
        assert file == f"raw/{PAGE}.txt"
        assert raw[place["start"] : place["end"]].decode() == quotes[0][1]["exact"]
        said = {body["purpose"]: body["value"] for body in item["body"]}
        found.add((said["tagging"], quotes[0][1]["exact"]))
    assert found == FACTS


def test_the_vocabulary_knows_every_term(office_root: Path, run: Run) -> None:
    document = json.loads(exported(run, office_root, "web-annotation"))
    (graph,) = expanded(document, "https://example.org/data/")
    assert all(key.startswith(("http://", "@")) for key in keys(graph))
    (page,) = graph[f"{AS}first"]
    assert len(page[f"{AS}items"][0]["@list"]) == len(FACTS)
    first = page[f"{AS}items"][0]["@list"][0]
    assert first["@type"] == [f"{OA}Annotation"]
    sources = {target[f"{OA}hasSource"][0]["@id"] for target in first[f"{OA}hasTarget"]}
    assert f"https://example.org/data/processed/{PAGE}.txt" in sources
    n_quads = jsonld.to_rdf(graph, {"format": "application/n-quads"})
    assert n_quads.count(f"<{OA}exact>") == 2 * len(FACTS)


def test_a_base_makes_addresses_of_files_absolute(office_root: Path, run: Run) -> None:
    first = items_of(run, office_root, "--base", "https://data.example.org/x/")[0]
    ((source, _),) = selectors(first, "TextPositionSelector")
    assert source == f"https://data.example.org/x/processed/{PAGE}.txt"


def test_where_the_bytes_are_not_kept_there_are_none(office_root: Path, run: Run) -> None:
    (office_root / "raw" / f"{PAGE}.txt").write_text("another page")
    assert not [s for i in items_of(run, office_root) for s in selectors(i, "DataPositionSelector")]


def test_the_first_page_says_when_it_was_fetched_where_that_is_known(run: Run) -> None:
    items = items_of(run, CHECKOUT)
    assert items
    assert not any("state" in target for item in items for target in item["target"])


def test_facts_of_an_html_page_stand_between_its_tags(tmp_path: Path) -> None:
    page = b"<html lang='en'><h1>Office &amp; more</h1><p>Fax:&nbsp;<b>613 562-3785</b></p></html>"
    release = as_release(tmp_path, page)
    ((record, text, spans),) = [(r, release.text(n), labelled(r)) for n, r in release.pages.items()]
    document = web_annotation.collection([(record, text, spans)], tmp_path, "")
    (item,) = document["first"]["items"]
    ((_, place),) = selectors(item, "DataPositionSelector")
    assert page[place["start"] : place["end"]] == b"613 562-3785"
    target = item["target"][0]
    assert target["state"] == {"type": "TimeState", "sourceDate": "2026-11-27T04:00:00Z"}


def as_release(root: Path, page: bytes) -> releases.Release:
    """A published office of one HTML page that was fetched."""
    fetch = snapshots.Fetch(
        url="https://office.example.org/fax-en",
        media_type="text/html",
        fetched="2026-11-27T04:00:00Z",
        sha256=snapshots.digest(page),
        size=len(page),
    )
    snapshots.keep(root, Ref("office", "fax", "en"), page, fetch)
    declare(root, "office", "CA", "fax")
    publishing.publish(root, sources.load(root), [])
    return releases.load(root / FOLDER, FOLDER, root)


# --- Choosing and writing -------------------------------------------------------------------------


def test_pages_are_chosen_by_id_by_name_or_by_source(office_root: Path) -> None:
    release = releases.load(office_root / FOLDER, FOLDER, office_root)
    for name in (PAGE, "office/reach", "office"):
        assert list(chosen(release, [name, PAGE])) == [PAGE]
    assert list(chosen(release, [])) == [PAGE]


def test_what_cannot_be_exported_is_one_line_and_2(
    office_root: Path, tmp_path: Path, run: Run
) -> None:
    doccano_ = ("export", "--format", "doccano", "--root", office_root)
    for arguments, said in (
        ((*doccano_, "nowhere"), f"no page or source 'nowhere' is published (there are: {PAGE})"),
        ((*doccano_, "--config"), "--config is for --format label-studio"),
        ((*doccano_, "-o", tmp_path / "no" / "file"), "cannot be written: No such file"),
        ((*doccano_[:4], tmp_path), "run extract first"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert said in done.stderr
        assert not done.stdout


def test_a_file_is_written_in_one_step(office_root: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "lines.jsonl"
    assert not exported(run, office_root, "doccano", "-o", str(out))
    assert out.read_text() == exported(run, office_root, "doccano")
    assert list(tmp_path.glob(".lines*")) == []


def test_spans_of_all_kinds_can_be_had(office_root: Path) -> None:
    record = releases.load(office_root / FOLDER, FOLDER).pages[PAGE]
    spans = labelled(record, KINDS)
    assert {"heading", "artifact", "fax"} <= {span.kind for span in spans}
    assert [s.start for s in spans] == sorted(s.start for s in spans)
    line = json.loads(doccano.line(record, TEXT, spans))
    title = [kind for s, e, kind in line["label"] if in_javascript(TEXT, s, e) == "Consulate 😀"]
    assert title == ["heading"]
