"""PDF: text in reading order, paragraphs and heads by their type and place, running heads and hyphens undone.

Needs the extra `pdf` (pypdfium2). A page that is a picture has no text, and is said so: nothing is recognised
optically. What its properties say is weak evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.contracts import Input, Raw
from convert.errors import Noter
from convert.model import Record

name = "pdf"
suffixes = ("pdf",)


def recognises(head: bytes) -> bool:
    """Say yes where `%PDF-` stands in the first KiB (ISO 32000-2, 7.5.2 and its implementation notes)."""
    return b"%PDF-" in head[:1024]


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the document's article; raises NothingUsable where it is encrypted, broken or holds no text."""
    from convert.readers.pdf.document import read_pdf

    with given.open() as stream:
        data = stream.read()
    yield read_pdf(data, given, note)
