"""Where the date of an article may be read: every piece of evidence, gathered and kept apart; `evidence` weighs it.

Kinds, by their rule: `front_matter`, `header`, `agency_metadata` and `candidate` (page data, a mail's header) come from
readers and the header pass; `prefix` is the date that scrapers glue to the first line; `timestamp` a line that is
little else than a date; `embargo` a statement of one, anywhere; `dateline`; `text` a day the story speaks of and
`weekday` one it only names; `file_name`; `address`; `given`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct

from convert.errors import UsageError
from convert.model import Extent, Finding, Moment, NamedPlace, Where
from convert.moments import is_moment, is_real
from convert.normalise.date_expression import DateExpression, moved
from convert.normalise.date_reckoning import Direction, direction
from convert.normalise.date_words import absolute_date, find_dates, short_dates
from convert.normalise.dateline import FoundDateline
from convert.normalise.embargo import find_embargoes
from convert.normalise.time_stamp import DateField, field_of, is_plainly_stamp, is_time_stamp


class DateEvidence(Struct, frozen=True, omit_defaults=True):
    """One place where a date stands: its words, what they say, and where; `told` is the tense of a date in the text.

    `weak` marks page data that only guesses, such as a file's properties.
    """

    rule: str
    words: str
    where: Where
    expression: DateExpression
    field: DateField = "published"
    told: Direction = 0
    weak: bool = False


_PREFIX = re.compile(
    r"\s*(?P<word>date\s*[:=]?\s*)?(?P<date>[12]\d{3}-\d\d-\d\d)(?=\D|$)(?P<clock>[T ,]*\d\d?:\d\d)?", re.IGNORECASE
)
_IN_NAME = re.compile(
    r"(?<!\d)(?P<y>19\d\d|20\d\d)(?P<sep>[-_./]?)(?P<m>0\d|1[0-2])(?:(?P=sep)(?P<d>[0-2]\d|3[01]))?(?!\d)"
)
_IN_ADDRESS = re.compile(
    r"(?<=[/_-])(?P<y>19\d\d|20\d\d)(?P<sep>[/_-])(?P<m>\d\d?)(?:(?P=sep)(?P<d>\d\d?))?(?=[/_.?#-]|$)"
)
_RUN_IN_ADDRESS = re.compile(r"(?<![\d])(?P<y>20\d\d)(?P<m>0\d|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"(?<=[/_-])(?P<d>\d\d?)-(?P<m>\d\d?)-(?P<y>20\d\d)(?=[/_.?#-]|$)")
_FIELDS: dict[str, DateField] = {"published": "published", "updated": "updated", "embargo": "embargo"}
_OWN_RULES = frozenset(("front_matter", "header", "agency_metadata", "timestamp", "given"))
"""Rules of findings that a date keeps; all other readers' dates are page data."""

HOW_TO_WRITE = "write it as 2026-05-01"
_MONTHS = 12
_LONGEST_LINE = 120
_MOST_LINES = 60
_LONGEST_LOOK = 4000


class DatePlaces(Struct, frozen=True):
    """Where to look in an article. `head` are the spans of the lines before the story (and any after it), `paragraphs`
    those of the story; `known` are findings of readers, of the header pass and of the editor.
    """

    text: str
    head: tuple[tuple[int, int], ...] = ()
    paragraphs: tuple[tuple[int, int], ...] = ()
    dateline: FoundDateline | None = None
    language: str | None = None
    name: str = ""
    address: str = ""
    known: tuple[Finding, ...] = ()


def gather(places: DatePlaces) -> tuple[DateEvidence, ...]:
    """Return all evidence of an article's dates, each place of the text read once: as a prefix rather than a
    time stamp, as a dateline rather than a date in the text. `Extent`s count characters of `places.text`.
    """
    text, language, dateline = places.text, places.language, places.dateline
    found = [e for finding in places.known if (e := value_date(finding, language))]
    found += filter(None, (prefix_date(text), dateline_date(text, dateline) if dateline else None))
    found += embargo_dates(text, language)
    found += timestamp_dates(text, places.head, language)
    found += text_dates(text, places.paragraphs, language)
    found += filter(None, (file_name_date(places.name), address_date(places.address)))
    return tuple(_once(found))


