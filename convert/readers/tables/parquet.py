"""Parquet: tables as data sets are kept, one article a row; needs the extra `table` (pyarrow).

Only columns that may say something of an article are read, a few rows at a time, so that a table may be of any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from convert.contracts import Input, Raw
from convert.errors import MissingProgram, Note, Noter, NothingUsable
from convert.model import Record
from convert.normalise.decode import decode
from convert.readers.bombs import refuse_ratio
from convert.readers.news_fields import Roles, flattened
from convert.readers.repeated_notes import few_of_each
from convert.readers.streams import seekable
from convert.readers.tables.rows import Kind, Row, articles_in, roles_in

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

name = "parquet"
suffixes = ("parquet", "pq")

_MARK = b"PAR1"
_ROWS_AT_ONCE = 64
_BUFFER = 1 << 20
"""Bytes of a column that are read ahead; without it a column of a row group is read whole."""


def recognises(head: bytes) -> bool:
    """Say yes where the file begins with `PAR1`, or `PARE` where its footer is encrypted."""
    return head.startswith((_MARK, b"PARE"))


def read(given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
    """Yield the article of each row; raises NothingUsable for a file that is broken or has no column with a text."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingProgram(
            "the package pyarrow is not installed",
            where=given.path or given.name,
            hint="pip install 'convert-briefings[table]'",
        ) from error
    with given.open() as stream, few_of_each(note) as few:
        try:
            file = pyarrow.parquet.ParquetFile(seekable(stream), buffer_size=_BUFFER, pre_buffer=False)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise NothingUsable(
                f"the Parquet file cannot be read: {_first_line(error)}", where=given.path or given.name
            ) from error
        roles = roles_in(tuple(_names(file.schema_arrow)), given)
        _refuse_bomb(file, given)
        rows = _rows(file, _wanted(file.schema_arrow, roles, given, few), given, few)
        yield from articles_in(rows, Kind(name, "utf-8"), given, few)


def _names(schema: pyarrow.Schema) -> Iterator[str]:
    """Yield the names of the columns; those inside objects that hold an article's fields as `metadata.title`."""
    from pyarrow import types

    for field in schema:
        inner = {each.name: None for each in field.type} if types.is_struct(field.type) else {}
        yield from flattened({field.name: inner or None})


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _refuse_bomb(file: pyarrow.parquet.ParquetFile, given: Input) -> None:
    for at in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(at)
        chunks = [group.column(column) for column in range(group.num_columns)]
        packed = sum(chunk.total_compressed_size for chunk in chunks)
        refuse_ratio(sum(chunk.total_uncompressed_size for chunk in chunks), packed, given)


def _wanted(schema: pyarrow.Schema, roles: Roles, given: Input, note: Noter) -> list[str]:
    """Return the columns to read: those with a role, and those of plain values; the others are named."""
    from pyarrow import types

    named = {*roles.texts, *filter(None, [roles.raw]), *(column for _, column in roles.fields)}
    known = {each if each in schema.names else each.partition(".")[0] for each in named}
    plain = [types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_boolean]
    plain += [types.is_temporal, types.is_dictionary, types.is_decimal]
    there = [each for each in roles.rest if each in schema.names]
    rest = {each for each in there if any(is_one(schema.field(each).type) for is_one in plain)}
    if others := [f"“{each}”" for each in there if each not in rest]:
        said = f"columns that hold no plain values and are not read: {', '.join(others[:20])}"
        note(Note("unused-columns", said, given.name, level="info"))
    return [each for each in schema.names if each in known or each in rest]


# ---- rows -----------------------------------------------------------------------------------------------------------


def _rows(file: pyarrow.parquet.ParquetFile, columns: list[str], given: Input, note: Noter) -> Iterator[Row]:
    """Yield the rows, a row group at a time: one that is damaged is left out from there on, with a Note."""
    import pyarrow

    first = 1
    for at in range(file.metadata.num_row_groups):
        count = 0
        try:
            for batch in file.iter_batches(_ROWS_AT_ONCE, row_groups=[at], columns=columns, use_threads=False):
                for values in _in_microseconds(batch).to_pylist():
                    yield _row(first + count, values)
                    count += 1
        except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
            left = f"rows {first + count} to {first + file.metadata.row_group(at).num_rows - 1} are left out"
            note(Note("broken-rows", f"{left}: they cannot be read: {_first_line(error)}", given.name))
        first += file.metadata.row_group(at).num_rows


def _in_microseconds(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Return a batch whose times have no nanoseconds: Python's times have none."""
    from pyarrow import timestamp, types

    for at, field in enumerate(batch.schema):
        if types.is_timestamp(field.type) and field.type.unit == "ns":
            times = batch.column(at).cast(timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(at, field.name, times)
    return batch


def _row(number: int, values: Mapping[str, Any]) -> Row:
    plain = {column: _plain(value) for column, value in values.items()}
    return Row(number, flattened(plain), msgspec.json.encode(plain, enc_hook=str))


def _plain(value: Any) -> Any:
    """Return a value as JSON would hold it: bytes as the text they are, a list of paragraphs as it is."""
    match value:
        case bytes():
            return decode(value).text
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case _:
            return value
