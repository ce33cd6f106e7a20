"""The seam between batch and whatever runs it: functions of parcels that know no engine, only what is to be made.

A chunk may be run twice, or half and then again: what stands already is found to be finished, not made once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from convert.batch.delivery import Places
from convert.batch.names import OF_THE_ARTICLE, values_of
from convert.batch.parcels import Failed, Looked, Made, Parcel, Spec, arrived, failed_of, note_of
from convert.batch.watchdog import Watchdog
from convert.contracts import Input
from convert.errors import Note, Noter, NothingUsable, unheard
from convert.files.outputs import beside, sync_folder
from convert.model import Provenance
from convert.pipeline.briefs import brief_of
from convert.pipeline.job import ANY, Failure, Job, as_failure
from convert.pipeline.provenance import OF_PACKS_ALONE, provenance_of
from convert.pipeline.reading import Item, items_of, record_of
from convert.pipeline.versions import version_of
from convert.pipeline.writing import written_by

HARD = 2
"""Reading and making each have their time; one that stays in either past both is ended."""

Notes = list[Note]


def run_chunk(parcels: Sequence[Parcel], spec: Spec) -> list[Made]:
    """Make the outputs of every parcel and return what came of each: whatever goes wrong with one is a part of that.

    An article that does not come to an end ends the process: nothing else stops a loop in a library.
    """
    with Watchdog() as watchdog:
        making = _Making(spec, watchdog)
        made = [making.made(parcel) for parcel in parcels]
    # once for all of them: the journal takes them for done only after that
    for folder in making.touched:
        sync_folder(folder)
    return made


def look_chunk(parcels: Sequence[Parcel], spec: Spec) -> list[Looked]:
    """Return what the articles of every parcel give to their names and groups; nothing is written."""
    with Watchdog() as watchdog:
        return [_looked(parcel, spec, watchdog) for parcel in parcels]


# ---- making ---------------------------------------------------------------------------------------------------------


class _Making:
    """The making of a chunk; `touched` are the folders that have new files."""

    def __init__(self, spec: Spec, watchdog: Watchdog) -> None:
        self._spec = spec
        self._watchdog = watchdog
        self._job = job_of(spec)
        self.touched: set[Path] = set()

    def made(self, parcel: Parcel) -> Made:
        """Make a parcel's outputs, or tell that it holds other articles than its names say."""
        notes: Notes = []
        self._watchdog.allow(HARD * self._spec.seconds)
        found = found_in(parcel, self._spec, notes.append)
        if len(found) != len(parcel.stems):
            return Made(parcel.n, again=len(found))
        done: list[Made] = []
        for each, stem in zip(found, parcel.stems, strict=True):
            done.append(self._of_one(each, parcel, stem, notes.append))
            self._watchdog.allow(HARD * self._spec.seconds)
        return Made(
            parcel.n,
            tuple(output for each in done for output in each.outputs),
            tuple(failure for each in done for failure in each.failures),
            tuple(map(note_of, notes)),
            sum(each.written for each in done),
            versions=tuple(filter(None, (version_of(each) for each in found if isinstance(each, Item)))),
        )

    def _of_one(self, found: Item | Failure, parcel: Parcel, stem: str, note: Noter) -> Made:
        failure = found if isinstance(found, Failure) else None
        if not isinstance(found, Failure):
            try:
                return self._documents(found, parcel, Path(self._spec.folder, stem), note)
            except ANY as error:  # one article must not stop the rest
                failure = as_failure(found.name, error, where=parcel.place)
        return Made(parcel.n, failures=() if failure is None else (failed_of(failure.name, failure.error),))

    def _documents(self, item: Item, parcel: Parcel, stem: Path, note: Noter) -> Made:
        """Make an article's documents: of those that do not stand there yet."""

        def provenance() -> Provenance:
            return provenance_of([item], self._job, without=OF_PACKS_ALONE)

        places = Places(self._job.folder, parcel.key, provenance, parcel.known, self.touched)
        standing = {each.name: places.finished(beside(stem, f".{each.writer.suffix}")) for each in self._job.formats}
        outputs = [output for output in standing.values() if output is not None]
        missing = tuple(each for each in self._job.formats if standing[each.name] is None)
        if not missing:
            return Made(parcel.n, tuple(outputs))
        allowance = self._job.limits.allowance()
        with allowance.held():
            briefing = brief_of(item, replace(self._job, formats=missing), note)
        failures: list[Failed] = []
        written = 0
        for format_ in missing:
            suffix = f".{format_.writer.suffix}"
            try:
                with allowance.held():
                    document = written_by(format_, briefing, self._job, note)
                made, count = places.deliver(stem, suffix, document)
            except ANY as error:  # the other formats are made
                path = beside(stem, suffix)
                failures.append(failed_of(path.name, as_failure(path.name, error, where=str(path)).error))
            else:
                outputs += made
                written += count
        return Made(parcel.n, tuple(outputs), tuple(failures), written=written)


def found_in(parcel: Parcel, spec: Spec, note: Noter) -> list[Item | Failure]:
    """Return the articles of a parcel; one that cannot be read is among them."""
    source = arrived(parcel.source)
    if not isinstance(source, Input):
        origin = Input(parcel.name, _nothing_to_open, given=parcel.given, path=parcel.path)
        return [Item(origin, parcel.number, source, parcel.given)]
    # an operand is read as `-f` says, an item of a container by what it is
    reader = parcel.reader if source.depth == 0 else None
    found = list(items_of(source, reader, spec.options.max_size, note, job_of(spec).limits))
    return found or [as_failure(parcel.name, _nothing(), where=parcel.place)]


def _nothing() -> NothingUsable:
    return NothingUsable("there is no article in it")


def _nothing_to_open() -> BinaryIO:
    raise _nothing()


# ---- looking --------------------------------------------------------------------------------------------------------


def _looked(parcel: Parcel, spec: Spec, watchdog: Watchdog) -> Looked:
    watchdog.allow(HARD * spec.seconds)
    found = found_in(parcel, spec, unheard)
    return Looked(parcel.n, tuple(_values(each, spec, watchdog) for each in found))


def _values(found: Item | Failure, spec: Spec, watchdog: Watchdog) -> dict[str, str]:
    """Return what an article gives to its name; one that cannot be read gives nothing, and is said when it is made."""
    if not isinstance(found, Failure):
        watchdog.allow(HARD * spec.seconds)
        try:
            with job_of(spec).limits.allowance().held():
                return values_of(record_of(found, frozenset(), unheard).article.metadata)
        except ANY:
            pass
    return dict(OF_THE_ARTICLE)


# ---- what a process has once ----------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def job_of(spec: Spec) -> Job:
    """Return what is to be made as the pipeline takes it, the same for every chunk."""
    return spec.job()
