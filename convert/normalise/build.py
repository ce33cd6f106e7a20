"""From marks to blocks: the last step, which makes the article of a draft and leaves out what is not its body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from convert import model as m
from convert.contracts import Mark, MarkKind
from convert.normalise.draft import Draft

BLOCKS: tuple[MarkKind, ...] = ("paragraph", "heading", "item", "quotation", "table", "figure", "rule")
INLINES: tuple[MarkKind, ...] = ("emphasis", "strong", "link", "language")
DEEPEST = 200
"""Blocks nested deeper are flattened: JSON can hold no more."""

_SAFE = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


def build_body(draft: Draft) -> tuple[m.Block, ...]:
    """Return the body: paragraphs, quotations' paragraphs and tables numbered from 1, each with its extent."""
    return _Building(draft).body()


class _Building:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.number = 0
        self.inlines = draft.marked(*INLINES)
        self.at = 0
        self.doubts = draft.doubts
        self.doubts_at = [doubt.at.start for doubt in self.doubts]

    def body(self) -> tuple[m.Block, ...]:
        marks = sorted(
            self.draft.marked(*BLOCKS, "row", "cell"), key=lambda mark: (mark.start, -mark.end, _DEPTH[mark.kind])
        )
        return tuple(self._blocks(marks, 0))

    def _blocks(self, marks: Sequence[Mark], depth: int) -> Iterator[m.Block]:
        at = 0
        while at < len(marks):
            mark = marks[at]
            last = at + 1
            while last < len(marks) and marks[last].start < mark.end:
                last += 1
            inner = marks[at + 1 : last]
            if mark.kind == "item":
                while last < len(marks) and marks[last].kind == "item":
                    last += 1
                yield from self._lists(marks[at:last], 1, depth)
            else:
                yield from self._block(mark, inner, depth)
            at = last

    def _block(self, mark: Mark, inner: Sequence[Mark], depth: int) -> Iterator[m.Block]:
        at = m.Extent(mark.start, mark.end)
        match mark.kind:
            case "paragraph":
                content = self._inline(mark)
                if content:
                    yield m.Paragraph(content, number=self._next(), at=at)
            case "heading":
                content = self._inline(mark)
                if content:
                    yield m.Heading(content, level=max(1, min(mark.level, 6)), at=at)
            case "quotation":
                blocks = inner or [Mark(mark.start, mark.end, "paragraph")]
                if depth >= DEEPEST:
                    yield from self._blocks(blocks, depth)
                elif quoted := tuple(self._blocks(blocks, depth + 1)):
                    yield m.Quotation(quoted)
            case "table":
                yield self._table(mark, inner)
            case "figure":
                alt, _, media = mark.value.partition("\t")
                yield m.Figure(alt=alt, media=media, caption=self._inline(mark), at=at)
            case "rule":
                yield m.Rule()
            case _:
                yield from self._blocks(inner, depth)

    def _next(self) -> str:
        self.number += 1
        return str(self.number)

    # ---- lists

    def _lists(self, items: Sequence[Mark], level: int, depth: int) -> Iterator[m.Block]:
        """Yield lists of consecutive items; deeper ones belong to the item before them."""
        at = 0
        while at < len(items):
            ordered = items[at].value.startswith("ordered")
            rows: list[tuple[m.Block, ...]] = []
            first = items[at]
            while at < len(items) and items[at].value.startswith("ordered") == ordered:
                item = items[at]
                below = at + 1
                while below < len(items) and items[below].level > max(item.level, level):
                    below += 1
                content = self._inline(item)
                paragraph = (m.Paragraph(content, at=m.Extent(item.start, item.end)),) if content else ()
                deeper = tuple(self._lists(items[at + 1 : below], item.level + 1, depth + 1)) if depth < DEEPEST else ()
                rows.append((*paragraph, *deeper))
                at = below
            start = int(first.value.partition(" ")[2] or 1) if ordered else 1
            yield m.ItemList(tuple(rows), ordered=ordered, start=start)

    # ---- tables

    def _table(self, mark: Mark, inner: Sequence[Mark]) -> m.Table:
        head: list[tuple[m.Cell, ...]] = []
        rows: list[tuple[m.Cell, ...]] = []
        for row, cells in _rows(inner):
            made = tuple(map(self._cell, cells))
            (head if row.value == "head" and not rows else rows).append(made)
        width = max((len(row) for row in (*head, *rows)), default=1)
        columns = tuple(m.Column(align=self._align(rows, at)) for at in range(width))
        number = self._next()
        return m.Table(tuple(rows), tuple(head), columns, number=number, at=m.Extent(mark.start, mark.end))

    def _cell(self, mark: Mark) -> m.Cell:
        content = self._inline(mark)
        columns, _, rows = mark.value.partition("x")
        block = (m.Paragraph(content, at=m.Extent(mark.start, mark.end)),) if content else (m.Paragraph(()),)
        return m.Cell(block, columns=int(columns or 1), rows=int(rows or 1))

    def _align(self, rows: Sequence[tuple[m.Cell, ...]], column: int) -> m.Align:
        """Return how a column is set: flush right where most of its cells are figures."""
        from convert.walk import plain

        words = [
            plain(b.content)
            for row in rows
            if column < len(row)
            for b in row[column].blocks
            if isinstance(b, m.Paragraph)
        ]
        figures = sum(bool(_FIGURE.fullmatch(each.strip())) for each in words)
        return "right" if figures and figures * 2 > len([each for each in words if each.strip()]) else "left"

    # ---- inlines

    def _inline(self, mark: Mark) -> tuple[m.Inline, ...]:
        """Return the words of a block with its links, emphasis, languages and doubts."""
        while self.at < len(self.inlines) and self.inlines[self.at].end <= mark.start:
            self.at += 1
        inside = []
        for each in self.inlines[self.at :]:
            if each.start >= mark.end:
                break
            if each.end > mark.start:
                inside.append(
                    Mark(max(each.start, mark.start), min(each.end, mark.end), each.kind, each.level, each.value)
                )
        first = bisect_left(self.doubts_at, mark.start)
        nearby = self.doubts[first : bisect_left(self.doubts_at, mark.end)]
        remarks = [doubt for doubt in nearby if doubt.at.end <= mark.end]
        spans: list[_Wrapped] = [(each.start, each.end, _wrapper(each, self.draft)) for each in inside]
        spans += [(d.at.start, d.at.end, _remark(d.message)) for d in remarks]
        start, end = self.draft.to_text(mark.start), self.draft.to_text(mark.end)
        if not spans:
            return _lines(self.draft.text[start:end].strip())
        placed = [(self.draft.to_text(a), self.draft.to_text(b), wrap) for a, b, wrap in spans]
        return tuple(_nested(self.draft.text, start, end, sorted(placed, key=lambda s: (s[0], -s[1]))))


