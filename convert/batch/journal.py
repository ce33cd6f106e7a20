"""What was planned, made and not made: one SQLite file in the output folder, written by the driver alone.

It is kept in WAL mode and committed once a chunk: after a kill it is as it was at the last chunk, and what the chunk
under way had finished is told by the provenance in the outputs.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from convert.batch.culprits import CulpritRows
from convert.batch.names import with_number
from convert.batch.pack_rows import PackRows
from convert.batch.parcels import Failed, Made, Output, State
from convert.batch.version_rows import VersionRows
from convert.errors import ConvertError, Note
from convert.files.names import folded

FOLDER = ".convert-batch"
"""In the output folder: hidden, so that nothing takes it for an output."""

FILE = "journal.sqlite"
_VERSION = 2

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS article (
    n INTEGER PRIMARY KEY,
    operand BLOB NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    size INTEGER NOT NULL,
    run INTEGER NOT NULL,
    called TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'planned',
    stems TEXT,
    outputs TEXT,
    failures TEXT,
    notes TEXT,
    packs TEXT,
    UNIQUE (operand, number)
);
CREATE INDEX IF NOT EXISTS article_key ON article (key);
CREATE TABLE IF NOT EXISTS stem (folded TEXT PRIMARY KEY, twins INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pack (
    n INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stem TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned',
    outputs TEXT,
    failures TEXT
);
CREATE TABLE IF NOT EXISTS version (
    n INTEGER NOT NULL, at INTEGER NOT NULL, uri TEXT NOT NULL, number TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (n, at)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS culprit (operand BLOB PRIMARY KEY, count INTEGER NOT NULL, why TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS found (sha256 TEXT, name TEXT, stem TEXT NOT NULL, PRIMARY KEY (sha256, name)) WITHOUT ROWID;
"""
_COLUMNS = "n, operand, number, name, key, run, called, state, stems, packs, outputs, failures, notes"


class Place(Struct, frozen=True):
    """Where an article was found, what it is called, the key of what its outputs are made of, the hash of its bytes."""

    operand: str
    number: int
    name: str
    key: str
    size: int = 0
    sha256: str = ""

    @property
    def kept(self) -> tuple[bytes, int, str, str, int]:
        # a path is kept to the byte, a name is for people
        name = self.name.encode("utf-8", "replace").decode("utf-8")
        return os.fsencode(self.operand), self.number, name, self.key, self.size


class Row(Struct, frozen=True):
    """An article in the journal: `run` is the last that had it, `called` the name that `convert brief` would give it.

    `stems` is None until it has its own names, `packs` until it is known to which its articles belong.
    """

    n: int
    operand: str
    number: int
    name: str
    key: str
    run: int
    called: str
    state: State
    stems: tuple[str, ...] | None
    packs: tuple[str, ...] | None
    outputs: tuple[Output, ...] = ()
    failures: tuple[Failed, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.operand}#{self.number}" if self.number else self.operand


def journal_at(path: Path) -> Journal:
    """Return the journal of a run, made where there is none; raises ConvertError for a file that is none."""
    journal = Journal(path, str(path.absolute()))
    journal.prepare()
    return journal


def journal_read(path: Path) -> Journal:
    """Return a journal that is only looked at, whoever writes it meanwhile."""
    journal = Journal(path, f"{path.absolute().as_uri()}?mode=ro")
    journal.refuse_other_forms()
    return journal


