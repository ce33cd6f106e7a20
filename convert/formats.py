"""Every reader and writer, as strings: nothing heavy is imported until it is chosen.

Content before suffix: readers are asked in the table's order, specific before general; the first yes reads.
Plug-ins are entry points `convert.readers` and `convert.writers`; a built-in's name cannot be taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from convert.contracts import Input, LooksInside, Reader, Writer
from convert.errors import ConvertError, MissingProgram, Note, Noter, NothingUsable, UnknownName, nearest, unheard

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class Row(Struct, frozen=True):
    """A built-in format: its name, where it is (`module` or `module:attribute`), and what it is, for `list formats`.

    A `container` holds articles and may be of any size; `suffix` is that of a writer's document.
    """

    name: str
    target: str
    about: str
    suffix: str = ""
    container: bool = False


READERS: tuple[Row, ...] = (
    # before PDF, which is looked for in the whole first kilobyte: a page of an archive may be one
    Row("warc", "convert.readers.web_archives.warc", "web archives, an article a page; extra [warc]", container=True),
    Row("arc", "convert.readers.web_archives.arc", "web archives of before 2009", container=True),
    Row("pdf", "convert.readers.pdf", "PDF, needs the extra [pdf]; text only, no scans"),
    Row("factiva", "convert.readers.exports:factiva", "exports of Factiva: HTML, XML, RTF, text", container=True),
    Row("nexis", "convert.readers.exports:nexis", "exports of Nexis: Word, RTF, text, HTML", container=True),
    Row("europresse", "convert.readers.exports:europresse", "exports of Europresse, Eureka: HTML", container=True),
    Row("docx", "convert.readers.office:docx", "Word"),
    Row("odt", "convert.readers.office:odt", "OpenDocument text"),
    Row("epub", "convert.readers.office:epub", "EPUB"),
    Row("rtf", "convert.readers.office:rtf", "RTF"),
    Row("mbox", "convert.readers.mailbox", "mailboxes, one article a mail", container=True),
    Row("mail", "convert.readers.mail", "mails: .eml, .msg, saved pages (.mhtml); attachments are read too"),
    Row("doc", "convert.readers.office:old", "refused: Office before 2007, encrypted documents"),
    Row("wacz", "convert.readers.web_archives.wacz", "web archives with an index; extra [warc]", container=True),
    Row("zip", "convert.readers.archives:zip_reader", "zip archives of anything read here", container=True),
    Row("tar", "convert.readers.archives:tar_reader", "tar archives, .tar.gz too", container=True),
    Row("jsonl", "convert.readers.json_lines", "JSON Lines, one article a line; .gz too", container=True),
    Row("ninjs", "convert.readers.wire:ninjs_reader", "ninjs 1 to 3, the agencies' news in JSON"),
    Row("json", "convert.readers.json", "JSON: records of convert, news objects, arrays of both", container=True),
    Row("parquet", "convert.readers.tables.parquet", "Parquet, an article a row; extra [table]", container=True),
    Row("csv", "convert.readers.tables.csv", "tables in text (CSV, TSV), an article a row; .gz too", container=True),
    Row("gz", "convert.readers.archives:gzip_reader", "one file in gzip", container=True),
    Row("nitf", "convert.readers.wire:nitf_reader", "NITF, the agencies' XML for a text"),
    Row("newsml-g2", "convert.readers.wire:newsml_g2_reader", "NewsML-G2, items and messages of agencies"),
    Row("newsml", "convert.readers.wire:newsml_reader", "NewsML 1, items of agencies"),
    Row("iptc7901", "convert.readers.wire:iptc7901_reader", "wires as text: IPTC 7901, ANPA 1312"),
    Row("ritzau", "convert.readers.wire:ritzau_reader", "answers of Ritzau's interface"),
    Row("wxr", "convert.readers.wire:wxr_reader", "exports of WordPress (WXR), an article a post", container=True),
    Row("feed", "convert.readers.feed", "RSS, Atom and RDF feeds, one article an entry", container=True),
    Row("html", "convert.readers.html", "web pages, saved pages"),
    Row("xml", "convert.readers.wire:other_xml_reader", "refused: XML of other kinds"),
    Row("tex", "convert.readers.office:tex", "LaTeX"),
    Row("md", "convert.readers.office:md", "Markdown, by its suffix"),
    Row("rst", "convert.readers.office:rst", "reStructuredText, by its suffix"),
    Row("text", "convert.readers.text", "plain text, with or without front matter or a header block"),
)

_BY_SUFFIX = {"md": "md", "markdown": "md", "rst": "rst", "csv": "csv", "tsv": "csv", "tab": "csv"}
"""Markup, and tables of unusual columns, that only their names tell from plain text."""

WRITERS: tuple[Row, ...] = (
    Row("pdf", "convert.writers.pdf:writer", "PDF/UA-1 and PDF/A-2a, tagged", "pdf"),
    Row("docx", "convert.writers.docx:writer", "Word", "docx"),
    Row("epub", "convert.writers.epub", "EPUB 3", "epub"),
    Row("md", "convert.writers.markdown", "Markdown (GFM) with YAML front matter", "md"),
    Row("html", "convert.writers.html", "one self-contained file", "html"),
    Row("txt", "convert.writers.text", "plain text", "txt"),
    Row("json", "convert.writers.json", "records: what the json reader reads back", "json"),
    Row("ninjs", "convert.writers.ninjs", "news items for agencies' systems, ninjs 3.1", "ninjs.json"),
    Row("csljson", "convert.writers.citations:csljson", "citations, CSL JSON", "csl.json"),
    Row("bibtex", "convert.writers.citations:bibtex", "citations, BibTeX", "bib"),
    Row("ris", "convert.writers.citations:ris", "citations, RIS", "ris"),
)

ALIASES = {"markdown": "md", "gfm": "md", "word": "docx", "text": "txt", "plain": "txt", "epub3": "epub", "htm": "html"}
"""Other names for writers: formats that pandoc writes too, but that are our own here."""


READER_ALIASES = {
    "markdown": "md",
    "gfm": "md",
    "word": "docx",
    "txt": "text",
    "plain": "text",
    "htm": "html",
    "latex": "tex",
    "ndjson": "jsonl",
    "tsv": "csv",
    "eml": "mail",
    "lexisnexis": "nexis",
    "eureka": "europresse",
    "anpa": "iptc7901",
    "wordpress": "wxr",
}
"""Other names for readers."""


def load(target: str) -> object:
    """Return what `module:attribute` names, or the module itself where there is no attribute.

    Raises MissingProgram where a package that it needs is not installed.
    """
    module, _, attribute = target.partition(":")
    try:
        loaded = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "convert":
            raise
        raise MissingProgram(
            f"the package {error.name} is not installed", where=target, hint=f"pip install {error.name}"
        ) from error
    return getattr(loaded, attribute) if attribute else loaded


# ---- readers --------------------------------------------------------------------------------------------------------


class Chosen(Struct, frozen=True):
    """A reader with its name; see `Row` for `container`."""

    name: str
    reader: Reader
    container: bool = False


def reader_named(name: str) -> Chosen:
    """Return the reader called `name`; raises UnknownName."""
    key = READER_ALIASES.get(name.lower(), name.lower())
    for row in READERS:
        if row.name == key:
            return _chosen(row)
    plugin = _plugin("convert.readers", name)
    if plugin is None:
        close = nearest(key, [*(row.name for row in READERS), *READER_ALIASES])
        hint = close if close.startswith("did") else f"known: {', '.join(row.name for row in READERS)}"
        raise UnknownName(f"no reader called “{name}”", hint=hint)
    return Chosen(name, cast("Reader", plugin), container=bool(getattr(plugin, "is_container", False)))


def reader_for(given: Input, note: Noter = unheard) -> Chosen:
    """Return the first reader that recognises the input's first bytes; raises NothingUsable where none does.

    Plug-ins are asked after every built-in reader but the last, plain text, and only where their suffix is the input's;
    one that is broken is passed over, with a Note.
    """
    head = given.head()
    if not head:
        raise NothingUsable("the file is empty", where=given.path or given.name)
    *specific, last = READERS
    for row in (*_of_json(head), *specific):
        chosen = _chosen(row)
        if chosen.reader.recognises(head) and _is_inside(chosen.reader, given):
            return chosen
    if given.suffix in _BY_SUFFIX and _chosen(last).reader.recognises(head):
        return reader_named(_BY_SUFFIX[given.suffix])
    if given.suffix and given.suffix not in _built_in_suffixes():
        for name, plugin in _plugins_for(given.suffix, note):
            if _recognises(name, plugin, given, note):
                return Chosen(name, plugin, container=bool(getattr(plugin, "is_container", False)))
    if _chosen(last).reader.recognises(head):
        return _chosen(last)
    raise NothingUsable(
        "no reader knows this kind of file",
        where=given.path or given.name,
        hint="`convert list formats` shows what is read; -f NAME says what it is",
    )


def _is_inside(reader: Reader, given: Input) -> bool:
    return not isinstance(reader, LooksInside) or reader.looks_inside(given)


def _of_json(head: bytes) -> tuple[Row, ...]:
    """Return the readers to be asked first where JSON begins: lines of it are many, and none of them is a mail."""
    begins = head[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return tuple(row for row in READERS if row.name in ("jsonl", "ninjs", "json")) if begins else ()


@cache  # every line of a table is looked up
def _chosen(row: Row) -> Chosen:
    return Chosen(row.name, cast("Reader", load(row.target)), container=row.container)


def _built_in_suffixes() -> frozenset[str]:
    return frozenset(suffix for row in READERS for suffix in cast("Reader", load(row.target)).suffixes)


def _recognises(name: str, plugin: Reader, given: Input, note: Noter) -> bool:
    try:
        return bool(plugin.recognises(given.head())) and _is_inside(plugin, given)
    except (Exception, SystemExit) as error:  # noqa: BLE001 -- one plug-in must not stop the others
        note(Note("plug-in-left-out", f"the plug-in “{name}” is not asked: {type(error).__name__}: {error}"))
        return False


def _plugins_for(suffix: str, note: Noter) -> Iterator[tuple[str, Reader]]:
    from importlib.metadata import entry_points

    names = {row.name for row in READERS}
    for point in sorted(entry_points(group="convert.readers"), key=lambda point: point.name):
        if point.name not in names:
            try:
                plugin = cast("Reader", _loaded(point))
            except ConvertError as error:
                note(Note("plug-in-left-out", f"{error.message}; it is not asked", error.where))
                continue
            if suffix in plugin.suffixes:
                yield point.name, plugin


# ---- writers --------------------------------------------------------------------------------------------------------


def writer_named(name: str) -> tuple[str, Writer]:
    """Return a writer with its name: built in, a plug-in's, or any format that pandoc writes; raises UnknownName."""
    key = ALIASES.get(name.lower(), name.lower())
    for row in WRITERS:
        if row.name == key:
            return key, cast("Writer", load(row.target))
    plugin = _plugin("convert.writers", name)
    if plugin is not None:
        return name, cast("Writer", plugin)
    if key in pandoc_formats():
        make = load("convert.writers.pandoc:writer_for")
        return key, cast("Writer", make(key))  # type: ignore[operator]
    known = [row.name for row in WRITERS]
    close = nearest(key, [*known, *ALIASES, *pandoc_formats()])
    hint = close if close.startswith("did") else f"known: {', '.join(known)}"
    raise UnknownName(f"no format called “{name}”", hint=f"{hint} (`convert list formats` shows all)")


