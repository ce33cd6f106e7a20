"""Every expression of a date in a text, located, with as much of it as its words say: `find_dates`.

A word that can be part of a date (a month, a weekday, `yesterday`) is looked up first; what stands beside it is read
only then, so that a text without dates costs one scan. Numbers alone are dates only in forms that mean one date:
`3/4/2025` in English is kept with both its readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from convert.model import Moment
from convert.moments import is_real
from convert.normalise.clock import clock_after, clock_before
from convert.normalise.date_expression import DateExpression
from convert.normalise.date_joining import joined
from convert.normalise.date_language import Lexicon, fold, lexicon, words_of
from convert.normalise.date_weeks import week_beside

_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_NUMERIC = re.compile(
    r"(?:(?P<y>[12]\d{3})(?P<sep>[-/.])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)(?:T(?=\d)|(?![\d/-]|\.\d))"
    r"|(?P<a>\d\d?)(?P<sep2>[-/]|\.\s?)(?P<b>\d\d?)(?P=sep2)(?P<y2>[12]\d{3}|\d\d)(?![\d/-]|\.\d)"
    r"|(?P<y3>[12]\d{3})\s?[年년]\s?(?P<m3>\d\d?)\s?[月월](?:\s?(?P<d3>\d\d?)\s?[日일])?)"
)
_SHORTEST = re.compile(r"(?<![\w.,-])(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d\d)(?![\w.,-])")
_YEAR = re.compile(r"(?:19|20)\d\d(?![/%°]|[.,:-]\d)")
_ISO_CLOCK = re.compile(r"(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?(?!\d)")
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/-])(?:(?P<first>[0-3]?\d)(?:\.|st|nd|rd|th|er)?\s?(?:[-–—/]|\b(?:and|to|und|bis|et|au|y|al|a|e|ve|ila|и|до|по|en|tot)\b)"
    r"\s?(?:the\s)?)?(?P<day>[0-3]?\d)\s?(?:st|nd|rd|th|er|re|º|ª|°|o|-?го|-?е)?\.?(?:\s?-\s?|\s*)"
    r"(?:(?:day\s)?of\s+|\bde\s+|d[’']|di\s+|من\s+)?$"
)
_DAY_AFTER = re.compile(
    r"\.?,?\s+(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:[-–](?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?(?![\d:%]|[.,/]\d|-\w)"
)
_YEAR_AFTER = re.compile(
    r"(?:\.?,?\s*(?:\b(?:de|del|of|do)\s+)?|\.?\s?[-–/]\s?)(?P<year>1[5-9]\d\d|2[01]\d\d)(?!\d|[.,:]\d|[-–/]\d{1,2}\b)"
    r"(?:(?=\w)|\s?(?:года?\b|году|г\b\.?|yılı))?"
)
# people or things, of which the number before is no year
_COUNTED = re.compile(r"\s+(?!this\b|thus\b|does\b|always\b)(?:people\b|[a-z]{3,}s\b)")
# the form of C's ctime and of Unix mailboxes: `Wed Mar 12 14:30:00 2025`
_YEAR_AFTER_CLOCK = re.compile(r"\s(?P<year>19\d\d|20\d\d)(?![\d:.-])")
_WEEKDAY_BEFORE = re.compile(
    r"(?<!\w)(?P<weekday>[^\W\d_]{2,}(?:-feira)?)(?P<dot>\.)?,?\s+(?:(?:the|le|el|den|dem|der|il|día|dia|d\.)\s+)?(?:\(\s?)?$"
)
_WEEKDAY_AFTER = re.compile(r",?\s+\(?(?P<weekday>[^\W\d_]{2,})\)?")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:[’'][^\W\d_]+)?)[\s-]+(?:the\s+|der\s+|des\s+|al\s+)?$")
_BESIDE = re.compile(r"([^\W\d_]+)\s+$")
_NEXT_WORD = re.compile(r"[\s’'-]*([^\W\d_]+)")
_COUNT_BEFORE = re.compile(r"(\w+)\s+([^\W\d_]+)\s+$")
_COUNT_AFTER = re.compile(r"\s+(\w+)\s+([^\W\d_]+)")


def find_dates(text: str, language: str | None = None) -> tuple[DateExpression, ...]:
    """Return the dates that a text speaks of, in order, none overlapping another.

    `language` (BCP 47) is that of the text: a month without its day, a weekday or `yesterday` is understood in it
    alone, while a full date (`13. März 2025`) is in any whose months are listed. Nothing is
    resolved: see `date_reckoning`.
    """
    words = lexicon(language)
    return joined(text, _Search(text, words, language or "").run(), words.words)


def short_dates(value: str, language: str | None = None) -> tuple[DateExpression, ...]:
    """Return the dates of a value that is known to be one, in their shortest form: `8.5.12` is a version in prose.

    Read only in languages that put the day first.
    """
    own = lexicon(language).words
    if own is None or own.numeric != "dmy":
        return ()
    found = (
        _real(*each.span(), f"20{each['y']}-{each['m']:0>2}-{each['d']:0>2}") for each in _SHORTEST.finditer(value)
    )
    return tuple(filter(None, found))


def absolute_date(text: str, language: str | None = None) -> Moment | None:
    """Return the one full or partial calendar date in a value such as a header's, or None if none or several."""
    found = {d.moment for d in find_dates(text, language) if d.kind == "absolute"}
    return found.pop() if len(found) == 1 else None


