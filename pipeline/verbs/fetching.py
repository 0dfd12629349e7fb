"""From the web to `raw/`: what `fetch` does, and the first half of `refresh`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.errors import StoreError
from pipeline.fetch.question import Asker
from pipeline.messages import tell
from pipeline.model import Ref
from pipeline.rules import rules_hash
from pipeline.run import insist_known
from pipeline.sources import Catalogue, Source
from pipeline.store import runs, snapshots
from pipeline.store.crawled import with_crawled
from pipeline.store.runs import Run
from pipeline.store.visits import Visit

if TYPE_CHECKING:
    from pipeline.fetch.scrape import Traffic


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking: each page's visit, the lists that could not be read, the traffic.

    `resumed` counts the pages that a killed run had dealt with. The run is unfinished until all
    that follows is done too.
    """

    visits: Mapping[Ref, Visit]
    lost_lists: Mapping[str, str]
    traffic: Traffic
    run: Run
    resumed: int

    @property
    def failed(self) -> list[Ref]:
        """The pages without a good answer, but for those that are known to be gone."""
        return [ref for ref, visit in self.visits.items() if visit.state == "failed"]

    @property
    def unreachable(self) -> list[str]:
        """The sources of which no page at all answered: the network, the server, robots.txt."""
        asked = Counter(ref.source for ref, v in self.visits.items() if not v.gone_since)
        lost = Counter(r.source for r, v in self.visits.items() if v.outcome == "failed")
        return sorted(source for source, number in asked.items() if lost[source] == number)

    def in_a_line(self) -> str:
        """How many pages gave what, and what it cost."""
        given = Counter[str](visit.outcome for visit in self.visits.values())
        parts = [tell("counted-outcome", number=n, outcome=o) for o, n in sorted(given.items())]
        parts += [tell("counted-lists", number=len(self.lost_lists))] if self.lost_lists else []
        parts += [tell("counted-resumed", number=self.resumed)] if self.resumed else []
        return tell(
            "fetched",
            pages=len(self.visits),
            parts=", ".join(parts),
            requests=self.traffic.requests,
            received=self.traffic.received,
        )


def choose(root: Path, catalogue: Catalogue, names: Sequence[str]) -> list[Source]:
    """The sources of these names; without names those that the folder of data is about.

    Those are the sources of its own `sources/`, and those of which `raw/` keeps something; in a
    folder that has neither, all that are packaged.

    Raises:
        SourceError: a name is no source's.
    """
    insist_known(catalogue, names)
    own = {file.stem for file in (root / "sources").glob("*.toml")}
    own |= {name for name in catalogue.sources if snapshots.keeps(root, name)}
    chosen = set(names) or own & set(catalogue.sources) or set(catalogue.sources)
    return [with_crawled(root, catalogue.sources[name]) for name in sorted(chosen)]


def fetch(root: Path, catalogue: Catalogue, names: Sequence[str], asker: Asker) -> Fetched:
    """Ask for all pages of the sources; what answers well is kept in `raw/` at once.

    Where a run was killed, this one goes on with it.

    Raises:
        SourceError: no such source.
        StoreError: `raw/` or the archive cannot be written, or the archive is there already.
    """
    snapshots.recover(root)
    chosen = choose(root, catalogue, names)
    from pipeline.fetch import scrape  # noqa: PLC0415 - half a second: only who asks pays for it
    from pipeline.fetch.archive import Archive  # noqa: PLC0415
    from pipeline.fetch.desk import Desk  # noqa: PLC0415

    try:
        run = runs.begin(root)
        desk = Desk(root, chosen, rules_hash(root), f"rectoverso/{__version__}", run)
        with ExitStack() as opened:
            wire = None
            if asker.archive:
                wire = opened.enter_context(Archive(asker.archive, operator=asker.contact)).add
            traffic = scrape.ask(desk.questions(), desk.take, asker, wire)
        desk.compare_switches()
    except OSError as error:
        raise StoreError(f"{root / snapshots.FOLDER}: cannot be written: {error}") from error
    return Fetched(desk.seen, desk.lost, traffic, run, desk.resumed)
