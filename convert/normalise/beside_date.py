"""What stands beside the date in a time stamp: a place, an agency, an outlet, or words that say something else.

`Karst Observer | 11 May 2026` names an outlet; `Updated 11 May 2026. Correction: …` says what the reader has to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from convert.normalise.date_words import find_dates
from convert.normalise.dateline import is_agency, is_known_place
from convert.normalise.outlets import ARTICLES, names_outlet
from convert.normalise.time_stamp import is_word_of_stamp

_BETWEEN = re.compile(r"\s*(?:[,;|·•/()\[\]\n]|:(?!\d)|\s[-–—]+(?:\s|$)|^[-–—]+\s|\.\s)\s*")
_WORD = re.compile(r"[^\W_]+")
_CLOCK = re.compile(r"\d\d?\W?\d\d(?:\W?\d\d)?|\d\d?")
"""A time of day that no date took; nothing else is a mere number beside one."""
_CLOCK_OF_A_TOWN = re.compile(r"\s*(?:local )?time in [^\W\d_][^:\d]{1,30}:", re.IGNORECASE)
"""What stands before the clock that a page shows: the town is its own."""


class Beside(Struct, frozen=True):
    """Words beside a date and the field they are for, None where their form says none; places are those of the line."""

    start: int
    end: int
    field: Literal["place", "agency", "outlet"] | None


def beside_dates(line: str, language: str | None = None) -> tuple[Beside, ...]:
    """Return what stands beside the dates of a time stamp, without what belongs to a date: its label, clock, zone."""
    town = _CLOCK_OF_A_TOWN.match(line)
    last = town.end() if town else 0
    found: list[Beside] = []
    for start, end in [*((day.start, day.end) for day in find_dates(line, language)), (len(line),) * 2]:
        found += (_read(line, each, language) for each in _parts(line, last, start))
        last = max(last, end)
    return tuple(found)


def _parts(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between separators and is not of the date alone, without its words at either end."""
    at = start
    for between in (*(match.span() for match in _BETWEEN.finditer(line, start, end)), (end, end)):
        words = list(_WORD.finditer(line, at, between[0]))
        of_date = [is_word_of_stamp(word[0]) or _CLOCK.fullmatch(word[0]) is not None for word in words]
        if not all(of_date):
            first, final = of_date.index(False), len(words) - 1 - of_date[::-1].index(False)
            named = first - (first > 0 and words[first - 1][0] in ARTICLES)
            yield words[named].start(), words[final].end()
        at = between[1]


def _read(line: str, part: tuple[int, int], language: str | None) -> Beside:
    words = line[slice(*part)]
    if is_agency(words):
        return Beside(*part, "agency")
    if names_outlet(words, language):
        return Beside(*part, "outlet")
    return Beside(*part, "place" if is_known_place(words) else None)
