"""Tables in Word: columns of fixed widths, cells that span, heads that repeat, charts of bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from convert import model as m
from convert.errors import Note
from convert.walk import inlines, is_right_to_left, plain, texts
from convert.writers.docx import markup as w
from convert.writers.grid import is_narrow, meets

if TYPE_CHECKING:
    from convert.writers.docx.body import Body

AFTER = 180
"""Twips of space before what follows a table."""

GAP, MEETING_GAP = 142, 360
"""Twips between columns; and where one is flush right and the next is not."""

WIDE = 5
"""From one column more a table of the source's takes the whole frame, not the text column."""

MANY_COLUMNS = 8
"""From one column more the cells are set smaller."""

MOST_COLUMNS = 63
"""Columns of a table in Word."""

LONG_FACT = 34
"""Characters of a fact that leave no room for another beside it."""

LEAST_LABEL, SECOND_FACT = 0.13, 0.55
"""Shares of the frame: the room of a fact's label, and where the second fact of a line begins."""

LABEL_LETTER = 0.62
"""Of its size: the room of a letter of a bold label, in the widest family that may stand in for ours."""

SPINE_GAP = 170

FIGURE = 88
"""Twips of one figure or space beside a bar."""

LONGEST_WHOLE = 1500
"""Characters of a row that is kept on one page; LibreOffice cuts off what of a longer one does not fit."""

CELL_STYLES = {"quote_cell": "Table Quote", "timeline": "Table Quote", "hash": "Table Hash"}


class Placed(NamedTuple):
    """A cell in its row: the column it begins in, and whether it goes on from the row above."""

    at: int
    cell: m.Cell
    goes_on: bool = False


def placed_rows(rows: Sequence[Sequence[m.Cell]]) -> list[list[Placed]]:
    """Return the cells of rows at their columns; a cell that spans rows stands in each of them."""
    hanging: dict[int, tuple[int, m.Cell]] = {}
    made = []
    for row in rows:
        cells: list[Placed] = []
        rest, at = list(row), 0
        while rest or any(column >= at for column in hanging):
            if at in hanging:
                left, cell = hanging.pop(at)
                cells.append(Placed(at, cell, goes_on=True))
                if left > 1:
                    hanging[at] = (left - 1, cell)
            elif rest:
                cell = _narrowed(rest.pop(0), at, hanging)
                cells.append(Placed(at, cell))
                if cell.rows > 1:
                    hanging[at] = (cell.rows - 1, cell)
            else:
                cell = m.Cell(())
                cells.append(Placed(at, cell))
            at += cell.columns
        # what hangs was put back for the row below: this row has used each once
        made.append(cells)
    return made


def _narrowed(cell: m.Cell, at: int, hanging: dict[int, tuple[int, m.Cell]]) -> m.Cell:
    """Return a cell no wider than up to the next one that hangs down."""
    room = min((column - at for column in hanging if column > at), default=cell.columns)
    return m.Cell(cell.blocks, min(max(1, cell.columns), room), max(1, cell.rows))


