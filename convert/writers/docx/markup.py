"""WordprocessingML as text: runs and what they look like, fields, links, paragraphs. All text is escaped here alone.

A document's body is thousands of the same few elements: as text they cost a tenth of what building trees of them does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from convert.walk import is_right_to_left
from convert.writers.nodes import clean

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TAB = "<w:r><w:tab/></w:r>"
BREAK = "<w:r><w:br/></w:r>"

PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
    *("divId", "cnfStyle", "rPr", "sectPr"),
)
"""The order of a paragraph's properties (ISO/IEC 29500-1, 17.3.1.26)."""

_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_PROPERTY = re.compile(r"<w:(?P<name>\w+)(?: [^>]*)?/>|<w:(?P<outer>\w+)[^>]*>.*?</w:(?P=outer)>")


class Look(NamedTuple):
    """What a run looks like: a character style's id, direct properties, and its language where it is not the text's."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    ink: str = ""
    ground: str = ""
    language: str = ""


PLAIN = Look()


@lru_cache(maxsize=512)
def properties(look: Look) -> str:
    """Return a run's properties in the schema's order (ISO/IEC 29500-1, 17.3.2.28), or nothing for a plain run."""
    rtl = is_right_to_left(look.language)
    made = (
        f'<w:rStyle w:val="{look.style}"/>' if look.style else "",
        "<w:b/><w:bCs/>" if look.bold else "",
        "<w:i/><w:iCs/>" if look.italic else "",
        f'<w:color w:val="{look.ink}"/>' if look.ink else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{look.ground}"/>' if look.ground else "",
        "<w:rtl/>" if rtl else "",
        f'<w:lang w:{"bidi" if rtl else "val"}="{quoted(look.language)}"/>' if look.language else "",
    )
    inside = "".join(made)
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def quoted(words: str) -> str:
    """Return words as an attribute's value, without its quotation marks."""
    return escape(clean(words), {'"': "&quot;", "\n": " ", "\t": " "})


def run(words: str, look: Look = PLAIN) -> str:
    """Return a run of text; a line end in it is a line end on paper, a tab a space."""
    shown = escape(clean(words))
    if not shown:
        return ""
    if "\n" in shown or "\t" in shown or "\r" in shown:
        shown = " ".join(shown.replace("\r", "").split("\t"))
        return BREAK.join(_run(line, look) for line in shown.split("\n"))
    return _run(shown, look)


def _run(shown: str, look: Look) -> str:
    if not shown:
        return ""
    return f'<w:r>{properties(look)}<w:t xml:space="preserve">{shown}</w:t></w:r>'


def field(code: str, shown: str, look: Look = PLAIN) -> str:
    """Return a field with its cached result: what LibreOffice and viewers show, and Word until it updates."""
    return begin_field(code, look) + run(shown, look) + end_field(look)


def begin_field(code: str, look: Look = PLAIN) -> str:
    """Return the begin of a field: its code, and the mark after which its result stands."""
    about = properties(look)
    return (
        f'<w:r>{about}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{about}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r>{about}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def end_field(look: Look = PLAIN) -> str:
    """Return the end of a field."""
    return f'<w:r>{properties(look)}<w:fldChar w:fldCharType="end"/></w:r>'


def bookmarked(number: int, name: str, content: str = "") -> str:
    """Return content between the two ends of a bookmark; `number` is unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def link_to(bookmark: str, content: str) -> str:
    """Return content as a link to a bookmark of the document."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{content}</w:hyperlink>' if content else ""


def link_out(relation: str, content: str) -> str:
    """Return content as a link to what a relation names."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{content}</w:hyperlink>' if content else ""


def paragraph(style: str, content: str, about: str = "") -> str:
    """Return a paragraph in a style (its id); `about` are further properties, in any order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{ordered(about)}</w:pPr>{content}</w:p>'


@lru_cache(maxsize=512)
def ordered(about: str) -> str:
    """Return paragraph properties in the schema's order; of two of a kind each attribute of the later one holds."""
    found: dict[str, str] = {}
    for each in _PROPERTY.finditer(about):
        name = each["name"] or each["outer"]
        found[name] = _merged(name, found[name], each[0]) if name in found and each["name"] else each[0]
    return "".join(found[name] for name in sorted(found, key=PARAGRAPH_ORDER.index))


def _merged(name: str, one: str, other: str) -> str:
    """Return an empty element with the attributes of both; an indent of the first line is hanging or not."""
    attributes = dict(_ATTRIBUTE.findall(one + other))
    if "w:firstLine" in other:
        attributes.pop("w:hanging", None)
    return f"<w:{name} {_joined(attributes)}/>"


def _joined(attributes: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in attributes.items())


def border(side: str, eighths: int, colour: str, space: int = 0) -> str:
    """Return one rule of a border: its weight in eighths of a point, its distance in points; 0 is none."""
    if not eighths:
        return f'<w:{side} w:val="nil"/>'
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'
