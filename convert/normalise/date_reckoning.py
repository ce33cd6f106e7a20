"""What an incomplete date comes to: `Monday`, `7 April`, `in February`, `two days ago`, seen from an article's date.

The verb decides: a weekday after `said` lies behind, one after `will` ahead. Where nothing tells, or where past and
future are equally near, there is no answer: a wrong date is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal

from convert.model import Moment
from convert.moments import is_real
from convert.normalise.date_expression import DateExpression
from convert.normalise.date_language import DateLanguage, fold, lexicon, words_of

Direction = Literal[-1, 0, 1]
"""Behind the article's date, not told, ahead of it."""

_WORD = re.compile(r"[^\W\d_]+")
_TIE = re.compile(r"(?P<word>[^\W\d_]+)\s+(?:(?:the|le|el|la|den|dem)\s+)?$")
_SENTENCE_END = re.compile(r"[.!?…][\"'“”»’)]*\s|\n\s*\n")
# `…, but on Thursday, the party announced`: the verb of this clause follows
_CLAUSE_START = re.compile(
    r"(?:^|[,;:—–]|\b(?:but|and|while|mais|et|aber|und|pero|y|но|а|и)\s)\s*(?:(?:on|in|am|im|en|le|el|в|во)\s+)?$",
    re.IGNORECASE,
)
_CLOSING = {"“": "”", "„": "“”", "«": "»", '"': '"'}
"""What closes a quotation, by what opened it."""
_QUOTED = re.compile('“[^“”]*(?:”|$)|„[^„“”]*(?:[“”]|$)|«[^«»]*(?:»|$)|"[^"]*(?:"|$)')
# the month, which is no `may` that looks ahead
_MAY = re.compile(r"(?<=\S\s)May\b")
_WINDOW = 240
_NEAR, _REACH = 4, 16
"""Words."""
_TIED = 32
"""Characters before a date in which the word that ties it stands."""
_MOST_DAYS_AHEAD, _MOST_DAYS_BACK = 290, 200
"""A day without its year lies within this many days: beyond it, writers give the year."""
_MOST_DAYS_UNTOLD = 100
_SUNDAY = 6


def direction(text: str, expression: DateExpression, language: str | None) -> Direction:
    """Return whether the verb nearest before the date, else after it, in its sentence, speaks of past or future.

    Verbs of clauses that only lean on the date's own tell nothing: `The talks resume on Thursday, after they broke
    down`.
    """
    words = lexicon(language).words
    if words is None:
        return 0
    before, after = _sentence_around(text, expression)
    tie = _tie(before)
    if tie in words_of(words.ahead) | words_of(words.ahead_moved) and _appoints(before, after, words):
        return 1
    told = _told(*_spoken_by_one(before, after), expression, words)
    # a few quoted words have no verb of their own: `closed “until the end of May”`
    told = told or _told(before, after, expression, words)
    # `the session for Monday was called off`: its past says nothing of the day
    return 0 if told < 0 and tie in words_of(words.ahead) else told


def _tie(before: str) -> str:
    """Return the word that ties a date to its sentence, articles aside: `for` in `for the 18th of May`."""
    found = _TIE.search(fold(before[-_TIED:]))
    return found["word"] if found is not None else ""


def _appoints(before: str, after: str, words: DateLanguage) -> bool:
    """Tell whether the words near a date set it: `called an emergency session for Monday`."""
    near = (*_WORD.findall(fold(before))[-_REACH:], *_WORD.findall(fold(after))[:_REACH])
    return not words_of(words.appointing).isdisjoint(near)


def _told(before: str, after: str, expression: DateExpression, words: DateLanguage) -> Direction:
    opens = after.startswith(",") and _CLAUSE_START.search(before) is not None
    before, after = _without_clauses(before, after, words, opens=opens)
    if "May" in before or "May" in after:
        before, after = _MAY.sub(" ", before), _MAY.sub(" ", after)
    sides = (_WORD.findall(fold(before))[::-1], _WORD.findall(fold(after)))
    if expression.step == "d+0":
        # “today” far from its verb is as often “nowadays”
        sides = (sides[0][:_NEAR], sides[1][:_NEAR])
    elif expression.kind == "weekday" and after[:2] in ("'s", "’s"):
        # `Tuesday's outcome will …`: the verb speaks of the outcome, not of the day
        sides = (sides[0], [])
    for side in sides[::-1] if words.verbs_follow or opens else sides:
        told = _first_cue(side, words)
        if told:
            return told
    return 0


def _sentence_around(text: str, expression: DateExpression) -> tuple[str, str]:
    """Return what stands before and after a date in its sentence."""
    before = text[max(0, expression.start - _WINDOW) : expression.start]
    ends = [m.end() for m in _SENTENCE_END.finditer(before)]
    after = text[expression.end : expression.end + _WINDOW]
    end = _SENTENCE_END.search(after)
    return before[ends[-1] if ends else 0 :], after[: end.start() + 1 if end else len(after)]


def _spoken_by_one(before: str, after: str) -> tuple[str, str]:
    """Return both sides of a date as far as one voice says them: the quotation it stands in, or all but quotations."""
    outside, opened = "", ""
    begin = 0
    for at, sign in enumerate(before):
        if opened and sign in _CLOSING[opened]:
            opened, begin = "", at + 1
        elif not opened and sign in _CLOSING:
            outside += before[begin:at] + " "
            opened, begin = sign, at + 1
    if opened:
        return before[begin:], re.split(f"[{_CLOSING[opened]}]", after, maxsplit=1)[0]
    return outside + before[begin:], _QUOTED.sub(" ", after)