class TableMaker:
    """Makes the tables of a document."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.in_cell = False

    def table(self, block: m.Table) -> str:
        """Return a table; facts are set with tabs, as Word wants heads in tables."""
        if block.role == "facts":
            return self._facts(block)
        rows = placed_rows((*block.head, *block.rows))
        # Word's accessibility checker wants a head row in every table: where the source gives none, it is the first
        heads = len(block.head) or 1
        count = max((each.at + each.cell.columns for row in rows for each in row), default=0)
        if count == 0:
            return self._caption(block)
        if count > MOST_COLUMNS:
            return self._flattened(block, count)
        inset = self.body.terms.gutter if block.role == "source" and count <= WIDE and not self.in_cell else 0
        whole = (self.body.inlines.column if self.in_cell else self.body.terms.width) - inset
        outer, was_in_cell = self.body.inlines.column, self.in_cell
        widths = _widths(block, rows, count, whole // 2 if is_narrow(block, count) else whole)
        caption = self._caption(block)
        mark = "" if caption else self.body.inlines.marked(block.id)
        self.body.inlines.bar_unit = _bar_unit(rows, widths)
        self.in_cell = True
        made = [self._row(row, widths, block, is_head=at < heads) for at, row in enumerate(rows)]
        self.in_cell, self.body.inlines.column = was_in_cell, outer
        self.body.before = AFTER
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f"{caption}{mark}<w:tbl>{self._properties(block, inset, sum(widths))}<w:tblGrid>{grid}</w:tblGrid>"
            f"{''.join(made)}</w:tbl>"
        )

    def _properties(self, block: m.Table, inset: int, width: int) -> str:
        mirrored = "<w:bidiVisual/>" if self._from_right() else ""
        # programs do not agree which side `left` is in a table from the right: half of the gap stands at each
        left, right = (GAP // 2, GAP - GAP // 2) if mirrored else (0, GAP)
        summary = f'<w:tblDescription w:val="{w.quoted(block.summary)}"/>' if block.summary else ""
        return (
            f'<w:tblPr>{mirrored}<w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="{inset}" w:type="dxa"/>'
            f'{self._borders(block)}<w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:left w:w="{left}" w:type="dxa"/><w:right w:w="{right}" w:type="dxa"/></w:tblCellMar>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
            f' w:noVBand="1"/>{summary}</w:tblPr>'
        )

    def _from_right(self) -> bool:
        return is_right_to_left(self.body.inlines.language)

    def _borders(self, block: m.Table) -> str:
        lines = self.body.terms.lines
        ink = lines.hair if lines.is_grid else lines.ink
        inside = "" if block.role == "timeline" else w.border("insideH", lines.table_row, lines.hair)
        upright = w.border("insideV", lines.table_row, lines.hair) if lines.is_grid else ""
        outer = w.border("top", lines.table_outer, ink) + w.border("bottom", lines.table_outer, ink)
        return f"<w:tblBorders>{outer}{inside}{upright}</w:tblBorders>"

    def _caption(self, block: m.Table) -> str:
        """Return the number in the gutter and the caption over a table of the source's."""
        setter = self.body.inlines
        number = w.run(block.number or "", setter.look("Para Number"))
        content = setter.markup(block.caption)
        if not number and not content:
            return ""
        gutter = self.body.terms.gutter
        about = ""
        if number:
            about = f'<w:tabs><w:tab w:val="left" w:pos="{gutter}"/></w:tabs>'
            about += f'<w:ind w:left="{gutter}" w:hanging="{gutter}"/>'
            number += w.TAB if content else ""
        return self.body.paragraph("Caption", setter.marked(block.id, number + content), about)

    def _flattened(self, block: m.Table, count: int) -> str:
        message = f"a table of {count} columns is set as text: Word has {MOST_COLUMNS}"
        self.body.inlines.note(Note("table-flattened", message))
        rows = [[plain(_content(cell)) for cell in row] for row in (*block.head, *block.rows)]
        lines = (w.run(" · ".join(filter(None, row)), self.body.inlines.look()) for row in rows)
        return self._caption(block) + "".join(self.body.paragraph("Table Cell", line) for line in lines if line)

    def _facts(self, block: m.Table) -> str:
        """Return facts, two in a line, or one where they are long; the widest label sets the tab stops of them all."""
        made = []
        stops = self._fact_stops(block)
        is_long = any(len(plain(_content(cell))) > LONG_FACT for row in block.rows for cell in row)
        step = 2 if is_long else 4
        for row in block.rows:
            cells = [self.body.inlines.markup(_content(cell)) for cell in row]
            for at in range(0, len(cells), step):
                some = cells[at : at + step]
                while some and not some[-1]:
                    some.pop()
                if some:
                    made.append(self.body.paragraph("Fact", w.TAB.join(some), stops))
        self.body.before = AFTER
        return self.body.opened(block.id, "".join(made))

    def _fact_stops(self, block: m.Table) -> str:
        """Return indent and tab stops, the same for every line: each fact clear of the widest label."""
        labels = [plain(_content(cell)) for row in block.rows for cell in row[::2]]
        terms = self.body.terms
        needed = max(map(len, labels), default=0) * LABEL_LETTER * terms.size_of("Fact") * 20
        label = round(min(max(needed, LEAST_LABEL * terms.width), terms.width / 3))
        second = max(round(SECOND_FACT * terms.width), 2 * label)
        stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in (label, second, second + label))
        return f'<w:tabs>{stops}</w:tabs><w:ind w:left="{label}" w:hanging="{label}"/>'

    # ---- rows and cells

    def _row(self, row: Sequence[Placed], widths: Sequence[int], block: m.Table, *, is_head: bool) -> str:
        cells = [self._cell(each, widths, block, is_head=is_head) for each in row]
        used = row[-1].at + row[-1].cell.columns if row else 0
        missing = (Placed(at, m.Cell(())) for at in range(used, len(widths)))
        cells += [self._cell(each, widths, block, is_head=is_head) for each in missing]
        head = "<w:tblHeader/>" if is_head else ""
        words = sum(len(said) for each in row for said in texts(each.cell.blocks))
        whole = "<w:cantSplit/>" if words <= LONGEST_WHOLE else ""
        return f"<w:tr><w:trPr>{whole}{head}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, each: Placed, widths: Sequence[int], block: m.Table, *, is_head: bool) -> str:
        cell = each.cell
        width = sum(widths[each.at : each.at + cell.columns])
        last = each.at + cell.columns - 1
        gap = MEETING_GAP if meets(block.columns, last) else 0 if last == len(widths) - 1 else GAP
        self.body.inlines.column = width - gap
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merge = "<w:vMerge/>" if each.goes_on else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        column = block.columns[each.at] if each.at < len(block.columns) else m.Column()
        style = _cell_style(block, is_head=is_head, count=len(widths))
        content = "" if each.goes_on else self._content(cell, column, style)
        self.body.before = None
        if not content.endswith("</w:p>"):
            content += self.body.paragraph(style, "")
        about = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{self._sides(each.at, gap, block, is_head=is_head)}'
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{content}</w:tc>"

    def _sides(self, at: int, gap: int, block: m.Table, *, is_head: bool) -> str:
        """Return a cell's own rules and margins: the rule under the head, the spine of a timeline."""
        lines = self.body.terms.lines
        made = ""
        if block.role == "timeline" and at == 1 and not is_head:
            made += w.border("left", lines.spine, lines.ink)
        if is_head and block.head:
            made += w.border("bottom", lines.table_head, lines.ink)
        margin = f'<w:left w:w="{SPINE_GAP}" w:type="dxa"/>' if block.role == "timeline" and at == 1 else ""
        margin += f'<w:right w:w="{gap}" w:type="dxa"/>' if gap != GAP and not self._from_right() else ""
        margins = f"<w:tcMar>{margin}</w:tcMar>" if margin else ""
        return (f"<w:tcBorders>{made}</w:tcBorders>" if made else "") + margins

    def _content(self, cell: m.Cell, column: m.Column, style: str) -> str:
        align = {"right": '<w:jc w:val="right"/>', "centre": '<w:jc w:val="center"/>'}.get(column.align, "")
        last = len(cell.blocks) - 1
        made = []
        self.body.before = None
        for at, block in enumerate(cell.blocks):
            if not isinstance(block, m.Paragraph):
                made.append(self.body.block(block))
                continue
            before = "" if at == 0 else ' w:before="0"'
            after = "" if at == last else ' w:after="0"'
            spacing = f"<w:spacing{before}{after}/>" if last else ""
            made.append(self.body.text(block, CELL_STYLES.get(block.role, style), spacing + align))
        return "".join(made)


