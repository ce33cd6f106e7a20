"""Total-fit line breaking: the lines of a whole paragraph are chosen together.

D. E. Knuth and M. F. Plass, “Breaking paragraphs into lines”, Software: Practice and Experience 11 (1981); the
costs are those of TeX, chapter 14, with two added: for a short last line and for a hyphen before it.

A paragraph is a list of places where it may be broken. Between break a and break b the natural width is
`end[b] - start[a]`: `end` counts the hyphen a break adds and leaves out what hangs in the margin; `start` begins
after the space, or at the rest of the divided word. Widths are whole numbers, in any one unit.

Justified lines stretch and shrink their spaces. A ragged line is a line whose spaces do neither and that may fall
short by a share of the measure: `slack`. That is all the difference.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

SPACE, HYPHEN, BARE, ANYWHERE = range(4)
"""Kinds of break: after a space; in a word, adding a hyphen; at a seam of a word, adding nothing; in a word that is
wider than the measure, anywhere."""

TIGHT, DECENT, LOOSE, VERY_LOOSE = range(4)
"""Fitness classes: lines whose classes are further apart than one do not look well beside each other."""

INFINITY = float("inf")
WORST = 10_000.0
"""No badness is greater: of two hopeless lines neither is preferred (TeX's inf_bad)."""


@dataclass(slots=True)
class Breaks:
    """Where a paragraph may be broken; the first is its beginning, the last its end. `gaps_before` counts the spaces
    that stand before a break, `gaps_after` those before the line that begins there."""

    end: list[int] = field(default_factory=lambda: [0])
    start: list[int] = field(default_factory=lambda: [0])
    gaps_before: list[int] = field(default_factory=lambda: [0])
    gaps_after: list[int] = field(default_factory=lambda: [0])
    kind: list[int] = field(default_factory=lambda: [SPACE])


@dataclass(frozen=True, slots=True)
class Costs:
    """What is held against a setting, in TeX's units: a line costs (10 + badness + penalty) squared."""

    line: float = 10
    penalty: tuple[float, float, float, float] = (0, 60, 100, 6000)
    double_hyphen: float = 3_000_000
    """Two lines running that end in a part of a word."""
    fitness: float = 5_000
    runt: float = 400_000
    runt_share: float = 0.16
    hyphen_before_last: float = 40_000
    piece_alone: float = 8_000_000
    """A piece of a divided word alone on the last line."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a paragraph. `tolerance` is the greatest ratio by which a line may stretch (None: any), `slack` the
    share of the measure a line may fall short at ratio 1, `divides` says whether words may be divided."""

    tolerance: float | None
    slack: float
    divides: bool


@dataclass(frozen=True, slots=True)
class Params:
    """How a paragraph is fitted: shares of a word space that ratio 1 stretches and shrinks, and the tries in order."""

    stretch: float
    shrink: float
    attempts: tuple[Attempt, ...]
    costs: Costs = Costs()


JUSTIFIED = Params(
    stretch=0.5,
    shrink=0.30,
    attempts=(
        Attempt(2.4, 0, divides=False),
        Attempt(2.4, 0, divides=True),
        Attempt(2.4, 0.07, divides=True),
        Attempt(None, 0.15, divides=True),
    ),
)

RAGGED = Params(
    stretch=0,
    shrink=0,
    attempts=(Attempt(2.5, 0.12, divides=False), Attempt(3.0, 0.12, divides=True), Attempt(None, 0.12, divides=True)),
)


def fit(breaks: Breaks, measure: int, space: int, params: Params, attempt: Attempt) -> list[int] | None:
    """Return the breaks of the cheapest setting, from 0 to the last, or None where no setting is tolerable.

    No line is wider than the measure, but for one that a single unbreakable piece fills.
    """
    search = _Search(breaks, measure, space, params, attempt)
    search.run()
    return search.path()


class _Search:
    """The dynamic programme: for each break and each class of the line that ends there, the cheapest way to it."""

    def __init__(self, breaks: Breaks, measure: int, space: int, params: Params, attempt: Attempt) -> None:
        self.breaks, self.measure, self.space = breaks, measure, space
        self.costs = params.costs
        self.tolerance = attempt.tolerance
        self.last = len(breaks.end) - 1
        self.stretch = space * params.stretch
        self.shrink = int(space * params.shrink)
        self.slack = attempt.slack * measure
        self.cheapest: list[list[float] | None] = [None] * (self.last + 1)
        self.cheapest[0] = [INFINITY, 0.0, INFINITY, INFINITY]
        self.came_from: list[list[int]] = [[0, 0, 0, 0] for _ in range(self.last + 1)]
        self._measure_extremes()

    def _measure_extremes(self) -> None:
        """Lay out the widths of lines set as tight and as loose as may be, by which feasible breaks are looked up."""
        b, shrink = self.breaks, self.shrink
        if shrink:
            self.tight_end = [end - gaps * shrink for end, gaps in zip(b.end, b.gaps_before, strict=True)]
            self.tight_start = [start - gaps * shrink for start, gaps in zip(b.start, b.gaps_after, strict=True)]
        else:
            self.tight_end, self.tight_start = b.end, b.start
        stretch = int(self.stretch * (self.tolerance or 0))
        if stretch:
            self.loose_end = [end + gaps * stretch for end, gaps in zip(b.end, b.gaps_before, strict=True)]
            self.loose_start = [start + gaps * stretch for start, gaps in zip(b.start, b.gaps_after, strict=True)]
        else:
            self.loose_end, self.loose_start = b.end, b.start

    def run(self) -> None:
        for at in range(self.last):
            costs = self.cheapest[at]
            if costs is None:
                continue
            low, high = self._feasible(at)
            entry = self._entry_costs(costs)
            if high > self.last:
                self._close(at, entry)
                high = self.last
            if low < high:
                self._extend(at, entry, low, high)

    def _feasible(self, at: int) -> tuple[int, int]:
        """Return the breaks a line from `at` may end at, as a range; it goes past the last where the rest fits."""
        tight_end, last = self.tight_end, self.last
        limit = self.measure + self.tight_start[at]
        high = last + 1 if tight_end[last] <= limit else bisect_right(tight_end, limit, at + 1, last)
        top = min(high, last)
        if self.tolerance is None:
            shortest = self.measure * 3 // 5 + self.breaks.start[at]
            low = max(at + 1, min(bisect_left(self.breaks.end, shortest, at + 1, top), top - 1))
            # nothing fits: a single piece that is too wide stands alone
            return (low, high) if low < top or high > last else (at + 1, at + 2)
        reach = self.measure - int(self.slack * self.tolerance) + self.loose_start[at]
        return bisect_left(self.loose_end, reach, at + 1, top), high

    def _entry_costs(self, costs: list[float]) -> tuple[float, float, float, float]:
        """Return what it costs to have come so far, for each class of the line that follows."""
        tight, decent, loose, very_loose = costs
        other = min(costs) + self.costs.fitness
        return (
            min(tight, decent, other),
            min(tight, decent, loose, other),
            min(decent, loose, very_loose, other),
            min(loose, very_loose, other),
        )

    def _extend(self, at: int, entry: tuple[float, float, float, float], low: int, high: int) -> None:
        """Weigh each line from `at` to a break in the range that is not the last."""
        b, c = self.breaks, self.costs
        end, gaps_before, kinds, penalties = b.end, b.gaps_before, b.kind, c.penalty
        start, gaps_after = self.measure + b.start[at], b.gaps_after[at]
        stretch, slack, shrink = self.stretch, self.slack, self.shrink
        divided = kinds[at] in {HYPHEN, BARE}
        for to in range(low, high):
            short = start - end[to]
            if short >= 0:
                room = (gaps_before[to] - gaps_after) * stretch + slack
                ratio = short / room if room else 2.0 + 2.0 * short / self.space
                bad = 100 * ratio * ratio * ratio
                grade = DECENT if ratio <= 0.5 else LOOSE if ratio <= 1 else VERY_LOOSE
            else:
                room = (gaps_before[to] - gaps_after) * shrink
                ratio = -short / room if room else INFINITY
                bad = 100 * ratio * ratio * ratio if ratio <= 1 else WORST
                grade = TIGHT if ratio > 0.5 else DECENT
            kind = kinds[to]
            cost = c.line + (bad if bad < WORST else WORST) + penalties[kind]
            cost = cost * cost + entry[grade]
            if divided and HYPHEN <= kind <= BARE:
                cost += c.double_hyphen
            known = self.cheapest[to]
            if known is None:
                known = self.cheapest[to] = [INFINITY] * 4
            if cost < known[grade]:
                known[grade] = cost
                self.came_from[to][grade] = at

    def _close(self, at: int, entry: tuple[float, float, float, float]) -> None:
        """Weigh the last line: it need not be filled, but should be no runt and no piece of a word."""
        b, c, last = self.breaks, self.costs, self.last
        width = b.end[last] - b.start[at]
        gaps = b.gaps_before[last] - b.gaps_after[at]
        over = width - self.measure
        ratio = over / (gaps * self.shrink) if over > 0 and gaps * self.shrink else 0.0
        grade = TIGHT if ratio > 0.5 else DECENT
        bad = c.line + 100 * ratio * ratio * ratio
        cost = bad * bad + entry[grade]
        if at and width < self.measure * c.runt_share:
            cost += c.runt
        if at and b.kind[at] == HYPHEN:
            cost += c.hyphen_before_last if gaps > 0 else c.piece_alone
        known = self.cheapest[last]
        if known is None:
            known = self.cheapest[last] = [INFINITY] * 4
        if cost < known[grade]:
            known[grade] = cost
            self.came_from[last][grade] = at

    def path(self) -> list[int] | None:
        """Follow the cheapest way back from the end."""
        costs = self.cheapest[self.last]
        if costs is None:
            return None
        at, grade = self.last, costs.index(min(costs))
        path = [at]
        while at:
            at = self.came_from[at][grade]
            path.append(at)
            before = self.cheapest[at] or [INFINITY] * 4
            fitness = self.costs.fitness
            totals = [cost + fitness * (abs(other - grade) > 1) for other, cost in enumerate(before)]
            grade = totals.index(min(totals))
        path.reverse()
        return path
