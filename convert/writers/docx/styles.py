"""Terms made into styles of a python-docx document: its own are set anew, what it lacks is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convert.walk import is_right_to_left
from convert.writers.docx import markup as w
from convert.writers.docx.house import CharacterTerms, ParagraphTerms
from convert.writers.docx.terms import Terms

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import CharacterStyle, ParagraphStyle

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

QUIET = ("Heading 1 Long", "Heading 1 Very Long", "Heading 1 No Headline", "Heading 1 Brief", "Heading 2 Front")
"""Styles that Word's gallery need not show: a house that restyles the one they are based on restyles them."""


def make_styles(document: Document, terms: Terms) -> None:
    """Set every style of the house in a document of its own."""
    known = _known(document)
    for paragraph in terms.paragraphs:
        _paragraph_style(document, known, paragraph, terms)
    for character in terms.characters:
        _character_style(document, known, character)


def add_missing_styles(document: Document, terms: Terms) -> None:
    """Add to a document that has its own look what it lacks: measures and rules of ours, its own font and colours."""
    known = _known(document)
    normal = next(p.size for p in terms.paragraphs if p.name == "Normal")
    for paragraph in terms.paragraphs:
        if paragraph.name not in known:
            _paragraph_style(document, known, paragraph, terms, plain_size=normal)
    for character in terms.characters:
        if character.name not in known:
            _character_style(document, known, character, inherits=True)


def set_language(document: Document, language: str) -> None:
    """Set the language in which text is unless it says otherwise."""
    defaults = document.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    if defaults is None:
        return
    for old in defaults.findall(f"{W}lang"):
        defaults.remove(old)
    rtl = is_right_to_left(language)
    bidi = language if rtl else "ar-SA"
    defaults.append(_element("lang", val="en-GB" if rtl else language, eastAsia="en-US", bidi=bidi))


# ---- one style ------------------------------------------------------------------------------------------------------


def _known(document: Document) -> dict[str, Any]:
    """Return a document's styles by name: python-docx looks through all of them for each."""
    return {str(style.name): style for style in document.styles}


def _paragraph_style(
    document: Document,
    known: dict[str, Any],
    terms: ParagraphTerms,
    whole: Terms,
    *,
    plain_size: tuple[float, float] | None = None,
) -> None:
    """Make a paragraph style; with `plain_size` it takes font and colour, and that size, from the document's text."""
    from docx.enum.style import WD_STYLE_TYPE

    style: ParagraphStyle = _style(document, known, terms.name, WD_STYLE_TYPE.PARAGRAPH)
    base = terms.base or ("Normal" if terms.name != "Normal" else None)
    style.base_style = known[base] if base else None
    style.hidden = False
    style.quick_style = terms.name not in QUIET
    if terms.size != plain_size:
        _size(style, terms.size[0], terms.size[1])
    if plain_size is None:
        _font(style, terms.face.family)
        _colour(style, terms.ink)
    based_on_head = terms.base is not None
    if terms.face.bold or based_on_head:
        _switch(style, "b", on=terms.face.bold)
    if terms.italic or based_on_head:
        _switch(style, "i", on=terms.italic)
    _set_paragraph(style, terms, whole)


def _set_paragraph(style: ParagraphStyle, terms: ParagraphTerms, whole: Terms) -> None:
    """Set spaces, indents, tabs, rules, ground and outline."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt, Twips

    form = style.paragraph_format
    form.space_before, form.space_after = Pt(terms.before), Pt(terms.after)
    form.left_indent, form.first_line_indent = Mm(terms.left), Mm(terms.first)
    form.keep_with_next, form.widow_control = terms.keep, True
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if terms.align == "both" else WD_ALIGN_PARAGRAPH.LEFT
    centre = terms.name == "Footer"
    for stop in terms.tabs:
        form.tab_stops.add_tab_stop(Mm(stop), WD_TAB_ALIGNMENT.CENTER if centre else WD_TAB_ALIGNMENT.LEFT)
    if terms.right_tab:
        form.tab_stops.add_tab_stop(Twips(whole.width), WD_TAB_ALIGNMENT.RIGHT)
    properties = style.element.get_or_add_pPr()
    if terms.edges is not None:
        borders = _element("pBdr")
        for edge in terms.edges:
            line = {"val": "single", "sz": str(edge.eighths), "space": str(edge.space), "color": edge.colour}
            borders.append(_element(edge.side, **line))
        if not terms.edges:
            borders.extend(_element(side, val="nil") for side in ("top", "left", "bottom", "right"))
        _insert(properties, borders)
    if terms.ground:
        _insert(properties, _element("shd", val="clear", color="auto", fill=terms.ground))
    if terms.outline is not None:
        _insert(properties, _element("outlineLvl", val=str(terms.outline - 1)))
    elif terms.name.startswith("TOC H"):
        _insert(properties, _element("outlineLvl", val="9"))


def _character_style(
    document: Document, known: dict[str, Any], terms: CharacterTerms, *, inherits: bool = False
) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    style: CharacterStyle = _style(document, known, terms.name, WD_STYLE_TYPE.CHARACTER)
    style.hidden = False
    style.quick_style = True
    if terms.family is not None and not inherits:
        _font(style, terms.family)
    if terms.bold is not None:
        _switch(style, "b", on=terms.bold)
    if terms.ink is not None:
        _colour(style, terms.ink)
    if terms.size is not None:
        _size(style, terms.size, None)
    properties = style.element.get_or_add_rPr()
    if terms.ground is not None:
        properties.append(_element("shd", val="clear", color="auto", fill=terms.ground))
    if terms.raised:
        properties.append(_element("vertAlign", val="superscript"))


def _style(document: Document, known: dict[str, Any], name: str, kind: Any) -> Any:
    """Return the style of a name, bare: without what the template gave it."""
    if name not in known:
        known[name] = document.styles.add_style(name, kind, builtin=name[0].islower() or name == "Hyperlink")
    style = known[name]
    for child in list(style.element):
        if child.tag in (f"{W}pPr", f"{W}rPr"):
            style.element.remove(child)
    return style


def _font(style: Any, family: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the template's theme fonts would win over a named one
    for place in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(f"{W}{place}", family)


def _switch(style: Any, name: str, *, on: bool) -> None:
    """Turn bold or italic on or off, for complex scripts too."""
    font = style.font
    if name == "b":
        font.bold = font.cs_bold = on
    else:
        font.italic = font.cs_italic = on


def _colour(style: Any, ink: str) -> None:
    from docx.shared import RGBColor

    if ink:
        style.font.color.rgb = RGBColor.from_string(ink)


def _size(style: Any, size: float, leading: float | None) -> None:
    """Set the size, for complex scripts too (Word keeps two), and the leading, exactly."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    style.font.size = Pt(round(size * 2) / 2)
    half_points = style.element.rPr.find(f"{W}sz")
    half_points.addnext(_element("szCs", val=half_points.get(f"{W}val")))
    if leading is not None:
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(leading)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(f"{W}{attribute}", value)
    return made


def _insert(properties: Any, made: Any) -> None:
    """Put a paragraph property where the schema wants it."""
    place = w.PARAGRAPH_ORDER.index(made.tag.rpartition("}")[2])
    for child in properties:
        name = child.tag.rpartition("}")[2]
        if name in w.PARAGRAPH_ORDER and w.PARAGRAPH_ORDER.index(name) > place:
            child.addprevious(made)
            return
    properties.append(made)
