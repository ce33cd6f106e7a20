"""A house's own Word document as the template: its styles, page, heads, feet and logo; ours is only what it lacks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from convert.errors import StyleError
from convert.style import Style
from convert.writers.docx.house import ParagraphTerms
from convert.writers.docx.styles import W, add_missing_styles, set_language
from convert.writers.docx.template import HouseFurniture, Template, drop_table_styles, font_table, saved_parts
from convert.writers.docx.terms import Terms, terms_of
from convert.writers.nodes import SAFE_ADDRESS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

FIRST_PICTURE = 1_000_000
"""Numbers of the house's pictures begin above those of any document's own."""

LARGEST = 100_000_000
"""Bytes that the parts of a reference document may have together, unpacked."""

_MAIN = b"wordprocessingml.document.main+xml"


@lru_cache(maxsize=4)
def template_from(data: bytes, name: str, style: Style, language: str) -> Template:
    """Return the template that a reference document makes.

    `data` are its bytes, `name` what messages call it. Raises StyleError where it is no Word document, carries macros,
    or its heads and feet hold what cannot be taken over.
    """
    document = _opened(data, name)
    section = document.sections[0]
    terms = _measures(document, section, terms_of(style), name)
    drop_table_styles(document)
    _drop_numbering(document)
    add_missing_styles(document, terms)
    _ensure_defaults(document)
    set_language(document, language)
    furniture, media = _furniture(document, section, name)
    parts, ids = saved_parts(document)
    if b"r:embed" in parts.get("word/theme/theme1.xml", b""):
        del parts["word/theme/theme1.xml"]  # a picture of the theme's would be missing
    return Template(
        {**parts, "word/fontTable.xml": font_table(())},
        ids,
        terms,
        furniture=furniture,
        media=media,
        page=_page(section, terms),
    )


def _opened(data: bytes, name: str) -> Document:
    """Return a document that is safe to take from."""
    import docx
    from lxml.etree import XMLSyntaxError

    hint = "give a .docx that Word saved, without macros"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(each.file_size for each in package.infolist()) > LARGEST:
                raise StyleError("the reference document is too large", where=name, hint=hint)
            types = package.read("[Content_Types].xml")
            names = package.namelist()
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise StyleError("the reference document is no Word document", where=name, hint=hint) from error
    if b"macroEnabled" in types or any(each.lower().endswith(("vbaproject.bin", "vbadata.xml")) for each in names):
        raise StyleError("the reference document carries macros", where=name, hint=hint)
    if _MAIN not in types:
        raise StyleError("the reference document is no Word document", where=name, hint=hint)
    try:
        document: Document = docx.Document(io.BytesIO(data))
        _ = document.sections[0], document.styles.element
    except (KeyError, ValueError, IndexError, AttributeError, XMLSyntaxError, zipfile.BadZipFile) as error:
        raise StyleError(f"the reference document cannot be read: {error}", where=name, hint=hint) from error
    return document


# ---- page -----------------------------------------------------------------------------------------------------------


def _twips(length: Any, otherwise: int) -> int:
    return otherwise if length is None else int(length.twips)


def _measures(document: Document, section: Section, terms: Terms, name: str) -> Terms:
    """Return our terms with the page of a document."""
    left = _twips(section.left_margin, terms.left)
    paper = (_twips(section.page_width, terms.paper[0]), _twips(section.page_height, terms.paper[1]))
    right = _twips(section.right_margin, terms.right)
    if paper[0] - left - right < terms.gutter * 3:
        raise StyleError(
            "the reference document's page has no room for text", where=name, hint="make its margins smaller"
        )
    return replace(
        terms,
        paper=paper,
        left=left,
        right=right,
        top=_twips(section.top_margin, terms.top),
        bottom=_twips(section.bottom_margin, terms.bottom),
        header=_twips(section.header_distance, terms.header),
        footer=_twips(section.footer_distance, terms.footer),
        mirror=document.settings.element.find(f"{W}mirrorMargins") is not None,
        paragraphs=tuple(_fitted(each, (paper[0] - left - right) / terms.width) for each in terms.paragraphs),
    )


def _fitted(style: ParagraphTerms, scale: float) -> ParagraphTerms:
    """Return a style whose tab stops are shares of the frame with those of another frame."""
    if style.name not in ("Fact", "Footer"):
        return style
    tabs = tuple(round(stop * scale, 2) for stop in style.tabs)
    return replace(style, tabs=tabs, left=style.left * scale, first=style.first * scale)


def _page(section: Section, terms: Terms) -> str:
    width, height = terms.paper
    turned = ' w:orient="landscape"' if width > height else ""
    gutter = _twips(section.gutter, 0)
    return (
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{terms.top}" w:right="{terms.right}" w:bottom="{terms.bottom}" w:left="{terms.left}"'
        f' w:header="{terms.header}" w:footer="{terms.footer}" w:gutter="{gutter}"/>'
    )


# ---- styles ---------------------------------------------------------------------------------------------------------


def _drop_numbering(document: Document) -> None:
    """Take numbering out of styles: its definitions stay behind, our lists and articles bring their own numbers."""
    for style in document.styles.element.findall(f"{W}style"):
        for numbering in list(style.iter(f"{W}numPr")):
            numbering.getparent().remove(numbering)
        if style.get(f"{W}type") == "numbering":
            document.styles.element.remove(style)


def _ensure_defaults(document: Document) -> None:
    """Give the styles a place where the default language stands."""
    from docx.oxml.parser import OxmlElement

    place = document.styles.element
    for at, name in enumerate(("docDefaults", "rPrDefault", "rPr")):
        found = place.find(f"{W}{name}")
        if found is None:
            found = OxmlElement(f"w:{name}")
            place.insert(0, found) if at < 2 else place.append(found)
        place = found


# ---- heads and feet -------------------------------------------------------------------------------------------------


def _furniture(document: Document, section: Section, name: str) -> tuple[tuple[HouseFurniture, ...], dict[str, bytes]]:
    """Return the heads and feet of a document, and the pictures in them."""
    media: dict[str, bytes] = {}
    made = []
    pictures = count(1)
    for place, kind, part in _defined(document, section):
        _renumber(part, pictures)
        relations = tuple(_relations(part, media, name))
        made.append(HouseFurniture(place, kind, _markup(part), relations))
    return tuple(made), media


def _defined(document: Document, section: Section) -> Iterator[tuple[str, str, Any]]:
    kinds = {"default": ""}
    if section.different_first_page_header_footer:
        kinds["first"] = "first_page_"
    if document.settings.odd_and_even_pages_header_footer:
        kinds["even"] = "even_page_"
    for kind, prefix in kinds.items():
        for place in ("header", "footer"):
            found = getattr(section, f"{prefix}{place}")
            if not found.is_linked_to_previous:
                yield place, kind, found.part


def _renumber(part: Any, numbers: Iterator[int]) -> None:
    """Give the pictures of a head or foot numbers that no other has."""
    for picture in part.element.iter(f"{WP}docPr"):
        picture.set("id", str(FIRST_PICTURE + next(numbers)))


def _markup(part: Any) -> str:
    """Return a head or foot, but for its last tag."""
    from lxml import etree

    text = etree.tostring(part.element, encoding="unicode")
    # deleted and inserted words of tracked changes are not the house's letterhead, but they are left as they are
    return str(re.sub(r"</[\w:]+>\s*$", "", text))


def _relations(part: Any, media: dict[str, bytes], name: str) -> Iterator[tuple[str, str, str, bool]]:
    for key, relation in sorted(part.rels.items()):
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external:
            if kind != "hyperlink" or not SAFE_ADDRESS.match(relation.target_ref):
                raise StyleError(
                    f"a head or foot of the reference document loads {relation.target_ref[:80]}",
                    where=name,
                    hint="put the picture itself into the document",
                )
            yield key, kind, relation.target_ref, True
        elif kind == "image":
            file = f"house_{relation.target_part.partname.filename}"
            media[f"word/media/{file}"] = relation.target_part.blob
            yield key, kind, f"media/{file}", False
        else:
            raise StyleError(
                f"a head or foot of the reference document holds a {kind}, which cannot be taken over", where=name
            )
