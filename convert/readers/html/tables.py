"""Tables of data, told from tables that only lay a page out; their rows and cells."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from convert.readers.html.page import Element
from convert.walk import count_of

MOST_SPANNED = 1000
LONGEST_CELL = 220
"""Letters, on average: cells of data are short, columns of a page are not."""


class Row(Struct, frozen=True):
    """A table's row; `is_head` where it holds nothing but heads of columns."""

    cells: tuple[Element, ...]
    is_head: bool


def is_data(table: Element) -> bool:
    """Tell whether a table holds data, by the signs that browsers and reader views go by.

    After Mozilla's Readability (`_markDataTables`, itself after the accessibility code of Firefox), and for small
    tables by the shape of their rows: as many cells in each, and short ones.
    """
    if table.get("role") in ("presentation", "none") or table.get("datatable") == "0":
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [row.cells for row in rows_of(table)]
    columns = max(map(len, rows), default=0)
    if table.get("summary") or next(table.iterdescendants("caption", "col", "tfoot", "thead", "th"), None) is not None:
        return columns > 0
    if len(rows) < 2 or columns < 2:
        return False
    if len(rows) >= 10 or columns > 4 or len(rows) * columns > 10:
        return True
    letters = sum(len("".join(cell.itertext()).strip()) for row in rows for cell in row)
    alike = sum(len(row) == columns for row in rows)
    return alike >= len(rows) - 1 and letters < LONGEST_CELL * len(rows) * columns


def rows_of(table: Element) -> Iterator[Row]:
    """Yield the rows of a table itself, those of its head first; rows without cells are left out."""
    body: list[Row] = []
    for row in _own_rows(table):
        cells = tuple(cell for cell in row if cell.tag in ("td", "th"))
        if not cells:
            continue
        parent = row.getparent()
        in_head = parent is not None and parent.tag == "thead"
        if in_head or (not body and len(cells) > 1 and all(cell.tag == "th" for cell in cells)):
            yield Row(cells, is_head=True)
        else:
            body.append(Row(cells, is_head=False))
    yield from body


def _own_rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def spans_of(cell: Element) -> str:
    """Return how many columns and rows a cell spans, as `2x1`; nothing where it is one of each."""
    columns, rows = _count(cell.get("colspan")), _count(cell.get("rowspan"))
    return f"{columns}x{rows}" if (columns, rows) != (1, 1) else ""


def _count(said: str | None) -> int:
    return max(1, count_of((said or "").strip(), MOST_SPANNED))
