"""The Word template: python-docx's own, without its stale parts, its styles set to the house's. Built once a style.

Styles carry the names people expect (Title, Heading 1–3, Quote, List Bullet, Caption …), so that a house restyles a
document in Word in a minute. This is the one place where this writer names a font, a size or a colour.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from convert.style import Size, Style

MM = 56.6929
"""Twips a millimetre."""

KEPT = ("word/styles.xml", "word/theme/theme1.xml", "word/fontTable.xml")
"""Parts of python-docx's template that are kept; others are stale (validators refuse two) or are written anew."""


@dataclass(frozen=True)
class Shape:
    """How a style's paragraphs are set: space in points, indents and tab stops in millimetres."""

    before: float = 0
    after: float = 0
    left: float = 0
    first: float = 0
    tabs: tuple[float, ...] = ()
    right_tab: bool = False
    bold: bool = False
    italic: bool = False
    keep: bool = False
    justify: bool = False
    colour: str | None = None


@dataclass(frozen=True)
class Look:
    """A style's font; what is None is as in the text around it."""

    font: str | None
    size: float | None
    colour: str
    bold: bool | None = None
    italic: bool | None = None


@dataclass(frozen=True)
class Template:
    """The parts that every document of a style shares, the ids of its styles by name, its measures in twips."""

    parts: Mapping[str, bytes]
    ids: Mapping[str, str]
    width: int
    gutter: int


@lru_cache(maxsize=8)
def template_of(style: Style, language: str) -> Template:
    """Return the template of a style, its default language set."""
    import docx

    document = docx.Document()
    _Styles(document, style).make()
    _drop_table_styles(document)
    _set_language(document, language)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        parts = {name: package.read(name) for name in KEPT}
    ids = {each.name: each.style_id for each in document.styles}
    return Template(parts, ids, round(_frame_width(style) * MM), round(style.page.gutter * MM))


def _drop_table_styles(document: Any) -> None:
    """Drop the hundred table styles that the template carries: tables here say what they look like."""
    for style in list(document.styles.element.findall(_w("style"))):
        if style.get(_w("type")) == "table" and style.get(_w("default")) != "1":
            document.styles.element.remove(style)


def _paper_width(style: Style) -> float:
    return 210.0 if style.page.paper == "A4" else 215.9


def _frame_width(style: Style) -> float:
    return _paper_width(style) - style.page.inner - style.page.outer


def page_setup(style: Style) -> str:
    """Return a section's page size and margins; with `w:mirrorMargins` left is the inner margin."""
    width, height = (11906, 16838) if style.page.paper == "A4" else (12240, 15840)
    page = style.page
    inner, outer = (page.inner, page.outer) if page.mirror else ((page.inner + page.outer) / 2,) * 2
    bottom = page.bottom if page.paper == "A4" else min(page.bottom, 18)
    return (
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{round(page.top * MM)}" w:right="{round(outer * MM)}" w:bottom="{round(bottom * MM)}"'
        f' w:left="{round(inner * MM)}" w:header="{round(13 * MM)}" w:footer="{round(12 * MM)}" w:gutter="0"/>'
    )


