"""A line that names an outlet and what belongs to it: `Küstenzeitung, 13. Mai 2026, Seite 4 / Politik`, `Kıyı Postası -
Elif Yıldırım / PORT SALLOW`. Every part of it has to be known for what it is; a line with any other stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from convert.model import Extent, Finding
from convert.normalise.byline import FoundByline, find_byline
from convert.normalise.date_words import find_dates
from convert.normalise.dateline import is_known_place
from convert.normalise.draft import Draft
from convert.normalise.lines import Span
from convert.normalise.outlets import names_outlet
from convert.normalise.word_lists import listed

LONGEST = 120
MOST_WORDS_OF_A_NAME = 4

CreditField = Literal["outlet", "byline", "place", "section", "extra.page", "date"]


TOLD_BY_CREDIT: frozenset[CreditField] = frozenset(("byline", "section", "extra.page"))
"""Of these a line has one that is more than the time stamp of an outlet."""


class CreditPart(Struct, frozen=True):
    """A part of a credit line: the field it is for, its value, and where in the line that stands."""

    field: CreditField
    value: str
    start: int
    end: int

    @property
    def rule(self) -> str:
        """The rule by which a field of this kind is known elsewhere in a head."""
        return {"outlet": "outlet_line", "byline": "byline", "place": "dateline"}.get(self.field, "credit_line")


_BETWEEN = re.compile(r"\s+[-–—|/·•]\s+|\s*[|·•]\s*|,\s+")
_PAGE = re.compile(r"(?:Seite|S\.|pages?|p\.|página|pág\.|sayfa|стр\.|с\.)\s?(?P<page>[A-Z]?\d{1,4})", re.IGNORECASE)
_ARABIC_OUTLET = re.compile(r"(?:صحيفة|جريدة|وكالة|مجلة|قناة)(?: [^\W\d_]+){1,3}")
_ARABIC_AUTHOR = re.compile(r"(?:بقلم|كتب|كتبت|إعداد)\s?:?\s*(?P<name>[^\W\d_]+(?: [^\W\d_]+){1,3})")
_NAME_WORD = re.compile(r"[^\W\d_]\.|[^\W\d_][\w’'-]+")


def credit_parts(line: str, language: str | None = None) -> tuple[CreditPart, ...]:
    """Return the parts of a line that names an outlet first and then only what belongs to it; none for other lines."""
    if len(line) > LONGEST:
        return ()
    parts: list[CreditPart] = []
    for start, end in _spans(line, language):
        part = _read(line, start, end, language, first=not parts)
        if part is None:
            return ()
        parts.append(part)
    return tuple(parts) if len(parts) > 1 and parts[0].field == "outlet" else ()


def take_credit(draft: Draft, found: FoundByline) -> list[Span]:
    """Find the outlet that opens what stands behind a name in a byline; return where a date may stand there.

    `By Hanna Brask, Talvik Courier, 12 March 2025` has both.
    """
    if not found.credit:
        return []
    at = draft.source.index(found.credit, found.start)
    first = _BETWEEN.split(found.credit)[0]
    if len(first.split()) > 1 and names_outlet(first, draft.language):
        draft.findings.append(Finding("outlet", first, Extent(at, at + len(first)), "byline", "supported"))
    return [(at, at + len(found.credit))]


def _spans(line: str, language: str | None) -> Iterator[Span]:
    """Yield what stands between separators; none of them is one that stands in a date."""
    days = [(day.start, day.end) for day in find_dates(line, language)]
    at = 0
    for match in _BETWEEN.finditer(line):
        if not any(start < match.end() and match.start() < end for start, end in days):
            yield at, match.start()
            at = match.end()
    yield at, len(line)


def _read(line: str, start: int, end: int, language: str | None, *, first: bool) -> CreditPart | None:
    words = line[start:end]
    if first:
        is_outlet = names_outlet(words, language) or _ARABIC_OUTLET.fullmatch(words) is not None
        return CreditPart("outlet", words, start, end) if is_outlet else None
    if any(day.start == 0 and day.end == len(words) for day in find_dates(words, language)):
        return CreditPart("date", words, start, end)
    if (page := _PAGE.fullmatch(words)) is not None:
        return CreditPart("extra.page", page["page"], start + page.start("page"), start + page.end("page"))
    if words.casefold() in listed("sections.txt"):
        return CreditPart("section", words, start, end)
    if (cued := _ARABIC_AUTHOR.fullmatch(words)) is not None:
        return CreditPart("byline", cued["name"], start, end)
    author = find_byline(words)
    if author is not None and not author.fused and author.sure:
        return CreditPart("byline", author.name, start, end)
    if is_known_place(words) or (words.isupper() and len(words) > MOST_WORDS_OF_A_NAME):
        return CreditPart("place", words, start, end)
    return CreditPart("byline", words, start, end) if _is_name(words) else None


def _is_name(words: str) -> bool:
    """Tell whether words are of the form of a person's name: two to four, with capitals, none that names a desk."""
    parts = words.split()
    return 2 <= len(parts) <= MOST_WORDS_OF_A_NAME and all(
        _NAME_WORD.fullmatch(part) and part[0].isupper() and part.casefold() not in listed("desks.txt")
        for part in parts
    )
