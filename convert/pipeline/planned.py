"""A plan held against what there is: which article each row speaks of, what is new, what is gone.

An article is known by its hash, else by its address, else by its file's name together with its headline: so it may be
renamed, or mended, and keeps what the editor said of it. A file's name alone is enough only where the row has no hash:
tomorrow's `1.txt` is not today's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from convert.contracts import Given
from convert.errors import ConvertError, Note, NothingUsable, unheard
from convert.files.there import is_there
from convert.model import Metadata, Record
from convert.pipeline.job import Failure
from convert.pipeline.plan import FIELDS, Plan, Row
from convert.pipeline.reading import Item, record_of


class Planned(Struct, frozen=True):
    """An article with its row: `at` is the row's place in the plan, `changed` says that its file is another by now."""

    at: int
    row: Row
    item: Item
    changed: bool = False


class Match(Struct, frozen=True):
    """What came of a plan: articles with their rows in its order, those without a row, and what cannot be printed.

    `gone` are rows whose article is nowhere to be found; `failures` those and the files that cannot be read, where
    the plan includes them. `unreadable` are broken files of which the plan says nothing.
    """

    found: tuple[Planned, ...]
    new: tuple[Item, ...]
    gone: tuple[int, ...]
    failures: tuple[Failure, ...]
    unreadable: tuple[Failure, ...] = ()

    @property
    def included(self) -> tuple[Planned, ...]:
        return tuple(each for each in self.found if each.row.include)


def matched(plan: Plan, items: Sequence[Item], failures: Sequence[Failure]) -> Match:
    """Return which article each row of the plan speaks of."""
    broken = {_place(failure.place): failure for failure in failures}
    places = _places(plan, {*broken, *(_place(item.place) for item in items)})
    of_row = _articles_of_rows(plan, places, items)
    used = {id(item) for item in of_row.values()}
    left = [at for at in range(len(plan.rows)) if at not in of_row]
    failed = {at: broken[places[at]] for at in left if places[at] in broken}
    return Match(
        found=tuple(
            Planned(at, plan.rows[at], of_row[at], _is_changed(plan.rows[at], of_row[at])) for at in sorted(of_row)
        ),
        new=tuple(item for item in items if id(item) not in used),
        gone=tuple(at for at in left if at not in failed and not _is_taken(plan.rows[at], places[at], of_row.values())),
        failures=tuple(failed.get(at) or _not_found(plan, at, places[at], of_row) for at in _included(plan, left)),
        unreadable=tuple(failure for failure in failures if _place(failure.place) not in places),
    )


def _places(plan: Plan, known: Collection[str]) -> tuple[str, ...]:
    """Return where each row says that its article stands; of one that is alone in its file, `#1` says no more."""
    said = [plan.located(row.file) for row in plan.rows]
    alone = [place.removesuffix("#1") for place in said]
    return tuple(
        short if place not in known and short in known else place for place, short in zip(said, alone, strict=True)
    )


def _included(plan: Plan, rows: Iterable[int]) -> Iterator[int]:
    return (at for at in rows if plan.rows[at].include)


def _place(place: str) -> str:
    return os.path.normpath(place)


def _is_changed(row: Row, item: Item) -> bool:
    return bool(row.hash) and row.hash != item.sha256


def _articles_of_rows(plan: Plan, places: Sequence[str], items: Sequence[Item]) -> dict[int, Item]:
    """Return the article of each row that has one: all rows by their surest mark first, each article once."""
    rows = plan.rows
    found: dict[int, Item] = {}
    _serve(places, items, found, lambda item: item.sha256, lambda at: rows[at].hash)
    if len(found) < len(rows):
        # only what no hash knows is read for its address
        known = {id(item): _metadata(item) for item in _without(items, found)}
        _serve(
            places,
            _without(items, found),
            found,
            lambda item: known[id(item)].url or "",
            lambda at: rows[at].url or "",
        )
        _serve(
            places,
            _without(items, found),
            found,
            lambda item: f"{_place(item.place)}\n{known[id(item)].title}" if known[id(item)].title else "",
            lambda at: f"{places[at]}\n{rows[at].title}" if rows[at].title else "",
        )
        _serve(
            places,
            _without(items, found),
            found,
            lambda item: _place(item.place),
            lambda at: "" if rows[at].hash else places[at],
        )
    return found


