"""What the tests of typeset share: faces, a page to draw on, and what readers get out of the file."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pikepdf

from convert.fonts import face_file
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.faces import Face
from convert.typeset.metadata import Description
from convert.typeset.paragraph import Paragraph, ParagraphStyle
from convert.typeset.runs import Format, Run
from convert.typeset.tagging import Element

PAGE = (595.28, 841.89)
LEFT, TOP = 80.0, 780.0


@cache
def face(style: str = "Regular", family: str = "IBM Plex Serif") -> Face:
    """Return a face, the same each time."""
    return Face.load(face_file(family, style))


def style(size: float = 10, **given: object) -> ParagraphStyle:
    """Return a paragraph style in the serif."""
    return ParagraphStyle(Format(face(), size), size * 1.4, **given)  # type: ignore[arg-type]


def canvas(**given: object) -> TaggedCanvas:
    """Return a canvas with one page."""
    made = TaggedCanvas(PAGE, Description(**{"title": "A trial", "language": "en-GB", "creator": "trial", **given}))  # type: ignore[arg-type]
    made.new_page()
    return made


def drawn(
    paragraphs: Sequence[str | Sequence[Run]],
    look: ParagraphStyle,
    width: float = 380,
    *,
    on: TaggedCanvas | None = None,
) -> bytes:
    """Return the file of paragraphs one under the other, on as many pages as they take."""
    page = on or canvas()
    y = TOP
    for content in paragraphs:
        runs = [Run(content, look.format)] if isinstance(content, str) else content
        paragraph = Paragraph(runs, look, Element("P", page.root))
        y = placed(page, paragraph, width, y)
    return page.finish()


def placed(page: TaggedCanvas, paragraph: Paragraph, width: float, y: float, bottom: float = 60) -> float:
    """Draw a paragraph at a height, going on to new pages; return the height under it."""
    rest = paragraph
    rest.wrap(width)
    while rest.height > y - bottom:
        parts = rest.split(y - bottom)
        if parts is not None:
            parts[0].draw_on(page, LEFT, y)
            rest = parts[1]  # type: ignore[assignment]
        page.new_page()
        y = TOP
    rest.draw_on(page, LEFT, y)
    return y - rest.height - 6


def opened(data: bytes) -> pikepdf.Pdf:
    """Return a file, opened."""
    return pikepdf.open(io.BytesIO(data))


def elements(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the structure elements in reading order, as (depth, kind)."""
    pdf = opened(data)
    todo = [(0, pdf.Root.StructTreeRoot.K)]
    while todo:
        depth, node = todo.pop()
        yield depth, str(node.S).removeprefix("/")
        kids = node.get("/K", pikepdf.Array())
        todo += [
            (depth + 1, kid) for kid in reversed(list(kids)) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        ]


def kinds(data: bytes) -> list[str]:
    """Return the kinds of the structure elements in reading order."""
    return [kind for _, kind in elements(data)]


def said_by_tags(data: bytes, folder: Path) -> str:
    """Return what the tag tree says, hyphens of divided words taken out as readers do."""
    return _printed(data, folder, "pdfinfo", "-struct-text").replace("\u00ad", "")


def said_by_pages(data: bytes, folder: Path) -> str:
    """Return what the pages say, by pdftotext."""
    return _printed(data, folder, "pdftotext", "-raw")


def _printed(data: bytes, folder: Path, program: str, option: str) -> str:
    file = folder / "said.pdf"
    file.write_bytes(data)
    rest = ["-"] if program == "pdftotext" else []
    run = subprocess.run([program, option, str(file), *rest], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def spoken_words(printed: str) -> list[str]:
    """Return the words inside the quotation marks that pdfinfo puts round each piece of text; blocks part words."""
    pieces = []
    for line in printed.splitlines():
        text = line.strip()
        if text.startswith('"') and text.endswith('"'):
            pieces.append(text[1:-1])
        elif text.endswith("(block)"):
            pieces.append(" ")
    return "".join(pieces).split()
