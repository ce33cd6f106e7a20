"""Plain text: lines that fit a mail, numbers in the gutter, tables in columns where they fit."""

from __future__ import annotations

from convert import model as m
from convert.writers import text
from tests.builders import ignore
from tests.sample_briefings import STYLE, brief, of_blocks, pack, paragraph


def written(briefing: m.Briefing) -> str:
    return text.write(briefing, STYLE, ignore).files[0].data.decode("utf-8")


def table(*rows: tuple[str, ...], **given: object) -> m.Table:
    cells = tuple(tuple(m.Cell((paragraph(word),)) for word in row) for row in rows)
    return m.Table(rows=cells, **given)  # type: ignore[arg-type]


def test_lines_fit_78_characters() -> None:
    assert max(map(len, written(brief()).splitlines())) <= text.WIDTH


def test_a_word_that_is_longer_than_a_line_is_not_broken() -> None:
    address = "https://a.example/" + "b" * 90

    assert address in written(of_blocks(paragraph(f"See {address} for more.")))


def test_a_caption_that_says_what_the_picture_shows_says_it_once() -> None:
    said = m.Figure(alt="The ferry at the quay", caption=(m.Text("The ferry at the quay, on Monday."),))
    unsaid = m.Figure(alt="A red boat", caption=(m.Text("The ferry in fog."),))

    lines = written(of_blocks(said, unsaid)).splitlines()

    assert "The ferry at the quay, on Monday." in lines
    assert "[A red boat] The ferry in fog." in lines


def test_a_paragraph_hangs_from_its_number() -> None:
    said = written(of_blocks(paragraph("word " * 30, number="4")))
    first, second = said.split("\n\n")[1].splitlines()[:2]

    assert first.startswith("4     word")
    assert second.startswith("      word")


def test_a_table_stands_in_columns_where_it_fits() -> None:
    columns = (m.Column(), m.Column(align="right"))
    said = written(of_blocks(table(("Beacon", "85,000"), ("Second lookout", "9"), columns=columns)))

    assert "Beacon          85,000\nSecond lookout       9\n" in said


def test_a_table_that_is_wider_than_a_line_has_its_cells_apart_by_bars() -> None:
    assert f"{'a' * 60} | {'b' * 60}" in written(of_blocks(table(("a" * 60, "b" * 60))))


def test_a_cell_over_two_rows_stands_in_both() -> None:
    rows = ((m.Cell((paragraph("Quill"),), rows=2), m.Cell((paragraph("1"),))), (m.Cell((paragraph("2"),)),))

    assert "Quill  1\nQuill  2" in written(of_blocks(m.Table(rows=rows)))


def test_the_text_alternative_of_a_chart_is_printed() -> None:
    assert "Talvik Courier: 120 words." in written(of_blocks(table(("1",), summary="Talvik Courier: 120 words.")))


def test_lists_keep_their_marks_and_numbers() -> None:
    inner = m.ItemList(((paragraph("lamp"),), (paragraph("rope"),)), ordered=True, start=9)
    said = written(of_blocks(m.ItemList(((paragraph("carry"), inner),))))

    assert "– carry\n  9. lamp\n  10. rope" in said


def test_a_footnote_follows_its_paragraph() -> None:
    said = written(of_blocks(paragraph("Signed", m.Footnote((paragraph("at night"),)), "."), paragraph("Next.")))

    assert said.index("at night") < said.index("Next.")


def test_the_marking_stands_at_the_top_and_the_end() -> None:
    lines = [line for line in written(pack()).splitlines() if line]

    assert lines[0] == lines[-1] == "TLP:GREEN"


def test_control_characters_stay_out() -> None:
    assert "red\x1b" not in written(of_blocks(paragraph("\x1b[31mred\x1b[0m\u202e")))
    assert "[31mred[0m\n" in written(of_blocks(paragraph("\x1b[31mred\x1b[0m\u202e")))