def _without(items: Sequence[Item], found: dict[int, Item]) -> list[Item]:
    taken = {id(item) for item in found.values()}
    return [item for item in items if id(item) not in taken]


def _serve(
    places: Sequence[str],
    items: Sequence[Item],
    found: dict[int, Item],
    mark_of_item: Callable[[Item], str],
    mark_of_row: Callable[[int], str],
) -> None:
    """Add to `found` the rows that share a mark with an article; an empty mark is none.

    Of articles that are the same letter by letter, a row gets the one that it names.
    """
    offered: dict[str, dict[str, Item]] = {}
    for item in items:
        offered.setdefault(mark_of_item(item), {})[_place(item.place)] = item
    waiting = [at for at in range(len(places)) if at not in found and mark_of_row(at)]
    waiting.sort(key=lambda at: places[at] not in offered.get(mark_of_row(at), ()))
    for at in waiting:
        choice = offered.get(mark_of_row(at))
        if choice:
            found[at] = choice.pop(places[at] if places[at] in choice else next(iter(choice)))


def _metadata(item: Item) -> Metadata:
    """Return what an article says of itself; nothing where it cannot be read: that is said when it is printed."""
    try:
        return record_of(item, frozenset(), unheard).article.metadata
    except ConvertError:
        return Metadata()


def _not_found(plan: Plan, at: int, place: str, of_row: Mapping[int, Item]) -> Failure:
    row = plan.rows[at]
    called = f" “{row.title}”" if row.title else ""
    said, hint = _why_not_found(row, place, of_row.values())
    return Failure(row.file, NothingUsable(f"{row.file}{called} {said}", where=plan.place(at), hint=hint))


def _why_not_found(row: Row, place: str, taken: Collection[Item]) -> tuple[str, str]:
    """Return what became of a row's article, and what to do; `taken` are those of other rows."""
    if _is_taken(row, place, taken):
        return "stands in the plan twice", "remove one of its tables: an article is printed once"
    is_part = not is_there(place)
    if not is_there(place.rpartition("#")[0] if is_part else place):
        return "is gone", "include = false leaves it out"
    if row.hash:
        return "is another text by now", "if it is the same article, remove its line `hash`"
    if is_part:
        return "is no article: the file holds no such one", "`convert inspect FILE` shows those it holds"
    return "names no article: the file holds several", f'one of them is file = "{row.file}#1"'


def _is_taken(row: Row, place: str, taken: Collection[Item]) -> bool:
    """Tell whether a row speaks of an article that another row has."""
    return any(item.sha256 == row.hash if row.hash else _place(item.place) == place for item in taken)


# ---- what the editor gives ------------------------------------------------------------------------------------------


def corrections_of(each: Planned, plan: Plan, record: Record) -> tuple[Given, ...]:
    """Return where the plan differs from an article's own metadata; an empty value takes the field away.

    What the command line gives wins over the plan.
    """
    where = Path(plan.path).name
    line = {given.field for given in each.item.given if given.where == "command line"}
    own = record.article.metadata
    said = ((key, field, getattr(each.row, key)) for key, field in FIELDS.items())
    return tuple(
        Given(field, value, where)
        for key, field, value in said
        if value is not None and value != (getattr(own, field) or "") and line.isdisjoint((key, field))
    )


def notes_on(match: Match, plan: Plan) -> list[Note]:
    """Return what the editor should know of a plan that is older than its sources."""
    said = [
        Note("changed-since-plan", "its text has changed since the plan was made", each.item.place)
        for each in match.found
        if each.changed and each.row.include
    ]
    again = f"`convert pack {plan.path} --draft {plan.path}` adds it at the end"
    said += [Note("not-in-plan", f"new since the plan was made; {again}", item.place) for item in match.new]
    said += [
        Note("not-in-plan", f"new since the plan was made, and cannot be read: {failure.error.message}", failure.place)
        for failure in match.unreadable
    ]
    return said
