"""`verify`: an output made again from its sources and its own provenance, and compared byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from convert.config import Options
from convert.contracts import Written
from convert.errors import ConvertError, Differs, unheard
from convert.files.outputs import beside
from convert.model import Briefing, Entry, Provenance, Record
from convert.pipeline.briefs import brief_of
from convert.pipeline.differences import differences
from convert.pipeline.embedded import Embedded, Manifest, embedded, formats_by_ending, manifest_in
from convert.pipeline.job import ANY, Format, Job, as_failure, writers_for
from convert.pipeline.packs import MANIFEST, PAGED, laid_out, pack_of, pack_parts
from convert.pipeline.reading import Item, record_of
from convert.pipeline.recorded import (
    OtherVersion,
    given_of,
    is_of_plan,
    is_pack,
    left_out_of,
    options_of,
    reader_of,
    refuse_other_packages,
    refuse_other_version,
    said_of,
    style_of,
    template_of,
)
from convert.pipeline.sources import NoSource, Reading, SourceChanged, Sources
from convert.pipeline.writing import written_by
from convert.regular_files import regular_file

Kind = Literal["agrees", "differs", "version", "changed", "source", "none"]


_MOST_OF_OUTPUT = 2_000_000_000


class Verdict(Struct, frozen=True):
    """What came of one output: made again it agrees or differs, or what it takes is another, gone, or not said."""

    path: Path
    kind: Kind
    said: tuple[str, ...] = ()


class _Made:
    """A briefing made again."""

    def __init__(self, job: Job, briefing: Briefing) -> None:
        self.job = job
        self.briefing = briefing

    @cached_property
    def laid_out(self) -> tuple[Briefing, Written | None]:
        """It with the pages that its PDF gives it, and that PDF: of a pack that can be set in PDF."""
        if self.briefing.kind == "brief":
            return self.briefing, None
        try:
            return laid_out(self.briefing, self.job.style, unheard)
        except ConvertError:
            return self.briefing, None

    def written(self, format_: Format) -> Written:
        """Return it in a format."""
        briefing, pdf = self.laid_out if format_.name in PAGED else (self.briefing, None)
        if format_.name == "pdf" and pdf is not None:
            return pdf
        return written_by(format_, briefing, self.job, unheard)


class Verifier:
    """Verifies outputs one by one; outputs of the same briefing that follow each other have it made once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._last: tuple[Provenance, bool, _Made] | None = None

    def verdicts(self, paths: Iterable[Path]) -> Iterator[Verdict]:
        """Yield what came of each file."""
        for path in paths:
            try:
                yield self._verdict(path)
            except SourceChanged as error:
                yield Verdict(path, "changed", _words(error))
            except NoSource as error:
                yield Verdict(path, "source", _words(error))
            except OtherVersion as error:
                yield Verdict(path, "version", _words(error))
            except Differs as error:
                yield Verdict(path, "differs", _words(error))
            except ANY as error:  # one output must not stop the rest
                failed = as_failure(path.name, error).error
                yield Verdict(path, "differs", ("it cannot be made again", *_words(failed)))

    def _verdict(self, path: Path) -> Verdict:
        data = _read(path)
        manifest = manifest_in(data)
        if manifest is not None:
            found = tuple(_unlike(manifest, path.parent))
            return Verdict(path, "differs" if found else "agrees", found)
        known = embedded(path, data) or _listed(path)
        if known is None:
            return Verdict(path, "none", ("it carries no provenance, and no manifest beside it names it",))
        refuse_other_version(known.provenance)
        if not known.formats:
            raise Differs("its format cannot be told by its name", hint="call it by the format's ending")
        return self._compared(path, data, known)

    def _compared(self, path: Path, data: bytes, known: Embedded) -> Verdict:
        """Compare with each format that the file may be in: one that agrees is the one."""
        first: tuple[str, ...] | None = None
        for name in known.formats:
            (format_,) = writers_for([name], self._options(known.provenance))
            found = self._unlike_again(path, data, known.provenance, format_)
            if not found:
                return Verdict(path, "agrees")
            first = first or found
        return Verdict(path, "differs", first or ())

    def _unlike_again(self, path: Path, data: bytes, provenance: Provenance, format_: Format) -> tuple[str, ...]:
        made = self._made(provenance, format_)
        refuse_other_packages(provenance, made.briefing.provenance)
        document, *others = made.written(format_).files
        said = differences(data, document.data)
        ending = f".{format_.writer.suffix}"
        stem = path.with_name(path.name.removesuffix(ending)) if path.name.endswith(ending) else path.with_suffix("")
        for other in others:
            said += _unlike_file(beside(stem, other.suffix), other.data)
        return tuple(said)

    def _options(self, provenance: Provenance) -> Options:
        options, template = options_of(provenance), template_of(provenance)
        return replace(options, reference_doc=str(self._sources.path_of(template))) if template else options

    def _made(self, provenance: Provenance, format_: Format) -> _Made:
        whole = format_.name == "json"
        if self._last is None or self._last[:2] != (provenance, whole):
            self._last = (provenance, whole, self._remade(provenance, format_))
        return self._last[2]

    def _remade(self, provenance: Provenance, format_: Format) -> _Made:
        """Make a briefing again of nothing but its provenance and the sources."""
        job = Job(
            inputs=(),
            options=self._options(provenance),
            style=style_of(provenance),
            formats=(format_,),
            folder=Path(),
            reader=reader_of(provenance),
        )
        reading = Reading(job.reader, job.options.columns)
        found = [self._sources.find(each, reading) for each in provenance.inputs]
        items = [replace(item, given=given) for item, given in zip(found, given_of(provenance), strict=True)]
        if not is_pack(provenance):
            if len(items) != 1:
                raise Differs("its provenance is of no briefing: it names no article, or several")
            return _Made(job, brief_of(items[0], job, unheard))
        entries = _entries(items, provenance, job)
        return _Made(job, pack_of(items, entries, left_out_of(provenance), job, unheard))


