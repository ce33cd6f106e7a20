"""Tables: parted between rows, heads drawn again as no content, cells that span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest

from convert.typeset.column import Column
from convert.typeset.paragraph import Paragraph
from convert.typeset.runs import Run
from convert.typeset.table import Cell, Row, Table, TableLook, table_element
from convert.typeset.tagging import Element, scope
from tests import typesetting as ts


def cell(words: str, row: Element, *, kind: str = "TD", columns: int = 1, rows: int = 1) -> Cell:
    look = ts.style()
    attributes = scope("Column" if kind == "TH" else "", columns, rows)
    inner = Element("P", Element(kind, row, attributes=attributes))
    return Cell([Paragraph([Run(words, look.format)], look, inner)], columns, rows)


def table(root: Element, rows: int, *, words: str = "cell") -> Table:
    """Return a table of two columns whose first spans every two rows."""
    element = table_element(root, "Who said what")
    head_row = Element("TR", element)
    head = [Row([cell("Speaker", head_row, kind="TH"), cell("Statement", head_row, kind="TH")])]
    body = []
    for number in range(rows):
        row = Element("TR", element)
        cells = [cell(f"speaker{number}", row, rows=2)] if number % 2 == 0 else []
        body.append(Row([*cells, cell(f"{words}{number}", row)]))
    return Table(head, body, (120, 260), TableLook())


def on_pages(rows: int, **given: str) -> bytes:
    page = ts.canvas()
    page.pages.clear()

    def new_page() -> float:
        page.new_page()
        return ts.LEFT

    Column(page, ts.TOP, 60, 380, new_page).add([table(page.root, rows, **given)])
    return page.finish()


def test_a_table_over_pages_says_every_cell_once_and_its_head_once(tmp_path: Path) -> None:
    data = on_pages(90)
    said = ts.spoken_words(ts.said_by_tags(data, tmp_path))
    assert sorted(said) == sorted(
        ["Speaker", "Statement", *(f"cell{n}" for n in range(90)), *(f"speaker{n}" for n in range(0, 90, 2))]
    )


def test_the_head_is_drawn_on_every_page(tmp_path: Path) -> None:
    data = on_pages(90)
    pages = len(ts.opened(data).pages)
    assert pages >= 3
    assert ts.said_by_pages(data, tmp_path).split().count("Statement") == pages


def test_heads_say_what_they_are_heads_of_and_cells_what_they_span() -> None:
    pdf = ts.opened(on_pages(4))
    rows = list(pdf.Root.StructTreeRoot.K.K[0].K)
    assert [str(each.A.Scope) for each in rows[0].K] == ["/Column", "/Column"]
    assert int(rows[1].K[0].A.RowSpan) == 2
    assert len(rows[2].K) == 1


@pytest.mark.parametrize("rows", [1, 2, 5, 40])
def test_a_table_is_as_high_as_its_rows(rows: int) -> None:
    made = table(Element("Document"), rows)
    height = made.wrap(380)
    assert height == pytest.approx(sum(row.height for row in (*made.head, *made.rows)))
    assert all(row.height >= 14 for row in made.rows)


@pytest.mark.parametrize("rows", [1, 2, 5, 40])
def test_no_cell_is_drawn_over_another(rows: int) -> None:
    boxes = boxes_of_words(on_pages(rows, words="some words in a longer cell that take more lines than one, number "))
    assert len(boxes) > rows * 10
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


Box = tuple[int, float, float, float, float]
"""A page, and left, bottom, right, top of a run of letters on it."""


def boxes_of_words(data: bytes) -> list[Box]:
    """Return where the letters of each word are drawn."""
    with pypdfium2.PdfDocument(data) as document:
        return [box for number, page in enumerate(document) for box in _boxes(number, page.get_textpage())]


def _boxes(number: int, text: pypdfium2.PdfTextPage) -> Iterator[Box]:
    for match in re.finditer(r"\S+", text.get_text_range()):
        edges = [text.get_charbox(at) for at in range(*match.span())]
        yield (
            number,
            min(each[0] for each in edges),
            min(each[1] for each in edges),
            max(each[2] for each in edges),
            max(each[3] for each in edges),
        )


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have more in common than kerning gives."""
    page, left, bottom, right, top = one
    if page != other[0]:
        return False
    return min(right, other[3]) - max(left, other[1]) > 0.5 and min(top, other[4]) - max(bottom, other[2]) > 0.5


def test_a_row_higher_than_a_page_is_parted_inside(tmp_path: Path) -> None:
    data = on_pages(1, words="long text " * 900)
    assert len(ts.opened(data).pages) > 2
    said = ts.spoken_words(ts.said_by_tags(data, tmp_path))
    assert said.count("long") == said.count("text") == 900


def test_parts_fit_the_room_they_are_given() -> None:
    for room in range(60, 400, 7):
        made = table(Element("Document"), 40)
        made.wrap(380)
        parts = made.split(room)
        assert parts is not None
        first, rest = parts
        assert isinstance(first, Table) and isinstance(rest, Table)
        assert 0 < first.height <= room
        assert len(first.rows) + len(rest.rows) == 40
        assert room - first.height < max(row.height for row in made.rows) * 3
