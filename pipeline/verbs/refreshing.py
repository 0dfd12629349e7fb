"""What `refresh` does: fetch, read, guard, compare, swap, tell.

Killed at any moment it leaves the last release whole; run again it goes on where it was.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pipeline import clock, messages
from pipeline.errors import FetchError, PageError, Refused, SourceError
from pipeline.fetch.question import Asker
from pipeline.model import Ref
from pipeline.operate.notify import State, Transition
from pipeline.publish.guards import GUARDS
from pipeline.review.diff.summary import in_a_line
from pipeline.sources import Catalogue
from pipeline.store import acceptances, runs, snapshots, visits
from pipeline.store.acceptances import Acceptance
from pipeline.store.visits import Visit
from pipeline.verbs import fetching, publishing
from pipeline.verbs.fetching import Fetched
from pipeline.verbs.publishing import NO_WISHES, Outcome, Wishes


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What one refresh did. `outcome` is None where guards refused the release."""

    fetched: Fetched
    outcome: Outcome | None
    refusal: str
    transitions: Sequence[Transition]

    @property
    def code(self) -> int:
        """The exit code; of several troubles the one that needs a person soonest."""
        if self.outcome is None:
            return Refused.exit_code
        if self.fetched.unreachable:
            return FetchError.exit_code
        troubled = self.outcome.failures or self.fetched.failed or self.fetched.lost_lists
        return PageError.exit_code if troubled else 0

    def in_a_line(self) -> str:
        """What was asked, what changed, what is wrong."""
        if self.outcome is None:
            return messages.tell("refreshed-nothing", fetched=self.fetched.in_a_line())
        return messages.tell(
            "refreshed",
            fetched=self.fetched.in_a_line(),
            changes=in_a_line(self.outcome.changes),
            held=len(publishing.held_pages(self.outcome.failures)),
            failed=len(self.fetched.failed),
            sources=", ".join(self.fetched.unreachable),
        )


def refresh(
    root: Path,
    catalogue: Catalogue,
    names: Sequence[str],
    asker: Asker,
    *,
    tell: Callable[[Sequence[Transition], str], bool],
    wishes: Wishes = NO_WISHES,
) -> Refreshed:
    """Bring `raw/` and `processed/` up to date, or leave `processed/` as it was.

    `tell` gets the pages that changed their state, and the run in a line; where it could not tell
    them, the next run does.

    Raises:
        SourceError: no such source, or nothing could ever be fetched of any.
        StoreError: `raw/` or `processed/` cannot be written; the last release stands.
    """
    fetched = fetching.fetch(root, catalogue, names, asker)
    outcome, refusal = None, ""
    try:
        outcome = publishing.publish(root, catalogue, names, wishes=wishes)
    except Refused as error:
        refusal = str(error)
    transitions = list(_transitions(root, fetched.visits, outcome, refusal))
    made = Refreshed(fetched, outcome, refusal, transitions)
    if transitions and tell(transitions, made.in_a_line()):
        _remember(root, transitions)
    runs.finish(root, fetched.run)
    return made


def _transitions(
    root: Path, seen: Mapping[Ref, Visit], outcome: Outcome | None, refusal: str
) -> Iterator[Transition]:
    """The pages that are in another state than was told last."""
    held = publishing.held_pages(outcome.failures if outcome else (), messages.retell)
    for ref in sorted(seen, key=str):
        visit = visits.read(root, ref) or seen[ref]
        refused = refusal if outcome is None and f"{ref}: " in refusal else ""
        state = _state(visit, held=str(ref) in held, refused=bool(refused))
        before = cast("State", visit.told or "ok")
        if state != before:
            why = messages.retell(visit.why) if visit.why else ""
            message = messages.listed(held.get(str(ref), ())) or refused or why
            yield Transition(str(ref), before, state, message, visit.url)


def _remember(root: Path, told: Sequence[Transition]) -> None:
    for transition in told:
        ref = Ref.parse(transition.page)
        visit = visits.read(root, ref)
        if visit:
            visits.write(root, ref, visit.model_copy(update={"told": transition.after}))


def _state(visit: Visit, *, held: bool, refused: bool) -> State:
    if refused:
        return "refused"
    return "held" if held else visit.state


def accept(root: Path, said: Sequence[str], because: str) -> None:
    """Let pages pass guards: each `GUARD:PAGE`, for the bytes that are kept of it now.

    Raises:
        SourceError: no such guard, none that lets pass, nothing kept of such a page, no reason.
    """
    if said and not because.strip():
        raise SourceError("--accept needs --because: say why, for those who ask later")
    known = {guard.name: guard for guard in GUARDS}
    for pair in said:
        name, _, page = pair.partition(":")
        if name not in known or not known[name].acceptable:
            may = ", ".join(guard.name for guard in GUARDS if guard.acceptable)
            raise SourceError(f"--accept {pair}: no guard '{name}' lets pass (these do: {may})")
        ref = Ref.parse(page)
        snapshot = snapshots.find(root, ref)
        if snapshot is None:
            raise SourceError(f"--accept {pair}: nothing is kept of a page '{page}'")
        fetch = snapshots.read_snapshot(snapshot)[1]
        given = Acceptance(
            guard=name,
            sha256=fetch.sha256,
            by=getpass.getuser(),
            at=clock.now(),
            because=because.strip(),
        )
        acceptances.add(root, ref, given)
