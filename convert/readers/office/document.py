"""One office document: pandoc's tree of it, its properties, its pictures."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from convert import pandoc
from convert.contracts import Input, Raw
from convert.errors import ConvertError, MissingProgram, Noter, NothingUsable
from convert.files.zips import BROKEN_ZIP
from convert.model import Media
from convert.normalise.decode import decode
from convert.readers.bombs import refuse_bomb
from convert.readers.office.latex import with_beginning
from convert.readers.office.properties import property_candidates
from convert.readers.office.rtf_letters import with_letters
from convert.readers.office.tree import Tree
from convert.readers.text import say_decoded

TIME_LIMIT = 30.0
"""Seconds: what takes longer is not read."""
LARGEST_PICTURE = 20_000_000
_TEXTS = ("md", "rst", "tex", "rtf")
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}


def read_document(given: Input, name: str, source: str, note: Noter) -> Raw:
    """Return the article of a document in pandoc's format `source`; raises NothingUsable where there is none."""
    with given.open() as stream:
        data = stream.read()
    archive = _archive(data, given) if name not in _TEXTS else None
    text, encoding = data, ""
    if name == "rtf":
        text = with_letters(data)
    elif name in _TEXTS:
        decoded = decode(data)
        say_decoded(decoded, given.name, note)
        words = with_beginning(decoded.text, given.name, note) if name == "tex" else decoded.text
        text, encoding = words.encode("utf-8", "replace"), decoded.encoding
    parsed = _parsed(text, source, given)
    properties = list(property_candidates(archive, data))
    known = {each.field: each.value for each in reversed(properties)}
    if name == "rtf":  # its info group, which is read with the properties
        parsed = {**parsed, "meta": {}}
    tree = Tree(parsed, given.name, note, lambda target: _picture(archive, target), known)
    found = tree.read()
    if not any(map(str.isalnum, found.text)):
        raise NothingUsable("the document holds no words", where=given.path or given.name)
    return Raw(
        text=found.text,
        name=given.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        reader=name,
        encoding=encoding,
        structured=True,
        marks=found.marks,
        candidates=(*found.candidates, *properties),
        media=found.media,
    )


def _parsed(data: bytes, source: str, given: Input) -> Mapping[str, Any]:
    where = given.path or given.name
    try:
        # without --standalone reStructuredText keeps its title and fields in the text
        made = pandoc.convert(data, source, "json", ["--standalone"] if source == "rst" else [], TIME_LIMIT)
        parsed: Mapping[str, Any] = json.loads(made)
    except MissingProgram:
        raise
    except ConvertError as error:
        why = error.message.removeprefix("pandoc could not write json: ")
        raise NothingUsable(f"the document cannot be read: {why}", where=where, hint=error.hint) from error
    except (ValueError, RecursionError) as error:
        raise NothingUsable("the document nests too deep to be read", where=where) from error
    return parsed


# ---- the archive that a document is ---------------------------------------------------------------------------------


def _archive(data: bytes, given: Input) -> zipfile.ZipFile:
    where = given.path or given.name
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ZIP as error:
        raise NothingUsable(f"the document is broken: {error}", where=where) from error
    refuse_bomb([each.file_size for each in archive.infolist()], len(data), given)
    if _is_encrypted(archive):
        raise NothingUsable("the document is encrypted", where=where, hint="save it without a password")
    return archive


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    if any(each.flag_bits & 1 for each in archive.infolist()):
        return True
    if "META-INF/encryption.xml" in archive.namelist():
        return b"EncryptedData" in (member_of(archive, "META-INF/encryption.xml") or b"")
    return b"encryption-data" in (member_of(archive, "META-INF/manifest.xml") or b"")


def member_of(archive: zipfile.ZipFile, name: str, most: int = LARGEST_PICTURE) -> bytes | None:
    """Return a member's bytes; None where there is none, or it is broken or too large."""
    try:
        info = archive.getinfo(name)
        return archive.read(info) if info.file_size <= most else None
    except BROKEN_ZIP:
        return None


def _picture(archive: zipfile.ZipFile | None, target: str) -> Media | None:
    kind = _TYPES.get(target.rpartition(".")[2].lower())
    if archive is None or kind is None:
        return None
    for name in (f"word/{target}", target, target.removeprefix("./"), f"OEBPS/{target}", f"EPUB/{target}"):
        data = member_of(archive, name)
        if data:
            return Media("", kind, data)
    return None
