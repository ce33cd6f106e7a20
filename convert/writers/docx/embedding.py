"""Fonts inside a Word file: each face whole, obfuscated as ISO/IEC 29500-4, 17.8.1 asks for.

The files come from the installation's font packages (OFL, which allows embedding); a face stays whole, so that the
document can be edited in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

from convert.errors import StyleError
from convert.fonts import face_file
from convert.style import Style
from convert.writers.docx.terms import font_sources

PLACES = {
    "embedRegular": "Regular",
    "embedBold": "Bold",
    "embedItalic": "Italic",
    "embedBoldItalic": "BoldItalic",
}
"""What Word asks a family for, in the schema's order, and the style of the file that answers."""

OBFUSCATED = 32
"""First bytes of a font that are mixed with its key."""

RESTRICTED = 0x0002
"""The bit of `fsType` in a font's OS/2 table that forbids embedding."""


class EmbeddedFonts(Struct, frozen=True):
    """The obfuscated files by name, and each family's entries in the font table."""

    files: Mapping[str, bytes]
    entries: Mapping[str, str]


def embedded_fonts(style: Style) -> EmbeddedFonts:
    """Return the fonts of a style as Word embeds them; raises StyleError where one forbids it or is missing."""
    files: dict[str, bytes] = {}
    entries: dict[str, str] = {}
    for family, source in font_sources(style).items():
        made = []
        for place, face in PLACES.items():
            data = _face(source, face)
            if data is None:
                continue
            key = _key(data)
            files[f"font{len(files) + 1}.odttf"] = obfuscated(data, key)
            made.append(f'<w:{place} r:id="rId{len(files)}" w:fontKey="{{{key}}}"/>')
        entries[family] = "".join(made)
    return EmbeddedFonts(files, entries)


def _face(family: str, face: str) -> bytes | None:
    """Return a face's file; a weight that stands in the family's name has no bold of its own, a file only itself."""
    if family.endswith(".ttf") and face != "Regular":
        return None
    has_weight = family.rpartition(" ")[2] in ("SemiBold", "Bold", "Medium", "Light")
    if has_weight and face.startswith("Bold"):
        return None
    try:
        data = face_file(family, face).read_bytes()
    except StyleError:
        if face == "Regular":
            raise
        return None
    if _forbids(data):
        raise StyleError(f"the font “{family}” may not be embedded: its licence bits forbid it", where="--embed-fonts")
    return data


def _forbids(data: bytes) -> bool:
    """Tell from the OS/2 table (OpenType 1.9, OS/2: fsType) whether a font may not be embedded."""
    count = int.from_bytes(data[4:6], "big")
    for at in range(12, 12 + 16 * count, 16):
        if data[at : at + 4] == b"OS/2":
            offset = int.from_bytes(data[at + 8 : at + 12], "big")
            return int.from_bytes(data[offset + 8 : offset + 10], "big") & 0x000F == RESTRICTED
    return False


def _key(data: bytes) -> str:
    """Return a GUID made from the font's bytes: the same font has the same key."""
    digits = hashlib.sha256(data).hexdigest()[:32].upper()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def obfuscated(data: bytes, key: str) -> bytes:
    """Return a font with its first 32 bytes mixed with the key, read from its end; done twice, it is plain again."""
    mask = bytes.fromhex(key.replace("-", ""))[::-1]
    head = bytes(byte ^ mask[at % 16] for at, byte in enumerate(data[:OBFUSCATED]))
    return head + data[OBFUSCATED:]
