"""The structure of a document: what each piece of its pages is, in reading order (PDF 1.7, 14.7; PDF/UA-1, 7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Union

from convert.typeset.pdffile import Document, text_string

ROLES = {"Em": "Span", "Strong": "Span", "Aside": "Note", "Title": "P"}
"""Kinds of later versions of PDF, and what a reader of this one takes them for (PDF 1.7, 14.8.4)."""

ANNOTATIONS_FROM = 1_000_000
"""Numbers in the parent tree: pages count from 0, annotations from here."""


class Element:
    """A structure element (`P`, `H1`, `Table` …) with its kids in reading order.

    Kids are elements, marked content on a page, or annotations. They may be reordered until the file is written:
    front matter is laid out last and read first.
    """

    __slots__ = ("attributes", "kids", "kind", "number", "parent")

    def __init__(
        self,
        kind: str,
        parent: Element | None = None,
        *,
        language: str | None = None,
        alternative: str | None = None,
        attributes: str = "",
    ) -> None:
        self.kind = kind
        self.parent = parent
        self.kids: list[Kid] = []
        self.number = 0
        self.attributes = attributes
        if language is not None:
            self.attributes += f"/Lang{text_string(language)}"
        if alternative is not None:
            self.attributes += f"/Alt{text_string(alternative)}"
        if parent is not None:
            parent.kids.append(self)

    def move_to(self, parent: Element) -> None:
        """Make this the last kid of another element."""
        if self.parent is not None:
            self.parent.kids.remove(self)
        self.parent = parent
        parent.kids.append(self)

    @property
    def is_artifact(self) -> bool:
        """Whether what is drawn for it is no content of the document."""
        return self is ARTIFACT


ARTIFACT = Element("Artifact")
"""Stands for no element: what is drawn for it is pagination (PDF 1.7, 14.8.2.2)."""


class Content:
    """Marked content: the `mcid`-th piece of the page whose object has this number."""

    __slots__ = ("mcid", "page")

    def __init__(self, page: int, mcid: int) -> None:
        self.page = page
        self.mcid = mcid


class Annotation:
    """An annotation on a page, both by their object numbers."""

    __slots__ = ("number", "page")

    def __init__(self, page: int, number: int) -> None:
        self.page = page
        self.number = number


Kid = Union[Element, Content, Annotation]  # noqa: UP007


def scope(of: str, columns: int = 1, rows: int = 1) -> str:
    """Return the attributes of a table cell: what a head is the head of (`Column`, `Row`), what a cell spans."""
    parts = f"/Scope/{of}" if of else ""
    parts += f"/ColSpan {columns}" if columns > 1 else ""
    parts += f"/RowSpan {rows}" if rows > 1 else ""
    return f"/A<</O/Table{parts}>>" if parts else ""


LIST_WITH_LABELS = "/A<</O/List/ListNumbering/Decimal>>"
LIST_WITH_BULLETS = "/A<</O/List/ListNumbering/Disc>>"


def write_tree(document: Document, root: Element, pages: Sequence[Sequence[Element]], links: Sequence[Element]) -> int:
    """Write the structure tree and the parent tree; return the number of the tree's root object.

    `pages` has the elements of each page's marked content by its number, `links` those of the annotations.
    """
    top = document.reserve()
    elements = list(_in_order(root))
    for element in elements:
        element.number = document.reserve()
    for element in elements:
        document.fill(element.number, _dictionary(element, top))
    rows = [f"{at} {document.add(_array(owners))} 0 R" for at, owners in enumerate(pages) if owners]
    rows += [f"{ANNOTATIONS_FROM + at} {owner.number} 0 R" for at, owner in enumerate(links)]
    parents = document.add(f"<</Nums[{' '.join(rows)}]>>")
    following = ANNOTATIONS_FROM + len(links)
    later = sorted({element.kind for element in elements} & ROLES.keys())
    roles = f"/RoleMap<<{''.join(f'/{kind}/{ROLES[kind]}' for kind in later)}>>" if later else ""
    document.fill(
        top,
        f"<</Type/StructTreeRoot/K {root.number} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {following}{roles}>>",
    )
    return top


def _in_order(root: Element) -> Iterator[Element]:
    """Yield the elements that hold something, parents first; never recurses: documents may be deep."""
    todo = [root]
    while todo:
        element = todo.pop()
        yield element
        todo.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))


def _array(owners: Sequence[Element]) -> str:
    return f"[{' '.join(f'{owner.number} 0 R' for owner in owners)}]"


def _dictionary(element: Element, top: int) -> str:
    page = next((kid.page for kid in element.kids if isinstance(kid, Content)), None)
    kids = " ".join(_kid(kid, page) for kid in element.kids)
    parent = element.parent.number if element.parent is not None else top
    on = f"/Pg {page} 0 R" if page is not None else ""
    return f"<</S/{element.kind}/P {parent} 0 R{element.attributes}{on}/K[{kids}]>>"


def _kid(kid: Kid, page: int | None) -> str:
    if isinstance(kid, Element):
        return f"{kid.number} 0 R"
    if isinstance(kid, Annotation):
        return f"<</Type/OBJR/Pg {kid.page} 0 R/Obj {kid.number} 0 R>>"
    return str(kid.mcid) if kid.page == page else f"<</Type/MCR/Pg {kid.page} 0 R/MCID {kid.mcid}>>"
