"""Moments as EDTF strings: how precise one is, how two of them relate. Nothing here reads a clock.

EDTF level 0, ISO 8601-2:2019: `2023`, `2023-04`, `2023-04-03`, `2023-04-03T14:30+03:00`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from convert.model import Moment

NO_YEAR = "no year is given"
"""The reason of a finding whose value is the words of a day and month, because nothing gives their year."""

Precision = Literal["year", "month", "day", "time"]

_PRECISION: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}


def precision(moment: Moment) -> Precision:
    """Return how much of the moment is known."""
    return _PRECISION.get(len(moment), "time")


def day_of(moment: Moment) -> date | None:
    """Return the calendar day, or None where only the month or year is known."""
    return date.fromisoformat(moment[:10]) if len(moment) >= 10 else None


def zone_of(moment: Moment) -> str | None:
    """Return `Z` or the offset (`+03:00`) the source gave, or None."""
    if moment.endswith("Z"):
        return "Z"
    return moment[-6:] if len(moment) > 16 and moment[-6] in "+-" else None


def is_real(moment: Moment) -> bool:
    """Tell whether the moment exists: no 31 February, no hour 25."""
    try:
        datetime.fromisoformat(moment + "-01-01"[len(moment) - 4 :] if len(moment) < 10 else moment)
    except ValueError:
        return False
    return True


_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?")


def is_moment(value: str) -> bool:
    """Tell whether a value is written as a Moment, of whatever precision, and exists."""
    return _FORM.fullmatch(value) is not None and is_real(value)


def agree(one: Moment, other: Moment) -> bool:
    """Tell whether two moments say the same as far as both go: `2023-04` agrees with `2023-04-03`."""
    shorter = min(len(one), len(other), 10)
    return one[:shorter] == other[:shorter]


def is_later(one: Moment, other: Moment) -> bool:
    """Tell whether one moment lies after another: by the clock where both have a zone, else as they are written."""
    if zone_of(one) and zone_of(other):
        return datetime.fromisoformat(one) > datetime.fromisoformat(other)
    shorter = min(len(one), len(other), 16)
    return one[:shorter] > other[:shorter]


def sort_key(moment: Moment | None) -> tuple[str, str]:
    """Return a key that sorts by time: a bare month after the days of that month, the unknown last.

    Times with a zone are compared as written; within one day that is how the papers print them.
    """
    if moment is None:
        return ("~", "~")
    return (moment[:10] + "~" * (10 - len(moment[:10])), moment[10:])
