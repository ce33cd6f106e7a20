"""The provenance in a finished file: where each format keeps it."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from convert.errors import ConvertError, Differs
from convert.files.zips import BROKEN_ZIP
from convert.model import Provenance

_MOST_BYTES = 50_000_000
"""Of one member of an archive: an output of ours has none that is larger, a bomb has."""


class Listed(Struct, frozen=True):
    """An output as a pack's manifest names it."""

    name: str
    sha256: str


class Manifest(Struct, frozen=True):
    """A pack's manifest; what it says of articles that were left out is for people."""

    provenance: Provenance
    outputs: tuple[Listed, ...]


class Embedded(Struct, frozen=True):
    """What a file says of how it was made, and the formats that it may be in."""

    provenance: Provenance
    formats: tuple[str, ...]


def embedded(path: Path, data: bytes) -> Embedded | None:
    """Return the provenance in a file and the formats it may be in, None where there is none.

    Raises Differs where there is one that cannot be read.
    """
    for format_, found in _found(data):
        if found is not None:
            formats = (format_,) if format_ else formats_by_ending(path)
            return Embedded(_decoded(found), formats)
    return None


def manifest_in(data: bytes) -> Manifest | None:
    """Return the manifest of a pack, None where the bytes are none."""
    if not data.lstrip().startswith(b"{"):
        return None
    try:
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        return None


def _decoded(said: str) -> Provenance:
    try:
        return msgspec.json.decode(said.encode("utf-8", "replace"), type=Provenance)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Differs("its provenance cannot be read", hint=str(error)) from error


def _found(data: bytes) -> Iterator[tuple[str, str | None]]:
    """Yield a format, or none where only the name tells it, with the provenance found in that format's place."""
    if data.startswith(b"%PDF-"):
        yield "pdf", _between(data.decode("utf-8", "replace"), "<convert:provenance>", "</convert:provenance>")
    elif data.startswith(b"PK\x03\x04"):
        yield from _in_archive(data)
    else:
        text = data.decode("utf-8", "replace")
        if text.startswith("---\n"):
            yield "md", _between(text.partition("\n---\n")[0] + "\n", "\nprovenance: ", "\n")
        yield "html", _between(text, '<meta name="convert.provenance" content="', '"')
        yield "", _anywhere(text)


def _between(text: str, start: str, end: str) -> str | None:
    _, found, rest = text.partition(start)
    said, ended, _ = rest.partition(end)
    return html.unescape(said) if found and ended and start[0] == "<" else said if found and ended else None


def _in_archive(data: bytes) -> Iterator[tuple[str, str | None]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "EPUB/provenance.json" in names:
                yield "epub", _member(archive, "EPUB/provenance.json")
            elif "docProps/custom.xml" in names:
                format_ = "docx" if "word/document.xml" in names else ""
                yield format_, _anywhere(html.unescape(_member(archive, "docProps/custom.xml")))
            elif "meta.xml" in names:
                yield "", _anywhere(html.unescape(_member(archive, "meta.xml")))
    except BROKEN_ZIP as error:
        raise Differs("the file is damaged: it is no whole archive", hint=str(error)) from error


def _member(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > _MOST_BYTES:
        raise Differs(f"{name} in it is larger than any of ours")
    return archive.read(name).decode("utf-8", "replace")


_START = re.compile(r'\\?\{"inputs":')


def _anywhere(text: str) -> str | None:
    """Return the last JSON object in a text that begins as a provenance does: comments stand at the end."""
    for found in reversed(list(_START.finditer(text))):
        rest = text[found.start() :]
        if rest.startswith("\\"):
            rest = _out_of_rtf(rest)
        try:
            _, end = json.JSONDecoder().raw_decode(rest)
        except (ValueError, RecursionError):
            # no JSON, or nested as no provenance is
            continue
        return rest[:end]
    return None


def _out_of_rtf(text: str) -> str:
    """Return the words of a group of RTF: `\\{` is a brace, `\\u233?` a character by its number in UTF-16."""
    line = text.partition("\n")[0]
    units = re.sub(r"\\u(-?\d{1,6})\?", lambda number: chr(int(number[1]) % 65536), line)
    plain = re.sub(r"\\([\\{}])", r"\1", units)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# ---- formats --------------------------------------------------------------------------------------------------------


@cache
def _formats_by_suffix() -> dict[str, list[str]]:
    from convert.formats import WRITERS, pandoc_formats, plugins, writer_named

    found: dict[str, list[str]] = {}
    for row in WRITERS:
        found.setdefault(row.suffix, []).append(row.name)
    own = {row.name for row in WRITERS}
    for name in (*(name for name, _ in plugins("convert.writers")), *sorted(pandoc_formats() - own)):
        found.setdefault(_suffix(name, writer_named), []).append(name)
    return found


def _suffix(name: str, named: Callable[[str], tuple[str, object]]) -> str:
    try:
        return str(getattr(named(name)[1], "suffix", ""))
    except ConvertError:
        # a plug-in that cannot be loaded writes nothing that could be compared
        return ""


def formats_by_ending(path: Path) -> tuple[str, ...]:
    """Return the formats whose documents have the ending of a file's name, our own first; none if nobody's have."""
    known = _formats_by_suffix()
    name = path.name.lower()
    endings = [suffix for suffix in known if suffix and name.endswith(f".{suffix}")]
    return tuple(known[max(endings, key=len)]) if endings else ()
