"""An article's body as the XHTML that a ninjs item carries: its structure, and nothing of how it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from convert import model as m
from convert.walk import plain
from convert.writers.nodes import SAFE_ADDRESS, clean, clean_address


def body_html(blocks: Iterable[m.Block]) -> str:
    """Return blocks as well-formed XHTML, in one line."""
    return "".join(map(_block, blocks))


def _block(block: m.Block) -> str:
    match block:
        case m.Paragraph():
            return _element("p", _inlines(block.content), lang=block.language)
        case m.Heading():
            return _element(f"h{block.level}", _inlines(block.content), lang=block.language)
        case m.ItemList():
            items = "".join(_element("li", _tight(item)) for item in block.items)
            start = str(block.start) if block.ordered and block.start != 1 else None
            return _element("ol" if block.ordered else "ul", items, start=start)
        case m.Quotation():
            speaker = _element("p", _text(block.speaker)) if block.speaker else ""
            return _element("blockquote", body_html(block.blocks) + speaker)
        case m.Table():
            return _table(block)
        case m.Figure():
            return _figure(block)
        case m.Rule():
            return "<hr/>"
        case m.Section():
            return body_html(block.blocks)
        case m.Contents() | m.NameIndex():
            return ""  # a pack's own parts: no article holds them


def _tight(blocks: tuple[m.Block, ...]) -> str:
    """Return the content of an item or a cell; one paragraph alone needs no element of its own."""
    first, *rest = blocks or (m.Paragraph(()),)
    if isinstance(first, m.Paragraph) and not any(isinstance(block, m.Paragraph) for block in rest):
        return _inlines(first.content) + body_html(rest)
    return body_html(blocks)


def _table(table: m.Table) -> str:
    caption = _element("caption", _inlines(table.caption)) if table.caption else ""
    head = _element("thead", "".join(_row(row, "th") for row in table.head)) if table.head else ""
    return _element("table", caption + head + _element("tbody", "".join(_row(row, "td") for row in table.rows)))


def _row(row: tuple[m.Cell, ...], kind: str) -> str:
    return _element("tr", "".join(_cell(cell, kind) for cell in row))


def _cell(cell: m.Cell, kind: str) -> str:
    columns, rows = (str(count) if count > 1 else None for count in (cell.columns, cell.rows))
    return _element(kind, _tight(cell.blocks), colspan=columns, rowspan=rows)


def _figure(figure: m.Figure) -> str:
    address = clean_address(figure.url) if SAFE_ADDRESS.match(figure.url) else ""
    image = f'<img src="{escape(address)}" alt="{escape(clean(figure.alt))}"/>'
    caption = _element("figcaption", _inlines(figure.caption)) if figure.caption else ""
    return _element("figure", image + caption)


# ---- words ----------------------------------------------------------------------------------------------------------


def _inlines(content: Iterable[m.Inline]) -> str:
    return "".join(map(_inline, content))


def _inline(inline: m.Inline) -> str:
    match inline:
        case m.Text():
            return _text(inline.text)
        case m.Emphasis():
            return _element("em", _inlines(inline.content))
        case m.Strong():
            return _element("strong", _inlines(inline.content))
        case m.Link():
            address = clean_address(inline.url) if SAFE_ADDRESS.match(inline.url) else None
            return _element("a" if address else "span", _inlines(inline.content), href=address)
        case m.Break():
            return "<br/>"
        case m.Footnote():
            return _element("span", "".join(_inlines(b.content) for b in inline.blocks if isinstance(b, m.Paragraph)))
        case m.Span():
            return _element("span", _inlines(inline.content), lang=inline.language)
        case m.Bar() | m.Ref():
            return _text(plain((inline,)))
        case m.Remark():
            return _inlines(inline.content)


def _element(name: str, inner: str, **attributes: str | None) -> str:
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{said}>{inner}</{name}>"


def _text(words: str) -> str:
    return escape(clean(words), quote=False)
