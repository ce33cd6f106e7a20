"""From marks to blocks: the last step, which makes the article's body of a draft and leaves out what is not in it.

A block that holds others (a quotation, an item, a cell) holds all of its words: those between the blocks inside it
become paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert import model as m
from convert.contracts import Mark, MarkKind
from convert.normalise.decode import printable
from convert.normalise.draft import Draft
from convert.normalise.inlines import Inlines
from convert.normalise.lines import Span
from convert.normalise.tree import DEEPEST, Node, tree_of
from convert.walk import count_of, plain

MOST_START = 999_999_999
"""The highest number that a list may begin at."""

MOST_SPANNED = 1000
"""Columns or rows that a cell may span."""

_FIGURE = re.compile(r"[−–+-]?[€$£]?\s?\d[\d.,\s\u00a0]*\s?(?:%|€|\$)?")


def build_body(draft: Draft) -> tuple[m.Block, ...]:
    """Return the body: paragraphs outside lists and tables, and tables, numbered from 1, each with its extent."""
    nodes, too_deep = tree_of(draft.marks)
    if too_deep:
        draft.note("flattened", "quotations or lists nested very deep are set side by side; no words are lost")
    return tuple(_Building(draft).blocks(nodes, numbered=True))


class _Building:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.inlines = Inlines(draft)
        self.number = 0

    def blocks(self, nodes: Sequence[Node], *, numbered: bool) -> Iterator[m.Block]:
        at = 0
        while at < len(nodes):
            last = at + 1
            while nodes[at].mark.kind == "item" and last < len(nodes) and nodes[last].mark.kind == "item":
                last += 1
            if nodes[at].mark.kind == "item":
                yield from self._lists(nodes[at:last], 1)
            else:
                yield from self._block(nodes[at], numbered=numbered)
            at = last

    def _block(self, node: Node, *, numbered: bool) -> Iterator[m.Block]:
        mark = node.mark
        at = m.Extent(mark.start, mark.end)
        match mark.kind:
            case "paragraph":
                yield from self._paragraph(node, numbered=numbered)
            case "heading":
                if content := self.inlines.of((mark.start, mark.end)):
                    yield m.Heading(content, level=max(1, min(mark.level, 6)), at=at)
            case "quotation":
                if blocks := tuple(self._filled(node, numbered=numbered)):
                    yield m.Quotation(blocks)
            case "table" if any(child.mark.kind == "row" for child in node.children):
                yield self._table(node, numbered=numbered)
            case "figure":
                alt, media, url = (*mark.value.split("\t"), "", "")[:3]
                caption = self.inlines.of((mark.start, mark.end))
                yield m.Figure(alt=printable(alt), media=media, caption=caption, url=url, at=at)
            case "rule":
                yield m.Rule()
            case _:  # a table without rows, a row or a cell outside a table
                yield from self._filled(node, numbered=numbered)

    def _paragraph(self, node: Node, *, numbered: bool) -> Iterator[m.Block]:
        """Yield a paragraph; pictures that stand in its line come after it, blocks inside it part it."""
        empty = [child for child in node.children if child.mark.start == child.mark.end]
        node.children = [child for child in node.children if child.mark.start < child.mark.end]
        yield from self._filled(node, numbered=numbered)
        yield from self.blocks(empty, numbered=numbered)

    def _filled(self, node: Node, *, numbered: bool) -> Iterator[m.Block]:
        """Yield the blocks inside a block, and paragraphs of the words between them."""
        at = node.mark.start
        run: list[Node] = []
        for child in node.children:
            if self._has_words((at, child.mark.start)):
                yield from self.blocks(run, numbered=numbered)
                yield from self._words((at, child.mark.start), numbered=numbered)
                run = []
            run.append(child)
            at = child.mark.end
        yield from self.blocks(run, numbered=numbered)
        yield from self._words((at, node.mark.end), numbered=numbered)

    def _has_words(self, span: Span) -> bool:
        return bool(self.draft.source[slice(*span)].strip() and self.draft.words(*span).strip())

    def _words(self, span: Span, *, numbered: bool) -> Iterator[m.Paragraph]:
        content = self.inlines.of(span)
        if content:
            yield m.Paragraph(content, number=self._next() if numbered else None, at=m.Extent(*span))

    def _next(self) -> str:
        self.number += 1
        return str(self.number)

    # ---- lists

    def _lists(self, items: Sequence[Node], level: int) -> Iterator[m.Block]:
        """Yield lists of items that follow one another; deeper ones belong to the item before them."""
        at = 0
        while at < len(items):
            first = items[at]
            ordered = first.mark.value.startswith("ordered")
            rows: list[tuple[m.Block, ...]] = []
            while at < len(items) and items[at].mark.value.startswith("ordered") == ordered:
                item = items[at]
                below = at + 1
                while level < DEEPEST and below < len(items) and items[below].mark.level > max(item.mark.level, level):
                    below += 1
                own = tuple(self._filled(item, numbered=False))
                rows.append((*own, *self._lists(items[at + 1 : below], item.mark.level + 1)))
                at = below
            yield m.ItemList(tuple(rows), ordered=ordered, start=self._start(first.mark.value.partition(" ")[2]))

    def _start(self, said: str) -> int:
        """Return the number of a list's first item: 1 where none is said, or one too long to be printed."""
        start = count_of(said, MOST_START + 1) if said.isdecimal() else 1
        if start <= MOST_START:
            return start
        self.draft.note("flattened", "a list that begins at a number of ten digits or more is numbered from 1")
        return 1

    # ---- tables

    def _table(self, node: Node, *, numbered: bool) -> m.Table:
        """Return a table; words in it outside its rows are its caption."""
        head: list[tuple[m.Cell, ...]] = []
        rows: list[tuple[m.Cell, ...]] = []
        caption: tuple[m.Inline, ...] = ()
        for child in self._all_of(node, "row", "paragraph"):
            if child.mark.kind == "row":
                is_head = child.mark.value == "head" and not rows
                cells = self._all_of(child, "cell", "cell")
                (head if is_head else rows).append(tuple(map(self._cell, cells)))
            else:
                words = self.inlines.of((child.mark.start, child.mark.end))
                caption = (*caption, m.Break(), *words) if caption else words
        width = max((len(row) for row in (*head, *rows)), default=1)
        columns = tuple(m.Column(align=_align(rows, at)) for at in range(width))
        number = self._next() if numbered else None
        at = m.Extent(node.mark.start, node.mark.end)
        return m.Table(tuple(rows), tuple(head), columns, caption=caption, number=number, at=at)

    def _all_of(self, node: Node, kind: MarkKind, between: MarkKind) -> Iterator[Node]:
        """Yield the children of one kind and, as blocks of another, the words between them: nothing is left out."""
        at = node.mark.start
        for child in [*node.children, Node(Mark(node.mark.end, node.mark.end, "rule"))]:
            if child.mark.kind in (kind, "rule"):
                if any(map(str.isalnum, self.draft.source[at : child.mark.start])):
                    yield Node(Mark(at, child.mark.start, between))
                at = child.mark.end
            if child.mark.kind == kind:
                yield child

    def _cell(self, node: Node) -> m.Cell:
        columns, _, rows = node.mark.value.partition("x")
        blocks = tuple(self._filled(node, numbered=False)) or (m.Paragraph(()),)
        return m.Cell(blocks, columns=_count(columns), rows=_count(rows))


def _count(said: str) -> int:
    return max(1, count_of(said, MOST_SPANNED))


def _align(rows: Sequence[tuple[m.Cell, ...]], column: int) -> m.Align:
    """Return how a column is set: flush right where most of its cells are figures."""
    words = [
        plain(block.content).strip()
        for row in rows
        if column < len(row)
        for block in row[column].blocks
        if isinstance(block, m.Paragraph)
    ]
    figures = sum(bool(_FIGURE.fullmatch(each)) for each in words)
    return "right" if figures and figures * 2 > sum(map(bool, words)) else "left"
