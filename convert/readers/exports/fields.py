"""What the fields of an export say of an article, as findings, each with the field that it stood in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from convert.contracts import candidate
from convert.model import Finding
from convert.normalise.byline import find_byline
from convert.normalise.date_expression import DateExpression
from convert.normalise.date_language import LANGUAGES, fold, lexicon
from convert.normalise.date_words import absolute_date, find_dates
from convert.readers.exports.vendors import Vendor, language_named

_PAGE = re.compile(
    r"(?:Pgs?|Pages?|PP?|Seiten?|S|p[áa]g(?:ina)?s?|pagina|blz|Blz)\b\.?\s*(?P<page>[\w-]{0,4}\d[\w, /-]{0,30}?)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d\d")
_WORD = re.compile(r"[^\W\d_]+")


IN_FULL = "export_in_full"
"""The rule of what is kept of a field that says more than it can."""

MOST_UNREAD = 8
"""Words of a field (cues, a title) beside those that are read of it: more of them are no part of it."""
MOST_OF_NUMBER = 4
"""Words that a document's number has with its label, or the languages of a document."""

LONGEST_DATE = 400
"""Characters of a line in which a date is looked for."""


class Said(Struct, frozen=True):
    """What an export says in one place: a field of the vendor's table, the words, the place by the export's name.

    `is_guess` where the words stand in no field of their own but for their order.
    """

    field: str
    words: str
    place: str
    is_guess: bool = False


class Dated(Struct, frozen=True):
    """A line with a date: the date as it reads, and what else the line says."""

    date: str
    rest: str


def findings_of(said: Sequence[Said], vendor: Vendor) -> tuple[Finding, ...]:
    """Return the findings of all that was said of an article, each value once for its field."""
    clock = next((each for each in said if each.field == "time"), None)
    made = [finding for each in said for finding in _findings(each, clock, vendor)]
    language = next((each.value for each in made if each.field == "language"), None)
    found: dict[tuple[str, str], Finding] = {}
    for each in (_read_in(finding, language) for finding in made):
        found.setdefault((each.field, each.value.casefold()), each)
    return tuple(found.values())


def _findings(said: Said, clock: Said | None, vendor: Vendor) -> Iterator[Finding]:
    words, place = " ".join(said.words.split()), f"{vendor.name} {said.place}"
    if not words:
        return
    if said.field in vendor.table.lists:
        yield from _listed(said.field, words, place, vendor)
    elif said.field == "published":
        yield from _in_full(said, place)
        place = f"{place}, {clock.place}" if clock else place
        yield _found("published", f"{words} {clock.words}" if clock else words, place, said)
    elif said.field == "byline":
        by = find_byline(words)
        yield _found("byline", by.name if by else words, place, said)
        if by and by.credit:
            yield _found("extra.credit", by.credit, place, said)
        yield from _in_full(said, place, f"{by.name} {by.credit or ''}" if by else words)
    elif said.field == "section":
        yield from _section(words, place, said)
    elif said.field == "language":
        yield _language(words, place)
        yield from _in_full(said, place, most=MOST_OF_NUMBER)
    elif said.field == "place":
        yield _found("extra.dateline" if any(map(str.isdigit, words)) else "place", words, place, said)
    elif said.field == "extra.accession":
        number = _found("extra.accession", words.rpartition(" ")[2], place, said)
        yield from tuple(_in_full(said, place, most=MOST_OF_NUMBER)) or (number,)
    elif said.field != "time":
        yield _found(said.field, words, place, said)


def _found(field: str, value: str, place: str, said: Said) -> Finding:
    found = candidate(field, value, place, "export")
    return Finding(found.field, found.value, found.where, found.rule, "supported") if said.is_guess else found


def _in_full(said: Said, place: str, read: str = "", most: int = MOST_UNREAD) -> Iterator[Finding]:
    """Yield all that a field says where that is more than it can say: a text that damage has joined to it."""
    if len(said.words.split()) - len(read.split()) > most:
        yield candidate(f"extra.{said.field.removeprefix('extra.')}", said.words, place, IN_FULL)