class Journal:
    """The journal of an output folder. What is written counts once `commit` was called."""

    def __init__(self, path: Path, address: str) -> None:
        self._path = path
        try:
            self._base = sqlite3.connect(address, uri=address.startswith("file:"), timeout=30)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        self.packs = PackRows(self._do)
        self.versions = VersionRows(self._do)
        self.culprits = CulpritRows(self._do)
        self.run = 0

    def prepare(self) -> None:
        """Have it hold what a run needs, if it is a new one."""
        try:
            self._base.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_TABLES}")
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        if self.said("version") is None:
            self.say("version", str(_VERSION))
            self.commit()
        self.refuse_other_forms()
        self.run = int(self.said("run") or 0)

    def refuse_other_forms(self) -> None:
        """Raise ConvertError for a journal of another form than this version's."""
        known = self.said("version")
        if known != str(_VERSION):
            said = f"the journal was written by another version of convert (its form is {known}, here {_VERSION})"
            raise ConvertError(said, where=str(self._path), hint="move it away: it is drawn up again of the outputs")

    def _unusable(self, error: sqlite3.Error) -> ConvertError:
        kinds = (sqlite3.OperationalError, sqlite3.InterfaceError)
        # a full disk, a folder that may not be written: the journal itself is sound
        hint = "" if isinstance(error, kinds) else "move it away: it is drawn up again of the outputs"
        return ConvertError(f"the journal cannot be used: {error}", where=str(self._path), hint=hint)

    def said(self, name: str) -> str | None:
        """Return what the journal says of itself."""
        row = self._do("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def say(self, name: str, value: str) -> None:
        """Note something of the journal itself."""
        self._do("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Make what was written last."""
        try:
            self._base.commit()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _do(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._base.execute(query, values)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _lines(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield what a query finds; damage further on in the file shows only then."""
        try:
            yield from self._do(query, values)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        self._base.close()

    # ---- planning ---------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open a run: what it plans is told from what earlier ones planned."""
        self.run += 1
        self.say("run", str(self.run))
        self.commit()

    def row_at(self, operand: str, number: int) -> Row | None:
        """Return what the journal knows of a place."""
        return self._one("WHERE operand = ? AND number = ?", (os.fsencode(operand), number))

    def row_moved(self, key: str) -> Row | None:
        """Return an article of this key that this run has not met yet: its source may have moved."""
        if self.run == 1:
            return None
        return self._one("WHERE key = ? AND run < ? ORDER BY n LIMIT 1", (key, self.run))

    def add(self, place: Place) -> int:
        """Plan an article that is new; return its number."""
        added = self._do(
            "INSERT INTO article (operand, number, name, key, size, run) VALUES (?, ?, ?, ?, ?, ?)",
            (*place.kept, self.run),
        )
        return int(added.lastrowid or 0)

    def keep(self, row: Row, place: Place, state: State) -> None:
        """Plan an article that is known, for this run."""
        self._do(
            "UPDATE article SET operand = ?, number = ?, name = ?, key = ?, size = ?, run = ?, state = ?,"
            " packs = CASE WHEN key = ? THEN packs END WHERE n = ?",
            (*place.kept, self.run, state, place.key, row.n),
        )

    def nameless(self, operand: str, first: int) -> Iterator[Row]:
        """Yield the articles of an operand that have no name yet, in their order; they may be named then.

        `first` is the number of the first of them.
        """
        # by number, not by operand: an index on that would be sorted anew for each page
        source = f"SELECT {_COLUMNS} FROM article NOT INDEXED"  # noqa: S608
        condition = "n >= ? AND operand = ? AND run = ? AND called = '' ORDER BY n LIMIT 1000"
        while rows := self._do(f"{source} WHERE {condition}", (first, os.fsencode(operand), self.run)).fetchall():
            yield from map(_row, rows)
            first = rows[-1][0] + 1

    def call(self, n: int, called: str, stems: tuple[str, ...] | None) -> None:
        """Say how an article's source is called, and the names of its outputs where they are known already."""
        given = None if stems is None else _json(stems)
        self._do("UPDATE article SET called = ?, stems = ? WHERE n = ?", (called, given, n))

    def give_stems(self, n: int, stems: Iterable[str]) -> None:
        """Give an article its names for good."""
        self._do("UPDATE article SET stems = ? WHERE n = ?", (_json(tuple(stems)), n))

    def free_stem(self, wanted: str) -> str:
        """Return `wanted`, or with a number where it is taken, and keep it from others."""
        if self._keep(wanted):
            return wanted
        number = int(self._do("SELECT twins FROM stem WHERE folded = ?", (folded(wanted),)).fetchone()[0])
        while True:
            number += 1
            twin = with_number(wanted, number)
            if self._keep(twin):
                self._do("UPDATE stem SET twins = ? WHERE folded = ?", (number, folded(wanted)))
                return twin

    def _keep(self, stem: str) -> bool:
        return bool(self._do("INSERT OR IGNORE INTO stem VALUES (?, 1)", (folded(stem),)).rowcount)

    # ---- outputs whose journal was lost -----------------------------------------------------------------------------

    def find(self, sha256: str, name: str, stem: str) -> None:
        """Note that the article of this hash and name was made before under a name, which is kept for it."""
        self._do("INSERT OR IGNORE INTO found VALUES (?, ?, ?)", (sha256, name, stem))
        self._do("INSERT OR IGNORE INTO stem VALUES (?, 1)", (folded(stem),))

    def found(self, sha256: str, name: str) -> str | None:
        """Return the name under which an article was made before."""
        row = self._do("SELECT stem FROM found WHERE sha256 = ? AND name = ?", (sha256, name)).fetchone()
        return None if row is None else str(row[0])

    # ---- what came of it --------------------------------------------------------------------------------------------

    def note(self, made: Made, known: Iterable[Output]) -> None:
        """Note what came of an article; outputs `known` of earlier runs stay so where they were not made again."""
        outputs = {each.path: each for each in (*known, *made.outputs)}
        self._do(
            "UPDATE article SET state = ?, outputs = ?, failures = ?, notes = ? WHERE n = ?",
            (
                "failed" if made.failures else "done",
                _json(tuple(outputs.values())),
                _json(made.failures) if made.failures else None,
                _json(made.notes) if made.notes else None,
                made.n,
            ),
        )
        if made.versions or known:
            self.versions.put(made.n, made.versions)

    def add_note(self, row: Row, note: Note) -> bool:
        """Add a note to those of an article; return False where it has it already."""
        if note in row.notes:
            return False
        self._do("UPDATE article SET notes = ? WHERE n = ?", (_json((*row.notes, note)), row.n))
        return True

    # ---- reading ----------------------------------------------------------------------------------------------------

    @property
    def last(self) -> int:
        """The highest number of an article."""
        return int(self._do("SELECT coalesce(max(n), 0) FROM article").fetchone()[0])

    def is_open(self, operand: str) -> bool:
        """Tell whether an operand of this run has articles that are not done."""
        condition = "operand = ? AND run = ? AND state = 'planned' LIMIT 1"
        return self._one(f"WHERE {condition}", (os.fsencode(operand), self.run)) is not None

    def row(self, n: int) -> Row:
        """Return an article by its number."""
        found = self._one("WHERE n = ?", (n,))
        if found is None:
            raise ConvertError(f"the journal has no article {n}", where=str(self._path))
        return found

    def rows(self, *states: State) -> Iterator[Row]:
        """Yield the articles in one of these states, in the order in which they were planned."""
        marks = ", ".join("?" * len(states))
        for line in self._lines(f"SELECT {_COLUMNS} FROM article WHERE state IN ({marks}) ORDER BY n", states):  # noqa: S608
            yield _row(line)

    def counts(self, run: int = 0) -> Counter[State]:
        """Return how many articles are in each state: those of one run, or all."""
        query = "SELECT state, count(*) FROM article WHERE run >= ? GROUP BY state"
        return Counter(dict(self._do(query, (run,))))

    def _one(self, condition: str, values: tuple[object, ...]) -> Row | None:
        return next(iter(self._all(condition, values)), None)

    def _all(self, condition: str, values: tuple[object, ...]) -> list[Row]:
        return [_row(line) for line in self._lines(f"SELECT {_COLUMNS} FROM article {condition}", values)]  # noqa: S608


_stems = msgspec.json.Decoder(tuple[str, ...])
_outputs = msgspec.json.Decoder(tuple[Output, ...])
_failures = msgspec.json.Decoder(tuple[Failed, ...])
_notes = msgspec.json.Decoder(tuple[Note, ...])


def _row(line: tuple[Any, ...]) -> Row:
    n, operand, *plain, stems, packs, outputs, failures, notes = line
    number, name, key, run, called, state = plain
    return Row(
        n,
        os.fsdecode(operand),
        number,
        name,
        key,
        run,
        called,
        state,
        None if stems is None else _stems.decode(stems),
        None if packs is None else _stems.decode(packs),
        () if outputs is None else _outputs.decode(outputs),
        () if failures is None else _failures.decode(failures),
        () if notes is None else _notes.decode(notes),
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")
