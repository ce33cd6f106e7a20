"""A document of Word as a tree of HTML: its paragraphs, tables, links, bold and italic words, and no more of it.

pandoc would give the same of a small one; exports hold hundreds of articles, and its memory grows with them.
ECMA-376, part 1: 17.3 (paragraphs and runs), 17.4 (tables), 17.16.22 (links).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from lxml import etree
from lxml import html as lxml_html

from convert.contracts import Input
from convert.errors import Noter, NothingUsable
from convert.files.zips import BROKEN_ZIP
from convert.readers.bombs import MOST_OF_ONE, refuse_bomb
from convert.readers.exports.apart import TAB
from convert.readers.html.page import Element
from convert.readers.safe_xml import tree_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DOCUMENT, _LINKS = "word/document.xml", "word/_rels/document.xml.rels"
_OFF = frozenset(("0", "false", "off"))
_LEFT = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}tblPr", f"{_W}sectPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def first_words(document: BinaryIO, most: int) -> str:
    """Return the first `most` bytes of a document's text part, as they stand; empty for what is no such archive."""
    try:
        with zipfile.ZipFile(document) as archive, archive.open(_DOCUMENT) as stream:
            return stream.read(most).decode("utf-8", "replace")
    except BROKEN_ZIP:
        return ""


def tree_of_word(data: bytes, given: Input, note: Noter) -> Element:
    """Return the tree of a document; raises NothingUsable where it is broken, encrypted or a bomb."""
    where = given.path or given.name
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        refuse_bomb([each.file_size for each in archive.infolist()], len(data), given)
        if archive.getinfo(_DOCUMENT).file_size > MOST_OF_ONE:
            raise NothingUsable(f"the document's text has more than {MOST_OF_ONE:,} bytes", where=where)
        body = tree_of(archive.read(_DOCUMENT), given.name, note)
        links = tree_of(archive.read(_LINKS), given.name, note) if _LINKS in archive.namelist() else None
    except BROKEN_ZIP as error:
        raise NothingUsable(f"the document is broken: {error}", where=where) from error
    root = lxml_html.Element("div")
    _Writing({each.get("Id", ""): each.get("Target", "") for each in links} if links is not None else {}).into(
        root, body
    )
    return root


class _Writing:
    """Puts the elements of a document into a tree; `links` are the addresses by their ids."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self._links = links

    def into(self, target: Element, source: etree._Element) -> None:
        """Write what is in `source` that is read."""
        for each in _inside(source):
            tag = str(each.tag).removeprefix(_W)
            if tag == "p":
                self.into(_paragraph(target, each), each)
            elif tag in ("tbl", "tr", "tc"):
                self.into(etree.SubElement(target, {"tbl": "table", "tr": "tr", "tc": "td"}[tag]), each)
            elif tag == "hyperlink":
                address = self._links.get(each.get(f"{_R}id") or "", "")
                self.into(etree.SubElement(target, "a", href=address) if address else target, each)
            elif tag == "r":
                self._run(target, each)
            else:
                self.into(target, each)

    def _run(self, target: Element, run: etree._Element) -> None:
        for name, tag in (("b", "b"), ("i", "i")):
            if _is_on(run.find(f"{_W}rPr/{_W}{name}")):
                target = etree.SubElement(target, tag)
        for each in run:
            if each.tag == f"{_W}t":
                _add(target, each.text or "")
            elif each.tag == f"{_W}tab":
                _add(target, TAB)
            elif each.tag in (f"{_W}br", f"{_W}cr"):
                etree.SubElement(target, "br")
            elif each.tag == f"{_W}noBreakHyphen":
                _add(target, "\u2011")
            elif each.tag in (f"{_W}drawing", f"{_W}pict") and next(each.iter(f"{_W}txbxContent"), None) is None:
                etree.SubElement(target, "img")
            else:  # a text box stands in a run
                self.into(target, each)


def _paragraph(target: Element, source: etree._Element) -> Element:
    paragraph = etree.SubElement(target, "p")
    side = source.find(f"{_W}pPr/{_W}jc")
    if side is not None and side.get(f"{_W}val") == "center":
        paragraph.set("align", "center")
    return paragraph


def _inside(source: etree._Element) -> Iterator[etree._Element]:
    yield from (
        each for each in source if isinstance(each.tag, str) and each.tag not in _LEFT and each.tag != _FALLBACK
    )


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and (element.get(f"{_W}val") or "").lower() not in _OFF


def _add(target: Element, words: str) -> None:
    if len(target):
        target[-1].tail = (target[-1].tail or "") + words
    else:
        target.text = (target.text or "") + words
