"""Chunks on their way to an engine and back: so many at a time, and those whose worker died once more, one by one."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from convert.batch.engines import Answer, Engine, Loss, Work
from convert.batch.parcels import Looked, Made, Spec
from convert.batch.stop import Stop

CHUNK = 16
"""Pieces of a chunk: what is lost when a worker is killed, and what is journaled at once."""

CHUNK_BYTES = 1_000_000
"""After so many bytes a chunk has no further piece."""

MOST_BLAME = 2
"""What a piece on its own may be to blame for before it is given up: see `Loss`."""

_TICK = 0.1


class Lost(Struct, frozen=True):
    """A piece that takes its worker with it, and how that ended."""

    why: str


Reply = Made | Looked | Lost


class Piece(Protocol):
    """What a chunk is made of: a parcel, or the bundle of a pack."""

    @property
    def size(self) -> int:
        """The bytes that go with it."""


P = TypeVar("P", bound=Piece)


class _Errand(Struct, frozen=True):
    """Work on a chunk; `blame` adds up how it was lost before."""

    work: Work
    pieces: tuple[Any, ...]
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

    def send(self, work: Work, piece: Piece) -> None:
        """Have one piece worked on before the others that wait."""
        self._first.append(_Errand(work, (piece,)))

    def replies(self, work: Work, pieces: Iterable[P]) -> Iterator[list[tuple[P, Reply]]]:
        """Yield what came of the pieces, a chunk at a time, in whatever order they come back.

        Ends early where the user stops the run.
        """
        chunks = _chunks(iter(pieces))
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
        answer = self._engine.submit(errand.work, errand.pieces, self._spec)
        self._underway += 1
        answer.add_done_callback(lambda done: self._back.put((errand, done)))

    def _arrived(self) -> Iterator[list[tuple[Any, Reply]]]:
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
            yield list(zip(errand.pieces, replies, strict=True))

    def _once_more(self, errand: _Errand, loss: Loss) -> Iterator[list[tuple[Any, Reply]]]:
        """Try the pieces of a lost chunk one by one: all but the one that took the worker with it are made."""
        blame = errand.blame + loss.blame
        if len(errand.pieces) > 1:
            self._first.extend(_Errand(errand.work, (piece,)) for piece in errand.pieces)
        elif blame < MOST_BLAME:
            self._first.append(_Errand(errand.work, errand.pieces, blame))
        else:
            yield [(errand.pieces[0], Lost(loss.why))]


def _errand(work: Work, chunk: tuple[Piece, ...]) -> _Errand | None:
    return _Errand(work, chunk) if chunk else None


def _chunks(pieces: Iterator[P]) -> Iterator[tuple[P, ...]]:
    chunk: list[P] = []
    for piece in pieces:
        chunk.append(piece)
        if len(chunk) == CHUNK or sum(each.size for each in chunk) >= CHUNK_BYTES:
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)
