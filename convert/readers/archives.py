"""Archives (zip, tar, gzip): containers whose members are Inputs, one in memory at a time, nothing put on disk.

What an archive says of itself (sum of sizes, how far it is packed, number of members) is checked before anything in
it is opened, and held to while it is read: bombs are refused.
"""

from __future__ import annotations

import gzip
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Input, Raw, input_of
from convert.errors import Note, Noter, NothingUsable
from convert.files.zips import BROKEN_ZIP
from convert.model import Record
from convert.readers.bombs import HIGHEST_RATIO, MOST_OF_ONE, UNSUSPECTED, refuse_bomb
from convert.readers.streams import seekable

_NO_ARTICLE = frozenset(
    (
        *("jpg", "jpeg", "png", "gif", "webp", "svg", "ico", "bmp", "tif", "tiff", "heic", "mp3", "mp4", "mov", "avi"),
        *("wav", "ogg", "webm", "css", "js", "map", "woff", "woff2", "ttf", "otf", "eot", "db", "lnk", "ds_store"),
    )
)
_BROKEN = (zlib.error, EOFError, gzip.BadGzipFile, tarfile.TarError, ValueError, OSError)

Member = tuple[str, bytes]


class Archive(Struct, frozen=True):
    """A reader of one kind of archive."""

    name: str
    suffixes: tuple[str, ...]
    is_one: Callable[[bytes], bool]
    members: Callable[[BinaryIO, Input, Noter], Iterator[Member]]

    def recognises(self, head: bytes) -> bool:
        """Say yes by the first bytes."""
        return self.is_one(head)

    def read(self, given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
        """Yield an Input for each member that may be an article; a broken member is a Note.

        Raises NothingUsable for an archive that is a bomb, is broken at its root or holds no member.
        """
        count = 0
        with given.open() as stream:
            for name, data in self.members(stream, given, note):
                count += 1
                made = input_of(f"{given.name}#{name}", data)
                yield replace(made, given=given.given, path=given.path, depth=given.depth + 1)
        if count == 0:
            raise NothingUsable("the archive holds no article", where=given.path or given.name)


# ---- zip ------------------------------------------------------------------------------------------------------------


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _zip_members(stream: BinaryIO, given: Input, note: Noter) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(seekable(stream))
    except BROKEN_ZIP as error:
        raise NothingUsable(f"the archive is broken: {error}", where=given.path or given.name) from error
    members = [member for member in archive.infolist() if not member.is_dir()]
    _refuse_office(members, given)
    refuse_bomb([member.file_size for member in members], sum(member.compress_size for member in members), given)
    for member in sorted(members, key=lambda each: each.filename):
        if not _is_wanted(member.filename, member.file_size, given, note):
            continue
        if member.flag_bits & 1:
            note(Note("encrypted-member", f"{member.filename} is encrypted and left out", given.name))
            continue
        try:
            with archive.open(member) as inside:
                data = inside.read(member.file_size + 1)
        except BROKEN_ZIP as error:
            note(Note("broken-member", f"{member.filename} cannot be unpacked: {error}", given.name))
            continue
        yield member.filename, data


def _refuse_office(members: Sequence[zipfile.ZipInfo], given: Input) -> None:
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise NothingUsable(
            "this is an Office file of a kind that is not read", where=given.path or given.name, hint="save it as .docx"
        )


# ---- tar ------------------------------------------------------------------------------------------------------------


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def _tar_members(stream: BinaryIO, given: Input, note: Noter) -> Iterator[Member]:
    total = count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                total, count = total + member.size, count + 1
                refuse_bomb([total], total, given, count)
                if not member.isfile() or not _is_wanted(member.name, member.size, given, note):
                    continue
                inside = archive.extractfile(member)
                if inside is not None:
                    yield member.name, inside.read()
    except _BROKEN as error:
        if count == 0:
            raise NothingUsable(f"the archive is broken: {error}", where=given.path or given.name) from error
        note(Note("broken-archive", f"the archive breaks off after {count} members: {error}", given.name))


# ---- gzip -----------------------------------------------------------------------------------------------------------


def _is_gzip(head: bytes) -> bool:
    return head.startswith(b"\x1f\x8b\x08")


def _gzip_members(stream: BinaryIO, given: Input, note: Noter) -> Iterator[Member]:
    """Yield the one file in it, cut where it breaks off; it cannot say beforehand how large it is."""
    counted = _Counted(stream)
    plain: list[bytes] = []
    size = 0
    try:
        unpacked = gzip.GzipFile(fileobj=cast("BinaryIO", counted))
        while block := unpacked.read(1 << 20):
            plain.append(block)
            size += len(block)
            if size > MOST_OF_ONE * 5 or (size > UNSUSPECTED and size > counted.count * HIGHEST_RATIO * 2):
                raise NothingUsable("the archive unpacks to too much: it may be a bomb", where=given.path or given.name)
    except _BROKEN as error:
        if not size:
            raise NothingUsable(f"the archive is broken: {error}", where=given.path or given.name) from error
        note(Note("broken-archive", f"the archive breaks off after {size:,} bytes: {error}", given.name))
    called = re.sub(
        r"\.(?:gz|gzip|tgz)$", lambda end: ".tar" if end[0].lower() == ".tgz" else "", given.name, flags=re.I
    )
    yield called.rpartition("#")[2], b"".join(plain)


class _Counted:
    """A stream that knows how much was read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data


# ---- all of them ----------------------------------------------------------------------------------------------------


def _is_wanted(name: str, size: int, given: Input, note: Noter) -> bool:
    """Tell whether a member may be an article; what is left out is named unless it is a system's own file."""
    parts = re.split(r"[\\/]", name)
    if any(part.startswith(".") and part not in (".", "..") for part in parts) or "__MACOSX" in parts:
        return False
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        note(Note("unsafe-member", f"a member that names a place outside the archive is left out: {name}", given.name))
        return False
    if parts[-1].rpartition(".")[2].lower() in _NO_ARTICLE or size == 0:
        note(Note("member-left-out", f"{name} is no text", given.name, level="info"))
        return False
    if size > MOST_OF_ONE:
        note(Note("member-too-long", f"{name} has more than {MOST_OF_ONE:,} bytes and is left out", given.name))
        return False
    return True


zip_reader = Archive("zip", ("zip",), _is_zip, _zip_members)
tar_reader = Archive("tar", ("tar",), _is_tar, _tar_members)
gzip_reader = Archive("gz", ("gz", "tgz"), _is_gzip, _gzip_members)
