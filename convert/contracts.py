"""What plug-ins are written against: an Input is read into Raws, a Briefing is written into files.

Changes to this module are announced one release ahead. Everything here is a read-only view, so that a frozen
instance or a plain module can be a reader or a writer.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Literal, Protocol, runtime_checkable

import msgspec
from msgspec import Struct

from convert.errors import Noter
from convert.model import Briefing, Finding, Media, NamedPlace, Record
from convert.style import Style

CONTRACT_VERSION = 1

HEAD_SIZE = 65536
"""How many first bytes a reader may look at to recognise its kind."""


class Given(Struct, frozen=True):
    """A metadata value that stood beside the source rather than in it: `-M` on the command line, a sidecar file."""

    field: str
    value: str
    where: str


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """What the editor says stands in the columns of tables called `name`: the text, a field of metadata, `extra.…`."""

    name: str
    field: str


class Input(Struct, frozen=True):
    """One thing to read: its name for people, how to open it, its size where known, what was given with it.

    `open` gives a new stream each time; a reader closes it. `path` is the operand on disk, if it is one.
    `depth` counts the containers it was unpacked from (at most 3). `suffix` is taken from the name. `columns` is the
    editor's map of tables. A container may say what it knows of a member: its `encoding`, and as `candidates` its
    metadata, which are added to those of what is read from it.
    """

    name: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    given: tuple[Given, ...] = ()
    path: str | None = None
    depth: int = 0
    columns: tuple[Column, ...] = ()
    encoding: str | None = None
    candidates: tuple[Finding, ...] = ()

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, without its dot; empty where there is none."""
        stem, dot, suffix = self.name.rpartition(".")
        return suffix.lower() if dot and stem and "/" not in suffix else ""

    def head(self) -> bytes:
        """Return the first 64 KiB."""
        with self.open() as stream:
            return stream.read(HEAD_SIZE)


def input_of(name: str, data: bytes, **rest: object) -> Input:
    """Return an Input over bytes in memory."""
    made = Input(name=name, open=lambda: io.BytesIO(data), size=len(data))
    return msgspec.structs.replace(made, **rest) if rest else made


MarkKind = Literal[
    "paragraph",
    "heading",
    "item",
    "quotation",
    "row",
    "cell",
    "table",
    "figure",
    "rule",
    "emphasis",
    "strong",
    "link",
    "language",
    "headline",
    "byline",
    "dateline",
    "header",
    "prefix",
    "residue",
]


class Mark(Struct, frozen=True, order=True):
    """Stand-off structure over a text: characters `start`–`end` are of this kind.

    `level` is a heading's 1–6, an item's depth from 1, 2 for a `headline` that is the subtitle. `value` is a link's
    address; a language tag; a residue's rule; `head` for a row of column heads; `ordered` for an item of a numbered
    list, with its number where it is not 1 (`ordered 4`); columns and rows that a cell spans (`2x1`); a figure's
    alternative, then, after tabs, the id of its media and its address, the words under the mark being its caption.

    Blocks stand in one another by where they begin and end: a list in a cell, paragraphs in an item or a quotation, a
    figure of no length in a paragraph. A paragraph in a table outside its rows is the caption. Words of the source that
    no block holds become paragraphs. `\\n` inside a block is a line end that is printed.
    """

    start: int
    end: int
    kind: MarkKind
    level: int = 0
    value: str = ""


class Raw(Struct, frozen=True):
    """One article as its reader found it, before anything is changed.

    `text` is the source text: decoded, or extracted from markup, with blank lines between paragraphs. A reader that
    knows the structure gives `marks` for every block and sets `structured`; the normaliser then leaves lines alone
    and looks for no sub-heads of its own. `candidates` are metadata found outside the text (JSON-LD, a mail header),
    each with the place it stood. `sha256` and `size` are those of the article's own item.
    """

    text: str
    name: str
    sha256: str
    size: int
    reader: str
    encoding: str = ""
    structured: bool = False
    marks: tuple[Mark, ...] = ()
    candidates: tuple[Finding, ...] = ()
    media: tuple[Media, ...] = ()


def candidate(field: str, value: str, place: str, rule: str) -> Finding:
    """Return a Finding for a value that stood in a named place outside the text."""
    return Finding(field=field, value=value, where=NamedPlace(place), rule=rule)


@runtime_checkable
class Reader(Protocol):
    """Reads one kind of input. Content is asked before the suffix: the first reader that says yes reads it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings without dots, the usual one first."""

    def recognises(self, head: bytes) -> bool:
        """Tell from the first 64 KiB whether this is the reader's kind."""

    def read(self, given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
        """Yield what is in the input: Raws to normalise, Records as they are, Inputs to be looked up again.

        One broken item is a warning Note and the rest goes on; an input that holds nothing raises NothingUsable.
        """


@runtime_checkable
class LooksInside(Protocol):
    """A Reader whose kind the first bytes do not settle: it is asked once more where it has said yes to them."""

    def looks_inside(self, given: Input) -> bool:
        """Tell from the input itself, of which no more than a few megabytes are looked at."""


class File(Struct, frozen=True):
    """A file to write: what is put after the output's stem (`.pdf`, or `-media/1.png` beside it), and its bytes."""

    suffix: str
    data: bytes


class Written(Struct, frozen=True):
    """What a writer made: the first file is the document, others lie beside it.

    `pages` maps ids of blocks to printed page labels; only a writer that lays out pages fills it.
    """

    files: tuple[File, ...]
    pages: Mapping[str, str] = MappingProxyType({})


@runtime_checkable
class Writer(Protocol):
    """Makes one kind of output from a Briefing: the same bytes for the same briefing and style, always."""

    @property
    def suffix(self) -> str:
        """The ending of its document, without a dot."""

    def write(self, briefing: Briefing, style: Style, note: Noter) -> Written:
        """Return the files; raises CannotSet where this format cannot hold this briefing."""
