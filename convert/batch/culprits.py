"""Containers that end the program itself: the driver notes what it opens, and the next run has a worker try that first.

Only a parser that crashes does so; nothing but another process can tell. What stands before the place is made.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from convert.errors import ConvertError

FILE = "opening"
_COUNT = 8


class Culprit(Struct, frozen=True):
    """An operand that ends whatever process reads on in it after so many articles, and how that ended."""

    operand: str
    count: int
    why: str = ""


class CulpritRows:
    """The journal's part on them; `do` is the journal's own, which commits."""

    def __init__(self, do: Callable[[str, Sequence[object]], sqlite3.Cursor]) -> None:
        self._do = do

    def all(self) -> dict[str, Culprit]:
        """Return those that are known, by operand."""
        lines = self._do("SELECT operand, count, why FROM culprit ORDER BY operand", ())
        return {os.fsdecode(operand): Culprit(os.fsdecode(operand), count, why) for operand, count, why in lines}

    def put(self, culprit: Culprit) -> None:
        """Note one."""
        values = (os.fsencode(culprit.operand), culprit.count, culprit.why)
        self._do("INSERT OR REPLACE INTO culprit VALUES (?, ?, ?)", values)

    def clear(self, operand: str) -> None:
        """Forget one: it does so no more."""
        self._do("DELETE FROM culprit WHERE operand = ?", (os.fsencode(operand),))


# ---- what is being opened -------------------------------------------------------------------------------------------


def suspect_in(folder: Path) -> Culprit | None:
    """Return what a run was opening that came to no orderly end, by the folder of its journal."""
    try:
        data = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(error, folder / FILE) from error
    return Culprit(os.fsdecode(data[_COUNT:]), int.from_bytes(data[:_COUNT], "big")) if data else None


class Mark:
    """Where the driver notes what it opens: it outlasts the process, if not the machine."""

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file

    def operand(self, operand: str) -> None:
        """Note that an operand is being opened."""
        data = bytes(_COUNT) + os.fsencode(operand)
        self._write(data)
        try:
            os.ftruncate(self._file, len(data))
        except OSError as error:
            raise _unusable(error, self._path) from error

    def count(self, count: int) -> None:
        """Note how many of its articles are there."""
        self._write(count.to_bytes(_COUNT, "big"))

    def _write(self, data: bytes) -> None:
        try:
            os.pwrite(self._file, data, 0)
        except OSError as error:
            raise _unusable(error, self._path) from error


@contextmanager
def marked(folder: Path) -> Iterator[Mark]:
    """Give the mark in the folder of a journal, and wipe it at an end that comes in order."""
    path = folder / FILE
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise _unusable(error, path) from error
    try:
        yield Mark(path, file)
    finally:
        # what stays is looked into in vain, no more
        with suppress(OSError):
            os.ftruncate(file, 0)
        with suppress(OSError):
            os.close(file)


def _unusable(error: OSError, path: Path) -> ConvertError:
    return ConvertError(f"the note of what is opened cannot be kept: {error.strerror}", where=str(path))
