"""Tables as flowables: the widths of their columns, their cells, and the bars of a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from convert import model as m
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Flowable, Label, Paragraph, ParagraphStyle
from convert.typeset.runs import Run
from convert.typeset.table import Cell, Row, Table, TableLook, table_element
from convert.typeset.tagging import Element, scope
from convert.walk import plain
from convert.writers.pdf.terms import Terms

if TYPE_CHECKING:
    from convert.writers.pdf.blocks import Maker

WIDE = 5
"""Columns: a table of the source's with more than these takes the whole frame."""

NARROWEST = 24.0
"""Points of a column."""

BAR_HEIGHT = 6.5


class TableMaker:
    """Makes the tables of a document."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.terms: Terms = maker.terms

    def table(self, block: m.Table, parent: Element) -> Iterator[Flowable]:
        """Yield a table, the number and caption of a source's table before it."""
        width = max((sum(c.columns for c in row) for row in (*block.head, *block.rows)), default=0)
        if width == 0:
            return
        if block.role == "source":
            yield from self._caption(block, parent)
        element = table_element(parent, block.summary)
        indent = self.terms.gutter if block.role == "source" and width <= WIDE else 0.0
        look = self._look(block)
        widths = self._widths(block, width, self.terms.width - indent + look.gap)
        made = Table(
            self._rows(block, block.head, element, look, is_head=True),
            self._rows(block, block.rows, element, look, is_head=False),
            widths,
            look,
            after=9.0,
            destination=block.id if block.role != "source" else None,
        )
        yield Indented(made, indent) if indent else made

    def _look(self, block: m.Table) -> TableLook:
        look = self.terms.table
        match block.role:
            case "facts":
                return replace(look, outer=0, head=0, row=0, above=0.6, below=0.6, grid=False)
            case "coverage":
                return replace(look, above=0.2, below=0.2)
            case "timeline":
                return replace(look, spine_after=0, gap=9.0, spine=self.terms.style.rule.spine)
            case _:
                return look

    def _caption(self, block: m.Table, parent: Element) -> Iterator[Flowable]:
        if block.number is None and not block.caption:
            return
        style = replace(self.terms.paragraphs["caption"], after=1.0, keeps_with_next=True)
        if not block.caption:
            # the number alone stands beside the table's first row
            style = replace(style, after=self.terms.table.above - style.leading)
        label = Label(Run(block.number, self.terms.number)) if block.number is not None else None
        content = block.caption or (m.Text("\u00a0"),)
        yield self.maker.paragraph(content, style, Element("P", parent), label=label, destination=block.id)

    # ---- columns

    def _widths(self, block: m.Table, count: int, whole: float) -> list[float]:
        """Return the columns' widths with their gaps: the shares given, or by how much words they hold."""
        shares = [column.share for column in block.columns] + [0.0] * (count - len(block.columns))
        given = sum(shares[:count])
        if given:
            rest = max(0.0, 1 - given) / max(1, shares[:count].count(0.0))
            return [(share or rest) * whole for share in shares[:count]]
        weights = self._weights(block, count)
        widths = [max(NARROWEST, weight * whole / sum(weights)) for weight in weights]
        scale = whole / sum(widths)
        return [width * scale for width in widths]

    def _weights(self, block: m.Table, count: int) -> list[float]:
        """Return how wide each column wants to be: the root of its longest cell tempers long texts."""
        weights = [1.0] * count
        for row in (*block.head, *block.rows):
            at = 0
            for cell in row:
                if cell.columns == 1 and at < count:
                    words = " ".join(plain(b.content) for b in cell.blocks if isinstance(b, m.Paragraph))
                    longest = max(map(len, words.split()), default=1)
                    weights[at] = max(weights[at], float(longest), min(len(words), 24) + max(len(words) - 24, 0) ** 0.5)
                at += cell.columns
        return weights

    # ---- rows

    def _rows(
        self, block: m.Table, rows: Sequence[Sequence[m.Cell]], table: Element, look: TableLook, *, is_head: bool
    ) -> list[Row]:
        made = []
        owner = Element("THead" if is_head else "TBody", table) if rows else table
        for row in rows:
            element = Element("TR", owner)
            at = 0
            cells = []
            for cell in row:
                column = block.columns[at] if at < len(block.columns) else m.Column()
                cells.append(self._cell(cell, element, column, is_head=is_head, role=block.role))
                at += cell.columns
            made.append(Row(cells))
        del look
        return made

    def _cell(self, cell: m.Cell, row: Element, column: m.Column, *, is_head: bool, role: m.TableRole) -> Cell:
        kind = "TH" if is_head else "TD"
        element = Element(kind, row, attributes=scope("Column" if is_head else "", cell.columns, cell.rows))
        base = self.terms.cell_head if is_head else self.terms.cell
        style = replace(base, align=column.align)
        content: list[Flowable] = []
        for block in cell.blocks:
            content += self._in_cell(block, element, style, role)
        return Cell(content, cell.columns, cell.rows)

    def _in_cell(
        self, block: m.Block, element: Element, style: ParagraphStyle, role: m.TableRole
    ) -> Iterator[Flowable]:
        if not isinstance(block, m.Paragraph):
            yield from self.maker.block(block, element)
            return
        bars = [inline for inline in block.content if isinstance(inline, m.Bar)]
        if bars:
            yield Bars(bars, style, Element("P", element), role == "coverage")
            return
        if block.role in ("quote_cell", "timeline", "hash"):
            style = replace(self.terms.paragraphs[block.role], align=style.align)
        if not block.content:
            return
        language = self.maker._own_language(block.language)
        yield self.maker.paragraph(block.content, style, Element("P", element, language=language), destination=block.id)


