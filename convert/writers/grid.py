"""A table's grid: what stands in each cell where a format knows no spans, and how wide its columns are."""

from __future__ import annotations

from collections.abc import Sequence

from convert import model as m
from convert.walk import texts
from convert.writers.nodes import Node

_ALIGNED = {"left": "AlignDefault", "right": "AlignRight", "centre": "AlignCenter"}


def row_width(row: Sequence[m.Cell]) -> int:
    """Return how many columns the cells of a row take."""
    return sum(cell.columns for cell in row)


NARROW = 24
"""Letters in each cell of a table of two columns that is set half as wide as the text: the eye has no way to go."""


def is_narrow(table: m.Table, columns: int) -> bool:
    """Tell whether a source's table has two columns of a few words each."""
    if table.role != "source" or columns != 2:
        return False
    cells = (cell for row in (*table.head, *table.rows) for cell in row)
    return all(sum(map(len, texts(cell.blocks))) <= NARROW for cell in cells)


def meets(columns: Sequence[m.Column], at: int) -> bool:
    """Tell whether the words of column `at`, flush right, end where those of the next begin."""
    following = columns[at + 1].align if at + 1 < len(columns) else "right"
    return at < len(columns) and columns[at].align == "right" and following == "left"


def without_spans(rows: Sequence[Sequence[m.Cell]]) -> list[list[m.Cell]]:
    """Return rows in which a cell that spans rows stands in each of them."""
    hanging: dict[int, tuple[int, m.Cell]] = {}
    made: list[list[m.Cell]] = []
    for row in rows:
        cells: list[m.Cell] = []
        rest = list(row)
        while rest or len(cells) in hanging:
            at = len(cells)
            if at in hanging:
                left, cell = hanging.pop(at)
                if left > 1:
                    hanging[at] = (left - 1, cell)
            else:
                cell = rest.pop(0)
                if cell.rows > 1:
                    hanging[at] = (cell.rows - 1, cell)
            cells += [cell, *[m.Cell(())] * (cell.columns - 1)]
        made.append(cells)
    return made


def column_specs(columns: Sequence[m.Column], width: int, *, widths: bool) -> list[list[Node]]:
    """Return the alignment and width of each column, as pandoc has them."""
    given = sum(column.share for column in columns)
    rest = max(0.0, 1 - given) / max(1, sum(not column.share for column in columns) + width - len(columns))
    specs = []
    for at in range(width):
        column = columns[at] if at < len(columns) else m.Column()
        share = (
            {"t": "ColWidth", "c": round(column.share or rest, 4)}
            if widths and columns and given
            else {"t": "ColWidthDefault"}
        )
        specs.append([{"t": _ALIGNED[column.align]}, share])
    return specs
