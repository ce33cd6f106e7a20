"""From the file of an export to its articles: the form of the file, then the vendor's grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.normalise.decode import decode
from convert.readers.exports import europresse_page, factiva_documents, factiva_xml, nexis_documents
from convert.readers.exports.apart import set_apart, tabs_to_spaces
from convert.readers.exports.around import outermost, say_outside, words_outside
from convert.readers.exports.sheet import PageSheet, Sheet, TextSheet
from convert.readers.exports.story import Export, raw_of
from convert.readers.exports.vendors import vendor
from convert.readers.html.page import Element, decoded, parsed
from convert.readers.text import say_decoded

_EMPTY_LINE = re.compile(r"<br\s*/?>\s*(?:&nbsp;|\xa0)\s*(?:</span>\s*<span[^<>]*>\s*)?<br\s*/?>", re.IGNORECASE)
"""How Nexis parts paragraphs where it does not know them as such."""

_CENTRED = re.compile(r"\.(c\d+) \{ text-align: center;")
MOST_OF_STYLES = 100_000
"""Characters of a page in which its style sheet is looked for."""

LARGEST = 500_000_000
"""Bytes: an export is read whole."""

_ELEMENT = b"ppsArticleResponse"
HOW_TO_READ = "is it an empty search? -f html, -f docx or -f text reads the file as it is"


def articles_of(given: Input, reader: str, note: Noter) -> Iterator[Raw]:
    """Yield the articles of an export; raises NothingUsable where it holds none."""
    with given.open() as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise NothingUsable(
            f"the export has more than {LARGEST:,} bytes",
            where=given.path or given.name,
            hint="databases give a thousand articles at once: is it one export?",
        )
    count = 0
    for raw in _articles(data, given, reader, note):
        count += 1
        yield raw
    if not count:
        raise NothingUsable("the export holds no article", where=given.path or given.name, hint=HOW_TO_READ)


def _articles(data: bytes, given: Input, reader: str, note: Noter) -> Iterator[Raw]:
    export = Export(vendor(reader), given.name, reader, "", note)
    if data.startswith(b"PK\x03\x04"):
        from convert.readers.exports.word import tree_of_word

        yield from _of_document(tree_of_word(data, given, note), export)
    elif data[:64].lstrip().startswith(b"{\\rtf"):
        from convert.readers.exports.rtf import tree_of_rtf

        yield from _of_document(tree_of_rtf(data, given), export)
    elif reader == "factiva" and _ELEMENT in data[:65536]:
        for number, article in enumerate(factiva_xml.articles(data, export), start=1):
            yield raw_of(article.story, article.sheet, number, export)
    elif data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        yield from _of_page(data, given, export)
    else:
        yield from _of_text(data, given, export)


def _of_document(root: Element, export: Export) -> Iterator[Raw]:
    if export.reader == "factiva":
        set_apart(root, factiva_documents.codes(), export.vendor.count)
    tabs_to_spaces(root)
    yield from _of_sheet(PageSheet(root), export)


def _of_text(data: bytes, given: Input, export: Export) -> Iterator[Raw]:
    read = decode(data, given.encoding)
    say_decoded(read, export.name, export.note)
    text = read.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").removeprefix("\ufeff")
    begins = factiva_documents.begins() if export.reader == "factiva" else nexis_documents.begins(text)
    yield from _of_sheet(TextSheet(text, begins), replace(export, encoding=read.encoding))


def _of_page(data: bytes, given: Input, export: Export) -> Iterator[Raw]:
    read = decoded(data, given.encoding)
    page = parsed(_EMPTY_LINE.sub("<br><br>", read.text), given.name)
    if page.flattened:
        export.note(Note("flattened", "what nests too deep is set side by side; no words are lost", given.name))
    _mark_centred(page.root, read.text)
    export = replace(export, encoding=read.encoding)
    if export.reader == "europresse":
        for number, article in enumerate(europresse_page.articles(page.root, export), start=1):
            yield raw_of(article.story, article.sheet, number, export)
    elif export.reader == "factiva" and (elements := _factiva_articles(page.root)):
        say_outside(words_outside(page.root, elements), export)
        yield from _of_elements(elements, export)
    else:
        yield from _of_sheet(PageSheet(page.root), export)


def _mark_centred(root: Element, text: str) -> None:
    """Mark the paragraphs that a page's own style sheet centres: so Nexis sets what is no headline and no text."""
    centred = set(_CENTRED.findall(text[:MOST_OF_STYLES]))
    for paragraph in root.iter("p") if centred else ():
        if centred & set((paragraph.get("class") or "").split()):
            paragraph.set("align", "center")


def _factiva_articles(root: Element) -> list[Element]:
    found = (each for each in root.iter("div") if "article" in (each.get("class") or "").split())
    return outermost([each for each in found if any(map(str.isalnum, each.text_content()))])


def _of_elements(elements: list[Element], export: Export) -> Iterator[Raw]:
    number = 0
    for element in elements:
        sheet = PageSheet(element)
        for story in factiva_documents.stories(sheet, export, number + 1):
            number += 1
            yield raw_of(story, sheet, number, export)


def _of_sheet(sheet: Sheet, export: Export) -> Iterator[Raw]:
    stories = (
        nexis_documents.stories(sheet, export) if export.reader == "nexis" else factiva_documents.stories(sheet, export)
    )
    for number, story in enumerate(stories, start=1):
        if story is not None:
            yield raw_of(story, sheet, number, export)
