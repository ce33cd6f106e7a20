"""The seam between batch and whatever runs it: functions of parcels that know no engine, only what is to be made.

A chunk may be run twice, or half and then again: what stands already is found to be finished, not made once more.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO, TextIO

from msgspec.structs import replace

from convert.batch.delivery import Places
from convert.batch.names import OF_THE_ARTICLE, values_of
from convert.batch.parcels import Failed, Looked, Made, Parcel, Spec, failed_of, note_of
from convert.contracts import Input
from convert.errors import Note, Noter, NothingUsable, unheard
from convert.files.outputs import beside
from convert.pipeline.briefs import brief_of
from convert.pipeline.job import ANY, Failure, Job, as_failure
from convert.pipeline.provenance import OF_PACKS_ALONE, provenance_of
from convert.pipeline.reading import Item, items_of, record_of
from convert.pipeline.writing import written_by

GRACE = 5.0
"""Seconds after an article's time is over until its process is ended: what can end in an orderly way does so before."""

Notes = list[Note]


def run_chunk(parcels: Sequence[Parcel], spec: Spec) -> list[Made]:
    """Make the outputs of every parcel and return what came of each: whatever goes wrong with one is a part of that.

    An article that does not come to an end ends the process: nothing else stops a loop in a library.
    """
    return [_made(parcel, spec) for parcel in parcels]


def look_chunk(parcels: Sequence[Parcel], spec: Spec) -> list[Looked]:
    """Return what the articles of every parcel give to their names and groups; nothing is written."""
    return [_looked(parcel, spec) for parcel in parcels]


# ---- making ---------------------------------------------------------------------------------------------------------


def _made(parcel: Parcel, spec: Spec) -> Made:
    notes: Notes = []
    found = found_in(parcel, spec, notes.append)
    if len(found) != len(parcel.stems):
        return Made(parcel.n, again=len(found))
    done = [_of_one(each, parcel, stem, spec, notes) for each, stem in zip(found, parcel.stems, strict=True)]
    return Made(
        parcel.n,
        tuple(output for each in done for output in each.outputs),
        tuple(failure for each in done for failure in each.failures),
        tuple(map(note_of, notes)),
        sum(each.written for each in done),
    )


def found_in(parcel: Parcel, spec: Spec, note: Noter) -> list[Item | Failure]:
    """Return the articles of a parcel; one that cannot be read is among them."""
    if not isinstance(parcel.source, Input):
        origin = Input(parcel.name, _nothing_to_open, given=parcel.given, path=parcel.path)
        return [Item(origin, parcel.number, parcel.source, parcel.given)]
    # an operand is read as `-f` says, an item of a container by what it is
    reader = parcel.reader if parcel.source.depth == 0 else None
    job = job_of(spec)
    with ended_if_late(spec.seconds):
        found = list(items_of(parcel.source, reader, spec.options.max_size, note, job.limits))
    return found or [as_failure(parcel.name, _nothing(), where=parcel.place)]


def _of_one(found: Item | Failure, parcel: Parcel, stem: str, spec: Spec, notes: Notes) -> Made:
    if isinstance(found, Failure):
        return Made(parcel.n, failures=(failed_of(found.name, found.error),))
    try:
        with ended_if_late(spec.seconds):
            return _documents(found, parcel, Path(spec.folder, stem), job_of(spec), notes.append)
    except ANY as error:  # one article must not stop the rest
        return Made(
            parcel.n, failures=(failed_of(found.name, as_failure(found.name, error, where=parcel.place).error),)
        )


def _documents(item: Item, parcel: Parcel, stem: Path, job: Job, note: Noter) -> Made:
    """Make an article's documents: of those that do not stand there yet."""
    provenance = provenance_of([item], job, without=OF_PACKS_ALONE)
    places = Places(job.folder, parcel.key, provenance, parcel.known)
    finished = [(each, places.finished(beside(stem, f".{each.writer.suffix}"))) for each in job.formats]
    outputs = [output for _, output in finished if output is not None]
    missing = tuple(each for each, output in finished if output is None)
    if not missing:
        return Made(parcel.n, tuple(outputs))
    failures: list[Failed] = []
    written = 0
    allowance = job.limits.allowance()
    with allowance.held():
        briefing = brief_of(item, replace(job, formats=missing), note)
    for format_ in missing:
        path = beside(stem, f".{format_.writer.suffix}")
        try:
            with allowance.held():
                document = written_by(format_, briefing, job, note)
            made, count = places.deliver(stem, f".{format_.writer.suffix}", document)
        except ANY as error:  # the other formats are made
            failures.append(failed_of(path.name, as_failure(path.name, error, where=str(path)).error))
        else:
            outputs += made
            written += count
    return Made(parcel.n, tuple(outputs), tuple(failures), written=written)


def _nothing() -> NothingUsable:
    return NothingUsable("there is no article in it")


def _nothing_to_open() -> BinaryIO:
    raise _nothing()


# ---- looking --------------------------------------------------------------------------------------------------------


def _looked(parcel: Parcel, spec: Spec) -> Looked:
    return Looked(parcel.n, tuple(_values(each, spec) for each in found_in(parcel, spec, unheard)))


def _values(found: Item | Failure, spec: Spec) -> dict[str, str]:
    """Return what an article gives to its name; one that cannot be read gives nothing, and is said when it is made."""
    if not isinstance(found, Failure):
        try:
            with ended_if_late(spec.seconds), job_of(spec).limits.allowance().held():
                return values_of(record_of(found, frozenset(), unheard).article.metadata)
        except ANY:
            pass
    return dict(OF_THE_ARTICLE)


# ---- what a process has once ----------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def job_of(spec: Spec) -> Job:
    """Return what is to be made as the pipeline takes it, the same for every chunk."""
    return spec.job()


@contextmanager
def ended_if_late(seconds: float) -> Iterator[None]:
    """End the process where what is done here takes longer: its engine notices, and the article is named."""
    faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=_nowhere())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
