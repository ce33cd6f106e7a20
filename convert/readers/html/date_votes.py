"""What a page's dates of publication come to, where its data, its elements and its lines disagree.

The day that most places name is stated, the others are borne out by nothing else. A place that gives the time of the
last change as that of publication has half a say where the page's data knows of an earlier day; and universal time has
none against the outlet's own: `2025-03-12T01:30Z` is the evening of 11 March where the page says `March 11, 8:30 p.m.`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from convert.model import Finding, Moment
from convert.moments import is_moment, zone_of
from convert.normalise.date_words import find_dates

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_WIDEST_OFFSET = timedelta(hours=14)
_STEP_OF_OFFSETS = timedelta(minutes=30)
_OF_THE_WORLD = ("Z", "+00:00")
_DATA = ("json_ld", "meta", "microdata")


def weighed(found: Sequence[Finding], language: str | None = None) -> list[Finding]:
    """Return the candidates, those publication dates that the page itself contradicts being no more than supported."""
    moments = {f.value: _moment(f.value, language) for f in found if f.field in ("published", "updated")}
    said = [f for f in found if f.field == "published" and moments[f.value]]
    if len({moments[f.value][:10] for f in said}) < 2:
        return list(found)
    local = _outlets_own_time(said, moments)
    world = set(_times_of_the_world(said, moments)) if local else set()
    said = [replace(f, standing="stated") if moments[f.value] == local else f for f in said]
    changed = {moments[f.value] for f in found if f.field == "updated" and f.rule in _DATA}
    best = _most_named([f for f in said if moments[f.value] not in world], moments, changed - {""})
    return [_judged(f, moments[f.value], local, world, best) if f.field == "published" else f for f in found]


def _judged(finding: Finding, moment: Moment, local: Moment, world: set[Moment], best: str) -> Finding:
    if moment and moment == local:
        return replace(finding, standing="stated")
    contradicted = moment in world or (best and moment and moment[:10] != best)
    return replace(finding, standing="supported") if contradicted else finding


def _most_named(said: Sequence[Finding], moments: Mapping[str, Moment], changed: set[Moment]) -> str:
    """Return the day that most places name, or nothing where two are named by as many, or the stated ones agree."""
    if len({moments[f.value][:10] for f in said if f.standing == "stated"}) < 2:
        return ""
    earliest = min((moments[f.value][:10] for f in said if f.standing == "stated" and f.rule in _DATA), default="")
    votes: Counter[str] = Counter()
    for finding in said:
        moment = moments[finding.value]
        of_change = moment[:10] > earliest > "" and any(_is_one(moment, each) for each in changed)
        stated = finding.standing == "stated"
        votes[moment[:10]] += (2 if stated else 0) if of_change else (4 if stated else 2)
    (best, most), (_, second), *_ = votes.most_common()
    return best if most > second else ""


def _is_one(one: Moment, other: Moment) -> bool:
    """Tell whether two moments are the same as far as both go, to the minute if both give it."""
    return one.startswith(other) or other.startswith(one)


def _times_of_the_world(said: Sequence[Finding], moments: Mapping[str, Moment]) -> Iterator[Moment]:
    yield from (moments[f.value] for f in said if zone_of(moments[f.value]) in _OF_THE_WORLD)


def _outlets_own_time(said: Sequence[Finding], moments: Mapping[str, Moment]) -> Moment:
    """Return the moment, on another day, that is one stated in universal time as the outlet's own clock tells it."""
    stated = [f for f in said if f.standing == "stated"]
    for world in dict.fromkeys(_times_of_the_world(stated, moments)):
        for local in (moments[f.value] for f in said):
            if len(local) > 10 and local[:10] != world[:10] and _is_same_time(local, world):
                return local
    return ""


def _is_same_time(local: Moment, world: Moment) -> bool:
    """Tell whether two moments are one, the first in a zone that it names or, within the zones there are, does not."""
    if zone_of(local) is not None:
        return abs(datetime.fromisoformat(local) - datetime.fromisoformat(world)) < timedelta(minutes=1)
    apart = datetime.fromisoformat(local[:16]) - datetime.fromisoformat(world[:16])
    return abs(apart) <= _WIDEST_OFFSET and not apart % _STEP_OF_OFFSETS


def _moment(said: str, language: str | None) -> Moment:
    """Return the moment that a value names, as far as the day at least, or nothing."""
    if is_moment(said) and len(said) >= 10:
        return said
    if day := _ISO.match(said):
        days = [date.moment for date in find_dates(said, language) if date.moment and len(date.moment) >= 10]
        return days[0] if days else day[0]
    days = [date.moment for date in find_dates(said, language) if date.moment and len(date.moment) >= 10]
    return days[0] if days else ""
