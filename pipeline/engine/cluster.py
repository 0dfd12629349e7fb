"""Dask: a cluster that somebody runs, or processes of this machine under its scheduler.

Dask tries what killed a worker on others, and names it when it has killed too many
(`KilledWorker`); from there on it is halved as everywhere. A worker is a process with one thread:
where it has more, what hangs is not ended.
"""

from __future__ import annotations

import concurrent.futures
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, Worker, WorkerPlugin
from distributed.cfexecutor import ClientExecutor

from pipeline.engine.attempt import Patience
from pipeline.engine.collector import collect_seldom
from pipeline.engine.foreign import Foreign
from pipeline.engine.lanes import WorkersError

LOCAL = "local"
#: A scheduler that does not answer within these seconds is not there.
_ANSWER = 30
_OURS = {
    # What killed one worker is ours to try again, and to halve.
    "distributed.scheduler.allowed-failures": 0,
    # A worker has nothing that waits: else what waits beside a killer is suspected with it.
    "distributed.scheduler.worker-saturation": 1.0,
    # A nanny starts its worker anew; the cluster must not take it away meanwhile.
    "distributed.deploy.lost-worker-timeout": "1 hour",
}


@contextmanager
def cluster(address: str, workers: int, patience: Patience | None = None) -> Iterator[Foreign]:
    """The engine of a Dask scheduler at an address, or of one of our own with so many workers.

    Raises:
        WorkersError: no scheduler answers there, or it has no workers.
    """
    with ExitStack() as stack:
        stack.enter_context(_unheard())
        if address == LOCAL:
            stack.enter_context(dask.config.set(_OURS))
            scheduler = stack.enter_context(_local(workers))
        try:
            client = stack.enter_context(_client(scheduler if address == LOCAL else address))
            if address == LOCAL:
                client.register_plugin(_Seldom())
            client.wait_for_workers(1, timeout=_ANSWER)
        except (OSError, ValueError) as error:
            raise WorkersError(f"{address}: {error}") from error
        threads = client.nthreads().values()
        yield Foreign(
            lambda: _Cancelling(client),
            sum(threads),
            patience=(patience or Patience()) if max(threads) == 1 else None,
            deaths=(KilledWorker,),
        )


@contextmanager
def _unheard() -> Iterator[None]:
    """What Dask logs of a worker's death is told by us as what is lost, or came to nothing."""
    logger = logging.getLogger("distributed")
    before, nobody = logger.propagate, logging.NullHandler()
    logger.propagate = False
    logger.addHandler(nobody)
    try:
        yield
    finally:
        logger.propagate = before
        logger.removeHandler(nobody)


def _client(scheduler: LocalCluster | str) -> Client:
    return Client(scheduler, timeout=_ANSWER)  # type: ignore[no-untyped-call]


def _local(workers: int) -> LocalCluster:
    return LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # any free port: a fixed one is somebody else's, too
        silence_logs=logging.CRITICAL,
    )


class _Seldom(WorkerPlugin):
    """Lets each worker look for garbage as seldom as those of a pool do; one begun anew as well."""

    def setup(self, worker: Worker) -> None:  # noqa: ARG002 - theirs
        collect_seldom()


class _Cancelling(ClientExecutor):
    """Dask's executor, ended as those of `concurrent.futures` are, and told what came back.

    Theirs fetches an outcome, then asks for the state, to know what the outcome is. Where a worker
    dies between the two, an answer is unpacked as an error, or the future never ends.
    """

    def __init__(self, client: Client) -> None:
        super().__init__(client, pure=False)  # type: ignore[no-untyped-call]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - theirs
        super().shutdown(wait=wait and not cancel_futures)  # type: ignore[no-untyped-call]

    def _wrap_future(self, future: Future[Any]) -> concurrent.futures.Future[Any]:
        told: concurrent.futures.Future[Any] = concurrent.futures.Future()
        told.add_done_callback(lambda told: _follow(told, future))
        self._client.loop.add_callback(_tell, future, told)
        return told


def _follow(told: concurrent.futures.Future[Any], future: Future[Any]) -> None:
    if told.cancelled() and future.status != "cancelled":
        future.cancel()  # type: ignore[no-untyped-call]


async def _tell(future: Future[Any], told: concurrent.futures.Future[Any]) -> None:
    """Hand on what a future came to: its answer, its error, or that nobody works on it any more."""
    try:
        answer = await future._result()  # type: ignore[no-untyped-call] # noqa: SLF001 - as theirs
    except concurrent.futures.CancelledError:
        told.cancel()
        told.set_running_or_notify_cancel()
    except BaseException as error:  # noqa: BLE001 - whatever it is, who waits is told
        told.set_exception(error)
    else:
        told.set_result(answer)
