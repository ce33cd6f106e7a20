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


class Version(Struct, frozen=True):
    """Which version of which item an article is, and where it was read."""

    uri: str
    number: str
    time: str
    place: str

    @property
    def name(self) -> str:
        """What it is called for people: its number, or its hour, and where it was read."""
        return f"version {self.number or self.time or 'without a number'} ({self.place})"


def version_of(item: Item) -> Version | None:
    """Return which version an article is, None where its source gives it no identifier."""
    known = dict(_known(item))
    uri = known.get("uri")
    if not uri:
        return None
    return Version(uri, known.get("version", ""), known.get("updated") or known.get("published", ""), item.place)


def superseded(versions: Sequence[Version]) -> Iterator[tuple[int, int]]:
    """Yield, for each version of an item that is older than its newest, the places of both in `versions`."""
    newest = 0
    for place, version in enumerate(versions):
        newest = place if _is_newer(version, versions[newest]) else newest
    yield from ((place, newest) for place, older in enumerate(versions) if _is_newer(versions[newest], older))


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
    replaced: set[int] = set()
    replaces: dict[int, list[_Read]] = {}
    for read in _several(groups):
        for older, newest in superseded([each.version for each in read]):
            item, version, newer = read[older].item, read[older].version, read[newest]
            if item.sha256 in planned:
                message = f"a newer version has come: {newer.version.name}; the plan names {version.name}, which stays"
                note(Note("newer-version", message, version.place))
                continue
            replaced.add(id(item))
            replaces.setdefault(id(newer.item), []).append(read[older])
            message = f"{version.name} of {version.uri} is left out: {newer.version.name} is newer"
            note(Note("superseded", message, version.place))
    return [_without(group, replaced, replaces) for group in groups]


class _Read(Struct, frozen=True):
    version: Version
    item: Item


def _without(group: Group, replaced: set[int], replaces: dict[int, list[_Read]]) -> Group:
    kept = (item for item in group.items if id(item) not in replaced)
    return replace(group, items=tuple(_saying(item, replaces.get(id(item), ())) for item in kept))


def _saying(item: Item, older: Sequence[_Read]) -> Item:
    if not older:
        return item
    said = "; ".join(f"version {each.version.number or each.version.time} ({each.item.name})" for each in older)
    return replace(item, given=(*item.given, Given("extra.supersedes", said, SAME_RUN)))


def _several(groups: Sequence[Group]) -> Iterator[list[_Read]]:
    """Yield the versions of each item that is there more than once, in the order in which they were read."""
    found: dict[str, list[_Read]] = {}
    for item in (item for group in groups for item in group.items):
        version = version_of(item)
        if version is not None:
            found.setdefault(version.uri, []).append(_Read(version, item))
    return (versions for versions in found.values() if len(versions) > 1)


def _known(item: Item) -> Iterator[tuple[str, str]]:
    """Yield what an item says of its identity; of a field that is said twice the first counts."""
    if isinstance(item.found, Raw):
        yield from ((f.field.removeprefix("extra."), f.value) for f in reversed(item.found.candidates))
        return
    metadata = item.found.article.metadata
    yield from reversed(metadata.extra)
    yield from (("published", metadata.published or ""), ("updated", metadata.updated or ""))


# ---- which is newer -------------------------------------------------------------------------------------------------


def _is_newer(one: Version, other: Version) -> bool:
    first, second = _numbers(one.number), _numbers(other.number)
    if first and second and first != second:
        return first > second
    return is_moment(one.time) and is_moment(other.time) and is_later(one.time, other.time)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version (`3`, `1.12`) for comparing; none where it is no number."""
    return tuple(int(part) for part in version.split(".")) if re.fullmatch(r"\d{1,18}(?:\.\d{1,18})*", version) else ()
