"""JSON Lines, plain or gzipped: a container with one article a line, read as a stream, whatever its size.

Each line is an Input of its own, looked up again: a broken one never loses the rest.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record

name = "jsonl"
suffixes = ("jsonl", "ndjson", "gz")

LONGEST_LINE = 50_000_000
"""Bytes; a longer line is passed over with a Note, and never held in memory."""

_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"


def recognises(head: bytes) -> bool:
    """Say yes where the first line is a whole JSON object and another line follows that begins like one."""
    if head.startswith(_GZIP):
        head = _unpacked(head)
    first, end, rest = head.removeprefix(_MARK).lstrip().partition(b"\n")
    if not first.startswith(b"{") or not end or not rest.lstrip().startswith(b"{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _unpacked(head: bytes) -> bytes:
    try:
        # 31: a gzip header is expected; the bytes end before the stream does
        return zlib.decompressobj(31).decompress(head, 65536)
    except zlib.error:
        return b""


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield an Input for each line that is not blank: `name#1`, `name#2` …"""
    count = 0
    with given.open() as stream:
        try:
            for line in _lines(_plain(stream), given, note):
                count += 1
                yield _item(line, count, given)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            note(Note("broken-archive", f"the archive breaks off after {count} lines: {error}", given.name))
    if count == 0:
        raise NothingUsable("there is no line with an article in it", where=given.path or given.name)


def _item(line: bytes, count: int, given: Input) -> Input:
    made = input_of(f"{given.name}#{count}", line)
    if not _may_be_json(line):
        # looked up by its content it would be printed as a text
        made = replace(made, open=_failing(f"{given.path or given.name}, line {count}"))
    return replace(made, given=given.given, path=given.path, depth=given.depth + 1)


def _may_be_json(line: bytes) -> bool:
    return re.match(rb'\{\s*["}]|\[\s*[\[{\]]', line) is not None


def _failing(where: str) -> Callable[[], BinaryIO]:
    def fail() -> BinaryIO:
        raise NothingUsable("the line is no JSON object", where=where)

    return fail


def _plain(stream: BinaryIO) -> BinaryIO:
    head = stream.read(2)
    whole = cast("BinaryIO", _Rejoined(head, stream))
    return cast("BinaryIO", gzip.GzipFile(fileobj=whole)) if head == _GZIP else whole


class _Rejoined:
    """A stream with its first bytes put back: not every input can be sought."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        return head + self._stream.read(size if size < 0 else max(0, size - len(head)))

    def readline(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        if b"\n" in head:
            line, end, self._head = head.partition(b"\n")
            return line + end
        return head + self._stream.readline(size)


def _lines(stream: BinaryIO, given: Input, note: Noter) -> Iterator[bytes]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            note(Note("line-too-long", f"line {number} is longer than {LONGEST_LINE:,} bytes and left out", given.name))
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
        elif plain := (line.removeprefix(_MARK) if number == 1 else line).strip():
            yield plain
