"""Lines into cells: the csv module's reading, held to a size, and started again behind a quotation mark left open."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from msgspec import Struct

from convert.contracts import Input
from convert.errors import Note, Noter

LONGEST_ROW = 20_000_000
"""Characters; a row that is longer has a quotation mark that nobody closed."""

MOST_OPEN = 20
"""Rows with a quotation mark left open: each is read to its end, and the table then from the next line again."""

QUOTE = '"'


class Cells(Struct, frozen=True):
    """A row as it stands: its number, counted from 1 with blank ones, its cells, the text of its lines."""

    number: int
    cells: list[str]
    source: str


class _TooLong(Exception):
    """A row grows without end."""


class _Lines:
    """Lines on their way to the csv module, which takes as many as a row has; they can be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self._size = 0
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._size > LONGEST_ROW:
            raise _TooLong
        try:
            line = self._back.popleft() if self._back else next(self._lines)
        except StopIteration:
            self.ended = True
            raise
        self.taken.append(line)
        self._size += len(line)
        return line

    def begin_row(self) -> None:
        self.taken, self._size = [], 0

    def put_back(self) -> None:
        """Put back all lines of the row but the first."""
        self._back.extendleft(reversed(self.taken[1:]))
        self.ended = False


def records(lines: Iterator[str], separator: str, given: Input, note: Noter) -> Iterator[Cells]:
    """Yield each row that is not blank; one that would take in all the rest ends with its line, with a Note."""
    csv.field_size_limit(LONGEST_ROW * 2)  # the module's own limit, 131,072, is shorter than many an article
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=separator, quotechar=QUOTE)
    number = opened = 0
    while True:
        source.begin_row()
        number += 1
        try:
            cells = next(reader)
            broken = source.ended and len(source.taken) > 1 and "".join(source.taken).count(QUOTE) % 2 == 1
        except StopIteration:
            return
        except (csv.Error, _TooLong):
            cells, broken = [], True
        if broken:
            opened += 1
            source.put_back()
            line = source.taken[0]
            cells = _cells_of_line(line, separator) if len(line) < LONGEST_ROW else []
            _say_open(number, cells, given, note)
            yield Cells(number, cells, line)
            if opened == MOST_OPEN:
                note(Note("broken-table", f"the table is not read beyond row {number}", given.name))
                return
        elif any(cells):
            yield Cells(number, cells, "".join(source.taken))


def _cells_of_line(line: str, separator: str) -> list[str]:
    """Return the cells of a line with quotation marks that do not close: those around a cell are taken off."""
    found = next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE))
    return [
        cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == QUOTE else cell.removeprefix(QUOTE) for cell in found
    ]


def _say_open(number: int, cells: list[str], given: Input, note: Noter) -> None:
    said = "is not closed; the row is taken to end with its line" if cells else "is not closed; the row is left out"
    note(Note("open-quotation-mark", f"row {number} opens a quotation mark that {said}", given.name))
