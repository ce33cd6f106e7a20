"""Filling pages: flowables one under the other, kept together where they ask for it, divided where they can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Flowable

TOLERANCE = 0.05
"""Points: what rounding may add."""


class Column:
    """The text area of page after page. `new_page` begins a page and returns the left edge of its column."""

    def __init__(
        self, canvas: TaggedCanvas, top: float, bottom: float, width: float, new_page: Callable[[], float]
    ) -> None:
        self.canvas, self.top, self.bottom, self.width = canvas, top, bottom, width
        self._new_page = new_page
        self.x = 0.0
        self.y = bottom
        self.is_fresh = False

    @property
    def room(self) -> float:
        """The height that is left on this page."""
        return self.y - self.bottom

    def break_page(self) -> None:
        """Go to the top of a new page."""
        self.x = self._new_page()
        self.y = self.top
        self.is_fresh = True

    def needs(self, height: float) -> None:
        """Go to a new page where less than `height` points are left."""
        if not self.is_fresh and self.room + TOLERANCE < height:
            self.break_page()

    def skip(self, height: float) -> None:
        """Leave white space, but none at the top of a page."""
        if not self.is_fresh:
            self.y -= height

    def height_of(self, flowables: Sequence[Flowable]) -> float:
        """Return the height of flowables one under the other, if nothing divides them."""
        total, after = 0.0, 0.0
        for at, flowable in enumerate(flowables):
            total += flowable.wrap(self.width) + (_between(after, flowable.before) if at else 0.0)
            after = flowable.after
        return total

    def add(self, flowables: Sequence[Flowable]) -> None:
        """Set flowables, each after the space that the one before and it ask for (the larger counts)."""
        after = 0.0
        for at, flowable in enumerate(flowables):
            space = _between(after, flowable.before) if at or not self.is_fresh else 0.0
            self._keep_together(flowables, at, space)
            if not self.is_fresh:
                self.y -= space
            self._set(flowable)
            after = flowable.after
        self.y -= after if not self.is_fresh else 0.0

    def _keep_together(self, flowables: Sequence[Flowable], at: int, space: float) -> None:
        """Go to a new page where a flowable and those it is kept with have no room here."""
        needed, after = 0.0, 0.0
        for position in range(at, len(flowables)):
            flowable = flowables[position]
            height = flowable.wrap(self.width)
            needed += _between(after, flowable.before) if position > at else space
            if not flowable.keeps_with_next:
                needed += min(height, flowable.least)
                break
            needed += height
            after = flowable.after
        if needed <= self.top - self.bottom:
            self.needs(needed)

    def _set(self, flowable: Flowable) -> None:
        """Draw a flowable, going on to new pages with what does not fit."""
        flowable.wrap(self.width)
        while flowable.height > self.room + TOLERANCE:
            parts = flowable.split(self.room)
            if parts is not None:
                self._draw(parts[0])
                flowable = parts[1]
                self.break_page()
            elif not self.is_fresh:
                self.break_page()
            else:
                break  # higher than a page and of one piece: it is drawn, and runs over the foot
        self._draw(flowable)

    def _draw(self, flowable: Flowable) -> None:
        flowable.draw_on(self.canvas, self.x, self.y)
        self.y -= flowable.height
        self.is_fresh = False


def _between(after: float, before: float) -> float:
    """Return the space between two flowables: the larger asked for; a negative one pulls the next one up."""
    return after if after < 0 else max(after, before)
