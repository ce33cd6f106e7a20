"""One pack for each outlet, section or day: articles are looked at, put together, and each pack made by one worker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct

from convert.batch.chunk import look_chunk
from convert.batch.driver import Driver
from convert.batch.names import OF_THE_ARTICLE, slug_of
from convert.batch.pack_chunk import pack_chunk
from convert.batch.pack_rows import PackRow
from convert.batch.parcels import Bundle, Failed, Looked, Made, Member, Parcel, settings_key
from convert.batch.plan import is_made
from convert.batch.traffic import Lost, Reply
from convert.files.names import MAX_STEM, safe_stem
from convert.pipeline.packs import MANIFEST, pack_stem

HELD = 64_000_000
"""Bytes of sources that are held at once: so many packs are put together in one pass over the operands."""

FIELDS = ("section", "outlet", "date")
"""What articles can be put together by."""


class _Group(Struct):
    """The articles of one pack: by source, in the order of the plan, the numbers of those that belong to it."""

    row: PackRow
    key: str
    members: dict[int, tuple[int, ...]]
    size: int = 0


class PackDriver(Driver):
    """Makes the packs of a run."""

    @property
    def _field(self) -> str:
        return self._batch.spec.pack_by or FIELDS[0]

    # ---- which article is in which pack -----------------------------------------------------------------------------

    def look_at_all(self) -> None:
        """Note the pack of every article that is new or has changed."""
        for answered in self._traffic.replies(look_chunk, self._waiting(lambda row: row.packs is None)):
            for parcel, reply in answered:
                self._put(parcel, reply)
            self._journal.commit()

    def _put(self, parcel: Parcel, reply: Reply) -> None:
        match reply:
            case Looked(values=values):
                missing = OF_THE_ARTICLE[self._field]
                self._journal.packs.put(parcel.n, [_alike(each.get(self._field, missing)) for each in values])
            case Lost(why=why):
                made = Made(parcel.n, failures=(Failed(parcel.name, why, parcel.place),))
                self._journal.note(made, parcel.known)
                self._tell(made)

    def _groups(self) -> list[_Group]:
        found: dict[str, _Group] = {}
        settings = settings_key(self._batch.spec)
        for seat in self._journal.packs.seats(self._journal.run):
            for number, name in enumerate(seat.packs):
                if name not in found:
                    row = self._journal.packs.row(name, partial(self._called, name))
                    found[name] = _Group(row, settings, {})
                group = found[name]
                group.members[seat.n] = (*group.members.get(seat.n, ()), number)
                group.size += seat.size // len(seat.packs)
                group.key = hashlib.sha256(f"{group.key} {seat.key} {number}".encode()).hexdigest()
        return list(found.values())

    # ---- packs ------------------------------------------------------------------------------------------------------

    def make_all(self) -> None:
        """Have every pack made that is not done."""
        groups = self._groups()
        open_ = [group for group in groups if not self._is_done(group)]
        done, of = len(groups) - len(open_), len(groups)
        self._report.progress(done, of, "")
        for together in _together(open_):
            by_number = {group.row.n: group for group in together}
            for answered in self._traffic.replies(pack_chunk, self._bundles(together)):
                for bundle, reply in answered:
                    self._settle(by_number[bundle.n], reply)
                    done += 1
                    self._report.progress(done, of, bundle.stem)
                self._journal.commit()
        if not self._stop.is_asked:
            self._journal.packs.seat({group.row.name: group.members for group in groups})
            self._journal.commit()

    def _is_done(self, group: _Group) -> bool:
        wanted = [f"{self._stem(group)}.{suffix}" for suffix in self._batch.suffixes]
        folder = Path(self._batch.spec.folder)
        return group.row.state == "done" and is_made(
            [*wanted, self._stem(group) + MANIFEST], group.row.outputs, group.key, folder
        )

    def _called(self, name: str) -> str:
        """Return a name for a new pack that no other has: outlets may differ in signs that no name has."""
        return self._journal.free_stem(safe_stem(slug_of(name) or OF_THE_ARTICLE[self._field]))

    def _stem(self, group: _Group) -> str:
        """Return the name of a pack's files: its own, after series and number as far as there is room for them."""
        options = self._batch.spec.options
        if not options.series:
            return group.row.stem
        room = MAX_STEM - len(group.row.stem.encode()) - 1
        before = pack_stem(options).encode()[: max(0, room)].decode("utf-8", "ignore").rstrip(" .-")
        return safe_stem(f"{before}-{group.row.stem}" if before else group.row.stem)

    def _bundles(self, groups: list[_Group]) -> Iterator[Bundle]:
        """Yield the packs' articles, collected in one pass over the operands."""
        wanted = {n for group in groups for n in group.members}
        parcels = {parcel.n: parcel for parcel in self._waiting(lambda row: row.n in wanted)}
        for group in groups:
            members = (Member(parcels[n], numbers) for n, numbers in group.members.items() if n in parcels)
            yield Bundle(group.row.n, group.key, self._stem(group), tuple(members), group.row.outputs)

    def _settle(self, group: _Group, reply: Reply) -> None:
        match reply:
            case Lost(why=why):
                made = Made(group.row.n, failures=(Failed(self._stem(group), why),))
            case Made():
                made = reply
            case _:
                return
        self._journal.packs.note(group.row, group.key, made)
        self._tell(made)


def _alike(value: str) -> str:
    """Return what articles are put together by: the words themselves, however they are spaced and written."""
    return " ".join(value.replace("’", "'").split()).casefold()


def _together(groups: list[_Group]) -> Iterator[list[_Group]]:
    """Yield the groups, as many at a time as can be held."""
    batch: list[_Group] = []
    for group in groups:
        if batch and sum(each.size for each in batch) + group.size > HELD:
            yield batch
            batch = []
        batch.append(group)
    if batch:
        yield batch