def _listed(field: str, words: str, place: str, vendor: Vendor) -> Iterator[Finding]:
    """Yield the subjects of a list; those that say nothing of the article, and other lists, as one value of `extra`."""
    items = [found for part in vendor.between.split(words) if (found := vendor.item.fullmatch(part.strip(" ;")))]
    names: list[str] = []
    filters: list[str] = []
    for item in items:
        code = item.groupdict().get("code")
        (filters if code in vendor.table.filters else names).append(item["name"].strip())
    names = list(dict.fromkeys(names))
    if field == "tags":
        yield from (candidate("tags", name, place, "export") for name in names)
    elif names:
        yield candidate(field, "; ".join(names), place, "export")
    if filters:
        yield candidate("extra.filters", "; ".join(filters), place, "export")


def _section(words: str, place: str, said: Said) -> Iterator[Finding]:
    """Yield the section and the page that stand in one: `FEATURES; Pg. 6`."""
    parts = [part.strip() for part in re.split(r"\s*;\s*", words) if part.strip()]
    pages = [found["page"] for part in parts if (found := _PAGE.fullmatch(part))]
    rest = [part for part in parts if not _PAGE.fullmatch(part)]
    if rest:
        yield _found("section", "; ".join(rest), place, said)
    if pages:
        yield _found("extra.page", "; ".join(pages), place, said)


def _language(words: str, place: str) -> Finding:
    codes = (language_named(part) for part in re.split(r"\s*[;,/]\s*", words))
    code = language_named(words) or next(filter(None, codes), None)
    return candidate("language", code, place, "export") if code else candidate("extra.language", words, place, "export")


# ---- dates ----------------------------------------------------------------------------------------------------------


def dated(words: str) -> Dated | None:
    """Return the date that opens a line (`January 11, 2010 Monday 9:20 AM GMT, City Edition`); None where none does.

    A weekday between date and time is left out of it: nothing but the calendar is said by it.
    """
    days = [day for day in _days_in(words[:LONGEST_DATE]) if len(day.moment or "") >= 7]
    if not days or not _opens(words[: days[0].start]):
        return None
    start, end = 0, days[0].end
    after = re.match(r",?\s+(?P<weekday>[^\W\d_]+(?:-feira)?)\b,?", words[end:])
    if after and _is_weekday(after["weekday"]):
        rest = words[end + after.end() :]
        date = words[start : end + after.end()].rstrip(" ,")
        clock = find_dates(f"{words[start:end]}{rest}")
        if clock and clock[0].moment and "T" in clock[0].moment and "T" not in (days[0].moment or ""):
            whole = f"{words[start:end]}{rest}"
            return Dated(whole[: clock[0].end], whole[clock[0].end :].strip(" ,;\n"))
        return Dated(date, rest.strip(" ,;\n"))
    return Dated(words[start:end], words[end:].strip(" ,;\n"))


def _days_in(words: str) -> list[DateExpression]:
    """Return the dates of a line; a month without its day is known only in its own language."""
    if not _YEAR.search(words):
        return []
    languages: tuple[str | None, ...] = (None, *LANGUAGES)
    found = ([day for day in find_dates(words, code) if day.kind == "absolute"] for code in languages)
    return next(filter(None, found), [])


def _opens(before: str) -> bool:
    return all(
        _is_weekday(word) or fold(word) in ("the", "le", "el", "den", "der", "il") for word in _WORD.findall(before)
    )


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(name for code in LANGUAGES for name in lexicon(code).weekdays)


def _is_weekday(word: str) -> bool:
    return fold(word).removesuffix("-feira") in _weekdays() or fold(word) in _weekdays()


def _read_in(found: Finding, language: str | None) -> Finding:
    """Return a date as a moment where it can be read, but not in the language of the article."""
    if found.field != "published" or any(day.moment for day in find_dates(found.value, language)):
        return found
    moment = absolute_date(found.value) or _in_any_language(found.value)
    return Finding(found.field, moment, found.where, found.rule, found.standing) if moment else found


def _in_any_language(words: str) -> str | None:
    read = {day.moment for code in LANGUAGES for day in find_dates(words, code) if day.kind == "absolute"}
    moments = {moment for moment in read if moment}
    return moments.pop() if len(moments) == 1 else None
