"""The parts of a page that are kept, as one text with marks over it: what the normaliser reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from convert.contracts import Mark, MarkKind
from convert.errors import Note, Noter
from convert.readers.html.page import Element
from convert.readers.html.runs import HEADS, STRUCK, Part, Picture, Piece, Run
from convert.readers.html.tables import rows_of, spans_of
from convert.readers.struck_out import say_struck_out
from convert.walk import count_of

Role = Literal["body", "residue", "headline", "subtitle"]

_INLINE_KIND: dict[str, MarkKind] = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "b": "strong",
    "strong": "strong",
}
LONGEST_HEAD = 300
WIDEST = 100_000
"""Pixels of a picture that say which of its forms is the best."""

_LABELS = frozenset(("image", "photo", "imagen", "foto", "bild", "video", "media", "credit", "caption"))
"""What pages say of a picture to those who do not see it, beside its alternative text."""

_PICTURE_FILE = re.compile(r"^\S+\.(?:jpe?g|png|webp|gif|avif)(?:\?\S*)?$", re.IGNORECASE)
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


class Kept(Struct, frozen=True):
    """A part of the page that goes into the text, and what it is there; a residue's rule, or a picture's media."""

    part: Part
    role: Role = "body"
    value: str = ""


class Marked(Struct, frozen=True):
    """The text of an article, blank lines between its blocks, and the marks over it."""

    text: str
    marks: tuple[Mark, ...]


class Surroundings(Struct, frozen=True):
    """What marks need to know of the page: its figures and data tables, its language, how to make addresses whole."""

    figures: frozenset[Element]
    tables: frozenset[Element]
    absolute: Callable[[str], str]
    language: str = ""


def say_struck(kept: Sequence[Kept], name: str, note: Noter) -> None:
    """Note what the page has struck out in the parts that are kept, and what is printed though it stands in such."""
    runs = [each.part for each in kept if isinstance(each.part, Run) and each.role != "residue"]
    say_struck_out([words for run in runs for words in run.struck], name, note)
    if any(_is_struck(run) for run in runs):
        message = "words that the page strikes out are printed: they are quoted, or whole blocks"
        note(Note("struck-out-printed", message, name))


def _is_struck(run: Run) -> bool:
    inside = [element for piece in run.pieces if any(map(str.isalnum, piece.text)) for element in piece.inside]
    return any(up.tag in STRUCK for up in (*inside, *run.block.iterancestors()))


def marked(kept: Sequence[Kept], surroundings: Surroundings) -> Marked:
    """Return the text and marks of parts, in their order."""
    writing = _Writing(surroundings)
    writing.write(kept, None)
    return Marked("".join(writing.text), tuple(sorted(writing.marks)))


class _Open(Struct):
    element: Element
    start: int


class _Writing:
    def __init__(self, surroundings: Surroundings) -> None:
        self.page = surroundings
        self.text: list[str] = []
        self.at = 0
        self.marks: list[Mark] = []

    # ---- what is written

    def _put(self, words: str) -> None:
        self.text.append(words)
        self.at += len(words)

    def _mark(self, start: int, kind: MarkKind, level: int = 0, value: str = "") -> None:
        self.marks.append(Mark(start, self.at, kind, level, value))

    # ---- blocks

    def write(self, kept: Sequence[Kept], root: Element | None) -> None:
        """Write parts that stand in `root`; those of one list item, quotation, table or figure share its mark."""
        stack: list[_Open] = []
        at = 0
        while at < len(kept):
            # what is left out stands in no list or quotation, which would put it into the body again
            chain = self._chain(kept[at].part.block, root) if kept[at].role == "body" else []
            depth = next((n for n, o in enumerate(stack) if n >= len(chain) or chain[n] is not o.element), len(stack))
            self._close(stack, depth)
            whole = next((n for n, element in enumerate(chain) if self._is_whole(element)), None)
            end = at + 1
            if whole is not None:
                while end < len(kept) and chain[whole] in self._chain(kept[end].part.block, root):
                    end += 1
                chain, element = chain[:whole], chain[whole]
            if at or (root is None and self.at):
                self._put("\n\n")
            stack += [_Open(element_, self.at) for element_ in chain[len(stack) :]]
            if whole is not None:
                self._whole(element, kept[at:end])
            else:
                self._single(kept[at], chain)
            at = end
        self._close(stack, 0)

    def _close(self, stack: list[_Open], depth: int) -> None:
        while len(stack) > depth:
            closed = stack.pop()
            if closed.element.tag == "li":
                level = 1 + sum(outer.element.tag == "li" for outer in stack)
                self._mark(closed.start, "item", level, _numbering(closed.element))
            else:
                self._mark(closed.start, "quotation")

    def _chain(self, block: Element, root: Element | None) -> list[Element]:
        """Return what a block stands in inside `root` that has marks of its own, outermost first."""
        chain: list[Element] = []
        at: Element | None = block
        while at is not None and at is not root:
            if at.tag in ("li", "blockquote") or self._is_whole(at):
                chain.append(at)
            at = at.getparent()
        return chain[::-1]

    def _is_whole(self, element: Element) -> bool:
        return element in self.page.figures or element in self.page.tables

    def _whole(self, element: Element, kept: Sequence[Kept]) -> None:
        if element in self.page.tables:
            self._table(element, kept)
        else:
            self._figure(element, kept)

    def _single(self, kept: Kept, chain: Sequence[Element]) -> None:
        start, part = self.at, kept.part
        if isinstance(part, Picture):
            self._mark(start, "figure", value=self._picture(part.element, kept.value))
        elif isinstance(part, Run):
            self._words(part)
            self._of_role(kept, part, start, chain)
        else:
            self._mark(start, "rule")

    def _of_role(self, kept: Kept, run: Run, start: int, chain: Sequence[Element]) -> None:
        if kept.role == "residue":
            self._mark(start, "residue", value=kept.value)
        elif kept.role != "body":
            self._mark(start, "headline", level=2 if kept.role == "subtitle" else 1)
        elif (level := heading_level(run.block)) and not _is_whole_item(run, chain):
            self._mark(start, "heading", level)
        else:
            self._mark(start, "paragraph")

    # ---- tables and figures

    def _table(self, table: Element, kept: Sequence[Kept]) -> None:
        start = self.at
        cells, rest = _by_cell(kept, table)
        for each in rest:
            self._single(each, ())
            self._put("\n")
        rows = list(rows_of(table))
        for number, row in enumerate(rows):
            first = self.at
            for column, cell in enumerate(row.cells):
                if column:
                    self._put("\t")
                opening = self.at
                self.write(cells.get(cell, ()), cell)
                self._mark(opening, "cell", value=spans_of(cell))
            self._mark(first, "row", value="head" if row.is_head else "")
            if number < len(rows) - 1:
                self._put("\n")
        self._mark(start, "table")

    def _figure(self, figure: Element, kept: Sequence[Kept]) -> None:
        """Write a figure: its first picture's mark goes over the words that belong to it.

        Where a script would load the picture, the figure itself may say its address.
        """
        pictures = [each for each in kept if isinstance(each.part, Picture)]
        runs = [each.part for each in kept if isinstance(each.part, Run) and each.part.text.lower() not in _LABELS]
        start = self.at
        for run in runs:
            if self.at > start:
                self._put("\n")
            self._words(run)
        best = max(pictures, key=_worth, default=None)
        if best is not None and isinstance(best.part, Picture):
            value = self._picture(best.part.element, best.value)
        else:
            said = next(filter(_PICTURE_FILE.search, map(str, figure.attrib.values())), "")
            value = f"\t\t{self.page.absolute(said)}".rstrip("\t")
        self._mark(start, "figure", value=value)

    def _picture(self, element: Element, media: str) -> str:
        alt = " ".join((element.get("alt") or element.get("title") or "").split())
        address = next(filter(None, (self.page.absolute(each) for each in sources_of(element))), "")
        return f"{alt}\t{media}\t{address}".rstrip("\t")

    # ---- words

    def _words(self, run: Run) -> None:
        open_marks: list[tuple[Element, int]] = []
        for piece in run.pieces:
            self._inlines(open_marks, piece)
            self._put(piece.text)
        self._inlines(open_marks, Piece(""))

    def _inlines(self, opened: list[tuple[Element, int]], piece: Piece) -> None:
        """Close the inline marks that a piece is not in, open those that begin with it."""
        same = 0
        while same < min(len(opened), len(piece.inside)) and opened[same][0] is piece.inside[same]:
            same += 1
        for element, start in reversed(opened[same:]):
            if self.at > start:
                self._inline(element, start)
        opened[same:] = [(element, self.at) for element in piece.inside[same:]]

    def _inline(self, element: Element, start: int) -> None:
        tag = str(element.tag)
        if tag == "a":
            if address := self.page.absolute(element.get("href") or ""):
                self._mark(start, "link", value=address)
        elif tag in _INLINE_KIND:
            self._mark(start, _INLINE_KIND[tag])
        language = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        if _TAG.match(language) and language.lower() != self.page.language.lower():
            self._mark(start, "language", value=language)


def _worth(kept: Kept) -> tuple[bool, bool, int]:
    """Return what tells the best of several forms of one picture: its bytes are there, an address, its width."""
    element = kept.part.element if isinstance(kept.part, Picture) else None
    if element is None:
        return False, False, 0
    width = element.get("width") or ""
    small = re.search(r"[/=_](?:\d{1,2})[/x&]|blur|placeholder|lqip", next(sources_of(element), "")) is not None
    return bool(kept.value), bool(next(sources_of(element), "")) and not small, count_of(width, WIDEST)


def _is_whole_item(run: Run, chain: Sequence[Element]) -> bool:
    """Tell a list item that is set as a head and holds nothing else: an entry of a list of headlines."""
    item = next((up for up in reversed(chain) if up.tag == "li"), None)
    return item is not None and len("".join(item.itertext()).strip()) < len(run.text) + 20


def _by_cell(kept: Iterable[Kept], table: Element) -> tuple[dict[Element, list[Kept]], list[Kept]]:
    """Return what stands in each cell of a table, and what stands in none: its caption."""
    cells: dict[Element, list[Kept]] = {}
    rest: list[Kept] = []
    for each in kept:
        at: Element | None = each.part.block
        while at is not None and at is not table and at.tag not in ("td", "th"):
            at = at.getparent()
        if at is None or at is table:
            rest.append(each)
        else:
            cells.setdefault(at, []).append(each)
    return cells, rest


def heading_level(block: Element) -> int:
    """Return the level of the heading that a block is or is in, or 0."""
    at: Element | None = block
    for _ in range(3):
        if at is None:
            return 0
        if at.tag in HEADS:
            # a page may set its whole text inside a heading
            return int(str(at.tag)[1]) if at is block or len("".join(at.itertext())) <= LONGEST_HEAD else 0
        if at.get("role") == "heading":
            level = at.get("aria-level") or "2"
            return max(1, count_of(level, 6)) if level.isdecimal() else 2
        at = at.getparent()
    return 0


def _numbering(item: Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    first = item.get("value") or ""
    if not first and item is next(iter(parent.iterchildren("li")), None):
        first = parent.get("start") or ""
    return f"ordered {first}" if first.isdecimal() and first != "1" else "ordered"


def sources_of(picture: Element) -> Iterator[str]:
    """Yield the addresses a picture may have, the real one before a placeholder's."""
    for name in ("data-src", "data-original", "data-lazy-src", "src", "data-srcset", "srcset"):
        if value := (picture.get(name) or "").strip():
            yield value.split()[0].rstrip(",") if name.endswith("srcset") else value
