"""Numbers that a source writes in digits, of whatever length: how far a cell spans, where a list begins."""

from __future__ import annotations

import pytest

from convert import model as m
from convert.errors import Note
from convert.normalise import normalise
from convert.walk import blocks, count_of
from tests.test_structured import raw_of


@pytest.mark.parametrize(
    ("said", "count"),
    [("3", 3), ("007", 7), ("0", 0), ("", 0), ("-2", 0), ("2x", 0), ("1001", 1000), ("9" * 5000, 1000), ("٣", 3)],
)
def test_a_count_is_what_the_digits_say_up_to_the_most(said: str, count: int) -> None:
    assert count_of(said, 1000) == count


def test_a_cell_that_spans_a_number_of_5000_digits_spans_the_most() -> None:
    article = normalise(raw_of(f"[t][r][c={'9' * 5000}x2]a[/c][/r][/t]"), (), lambda _: None)

    (table,) = (block for block in blocks(article.body) if isinstance(block, m.Table))
    assert (table.rows[0][0].columns, table.rows[0][0].rows) == (1000, 2)


def test_a_list_that_begins_at_a_number_of_5000_digits_is_numbered_from_1_and_said_so() -> None:
    notes: list[Note] = []
    article = normalise(raw_of(f"[p]a:[/p]\n\n[i1=ordered {'9' * 5000}]b[/i]"), (), notes.append)

    (items,) = (block for block in blocks(article.body) if isinstance(block, m.ItemList))
    assert (items.start, [note.code for note in notes]) == (1, ["flattened"])
