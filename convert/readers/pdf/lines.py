"""The lines of a PDF page as they are set: words, box, size and weight of the type; by PDFium's text API."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

from msgspec import Struct

_BREAK = re.compile("\r\n|\r|\n|(?<=[\ufffe\x02])")
"""PDFium puts the sign for a dividing hyphen in place of the line's end."""
_HYPHENS = "\ufffe\x02\u00ad"
"""What PDFium gives for a hyphen that only divides a word at a line's end, and the sign itself."""


class Line(Struct, frozen=True):
    """A line of a page; coordinates in points from the page's lower left corner. A soft hyphen ends a divided word."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    page: int = 0

    @property
    def height(self) -> float:
        return self.top - self.bottom


def lines_of(page: object, number: int) -> list[Line]:
    """Return the lines of a pypdfium2 page, in the order of its content."""
    text_page = page.get_textpage()  # type: ignore[attr-defined]
    try:
        return list(_lines(text_page, number))
    finally:
        text_page.close()


def _lines(text_page: object, number: int) -> Iterator[Line]:
    text: str = text_page.get_text_range()  # type: ignore[attr-defined]
    count: int = text_page.count_chars()  # type: ignore[attr-defined]
    # indices count UTF-16 units of characters that PDFium shows; beyond the basic plane one is two
    places = _Places(text_page, count, text)
    at = 0
    for part in (*_BREAK.finditer(text), None):
        end = part.start() if part is not None else len(text)
        words = text[at:end]
        if words.strip(" \t\xa0" + _HYPHENS):
            yield from places.line(words, at, end, number)
        at = part.end() if part is not None else end


class _Places:
    """Where the characters of a page stand."""

    def __init__(self, text_page: object, count: int, text: str) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.page = text_page
        self.count = count
        self.units = [0]
        for letter in text:
            self.units.append(self.units[-1] + (2 if letter > "\uffff" else 1))

    def line(self, words: str, start: int, end: int, number: int) -> Iterator[Line]:
        """Yield the line, parted where a wide gap shows that it is two columns' lines on one height."""
        boxes = [self._box(at) if not words[at - start].isspace() else None for at in range(start, end)]
        placed = [box for box in boxes if box is not None]
        if not placed:
            return
        size = self._size(start, end)
        parts = _columns(words, boxes, size)
        for first, last in parts:
            inner = [box for box in boxes[first:last] if box is not None]
            text = _clean(words[first:last])
            if inner and text:
                yield Line(
                    text,
                    min(box[0] for box in inner),
                    min(box[1] for box in inner),
                    max(box[2] for box in inner),
                    max(box[3] for box in inner),
                    size,
                    self._is_bold(start + first, start + last),
                    number,
                )

    def _box(self, at: int) -> tuple[float, float, float, float] | None:
        rectangle = self.pdfium.FS_RECTF()
        if not self.pdfium.FPDFText_GetLooseCharBox(self.page, self.units[at], rectangle):
            return None
        if rectangle.right <= rectangle.left:
            return None
        return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top

    def _middle(self, start: int, end: int) -> Iterator[int]:
        step = max(1, (end - start) // 5)
        yield from range(start, end, step)

    def _size(self, start: int, end: int) -> float:
        """Return the type size as set, the scale of the text's matrix taken in."""
        sizes = []
        for at in self._middle(start, end):
            matrix = self.pdfium.FS_MATRIX()
            size = float(self.pdfium.FPDFText_GetFontSize(self.page, self.units[at]))
            if self.pdfium.FPDFText_GetMatrix(self.page, self.units[at], matrix):
                size *= (matrix.b**2 + matrix.d**2) ** 0.5 or 1.0
            sizes.append(round(size, 1))
        return sorted(sizes)[len(sizes) // 2] if sizes else 0.0

    def _is_bold(self, start: int, end: int) -> bool:
        bold = total = 0
        for at in self._middle(start, end):
            total += 1
            name = ctypes.create_string_buffer(128)
            self.pdfium.FPDFText_GetFontInfo(self.page, self.units[at], name, 128, None)
            heavy = self.pdfium.FPDFText_GetFontWeight(self.page, self.units[at]) >= 600
            bold += heavy or re.search(rb"bold|black|heavy|demi", name.value, re.I) is not None
        return bold * 2 > total


def _columns(words: str, boxes: list[tuple[float, float, float, float] | None], size: float) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    first, last_right = 0, None
    for at, box in enumerate(boxes):
        if box is None:
            continue
        if last_right is not None and box[0] - last_right > 2.5 * max(size, 4) and words[at - 1].isspace():
            parts.append((first, at))
            first = at
        last_right = box[2]
    return [*parts, (first, len(words))]


def _clean(words: str) -> str:
    """Return a line's words, single spaces between them, a soft hyphen where a word is divided at its end."""
    divided = words.rstrip(" ").endswith(tuple(_HYPHENS))
    words = " ".join("".join(each for each in words if each not in _HYPHENS).replace("\xa0", " ").split())
    return words + "\u00ad" if divided and words else words
