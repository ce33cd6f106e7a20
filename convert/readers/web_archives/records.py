"""The records of a WARC file (ISO 28500), one in memory at a time; behind a broken one the next is looked for."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from convert.contracts import Input
from convert.errors import MissingProgram, Note, Noter
from convert.readers.bombs import MOST_OF_ONE

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_WITH_CONTENT = ("response", "resource", "conversion")
_PACKED = re.compile(rb"\x1f\x8b\x08")
_PLAIN = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n[A-Z][A-Za-z-]+:")
"""How a record begins in an archive that is packed record by record, and in a plain one."""
_WINDOW = 1 << 20


class Record(Struct, frozen=True):
    """A record: what kind it is, what is said of it, where it stands in the file; its block, if it has content."""

    kind: str
    id: str
    address: str
    date: str
    media_type: str
    position: int
    size: int
    block: bytes
    digest: str = ""
    payload_digest: str = ""
    cut_by: str = ""

    @property
    def place(self) -> str:
        """What the record is called in a Note."""
        return f"the record {self.id or f'at byte {self.position:,}'}" + (f" ({self.address})" if self.address else "")


def records_in(stream: BinaryIO, given: Input, note: Noter) -> Iterator[Record]:
    """Yield each record; one that is broken, cut short or has another digest than it says is noted and left out.

    The stream can be sought. Records of kinds without content have no block.
    """
    opening = _PACKED if stream.read(2) == b"\x1f\x8b" else _PLAIN
    begin: int | None = 0
    behind = ""
    said = False
    while begin is not None:
        at, begin = begin, None
        for record, failure in _stretch(stream, at, given):
            if record is None:
                if not said:
                    note(Note("broken-record", f"what stands at byte {at:,} is no whole record: {failure}", given.name))
                said, behind = True, ""
                begin = _next(stream, at + 1, opening)
                continue
            if behind:
                note(Note("broken-record", f"what stands behind {behind} is no record", given.name))
            said, behind = False, ""
            if failure is not None and _swallows_another(record, opening):
                note(Note("broken-record", f"{record.place} runs into the next and is left out", given.name))
            else:
                behind = record.place if failure is not None else ""
                if _is_sound(record, given, note):
                    yield record
            begin = _next(stream, record.position + 1, opening) if failure is not None else None
    if behind:
        note(Note("broken-archive", f"nothing can be read behind {behind}", given.name))


def _stretch(stream: BinaryIO, begin: int, given: Input) -> Iterator[tuple[Record | None, OSError | None]]:
    """Yield records as far as they can be read, the last with what failed behind it; None where the first cannot be."""
    last: Record | None = None
    try:
        for record in _parsed(stream, begin, given):
            if last is not None:
                yield last, None
            last = record
    except OSError as error:
        yield last, error
        return
    if last is not None:
        yield last, None


def _swallows_another(record: Record, opening: re.Pattern[bytes]) -> bool:
    """Tell whether a record is shorter than it says, so that the next one stands in it."""
    whole = bool(record.digest) and agrees(record.block, record.digest)
    return opening is _PLAIN and not whole and opening.search(record.block) is not None


def _parsed(stream: BinaryIO, begin: int, given: Input) -> Iterator[Record]:
    try:
        from fastwarc.warc import ArchiveIterator
    except ModuleNotFoundError as error:
        hint = "pip install 'convert-briefings[warc]'"
        raise MissingProgram(
            "the package fastwarc is not installed", where=given.path or given.name, hint=hint
        ) from error
    stream.seek(begin)
    for record in ArchiveIterator(stream, parse_http=False):
        yield _record(record)


def _record(found: WarcRecord) -> Record:
    said, kind = found.headers, str(found.record_type)
    size = found.content_length
    wanted = kind in _WITH_CONTENT and size <= MOST_OF_ONE and found.reader is not None
    return Record(
        kind=kind,
        id=(found.record_id or "").strip("<> "),
        address=(said.get("WARC-Target-URI") or "").strip("<> "),
        date=said.get("WARC-Date") or "",
        media_type=(said.get("Content-Type") or "").lower(),
        digest=said.get("WARC-Block-Digest") or "",
        payload_digest=said.get("WARC-Payload-Digest") or "",
        cut_by=said.get("WARC-Truncated") or "",
        position=found.stream_pos,
        size=size,
        block=found.reader.read() if wanted and found.reader is not None else b"",
    )


def _next(stream: BinaryIO, begin: int, opening: re.Pattern[bytes]) -> int | None:
    """Return where a record may begin, at `begin` or behind it."""
    stream.seek(begin)
    at, before = begin, b""
    while block := stream.read(_WINDOW):
        window = before + block
        if found := opening.search(window):
            return at - len(before) + found.start()
        at, before = at + len(block), window[-64:]
    return None


# ---- whether it is sound --------------------------------------------------------------------------------------------


def _is_sound(record: Record, given: Input, note: Noter) -> bool:
    """Tell whether a record is whole and what its digest says; a Note says what is wrong."""
    if record.kind not in _WITH_CONTENT:
        return True
    if record.size > MOST_OF_ONE:
        wrong = f"has more than {MOST_OF_ONE:,} bytes"
    elif len(record.block) < record.size or not record.block:
        wrong = f"breaks off after {len(record.block):,} of {record.size:,} bytes" if record.size else "is empty"
    elif not agrees(record.block, record.digest):
        wrong = "has another digest than it says"
    else:
        if record.cut_by:
            note(Note("cut-record", f"{record.place} was cut by the crawler: {record.cut_by}", given.name))
        return True
    note(Note("broken-record", f"{record.place} {wrong} and is left out", given.name))
    return False


def agrees(block: bytes, digest: str) -> bool:
    """Tell whether bytes have a digest, written as `sha1:` and base 32, base 16 or base 64; an unknown kind agrees."""
    kind, _, value = digest.strip().partition(":")
    name = kind.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512") or not value:
        return True
    made = hashlib.new(name, block, usedforsecurity=False).digest()
    plain, base_32 = value.rstrip("="), base64.b32encode(made).decode().rstrip("=")
    base_64 = (base64.b64encode(made).decode(), base64.urlsafe_b64encode(made).decode())
    return plain.lower() in (made.hex(), base_32.lower()) or plain in {each.rstrip("=") for each in base_64}