def _once(found: Iterable[DateEvidence]) -> Iterator[DateEvidence]:
    taken: list[Extent] = []
    for evidence in found:
        where = evidence.where
        if isinstance(where, Extent):
            if any(where.start < other.end and other.start < where.end for other in taken):
                continue
            taken.append(where)
        yield evidence


def prefix_date(text: str) -> DateEvidence | None:
    """Return the date that opens the text, with or without the word `date`: a scraper's, not the writer's."""
    match = _PREFIX.match(text)
    # a date with its time of day is a time stamp, unless the scraper's word stands before it
    if match is None or not is_real(match["date"]) or (match["clock"] and not match["word"]):
        return None
    if not match["word"] and text[match.end() : match.end() + 3].lstrip()[:1].islower():
        return None  # a sentence that begins with a day
    start, end = match.span("date")
    return _evidence("prefix", text, DateExpression(start, end, "absolute", moment=match["date"]))


def timestamp_dates(text: str, lines: Iterable[tuple[int, int]], language: str | None = None) -> list[DateEvidence]:
    """Return the dates of those of the lines (spans) that are little else than a date, each for the field it names."""
    found: list[DateEvidence] = []
    for start, end in islice(lines, _MOST_LINES):
        if end - start <= _LONGEST_LINE:
            found += _line_dates(text, start, end, language)
    return found


def is_plain_timestamp(text: str, start: int, end: int, language: str | None = None) -> bool:
    """Tell whether a line that is a time stamp cannot be a headline; see `time_stamp`."""
    line = text[start:end]
    return is_plainly_stamp(line, _calendar_dates(line, language), language)


def _calendar_dates(line: str, language: str | None) -> list[DateExpression]:
    if not any(c.isdigit() for c in line):
        return []
    return [d for d in find_dates(line, language) if d.kind == "ambiguous" or _is_calendar(d)]


def _line_dates(text: str, start: int, end: int, language: str | None) -> list[DateEvidence]:
    line = text[start:end]
    days = _calendar_dates(line, language)
    if not is_time_stamp(line, days):
        return []
    beside, last = "", 0
    found: list[DateEvidence] = []
    for day in days:
        label = line[last : day.start]
        beside += label
        last = day.end
        found.append(_evidence("timestamp", text, moved(day, start), field=field_of(label) or "published"))
    exact = all(d.kind == "ambiguous" or d.day or len(d.moment or "") >= 10 for d in days)
    return found if exact or not any(map(str.isalpha, beside + line[last:])) else []


def _is_calendar(found: DateExpression) -> bool:
    return (found.kind == "absolute" and len(found.moment or "") > 4) or (
        found.kind == "partial" and found.day is not None
    )


def embargo_dates(text: str, language: str | None = None) -> list[DateEvidence]:
    """Return the embargoes that a text states anywhere; one that does not say until when is evidence without a date."""
    return [
        _evidence(
            "embargo", text, each.until or DateExpression(each.start, each.end, "ambiguous"), field="embargo", told=1
        )
        for each in find_embargoes(text, language)
        if each.said != "mentioned"
    ]


def dateline_date(text: str, dateline: FoundDateline) -> DateEvidence | None:
    """Return the date that a dateline gives, mostly without a year."""
    return _evidence("dateline", text, dateline.date) if dateline.date is not None else None


def text_dates(
    text: str, paragraphs: Sequence[tuple[int, int]], language: str | None = None, most: int = 6
) -> list[DateEvidence]:
    """Return the days that the first `most` paragraphs (spans) speak of: dates as `text`, weekdays as `weekday`."""
    found: list[DateEvidence] = []
    for start, end in paragraphs[:most]:
        words = text[start : min(end, start + _LONGEST_LOOK)]
        for day in find_dates(words, language):
            rule = "weekday" if day.kind == "weekday" else "text"
            if rule == "weekday" or (_is_calendar(day) and (day.day or len(day.moment or "") >= 10)):
                told = direction(words, day, language)
                found.append(_evidence(rule, text, moved(day, start), told=told))
    return found


