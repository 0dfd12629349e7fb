"""The table of pages on the disk says what the index in memory says of the same archives."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.datasets.pages import Pages
from pipeline.engine.serial import Serial
from pipeline.ingest import addresses
from pipeline.ingest.warc.index import Index, known_pages
from tests.warcs import Maker

CATALOGUE = sources.packaged()
KNOWN = known_pages(CATALOGUE.sources.values())
FOLLOWED = next(
    url for source in CATALOGUE.sources.values() for url in source.pages[0].urls.values()
)
HOSTS = (
    "https://example.org",
    "http://www.example.org",
    "https://ca.ambafrance.org",
    "https://é.fr",
)
PATHS = ("", "/", "/a/b", "/b", "/B?id=4", "/c/b.html", "/fr/b", "/é-ü", "/?x=%E9", "/b#top")
URLS = st.one_of(
    st.just(FOLLOWED),
    st.tuples(st.sampled_from(HOSTS), st.sampled_from(PATHS)).map(
        lambda both: f"{both[0]}{both[1]}"
    ),
)
TIMES = st.sampled_from(("2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z", "2025-06-01T00:00:00Z"))
VERSIONS = st.lists(st.tuples(URLS, TIMES, st.booleans()), max_size=12)


def archive(versions: list[tuple[str, str, bool]]) -> bytes:
    maker = Maker().info()
    for url, time, cut in versions:
        if cut:
            maker.page(url, WARC_Date=time, WARC_Truncated="length")
        else:
            maker.page(url, WARC_Date=time)
    return maker.made()


@given(VERSIONS, VERSIONS)
def test_the_table_agrees_with_the_index(
    one: list[tuple[str, str, bool]], other: list[tuple[str, str, bool]]
) -> None:
    with TemporaryDirectory() as folder:
        files = [Path(folder) / "a.warc.gz", Path(folder) / "b.warc.gz"]
        for file, versions in zip(files, (one, other), strict=True):
            file.write_bytes(archive(versions))
        index = Index.of(files)
        names = addresses.name_pages(p.url for k, p in index.places.items() if k not in KNOWN)
        with Pages(files, KNOWN) as pages:
            pages.gather(Serial())
            assert len(pages) == len(index.places)
            assert (pages.broken, pages.skipped) == (index.broken, index.skipped)
            items = list(pages.items(CATALOGUE.sources))
            assert {item.place for item in items} == set(index.places.values())
            for item in items:
                assert item.place is not None
                known = KNOWN.get(addresses.key(item.place.url))
                if known:
                    assert item.name == str(known.ref)
                else:
                    source, name = names[item.place.url]
                    assert (item.source.removesuffix("-archive"), item.page) == (source, name)
            assert sorted(pages.urls()) == sorted(p.url for p in index.places.values())
