"""WARC files, packed or plain; needs the extra `warc` (fastwarc). Streamed, so that one may be of any size."""

from __future__ import annotations

from collections.abc import Iterator

from convert.contracts import Input, Raw
from convert.errors import Noter
from convert.model import Record
from convert.readers.repeated_notes import few_of_each
from convert.readers.streams import seekable, unpacked_head
from convert.readers.web_archives.pages import pages_in
from convert.readers.web_archives.records import records_in

name = "warc"
suffixes = ("warc",)


def recognises(head: bytes) -> bool:
    """Say yes where the first record begins: `WARC/1.1`."""
    return unpacked_head(head).startswith(b"WARC/")


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield an Input for each page of the archive; raises NothingUsable where there is none."""
    with given.open() as stream, few_of_each(note) as few:
        yield from pages_in(records_in(seekable(stream), given, few), given, few)
