"""What is said on standard error: errors in three lines, notes in one, how far a run is. Data goes elsewhere."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from pathlib import Path

from convert.cli.streams import discard, is_terminal, write_line
from convert.errors import ConvertError, Note

SAME_NOTES = 5
"""Notes of one code that are printed; the others are counted at the end."""

_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"


def _printable(text: str) -> str:
    # read only when there is something to say: `--help` has nothing
    from convert.files.names import printable

    return printable(text)


def _coloured(word: str, colour: str) -> str:
    wanted = is_terminal(sys.stderr) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"{colour}{word}{_PLAIN}" if wanted else word


def _write(text: str) -> None:
    # a closed or full standard error must not turn success into failure
    with contextlib.suppress(ValueError, AttributeError):
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            discard(sys.stderr)


def say_error(error: ConvertError) -> None:
    """Print what happened, where, and what to do."""
    lines = [f"{_coloured('error:', _RED)} {_printable(error.message)}"]
    if error.where:
        lines.append(f"where: {_printable(error.where)}")
    if error.hint:
        lines.append(f"hint:  {_printable(error.hint)}")
    _write("\n".join(lines) + "\n")


def say_interrupted(rest: str) -> None:
    """Print that the user stopped the command, and what came of it."""
    _write(f"\ninterrupted{f': {rest}' if rest else ''}\n")


class Speaker:
    """Says notes and progress as they come; `warnings` counts what was warned of.

    `unsaid` is set where the path of a finished file could not be written to standard output.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._codes: Counter[str] = Counter()
        self._line = 0
        self._tenth = 0
        self.warnings = 0
        self.unsaid = False

    def note(self, note: Note) -> None:
        """Print a note in one line; infos are left out when quiet, and repetitions counted."""
        if note.level == "warning":
            self.warnings += 1
        elif self._quiet:
            return
        self._codes[note.code] += 1
        if self._codes[note.code] <= SAME_NOTES:
            self._clear()
            word = _coloured("warning:", _YELLOW) if note.level == "warning" else "note:"
            where = f"{_printable(note.where)}: " if note.where else ""
            _write(f"{word} {where}{_printable(note.message)}\n")

    def failure(self, error: ConvertError) -> None:
        """Print the error of one article or output."""
        self._clear()
        say_error(error)

    def made(self, path: Path) -> None:
        """Print a finished file's path as a line of data; where nobody reads it, the files are made all the same."""
        self._clear()
        try:
            write_line(os.fsencode(path))
        except BrokenPipeError:
            discard(sys.stdout)
        except OSError as error:
            discard(sys.stdout)
            self.unsaid = True
            say_error(ConvertError(f"cannot write to standard output: {error.strerror}", hint="the files are there"))

    def progress(self, done: int, of: int, name: str) -> None:
        """Show how far a run of several articles is: one line on a terminal, every tenth of a long run elsewhere."""
        if self._quiet or of < 2:
            return
        if is_terminal(sys.stderr):
            self._clear()
            line = f"{done}/{of} {_printable(name)}"[:78] if done < of else ""
            _write(line)
            self._line = len(line)
        elif of >= 50 and done * 10 // of > self._tenth:
            self._tenth = done * 10 // of
            _write(f"{done} of {of} articles\n")

    def _clear(self) -> None:
        if self._line:
            _write("\r" + " " * self._line + "\r")
            self._line = 0

    def close(self) -> None:
        """Say how many notes of each kind were not printed."""
        self._clear()
        for code, count in self._codes.items():
            if count > SAME_NOTES:
                _write(f"note: {count - SAME_NOTES} more notes like “{code}” above\n")
