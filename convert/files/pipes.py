"""What can be read but once, standard input and named pipes: what was read is kept, so that it can be opened again."""

from __future__ import annotations

import io
import os
import select
import weakref
from collections.abc import Callable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from convert.errors import ConvertError, UsageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PATIENCE = 10_000
"""Milliseconds to wait for a writer's first bytes."""

MOST = 1_000_000_000
"""Bytes of one stream: who writes without end must fill neither memory nor disk."""

_IN_MEMORY = 1 << 20
_STEP = 1 << 20


class Once:
    """A stream that is read on only as far as somebody reads; what was read waits in a file without a name.

    `start` opens it. Whoever reads beyond `MOST` bytes gets a UsageError.
    """

    def __init__(self, start: Callable[[], BinaryIO], name: str) -> None:
        self._start = start
        self._name = name
        self._stream: BinaryIO | None = None
        self._size = 0
        self._ended = False
        self._kept = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- it lives as long as what can be opened
        weakref.finalize(self, self._kept.close)

    def open(self) -> BinaryIO:
        """Return all of it, from its beginning, as a stream of its own."""
        if self._stream is None:
            self._stream = self._start()
        return cast("BinaryIO", io.BufferedReader(_View(self), 1 << 16))

    def piece(self, at: int, size: int) -> bytes:
        """Return up to `size` bytes from a place, fewer only at the end."""
        self.read_on(at + size)
        self._kept.seek(at)
        return self._kept.read(size)

    def read_on(self, end: int | None = None) -> int:
        """Read until that many bytes are kept, or all there are; return how many are."""
        end = MOST + 1 if end is None else end
        while self._size < end and not self._ended and self._stream is not None:
            data = self._stream.read(min(_STEP, end - self._size))
            # on a terminal the end is not the last word: reading again would wait for more
            self._ended = not data
            if self._size + len(data) > MOST:
                hint = "write it into a file, and name that"
                raise UsageError(f"a stream is read up to {MOST:,} bytes", where=self._name, hint=hint)
            self._kept.seek(self._size)
            self._kept.write(data)
            self._size += len(data)
        return self._size


class _View(io.RawIOBase):
    """One reading of what is read once."""

    def __init__(self, whole: Once) -> None:
        self._whole = whole
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        self._at = max(0, offset + (self._whole.read_on() if base is None else base))
        return self._at

    def readinto(self, into: WriteableBuffer, /) -> int:
        room = memoryview(into).cast("B")
        data = self._whole.piece(self._at, len(room))
        room[: len(data)] = data
        self._at += len(data)
        return len(data)

    def readall(self) -> bytes:
        data = self._whole.piece(self._at, max(0, self._whole.read_on() - self._at))
        self._at += len(data)
        return data


def pipe_opened(path: Path) -> BinaryIO:
    """Return a named pipe that somebody writes to; raises UsageError where no writer comes in time."""
    try:
        # without O_NONBLOCK the open itself would wait for a writer, for ever
        pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ConvertError(f"cannot read the pipe: {error.strerror}", where=str(path)) from error
    stream = os.fdopen(pipe, "rb", closefd=False)
    weakref.finalize(stream, os.close, pipe)
    _wait(pipe, path)
    os.set_blocking(pipe, True)
    return stream


def _wait(pipe: int, path: Path) -> None:
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    if not poll.poll(PATIENCE):
        raise UsageError(
            f"this is a named pipe, and nothing was written to it in {PATIENCE // 1000} seconds", where=str(path)
        )
