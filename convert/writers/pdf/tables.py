"""Tables as flowables: the widths of their columns, their cells, and what is particular to a role."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from convert import model as m
from convert.style import load_labels
from convert.typeset.bidi import Direction
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Flowable, Label, Paragraph, ParagraphStyle
from convert.typeset.runs import Run
from convert.typeset.table import Cell, Row, Table, TableLook, table_element
from convert.typeset.tagging import ARTIFACT, Element, scope
from convert.walk import plain
from convert.writers.grid import is_narrow, meets
from convert.writers.pdf.anchors import named
from convert.writers.pdf.bars import Bars, Dashed
from convert.writers.pdf.boxed import width_of
from convert.writers.pdf.terms import MM, Terms, terms_in
from convert.writers.pdf.turned import turned

if TYPE_CHECKING:
    from convert.writers.pdf.blocks import Maker

WIDE = 5
"""Columns: a table of the source's with more than these takes the whole frame."""

VERY_WIDE = 8
SMALL = (8.0, 10.5)
"""Size and leading in a table of more than VERY_WIDE columns."""

LETTER = 0.5
"""Of its size: how wide a letter is, about."""

NARROWEST = 24.0
"""Points of a column."""

TEXT_CELLS = ("quote_cell", "timeline")
"""Paragraphs in cells that are text of the source; others are facts."""

TABLE_AFTER = 9.0
CHART_AFTER = 3.0
SPINE_GAP = 6 * MM
MEETING_GAP = 18.0
"""Points between columns of which one is flush right and the next is not."""

ROW_HEADS: dict[m.TableRole, tuple[int, ...]] = {"facts": (0, 2), "coverage": (0,)}
"""Columns that say what the rest of their row is."""


