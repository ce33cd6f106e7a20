"""A paragraph: runs broken into lines, drawn as one text object, tagged, split over pages two lines at the least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal, Protocol

from convert.typeset.bidi import BidiWords, Direction
from convert.typeset.breaking import JUSTIFIED, RAGGED, SPACE, Params
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.drawing import TextObject
from convert.typeset.lines import break_lines
from convert.typeset.runs import Format, Run, lines_of
from convert.typeset.stretches import beside_of, stretches_of
from convert.typeset.tagging import ARTIFACT, Element
from convert.typeset.words import Line, MixedWords, PlainWords, Words, hanging, shaped_piece

FEWEST_LINES = 2
"""No fewer lines of a divided paragraph stand at the foot or the head of a page."""

RIGHT_GAP = 1.0
"""In sizes: the least room before what is set flush right."""

MOST_STRETCH = 6.0
"""Word spaces grow to no more than so many times their width: a line that would need more stays short."""


class Flowable(Protocol):
    """Something that is set in a column: it is wrapped, perhaps split, and drawn."""

    before: float
    after: float
    keeps_with_next: bool
    height: float

    @property
    def least(self) -> float:
        """The height that has to be free for it, or for a first part of it."""

    def wrap(self, width: float) -> float:
        """Set it to a width; return and keep its height."""

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        """Return what fits into `height` points and the rest, or None where it cannot be divided there."""

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw it with its upper left corner at a point."""


@dataclass(frozen=True)
class ParagraphStyle:
    """How a paragraph is set. Lengths in points; `hang` is for lines after the first.

    `direction` is that in which its text runs: with `rtl`, left and right change places in all that is said here.
    `hyphenate` is the language whose patterns divide words, or None.
    """

    format: Format
    leading: float
    direction: Direction = "ltr"
    align: Literal["left", "right", "centre"] = "left"
    justify: bool = False
    hyphenate: str | None = None
    before: float = 0.0
    after: float = 0.0
    indent: float = 0.0
    right_indent: float = 0.0
    hang: float = 0.0
    keeps_with_next: bool = False
    bar: tuple[float, float, str] | None = None
    """A rule down the left: where it stands, its weight, its colour."""

    @property
    def params(self) -> Params:
        return JUSTIFIED if self.justify else RAGGED


@dataclass(frozen=True)
class Label:
    """What hangs beside a paragraph's first line: a number in the margin, a bullet.

    `x` is from the paragraph's left, or from its right where it runs from there; the other way round with `at_end`.
    Its element is a kid of the paragraph's, or of `parent` (a list item's label is the item's).
    """

    run: Run
    x: float = 0.0
    kind: str = "Lbl"
    parent: Element | None = None
    at_end: bool = False


