"""Pages and the file made of them: content tagged as it is drawn, links, bookmarks, page labels, all claims met.

ReportLab's document is underneath: it numbers the objects and makes those of pictures. Pages are kept as text until
`finish`, so that they can be put in another order and be given heads and feet once their number is known.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Literal

from convert.typeset.embedding import EmbeddedFace
from convert.typeset.faces import Face
from convert.typeset.metadata import Description, information, xmp
from convert.typeset.pdffile import COMPRESSION, Document, text_string
from convert.typeset.tagging import ANNOTATIONS_FROM, ARTIFACT, Annotation, Content, Element, write_tree

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

LabelStyle = Literal["r", "D"]
"""Roman in small letters, or decimal figures (PDF 1.7, 12.4.2)."""


@dataclass
class Page:
    """A page: what is drawn on it, who owns each piece of its marked content, and its links."""

    number: int
    width: float
    height: float
    code: list[str] = field(default_factory=list)
    owners: list[Element] = field(default_factory=list)
    annotations: list[int] = field(default_factory=list)
    pictures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline; `level` counts from 1 and never skips."""

    title: str
    level: int
    destination: str


class TaggedCanvas:
    """Draws on pages in turn. Coordinates are points from the lower left corner."""

    def __init__(self, size: tuple[float, float], about: Description) -> None:
        self.size = size
        self.about = about
        self.document = Document()
        self.root = Element("Document")
        self.pages: list[Page] = []
        """In the order of the file; may be reordered before `finish`."""
        self.labels: list[tuple[int, LabelStyle, int]] = []
        """Where a run of page labels begins (index into `pages`), its style, its first number."""
        self.bookmarks: list[Bookmark] = []
        self.destinations: dict[str, tuple[Page, float]] = {}
        self._faces: dict[Face, EmbeddedFace] = {}
        self._links: list[Element] = []
        self._pending: list[tuple[int, str, str]] = []
        self._made: dict[bytes, int] = {}

    # ---- pages

    def new_page(self) -> Page:
        """Begin a page and return it."""
        page = Page(self.document.reserve(), *self.size)
        self.pages.append(page)
        self.page = page
        return page

    # ---- content

    def open(self, element: Element) -> str:
        """Return the operator that begins a piece of marked content of an element, on this page."""
        if element is ARTIFACT:
            return "/Artifact<</Type/Pagination>>BDC"
        owners = self.page.owners
        element.kids.append(Content(self.page.number, len(owners)))
        owners.append(element)
        return f"/{element.kind}<</MCID {len(owners) - 1}>>BDC"

    def draw(self, code: str) -> None:
        """Add operators to the page as they are."""
        self.page.code.append(code)

    def artifact(self, code: str, kind: str = "Layout") -> None:
        """Add operators that draw what is no content: rules, grounds, heads and feet (`Pagination`)."""
        self.page.code.append(f"/Artifact<</Type/{kind}>>BDC {code} EMC")

    def face(self, face: Face) -> EmbeddedFace:
        """Return a face as this document uses it."""
        embedded = self._faces.get(face)
        if embedded is None:
            embedded = self._faces[face] = EmbeddedFace(face, f"/F{len(self._faces) + 1}")
        return embedded

    def fill(self, box: Box, colour: str) -> None:
        """Fill a box with a colour, as an artifact."""
        left, bottom, right, top = box
        self.artifact(f"{colour_operator(colour)} {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re f")

    def rule(self, start: tuple[float, float], end: tuple[float, float], weight: float, colour: str) -> None:
        """Draw a rule of `weight` points, as an artifact."""
        stroke = colour_operator(colour).replace(" rg", " RG")
        self.artifact(f"{stroke} {weight:g} w {start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l S")

    def frame(self, box: Box, weight: float, colour: str) -> None:
        """Draw the outline of a box, as an artifact."""
        left, bottom, right, top = box
        stroke = colour_operator(colour).replace(" rg", " RG")
        self.artifact(f"{stroke} {weight:g} w {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re S")

    def picture(self, data: bytes, box: Box, element: Element) -> None:
        """Draw a picture (PNG or JPEG bytes) into a box, as the content of a Figure element."""
        number = self._picture(data)
        name = f"Im{number}"
        self.page.pictures[name] = number
        left, bottom, right, top = box
        matrix = f"{right - left:.2f} 0 0 {top - bottom:.2f} {left:.2f} {bottom:.2f} cm"
        self.draw(f"{self.open(element)} q {matrix} /{name} Do Q EMC")

    def _picture(self, data: bytes) -> int:
        known = self._made.get(data)
        if known is None:
            known = self._made[data] = picture_object(self.document, data)
        return known

    # ---- links

    def link_out(self, element: Element, address: str, boxes: Sequence[Box], words: str) -> None:
        """Make boxes on this page a link to an address; `words` say where it goes (PDF/UA-1, 7.18.5)."""
        safe = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in address)
        escaped = safe.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self._link(element, f"/A<</S/URI/URI({escaped})>>", boxes, words)

    def link_to(self, element: Element, destination: str, boxes: Sequence[Box], words: str) -> None:
        """Make boxes on this page a link to a destination of this document, which may be named later."""
        number = self._link(element, "", boxes, words)
        self._pending.append((number, destination, self._unfinished))

    def _link(self, element: Element, action: str, boxes: Sequence[Box], words: str) -> int:
        left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
        quads = ""
        if len(boxes) > 1:
            corners = (f"{a:.2f} {d:.2f} {c:.2f} {d:.2f} {a:.2f} {b:.2f} {c:.2f} {b:.2f}" for a, b, c, d in boxes)
            quads = f"/QuadPoints[{' '.join(corners)}]"
        text = (
            f"<</Type/Annot/Subtype/Link/Rect[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]{quads}/Border[0 0 0]/F 4"
            f"/StructParent {ANNOTATIONS_FROM + len(self._links)}/Contents{text_string(words)}"
        )
        number = self.document.add(f"{text}{action}>>")
        self._unfinished = text
        element.kids.append(Annotation(self.page.number, number))
        self._links.append(element)
        self.page.annotations.append(number)
        return number

    def destination(self, name: str, top: float) -> None:
        """Name a place on this page that links and bookmarks can go to."""
        self.destinations.setdefault(name, (self.page, top))

    # ---- the file

    def finish(self) -> bytes:
        """Return the file's bytes: the same for the same drawing, always."""
        document = self.document
        self._resolve_links()
        fonts = " ".join(f"{e.resource} {e.write(document)} 0 R" for e in self._faces.values())
        tree = document.reserve()
        for at, page in enumerate(self.pages):
            self._write_page(page, at, tree, fonts)
        kids = " ".join(f"{page.number} 0 R" for page in self.pages)
        document.fill(tree, f"<</Type/Pages/Count {len(self.pages)}/Kids[{kids}]>>")
        structure = write_tree(document, self.root, [page.owners for page in self.pages], self._links)
        catalog = document.add("".join(self._catalog(tree, structure)))
        return document.file(catalog, document.add(information(self.about)))

    def _resolve_links(self) -> None:
        """Fill in where links inside the document go; one whose place was never named goes to the first page."""
        first = (self.pages[0], self.pages[0].height) if self.pages else None
        for number, name, text in self._pending:
            place = self.destinations.get(name, first)
            if place is not None:
                self.document.fill(number, f"{text}/Dest[{place[0].number} 0 R/XYZ 0 {place[1]:.2f} null]>>")

    def _write_page(self, page: Page, at: int, tree: int, fonts: str) -> None:
        content = self.document.add_stream("", "\n".join(page.code).encode("latin-1"))
        pictures = " ".join(f"/{name} {number} 0 R" for name, number in page.pictures.items())
        drawn = f"/XObject<<{pictures}>>" if pictures else ""
        links = f"/Annots[{' '.join(f'{n} 0 R' for n in page.annotations)}]" if page.annotations else ""
        self.document.fill(
            page.number,
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {page.width:.2f} {page.height:.2f}]"
            f"/Resources<</Font<<{fonts}>>{drawn}>>/Contents {content} 0 R/StructParents {at}/Tabs/S{links}>>",
        )

    def _catalog(self, tree: int, structure: int) -> Iterator[str]:
        document = self.document
        yield f"<</Type/Catalog/Pages {tree} 0 R/StructTreeRoot {structure} 0 R/MarkInfo<</Marked true>>"
        yield f"/Lang{text_string(self.about.language)}/ViewerPreferences<</DisplayDocTitle true>>"
        yield f"/Metadata {document.add_plain_stream('/Type/Metadata/Subtype/XML', xmp(self.about))} 0 R"
        yield f"/OutputIntents[{document.add(_output_intent(document))} 0 R]"
        if self.labels:
            rows = " ".join(f"{at}<</S/{style}/St {start}>>" for at, style, start in self.labels)
            yield f"/PageLabels<</Nums[{rows}]>>"
        if self.bookmarks:
            yield f"/Outlines {self._outline()} 0 R/PageMode/UseOutlines"
        yield ">>"

    def _outline(self) -> int:
        """Write the outline; every line of it is open."""
        document = self.document
        known = [mark for mark in self.bookmarks if mark.destination in self.destinations]
        top = document.reserve()
        numbers = [document.reserve() for _ in known]
        tree = _OutlineTree([mark.level for mark in known])
        for at, mark in enumerate(known):
            page, height = self.destinations[mark.destination]
            parent = tree.parent[at]
            links = f"/Parent {top if parent is None else numbers[parent]} 0 R"
            for name, other in (("Prev", tree.before[at]), ("Next", tree.after[at])):
                links += f"/{name} {numbers[other]} 0 R" if other is not None else ""
            links += _family(tree.kids[at], numbers)
            place = f"/Dest[{page.number} 0 R/XYZ 0 {height:.2f} null]"
            document.fill(numbers[at], f"<</Title{text_string(mark.title)}{links}{place}>>")
        document.fill(top, f"<</Type/Outlines{_family(tree.top, numbers)}>>")
        return top


