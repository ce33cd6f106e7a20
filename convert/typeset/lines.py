"""Words into lines: the places a paragraph may be broken at are laid out for `breaking.fit`, whose choice are lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from convert.typeset.breaking import ANYWHERE, HYPHEN, SPACE, Attempt, Breaks, Params, fit
from convert.typeset.words import Line, Place, Words, hanging_hyphen

WORTH_DIVIDING = 6
"""In word spaces: a narrower word is not divided."""


def break_lines(  # noqa: PLR0913 -- what a measure is made of
    words: Words,
    measure: int,
    params: Params,
    *,
    language: str | None = None,
    hangs: bool = False,
    first: int = 0,
    last: int = 0,
) -> list[Line]:
    """Return the lines of words at a measure in 1/1000 of their size; none is wider, but for a single letter.

    `first` is the room taken from the first line (less than 0: given to it), `last` that taken from the last.
    `language` has its hyphenation; with None words are divided at seams alone. With `hangs`, marks at both ends of
    a line stand partly in the margins.
    """
    count = len(words.widths)
    if not count:
        return []
    space = words.base.face.space[0]
    if sum(words.widths) + (count - 1) * space + last + first <= measure:
        return [((0, 0), (count, 0), SPACE)]
    layout = _Layout(words, measure, params, language, hangs=hangs, first=first, last=last)
    return layout.lines()


class _Layout:
    """One paragraph at one measure."""

    def __init__(  # noqa: PLR0913
        self, words: Words, measure: int, params: Params, language: str | None, *, hangs: bool, first: int, last: int
    ) -> None:
        self.words, self.measure, self.params, self.language = words, measure, params, language
        self.first, self.last = first, last
        self.space = words.base.face.space[0]
        none = [0] * len(words.widths)
        self.left, self.right = words.hanging if hangs else (none, none)
        self.hangs = hangs
        self.is_too_wide = max(words.widths) > measure

    def lines(self) -> list[Line]:
        """Return the lines of the first attempt without a flaw; where each has one, those of the first that succeeds.

        The last attempt, which takes anything, is made only where no other succeeds.
        """
        flawed: list[Line] | None = None
        for attempt in self.params.attempts:
            if flawed is not None and attempt.tolerance is None:
                break
            if self.is_too_wide and not attempt.divides:
                continue
            breaks, places = self._divided if attempt.divides else self._whole
            path = fit(breaks, self.measure, self.space, self.params, attempt)
            if path is None:
                continue
            found = [(places[a], places[b], breaks.kind[b]) for a, b in pairwise(path)]
            if not self._has_flaw(breaks, path, attempt):
                return found
            flawed = flawed or found
        return flawed or []

    def _has_flaw(self, breaks: Breaks, path: Sequence[int], attempt: Attempt) -> bool:
        """Tell whether the last line is a runt that dividing words may mend, or hyphens stand under each other."""
        if not attempt.divides:
            width = breaks.end[path[-1]] - breaks.start[path[-2]]
            return len(path) > 2 and width < self.measure * self.params.costs.runt_share
        kinds = [breaks.kind[at] for at in path]
        return any(one == other == HYPHEN for one, other in pairwise(kinds))

    @cached_property
    def _whole(self) -> tuple[Breaks, list[Place]]:
        """Return the breaks between words."""
        count, space = len(self.words.widths), self.space
        sums = [*accumulate(self.words.widths)]
        end = [width + at * space - hang for at, (width, hang) in enumerate(zip(sums, self.right, strict=True))]
        start = [width + at * space for at, width in enumerate(sums, 1)]
        if self.hangs:
            start = [at + hang for at, hang in zip(start, [*self.left[1:], 0], strict=True)]
        end[-1] += self.last
        breaks = Breaks(
            [0, *end], [self._beginning(), *start], [0, *range(count)], [*range(count + 1)], [SPACE] * (count + 1)
        )
        return breaks, [(number, 0) for number in range(count + 1)]

    def _beginning(self) -> int:
        return self.left[0] - self.first

    @cached_property
    def _divided(self) -> tuple[Breaks, list[Place]]:
        """Return the breaks between words and inside them."""
        breaks, places = Breaks(), [(0, 0)]
        breaks.start[0] = self._beginning()
        widths, space, measure = self.words.widths, self.space, self.measure
        narrow, final = space * WORTH_DIVIDING, len(widths) - 1
        everywhere = self.is_too_wide or not self.params.stretch
        # a line takes at most what its shrunk spaces let in, and nearly fills the measure: only words that stand near
        # a multiple of it can end a line, others need no dividing
        most, least = measure + int(space * self.params.shrink * 16), measure - measure // 6
        at = 0
        for number, width in enumerate(widths):
            if (width >= narrow or number == final) and (everywhere or (at // most + 1) * least <= at + width):
                self._add_cuts(breaks, places, number, at)
            at += width
            if number < final:
                _add(breaks, at - self.right[number], at + space + self.left[number + 1], number, number + 1, SPACE)
            else:
                _add(breaks, at - self.right[number] + self.last, at + space, number, number + 1, SPACE)
            places.append((number + 1, 0))
            at += space
        return breaks, places

    def _add_cuts(self, breaks: Breaks, places: list[Place], number: int, at: int) -> None:
        words = self.words
        anywhere = words.widths[number] > self.measure
        found = words.cuts(number, self.language, anywhere=anywhere)
        if not found:
            return
        hyphen = words.hyphen(number)
        if self.hangs:
            hyphen -= hanging_hyphen(words, number)
        beyond = at + words.widths[number]
        for cut, kind, before, after in found:
            if kind == ANYWHERE or anywhere or kind != HYPHEN or self.language is not None:
                added = hyphen if kind == HYPHEN else 0
                _add(breaks, at + before + added, beyond - after, number, number, kind)
                places.append((number, cut))


def _add(breaks: Breaks, end: int, start: int, before: int, after: int, kind: int) -> None:  # noqa: PLR0913, PLR0917
    breaks.end.append(end)
    breaks.start.append(start)
    breaks.gaps_before.append(before)
    breaks.gaps_after.append(after)
    breaks.kind.append(kind)
