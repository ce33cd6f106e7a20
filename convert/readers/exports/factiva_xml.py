"""Factiva's XML (`http://global.factiva.com/pps/2.0`): an `article` element for each document, its fields by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html
from msgspec import Struct

from convert.errors import Note
from convert.readers.exports.around import say_unknown
from convert.readers.exports.fields import Said
from convert.readers.exports.sheet import PageSheet
from convert.readers.exports.story import Export, Story
from convert.readers.exports.vendors import extra_named
from convert.readers.html.page import Element
from convert.readers.safe_xml import local_name, tree_of

_INDENTED = re.compile(r"\n\s*\n|\n(?=[ \t]{3,}\S)")


class Article(Struct, frozen=True):
    """An article and the sheet it stands on."""

    story: Story
    sheet: PageSheet


def articles(data: bytes, export: Export) -> Iterator[Article]:
    """Yield the articles in order; raises NothingUsable for what is no XML at all."""
    root = tree_of(data, export.name, export.note)
    found = list(root.iter("{*}article"))
    outermost = re.escape(local_name(root).encode())
    is_cut = re.search(rb"</(?:[\w.-]+:)?" + outermost + rb"\s*>\s*\Z", data[-400:].replace(b"\0", b"")) is None
    _say_count(root, len(found), export)
    for number, element in enumerate(found, start=1):
        yield _article(element, number, export, is_cut=is_cut and element is found[-1])


def _say_count(root: etree._Element, count: int, export: Export) -> None:
    said = next((each.get("count") for each in root.iter("{*}ppsarticleResultSet")), None)
    if said is not None and said.isdecimal() and said != str(count):
        export.note(
            Note("export-count", f"the export says that it holds {said} articles; there are {count}", export.name)
        )


def _article(element: etree._Element, number: int, export: Export, *, is_cut: bool) -> Article:
    root = lxml_html.Element("div")
    said: list[Said] = []
    body: list[str] = []
    after: list[str] = []
    for child in element.iterchildren("*"):
        tag = local_name(child)
        label = child.get("code", tag) if tag == "descField" else tag
        field = export.vendor.field_of(label)
        if field in ("body", "printed"):
            (body if field == "body" else after).extend(_write(child, root))
            continue
        if field is None and any(map(str.isalnum, _words(child))):
            say_unknown(label, number, export)
        if field != "ignored":
            said.append(Said(field or extra_named(label), _listed(child), label))
    sheet = PageSheet(root)
    text = tuple(each for each in sheet.paragraphs if sheet.element_of(each).get("id") in body)
    more = tuple(each for each in sheet.paragraphs if sheet.element_of(each).get("id") in after)
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    return Article(Story(tuple(_joined(said)), text, whole, (more,) if more else (), is_cut=is_cut), sheet)


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _words(element: etree._Element) -> str:
    """Return an element's words; those of its children stand apart where nothing else is in it: `A1` and `A2`."""
    holds_words = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
    texts = [_text(element)] if holds_words else map(_text, element.iterchildren("*"))
    return " ".join(" ".join(texts).split())


def _listed(element: etree._Element) -> str:
    """Return a field's words; a subject as the other exports write it: `gpol : Domestic Politics`."""
    code = element.get("code")
    names = list(element.iterchildren("{*}name"))
    return f"{code} : {_words(names[0])}" if code and names else _words(element)


def _joined(said: list[Said]) -> Iterator[Said]:
    """Yield the fields, those that come several times as one list."""
    places = dict.fromkeys((each.field, each.place) for each in said)
    for field, place in places:
        yield Said(field, " | ".join(each.words for each in said if (each.field, each.place) == (field, place)), place)


def _write(field: etree._Element, root: Element) -> Iterator[str]:
    """Put the paragraphs of a field into the tree, and yield their ids."""
    for text, is_fixed in _paragraphs(field):
        if text.strip():
            name = f"p{len(root)}"
            etree.SubElement(root, "pre" if is_fixed else "p", id=name).text = text
            yield name


def _paragraphs(field: etree._Element) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a field's paragraphs, and whether their lines are fixed; words beside them are text too."""
    if next(field.iter("{*}paragraph"), None) is None:
        yield from ((part, False) for part in _INDENTED.split(_text(field)))
        return
    yield field.text or "", False
    for child in field.iterchildren("*"):
        for each in list(child.iter("{*}paragraph")) or [child]:
            yield _text(each), each.get("display") == "Fixed"
        yield child.tail or "", False
