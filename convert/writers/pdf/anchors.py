"""Flowables that say where they come to stand: what links, running heads and page labels go by."""

from __future__ import annotations

from collections.abc import Callable

from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Flowable


class Noticed:
    """A flowable that calls `notice` with its upper edge, once, when it (or the first part of it) is drawn."""

    def __init__(self, flowable: Flowable, notice: Callable[[TaggedCanvas, float], None]) -> None:
        self._flowable = flowable
        self._notice = notice
        self.before, self.after = flowable.before, flowable.after
        self.keeps_with_next = flowable.keeps_with_next
        self.height = flowable.height

    def wrap(self, width: float) -> float:
        self.height = self._flowable.wrap(width)
        return self.height

    @property
    def least(self) -> float:
        return self._flowable.least

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        parts = self._flowable.split(height)
        return None if parts is None else (Noticed(parts[0], self._notice), parts[1])

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        self._notice(canvas, top)
        self._flowable.draw_on(canvas, x, top)


def named(flowable: Flowable, name: str) -> Flowable:
    """Return a flowable that links can go to by a name."""
    return Noticed(flowable, lambda canvas, top: canvas.destination(name, top))
