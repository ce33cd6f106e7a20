"""Blocks in print: nothing is lost, everything is tagged as what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from convert import model as m
from convert.walk import texts
from tests.pdfs import MEDIA, Made, article, brief, briefing, cell, every_block, paragraph, text_of, words
from tests.typesetting import elements, kinds

A4_WIDTH = 595.28


def spoken(*blocks: m.Block) -> str:
    return Made(brief(*blocks)).spoken()


def order(said: str, *words_: str) -> bool:
    places = [said.find(word) for word in words_]
    return -1 not in places and places == sorted(places)


def test_every_word_of_every_kind_of_block_is_said() -> None:
    blocks = every_block()
    said = Made(brief(*blocks, media=MEDIA)).spoken()

    expected = [word for text in texts(blocks) for word in re.findall(r"\w+", text)]
    alternatives = re.findall(r"\w+", "A grey box")
    assert [word for word in expected if word not in said and word not in alternatives] == []


# ---- lists --------------------------------------------------------------------------------------------------------


def test_a_list_keeps_its_numbers() -> None:
    said = spoken(m.ItemList(((paragraph("fourth"),), (paragraph("fifth"),)), ordered=True, start=4))

    assert order(said, "4.", "fourth", "5.", "fifth")


@pytest.mark.parametrize(
    "item",
    [
        (),
        (m.ItemList(((paragraph("inner"),),)),),
        (m.Table(((cell("inside"),),)),),
        (m.Quotation((paragraph("said"),)),),
    ],
)
def test_an_item_that_begins_with_no_text_keeps_its_number(item: tuple[m.Block, ...]) -> None:
    said = spoken(m.ItemList((item, (paragraph("last"),)), ordered=True, start=7))

    assert order(said, "7.", "8.", "last")


def test_lists_in_lists_are_tagged_as_such() -> None:
    nested = m.ItemList(((paragraph("outer"), m.ItemList(((paragraph("inner"),),))),))

    found = list(elements(Made(brief(nested)).data))
    lists = [depth for depth, kind in found if kind == "L"]
    assert len(lists) == 2
    assert lists[0] < lists[1]


def test_a_list_forty_deep_is_set() -> None:
    made: m.Block = paragraph("innermost")
    for _ in range(40):
        made = m.ItemList(((paragraph("level"), made),))

    assert "innermost" in spoken(made)


# ---- footnotes ----------------------------------------------------------------------------------------------------


def note(said: str) -> m.Footnote:
    return m.Footnote((paragraph(said),))


@pytest.mark.parametrize(
    "block",
    [
        m.Heading((m.Text("Head"), note("the note")), 2),
        m.Table(((m.Cell((m.Paragraph((m.Text("cell"), note("the note"))),)),),)),
        m.ItemList(((m.Paragraph((m.Text("item"), note("the note"))),),)),
        m.Quotation((m.Paragraph((m.Text("quoted"), note("the note"))),)),
        m.Figure(alt="view", caption=(m.Text("caption"), note("the note"))),
    ],
    ids=["head", "cell", "item", "quotation", "caption"],
)
def test_a_note_is_printed_wherever_it_is_called(block: m.Block) -> None:
    assert "the note" in spoken(block)


def test_notes_are_counted_through_an_article() -> None:
    said = spoken(
        m.Paragraph((m.Text("one"), note("first"), m.Text(" two"), note("second"))),
        m.Paragraph((m.Text("three"), note("third"))),
    )

    assert order(said, "one1", "two2", "1 first", "2 second", "three3", "3 third")


def test_a_note_holds_more_than_paragraphs() -> None:
    footnote = m.Footnote((paragraph("Listed:"), m.ItemList(((paragraph("in the note"),),))))

    assert "in the note" in spoken(m.Paragraph((m.Text("word"), footnote)))


def test_each_note_has_an_id_of_its_own() -> None:
    made = Made(brief(*[m.Paragraph((m.Text("x"), note(f"n{n}"))) for n in range(5)]))

    with made.open() as pdf:
        found = [bytes(o.ID) for o in pdf.objects if "/S" in dict_of(o) and str(o.get("/S")) == "/Note"]
    assert len(set(found)) == len(found) == 5


def dict_of(thing: object) -> Sequence[str]:
    return list(thing.keys()) if hasattr(thing, "keys") else []


def test_three_thousand_notes_are_set() -> None:
    calls = tuple(i for n in range(3000) for i in (m.Text(f"w{n} "), note(f"n{n}")))

    said = " ".join(Made(brief(m.Paragraph(calls))).said())
    assert re.findall(r"\bn(\d+)", said) == [str(n) for n in range(3000)]


# ---- tables -------------------------------------------------------------------------------------------------------


def statements(count: int) -> m.Table:
    rows = [(cell("Marta Quill", rows=count), cell(text_of(12, 0)), cell("4.0"))]
    rows += [(cell(text_of(12, n)), cell(f"4.{n}")) for n in range(1, count)]  # type: ignore[misc]
    columns = (m.Column(0.3), m.Column(0), m.Column(0.1, "right"))
    return m.Table(tuple(rows), ((cell("Speaker"), cell("Statement"), cell("Para.")),), columns, role="statements")


def test_a_head_is_printed_on_every_page_and_said_once() -> None:
    made = Made(brief(statements(60)))

    assert sum("Speaker" in page for page in made.said()) == len(made.said()) > 2
    assert made.spoken().count("Speaker") == 1


def test_a_speaker_whose_statements_go_on_is_named_again() -> None:
    made = Made(brief(statements(60)))

    assert all("Marta Quill" in page for page in made.said())
    assert "(continued)" in made.said()[1]
    assert made.spoken().count("Marta Quill") == 1


def test_a_short_group_of_statements_is_not_torn() -> None:
    filled = [paragraph(text_of(60, n)) for n in range(7)]
    made = Made(brief(*filled, statements(3), statements(3)))

    assert "(continued)" not in " ".join(made.said())


def test_cells_beside_one_that_spans_rows_keep_their_alignment() -> None:
    made = Made(brief(statements(3)))
    edges = [right_edge(made, f"4.{n}") for n in range(3)]

    assert max(edges) - min(edges) < 0.5


def right_edge(made: Made, word: str) -> float:
    page = pdfium.PdfDocument(made.data)[0].get_textpage()
    first, count = page.search(word).get_next()
    return max(float(page.get_charbox(first + at)[2]) for at in range(count))


def test_heads_of_columns_and_of_rows_are_tagged_with_their_scope() -> None:
    facts = m.Table(((cell("Prepared by"), cell("Documentation Unit")),), role="facts")
    table = m.Table(((cell("a"),),), ((cell("Head"),),))
    with Made(brief(facts, table)).open() as pdf:
        scopes = [str(o.A.Scope) for o in pdf.objects if "/S" in dict_of(o) and str(o.get("/S")) == "/TH"]

    assert sorted(scopes) == ["/Column", "/Row"]


@pytest.mark.parametrize("columns", [6, 12, 30])
def test_a_wide_table_stays_on_the_page(columns: int) -> None:
    row = tuple(cell(f"unbreakableword{n}") for n in range(columns))
    made = Made(brief(m.Table((row,), (row,))))

    assert "no-glyph" not in made.codes
    assert max(right_edges(made)) <= A4_WIDTH - 60


def right_edges(made: Made) -> list[float]:
    page = pdfium.PdfDocument(made.data)[0].get_textpage()
    return [float(page.get_charbox(at)[2]) for at in range(page.count_chars())]


def wide_table(rows: int) -> m.Table:
    head = tuple(cell(f"Harbour{n}") for n in range(14))
    return m.Table(tuple(tuple(cell(f"r{row}c{n}") for n in range(14)) for row in range(rows)), (head,), id="wide")


def test_a_table_too_wide_for_its_words_is_turned_and_goes_on_over_pages() -> None:
    made = Made(brief(paragraph("Before."), wide_table(60), paragraph("After.")))

    said = " ".join(made.said())
    assert all(f"r{row}c{n}" in said for row in range(60) for n in range(14))
    assert "Harbour13" in made.said()[1]
    assert made.pages["wide"] == "2"
    for page in pdfium.PdfDocument(made.data):
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert min(box[1] for box in boxes) > 30
        assert max(box[2] for box in boxes) < A4_WIDTH - 60


def test_a_turned_table_keeps_its_caption_on_its_page() -> None:
    table = replace(wide_table(5), caption=words("Crossings by month"), number="3")
    made = Made(brief(paragraph("Before."), table))

    assert "Crossings by month" in made.said()[1]
    assert "r0c0" in made.said()[1]


def test_a_chart_has_its_figures_and_its_words() -> None:
    bars = m.Cell((m.Paragraph((m.Bar(1.0, "3"), m.Text(" "), m.Bar(0.5, "4", outlined=True))),))
    table = m.Table(((cell("Courier"), bars),), role="coverage", summary="Courier: 3 and 4.")
    made = Made(brief(table))

    assert order(made.spoken(), "Courier", "3", "4")
    with made.open() as pdf:
        summaries = [str(o.A.Summary) for o in pdf.objects if "/A" in dict_of(o) and "/Summary" in dict_of(o.A)]
    assert summaries == ["Courier: 3 and 4."]


def test_a_cell_with_more_bars_than_a_page_is_divided() -> None:
    bars = m.Cell((m.Paragraph(tuple(m.Bar(0.9, f"b{n}") for n in range(200))),))
    made = Made(brief(m.Table(((cell("Courier"), bars),), role="coverage")))

    assert re.findall(r"b\d+", " ".join(made.said())) == [f"b{n}" for n in range(200)]
    for page in pdfium.PdfDocument(made.data):
        text = page.get_textpage()
        assert min(text.get_charbox(at)[1] for at in range(text.count_chars())) > 30


def places(block: m.Table, *said: str) -> list[tuple[float, float]]:
    """Return where words of a table begin and end across the page."""
    page = pdfium.PdfDocument(Made(brief(block)).data)[0].get_textpage()
    found = [page.search(word).get_next() for word in said]
    boxes = [[page.get_charbox(at + n) for n in range(length)] for at, length in found]
    return [(each[0][0], each[-1][2]) for each in boxes]


def test_a_column_flush_right_keeps_clear_of_the_one_after_it() -> None:
    columns = (m.Column(), m.Column(align="right"), m.Column())
    row = (cell("Foundation on the northern bank"), cell("61,000"), cell("canton"))
    number, payer = places(m.Table((row,), columns=columns), "61,000", "canton")

    assert payer[0] - number[1] >= 15


def test_two_columns_of_a_few_words_stand_near_each_other() -> None:
    columns = (m.Column(), m.Column(align="right"))
    short = m.Table(((cell("Tuesday"), cell("140")),), columns=columns)
    long = m.Table(((cell(f"Tuesday {text_of(20)}"), cell("140")),), columns=columns)

    (_, narrow), (_, wide) = (places(each, "140")[0] for each in (short, long))
    assert wide - narrow > 150


def test_a_table_without_cells_is_no_table() -> None:
    assert "Table" not in kinds(Made(brief(m.Table(()), paragraph("Text."))).data)


def test_a_notice_higher_than_a_page_goes_on_over_the_next() -> None:
    said = [f"w{n}" for n in range(4000)]
    made = Made(brief(m.Section("notice", "doubts", (paragraph(" ".join(said), role="notice"),))))

    assert re.findall(r"\bw\d+", " ".join(made.said())) == said
    assert all(low > 70 for page in range(len(made.said())) for low in lowest_word(made, page))


def lowest_word(made: Made, page: int) -> list[float]:
    text = pdfium.PdfDocument(made.data)[page].get_textpage()
    found = text.search("w1")
    return [float(text.get_charbox(place[0])[1]) for place in iter(found.get_next, None)]


# ---- pictures, links, heads ---------------------------------------------------------------------------------------


def test_a_picture_has_its_alternative() -> None:
    made = Made(brief(m.Figure(alt="A grey box", media="m1"), media=MEDIA))

    with made.open() as pdf:
        assert [str(o.Alt) for o in pdf.objects if "/Alt" in dict_of(o)] == ["A grey box"]


def test_a_picture_that_is_none_is_noted_and_its_words_printed() -> None:
    made = Made(brief(m.Figure(alt="A box", media="m1"), media=(m.Media("m1", "image/png", b"no picture"),)))

    assert "no-picture" in made.codes
    assert "[A box]" in made.said()[0]


def test_an_address_is_a_link_and_a_script_is_not() -> None:
    good = m.Link(words("here"), "https://lake.example/a")
    bad = m.Link(words("there"), "javascript:alert(1)")
    made = Made(brief(m.Paragraph((good, m.Text(" "), bad))))

    with made.open() as pdf:
        links = [str(a.A.URI) for a in pdf.pages[0].Annots]
    assert links == ["https://lake.example/a"]
    assert "unsafe-link" in made.codes
    assert "there" in made.said()[0]


def test_a_link_inside_the_document_goes_to_the_page_of_its_target() -> None:
    link = m.Paragraph((m.Link(words("see below"), "#far"),))
    filler = [paragraph(text_of(60, n)) for n in range(12)]
    made = Made(brief(link, *filler, paragraph("Here.", id="far")))

    with made.open() as pdf:
        target = pdf.pages[0].Annots[0].Dest[0]
        assert target.objgen == pdf.pages[int(made.pages["far"]) - 1].obj.objgen


def test_a_head_that_jumps_a_level_is_tagged_one_under_the_last() -> None:
    made = Made(brief(m.Heading(words("Deep"), 5), paragraph("Text.")))

    assert "H2" in kinds(made.data)
    assert "H5" not in kinds(made.data)
    assert "heading-jump" in made.codes


def test_a_quotation_keeps_its_speaker_on_its_page() -> None:
    quotation = m.Quotation((paragraph(text_of(30)),), speaker="Agnes Thorne")
    for lines in range(1, 12):
        filler = [paragraph(text_of(60, n)) for n in range(7)] + [paragraph(text_of(13 * lines, 3))]
        made = Made(brief(*filler, quotation))

        assert not [page for page in made.lines() if page[0].startswith("— Agnes")]


def test_the_language_of_a_passage_is_tagged() -> None:
    made = Made(brief(paragraph("Texte.", language="fr"), m.Paragraph((m.Span(words("göl"), language="tr"),))))

    with made.open() as pdf:
        found = [str(o.Lang) for o in pdf.objects if "/Lang" in dict_of(o) and "/S" in dict_of(o)]
    assert sorted(found) == ["fr", "tr"]


def test_a_marking_of_its_own_stands_over_its_article() -> None:
    marking = m.Paragraph((m.Span(words("TLP:GREEN"), role="marking"),), role="marking")
    section = article(1, "One")
    made = Made(briefing(m.Section("article", "a1", (marking, *section.blocks), title="One", start="page")))

    assert order(made.spoken(), "TLP:GREEN", "One", "Talvik Courier")


# ---- index --------------------------------------------------------------------------------------------------------


def index(count: int) -> m.NameIndex:
    names = [f"{chr(65 + n * 26 // count)}name{n:04}" for n in range(count)]
    return m.NameIndex(tuple(m.IndexEntry(name, (m.Ref("p1", "page", "1.1"),)) for name in names))


def test_an_index_names_each_page_once() -> None:
    refs = (m.Ref("p1", "page", "1"), m.Ref("p2", "page", "2"))
    entry = m.IndexEntry("Quill, Marta", refs)
    body = article(1, "One", paragraph("One.", id="p1"), paragraph("Two.", id="p2"))
    back = m.Section("index", "index", (m.NameIndex((entry,)),), title="Index")
    made = Made(briefing(body, back=(back,)))

    assert re.search(r"Quill, Marta\s+1\b(?!,)", " ".join(made.said()))


def test_a_long_index_has_letters_and_a_short_one_has_none() -> None:
    assert "\nB\n" in "\n".join(Made(brief(index(130))).said())
    assert "\nB\n" not in "\n".join(Made(brief(index(26))).said())


def test_five_thousand_names_are_all_there_in_order() -> None:
    said = Made(brief(paragraph("x", id="p1"), index(5000))).said()

    assert len(said) > 20
    assert all(page == sorted(page) for page in (re.findall(r"name(\d{4})", page) for page in said))
    assert re.findall(r"name(\d{4})", " ".join(said)) == [f"{n:04}" for n in range(5000)]


def test_a_name_on_very_many_pages_stays_on_the_sheet() -> None:
    refs = tuple(m.Ref(f"x{n}", "page", f"r{n}") for n in range(3000))
    made = Made(brief(m.NameIndex((m.IndexEntry("Quill, Marta", refs), m.IndexEntry("Vane, Osric", refs[:1])))))

    assert re.findall(r"r\d+", " ".join(made.said()))[:3000] == [f"r{n}" for n in range(3000)]
    for page in pdfium.PdfDocument(made.data):
        text = page.get_textpage()
        assert min(text.get_charbox(at)[1] for at in range(text.count_chars())) > 30
