"""From bytes to text: byte order mark, what is declared, strict UTF-8, and only then a detector; mojibake is repaired.

What no text can hold (control characters, halves of surrogate pairs, marks that turn the direction of the line) is
taken out by an edit, so that the source still says that it was there.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from convert.normalise.draft import Draft

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_MOJIBAKE = re.compile("Ã[\x80-\xbf¡-¿ƒ„…†‡ˆ‰Š‹Œ]|â€[\x80-\xbf™œž¦“”]|Â[\xa0«»°·]|Ð[\x80-\xbf°-¿]|Ñ[\x80-\xbf€‚]")
"""UTF-8 read as one byte a letter: what ftfy is asked about, and only then imported."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff]+")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]+")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0c")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]+")


class Decoded(Struct, frozen=True):
    """Text, the encoding it was read in, and whether mojibake was repaired."""

    text: str
    encoding: str
    repaired: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of bytes. Bytes that no encoding accounts for become U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"), encoding.removesuffix("-sig"))
    if declared is not None and (text := _strictly(data, declared)) is not None:
        return _checked(text, declared.lower())
    text = _strictly(data, "utf-8")
    if text is not None:
        return _checked(text, "utf-8")
    encoding = _detected(data)
    return _checked(data.decode(encoding, "replace"), encoding)


def is_binary(head: bytes) -> bool:
    """Tell whether the first bytes are no text: a NUL where no wide encoding explains it, or mostly control bytes."""
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    nul = head.count(0)
    return nul > max(2, len(head) // 100) or controls > len(head) // 10


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _detected(data: bytes) -> str:
    import chardet

    found = chardet.detect(data[:200_000])["encoding"] or "cp1252"
    try:
        codecs.lookup(found)
    except LookupError:
        return "cp1252"
    return "cp1252" if found.lower() in ("ascii", "iso-8859-1", "latin-1") else found.lower()


def _checked(text: str, encoding: str) -> Decoded:
    """Return the text, its mojibake repaired where its letters ask for that; curly quotation marks stay."""
    if not _MOJIBAKE.search(text):
        return Decoded(text, encoding)
    import ftfy

    repaired = ftfy.fix_encoding(text)
    return Decoded(repaired, encoding, repaired=repaired != text)


# ---- passes -------------------------------------------------------------------------------------------------------


def take_out_unprintable(draft: Draft) -> None:
    """Take out control characters, lone surrogates and turning marks, with a warning; make line ends alike."""
    if _UNPRINTABLE.search(draft.text) and (many := draft.substitute(_UNPRINTABLE, "", "control-characters")):
        draft.note("control-characters", f"control characters taken out in {many} places")
    if _TURNING.search(draft.text) and (many := draft.substitute(_TURNING, "", "direction-marks")):
        draft.note("direction-marks", f"marks that turn the direction of the text taken out in {many} places")
    draft.substitute(_LINE_ENDS, "\n", "line-ends")
    draft.substitute(_INVISIBLE, "", "invisible-characters")
