"""The dateline that opens a story: where it was filed, when, and by which agency. It stays in its paragraph.

Known shapes: `BEIRUT, April 3 (Reuters) -`, `BEIRUT (AP)--`, `WARSAW, Poland (AP) _`, `PORT MERROW —`, `SHANGHAI:`,
`YEREVAN, FEBRUARY 8, ARMENPRESS.`, `BAKU, Azerbaijan, April 3. Trend:`, `МОСКВА, 12 мар — РИА Новости.`, `(CNN) --`,
and, on a line of its own, `Baku, Azerbaijan, June 4`. Capitals before a colon are more often a speaker, a salutation
or a label (`JAKE TAPPER:`, `DEAR ABBY:`, `BYLINE:`): there the place must be a known one, or named again in the text.
"""

from __future__ import annotations

import re

from msgspec import Struct

from convert.model import Dateline
from convert.normalise.date_expression import DateExpression, moved
from convert.normalise.date_words import find_dates
from convert.normalise.word_lists import listed_in_capitals

_REACH = 120
"""A dateline is over within this many characters."""


class FoundDateline(Struct, frozen=True):
    """A dateline's span with its separator, its parts, and the date it gives (often without a year)."""

    start: int
    end: int
    dateline: Dateline
    date: DateExpression | None = None


_DASH = r"(?:(?<=\d)-\s+|\s*--+\s*|\s+[-_]\s+|\s*[–—]\s*|\s+[-_](?=[A-Z\"“])|\s*_\s+)"
_AGENCY_THEN_DASH = re.compile(r"\s*[(/\[](?P<agency>[^()/\[\]\n\d]{2,45})[)/\]](?P<dash>\s*(?:-+|[–—_:.]+)\s*)?")
_DASHED = re.compile(_DASH)
_AFTER_DASH = re.compile(r"(?P<agency>[^\W\d_][\w.-]*(?: [^\W\d_][\w.-]*){0,2}?)\s?[.:]\s+")
_NAMED_AGENCY = re.compile(r"\s*[.,]?\s+(?P<agency>[^\W\d_][\w.-]*?(?: [^\W\d_][\w-]*){0,3}?)\s?(?:[.:]|[–—]|\s-)\s+")
_COLON = re.compile(r"\s*:\s+")
_LINE_END = re.compile(r"\s*\.?[ \t]*(?:\n|$)")
_PLACE_BEFORE_BRACKET = re.compile(r"[^\n(\[:;!?]{2,70}?(?=\s*[(\[])")
_PLACE_BEFORE_DASH = re.compile(r"[^\n(:;!?\"“”]{2,70}?(?=\s*(?:--|[–—])|\s+[-_](?:\s|[A-Z]))")
_PLACE_BEFORE_COLON = re.compile(r"[^\n(:;!?\d]{3,30}(?=:\s)")
# the stop of `Mass.` and `N.C.` belongs to the place, that of `Baku. 3 April` does not
_BEFORE_DATE = re.compile(r"(?:(?<=[^\W\d_]{4})\.(?=[^,]*$))?[\s,]+(?:(?:le|el|am|den|the|on)\s+)?$")
# `Strike on 12 March` is a headline, `On July 31, 2019, U.S. senators` a sentence
_TIED = re.compile(r"(?:^|[^,\s]\s+)(?:[Ll]e|[Ee]l|[Aa]m|[Oo]n)\s+$")
_WORD = re.compile(r"[^\W\d_][\w.'’/-]*$")


def find_dateline(text: str, at: int = 0, language: str | None = None) -> FoundDateline | None:
    """Return the dateline that begins at `at`, the first letter of the story's first paragraph, or None.

    Offsets are those of `text`, of which what follows is looked at too: a dateline is followed by a sentence.
    """
    head = text[at : at + _REACH]
    found = _agency_alone(head) or _dated(head, language) or _bracketed(head) or _dashed(head) or _colon(head, text, at)
    if found is None or not _story_follows(text, at, found):
        return None
    date = found.date and moved(found.date, at)
    return FoundDateline(at, at + found.end, found.dateline, date)


def is_agency(name: str) -> bool:
    """Tell whether a name is that of a known news agency, however it is capitalised."""
    return name.upper().strip() in listed_in_capitals("agencies.txt")


def is_known_place(name: str) -> bool:
    """Tell whether a name is one of the cities that datelines commonly give alone."""
    return name.upper().strip() in listed_in_capitals("places.txt")


def is_sure_place(found: FoundDateline, text: str) -> bool:
    """Tell whether a dateline alone on its line names a place.

    It is one in the list, one that the text names after it (`in Talvik`), or one with its region before a date without
    a year, as wires write them (`Port Merrow, Lakeland, June 4`).
    """
    parts = [part.strip() for part in (found.dateline.place or "").split(",")]
    if len(parts) > 1 and found.date is not None and found.date.kind == "partial":
        return True
    return any(is_known_place(part) or (bool(part) and _named_as_place(part, text, found.end)) for part in parts)


# ---- the shapes -----------------------------------------------------------------------------------------------------


def _agency_alone(head: str) -> FoundDateline | None:
    match = _AGENCY_THEN_DASH.match(head)
    if match is None or match.start("agency") > 1 or not match["dash"] or not is_agency(match["agency"]):
        return None
    return FoundDateline(0, match.end(), Dateline(agency=match["agency"].strip()))


