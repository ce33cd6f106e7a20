"""The driver: it plans, has articles made, and journals what came of each; whatever happens to one, the rest go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from convert.batch.chunk import look_chunk, run_chunk
from convert.batch.driver import Driver
from convert.batch.engines import Engine
from convert.batch.journal import Journal
from convert.batch.packing import PackDriver
from convert.batch.parcels import Failed, Looked, Made, Output, Parcel
from convert.batch.plan import Batch, draw_up, names_of
from convert.batch.stop import Stop
from convert.batch.traffic import Lost, Reply
from convert.batch.trial import Trial
from convert.errors import Note, NothingUsable
from convert.pipeline.job import Report
from convert.pipeline.versions import superseded


class Tally(Struct, frozen=True):
    """What a run came to: articles done (`before` it began, too), failed, and left because the user stopped it."""

    done: int
    before: int
    failed: int
    left: int
    exit_code: int


def run_batch(batch: Batch, journal: Journal, engine: Engine, report: Report, stop: Stop) -> Tally:
    """Make the outputs of every article that is not done, or of as many as the user lets it.

    Raises NothingUsable where the operands hold no article.
    """
    journal.begin()
    Trial(batch, journal, engine, report, stop).hold()
    if not stop.is_asked:
        draw_up(batch, journal, report, stop)
    before = journal.counts(journal.run)
    if not stop.is_asked and not before:
        raise NothingUsable("there is no article in the input")
    if batch.spec.pack_by is None:
        driver = _BriefDriver(batch, journal, engine, report, stop)
        driver.name_all()
        driver.make_all(before["done"])
        driver.note_older_versions()
    else:
        packs = PackDriver(batch, journal, engine, report, stop)
        packs.look_at_all()
        packs.make_all()
    counts = journal.counts(journal.run)
    return Tally(counts["done"], before["done"], counts["failed"], counts["planned"], _exit_code(journal))


class _BriefDriver(Driver):
    """Makes the briefings of a run, each of an article."""

    # ---- names ------------------------------------------------------------------------------------------------------

    def name_all(self) -> None:
        """Look at every article that has no name yet, and name them in their order: twins do not depend on luck."""
        order: deque[int] = deque()
        replies: dict[int, Reply] = {}
        if not self._batch.pattern.looks:
            return
        for answered in self._traffic.replies(look_chunk, self._nameless(order)):
            replies.update((parcel.n, reply) for parcel, reply in answered)
            while order and order[0] in replies:
                n = order.popleft()
                self._name(n, replies.pop(n))
            self._journal.commit()

    def _nameless(self, order: deque[int]) -> Iterator[Parcel]:
        for parcel in self._waiting(lambda row: not row.stems):
            order.append(parcel.n)
            yield parcel

    def _name(self, n: int, reply: Reply) -> tuple[str, ...]:
        match reply:
            case Looked(values=values):
                stems = names_of(self._journal, self._batch.pattern, self._journal.row(n), values)
                self._journal.give_stems(n, stems)
                return stems
            case Lost(why=why):
                self._give_up(n, why)
        return ()

    # ---- outputs ----------------------------------------------------------------------------------------------------

    def make_all(self, done: int) -> None:
        """Have everything made that waits; `done` articles are done already."""
        total = self._journal.counts(self._journal.run).total()
        self._report.progress(done, total, "")
        for answered in self._traffic.replies(run_chunk, self._waiting()):
            for parcel, reply in answered:
                done += self._take(parcel, reply)
            self._journal.commit()
            self._report.progress(done, total, answered[-1][0].name)

    def _take(self, parcel: Parcel, reply: Reply) -> int:
        """Journal what came of a parcel, or send it on; return how many articles' sources are settled by it."""
        match reply:
            case Made(again=again) if again:
                self._traffic.send(look_chunk, parcel)
                return 0
            case Looked():
                self._traffic.send(run_chunk, replace(parcel, stems=self._name(parcel.n, reply)))
                return 0
            case Made():
                self._settle(reply, parcel.known)
            case Lost(why=why):
                self._give_up(parcel.n, why)
        return 1

    def _give_up(self, n: int, why: str) -> None:
        row = self._journal.row(n)
        hint = "the others are made; the same command tries it again"
        self._settle(Made(n, failures=(Failed(row.name, why, row.place, hint),)), row.outputs)

    def _settle(self, made: Made, known: Iterable[Output]) -> None:
        self._journal.note(made, known)
        self._tell(made)

    # ---- versions ---------------------------------------------------------------------------------------------------

    def note_older_versions(self) -> None:
        """Say which articles are no more than older versions of others: they were made like all, for an archive."""
        if self._stop.is_asked:
            return
        for versions in self._journal.versions.several():
            for older, newest in superseded([version for _, version in versions]):
                (n, version), (_, newer) = versions[older], versions[newest]
                row = self._journal.row(n)
                said = f"{version.name} of {version.uri} is made, but {newer.name} is newer"
                note = Note("superseded", said, row.place)
                if self._journal.add_note(row, note):
                    self._report.note(note)
        self._journal.commit()


def _exit_code(journal: Journal) -> int:
    """Return 0; 10 where some articles failed; where all did, what they agree on, or 4."""
    counts = journal.counts(journal.run)
    if not counts["failed"]:
        return 0
    if counts["done"] or counts["planned"]:
        return 10
    codes = {failed.exit_code for row in journal.rows("failed") if row.run == journal.run for failed in row.failures}
    return codes.pop() if len(codes) == 1 else 4
