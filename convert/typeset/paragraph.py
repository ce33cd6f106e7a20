"""A paragraph: runs broken into lines, drawn as one text object, tagged, split over pages two lines at the least."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal, Protocol

from convert.typeset.breaking import JUSTIFIED, RAGGED, SPACE, Params
from convert.typeset.canvas import Box, TaggedCanvas, colour_operator
from convert.typeset.lines import Breaker, Line, Set, set_piece
from convert.typeset.runs import Format, Run, Word, lines_of
from convert.typeset.tagging import ARTIFACT, Element

FEWEST_LINES = 2
"""No fewer lines of a divided paragraph stand at the foot or the head of a page."""

_RISE = re.compile("\x01(-?\\d+)\x01")
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

    `hyphenate` is the language whose patterns divide words, or None.
    """

    format: Format
    leading: float
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
    """What hangs beside a paragraph's first line: a number in the margin, a bullet. `x` is from the paragraph's left.

    Its element is a kid of the paragraph's, or of `parent` (a list item's label is the item's).
    """

    run: Run
    x: float = 0.0
    kind: str = "Lbl"
    parent: Element | None = None


class Paragraph:
    """Runs set in a style, the content of a structure element; links can go to it by its `destination`.

    `label` hangs beside the first line; `right` is set flush right on it.
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
        self._stretches = lines_of(runs, missing)
        self._base = _base_format(self._stretches, style.format)
        self._right = [word for line in lines_of(right, missing) for word in line]
        self._lines: list[tuple[Line, bool]] = []
        self._ends = True

    # ---- setting

    def wrap(self, width: float) -> float:
        """Break the lines at a width; return the height."""
        if width != self.width:
            self.width = width
            measure = width - self.style.indent - self.style.right_indent - self._room_for_right()
            self._lines = [line for words in self._stretches for line in self._broken(words, measure)]
            if self._right and not self._lines:
                self._lines = [(Line((0, 0), [], 0, SPACE, 0), True)]
        self.height = len(self._lines) * self.style.leading
        return self.height

    def _broken(self, words: Sequence[Word], measure: float) -> list[tuple[Line, bool]]:
        """Return the lines of one stretch, each with whether it is the stretch's last."""
        if not words:
            return [(Line((0, 0), [], 0, SPACE, 0), True)] if len(self._stretches) > 1 else []
        style = self.style
        breaker = Breaker(words, self._base, style.params, style.hyphenate, hangs=style.justify)
        lines = breaker.break_at(max(measure - style.hang, 1.0))
        return [(line, at == len(lines) - 1) for at, line in enumerate(lines)]

    def _room_for_right(self) -> float:
        if not self._right:
            return 0.0
        return self._width_of_right() + self._base.size

    def _width_of_right(self) -> float:
        shaped = [[set_piece(t, f) for t, f in word] for word in self._right]
        spaces = (len(shaped) - 1) * self._base.face.space[0] * self._base.size / 1000
        return sum(w * f.size / 1000 for row in shaped for w, _, f in row) + spaces

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
        fitting = int((height + 0.01) / self.style.leading)
        count = len(self._lines)
        fitting = min(fitting, count - FEWEST_LINES)
        if fitting < FEWEST_LINES or count < 2 * FEWEST_LINES:
            return None
        first, rest = copy(self), copy(self)
        first._lines, rest._lines = self._lines[:fitting], self._lines[fitting:]
        first._ends, first.after, first.keeps_with_next = False, 0.0, False
        rest.label, rest.before, rest._right, rest.destination = None, 0.0, [], None
        for part in (first, rest):
            part.height = len(part._lines) * self.style.leading
        return first, rest

    # ---- drawing

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the lines as one text object with the element's content marked, its label before it."""
        if not self._lines:
            return
        if self.destination is not None:
            canvas.destination(self.destination, top)
        if self.style.bar is not None:
            offset, weight, colour = self.style.bar
            canvas.fill((x + offset, top - self.height, x + offset + weight, top), colour)
        drawing = _Drawing(canvas, self.element, self._base)
        baseline = top - self._first_baseline()
        left = x + self.style.indent
        if self.label is not None:
            drawing.label(self.label, x, baseline)
        for at, (line, is_last) in enumerate(self._lines):
            last_of_all = at == len(self._lines) - 1 and self._ends
            start, gap = self._placed(line, is_last=is_last)
            hang = self.style.hang if line.first != (0, 0) else 0.0
            drawing.line(line, (left + start + hang, baseline - at * self.style.leading), gap, ends=last_of_all)
        if self._right:
            drawing.right(self._right, x + self.width - self.style.right_indent - self._width_of_right(), baseline)
        drawing.finish()

    def _first_baseline(self) -> float:
        """Return how far under the top the first baseline stands: letters are in the middle of their leading."""
        style, face = self.style, self._base.face
        return style.leading / 2 + self._base.size * (face.ascent + face.descent) / 2000

    def _placed(self, line: Line, *, is_last: bool) -> tuple[float, int]:
        """Return where a line begins, in points from the left, and its word space in 1/1000 of the size."""
        style, space = self.style, self._base.face.space[0]
        gaps = len(line.rows) - 1
        room = self.width - style.indent - style.right_indent - self._room_for_right() - style.hang
        measure = room * 1000 / self._base.size
        natural = line.width + gaps * space
        if style.align != "left":
            spare = (measure - natural) * self._base.size / 1000
            return (spare if style.align == "right" else spare / 2), space
        if style.justify and gaps and (not is_last or natural > measure):
            stretched = space + (measure - natural + line.hang) / gaps
            return 0.0, round(stretched) if stretched <= MOST_STRETCH * space else space
        return 0.0, space


