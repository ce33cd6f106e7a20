"""A PDF file as bytes: ReportLab's document with compressed object streams, and objects given as text.

ReportLab numbers the objects and makes those of pictures; what is written by the thousand (structure elements, pages)
is added here as finished text. All objects that are no streams go into object streams with a cross-reference stream
(PDF 1.7, 7.5.7 and 7.5.8): a tagged page then takes a third of the room.
"""

from __future__ import annotations

import hashlib
import struct
import zlib

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFObjectReference

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
OBJECTS_A_STREAM = 200
COMPRESSION = 6


class Finished(PDFObject):  # type: ignore[misc]
    """An object given as the bytes it is written as; `stream` is None where it has none."""

    __RefOnly__ = 1

    def __init__(self, text: bytes, stream: bytes | None = None) -> None:
        self.text = text
        self.stream = stream

    def format(self, _document: PDFDocument) -> bytes:
        """Return the object as it stands in the file."""
        return self.text if self.stream is None else b"%s\nstream\n%s\nendstream" % (self.text, self.stream)


class Document(PDFDocument):  # type: ignore[misc]
    """ReportLab's document, to which finished objects can be added."""

    def reserve(self) -> int:
        """Return the number of an object whose text comes later, with `fill`."""
        number = int(self.objectcounter) + 1
        self.objectcounter: int = number
        name = f"Finished.{number}"
        self.numberToId[number] = name
        self.idToObjectNumberAndVersion[name] = (number, 0)
        self.idToObject[name] = Finished(b"null")
        return number

    def fill(self, number: int, text: str | bytes) -> None:
        """Say what a reserved object is."""
        made = self.idToObject[self.numberToId[number]]
        made.text = text if isinstance(text, bytes) else text.encode("ascii")

    def add(self, text: str | bytes) -> int:
        """Add an object and return its number."""
        number = self.reserve()
        self.fill(number, text)
        return number

    def add_stream(self, entries: str, data: bytes) -> int:
        """Add a stream, which is compressed here, and return its number; `entries` go into its dictionary."""
        return self.add_compressed(entries, zlib.compress(data, COMPRESSION))

    def add_compressed(self, entries: str, data: bytes) -> int:
        """Add a stream that is compressed already."""
        return self._add_stream(f"<<{entries}/Filter/FlateDecode/Length {len(data)}>>", data)

    def add_plain_stream(self, entries: str, data: bytes) -> int:
        """Add a stream that stays readable, as PDF/A asks of metadata."""
        return self._add_stream(f"<<{entries}/Length {len(data)}>>", data)

    def _add_stream(self, dictionary: str, data: bytes) -> int:
        number = self.add(dictionary)
        self.idToObject[self.numberToId[number]].stream = data
        return number

    def reference(self, number: int) -> PDFObjectReference:
        """Return a reference for ReportLab's own objects to a finished one."""
        return PDFObjectReference(self.numberToId[number])

    def file(self, catalog: int, information: int) -> bytes:
        """Return the whole file, whose catalog and information dictionary are the objects of these numbers."""
        body = _Body()
        number = 0
        while (number := number + 1) in self.numberToId:  # ReportLab's objects may add others while they are written
            self._put(body, number, self.idToObject[self.numberToId[number]])
        return body.finished(number, catalog, information)

    def _put(self, body: _Body, number: int, made: PDFObject) -> None:
        if isinstance(made, Finished):
            body.put(number, made.format(self), has_stream=made.stream is not None)
            return
        text: bytes | str = made.format(self)
        text = text.encode("latin-1") if isinstance(text, str) else text
        stripped = text.rstrip()
        has_stream = stripped.endswith(b"endstream")
        if has_stream and not stripped.endswith(b"\nendstream"):
            stripped = stripped[: -len(b"endstream")] + b"\nendstream"  # PDF/A-2, 6.1.7.1
        body.put(number, stripped, has_stream=has_stream)


class _Body:
    """The objects of a file, as they are put one after the other, and where each of them went."""

    def __init__(self) -> None:
        self.parts = [HEADER]
        self.length = len(HEADER)
        self.places: dict[int, tuple[int, int, int]] = {}
        self.small: list[tuple[int, bytes]] = []

    def put(self, number: int, text: bytes, *, has_stream: bool) -> None:
        if has_stream:
            self._put_whole(number, text)
        else:
            self.small.append((number, text))

    def _put_whole(self, number: int, text: bytes) -> None:
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, text)
        self.places[number] = (1, self.length, 0)
        self.parts.append(whole)
        self.length += len(whole)

    def finished(self, number: int, catalog: int, information: int) -> bytes:
        """Return the file; `number` is the first that no object has yet."""
        for at in range(0, len(self.small), OBJECTS_A_STREAM):
            self._put_object_stream(number, self.small[at : at + OBJECTS_A_STREAM])
            number += 1
        start = self.length
        self.places[number] = (1, start, 0)
        identity = hashlib.sha256(b"".join(self.parts)).hexdigest()[:32]
        table = zlib.compress(self._cross_references(number), COMPRESSION)
        entries = (
            f"<</Type/XRef/Size {number + 1}/W[1 4 2]/Root {catalog} 0 R/Info {information} 0 R"
            f"/ID[<{identity}><{identity}>]/Filter/FlateDecode/Length {len(table)}>>"
        ).encode("ascii")
        self._put_whole(number, b"%s\nstream\n%s\nendstream" % (entries, table))
        self.parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self.parts)

    def _put_object_stream(self, number: int, objects: list[tuple[int, bytes]]) -> None:
        heads, at = [], 0
        for place, (member, text) in enumerate(objects):
            heads.append(f"{member} {at}")
            self.places[member] = (2, number, place)
            at += len(text) + 1
        head = " ".join(heads).encode("ascii") + b"\n"
        data = zlib.compress(head + b"\n".join(text for _, text in objects), COMPRESSION)
        entries = f"<</Type/ObjStm/N {len(objects)}/First {len(head)}/Filter/FlateDecode/Length {len(data)}>>"
        self._put_whole(number, b"%s\nstream\n%s\nendstream" % (entries.encode("ascii"), data))

    def _cross_references(self, last: int) -> bytes:
        rows = (self.places[number] for number in range(1, last + 1))
        free = b"\0\0\0\0\0\xff\xff"
        return free + b"".join(struct.pack(">BIH", *row) for row in rows)


def hex_text(text: str) -> str:
    """Return text as hexadecimal UTF-16BE."""
    return text.encode("utf-16-be").hex()


def text_string(text: str) -> str:
    """Return a PDF text string (7.9.2.2): plain where it is ASCII, else UTF-16 with its mark."""
    return literal(text) if text.isascii() and text.isprintable() else f"<FEFF{hex_text(text)}>"


def literal(text: str) -> str:
    """Return an ASCII string in parentheses, escaped."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"
