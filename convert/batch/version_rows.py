"""The journal's part on versions: which version of which of an agency's items each article is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from convert.batch.parcels import kept
from convert.pipeline.versions import Version


class VersionRows:
    """Reads and writes what the journal knows of versions; `do` is the journal's own, which commits."""

    def __init__(self, do: Callable[[str, Sequence[object]], sqlite3.Cursor]) -> None:
        self._do = do

    def put(self, n: int, versions: Sequence[Version]) -> None:
        """Note which versions the articles of a source are, and nothing more of what it was before."""
        self._do("DELETE FROM version WHERE n = ?", (n,))
        for number, each in enumerate(versions):
            told = map(kept, (each.uri, each.number, each.time))
            self._do("INSERT INTO version VALUES (?, ?, ?, ?, ?)", (n, number, *told))

    def several(self) -> Iterator[list[tuple[int, Version]]]:
        """Yield the versions of each item that was made in more than one, with the numbers of their sources."""
        made = "FROM version JOIN article USING (n) WHERE state = 'done'"
        again = f"SELECT uri {made} GROUP BY uri HAVING count(*) > 1"
        query = f"SELECT uri, n, version.number, time, name {made} AND uri IN ({again}) ORDER BY uri, n, at"
        for _, lines in groupby(self._do(query, ()).fetchall(), key=lambda line: line[0]):
            yield [(n, Version(uri, number, time, name)) for uri, n, number, time, name in lines]
