"""What an earlier run has left in an output folder: its journal, its temporaries, or its outputs alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from convert.batch.journal import FILE, FOLDER, Journal, journal_at
from convert.errors import Differs
from convert.files.outputs import sweep
from convert.pipeline.embedded import embedded
from convert.pipeline.recorded import is_pack


def opened(folder: Path) -> Journal:
    """Return the journal of an output folder that is locked: the one that is there, or one drawn up of the outputs.

    Files that a killed run was writing are swept away.
    """
    path = folder / FOLDER / FILE
    known = path.exists()
    journal = journal_at(path)
    if known and journal.said("ended") == "yes":
        journal.say("ended", "no")
        journal.commit()
        return journal
    for inside, files in _folders(folder):
        sweep(inside)
        if not known:
            for name in files:
                _note_output(inside / name, folder, journal)
    journal.commit()
    return journal


def closed(journal: Journal) -> None:
    """Note that a run came to its end in an orderly way: nothing of it is left to be swept."""
    journal.say("ended", "yes")
    journal.commit()


def _note_output(path: Path, folder: Path, journal: Journal) -> None:
    """Note under which name an article was made, where a file says of which one it was."""
    try:
        known = embedded(path, path.read_bytes())
    except (OSError, Differs):
        return
    if known is None or is_pack(known.provenance) or len(known.provenance.inputs) != 1:
        return
    suffix = max((s for s in _suffixes(known.formats) if path.name.endswith(s)), key=len, default=path.suffix)
    stem = path.relative_to(folder).as_posix().removesuffix(suffix)
    (source,) = known.provenance.inputs
    journal.find(source.sha256, source.name, stem)


def _suffixes(formats: tuple[str, ...]) -> Iterator[str]:
    from convert.formats import writer_named

    for name in formats:
        yield f".{writer_named(name)[1].suffix}"


def _folders(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield an output folder and those below it with their files, but for the journal's own."""
    for inside, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != FOLDER]
        yield Path(inside), files
