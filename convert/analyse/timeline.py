"""The dates an article speaks of, each with its sentence: stated whole, or worked out from the article's own date.

A date is worked out only where the sentence's verb tells which way to count (`normalise.date_reckoning`), and never
next to a year of long ago, which a bare `16 March` more likely belongs to. What stays open is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from msgspec import Struct

from convert.errors import Note, Noter
from convert.model import Article, DatedSentence, Extent, Moment, Standing
from convert.moments import day_of, is_real, precision
from convert.normalise.date_expression import DateExpression
from convert.normalise.date_reckoning import direction, reckon
from convert.normalise.date_words import find_dates
from convert.normalise.dateline import find_dateline
from convert.normalise.time_stamp import is_bare_stamp

LANGUAGES = ("en", "fr", "de", "es", "tr", "ru")
"""Languages whose verbs the data files know; in others a weekday cannot be told past from future."""

_LONG_AGO = 2
"""Years: a year named this far from the article's makes dates without a year in the same paragraph doubtful."""


class SentencedParagraph(Protocol):
    """A numbered paragraph as read here: its words, its sentences as spans of them, and the source."""

    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def sentences(self) -> Sequence[tuple[int, int]]: ...

    def extent(self, start: int, end: int) -> Extent:
        """Return where `text[start:end]` stands in the source."""


class DatedWords(Struct, frozen=True):
    """A date in a paragraph's text: `text[start:end]` says it, `text[sentence_start:sentence_end]` is its sentence."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    moment: Moment
    standing: Standing
    reason: str = ""
    until: Moment | None = None


class Anchor(Struct, frozen=True):
    """The article's own date, from which incomplete ones are counted; not `exact` where only its month is known."""

    day: date
    exact: bool = True
    contested: bool = False


def dated_sentences(
    article: Article, paragraphs: Iterable[SentencedParagraph], note: Noter
) -> tuple[DatedSentence, ...] | None:
    """Return the dates that an article speaks of, in the order of its text; None, with a Note, where its language has
    no words for them here. The date in the dateline is the article's own and none of them.
    """
    language = article.metadata.language
    if language is None or not is_known_language(language):
        _note_unknown_language(language, note)
        return None
    anchor = anchor_of(article)
    found: list[DatedSentence] = []
    for i, paragraph in enumerate(paragraphs):
        begin = _after_dateline(paragraph.text, language) if i == 0 else 0
        sentences = [(max(start, begin), end) for start, end in paragraph.sentences if end > begin]
        found += (_located(dated, paragraph) for dated in dates_in(paragraph.text, sentences, language, anchor))
    return tuple(found)


def _after_dateline(text: str, language: str) -> int:
    dateline = find_dateline(text, 0, language)
    return dateline.end if dateline is not None else 0


def _located(dated: DatedWords, paragraph: SentencedParagraph) -> DatedSentence:
    text = paragraph.text
    return DatedSentence(
        moment=dated.moment,
        words=text[dated.start : dated.end],
        sentence=text[dated.sentence_start : dated.sentence_end].strip(),
        paragraph=paragraph.number,
        at=paragraph.extent(dated.sentence_start, dated.sentence_end),
        standing=dated.standing,
        reason=dated.reason,
        until=dated.until,
    )


def anchor_of(article: Article) -> Anchor | None:
    """Return the day to count from, or None where the article's date or even its month is not known."""
    published = article.metadata.published
    if published is None or precision(published) == "year":
        return None
    day = day_of(published)
    chosen = next((f for f in article.findings if f.field == "published" and f.chosen), None)
    contested = chosen is not None and chosen.standing == "contested"
    return Anchor(day or date.fromisoformat(f"{published}-15"), day is not None, contested)


def is_known_language(language: str | None) -> bool:
    """Tell whether dates in this language (BCP 47) can be worked out."""
    return (language or "").split("-")[0].lower() in LANGUAGES


def dates_in(
    text: str, sentences: Sequence[tuple[int, int]], language: str, anchor: Anchor | None
) -> Iterator[DatedWords]:
    """Yield the dates of one paragraph, whose sentences are given as spans, in order; each moment once a sentence.

    A line of dates and their labels (`Published 12 March 2025`) tells of no event.
    """
    found = find_dates(text, language)
    if not found or is_bare_stamp(text, found):
        return
    said: set[tuple[int, Moment]] = set()
    starts = [start for start, _ in sentences]
    elsewhere = False
    for expression in found:
        span = _sentence_of(expression, sentences, starts)
        elsewhere = elsewhere or _is_of_long_ago(expression, anchor)
        worked = _worked_out(text, expression, language, anchor, elsewhere=elsewhere)
        if span is None or worked is None or (span[0], worked[0]) in said:
            continue
        said.add((span[0], worked[0]))
        ends = span[0], max(span[1], expression.end)
        moment, standing, reason = worked
        last = _last_day(moment, expression)
        yield DatedWords(expression.start, expression.end, *ends, moment, standing, reason, last)


def _last_day(moment: Moment, expression: DateExpression) -> Moment | None:
    """Return the last day of a span that begins with a moment."""
    last = f"{moment[:8]}{expression.until:02}" if expression.until and len(moment) >= len("2025-03-11") else ""
    return last if last > moment[:10] and is_real(last) else None


def _worked_out(
    text: str, expression: DateExpression, language: str, anchor: Anchor | None, *, elsewhere: bool
) -> tuple[Moment, Standing, str] | None:
    """Return what an expression comes to, how sure that is, and why."""
    if expression.moment is not None:
        return expression.moment, "stated", ""
    if anchor is None or (not anchor.exact and not _month_will_do(expression)):
        return None
    if expression.kind == "partial" and elsewhere:
        return None
    moment = reckon(expression, anchor.day, direction(text, expression, language))
    if moment is None:
        return None
    words = text[expression.start : expression.end]
    if anchor.contested:
        return moment, "contested", f"from “{words}” and the article's date, which is contested"
    return moment, "supported", f"from “{words}” and the article's date"


def _month_will_do(expression: DateExpression) -> bool:
    """Tell whether the article's month is enough to count from: it is for a month or a year, not for a weekday."""
    return expression.kind == "partial" or expression.step[:1] in ("m", "y")


def _is_of_long_ago(expression: DateExpression, anchor: Anchor | None) -> bool:
    """Tell whether a date in full is of another time than the article's, so that the next `16 March` may be too."""
    if anchor is None or expression.moment is None:
        return False
    return abs(int(expression.moment[:4]) - anchor.day.year) >= _LONG_AGO


def _sentence_of(
    expression: DateExpression, sentences: Sequence[tuple[int, int]], starts: Sequence[int]
) -> tuple[int, int] | None:
    at = bisect_right(starts, expression.start) - 1
    return sentences[at] if at >= 0 and expression.start < sentences[at][1] else None


def _note_unknown_language(language: str | None, note: Noter) -> None:
    what = f"the language “{language}”" if language else "a text whose language is not known"
    known = ", ".join(LANGUAGES)
    note(Note("dates_not_read", f"dates are not read in {what}; they are in {known}", level="info"))
