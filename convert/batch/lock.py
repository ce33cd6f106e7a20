"""One run in a folder at a time: a lock that vanishes with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from convert.batch.journal import FOLDER
from convert.errors import ConvertError, UsageError

_FILE = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of an output folder; raises UsageError where one is in it.

    The folder's own folder for the journal is there already.
    """
    path = folder / FOLDER / _FILE
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise ConvertError(f"cannot lock the output folder: {error.strerror}", where=str(path)) from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _taken(folder, file) from error
        except OSError as error:
            raise ConvertError(f"the output folder cannot be locked: {error.strerror}", where=str(path)) from error
        os.truncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(file)


def _taken(folder: Path, file: int) -> UsageError:
    process = os.pread(file, 20, 0).decode("ascii", "replace")
    said = (
        f"another run is writing into this folder (process {process})" if process else "another run is in this folder"
    )
    hint = "wait for it, or choose another -O; `--status` shows how far it is"
    return UsageError(said, where=str(folder), hint=hint)
