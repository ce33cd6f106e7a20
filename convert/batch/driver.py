"""What every driver of a run has, and how it tells what came of a piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from convert.batch.engines import Engine
from convert.batch.journal import Journal
from convert.batch.parcels import Made, Parcel
from convert.batch.plan import Batch, Wanted, waiting
from convert.batch.stop import Stop
from convert.batch.traffic import Traffic
from convert.pipeline.job import Failure, Report


class Driver:
    """Sends the articles of a batch to an engine; what comes back it journals and tells."""

    def __init__(self, batch: Batch, journal: Journal, engine: Engine, report: Report, stop: Stop) -> None:
        self._batch = batch
        self._journal = journal
        self._report = report
        self._stop = stop
        self._traffic = Traffic(engine, batch.spec, stop)

    def _waiting(self, wanted: Wanted = lambda _: True) -> Iterator[Parcel]:
        return waiting(self._batch, self._journal, self._stop, wanted)

    def _tell(self, made: Made) -> None:
        for note in made.notes:
            self._report.note(note)
        for failed in made.failures:
            self._report.fail(Failure(failed.name, failed.error, failed.where))
        for output in made.outputs:
            self._report.made(Path(self._batch.spec.folder) / output.path)
