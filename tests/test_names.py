"""People, organisations and places, and abbreviations: found on evidence, joined only where nobody else is meant."""

from __future__ import annotations

import pytest

from convert.analyse import analyse
from convert.errors import Note
from convert.model import Name
from tests.builders import article
from tests.plain_articles import Case, article_of, cases

PARTS = ("people", "organisations", "places")


def shown(names: tuple[Name, ...] | None) -> str:
    assert names is not None
    parts = [f"{n.name} ({n.title}) ×{len(n.mentions)}" if n.title else f"{n.name} ×{len(n.mentions)}" for n in names]
    return "; ".join(parts) or "-"


@pytest.mark.parametrize("case", cases("names.txt"), ids=str)
def test_a_text_names_these(case: Case) -> None:
    analysis = analyse(article_of(*case.paragraphs, language=case.language), lambda _: None, PARTS)

    expected = dict(line.split(": ", 1) for line in case.expected)
    assert {part: shown(getattr(analysis, part)) for part in expected} == expected


@pytest.mark.parametrize("case", cases("abbreviations.txt"), ids=str)
def test_a_text_introduces_these_abbreviations(case: Case) -> None:
    found = analyse(article_of(*case.paragraphs, language=case.language), lambda _: None, ["abbreviations"])

    assert [f"= {a.short} | {a.full}" for a in found.abbreviations or ()] == list(case.expected)


def test_mentions_stand_where_they_say() -> None:
    article = article_of("Hanna Brask opened the ramp.", "It holds, Brask said.")

    (person,) = analyse(article, lambda _: None, ["people"]).people or ()

    assert [article.source_text[m.at.start : m.at.end] for m in person.mentions] == ["Hanna Brask", "Brask"]
    assert [m.paragraph for m in person.mentions] == ["1", "2"]


def test_an_abbreviation_stands_where_it_says_with_its_full_name() -> None:
    article = article_of("Nothing moved.", "It is the Joint Water Commission (JWC) that met.")

    (found,) = analyse(article, lambda _: None, ["abbreviations"]).abbreviations or ()

    assert article.source_text[found.at.start : found.at.end] == "Joint Water Commission (JWC)"
    assert found.paragraph == "2"


def test_the_dateline_names_a_place_in_the_letters_of_the_text() -> None:
    filed = article("A ramp opens\n\nTALVIK, March 3 (Northern Wire) - The ramp opened.\n\nTalvik paid for it.")

    (place,) = analyse(filed, lambda _: None, ["places"]).places or ()

    assert place.name == "Talvik"
    assert [filed.source_text[m.at.start : m.at.end] for m in place.mentions] == ["TALVIK", "Talvik"]


@pytest.mark.parametrize("language", ["ka", None])
def test_names_that_cannot_be_found_well_are_absent_with_one_note(language: str | None) -> None:
    notes: list[Note] = []

    analysis = analyse(article_of("Агнес Торн ушла.", language=language), notes.append, PARTS)

    assert (analysis.people, analysis.organisations, analysis.places) == (None, None, None)
    assert [n.code for n in notes] == ["names_not_read"]


def test_a_russian_text_has_people_and_says_that_the_rest_is_not_read() -> None:
    notes: list[Note] = []

    analysis = analyse(article_of("Агнес Торн ушла.", language="ru"), notes.append, PARTS)

    assert (shown(analysis.people), analysis.organisations, analysis.places) == ("Агнес Торн ×1", None, None)
    assert [n.message.split(" in ")[0] for n in notes] == ["organisations and places are not found"]


def test_a_text_all_in_capitals_has_no_names_and_says_so() -> None:
    notes: list[Note] = []

    analysis = analyse(article_of("HANNA BRASK OPENED THE RAMP ON MONDAY. IT HOLDS."), notes.append, PARTS)

    assert analysis.people is None
    assert "capitals" in notes[0].message
