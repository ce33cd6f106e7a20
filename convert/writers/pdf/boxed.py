"""A marking over an article: one line on a ground of its scheme's colour, its capitals in the middle of it."""

from __future__ import annotations

from dataclasses import replace

from convert import model as m
from convert.markings import find_marking
from convert.typeset.canvas import TaggedCanvas
from convert.typeset.paragraph import Paragraph, ParagraphStyle
from convert.typeset.runs import Format, Run, lines_of
from convert.typeset.tagging import Element
from convert.walk import plain

PAD = 4.0
HEIGHT = 1.36
"""Of the size of its letters."""

UNLISTED = ("#FFFFFF", "#000000")
"""Ink and ground of what no scheme lists: an embargo."""


class Boxed(Paragraph):
    """A paragraph of one line on a ground; one of more lines has its ground over the whole column."""

    def __init__(self, words: str, style: ParagraphStyle, element: Element, ground: str) -> None:
        super().__init__([Run(words, style.format)], replace(style, indent=style.indent + PAD), element)
        self._words_width = width_of(words, style.format)
        self._ground = ground

    def draw_on(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the ground, then the words."""
        style = self.style
        left = x + style.indent - PAD
        right = min(left + self._words_width + 2 * PAD, x + self.width)
        out = (style.leading - HEIGHT * style.format.size) / 2
        canvas.fill((left, top - self.height + out, right, top - out), self._ground)
        super().draw_on(canvas, x, top)


def marking_over_article(block: m.Paragraph, style: ParagraphStyle, element: Element) -> Boxed:
    """Return the marking that stands over an article, in the colours of its scheme."""
    words = plain(block.content)
    known = find_marking(words)
    ink, ground = (known.ink, known.ground) if known is not None else UNLISTED
    return Boxed(words, replace(style, format=replace(style.format, colour=ink)), element, ground)


def width_of(words: str, look: Format) -> float:
    """Return how wide words are on one line, in points."""
    line = lines_of([Run(words, look)])[0]
    letters = sum(piece.face.shape(part)[0] for word in line for part, piece in word)
    return float((letters + look.face.space[0] * max(len(line) - 1, 0)) * look.size / 1000)
