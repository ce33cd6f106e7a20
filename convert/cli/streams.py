"""Standard streams that may be closed, full, or read by somebody who has gone away."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import BinaryIO, TextIO

from convert.errors import ConvertError

BROKEN_PIPE = 141
"""What a shell reports for a program that SIGPIPE ended: 128 + 13."""


def closed_streams_opened() -> None:
    """Put /dev/null where a standard stream is closed: else the first output file would become standard output."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(AttributeError, ValueError):
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def stdin_bytes() -> BinaryIO | None:
    """Return standard input as bytes, or None where it is closed."""
    return None if sys.stdin is None else sys.stdin.buffer


def stdout_bytes() -> BinaryIO:
    """Return standard output as bytes; raises ConvertError where it is closed."""
    if sys.stdout is None:
        raise ConvertError("standard output is closed", where="-o -")
    return sys.stdout.buffer


def is_terminal(stream: object) -> bool:
    """Tell whether a stream is a terminal; a closed one is none."""
    return bool(stream is not None and getattr(stream, "isatty", lambda: False)())


def write_line(line: bytes) -> None:
    """Write a line of data to standard output; where that is closed nobody wants it."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


def finish_output(code: int) -> int:
    """Flush standard output and return `code`, or what came of it: a reader gone away, a full disk."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return reader_gone()
    except OSError as error:
        discard(sys.stdout)
        if code:
            return code
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"error: cannot write to standard output: {error.strerror}\n")
        return 1
    return code


def reader_gone() -> int:
    """Return the code for a broken pipe, nothing more to be written: it is no error worth words."""
    discard(sys.stdout)
    return BROKEN_PIPE


def discard(stream: TextIO) -> None:
    """Point a standard stream at /dev/null: the interpreter flushes it once more on its way out."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
