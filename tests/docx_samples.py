"""Briefings for the tests of the Word writer, and what is looked at in its files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from lxml import etree

from convert import model as m
from convert.errors import Note
from convert.style import load_style
from convert.writers.docx import DocxWriter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DOCPR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"

AMBER = m.MarkingShown("TLP:AMBER", "#FFC000", "#000000")


class Package:
    """A written document, its parts parsed."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            self.parts = {name: opened.read(name) for name in opened.namelist()}
        self.document = self.xml("word/document.xml")
        self.body = self.document[0]

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def paragraphs(self, style: str | None = None) -> list[etree._Element]:
        found = list(self.document.iter(f"{W}p"))
        return found if style is None else [p for p in found if style_of(p) == style]

    def heads(self) -> list[str]:
        """Return the words of the default head of each section, in order."""
        relations = {r.get("Id"): r.get("Target") for r in self.xml("word/_rels/document.xml.rels")}
        names = [
            relations[reference.get(f"{R}id")]
            for section in self.document.iter(f"{W}sectPr")
            for reference in section.iter(f"{W}headerReference")
            if reference.get(f"{W}type") == "default"
        ]
        return [words_in(self.xml(f"word/{name}")) for name in names]


def style_of(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def words_in(node: etree._Element) -> str:
    """Return text as read: tabs as tabs, line ends as line ends."""
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    stops = {stop for tabs in node.iter(f"{W}tabs") for stop in tabs}
    inside = (each for each in node.iter() if each not in stops)
    return "".join((each.text or "") if each.tag == f"{W}t" else signs.get(str(each.tag), "") for each in inside)


def words_of(data: bytes) -> str:
    """Return every word of a document: its text, its footnotes, the text alternatives of its pictures."""
    package = Package(data)
    said = [words_in(p) for p in package.paragraphs()]
    said += [picture.get("descr") or "" for picture in package.document.iter(DOCPR)]
    if "word/footnotes.xml" in package.parts:
        said.append(words_in(package.xml("word/footnotes.xml")))
    return "\n".join(said)


def written(
    briefing: m.Briefing, *, style: str = "press", notes: list[Note] | None = None, writer: DocxWriter | None = None
) -> Package:
    """Return a briefing as the writer makes it, its Notes put into `notes`."""
    heard = [] if notes is None else notes
    made = (writer or DocxWriter()).write(briefing, load_style(style), heard.append)
    return Package(made.files[0].data)


# ---- samples --------------------------------------------------------------------------------------------------------


def text(words: str) -> tuple[m.Inline, ...]:
    return (m.Text(words),)


def paragraph(*content: m.Inline | str, **rest: object) -> m.Paragraph:
    inlines = tuple(m.Text(each) if isinstance(each, str) else each for each in content)
    return m.Paragraph(inlines, **rest)  # type: ignore[arg-type]


def cell(words: str, **rest: int) -> m.Cell:
    return m.Cell((paragraph(words),) if words else (), **rest)


def table(*rows: Sequence[str | m.Cell], head: Sequence[str] = (), **rest: object) -> m.Table:
    made = tuple(tuple(each if isinstance(each, m.Cell) else cell(each) for each in row) for row in rows)
    heads = (tuple(map(cell, head)),) if head else ()
    return m.Table(made, head=heads, **rest)  # type: ignore[arg-type]


def article(number: int, *blocks: m.Block, **rest: object) -> m.Section:
    """Return an article of a pack with a headline, a source line and the blocks given, or two paragraphs."""
    title = f"Ferry {number} leaves Talvik on time"
    head = (
        m.Heading(text(title), level=1, role="h1", number=str(number), id=f"a{number}"),
        paragraph(m.Span(text("Talvik Courier"), role="outlet"), " · 11 March 2025", role="source_line"),
        paragraph("talvikcourier.example/ferry", role="address"),
    )
    usual = tuple(
        paragraph(f"Sentence {at} of article {number}.", number=f"{number}.{at}", id=f"a{number}p{at}") for at in (1, 2)
    )
    given = {"start": "page", "running_head": title, **rest}
    return m.Section("article", f"article{number}", (*head, *(blocks or usual)), **given)  # type: ignore[arg-type]


def briefing(*sections: m.Section, **rest: object) -> m.Briefing:
    """Return a briefing of these sections as its body."""
    about = {
        "kind": "brief",
        "edition": m.Edition(title="Lake week"),
        "properties": m.Properties("Lake week", "en", "urn:uuid:00000000-0000-8000-8000-000000000000"),
        "furniture": m.Furniture((AMBER,), "Port Office", "page {page} of {pages}"),
        "provenance": m.Provenance((m.InputHash("ferry.txt", "a" * 64),), (), "press", "0" * 64, (("convert", "0.1"),)),
        "body": sections,
        **rest,
    }
    return m.Briefing(**about)  # type: ignore[arg-type]


def brief(*blocks: m.Block, **rest: object) -> m.Briefing:
    """Return a brief of one article with these blocks."""
    head = (
        paragraph(
            m.Span(text("Port Office"), role="issuer"), " ", m.Span(text("Brief"), role="series"), role="masthead"
        ),
        m.Heading(text("Ferry leaves Talvik on time"), level=1, role="brief_title", id="a1"),
        paragraph("Talvik Courier · 11 March 2025", role="source_line"),
    )
    return briefing(m.Section("article", "article", (*head, *blocks)), **rest)


def reference(number: int, page: str | None = None, lead: str = "page ") -> m.Ref:
    return m.Ref(f"a{number}", "page", str(number), page, lead)


def pack(count: int = 3, **rest: object) -> m.Briefing:
    """Return a pack: page one with a chart, contents, articles on pages of their own, statements, timeline, index."""
    numbers = range(1, count + 1)
    pages = tuple((f"a{n}", str(2 * n - 1)) for n in numbers)
    shown = dict(pages)
    entries = tuple(
        m.ContentsEntry(f"Ferry {n} leaves", reference(n, shown[f"a{n}"]), number=str(n), detail="Talvik Courier")
        for n in numbers
    )
    last = m.ContentsEntry("Timeline", m.Ref("timeline", "page", "Timeline", "9"))
    refs = tuple(reference(n, shown[f"a{n}"], lead="") for n in numbers)
    about = {
        "kind": "pack",
        "front": (
            m.Section("page_one", "page_one", page_one(), title="Lake week", start="page"),
            m.Section(
                *("contents", "contents"),
                (m.Heading(text("Contents"), 1, "section", id="contents"), m.Contents((*entries, last))),
                title="Contents",
                start="page",
            ),
        ),
        "back": (statements(count), timeline(), index(refs)),
        "pages": (*(("page_one", "i"), ("contents", "ii")), *pages, ("timeline", "9")),
        **rest,
    }
    return briefing(*map(article, numbers), **about)


def page_one() -> tuple[m.Block, ...]:
    chart = table(
        ("Talvik Courier", m.Cell((paragraph(m.Bar(0.5, "1")),)), ""),
        ("Northern Wire", "", m.Cell((paragraph(m.Bar(1.0, "2", outlined=True)),))),
        head=("", "Mon 10", "Tue 11"),
        columns=(m.Column(0.4),),
        role="coverage",
        summary="Talvik Courier: article 1 on Monday.",
    )
    facts = table(("Prepared by", "Documentation Unit", "As of", "14 March 2025"), role="facts")
    front = (
        m.Heading((m.Text("Front brief "), m.Span(text("Verbatim."), role="right")), 2, "minor_head"),
        m.Heading((m.Link(text("Ferry 1 leaves"), "#a1"),), 3, "front_head", number="1"),
        paragraph("Talvik Courier", role="source_line"),
        paragraph("Sentence 1 of article 1.", role="extract"),
    )
    return (
        m.Heading(text("Lake week"), 1, "title", id="title"),
        paragraph("Three articles", role="subtitle"),
        facts,
        m.Section("front_brief", "front_brief", front),
        m.Section("coverage", "coverage", (m.Heading(text("Coverage"), 2, "minor_head"), chart)),
        m.Section("notice", "doubts", (paragraph("1 article without a date.", role="notice"),)),
    )


def statements(count: int) -> m.Section:
    speaker = m.Cell((paragraph("Marta Quill"),), rows=2)
    rows: list[tuple[str | m.Cell, ...]] = [(speaker, "“We did not get everything.”", "said", "1.1")]
    rows += [("“It lasts.”", "said", f"{n}.1") for n in range(1, count)][:1]
    made = table(*rows, head=("Speaker", "Statement", "Cue", "Para."), columns=COLUMNS, role="statements")
    return m.Section("statements", "statements", (m.Heading(text("Statements"), 1, "section"), made), "Statements")


COLUMNS = (m.Column(0.27), m.Column(), m.Column(0.08), m.Column(0.07, "right"))


def timeline() -> m.Section:
    made = table(
        ("11 March", "Sentence 1 of article 1.", "1.1"), head=("Date", "In the text", "Para."), role="timeline"
    )
    return m.Section("timeline", "timeline", (m.Heading(text("Timeline"), 1, "section"), made), "Timeline")


def index(refs: Iterable[m.Ref]) -> m.Section:
    entries = (m.IndexEntry("Quill, Marta", tuple(refs), quoted=("a1",)), m.IndexEntry("Molder, Piet", ()))
    blocks = (m.Heading(text("Index"), 1, "section"), paragraph("Bold: quoted.", role="note"), m.NameIndex(entries))
    return m.Section("index", "index", blocks, "Index")