def writer_of_suffix(suffix: str) -> str | None:
    """Return the name of the built-in format whose documents end in `suffix` (no dot), or of pandoc's of that name."""
    key = suffix.lower()
    for row in WRITERS:
        if key in (row.suffix, row.name):
            return row.name
    return ALIASES.get(key) or (key if key in pandoc_formats() else None)


def pandoc_formats() -> frozenset[str]:
    """Return what pandoc writes; nothing where it is not installed."""
    try:
        return frozenset(cast("frozenset[str]", load("convert.writers.pandoc:FORMATS")))
    except (ModuleNotFoundError, MissingProgram):
        return frozenset()


def _plugin(group: str, name: str) -> object | None:
    from importlib.metadata import entry_points

    found = list(entry_points(group=group, name=name))
    return _loaded(found[0]) if found else None


def _loaded(point: EntryPoint) -> object:
    """Return what an entry point names, made if it is a class; raises ConvertError where it keeps no contract."""
    try:
        loaded = point.load()
        plugin = loaded() if isinstance(loaded, type) else loaded
        kept = _keeps_contract(plugin, point.group)
    except (Exception, SystemExit) as error:
        said = f"{type(error).__name__}: {error}"
        raise ConvertError(f"the plug-in “{point.name}” cannot be loaded: {said}", where=point.value) from error
    if not kept:
        kind, words = ("reader", "`suffixes`") if point.group == "convert.readers" else ("writer", "a `suffix`")
        hint = f"a {kind} has {words} without dots, and the methods of convert.contracts"
        raise ConvertError(f"the plug-in “{point.name}” is no {kind}", where=point.value, hint=hint)
    return plugin


def _keeps_contract(plugin: object, group: str) -> bool:
    if group == "convert.readers":
        return isinstance(plugin, Reader) and isinstance(plugin.suffixes, tuple | list | set | frozenset)
    return isinstance(plugin, Writer) and isinstance(plugin.suffix, str) and bool(plugin.suffix)


def plugins(group: str) -> list[tuple[str, str]]:
    """Return the plug-ins of a group, names with their distributions' targets, built-in names left out."""
    from importlib.metadata import entry_points

    taken = {row.name for row in (READERS if group == "convert.readers" else WRITERS)}
    return sorted((point.name, point.value) for point in entry_points(group=group) if point.name not in taken)
