"""Tables that only their columns show: rows parted by tabs, as spreadsheets are pasted, or set with spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Span = tuple[int, int]
_Parting = Callable[[str, Span], list[Span]]

_GAP = re.compile(r" {2,}")
_MARKED = re.compile(r"(?:[-*•–·▪◦‣]|\d{1,3}[.)]|[a-z]\))\t")
"""A list's mark and the tab behind it."""

FEWEST_ROWS = 3
"""Rows of a table of two columns, or of one set with spaces: two alone may look so by accident."""

LONGEST_CELL = 40
"""Characters of a cell in a table set with spaces, on average: running text has longer stretches between wide gaps."""


def rows_from(source: str, lines: Sequence[Span], at: int) -> list[list[Span]]:
    """Return the cells of the rows of the table that begins with `lines[at]`; none where no table begins there."""
    if "\t" in source[slice(*lines[at])]:
        rows = _without_empty_columns(_alike(source, lines, at, _parted_by_tabs))
        return rows if len(rows) >= (2 if len(rows[0]) > 2 else FEWEST_ROWS) else []
    if "  " not in source[slice(*lines[at])]:
        return []
    rows = _alike(source, lines, at, _parted_by_gaps)
    return rows if len(rows) >= FEWEST_ROWS and _is_set_in_columns(source, rows) else []


def has_head(source: str, rows: Sequence[Sequence[Span]]) -> bool:
    """Tell whether the first row names the columns: it has no number, and a column below it has nothing else."""
    if any(_is_number(source[slice(*cell)]) for cell in rows[0]):
        return False
    return any(all(_is_number(source[slice(*row[at])]) for row in rows[1:]) for at in range(1, len(rows[0])))


def _is_number(words: str) -> bool:
    return any(map(str.isdigit, words)) and sum(map(str.isalpha, words)) <= 4


def _alike(source: str, lines: Sequence[Span], at: int, parted: _Parting) -> list[list[Span]]:
    """Return the rows from a line on that have as many cells as it has, two at least."""
    rows: list[list[Span]] = []
    for line in lines[at:]:
        cells = parted(source, line)
        if len(cells) < 2 or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
    return rows or [[]]


def _parted_by_tabs(source: str, line: Span) -> list[Span]:
    words = source[slice(*line)]
    if "\n" in words or _MARKED.match(words):
        return []
    # a line comes without its outer white space: a tab there is the end of a cell that is empty
    begin, end = source.rfind("\n", 0, line[0]) + 1, source.find("\n", line[1])
    cells = [(tab, tab) for tab in range(begin, line[0]) if source[tab] == "\t"]
    at = line[0]
    for part in words.split("\t"):
        stripped = part.strip()
        start = at + (len(part) - len(part.lstrip()) if stripped else 0)
        cells.append((start, start + len(stripped)))
        at += len(part) + 1
    behind = range(line[1], len(source) if end < 0 else end)
    return cells + [(tab + 1, tab + 1) for tab in behind if source[tab] == "\t"]


def _without_empty_columns(rows: list[list[Span]]) -> list[list[Span]]:
    """Return the rows without the columns at either side in which nothing stands."""
    while rows[0] and all(row[0][0] == row[0][1] for row in rows):
        rows = [row[1:] for row in rows]
    while rows[0] and all(row[-1][0] == row[-1][1] for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _parted_by_gaps(source: str, line: Span) -> list[Span]:
    start, end = line
    if "\n" in source[start:end]:
        return []
    gaps = [gap.span() for gap in _GAP.finditer(source, start, end)]
    return list(zip([start, *(gap[1] for gap in gaps)], [*(gap[0] for gap in gaps), end], strict=True))


def _is_set_in_columns(source: str, rows: Sequence[Sequence[Span]]) -> bool:
    """Tell whether the cells of each column begin or end under each other, and one column behind the first is numbers.

    Justified type has wide gaps too, but not in the same places.
    """
    places = [(source.rfind("\n", 0, row[0][0]) + 1, row) for row in rows]
    columns = list(zip(*([(a - begin, b - begin) for a, b in row] for begin, row in places), strict=True))
    stand = all(len({a for a, _ in column}) == 1 or len({b for _, b in column}) == 1 for column in columns)
    lengths = [b - a for row in rows for a, b in row]
    numbered = any(all(_is_number(source[slice(*row[at])]) for row in rows[1:]) for at in range(1, len(rows[0])))
    return stand and numbered and sum(lengths) <= LONGEST_CELL * len(lengths)
