"""A table: cells that may span, rows that pages part between, heads that stand again on each page.

The first time a head is drawn it is the table's; from the second on it is an artifact, or a reader would hear it on
every page (PDF/UA-1, 7.5; PDF 1.7, 14.8.2.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field

from convert.typeset.bidi import Direction
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Flowable, Paragraph
from convert.typeset.tagging import Element


@dataclass(frozen=True)
class TableLook:
    """Rules and white space of a table, in points; a weight of 0 draws nothing. `grid` draws vertical rules too."""

    outer: float = 0.75
    head: float = 0.4
    row: float = 0.4
    ink: str = "#111111"
    hair: str = "#8C8C8C"
    above: float = 3.4
    below: float = 3.4
    gap: float = 7.0
    grid: bool = False
    spine_after: int | None = None
    """A rule down the table after this column instead of rules between rows: a timeline."""
    spine: float = 1.25


@dataclass
class Cell:
    """What stands in a cell, how many columns and rows it spans; `column` is its first, set by the table."""

    content: list[Flowable]
    columns: int = 1
    rows: int = 1
    column: int = 0


@dataclass
class Row:
    """A row of cells; its height once set."""

    cells: list[Cell]
    height: float = 0.0
    is_head: bool = False
    tops: list[float] = field(default_factory=list)


class Table:
    """Rows set in columns of given widths (points, gaps included); the first is at the right with `rtl`."""

    def __init__(  # noqa: PLR0913 -- a table's parts, its look, its place
        self,
        head: Sequence[Row],
        rows: Sequence[Row],
        widths: Sequence[float],
        look: TableLook,
        *,
        after: float = 0.0,
        destination: str | None = None,
        direction: Direction = "ltr",
    ) -> None:
        self.direction = direction
        self.head, self.rows, self.widths, self.look = list(head), list(rows), list(widths), look
        self.before, self.after = 0.0, after
        self.keeps_with_next = False
        self.height = 0.0
        self.destination = destination
        self._head_again = False
        self._is_set = False
        for row in self.head:
            row.is_head = True

    # ---- setting

    def wrap(self, width: float) -> float:
        """Set the cells; return the height."""
        del width  # the columns say how wide it is
        if not self._is_set:
            _place(self.head, len(self.widths))
            _place(self.rows, len(self.widths))
            self._set(self.head)
            self._set(self.rows)
            self._is_set = True
            self.height = sum(row.height for row in (*self.head, *self.rows))
        return self.height

    def _set(self, rows: Sequence[Row]) -> None:
        for row in rows:
            heights = [self._cell_height(cell) for cell in row.cells if cell.rows == 1]
            row.height = max(heights, default=0.0)
        for at, row in enumerate(rows):
            for cell in row.cells:
                if cell.rows > 1:
                    spanned = rows[at : at + cell.rows]
                    lacking = self._cell_height(cell) - sum(each.height for each in spanned)
                    if spanned and lacking > 0:
                        spanned[-1].height += lacking

    def _cell_height(self, cell: Cell) -> float:
        width = self._width(cell)
        content = sum(flowable.wrap(width) + flowable.after for flowable in cell.content)
        last = cell.content[-1].after if cell.content else 0.0
        return content - last + self.look.above + self.look.below

    def _width(self, cell: Cell) -> float:
        return sum(self.widths[cell.column : cell.column + cell.columns]) - self.look.gap

    # ---- pages

    @property
    def least(self) -> float:
        """The height of the head and the first row, with those its cells span up to four."""
        first = max((cell.rows for cell in self.rows[0].cells), default=1) if self.rows else 0
        return sum(row.height for row in (*self.head, *self.rows[: min(first, 4)]))

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        """Return the rows that fit and the others, the head over both; inside a row only where it fills a page."""
        room = height - sum(row.height for row in self.head)
        count = 0
        while count < len(self.rows) and room >= self.rows[count].height:
            room -= self.rows[count].height
            count += 1
        count = self._without_torn_span(count, height)
        if count == 0 or count == len(self.rows):
            return self._split_row(height) if count == 0 else None
        first = self.rows[:count]
        rest, grown = self._untorn(count)
        return self._parted(first, rest, self.height - sum(row.height for row in (*self.head, *first)) + grown)

    def _without_torn_span(self, count: int, height: float) -> int:
        """Return fewer rows where that keeps a spanned group whole and the group is no longer than half of them."""
        begin = count
        for at in range(count - 1, -1, -1):
            if any(at + cell.rows > count for cell in self.rows[at].cells):
                begin = at
        torn = sum(row.height for row in self.rows[begin:count])
        return begin if begin and torn <= height / 2 else count

    def _untorn(self, count: int) -> tuple[list[Row], float]:
        """Return the rows from `count` on, the cells that span into them going on, and how much higher that makes them.

        Only what changes is copied.
        """
        rest = self.rows[count:]
        grown = 0.0
        for at, row in enumerate(self.rows[:count]):
            for cell in row.cells:
                if at + cell.rows > count and rest:
                    grown += self._go_on(cell, at + cell.rows - count, rest)
        return rest, grown

    def _go_on(self, cell: Cell, rows: int, rest: list[Row]) -> float:
        carried = Cell(self.continued(cell.content), cell.columns, rows, cell.column)
        rest[0] = copy(rest[0])
        rest[0].cells = sorted([*rest[0].cells, carried], key=lambda each: each.column)
        if not carried.content:
            return 0.0
        last = min(rows, len(rest)) - 1
        lacking = self._cell_height(carried) - sum(row.height for row in rest[: last + 1])
        if lacking <= 0:
            return 0.0
        rest[last] = copy(rest[last])
        rest[last].height += lacking
        return lacking

    def continued(self, content: Sequence[Flowable]) -> list[Flowable]:
        """Return what a cell of this content holds over the page where the rows it spans go on: nothing."""
        del content
        return []

    def _parted(self, first: Sequence[Row], rest: list[Row], height: float) -> tuple[Flowable, Flowable]:
        """Return two tables of rows; `height` is that of the second's."""
        one, other = copy(self), copy(self)
        one.rows, other.rows = list(first), rest
        one.after = 0.0
        other._head_again, other.before, other.destination = True, 0.0, None
        head = sum(row.height for row in self.head)
        one.height = head + sum(row.height for row in one.rows)
        other.height = head + height
        return one, other

    def _split_row(self, height: float) -> tuple[Flowable, Flowable] | None:
        """Divide the first row where it is higher than the page: each cell by what fits of it."""
        room = height - sum(row.height for row in self.head) - self.look.above - self.look.below
        if not self.rows or room < 40:
            return None
        head, tail = Row([]), Row([])
        for cell in self.rows[0].cells:
            upper, lower = _divided(cell, room)
            head.cells.append(upper)
            tail.cells.append(lower)
        if not any(cell.content for cell in head.cells) or not any(cell.content for cell in tail.cells):
            return None
        self._set([head])
        self._set([tail])
        rest = self.height - sum(row.height for row in (*self.head, self.rows[0]))
        return self._parted([head], [tail, *self.rows[1:]], tail.height + rest)

    # ---- drawing

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the rows with their rules."""
        if self.destination is not None:
            canvas.destination(self.destination, top)
        y = top
        total = sum(self.widths) - self.look.gap
        self._line(canvas, x, y, total, self.look.outer, self.look.ink)
        rows = [*self.head, *self.rows]
        for at, row in enumerate(rows):
            self._draw_row(canvas, row, x, y, rows[at:])
            y -= row.height
            if at < len(rows) - 1:
                self._between(canvas, row, rows[at + 1], x, y)
        self._line(canvas, x, y, total, self.look.outer, self.look.ink)
        if self.look.spine_after is not None and self.rows:
            middle = x + self._from_left(sum(self.widths[: self.look.spine_after + 1]) - self.look.gap / 2)
            under_head = top - sum(row.height for row in self.head)
            canvas.rule((middle, under_head - 2), (middle, y + 2), self.look.spine, self.look.ink)

    def _draw_row(self, canvas: TaggedCanvas, row: Row, x: float, y: float, following: Sequence[Row]) -> None:
        del following
        for cell in row.cells:
            left = x + self._from_left(sum(self.widths[: cell.column]), self._width(cell))
            top = y - self.look.above
            for flowable in cell.content:
                drawn = flowable
                if row.is_head and self._head_again and isinstance(flowable, Paragraph):
                    drawn = flowable.as_artifact()
                drawn.draw_on(canvas, left, top)
                top -= flowable.height + flowable.after

    def _between(self, canvas: TaggedCanvas, row: Row, following: Row, x: float, y: float) -> None:
        """Draw the rule between two rows: from the first column that no cell spans over."""
        look = self.look
        weight, colour = (look.head, look.ink) if row.is_head and not following.is_head else (look.row, look.hair)
        if look.spine_after is not None and not row.is_head:
            return
        first = min((cell.column for cell in following.cells if cell.content or cell.rows == 1), default=0)
        start = sum(self.widths[:first])
        length = sum(self.widths) - look.gap - start
        self._line(canvas, x + self._from_left(start, length), y, length, weight, colour)

    def _from_left(self, start: float, width: float = 0.0) -> float:
        """Return where something is from the left that is so wide and so far from where a row begins."""
        return start if self.direction == "ltr" else sum(self.widths) - self.look.gap - start - width

    def _line(self, canvas: TaggedCanvas, x: float, y: float, length: float, weight: float, colour: str) -> None:  # noqa: PLR0913, PLR0917
        if weight:
            canvas.rule((x, y), (x + length, y), weight, colour)


def _place(rows: Sequence[Row], width: int) -> None:
    """Give each cell its first column: the next that no cell from a row above spans into."""
    taken: dict[int, int] = {}
    for row in rows:
        column = 0
        for cell in row.cells:
            while taken.get(column, 0) > 0:
                column += 1
            cell.column = min(column, width - 1)
            cell.columns = max(1, min(cell.columns, width - cell.column))
            for spanned in range(cell.column, cell.column + cell.columns):
                taken[spanned] = max(cell.rows, 1)
            column = cell.column + cell.columns
        taken = {at: left - 1 for at, left in taken.items() if left > 1}


def _divided(cell: Cell, room: float) -> tuple[Cell, Cell]:
    """Return what of a cell fits into `room` points, and the rest."""
    upper: list[Flowable] = []
    rest = list(cell.content)
    while rest and rest[0].height <= room:
        room -= rest[0].height + rest[0].after
        upper.append(rest.pop(0))
    if rest and (parts := rest[0].split(room)) is not None:
        upper.append(parts[0])
        rest[0] = parts[1]
    return Cell(upper, cell.columns, 1, cell.column), Cell(rest, cell.columns, 1, cell.column)


def table_element(parent: Element, summary: str = "") -> Element:
    """Return a Table element; its summary is what a reader hears of a chart."""
    from convert.typeset.pdffile import text_string

    attributes = f"/A<</O/Table/Summary{text_string(summary)}>>" if summary else ""
    return Element("Table", parent, attributes=attributes)
