"""A table too wide for the page: turned a quarter, its head at the left, as many pages as its rows need."""

from __future__ import annotations

from collections.abc import Iterator

from convert.typeset.canvas import TaggedCanvas
from convert.typeset.table import Table


class Turned:
    """A table set as wide as the page's text is high, and drawn turned to the left."""

    def __init__(self, table: Table, depth: float) -> None:
        self.table = table
        self.depth = depth
        self.before, self.after = table.before, table.after
        self.keeps_with_next = False
        self.height = sum(table.widths) - table.look.gap

    def wrap(self, width: float) -> float:
        """Return the height that the table takes on the page: how wide it is."""
        self.table.wrap(width)
        return self.height

    @property
    def least(self) -> float:
        return self.height

    def split(self, height: float) -> None:
        """Return None: each part has a page of its own."""
        del height

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the table turned: what was its left edge is at the foot, its head at the left."""
        canvas.draw(f"q 0 1 -1 0 {x:.2f} {top - self.height:.2f} cm")
        self.table.draw_on(canvas, 0.0, 0.0)
        canvas.draw("Q")


def turned(table: Table, depth: float) -> Iterator[Turned]:
    """Yield a table in turned parts, none deeper than the column is wide."""
    rest = table
    rest.wrap(0.0)
    while rest.height > depth and (parts := rest.split(depth)) is not None:
        first, following = parts
        if not isinstance(first, Table) or not isinstance(following, Table):
            break
        yield Turned(first, depth)
        rest = following
    yield Turned(rest, depth)
