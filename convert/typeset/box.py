"""Boxes, columns, pictures and white space: what else stands in a text column."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from convert.typeset.bidi import Direction
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Flowable
from convert.typeset.tagging import Element


@dataclass(frozen=True)
class BoxLook:
    """A box's ground and rules (weight, colour), and the white space inside it, in points."""

    ground: str | None = None
    above: tuple[float, str] | None = None
    below: tuple[float, str] | None = None
    bar: tuple[float, str] | None = None
    frame: tuple[float, str] | None = None
    pad_top: float = 7.0
    pad_bottom: float = 7.0
    pad_left: float = 0.0
    pad_right: float = 0.0


class Box:
    """Flowables on a ground, between rules; divided between flowables, each part closed by itself."""

    def __init__(self, content: Sequence[Flowable], look: BoxLook, *, before: float = 0.0, after: float = 0.0) -> None:
        self.content, self.look = list(content), look
        self.before, self.after = before, after
        self.keeps_with_next = False
        self.height = 0.0
        self._width = 0.0

    def wrap(self, width: float) -> float:
        """Set what is inside; return the height with the padding."""
        self._width = width
        inner = width - self.look.pad_left - self.look.pad_right
        self.height = self.look.pad_top + self.look.pad_bottom
        after = 0.0
        for at, flowable in enumerate(self.content):
            self.height += (max(after, flowable.before) if at else 0.0) + flowable.wrap(inner)
            after = flowable.after
        return self.height

    @property
    def least(self) -> float:
        first = self.content[:2]
        return self.look.pad_top + self.look.pad_bottom + sum(f.height + f.after for f in first)

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        """Return a box of what fits and one of the rest; a head stays with what follows it."""
        room, count, after = height - self.look.pad_top - self.look.pad_bottom, 0, 0.0
        for at, flowable in enumerate(self.content):
            room -= (max(after, flowable.before) if at else 0.0) + flowable.height
            if room < 0:
                break
            count, after = at + 1, flowable.after
        while count and self.content[count - 1].keeps_with_next:
            count -= 1
        if not 0 < count < len(self.content):
            return None
        one, other = copy(self), copy(self)
        one.content, other.content = self.content[:count], self.content[count:]
        one.after, other.before = 0.0, 0.0
        one.wrap(self._width)
        other.wrap(self._width)
        return one, other

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the ground and the rules, then what is inside."""
        look, right, bottom = self.look, x + self._width, top - self.height
        if look.ground is not None:
            canvas.fill((x, bottom, right, top), look.ground)
        if look.frame is not None:
            canvas.frame((x, bottom, right, top), *look.frame)
        if look.above is not None:
            canvas.rule((x, top), (right, top), *look.above)
        if look.below is not None:
            canvas.rule((x, bottom), (right, bottom), *look.below)
        if look.bar is not None:
            weight, colour = look.bar
            canvas.fill((x, bottom, x + weight, top), colour)
        y, after = top - look.pad_top, 0.0
        for at, flowable in enumerate(self.content):
            y -= max(after, flowable.before) if at else 0.0
            flowable.draw_on(canvas, x + look.pad_left, y)
            y -= flowable.height
            after = flowable.after


class Ruled:
    """A rule across the column with white space under it; `indent` is from where text of a direction begins."""

    def __init__(  # noqa: PLR0913
        self,
        weight: float,
        colour: str,
        *,
        indent: float = 0.0,
        before: float = 0.0,
        after: float = 0.0,
        direction: Direction = "ltr",
    ) -> None:
        self.weight, self.colour, self.indent, self.direction = weight, colour, indent, direction
        self.before, self.after = before, after
        self.keeps_with_next = True
        self.height = weight
        self._width = 0.0

    def wrap(self, width: float) -> float:
        self._width = width
        return self.height

    @property
    def least(self) -> float:
        return self.height

    def split(self, height: float) -> None:
        """Return None: a rule is of one piece."""
        del height

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        middle = top - self.weight / 2
        left = x + (self.indent if self.direction == "ltr" else 0.0)
        canvas.rule((left, middle), (left + self._width - self.indent, middle), self.weight, self.colour)


class Columns:
    """Flowables in columns of equal width, about as high as each other; divided between flowables."""

    def __init__(self, content: Sequence[Flowable], count: int, gap: float, *, direction: Direction = "ltr") -> None:
        self.content, self.count, self.gap, self.direction = list(content), count, gap, direction
        self.before = self.after = 0.0
        self.keeps_with_next = False
        self.height = 0.0
        self._width = 0.0
        self._parts: list[list[Flowable]] = []

    def wrap(self, width: float) -> float:
        """Balance the columns; return the height of the highest."""
        self._width = (width - self.gap * (self.count - 1)) / self.count
        for flowable in self.content:
            flowable.wrap(self._width)
        self._parts = self._balanced()
        self.height = max((sum(f.height + f.after for f in part) for part in self._parts), default=0.0)
        return self.height

    def _balanced(self) -> list[list[Flowable]]:
        """Return the columns, none higher than it has to be: the least height at which all fit is searched for."""
        heights = [f.height + f.after for f in self.content]
        low, high = max(heights, default=0.0), sum(heights)
        while high - low > 1:
            middle = (low + high) / 2
            low, high = (low, middle) if len(self._filled(middle)) <= self.count else (middle, high)
        return self._filled(high)

    def _filled(self, height: float) -> list[list[Flowable]]:
        parts: list[list[Flowable]] = [[]]
        room = height
        for flowable in self.content:
            needed = flowable.height + flowable.after
            if needed > room + 0.01 and parts[-1]:
                parts.append([])
                room = height
            parts[-1].append(flowable)
            room -= needed
        return parts

    @property
    def least(self) -> float:
        return min(self.height, 60.0)

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        """Return as many entries as fill the columns to a height, and the rest."""
        parts = self._filled(height)
        count = sum(len(part) for part in parts[: self.count])
        if not 0 < count < len(self.content) or height < 40:
            return None
        one, other = copy(self), copy(self)
        one.content, other.content = self.content[:count], self.content[count:]
        one.after = 0.0
        width = self._width * self.count + self.gap * (self.count - 1)
        one.wrap(width)
        other.wrap(width)
        return one, other

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        for number, part in enumerate(self._parts):
            at = number if self.direction == "ltr" else self.count - 1 - number
            y = top
            for flowable in part:
                flowable.draw_on(canvas, x + at * (self._width + self.gap), y)
                y -= flowable.height + flowable.after


class Picture:
    """A picture at its own size (96 pixels an inch), smaller where the column asks for it; its element is a Figure.

    `indent` is from where text of a direction begins.
    """

    def __init__(  # noqa: PLR0913
        self,
        data: bytes,
        pixels: tuple[int, int],
        element: Element,
        *,
        indent: float = 0.0,
        after: float = 0.0,
        direction: Direction = "ltr",
    ) -> None:
        self.data, self.pixels, self.element, self.indent = data, pixels, element, indent
        self.direction = direction
        self._width = 0.0
        self.before, self.after = 0.0, after
        self.keeps_with_next = True
        self.height = 0.0
        self._drawn_width = 0.0

    def wrap(self, width: float) -> float:
        natural = self.pixels[0] * 0.75
        self._width = width
        self._drawn_width = min(natural, width - self.indent)
        self.height = min(self.pixels[1] * 0.75 * self._drawn_width / max(natural, 1), 400.0)
        if self.height == 400.0:
            self._drawn_width = 400.0 * self.pixels[0] / max(self.pixels[1], 1)
        return self.height

    @property
    def least(self) -> float:
        return self.height

    def split(self, height: float) -> None:
        """Return None: a picture is of one piece."""
        del height

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        from_right = self._width - self.indent - self._drawn_width
        left = x + (self.indent if self.direction == "ltr" else from_right)
        canvas.picture(self.data, (left, top - self.height, left + self._drawn_width, top), self.element)
