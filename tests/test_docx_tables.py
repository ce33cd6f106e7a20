"""Tables in Word: every cell in its column, heads that repeat, widths that add up, bars in one scale."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from convert import model as m
from convert.errors import Note
from convert.writers.docx.tables import placed_rows
from tests.docx_samples import DOCPR, W, article, brief, briefing, cell, paragraph, style_of, table, words_in, written


def only_table(*blocks: m.Block, style: str = "press") -> etree._Element:
    (found,) = written(brief(*blocks), style=style).document.iter(f"{W}tbl")
    return found


def rows_of(found: etree._Element) -> list[list[str]]:
    return [[words_in(c) for c in row.iter(f"{W}tc")] for row in found.iter(f"{W}tr")]


def test_head_rows_repeat_and_no_row_is_split() -> None:
    found = only_table(table(("Beacon", "85"), head=("Item", "Crowns")))
    rows = list(found.iter(f"{W}tr"))

    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_cell_over_rows_is_one_merged_cell() -> None:
    made = table((cell("Quill", rows=2), "first"), ("second",), ("Molder", "third"), head=("Speaker", "Words"))
    found = only_table(made)
    merges = [c.find(f"{W}tcPr/{W}vMerge") for c in found.iter(f"{W}tc")]
    said = ["-" if merge is None else merge.get(f"{W}val") for merge in merges]

    assert rows_of(found) == [["Speaker", "Words"], ["Quill", "first"], ["", "second"], ["Molder", "third"]]
    assert said == ["-", "-", "restart", "-", None, "-", "-", "-"]


def test_a_cell_that_hangs_down_to_the_right_of_a_short_row_is_still_merged() -> None:
    rows = placed_rows(((cell("a"), cell("b", rows=2)), ()))

    assert [[(each.at, each.goes_on) for each in row] for row in rows] == [
        [(0, False), (1, False)],
        [(0, False), (1, True)],
    ]


cells = st.builds(lambda columns, rows: m.Cell((), columns, rows), st.integers(1, 4), st.integers(1, 4))


@settings(deadline=None)
@given(st.lists(st.lists(cells, max_size=4), max_size=5))
def test_no_two_cells_of_a_row_lie_on_each_other(rows: list[list[m.Cell]]) -> None:
    for row in placed_rows(rows):
        ends = 0
        for each in row:
            assert each.at == ends
            ends += each.cell.columns


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5))
def test_the_cells_of_every_row_fill_the_grid(rows: list[list[m.Cell]]) -> None:
    found = only_table(m.Table(tuple(map(tuple, rows))))
    grid = [int(c.get(f"{W}w", "0")) for c in found.iter(f"{W}gridCol")]

    for row in found.iter(f"{W}tr"):
        spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.iter(f"{W}tc")]
        widths = [int(c.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for c in row.iter(f"{W}tc")]  # type: ignore[union-attr,arg-type]
        assert sum(1 if span is None else int(span.get(f"{W}val", "1")) for span in spans) == len(grid)
        assert sum(widths) == sum(grid)


@pytest.mark.parametrize("shares", [(0.27, 0, 0.18, 0.07), (0, 0, 0, 0), (0.5, 0.5, 0.5, 0.5), (1.0, 0, 0, 0)])
def test_columns_are_as_wide_as_the_frame_together(shares: tuple[float, ...]) -> None:
    columns = tuple(m.Column(share) for share in shares)
    found = only_table(table(("a", "b", "c", "d"), head=("1", "2", "3", "4"), columns=columns, role="statements"))
    widths = [int(c.get(f"{W}w", "0")) for c in found.iter(f"{W}gridCol")]

    assert sum(widths) == pytest.approx(152 * 56.69, abs=8)
    assert min(widths) > 0


def test_a_table_of_the_source_stands_in_the_text_column_with_its_number_in_the_gutter() -> None:
    made = table(("Beacon", "85"), head=("Item", "Crowns"), number="4", id="p4", caption=(m.Text("Costs"),))
    package = written(brief(made))
    (found,) = package.document.iter(f"{W}tbl")
    caption = found.getprevious()

    assert found.find(f"{W}tblPr/{W}tblInd").get(f"{W}w") == "1020"  # type: ignore[union-attr]
    assert caption is not None
    assert (style_of(caption), words_in(caption)) == ("Caption", "4\tCosts")
    assert [b.get(f"{W}name") for b in caption.iter(f"{W}bookmarkStart")] == ["p4"]


def test_a_table_of_more_columns_than_word_has_is_set_as_text_with_a_note() -> None:
    notes: list[Note] = []
    made = table(tuple(f"c{n}" for n in range(64)), head=tuple(f"h{n}" for n in range(64)))
    package = written(brief(made), notes=notes)

    assert not list(package.document.iter(f"{W}tbl"))
    assert "c0 · c1 · c2" in words_in(package.body)
    assert [note.code for note in notes] == ["table-flattened"]


def test_blocks_of_a_cell_keep_their_order_and_the_cell_ends_with_a_paragraph() -> None:
    inner = table(("x",), head=("y",))
    mixed = m.Cell((m.ItemList(((paragraph("item"),),)), paragraph("after", number="7"), inner))
    package = written(brief(m.Table(((mixed,),), head=((cell("Head"),),))))
    outer = next(package.document.iter(f"{W}tbl"))
    content = outer.findall(f"{W}tr")[1].find(f"{W}tc")

    assert content is not None
    assert words_in(content) == "item7\tafteryx"
    assert content[-1].tag == f"{W}p"


def test_facts_are_lines_with_tabs_and_long_ones_have_a_line_each() -> None:
    short = table(("By", "the unit", "As of", "14 March"), role="facts")
    long = table(("By", "the documentation unit of the port office", "As of", "14 March"), role="facts")
    lines = [[words_in(p) for p in written(brief(each)).paragraphs("Fact")] for each in (short, long)]

    assert lines[0] == ["By\tthe unit\tAs of\t14 March"]
    assert lines[1] == ["By\tthe documentation unit of the port office", "As of\t14 March"]


def test_facts_stand_in_step_however_wide_their_labels() -> None:
    facts = table(("Стенд", "14 March", "По состоянию на", "15 March"), ("Для", "the minister", "", ""), role="facts")
    lines = written(brief(facts)).paragraphs("Fact")
    stops = [[int(tab.get(f"{W}pos", "0")) for tab in line.iter(f"{W}tab") if tab.get(f"{W}pos")] for line in lines]

    assert stops[0] == stops[1]
    assert stops[0][0] > len("По состоянию на") * 9 * 20 * 0.6


def right_margins(block: m.Table) -> list[str | None]:
    row = next(written(brief(block)).document.iter(f"{W}tr"))
    return [margin.get(f"{W}w") for margins in row.iter(f"{W}tcMar") for margin in margins.iter(f"{W}right")]


def test_a_column_flush_right_keeps_clear_of_the_one_after_it() -> None:
    met = m.Table(((cell("mast"), cell("61,000"), cell("canton")),), columns=(m.Column(), m.Column(align="right")) * 2)
    last = m.Table(((cell("mast"), cell("61,000")),), columns=(m.Column(), m.Column(align="right")))

    assert right_margins(met) == ["360", "0"]
    assert right_margins(last) == ["0"]


def test_two_columns_of_a_few_words_take_half_the_text() -> None:
    widths = [
        sum(int(each.get(f"{W}w", "0")) for each in written(brief(block)).document.iter(f"{W}gridCol"))
        for block in (table(("Tuesday", "140")), table(("Tuesday, the day on which the ferry runs", "140")))
    ]

    assert widths[0] == pytest.approx(widths[1] / 2, abs=2)


def bars(*cells_: tuple[m.Bar, ...]) -> list[tuple[str, int]]:
    row = tuple(m.Cell((m.Paragraph(each),)) for each in cells_)
    head = tuple(cell(str(n)) for n in range(len(row)))
    package = written(brief(m.Table((row,), head=(head,), role="coverage")))
    return [(p.get("descr", ""), int(p.getprevious().get("cx"))) for p in package.document.iter(DOCPR)]  # type: ignore[union-attr,arg-type]


def test_bars_are_pictures_with_their_figure_in_proportion_to_their_share() -> None:
    drawn = bars((m.Bar(1.0, "1"),), (m.Bar(0.5, "2"), m.Bar(0.25, "3")), (m.Bar(0.1, "4", outlined=True),))

    assert [figure for figure, _ in drawn] == ["1", "2", "3", "4"]
    whole = drawn[0][1]
    assert [width / whole for _, width in drawn] == pytest.approx([1, 0.5, 0.25, 0.1], rel=0.02)


def test_bars_and_figures_of_the_fullest_cell_fit_its_column() -> None:
    drawn = bars((m.Bar(1.0, "11"), m.Bar(1.0, "12"), m.Bar(1.0, "13")), (m.Bar(1.0, "14"),))

    assert sum(width for _, width in drawn[:3]) < 152 * 36000 / 2


def test_a_timeline_has_a_spine() -> None:
    found = only_table(table(("March", "It lasts.", "1"), head=("Date", "Text", "Para."), role="timeline"))
    spines = [c.find(f"{W}tcPr/{W}tcBorders/{W}left") is not None for c in found.iter(f"{W}tc")]

    assert spines == [False, False, False, False, True, False]


def test_what_follows_a_table_keeps_its_distance_and_a_note_before_it_stays_with_it() -> None:
    blocks = (paragraph("Sorted by name.", role="note"), table(("a",), head=("b",)), paragraph("After.", number="9"))
    package = written(briefing(m.Section("names", "names", blocks, start="page")))
    note, after = package.paragraphs("Note")[0], package.paragraphs("ArticleText")[0]

    assert note.find(f"{W}pPr/{W}keepNext") is not None
    assert int(after.find(f"{W}pPr/{W}spacing").get(f"{W}before", "0")) >= 120  # type: ignore[union-attr]


def test_a_table_can_end_a_section() -> None:
    package = written(briefing(article(1, table(("a",), head=("b",))), article(2)))

    assert [child.tag for child in package.body][-1] == f"{W}sectPr"
    assert len(list(package.document.iter(f"{W}sectPr"))) == 2


def test_a_row_too_long_for_a_page_may_be_split() -> None:
    found = only_table(table(("word " * 2000,), ("short",), head=("b",)))

    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in found.iter(f"{W}tr")] == [True, False, True]


def test_cells_of_many_columns_are_set_smaller() -> None:
    wide, narrow = (only_table(table(("a",) * n, head=("b",) * n)) for n in (9, 8))

    assert {style_of(p) for p in wide.iter(f"{W}p")} == {"TableHead", "TableCellSmall"}
    assert {style_of(p) for p in narrow.iter(f"{W}p")} == {"TableHead", "TableCell"}
