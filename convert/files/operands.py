"""From operands to Inputs: files, folders, globs, `@list`, `-`. Nothing is read here but lists and sidecars.

What cannot be read is an Input all the same, whose `open` says why: so one bad file never loses the others.
"""

from __future__ import annotations

import errno
import glob
import io
import os
import stat
from collections.abc import Callable, Collection, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Column, Given, Input
from convert.errors import ConvertError, UsageError
from convert.files.names import as_text
from convert.files.pipes import Once, pipe_opened
from convert.files.sidecars import forget_folders, given_beside, is_sidecar, names_in
from convert.files.there import is_folder
from convert.regular_files import MOST, regular_file

MAX_SIZE = 20_000_000
"""Bytes of one article; a container may be of any size."""

_MOST_LISTS = 3
_PIECE = 1 << 20
_OWN_FILES = frozenset(("convert.toml", "pack.toml"))


class Operands(Struct, frozen=True):
    """What stood on the command line, and how to take it; `stdin` opens what `-` means.

    `columns` is the editor's map of tables. `lists` is filled with the names of those lists that were read.
    """

    words: tuple[str, ...]
    recursive: bool = False
    given: tuple[Given, ...] = ()
    stdin: Callable[[], BinaryIO] | None = None
    lists: list[str] = []
    columns: tuple[Column, ...] = ()


def inputs_of(operands: Operands) -> Iterator[Input]:
    """Yield an Input for each file, in the operands' order; files of a folder sorted by name.

    Hidden files and sidecars are no operands unless named. `given` of the operands precedes that of sidecars.
    """
    forget_folders()
    for word in operands.words:
        yield from _of_word(word, operands, depth=0)


def _of_word(word: str, operands: Operands, depth: int) -> Iterator[Input]:
    path = Path(word)
    if word == "-":
        yield _standard_input(operands)
    elif word.startswith("@") and len(word) > 1:
        yield from _of_list(word[1:], operands, depth)
    elif is_folder(path):
        yield from _of_folder(path, operands)
    elif not os.path.lexists(path) and glob.has_magic(word):
        yield from _of_pattern(word, operands)
    else:
        yield _of_file(path, path.name, operands)


def _of_list(name: str, operands: Operands, depth: int) -> Iterator[Input]:
    """Yield the inputs of a list: an operand a line; blank lines and lines that begin with # are none."""
    if depth == _MOST_LISTS:
        raise UsageError("lists of operands are nested too deep", where=f"@{name}", hint="does a list name itself?")
    try:
        data = _list_called(name, operands)
    except OSError as error:
        raise UsageError(f"cannot read the list of operands: {error.strerror}", where=f"@{name}") from error
    except ValueError as error:
        raise UsageError("no list of operands can have this name", where=f"@{name}") from error
    operands.lists.append(name)
    for line in data.split(b"\n"):
        word = os.fsdecode(line.strip(b"\r"))
        if word.strip() and not word.startswith("#"):
            yield from _of_word(word, operands, depth + 1)


def _list_called(name: str, operands: Operands) -> bytes:
    """Return a list, which may come through a pipe, as in `@<(find …)`; raises OSError for what cannot be one."""
    if name != "-" and not stat.S_ISFIFO(os.stat(name).st_mode):  # noqa: PTH116 -- of a name that may be impossible
        return regular_file(name)
    stream = _stdin_opened(operands) if name == "-" else pipe_opened(Path(name))
    data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise OSError(errno.EFBIG, f"it has more than {MOST:,} bytes")
    return data


def _of_folder(folder: Path, operands: Operands) -> Iterator[Input]:
    found = _files_in(folder, recursive=operands.recursive)
    first = next(found, None)
    if first is None:
        hint = "its folders are read with -r" if any(p.is_dir() for p in folder.iterdir()) else ""
        raise UsageError("there are no files in the folder", where=str(folder), hint=hint)
    for path in chain((first,), found):
        yield _of_file(path, path.relative_to(folder).as_posix(), operands)


