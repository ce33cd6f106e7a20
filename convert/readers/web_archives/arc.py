"""ARC files, what the Internet Archive kept before WARC (ARC File Format 1.0 and 2.0): plain or in gzip, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from convert.contracts import Input, Raw
from convert.errors import Note, Noter
from convert.model import Record as Whole
from convert.readers.bombs import MOST_OF_ONE
from convert.readers.repeated_notes import few_of_each
from convert.readers.streams import BROKEN, unpacked, unpacked_head
from convert.readers.web_archives.pages import pages_in
from convert.readers.web_archives.records import Record

name = "arc"
suffixes = ("arc",)

LONGEST_LINE = 65_536

_LINE = re.compile(
    rb"(?P<address>[a-z][a-z0-9+.-]*:.+?) (?P<host>\S+) (?P<date>\d{14}) (?P<kind>\S+)(?: \S+ \S+ \S+ \d+ \S+)? "
    rb"(?P<size>\d{1,12})\r?\n",
    re.IGNORECASE,
)
"""The line over a record, of version 1 or, with a code, checksum, location, offset and file name, of version 2."""


def recognises(head: bytes) -> bool:
    """Say yes where the first line is that of the record which every ARC file begins with."""
    return unpacked_head(head).startswith(b"filedesc://")


def read(given: Input, note: Noter) -> Iterator[Raw | Whole | Input]:
    """Yield an Input for each page of the archive; raises NothingUsable where there is none."""
    with given.open() as stream, few_of_each(note) as few:
        yield from pages_in(_records(unpacked(stream, given), given, few), given, few)


def _records(stream: BinaryIO, given: Input, note: Noter) -> Iterator[Record]:
    """Yield each record but the first, which describes the file; what is none is passed over, with a Note."""
    at, broken = 0, False
    try:
        while line := stream.readline(LONGEST_LINE):
            begin, at = at, at + len(line)
            found = _LINE.fullmatch(line)
            if found is None:
                if line.strip() and not broken and begin:
                    note(Note("broken-record", f"what stands at byte {begin:,} is no whole record", given.name))
                    broken = True
                continue
            size, broken = int(found["size"]), False
            block = stream.read(min(size, MOST_OF_ONE))
            at += len(block)
            record = _record(found, begin, block)
            if len(block) < size:
                said = f"{record.place} breaks off after {len(block):,} of {size:,} bytes and is left out"
                note(Note("broken-record", said, given.name))
                at += _passed_over(stream, size - len(block))
            elif not record.address.startswith("filedesc:"):
                yield record
    except BROKEN as error:
        note(Note("broken-archive", f"the archive breaks off: {error}", given.name))


def _passed_over(stream: BinaryIO, size: int) -> int:
    left = size
    while left > 0 and (block := stream.read(min(left, 1 << 20))):
        left -= len(block)
    return size - left


def _record(line: re.Match[bytes], position: int, block: bytes) -> Record:
    address = line["address"].decode("utf-8", "replace")
    year, *rest = (line["date"][a:b].decode() for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)))
    return Record(
        kind="response" if block.startswith(b"HTTP/") else "resource",
        id="",
        address=address,
        date=f"{year}-{rest[0]}-{rest[1]}T{':'.join(rest[2:])}Z",
        media_type=line["kind"].decode("ascii", "replace").lower(),
        position=position,
        size=len(block),
        block=block,
    )
