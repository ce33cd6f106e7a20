"""JSON Lines, plain or gzipped: a container with one article a line, read as a stream, whatever its size.

Each line is an Input of its own, looked up again: a broken one never loses the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.readers.streams import BROKEN, unpacked, unpacked_head

name = "jsonl"
suffixes = ("jsonl", "ndjson", "gz")

LONGEST_LINE = 50_000_000
"""Bytes; a longer line is passed over with a Note, and never held in memory."""

_MARK = b"\xef\xbb\xbf"


def recognises(head: bytes) -> bool:
    """Say yes where the first line is a whole JSON object and another line follows that begins like one."""
    first, end, rest = unpacked_head(head).removeprefix(_MARK).lstrip().partition(b"\n")
    if not first.startswith(b"{") or not end or not rest.lstrip().startswith(b"{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield an Input for each line that is not blank: `name#1`, `name#2` …"""
    count = 0
    with given.open() as stream:
        try:
            for line in _lines(unpacked(stream, given), given, note):
                count += 1
                yield _item(line, count, given)
        except BROKEN as error:
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
