"""LexisNexis and Nexis Uni: documents parted by lines, fields named before a colon.

The old exports open a document with `3 of 146 DOCUMENTS`; outlet, date and headline follow, then fields in capitals,
the text, more fields, and the copyright. Nexis Uni closes one with `End of Document`; headline, outlet, date and
copyright lead, `Body` stands over the text. Fields stand before the text and after it, never in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.errors import Note
from convert.readers.exports.around import say_cover, say_unknown
from convert.readers.exports.nexis_document import Document, Part
from convert.readers.exports.sheet import Sheet
from convert.readers.exports.story import Export, Story
from convert.readers.exports.vendors import folded, vendor

_FIELDS = re.compile(
    r"^[ \t]*[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ-]{2,30}(?: [A-ZÀ-ÖØ-Þ-]{2,20})?:(?=\s)|(?<=:\n)^(?=[ \t]*\S)", re.MULTILINE
)
"""Lines that begin a paragraph in plain text though none is blank before them: fields, and what follows a bare one."""
_LINES = re.compile(r"^(?=[^\S\n]*\S)", re.MULTILINE)


def begins(text: str) -> re.Pattern[str]:
    """Return what begins a paragraph of plain text, beside blank lines; each line where Nexis Uni was saved as text."""
    is_old = any(vendor("nexis").opening.fullmatch(" ".join(line.split())) for line in text.split("\n") if line.strip())
    return _FIELDS if is_old else _LINES


def stories(sheet: Sheet, export: Export) -> Iterator[Story | None]:
    """Yield the documents of an export in order; None for one that holds no article, which is noted."""
    for number, part in enumerate(_parts(sheet, export), start=1):
        document = Document(part, export.vendor)
        say_cover(document.cover, export)
        name = f"{export.name}#{number}"
        if document.left:
            words = " ".join(paragraph.line for paragraph in document.left)
            export.note(Note("export-left-out", f"no part of the article and left out: “{words[:200]}”", name))
        for label in document.unknown:
            say_unknown(label, number, export)
        yield document.story


def _parts(sheet: Sheet, export: Export) -> Iterator[Part]:
    """Yield the documents; what stands before the first of the old kind is a cover."""
    vendor, paragraphs = export.vendor, sheet.paragraphs
    openings = [at for at, each in enumerate(paragraphs) if vendor.opening.fullmatch(each.line)]
    if openings:
        say_cover(paragraphs[: openings[0]], export)
        for start, end in zip(openings, [*openings[1:], len(paragraphs)], strict=True):
            yield Part(paragraphs[start + 1 : end], is_old=True, is_first=False, is_whole=end < len(paragraphs))
        return
    start = 0
    for end in [at for at, each in enumerate(paragraphs) if folded(each.line) in vendor.closing]:
        yield Part(paragraphs[start:end], is_old=False, is_first=start == 0, is_whole=True)
        start = end + 1
    if start < len(paragraphs):
        yield Part(paragraphs[start:], is_old=False, is_first=start == 0, is_whole=False)
