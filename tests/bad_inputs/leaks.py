"""What must not come through into an output: addresses that are obeyed, and characters that steer a machine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pikepdf
from lxml import etree, html
from markdown_it import MarkdownIt

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_OBEYED = re.compile(
    r"[\x00-\x20]*(?:(?:j\s*a\s*v\s*a|v\s*b|view-source|live)[\w\s-]*script?|file|jar|data|view-source)\s*:",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml|webp);base64,[A-Za-z0-9+/=]*$")
_ATTRIBUTES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "{http://www.w3.org/1999/xlink}href",
)
_EVENT = re.compile(r"on[a-z]+$")
_NO_FETCHING = etree.XMLParser(resolve_entities=False, no_network=True)


def leaks_of(path: Path) -> Iterator[str]:
    """Yield what has come through into an output and must not have."""
    data = path.read_bytes()
    for address in _ADDRESSES[path.suffix](data):
        if _OBEYED.match(address) and not _PICTURE.match(address):
            yield f"{path.name}: leads to {address[:60]!r}"
    for words in _WORDS[path.suffix](data):
        found = CONTROL.search(words)
        if found:
            yield f"{path.name}: holds {found[0]!r} after {words[max(0, found.start() - 30) : found.start()]!r}"


def _decoded(data: bytes) -> list[str]:
    return [data.decode("utf-8")]


# ---- pages ----------------------------------------------------------------------------------------------------------


def _of_page(data: bytes) -> Iterator[str]:
    yield from _of_tree(html.document_fromstring(data))


def _of_tree(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        if str(element.tag).rpartition("}")[2] in ("script", "iframe", "object", "embed", "form", "base"):
            yield f"javascript:<{element.tag}>"
        for name, value in element.attrib.items():
            if name in _ATTRIBUTES:
                yield str(value)
            elif _EVENT.match(str(name)):
                yield f"javascript:{name}={value}"


def _of_markdown(data: bytes) -> Iterator[str]:
    # the strictest reader would not do: addresses are looked at however lax the reader is
    reader = MarkdownIt("commonmark", {"html": True})
    reader.validateLink = lambda _: True  # type: ignore[method-assign]
    page = reader.render(data.decode("utf-8").partition("\n---\n")[2])
    if page.strip():
        yield from _of_page(page.encode())


# ---- packages -------------------------------------------------------------------------------------------------------


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx", ".html")):
                yield name, package.read(name)


def _of_word(data: bytes) -> Iterator[str]:
    for name, part in _parts(data):
        root = etree.fromstring(part, _NO_FETCHING)
        if name.endswith(".rels"):
            yield from (str(each.get("Target")) for each in root if each.get("TargetMode") == "External")
        for field in root.iter("{*}instrText"):
            code = field.text or ""
            # of the fields that open something, HYPERLINK alone is ours, and its address is looked at
            yield from re.findall(r'HYPERLINK\s+"([^"]*)"', code)
            if re.match(r"\s*(?:INCLUDE|DDE|LINK|IMPORT|MACROBUTTON)", code):
                yield f"javascript:{code}"


def _of_book(data: bytes) -> Iterator[str]:
    for name, part in _parts(data):
        if name.endswith((".xhtml", ".html")):
            yield from _of_tree(etree.fromstring(part, _NO_FETCHING))


def _words_of_package(data: bytes) -> Iterator[str]:
    for _, part in _parts(data):
        yield "".join(etree.fromstring(part, _NO_FETCHING).itertext())


# ---- PDF, records ---------------------------------------------------------------------------------------------------


def _of_pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") in ("/URI", "/Launch", "/JavaScript", "/GoToR"):
                yield str(each["/URI"]) if each["/S"] == "/URI" else f"javascript:{each['/S']}"


def _words_of_pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as document:
        yield from (str(value) for value in document.docinfo.values())
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and "/ActualText" in each:
                yield str(each["/ActualText"])


def _of_record(data: bytes) -> Iterator[str]:
    yield from _urls(msgspec.json.decode(data))


def _urls(value: object) -> Iterator[str]:
    """Yield the addresses of links; words of the source and what was rejected stand in a record as they were."""
    match value:
        case dict():
            if isinstance(value.get("url"), str):
                yield value["url"]
            for key, each in value.items():
                if key not in ("findings", "edits", "extra"):
                    yield from _urls(each)
        case list():
            for each in value:
                yield from _urls(each)


def _words_of_record(data: bytes) -> Iterator[str]:
    # the words of the source are kept to the letter: what is no letter in them is escaped, or harmless
    yield re.sub("[\ufffe\uffff]", "", data.decode("utf-8"))
    yield from _texts(msgspec.json.decode(data)["article"]["body"])


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)


def _none(_: bytes) -> Iterator[str]:
    yield from ()


_Look = Callable[[bytes], Iterator[str] | list[str]]

_ADDRESSES: dict[str, _Look] = {
    ".html": _of_page,
    ".md": _of_markdown,
    ".docx": _of_word,
    ".epub": _of_book,
    ".pdf": _of_pdf,
    ".json": _of_record,
    ".txt": _none,
}
_WORDS: dict[str, _Look] = {
    ".html": _decoded,
    ".md": _decoded,
    ".txt": _decoded,
    ".json": _words_of_record,
    ".docx": _words_of_package,
    ".epub": _words_of_package,
    ".pdf": _words_of_pdf,
}
