"""The dates an article speaks of: stated, or counted from its own date where its verbs tell which way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from msgspec import Struct

from convert.analyse import analyse
from convert.analyse.timeline import Anchor, dated_sentences, dates_in
from convert.contracts import Raw, input_of
from convert.errors import Note
from convert.model import Article, DatedSentence, Extent, Finding, Metadata, NamedPlace, Source
from convert.moments import is_real
from convert.normalise import normalise
from convert.readers import text

CASES = Path(__file__).parent / "cases" / "timeline" / "sentences.txt"


class Spans(Struct):
    """One paragraph that is its own source, at an offset."""

    number: str
    text: str
    sentences: Sequence[tuple[int, int]]
    offset: int = 0

    def extent(self, start: int, end: int) -> Extent:
        return Extent(self.offset + start, self.offset + end)


def rows() -> list[tuple[str, ...]]:
    lines = CASES.read_text("utf-8").splitlines()
    return [tuple(p.strip() for p in line.split("|")) for line in lines if line and line[0] != "#"]


def article(language: str | None, published: str | None, *findings: Finding) -> Article:
    return Article(Source("a", "0", 1, "text"), Metadata(published=published, language=language), (), "", (), findings)


def read(text: str, language: str = "en", published: str | None = "2025-03-11", **rest: Finding) -> list[DatedSentence]:
    notes: list[Note] = []
    paragraph = Spans("1", text, [(0, len(text))])
    found = dated_sentences(article(language, published, *rest.values()), [paragraph], notes.append)
    assert found is not None
    return list(found)


@pytest.mark.parametrize(("language", "base", "sentence", "moments"), rows(), ids=[f"{r[0]}: {r[2]}" for r in rows()])
def test_a_sentence_speaks_of_these_dates(language: str, base: str, sentence: str, moments: str) -> None:
    anchor = Anchor(date.fromisoformat(base))

    found = dates_in(sentence, [(0, len(sentence))], language, anchor)

    assert ["/".join(filter(None, (dated.moment, dated.until))) for dated in found] == moments.split()


def test_a_date_in_full_is_stated_and_one_worked_out_says_from_what() -> None:
    stated, worked = read("On 3 May 2021 it was built. It was repaired on Monday.")

    assert (stated.standing, stated.reason) == ("stated", "")
    assert (worked.moment, worked.standing) == ("2025-03-10", "supported")
    assert worked.reason == "from “Monday” and the article's date"


def test_a_contested_date_makes_what_is_counted_from_it_contested() -> None:
    chosen = Finding("published", "2025-03-11", NamedPlace("x"), "text", "contested", chosen=True)

    (worked,) = read("It was repaired on Monday.", finding=chosen)

    assert worked.standing == "contested"
    assert "contested" in worked.reason


def test_without_the_article_s_date_only_full_dates_are_left() -> None:
    assert [d.moment for d in read("It was built in May 2021 and repaired on Monday.", published=None)] == ["2021-05"]


def test_the_month_of_an_article_is_enough_for_months_but_not_for_weekdays() -> None:
    found = read("It was built in January and repaired on Monday.", published="2025-03")

    assert [d.moment for d in found] == ["2025-01"]


def test_the_dateline_s_own_date_is_none_the_article_speaks_of() -> None:
    found = read("TALVIK, March 10 (Northern Wire) - The ramp was repaired on Sunday.")

    assert [(d.moment, d.sentence) for d in found] == [("2025-03-09", "The ramp was repaired on Sunday.")]


def test_a_sentence_is_given_whole_with_its_place_in_the_source() -> None:
    text = "Nothing moved. The ramp was repaired on Monday, he said. All is well."
    paragraph = Spans("4", text, [(0, 14), (15, 56), (57, len(text))], offset=100)

    (found,) = dated_sentences(article("en", "2025-03-11"), [paragraph], lambda _: None) or ()

    assert (found.sentence, found.paragraph) == ("The ramp was repaired on Monday, he said.", "4")
    assert found.at == Extent(115, 156)


def test_a_language_without_words_is_absent_with_a_note() -> None:
    notes: list[Note] = []

    assert dated_sentences(article("ka", "2025-03-11"), [], notes.append) is None
    assert dated_sentences(article(None, "2025-03-11"), [], notes.append) is None
    assert [n.code for n in notes] == ["dates_not_read", "dates_not_read"]
    assert "ka" in notes[0].message


def test_a_day_without_year_beside_a_year_of_long_ago_is_left_out() -> None:
    assert [d.moment for d in read("In 1987 the dam broke; on 16 March the town was rebuilt.")] == ["1987"]


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31"])
def test_a_date_at_the_edge_of_the_calendar_does_no_harm(day: str) -> None:
    told = "The board said on Sunday and last month that it meets next Monday, tomorrow, in two months and next year."
    given = input_of("a.txt", f"---\ndate: {day}\n---\n\n{told}\n".encode())
    (raw,) = text.read(given, lambda _: None)

    assert isinstance(raw, Raw)
    article = normalise(raw, (), lambda _: None)
    dates = analyse(article, lambda _: None).dates or ()

    assert article.metadata.published == day
    assert dates
    assert all(is_real(each.moment) for each in dates)
