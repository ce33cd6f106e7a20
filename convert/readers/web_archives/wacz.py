"""WACZ: WARC files with an index in one zip, as browsers' recorders write them; needs the extra `warc` (fastwarc)."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.files.zips import BROKEN_ZIP
from convert.model import Record
from convert.readers import archives
from convert.readers.bombs import refuse_ratio
from convert.readers.repeated_notes import few_of_each
from convert.readers.streams import seekable
from convert.readers.web_archives import records
from convert.readers.web_archives.pages import pages_in

name = "wacz"
suffixes = ("wacz",)

_ARCHIVE = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
_NAMES = re.compile(rb"PK\x03\x04.{26}(?:archive/|indexes/|pages/|datapackage\.json)", re.DOTALL)
_LOCAL_HEADER = 30
"""Bytes of the header over a member, before its name (APPNOTE 4.3.7)."""
_BROKEN = (*BROKEN_ZIP, struct.error)


def recognises(head: bytes) -> bool:
    """Say yes to a zip whose first member is in one of the places that WACZ names (WACZ 1.1.1, section 4)."""
    return _NAMES.match(head) is not None


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield an Input for each page of the archives in it; a zip that holds none is read as any other.

    Raises NothingUsable where there is no page.
    """
    with given.open() as stream, few_of_each(note) as few:
        data = seekable(stream)
        try:
            whole = zipfile.ZipFile(data)
        except _BROKEN as error:
            raise NothingUsable(f"the archive is broken: {error}", where=given.path or given.name) from error
        members = sorted((each for each in whole.infolist() if _ARCHIVE.fullmatch(each.filename)), key=_by_name)
        if members:
            refuse_ratio(sum(m.file_size for m in members), sum(m.compress_size for m in members), given)
            yield from pages_in(_records(whole, data, members, given, few), given, few)
            return
    yield from archives.zip_reader.read(given, note)


def _by_name(member: zipfile.ZipInfo) -> str:
    return member.filename


def _records(
    whole: zipfile.ZipFile, data: BinaryIO, members: Sequence[zipfile.ZipInfo], given: Input, note: Noter
) -> Iterator[records.Record]:
    for member in members:
        try:
            with whole.open(member) if member.compress_type else io.BufferedReader(_Stored(data, member)) as stream:
                yield from records.records_in(cast("BinaryIO", stream), given, note)
        except _BROKEN as error:
            note(Note("broken-member", f"{member.filename} cannot be unpacked: {error}", given.name))


class _Stored(io.RawIOBase):
    """A member that is stored as it is, as WACZ asks for: sought without reading it anew.

    Its checksum, that of the whole, is not looked at: each record has a digest of its own.
    """

    def __init__(self, data: BinaryIO, member: zipfile.ZipInfo) -> None:
        data.seek(member.header_offset)
        name, more = struct.unpack("<26x2H", data.read(_LOCAL_HEADER))
        self._data, self._size, self._at = data, member.file_size, 0
        self._begin = member.header_offset + _LOCAL_HEADER + name + more

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, into: bytearray | memoryview, /) -> int:  # type: ignore[override]
        self._data.seek(self._begin + self._at)
        part = self._data.read(min(len(into), max(0, self._size - self._at)))
        into[: len(part)] = part
        self._at += len(part)
        return len(part)
