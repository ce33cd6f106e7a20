"""From bytes to text: byte order mark, what is declared, strict UTF-8, and only then a detector; mojibake is repaired.

What no printed text can hold (control characters, marks that turn the direction of the line) is taken out by an edit,
so that the source still says that it was there.
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

_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"BZh")
"""How PDF, zip (DOCX, EPUB), old Office, pictures and compressed files begin: they may hold few control bytes."""

_MOJIBAKE = re.compile("Ã[\x80-\xbf¡-¿ƒ„…†‡ˆ‰Š‹Œ]|â€[\x80-\xbf™œž¦“”]|Â[\xa0«»°·]|Ð[\x80-\xbf°-¿]|Ñ[\x80-\xbf€‚]")
"""UTF-8 read as one byte a letter: what ftfy is asked about, and only then imported."""

_LOST_BYTE = re.compile(r"â€(?=[\s.,;:!?)]|\Z)")
"""A closing quotation mark whose last byte, 9D, is none in Windows-1252 and got lost on the way."""

_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""A letter beyond ASCII in UTF-8 (Unicode, table 3-7): in other encodings few pairs of letters look like one."""

_HURT = re.compile(rb"[\x80-\xff](?:[\x00-\x7f]{0,4}[\x80-\xff]){0,7}")
"""A place where up to eight bytes beyond ASCII are no UTF-8: damage comes in one piece."""

_GOOD_FOR_ONE_HURT = 4
_GOOD_IF_DECLARED = 1

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ufeff]+")
_WINDOWS = re.compile("[\x80-\x9f]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]+")
_LINE_ENDS = re.compile("(?:\r?\n)?\x0c|\r\n?|\u2028|\u2029")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]+")


_ANY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
"""Any of them: most texts hold none, and are searched once."""


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
    wide = _wide(data[:4096])  # ASCII in UTF-16 is good UTF-8 as well, full of NULs
    text = _strictly(data, wide or "utf-8")
    if text is not None:
        return _checked(text, wide or "utf-8")
    encoding = "utf-8" if _is_nearly_utf8(data, declared) else _detected(data)
    return _checked(data.decode(encoding, "replace"), encoding)


def _is_nearly_utf8(data: bytes, declared: str | None) -> bool:
    """Tell whether bytes are UTF-8 but for a few: one that a transfer has hurt must not turn all others into noise.

    Of what is declared to be UTF-8 fewer letters need to be good.
    """
    good = len(_UTF8.findall(data))
    hurt = len(_HURT.findall(_UTF8.sub(b"", data)))
    is_declared = declared is not None and declared.lower() in ("utf-8", "utf8")
    return good >= (_GOOD_IF_DECLARED if is_declared else _GOOD_FOR_ONE_HURT) * hurt


def _wide(head: bytes) -> str | None:
    """Return UTF-16 in the order that NULs at every second place show, without a byte order mark."""
    odd, even = head[1::2], head[::2]
    if len(head) < 8:
        return None
    if odd.count(0) > len(odd) * 0.4 and even.count(0) <= len(even) // 50:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.4 and odd.count(0) <= len(odd) // 50:
        return "utf-16-be"
    return None


def is_binary(head: bytes) -> bool:
    """Tell whether the first bytes are no text: NULs that no wide encoding explains, control bytes, a known mark."""
    if head.startswith(_NO_TEXT):
        return True
    if head.startswith(tuple(mark for mark, _ in _MARKS)) or _wide(head[:4096]):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    nul = head.count(0)
    return nul > max(2, len(head) // 100) or controls > len(head) // 10


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (ValueError, LookupError):  # a name with a NUL in it is a ValueError
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

    text = _LOST_BYTE.sub("â€\x9d", text)
    repaired = ftfy.fix_encoding(text)
    return Decoded(repaired, encoding, repaired=repaired != text)


def without_halves(text: str) -> tuple[str, int]:
    """Return the text with each half of a surrogate pair made U+FFFD, and how many there were.

    No encoding writes them: a source text that held one could not be kept. Positions stay the same.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.subn("[\ud800-\udfff]", "\ufffd", text)
    return text, 0


# ---- passes -------------------------------------------------------------------------------------------------------


def take_out_unprintable(draft: Draft) -> None:
    """Take out control characters and turning marks, with a warning; make line ends alike."""
    if not _ANY.search(draft.text):
        return
    if _UNPRINTABLE.search(draft.text) and (many := draft.substitute(_UNPRINTABLE, "", "control-characters")):
        draft.note("control-characters", f"control characters taken out: {many}")
    if _WINDOWS.search(draft.text) and (many := draft.substitute(_WINDOWS, _in_windows, "windows-1252")):
        draft.note("windows-1252", f"characters of Windows-1252 restored that had been read as controls: {many}")
    if _TURNING.search(draft.text) and (many := draft.substitute(_TURNING, "", "direction-marks")):
        draft.note("direction-marks", f"marks that turn the direction of the text taken out: {many}")
    draft.substitute(_LINE_ENDS, "\n", "line-ends")
    draft.substitute(_INVISIBLE, "", "invisible-characters")


def printable(words: str) -> str:
    """Return words that stand beside the text, as a picture's description does, without what no text can hold."""
    if not _ANY.search(words):
        return words
    words = _WINDOWS.sub(_in_windows, _UNPRINTABLE.sub("", words))
    return _INVISIBLE.sub("", _LINE_ENDS.sub(" ", _TURNING.sub("", words)))


def _in_windows(match: re.Match[str]) -> str:
    """Return what a C1 control stands for, as in HTML: no text holds one, but many a text once was Windows-1252."""
    return match[0].encode("latin-1").decode("cp1252", "ignore")