def _dated(head: str, language: str | None) -> FoundDateline | None:
    """Read a place, then a date, then whatever closes the dateline."""
    date = next((d for d in find_dates(head, language) if d.kind in ("absolute", "partial")), None)
    if date is None or not head[: date.start].strip():
        return None
    if _TIED.search(head, 0, date.start):
        return None
    place = _place(_BEFORE_DATE.sub("", head[: date.start]))
    if place is None or head[date.start - 1] not in " ,\xa0\n":
        return None
    return _closed(head, place, date)


def _closed(head: str, place: str, date: DateExpression) -> FoundDateline | None:
    at = date.end + (1 if head[date.end : date.end + 1] == "." and head[date.end + 1 : date.end + 3] != "\n\n" else 0)
    if match := _AGENCY_THEN_DASH.match(head, at):
        return FoundDateline(0, match.end(), Dateline(place, match["agency"].strip()), date)
    if match := _DASHED.match(head, at):
        agency = _AFTER_DASH.match(head, match.end())
        if agency is not None and is_agency(agency["agency"]):
            return FoundDateline(0, agency.end(), Dateline(place, agency["agency"]), date)
        return FoundDateline(0, match.end(), Dateline(place), date)
    if (match := _NAMED_AGENCY.match(head, at)) and (is_agency(match["agency"]) or match["agency"].isupper()):
        return FoundDateline(0, match.end(), Dateline(place, match["agency"]), date)
    if match := _COLON.match(head, at) or _LINE_END.match(head, at):
        return FoundDateline(0, match.end(), Dateline(place), date)
    return None


def _bracketed(head: str) -> FoundDateline | None:
    match = _PLACE_BEFORE_BRACKET.match(head)
    place = _place(match[0]) if match else None
    closed = _AGENCY_THEN_DASH.match(head, match.end()) if match else None
    if place is None or closed is None:
        return None
    agency = closed["agency"].strip()
    known, capitals = is_agency(agency), _in_capitals(place)
    if (known and (closed["dash"] or capitals)) or (capitals and closed["dash"] and _name_like(agency)):
        return FoundDateline(0, closed.end(), Dateline(place, agency))
    return None


def _dashed(head: str) -> FoundDateline | None:
    match = _PLACE_BEFORE_DASH.match(head)
    dash = _DASHED.match(head, match.end()) if match else None
    place = _place(match[0]) if match else None
    if place is None or dash is None:
        return None
    if is_known_place(place.split(",")[0]) or (_in_capitals(place) and len(place) > 4):
        return FoundDateline(0, dash.end(), Dateline(place))
    return None


def _colon(head: str, text: str, at: int) -> FoundDateline | None:
    match = _PLACE_BEFORE_COLON.match(head)
    place = _place(match[0]) if match else None
    if match is None or place is None or not _in_capitals(place):
        return None
    if not is_known_place(place) and not _named_as_place(place, text, at + match.end()):
        return None
    return FoundDateline(0, match.end() + 2, Dateline(place))


# ---- what a place looks like ----------------------------------------------------------------------------------------


def _place(words: str) -> str | None:
    """Return the words as a place, or None where they cannot be one."""
    place = re.sub(r"\s+", " ", words).strip(" ,")
    parts = [part.split() for part in place.split(",")]
    if not 1 <= len(parts) <= 4 or len(place) < 2 or len(place) > 60:
        return None
    if any(not 1 <= len(part) <= 5 or not all(map(_name_word, part)) for part in parts):
        return None
    first = parts[0]
    if (
        any(word.strip(".:'").upper() in listed_in_capitals("labels.txt") for word in first)
        or not first[0][0].isupper()
    ):
        return None
    return place


def _name_word(word: str) -> bool:
    return _WORD.match(word) is not None and (
        word[0].isupper() or word.upper() in listed_in_capitals("joining.txt") or word[:2] in ("d'", "d’")
    )


def _in_capitals(place: str) -> bool:
    """Tell whether the first part is set in capitals (`CAMBRIDGE, Mass.`), Arabic letters counting as such."""
    letters = [c for c in place.split(",", maxsplit=1)[0] if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() or (c.lower() == c.upper()) for c in letters)


def _name_like(agency: str) -> bool:
    words = agency.split()
    return len(words) <= 4 and (words[0][0].isupper() or (agency.islower() and len(words) == 1))


def _named_as_place(place: str, text: str, after: int) -> bool:
    name = re.escape(place)
    return (
        re.search(rf"\b(?:in|near|at|à|en|bei|nach|nahe|w)\s+{name}\b", text[after : after + 6000], re.IGNORECASE)
        is not None
    )


def _story_follows(text: str, at: int, found: FoundDateline) -> bool:
    """Tell whether a sentence begins after the dateline; the rest of a headline in capitals is none."""
    rest = text[at + found.end : at + found.end + 80].lstrip()
    if not rest:
        return found.date is not None
    if found.date is not None and _is_date(rest.split("\n", maxsplit=1)[0]):
        return False  # `Jane Holt, 3 March 1950 – 4 May 2025`
    first = rest.lstrip("\"“”«„'‘’( ")[:1]
    if first.isalpha() and first.islower():
        place = found.dateline.place
        return found.date is not None and (
            found.dateline.agency is not None or (place is not None and _in_capitals(place))
        )
    return not (rest.split("\n")[0].isupper() and len(rest.split()) > 2 and found.date is None)


def _is_date(words: str) -> bool:
    dates = find_dates(words)
    return len(dates) == 1 and dates[0].start == 0 and dates[0].end == len(words.rstrip(" ."))
