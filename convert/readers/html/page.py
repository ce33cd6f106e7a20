"""A page as a tree: decoded as a browser would, nothing fetched, no word lost however deep it nests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html
from msgspec import Struct

from convert.errors import NothingUsable
from convert.normalise.decode import Decoded, decode

DEEPEST = 200
"""Elements nested deeper are flattened: most libraries drop the text of those past 255 in silence."""

Element: TypeAlias = lxml_html.HtmlElement

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]+)")
_ENTITY = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)\b[^>]*>|\]>", re.I)
_NO_CONTROLS = bytes(32 if code < 32 and code not in b"\t\n\r" else code for code in range(256))
_CONTROL_NAMED = re.compile(
    rb"&#0*(?:[0-8]|1[124-9]|2\d|3[01])(?:;|(?=\D))|&#[xX]0*(?:[0-8bcBCeEfF]|1[\da-fA-F])(?:;|(?=[^\da-fA-F]))"
)
_NO_CHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^>]*)>")
_HURT_END = re.compile(r"</(?=\w+\s+\w+\s[^<>]*)")
"""What begins an end tag that goes on with words: it is one of a title, and the words are text."""
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_WIDER = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
}
"""The WHATWG Encoding Standard, 4.2: what pages mean by the encodings they name."""

SHORTEST_PARAGRAPH = 12
"""Words of a paragraph of its own, where what the page's elements were is no longer known."""

MOST_CLASSES = 4096
"""Values of `class` and `id` of which is remembered what they say: most stand on many elements, and on every page."""

_MOST_BAD = 0.002
"""Up to this share of undecodable letters a declared encoding is believed: a few bytes are broken, not all of it."""


class Page(Struct, frozen=True):
    """The tree of a page, and whether it nested so deep that it was flattened."""

    root: Element
    flattened: bool = False


