"""Chunks on their way to an engine and back: so many at a time, and those whose worker died once more, one by one."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from convert.batch.engines import Answer, Engine, Loss, Work
from convert.batch.parcels import Looked, Made, Parcel, Spec, size_of
from convert.batch.stop import Stop

CHUNK = 16
"""Parcels of a chunk: what is lost when a worker is killed, and what is journaled at once."""

CHUNK_BYTES = 1_000_000
"""After so many bytes a chunk has no further parcel."""

MOST_BLAME = 2
"""What a parcel on its own may be to blame for before it is given up: see `Loss`."""

_TICK = 0.1


class Lost(Struct, frozen=True):
    """A parcel that takes its worker with it, and how that ended."""

    why: str


Reply = Made | Looked | Lost


class _Errand(Struct, frozen=True):
    """Work on a chunk; `blame` adds up how it was lost before."""

    work: Work
    parcels: tuple[Parcel, ...]
    blame: int = 0


class Traffic:
    """What is under way between the driver and an engine."""

    def __init__(self, engine: Engine, spec: Spec, stop: Stop) -> None:
        self._engine = engine
        self._spec = spec
        self._stop = stop
        self._first: deque[_Errand] = deque()
        self._back: queue.SimpleQueue[tuple[_Errand, Answer]] = queue.SimpleQueue()
        self._underway = 0

    def send(self, work: Work, parcel: Parcel) -> None:
        """Have one parcel worked on before the others that wait."""
        self._first.append(_Errand(work, (parcel,)))

    def replies(self, work: Work, parcels: Iterable[Parcel]) -> Iterator[list[tuple[Parcel, Reply]]]:
        """Yield what came of the parcels, a chunk at a time, in whatever order they come back.

        Ends early where the user stops the run.
        """
        chunks = _chunks(iter(parcels))
        while True:
            while not self._stop.is_asked and self._underway < self._engine.width:
                errand = self._first.popleft() if self._first else _errand(work, next(chunks, ()))
                if errand is None:
                    break
                self._submit(errand)
            if not self._underway or self._stop.is_over:
                return
            yield from self._arrived()

    def _submit(self, errand: _Errand) -> None:
        answer = self._engine.submit(errand.work, errand.parcels, self._spec)
        self._underway += 1
        answer.add_done_callback(lambda done: self._back.put((errand, done)))

    def _arrived(self) -> Iterator[list[tuple[Parcel, Reply]]]:
        try:
            errand, answer = self._back.get(timeout=_TICK)
        except queue.Empty:
            return
        self._underway -= 1
        try:
            replies: Sequence[Any] = answer.result()
        except BaseException as error:
            loss = self._engine.loss(error)
            if loss is None:
                raise
            yield from self._once_more(errand, loss)
        else:
            yield list(zip(errand.parcels, replies, strict=True))

    def _once_more(self, errand: _Errand, loss: Loss) -> Iterator[list[tuple[Parcel, Reply]]]:
        """Try the parcels of a lost chunk one by one: all but the one that took the worker with it are made."""
        blame = errand.blame + loss.blame
        if len(errand.parcels) > 1:
            self._first.extend(_Errand(errand.work, (parcel,)) for parcel in errand.parcels)
        elif blame < MOST_BLAME:
            self._first.append(_Errand(errand.work, errand.parcels, blame))
        else:
            yield [(errand.parcels[0], Lost(loss.why))]


def _errand(work: Work, chunk: tuple[Parcel, ...]) -> _Errand | None:
    return _Errand(work, chunk) if chunk else None


def _chunks(parcels: Iterator[Parcel]) -> Iterator[tuple[Parcel, ...]]:
    chunk: list[Parcel] = []
    size = 0
    for parcel in parcels:
        chunk.append(parcel)
        size += size_of(parcel)
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)
