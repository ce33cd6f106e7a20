"""Words shaped: how wide each is, where it may be divided, what hangs of it in the margin, what is drawn of it.

Text all of one format is the common case and has the short way (`PlainWords`): a word is a width and a body. Words
that change their format inside, or from one to the next, are rows of pieces (`MixedWords`). Widths are in 1/1000 of
the size of one format, the paragraph's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from convert.typeset.breaking import ANYWHERE, HYPHEN, SPACE
from convert.typeset.faces import CACHE_LIMIT, Face
from convert.typeset.hyphens import divisions
from convert.typeset.runs import Format, Piece, Word

Place = tuple[int, int]
"""A word's number, and how many of its characters stand before."""

Line = tuple[Place, Place, int]
"""Where a line begins and ends, and the kind of break it ends at."""

Cut = tuple[int, int, int, int]
"""A division: characters before it, its kind, the width of what stands before and of what stands after it."""

Set = tuple[int, str, Format, str]
"""A piece as set: its width in 1/1000 of its own size, its body, its format, its characters."""

HANGS_RIGHT = dict.fromkeys("-\u2010", 0.5) | dict.fromkeys(".,", 0.45) | dict.fromkeys("\u201d\u2019\"'", 0.4)
HANGS_RIGHT |= {"\u2013": 0.25, "\u2014": 0.15, ";": 0.25, ":": 0.25}
"""How much of a mark at a line's end stands in the margin of justified text, as a share of its width."""

HANGS_LEFT = {"\u201c": 0.4, "\u2018": 0.4, "\u201e": 0.3, "\u00ab": 0.2, '"': 0.4, "(": 0.1}
"""The same for a mark at a line's beginning."""

FEW_LETTERS = 400
"""A longer word is broken anywhere only at every eighth character, or it would have too many places."""

_cuts_of: dict[tuple[Face, str, str | None, bool], Sequence[Cut]] = {}


class PlainWords:
    """Words of one format."""

    def __init__(self, texts: Sequence[str], base: Format) -> None:
        self.texts = texts
        self.base = base
        self.shaped = [*map(base.face.shape, texts)]
        self.widths = [word[0] for word in self.shaped]

    def cuts(self, number: int, language: str | None, *, anywhere: bool) -> Sequence[Cut]:
        """Return where a word may be divided."""
        return cuts(self.base.face, self.texts[number], self.base.language or language, anywhere=anywhere)

    def hyphen(self, _number: int) -> int:
        """Return the width of the hyphen of a divided word."""
        return self.base.face.soft_hyphen[0]

    @cached_property
    def hanging(self) -> tuple[list[int], list[int]]:
        """Return how much of the first and of the last mark of each word hangs."""
        left, right = marks_of(self.base.face)
        return [left.get(text[0], 0) for text in self.texts], [right.get(text[-1], 0) for text in self.texts]

    def after(self, place: Place) -> PlainWords:
        """Return the words from a place on."""
        number, cut = place
        return PlainWords([self.texts[number][cut:], *self.texts[number + 1 :]], self.base)

    def bodies(self, line: Line) -> tuple[list[str], int]:
        """Return the bodies on a line, one a word, and the width of all of them. Divided words are shaped anew."""
        (first, begin), (last, end), kind = line
        shape = self.base.face.shape
        if first == last:
            words = [shape(self.texts[first][begin:end])]
        else:
            words = self.shaped[first:last]
            if begin:
                words[0] = shape(self.texts[first][begin:])
            if end:
                words.append(shape(self.texts[last][:end]))
        bodies = [word[1] for word in words]
        width = sum([word[0] for word in words])
        if kind == HYPHEN:
            hyphen = self.base.face.soft_hyphen
            bodies[-1] += hyphen[1]
            width += hyphen[0]
        return bodies, width


