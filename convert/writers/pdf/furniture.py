"""Heads and feet: drawn on every page once all pages are laid out, so that each knows how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from convert import model as m
from convert.typeset.canvas import Page, TaggedCanvas
from convert.typeset.paragraph import Paragraph, ParagraphStyle
from convert.typeset.runs import Format, Run
from convert.typeset.tagging import ARTIFACT
from convert.writers.pdf.boxed import HEIGHT, PAD, width_of
from convert.writers.pdf.terms import Terms

MARK_GAP = 6.0
GAP = 8.0
"""Points between what stands side by side in a strip."""

MOST_OF_HEAD = 0.55
"""Of the head strip: markings that need more stand over the running head, in the foot under the folio."""

SEPARATOR = " · "
"""Stands between issuer and series in the imprint."""

SPACE = "\u00a0\u00a0"


class Head(msgspec.Struct, frozen=True):
    """The running head of an article or a part: its number (or nothing) and its title."""

    number: str
    title: str

    def continued(self, word: str) -> Head:
        """Return the head of the pages after the first; a part has no number and goes on under its title alone."""
        is_first = self.number and not self.title.endswith(word)
        return Head(self.number, f"{self.title} {word}") if is_first else self


class PageFacts(msgspec.Struct):
    """What heads and feet say of a page: its label (none on a sheet left blank), what stands on it in order; and where
    its column begins."""

    label: str
    edge: float
    heads: list[Head] = msgspec.field(default_factory=list)


def roman(number: int) -> str:
    """Return a number in small roman figures."""
    figures = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    made = ""
    for value, figure in (*figures, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        times, number = divmod(number, value)
        made += figure * times
    return made


class Furniture:
    """Draws what stands on every page, as artifacts."""

    def __init__(self, canvas: TaggedCanvas, terms: Terms, furniture: m.Furniture, say: Callable[[str], str]) -> None:
        self.canvas, self.terms, self.furniture = canvas, terms, furniture
        style = terms.style
        self.size = style.size.marking
        self.plain = Format(terms.faces.label, style.size.running_head, style.colour.ink)
        self.strong = Format(terms.faces.label_strong, style.size.running_head, style.colour.ink)
        self.soft = Format(terms.faces.label, style.size.imprint, style.colour.soft)
        self.imprint = say(furniture.imprint)
        self.folio_width = 0.0

    def make_room(self, labels: Iterable[tuple[str, str]]) -> None:
        """Keep room for the widest folio of these pages and totals, so that every foot is set alike."""
        folios = {self._folio(label, total).text for label, total in labels if label}
        self.folio_width = max((width_of(folio, self.strong) for folio in folios), default=0.0)

    def draw(self, page: Page, facts: PageFacts, total: str) -> None:
        """Draw the head and the foot of a page; `total` is the last label of its numbering."""
        self.canvas.page = page
        x, width, right = facts.edge, self.terms.width, facts.edge + self.terms.width
        beside = self._markings(right, self.terms.head, width * MOST_OF_HEAD, width, upwards=True)
        self._line(self._head(facts.heads), x, self.terms.head, width - beside)
        style = self.terms.style
        self.canvas.rule((x, self.terms.foot_rule), (right, self.terms.foot_rule), style.rule.hair, style.colour.hair)
        if facts.label:
            folio = self._folio(facts.label, total)
            half = self._width([folio]) / 2
            self._line([folio], x + width / 2 - half, self.terms.foot, width / 2 + half)
        beside_folio = (width - self.folio_width) / 2 - GAP
        self._imprint(x, beside_folio)
        self._markings(right, self.terms.foot, beside_folio, width, upwards=False)

    def _folio(self, label: str, total: str) -> Run:
        return Run(self.furniture.folio.format(page=label, pages=total), self.strong)

    def _head(self, heads: Sequence[Head]) -> list[Run]:
        """Return `4  A title`, `2–3  the first title`, or titles with dots between where not all are articles."""
        numbers = [head.number for head in heads if head.number]
        if not heads:
            return []
        if len(numbers) == len(heads):
            said = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
            return [Run(said + SPACE, self.strong), Run(heads[0].title, self.plain)]
        titles = dict.fromkeys(" ".join(filter(None, (head.number, head.title))) for head in heads)
        return [Run(" · ".join(titles), self.plain)]

    def _imprint(self, x: float, width: float) -> None:
        """Draw issuer, series and number: in one line, or in two where they are long, one each if they fit."""
        issuer, between, rest = self.imprint.partition(SEPARATOR)
        halves = (issuer + SEPARATOR.rstrip(), rest)
        if (
            between
            and width_of(self.imprint, self.soft) > width
            and all(width_of(h, self.soft) <= width for h in halves)
        ):
            leading = self.soft.size + 2
            for at, half in enumerate(halves):
                self._line([Run(half, self.soft)], x, self.terms.foot + (0.5 - at) * leading, width)
            return
        fitted = self._paragraph([Run(self.imprint, self.soft)], width, lines=2)
        fitted.draw_on(self.canvas, x, self.terms.foot + fitted.height / 2)

    def _line(self, runs: list[Run], x: float, middle: float, width: float) -> None:
        """Draw one line on a centre line; what does not fit is left out with an ellipsis."""
        if runs:
            line = self._paragraph(runs, width, lines=1)
            line.draw_on(self.canvas, x, middle + line.height / 2)

    def _paragraph(self, runs: list[Run], width: float, lines: int) -> Paragraph:
        """Return runs set in so many lines at most, the last run cut where it has to be."""
        style = ParagraphStyle(runs[-1].format, runs[-1].format.size + 2)
        last = runs[-1].text
        # no letter is narrower than an eighth of its size: what is longer is cut before anything is measured
        most = int(lines * width * 8 / style.format.size)
        if len(last) > most:
            last = last[:most] + "…"
            runs = [*runs[:-1], Run(last, runs[-1].format)]
        made = Paragraph(runs, style, ARTIFACT)
        while made.wrap(width) > lines * style.leading + 1 and len(last) > 4:
            words = last.removesuffix("…").rstrip()
            last = words[: max(words.rfind(" "), len(words) - 8, 3)].rstrip(" ,;:·–—") + "…"
            runs = [*runs[:-1], Run(last, runs[-1].format)]
            made = Paragraph(runs, style, ARTIFACT)
        return made

    def _width(self, runs: Sequence[Run]) -> float:
        return sum(width_of(run.text, run.format) for run in runs)

    # ---- markings

    def _markings(self, right: float, middle: float, room: float, width: float, *, upwards: bool) -> float:
        """Draw the markings flush right, the first rightmost: in `room` beside the text, or else in lines of their own.

        Return how much of the text's line they take.
        """
        shown = self.furniture.markings
        taken = sum(self._box(each) + MARK_GAP for each in shown)
        is_beside = taken - MARK_GAP <= room
        step = (self.size * HEIGHT + 2) * (1 if upwards else -1)
        for number, row in enumerate(self._rows(width), start=0 if is_beside else 1):
            edge = right
            for each in row:
                self._marking(each, edge, middle + number * step)
                edge -= self._box(each) + MARK_GAP
        return taken + GAP if is_beside and shown else 0.0

    def _rows(self, width: float) -> Iterator[list[m.MarkingShown]]:
        row: list[m.MarkingShown] = []
        room = width
        for shown in self.furniture.markings:
            if row and self._box(shown) > room:
                yield row
                row, room = [], width
            row.append(shown)
            room -= self._box(shown) + MARK_GAP
        if row:
            yield row

    def _box(self, shown: m.MarkingShown) -> float:
        return width_of(shown.text, Format(self.terms.faces.marking, self.size)) + 2 * PAD

    def _marking(self, shown: m.MarkingShown, right: float, middle: float) -> None:
        """Draw one marking: in a box of its scheme's colours, or as bold text."""
        width, half = self._box(shown), self.size * HEIGHT / 2
        boxed = self.terms.style.look.marking == "box"
        if boxed:
            self.canvas.fill((right - width, middle - half, right, middle + half), shown.ground)
        look = Format(self.terms.faces.marking, self.size, shown.ink if boxed else self.terms.style.colour.ink)
        line = Paragraph([Run(shown.text, look)], ParagraphStyle(look, self.size * 1.3), ARTIFACT)
        line.wrap(width + 2)
        # a box has the capitals in its middle, not the letters with their descenders
        line.draw_on(self.canvas, right - width + (PAD if boxed else 2 * PAD), middle + self.size * 0.65)
