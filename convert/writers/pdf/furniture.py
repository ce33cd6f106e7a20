"""Heads and feet: drawn on every page once all pages are laid out, so that each knows how many there are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from convert import model as m
from convert.typeset.canvas import Page, TaggedCanvas
from convert.typeset.paragraph import Paragraph, ParagraphStyle
from convert.typeset.runs import Format, Run
from convert.typeset.tagging import ARTIFACT
from convert.writers.pdf.terms import MM, Terms

HEAD, FOOT, FOOT_RULE = 16 * MM, 280.5 * MM, 274.5 * MM
"""Centre lines of head and foot strip and the place of the foot rule, from the top of an A4 sheet."""

MARK_PAD = 4.0


class PageFacts(msgspec.Struct):
    """What heads and feet say of a page: its label, the total of its numbering, and what stands on it."""

    label: str
    total: str
    is_recto: bool
    heads: list[tuple[str, str]] = msgspec.field(default_factory=list)
    """The articles or parts on it in order: number (or nothing) and running head."""

    opens: bool = False
    """Whether it opens the document: then its head is left empty."""


def roman(number: int) -> str:
    """Return a number in small roman figures."""
    figures = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    made = ""
    for value, figure in (*figures, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        times, number = divmod(number, value)
        made += figure * times
    return made


def natural_width(run: Run) -> float:
    """Return how wide a run is on one line, in points."""
    face = run.format.face
    words = [face.shape(word)[0] for word in run.text.replace("\u00a0", " ").split() if face.covers(word)]
    return (sum(words) + face.space[0] * max(len(words) - 1, 0)) * run.format.size / 1000


class Furniture:
    """Draws what stands on every page, as artifacts."""

    def __init__(self, canvas: TaggedCanvas, terms: Terms, furniture: m.Furniture) -> None:
        self.canvas, self.terms, self.furniture = canvas, terms, furniture
        self.top = terms.page[1]
        shrink = 0.0 if self.top > 800 else 297 * MM - self.top
        self.foot = self.top - FOOT + shrink
        self.foot_rule = self.top - FOOT_RULE + shrink

    def draw(self, page: Page, facts: PageFacts, x: float) -> None:
        """Draw the head and the foot of a page whose column begins at `x`."""
        self.canvas.page = page
        right = x + self.terms.width
        self._markings(right, self.top - HEAD)
        if not facts.opens:
            self._head(facts.heads, x, right)
        style = self.terms.style
        self.canvas.rule((x, self.foot_rule), (right, self.foot_rule), style.rule.hair, style.colour.hair)
        soft = Format(self.terms.faces.label, style.size.imprint, style.colour.soft)
        taken = self._text([Run(self.furniture.imprint, soft)], x, self.foot, self.terms.width * 0.5)
        folio = self.furniture.folio.format(page=facts.label, pages=facts.total)
        strong = Format(self.terms.faces.label_strong, style.size.running_head, style.colour.ink)
        left = max(self.terms.width * 0.4, taken + 10)
        self._text([Run(folio, strong)], x + left, self.foot, self.terms.width * 0.2, align="centre")
        self._markings(right, self.foot)

    def _head(self, heads: Sequence[tuple[str, str]], x: float, right: float) -> None:
        if not heads:
            return
        size, ink = self.terms.style.size.running_head, self.terms.style.colour.ink
        label = Format(self.terms.faces.label, size, ink)
        numbers = [number for number, _ in heads if number]
        if numbers and len(numbers) == len(heads):
            said = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
            runs = [Run(f"{said}\u2002", Format(self.terms.faces.label_strong, size, ink)), Run(heads[0][1], label)]
        else:
            runs = [Run("  ·  ".join(dict.fromkeys(head for _, head in heads)), label)]
        self._text(runs, x, self.top - HEAD, right - x - self._markings_width() - 12)

    def _text(self, runs: list[Run], x: float, middle: float, width: float, align: str = "left") -> float:
        """Draw one line on a centre line, what does not fit left out with an ellipsis; return how wide it is."""
        if not runs or not any(run.text for run in runs):
            return 0.0
        style = ParagraphStyle(runs[-1].format, 12, align=align)  # type: ignore[arg-type]
        line = Paragraph(runs, style, ARTIFACT)
        while line.wrap(width) > 12 and len(runs[-1].text) > 4:
            shorter = runs[-1].text.rstrip("…").rstrip()[:-4].rstrip() + "…"
            runs = [*runs[:-1], Run(shorter, runs[-1].format)]
            line = Paragraph(runs, style, ARTIFACT)
        line.draw_on(self.canvas, x, middle + 6)
        return sum(natural_width(run) for run in runs)

    # ---- markings

    def _markings_width(self) -> float:
        return sum(self._width(shown) + 6 for shown in self.furniture.markings)

    def _width(self, shown: m.MarkingShown) -> float:
        bold = Format(self.terms.faces.marking, self.terms.style.size.marking)
        return natural_width(Run(shown.text, bold)) + 2 * MARK_PAD

    def _markings(self, right: float, middle: float) -> None:
        """Draw the markings flush right, the first rightmost; in a box of the scheme's colours or as bold text."""
        size = self.terms.style.size.marking
        boxed = self.terms.style.look.marking == "box"
        for shown in self.furniture.markings:
            width = self._width(shown)
            if boxed:
                self.canvas.fill((right - width, middle - size * 0.68, right, middle + size * 0.68), shown.ground)
            ink = shown.ink if boxed else self.terms.style.colour.ink
            format_ = Format(self.terms.faces.marking, size, ink)
            line = Paragraph([Run(shown.text, format_)], ParagraphStyle(format_, size * 1.3), ARTIFACT)
            line.wrap(width + 2)
            line.draw_on(self.canvas, right - width + MARK_PAD, middle + size * 0.65)
            right -= width + 6
