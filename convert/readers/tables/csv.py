"""Tables as text: CSV, TSV and what spreadsheets and databases call by these names (RFC 4180 and less).

Encoding and separator are told by the first lines; `sep=;` in the first is read, as Excel does. Rows are counted as a
spreadsheet counts them: the names of the columns are row 1.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import filterfalse

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.model import Record
from convert.normalise.decode import decode, is_binary
from convert.readers.news_fields import Roles, roles_of
from convert.readers.repeated_notes import few_of_each
from convert.readers.streams import BROKEN, unpacked, unpacked_head
from convert.readers.tables.formulas import words_of_formula
from convert.readers.tables.lines import decoded_lines, encoding_of
from convert.readers.tables.records import Cells, records
from convert.readers.tables.rows import Kind, Row, articles_in, roles_in

name = "csv"
suffixes = ("csv", "tsv", "tab")

SEPARATORS = ",;\t|"
_SEPARATOR_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

_NOTHING = frozenset(("nan", "nat", "null", "none", "n/a", "#n/a", "\\n", "<na>"))
"""What programs write into a cell of which nothing is known."""

LONGEST_NAME = 60
"""Characters of what a column is called; a longer first cell is prose, and the file no table."""


class Head(Struct, frozen=True):
    """What the first lines of a table say: what its columns are called, and what stands between its cells.

    `is_joined` where row 1 goes on behind the names: the end of its line is hurt, and more stands in it.
    """

    names: tuple[str, ...]
    separator: str
    separator_is_said: bool = False
    is_joined: bool = False


def recognises(head: bytes) -> bool:
    """Say yes where the first line names columns, one of them known to hold a text and one another field."""
    head = unpacked_head(head)
    first, end, _ = head.partition(b"\n")
    if not end or not any(separator.encode() in first for separator in SEPARATORS):
        return False
    # in UTF-16 a line cut at its end has half a character too many; the names may stand below `sep=`
    sample = head[:8192] if b"\0" in first[:64] or len(first) < 8 else first[:8192]
    if is_binary(sample):
        return False
    found = head_of(_text_of(sample))
    roles = roles_of(found.names)
    return bool(roles.texts and roles.fields) and all(len(each) <= LONGEST_NAME for each in found.names)


def _text_of(sample: bytes) -> str:
    if b"\0" in sample[:64]:
        return decode(sample).text
    # no detector is asked: most of what is looked at is prose
    return codecs.getincrementaldecoder("utf-8-sig")("replace").decode(sample)


_USUAL = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii")


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of each row; raises NothingUsable for a table no column of which is known to hold the text."""
    first = unpacked_head(given.head())
    if is_binary(first):
        raise NothingUsable("this is no table in text", where=given.path or given.name)
    encoding = encoding_of(first)
    if encoding not in _USUAL:
        note(Note("encoding", f"read as {encoding}", given.name, level="info"))
    head = head_of(decode(first, encoding).text)
    roles = roles_in(head.names, given)
    with given.open() as stream, few_of_each(note) as few:
        lines = _whole(decoded_lines(unpacked(stream, given), first, given, few), given, few)
        if head.separator_is_said:
            next(lines, None)
        found = (_row(each, head, roles, given, few) for each in records(lines, head.separator, given, few))
        yield from articles_in(filter(None, found), Kind(name, encoding), given, few)


def _whole(lines: Iterator[str], given: Input, note: Noter) -> Iterator[str]:
    """Yield lines as far as their archive is whole."""
    try:
        yield from lines
    except BROKEN as error:
        note(Note("broken-archive", f"the archive breaks off: {error}", given.name))


# ---- the head -------------------------------------------------------------------------------------------------------


def head_of(text: str) -> Head:
    """Return what the first lines of a table say: the separator is the one that gives most names that are known."""
    text = text.removeprefix("\ufeff")
    said = _SEPARATOR_SAID.match(text)
    separators = said[1] if said else SEPARATORS
    rest = (text[said.end() :] if said else text).splitlines(keepends=True)
    found = [Head(_names(next(csv.reader(rest, delimiter=each), [])), each) for each in separators]
    best = max(found, key=lambda head: (_known(head.names), len(head.names)))
    width = _width(rest, best)
    return Head(best.names[:width], best.separator, said is not None, width is not None)


