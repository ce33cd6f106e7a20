"""An agency's item in several versions among the articles of one run: the newest is used, the others are named.

Versions are told by the identifier that the agency gives an item (`extra.uri`), and put in order by its version number,
else by the hour of the version. Of two that nothing tells apart neither is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Given, Raw
from convert.errors import Note, Noter
from convert.moments import is_later, is_moment
from convert.pipeline.job import Failure, Job
from convert.pipeline.reading import Group, Item, all_items

SAME_RUN = "beside it in the run"
"""Where the older version of an item was: a value that stood beside the newer one, and is recorded like those."""


class _Version(Struct, frozen=True):
    item: Item
    uri: str
    number: str
    time: str

    @property
    def name(self) -> str:
        """What it is called for people: its number, or its hour, and where it was read."""
        return f"version {self.number or self.time or 'without a number'} ({self.item.place})"


def current_items(job: Job, note: Noter) -> tuple[list[Group], list[Failure]]:
    """Return the articles of the job's inputs without older versions of one another, and what could not be read.

    An older version that the editor's plan names stays, with a Note.
    """
    groups, failures = all_items(job.inputs, job.reader, job.options.max_size, note, job.limits)
    planned = frozenset(row.hash for row in job.plan.rows if row.hash) if job.plan is not None else frozenset()
    return without_superseded(groups, note, planned), failures


def without_superseded(groups: Sequence[Group], note: Noter, planned: frozenset[str] = frozenset()) -> list[Group]:
    """Return groups without the older versions of items; what a newer one replaces is said of it, and noted.

    `planned` are hashes of articles that stay whatever came after them.
    """
    replaced: dict[int, _Version] = {}
    replaces: dict[int, list[_Version]] = {}
    for versions in _several(groups):
        newest = _newest(versions)
        for older in versions:
            if not _is_newer(newest, older):
                continue
            if older.item.sha256 in planned:
                message = f"a newer version has come: {newest.name}; the plan names {older.name}, which stays"
                note(Note("newer-version", message, older.item.place))
                continue
            replaced[id(older.item)] = newest
            replaces.setdefault(id(newest.item), []).append(older)
            message = f"{older.name} of {older.uri} is left out: {newest.name} is newer"
            note(Note("superseded", message, older.item.place))
    return [_without(group, replaced, replaces) for group in groups]


def _without(group: Group, replaced: dict[int, _Version], replaces: dict[int, list[_Version]]) -> Group:
    kept = (item for item in group.items if id(item) not in replaced)
    return replace(group, items=tuple(_saying(item, replaces.get(id(item), ())) for item in kept))


def _saying(item: Item, older: Sequence[_Version]) -> Item:
    if not older:
        return item
    said = "; ".join(f"version {each.number or each.time} ({each.item.name})" for each in older)
    return replace(item, given=(*item.given, Given("extra.supersedes", said, SAME_RUN)))


def _several(groups: Sequence[Group]) -> Iterator[list[_Version]]:
    """Yield the versions of each item that is there more than once, in the order in which they were read."""
    found: dict[str, list[_Version]] = {}
    for item in (item for group in groups for item in group.items):
        version = _version(item)
        if version.uri:
            found.setdefault(version.uri, []).append(version)
    return (versions for versions in found.values() if len(versions) > 1)


def _version(item: Item) -> _Version:
    known = dict(_known(item))
    return _Version(
        item, known.get("uri", ""), known.get("version", ""), known.get("updated") or known.get("published", "")
    )


def _known(item: Item) -> Iterator[tuple[str, str]]:
    """Yield what an item says of its identity; of a field that is said twice the first counts."""
    if isinstance(item.found, Raw):
        yield from ((f.field.removeprefix("extra."), f.value) for f in reversed(item.found.candidates))
        return
    metadata = item.found.article.metadata
    yield from reversed(metadata.extra)
    yield from (("published", metadata.published or ""), ("updated", metadata.updated or ""))


# ---- which is newer -------------------------------------------------------------------------------------------------


def _newest(versions: Sequence[_Version]) -> _Version:
    newest = versions[0]
    for version in versions[1:]:
        newest = version if _is_newer(version, newest) else newest
    return newest


def _is_newer(one: _Version, other: _Version) -> bool:
    first, second = _numbers(one.number), _numbers(other.number)
    if first and second and first != second:
        return first > second
    return is_moment(one.time) and is_moment(other.time) and is_later(one.time, other.time)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version (`3`, `1.12`) for comparing; none where it is no number."""
    return tuple(int(part) for part in version.split(".")) if re.fullmatch(r"\d{1,18}(?:\.\d{1,18})*", version) else ()