def _base_format(stretches: Sequence[Sequence[Word]], style: Format) -> Format:
    """Return the format that widths are counted in: the style's, or that of all its words where they share one."""
    formats = {piece[1] for words in stretches for word in words for piece in word}
    return formats.pop() if len(formats) == 1 and not next(iter(formats)).has_element else style


class _Drawing:
    """One text object being written: what is open, which boxes are links or grounds."""

    def __init__(self, canvas: TaggedCanvas, element: Element, base: Format) -> None:
        self.canvas = canvas
        self.element = element
        self.base = base
        self.parts: list[str] = ["BT"]
        self.now: Format | None = None
        self.tagged: tuple[object, ...] | None = None
        self.owners: dict[tuple[object, ...], Element] = {}
        self.links: dict[tuple[object, ...], tuple[Format, list[Box], list[str]]] = {}
        self.grounds: list[tuple[Box, str]] = []

    # ---- what is open

    def _tag(self, format: Format | None, element: Element | None = None) -> None:
        """Have marked content open that belongs to a format's element, or to the paragraph's."""
        key = _identity(format, element)
        if key == self.tagged:
            return
        if self.tagged is not None:
            self.parts.append("EMC")
        self.tagged = key
        owner = element or self._owner(key, format)
        self.parts.append(self.canvas.open(owner))

    def _owner(self, key: tuple[object, ...], format: Format | None) -> Element:
        if format is None or not format.has_element or self.element.is_artifact:
            return self.element
        owner = self.owners.get(key)
        if owner is None:
            kind = "Link" if format.address or format.destination else format.kind or "Span"
            owner = self.owners[key] = Element(kind, self.element, language=format.language)
        return owner

    def _look(self, format: Format) -> None:
        now = self.now
        if now is None or now.face is not format.face or now.size != format.size:
            self.parts.append(f"{self.canvas.face(format.face).resource} {format.size:g} Tf")
        if now is None or now.colour != format.colour:
            self.parts.append(colour_operator(format.colour))
        if (now.rise if now else 0.0) != format.rise:
            self.parts.append(f"{format.rise:g} Ts")
        self.now = format

    def _show(self, body: str, format: Format) -> None:
        self.canvas.face(format.face).bodies.update(part for part in body.split("\x00") if part)
        text = body.replace("\x00", "")
        shown = f"[<{text}>]TJ"
        if "\x01" in shown:
            shown = _RISE.sub(lambda found: f"{int(found[1]) * format.size / 1000 + format.rise:.2f}", shown)
        # pdfium drops the number before an empty string
        self.parts.append(shown.replace("<>", " "))

    # ---- pieces of a paragraph

    def label(self, label: Label, x: float, baseline: float) -> None:
        """Draw what hangs beside the first line."""
        owner = self.element
        if not owner.is_artifact:
            owner = Element(label.kind, label.parent or self.element)
            if label.parent is not None:
                label.parent.kids.insert(0, label.parent.kids.pop())
        self._tag(None, owner)
        self._at(x + label.x, baseline)
        for words in lines_of([label.run]):
            self._words([[set_piece(t, f) for t, f in word] for word in words], closes=True)

    def right(self, words: Sequence[Word], x: float, baseline: float) -> None:
        """Draw words flush right on the first line."""
        rows = [[set_piece(t, f) for t, f in word] for word in words]
        self._row_by_row(rows, (x, baseline), self.base.face.space[0], closes=False)

    def line(self, line: Line, at: tuple[float, float], gap: int, *, ends: bool) -> None:
        """Draw a line from a point with word spaces `gap` wide; a space at its end joins no words in the tag tree."""
        closes = line.kind == SPACE and not ends
        self._row_by_row(line.rows, at, gap, closes=closes)

    def _at(self, x: float, y: float) -> None:
        self.parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")

    def _words(self, rows: Sequence[Sequence[Set]], *, closes: bool) -> None:
        for row in rows:
            for _, body, format in row:
                self._look(format)
                space = format.face.space[1] if closes else ""
                self._show(f"{body}\x00{space}", format)

    def _row_by_row(self, rows: Sequence[Sequence[Set]], at: tuple[float, float], gap: int, *, closes: bool) -> None:
        """Draw rows of pieces; runs of one format are one array, a space takes the format of what stands before it."""
        if not rows:
            return
        self._tag_for_first(rows)
        self._at(*at)
        x, size = at[0], self.base.size
        buffer: list[str] = []
        current: Format | None = None
        begin = x
        for number, row in enumerate(rows):
            if number and current is not None:
                buffer.append(self._space(current, gap, size))
                x += gap * size / 1000
            for width, body, format in row:
                if format is not current and format != current:
                    if current is not None:
                        self._flush(buffer, current, (begin, x, at[1]))
                    begin, current = x, format
                    self._tag(format)
                    self._look(format)
                buffer.append(body)
                x += width * format.size / 1000
        if current is not None:
            if closes:
                buffer.append(current.face.space[1])
            self._flush(buffer, current, (begin, x, at[1]))

    def _tag_for_first(self, rows: Sequence[Sequence[Set]]) -> None:
        first = next((row[0][2] for row in rows if row), None)
        if first is not None:
            self._tag(first)

    def _space(self, format: Format, gap: int, size: float) -> str:
        natural, body = format.face.space
        more = round(gap * size / format.size) - natural
        return f"{body}\x00>{-more}<\x00" if more else body

    def _flush(self, buffer: list[str], format: Format, extent: tuple[float, float, float]) -> None:
        self._show("\x00".join(buffer), format)
        buffer.clear()
        left, right, baseline = extent
        box = (left, baseline - 0.22 * format.size, right, baseline + 0.78 * format.size)
        if format.address or format.destination:
            key = _identity(format, None)
            self.links.setdefault(key, (format, [], []))[1].append(box)
        if format.ground is not None:
            self.grounds.append(((box[0], box[1] - 0.4, box[2], box[3] + 0.2), format.ground))

    def finish(self) -> None:
        """Write the text object, what lies behind it, and the links over it."""
        if self.now is not None and self.now.rise:
            self.parts.append("0 Ts")
        self.parts.append("EMC ET" if self.tagged is not None else "ET")
        for box, colour in self.grounds:
            self.canvas.fill(box, colour)
        self.canvas.draw(" ".join(self.parts))
        if self.element.is_artifact:
            return
        for key, (format, boxes, _) in self.links.items():
            owner = self.owners[key]
            if format.address:
                self.canvas.link_out(owner, format.address, boxes, format.address)
            elif format.destination:
                self.canvas.link_to(owner, format.destination, boxes, format.destination)


def _identity(format: Format | None, element: Element | None) -> tuple[object, ...]:
    """Return what makes two pieces one element: the same link, kind and language; nothing for the paragraph's own."""
    if element is not None:
        return (id(element),)
    if format is None or not format.has_element:
        return ()
    return (format.address, format.destination, format.language, format.kind)
