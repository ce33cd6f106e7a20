"""What stands around the articles of an export: a cover with the list of documents, the search, notices."""

from __future__ import annotations

from collections.abc import Sequence

from convert.errors import Note
from convert.readers.exports.sheet import Paragraph
from convert.readers.exports.story import Export


def say_unknown(label: str, number: int, export: Export) -> None:
    """Note a field that the vendor's table does not have, once for all articles of an export."""
    if label not in export.noted:
        export.noted.add(label)
        said = f"the export's field “{label}” is not known: it is kept as it is"
        export.note(Note("unknown-field", said, f"{export.name}#{number}"))


def say_cover(paragraphs: Sequence[Paragraph], export: Export) -> None:
    """Note that what stands before the first article is left out, if it has words."""
    count = sum(len(paragraph.words.split()) for paragraph in paragraphs)
    if count:
        said = f"what stands before the first document (a cover, a list) is left out: {count} words"
        export.note(Note("export-cover", said, export.name, level="info"))


def say_outside(count: int, export: Export) -> None:
    """Note that what stands on a page outside of its articles is left out, if it has words."""
    if count > 0:
        said = f"what stands outside of the articles (heads of the page, a search) is left out: {count} words"
        export.note(Note("export-cover", said, export.name, level="info"))


def say_what_follows(paragraphs: Sequence[Paragraph], export: Export) -> None:
    """Note that what stands after the last article is left out, if it has words."""
    if count := sum(len(paragraph.words.split()) for paragraph in paragraphs):
        said = f"what stands after the last document (the search, a notice) is left out: {count} words"
        export.note(Note("export-cover", said, export.name, level="info"))
