"""The lines of a table in text: decoded one by one, each of bounded length."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from convert.contracts import Input
from convert.errors import Note, Noter
from convert.normalise.decode import Decoded, decode

LONGEST_LINE = 50_000_000
"""Bytes; a longer line is passed over with a Note, and never held in memory."""

_BLOCK = 1 << 16
_BARE_RETURN = re.compile(r"(?<=\r)(?!\n)(?!\Z)")


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes show; they may end within a character."""
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return decode(head).encoding
    return decode(head[: len(head) // 4 * 4] if b"\0" in head[:64] else head.rpartition(b"\n")[0] or head).encoding


def decoded_lines(stream: BinaryIO, head: bytes, given: Input, note: Noter) -> Iterator[str]:
    """Yield each line with its end; one that is not in the encoding of the `head` is read in its own, with a Note."""
    encoding = encoding_of(head)
    if encoding.startswith(("utf-16", "utf-32")) or (b"\r" in head and b"\n" not in head):
        stream, encoding = cast("BinaryIO", io.BufferedReader(_Recoded(stream, encoding))), "utf-8"
    others: set[str] = set()
    for number, line in _lines(stream, given, note):
        read = _decoded(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line, encoding)
        if read.encoding not in (encoding, *others):
            others.add(read.encoding)
            note(Note("encoding", f"line {number} is not in {encoding}; it is read as {read.encoding}", given.name))
        # within quotation marks it is a line of a cell, elsewhere the end of a row: either way a line of its own
        yield from _BARE_RETURN.split(read.text) if "\r" in read.text else (read.text,)


def _decoded(line: bytes, encoding: str) -> Decoded:
    return Decoded(line.decode("ascii"), encoding) if line.isascii() else decode(line, encoding)


def _lines(stream: BinaryIO, given: Input, note: Noter) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) <= LONGEST_LINE:
            yield number, line
            continue
        note(Note("line-too-long", f"line {number} is longer than {LONGEST_LINE:,} bytes and left out", given.name))
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)


class _Recoded(io.RawIOBase):
    """A stream in UTF-16, or with the line ends of an old Macintosh, as one in UTF-8 with those of today."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview, /) -> int:  # type: ignore[override]
        view = memoryview(into).cast("B")
        while not self._waiting:
            block = self._stream.read(_BLOCK)
            text = self._decoder.decode(block, final=not block)
            self._waiting = (text if "\n" in text else text.replace("\r", "\n")).encode("utf-8", "replace")
            if not block:
                break
        given, self._waiting = self._waiting[: len(view)], self._waiting[len(view) :]
        view[: len(given)] = given
        return len(given)