class _Search:
    """One run over one text: what is found so far ends at `taken`."""

    def __init__(self, text: str, words: Lexicon, language: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.words = words
        self.own = words.words
        self.month_first_numbers = language.upper().endswith("-US")
        self.day_first_numbers = (self.own is not None and self.own.numeric == "dmy") or language.upper().endswith(
            ("-GB", "-IE", "-AU", "-IN", "-NZ")
        )

    def run(self) -> tuple[DateExpression, ...]:
        found = [d for d in self._candidates() if d is not None]
        found.sort(key=lambda d: (d.start, -d.end))
        kept: list[DateExpression] = []
        for expression in found:
            if not kept or expression.start >= kept[-1].end:
                kept.append(expression)
            elif _says_more(expression, kept[-1]):
                kept[-1] = expression
        return tuple(kept)

    def _candidates(self) -> Iterator[DateExpression | None]:
        for digits in _DIGITS.finditer(self.text):
            if digits.end() - digits.start() in (1, 2, 4):
                yield self._number(digits.start())
        for word, start in self._triggers():
            yield self._worded(word, start)

    def _triggers(self) -> Iterator[tuple[str, int]]:
        # most tokens are bare words; taking only the rest apart halves the cost of a scan
        tokens = set(self.folded.split())
        bare = {token for token in tokens if token.isalpha()}
        bare.update(_WORD.findall(" ".join(tokens - bare)))
        present = self.words.triggers & bare
        for word in present.union(p for p in self.words.phrases if p in self.folded):
            at = self.folded.find(word)
            while at >= 0:
                if self._stands_alone(at, at + len(word)):
                    yield word, at
                at = self.folded.find(word, at + len(word))

    def _stands_alone(self, start: int, end: int) -> bool:
        before, after = self.folded[start - 1 : start], self.folded[end : end + 1]
        return not (before.isalpha() or after.isalpha())

    def _worded(self, word: str, start: int) -> DateExpression | None:
        end, words = start + len(word), self.words
        if word in words.months and (found := self._month(word, words.months[word] + 1, start, end)):
            return found
        if word in words.relative:
            return self._relative(word, start, end)
        if word in words.weekdays:
            return self._weekday(word, words.weekdays[word], start, end)
        if self.own is not None and word in (self.own.ago.before, self.own.ago.after):
            return self._ago(word, start, end)
        if word in words.foreign_months:
            return self._month_with_day(word, words.foreign_months[word] + 1, start, end)
        return None

    # ---- months -------------------------------------------------------------------------------------------------

    def _month(self, word: str, month: int, start: int, end: int) -> DateExpression | None:
        if self.own is not None and self.own.capital and not self.text[start].isupper():
            return None
        return self._month_with_day(word, month, start, end) or self._month_alone(word, month, start, end)

    def _month_with_day(self, word: str, month: int, start: int, end: int) -> DateExpression | None:
        before = _DAY_BEFORE.search(self.text, max(0, start - 24), start)
        if before is not None:
            day, until, begin = int(before["first"] or before["day"]), int(before["day"]), before.start()
        else:
            after = _DAY_AFTER.match(self.text, end, end + 12)
            if after is None or not self._may_stand_first(word, start, after.end()):
                return None
            day, begin, end = int(after["day"]), start, after.end()
            until = int(after["last"] or day)
        if not 1 <= day <= 31:
            return None
        own = word in self.words.months or self.words.language is None
        found = self._with_year(month, day, begin, end, needs_year=not own)
        return replace(found, until=until) if found is not None and day < until <= 31 else found

    def _may_stand_first(self, word: str, start: int, end: int) -> bool:
        """Tell whether a number after a month is its day: in English it is, elsewhere where a year follows."""
        if word not in self.words.month_first:
            return _YEAR_AFTER.match(self.text, end, end + 20) is not None
        return not self._is_month_alone(start)

    def _is_month_alone(self, start: int) -> bool:
        """Tell whether `in` stands before a month: the number after it is no day (`in March 20 people`)."""
        return self.own is not None and self._beside(start) in words_of(self.own.month_alone)

    def _with_year(self, month: int, day: int, start: int, end: int, *, needs_year: bool) -> DateExpression | None:
        year = _YEAR_AFTER.match(self.text, end, end + 20)
        if year is not None and self._is_count(start, year):
            year = None
        end = year.end() if year else end
        clock, end = clock_after(self.text, end)
        if clock and year is None and (year := _YEAR_AFTER_CLOCK.match(self.text, end, end + 12)):
            end = year.end()
        weekday, start, end = self._weekday_beside(start, end)
        if not clock:
            clock, start = clock_before(self.text, start)
        if year is None:
            partial = DateExpression(start, end, "partial", month=month, day=day, weekday=weekday, clock=clock)
            return None if needs_year and weekday is None and not clock else partial
        moment = f"{year['year']}-{month:02}-{day:02}"
        return _absolute(start, end, moment, clock, weekday) if is_real(moment) else None

    def _is_count(self, start: int, number: re.Match[str]) -> bool:
        """Tell whether the number after an English `March 3` counts what follows: `by March 3 2000 people …`."""
        month_first = self.words.language == "en" and self.text[start].isalpha()
        return month_first and "," not in number[0] and _COUNTED.match(self.text, number.end()) is not None

    def _weekday_beside(self, start: int, end: int) -> tuple[int | None, int, int]:
        """Return the weekday named before or after a date, and the date's span with it."""
        before = _WEEKDAY_BEFORE.search(self.folded, max(0, start - 24), start)
        # a full stop after a weekday written out ends the sentence before
        whole = before is not None and (before["dot"] is None or len(before["weekday"]) < 5)
        if before is not None and whole and (weekday := self._weekday_of(before["weekday"])) is not None:
            return weekday, before.start("weekday"), end
        after = _WEEKDAY_AFTER.match(self.folded, end, end + 18)
        if after is not None and (weekday := self.words.weekdays.get(after["weekday"])) is not None:
            return (weekday, start, after.end()) if len(after["weekday"]) > 3 else (None, start, end)
        return None, start, end

    def _weekday_of(self, word: str) -> int | None:
        return self.words.weekdays.get(word, self.words.foreign_weekdays.get(word))

    def _month_alone(self, word: str, month: int, start: int, end: int) -> DateExpression | None:
        year = _YEAR_AFTER.match(self.text, end, end + 16)
        if year is not None and _DAY_BEFORE.search(self.text, max(0, start - 24), start):
            return None  # a day that no month has: `31 February 2025`
        if year is not None:
            return DateExpression(start, year.end(), "absolute", moment=f"{year['year']}-{month:02}")
        if self.own is None or word in self.words.months_short:
            return None
        if self._beside(start) in words_of(self.own.habit):
            return None
        tail = self._word_after(end)
        if word in self.words.months_cued and not self._cued(start) and tail not in words_of(self.own.month_tails):
            return None
        return DateExpression(start, end, "partial", month=month, sense=self._sense(start, end))

    # ---- weekdays and other words -------------------------------------------------------------------------------

    def _weekday(self, word: str, weekday: int, start: int, end: int) -> DateExpression | None:
        own = self.own
        if own is None or len(word) < 4 or (own.capital and not self.text[start].isupper()):
            return None
        before, after = self._word_before(start), self._word_after(end)
        if before in words_of(own.habit) or (own.month_first and after.endswith("s") and _is_compound(before, after)):
            return None
        if word in self.words.weekdays_cued and not self._weekday_cued(before, after):
            return None
        week, begin, end = week_beside(self.folded, start, end, own)
        sense = 0 if week else self._sense(start, end)
        clock, end = clock_after(self.text, end)
        return DateExpression(begin, end, "weekday", weekday=weekday, step=week, sense=sense, clock=clock)

    def _weekday_cued(self, before: str, after: str) -> bool:
        own = self.own
        if own is None:
            return False
        cues = words_of(own.weekday_cues) | words_of(own.last) | words_of(own.next)
        return before in cues or after in words_of(own.weekday_tails)

    def _sense(self, start: int, end: int) -> int:
        if self.own is None:
            return 0
        beside = {self._word_before(start), self._word_after(end)}
        if beside & words_of(self.own.last):
            return -1
        return 1 if beside & words_of(self.own.next) else 0

    def _cued(self, start: int) -> bool:
        return self.own is not None and self._word_before(start) in words_of(self.own.cues)

    def _relative(self, word: str, start: int, end: int) -> DateExpression | None:
        # `over the last year` is a span that ends today
        if self.own is not None and self._beside(start) in words_of(self.own.span):
            return None
        return DateExpression(start, end, "relative", step=self.words.relative[word])

    def _beside(self, start: int) -> str:
        """Return the word just before `start`, an article too."""
        found = _BESIDE.search(self.folded, max(0, start - 20), start)
        return found[1] if found else ""

    def _word_before(self, start: int) -> str:
        found = _LAST_WORD.search(self.folded, max(0, start - 28), start)
        return found[1] if found else ""

    def _word_after(self, end: int) -> str:
        found = _NEXT_WORD.match(self.folded, end, end + 24)
        return found[1] if found else ""

    def _ago(self, word: str, start: int, end: int) -> DateExpression | None:
        own = self.own
        if own is None:
            return None
        if word == own.ago.before:
            match = _COUNT_AFTER.match(self.folded, end, end + 32)
            span = (start, match.end()) if match else (0, 0)
        else:
            match = _COUNT_BEFORE.search(self.folded, max(0, start - 32), start)
            span = (match.start(), end) if match else (0, 0)
        if match is None or match[2] not in own.units:
            return None
        count = int(match[1]) if match[1].isdecimal() else own.numbers.get(match[1], 0)
        # "five months ago" is a round figure, "five days ago" is not
        unit = own.units[match[2]]
        exact = (unit == "d" and count <= 14) or (unit == "m" and count <= 2) or (unit == "y" and count <= 3)
        return DateExpression(*span, "relative", step=f"{unit}-{count}") if count and exact else None

    # ---- numbers ------------------------------------------------------------------------------------------------

    def _number(self, at: int) -> DateExpression | None:
        before = self.text[at - 1 : at]
        if before.isalnum() or (before and before in "./-_"):
            return None
        if match := _NUMERIC.match(self.text, at):
            return self._numeric(match)
        match = None if before and before in ",:+" else _YEAR.match(self.text, at)
        return self._bare_year(match) if match else None

    def _numeric(self, match: re.Match[str]) -> DateExpression | None:
        start, end = match.span()
        if match["y3"]:
            return _real(start, end, "-".join(p.zfill(2) for p in (match["y3"], match["m3"], match["d3"]) if p))
        if match["y"]:
            moment = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
            return self._timed(start, end, moment, iso=match[0].endswith("T")) if is_real(moment) else None
        return self._day_or_month_first(match)

    def _day_or_month_first(self, match: re.Match[str]) -> DateExpression | None:
        start, end = match.span()
        short = len(match["y2"]) == 2
        if short and not (match["sep2"] == "." and self.day_first_numbers and len(match["b"]) == 2):
            return None
        year = f"20{match['y2']}" if short else match["y2"]
        one, two = int(match["a"]), int(match["b"])
        day_first, month_first = f"{year}-{two:02}-{one:02}", f"{year}-{one:02}-{two:02}"
        if match["sep2"][0] == "." or self.day_first_numbers:
            readings = [day_first]
        elif self.month_first_numbers:
            readings = [month_first]
        else:
            readings = list(dict.fromkeys((day_first, month_first)))
        real = tuple(r for r in readings if is_real(r))
        if len(real) > 1:
            return DateExpression(start, end, "ambiguous", readings=real)
        return self._timed(start, end, real[0], iso=False) if real else None

    def _timed(self, start: int, end: int, moment: str, *, iso: bool) -> DateExpression:
        found = _ISO_CLOCK.match(self.text, end) if iso else None
        if found is not None and is_real(f"{moment}T{found[1]}"):
            zone = found[2] or ""
            zone = f"{zone[:3]}:{zone[-2:]}" if len(zone) > 1 else zone
            return DateExpression(start, found.end(), "absolute", moment=f"{moment}T{found[1]}{zone}")
        clock, end = clock_after(self.text, end)
        weekday, start, end = self._weekday_beside(start, end)
        if not clock:
            clock, start = clock_before(self.text, start)
        return _absolute(start, end, moment, clock, weekday)

    def _bare_year(self, match: re.Match[str]) -> DateExpression | None:
        if self.own is None:
            return None
        start, end = match.span()
        tail = self._word_after(end) if self.own.year_tails else ""
        if self._word_before(start) not in words_of(self.own.year_cues) and tail not in words_of(self.own.year_tails):
            return None
        return DateExpression(start, end, "absolute", moment=match[0])


def _is_compound(before: str, after: str) -> bool:
    """Tell whether a weekday before an English plural is part of its name (`Sunday services`) and no day."""
    return before != "on" and len(after) > 3


def _absolute(start: int, end: int, moment: str, clock: str, weekday: int | None) -> DateExpression:
    timed = moment + clock if clock and is_real(moment + clock) else moment
    return DateExpression(start, end, "absolute", moment=timed, weekday=weekday)


def _real(start: int, end: int, moment: str) -> DateExpression | None:
    return DateExpression(start, end, "absolute", moment=moment) if is_real(moment) else None


def _says_more(one: DateExpression, other: DateExpression) -> bool:
    return one.end - one.start > other.end - other.start
