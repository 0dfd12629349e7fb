"""How long work takes, for tests of how its time grows; none says how fast it must be."""

import gc
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The least processor time of this process, which other processes do not lengthen.

    Without the collector of garbage: it walks through all that other tests left behind.
    """
    gc.collect()
    gc.disable()
    try:
        return min(_took(work) for _ in range(times))
    finally:
        gc.enable()


def _took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
