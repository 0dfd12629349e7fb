"""What becomes of things whose worker died: nothing is lost for what another one did."""

from __future__ import annotations

from pipeline.engine import Lost, Shard
from pipeline.engine.docket import Docket


def worked(fatal: dict[int, int], count: int = 4) -> tuple[list[int], list[int]]:
    """What was done and what was lost where each thing ends so many of the workers it meets."""
    docket = Docket([Shard("000001", tuple(range(count)))])
    left, done, lost = dict(fatal), list[int](), list[int]()
    while trial := docket.next():
        killer = next((n for n in trial.shard.items if left.get(n)), None)
        if killer is None:
            done += trial.shard.items
        else:
            left[killer] -= 1
            lost += (one.item for one in docket.died(trial, "crashed") if isinstance(one, Lost))
    return sorted(done), lost


def test_one_accident_of_its_own_loses_nothing_beside_a_killer() -> None:
    """Two deaths beside the killer, one in the half with it, then one by accident."""
    assert worked({2: 99, 3: 1}) == ([0, 1, 3], [2])


def test_what_killed_beside_others_and_then_once_by_itself_is_tried_again() -> None:
    assert worked({1: 4}) == ([0, 1, 2, 3], [])
    assert worked({1: 5}) == ([0, 2, 3], [1])


def test_a_thing_alone_in_its_shard_is_lost_at_the_second_death() -> None:
    assert worked({0: 1}, count=1) == ([0], [])
    assert worked({0: 2}, count=1) == ([], [0])