def _files_in(folder: Path, *, recursive: bool) -> Iterator[Path]:
    try:
        # names, not paths: of a folder of a million files these would take half a gigabyte
        names = _in_order(names_in(folder))
    except OSError as error:
        raise ConvertError(f"cannot list the folder: {error.strerror}", where=str(folder)) from error
    for name in names:
        if name.startswith(".") or name in _OWN_FILES:
            continue
        path = folder / name
        if path.is_dir():
            # a linked folder may lead back up: following it could go on for ever
            if recursive and not path.is_symlink():
                yield from _files_in(path, recursive=True)
        elif not is_sidecar(path):
            yield path


def _in_order(names: Collection[str]) -> list[str]:
    """Return names in the order of their bytes, whatever the locale."""
    return sorted(names) if all(map(str.isascii, names)) else sorted(names, key=os.fsencode)


def _of_pattern(pattern: str, operands: Operands) -> Iterator[Input]:
    found = [Path(name) for name in glob.iglob(pattern, recursive=True)]  # noqa: PTH207 -- Path.glob takes no absolute pattern
    files = sorted((path for path in found if not path.is_dir() and not is_sidecar(path)), key=os.fsencode)
    if not files:
        raise UsageError("no file matches the pattern", where=pattern)
    for path in files:
        yield _of_file(path, path.name, operands)


def _of_file(path: Path, name: str, operands: Operands) -> Input:
    made = Input(as_text(name), lambda: _open(path), path=str(path), given=operands.given, columns=operands.columns)
    try:
        status = path.stat()
        beside = given_beside(path)
    except (OSError, ValueError):
        # what is wrong is said when it is opened
        return made
    except ConvertError as error:
        return replace(made, open=_failing(error))
    size = status.st_size if stat.S_ISREG(status.st_mode) else None
    if stat.S_ISFIFO(status.st_mode):
        return replace(made, open=Once(lambda: pipe_opened(path), str(path)).open)
    return replace(made, size=size, given=(*operands.given, *beside))


def _failing(error: ConvertError) -> Callable[[], BinaryIO]:
    def fail() -> BinaryIO:
        raise error

    return fail


def _open(path: Path) -> BinaryIO:
    """Open a regular file; raises ConvertError for what is none or cannot be read."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a device or a socket"
            raise UsageError(f"this is {kind}, not a file", where=str(path))
        return path.open("rb")
    except FileNotFoundError as error:
        hint = "it is a link to nothing" if path.is_symlink() else ""
        raise UsageError("no such file", where=str(path), hint=hint) from error
    except OSError as error:
        raise ConvertError(f"cannot read the file: {error.strerror}", where=str(path)) from error
    except ValueError as error:
        raise UsageError("no file can have this name", where=str(path)) from error


# ---- standard input -------------------------------------------------------------------------------------------------


def _standard_input(operands: Operands) -> Input:
    opened = Once(lambda: _stdin_opened(operands), "-").open
    return Input("stdin", opened, given=operands.given, columns=operands.columns)


def _stdin_opened(operands: Operands) -> BinaryIO:
    if operands.stdin is None:
        raise UsageError("standard input is closed", where="-")
    return operands.stdin()


# ---- sizes ----------------------------------------------------------------------------------------------------------


def limited(given: Input, most: int) -> Input:
    """Return the input with a limit: reading more than `most` bytes of it raises UsageError."""
    return replace(given, open=lambda: _Limited(given.open(), most, given.path or given.name))


class _Limited(io.BufferedIOBase):
    """A stream that refuses to give more than `most` bytes."""

    def __init__(self, stream: BinaryIO, most: int, name: str) -> None:
        self._stream, self._left, self._most, self._name = stream, most, most, name

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._left + 1 if size is None or size < 0 else min(size, self._left + 1)
        data = b"".join(self._pieces(wanted))
        if len(data) > self._left:
            raise UsageError(
                f"the article is larger than {self._most:,} bytes",
                where=self._name,
                hint="raise --max-size if this is no mistake",
            )
        self._left -= len(data)
        return data

    def _pieces(self, wanted: int) -> Iterator[bytes]:
        """Yield up to that many bytes; a stream that is asked for all at once makes room for them, there or not."""
        while wanted and (data := self._stream.read(min(wanted, _PIECE))):
            wanted -= len(data)
            yield data

    def close(self) -> None:
        self._stream.close()
        super().close()
