"""Long documents are written in several runs of pandoc, and nobody can tell."""

from __future__ import annotations

import pytest

from convert import formats
from convert import model as m
from convert.writers import one_pandoc
from tests.builders import ignore
from tests.sample_briefings import STYLE, of_blocks, pack, paragraph

LISTS = m.ItemList(((paragraph("one"),), (paragraph("two"),)))
NOTED = paragraph("The toll stays.", m.Footnote((paragraph("In crowns."),)))
SAMPLES = {
    "a pack": pack(title="The lake"),
    "lists beside heads": of_blocks(LISTS, LISTS, m.Heading((m.Text("Head"),), 2), LISTS, paragraph("End.")),
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


def test_a_run_ends_only_before_a_head_or_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_pandoc, "RUN", 1)
    head, words = {"t": "Header", "c": []}, {"t": "Para", "c": []}

    runs = [len(run) for run in one_pandoc._runs([words, words, head, words, head])]

    assert runs == [2, 2, 1]
