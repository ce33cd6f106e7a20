"""WordprocessingML as text: runs, fields, links, paragraphs. All text is escaped here and nowhere else."""

from __future__ import annotations

from xml.sax.saxutils import escape

from convert.writers.ast import clean

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


def quoted(words: str) -> str:
    """Return words as an attribute's value, without its quotation marks."""
    return escape(clean(words), {'"': "&quot;", "\n": " "})


def run(words: str, properties: str = "") -> str:
    """Return a run of text with its properties (`<w:b/>`, `<w:rStyle …/>`)."""
    shown = escape(clean(words))
    if not shown:
        return ""
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    space = ' xml:space="preserve"' if shown != shown.strip() or "  " in shown else ""
    return f"<w:r>{about}<w:t{space}>{shown}</w:t></w:r>"


def field(code: str, shown: str, properties: str = "") -> str:
    """Return a field with its cached result: what LibreOffice and viewers show, and Word until it updates."""
    return begin_field(code, properties) + run(shown, properties) + end_field(properties)


def begin_field(code: str, properties: str = "") -> str:
    """Return the begin of a field: its code, and the mark after which its result stands."""
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{about}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{about}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r>{about}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def end_field(properties: str = "") -> str:
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:fldChar w:fldCharType="end"/></w:r>'


def link_to(bookmark: str, content: str) -> str:
    """Return content as a link to a bookmark of the document."""
    return f'<w:hyperlink w:anchor="{quoted(bookmark)}" w:history="1">{content}</w:hyperlink>'


def link_out(relation: str, content: str) -> str:
    """Return content as a link to what a relation names."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{content}</w:hyperlink>'


def paragraph(style: str, content: str, properties: str = "") -> str:
    """Return a paragraph in a style (its id); further properties stand in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'