class _Styles:
    """Makes the styles of a document."""

    def __init__(self, document: Any, style: Style) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        self.document, self.style = document, style
        self.paragraph, self.character = WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER
        self.text, self.label = style.font.docx.text, style.font.docx.label

    def make(self) -> None:
        self._headings()
        self._article()
        self._tables_and_lists()
        self._furniture()
        self._characters()

    def _headings(self) -> None:
        size, space, rule = self.style.size, self.style.space, self.style.rule
        gutter = self.style.page.gutter
        self._add("Normal", self.text, size.body, Shape(after=space.para))
        self._add("Title", self.text, size.title, Shape(bold=True, before=7, after=2, keep=True))
        self._add("Subtitle", self.label, (11, 15), Shape(after=8, keep=True))
        hung = Shape(
            before=space.article, after=space.title_after, left=gutter, first=-gutter, tabs=(gutter,), bold=True
        )
        hung = replace(hung, keep=True)
        self._add("Heading 1", self.text, size.h1, hung)
        self._border("Heading 1", top=(rule.article, 6))
        self._add("Heading 1 Long", self.text, size.h1_long, hung, base="Heading 1")
        self._add("Heading 1 Very Long", self.text, size.h1_xlong, hung, base="Heading 1")
        none = replace(hung, before=0, bold=False, italic=True)
        self._add("Heading 1 No Headline", self.text, size.h1_none, none, base="Heading 1")
        brief = Shape(before=8, after=4, left=gutter, bold=True, keep=True)
        self._add("Heading 1 Brief", self.text, size.brief_title, brief, base="Heading 1")
        for name in ("Heading 1 No Headline", "Heading 1 Brief"):
            self._border(name)
        part = Shape(before=26, after=2, bold=True, keep=True)
        self._add("Heading 1 Section", self.text, size.section, part, base="Heading 1")
        minor = Shape(before=space.minor_head[0], after=space.minor_head[1], bold=True, keep=True, right_tab=True)
        self._add("Heading 2", self.label, size.minor_head, minor)
        sub = Shape(before=space.sub_head[0], after=space.sub_head[1], left=gutter, bold=True, keep=True)
        self._add("Heading 2 Sub-head", self.label, size.sub_head, sub, base="Heading 2")
        for name in ("Heading 3", "Heading 4"):
            self._add(name, self.label, size.sub_head, sub)
        front = Shape(before=6, left=10, first=-10, tabs=(10,), right_tab=True, bold=True, keep=True)
        self._add("Heading 3 Front", self.text, size.front_head, front, base="Heading 3")

    def _article(self) -> None:
        size, space, gutter = self.style.size, self.style.space, self.style.page.gutter
        soft = self.style.colour.soft
        head = Shape(left=gutter, keep=True)
        self._add("Masthead", self.label, size.source, Shape(after=4, right_tab=True, keep=True))
        self._border("Masthead", bottom=(self.style.rule.masthead, 3))
        self._add("No Headline", self.label, size.source, replace(head, before=10, colour=soft))
        self._add("Source Line", self.label, size.source, head)
        self._add("Date Note", self.label, size.address, head)
        self._add("Source Address", self.label, size.address, replace(head, colour=soft))
        numbered = Shape(after=space.para, left=gutter, first=-gutter, tabs=(gutter,))
        self._add("Article Text", self.text, size.body, replace(numbered, justify=self.style.look.justify))
        quote = Shape(after=space.para, left=gutter + 5, first=-(gutter + 5), tabs=(gutter + 5,))
        self._add("Quote", self.text, size.body, quote)
        self._add("Caption", self.label, size.note, Shape(after=2, left=gutter, colour=soft, keep=True))
        self._add("Note", self.label, size.note, Shape(after=space.para, colour=soft))
        self._add("Article Note", self.label, size.note, Shape(after=3, left=gutter, colour=soft))
        self._add("Editor Note", self.label, size.source, Shape(before=3, after=5, left=gutter))
        self._add("Front Extract", self.text, size.extract, Shape(before=2, after=6, left=10))
        self._border("Front Extract", bottom=(self.style.rule.hair, 4))
        self._add("Front Source", self.label, size.source, Shape(left=10, keep=True))
        self._add("Marking Line", self.label, (12, 16), replace(head, bold=True))
        self._add("Key Point", self.text, size.key_point, replace(numbered, after=space.key_point))
        points = Shape(before=10, after=4, left=gutter, bold=True, keep=True)
        self._add("Key Points Head", self.label, size.minor_head, points, base="Heading 2")
        self._add("Notice", self.label, size.cell, Shape(left=3))
        for name in ("Key Point", "Key Points Head", "Notice"):
            self._shade(name, self.style.colour.tint)
        self._border("Key Points Head", top=(self.style.rule.article, 4))
        self._border("Notice", left=(self.style.rule.notice, 6))

    def _tables_and_lists(self) -> None:
        size, space, gutter = self.style.size, self.style.space, self.style.page.gutter
        cell = Shape(before=space.cell, after=space.cell)
        self._add("Table Cell", self.label, size.cell, cell)
        self._add("Table Quote", self.text, size.quote_cell, cell)
        self._add("Table Head", self.label, size.cell_head, replace(cell, bold=True, keep=True))
        self._add("Table Hash", self.label, size.hash, Shape(colour=self.style.colour.soft, after=space.cell))
        self._add("Chart Cell", self.label, size.cell, Shape())
        self._add("Fact", self.label, size.cell, Shape(tabs=(20, 86, 106)))
        item = Shape(after=3, left=gutter + 5, first=-5, tabs=(gutter + 5,))
        for name in ("List Bullet", "List Number"):
            self._add(name, self.text, size.body, item)
        entry = Shape(left=10, first=-10, tabs=(10,), right_tab=True, keep=True)
        self._add("TOC 1", self.text, size.body, entry)
        self._add("TOC Detail", self.label, size.note, Shape(left=10, after=3))
        self._add("TOC Part", self.label, size.cell, Shape(right_tab=True, after=3))
        self._add("Index Entry", self.label, size.cell, Shape(left=3.2, first=-3.2))
        self._add("footnote text", self.label, size.note, Shape(after=2))

    def _furniture(self) -> None:
        size = self.style.size
        for name, of in (("Header", size.running_head), ("Footer", size.imprint)):
            self._add(name, self.label, (of, 15), Shape())
            self._furniture_tabs(name)

    def _furniture_tabs(self, name: str) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        width = _frame_width(self.style)
        stops = self.document.styles[name].paragraph_format.tab_stops
        stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)

    def _characters(self) -> None:
        size, colour = self.style.size, self.style.colour
        ink, soft = colour.ink, colour.soft
        self._mark("Para Number", Look(self.label, size.para_number, soft))
        self._mark("Article Number", Look(self.label, None, colour.accent, bold=True))
        self._mark("Badge", Look(self.label, size.badge, ink), ground=colour.badge)
        self._mark("Badge Conflict", Look(self.label, size.badge, "#FFFFFF", bold=True), ground="#000000")
        self._mark("Soft", Look(None, None, soft))
        self._mark("Label", Look(self.label, size.note[0], soft, bold=False))
        self._mark("Outlet", Look(self.label, None, ink, bold=True))
        self._mark("Marking", Look(self.label, size.marking, ink, bold=True))
        self._mark("footnote reference", Look(None, None, ink))
        properties = self.document.styles["footnote reference"].element.get_or_add_rPr()
        _append(properties, "vertAlign", val="superscript")

    # ---- one style

    def _add(self, name: str, font: str, size: Size, shape: Shape, *, base: str | None = None) -> None:
        """Make a paragraph style, or set the template's own of that name."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
        from docx.shared import Mm, Pt

        made = self._style(name, self.paragraph, base)
        look = Look(font, size[0], shape.colour or self.style.colour.ink, shape.bold, shape.italic)
        self._font(made, look)
        set_as = made.paragraph_format
        set_as.space_before, set_as.space_after = Pt(shape.before), Pt(shape.after)
        set_as.line_spacing_rule, set_as.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size[1])
        set_as.left_indent, set_as.first_line_indent = Mm(shape.left), Mm(shape.first)
        set_as.keep_with_next, set_as.widow_control = shape.keep, True
        set_as.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if shape.justify else WD_ALIGN_PARAGRAPH.LEFT
        for stops in list(made.element.iter(_w("tabs"))):
            stops.getparent().remove(stops)
        for stop in shape.tabs:
            set_as.tab_stops.add_tab_stop(Mm(stop))
        if shape.right_tab:
            set_as.tab_stops.add_tab_stop(Mm(_frame_width(self.style)), WD_TAB_ALIGNMENT.RIGHT)

    def _mark(self, name: str, look: Look, ground: str | None = None) -> None:
        """Make a character style."""
        made = self._style(name, self.character, None)
        self._font(made, look)
        if ground not in (None, "none"):
            _append(made.element.get_or_add_rPr(), "shd", val="clear", color="auto", fill=str(ground).lstrip("#"))

    def _style(self, name: str, kind: Any, base: str | None) -> Any:
        known = {each.name: each for each in self.document.styles}
        made = known.get(name) or self.document.styles.add_style(name, kind)
        if base is not None:
            made.base_style = self.document.styles[base]
        made.quick_style = True
        return made

    def _font(self, made: Any, look: Look) -> None:
        from docx.shared import Pt, RGBColor

        made.font.bold, made.font.italic = look.bold, look.italic
        made.font.color.rgb = RGBColor.from_string(look.colour.lstrip("#"))
        if look.size is not None:
            made.font.size = Pt(look.size)
        if look.font is not None:
            fonts = made.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()  # the template's theme fonts would win over a named one
            for place in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(_w(place), look.font)

    def _border(self, name: str, **sides: tuple[float, int]) -> None:
        """Draw rules at the sides of a style's paragraphs: (points, distance); a style without any loses its base's."""
        from docx.oxml import OxmlElement

        properties = self.document.styles[name].element.get_or_add_pPr()
        for old in properties.findall(_w("pBdr")):
            properties.remove(old)
        borders = OxmlElement("w:pBdr")
        for side in ("top", "left", "bottom", "right"):
            if side in sides:
                weight, distance = sides[side]
                hair = weight <= self.style.rule.hair
                ink = self.style.colour.hair if hair and side == "bottom" else self.style.colour.ink
                size = max(2, round(weight * 8))
                _append(borders, side, val="single", sz=str(size), space=str(distance), color=ink.lstrip("#"))
            elif not sides:
                _append(borders, side, val="nil")
        _insert_in_order(properties, borders)

    def _shade(self, name: str, colour: str) -> None:
        from docx.oxml import OxmlElement

        if colour == "none":
            return
        shade = OxmlElement("w:shd")
        for attribute, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
            shade.set(_w(attribute), value)
        _insert_in_order(self.document.styles[name].element.get_or_add_pPr(), shade)


PROPERTY_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *(
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
    ),
    *("autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
    *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle"),
)
"""The order of a paragraph's properties (ISO/IEC 29500-1, 17.3.1.26)."""


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _append(parent: Any, name: str, **attributes: str) -> None:
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(_w(attribute), value)
    parent.append(made)


def _insert_in_order(properties: Any, made: Any) -> None:
    """Put a property where the schema wants it."""
    place = PROPERTY_ORDER.index(made.tag.rpartition("}")[2])
    for child in properties:
        name = child.tag.rpartition("}")[2]
        if name in PROPERTY_ORDER and PROPERTY_ORDER.index(name) > place:
            child.addprevious(made)
            return
    properties.append(made)


def _set_language(document: Any, language: str) -> None:
    for lang in document.styles.element.iter(_w("lang")):
        for place in ("val", "eastAsia", "bidi"):
            lang.set(_w(place), language if place != "bidi" or language.startswith(("ar", "he", "fa")) else "ar-SA")
