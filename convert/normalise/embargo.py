"""Embargoes on publication that a text states, wherever it does: in its head or at its foot, or in a covering note.

Embargoes of another kind are everyday news, and `Sperrfrist` and `sin embargo` mean other things too. So a line states
one only where it is made of nothing but the words of such lines and a date, or is a bare `EMBARGO` in capitals; a
sentence only where it speaks to who is to publish it (`Please find below …, under embargo until 30 May 2026`). Where a
sentence merely tells of a text under embargo until an hour, that is `mentioned`, and is for the editor to judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from convert.normalise.clock import ZONES
from convert.normalise.date_expression import DateExpression, moved
from convert.normalise.date_language import fold
from convert.normalise.date_words import find_dates
from convert.normalise.word_lists import listed_under

Said = Literal["line", "part", "sentence", "mentioned"]
"""How an embargo is stated: a line of its own, part of one, a sentence to who publishes it; or is only mentioned."""


class FoundEmbargo(Struct, frozen=True):
    """Where a text states an embargo, and the date until when, if one can be read there."""

    start: int
    end: int
    said: Said
    until: DateExpression | None = None


_WORDS = "embargo_words.txt"
_ORDERS = (
    r"hold for release|not for (?:publication|release|broadcast|use)(?: or (?:publication|release|broadcast|use))? "
    r"(?:before|until|prior)|for release (?:on|at|after)\b|ne pas (?:publier|diffuser) avant"
    r"|nicht (?:zur veröffentlichung|veröffentlichen) vor|no (?:publicar|difundir) antes"
    r"|не (?:публиковать|подлежит публикации) (?:до|ранее|раньше)|حظر النشر"
)
_NAMES = ("embargo", "ambargo", "эмбарго", "sperrfrist", "sperrvermerk", "محظور")
_CUE = re.compile("|".join((*_NAMES, _ORDERS)).replace(" ", r"\s+"))
"""What an embargo is known by, in folded text."""

_ORDER = re.compile(_ORDERS)
_SIGNS = (*_NAMES, "release", "not for", "ne pas", "nicht", "no p", "no d", "не п", "حظر")
"""Of these every text that states an embargo has one: a text of megabytes without is soon done with."""

_NONE = re.compile(
    r"\b(?:no|not under|never|without|keine?|ohne|sans|aucun|pas d|sin|без|нет)\W+(?:an?\W+)?"
    r"(?:embargo|sperrfrist|эмбарго)",
    re.IGNORECASE,
)
_TO_PUBLISHER = re.compile(
    r"\W*(?:please|kindly|attached|enclosed|below|herewith|find|note that|the following|dear|n\.?b\.?"
    r"|(?:the contents? of )?(?:this|these|the attached|the enclosed) (?:\w+ ){0,2}(?:announcement|statement|text|texts"
    r"|report|release|document|documents|copy|story|speech|study|material|materials|information|data|communiqué|figures|news)"
    r"|veuillez|merci de|ci-joint|ci-dessous|(?:ce|le présent) (?:texte|communiqué|document|discours)"
    r"|bitte|anbei|nachfolgend|nachstehend|dieser text|diese (?:mitteilung|pressemitteilung|meldung)"
    r"|adjunto|adjuntamos|a continuación|(?:este|el presente) (?:texto|comunicado|documento)|esta nota"
    r"|lütfen|ekte|aşağıda|bu (?:metin|bülten|açıklama|haber)"
    r"|просим|просьба|прилага|ниже|направля|(?:данн|настоящ)\w+ (?:текст|материал|сообщение|пресс-релиз))",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"\s*(?:dear|hello|hi|cher|chers|chère|chères|bonjour|mesdames|sehr geehrte|liebe|estimad|querid|sayın|değerli"
    r"|уважаем|коллеги|дорогие)\w*\b[^.!?\n]{0,60}[,:!]?[ \t]*(?:\n|$)",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=[.!?][\"”’)])|(?<=…))\s+(?=[\"“„«(]?[^\W\d_])")
_PARTS = re.compile(r"\s[-–—|/]\s|[.;|]\s|\s?[()\[\]]|(?<=\0):\s|\0\s?[-–—]\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_RUN_END = re.compile(r"\n[ \t]*\n")

LONGEST_LINE = 200
_LONGEST_SENTENCE = 400
_BETWEEN = 60
"""Characters between an embargo and its date in a sentence."""

_NOTE_REACH = 900
"""Characters from a salutation at the top, within which a sentence is still part of the covering note."""


def find_embargoes(text: str, language: str | None = None) -> list[FoundEmbargo]:
    """Return the embargoes that a text states or mentions, in its order, one for a line or sentence."""
    found: list[FoundEmbargo] = []
    folded = fold(text)
    if not any(word in folded for word in _SIGNS):
        return found
    for cue in _CUE.finditer(folded):
        if found and cue.start() < found[-1].end:
            continue
        each = _in_line(text, cue.start(), language) or _in_sentence(text, cue, language)
        if each is not None:
            found.append(each)
    return found


def states_embargo(line: str, language: str | None = None) -> bool:
    """Tell whether a line is nothing but the statement of an embargo on publication."""
    return len(line) <= LONGEST_LINE and _CUE.search(fold(line)) is not None and _said_by(line, language) is not None


def _in_line(text: str, at: int, language: str | None) -> FoundEmbargo | None:
    reach = max(0, at - LONGEST_LINE)
    first = max(reach, text.rfind("\n", reach, at) + 1)
    end = text.find("\n", at, at + LONGEST_LINE)
    line = text[first : end if end >= 0 else min(len(text), at + LONGEST_LINE)]
    start = first + len(line) - len(line.lstrip())
    line = line.strip()
    if len(line) > LONGEST_LINE or (line[0].islower() and _is_filled_line_before(text, first)):
        return None
    whole = _said_by(line, language)
    part = whole or _said_in_part(line, language)
    if part is None:
        return None
    until = moved(part, start) if part.end else None
    return FoundEmbargo(start, start + len(line), "line" if whole else "part", until)


def _is_filled_line_before(text: str, start: int) -> bool:
    """Tell whether the line before has words: one in a small letter then goes on with a sentence."""
    return bool(text[max(0, start - LONGEST_LINE) : max(0, start - 1)].rpartition("\n")[2].strip())


# ---- lines ----------------------------------------------------------------------------------------------------------

_NO_DATE = DateExpression(0, 0, "ambiguous")
"""Of an embargo that does not say until when."""


def _said_by(line: str, language: str | None) -> DateExpression | None:
    """Return the date until when a line states an embargo, `_NO_DATE` where it says none; None where it states none."""
    days = find_dates(line, language)
    folded = fold(_without(line, days))
    words = _LETTERS.findall(folded)
    if not words or _NONE.search(line) or not (_is_cue(words) or _ORDER.search(folded)):
        return None
    until = _latest(days)
    if until is None:
        return _NO_DATE if not days and _says_no_date(line, words) else None
    return until if _known(words, *(("end",) if _has_clock(until) else ())) else None


def _said_in_part(line: str, language: str | None) -> DateExpression | None:
    """Return the date of an embargo stated in part of a line: `Sallow Bank | EMBARGOED UNTIL 30 May 2026`."""
    covered = line
    for day in find_dates(line, language):
        covered = covered[: day.start] + "\0" * (day.end - day.start) + covered[day.end :]
    at = 0
    for start, end in (*(match.span() for match in _PARTS.finditer(covered)), (len(line), len(line))):
        # a dash or colon after a date is seen only with the date's last sign before it
        stop = start + (covered[start : start + 1] == "\0")
        part = line[at:stop]
        words = _LETTERS.findall(fold(part))
        strong = any(word in listed_under(_WORDS, "under") for word in words) or re.search(r"argo\s?:", part, re.I)
        until = _said_by(part, language) if strong or _ORDER.search(fold(part)) else None
        if until is not None and until.end:
            return moved(until, at)
        at = end
    return None


def _says_no_date(line: str, words: Sequence[str]) -> bool:
    """Tell whether a line without a date states an embargo: `EMBARGO`, `Embargoed until delivery`."""
    if all(word in listed_under(_WORDS, "cue") for word in words):
        return line.isupper()
    opens = words[0] in listed_under(_WORDS, "under") - {"sperrfrist", "sperrvermerk"}
    named = any(word in listed_under(_WORDS, "under") for word in words)
    return named and (opens or line.isupper()) and _known(words, "open")


def _without(line: str, days: Sequence[DateExpression]) -> str:
    for day in reversed(days):
        line = line[: day.start] + " " + line[day.end :]
    return line


def _is_cue(words: Sequence[str]) -> bool:
    return any(word in listed_under(_WORDS, "cue") for word in words)


def _known(words: Sequence[str], *more: str) -> bool:
    """Tell whether all words are those of lines that state an embargo; a letter alone says nothing (`a.m.`)."""
    known = listed_under(_WORDS, "cue", "under", "until", "text", "time", *more) | listed_under(
        "stamp_words.txt", "small", "zones"
    )
    return all(len(word) == 1 or word in known or word in ZONES for word in words)


def _latest(days: Sequence[DateExpression]) -> DateExpression | None:
    """Return the date of a line; of several the last that can be read: a text is held until all of it is free."""
    dated = [day for day in days if len(day.moment or "") >= 10]
    others = [day for day in days if day.day or day.kind in ("weekday", "ambiguous")]
    return max(dated, key=lambda day: day.moment or "") if dated else next(iter(others), None)


def _has_clock(day: DateExpression) -> bool:
    return bool(day.clock) or "T" in (day.moment or "")


# ---- sentences ------------------------------------------------------------------------------------------------------


def _in_sentence(text: str, cue: re.Match[str], language: str | None) -> FoundEmbargo | None:
    """Read `under embargo until 30 May 2026, 06:00 GMT` inside a sentence."""
    is_order = _ORDER.match(cue[0]) is not None
    before = _LETTERS.findall(fold(text[max(0, cue.start() - 30) : cue.start()]))[-2:]
    named = _LETTERS.findall(fold(text[cue.start() : cue.end() + 10]))[:1]
    if not is_order and not any(word in listed_under(_WORDS, "under") for word in (*before, *named)):
        return None
    start, end = _sentence_round(text, cue.start())
    if _NONE.search(text, start, cue.end()):
        return None
    sentence = text[cue.start() : min(end, cue.end() + _LONGEST_SENTENCE)].replace("\n", " ")
    until = next((day for day in find_dates(sentence, language) if day.moment and len(day.moment) >= 10), None)
    if until is None or until.start > _BETWEEN or not _known(_LETTERS.findall(fold(sentence[: until.start]))):
        return None
    until = moved(until, cue.start())
    if _speaks_to_publisher(text, start):
        return FoundEmbargo(start, end, "sentence", until)
    return FoundEmbargo(start, end, "mentioned", until) if is_order or _has_clock(until) else None


def _sentence_round(text: str, at: int) -> tuple[int, int]:
    """Return the sentence in which a place stands; a blank line ends one too."""
    first, last = max(0, at - _LONGEST_SENTENCE), min(len(text), at + _LONGEST_SENTENCE)
    starts = [match.end() for pattern in (_SENTENCE_ENDS, _RUN_END) for match in pattern.finditer(text, first, at)]
    ends = [match.start() for pattern in (_SENTENCE_ENDS, _RUN_END) for match in pattern.finditer(text, at, last)]
    start, end = max(starts, default=first), min(ends, default=last)
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())


def _speaks_to_publisher(text: str, start: int) -> bool:
    return _TO_PUBLISHER.match(text, start) is not None or (start < _NOTE_REACH and _SALUTATION.match(text) is not None)