def decoded(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of a page: by its mark, as UTF-8 where it is that, as declared, by a detector."""
    declared = declared or _declared(data)
    if declared is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data)
    name = _WIDER.get(declared.lower(), declared.lower())
    if name.startswith("utf-16") and b"\0" not in data[:1024]:
        name = "utf-8"  # WHATWG HTML 13.2.3.2: a declaration that could be read is no UTF-16
    escapes = name.startswith("iso-2022") and b"\x1b" in data
    if not escapes and not data[:65536].isascii() and _is(data, "utf-8"):
        return decode(data)  # letters beyond ASCII are good UTF-8 by no accident
    if _is(data, name):
        return decode(data, name)
    try:
        text = data.decode(name, "replace")
    except (ValueError, LookupError):
        return decode(data)
    return Decoded(text, name) if text.count("\ufffd") <= max(5, len(text) * _MOST_BAD) else decode(data)


def is_guessed(page: Decoded, data: bytes, declared: str | None = None) -> bool:
    """Tell whether a page was read in an encoding that is neither a usual one nor the one it declares."""
    said = (declared or _declared(data) or "").lower()
    return page.encoding not in ("utf-8", "utf-16", "ascii", said, _WIDER.get(said))


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page declares in its first 4 KiB (WHATWG HTML, 13.2.3.2), or None."""
    found = _META.search(data[:4096]) or _XML.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (ValueError, LookupError):
        return False
    return True


# ---- the tree -------------------------------------------------------------------------------------------------------


def parsed(text: str, where: str) -> Page:
    """Return the tree of a page, every word of it there, no element deeper than `DEEPEST`.

    Entities that a page declares for itself are not expanded. Raises NothingUsable where there is no element at all.
    """
    text = _ENTITY.sub(" ", text[:65536]) + text[65536:] if "<!ENTITY" in text[:65536] else text
    text = _without_open_titles(text)
    root, whole = _tree(text, where)
    if not whole:
        root, whole = _tree("".join(_shallow(text)), where)
        if not whole:
            raise NothingUsable("the page nests too deep to be read", where=where)
        return Page(_leveled(root), flattened=True)
    if _is_deep(root):
        return Page(_leveled(root), flattened=True)
    return Page(root)


def _without_open_titles(text: str) -> str:
    """Return a page with line ends for what opens titles that nothing closes: they would take all that follows."""
    for begins, ends in (("<title", "</title"), ("<TITLE", "</TITLE")):
        closed = text.rfind(ends) + 1
        if text.find(begins, closed) >= 0:
            behind = re.sub(rf"{begins}\b[^<>]*>?", "<br>", text[closed:])
            text = text[:closed] + _HURT_END.sub("", behind)
    return text


def _tree(text: str, where: str) -> tuple[Element, bool]:
    """Return the tree, and whether the parser kept all of it."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    # lxml.html's own lookup is asked in Python for each element, to tell forms and inputs from the rest
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    try:
        root = lxml_html.document_fromstring(_printable(text), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise NothingUsable("the page holds no text", where=where) from error
    return root, not any("xcessive depth" in entry.message for entry in parser.error_log)


def _printable(text: str) -> bytes:
    """Return a page in UTF-8, spaces for control characters however they are written, and for what is no character."""
    data = text.encode("utf-8", "replace").translate(_NO_CONTROLS)
    return _CONTROL_NAMED.sub(b" ", _NO_CHARACTER.sub(b" ", data))


def words_in(element: Element) -> str:
    """Return all the words of an element in one line, as they run together in it."""
    return " ".join("".join(element.itertext()).split())


def without_programs(root: Element) -> None:
    """Take out scripts and styles, but for data: half of a page, which whoever copies the tree would copy."""
    for script in list(root.iter("script")):
        if "json" not in (script.get("type") or ""):
            script.drop_tree()
    etree.strip_elements(root, "style", with_tail=False)


def captions_in_figures(root: Element) -> None:
    """Put each `figcaption` that follows its `figure` into it, where it belongs (WHATWG HTML, 4.4.13)."""
    for caption in list(root.iter("figcaption")):
        figure = caption.getprevious()
        if figure is None or figure.tag != "figure" or next(figure.iter("figcaption"), None) is not None:
            continue
        figure.tail, caption.tail = f"{figure.tail or ''}{caption.tail or ''}", None
        figure.append(caption)


_IS_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")


def _is_deep(root: Element) -> bool:
    return bool(_IS_DEEP(root))


def _leveled(root: Element) -> Element:
    """Return the tree with what nests too deep made paragraphs, short texts joined; all text stays, in order."""
    depth = 0
    deep: list[Element] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth == DEEPEST and len(element):
            deep.append(element)
    for element in deep:
        texts = _joined(part.strip() for part in element.itertext() if part.strip())
        element[:] = []
        element.text = None
        for text in texts:
            etree.SubElement(element, "p").text = text
    return root


def _joined(texts: Iterable[str]) -> list[str]:
    joined: list[str] = []
    for text in texts:
        if joined and (len(text.split()) < SHORTEST_PARAGRAPH or len(joined[-1].split()) < SHORTEST_PARAGRAPH):
            joined[-1] += f" {text}"
        else:
            joined.append(text)
    return joined


_DEEP_TAGS = dict.fromkeys(("a", "b", "i", "em", "strong", "span", "font", "u", "sup", "sub", "small", "time"), " ")


def _shallow(text: str) -> Iterator[str]:
    """Yield a page's text without those of its tags that nest too deep, as far as tags that are closed say."""
    depth = at = 0
    for match in _TAG.finditer(text):
        yield text[at : match.start()]
        at = match.end()
        if match[2].lower() in _VOID or match[3].endswith("/"):
            yield match[0]
            continue
        closing = bool(match[1])
        depth = max(0, depth - 1) if closing else depth + 1
        within = depth < DEEPEST - 10 if closing else depth <= DEEPEST - 10
        yield match[0] if within else _DEEP_TAGS.get(match[2].lower(), "<br><br>")
    yield text[at:]
