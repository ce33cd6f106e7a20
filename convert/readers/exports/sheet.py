"""An export as a row of paragraphs, whatever file it came in: what the vendors' grammars read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol

from msgspec import Struct

from convert.readers.addresses import absolute_address
from convert.readers.html.marking import Kept, Marked, Surroundings, marked
from convert.readers.html.page import Element
from convert.readers.html.runs import Part, Picture, Run, parts_of
from convert.readers.html.tables import is_data


class Paragraph(Struct, frozen=True):
    """One paragraph: its words, lines apart by `\\n`, and where it stands on its sheet.

    `is_bold` where all of it is; `is_inset` where it is centred, as texts show with spaces; `is_apart` where it stands
    before others in their row or line, as the name of a field does.
    """

    words: str
    place: int
    is_bold: bool = False
    is_inset: bool = False
    is_apart: bool = False

    @property
    def line(self) -> str:
        """The words in one line."""
        return " ".join(self.words.split())


class Sheet(Protocol):
    """Paragraphs in order, and the text that any of them make, with marks where its form knows them."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs that hold words."""

    @property
    def is_structured(self) -> bool:
        """Whether `text_of` gives marks; else what is a sub-head or a list is for the normaliser to find."""

    def text_of(self, chosen: Sequence[Paragraph]) -> Marked:
        """Return the text of some of the paragraphs."""

    def pictures_in(self, chosen: Sequence[Paragraph]) -> int:
        """Count the pictures that stand between paragraphs, which no text takes over."""


# ---- pages ----------------------------------------------------------------------------------------------------------


class PageSheet:
    """The paragraphs of a tree: a page, or what a document of Word or RTF was made into."""

    is_structured = True

    def __init__(self, root: Element) -> None:
        self._parts = parts_of(root)
        runs = ((at, part) for at, part in enumerate(self._parts) if isinstance(part, Run))
        self.paragraphs = tuple(_as_paragraph(run, at) for at, run in runs)

    def element_of(self, paragraph: Paragraph) -> Element:
        """Return the element that a paragraph is."""
        return self._parts[paragraph.place].block

    def inside(self, paragraph: Paragraph) -> tuple[Element, ...]:
        """Return the elements that stand in a paragraph."""
        part = self._parts[paragraph.place]
        return tuple(element for piece in part.pieces for element in piece.inside) if isinstance(part, Run) else ()

    def text_of(self, chosen: Sequence[Paragraph]) -> Marked:
        """Return the text and the marks of paragraphs, and of tables that are whole among them."""
        parts = [self._parts[paragraph.place] for paragraph in chosen]
        tables = frozenset(self._tables_in(parts))
        return marked([Kept(part) for part in parts], Surroundings(frozenset(), tables, _address))

    def _tables_in(self, chosen: Sequence[Part]) -> Iterator[Element]:
        """Yield the tables of data of which all words are chosen: others lay fields out beside their names."""
        counts = Counter(table for part in chosen for table in part.block.iterancestors("table"))
        yield from (table for table, count in counts.items() if count == self._runs_in[table] and is_data(table))

    @cached_property
    def _runs_in(self) -> Counter[Element]:
        runs = (part for part in self._parts if isinstance(part, Run))
        return Counter(table for run in runs for table in run.block.iterancestors("table"))

    def pictures_in(self, chosen: Sequence[Paragraph]) -> int:
        """Count the pictures that stand between paragraphs, which no text takes over."""
        between = self._parts[chosen[0].place : chosen[-1].place] if chosen else ()
        return sum(isinstance(part, Picture) for part in between)


def _as_paragraph(run: Run, place: int) -> Paragraph:
    return Paragraph(
        run.text.strip(),
        place,
        is_bold=_is_bold(run),
        is_inset=run.block.get("align") == "center",
        is_apart=_is_apart(run.block),
    )


def _address(address: str) -> str:
    return absolute_address(address, "")


def _is_bold(run: Run) -> bool:
    words = [piece for piece in run.pieces if piece.text.strip()]
    return all(any(element.tag in ("b", "strong") for element in piece.inside) for piece in words)


def _is_apart(block: Element) -> bool:
    """Tell what stands in the first of several cells of a row, in a table that stands in no other."""
    cells = [up for up in (block, *block.iterancestors()) if up.tag == "td"]
    return len(cells) == 1 and cells[0].getprevious() is None and cells[0].getnext() is not None


# ---- plain text -----------------------------------------------------------------------------------------------------


_INSET = re.compile(r" {10,}|\t{2,}")


class TextSheet:
    """The paragraphs of a plain text: what stands between blank lines, and from each place that `begins` one.

    A group `apart` of the pattern is a paragraph of its own.
    """

    is_structured = False

    def __init__(self, text: str, begins: re.Pattern[str]) -> None:
        self._text = text
        found = tuple(_spans_in(text, begins))
        self._spans = tuple((start, end) for start, end, _ in found)
        self.paragraphs = tuple(_paragraph(text, at, *span) for at, span in enumerate(found))

    def text_of(self, chosen: Sequence[Paragraph]) -> Marked:
        """Return paragraphs as they stand: those that follow one another with all that is between them."""
        pieces: list[str] = []
        at = 0
        while at < len(chosen):
            last = at
            while last + 1 < len(chosen) and chosen[last + 1].place == chosen[last].place + 1:
                last += 1
            start, end = self._spans[chosen[at].place][0], self._spans[chosen[last].place][1]
            pieces.append(self._text[start:end].strip("\n").rstrip())
            at = last + 1
        return Marked("\n\n".join(pieces), ())

    def pictures_in(self, chosen: Sequence[Paragraph]) -> int:  # noqa: ARG002 -- the protocol's
        """Return 0: a plain text has none."""
        return 0


def _paragraph(text: str, place: int, start: int, end: int, is_apart: bool) -> Paragraph:
    lines = text[start:end].split("\n")
    words = "\n".join(line.strip() for line in lines).strip()
    return Paragraph(words, place, is_inset=all(_INSET.match(line) for line in lines), is_apart=is_apart)


def _spans_in(text: str, begins: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield each paragraph's span, and whether it is one `apart`."""
    for first, end in _blocks_in(text):
        start, is_apart = first, False
        for place, next_apart in _places(text, begins, first, end):
            if text[start:place].strip():
                yield start, place, is_apart
                start = place
            is_apart = next_apart
        if text[start:end].strip():
            yield start, end, is_apart


def _blocks_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines between blank ones."""
    at, start = 0, -1
    for line in text.split("\n"):
        if line.strip():
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at - 1
            start = -1
        at += len(line) + 1
    if start >= 0:
        yield start, len(text)


def _places(text: str, begins: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, bool]]:
    for found in begins.finditer(text, start, end):
        is_apart = bool(found.groupdict().get("apart"))
        yield found.start(), is_apart
        if is_apart:
            yield found.end(), False
