"""Boxes that pages may divide anywhere: between what stands in them, and inside it."""

from __future__ import annotations

from copy import copy

from convert.typeset.box import Box
from convert.typeset.paragraph import Flowable


class DividedBox(Box):
    """A box whose paragraphs are divided too: a notice that names a thousand pages is higher than one."""

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        """Return a box of what fits and one of the rest; a head stays with what follows it."""
        room, after = height - self.look.pad_top - self.look.pad_bottom, 0.0
        for at, flowable in enumerate(self.content):
            room -= max(after, flowable.before) if at else 0.0
            if flowable.height > room:
                parts = flowable.split(room)
                if parts is not None:
                    return self._boxed([*self.content[:at], parts[0]], [parts[1], *self.content[at + 1 :]])
                break
            room -= flowable.height
            after = flowable.after
        return super().split(height)

    def _boxed(self, first: list[Flowable], rest: list[Flowable]) -> tuple[Flowable, Flowable]:
        one, other = copy(self), copy(self)
        one.content, other.content = first, rest
        one.after, other.before = 0.0, 0.0
        one.wrap(self._width)
        other.wrap(self._width)
        return one, other
