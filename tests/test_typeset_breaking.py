"""The breaker against every possible setting: what it returns is the cheapest there is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.typeset.breaking import (
    DECENT,
    HYPHEN,
    JUSTIFIED,
    LOOSE,
    RAGGED,
    SPACE,
    TIGHT,
    VERY_LOOSE,
    WORST,
    Attempt,
    Breaks,
    Params,
    fit,
)

SPACE_WIDTH = 240


def breaks_of(words: Sequence[tuple[int, int | None]]) -> Breaks:
    """Return the breaks of words given by width, and by the width of what stands before a hyphen, if they have one."""
    made, at = Breaks(), 0
    for number, (width, before) in enumerate(words):
        if before is not None:
            add(made, (at + before + 90, at + before, number, number, HYPHEN))
        at += width
        add(made, (at, at + SPACE_WIDTH, number, number + 1, SPACE))
        at += SPACE_WIDTH
    return made


def add(breaks: Breaks, values: tuple[int, int, int, int, int]) -> None:
    rows = (breaks.end, breaks.start, breaks.gaps_before, breaks.gaps_after, breaks.kind)
    for row, value in zip(rows, values, strict=True):
        row.append(value)


def every_path(last: int) -> Iterator[list[int]]:
    inner = range(1, last)
    for count in range(last):
        for chosen in itertools.combinations(inner, count):
            yield [0, *chosen, last]


def cost_of(path: Sequence[int], b: Breaks, measure: int, params: Params, attempt: Attempt) -> float | None:
    """Return what a setting costs by the rules in the docstring of the breaker, or None where a line is intolerable."""
    total, grade, c = 0.0, DECENT, params.costs
    for at, to in itertools.pairwise(path):
        line = cost_of_line(at, to, b, measure, params, attempt)
        if line is None:
            return None
        cost, here = line
        total += cost + (c.fitness if abs(here - grade) > 1 else 0)
        if to != len(b.end) - 1 and b.kind[at] == b.kind[to] == HYPHEN:
            total += c.double_hyphen
        grade = here
    return total


def cost_of_line(  # noqa: PLR0917
    at: int, to: int, b: Breaks, measure: int, params: Params, attempt: Attempt
) -> tuple[float, int] | None:
    c, gaps = params.costs, b.gaps_before[to] - b.gaps_after[at]
    width, shrink = b.end[to] - b.start[at], int(SPACE_WIDTH * params.shrink)
    if width - gaps * shrink > measure:
        return None
    is_last = to == len(b.end) - 1
    if is_last:
        return last_line(at, width, gaps, shrink, b, measure, params)
    assert attempt.tolerance is not None
    reach = width + gaps * int(SPACE_WIDTH * params.stretch * attempt.tolerance)
    if reach < measure - int(attempt.slack * measure * attempt.tolerance):
        return None
    if width <= measure:
        room = gaps * SPACE_WIDTH * params.stretch + attempt.slack * measure
        ratio = (measure - width) / room if room else 2 + 2 * (measure - width) / SPACE_WIDTH
        grade = DECENT if ratio <= 0.5 else LOOSE if ratio <= 1 else VERY_LOOSE
    else:
        ratio = (width - measure) / (gaps * shrink)
        grade = TIGHT if ratio > 0.5 else DECENT
    line = c.line + min(100 * ratio**3, WORST) + c.penalty[b.kind[to]]
    return line * line, grade


def last_line(  # noqa: PLR0917
    at: int, width: int, gaps: int, shrink: int, b: Breaks, measure: int, params: Params
) -> tuple[float, int]:
    c = params.costs
    over = max(width - measure, 0)
    ratio = over / (gaps * shrink) if over else 0.0
    cost = (c.line + 100 * ratio**3) ** 2
    if at and width < measure * c.runt_share:
        cost += c.runt
    if at and b.kind[at] == HYPHEN:
        cost += c.hyphen_before_last if gaps > 0 else c.piece_alone
    return cost, TIGHT if ratio > 0.5 else DECENT


def word() -> st.SearchStrategy[tuple[int, int | None]]:
    whole = st.integers(200, 3500)
    return whole.flatmap(lambda w: st.tuples(st.just(w), st.one_of(st.none(), st.integers(80, max(w - 100, 81)))))


@pytest.mark.parametrize("params", [JUSTIFIED, RAGGED], ids=["justified", "ragged"])
@settings(deadline=None)
@given(words=st.lists(word(), min_size=2, max_size=7), measure=st.integers(3600, 9000), loose=st.booleans())
def test_no_setting_is_cheaper_than_the_one_chosen(
    params: Params, words: list[tuple[int, int | None]], measure: int, loose: bool
) -> None:
    attempt = Attempt(30.0 if loose else 3.0, params.attempts[-1].slack, divides=True)
    breaks = breaks_of(words)
    costs = [cost_of(p, breaks, measure, params, attempt) for p in every_path(len(breaks.end) - 1)]
    cheapest = min((cost for cost in costs if cost is not None), default=None)
    found = fit(breaks, measure, SPACE_WIDTH, params, attempt)
    if found is None:
        assert cheapest is None
    else:
        mine = cost_of(found, breaks, measure, params, attempt)
        assert mine == pytest.approx(cheapest)


def test_twelve_words_are_set_as_the_search_of_all_settings_sets_them() -> None:
    widths = (1900, 700, 2600, 1200, 400, 3100, 900, 2200, 1500, 800, 2800, 1000)
    breaks = breaks_of([(width, width // 2 if width > 2000 else None) for width in widths])
    attempt = Attempt(4.0, 0, divides=True)
    found = fit(breaks, 6000, SPACE_WIDTH, JUSTIFIED, attempt)
    paths = every_path(len(breaks.end) - 1)
    cheapest = min(paths, key=lambda path: cost_of(path, breaks, 6000, JUSTIFIED, attempt) or 1e99)
    assert found == cheapest


@given(words=st.lists(st.integers(100, 3000), min_size=1, max_size=60), measure=st.integers(3000, 20000))
def test_the_last_attempt_takes_anything_and_no_line_is_wider_than_the_measure(words: list[int], measure: int) -> None:
    breaks = breaks_of([(width, None) for width in words])
    path = fit(breaks, measure, SPACE_WIDTH, JUSTIFIED, JUSTIFIED.attempts[-1])
    assert path is not None
    assert (path[0], path[-1]) == (0, len(words))
    shrink = int(SPACE_WIDTH * JUSTIFIED.shrink)
    for at, to in itertools.pairwise(path):
        gaps = breaks.gaps_before[to] - breaks.gaps_after[at]
        assert breaks.end[to] - breaks.start[at] - gaps * shrink <= measure


def test_a_piece_wider_than_the_measure_stands_alone() -> None:
    breaks = breaks_of([(500, None), (9000, None), (500, None)])
    assert fit(breaks, 4000, SPACE_WIDTH, JUSTIFIED, JUSTIFIED.attempts[-1]) == [0, 1, 2, 3]
