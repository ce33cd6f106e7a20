"""Long documents are written in several runs of pandoc, and nobody can tell."""

from __future__ import annotations

import random

import pytest

from convert import formats
from convert import model as m
from convert.writers import one_pandoc
from convert.writers.nodes import node, phrase, text
from tests.builders import ignore
from tests.sample_briefings import STYLE, of_blocks, pack, paragraph

LISTS = m.ItemList(((paragraph("one"),), (paragraph("two"),)))
NOTED = paragraph("The toll stays.", m.Footnote((paragraph("In crowns."),)))
SAMPLES = {
    "a pack": pack(title="The lake"),
    "lists beside heads": of_blocks(LISTS, LISTS, m.Heading((m.Text("Head"),), 2), LISTS, paragraph("End.")),
    "paragraphs": of_blocks(paragraph("One."), paragraph("- Two."), LISTS, paragraph("1. Three."), paragraph("Four.")),
    "footnotes": of_blocks(NOTED, m.Heading((m.Text("Head"),), 2), NOTED, m.Heading((m.Text("Last"),), 2), NOTED),
}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("name", ["md", "html", "epub"])
def test_a_document_in_many_runs_is_the_document_in_one(
    name: str, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = formats.writer_named(name)[1]
    whole = writer.write(SAMPLES[sample], STYLE, ignore)

    monkeypatch.setattr(one_pandoc, "RUN", 1)

    assert writer.write(SAMPLES[sample], STYLE, ignore) == whole


def test_a_run_ends_before_a_head_or_a_part_or_between_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_pandoc, "RUN", 1)
    head, words, row = ({"t": kind, "c": []} for kind in ("Header", "Para", "BulletList"))

    runs = [len(run) for run in one_pandoc._runs([words, words, row, words, words, head, row, row, head])]

    assert runs == [1, 3, 1, 3, 1]


# ---- words in phrases -----------------------------------------------------------------------------------------------

TOKENS = r"""
* _ __ **a a** a*b _a a_b # #tag 1. 1) (a) - -- --- + = == % %% {{% ~ ~~ ` ``a`` [a] [a](b) ![ <b> < > & &amp; &copy;
@user $a$ \ \* a\ | a|b http://a.example a@b.example ^a^ :smile: … ... 'a' "a" (c) a. Mr. x word Ünï «a» -a {a} :::
[^1] [ ] <!-- --> 10:30 3-4 // a/b ! ? ; : ’90s – — “a” I. (i)
"""


@pytest.mark.parametrize("kind", ["Para", "Plain"])
def test_a_phrase_is_written_as_its_words_are(kind: str) -> None:
    dice = random.Random(20250314)  # noqa: S311 -- words, no secrets
    words = [" ".join(dice.choice(TOKENS.split()) for _ in range(dice.randint(5, 12))) for _ in range(400)]

    alone = one_pandoc.write([node(kind, text(each)) for each in words], "gfm-raw_attribute")
    together = one_pandoc.write([node(kind, phrase(each)) for each in words], "gfm-raw_attribute")

    assert sum(len(phrase(each)) < len(text(each)) for each in words) > 100
    assert together == alone