def _entries(items: Sequence[Item], provenance: Provenance, job: Job) -> list[Entry]:
    parts = pack_parts(job.style, job.options, job.formats)
    return [
        Entry(_record(item, parts), lead=said.lead, note=said.note, translation=said.translation)
        for item, said in zip(items, said_of(provenance), strict=True)
    ]


def _record(item: Item, parts: frozenset[str]) -> Record:
    """Return an article as it was read: what a plan gave is taken once the rest is."""
    planned = tuple(each for each in item.given if is_of_plan(each))
    before = replace(item, given=tuple(each for each in item.given if not is_of_plan(each)))
    return record_of(before, parts, unheard, (lambda _: planned) if planned else None)


# ---- files ----------------------------------------------------------------------------------------------------------


def outputs_in(folder: Path) -> list[Path]:
    """Return the files in a folder and those below it, sorted, hidden ones left out."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _read(path: Path) -> bytes:
    try:
        return regular_file(path, _MOST_OF_OUTPUT)
    except OSError as error:
        raise ConvertError(f"cannot read the file: {error.strerror}", where=str(path)) from error


def _unlike_file(path: Path, data: bytes) -> list[str]:
    if not path.is_file():
        return [f"{path.name} is missing beside it"]
    return [f"{path.name}: {each}" for each in differences(_read(path), data)]


def _unlike(manifest: Manifest, folder: Path) -> Iterator[str]:
    """Yield which of a manifest's outputs are gone or have changed since it was written."""
    for output in manifest.outputs:
        path = folder / Path(output.name).name
        if not path.is_file():
            yield f"{output.name} is missing"
        elif hashlib.sha256(_read(path)).hexdigest() != output.sha256:
            yield f"{output.name} has changed since"


def _listed(path: Path) -> Embedded | None:
    """Return what a pack's manifest beside a file says of it, for formats that have no place for provenance."""
    for beside_it in filter(Path.is_file, sorted(path.parent.glob(f"*{MANIFEST}"))):
        manifest = manifest_in(_read(beside_it))
        if manifest and any(output.name == path.name for output in manifest.outputs):
            return Embedded(manifest.provenance, formats_by_ending(path))
    return None


def _words(error: ConvertError) -> tuple[str, ...]:
    return tuple(filter(None, (error.message, error.hint)))
