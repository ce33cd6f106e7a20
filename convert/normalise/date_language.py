"""The words of dates, language by language: `data/dates/xx.json`, read when first needed and looked up folded.

A file gives names of months and weekdays in every form and abbreviation that print uses (forms apart by spaces, or by
`|` where a form has spaces itself), relative words as steps (`d-1` a day back, `m+1` the next month, empty where the
word has other senses too), and the words that tell a date from a namesake: `cues` stand before a month without a day,
`*_cued` are forms that count only after such a cue (`may`, `mars`). `subordinating` words begin clauses whose verbs say
nothing of a date outside them. `appointing` words set a day that `ahead` or `ahead_moved` stand before (`called a
session for Monday`, `put off to Monday`); `weeks` are said beside a weekday, as steps (`w-1`). Of other languages
`data/other_months.txt` has the months, by which full dates count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

LANGUAGES = ("en", "fr", "de", "es", "tr", "ru", "pt", "it", "nl", "ar")

_FOLDER = Path(__file__).parent / "data" / "dates"


class Ago(Struct, frozen=True, forbid_unknown_fields=True):
    """The word before the number (`vor zwei Tagen`) or after the unit (`two days ago`); one of the two is empty."""

    before: str
    after: str


class DateLanguage(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's file as it stands."""

    months: tuple[str, ...]
    months_cued: str
    weekdays: tuple[str, ...]
    weekdays_cued: str
    capital: bool
    month_first: bool
    numeric: str
    relative: dict[str, str]
    ago: Ago
    units: dict[str, str]
    numbers: dict[str, int]
    last: str
    next: str
    this: str
    habit: str
    cues: str
    month_alone: str
    year_cues: str
    year_tails: str
    weekday_cues: str = ""
    month_tails: str = ""
    weekday_tails: str = ""
    verbs_follow: bool = False
    future: str = ""
    future_endings: str = ""
    past: str = ""
    past_endings: str = ""
    not_past: str = ""
    of: str = ""
    auxiliary: str = ""
    future_near: str = ""
    span: str = ""
    subordinating: str = ""
    ahead: str = ""
    ahead_moved: str = ""
    appointing: str = ""
    weeks: dict[str, str] = {}


class Lexicon(Struct, frozen=True):
    """What the words of a text are looked up in, all folded. `foreign_*` hold the other languages' names: they count
    only where a day or a date stands beside them. `phrases` are the forms of more than one word.
    """

    language: str | None
    months: dict[str, int]
    foreign_months: dict[str, int]
    month_first: frozenset[str]
    months_cued: frozenset[str]
    months_short: frozenset[str]
    weekdays: dict[str, int]
    weekdays_cued: frozenset[str]
    foreign_weekdays: dict[str, int]
    relative: dict[str, str]
    triggers: frozenset[str]
    phrases: tuple[str, ...]
    words: DateLanguage | None


def fold(text: str) -> str:
    """Return the text in lower case, of the same length: `İ` has two letters in lower case by Unicode's own rule."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else "i" for c in text)


@cache
def words_of(listed: str) -> frozenset[str]:
    """Return the words of a list in a language file."""
    return frozenset(listed.split())


@cache
def date_language(code: str) -> DateLanguage | None:
    """Return the words of a language by its two-letter code, or None where there are none."""
    if code not in LANGUAGES:
        return None
    return msgspec.json.decode((_FOLDER / f"{code}.json").read_bytes(), type=DateLanguage)


@cache
def other_months() -> dict[str, tuple[str, ...]]:
    """Return the months of the languages that have no file, by their code."""
    lines = (_FOLDER.parent / "other_months.txt").read_text("utf-8").splitlines()
    rows = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {code: tuple(forms.replace("|", " ") for forms in months.split()) for code, _, months in rows}


def lexicon(language: str | None) -> Lexicon:
    """Return the lexicon of a language (BCP 47; a language without a file is as one unknown, but for its months)."""
    code = (language or "").split("-")[0].lower()
    return _lexicon(code if code in LANGUAGES or code in other_months() else None)


@cache
def _lexicon(code: str | None) -> Lexicon:
    own, english = date_language(code) if code else None, date_language("en")
    others = [words for other in LANGUAGES if other != code and (words := date_language(other))]
    months, weekdays = _names(own.months if own else ()), _names(own.weekdays if own else ())
    foreign_months = _joined([other_months().get(code or "", ()), *[o.months for o in others], _known_months()])
    foreign_weekdays = _joined([o.weekdays for o in others])
    # `MO.` is Missouri, `PAZ` a part of a name: only English short forms are at home in other languages' headers
    english_days = _names(english.weekdays) if english else {}
    relative = {word: step for word, step in own.relative.items() if step} if own else {}
    marker = {own.ago.before or own.ago.after} - {""} if own else set()
    every = months.keys() | weekdays.keys() | foreign_months.keys() | relative.keys() | marker
    phrases = tuple(sorted({word for word in every if not word.isalpha()}, key=lambda word: (-len(word), word)))
    return Lexicon(
        language=code if own else None,
        months=months,
        foreign_months={name: n for name, n in foreign_months.items() if name not in months},
        month_first=frozenset(_names(english.months) if english else ()),
        months_cued=words_of(own.months_cued) if own else frozenset(),
        months_short=_short_forms(own.months if own else ()),
        weekdays=weekdays,
        weekdays_cued=words_of(own.weekdays_cued) if own else frozenset(),
        foreign_weekdays={
            n: d for n, d in foreign_weekdays.items() if n not in weekdays and (len(n) > 3 or n in english_days)
        },
        relative=relative,
        triggers=frozenset(every),
        phrases=phrases,
        words=own,
    )


@cache
def _known_months() -> tuple[str, ...]:
    """Return the months of the languages without a file in one table, without forms that name two (`listopad`)."""
    numbers: dict[str, set[int]] = {}
    for months in other_months().values():
        for number, forms in enumerate(months):
            for form in forms.split():
                numbers.setdefault(form, set()).add(number)
    return tuple(" ".join(form for form, those in numbers.items() if those == {month}) for month in range(12))


def _short_forms(table: tuple[str, ...]) -> frozenset[str]:
    """Return the abbreviations of three letters; `may` and `май` are none."""
    rows = [forms.split() for forms in table]
    return frozenset(f for row in rows for f in row if len(f) < 4 and any(o != f and o.startswith(f) for o in row))


def _joined(tables: list[tuple[str, ...]]) -> dict[str, int]:
    """Return several languages' names in one table; an earlier language's reading of a form stands."""
    joined: dict[str, int] = {}
    for table in tables:
        for name, number in _names(table).items():
            joined.setdefault(name, number)
    return joined


def _names(table: tuple[str, ...]) -> dict[str, int]:
    """Return every form and, for capitals set without their accents (`FEVRIER`, `KASIM`, `ΜΑΪΟΥ`), its bare letters."""
    names: dict[str, int] = {}
    for number, forms in enumerate(table):
        for form in forms.split("|" if "|" in forms else None):
            for spelling in _spellings(form):
                names.setdefault(spelling, number)
    return names


def _spellings(form: str) -> Iterator[str]:
    yield form
    if len(form) > 3:
        bare = "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c)).replace("ı", "i")
        if bare.isascii() or unicodedata.name(bare[0]).startswith("GREEK"):
            yield bare
