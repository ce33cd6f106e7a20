"""Named pipes, read without ever hanging on one that nobody writes to."""

from __future__ import annotations

import os
import select
from pathlib import Path

from convert.errors import ConvertError, UsageError

PATIENCE = 10_000
"""Milliseconds to wait for a writer's first bytes."""


def open_pipe(path: Path) -> bytes:
    """Return all that is written to a named pipe; raises UsageError where no writer comes in time."""
    try:
        # without O_NONBLOCK the open itself would wait for a writer, for ever
        pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise ConvertError(f"cannot read the pipe: {error.strerror}", where=str(path)) from error
    try:
        _wait(pipe, path)
        os.set_blocking(pipe, True)
        with os.fdopen(os.dup(pipe), "rb") as stream:
            return stream.read()
    finally:
        os.close(pipe)


def _wait(pipe: int, path: Path) -> None:
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    if not poll.poll(PATIENCE):
        raise UsageError(
            f"this is a named pipe, and nothing was written to it in {PATIENCE // 1000} seconds", where=str(path)
        )
