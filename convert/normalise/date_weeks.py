"""The week that stands beside a weekday: `Monday last week`, `vendredi de la semaine prochaine`."""

from __future__ import annotations

import re
from functools import cache

from convert.normalise.date_language import DateLanguage

_REACH = 32
_ON = r",?\s+(?:on|am|le|el|в|во)\s+"


def week_beside(folded: str, start: int, end: int, words: DateLanguage) -> tuple[str, int, int]:
    """Return the step in weeks (`w-1`) that is said of the weekday `folded[start:end]`, and the span of both.

    The step is empty, and the span the weekday's, where no week is named.
    """
    if not words.weeks:
        return "", start, end
    # `They said last week Monday would do` names no Monday of last week; in Turkish nothing stands between
    after, before = _patterns(tuple(words.weeks), r"\s+" if words.verbs_follow else _ON)
    found = after.match(folded, end, end + _REACH)
    if found is not None:
        return words.weeks[found["week"]], start, found.end()
    found = before.search(folded, max(0, start - _REACH), start)
    return (words.weeks[found["week"]], found.start("week"), end) if found is not None else ("", start, end)


@cache
def _patterns(weeks: tuple[str, ...], between: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a week after a weekday, and one before it with `between`: `last week, on Monday`."""
    names = "|".join(sorted(map(re.escape, weeks), key=lambda week: (-len(week), week)))
    return re.compile(rf"\s+(?P<week>{names})(?!\w)"), re.compile(rf"(?<!\w)(?P<week>{names}){between}$")
