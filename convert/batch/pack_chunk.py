"""The seam for packs: a bundle of articles goes to a worker, and one pack of them comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from convert.batch.chunk import ended_if_late, found_in, job_of
from convert.batch.delivery import Places
from convert.batch.parcels import Bundle, Failed, Made, Output, Spec, failed_of, note_of
from convert.contracts import File, Written
from convert.errors import Note, NothingUsable
from convert.files.outputs import beside
from convert.model import Briefing
from convert.pipeline.job import ANY, Failure, as_failure
from convert.pipeline.packs import MANIFEST, manifest_of, pack_of_items, writer_of
from convert.pipeline.reading import Item

EACH = 1.0
"""Seconds that each article adds to those that a pack may take."""


def pack_chunk(bundles: Sequence[Bundle], spec: Spec) -> list[Made]:
    """Make the pack of every bundle and return what came of each."""
    return [_made(bundle, spec) for bundle in bundles]


def _made(bundle: Bundle, spec: Spec) -> Made:
    notes: list[Note] = []
    items, failures = _read(bundle, spec, notes)
    outputs: list[Output] = []
    failed: list[Failed] = []
    try:
        with ended_if_late(spec.seconds + EACH * len(items)):
            briefing = pack_of_items(items, failures, job_of(spec), notes.append)
            if briefing is not None:
                outputs, failed = _written(briefing, failures, bundle, spec, notes)
    except ANY as error:  # one pack must not stop the others
        failed.append(failed_of(bundle.stem, as_failure(bundle.stem, error).error))
    if not outputs and not failed and not failures:
        failed.append(failed_of(bundle.stem, NothingUsable("there is no article in it")))
    left_out = tuple(failed_of(failure.name, failure.error) for failure in failures)
    return Made(bundle.n, tuple(outputs), (*left_out, *failed), tuple(map(note_of, notes)), len(outputs))


def _read(bundle: Bundle, spec: Spec, notes: list[Note]) -> tuple[list[Item], list[Failure]]:
    items: list[Item] = []
    failures: list[Failure] = []
    for member in bundle.members:
        found = found_in(member.parcel, spec, notes.append)
        for each in (found[number] for number in member.articles if number < len(found)):
            if isinstance(each, Failure):
                failures.append(each)
            else:
                items.append(each)
    return items, failures


def _written(
    briefing: Briefing, left_out: Sequence[Failure], bundle: Bundle, spec: Spec, notes: list[Note]
) -> tuple[list[Output], list[Failed]]:
    job = job_of(spec)
    places = Places(job.folder, bundle.key, briefing.provenance, bundle.known)
    stem = Path(spec.folder, bundle.stem)
    write = writer_of(briefing, job, notes.append)
    outputs: list[Output] = []
    failed: list[Failed] = []
    made: list[Path] = []
    for format_ in job.formats:
        path = beside(stem, f".{format_.writer.suffix}")
        try:
            found, _ = places.deliver(stem, f".{format_.writer.suffix}", write(format_))
        except ANY as error:  # the other formats are made
            failed.append(failed_of(path.name, as_failure(path.name, error, where=str(path)).error))
        else:
            outputs += found
            made.append(path)
    if made:
        manifest = Written((File(MANIFEST, manifest_of(briefing.provenance, made, left_out)),))
        found, _ = places.deliver(stem, MANIFEST, manifest)
        outputs += found
    return outputs, failed
