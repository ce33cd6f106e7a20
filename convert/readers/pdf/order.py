"""Reading order by recursive cuts at white space (Nagy, Seth and Viswanathan, “A prototype document image analysis
system for technical journals”, Computer 25, 1992: the X-Y cut), columns before rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from convert.readers.pdf.lines import Line

NARROWEST_GUTTER = 7.0
"""Points between columns."""
DEEPEST = 40


def in_reading_order(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of a page as columns and parts of columns, each from its top, in the order they are read."""
    columns = _cut(sorted(lines, key=lambda line: (-line.top, line.left)), DEEPEST)
    return [_rows(column) for column in columns if not _is_margin(column)]


def _rows(column: Sequence[Line]) -> list[Line]:
    """Return a column with what stands on one height made one line, from the left: the cells of a table's row."""
    rows: list[Line] = []
    for line in column:
        last = rows[-1] if rows else None
        if last is not None and min(last.top, line.top) - max(last.bottom, line.bottom) > 0.6 * line.height:
            first, second = sorted((last, line), key=lambda each: each.left)
            text = f"{first.text} {second.text}"
            rows[-1] = replace(first, text=text, right=max(last.right, line.right), bold=last.bold and line.bold)
        else:
            rows.append(line)
    return rows


def _cut(lines: list[Line], depth: int) -> list[list[Line]]:
    if len(lines) < 2 or depth == 0:
        return [lines] if lines else []
    gutter = _gutter(lines)
    if gutter is not None:
        left = [line for line in lines if line.right <= gutter]
        right = [line for line in lines if line.right > gutter]
        return _cut(left, depth - 1) + _cut(right, depth - 1)
    if not _may_hold_columns(lines):
        return [lines]
    gap = _widest_gap(lines)
    if gap is None:
        return [lines]
    above = [line for line in lines if line.bottom >= gap]
    below = [line for line in lines if line.bottom < gap]
    return _cut(above, depth - 1) + _cut(below, depth - 1)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where a strip of white parts the lines in two columns that stand beside each other, if one does."""
    spans = sorted((line.left, line.right) for line in lines)
    reach = spans[0][1]
    best: tuple[float, float] | None = None
    for left, right in spans[1:]:
        if left - reach >= NARROWEST_GUTTER and (best is None or left - reach > best[0]):
            best = (left - reach, (left + reach) / 2)
        reach = max(reach, right)
    if best is None:
        return None
    sides = [line for line in lines if line.right <= best[1]], [line for line in lines if line.right > best[1]]
    if any(len(side) < 3 for side in sides):
        return None
    if all(map(_is_margin, sides)) or (not (_is_margin(sides[0]) or _is_margin(sides[1])) and _is_tabular(sides)):
        return None
    (a, b), (c, d) = ((min(each.bottom for each in side), max(each.top for each in side)) for side in sides)
    beside = min(b, d) - max(a, c)
    return best[1] if beside > 0.3 * min(b - a, d - c) else None


def _is_margin(side: Sequence[Line]) -> bool:
    """Tell a strip of numbers in the margin."""
    return all(line.text.isdecimal() for line in side)


def _is_tabular(sides: tuple[Sequence[Line], Sequence[Line]]) -> bool:
    """Tell the columns of a table, whose lines stand at one height and fill no column, from columns of text."""
    heights = [round(line.bottom) for line in sides[1]]
    aligned = sum(any(abs(round(line.bottom) - other) <= 2 for other in heights) for line in sides[0])
    if aligned < 0.8 * min(map(len, sides)):
        return False
    return any(_fill(side) < 0.7 for side in sides)


def _fill(side: Sequence[Line]) -> float:
    """Return how much of its column the middle line of a side fills."""
    width = max(line.right for line in side) - min(line.left for line in side)
    widths = sorted(line.right - line.left for line in side)
    return widths[len(widths) // 2] / max(width, 1.0)


def _may_hold_columns(lines: Sequence[Line]) -> bool:
    """Tell whether some lines stand beside others: in one column there is nothing to cut."""
    ordered = sorted(lines, key=lambda line: -line.top)
    beside = sum(
        min(one.top, other.top) - max(one.bottom, other.bottom) > 0.5 * min(one.height, other.height)
        for one, other in pairwise(ordered)
    )
    return beside >= 2


def _widest_gap(lines: Sequence[Line]) -> float | None:
    """Return the height of the widest white strip from side to side, or None where there is none."""
    ordered = sorted(lines, key=lambda line: -line.top)
    floor = ordered[0].bottom
    best: tuple[float, float] | None = None
    for line in ordered[1:]:
        gap = floor - line.top
        if gap > -0.5 and (best is None or gap > best[0]):
            best = (gap, (floor + line.top) / 2)
        floor = min(floor, line.bottom)
    return best[1] if best is not None else None
