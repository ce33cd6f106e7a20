"""What stands around the articles of an export: a cover with the list of documents, the search, notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.errors import Note
from convert.readers.exports.sheet import Paragraph
from convert.readers.exports.story import Export
from convert.readers.html.page import Element

_SHOWN = "descendant-or-self::*[not(ancestor-or-self::head or self::script or self::style)]/text()"
LONGEST_QUOTED = 60
"""Characters of words that are left out, by which their reader finds them."""


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


def say_outside(words: Sequence[str], export: Export) -> None:
    """Note that what stands on a page outside of its articles is left out, if it has words."""
    if words:
        said = f"what stands outside of the articles (heads of the page, a search) is left out: {len(words)} words"
        export.note(Note("export-cover", said, export.name, level="info"))


def say_astray(words: Sequence[str], export: Export) -> None:
    """Warn that words of a page are left out where its vendor puts none but into articles: they are of a hurt one."""
    if words:
        quoted = " ".join(words)[:LONGEST_QUOTED]
        said = f"words that stand in none of the articles are left out: {len(words)}, “{quoted}”"
        export.note(Note("outside-the-articles", said, export.name))


def outermost(elements: Sequence[Element]) -> list[Element]:
    """Return those of some elements that stand in no other of them."""
    held = set(elements)
    return [each for each in elements if held.isdisjoint(each.iterancestors())]


def words_outside(root: Element, elements: Sequence[Element]) -> list[str]:
    """Return the words that a page shows outside of some of its elements, its own head left out."""
    return [word for text in _outside(root, frozenset(elements)) for word in text.split()]


def _outside(root: Element, held: frozenset[Element]) -> Iterator[str]:
    for text in root.xpath(_SHOWN):
        parent = text.getparent()
        within = parent.iterancestors() if text.is_tail else (parent, *parent.iterancestors())
        if held.isdisjoint(within):
            yield str(text)


def say_what_follows(paragraphs: Sequence[Paragraph], export: Export) -> None:
    """Note that what stands after the last article is left out, if it has words."""
    if count := sum(len(paragraph.words.split()) for paragraph in paragraphs):
        said = f"what stands after the last document (the search, a notice) is left out: {count} words"
        export.note(Note("export-cover", said, export.name, level="info"))
