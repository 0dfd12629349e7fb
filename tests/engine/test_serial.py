"""One function over shards, whatever runs it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engine import Done, Lost, Shard, cut
from pipeline.engine.serial import Serial


def double(shard: Shard[int]) -> list[int]:
    """Twice each thing; 13 cannot be doubled."""
    if 13 in shard.items:
        raise ValueError(13)
    return [2 * item for item in shard.items]


@given(st.lists(st.integers(), max_size=30), st.integers(1, 7))
def test_shards_hold_everything_once_in_order(items: list[int], size: int) -> None:
    shards = list(cut(items, size, "part-"))
    assert [item for shard in shards for item in shard.items] == items
    assert all(len(shard.items) == size for shard in shards[:-1])
    assert len({shard.key for shard in shards}) == len(shards)


@given(st.lists(st.integers(0, 20), max_size=30), st.integers(1, 7))
def test_each_thing_is_done_once_and_only_the_bad_ones_are_lost(
    items: list[int], size: int
) -> None:
    outcomes = list(Serial().run(double, cut(items, size)))
    done = [o for o in outcomes if isinstance(o, Done)]
    lost = [o for o in outcomes if isinstance(o, Lost)]
    assert [x for o in done for x in o.result] == [2 * i for i in items if i != 13]
    assert [o.item for o in lost] == [i for i in items if i == 13]
    assert all(o.fate == "raised" and o.said == "ValueError(13)" for o in lost)


def test_shards_are_asked_for_as_they_are_worked_on() -> None:
    asked: list[int] = []

    def shards() -> Iterator[Shard[int]]:
        for number in range(3):
            asked.append(number)
            yield Shard(str(number), (number,))

    outcomes = Serial().run(double, shards())
    next(outcomes)
    assert asked == [0]