def _width(lines: Sequence[str], head: Head) -> int | None:
    """Return how many of the names are some, where others are none: as many as the next row has cells."""
    rows = csv.reader(lines, delimiter=head.separator)
    first, second = next(rows, []), next(rows, [])
    return len(second) if 0 < len(second) < len(first) and not all(map(_is_name, first)) else None


def _is_name(cell: str) -> bool:
    return len(cell) <= LONGEST_NAME and '"' not in cell


def _known(names: tuple[str, ...]) -> int:
    roles = roles_of(names)
    return len(roles.texts) + len(roles.fields)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return what the columns are called, each by another name."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        called = " ".join(cell.split()) or f"column {number}"
        names.append(called if called not in names else f"{called} ({number})")
    return tuple(names)


# ---- rows -----------------------------------------------------------------------------------------------------------


def _row(found: Cells, head: Head, roles: Roles, given: Input, note: Noter) -> Row | None:
    """Return a row with its cells under the names of their columns; None for one that holds only names."""
    if found.number == 1:
        behind = _behind_names(found, head, given, note)
        if behind is None:
            return None
        found = behind
    fields = {name: field for field, name in roles.fields}
    cells = _fitted(found, head, roles, given, note)
    values = {called: _said(words_of_formula(cell, fields.get(called, ""))) for called, cell in cells}
    return Row(found.number, values, found.source.encode("utf-8", "surrogatepass"))


def _behind_names(found: Cells, head: Head, given: Input, note: Noter) -> Cells | None:
    """Return the row that follows in row 1 behind the names of the columns, or None; what is left out is noted.

    Its first cell cannot be told from the last of the names, and is left empty.
    """
    behind = found.cells[len(head.names) :] if head.is_joined else []
    if behind and len(behind) == len(head.names) - 1:
        joined = " ".join(found.cells[len(head.names) - 1].split())[:LONGEST_NAME]
        said = f"an article too; its first cell has run into the last of them, “{joined}”, and is lost"
        note(Note("joined-rows", f"row 1 holds the names of the columns and {said}", given.name))
        return replace(found, cells=["", *behind])
    fits = _is_name if head.is_joined else _is_one_line
    if words := [*filterfalse(fits, found.cells), *filter(fits, behind)]:
        quoted = " ".join(head.separator.join(words).split())[:LONGEST_NAME]
        said = f"row 1 holds more than the names of the columns, which is left out: “{quoted}”"
        note(Note("joined-rows", said, given.name))
    return None


def _is_one_line(cell: str) -> bool:
    """Tell what can be the name of a column, however long: a quotation mark left open takes lines into it."""
    return len(cell) <= LONGEST_NAME or "\n" not in cell


def _said(cell: str) -> str:
    return "" if cell.strip().casefold() in _NOTHING else cell


def _fitted(found: Cells, head: Head, roles: Roles, given: Input, note: Noter) -> Iterable[tuple[str, str]]:
    """Return the cells with the names of their columns; what is over is put to the text if that is last, or noted."""
    width, cells = len(head.names), found.cells
    over = [cell for cell in cells[width:] if cell.strip()]
    if over and head.names[-1] in roles.texts:
        # a separator in a text that nobody put into quotation marks
        cells = [*cells[: width - 1], head.separator.join(cells[width - 1 :])]
        said = "what is over is put to the text, which is the last"
    elif over:
        said = f"what is over is left out: “{head.separator.join(over)[:60]}”"
    else:
        said = "those that are missing are taken as empty"
    if over or len(cells) < width:
        counted = f"row {found.number} has {len(found.cells)} cells and the table {width} columns"
        note(Note("ragged-row", f"{counted}; {said}", given.name, level="warning" if over else "info"))
    return zip(head.names, cells, strict=False)
