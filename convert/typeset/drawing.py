"""Lines as operators of a page: one text object a paragraph, its marked content, what lies behind it and over it.

What PDF viewers and readers of text need, beside the letters (each learned from a file that one of them got wrong):

- A line that ends between words ends in a space, or its last word joins the next line's in the tag tree.
- Spaces are glyphs with a number after them: the operator Tw does nothing for codes of two bytes (PDF 1.7, 9.3.3).
- pdfium drops a number before an empty string, so there are none; a space stands in their place, or two numbers
  would become one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.typeset.bidi import Placed
from convert.typeset.canvas import Box, TaggedCanvas, colour_operator
from convert.typeset.faces import RAISE
from convert.typeset.runs import Format, Tag
from convert.typeset.tagging import Element
from convert.typeset.words import Set

_raised = re.compile(f"{RAISE}(-?\\d+){RAISE}")

UNDER, OVER = 0.22, 0.78
"""What a line of text takes under and over its baseline, in sizes: the box of a link."""


class TextObject:
    """A text object being written. `element` is the structure element of what has no other."""

    def __init__(self, canvas: TaggedCanvas, element: Element) -> None:
        self.canvas = canvas
        self.element = element
        self._parts: list[str] = ["BT"]
        self._at: tuple[int, int] | None = None
        self._look: Format | None = None
        self._open: Element | None = None
        self._owners: dict[Tag, Element] = {}
        self._links: dict[Tag, tuple[Format, list[Box], list[str]]] = {}
        self._grounds: list[tuple[Box, str]] = []
        self._used: set[str] = set()

    # ---- lines

    def plain(self, bodies: Sequence[str], format: Format, at: tuple[float, float], more: int, *, closes: bool) -> None:
        """Draw a line of one format from a point, its spaces wider by `more`; with `closes` it ends in a space."""
        self._enter(self.element)
        self._dress(format)
        space = format.face.space[1]
        self._used.update(bodies)
        self._used.add(space)
        joined = (f"{space}>{-more}<" if more else space).join(bodies)
        self._move(at)
        self._show(f"{joined}{space}" if closes else joined, format)

    def mixed(
        self, rows: Sequence[Sequence[Set]], base: Format, at: tuple[float, float], gap: int, *, closes: bool
    ) -> None:
        """Draw a line of several formats; `gap` is its space in 1/1000 of the size of `base`.

        A space belongs to what stands before it, but for one that follows a link or a box.
        """
        if not rows:
            return
        self._move(at)
        stretch = _Stretch(at[0])
        space = gap * base.size / 1000
        for number, row in enumerate(rows):
            for place, piece in enumerate(row):
                if number and not place:
                    self._space(stretch, piece[2], space, at[1])
                self._piece(stretch, piece, at[1])
        if closes and stretch.format is not None:
            stretch.bodies.append(stretch.format.face.space[1])
        self._flush(stretch, at[1])

    def both_ways(
        self, placed: Sequence[Placed], base: Format, at: tuple[float, float], gap: int, *, closes: bool
    ) -> None:
        """Draw a line of words that run both ways, in the order of reading, each where it stands on the line."""
        for number, part in enumerate(placed, 1):
            ends = part.ends_word and (closes or number < len(placed))
            here = (at[0] + part.left * base.size / 1000, at[1])
            self.mixed(part.rows, base, here, gap, closes=ends)

    def _space(self, stretch: _Stretch, following: Format, space: float, baseline: float) -> None:
        """Draw the space before a word: in the format before it, but outside a link or box that ends there."""
        format = stretch.format or following
        if format is not following and not format.is_plain and format != following:
            format = following if following.is_plain else format.bare
            self._begin(stretch, format, baseline)
        natural, body = format.face.space
        more = round(space * 1000 / format.size) - natural
        stretch.bodies.append(f"{body}>{-more}<" if more else body)
        stretch.text.append(" ")
        stretch.right += space

    def _piece(self, stretch: _Stretch, piece: Set, baseline: float) -> None:
        width, body, format, text = piece
        if stretch.format is not format and stretch.format != format:
            self._begin(stretch, format, baseline)
        stretch.bodies.append(body)
        stretch.text.append(text)
        stretch.right += width * format.size / 1000

    def _begin(self, stretch: _Stretch, format: Format, baseline: float) -> None:
        self._flush(stretch, baseline)
        stretch.left, stretch.format = stretch.right, format
        self._enter(self._owner(format))
        self._dress(format)

    def _flush(self, stretch: _Stretch, baseline: float) -> None:
        format = stretch.format
        if format is None or not stretch.bodies:
            return
        self._used.update(stretch.bodies)
        self._show("".join(stretch.bodies), format)
        size = format.size
        box = (stretch.left, baseline - UNDER * size, stretch.right, baseline + OVER * size)
        if format.is_link:
            _, boxes, words = self._links.setdefault(format.tag, (format, [], []))
            boxes.append(box)
            words.append("".join(stretch.text).strip())
        if format.ground is not None:
            left, bottom, right, top = box
            self._grounds.append(((left, bottom - 0.4, right, top + 0.2), format.ground))
        stretch.bodies.clear()
        stretch.text.clear()

    # ---- labels

    def label(self, rows: Sequence[Sequence[Set]], base: Format, at: tuple[float, float], element: Element) -> None:
        """Draw what hangs beside the first line, as the content of an element of its own; a space ends it."""
        inner, self.element = self.element, element
        self.mixed(rows, base, at, base.face.space[0], closes=True)
        self.element = inner

    # ---- what is open

    def _enter(self, element: Element) -> None:
        """Have the marked content of an element open."""
        if element is self._open:
            return
        if self._open is not None:
            self._parts.append("EMC")
        self._open = element
        self._parts.append(self.canvas.open(element))

    def _owner(self, format: Format) -> Element:
        """Return the element of text in a format: the paragraph's, or one in it, the same for the same link."""
        if not format.has_element or self.element.is_artifact:
            return self.element
        owner = self._owners.get(format.tag)
        if owner is None:
            parent = self.element
            if format.is_link and format.kind is not None:
                parent = Element(format.kind, parent)
            kind = "Link" if format.is_link else format.kind or "Span"
            owner = self._owners[format.tag] = Element(kind, parent, language=format.language)
        return owner

    def _dress(self, format: Format) -> None:
        """Set face, size, colour and rise where they are not set so."""
        now = self._look
        if now is format:
            return
        if now is None or now.face is not format.face or now.size != format.size:
            embedded = self.canvas.face(format.face)
            self._used = embedded.bodies
            self._parts.append(f"{embedded.resource} {format.size:g} Tf")
        if now is None or now.colour != format.colour:
            self._parts.append(colour_operator(format.colour))
        if (now.rise if now else 0.0) != format.rise:
            self._parts.append(f"{format.rise:g} Ts")
        self._look = format

    def _move(self, at: tuple[float, float]) -> None:
        """Begin a line at a point: where it is for the first, how far it is from the last for the others."""
        x, y = round(at[0] * 100), round(at[1] * 100)
        if self._at is None:
            self._parts.append(f"1 0 0 1 {x / 100:g} {y / 100:g} Tm")
        else:
            self._parts.append(f"{(x - self._at[0]) / 100:g} {(y - self._at[1]) / 100:g} Td")
        self._at = (x, y)

    def _show(self, body: str, format: Format) -> None:
        if ">" in body:
            if RAISE in body:
                scale = format.size / 1000
                body = _raised.sub(lambda found: f"{int(found[1]) * scale + format.rise:.2f}", body)
            self._parts.append(f"[<{body}>]TJ".replace("<>", " "))
        else:
            self._parts.append(f"<{body}>Tj")

    def finish(self) -> None:
        """Put what lies behind the text, the text, and the links over it on the page."""
        if self._look is not None and self._look.rise:
            self._parts.append("0 Ts")
        self._parts.append("ET" if self._open is None else "EMC ET")
        for box, colour in self._grounds:
            self.canvas.fill(box, colour)
        self.canvas.draw(" ".join(self._parts))
        for tag, (format, boxes, words) in self._links.items():
            if tag in self._owners:
                self._link(self._owners[tag], format, boxes, " ".join(words))

    def _link(self, owner: Element, format: Format, boxes: Sequence[Box], words: str) -> None:
        if format.address:
            self.canvas.link_out(owner, format.address, boxes, format.address)
        elif format.destination:
            self.canvas.link_to(owner, format.destination, boxes, words or format.destination)


class _Stretch:
    """Pieces of one format on a line, not yet written."""

    __slots__ = ("bodies", "format", "left", "right", "text")

    def __init__(self, x: float) -> None:
        self.left = self.right = x
        self.format: Format | None = None
        self.bodies: list[str] = []
        self.text: list[str] = []