class TableMaker:
    """Makes the tables of a document."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self._styles: dict[tuple[Direction, m.Align, bool, bool], ParagraphStyle] = {}

    @property
    def terms(self) -> Terms:
        """The terms of the language that is being set."""
        return self.maker.terms

    def table(self, block: m.Table, parent: Element) -> Iterator[Flowable]:
        """Yield a table, the number and caption of a source's table before it."""
        width = max((end for row in (*_placed(block.head), *_placed(block.rows)) for _, end in row), default=0)
        if width == 0:
            return
        caption = list(self._caption(block, parent))
        yield from caption
        element = table_element(parent, block.summary)
        indent = self.terms.gutter if block.role == "source" and width <= WIDE else 0.0
        look = self._look(block)
        is_turned = self._is_too_wide(block, width)
        above = sum(flowable.wrap(self.terms.width) + max(flowable.after, 0.0) + TABLE_AFTER for flowable in caption)
        whole = self.terms.top - self.terms.bottom - above if is_turned else self.terms.width - indent
        whole /= 2 if is_narrow(block, width) else 1
        made = GroupedTable(
            self._rows(block, element, width, is_head=True),
            self._rows(block, element, width, is_head=False),
            self._widths(block, width, whole + look.gap),
            look,
            after=CHART_AFTER if block.role == "coverage" else TABLE_AFTER,
            direction=self.terms.direction,
        )
        if block.role == "statements":
            made.again = self._again
        if is_turned:
            parts: list[Flowable] = [*turned(made, self.terms.width)]
            parts[0] = named(parts[0], block.id) if block.id is not None and not caption else parts[0]
            yield from parts
            return
        set_in = Indented(made, indent) if indent else made
        yield named(set_in, block.id) if block.id is not None and not caption else set_in

    def _look(self, block: m.Table) -> TableLook:
        look = self.terms.table
        match block.role:
            case "facts":
                return replace(look, outer=0, head=0, row=0, above=0.6, below=0.6, grid=False)
            case "coverage":
                return replace(look, above=0.2, below=0.2)
            case "timeline":
                return replace(look, spine_after=0, gap=SPINE_GAP, spine=self.terms.style.rule.spine)
            case _ if any(meets(block.columns, at) for at in range(len(block.columns))):
                return replace(look, gap=MEETING_GAP)
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

    def _is_too_wide(self, block: m.Table, width: int) -> bool:
        """Tell whether a table of the source's has words that its columns would break, even in small letters."""
        if block.role != "source" or width <= VERY_WIDE:
            return False
        longest = [0] * width
        for rows in (block.head, block.rows):
            for row, places in zip(rows, _placed(rows), strict=True):
                for cell, (at, end) in zip(row, places, strict=True):
                    longest[at] = max(longest[at], _longest_word(cell) if end - at == 1 else 0)
        needed = sum(letters * SMALL[0] * LETTER + self.terms.table.gap for letters in longest)
        return needed > self.terms.width

    # ---- columns

    def _widths(self, block: m.Table, count: int, whole: float) -> list[float]:
        """Return the columns' widths with their gaps: the shares given, or by how much words they hold."""
        shares = ([column.share for column in block.columns] + [0.0] * count)[:count]
        given = sum(shares)
        if given:
            rest = max(0.0, 1 - given) / max(1, shares.count(0.0))
            widths = [max((share or rest) * whole, NARROWEST) for share in shares]
        else:
            weights = self._weights(block, count)
            widths = [max(NARROWEST, weight * whole / sum(weights)) for weight in weights]
        scale = whole / sum(widths)
        return [width * scale for width in widths]

    def _weights(self, block: m.Table, count: int) -> list[float]:
        """Return how wide each column wants to be: the root of its longest cell tempers long texts."""
        weights = [1.0] * count
        for rows in (block.head, block.rows):
            for row, places in zip(rows, _placed(rows), strict=True):
                for cell, (at, end) in zip(row, places, strict=True):
                    if end - at == 1:
                        weights[at] = max(weights[at], _wanted(cell))
        return weights

    # ---- rows

    def _rows(self, block: m.Table, table: Element, width: int, *, is_head: bool) -> list[Row]:
        rows = block.head if is_head else block.rows
        owner = Element("THead" if is_head else "TBody", table) if rows else table
        made = []
        for row, places in zip(rows, _placed(rows), strict=True):
            element = Element("TR", owner)
            cells = [
                self._cell(cell, element, block, at, width, is_head=is_head)
                for cell, (at, _) in zip(row, places, strict=True)
            ]
            made.append(Row(cells))
        return made

    def _cell(  # noqa: PLR0913 -- a cell, and all that says how it is set
        self, cell: m.Cell, row: Element, block: m.Table, at: int, width: int, *, is_head: bool
    ) -> Cell:
        heads_row = at in ROW_HEADS.get(block.role, ()) and any(b != m.Paragraph(()) for b in cell.blocks)
        of = "Column" if is_head else "Row" if heads_row else ""
        element = Element("TH" if of else "TD", row, attributes=scope(of, cell.columns, cell.rows))
        align = block.columns[at].align if at < len(block.columns) else "left"
        style = self._style(align, is_head=is_head, is_small=width > VERY_WIDE)
        content: list[Flowable] = []
        for inner in cell.blocks:
            content += self._in_cell(inner, element, style, block.role)
        return Cell(content, cell.columns, cell.rows)

    def _style(self, align: m.Align, *, is_head: bool, is_small: bool) -> ParagraphStyle:
        key = (self.terms.direction, align, is_head, is_small)
        if key not in self._styles:
            style = replace(self.terms.cell_head if is_head else self.terms.cell, align=align)
            if is_small:
                style = replace(style, format=replace(style.format, size=SMALL[0]), leading=SMALL[1])
            self._styles[key] = style
        return self._styles[key]

    def _in_cell(
        self, block: m.Block, element: Element, style: ParagraphStyle, role: m.TableRole
    ) -> Iterator[Flowable]:
        if not isinstance(block, m.Paragraph):
            yield from self.maker.block(block, element)
            return
        bars = [inline for inline in block.content if isinstance(inline, m.Bar)]
        if bars:
            yield Bars(bars, style, Element("P", element), in_chart=role == "coverage")
            return
        if not block.content:
            return
        if block.role in (*TEXT_CELLS, "hash"):
            terms = terms_in(self.terms.style, block.language or self.maker.setter.language)
            style = replace(terms.paragraphs[block.role], align=style.align)
        paragraph = Element("P", element, language=self.maker.own_language(block.language))
        if role == "timeline" and _is_label(block):
            yield self._compiled_here(block, style, paragraph)
            return
        is_text = block.role in TEXT_CELLS
        content = block.content if is_text else self.maker.setter.facts(block.content)
        yield self.maker.paragraph(content, style, paragraph, destination=block.id)

    def _compiled_here(self, block: m.Paragraph, style: ParagraphStyle, element: Element) -> Flowable:
        """Return the words that mark the moment of compilation, with a dashed rule after those in the wide column."""
        runs = self.maker.setter.runs(block.content, style.format)
        made = Dashed(runs, style, element, missing=self.maker.missing)
        made.words_width = sum(width_of(run.text, run.format) for run in runs)
        return made

    def _again(self, content: Sequence[Flowable]) -> list[Flowable]:
        """Return what stands over the rest of a group on the next page: its first line and that it goes on."""
        first = next((flowable for flowable in content if isinstance(flowable, Paragraph)), None)
        if first is None:
            return []
        soft = replace(first.style.format, face=self.terms.faces.label, colour=self.terms.style.colour.soft)
        word = load_labels(self.maker.language)["continued"]
        return [first.as_artifact(), Paragraph([Run(word, soft)], replace(first.style, format=soft), ARTIFACT)]


