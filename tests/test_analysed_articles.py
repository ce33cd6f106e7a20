"""Small articles in languages that the labelled data hold little of: who speaks, which days, who is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from convert.analyse import analyse
from convert.model import Analysis
from tests.plain_articles import Case, article_of, cases
from tests.test_names import shown


def said(analysis: Analysis) -> Iterator[str]:
    for statement in analysis.statements or ():
        values = (statement.words, statement.speaker, statement.resolved)
        yield "= " + " | ".join(value or "-" for value in values)


def days(analysis: Analysis) -> list[str]:
    return [f"date: {dated.moment} | {dated.words}" for dated in analysis.dates or ()]


@pytest.mark.parametrize("case", [*cases("articles_tr.txt"), *cases("articles_ru.txt")], ids=str)
def test_an_article_says_this(case: Case) -> None:
    article = article_of(*case.paragraphs, language=case.language, published="2025-03-11")

    analysis = analyse(article, lambda _: None)

    people = [f"people: {shown(analysis.people)}"] if any(line.startswith("people") for line in case.expected) else []
    assert [*said(analysis), *days(analysis), *people] == list(case.expected)
