"""An article's analysis: the parts asked for and no others, in any language, of any text, in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.analyse import ALL, analyse, first_sentence
from convert.errors import Note
from convert.model import Analysis, Article, encode
from tests.builders import article
from tests.plain_articles import article_of

TEXT = (
    "Transport Minister Ingrid Solvang opened the northern ramp in Norway on Monday.",
    "“It will carry forty lorries,” she said. The Joint Water Commission (JWC) met on 3 March 2025.",
)


def found(analysis: Analysis) -> set[str]:
    return {part for part in ALL if getattr(analysis, part) is not None}


@pytest.mark.parametrize("part", sorted(ALL))
def test_only_the_part_asked_for_is_there(part: str) -> None:
    assert found(analyse(article_of(*TEXT, published="2025-03-11"), lambda _: None, [part])) == {part}


def test_all_parts_are_there_by_default_and_nothing_else_if_none_is_asked_for() -> None:
    article = article_of(*TEXT, published="2025-03-11")

    assert found(analyse(article, lambda _: None)) == ALL
    assert analyse(article, lambda _: None, ()) == Analysis()


def test_the_same_article_gives_the_same_bytes() -> None:
    article = article_of(*TEXT, published="2025-03-11")

    assert encode(analyse(article, lambda _: None)) == encode(analyse(article, lambda _: None))


def test_an_article_without_paragraphs_says_nothing_and_fails_nowhere() -> None:
    analysis = analyse(article_of(), lambda _: None)

    assert all(not getattr(analysis, part) for part in ALL)


def test_a_paragraph_in_another_language_spoils_nothing() -> None:
    analysis = analyse(article_of(*TEXT, "Паром стоит у причала, — сказал Юсуф Демирель."), lambda _: None)

    assert [p.name for p in analysis.people or ()] == ["Ingrid Solvang"]
    assert [s.resolved for s in analysis.statements or ()] == ["Ingrid Solvang"]


@settings(deadline=None)  # the first text has the language's words read
@given(
    st.text(alphabet="aéB .,!?:;“”„«»\"'’‘()—\n1ZМр", max_size=160),
    st.sampled_from(["en", "fr", "de", "es", "tr", "ru"]),
)
def test_any_text_is_read_and_every_item_stands_in_the_source(text: str, language: str) -> None:
    article = article_of(*text.split("\n"), language=language, published="2025-03-11")

    analysis = analyse(article, lambda _: None)

    for part in ("key_points", "statements", "abbreviations"):
        for item in getattr(analysis, part) or ():
            assert 0 <= item.at.start <= item.at.end <= len(article.source_text)
    for statement in analysis.statements or ():
        assert statement.words in article.source_text
        assert statement.speaker is None or statement.speaker in article.source_text


PROBES = {
    "one paragraph": "“We built the pier,” Hanna Brask said. He left. ",
    "quotations without a stop": "“we built the piers” and ",
    "marks that never close": "He said “we go now ",
    "a row of marks": 'a " b “ c ” d ” ',
    "brackets": "Lake Union (LU) ",
    "capitals": "The Lake Union Yard Brask Hanna ",
    "pronouns": "Hanna Brask met Piet Molder. “It is so now,” he said. ",
    "commas": "Brask, ",
}


def cost(article: Article) -> float:
    best = float("inf")
    for _ in range(2):
        begin = time.process_time()
        analyse(article, lambda _: None, ALL - {"dates"})
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("probe", PROBES)
def test_time_grows_with_the_text_and_not_with_its_square(probe: str) -> None:
    small, large = article_of(PROBES[probe] * 300), article_of(PROBES[probe] * 2400)
    cost(small)

    # 8 times the text; its square would be 64 times the time
    assert cost(large) < 24 * max(cost(small), 0.002)


@pytest.mark.slow
def test_twenty_thousand_sentences_are_read() -> None:
    article = article_of(*["“We built the pier,” Hanna Brask said on Monday." for _ in range(20_000)])
    notes: list[Note] = []

    analysis = analyse(article, notes.append)

    assert len(analysis.statements or ()) == 20_000
    assert [len(p.mentions) for p in analysis.people or ()] == [20_000]


LIST = """The council of Talvik met on Monday

TALVIK, 11 March 2025 - The council of Talvik decided three things on Monday:

- The ramp will open on 7 April 2025, at noon.
- “The toll stays as it is,” said Hanna Brask of the harbour office.
- Captain Yusuf Demirel will sail the first ferry.

Nobody voted against it.
"""


def test_the_items_of_a_list_are_cited_as_the_list_after_its_paragraph() -> None:
    listed = article(LIST)

    analysis = analyse(listed, lambda _: None)

    assert [(s.words, s.speaker, s.paragraph) for s in analysis.statements or ()] == [
        ("The toll stays as it is,", "Hanna Brask", "1+")
    ]
    assert ("2025-04-07", "1+") in [(d.moment, d.paragraph) for d in analysis.dates or ()]
    assert [(p.name, m.paragraph) for p in analysis.people or () for m in p.mentions] == [
        ("Hanna Brask", "1+"),
        ("Yusuf Demirel", "1+"),
    ]
    (statement,) = analysis.statements or ()
    assert listed.source_text[statement.at.start : statement.at.end] == "The toll stays as it is,"


def test_an_item_is_no_key_point_and_no_first_sentence() -> None:
    items = "\n".join(f"- The toll of harbour {n} is 32 crowns, says the ministry of the lake." for n in range(30))
    listed = article(f"The toll is paid by all\n\n{items}\n\nThe toll was raised by the council on Monday, it said.\n")

    points = analyse(listed, lambda _: None, ["key_points"]).key_points

    assert points == ()
    assert first_sentence(listed) == ("The toll was raised by the council on Monday, it said.", "1")


def test_a_list_that_no_paragraph_stands_before_is_said_not_to_be_read() -> None:
    notes: list[Note] = []

    analysis = analyse(
        article("Title: The toll\nLanguage: en\n\n- “It stays,” said Hanna Brask.\n- It is 32 crowns.\n"), notes.append
    )

    assert [note.code for note in notes] == ["list_not_read"]
    assert analysis.people == ()
