"""What the journal of an output folder says: how far a run is, what failed and why, and what to run again."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convert.cli.streams import write_line
from convert.errors import NothingUsable
from convert.files.names import as_text, printable

if TYPE_CHECKING:
    from convert.batch.journal import Journal, Row


def say_status(folder: Path, *, as_json: bool) -> int:
    """Print how many articles are done, and each that failed with its reason; or all as lines of JSON."""
    journal = _journal(folder)
    if as_json:
        for row in journal.rows("planned", "done", "failed"):
            sys.stdout.write(msgspec.json.encode(_as_data(row)).decode() + "\n")
        return 0
    counts = journal.counts()
    all_ = "1 article" if counts.total() == 1 else f"{counts.total():,} articles"
    sys.stdout.write(f"{all_}: {counts['done']:,} done, {counts['failed']:,} failed, {counts['planned']:,} to do\n")
    for row in journal.rows("failed"):
        for failed in row.failures:
            sys.stdout.write(f"failed  {printable(row.place)}: {printable(failed.message)}\n")
    return 0


def say_failed(folder: Path) -> int:
    """Print the operands that hold what failed, one a line: what `@list` reads."""
    last = ""
    for row in _journal(folder).rows("failed"):
        if row.operand != last and row.operand.startswith(os.sep):
            write_line(os.fsencode(row.operand))
        last = row.operand
    return 0


def _journal(folder: Path) -> Journal:
    from convert.batch.journal import FILE, FOLDER, journal_read

    path = folder / FOLDER / FILE
    if not path.is_file():
        raise NothingUsable("no batch has run in this folder", where=str(folder), hint="convert batch FOLDER -O out/")
    return journal_read(path)


def _as_data(row: Row) -> dict[str, object]:
    return {
        "place": as_text(row.place),
        "name": row.name,
        "state": row.state,
        "stems": row.stems or (),
        "outputs": [{"path": each.path, "size": each.size, "sha256": each.sha256} for each in row.outputs],
        "failures": row.failures,
        "notes": row.notes,
    }
