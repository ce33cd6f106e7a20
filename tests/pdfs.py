"""What the tests of the PDF writer share: briefings built by hand, their files, and what stands on each page."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import pikepdf
from msgspec.structs import replace

from convert import model as m
from convert.contracts import Written
from convert.errors import Note
from convert.style import Style, load_style
from convert.writers.pdf import writer

AMBER = m.MarkingShown("TLP:AMBER", "#FFC000", "#000000")
SECRET = m.MarkingShown("SECRET", "#FFFFFF", "#000000")


def words(said: str) -> tuple[m.Inline, ...]:
    """Return plain text as inlines."""
    return (m.Text(said),)


def paragraph(said: str, number: str | None = None, id: str | None = None, **rest: object) -> m.Paragraph:
    """Return a paragraph of plain text."""
    return m.Paragraph(words(said), number=number, id=id, **rest)  # type: ignore[arg-type]


def cell(said: str, **rest: object) -> m.Cell:
    """Return a table cell of one paragraph."""
    return m.Cell((paragraph(said),), **rest)  # type: ignore[arg-type]


def article(number: int, title: str, *blocks: m.Block, **rest: object) -> m.Section:
    """Return the section of an article of a pack."""
    head = m.Heading(words(title), level=1, role="h1", number=str(number), id=f"a{number}h")
    line = m.Paragraph((m.Span(words("Talvik Courier"), role="outlet"), m.Text(" · 11 March 2025")), role="source_line")
    given = {"title": title, "running_head": title, "start": "page", "language": "en", **rest}
    return m.Section("article", f"a{number}", (head, line, *blocks), **given)  # type: ignore[arg-type]


def briefing(*body: m.Section, kind: str = "pack", **rest: object) -> m.Briefing:
    """Return a briefing of sections."""
    made = m.Briefing(
        kind=kind,  # type: ignore[arg-type]
        edition=m.Edition(),
        properties=m.Properties("The lake accord", "en", "urn:uuid:0"),
        furniture=m.Furniture(markings=(AMBER,), imprint="Office for Lake Transport", folio="page {page} of {pages}"),
        provenance=m.Provenance((), (), "press", "0" * 64, (("convert", "0.1.0"),)),
        body=body,
    )
    return replace(made, **rest)


def brief(*blocks: m.Block, language: str = "en", **rest: object) -> m.Briefing:
    """Return a brief of one article."""
    masthead = m.Paragraph((m.Span(words("Office for Lake Transport"), role="issuer"),), role="masthead")
    head = m.Heading(words("Lake toll frozen"), level=1, role="brief_title")
    section = m.Section("article", "article", (masthead, head, *blocks), title="Lake toll frozen", language=language)
    return briefing(section, kind="brief", **rest)


def contents(*sections: m.Section) -> m.Section:
    """Return a front section with the contents of articles."""
    entries = tuple(
        m.ContentsEntry(s.title, m.Ref(s.id, "page", ""), number=s.id.removeprefix("a"), detail="Talvik Courier")
        for s in sections
    )
    head = m.Heading(words("Contents"), level=1, role="section")
    return m.Section("contents", "contents", (head, m.Contents(entries)), title="Contents", start="page")


def text_of(count: int, seed: int = 0) -> str:
    """Return so many words, not the same for another seed."""
    said = "the ferry crossed lake before noon while pilots waited near northern shore for a signal"
    known = said.split()
    return " ".join(known[(seed * 7 + at * (3 + seed % 5)) % len(known)] for at in range(count)).capitalize() + "."


class Made:
    """A briefing as written, and what can be asked of it."""

    def __init__(self, made: m.Briefing, style: Style | None = None) -> None:
        self.notes: list[Note] = []
        self.written: Written = writer.write(made, style or load_style("press"), self.notes.append)
        self.data = self.written.files[0].data
        self.pages = self.written.pages

    @property
    def codes(self) -> set[str]:
        """The codes of the notes."""
        return {note.code for note in self.notes}

    def open(self) -> pikepdf.Pdf:
        """Return the file, opened."""
        return pikepdf.open(io.BytesIO(self.data))

    @cached_property
    def _said(self) -> list[str]:
        run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=self.data, capture_output=True, check=True)
        return run.stdout.decode("utf-8").split("\f")[:-1]

    def said(self) -> list[str]:
        """Return the text of each page, in the order of the file."""
        return self._said

    def lines(self) -> list[list[str]]:
        """Return the lines of each page without its head and foot."""
        return [[line for line in page.splitlines() if not _is_furniture(line)] for page in self.said()]

    @cached_property
    def _labels(self) -> list[str]:
        with self.open() as pdf:
            return [page.label for page in pdf.pages]

    def labels(self) -> list[str]:
        """Return the printed label of each page, in the order of the file."""
        return self._labels

    def page_labelled(self, label: str) -> str:
        """Return the text of the page with a label, its lines joined."""
        return " ".join(self.said()[self.labels().index(label)].split())

    def spoken(self) -> str:
        """Return what the tag tree says, as a screen reader has it: blocks parted by spaces."""
        folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, check=True, text=True).stdout.strip())
        file = folder / "made.pdf"
        file.write_bytes(self.data)
        run = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, check=True)
        file.unlink()
        folder.rmdir()
        return " ".join(spoken_pieces(run.stdout.decode("utf-8")))


def spoken_pieces(printed: str) -> list[str]:
    """Return the words inside the quotation marks that pdfinfo puts round each piece of text."""
    joined = ""
    for line in map(str.strip, printed.splitlines()):
        if len(line) > 1 and line.startswith('"') and line.endswith('"'):
            joined += line[1:-1]
        elif line.endswith("(block)"):
            joined += " "
    return joined.split()


def _is_furniture(line: str) -> bool:
    return line.startswith(("TLP:", "SECRET", "page ", "Office for Lake Transport"))


def png(width: int = 40, height: int = 20) -> bytes:
    """Return a picture: a grey rectangle."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def every_block() -> Sequence[m.Block]:
    """Return a block of each kind, with what may stand in it."""
    inlines: tuple[m.Inline, ...] = (
        m.Text("Plain, "),
        m.Emphasis(words("stressed, ")),
        m.Strong((m.Text("strong "), m.Emphasis(words("and stressed, ")))),
        m.Link(words("an address"), "https://lake.example/a?b=1&c=(2)"),
        m.Text(" "),
        m.Link(words("a place here"), "#p1"),
        m.Break(),
        m.Span(words("à la fin"), language="fr"),
        m.Span(words("dateline"), role="badge"),
        m.Text(" "),
        m.Span(words("conflict"), role="conflict"),
        m.Remark(words(" a doubt "), "is it?"),
        m.Footnote((paragraph("The first note."),)),
        m.Ref("p1", "number", "1"),
    )
    group = (
        (cell("Marta Quill", rows=3), cell("one"), cell("4.1")),
        (cell("two"), cell("4.2")),
        (cell("three"), cell("4.3")),
    )
    right = (m.Column(0.3), m.Column(0), m.Column(0.1, "right"))
    return (
        m.Heading(words("A sub-head"), level=2),
        m.Paragraph(inlines, number="1", id="p1"),
        m.ItemList(
            ((paragraph("first"), m.ItemList(((paragraph("inner"),),))), (m.ItemList(((paragraph("alone"),),)),), ())
        ),
        m.ItemList(((paragraph("fourth"),), (paragraph("fifth"),)), ordered=True, start=4),
        m.Quotation((paragraph("A lamp on a pole is no beacon.", "2", "p2"),), speaker="Agnes Thorne"),
        m.Rule(),
        m.Table(
            ((cell("Beacon"), cell("85")), (cell("Lookout"), cell("62"))),
            ((cell("Item"), cell("Crowns")),),
            (m.Column(), m.Column(0, "right")),
            caption=words("Costs"),
            number="3",
            id="p3",
        ),
        m.Table(group, ((cell("Speaker"), cell("Statement"), cell("Para.")),), right, role="statements"),
        m.Figure(alt="A grey box", media="m1", caption=words("The box"), id="f1"),
        m.Figure(alt="A view of the harbour"),
        m.Section(
            "key_points",
            "key_points",
            (m.Heading(words("Key points"), 2, "minor_head"), paragraph("It is so.", role="key_point", number="¶ 1")),
        ),
        m.Section("notice", "notice", (paragraph("Two dates differ.", role="notice"),)),
        m.NameIndex((m.IndexEntry("Quill, Marta", (m.Ref("p1", "page", "1"), m.Ref("p2", "page", "2")), ("p2",)),)),
    )


MEDIA = (m.Media("m1", "image/png", png()),)
