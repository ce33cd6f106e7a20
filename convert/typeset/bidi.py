"""Text that runs from right to left, or both ways: which way each part of it runs, and where it stands on its line.

Levels are those of the Unicode Bidirectional Algorithm (UAX 9), reckoned for a stretch of text by `python-bidi`; the
order on the line is its rule L2, applied to the words of a line that is broken already. Words stand in the file in the
order in which they are read, each where its line has it: a reader of the tag tree gets them in that order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, groupby, islice, pairwise
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from convert.typeset.runs import Format, Piece, Word
from convert.typeset.words import Line, MixedWords, Set

Direction = Literal["ltr", "rtl"]

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The blocks of scripts written from right to left."""

_right_to_left = re.compile(f"[{RIGHT_TO_LEFT}]")


def has_right_to_left(text: str) -> bool:
    """Tell whether text has a character of a script written from right to left."""
    return not text.isascii() and _right_to_left.search(text) is not None


def runs_both_ways(words: Sequence[Word]) -> bool:
    """Tell whether any of the words has such a character."""
    return any(has_right_to_left(text) for word in words for text, _ in word)


OBJECT = "\ufffc"
"""Stands for an isolate among what is around it."""


class Placed(NamedTuple):
    """Pieces that stand side by side on a line: how far from its left, in 1/1000 of the size, and their words.

    With `ends_word` a space follows in the order of reading.
    """

    left: int
    rows: list[list[Set]]
    ends_word: bool


class BidiWords(MixedWords):
    """Words some of which run from right to left, or all of which stand in a paragraph that does."""

    def __init__(self, words: Sequence[Word], base: Format, direction: Direction) -> None:
        self.direction = direction
        levels = _levels_of_words(words, direction)
        starts = [0, *accumulate(sum(len(text) for text, _ in word) + 1 for word in words)]
        self._levels = [levels[start : end - 1] for start, end in pairwise(starts)]
        self._gaps = [levels[end - 1] for end in starts[1:-1]]
        super().__init__([_by_level(word, own) for word, own in zip(words, self._levels, strict=True)], base)

    def after(self, place: tuple[int, int]) -> BidiWords:
        """Return the words from a place on; they keep the levels that the whole text gave them."""
        rest = super().after(place)
        made = BidiWords.__new__(BidiWords)
        made.direction = self.direction
        made._levels = [self._levels[place[0]][place[1] :], *self._levels[place[0] + 1 :]]
        made._gaps = self._gaps[place[0] :]
        MixedWords.__init__(made, rest.words, self.base)
        return made

    @property
    def hanging(self) -> tuple[list[int], list[int]]:
        """Return that nothing hangs: which mark stands at which end is known only when the line is."""
        none = [0] * len(self.words)
        return none, none

    def placed(self, line: Line, gap: int) -> list[Placed]:
        """Return what stands on a line in the order of reading, with `gap` between words in 1/1000 of the size."""
        units = [*self._units(line, gap)]
        left = 0
        lefts = [0] * len(units)
        for at in visual_order([unit.level for unit in units]):
            lefts[at] = left
            left += units[at].width
        return [
            Placed(lefts[begin], _rows(units[begin:end]), end == len(units) or units[end].piece is None)
            for begin, end in _parts(units)
        ]

    def _units(self, line: Line, gap: int) -> Iterator[_Unit]:
        """Yield the pieces on a line, and the gaps between its words, with their levels."""
        (first, begin), _, _ = line
        rows, _ = self.pieces(line)
        for number, row in enumerate(rows, first):
            if number > first:
                yield _Unit(self._gaps[number - 1], gap, None)
            at = begin if number == first else 0
            for piece in row:
                yield _Unit(self._levels[number][at], self._width([piece]), piece)
                at += len(piece[3])


class _Unit(NamedTuple):
    level: int
    width: int
    piece: Set | None


def _parts(units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """Yield where parts begin and end that stand side by side: words from left to right together, others alone.

    Readers of text take words from left to right for the reverse if each has a place of its own after one from right.
    """
    begin = 0
    for level, group in groupby(units, key=lambda unit: unit.level):
        end = begin + len(list(group))
        pieces = [at for at in range(begin, end) if units[at].piece is not None]
        if level % 2:
            yield from ((at, at + 1) for at in pieces)
        elif pieces:
            yield pieces[0], pieces[-1] + 1
        begin = end


def _rows(units: Sequence[_Unit]) -> list[list[Set]]:
    """Return the pieces of units, word by word."""
    rows: list[list[Set]] = [[]]
    for unit in units:
        if unit.piece is None:
            rows.append([])
        else:
            rows[-1].append(unit.piece)
    return rows


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the places of what has these levels, from left to right (UAX 9, L2)."""
    order = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level % 2), default=0)
    if not lowest_odd:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order


def _levels_of_words(words: Sequence[Word], direction: Direction) -> list[int]:
    """Return the level of each character of words with a space between them, isolates reckoned by themselves."""
    characters: list[tuple[int, str]] = []
    for word in words:
        if characters:
            before = characters[-1][0]
            characters.append((before if before == word[0][1].isolate else 0, " "))
        characters += [(format.isolate, character) for text, format in word for character in text]
    parts = [(isolate, "".join(c for _, c in part)) for isolate, part in groupby(characters, key=itemgetter(0))]
    around = iter(_levels("".join(OBJECT if isolate else text for isolate, text in parts), direction))
    levels: list[int] = []
    for isolate, text in parts:
        levels += _isolated(text, direction, next(around)) if isolate else islice(around, len(text))
    return levels


def _isolated(text: str, around: Direction, level: int) -> list[int]:
    """Return the levels inside an isolate, which is an object of a level among what is around it (X5a to X5c)."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), None)
    if strong is None and not any(character.isdigit() for character in text):
        return [level] * len(text)
    own: Direction = around if strong is None else "ltr" if strong == "L" else "rtl"
    above = 0 if around == "ltr" and own == "rtl" else 2
    return [each + above for each in _levels(text, own)]


def _levels(text: str, direction: Direction) -> list[int]:
    """Return the level of each character; joiners, which the algorithm takes out (X9), have that of their letter."""
    algorithm = _algorithm()
    text = "".join("\u0300" if unicodedata.bidirectional(character) == "BN" else character for character in text)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.PARAGRAPH_LEVELS["R" if direction == "rtl" else "L"]
    storage["base_dir"] = "R" if direction == "rtl" else "L"
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [each["level"] for each in storage["chars"]]


@cache
def _algorithm() -> Any:
    from bidi import algorithm

    return algorithm


def _by_level(word: Word, levels: Sequence[int]) -> Word:
    """Return a word's pieces, each of one level."""
    made: list[Piece] = []
    at = 0
    for text, format in word:
        begin = 0
        for end in range(1, len(text) + 1):
            if end == len(text) or levels[at + end] != levels[at + begin]:
                from_right = levels[at + begin] % 2 == 1
                made.append((text[begin:end], replace(format, from_right=True) if from_right else format))
                begin = end
        at += len(text)
    return made
