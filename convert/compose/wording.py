"""The words a briefing prints of its own accord: dates, counts, names of languages, in the briefing's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from convert import model as m
from convert.model import Moment
from convert.moments import precision, zone_of
from convert.style import Labels
from convert.walk import is_right_to_left, plain

NBSP = "\u00a0"
DOT = " · "
"""What stands between the facts of a source line."""

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"


def say_date(moment: Moment, labels: Labels) -> str:
    """Return a moment as printed, no more precise than it is: `12 March 2024`, `March 2024`, `2024`.

    A time of day is left out: `say_moment` prints it.
    """
    year = moment[:4]
    match precision(moment):
        case "year":
            return year
        case "month":
            said = labels["date_month"].format(month=labels.months_alone[int(moment[5:7]) - 1], year=year)
        case _:
            said = _say_day(moment, str(int(moment[8:10])), labels)
    return said.replace(" ", NBSP)


def say_days(first: Moment, last: Moment | None, labels: Labels) -> str:
    """Return a day, or the days from it to the last of the same month: `8–9 May 2026`, `8.–9. Mai 2026`."""
    if last is None:
        return say_date(first, labels)
    # what the language adds to the number of a day stands at both
    ordinal = labels["date_day"].partition("{day}")[2].partition(" ")[0]
    return _say_day(first, f"{int(first[8:10])}{ordinal}–{int(last[8:10])}", labels).replace(" ", NBSP)


def _say_day(moment: Moment, day: str, labels: Labels) -> str:
    return labels["date_day"].format(day=day, month=labels.months[int(moment[5:7]) - 1], year=moment[:4])


def say_moment(moment: Moment, labels: Labels) -> str:
    """Return a moment with its time and zone, where it has them: `12 March 2024, 17:30 UTC+2`."""
    date = say_date(moment, labels)
    return labels["date_time"].format(date=date, time=say_time(moment)) if precision(moment) == "time" else date


def say_time(moment: Moment) -> str:
    """Return the time of day of a moment that has one, with the zone its source gave: `17:30 UTC+2`."""
    zone = zone_of(moment)
    time = moment[11:16]
    return time if zone is None else f"{time}{NBSP}{_say_zone(zone)}"


def _say_zone(zone: str) -> str:
    if zone in ("Z", "+00:00"):
        return "UTC"
    sign, hours, minutes = zone[0], int(zone[1:3]), zone[4:6]
    sign = "−" if sign == "-" else sign
    return f"UTC{sign}{hours}" + (f":{minutes}" if minutes != "00" else "")


def count(labels: Labels, key: str, n: int) -> str:
    """Return a number with its noun: `1 article`, `30 articles`."""
    one = labels.words.get(f"{key}_one")
    said = one if n == 1 and one is not None else labels[key].format(n=n)
    return said.replace(" ", NBSP, 1)


def language_name(code: str, labels: Labels) -> str:
    """Return what a language is called in the briefing's, or its code where that has no name for it."""
    return labels.languages.get(code.partition("-")[0].lower(), code)


def same_language(one: str | None, other: str | None) -> bool:
    """Tell whether two BCP 47 tags name one language, whatever the region."""
    return one is not None and other is not None and one.split("-")[0].lower() == other.split("-")[0].lower()


def text(words: str) -> tuple[m.Inline, ...]:
    """Return words as inlines."""
    return (m.Text(words),)


def span(words: str, role: m.SpanRole) -> m.Span:
    """Return words in a role of their own."""
    return m.Span(content=text(words), role=role)


def joined(groups: Iterable[Sequence[m.Inline]], between: str = DOT) -> tuple[m.Inline, ...]:
    """Return groups of inlines one after the other, with `between` between them; empty groups are left out."""
    row: list[m.Inline] = []
    for group in filter(None, groups):
        if row:
            row.append(m.Text(between))
        row.extend(group)
    return tuple(row)


def facts(groups: Iterable[Sequence[m.Inline]], labels: Labels, between: str = DOT) -> tuple[m.Inline, ...]:
    """Return groups of inlines as `joined` does; one that runs against the briefing's words turns no date beside it."""
    marked = ((group, direction_mark(plain(group), labels)) for group in groups)
    return joined(((*group, m.Text(mark)) if mark else group for group, mark in marked), between)


def direction_mark(words: str, labels: Labels) -> str:
    """Return what sets off words that run against the briefing's own: a mark of its direction, or nothing.

    Marks (UAX 9, 2.6) do in every reader, isolates do not: Word leaves them out of its reckoning.
    """
    from_right = is_right_to_left(labels.language)
    if words.isascii() and not from_right:
        return ""
    against, mark = (("L",), RIGHT_TO_LEFT) if from_right else (("R", "AL"), LEFT_TO_RIGHT)
    return mark if any(unicodedata.bidirectional(character) in against for character in words) else ""


def shortened(words: str, most: int) -> str:
    """Return words cut at a space to at most `most` characters, with an ellipsis where they were cut."""
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    head = cut.rpartition(" ")[0] or cut
    return head.rstrip(" ,;:–—-") + NBSP + "…"