def file_name_date(name: str) -> DateEvidence | None:
    """Return the date in a file's name: `2025-03-11-ferry.txt`, `20250311_ferry.txt`, `ferry_2025-03.txt`."""
    found = _named(_IN_NAME, name.rpartition("/")[2], "file_name", "file name")
    # eight digits may be a date, six are as often a number
    return found if found is None or len(found.expression.moment or "") == 10 or re.search(r"\d[-_.]\d", name) else None


def address_date(url: str) -> DateEvidence | None:
    """Return the date in an address: `/2025/03/12/pilots`, `/2025-03-12-pilots`, `/20250312/`, `/2025/03/pilots`.

    `/29-10-2025` is one as well; where the first number may be the month, it is none.
    """
    path = re.sub(r"^[a-z]+://[^/]*", "", url, flags=re.IGNORECASE).partition("?")[0]
    found = (_named(pattern, path, "address", "address") for pattern in (_IN_ADDRESS, _RUN_IN_ADDRESS))
    return next(filter(None, found), None) or _day_first(path)


def _day_first(path: str) -> DateEvidence | None:
    found = _named(_DAY_FIRST, path, "address", "address")
    return found if found is not None and int((found.expression.moment or "")[8:]) > _MONTHS else None


def _named(pattern: re.Pattern[str], name: str, rule: str, place: str) -> DateEvidence | None:
    for match in pattern.finditer(name):
        parts = [match["y"], match["m"].zfill(2), *([match["d"].zfill(2)] if match["d"] else [])]
        moment = "-".join(parts)
        if is_real(moment) and not _may_be_two_years(match):
            expression = DateExpression(match.start(), match.end(), "absolute", moment=moment)
            return DateEvidence(rule, match[0], NamedPlace(place), expression)
    return None


def _may_be_two_years(match: re.Match[str]) -> bool:
    """Tell whether a year and a month read as a year and the next: `budget-2010-11`."""
    return match["d"] is None and match["sep"] in ("-", "_") and int(match["m"]) == (int(match["y"]) + 1) % 100


def value_date(finding: Finding, language: str | None = None) -> DateEvidence | None:
    """Return a finding of a reader or the header pass as evidence, its value read as a date.

    None if it is of another field. A value in which no date is read stays evidence that comes to nothing, so that
    `explain` can show it.
    """
    field = _FIELDS.get(finding.field)
    if field is None:
        return None
    days = [d for d in _value_dates(finding.value, language) if d.kind in ("ambiguous", "partial") or d.moment]
    unread = DateExpression(0, len(finding.value), "ambiguous")
    best = max(days, key=lambda d: (len(d.moment or ""), -d.start), default=unread)
    known = finding.rule if finding.rule in _OWN_RULES else "candidate"
    weak = finding.standing not in ("stated", "given")
    return DateEvidence(known, finding.value, finding.where, best, field=field, weak=weak)


def _value_dates(value: str, language: str | None) -> tuple[DateExpression, ...]:
    """Return the dates of a value: all of it, where it is a Moment (`2024`, `2024-05`), else those in its words."""
    if is_moment(value):
        return (DateExpression(0, len(value), "absolute", moment=value),)
    return find_dates(value, language) or short_dates(value, language)


def given_date(value: str, where: str) -> Moment:
    """Return the date that an editor gives, as precise as it is: `2024-05`, `2 May 2024`; not what reads two ways.

    It means the same whatever the language of the article. Raises UsageError where no one date is in it.
    """
    moment = value if is_moment(value) else absolute_date(value)
    if moment is None:
        raise UsageError(f"cannot find a date in “{value}”", where=where, hint=HOW_TO_WRITE)
    return moment


def _evidence(
    rule: str, text: str, expression: DateExpression, *, field: DateField = "published", told: Direction = 0
) -> DateEvidence:
    where = Extent(expression.start, expression.end)
    return DateEvidence(rule, text[expression.start : expression.end], where, expression, field, told)