def _placed(rows: Sequence[Sequence[m.Cell]]) -> list[list[tuple[int, int]]]:
    """Return where each cell begins and ends among the columns: past those that span into its row from above."""
    open_for: dict[int, int] = {}
    made = []
    for row in rows:
        places = []
        at = 0
        for cell in row:
            while open_for.get(at, 0) > 0:
                at += 1
            end = at + max(cell.columns, 1)
            places.append((at, end))
            open_for.update(dict.fromkeys(range(at, end), max(cell.rows, 1)))
            at = end
        open_for = {column: left - 1 for column, left in open_for.items() if left > 1}
        made.append(places)
    return made


def _words(cell: m.Cell) -> str:
    return " ".join(plain(block.content) for block in cell.blocks if isinstance(block, m.Paragraph))


def _longest_word(cell: m.Cell) -> int:
    return max(map(len, _words(cell).split()), default=1)


def _wanted(cell: m.Cell) -> float:
    """Return how many letters wide a cell wants to be."""
    words, longest = _words(cell), _longest_word(cell)
    return float(max(longest, min(len(words), 24) + max(len(words) - 24, 0) ** 0.5, 1))


def _is_label(block: m.Paragraph) -> bool:
    return all(isinstance(inline, m.Span) and inline.role == "label" for inline in block.content)


class GroupedTable(Table):
    """A table whose cells may span rows: where a group goes on over a page, its cell says so if `again` knows how."""

    again: Callable[[Sequence[Flowable]], list[Flowable]] | None = None
    """What the cell of a group that goes on holds."""

    def continued(self, content: Sequence[Flowable]) -> list[Flowable]:
        """Return who the group is of, if `again` knows how to say it."""
        return self.again(content) if self.again is not None else []


class Indented:
    """A table that begins at the text edge, under the paragraphs it belongs to."""

    def __init__(self, table: Table, indent: float) -> None:
        self.table, self.indent = table, indent
        self.before, self.after = table.before, table.after
        self.keeps_with_next = False
        self.height = table.height

    def wrap(self, width: float) -> float:
        self.height = self.table.wrap(width - self.indent)
        return float(self.height)

    @property
    def least(self) -> float:
        return float(self.table.least)

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        parts = self.table.split(height)
        if parts is None:
            return None
        first, rest = cast("tuple[Table, Table]", parts)
        return Indented(first, self.indent), Indented(rest, self.indent)

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        self.table.draw_on(canvas, x + (self.indent if self.table.direction == "ltr" else 0.0), top)
