"""XML from anybody, as a tree: nothing is fetched, no entity of its own is resolved, what nests too deep is refused.

Names are compared without their namespace and in any case: agencies write `ednote` for `edNote`, and some declare the
wrong namespace or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import TypeAlias

from lxml import etree

from convert.errors import Note, Noter, NothingUsable
from convert.normalise.decode import decode

Element: TypeAlias = etree._Element  # lxml gives the class no other name

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]*\[[^\]]*<!ENTITY", re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_OWN = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|[xX]0*(?:[0-8bcBCeEfF]|1[\\da-fA-F]));"
)


def tree_of(data: bytes, where: str, note: Noter) -> Element:
    """Return the outermost element; what is broken is read as far as it goes, with a Note.

    Raises NothingUsable for what declares entities of its own, nests too deep, or is no XML at all.
    """
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    text = decode(data, declared[1].decode("ascii") if declared else None).text.removeprefix("\ufeff")
    if _ENTITIES.search(text[:65536]):
        raise NothingUsable("the XML declares entities of its own, which are never resolved", where=where)
    text = _CONTROL.sub(" ", _NAMED.sub(_letter, _DECLARATION.sub("", text, count=1)))
    try:
        return _parsed(text, where, recover=False)
    except etree.XMLSyntaxError as error:
        root = _parsed(text, where, recover=True)
        said = str(error.msg).split(", line")[0]
        note(Note("broken-xml", f"the XML is broken in line {error.lineno}, read as far as it goes: {said}", where))
        return root


def _letter(match: re.Match[str]) -> str:
    """Return what an entity of HTML's stands for: DTDs that declare them are not read."""
    return match[0] if match[1] in _OWN else html5.get(match[1], match[0])


def _parsed(text: str, where: str, *, recover: bool) -> Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        if not recover:
            raise
        root = None
    if root is None or any("xcessive depth" in each.message for each in parser.error_log):
        raise NothingUsable("the XML nests too deep, or is none", where=where)
    return root


# ---- looking things up ----------------------------------------------------------------------------------------------


def local_name(element: Element) -> str:
    """Return an element's name without its namespace, as it is written; a broken one is whatever it is."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def name_of(element: Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    return local_name(element).lower()


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names (lower case), in the document's order; all of them where none is said."""
    for child in element if element is not None else ():
        if isinstance(child.tag, str) and (not names or name_of(child) in names):
            yield child


def at(element: Element | None, path: str) -> Iterator[Element]:
    """Yield what stands under a path of names: `at(item, "itemmeta/provider")`."""
    first, _, rest = path.partition("/")
    for child in children(element, first):
        if rest:
            yield from at(child, rest)
        else:
            yield child


def descendants(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield all elements of these names under an element, in the document's order."""
    for each in element.iterdescendants() if element is not None else ():
        if name_of(each) in names:
            yield each


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute's value, white space folded, whatever its namespace and case; empty where there is none."""
    for key, value in element.attrib.items() if element is not None else ():
        if _local(str(key)).lower() == name:
            return " ".join(str(value).split())
    return ""


_APART = frozenset(("p", "br", "li", "div", "tr", "td", "th", "h1", "h2", "h3", "h4", "hr"))
"""Elements whose words stand apart from those around them though no space does."""


def words_of(element: Element | None) -> str:
    """Return all words in an element, white space folded."""
    return " ".join("".join(_texts(element)).split()) if element is not None else ""


def _texts(element: Element) -> Iterator[str]:
    for event, each in etree.iterwalk(element, events=("start", "end")):
        yield " " if name_of(each) in _APART else ""
        if event == "start":
            yield each.text or ""
        elif each is not element:
            yield each.tail or ""
