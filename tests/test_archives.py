"""From the pages of archives to records: whose they are, which version counts, where they lie."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import zlib
from pathlib import Path

import pytest

from pipeline import archives, run, sources
from pipeline.archives import extract_archive
from pipeline.errors import PageError, StoreError
from pipeline.ingest.warc.places import raw_bytes
from pipeline.publish import check, release, show
from pipeline.records import Failure
from pipeline.run import Extracted
from pipeline.sources import Catalogue, Source
from pipeline.verbs import publishing
from tests.conftest import CHECKOUT, Run
from tests.warcs import HTML, Maker

HOMELAND = "http://ca.ambafrance.org/Office-of-Homeland-Security-attache/#top"
PAGE = (CHECKOUT / "tests" / "html" / "01.html").read_bytes()
FRENCH = (
    '<html lang="fr"><head><title>Nous contacter</title></head><body><main>'
    "<h1>Nous contacter</h1><p>Le service est ouvert au public tous les jours de la semaine, sauf "
    "le samedi et le dimanche.</p><p>Téléphone : %s</p></main></body></html>"
)
NUMBER = "613 562-37%02d"
TYPE = [("Content-Type", "text/html; charset=utf-8")]


def keep(root: Path, maker: Maker, name: str = "crawl.warc.gz") -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(maker.made())
    return file


def french(number: int = 85) -> bytes:
    return (FRENCH % (NUMBER % number)).encode()


def extracted(root: Path, *paths: Path) -> list[Extracted]:
    found = list(extract_archive(root, paths, sources.load(root)))
    fine = [one for one in found if isinstance(one, Extracted)]
    assert fine == found
    return fine


def phones(one: Extracted) -> list[str]:
    return [e.value for e in one.record.entities if e.kind == "phone"]


def publish(root: Path, paths: list[Path]) -> None:
    publishing.publish(root, sources.load(root), (), archives=paths)


def test_an_archive_is_published_and_every_fact_leads_back_to_its_bytes(root: Path) -> None:
    maker = Maker().info()
    maker.page(HOMELAND, gzip.compress(PAGE), [*TYPE, ("Content-Encoding", "gzip")])
    maker.page("https://ca.ambafrance.org/spip.php?article7", french(), TYPE)
    keep(root, maker)
    pages = [(e.record, e.text) for e in extracted(root, root / "crawl.warc.gz")]
    assert [record.id for record, _ in pages] == [
        "ca-ambafrance/homeland-security.en",
        "ca-ambafrance-org/article7.fr",
    ]
    publish(root, [root / "crawl.warc.gz"])
    assert not [f for f in check.check(root / release.FOLDER) if f.severity == "error"]
    for record, text in pages:
        assert record.entities
        raw = raw_bytes(root, record.provenance.raw)
        assert record.provenance.raw.startswith("crawl.warc.gz#")
        assert record.provenance.sha256 == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        assert record.provenance.size == len(raw)
        for fact in record.entities:
            assert text[fact.start : fact.end] == fact.text
            assert f"{record.provenance.raw} bytes " in show.where(root, fact.id)


def test_the_newest_whole_version_counts(root: Path) -> None:
    url, other = "https://ca.ambafrance.org/a", "http://ca.ambafrance.org/a/"
    maker = Maker()
    maker.page(url, french(1), TYPE, WARC_Date="2026-01-01T00:00:00Z")
    maker.page(other, french(2), TYPE, WARC_Date="2026-03-01T00:00:00Z")
    maker.page(url, french(3), TYPE, WARC_Date="2026-02-01T00:00:00Z")
    maker.page(url, french(4), TYPE, WARC_Date="2026-04-01T00:00:00Z", WARC_Truncated="time")
    maker.page(f"{url}?other", french(5), TYPE)
    first = keep(root, maker)
    assert [phones(e) for e in extracted(root, first)] == [["+16135623702"], ["+16135623705"]]
    later = Maker(gzip=False).page(url, french(6), TYPE, WARC_Date="2026-05-01T00:00:00Z")
    second = keep(root, later, "later.warc")
    for paths in ((first, second), (second, first), (root,)):
        found = [phones(e) for e in extracted(root, *paths)]
        assert found == [["+16135623705"], ["+16135623706"]]


def test_what_is_not_known_of_a_page_is_named(root: Path) -> None:
    maker = Maker().page("https://example.org/a", french(), TYPE, WARC_Truncated="length")
    maker.other("resource", "https://example.org/b", b"Tel. 613 562-3785\n", "text/plain")
    one, other = extracted(root, keep(root, maker))
    assert one.record.provenance.unknown == (
        "the rest of the page, which the archive cut (length)",
    )
    assert other.record.provenance.unknown == ("HTTP status and headers",)
    assert other.record.provenance.media_type == "text/plain"


def test_two_versions_of_a_page_that_name_each_other_miss_no_twin(root: Path) -> None:
    link = '<link rel="alternate" hreflang="en" href="https://example.org/en"></head>'
    body = french().decode().replace("</head>", link).encode()
    maker = Maker().page("https://example.org/fr", body, TYPE)
    (alone,) = extracted(root, keep(root, maker))
    assert "twin-missing" in {f.code for f in alone.record.findings}
    maker.page("http://example.org/en/", HTML % 1, TYPE)
    found = extracted(root, keep(root, maker))
    assert not any(f.code == "twin-missing" for e in found for f in e.record.findings)


def test_one_bad_page_stops_no_other(root: Path) -> None:
    maker = Maker().info().page("https://example.org/a", b"\x89PNG", TYPE)
    maker.page("https://example.org/b", french(), TYPE).page("https://example.org/c", b"", TYPE)
    file = keep(root, maker)
    file.write_bytes(file.read_bytes() + b"garbage")
    found = list(extract_archive(root, [file], sources.load(root)))
    failed = {one.id: one.message for one in found if isinstance(one, Failure)}
    assert failed["example-org/a.und"] == "the file is binary: it is no text"
    assert failed["example-org/c.und"] == "the file is empty"
    assert len(failed) == 3
    assert any(name.startswith("crawl.warc.gz#") for name in failed)
    assert [one.record.id for one in found if isinstance(one, Extracted)] == ["example-org/b.fr"]


def test_an_archive_without_a_page_says_what_it_holds(root: Path) -> None:
    file = keep(
        root, Maker().info().page("https://example.org/x.png", b"", [("Content-Type", "i/p")])
    )
    (failed,) = extract_archive(root, [file], sources.load(root))
    assert isinstance(failed, Failure)
    assert failed.message == "no page is in it, but 1 i/p, 1 warcinfo"


def test_archives_outside_the_root_are_named_whole(root: Path, tmp_path: Path) -> None:
    maker = Maker(gzip=False).page("https://example.org/a", french(), TYPE)
    (one,) = extracted(root, keep(tmp_path / "elsewhere", maker, "a.warc"))
    raw = one.record.provenance.raw
    assert raw == f"{tmp_path.resolve().as_posix()}/elsewhere/a.warc#0"
    assert raw_bytes(root, raw) == french()


def test_places_in_an_archive_that_was_compressed_whole(root: Path) -> None:
    maker = Maker(gzip=False).info().page("https://example.org/a", french(), TYPE)
    file = keep(root, maker)
    file.write_bytes(gzip.compress(file.read_bytes()))
    (one,) = extracted(root, file)
    assert one.record.provenance.raw.startswith("crawl.warc.gz#0+")
    assert raw_bytes(root, one.record.provenance.raw) == french()


def test_bytes_that_are_gone(root: Path) -> None:
    file = keep(root, Maker().page("https://example.org/a", french(), TYPE))
    for raw in ("none.html", "none.warc#0"):
        with pytest.raises(StoreError):
            raw_bytes(root, raw)
    with pytest.raises(PageError):
        raw_bytes(root, f"{file.name}#7")


# --- archives as snapshots of a source


SOURCE = """
name = "office"
title = "An office"
site = "ambafrance"
country = "CA"
languages = ["fr", "en"]
[[pages]]
id = "contact"
urls = { fr = "https://office.example/contact", en = "https://office.example/en/contact" }
"""
SAID = """
url = "https://office.example/contact"
media_type = "text/html"
sha256 = "sha256:%s"
size = %d
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with one source of which an archive holds both languages, of March."""
    root = tmp_path / "office"
    (root / "sources").mkdir(parents=True)
    (root / "sources" / "office.toml").write_text(SOURCE, encoding="utf-8")
    maker = Maker().info()
    march = {"WARC_Date": "2026-03-01T00:00:00Z"}
    maker.page("http://office.example/contact", french(1), TYPE, **march)
    maker.page("https://office.example/en/contact/", HTML % 1, TYPE, **march)
    maker.page("https://office.example/elsewhere", french(2), TYPE, **march)
    keep(root, maker, "raw/office/crawl.warc.gz")
    return root


def known(root: Path) -> tuple[Catalogue, list[Source]]:
    """The catalogue of a folder, and of it the one source that these tests are about."""
    catalogue = sources.load(root)
    return catalogue, [catalogue.sources["office"]]


def kept(root: Path) -> dict[str, str]:
    """The file that each page was read from."""
    found = archives.extract(root, *known(root))
    fine = [one for one in found if isinstance(one, Extracted)]
    return {e.record.id: e.record.provenance.raw.partition("#")[0] for e in fine}


def snapshot(root: Path, more: str = "") -> None:
    file = root / "raw" / "office" / "contact.fr.html"
    file.write_bytes(french(3))
    said = SAID % (hashlib.sha256(french(3)).hexdigest(), len(french(3)))
    file.with_suffix(".toml").write_text(said + more, encoding="utf-8")


ARCHIVE, FILE = "raw/office/crawl.warc.gz", "raw/office/contact.fr.html"


def test_an_archive_among_snapshots_is_read_for_the_pages_of_its_source(office: Path) -> None:
    assert kept(office) == {"office/contact.fr": ARCHIVE, "office/contact.en": ARCHIVE}


@pytest.mark.parametrize(
    ("more", "file"),
    [
        ("", FILE),
        ('fetched = "2026-02-01T00:00:00Z"', ARCHIVE),
        ('fetched = "2026-03-01T00:00:00Z"', FILE),
        ('fetched = "2026-04-01T00:00:00Z"', FILE),
    ],
    ids=["undated", "older", "same", "newer"],
)
def test_a_snapshot_stands_unless_it_is_known_to_be_older(
    office: Path, more: str, file: str
) -> None:
    snapshot(office, more)
    assert kept(office) == {"office/contact.fr": file, "office/contact.en": ARCHIVE}


def test_versions_in_files_and_in_archives_are_twins(office: Path) -> None:
    snapshot(office)
    found = list(archives.extract(office, *known(office)))
    for one in found:
        assert isinstance(one, Extracted)
        assert not any(f.code == "twin-missing" for f in one.record.findings)


def test_a_page_that_neither_holds_is_missing(office: Path) -> None:
    shutil.copy(office / ARCHIVE, office / "aside")
    (office / ARCHIVE).write_bytes(b"")
    found = list(archives.extract(office, *known(office)))
    assert [one.id for one in found if isinstance(one, Failure)] == [
        f"{ARCHIVE}#0",
        "office/contact.fr",
    ]


def test_without_archives_nothing_is_different(root: Path) -> None:
    catalogue = sources.load(root)
    chosen = run.kept(root, catalogue)
    there = list(archives.extract(root, catalogue, chosen))
    assert there == list(run.extract(root, catalogue, chosen))


# --- the command


def ids(root: Path) -> set[str]:
    return {file.relative_to(root).with_suffix("").as_posix() for file in root.glob("*/*.json")}


def test_the_command_publishes_an_archive_and_leads_back_to_its_bytes(run: Run, root: Path) -> None:
    maker = Maker().info().page("https://ca.ambafrance.org/spip.php?article7", french(), TYPE)
    archive, page = keep(root, maker), "ca-ambafrance-org/article7.fr"
    done = run("extract", archive, "--root", root)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert ids(root / "processed") == {page}

    record = json.loads((root / "processed" / f"{page}.json").read_text("utf-8"))
    (phone,) = record["entities"]
    shown = run("show", "--bytes", phone["id"], "--root", root)
    assert shown.returncode == 0, shown.stderr
    said = re.fullmatch(r"crawl\.warc\.gz#(\d+) bytes (\d+)–(\d+): b'(.+)'\n", shown.stdout)
    assert said
    with archive.open("rb") as file:
        file.seek(int(said[1]))
        record_bytes = zlib.decompressobj(wbits=31).decompress(file.read())
    body = record_bytes.split(b"\r\n\r\n", 2)[2]
    start, end = int(said[2]), int(said[3])
    assert body[start:end].decode() == phone["text"] == said[4]

    assert run("extract", "--root", root).returncode == 0
    assert ids(root / "processed") == {page, "ca-ambafrance/homeland-security.en"}
    assert json.loads((root / "processed" / f"{page}.json").read_text("utf-8")) == record
    assert run("check", root / "processed").returncode == 0


def test_the_command_reads_all_archives_below_a_folder(run: Run, root: Path) -> None:
    for number, name in enumerate(("a.warc.gz", "deep/b.warc", "deep/er/c.warc.gz")):
        maker = Maker(gzip=name.endswith(".gz"))
        keep(root / "crawls", maker.page(f"https://example.org/{number}", french(), TYPE), name)
    (root / "crawls" / "readme.txt").write_text("no archive", encoding="utf-8")
    assert run("extract", root / "crawls", "--root", root).returncode == 0
    assert ids(root / "processed") == {f"example-org/page-{number}.fr" for number in range(3)}


def test_a_path_that_is_missing_is_one_line_and_2(run: Run, root: Path) -> None:
    done = run("extract", root / "none.warc.gz", "--root", root)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "none.warc.gz" in line
    assert not (root / "processed").exists()


@pytest.mark.parametrize("data", [b"no archive\n", b"", b"\x1f\x8b\x08 cut"])
def test_an_archive_that_is_none_is_told_in_one_line_and_5(
    run: Run, root: Path, data: bytes
) -> None:
    (root / "some.warc.gz").write_bytes(data)
    done = run("extract", root / "some.warc.gz", "--root", root)
    assert (done.returncode, done.stdout) == (5, "")
    (told,) = (line for line in done.stderr.splitlines() if "some.warc.gz" in line)
    assert told.startswith("rectoverso: warning: some.warc.gz#0: ")
    assert "Traceback" not in done.stderr