class _OutlineTree:
    """Who is whose parent, neighbour and kid in an outline given by levels."""

    def __init__(self, levels: Sequence[int]) -> None:
        count = len(levels)
        self.parent: list[int | None] = [None] * count
        self.kids: list[list[int]] = [[] for _ in levels]
        self.top: list[int] = []
        open_lines: list[int] = []
        for at, level in enumerate(levels):
            while open_lines and levels[open_lines[-1]] >= level:
                open_lines.pop()
            self.parent[at] = open_lines[-1] if open_lines else None
            (self.kids[open_lines[-1]] if open_lines else self.top).append(at)
            open_lines.append(at)
        self.before: list[int | None] = [None] * count
        self.after: list[int | None] = [None] * count
        for family in (self.top, *self.kids):
            for one, other in pairwise(family):
                self.after[one], self.before[other] = other, one


def _family(kids: Sequence[int], numbers: Sequence[int]) -> str:
    if not kids:
        return ""
    return f"/First {numbers[kids[0]]} 0 R/Last {numbers[kids[-1]]} 0 R/Count {len(kids)}"


def colour_operator(colour: str) -> str:
    """Return the operator that fills with a colour: `#111111` as `0.067 g`, others in RGB."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return f"{red:.4g} {green:.4g} {blue:.4g} rg"


_profile = Path(__file__).with_name("srgb.icc")


def _output_intent(document: Document) -> str:
    """Return the output intent that device colours are meant in (PDF/A-2, 6.2.3): sRGB, IEC 61966-2-1."""
    stream = document.add_compressed("/N 3", zlib.compress(_profile.read_bytes(), COMPRESSION))
    return (
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
        f"/DestOutputProfile {stream} 0 R>>"
    )


def picture_object(document: Document, data: bytes) -> int:
    """Write a picture as RGB (its transparency on white: PDF/A-2a readers then agree) and return its number.

    Raises ValueError where the bytes are no picture.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            image = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError(f"no picture: {error}") from error
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    width, height = ground.size
    entries = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
    return document.add_stream(entries, ground.tobytes())