class Bars:
    """Bars side by side, each with its figure after it: the content is the figures, the bars are drawn beside."""

    def __init__(self, bars: Sequence[m.Bar], style: ParagraphStyle, element: Element, in_chart: bool) -> None:
        self.bars, self.style, self.element, self.in_chart = list(bars), style, element, in_chart
        self.before = self.after = 0.0
        self.keeps_with_next = False
        self.height = 0.0
        self._width = 0.0
        self._places: list[tuple[float, float, int]] = []

    def wrap(self, width: float) -> float:
        """Place the bars, on further lines where they do not fit; return the height."""
        self._width = width
        leading = min(self.style.leading, 11.0) if self.in_chart else self.style.leading
        x, line = 0.0, 0
        self._places = []
        for bar in self.bars:
            length = max(bar.share * (width - 16), 2.0)
            figure = self.style.format.face.shape(bar.figure.replace("\u00a0", " ").replace(" ", ""))[0]
            needed = length + 3 + figure * self.style.format.size / 1000
            if x and x + needed > width:
                x, line = 0.0, line + 1
            self._places.append((x, length, line))
            x += needed + 5
        self._leading = leading
        self.height = (line + 1) * leading
        return self.height

    @property
    def least(self) -> float:
        return self.height

    def split(self, height: float) -> None:
        """Return None: a cell's bars are of one piece."""
        del height

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        ink = self.style.format.colour
        for bar, (left, length, line) in zip(self.bars, self._places, strict=True):
            y = top - line * self._leading
            middle = y - self._leading / 2
            box = (x + left, middle - BAR_HEIGHT / 2, x + left + length, middle + BAR_HEIGHT / 2)
            if bar.outlined:
                canvas.frame(box, 0.6, ink)
            else:
                canvas.fill(box, ink)
            figure = Paragraph(
                [Run(bar.figure, self.style.format)],
                replace(self.style, leading=self._leading, align="left"),
                Element("Span", self.element),
            )
            figure.wrap(60)
            figure.draw_on(canvas, x + left + length + 3, y)


class Indented:
    """A table that begins at the text edge, under the paragraphs it belongs to."""

    def __init__(self, table: Table, indent: float) -> None:
        self.table, self.indent = table, indent
        self.before, self.after = table.before, table.after
        self.keeps_with_next = False
        self.height = 0.0

    def wrap(self, width: float) -> float:
        self.height = self.table.wrap(width - self.indent)
        return self.height

    @property
    def least(self) -> float:
        return self.table.least

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        parts = self.table.split(height)
        if parts is None:
            return None
        made = tuple(Indented(part, self.indent) for part in parts if isinstance(part, Table))
        for each in made:
            each.height = each.table.height
        return made[0], made[1]

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        self.table.draw_on(canvas, x + self.indent, top)
