"""Notes on the items of a large container: the first few of each kind are passed on, the others counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from convert.errors import Note, Noter

MOST_SAID = 10
"""Notes of one code that are passed on one by one."""


@contextmanager
def few_of_each(note: Noter) -> Iterator[Noter]:
    """Give a Noter that passes on the first notes of each code, and at the end how many more there were."""
    counts: Counter[str] = Counter()
    last: dict[str, Note] = {}

    def passed_on(each: Note) -> None:
        counts[each.code] += 1
        if counts[each.code] <= MOST_SAID:
            note(each)
        else:
            last[each.code] = each

    try:
        yield passed_on
    finally:
        for code, each in last.items():
            said = f"{counts[code] - MOST_SAID:,} more like this; the last: {each.message}"
            note(Note(code, said, each.where, level=each.level))
