"""Words on lines: where they may be broken is laid out as numbers for `breaking.fit`, and its choice made into lines.

Widths are in 1/1000 of the paragraph's size. A word that is wider than the measure may be broken anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from convert.typeset.breaking import ANYWHERE, BARE, HYPHEN, SPACE, Breaks, Params, fit
from convert.typeset.hyphens import divisions
from convert.typeset.runs import Format, Piece, Word

Set = tuple[int, str, Format]
"""A piece as set: its width in 1/1000 of its own size, its body, its format."""

BOX_PAD = 300
"""White space between a word and its box's sides, in 1/1000 of its size."""

HANGING = {"-": 500, "\u00ad": 500, ".": 400, ",": 400, "\u2010": 500, "\u2013": 250, "\u201d": 350, "\u2019": 350}
"""How much of a mark at a line end hangs in the margin, in thousandths of its width (justified text only)."""


class Line:
    """A line as set: rows of pieces, one a word, its natural width, and how it ends."""

    __slots__ = ("first", "hang", "kind", "rows", "width")

    def __init__(self, first: tuple[int, int], rows: list[list[Set]], width: int, kind: int, hang: int) -> None:
        self.first = first
        self.rows = rows
        self.width = width
        self.kind = kind
        self.hang = hang


class Breaker:
    """Breaks the words of one stretch of text (between forced line ends) into lines."""

    def __init__(
        self, words: Sequence[Word], base: Format, params: Params, language: str | None, *, hangs: bool
    ) -> None:
        self.words = words
        self.base = base
        self.params = params
        self.language = language
        self.hangs = hangs
        self.space = base.face.space[0]
        self.shaped = [self._shape(word) for word in words]
        self.widths = [self._width(row) for row in self.shaped]

    def break_at(self, measure: float) -> list[Line]:
        """Return the lines at a measure in points; none is wider, but for one that a single letter fills."""
        wide = max(1, int(measure * 1000 / self.base.size))
        count = len(self.words)
        if sum(self.widths) + (count - 1) * self.space <= wide:
            return [self._line((0, 0), (count, 0), SPACE)] if count else []
        for attempt in self.params.attempts:
            breaks, places = self._breaks(wide, divides=attempt.divides)
            path = fit(breaks, wide, self.space, self.params, attempt)
            if path is not None:
                return [self._line(places[a], places[b], breaks.kind[b]) for a, b in pairwise(path)]
        raise AssertionError("the last attempt takes anything")

    # ---- words

    def _shape(self, word: Iterable[Piece]) -> list[Set]:
        return [set_piece(text, format) for text, format in word]

    def _width(self, row: Iterable[Set]) -> int:
        size = self.base.size
        return sum(width if format.size == size else round(width * format.size / size) for width, _, format in row)

    # ---- where lines may end

    def _breaks(self, measure: int, *, divides: bool) -> tuple[Breaks, list[tuple[int, int]]]:
        """Return the breaks and the place (word, character) each of them stands at."""
        breaks, places = Breaks(), [(0, 0)]
        at = 0
        for number, width in enumerate(self.widths):
            if width > measure or divides or self._is_seamed(number):
                for cut, kind, before, after in self._divisions(number, measure, divides=divides):
                    _add(breaks, at + before, at + width - after, number, number, kind)
                    places.append((number, cut))
            at += width
            _add(breaks, at - self._hang(number), at + self.space, number, number + 1, SPACE)
            places.append((number + 1, 0))
            at += self.space
        return breaks, places

    def _is_seamed(self, number: int) -> bool:
        """Tell whether a word is long enough for its seams to matter without hyphenation."""
        return self.widths[number] > self.space * 40

    def _hang(self, number: int) -> int:
        """Return how far the last mark of a word hangs in the margin."""
        if not self.hangs:
            return 0
        text, format = self.words[number][-1]
        return _hanging(text[-1:], format, self.base)

    def _divisions(self, number: int, measure: int, *, divides: bool) -> list[tuple[int, int, int, int]]:
        """Return the places a word may be divided: characters before, kind, width before and after it."""
        found: list[tuple[int, int, int, int]] = []
        before = count = 0
        whole, size = self.widths[number], self.base.size
        for (text, format), (width, _, _) in zip(self.words[number], self.shaped[number], strict=True):
            language = (format.language or self.language) if divides and self.language else None
            scale = format.size / size
            places = _places(text, language, anywhere=whole > measure)
            if places:
                prefix = format.face.prefix_widths(text)
                hyphen = round(format.face.soft_hyphen[0] * scale)
                hang = _hanging("-", format, self.base) if self.hangs else 0
                for cut, kind in places:
                    head = before + round(prefix[cut - 1] * scale)
                    ends = head + hyphen - hang if kind == HYPHEN else head
                    found.append((count + cut, kind, ends, whole - head))
            before += round(width * scale)
            count += len(text)
        return found

    # ---- lines

    def _line(self, first: tuple[int, int], last: tuple[int, int], kind: int) -> Line:
        """Return what stands between two places, divided words shaped anew."""
        (i, p), (j, q) = first, last
        if i == j:
            rows = [self._shape(_part(self.words[i], p, q))]
        else:
            rows = [list(row) for row in self.shaped[i:j]]
            if p:
                rows[0] = self._shape(_part(self.words[i], p, None))
            if q:
                rows.append(self._shape(_part(self.words[j], 0, q)))
        if kind == HYPHEN:
            width, body, format = rows[-1][-1]
            hyphen = format.face.soft_hyphen
            rows[-1][-1] = (width + hyphen[0], body + hyphen[1], format)
        hang = self._line_hang(rows, last, kind)
        return Line(first, rows, sum(map(self._width, rows)), kind, hang)

    def _line_hang(self, rows: Sequence[Sequence[Set]], last: tuple[int, int], kind: int) -> int:
        if not self.hangs or not rows or not rows[-1]:
            return 0
        if kind == HYPHEN:
            return _hanging("-", rows[-1][-1][2], self.base)
        return self._hang(last[0] - 1) if kind == SPACE and last[1] == 0 else 0


