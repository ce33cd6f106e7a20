"""The journal's part on packs: which articles are in which, and what came of each pack."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from convert.batch.parcels import Failed, Made, Output, State


class PackRow(Struct, frozen=True):
    """A pack in the journal: `name` is what its articles have in common, `stem` what it is called for good.

    `key` is the hash of all that it was last made of.
    """

    n: int
    name: str
    stem: str
    key: str
    state: State
    outputs: tuple[Output, ...]


class Seat(Struct, frozen=True):
    """An article's source and the packs of the articles in it, in their order."""

    n: int
    key: str
    size: int
    packs: tuple[str, ...]


_names = msgspec.json.Decoder(tuple[str, ...])
_failures = msgspec.json.Decoder(tuple[Failed, ...])
_outputs = msgspec.json.Decoder(tuple[Output, ...])


class PackRows:
    """Reads and writes what the journal knows of packs; `do` is the journal's own, which commits."""

    def __init__(self, do: Callable[[str, Sequence[object]], sqlite3.Cursor]) -> None:
        self._do = do

    def put(self, n: int, packs: Iterable[str]) -> None:
        """Note to which packs the articles of a source belong."""
        self._do("UPDATE article SET packs = ? WHERE n = ?", (_json(tuple(packs)), n))

    def seats(self, run: int) -> Iterator[Seat]:
        """Yield every source of a run that has its packs, in the order of the plan."""
        query = "SELECT n, key, size, packs FROM article WHERE run = ? AND packs IS NOT NULL AND state != 'failed'"
        for n, key, size, packs in self._do(f"{query} ORDER BY n", (run,)):
            yield Seat(n, key, size, _names.decode(packs))

    def row(self, name: str, called: Callable[[], str]) -> PackRow:
        """Return a pack by its name; one that nobody made yet is noted as planned, called as `called` says."""
        query = "SELECT n, name, stem, key, state, outputs FROM pack WHERE name = ?"
        if not (line := self._do(query, (name,)).fetchone()):
            self._do("INSERT INTO pack (name, stem, key) VALUES (?, ?, '')", (name, called()))
            line = self._do(query, (name,)).fetchone()
        n, there, stem, key, state, outputs = line
        return PackRow(n, there, stem, key, state, _outputs.decode(outputs) if outputs else ())

    def note(self, row: PackRow, key: str, made: Made) -> None:
        """Note what came of a pack."""
        outputs = {each.path: each for each in (*row.outputs, *made.outputs)}
        self._do(
            "UPDATE pack SET key = ?, state = ?, outputs = ?, failures = ? WHERE n = ?",
            (key, "failed" if made.failures else "done", _json(tuple(outputs.values())), _json(made.failures), row.n),
        )

    def seat(self, members: Mapping[str, Iterable[int]]) -> None:
        """Note of the articles of packs that they are done, or that they, or a document of such a pack, failed."""
        found: dict[int, list[Failed]] = {}
        for name, numbers in members.items():
            said = self._do("SELECT failures FROM pack WHERE name = ?", (name,)).fetchone()[0]
            failures = _failures.decode(said) if said else ()
            for n in numbers:
                found.setdefault(n, []).extend(failed for failed in failures if failed.n in (0, n))
        for n, own in found.items():
            state, why = ("failed", _json(own)) if own else ("done", None)
            self._do("UPDATE article SET state = ?, failures = ? WHERE n = ?", (state, why, n))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
