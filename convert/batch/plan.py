"""Every article of the operands noted in the journal, with its name for good, before the first of them is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from convert.batch.culprits import marked
from convert.batch.journal import FOLDER, Journal, Place, Row
from convert.batch.leaves import Broken, Leaf, Leaves, opened, operand_of, sha256_of
from convert.batch.names import Pattern
from convert.batch.parcels import Made, Output, Parcel, Spec, failed_of, key_of, settings_key
from convert.batch.stop import Stop
from convert.contracts import Input
from convert.errors import Note, unheard
from convert.files.names import numbered_stem, stem_of
from convert.files.outputs import beside
from convert.pipeline.job import ANY, Report, as_failure

COMMIT = 1000
"""Articles planned between two commits."""


class Batch(Struct, frozen=True):
    """One run: its operands, a stream that can be opened again; what is made of each; how the outputs are called."""

    inputs: Callable[[], Iterator[Input]]
    spec: Spec
    pattern: Pattern

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of the documents that are asked for."""
        return tuple(each.writer.suffix for each in self.spec.job().formats)


def draw_up(batch: Batch, journal: Journal, report: Report, stop: Stop) -> None:
    """Note every article of the operands in the journal; name each, unless it has to be looked at for that.

    What is done stays done where it was made of the same bytes in the same way and stands where it was put.
    """
    folder = Path(batch.spec.folder) / FOLDER
    with marked(folder) as mark, opened(batch.spec, journal.culprits.all(), mark) as leaves:
        plan = _Plan(batch, journal, report, stop, leaves)
        for origin in batch.inputs():
            if stop.is_asked:
                break
            plan.add_operand(origin)
    journal.commit()


class _Plan:
    """The plan of a run while it is drawn up."""

    def __init__(self, batch: Batch, journal: Journal, report: Report, stop: Stop, leaves: Leaves) -> None:
        self._leaves = leaves
        self._spec = batch.spec
        self._pattern = batch.pattern
        self._suffixes = batch.suffixes
        self._journal = journal
        self._report = report
        self._stop = stop
        self._settings = settings_key(batch.spec)
        self._nameless = 0

    def add_operand(self, origin: Input) -> None:
        """Plan every article of an operand."""
        self._nameless = 0
        count = 0
        for leaf in self._leaves.of(origin, self._report.note):
            if self._stop.is_asked:
                return
            count += 1
            self._add(leaf)
            if count % COMMIT == 0:
                self._journal.commit()
        self._name(origin, count)

    def _add(self, leaf: Leaf | Broken) -> None:
        try:
            if isinstance(leaf, Broken):
                raise leaf.error
            source, content = self._leaves.sendable(leaf.source)
        except ANY as error:  # what cannot be read is noted; the others are made
            failure = as_failure(leaf.name, error, where=leaf.place)
            n = self._known(Place(leaf.operand, leaf.number, leaf.name, ""))
            if n is not None:
                self._journal.note(
                    Made(n, failures=(failed_of(leaf.name, failure.error),)), self._journal.row(n).outputs
                )
                self._report.fail(failure)
            return
        key = key_of(self._settings, source, content, leaf.given)
        size = (source.size or 0) if isinstance(source, Input) else 0
        self._known(Place(leaf.operand, leaf.number, leaf.name, key, size, content or sha256_of(source)))

    def _known(self, place: Place) -> int | None:
        """Note a place, new or known; return its number, None where this run has met it before."""
        row = self._journal.row_at(place.operand, place.number)
        if row is not None and row.run == self._journal.run:
            self._report.note(Note("operand-twice", "it stands twice among the operands and is made once", row.place))
            return None
        row = row or self._journal.row_moved(place.key)
        if row is None:
            return self._new(place)
        done = row.key == place.key and self._is_done(row)
        self._journal.keep(row, place, "done" if done else "planned")
        if not row.called:
            self._nameless = min(self._nameless or row.n, row.n)
        return row.n

    def _new(self, place: Place) -> int:
        n = self._journal.add(place)
        self._nameless = min(self._nameless or n, n)
        stem = self._journal.found(place.sha256, place.name)
        if stem is not None:
            self._journal.give_stems(n, (stem,))
        return n

    def _is_done(self, row: Row) -> bool:
        wanted = [str(beside(Path(stem), f".{suffix}")) for stem in row.stems or () for suffix in self._suffixes]
        return bool(wanted) and is_made(wanted, row.outputs, row.key, Path(self._spec.folder))

    def _name(self, origin: Input, count: int) -> None:
        """Say what new articles of an operand are called, of which there are `count`; name them if that is enough."""
        if not self._nameless:
            return
        for number, row in enumerate(self._journal.nameless(operand_of(origin), self._nameless)):
            if self._stop.is_asked:
                return
            if number % COMMIT == 0:
                self._journal.commit()
            called = numbered_stem(stem_of(origin.name), row.number, count if row.number else 1)
            stems = row.stems
            if stems is None and not self._pattern.looks and self._spec.pack_by is None:
                stems = names_of(self._journal, self._pattern, replace(row, called=called), [{}])
            self._journal.call(row.n, called, stems)
        self._journal.commit()


