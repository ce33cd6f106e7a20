"""From a Briefing to files: each format's, whole, and nothing over anything that is there already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from convert.contracts import Written
from convert.errors import ConvertError, Note, UsageError
from convert.files.outputs import beside, check_folder, check_free, make_folder, write_whole
from convert.model import Briefing
from convert.pipeline.job import Failure, Format, Job, Report, as_failure


class Target(Struct, frozen=True):
    """Where one document goes, in all its formats: the stem; `output` where `-o` names the file."""

    stem: Path
    output: Path | None = None

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
        found = [Target(job.output.with_suffix("") if job.output.suffix else job.output, job.output)]
    else:
        found = [Target(job.folder / stem) for stem in stems]
    planned = [target.document(f) for target in found for f in job.formats]
    _refuse_twins(planned)
    planned += [beside(target.stem, suffix) for target in found for suffix in more]
    check_folder(job.folder if job.output is None else job.output.parent)
    check_free(planned, replace=job.replace, sources=[i.path for i in job.inputs if i.path is not None])
    return found


def _refuse_twins(planned: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for path in planned:
        if path in seen:
            raise UsageError("two of the formats would write one file", where=str(path), hint="make them one by one")
        seen.add(path)


def write_briefing(
    briefing: Briefing, target: Target, job: Job, report: Report, ready: dict[str, Written]
) -> tuple[list[Path], list[Failure]]:
    """Write a briefing in the job's formats; one format that cannot hold it does not stop the others.

    `ready` holds, by format, what was written already to know its pages.
    """
    made: list[Path] = []
    failures: list[Failure] = []
    for format_ in job.formats:
        path = target.document(format_)
        try:
            written = ready.get(format_.name) or format_.writer.write(briefing, job.style, report.note)
            made += _deliver(written, path, target, job, report)
        except ConvertError as error:
            if not error.where:
                error.where = str(path)
            failures.append(Failure(path.name, error))
        except BrokenPipeError:
            # whoever reads the document has gone away: nobody is left to tell
            raise
        except Exception as error:  # noqa: BLE001 -- a plug-in may raise anything; the other formats are still made
            failures.append(as_failure(path.name, error))
    return made, failures


def _write_stream(stream: BinaryIO, data: bytes) -> None:
    try:
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ConvertError(f"cannot write to standard output: {error.strerror}", where="-o -") from error


def _deliver(written: Written, path: Path, target: Target, job: Job, report: Report) -> list[Path]:
    document, *others = written.files
    if job.stdout is not None:
        _write_stream(job.stdout, document.data)
        if others:
            names = ", ".join(file.suffix for file in others)
            report.note(Note("files-left-out", f"standard output takes one file; left out: {names}"))
        return [path]
    # only now: where nothing could be made, no empty folder is left
    make_folder(path.parent)
    # the document last: where it stands, all that it needs stands too
    for file in others:
        write_whole(beside(target.stem, file.suffix), file.data, replace=job.replace)
    write_whole(path, document.data, replace=job.replace)
    report.made(path)
    return [path]
