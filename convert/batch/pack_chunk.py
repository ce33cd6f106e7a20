"""The seam for packs: a bundle of articles goes to a worker, and one pack of them comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from convert.batch.chunk import HARD, found_in, job_of
from convert.batch.delivery import Places
from convert.batch.parcels import Bundle, Failed, Made, Output, Spec, failed_of, note_of
from convert.batch.watchdog import Watchdog
from convert.contracts import File, Written
from convert.errors import Note, NothingUsable
from convert.files.outputs import beside, sync_folder
from convert.model import Briefing
from convert.pipeline.job import ANY, Failure, as_failure
from convert.pipeline.packs import MANIFEST, manifest_of, pack_of_items, writer_of
from convert.pipeline.reading import Group, Item
from convert.pipeline.versions import without_superseded

EACH = 1.0
"""Seconds that each article adds to those that a pack may take."""


def pack_chunk(bundles: Sequence[Bundle], spec: Spec) -> list[Made]:
    """Make the pack of every bundle and return what came of each."""
    touched: set[Path] = set()
    with Watchdog() as watchdog:
        made = [_Packing(bundle, spec, touched, watchdog).made() for bundle in bundles]
    for folder in touched:
        sync_folder(folder)
    return made


class _Packing:
    """The making of one pack."""

    def __init__(self, bundle: Bundle, spec: Spec, touched: set[Path], watchdog: Watchdog) -> None:
        self._bundle = bundle
        self._watchdog = watchdog
        self._spec = spec
        self._job = job_of(spec)
        self._touched = touched
        self._notes: list[Note] = []
        self._left_out: list[Failure] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._failed: list[Failed] = []
        self._outputs: list[Output] = []

    def made(self) -> Made:
        """Make it, of those articles that can be read."""
        items = list(self._items())
        self._watchdog.allow(HARD * self._spec.seconds + EACH * len(items))
        try:
            briefing = pack_of_items(items, self._left_out, self._job, self._notes.append)
            if briefing is not None:
                self._write(briefing)
        except ANY as error:  # one pack must not stop the others
            self._fail(self._bundle.stem, as_failure(self._bundle.stem, error))
        if not self._outputs and not self._failed and not self._left_out:
            self._fail(self._bundle.stem, Failure("", NothingUsable("there is no article in it")))
        failures = (*map(self._left_out_of, self._left_out), *self._failed)
        notes = tuple(map(note_of, self._notes))
        return Made(self._bundle.n, tuple(self._outputs), failures, notes, len(self._outputs))

    def _items(self) -> list[Item]:
        items: list[Item] = []
        for member in self._bundle.members:
            self._watchdog.allow(HARD * self._spec.seconds)
            found = found_in(member.parcel, self._spec, self._notes.append)
            for each in (found[number] for number in member.articles if number < len(found)):
                self._numbers[each.name, each.place] = member.parcel.n
                if isinstance(each, Failure):
                    self._left_out.append(each)
                else:
                    items.append(each)
        (group,) = without_superseded([Group(tuple(items), len(items))], self._notes.append)
        return list(group.items)

    def _write(self, briefing: Briefing) -> None:
        folder = Path(self._spec.folder)
        places = Places(folder, self._bundle.key, lambda: briefing.provenance, self._bundle.known, self._touched)
        stem = folder / self._bundle.stem
        write = writer_of(briefing, self._job, self._notes.append)
        made: list[Path] = []
        for format_ in self._job.formats:
            path = beside(stem, f".{format_.writer.suffix}")
            try:
                outputs, _ = places.deliver(stem, f".{format_.writer.suffix}", write(format_))
            except ANY as error:  # the other formats are made
                self._fail(path.name, as_failure(path.name, error, where=str(path)))
            else:
                self._outputs += outputs
                made.append(path)
        if made:
            manifest = File(MANIFEST, manifest_of(briefing.provenance, made, self._left_out))
            outputs, _ = places.deliver(stem, MANIFEST, Written((manifest,)))
            self._outputs += outputs

    def _left_out_of(self, failure: Failure) -> Failed:
        """Return what could not be taken into the pack as data, with the number of its source."""
        return replace(failed_of(failure.name, failure.error), n=self._numbers.get((failure.name, failure.place), 0))

    def _fail(self, name: str, failure: Failure) -> None:
        self._failed.append(failed_of(name, failure.error))
