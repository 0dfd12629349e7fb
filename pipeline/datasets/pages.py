"""Which pages archives hold, in a table on the disk: memory does not grow with their number.

What `Index` and `name_pages` say of a few archives in memory, this says of many: the newest version
of each page, and a name for each page that nobody follows, no two alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from pipeline.datasets.work import Item
from pipeline.engine import Engine, Lost, Shard, cut
from pipeline.errors import StoreError
from pipeline.ingest import addresses
from pipeline.ingest.addresses import Key
from pipeline.ingest.warc import reader
from pipeline.ingest.warc.index import Known
from pipeline.ingest.warc.places import Place
from pipeline.ingest.warc.reader import Broken
from pipeline.remote import Location
from pipeline.scratch import scratch

#: `way` is which of the ways to call it names a page that nobody follows (`page_names`).
_SHAPE = """
create table page (
    key blob primary key, url blob, whole int, time text, file int, offset int, within int,
    followed int, source text, name text, way int default 0
);
create index named on page (source, name) where not followed;
"""
#: Of two versions the whole one is taken, then the later, then the one that stands last.
_ADD = """
insert into page (key, url, whole, time, file, offset, within, followed, source, name)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (key) do update set
    url = excluded.url, whole = excluded.whole, time = excluded.time, file = excluded.file,
    offset = excluded.offset, within = excluded.within, name = excluded.name
where (excluded.whole, excluded.time, excluded.file, excluded.offset, excluded.within)
    > (whole, time, file, offset, within)
"""
_ALIKE = """
create table alike as select key, url, way + 1 as next from page
where not followed and way < ? and (source, name) in (
    select source, name from page where not followed group by source, name having count(*) > 1
)
"""
_WAYS = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What an archive holds: pages by their places, what is broken, how many are no pages."""

    places: list[Place] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    error: str = ""


def look_through(shard: Shard[Location]) -> Seen:
    """What the one archive of a shard holds, or why it cannot be read."""
    seen = Seen()
    try:
        for found in reader.captures(shard.items[0], seen.skipped):
            if isinstance(found, Broken):
                seen.broken.append(found)
            else:
                seen.places.append(Place.of(found))
    except StoreError as error:
        return Seen(error=str(error))
    return seen


class Pages(ExitStack):
    """The pages of some archives; what was broken or no page stays in memory."""

    def __init__(self, files: Sequence[Location], known: Mapping[Key, Known]) -> None:
        """An empty table, which is there until the block ends."""
        super().__init__()
        self._db = self.enter_context(scratch(_SHAPE))
        self._files, self._known = files, known
        self.broken: list[Broken] = []
        self.skipped: Counter[str] = Counter()

    def gather(self, engine: Engine) -> None:
        """Note every page of the archives, then name those that nobody follows.

        Workers look through an archive each: to decompress it is most of the work.

        Raises:
            StoreError: an archive cannot be read.
        """
        numbers = {file: number for number, file in enumerate(self._files)}
        for ended in engine.run(look_through, cut(self._files, 1)):
            file = ended.shard.items[0]
            # What workers cannot do in their time, or die of, shows itself here.
            seen = look_through(ended.shard) if isinstance(ended, Lost) else ended.result
            if seen.error:
                raise StoreError(seen.error)
            self.broken += seen.broken
            self.skipped += seen.skipped
            for place in seen.places:
                self._add(numbers[file], place)
        self._name()
        self._db.execute("commit")

    def _add(self, number: int, place: Place) -> None:
        key = addresses.key(place.url)
        followed = key in self._known
        source = self._known[key].ref.source if followed else addresses.name_source(key.host)
        name = str(self._known[key].ref) if followed else addresses.page_names(place.url)[0]
        at = number, place.offset, place.within
        told = (_blob("\0".join(key)), _blob(place.url), not place.cut, place.time, *at)
        self._db.execute(_ADD, (*told, followed, source, name))

    def _name(self) -> None:
        """Call pages of one name otherwise, until no two are alike or all ways were tried."""
        while self._db.execute(_ALIKE, (_WAYS - 1,)) and self._any("alike"):
            for key, url, way in self._db.execute("select key, url, next from alike"):
                name = addresses.page_names(_text(url))[way]
                self._db.execute(
                    "update page set name = ?, way = ? where key = ?", (name, way, key)
                )
            self._db.execute("drop table alike")

    def _any(self, table: str) -> bool:
        return self._db.execute(f"select 1 from {table} limit 1").fetchone() is not None  # noqa: S608

    def __len__(self) -> int:
        (number,) = self._db.execute("select count(*) from page").fetchone()
        return int(number)

    def urls(self) -> Iterator[str]:
        """The address of each page."""
        return (_text(url) for (url,) in self._db.execute("select url from page"))

    def items(self, ours: Iterable[str]) -> Iterator[Item]:
        """Each page in the order of its place; pages near a source of `ours` are in its archive."""
        taken = frozenset(ours)
        rows = self._db.execute(
            "select url, whole, time, file, offset, within, followed, source, name from page"
            " order by file, offset, within"
        )
        for url, whole, time, file, offset, within, followed, source, name in rows:
            place = Place(_text(url), time, not whole, self._files[file], offset, within)
            if followed:
                yield Item(name, source, place)
            else:
                home = f"{source}-archive" if source in taken else source
                yield Item(f"{home}/{name}.und", home, place, name)


def _blob(text: str) -> bytes:
    """What an address may hold and a column of text may not: halves of surrogates."""
    return text.encode("utf-8", "surrogatepass")


def _text(blob: bytes) -> str:
    return blob.decode("utf-8", "surrogatepass")