def _without_clauses(before: str, after: str, words: DateLanguage, *, opens: bool) -> tuple[str, str]:
    """Return both sides of a date without subordinate clauses: those closed before it, and all from the first after it.

    Where the date opens its clause, the verb stands beyond: `On Thursday, after the talks broke down, the ferry …`.
    """
    if not words.subordinating:
        return before, after
    begins = _subordinate(words.subordinating)
    found = begins.search(after)
    if found is not None:
        comma = after.find(",", found.end()) if opens else -1
        after = after[: found.start()] + (after[comma:] if comma >= 0 else "")
    return _closed_clause(words.subordinating).sub(" ", before), after


@cache
def _subordinate(subordinating: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(subordinating.split())})\b", re.IGNORECASE)


@cache
def _closed_clause(subordinating: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|,)\s*(?:{'|'.join(subordinating.split())})\b[^,]*,", re.IGNORECASE)


def _first_cue(side: Sequence[str], words: DateLanguage) -> Direction:
    future, past, not_past = words_of(words.future), words_of(words.past), words_of(words.not_past)
    ahead, behind = tuple(words.future_endings.split()), tuple(words.past_endings.split())
    auxiliary, near = words_of(words.auxiliary), words_of(words.future_near)
    for i, word in enumerate(side):
        if word in future or (i < 2 and word in near) or (len(word) > 4 and word.endswith(ahead)):
            return 1
        # `will be signed`: the participle tells nothing, the words before it do
        passive = auxiliary.intersection(side[i + 1 : i + 3])
        if word in past or (len(word) > 3 and word not in not_past and word.endswith(behind) and not passive):
            return -1
    return 0


def reckon(expression: DateExpression, base: date, told: Direction) -> Moment | None:
    """Return the Moment that an expression comes to in an article of the day `base`, or None where that is open."""
    try:
        moment = _reckoned(expression, base, told)
    except OverflowError:  # before the year 1 or after 9999, seen from a date that is nonsense but real
        return None
    return moment if moment is not None and is_real(moment) else None


def _reckoned(expression: DateExpression, base: date, told: Direction) -> Moment | None:
    match expression.kind:
        case "absolute":
            return expression.moment
        case "relative":
            # “today” without a verb that tells is as often “nowadays”
            return _stepped(expression.step, base) if told or expression.step != "d+0" else None
        case "weekday":
            return _of_week(expression, base) if expression.step else _weekday(expression, base, told)
        case "partial":
            return _day(expression, base, told) if expression.day else _month(expression, base, told)
        case _:
            return None


def day_nearest(expression: DateExpression, base: date) -> date | None:
    """Return the day of a date without a year that lies nearest to `base`, on the weekday it names if it names one."""
    days = _candidates(expression, base)
    return min(days, key=lambda day: abs((day - base).days)) if days else None


def _stepped(step: str, base: date) -> Moment | None:
    unit, count = step[0], int(step[1:])
    if unit == "d":
        return (base + timedelta(days=count)).isoformat()
    if unit == "y":
        return f"{base.year + count:04}"
    months = base.year * 12 + base.month - 1 + count
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _weekday(expression: DateExpression, base: date, told: Direction) -> Moment | None:
    if expression.weekday is None:
        return None
    back = (base.weekday() - expression.weekday) % 7
    side = expression.sense or told
    if side < 0:
        return _clocked(base - timedelta(days=back or (7 if expression.sense else 0)), expression)
    # “on Monday” in a Monday's paper that speaks of what is to come may be today's or next week's
    return _clocked(base + timedelta(days=7 - back), expression) if side > 0 and back else None


def _of_week(expression: DateExpression, base: date) -> Moment | None:
    """Return the day of a week named beside it; a Sunday is the last day of a week or the first, as one counts."""
    if expression.weekday is None or _SUNDAY in (expression.weekday, base.weekday()):
        return None
    days = expression.weekday - base.weekday() + 7 * int(expression.step[1:])
    return _clocked(base + timedelta(days=days), expression)


def _day(expression: DateExpression, base: date, told: Direction) -> Moment | None:
    days = _candidates(expression, base)
    if expression.step:
        days = [day for day in days if day.year == base.year + int(expression.step[1:])]
    elif told < 0:
        days = [day for day in days if -_MOST_DAYS_BACK <= (day - base).days <= 1]
    elif told > 0:
        days = [day for day in days if 0 <= (day - base).days <= _MOST_DAYS_AHEAD]
    else:
        days = [day for day in days if abs((day - base).days) <= _MOST_DAYS_UNTOLD]
    return _clocked(min(days, key=lambda day: abs((day - base).days)), expression) if days else None


def _candidates(expression: DateExpression, base: date) -> list[date]:
    stems = (f"{year:04}-{expression.month:02}-{expression.day:02}" for year in range(base.year - 1, base.year + 2))
    days = [date.fromisoformat(stem) for stem in stems if is_real(stem)]
    return [day for day in days if expression.weekday in (None, day.weekday())]


def _month(expression: DateExpression, base: date, told: Direction) -> Moment | None:
    if expression.month is None:
        return None
    if expression.step:
        return f"{base.year + int(expression.step[1:]):04}-{expression.month:02}"
    back = (base.month - expression.month) % 12
    side = expression.sense or told
    # `in June` of a past that is more than half a year back is written `last June`
    if side < 0 and (back <= 6 or expression.sense):
        months = -(back or (12 if expression.sense else 0))
    elif side > 0 and 12 - back <= 9:
        months = 12 - back
    else:
        return None
    return _stepped(f"m{months:+}", base)


def _clocked(day: date, expression: DateExpression) -> Moment:
    timed = day.isoformat() + expression.clock
    return timed if is_real(timed) else day.isoformat()
