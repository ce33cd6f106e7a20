"""From a Briefing to files: each format's, whole, and nothing over anything that is there already."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import File, Written
from convert.errors import ConvertError, Note, Noter, UsageError
from convert.files.outputs import (
    Identity,
    beside,
    check_folder,
    check_free,
    identities,
    make_folder,
    sweep,
    write_whole,
)
from convert.files.sidecars import sidecars_of
from convert.model import Briefing
from convert.pipeline.job import ANY, Failure, Format, Job, Report, as_failure
from convert.style import style_files


class Target(Struct, frozen=True):
    """Where one document goes, in all its formats: the stem; `output` where `-o` names the file.

    `read` tells the files that the run reads, `taken` the paths of all its outputs: a writer's further files may be
    none of these.
    """

    stem: Path
    output: Path | None = None
    read: frozenset[Identity] = frozenset()
    taken: set[Path] = set()

    def document(self, format_: Format) -> Path:
        """Return the path of the document in a format."""
        return self.output or beside(self.stem, f".{format_.writer.suffix}")


def targets(job: Job, stems: Sequence[str], more: Sequence[str] = ()) -> list[Target]:
    """Return where documents of these stems go, after a look that nothing is in the way.

    `more` are suffixes of further files beside each document. Raises UsageError and OutputExists: nothing is written.
    """
    if len(stems) > 1 and (job.output is not None or job.stdout is not None):
        raise UsageError(f"-o names one file, and there are {len(stems)} articles", hint="use -O FOLDER")
    if job.stdout is not None:
        return [Target(Path("stdout"), None) for _ in stems]
    if job.output is not None:
        stem = job.output.with_suffix("") if job.output.suffix else job.output
        found = [Target(stem, job.output) for _ in stems]
    else:
        found = [Target(job.folder / stem) for stem in stems]
    planned = [target.document(f) for target in found for f in job.formats]
    _refuse_twins(planned)
    planned += [beside(target.stem, suffix) for target in found for suffix in more]
    check_folder(job.folder if job.output is None else job.output.parent)
    read = identities(files_read(job))
    check_free(planned, replace=job.replace, read=read)
    taken = set(planned)
    return [replace(target, read=read, taken=taken) for target in found]


def files_read(job: Job) -> Iterator[str | Path]:
    """Yield every file that a run reads, but for the installation's own: no output may ever take its place."""
    for path in (each.path for each in job.inputs if each.path is not None):
        yield path
        yield from sidecars_of(Path(path))
    yield from job.lists
    if job.plan is not None:
        yield job.plan.path
    if job.options.reference_doc:
        yield job.options.reference_doc
    yield from style_files(job.options.style)


def _refuse_twins(planned: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for path in planned:
        if path in seen:
            raise UsageError("two of the formats would write one file", where=str(path), hint="make them one by one")
        seen.add(path)


def deliver(
    write: Callable[[Format], Written], target: Target, job: Job, report: Report
) -> tuple[list[Path], list[Failure]]:
    """Put what `write` makes into files, in each of the job's formats; one that cannot be made stops no other."""
    made: list[Path] = []
    failures: list[Failure] = []
    for format_ in job.formats:
        path = target.document(format_)
        try:
            made += _put(write(format_), path, target, job, report)
        except ConvertError as error:
            if not error.where:
                error.where = str(path)
            failures.append(Failure(path.name, error))
        except BrokenPipeError:
            # whoever reads the document has gone away: nobody is left to tell
            raise
        except ANY as error:  # the other formats are made
            failures.append(as_failure(path.name, error))
    return made, failures


def written_by(format_: Format, briefing: Briefing, job: Job, note: Noter) -> Written:
    """Return what a writer makes of a briefing; raises ConvertError where a plug-in's gives what cannot be written."""
    written: object = format_.writer.write(briefing, job.style, note)
    said = _what_is_wrong(written)
    if said or not isinstance(written, Written):
        raise ConvertError(f"the writer “{format_.name}” {said}", hint="this is for the maker of the plug-in to mend")
    return written


def _what_is_wrong(written: object) -> str:
    if not isinstance(written, Written):
        return f"gives no files but {type(written).__name__}"
    files: object = written.files
    if not isinstance(files, tuple | list) or not files:
        return "gives no files"
    if not all(isinstance(f, File) and isinstance(f.suffix, str) and isinstance(f.data, bytes) for f in files):
        return "gives a file that is none: a suffix and bytes are wanted"
    suffix, count = Counter(file.suffix for file in files).most_common(1)[0]
    return f"gives {count} files of the suffix {suffix}" if count > 1 else ""


def _write_stream(stream: BinaryIO, data: bytes) -> None:
    try:
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ConvertError(f"cannot write to standard output: {error.strerror}", where="-o -") from error


def _put(written: Written, path: Path, target: Target, job: Job, report: Report) -> list[Path]:
    document, *others = written.files
    if job.stdout is not None:
        _write_stream(job.stdout, document.data)
        if others:
            names = ", ".join(file.suffix for file in others)
            report.note(Note("files-left-out", f"standard output takes one file; left out: {names}"))
        return [path]
    missing = _missing(others, target, job)
    # only now: where nothing could be made, no empty folder is left
    make_folder(path.parent)
    new = [place for place in missing if not os.path.lexists(place)]
    try:
        # the document last: where it stands, all that it needs stands too
        for place, file in missing.items():
            write_whole(place, file.data, replace=job.replace)
        write_whole(path, document.data, replace=job.replace)
    except ConvertError:
        _take_away(new, path.parent)
        raise
    report.made(path)
    return [path]


def _take_away(places: Sequence[Path], folder: Path) -> None:
    """Remove what was put beside a document that could not be written: without it nobody would know what it is."""
    for place in places:
        with contextlib.suppress(OSError):
            place.unlink()
            if place.parent != folder:
                place.parent.rmdir()


def _missing(others: Sequence[File], target: Target, job: Job) -> dict[Path, File]:
    """Return a writer's further files by where they go, but for those that an earlier, ended run has put there.

    Raises ConvertError where another output goes or another file is.
    """
    places = {beside(target.stem, file.suffix): file for file in others}
    for place in places:
        if place in target.taken:
            raise ConvertError("a writer asked for the file of another output", where=str(place))
    missing = {place: file for place, file in places.items() if not _stands(place, file.data)}
    check_free(missing, replace=job.replace, read=target.read)
    target.taken.update(places)
    return missing


def _stands(place: Path, data: bytes) -> bool:
    try:
        return not place.is_symlink() and place.stat().st_size == len(data) and place.read_bytes() == data
    except OSError:
        return False


def sweep_folder(job: Job) -> None:
    """Remove what a killed run has left unfinished where the outputs go."""
    if job.stdout is None:
        sweep(job.folder if job.output is None else job.output.parent)
