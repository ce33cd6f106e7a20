"""The Word template: the parts that all documents of a style share. Made by python-docx once a style, then kept.

It is python-docx's own document without its stale parts (two validators refuse them) and without its hundred table
styles, its styles set to the house's; or, for `reference.py`, a house's own document.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from convert.style import Style
from convert.writers.docx import markup as w
from convert.writers.docx.styles import W, make_styles, set_language
from convert.writers.docx.terms import Terms, terms_of

if TYPE_CHECKING:
    from docx.document import Document

ALTERNATIVES = {
    "Georgia": "Gelasio",
    "Arial Narrow": "Liberation Sans Narrow",
    "Arial": "Liberation Sans",
    "Calibri": "Carlito",
    "Cambria": "Caladea",
    "Times New Roman": "Liberation Serif",
}
"""Free families with the same widths: where the first is missing, lines still end where they did."""


class HouseFurniture(Struct, frozen=True):
    """A head or foot of a house's own document: its kind (`default`, `first`, `even`), what stands in it, its parts."""

    place: str
    kind: str
    content: str
    relations: tuple[tuple[str, str, str, bool], ...] = ()
    """Id, type, target, and whether it lies outside the package."""


class Template(Struct, frozen=True):
    """Parts by name; ids of styles by name; measures; what a house's own document brings."""

    parts: Mapping[str, bytes]
    ids: Mapping[str, str]
    terms: Terms
    furniture: tuple[HouseFurniture, ...] = ()
    media: Mapping[str, bytes] = {}
    page: str = ""
    """The page setup of a house's own document, as markup."""

    fonts: Mapping[str, bytes] = {}
    """Embedded fonts, obfuscated, by file name."""

    font_relations: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def template_of(style: Style, language: str, *, embedded: bool = False) -> Template:
    """Return the template of a style, its default language set; `embedded`: with the style's fonts in it."""
    import docx

    terms = terms_of(style, embedded=embedded)
    document = docx.Document()
    drop_table_styles(document)
    make_styles(document, terms)
    set_language(document, language)
    parts, ids = saved_parts(document)
    if not embedded:
        return Template({**parts, "word/fontTable.xml": font_table(terms.families)}, ids, terms)
    from convert.writers.docx.embedding import embedded_fonts

    fonts = embedded_fonts(style)
    table = font_table(terms.families, fonts.entries)
    return Template(
        *({**parts, "word/fontTable.xml": table}, ids, terms), fonts=fonts.files, font_relations=tuple(fonts.files)
    )


def saved_parts(document: Document) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the parts of a document that are kept, styles and theme, and its styles' ids by name."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        names = [name for name in package.namelist() if name in ("word/styles.xml", "word/theme/theme1.xml")]
        parts = {name: package.read(name) for name in names}
    return parts, {str(style.name): style.style_id for style in document.styles}


def drop_table_styles(document: Document) -> None:
    """Drop all table styles but the default: tables here say what they look like."""
    for style in list(document.styles.element.findall(f"{W}style")):
        if style.get(f"{W}type") == "table" and style.get(f"{W}default") != "1":
            document.styles.element.remove(style)


def font_table(families: tuple[str, ...], entries: Mapping[str, str] | None = None) -> bytes:
    """Return the part that lists fonts, with the families that stand in for them, or with their embedded files."""
    made = []
    for family in dict.fromkeys((*families, *(entries or {}))):
        other = f'<w:altName w:val="{ALTERNATIVES[family]}"/>' if family in ALTERNATIVES else ""
        files = entries.get(family, "") if entries else ""
        made.append(f'<w:font w:name="{w.quoted(family)}">{other}<w:pitch w:val="variable"/>{files}</w:font>')
    return f"{w.DECLARATION}<w:fonts {w.NAMESPACES}>{''.join(made)}</w:fonts>".encode()


def page_setup(template: Template) -> str:
    """Return a section's page size and margins; with `w:mirrorMargins` left is the inner margin."""
    if template.page:
        return template.page
    terms = template.terms
    width, height = terms.paper
    return (
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{terms.top}" w:right="{terms.right}" w:bottom="{terms.bottom}" w:left="{terms.left}"'
        f' w:header="{terms.header}" w:footer="{terms.footer}" w:gutter="0"/>'
    )