def is_made(wanted: Iterable[str], outputs: Iterable[Output], key: str, folder: Path) -> bool:
    """Tell whether every file that is wanted was made of just what `key` says, and still stands there."""
    made = {each.path: each for each in outputs if each.key == key}
    return all(path in made and _stands(folder / path, made[path].size) for path in wanted)


def _stands(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def names_of(journal: Journal, pattern: Pattern, row: Row, articles: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return names for the articles of a row, kept from all others; each says what it gives to its own.

    What the row has been given before is its own.
    """
    names: list[str] = []
    held = set(row.stems or ())
    for number, values in enumerate(articles, start=1):
        stem = numbered_stem(row.called, number, len(articles))
        wanted = pattern.stem({"stem": stem, "n": str(row.n), **values})
        names.append(wanted if wanted in held else journal.free_stem(wanted))
        held.discard(wanted)
    return tuple(names)


# ---- what is left to do ---------------------------------------------------------------------------------------------


Wanted = Callable[[Row], bool]


def waiting(batch: Batch, journal: Journal, stop: Stop, wanted: Wanted = lambda _: True) -> Iterator[Parcel]:
    """Yield a parcel for each article that is planned, not done and wanted, in the order of the operands."""
    with opened(batch.spec, journal.culprits.all()) as leaves:
        sending = _Sending(batch, journal, leaves)
        for origin in batch.inputs():
            if not journal.is_open(operand_of(origin)):
                continue
            for leaf in leaves.of(origin, unheard):
                if stop.is_asked:
                    return
                row = journal.row_at(leaf.operand, leaf.number)
                if isinstance(leaf, Broken) or row is None or row.run != journal.run or row.state != "planned":
                    continue
                parcel = sending.parcel(leaf, row) if wanted(row) else None
                if parcel is not None:
                    yield parcel


class _Sending:
    """The leaves of a run as parcels."""

    def __init__(self, batch: Batch, journal: Journal, leaves: Leaves) -> None:
        self._journal = journal
        self._leaves = leaves
        self._settings = settings_key(batch.spec)
        self._sent = bytearray(journal.last + 1)

    def parcel(self, leaf: Leaf, row: Row) -> Parcel | None:
        """Return a leaf as a parcel, with the key that it has now; note what cannot be read any more.

        An operand that stands there twice is sent once.
        """
        if self._sent[row.n]:
            return None
        self._sent[row.n] = 1
        try:
            source, content = self._leaves.sendable(leaf.source)
        except ANY as error:
            failed = failed_of(leaf.name, as_failure(leaf.name, error, where=leaf.place).error)
            self._journal.note(Made(row.n, failures=(failed,)), row.outputs)
            return None
        key = key_of(self._settings, source, content, leaf.given)
        if key != row.key:
            self._journal.keep(row, Place(leaf.operand, leaf.number, leaf.name, key), "planned")
        stems, path = row.stems or (), leaf.origin.path
        return Parcel(row.n, key, source, leaf.number, stems, path, leaf.reader, leaf.given, row.outputs)
