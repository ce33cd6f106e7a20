"""Streams that readers need otherwise than they come: unpacked, if they are in gzip, or such that can be sought."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO, cast

from convert.contracts import HEAD_SIZE, Input
from convert.errors import NothingUsable
from convert.readers.bombs import HIGHEST_RATIO, UNSUSPECTED

MARK = b"\x1f\x8b"

BROKEN = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a stream raises where its gzip is cut off or damaged."""


def unpacked_head(head: bytes) -> bytes:
    """Return the first bytes of what is in gzip, or the bytes themselves; nothing where the gzip is none."""
    if not head.startswith(MARK):
        return head
    try:
        # 31: a gzip header is expected; the bytes end before the stream does
        return zlib.decompressobj(31).decompress(head, HEAD_SIZE)
    except zlib.error:
        return b""


def unpacked(stream: BinaryIO, given: Input) -> BinaryIO:
    """Return a stream of lines, unpacked if it is in gzip; reading a bomb raises NothingUsable."""
    head = stream.read(2)
    whole = _Rejoined(head, stream)
    return cast("BinaryIO", _Bounded(whole, given.path or given.name) if head == MARK else whole)


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream that can be sought: the stream itself, or what is in it in memory."""
    try:
        can_be_sought = stream.seekable()
    except (AttributeError, OSError):
        can_be_sought = False
    return stream if can_be_sought else io.BytesIO(stream.read())


class _Rejoined:
    """A stream with its first bytes put back: not every input can be sought."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        data = head + self._stream.read(size if size < 0 else max(0, size - len(head)))
        self.count += len(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        if b"\n" in head:
            line, end, self._head = head.partition(b"\n")
            return line + end
        return head + self._stream.readline(size)


class _Bounded(gzip.GzipFile):
    """A stream in gzip that ends with an error where it unpacks to too much."""

    def __init__(self, packed: _Rejoined, where: str) -> None:
        super().__init__(fileobj=cast("BinaryIO", packed), mode="rb")
        self._packed, self._where, self._size = packed, where, 0

    def read(self, size: int | None = -1) -> bytes:
        return self._counted(super().read(size))

    def readline(self, size: int | None = -1) -> bytes:
        return self._counted(super().readline(-1 if size is None else size))

    def _counted(self, data: bytes) -> bytes:
        self._size += len(data)
        # twice: the unpacked bytes run behind those that were read
        if self._size > UNSUSPECTED and self._size > self._packed.count * HIGHEST_RATIO * 2:
            raise NothingUsable("the archive unpacks to too much: it may be a bomb", where=self._where)
        return data
