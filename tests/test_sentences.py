"""Sentences of a paragraph, and where they stand in the source."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.analyse import first_sentence
from convert.analyse.sentences import located_paragraphs, sentence_spans
from convert.contracts import Raw
from convert.model import Extent, Footnote, Metadata, Paragraph, Text
from convert.normalise import normalise
from tests.plain_articles import Case, article_of, cases


@pytest.mark.parametrize("case", cases("sentences.txt"), ids=str)
def test_a_paragraph_has_these_sentences(case: Case) -> None:
    (paragraph,) = located_paragraphs(article_of(*case.paragraphs, language=case.language))

    assert [f"= {paragraph.text[a:b]}" for a, b in paragraph.sentences] == list(case.expected)


@given(st.text(alphabet="aB .!?“”\"'’\n…1é😀", max_size=80))
def test_sentences_are_in_order_disjoint_and_lose_nothing_but_blanks(text: str) -> None:
    spans = list(sentence_spans(text, "en"))

    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_sentence_is_located_in_the_source_through_the_edits() -> None:
    text = 'Nothing moved.\n\nThe ramp --  "the new one"  -- was opened on Monday. It   holds.\n'
    data = text.encode()
    article = normalise(Raw(text, "a.txt", hashlib.sha256(data).hexdigest(), len(data), "text"), (), lambda _: None)

    last = located_paragraphs(article)[-1]
    at = [last.extent(a, b) for a, b in last.sentences]

    assert article.source_text[at[0].start : at[0].end].startswith("The ramp")
    assert article.source_text[at[0].start : at[0].end].endswith("on Monday.")
    assert article.source_text[at[1].start : at[1].end] == "It   holds."


def test_a_paragraph_with_a_footnote_in_it_is_located_as_a_whole() -> None:
    article = article_of("One two. Three four.")
    (block,) = article.body
    assert isinstance(block, Paragraph)
    parts = (Text("One two."), Footnote((Paragraph((Text("note"),)),)), Text(" Three five."))
    body = (Paragraph(parts, number="1", at=block.at),)

    (paragraph,) = located_paragraphs(type(article)(article.source, Metadata(), body, article.source_text))

    assert paragraph.extent(0, 3) == Extent(0, 20)


def test_the_first_sentence_stands_after_the_dateline() -> None:
    assert first_sentence(article_of("TALVIK, March 10 (Northern Wire) - The ramp was repaired. It holds.")) == (
        "The ramp was repaired.",
        "1",
    )


def test_a_line_that_is_no_sentence_is_not_the_first_where_one_follows() -> None:
    assert first_sentence(article_of("NNA-VELDORIA/3", "The ramp was repaired. It holds.")) == (
        "The ramp was repaired.",
        "2",
    )
    assert first_sentence(article_of("Port Sallow. The ramp was repaired.")) == ("The ramp was repaired.", "1")
    assert first_sentence(article_of("NNA-VELDORIA/3")) == ("NNA-VELDORIA/3", "1")


def test_an_article_without_sentences_has_no_first_one() -> None:
    assert first_sentence(article_of()) is None
    assert first_sentence(article_of("   ")) is None