def set_piece(text: str, format: Format) -> Set:
    """Return a piece as set: in its box, where it has one, with white space at both sides."""
    width, body = format.face.shape(text)
    if format.ground is None:
        return width, body, format
    return width + 2 * BOX_PAD, f">-{BOX_PAD}<{body}>-{BOX_PAD}<", format


def _add(breaks: Breaks, end: int, start: int, before: int, after: int, kind: int) -> None:  # noqa: PLR0913, PLR0917
    breaks.end.append(end)
    breaks.start.append(start)
    breaks.gaps_before.append(before)
    breaks.gaps_after.append(after)
    breaks.kind.append(kind)


def _places(text: str, language: str | None, *, anywhere: bool) -> list[tuple[int, int]]:
    """Return the divisions of a piece; where its word is wider than the measure, every few letters as well."""
    known = dict(divisions(text, language))
    if anywhere:
        step = 1 if len(text) < 400 else 8
        for cut in range(step, len(text), step):
            known.setdefault(cut, ANYWHERE)
    elif language is None:
        known = {cut: kind for cut, kind in known.items() if kind == BARE}
    return sorted(known.items())


def _part(word: Word, start: int, end: int | None) -> list[Piece]:
    """Return the pieces of a word between two of its characters."""
    pieces, at = [], 0
    for text, format in word:
        part = text[max(start - at, 0) : None if end is None else max(end - at, 0)]
        at += len(text)
        if part:
            pieces.append((part, format))
    return pieces


def _hanging(mark: str, format: Format, base: Format) -> int:
    share = HANGING.get(mark)
    if share is None or not format.face.covers(mark):
        return 0
    return round(format.face.shape(mark)[0] * share / 1000 * format.size / base.size)
