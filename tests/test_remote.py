"""Files by address: of this machine, in memory, on a server that speaks as S3 does."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import remote
from pipeline.errors import StoreError
from pipeline.ingest.warc.capture import Capture
from pipeline.ingest.warc.places import raw_bytes
from pipeline.ingest.warc.reader import Broken, captures, files_of
from pipeline.remote import Location
from tests.warcs import HTML, URL, pages


@pytest.fixture(params=["here", "memory", "bucket"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """A folder, empty or not there yet, of each kind of store."""
    if request.param == "here":
        return tmp_path / "folder"
    return f"{request.getfixturevalue(request.param)}/folder"


@pytest.mark.parametrize(
    ("name", "location"),
    [
        ("a/b.warc", Path("a/b.warc")),
        ("file:///a/b.warc", Path("/a/b.warc")),
        ("s3://bucket/a/", "s3://bucket/a"),
        ("memory://a", "memory://a"),
        ("C:/a", Path("C:/a")),
    ],
)
def test_what_a_name_means(name: str, location: Location) -> None:
    assert remote.locate(name) == location
    assert remote.is_url(str(location)) == isinstance(location, str)


def test_what_is_written_is_read_listed_and_removed(folder: Location) -> None:
    assert remote.files(folder) == []
    for name in ("b/c.txt", "a.txt", "b/d.csv"):
        assert not remote.exists(remote.join(folder, name))
        remote.write(remote.join(folder, name), name.encode())
    assert remote.files(folder) == ["a.txt", "b/c.txt", "b/d.csv"]
    assert remote.files(folder, (".txt",)) == ["a.txt", "b/c.txt"]
    assert remote.is_folder(folder)
    assert not remote.is_folder(remote.join(folder, "a.txt"))
    file = remote.join(folder, "b/c.txt")
    assert remote.read(file) == b"b/c.txt"
    with remote.opened(file) as stream:
        stream.seek(2)
        assert stream.read(1) == b"c"
    remote.remove(file)
    remote.remove(file)
    assert remote.files(folder) == ["a.txt", "b/d.csv"]


def test_a_file_appears_once_it_is_whole(folder: Location) -> None:
    file = remote.join(folder, "large.bin")
    with pytest.raises(ValueError, match="half"), remote.writing(file) as out:  # noqa: PT012
        out.write(b"half")
        raise ValueError("half")
    assert remote.files(folder) == []
    with remote.writing(file) as out:
        out.write(b"one ")
        out.write(b"whole")
        assert not remote.exists(file)
    assert remote.read(file) == b"one whole"
    assert remote.files(folder) == ["large.bin"]


def test_the_stamp_is_another_one_once_the_bytes_are(folder: Location) -> None:
    file = remote.join(folder, "a")
    remote.write(file, b"first")
    before = remote.stamp(file)
    assert remote.stamp(file) == before
    remote.write(file, b"other")
    assert remote.stamp(file) != before


def test_what_is_not_there_is_named(folder: Location) -> None:
    missing = remote.join(folder, "none")
    for ask in (remote.read, remote.stamp, files_of):
        with pytest.raises(StoreError, match=r"folder/none: (cannot be read: )?[Nn]o such file"):
            ask(missing)


def test_a_store_that_nobody_knows() -> None:
    with pytest.raises(StoreError, match="nowhere://a: cannot be read: Protocol not known"):
        remote.read("nowhere://a")


@pytest.mark.parametrize("gzip", [True, False])
def test_archives_are_read_where_they_lie(folder: Location, *, gzip: bool) -> None:
    file = remote.join(folder, "some.warc.gz" if gzip else "some.warc")
    remote.write(file, pages(5, gzip=gzip))
    remote.write(remote.join(folder, "other.txt"), b"no archive")
    assert files_of(folder) == [file]
    found = [one for one in captures(folder) if not isinstance(one, Broken)]
    assert [one.url for one in found] == [URL % number for number in range(1, 6)]
    last = found[-1]
    assert isinstance(last, Capture)
    assert last.path == file
    assert raw_bytes(Path("/nowhere"), f"{file}#{last.offset}") == HTML % 5