def _rows(inner: Sequence[Mark]) -> Iterator[tuple[Mark, list[Mark]]]:
    """Yield each row among the marks of a table, and its cells; both are in the order of the text."""
    cells = [each for each in inner if each.kind == "cell"]
    at = 0
    for row in (each for each in inner if each.kind == "row"):
        first = at
        while at < len(cells) and cells[at].end <= row.end:
            at += 1
        yield row, [cell for cell in cells[first:at] if cell.start >= row.start]


_DEPTH = {
    "table": 0,
    "row": 1,
    "cell": 2,
    "quotation": 0,
    "figure": 1,
    "item": 1,
    "heading": 2,
    "paragraph": 3,
    "rule": 2,
}
_FIGURE = re.compile(r"[−–+-]?[€$£]?\s?\d[\d.,\s\u00a0]*\s?(?:%|€|\$)?")
_Content = tuple[m.Inline, ...]
_Wrapped = tuple[int, int, Callable[[_Content], m.Inline]]


def _wrapper(mark: Mark, draft: Draft) -> Callable[[_Content], m.Inline]:
    match mark.kind:
        case "emphasis":
            return m.Emphasis
        case "strong":
            return m.Strong
        case "language":
            return lambda content: m.Span(content, language=mark.value)
        case _:
            return _link(mark.value, draft)


def _link(url: str, draft: Draft) -> Callable[[_Content], m.Inline]:
    """Return what makes a link; an address that could run or open something is left out with a warning."""
    if _SAFE.match(url):
        return lambda content: m.Link(content, url)
    draft.note("unsafe-link", f"a link is not kept: {url[:60]}")
    return m.Span


def _remark(message: str) -> Callable[[_Content], m.Inline]:
    return lambda content: m.Remark(content, message)


def _nested(text: str, start: int, end: int, spans: Sequence[_Wrapped]) -> Iterator[m.Inline]:
    """Yield the text with spans nested; one that crosses another's end is cut there and goes on after it."""
    at = start
    queue = list(spans)
    while queue:
        first, last, wrap = queue.pop(0)
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        yield from _lines(text[at:first])
        inner: list[_Wrapped] = []
        crossing: list[_Wrapped] = []
        while queue and queue[0][0] < last:
            a, b, other = queue.pop(0)
            inner.append((a, min(b, last), other))
            if b > last:
                crossing.append((last, b, other))
        yield wrap(tuple(_nested(text, first, last, inner)))
        queue = sorted([*crossing, *queue], key=lambda s: (s[0], -s[1])) if crossing else queue
        at = last
    yield from _lines(text[at:end])


def _lines(words: str) -> _Content:
    """Return words as Texts with Breaks where the source ends a line."""
    row: list[m.Inline] = []
    for line in words.split("\n"):
        if row:
            row.append(m.Break())
        if line:
            row.append(m.Text(line))
    return tuple(row) if words else ()
