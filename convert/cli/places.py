"""Where in a source something stands, in words for people: lines and columns of extents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from convert.files.names import printable
from convert.model import Extent, Where


class Line(Struct, frozen=True):
    """A line of the source: its number from 1, where it begins, its text without the line end."""

    number: int
    start: int
    text: str


class Lines:
    """The lines of a source text."""

    def __init__(self, source: str) -> None:
        self.all = tuple(_lines(source))
        self._starts = [line.start for line in self.all]

    def at(self, place: int) -> Line:
        """Return the line in which a character stands."""
        return self.all[max(0, bisect_right(self._starts, place) - 1)]

    def said(self, where: Where) -> str:
        """Return a place in words: `line 3`, `lines 3–5`, or its name."""
        if not isinstance(where, Extent):
            return where.name
        first, last = self.at(where.start).number, self.at(max(where.start, where.end - 1)).number
        return f"line {first}" if first == last else f"lines {first}–{last}"


def _lines(source: str) -> Iterator[Line]:
    start = 0
    for number, text in enumerate(source.split("\n"), start=1):
        yield Line(number, start, text.rstrip("\r"))
        start += len(text) + 1


def shown(text: str, most: int) -> str:
    """Return text fit for one line of a terminal: nothing it would obey, cut with an ellipsis at `most` characters."""
    plain = printable(text.replace("\t", " "))
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def rule_words(rule: str) -> str:
    """Return a rule's name as words."""
    return rule.replace("_", " ").replace("-", " ")
