"""Bars of a chart, and the dashed rule of a timeline: what stands in cells beside words."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from convert import model as m
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Paragraph, ParagraphStyle
from convert.typeset.runs import Run
from convert.typeset.tagging import Element
from convert.writers.pdf.boxed import width_of

HEIGHT = 6.5
CHART_LEADING = 11.0
SHORTEST = 2.0
FIGURE_GAP = 3.0
BAR_GAP = 5.0
OUTLINE = 0.6
DASH, DASH_GAP, DASH_WEIGHT = 3.0, 2.5, 0.9


class Bars:
    """Bars side by side, each with its figure after it: the content is the figures, the bars are drawn beside."""

    def __init__(self, bars: Sequence[m.Bar], style: ParagraphStyle, element: Element, *, in_chart: bool) -> None:
        self.bars, self.element = list(bars), element
        leading = min(style.leading, CHART_LEADING) if in_chart else style.leading
        self.style = replace(style, leading=leading, align="left")
        self.before = self.after = 0.0
        self.keeps_with_next = False
        self.height = 0.0
        self._width = 0.0
        self._places: list[tuple[float, float, int]] = []

    def wrap(self, width: float) -> float:
        """Place the bars, on further lines where they do not fit; a full bar leaves room for its figure."""
        self._width = width
        widest = max(map(self._figure_width, self.bars), default=0.0)
        longest = max(width - widest - FIGURE_GAP, SHORTEST)
        x, line = 0.0, 0
        self._places = []
        for bar in self.bars:
            length = max(bar.share * longest, SHORTEST)
            needed = length + FIGURE_GAP + self._figure_width(bar)
            if x and x + needed > width:
                x, line = 0.0, line + 1
            self._places.append((x, length, line))
            x += needed + BAR_GAP
        self.height = (line + 1) * self.style.leading
        return self.height

    def _figure_width(self, bar: m.Bar) -> float:
        return width_of(bar.figure, self.style.format)

    @property
    def least(self) -> float:
        return self.height

    def split(self, height: float) -> tuple[Bars, Bars] | None:
        """Return the lines of bars that fit and the others, or None."""
        lines = int(height / self.style.leading)
        count = sum(line < lines for _, _, line in self._places)
        if not 0 < count < len(self.bars):
            return None
        first, rest = copy(self), copy(self)
        first.bars, rest.bars = self.bars[:count], self.bars[count:]
        for part in (first, rest):
            part.wrap(self._width)
        return first, rest

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw each bar, filled or as an outline, and its figure."""
        ink, leading = self.style.format.colour, self.style.leading
        for bar, (left, length, line) in zip(self.bars, self._places, strict=True):
            y = top - line * leading
            middle = y - leading / 2
            box = (x + left, middle - HEIGHT / 2, x + left + length, middle + HEIGHT / 2)
            if bar.outlined:
                canvas.frame(box, OUTLINE, ink)
            else:
                canvas.fill(box, ink)
            figure = Paragraph([Run(bar.figure, self.style.format)], self.style, Element("Span", self.element))
            figure.wrap(self._figure_width(bar) + 1)
            figure.draw_on(canvas, x + left + length + FIGURE_GAP, y)


class Dashed(Paragraph):
    """A one-line paragraph with a dashed rule after its words, to the end of the column."""

    words_width = 0.0

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the words, then the dashes."""
        super().draw_on(canvas, x, top)
        middle = top - self.style.leading / 2
        at = x + min(self.words_width + 6, self.width)
        while at + DASH <= x + self.width:
            canvas.rule((at, middle), (at + DASH, middle), DASH_WEIGHT, self.style.format.colour)
            at += DASH + DASH_GAP
