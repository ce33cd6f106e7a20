"""Who said what: quotations, their speakers as the text names them, and the names these stand for."""

from __future__ import annotations

import pytest

from convert.analyse import analyse
from convert.errors import Note
from convert.model import Article, Quotation, Statement
from tests.plain_articles import Case, article_of, cases


def statements_of(article: Article) -> tuple[Statement, ...]:
    found = analyse(article, lambda _: None, ["statements"]).statements
    assert found is not None
    return found


def row(statement: Statement, fields: int) -> str:
    values = (statement.words, statement.speaker, statement.cue, statement.resolved, statement.standing)
    return "= " + " | ".join(value or "-" for value in values[:fields])


@pytest.mark.parametrize("case", cases("statements.txt"), ids=str)
def test_a_text_makes_these_statements(case: Case) -> None:
    found = statements_of(article_of(*case.paragraphs, language=case.language))

    fields = [line.count(" | ") + 1 for line in case.expected] + [3] * len(found)
    assert [row(s, n) for s, n in zip(found, fields, strict=False)] == list(case.expected)


@pytest.mark.parametrize("case", cases("spoken.txt"), ids=str)
def test_a_text_that_is_spoken_as_a_whole_makes_these(case: Case) -> None:
    title, *expected = case.expected
    article = article_of(*case.paragraphs, language=case.language, title=title.removeprefix("title: "))

    found = statements_of(article)

    said = ((s.words, s.speaker or "-", *filter(None, (s.resolved,))) for s in found)
    assert [f"= {' | '.join(values)}" for values in said] == expected
    assert all(article.source_text[s.at.start : s.at.end] == s.words for s in found)


def test_the_words_of_a_statement_stand_where_it_says() -> None:
    article = article_of("Nothing moved.", "“The ramp is safe,” Hanna Brask said.")

    (found,) = statements_of(article)

    assert article.source_text[found.at.start : found.at.end] == "The ramp is safe,"
    assert found.paragraph == "2"


def test_a_speaker_inferred_is_supported_and_one_beside_his_verb_is_stated() -> None:
    first, second = statements_of(article_of("“The ramp is safe,” said Hanna Brask. “We tested it twice.”"))

    assert (first.standing, second.standing) == ("stated", "supported")


def test_a_displayed_quotation_is_a_statement_of_whom_the_source_names() -> None:
    article = article_of("Hanna Brask wrote to the council:", "The yard will keep its word.")
    named = article_of("It hung on the door.", "Closed until the ice goes.")
    lead, words = article.body
    door, note = named.body

    (led_up_to,) = statements_of(replaced(article, lead, Quotation((words,))))
    (given,) = statements_of(replaced(named, door, Quotation((note,), speaker="The harbour office")))

    assert (led_up_to.words, led_up_to.speaker) == ("The yard will keep its word.", "Hanna Brask")
    assert given.speaker == "The harbour office"


def displayed(*lines: str, speaker: str | None = None) -> Article:
    """Return an article whose last paragraph stands in a displayed quotation."""
    article = article_of(*lines)
    *before, last = article.body
    return replaced(article, *before, Quotation((last,), speaker=speaker))


def test_a_displayed_quotation_with_its_own_speaker_is_what_is_between_its_marks() -> None:
    article = displayed("Nothing moved.", "“Nobody crosses at night,” said harbour master Yusuf Demirel, and left.")

    (found,) = statements_of(article)

    assert (found.words, found.resolved) == ("Nobody crosses at night,", "Yusuf Demirel")


def test_a_displayed_quotation_that_the_source_gives_a_speaker_is_all_his() -> None:
    words = "I asked the pilots. “We will not go,” said Yusuf Demirel. So we stayed."
    led_up_to = displayed("Hanna Brask wrote to the council:", words)
    named = displayed("It hung on the door.", words, speaker="Hanna Brask")

    (one,), (other,) = statements_of(led_up_to), statements_of(named)

    assert (one.words, one.speaker) == (other.words, other.speaker) == (words, "Hanna Brask")


def test_a_displayed_quotation_with_a_word_in_marks_is_whole() -> None:
    (found,) = statements_of(displayed("It hung on the door.", "The ramp is “open for all” until the ice goes."))

    assert found.words == "The ramp is “open for all” until the ice goes."


@pytest.mark.parametrize("credit", ["Ida Renn, fishery office", "— Ida Renn", "IDA RENN"])
def test_the_line_under_a_displayed_quotation_is_its_speaker(credit: str) -> None:
    article = article_of("The lake is counted.", "What we do not know is how many we did not hear.", credit)
    lead, *quoted = article.body

    (found,) = statements_of(replaced(article, lead, Quotation(tuple(quoted))))

    assert (found.words, found.speaker) == ("What we do not know is how many we did not hear.", credit.strip("— "))


def test_the_line_under_a_displayed_quotation_is_resolved_to_whom_the_text_names() -> None:
    article = article_of(
        "The lake was counted by biologist Ida Renn.", "Not one of them did we hear.", "Ida Renn, pilot"
    )
    lead, *quoted = article.body

    (found,) = statements_of(replaced(article, lead, Quotation(tuple(quoted))))

    assert found.resolved == "Ida Renn"


def replaced(article: Article, *body: object) -> Article:
    import msgspec

    return msgspec.structs.replace(article, body=body)


def test_a_quotation_of_sixty_paragraphs_is_sixty_statements_of_one_speaker() -> None:
    inner = [f"“Then we built pier number {n} of the row." for n in range(60)]
    article = article_of("Hanna Brask said: “We began at the north shore.", *inner[:-1], inner[-1] + "”")

    found = statements_of(article)

    assert len(found) == 61
    assert {s.speaker for s in found} == {"Hanna Brask"}
    assert found[-1].paragraph == "61"


def test_a_language_without_verbs_is_absent_with_a_note() -> None:
    notes: list[Note] = []

    analysis = analyse(article_of("«Пором стоїть», — сказав він.", language="uk"), notes.append, ["statements"])

    assert analysis.statements is None
    assert [(n.code, n.level) for n in notes] == [("statements_not_read", "info")]
    assert "uk" in notes[0].message


def test_a_text_all_in_capitals_is_absent_with_a_note() -> None:
    notes: list[Note] = []

    analysis = analyse(article_of("“WE GO NOW,” SAID HANNA BRASK. THE YARD IS SHUT."), notes.append, ["statements"])

    assert analysis.statements is None
    assert "capitals" in notes[0].message
