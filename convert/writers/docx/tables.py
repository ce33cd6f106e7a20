"""Tables in Word: columns of fixed widths, cells that span, heads that repeat, bars as shaded spaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from convert import model as m
from convert.walk import plain
from convert.writers.docx import markup as w

if TYPE_CHECKING:
    from convert.writers.docx.body import Body

SPACES_IN_BAR = 22
"""No-break spaces of the longest bar: a chart's column is about as wide."""

AFTER = 180
"""Twips of space before what follows a table."""

WIDE = 5


class TableMaker:
    """Makes the tables of a document."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def table(self, block: m.Table) -> str:
        """Return a table; one of facts has no head and is set with tabs instead: Word wants heads in tables."""
        count = max((sum(c.columns for c in row) for row in (*block.head, *block.rows)), default=0)
        if count == 0:
            return ""
        if block.role == "facts":
            return self._facts(block)
        indent = self.body.gutter if block.role == "source" and count <= WIDE else 0
        widths = self._widths(block, count, self.body.width - indent)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = block.head or block.rows[:1]
        rows = block.rows if block.head else block.rows[1:]
        made = [self._row(row, widths, block, is_head=True) for row in head]
        made += self._rows(rows, widths, block)
        caption = self._caption(block)
        self.body.space_before = AFTER
        summary = f'<w:tblDescription w:val="{w.quoted(block.summary)}"/>' if block.summary else ""
        return (
            f'{caption}<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="{indent}" w:type="dxa"/>'
            f'{self._borders(block)}<w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
            ' w:noVBand="1"/>'
            f"{summary}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
        )

    def _borders(self, block: m.Table) -> str:
        rule, colour = self.body.style.rule, self.body.style.colour
        grid = rule.table == "grid"
        ink = (colour.hair if grid else colour.ink).lstrip("#")
        hair = colour.hair.lstrip("#")

        def side(name: str, weight: float, tone: str) -> str:
            return f'<w:{name} w:val="single" w:sz="{max(2, round(weight * 8))}" w:space="0" w:color="{tone}"/>'

        inside = "" if block.role == "timeline" else side("insideH", rule.table_row, hair)
        upright = side("insideV", rule.table_row, hair) if grid else ""
        outer = (side("top", rule.table_outer, ink), side("bottom", rule.table_outer, ink))
        return f"<w:tblBorders>{outer[0]}{outer[1]}{inside}{upright}</w:tblBorders>"

    def _caption(self, block: m.Table) -> str:
        if block.role != "source" or not (block.number or block.caption):
            return ""
        number = w.run(block.number or "", f'<w:rStyle w:val="{self.body.ids["Para Number"]}"/>')
        content = number + (w.run(" ") if block.caption else "") + self.body.inlines(block.caption, "")
        indent = "" if block.caption else '<w:ind w:left="0"/>'
        return self.body.paragraph("Caption", self.body.marked(block.id, content), indent)

    def _facts(self, block: m.Table) -> str:
        made = []
        for row in block.rows:
            cells = [self.body.inlines(_content(cell), "") for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                made.append(self.body.paragraph("Fact", w.TAB.join(cells)))
        return "".join(made)

    # ---- columns and rows

    def _widths(self, block: m.Table, count: int, whole: int) -> list[int]:
        shares = [column.share for column in block.columns][:count]
        shares += [0.0] * (count - len(shares))
        if not sum(shares):
            weights = self._weights(block, count)
            return [round(whole * weight / sum(weights)) for weight in weights]
        rest = max(0.0, 1 - sum(shares)) / max(1, shares.count(0.0))
        return [round(whole * (share or rest)) for share in shares]

    def _weights(self, block: m.Table, count: int) -> list[float]:
        weights = [6.0] * count
        for row in (*block.head, *block.rows):
            at = 0
            for cell in row:
                if cell.columns == 1 and at < count:
                    length = len(plain(_content(cell)))
                    weights[at] = max(weights[at], min(length, 24) + max(length - 24, 0) ** 0.5)
                at += cell.columns
        return weights

    def _rows(self, rows: Sequence[Sequence[m.Cell]], widths: Sequence[int], block: m.Table) -> list[str]:
        """Return the rows; a cell that spans rows goes on in each of them as a merged one."""
        hanging: dict[int, tuple[int, m.Cell]] = {}
        made = []
        for row in rows:
            cells: list[tuple[m.Cell, str]] = []
            rest = list(row)
            at = 0
            while rest or at in hanging:
                if at in hanging:
                    left, cell = hanging.pop(at)
                    cells.append((cell, "<w:vMerge/>"))
                    if left > 1:
                        hanging[at] = (left - 1, cell)
                else:
                    cell = rest.pop(0)
                    cells.append((cell, '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""))
                    if cell.rows > 1:
                        hanging[at] = (cell.rows - 1, cell)
                at += cell.columns
            made.append(self._cells(cells, widths, block, is_head=False))
        return made

    def _row(self, row: Sequence[m.Cell], widths: Sequence[int], block: m.Table, *, is_head: bool) -> str:
        return self._cells([(cell, "") for cell in row], widths, block, is_head=is_head)

    def _cells(
        self, cells: Sequence[tuple[m.Cell, str]], widths: Sequence[int], block: m.Table, *, is_head: bool
    ) -> str:
        head = "<w:tblHeader/>" if is_head else ""
        made, at = [], 0
        for cell, merge in cells:
            column = block.columns[at] if at < len(block.columns) else m.Column()
            width = sum(widths[at : at + cell.columns])
            span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            content = "" if merge == "<w:vMerge/>" else self._content(cell, column, block.role, is_head=is_head)
            empty = self.body.paragraph("Table Head" if is_head else "Table Cell", "")
            made.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>{content or empty}</w:tc>'
            )
            at += cell.columns
        missing = len(widths) - at
        empty = self.body.paragraph("Table Cell", "")
        made += [
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[at + i]}" w:type="dxa"/></w:tcPr>{empty}</w:tc>' for i in range(missing)
        ]
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(made)}</w:tr>"

    def _content(self, cell: m.Cell, column: m.Column, role: m.TableRole, *, is_head: bool) -> str:
        align = {"right": '<w:jc w:val="right"/>', "centre": '<w:jc w:val="center"/>'}.get(column.align, "")
        made = []
        self.body.space_before = 0
        paragraphs = [block for block in cell.blocks if isinstance(block, m.Paragraph) and block.content]
        for at, block in enumerate(paragraphs):
            style = {"quote_cell": "Table Quote", "timeline": "Table Quote", "hash": "Table Hash"}.get(block.role)
            style = style or ("Table Head" if is_head else "Chart Cell" if role == "coverage" else "Table Cell")
            look = align
            if len(paragraphs) > 1:
                before = "" if at == 0 else ' w:before="0"'
                after = "" if at == len(paragraphs) - 1 else ' w:after="0"'
                look = f"<w:spacing{before}{after}/>{align}"
            before_language = self.body.language
            self.body.language = block.language or before_language
            content = self.body.inlines(block.content, self.body._base())
            made.append(self.body.paragraph(style, self.body.marked(block.id, content), look))
            self.body.language = before_language
        others = [block for block in cell.blocks if not isinstance(block, m.Paragraph)]
        return "".join(made) + self.body.blocks(others)

    def bar(self, inline: m.Bar, look: str) -> str:
        """Return a bar as shaded no-break spaces (outlined: in a border), then its figure."""
        spaces = "\u00a0" * max(1, round(inline.share * SPACES_IN_BAR))
        ink = self.body.style.colour.ink.lstrip("#")
        if inline.outlined:
            mark = f'<w:bdr w:val="single" w:sz="4" w:space="0" w:color="{ink}"/>'
        else:
            mark = f'<w:shd w:val="clear" w:color="auto" w:fill="{ink}"/>'
        return w.run(spaces, mark) + w.run(f" {inline.figure}", look)


def _content(cell: m.Cell) -> tuple[m.Inline, ...]:
    return tuple(inline for block in cell.blocks if isinstance(block, m.Paragraph) for inline in block.content)
