"""What an agency's item says of itself, gathered as candidates with the places where it stood."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from convert.contracts import candidate
from convert.model import Finding, NamedPlace
from convert.moments import is_later, is_real
from convert.normalise.byline import find_byline
from convert.normalise.date_words import find_dates
from convert.normalise.dateline import find_dateline
from convert.normalise.decode import without_halves

RULE = "agency_metadata"

_MOMENT = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?(?:[.,]\d+)?"
    r"\s*(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?"
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)")
_TITLE_AFTER = re.compile(r"\s*[,;/]?\s*$")
_CUE = re.compile(r"(?:By|BY|Von|Par|Por|Di)\s+(?=\S)")
_STANDIN = " – The story follows here."
"""What `find_dateline` wants to see after a dateline: a sentence."""


class Evidence:
    """Candidates of one item; `format` names it in their places (`NITF hl1`)."""

    def __init__(self, format_: str) -> None:
        self.format = format_
        self.found: list[Finding] = []
        self._said: defaultdict[str, set[str]] = defaultdict(set)

    def say(self, field: str, value: str | None, place: str) -> None:
        """Add a value, white space folded; an empty one, or the same of the same field again, says nothing.

        A second value of an `extra` field is kept beside the first: `abstract_2`.
        """
        words = _words(value)
        if not words or words in self._said[field]:
            return
        self._said[field].add(words)
        count = len(self._said[field])
        name = f"{field}_{count}" if count > 1 and field.startswith("extra.") else field
        self.found.append(candidate(name, words, f"{self.format} {place}", RULE))

    def guess(self, field: str, value: str | None, place: str) -> None:
        """Add a value that the text itself may know better."""
        words = _words(value)
        if words:
            where = NamedPlace(f"{self.format} {place}")
            self.found.append(Finding(field, words, where, RULE, "supported"))

    def say_all(self, field: str, values: Iterable[str], place: str) -> None:
        """Add several values as one: `Talvik; Port Merrow`."""
        self.say(field, "; ".join(dict.fromkeys(filter(None, map(_words, values)))), place)

    def date(self, field: str, value: str | None, place: str) -> None:
        """Add a date as a Moment, or in the words it is written in; a form that was never filled in says nothing."""
        words = _words(value)
        if any(map(str.isdigit, words)) and not re.match(r"[YMD]{4}", words):
            self.say(field, moment_of(words) or words, place)

    def language(self, value: str | None, place: str) -> None:
        """Add a language as BCP 47 writes it: agencies write `EN` and `en_US`."""
        match = _LANGUAGE.fullmatch((value or "").strip())
        if match:
            self.say("language", match[1].lower() + match[2].replace("_", "-"), place)

    def byline(self, value: str | None, place: str) -> None:
        """Add a byline without its cue word; one that names a desk gives way to a name in the text."""
        words = _TITLE_AFTER.sub("", _words(value))
        found = find_byline(words)
        name = found.name if found is not None and not found.fused else _CUE.sub("", words)
        if (found is not None and found.author == "desk") or (name != words and name[:1].islower()):
            self.guess("byline", name, place)
        else:
            self.say("byline", name, place)

    def dateline(self, value: str | None, place: str, city: str = "") -> None:
        """Add a dateline as it stands, and the place and agency it names; `city` is marked as the place in it."""
        words = _words(value)
        self.say("extra.dateline", words, place)
        where, agency = _parts_of_dateline(words)
        self.say("place", city or where, place)
        self.say("agency", agency, place)

    def has(self, field: str) -> bool:
        """Tell whether a value is known of a field."""
        return any(f.field == field for f in self.found)

    def value(self, field: str) -> str:
        """Return the first value of a field; empty where there is none."""
        return next((f.value for f in self.found if f.field == field), "")


def _words(value: str | None) -> str:
    """Return a value's words, white space folded; halves of characters, which JSON can hold, are replaced."""
    return " ".join(without_halves(value or "")[0].split())


def moment_of(words: str) -> str:
    """Return a date in any form of ISO 8601 (`20131020T192751+1100`) as a Moment; empty where it is none."""
    match = _MOMENT.fullmatch(words)
    if match is None:
        return ""
    moment = f"{match['y']}-{match['m']}-{match['d']}"
    if match["hour"]:
        zone = match["zone"] or ""
        zone = f"{zone[:3]}:{zone[-2:] if len(zone) > 3 else '00'}" if zone not in ("", "Z") else zone
        moment += f"T{match['hour']}:{match['minute']}" + (f":{match['second']}" if match["second"] else "") + zone
    return moment if is_real(moment) else ""


def is_after(one: str, other: str) -> bool:
    """Tell whether one date, in any form of ISO 8601, lies after another."""
    first, second = moment_of(one), moment_of(other)
    return bool(first and second) and is_later(first, second)


def is_other_time(one: str, other: str) -> bool:
    """Tell whether two dates are not the same hour."""
    return is_after(one, other) or is_after(other, one)


def _parts_of_dateline(words: str) -> tuple[str, str]:
    """Return the place and the agency of a dateline that stands alone: `London (dpa) -`, `KNOXVILLE, Tenn.`."""
    found = find_dateline(words.rstrip(" -–—_=") + _STANDIN)
    if found is not None:
        place, agency = found.dateline.place or "", found.dateline.agency or ""
    else:
        place, agency = re.split(r"\s*[(/\[]", words)[0], ""
    date = next(iter(find_dates(place)), None)
    place = (place[: date.start] if date is not None else place).strip(" ,-–—_=")
    return ("" if any(map(str.isdigit, place)) else place), agency