def _cell_style(block: m.Table, *, is_head: bool, count: int) -> str:
    if is_head:
        return "Table Head"
    return "Chart Cell" if block.role == "coverage" else "Table Cell Small" if count > MANY_COLUMNS else "Table Cell"


def _bar_unit(rows: Sequence[Sequence[Placed]], widths: Sequence[int]) -> int:
    """Return how long a whole bar is, in twips, so that every cell holds its bars and their figures in one line.

    One length for the table: bars are compared. Not less than a third of a column: then a cell takes two lines.
    """
    unit, narrowest = max(widths), max(widths)
    for row in rows:
        for each in row:
            bars = [i for i in inlines(_content(each.cell)) if isinstance(i, m.Bar)]
            if bars:
                width = widths[each.at] - GAP
                figures = sum(FIGURE * (len(bar.figure) + 2) for bar in bars)
                share = sum(bar.share for bar in bars)
                unit = min(unit, round((width - figures) / max(share, 0.01)))
                narrowest = min(narrowest, width)
    return max(unit, narrowest // 3)


def _widths(block: m.Table, rows: Sequence[Sequence[Placed]], count: int, whole: int) -> list[int]:
    """Return the columns' widths in twips: as their shares say, else by what stands in them."""
    shares = [column.share for column in block.columns][:count]
    shares += [0.0] * (count - len(shares))
    if not sum(shares):
        weights = _weights(rows, count)
        shares = [weight / sum(weights) for weight in weights]
    rest = max(0.0, 1 - sum(shares)) / max(1, shares.count(0.0))
    shares = [share or rest or 0.02 for share in shares]
    return [max(1, round(whole * share / max(1.0, sum(shares)))) for share in shares]


def _weights(rows: Sequence[Sequence[Placed]], count: int) -> list[float]:
    weights = [6.0] * count
    for row in rows:
        for each in row:
            if each.cell.columns == 1:
                length = sum(map(len, texts(each.cell.blocks)))
                weights[each.at] = max(weights[each.at], min(length, 24) + max(length - 24, 0) ** 0.5)
    return weights


def _content(cell: m.Cell) -> tuple[m.Inline, ...]:
    return tuple(inline for block in cell.blocks if isinstance(block, m.Paragraph) for inline in block.content)
