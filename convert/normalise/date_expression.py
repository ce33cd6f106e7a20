"""What words say of a date, before anything is worked out of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from convert.model import Moment

Kind = Literal["absolute", "partial", "weekday", "relative", "ambiguous"]


class DateExpression(Struct, frozen=True, omit_defaults=True):
    """Words that say a date: `text[start:end]`.

    `absolute` has a `moment`; `partial` lacks the year (`month`, perhaps `day`); `weekday` has only that (0 is Monday);
    `relative` has a `step` from the article's date (`d-1`, `m+1`, `y-3`), as has a `partial` one beside `last year`;
    `ambiguous` has several `readings`.
    A `weekday` of `last week` has a step in weeks (`w-1`); `until` is the last day of a span (`8–9 May`).
    `sense` is -1 after `last`, 1 after `next`. `clock` is a time of day as the end of a Moment (`T14:30+03:00`).
    """

    start: int
    end: int
    kind: Kind
    moment: Moment | None = None
    month: int | None = None
    day: int | None = None
    until: int | None = None
    weekday: int | None = None
    step: str = ""
    sense: int = 0
    clock: str = ""
    readings: tuple[Moment, ...] = ()


def moved(expression: DateExpression, by: int) -> DateExpression:
    """Return the expression as it stands in a text in which its own begins at `by`."""
    return replace(expression, start=expression.start + by, end=expression.end + by)
