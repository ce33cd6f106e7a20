"""An answer of HTTP as it was recorded: its status, what kind of content it has, and the content, decoded."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING

from msgspec import Struct

from convert.readers.bombs import HIGHEST_RATIO, MOST_OF_ONE, UNSUSPECTED

if TYPE_CHECKING:
    from email.message import Message

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b[^\n]*\n")
_END_OF_FIELDS = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")


class NotDecoded(Exception):
    """The content is in an encoding that is not known, is damaged, or would be too large."""


class Answer(Struct, frozen=True):
    """An answer: `kind` is its media type in lower case, `charset` the encoding of text that it names.

    `forms` are its content as it was sent, and with its chunks joined; `content` is unpacked as well.
    """

    status: int
    kind: str
    charset: str | None
    content: bytes
    forms: tuple[bytes, ...] = ()


def answer_of(block: bytes) -> Answer | None:
    """Return the answer that a record holds, its chunks joined, unpacked; None where it is none of HTTP.

    Raises NotDecoded. Content that is not chunked or packed as its fields say is taken as it is: crawlers undo either
    and keep the fields.
    """
    first = _STATUS.match(block)
    if first is None:
        return None
    end = _END_OF_FIELDS.search(block, first.end() - 2)
    from email.parser import BytesHeaderParser

    fields = BytesHeaderParser().parsebytes(block[first.end() : end.start() if end else len(block)])
    sent = block[end.end() :] if end else b""
    content = joined = _joined(sent) if "chunked" in _field(fields, "Transfer-Encoding") else sent
    for encoding in reversed(re.split(r"\s*,\s*", _field(fields, "Content-Encoding"))):
        content = _unpacked(content, encoding)
    charset = fields.get_param("charset")
    return Answer(
        status=int(first[1]),
        kind=fields.get_content_type() if fields["Content-Type"] else "",
        charset=charset.strip("\"' ") if isinstance(charset, str) and charset.strip() else None,
        content=content,
        forms=(sent, joined),
    )


def _field(fields: Message, name: str) -> str:
    return str(fields[name] or "").strip().lower()


def _joined(content: bytes) -> bytes:
    """Return chunks as one (RFC 9112, 7.1), as far as they are whole; what is not chunked as it is."""
    parts: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(content, at):
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(content[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
    return b"".join(parts) if parts else content


# ---- packed content -------------------------------------------------------------------------------------------------


def _unpacked(content: bytes, encoding: str) -> bytes:
    match encoding:
        case "" | "identity":
            return content
        case "gzip" | "x-gzip" if not content.startswith(b"\x1f\x8b"):
            return content
        case "gzip" | "x-gzip":
            return _inflated(content, 31)
        case "deflate":
            # RFC 9110, 8.4.1.2: zlib's format is meant, and some servers send the bare stream
            return _inflated(content, 15 if content[:1] == b"\x78" else -15)
        case "br" | "zstd":
            return _read(content, encoding)
        case _:
            raise NotDecoded(f"its content encoding is not known: {encoding[:40]}")


def _inflated(content: bytes, bits: int) -> bytes:
    most = _most(content)
    try:
        data = zlib.decompressobj(bits).decompress(content, most + 1)
    except zlib.error as error:
        raise NotDecoded(f"it cannot be unpacked: {error}") from error
    return _bounded(data, most)


def _read(content: bytes, encoding: str) -> bytes:
    try:
        from fastwarc.stream_io import BrotliReader, ZstdReader
    except ModuleNotFoundError as error:
        raise NotDecoded(f"it is packed with {encoding}, which needs the extra warc") from error
    most = _most(content)
    reader = (BrotliReader if encoding == "br" else ZstdReader)(io.BytesIO(content))
    parts: list[bytes] = []
    size = 0
    try:
        while size <= most and (part := reader.read(1 << 20)):
            parts.append(part)
            size += len(part)
    except OSError as error:
        if b"<" in content[:200]:
            return content  # unpacked already
        raise NotDecoded(f"it cannot be unpacked: {error}") from error
    return _bounded(b"".join(parts), most)


def _most(content: bytes) -> int:
    return min(MOST_OF_ONE, max(UNSUSPECTED, len(content) * HIGHEST_RATIO))


def _bounded(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise NotDecoded(f"it unpacks to more than {most:,} bytes")
    return data
