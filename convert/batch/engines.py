"""What runs chunks: processes of this machine, or a cluster. An engine is submit and close; it knows no article."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from msgspec import Struct

from convert.batch.fork_server import get_ready
from convert.batch.parcels import Spec
from convert.errors import ConvertError

Work = Callable[[Sequence[Any], Spec], list[Any]]
"""`run_chunk` or another function of `batch/chunk.py` and `batch/pack_chunk.py`."""


class Loss(Struct, frozen=True):
    """Why a chunk did not come back, and how much it is to blame for that.

    0: others took down what it waited for. 1: its worker was killed, by itself or by whoever else. 2: it did it itself.
    """

    blame: int
    why: str


class Answer(Protocol):
    """What an engine gives for a chunk: the part of `concurrent.futures.Future` that all of them have."""

    def add_done_callback(self, fn: Callable[[Any], object], /) -> None:
        """Call `fn` with the answer once it is there."""

    def result(self) -> list[Any]:
        """Return what the work returned, or raise what became of it."""


class Engine(Protocol):
    """Runs work on chunks somewhere else. `width` is how many chunks it is given at a time."""

    @property
    def width(self) -> int:
        """Enough that no worker waits for the driver, few enough that they can be held in memory."""

    def submit(self, work: Work, pieces: Sequence[Any], spec: Spec) -> Answer:
        """Have the work done."""

    def loss(self, error: BaseException) -> Loss | None:
        """Return why a worker was lost, None where the error is no such thing."""

    def close(self) -> None:
        """End the workers; what they have in hand is lost."""

    def kill(self) -> None:
        """End the workers at once."""


# ---- this process ----------------------------------------------------------------------------------------------------


class OwnEngine:
    """This process, one chunk after the other: for a debugger, and where processes cannot be started.

    An article that ends its process ends the run.
    """

    width = 1

    def submit(self, work: Work, pieces: Sequence[Any], spec: Spec) -> Answer:
        """Do the work."""
        answer: Future[list[Any]] = Future()
        try:
            answer.set_result(work(pieces, spec))
        except Exception as error:  # noqa: BLE001 -- it is raised where the answer is asked for
            answer.set_exception(error)
        return answer

    def loss(self, _: BaseException) -> Loss | None:
        """Return None: there is no worker to be lost."""
        return None

    def close(self) -> None:
        """Do nothing."""

    kill = close


# ---- processes of this machine --------------------------------------------------------------------------------------

CHUNKS_A_WORKER = 250
"""After so many a worker is replaced: what libraries and plug-ins hold on to is given back."""

MOST_STARTS = 5
"""Pools that may break in a row before anything came of one: then it is the machine's fault, not an article's."""


class LocalEngine:
    """Worker processes of this machine, forked from a clean server: one that is killed costs only its own chunk.

    They are started for the first chunk: a run that has nothing left to do starts none.
    """

    def __init__(self, jobs: int, formats: Collection[str]) -> None:
        # not fork: the driver has threads, and a fork takes over their locks; not spawn: it imports all for each worker
        self._context = multiprocessing.get_context("forkserver")
        get_ready(formats)
        self._jobs = jobs
        self._starts = 0
        self._pool: Any = None

    @property
    def width(self) -> int:
        return 2 * self._jobs

    def submit(self, work: Work, pieces: Sequence[Any], spec: Spec) -> Answer:
        """Have the work done; a pool that broke is replaced."""
        try:
            self._pool = self._pool or self._started()
            answer: Answer = self._pool.schedule(work, args=(pieces, spec))
        except RuntimeError:
            self.close()
            self._pool = self._started()
            answer = self._pool.schedule(work, args=(pieces, spec))
        answer.add_done_callback(self._count)
        return answer

    def _started(self) -> Any:
        from pebble import ProcessPool

        if self._starts >= MOST_STARTS:
            hint = "is there enough memory for them?"
            raise ConvertError("the worker processes end as soon as they start", hint=hint)
        self._starts += 1
        return ProcessPool(self._jobs, max_tasks=CHUNKS_A_WORKER, initializer=_begin, context=self._context)

    def _count(self, answer: Any) -> None:
        if not answer.cancelled() and answer.exception() is None:
            self._starts = 0

    def loss(self, error: BaseException) -> Loss | None:
        """Return why a worker was lost."""
        from pebble import ProcessExpired

        if isinstance(error, ProcessExpired):
            return _loss(int(error.exitcode))
        if isinstance(error, BrokenProcessPool):
            return Loss(0, "the worker processes ended")
        return None

    def close(self) -> None:
        """End the workers; what they have in hand is lost."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()

    def kill(self) -> None:
        """End the workers at once."""
        for worker in multiprocessing.active_children():
            worker.kill()


def _loss(code: int) -> Loss:
    if code < 0:
        return Loss(1, f"its worker was killed by signal {-code}")
    # 1 is what faulthandler's watchdog ends a process with
    said = "took so long that its worker was ended" if code == 1 else f"ended its worker (exit {code})"
    return Loss(2, f"the article {said}")


def _begin() -> None:
    """Make a worker ready: it ends with its driver, however that ends, and looks for garbage seldom."""
    from convert.garbage import collect_seldom

    collect_seldom()
    threading.Thread(target=_end_with_driver, daemon=True).start()


def _end_with_driver() -> None:
    driver = multiprocessing.parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)
