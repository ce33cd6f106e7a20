"""XML that agencies set text in (XHTML, NITF), as the HTML that one reader knows how to mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from lxml import etree

from convert.readers.safe_xml import Element, attribute, name_of

_ESCAPED_TWICE = re.compile(r"&amp;(?=(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|quot|apos|amp|nbsp|lt|gt);)")
_KEPT = ("href", "src", "alt", "title", "lang", "colspan", "rowspan", "start", "value", "width", "height", "class")
_VOID = frozenset(("br", "hr", "img", "col"))

Writes = Callable[[Element], str | None]
"""What an element that is set in a way of its own becomes; None for one that is like any other."""


def html_of(element: Element, names: Mapping[str, str], own: Writes) -> str:
    """Return the content of an element as HTML: elements under the names that `names` gives, unknown ones unwrapped."""
    return _text(element.text) + "".join(_child(child, names, own) for child in element)


def _child(child: Element, names: Mapping[str, str], own: Writes) -> str:
    if isinstance(child, etree._Entity):
        return _text(child.text) + _text(child.tail)
    said = own(child)
    if said is None:
        said = _wrapped(child, names.get(name_of(child), ""), html_of(child, names, own))
    return said + _text(child.tail)


def _wrapped(element: Element, name: str, inner: str) -> str:
    if not name:
        return inner
    kept = ((key, attribute(element, key)) for key in _KEPT)
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in kept if value)
    return f"<{name}{attributes}>" if name in _VOID else f"<{name}{attributes}>{inner}</{name}>"


def _text(text: str | None) -> str:
    """Return text as HTML; what the agency escaped once too often is read as it was meant."""
    return _ESCAPED_TWICE.sub("&", escape(text or "", quote=False))


XHTML = {
    name: name
    for name in (
        *("p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "col", "colgroup", "blockquote", "q", "pre"),
        *("br", "hr", "img", "figure", "figcaption", "a", "em", "i", "strong", "b", "cite", "code", "sub", "sup"),
        *("del", "s", "strike", "ins", "u", "small", "span", "address", "header", "footer", "main", "aside", "time"),
    )
}
"""XHTML's own names: what is not among them (scripts, forms, an agency's own) is unwrapped or left out."""

_SILENT = frozenset(("head", "script", "style", "template", "noscript"))


def xhtml(element: Element) -> str:
    """Return the content of an XHTML element (`html`, `body`, a `div`) as HTML."""
    return html_of(element, XHTML, lambda each: "" if name_of(each) in _SILENT else None)