class Paragraph:
    """Runs set in a style, the content of a structure element; links can go to it by its `destination`.

    `label` hangs beside the first line; `right` is set flush right on the first line or the last.
    Characters no face has are added to `missing`.
    """

    def __init__(  # noqa: PLR0913 -- what may stand beside a paragraph's text
        self,
        runs: Sequence[Run],
        style: ParagraphStyle,
        element: Element,
        *,
        label: Label | None = None,
        right: Sequence[Run] = (),
        right_on: Literal["first", "last"] = "first",
        missing: set[str] | None = None,
        destination: str | None = None,
    ) -> None:
        self.style = style
        self.destination = destination
        self.element = element
        self.label = label
        self.before, self.after = style.before, style.after
        self.keeps_with_next = style.keeps_with_next
        self.height = 0.0
        self.width = 0.0
        self._stretches = stretches_of(runs, style.format, missing, style.direction)
        self._right_on = right_on
        self._right = beside_of(right, style.format, missing, style.direction)
        self._lines: list[_Line] = []
        self._begins, self._ends = True, True

    # ---- setting

    def wrap(self, width: float) -> float:
        """Break the lines at a width; return the height. What is left of a divided paragraph is broken anew."""
        if width != self.width:
            if not self._begins and self._lines:
                self._stretches = self._rest()
            self.width = width
            self._lines = [*self._broken()]
        self.height = len(self._lines) * self.style.leading
        return self.height

    def _broken(self) -> Iterator[_Line]:
        style, room = self.style, self._room_for_right()
        final = len(self._stretches) - 1
        for number, words in enumerate(self._stretches):
            if not words.widths:
                if final or self._right.words:
                    yield _Line(words, None, is_last=True)
                continue
            scale = 1000 / words.base.size
            starts = self._begins and number == 0
            measure = max(int(self._measure() * scale), 1)
            first = room if starts and self._right_on == "first" else 0.0
            last = room * scale if number == final and self._right_on == "last" else 0.0
            alone = last + words.widths[-1] > measure
            lines = break_lines(
                words,
                measure,
                style.params,
                language=style.hyphenate,
                hangs=style.justify,
                first=int((first - style.hang if starts else 0.0) * scale),
                last=0 if alone else int(last),
            )
            for at, line in enumerate(lines):
                yield _Line(words, line, is_last=at == len(lines) - 1, is_first=starts and at == 0)
            if last and alone:
                yield _Line(words, None, is_last=True)

    def _room_for_right(self) -> float:
        """Return what the line takes that something is flush right on, in points."""
        return self.style.format.size * RIGHT_GAP + self._width_of_right() if self._right.words else 0.0

    def _measure(self) -> float:
        """Return the width of a line that is not the first, in points."""
        return self.width - self.style.indent - self.style.right_indent - self.style.hang

    def _width_of_right(self) -> float:
        words = self._right
        gaps = (len(words.widths) - 1) * words.base.face.space[0]
        return (sum(words.widths) + gaps) * words.base.size / 1000

    def _rest(self) -> list[Words]:
        """Return the words from the first line on."""
        first = self._lines[0]
        at = next(number for number, words in enumerate(self._stretches) if words is first.words)
        begun = first.words if first.line is None else first.words.after(first.line[0])
        return [begun, *self._stretches[at + 1 :]]

    @property
    def least(self) -> float:
        """The height that has to be free for the first part of it to stand there."""
        return min(len(self._lines), FEWEST_LINES if len(self._lines) > 3 else 3) * self.style.leading

    def as_artifact(self) -> Paragraph:
        """Return the same paragraph as no content: a table head that is drawn again on the next page."""
        drawn = copy(self)
        drawn.element, drawn.destination = ARTIFACT, None
        return drawn

    def split(self, height: float) -> tuple[Flowable, Flowable] | None:
        """Return two parts, the first no higher than `height`, each of two lines at the least."""
        count = len(self._lines)
        fitting = min(int((height + 0.01) / self.style.leading), count - FEWEST_LINES)
        if fitting < FEWEST_LINES:
            return None
        first, rest = copy(self), copy(self)
        first._lines, rest._lines = self._lines[:fitting], self._lines[fitting:]
        first._ends, first.after, first.keeps_with_next = False, 0.0, False
        rest._begins, rest.label, rest.before, rest.destination = False, None, 0.0, None
        without = rest if self._right_on == "first" else first
        without._right = beside_of((), self.style.format)
        for part in (first, rest):
            part.height = len(part._lines) * self.style.leading
        return first, rest

    # ---- drawing

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the lines as one text object with the element's content marked, its label before it."""
        if not self._lines:
            return
        style = self.style
        if self.destination is not None:
            canvas.destination(self.destination, top)
        if style.bar is not None:
            offset, weight, colour = style.bar
            left = x + self._from_left(offset, weight)
            canvas.fill((left, top - self.height, left + weight, top), colour)
        text = TextObject(canvas, self.element)
        baseline = top - self._first_baseline()
        if self.label is not None:
            self._draw_label(text, self.label, (x, baseline))
        beside = (0 if self._right_on == "first" else len(self._lines) - 1) if self._right.words else -1
        for at, line in enumerate(self._lines):
            closes = at < len(self._lines) - 1 or not self._ends or at == beside
            here = baseline - at * style.leading
            self._draw_line(text, line, (x, here), closes=closes)
            if at == beside:
                self._draw_right(text, (x, here), closes=at < len(self._lines) - 1)
        text.finish()

    def _from_left(self, start: float, width: float) -> float:
        """Return where something begins that stands so far from where its paragraph's text begins, from the left."""
        return start if self.style.direction == "ltr" else self.width - start - width

    def _draw_right(self, text: TextObject, at: tuple[float, float], *, closes: bool) -> None:
        words, width = self._right, self._width_of_right()
        left = at[0] + self._from_left(self.width - self.style.right_indent - width, width)
        line = ((0, 0), (len(words.words), 0), SPACE)
        _draw_mixed(text, words, line, (left, at[1]), words.base.face.space[0], closes=closes)

    def _draw_label(self, text: TextObject, label: Label, at: tuple[float, float]) -> None:
        rows = [[shaped_piece(piece) for piece in word] for words in lines_of([label.run]) for word in words]
        width = sum(piece[0] for row in rows for piece in row) * label.run.format.size / 1000
        start = self.width - label.x - width if label.at_end else label.x
        owner = self.element
        if not owner.is_artifact:
            owner = Element(label.kind, label.parent or self.element)
            if label.parent is not None:
                label.parent.kids.insert(0, label.parent.kids.pop())
        text.label(rows, label.run.format, (at[0] + self._from_left(start, width), at[1]), owner)

    def _draw_line(self, text: TextObject, line: _Line, at: tuple[float, float], *, closes: bool) -> None:
        if line.line is None:
            return
        words = line.words
        closes = closes and line.line[2] == SPACE
        if isinstance(words, PlainWords):
            bodies, width = words.bodies(line.line)
            start, gap = self._placed(line, width, len(bodies) - 1)
            more = gap - words.base.face.space[0]
            text.plain(bodies, words.base, (at[0] + self.style.indent + start, at[1]), more, closes=closes)
        else:
            rows, width = words.pieces(line.line)
            start, gap = self._placed(line, width, len(rows) - 1)
            taken = (width + gap * (len(rows) - 1)) * words.base.size / 1000
            left = at[0] + self._from_left(self.style.indent + start, taken)
            _draw_mixed(text, words, line.line, (left, at[1]), gap, closes=closes)

    def _first_baseline(self) -> float:
        """Return how far under the top the first baseline stands: letters are in the middle of their leading."""
        base = self._stretches[0].base if self._stretches else self.style.format
        return self.style.leading / 2 + base.size * (base.face.ascent + base.face.descent) / 2000

    def _placed(self, line: _Line, width: int, gaps: int) -> tuple[float, int]:
        """Return where a line begins, in points from the left, and its word space in 1/1000 of the size."""
        style, base = self.style, line.words.base
        hang = 0.0 if line.is_first else style.hang
        space = base.face.space[0]
        spare = (self._measure() + style.hang - hang) * 1000 / base.size - width - gaps * space
        if line.is_first and self._right_on == "first":
            spare -= self._room_for_right() * 1000 / base.size
        if style.align != "left":
            shift = spare if style.align == "right" else spare / 2
            return hang + max(shift, 0.0) * base.size / 1000, space
        left, right = hanging(line.words, line.line) if style.justify and line.line else (0, 0)
        spare += left + right
        if gaps and (spare < 0 or (style.justify and not line.is_last and spare / gaps < MOST_STRETCH * space)):
            space += round(spare / gaps)
        return hang - left * base.size / 1000, space


class _Line:
    """A line of one of the paragraph's stretches; `line` is None for one with no words."""

    __slots__ = ("is_first", "is_last", "line", "words")

    def __init__(self, words: Words, line: Line | None, *, is_last: bool, is_first: bool = False) -> None:
        self.words, self.line, self.is_last, self.is_first = words, line, is_last, is_first


def _draw_mixed(  # noqa: PLR0913 -- what, which part of it, where, how
    text: TextObject, words: MixedWords, line: Line, at: tuple[float, float], gap: int, *, closes: bool
) -> None:
    """Draw words of several formats on a line from its left, `gap` between them in 1/1000 of the size."""
    if isinstance(words, BidiWords):
        text.both_ways(words.placed(line, gap), words.base, at, gap, closes=closes)
    else:
        text.mixed(words.pieces(line)[0], words.base, at, gap, closes=closes)
