"""Office documents and markup that pandoc reads: Word, OpenDocument, RTF, EPUB, Markdown, reStructuredText, LaTeX.

pandoc runs as a process of its own, without network or files, under limits of time and memory (`convert.pandoc`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from convert.contracts import Input, Raw
from convert.errors import Noter, NothingUsable
from convert.model import Record

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Office(Struct, frozen=True):
    """A reader of one of pandoc's formats; `pandoc` is what pandoc calls it."""

    name: str
    pandoc: str
    suffixes: tuple[str, ...]
    is_one: Callable[[bytes], bool]

    def recognises(self, head: bytes) -> bool:
        """Say yes by the first bytes."""
        return self.is_one(head)

    def read(self, given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
        """Yield the document's article; raises NothingUsable where it is encrypted, broken or without words."""
        from convert.readers.office.document import read_document

        yield read_document(given, self.name, self.pandoc, note)


class _Refused(Struct, frozen=True):
    """Knows files that look like office documents and are none that can be read, so as to say what they are."""

    name: str
    suffixes: tuple[str, ...]

    def recognises(self, head: bytes) -> bool:
        """Say yes to OLE files: Office before 2007, and encrypted documents of today."""
        return head.startswith(_OLE)

    def read(self, given: Input, note: Noter) -> Iterator[Raw | Record | Input]:  # noqa: ARG002 -- the contract's
        """Raise NothingUsable: what the file is, and how to make it one that is read."""
        where = given.path or given.name
        if "EncryptedPackage".encode("utf-16-le") in given.head():
            raise NothingUsable("the document is encrypted", where=where, hint="save it without a password")
        raise NothingUsable(
            "this is a document of Office before 2007 (.doc, .xls, .ppt), whatever its suffix",
            where=where,
            hint="save it as .docx; `soffice --headless --convert-to docx FILE` does it",
        )


def _is_docx(head: bytes) -> bool:
    return head.startswith(_ZIP) and b"word/" in head


def _is_odt(head: bytes) -> bool:
    named = b"vnd.oasis.opendocument.text" in head or (b"content.xml" in head and b"mimetype" in head)
    return head.startswith(_ZIP) and named


def _is_epub(head: bytes) -> bool:
    return head.startswith(_ZIP) and (b"application/epub+zip" in head[:256] or b"META-INF/container.xml" in head)


def _is_rtf(head: bytes) -> bool:
    return head.lstrip().startswith(b"{\\rtf")


def _is_tex(head: bytes) -> bool:
    return re.search(rb"^\s*\\documentclass\s*[\[{]", head[:16384], re.MULTILINE) is not None


def _by_suffix(head: bytes) -> bool:  # noqa: ARG001 -- any text may be Markdown: only its name tells
    return False


_MARKDOWN = "markdown-smart-raw_tex-implicit_figures+lists_without_preceding_blankline"

docx = Office("docx", "docx", ("docx", "docm", "dotx"), _is_docx)
odt = Office("odt", "odt", ("odt", "ott"), _is_odt)
epub = Office("epub", "epub", ("epub",), _is_epub)
rtf = Office("rtf", "rtf", ("rtf",), _is_rtf)
tex = Office("tex", "latex", ("tex", "latex", "ltx"), _is_tex)
md = Office("md", _MARKDOWN, ("md", "markdown"), _by_suffix)
rst = Office("rst", "rst", ("rst",), _by_suffix)
old = _Refused("doc", ("doc", "dot", "xls", "ppt"))
