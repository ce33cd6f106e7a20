"""What tells a time stamp (`Published 12 March 2025`, `Talvik, 13. März 2025`) from a headline that has a date in it.

`Strike on 12 March 2025`, `Election Day: 5 November 2024` and `Jane Holt, 3 March 1950 – 4 May 2025` are headlines. A
label says what a date is of; without one, only a place or an outlet stands beside the date of a stamp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from convert.normalise.clock import ZONES
from convert.normalise.date_expression import DateExpression
from convert.normalise.date_language import fold
from convert.normalise.dateline import is_agency, is_known_place
from convert.normalise.embargo import states_embargo
from convert.normalise.outlets import names_outlet
from convert.normalise.word_lists import listed_under

DateField = Literal["published", "updated", "embargo"]

EMBARGO = re.compile(
    r"embargo|sperrfrist|ambargo|эмбарго|hold for release|not for (?:publication|release) (?:before|until)"
    r"|for release (?:on|at)|حظر"
)
_LABELS: tuple[tuple[re.Pattern[str], DateField], ...] = (
    (EMBARGO, "embargo"),
    (
        re.compile(
            r"updated?|modified|aktualisiert|geändert|mis(?:e)? à jour|modifié|actualizad|güncelle|обновлен|изменен"
            r"|atualizad|aggiornat|bijgewerkt|تحديث|revised"
        ),
        "updated",
    ),
    (
        re.compile(
            r"publish|posted|publié|veröffentlicht|erstellt|publicad|yayın|опубликован|публикаци|pubblicat|gepubliceerd|issued"
            r"|released|time in|first|تاريخ|نشر"
        ),
        "published",
    ),
)
_WORDS = "stamp_words.txt"
_LETTERS = re.compile(r"[^\W\d_]+")
_SEPARATORS = " \t\xa0,;|/·•–—-()[]."
_MOST_WORDS = 4
_MOST_WORDS_LABELLED = 8
_LONGEST_BARE = 160
"""Characters of a line of nothing but dates and labels."""


def field_of(label: str) -> DateField | None:
    """Return what field a label names: `Updated`, `Sperrfrist`; None where it is no label."""
    folded = fold(label)
    return next((field for pattern, field in _LABELS if pattern.search(folded)), None)


def is_time_stamp(line: str, days: Sequence[DateExpression]) -> bool:
    """Tell whether a line in which these dates stand is a time stamp."""
    if not days or line.rstrip().endswith(("?", "!")):
        return False
    words = _LETTERS.findall(" ".join(_beside(line, days)))
    label = field_of(line[: days[0].start])
    if label == "embargo":
        return states_embargo(line)  # `Embargo on grain lifted on 3 May 2026` is news
    if label is not None:
        return len(words) <= _MOST_WORDS_LABELLED
    return len(words) <= _MOST_WORDS and len(set(map(_day, days))) == 1 and _is_place_or_outlet(line, days)


def is_bare_stamp(line: str, days: Sequence[DateExpression]) -> bool:
    """Tell whether a line is nothing but dates and what names them: `Published 12 March 2025 | Updated 13 March`."""
    if not days or len(line) > _LONGEST_BARE:
        return False
    words = [word for part in _beside(line, days) for word in _LETTERS.findall(part)]
    leading = listed_under(_WORDS, "leading")
    return all(_is_of_date(w) or fold(w) in leading or field_of(w) is not None for w in words)


def is_plainly_stamp(line: str, days: Sequence[DateExpression], language: str | None) -> bool:
    """Tell whether a time stamp cannot be a headline: its label opens it, or what stands beside its date is known."""
    before = line[: days[0].start] if days else ""
    if field_of(before) is not None:
        return _opens_with_label(before)
    return bool(days) and all(_is_known(label, language) for label in _labels(line, days))


def _beside(line: str, days: Sequence[DateExpression]) -> Iterator[str]:
    last = 0
    for day in days:
        yield line[last : day.start]
        last = day.end
    yield line[last:]


def _day(found: DateExpression) -> str:
    return (found.moment or "")[:10] or f"{found.readings} {found.month} {found.day}"


def _is_place_or_outlet(line: str, days: Sequence[DateExpression]) -> bool:
    """Tell whether what stands beside a date may be a place or an outlet: capitals, and apart from the date."""
    labels = list(_labels(line, days))
    words = [word for label in labels for word in _LETTERS.findall(label)]
    if any(word[0].islower() and fold(word) not in listed_under(_WORDS, "small", "joining") for word in words):
        return False
    before = _LETTERS.findall(line[: days[0].start])
    is_tied = bool(before) and fold(before[-1]) in listed_under(_WORDS, "before")
    return not labels or not (is_tied or line[: days[0].start].rstrip().endswith(":"))


def _labels(line: str, days: Sequence[DateExpression]) -> Iterator[str]:
    """Yield what stands beside the dates, without words such as `date` and `at` and the names of time zones."""
    for part in _beside(line, days):
        words = [word for word in _LETTERS.findall(part) if not _is_of_date(word)]
        if words:
            yield part.strip(_SEPARATORS)


def is_word_of_stamp(word: str) -> bool:
    """Tell whether a word of a time stamp says no more than what its date is of, and when: `updated`, `at`, `GMT`."""
    return (
        _is_of_date(word)
        or fold(word) in listed_under(_WORDS, "leading", "before", "labels")
        or field_of(word) is not None
    )


def _is_of_date(word: str) -> bool:
    return fold(word) in listed_under(_WORDS, "date", "small", "zones") or fold(word) in ZONES


def _opens_with_label(before: str) -> bool:
    words = _LETTERS.findall(before)
    while words and fold(words[0]) in listed_under(_WORDS, "leading"):
        words = words[1:]
    return bool(words) and field_of(" ".join(words[:2])) is not None


def _is_known(label: str, language: str | None) -> bool:
    place = label.split(",", maxsplit=1)[0]
    return is_known_place(place) or is_agency(label) or names_outlet(label, language)
