"""Finished documents put in their places: nothing is overwritten that is not our own of the same article.

A file that stands in a document's place is taken for it where the journal or the provenance in it says that it is just
that; it is replaced where they say that it was made of this article otherwise; any other is left alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property
from pathlib import Path

from convert.batch.parcels import Output
from convert.contracts import Written
from convert.errors import ConvertError, Differs, OutputExists
from convert.files.outputs import beside, make_folder, write_in
from convert.model import Provenance
from convert.pipeline.embedded import embedded


class Standing(Enum):
    """What is known of a file in an output's place."""

    FINISHED = "it is the output"
    OURS = "it was made of this article, otherwise"
    FOREIGN = "nobody knows it"


class Places:
    """The places of one document's files below the output folder, and what stands there.

    `touched` gets the folders that have new files: they are to be synced before anything is said to be made.
    """

    def __init__(
        self,
        folder: Path,
        key: str,
        provenance: Callable[[], Provenance],
        known: Iterable[Output],
        touched: set[Path],
    ) -> None:
        self._folder = folder
        self._touched = touched
        self._key = key
        self._of_what = provenance
        self._known: Mapping[str, Output] = {each.path: each for each in known}

    @cached_property
    def _provenance(self) -> Provenance:
        """What the documents' own provenance says: only where a file stands there it has to be known."""
        return self._of_what()

    def finished(self, path: Path) -> Output | None:
        """Return the output where it stands already."""
        data = _read(path)
        if data is None or self._standing(path, data) is not Standing.FINISHED:
            return None
        return self._output(path, data)

    def deliver(self, stem: Path, suffix: str, written: Written) -> tuple[list[Output], int]:
        """Write a document's files, the document last; return them, and how many were not there before.

        Raises OutputExists where a file is in the way.
        """
        document, *others = written.files
        places = [(beside(stem, file.suffix), file.data) for file in others]
        places.append((beside(stem, suffix), document.data))
        count = sum([self._put(path, data) for path, data in places])
        return [self._output(path, data) for path, data in places], count

    def _put(self, path: Path, data: bytes) -> bool:
        """Write a file; return False where it stands there to the byte."""
        self._touched.add(path.parent)
        there = _read(path)
        if there == data:
            return False
        if there is not None:
            if self._standing(path, there) is Standing.FOREIGN:
                raise self._in_the_way(path)
            write_in(path, data, replace=True)
            return True
        make_folder(path.parent)
        try:
            write_in(path, data)
        except OutputExists:
            # a worker of a run that was killed may have come to its end meanwhile
            if _read(path) == data:
                return False
            raise self._in_the_way(path) from None
        return True

    def _in_the_way(self, path: Path) -> OutputExists:
        if self._relative(path) in self._known:
            return OutputExists("the output has been changed since it was made", where=str(path), hint="move it away")
        hint = "it was not made of this article: move it away, or choose another --name or -O"
        return OutputExists("a file is in the way", where=str(path), hint=hint)

    def _standing(self, path: Path, data: bytes) -> Standing:
        known = self._known.get(self._relative(path))
        if known is not None and known.sha256 == hashlib.sha256(data).hexdigest():
            return Standing.FINISHED if known.key == self._key else Standing.OURS
        if known is not None and known.key == self._key:
            return Standing.FOREIGN
        try:
            found = embedded(path, data)
        except Differs:
            return Standing.FOREIGN
        if found is None:
            return Standing.FOREIGN
        if found.provenance == self._provenance:
            return Standing.FINISHED
        return Standing.OURS if found.provenance.inputs == self._provenance.inputs else Standing.FOREIGN

    def _output(self, path: Path, data: bytes) -> Output:
        return Output(self._relative(path), len(data), hashlib.sha256(data).hexdigest(), self._key)

    def _relative(self, path: Path) -> str:
        return os.path.relpath(path, self._folder)


def _read(path: Path) -> bytes | None:
    """Return what stands in a place, None for nothing; a link, a folder or a locked file is nobody's output."""
    try:
        return b"" if path.is_symlink() else path.read_bytes()
    except FileNotFoundError:
        return None
    except (IsADirectoryError, PermissionError):
        return b""
    except OSError as error:
        raise ConvertError(f"cannot read the file: {error.strerror}", where=str(path)) from error
