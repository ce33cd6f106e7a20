"""Key points: whole sentences that stand alone, few of them, and only of articles long enough to need them."""

from __future__ import annotations

import pytest

from convert.analyse import analyse
from convert.analyse.key_points import FROM_WORDS, how_it_stands
from convert.analyse.lexicon import lexicon
from convert.analyse.quotations import quoted_words
from convert.errors import Note
from convert.model import Article, KeyPoint
from tests.plain_articles import article_of

LEAD = "The town of Talvik opened the northern ramp of the cable ferry on Monday after four months of work."
FILLER = "The crews of both shores carried lamps, ropes and planks across the frozen yard before the first bell rang."


def key_points_of(article: Article) -> tuple[KeyPoint, ...]:
    found = analyse(article, lambda _: None, ["key_points"]).key_points
    assert found is not None
    return found


def long_article(*paragraphs: str) -> Article:
    return article_of(LEAD, *paragraphs, *[f"{FILLER} Pier {n} held." for n in range(20)])


def stands(sentence: str, language: str = "en") -> str:
    words = lexicon(language)
    assert words is not None
    return how_it_stands(sentence, (0, len(sentence)), quoted_words([sentence])[0], words)


def test_an_article_of_250_words_has_none_and_a_longer_one_has() -> None:
    words = "The ramp of the ferry in Talvik holds forty lorries today. " * 25

    assert len(words.split()) > FROM_WORDS
    assert key_points_of(article_of(" ".join(words.split()[:FROM_WORDS]))) == ()
    assert key_points_of(article_of(words)) != ()


def test_they_are_at_most_five_and_a_fifth_of_the_text() -> None:
    article = long_article()

    points = key_points_of(article)

    total = len(article.source_text.split())
    assert 1 <= len(points) <= 5
    assert sum(len(p.words.split()) for p in points) <= total / 5


def test_they_are_verbatim_in_order_and_say_where_they_stand() -> None:
    article = long_article("Mayor Elin Storrada said the ramp of the ferry will carry forty lorries an hour.")

    points = key_points_of(article)

    assert [p.at.start for p in points] == sorted(p.at.start for p in points)
    assert all(article.source_text[p.at.start : p.at.end] == p.words for p in points)
    assert points[0].words == LEAD
    assert points[0].paragraph == "1"


def test_nothing_repeats_what_another_said() -> None:
    points = key_points_of(long_article(LEAD, LEAD))

    assert [p.words for p in points].count(LEAD) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "He opened the ramp on Monday in front of forty lorries.",
        "However, the ramp of the ferry in Talvik stays closed for lorries.",
        "The ramp was closed because he had lost the key to it.",
        "This was the third storm of the winter on the lake.",
        "When she arrived, the ramp was already closed.",
        "The talks dealt with “the trials planned for the spring,” it added.",
    ],
)
def test_a_sentence_that_points_back_leans_on_the_one_before(sentence: str) -> None:
    assert stands(sentence) == "after"


@pytest.mark.parametrize(
    "sentence",
    [
        "Hanna Brask said she would open the ramp on Monday.",
        "The ministry said its boats were ready for the winter.",
        "There is no ramp on the southern shore of the lake.",
        "“We go when the ice goes,” Hanna Brask told the council.",
        "The mayor asked the council for money and got it.",
    ],
)
def test_a_sentence_with_all_its_nouns_stands_alone(sentence: str) -> None:
    assert stands(sentence) == "alone"


@pytest.mark.parametrize(
    "sentence",
    [
        "“We go when the ice goes and not a day before it.",
        "Hanna Brask told the council that “we go when the ice",
        "Who pays for the dredging of the southern channel?",
        "The ramp of the ferry in Talvik will be open from…",
        "A headline without a full stop at its end",
        "“We go when the ice goes and not a day before it.”",
    ],
)
def test_half_a_quotation_a_question_and_a_fragment_never_stand(sentence: str) -> None:
    assert stands(sentence) == "never"


LEANING = "She said the ramp of the cable ferry of Talvik would carry forty lorries an hour after four months of work."


def test_a_leaning_sentence_is_taken_behind_the_one_it_leans_on() -> None:
    leant_on = "Hanna Brask, the mayor, opened the ramp of the cable ferry of Talvik on Monday."

    words = [p.words for p in key_points_of(long_article(f"{leant_on} {LEANING}"))]

    assert words[1:3] == [leant_on, LEANING]


def test_a_leaning_sentence_is_not_taken_where_the_one_it_leans_on_is_not() -> None:
    article = long_article(f"Who opened the ramp of the cable ferry of Talvik on Monday? {LEANING}")

    assert LEANING not in [p.words for p in key_points_of(article)]


def test_the_dateline_is_no_part_of_a_key_point() -> None:
    dated = f"TALVIK, March 10 (Northern Wire) - {LEAD}"

    points = key_points_of(article_of(dated, *[f"{FILLER} Pier {n} held." for n in range(20)]))

    assert points[0].words == LEAD


def test_a_language_without_pronouns_is_absent_with_a_note() -> None:
    notes: list[Note] = []

    assert analyse(article_of("Пором стоїть.", language="uk"), notes.append, ["key_points"]).key_points is None
    assert [n.code for n in notes] == ["key_points_not_read"]
