"""Letters of RTF in the code page of their font, which pandoc takes for Windows-1252: written out before it reads them.

RTF 1.9.1, “Character Set” and “Font Table”: `\\'xx` is a byte in the font's character set (`\\fcharset`), or in the
document's code page (`\\ansicpg`); `\\u` is a UTF-16 unit, with `\\uc` characters after it for old readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|([{}])|\\[^a-z]|[^\\{}]+", re.DOTALL | re.IGNORECASE
)
_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


class _State(Struct):
    font: int = 0
    fallback: int = 1


class _Letters:
    """Goes through a document once; `encodings` are those of its fonts."""

    def __init__(self) -> None:
        self.page = "cp1252"
        self.fonts: dict[int, str] = {}
        self.stack = [_State()]
        self.in_fonts = 0
        self.bytes = bytearray()
        self.unit = 0
        self.skip = 0

    def written(self, data: bytes) -> Iterator[bytes]:
        for token in _TOKEN.finditer(data):
            if token[1] is not None:
                if self.skip:
                    self.skip -= 1
                else:
                    yield from self._unit_end()
                    self.bytes.append(int(token[1], 16))
                continue
            if token[2] == b"u" and token[3] is not None:
                yield from self._letters()
                yield from self._unicode(int(token[3]) & 0xFFFF)
                continue
            text = token[0]
            if self.skip and token[2] is None and token[4] is None:
                taken = min(self.skip, len(text))
                self.skip -= taken
                text = text[taken:]
                if not text:
                    continue
            yield from self._letters()
            yield from self._unit_end()
            self._follow(token)
            yield text
        yield from self._letters()
        yield from self._unit_end()

    def _letters(self) -> Iterator[bytes]:
        if self.bytes:
            encoding = self.fonts.get(self.stack[-1].font, self.page)
            letters = bytes(self.bytes).decode(encoding, "replace")
            self.bytes.clear()
            yield "".join("\\" + each if each in "{}\\" else each for each in letters).encode("utf-8")

    def _unicode(self, unit: int) -> Iterator[bytes]:
        self.skip = self.stack[-1].fallback
        if 0xD800 <= unit < 0xDC00:
            yield from self._unit_end()
            self.unit = unit
        elif 0xDC00 <= unit < 0xE000 and self.unit:
            letter = 0x10000 + ((self.unit - 0xD800) << 10) + unit - 0xDC00
            self.unit = 0
            yield chr(letter).encode("utf-8")
        else:
            yield from self._unit_end()
            yield chr(unit).encode("utf-8", "replace") if unit >= 32 else b""

    def _unit_end(self) -> Iterator[bytes]:
        """Yield a replacement for the first half of a pair whose second half never came."""
        if self.unit:
            self.unit = 0
            yield "\ufffd".encode()

    def _follow(self, token: re.Match[bytes]) -> None:
        if token[4] is not None:
            self.skip = 0
            self._group(token[4])
        elif token[2] is not None:
            self._word(token[2].decode("ascii").lower(), int(token[3] or 0))

    def _group(self, brace: bytes) -> None:
        if brace == b"{":
            last = self.stack[-1]
            self.stack.append(_State(last.font, last.fallback))
        elif len(self.stack) > 1:
            self.stack.pop()
            if len(self.stack) < self.in_fonts:
                self.in_fonts = 0

    def _word(self, word: str, value: int) -> None:
        match word:
            case "ansicpg":
                self.page = _known(f"cp{value}") or self.page
            case "mac":
                self.page = "mac_roman"
            case "fonttbl":
                self.in_fonts = len(self.stack)
            case "f":
                self.stack[-1].font = value
            case "fcharset" if self.in_fonts:
                if value in _CHARSETS:
                    self.fonts[self.stack[-1].font] = _CHARSETS[value]
            case "uc":
                self.stack[-1].fallback = max(0, min(value, 8))
            case _:
                pass


def _known(encoding: str) -> str | None:
    import codecs

    encoding = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gb18030", "cp950": "big5"}.get(encoding, encoding)
    try:
        codecs.lookup(encoding)
    except LookupError:
        return None
    return encoding


def with_letters(data: bytes) -> bytes:
    """Return an RTF document with its letters beyond ASCII written out in UTF-8, which is how pandoc reads it."""
    if b"\\'" not in data and b"\\u" not in data:
        return data
    return b"".join(_Letters().written(data))
