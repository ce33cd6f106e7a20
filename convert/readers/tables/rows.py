"""From the rows of a table to articles: what its columns are for is told by their names, or by the editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from convert.contracts import Input, Raw
from convert.errors import Note, Noter, NothingUsable
from convert.readers.news_fields import Roles, Told, raw_of, roles_of, unused


class Row(Struct, frozen=True):
    """A row: its number, for people; its values by the names of their columns; the bytes it is told from."""

    number: int
    values: Mapping[str, Any]
    data: bytes


class Kind(Struct, frozen=True):
    """What reads a table, and the encoding it is in."""

    reader: str
    encoding: str


def roles_in(names: tuple[str, ...], given: Input) -> Roles:
    """Return what the columns of a table are for; raises NothingUsable where none of them holds a text."""
    roles = roles_of(names, given.columns)
    if not roles.texts and roles.raw is None:
        raise NothingUsable(
            f"no column of the table is known to hold the text; there are: {_listed(names)}",
            where=given.path or given.name,
            hint='say in convert.toml which it is: a line [columns], below it text = "its name"',
        )
    return roles


def articles_in(rows: Iterable[Row], kind: Kind, given: Input, note: Noter) -> Iterator[Raw]:
    """Yield the article of each row: `name#1`, `name#2` …; a row without text is left out, with a Note.

    Raises NothingUsable where no row has a text.
    """
    count = 0
    left: dict[str, None] = {}
    for row in rows:
        roles = roles_of(tuple(row.values), given.columns)
        told = Told(row.values, f"{given.name}#{count + 1}", row.data, kind.reader, kind.encoding, _place(row.number))
        raw = raw_of(told, roles, note)
        left.update(dict.fromkeys(unused(row.values, roles)))
        if raw is None:
            note(Note("empty-text", f"row {row.number} has no text and is left out", given.name))
        else:
            count += 1
            yield raw
    if count == 0:
        raise NothingUsable("no row of the table has a text", where=given.path or given.name)
    if left:
        said = f"columns whose values are nested or too long to stand beside an article: {_listed(tuple(left))}"
        note(Note("unused-columns", said, given.name, level="info"))


def _place(number: int) -> Callable[[str], str]:
    return lambda name: f"column {name}, row {number}"


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"“{name[:60]}”" for name in names[:20])
    return f"{shown} …" if len(names) > 20 else shown
