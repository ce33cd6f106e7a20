"""What may have ended the run before is opened by a worker first: whether it did, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from convert.batch.chunk import HARD
from convert.batch.culprits import Culprit, suspect_in
from convert.batch.driver import Driver
from convert.batch.journal import FOLDER
from convert.batch.leaves import Broken, opened, operand_of
from convert.batch.parcels import Looked, Parcel, Spec
from convert.batch.traffic import Lost
from convert.batch.watchdog import Watchdog
from convert.contracts import Input
from convert.errors import Note, unheard
from convert.pipeline.job import ANY


def open_chunk(parcels: Sequence[Parcel], spec: Spec) -> list[Looked]:
    """Open operands, each up to the `number` of its articles: readable or not, what returns has outlived them."""
    with Watchdog() as watchdog, opened(spec, {}) as leaves:
        for parcel in parcels:
            watchdog.allow(HARD * spec.seconds)
            found = leaves.of(cast("Input", parcel.source), unheard)
            for _, leaf in zip(range(parcel.number), found, strict=False):
                watchdog.allow(HARD * spec.seconds)
                if not isinstance(leaf, Broken):
                    with suppress(*ANY):
                        leaves.sendable(leaf.source)
    return [Looked(parcel.n, ()) for parcel in parcels]


class Trial(Driver):
    """Finds out which operands end the process that opens them."""

    def hold(self) -> None:
        """Note what ends a worker too, and forget what does so no more."""
        suspects = self._journal.culprits.all()
        last = suspect_in(Path(self._batch.spec.folder) / FOLDER)
        if last is not None:
            said = "the last run ended while it opened this: a worker opens it first"
            self._report.note(Note("opened-apart", said, last.operand, level="info"))
            suspects[last.operand] = last
        for answered in self._traffic.replies(open_chunk, self._parcels(suspects)):
            for parcel, reply in answered:
                suspect = suspects[operand_of(cast("Input", parcel.source))]
                if isinstance(reply, Lost):
                    self._journal.culprits.put(replace(suspect, why=reply.why))
                else:
                    self._journal.culprits.clear(suspect.operand)
            self._journal.commit()

    def _parcels(self, suspects: Mapping[str, Culprit]) -> Iterator[Parcel]:
        if not suspects:
            return
        with opened(self._batch.spec, {}) as leaves:
            for origin in self._batch.inputs():
                suspect = suspects.get(operand_of(origin))
                if suspect is None:
                    continue
                try:
                    source, _ = leaves.sendable(origin)
                except ANY:  # it is said when it is planned
                    continue
                yield Parcel(0, "", source, suspect.count + 1, path=origin.path)