class MixedWords:
    """Words whose pieces differ in format; `base` is the format widths are counted in."""

    def __init__(self, words: Sequence[Word], base: Format) -> None:
        self.words = words
        self.base = base
        self.rows = [[shaped_piece(piece) for piece in word] for word in words]
        _pad_grounds(self.rows)
        self.widths = [self._width(row) for row in self.rows]

    def cuts(self, number: int, language: str | None, *, anywhere: bool) -> Sequence[Cut]:
        """Return where a word may be divided: inside its pieces, but not in one with a ground."""
        whole, size = self.widths[number], self.base.size
        found: list[Cut] = []
        count = before = 0
        for (text, format), row in zip(self.words[number], self.rows[number], strict=True):
            scale = format.size / size
            if format.ground is None or anywhere:
                places = cuts(format.face, text, format.language or language, anywhere=anywhere)
                for cut, kind, head, _ in places:
                    to_here = before + round(head * scale)
                    found.append((count + cut, kind, to_here, whole - to_here))
            count += len(text)
            before += round(row[0] * scale)
        return found

    def hyphen(self, number: int) -> int:
        """Return the width of the hyphen of a divided word."""
        format = self.words[number][0][1]
        return round(format.face.soft_hyphen[0] * format.size / self.base.size)

    @cached_property
    def hanging(self) -> tuple[list[int], list[int]]:
        """Return how much of the first and of the last mark of each word hangs; those in a box do not."""
        return [self._hanging(word[0], 0) for word in self.words], [self._hanging(word[-1], 1) for word in self.words]

    def _hanging(self, piece: Piece, side: int) -> int:
        text, format = piece
        if format.ground is not None:
            return 0
        mark = text[-1] if side else text[0]
        return round(marks_of(format.face)[side].get(mark, 0) * format.size / self.base.size)

    def after(self, place: Place) -> MixedWords:
        """Return the words from a place on."""
        number, cut = place
        return MixedWords([_part(self.words[number], cut, None), *self.words[number + 1 :]], self.base)

    def pieces(self, line: Line) -> tuple[list[list[Set]], int]:
        """Return the rows of pieces on a line, one a word, and the width of all of them."""
        (first, begin), (last, end), kind = line
        if first == last:
            rows = [self._shaped_part(first, begin, end)]
        else:
            rows = self.rows[first:last]
            if begin:
                rows[0] = self._shaped_part(first, begin, None)
            if end:
                rows.append(self._shaped_part(last, 0, end))
        if kind == HYPHEN:
            width, body, format, text = rows[-1][-1]
            hyphen = format.face.soft_hyphen
            rows[-1] = [*rows[-1][:-1], (width + hyphen[0], body + hyphen[1], format, text + "\u00ad")]
        return rows, sum(map(self._width, rows))

    def _shaped_part(self, number: int, begin: int, end: int | None) -> list[Set]:
        return [shaped_piece(piece) for piece in _part(self.words[number], begin, end)]

    def _width(self, row: Iterable[Set]) -> int:
        size = self.base.size
        return sum(piece[0] if piece[2].size == size else round(piece[0] * piece[2].size / size) for piece in row)


Words = PlainWords | MixedWords


def shaped_piece(piece: Piece) -> Set:
    """Return a piece as set."""
    text, format = piece
    width, body = format.face.shape_from_right(text) if format.from_right else format.face.shape(text)
    return width, body, format, text


def cuts(face: Face, text: str, language: str | None, *, anywhere: bool) -> Sequence[Cut]:
    """Return where a word of one face may be divided, with the widths of both parts."""
    key = (face, text, language, anywhere)
    found = _cuts_of.get(key)
    if found is None:
        if len(_cuts_of) >= CACHE_LIMIT:
            _cuts_of.clear()
        found = _cuts_of[key] = _new_cuts(face, text, language, anywhere=anywhere)
    return found


def _new_cuts(face: Face, text: str, language: str | None, *, anywhere: bool) -> Sequence[Cut]:
    kinds = dict(divisions(text, language if len(text) < FEW_LETTERS else None))
    if anywhere:
        step = 1 if len(text) < FEW_LETTERS else 8
        for cut in range(step, len(text), step):
            if not unicodedata.combining(text[cut]):
                kinds.setdefault(cut, ANYWHERE)
    if not kinds:
        return ()
    heads, tails = face.part_widths(text)
    return [(cut, kind, heads[cut], tails[cut]) for cut, kind in sorted(kinds.items())]


def hanging(words: Words, line: Line) -> tuple[int, int]:
    """Return how far a line of justified text reaches into the left and the right margin."""
    (first, begin), (last, end), kind = line
    lefts, rights = words.hanging
    left = 0 if begin else lefts[first]
    if kind == HYPHEN:
        return left, hanging_hyphen(words, last)
    return left, rights[last - 1] if kind == SPACE and end == 0 and last else 0


def hanging_hyphen(words: Words, number: int) -> int:
    """Return how much of the hyphen of a divided word hangs."""
    return round(words.hyphen(number) * HANGS_RIGHT["-"])


@lru_cache(maxsize=256)
def marks_of(face: Face) -> tuple[dict[str, int], dict[str, int]]:
    """Return how much of each mark hangs at the left and at the right, in 1/1000 em."""
    left, right = (
        {mark: round(face.shape(mark)[0] * share) for mark, share in shares.items() if face.covers(mark)}
        for shares in (HANGS_LEFT, HANGS_RIGHT)
    )
    return left, right


def _part(word: Word, begin: int, end: int | None) -> Word:
    """Return the pieces of a word between two of its characters."""
    pieces, at = [], 0
    for text, format in word:
        first, at = at, at + len(text)
        if end is not None and first >= end:
            break
        # a word of thousands of emoji has as many pieces, and is divided as often: the rest is for few of them
        if at > begin and text:
            pieces.append((text[max(begin - first, 0) : None if end is None else end - first], format))
    return pieces


def _pad_grounds(rows: list[list[Set]]) -> None:
    """Give text with a ground room at both its ends, as kerns that move the text inside and what follows it."""
    places = [(row, at) for row in rows for at in range(len(row))]
    formats = [row[at][2] for row, at in places]
    if not any(format.ground for format in formats):
        return
    for (row, at), before, after in zip(places, chain([None], formats), chain(formats[1:], [None]), strict=False):
        width, body, format, text = row[at]
        if format.ground is None:
            continue
        pad = round(format.padding * 1000 / format.size)
        if before is not format:
            width, body = width + pad, f">{-pad}<{body}"
        if after is not format:
            width, body = width + pad, f"{body}>{-pad}<"
        row[at] = (width, body, format, text)
