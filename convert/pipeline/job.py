"""What is to be made, what came of it, and who is told on the way."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from convert.config import Options
from convert.contracts import Given, Input, Writer
from convert.errors import ConvertError, Noter
from convert.formats import writer_named
from convert.pipeline.limits import Limits, OverLimit
from convert.pipeline.plan import Plan
from convert.style import Style


class Format(Struct, frozen=True):
    """A writer and the name it is known by."""

    name: str
    writer: Writer


def writers_for(names: Iterable[str], options: Options) -> tuple[Format, ...]:
    """Return the writers of these names, each once, made for the options that are theirs; raises UnknownName."""
    chosen = dict(writer_named(name) for name in names)
    return tuple(Format(name, _for_options(name, writer, options)) for name, writer in chosen.items())


def _for_options(name: str, writer: Writer, options: Options) -> Writer:
    if name != "docx" or not (options.comments or options.reference_doc or options.embed_fonts):
        return writer
    from convert.writers.docx import DocxWriter

    house = Path(options.reference_doc) if options.reference_doc else None
    return DocxWriter(comments=options.comments, reference_doc=house, embed_fonts=options.embed_fonts)


class Job(Struct, frozen=True):
    """One run: inputs, settings, formats, and where the outputs go.

    `output` is the one file that `-o` names; `stdout` is set where the document itself goes to standard output.
    `given` are the corrections of the command line, `reader` the name that `-f` gives, `plan` what the editor wrote;
    `lists` are the files of operands and settings that were read to know the rest.
    """

    inputs: tuple[Input, ...]
    options: Options
    style: Style
    formats: tuple[Format, ...]
    folder: Path
    output: Path | None = None
    stdout: BinaryIO | None = None
    replace: bool = False
    reader: str | None = None
    given: tuple[Given, ...] = ()
    plan: Plan | None = None
    lists: tuple[str, ...] = ()

    @property
    def limits(self) -> Limits:
        """What each article may take."""
        return Limits(self.options.timeout, self.options.memory)


class Failure(Struct, frozen=True):
    """An article, or one output of it, that was not made, and why; `name` is the input's, `place` its path."""

    name: str
    error: ConvertError
    place: str = ""


class Report(Struct, frozen=True):
    """Who is told: of notes, of failures, of each file when it is there, of how far the run is (done, of, name)."""

    note: Noter
    fail: Callable[[Failure], None]
    made: Callable[[Path], None]
    progress: Callable[[int, int, str], None]


class Outcome(Struct, frozen=True):
    """What came of a run."""

    made: int
    failures: tuple[Failure, ...] = ()

    @property
    def exit_code(self) -> int:
        """0; 10 where something was made and something not; else what the failures agree on, or 4."""
        codes = {failure.error.exit_code for failure in self.failures}
        if not codes:
            return 0 if self.made else 4
        if self.made:
            return 10
        return codes.pop() if len(codes) == 1 else 4


ANY = (Exception, SystemExit, OverLimit)
"""What may come of one article: a plug-in may raise what it likes, and one article must not stop the rest."""


def as_failure(name: str, error: Exception | SystemExit | OverLimit, *, where: str = "") -> Failure:
    """Return any exception that may come of one article as a Failure.

    `where` is said of an error that does not say it itself, or knows no more than the name.
    """
    where = where or name
    if isinstance(error, ConvertError):
        if error.where in ("", name):
            error.where = where
        return Failure(name, error, where)
    if isinstance(error, OverLimit | MemoryError):
        # without a cause: its frames would hold on to the memory
        return Failure(name, _over(error, where), where)
    if isinstance(error, OSError) and error.strerror:
        return Failure(
            name, ConvertError(f"the machine refused: {error.strerror}", where=_path_of(error) or where), where
        )
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    made = ConvertError(f"something unexpected happened: {said}", where=where, hint="please report it, with the input")
    made.__cause__ = error
    return Failure(name, made, where)


def _over(error: OverLimit | MemoryError, where: str) -> ConvertError:
    if isinstance(error, OverLimit):
        return ConvertError(error.message, where=where, hint=error.hint)
    return ConvertError("there is not enough memory for the article", where=where)


def _path_of(error: OSError) -> str:
    return os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
