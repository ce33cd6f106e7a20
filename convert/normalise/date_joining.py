"""Dates that lean on their neighbour for the year: `from 3 March to 5 April 2025`, `October 24 of last year`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from convert.moments import is_real
from convert.normalise.date_expression import DateExpression
from convert.normalise.date_language import DateLanguage

_RANGE = re.compile(
    r"\s*(?:[-–—]|,?\s(?:to|until|till|through|bis|bis zum|au|à|jusqu[’']au|al?|hasta(?: el)?|ile|по|до)\s)"
    r"(?:the |le |den |zum |el )?\s*"
)
_AND = re.compile(r"\s(?:and|und|et|y|ve|и)\s(?:the |le |den |el )?")


def joined(text: str, found: Sequence[DateExpression], words: DateLanguage | None) -> tuple[DateExpression, ...]:
    """Return the dates of a text, those without a year given the year that their neighbour says."""
    kept: list[DateExpression] = []
    for expression in reversed(found):
        after = kept[-1] if kept else None
        if expression.kind != "partial" or after is None:
            kept.append(expression)
        elif _swallows(text, expression, after, words):
            kept[-1] = replace(expression, end=after.end, step=after.step)
        else:
            kept.append(_with_year_of(expression, after) if _is_range(text, expression, after) else expression)
    return tuple(reversed(kept))


def _swallows(text: str, one: DateExpression, after: DateExpression, words: DateLanguage | None) -> bool:
    """Tell whether a year counted from the article's (`last year`) follows a date and belongs to it."""
    between = text[one.end : after.start].strip().lower()
    return words is not None and after.step[:1] == "y" and between in ("", ",", *words.of.split())


def _is_range(text: str, one: DateExpression, after: DateExpression) -> bool:
    """Tell whether two dates are a range or a pair whose second says the year of both."""
    if after.moment is None or len(after.moment) < 7 or (one.day is None) != (len(after.moment) == 7):
        return False
    between = text[one.end : after.start]
    in_order = (one.month or 0) <= int(after.moment[5:7])
    return _RANGE.fullmatch(between) is not None or (in_order and _AND.fullmatch(between) is not None)


def _with_year_of(one: DateExpression, after: DateExpression) -> DateExpression:
    """Return the first date of a range in full; from November to January it lies in the year before."""
    moment = after.moment or ""
    year = int(moment[:4]) - ((one.month or 0) > int(moment[5:7]))
    day = f"-{one.day:02}" if one.day else ""
    full = f"{year:04}-{one.month:02}{day}"
    return replace(one, kind="absolute", moment=full, month=None, day=None) if is_real(full) else one
