"""Two tellings of one story, paragraph by paragraph: what the second dropped, added and changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

NumberedText = tuple[str, str]
"""A paragraph's number and its words."""

ALIKE = 0.4
"""Share of a paragraph's pairs of words that must stand in another for it to be that one, changed."""

_WORD = re.compile(r"\w+")


class Alignment(Struct, frozen=True):
    """Numbers of the first's paragraphs that are not in the second, of the second's own, and pairs that differ."""

    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


def align(first: Sequence[NumberedText], second: Sequence[NumberedText]) -> Alignment:
    """Return how the second differs from the first; a paragraph that was split or merged is changed, not added."""
    ours = [_pairs(text) for _, text in first]
    theirs = [_pairs(text) for _, text in second]
    same = _identical(first, second)
    counterparts = dict(same)
    taken = {j for _, j in same}
    changed: set[tuple[int, int]] = set()
    _match(ours, theirs, set(counterparts), changed)
    backwards: set[tuple[int, int]] = set()
    _match(theirs, ours, taken, backwards)
    changed |= {(i, j) for j, i in backwards}
    return Alignment(
        dropped=tuple(first[i][0] for i in range(len(first)) if i not in counterparts and not _has(changed, 0, i)),
        added=tuple(second[j][0] for j in range(len(second)) if j not in taken and not _has(changed, 1, j)),
        changed=tuple((first[i][0], second[j][0]) for i, j in sorted(changed)),
    )


def _has(pairs: set[tuple[int, int]], side: int, at: int) -> bool:
    return any(pair[side] == at for pair in pairs)


def _identical(first: Sequence[NumberedText], second: Sequence[NumberedText]) -> list[tuple[int, int]]:
    """Return the pairs whose words are the same, typography aside, each paragraph once."""
    places: dict[tuple[str, ...], list[int]] = {}
    for j, (_, text) in enumerate(second):
        places.setdefault(_words(text), []).append(j)
    found: list[tuple[int, int]] = []
    for i, (_, text) in enumerate(first):
        free = places.get(_words(text))
        if free:
            found.append((i, free.pop(0)))
    return found


def _match(
    ours: Sequence[frozenset[tuple[str, str]]],
    theirs: Sequence[frozenset[tuple[str, str]]],
    done: set[int],
    changed: set[tuple[int, int]],
) -> None:
    """Add for each paragraph that is not done the other side's one that holds most of it."""
    holders: dict[tuple[str, str], list[int]] = {}
    for j, pairs in enumerate(theirs):
        for pair in pairs:
            holders.setdefault(pair, []).append(j)
    for i, pairs in enumerate(ours):
        if i in done or not pairs:
            continue
        shared: dict[int, int] = {}
        for pair in pairs:
            for j in holders.get(pair, ())[:20]:
                shared[j] = shared.get(j, 0) + 1
        best = max(shared, key=lambda j: (shared[j], -j), default=None)
        if best is not None and shared[best] / len(pairs) >= ALIKE:
            changed.add((i, best))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = _words(text)
    return frozenset(pairwise(words)) if len(words) > 1 else frozenset((w, "") for w in words)
