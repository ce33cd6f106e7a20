"""Pages: which block comes to stand where, what references say of it, and what stands on every page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from convert import model as m
from convert.style import Style, load_style
from tests.pdfs import AMBER, SECRET, Made, article, brief, briefing, cell, contents, paragraph, text_of, words


def long_article(number: int, title: str, paragraphs: int = 12) -> m.Section:
    said = [paragraph(text_of(60, n), f"{number}.{n}", f"a{number}p{n}") for n in range(1, paragraphs + 1)]
    return article(number, title, *said)


def pack(count: int = 4) -> m.Briefing:
    articles = [long_article(n, f"Story number {n} of the lake", 3 * n) for n in range(1, count + 1)]
    return briefing(*articles, front=(contents(*articles),))


def style(**changes: Mapping[str, Any]) -> Style:
    return load_style("press", changes=changes)


# ---- labels and references ----------------------------------------------------------------------------------------


def test_every_block_stands_on_the_page_that_is_reported() -> None:
    given = pack()
    made = Made(given)

    for section in given.body:
        assert section.title in made.page_labelled(made.pages[section.id])
        for block in section.blocks:
            if isinstance(block, m.Paragraph) and block.id is not None and block.number is not None:
                first = " ".join([block.number, *block.content[0].text.split()[:4]])  # type: ignore[union-attr]
                assert first in made.page_labelled(made.pages[block.id])


def test_the_contents_name_the_page_of_each_article() -> None:
    given = pack()
    made = Made(given)

    first = made.page_labelled("i")
    for section in given.body:
        assert f"{section.title} {made.pages[section.id]} Talvik" in first


def test_nested_sections_figures_and_tables_have_a_page_too() -> None:
    nested = m.Section("names", "names", (paragraph("Named."),))
    table = m.Table(((cell("a"),),), id="t1")
    made = Made(briefing(article(1, "One", nested, table, m.Figure(alt="A view", id="f1"))))

    assert {"names", "t1", "f1"} <= made.pages.keys()


def test_only_ids_of_the_briefing_are_reported() -> None:
    made = Made(briefing(article(1, "One", m.Heading(words("Head"), 2), paragraph("Text."))))

    assert set(made.pages) == {"a1", "a1h"}


def test_the_front_has_roman_labels_and_the_body_begins_at_1() -> None:
    made = Made(pack(2), style(page={"mirror": False}))

    assert made.labels()[:3] == ["i", "1", "2"]


def test_the_body_begins_on_an_odd_sheet_where_pages_are_mirrored() -> None:
    made = Made(pack(2), style(page={"mirror": True}))

    assert made.labels()[:3] == ["i", "ii", "1"]


def test_a_section_moved_whole_to_the_next_page_is_reported_there() -> None:
    filled = long_article(1, "First", 8)
    rows = tuple((cell(text_of(30, n)),) for n in range(3))
    second = m.Section(
        "sources", "sources", (m.Heading(words("Sources"), 1, "section"), m.Table(rows)), title="Sources"
    )
    made = Made(briefing(filled, second))

    assert "Sources" in made.page_labelled(made.pages["sources"])


def test_an_id_given_twice_goes_to_its_first_place() -> None:
    made = Made(
        briefing(article(1, "One", paragraph("First.", id="x")), article(2, "Two", paragraph("Second.", id="x")))
    )

    assert made.pages["x"] == "1"


# ---- heads and feet -----------------------------------------------------------------------------------------------


def test_markings_stand_in_head_and_foot_of_every_page() -> None:
    made = Made(pack())

    assert all(page.count("TLP:AMBER") == 2 for page in made.said())


def test_the_folio_counts_pages_of_its_own_numbering() -> None:
    made = Made(pack(3), style(page={"mirror": False}))

    last = made.labels()[-1]
    assert "page i of i" in made.said()[0]
    assert all(
        f"page {label} of {last}" in page for label, page in zip(made.labels()[1:], made.said()[1:], strict=True)
    )


def test_the_head_names_the_article_by_number_and_title() -> None:
    made = Made(pack(3))

    assert "2 Story number 2 of the lake" in " ".join(
        made.page_labelled(made.pages["a2"]).replace("\u00a0", " ").split()
    )


def test_the_head_says_on_later_pages_that_an_article_goes_on() -> None:
    made = Made(briefing(long_article(7, "A long story", 20)))

    assert [("A long story (continued)" in page) for page in made.said()] == [False, True, True][: len(made.said())]


def test_the_page_that_opens_the_document_has_no_head() -> None:
    made = Made(brief(paragraph("Text.")))

    assert made.said()[0].count("Lake toll frozen") == 1


def test_articles_that_share_a_page_share_its_head() -> None:
    fits = [replace(long_article(n, f"Short {n}", 1), start="fit") for n in (2, 3)]
    made = Made(briefing(long_article(1, "Short 1", 1), *fits, front=(page_one(3),)))

    assert "1–3 Short 1" in made.page_labelled("1")


def test_a_long_imprint_takes_two_lines_and_is_not_cut() -> None:
    imprint = "Office for the Crossing of the Great Northern Lake · Press Review of the Week No. 2025/011"
    made = Made(briefing(article(1, "One"), furniture=m.Furniture((AMBER,), imprint, "page {page} of {pages}")))

    assert imprint in " ".join(made.said()[0].split())


def test_an_imprint_of_two_lines_is_divided_between_issuer_and_series() -> None:
    imprint = "Office for the Crossing of the Lake · Press Review of the Week No. 11"
    made = Made(briefing(article(1, "One"), furniture=m.Furniture((AMBER,), imprint, "page {page} of {pages}")))

    lines = made.said()[0].splitlines()
    assert "Office for the Crossing of the Lake ·" in lines
    assert any(line.startswith("Press Review of the Week No. 11") for line in lines)


@pytest.mark.parametrize("length", range(53, 58))
def test_the_imprint_is_set_alike_on_all_pages_however_wide_their_number(length: int) -> None:
    imprint = "Office for the Lake and its Northern and Southern Crossings"[:length]
    furniture = m.Furniture((AMBER,), imprint, "page {page} of {pages}")
    made = Made(briefing(*(article(n, f"Story {n}") for n in range(1, 12)), furniture=furniture))

    feet = {tuple(line for line in page.splitlines() if line and line in imprint) for page in made.said()}
    assert len(feet) == 1


def test_a_wide_marking_covers_neither_head_nor_folio() -> None:
    embargo = m.MarkingShown("EMBARGOED until 15 March 2025, 17:30 UTC+1", "#FFFFFF", "#000000")
    furniture = m.Furniture((embargo,), "Office", "page {page} of {pages}")
    page = pdfium.PdfDocument(Made(briefing(article(1, "One"), article(2, "Two words"), furniture=furniture)).data)[1]

    text = page.get_textpage()
    heights = {word: height_of(text, word, last=word == "Two words") for word in ("page 2", "Two words")}
    first, second = (height_of(text, "EMBARGOED", last=at) for at in (False, True))
    assert max(first, second) > heights["Two words"] + 8
    assert min(first, second) < heights["page 2"] - 8


def height_of(text: Any, word: str, *, last: bool) -> float:
    found = text.search(word)
    places = []
    while (place := found.get_next()) is not None:
        places.append(place)
    return float(text.get_charbox(places[-1 if last else 0][0])[1])


def test_many_markings_take_further_lines_and_none_is_lost() -> None:
    long = m.MarkingShown("EMBARGOED until 15 March 2025, 17:30 UTC+1", "#FFFFFF", "#000000")
    made = Made(briefing(article(1, "One"), furniture=m.Furniture((long, SECRET, AMBER), "Office", "page {page}")))

    said = made.said()[0]
    assert all(said.count(shown.text) == 2 for shown in (long, SECRET, AMBER))
    assert "page 1" in said


@pytest.mark.parametrize("length", [80, 400, 3000])
def test_a_running_head_stays_on_one_line(length: int) -> None:
    title = text_of(length // 5)
    made = Made(briefing(article(1, "Short"), replace(article(2, "Second"), running_head=title)))

    head = next(line for line in made.said()[1].splitlines() if line.startswith("2 The"))
    assert head.endswith("…") or title in head


# ---- keeping together ---------------------------------------------------------------------------------------------


def test_a_head_is_never_the_last_line_of_a_page() -> None:
    blocks: list[m.Block] = []
    for n in range(1, 60):
        blocks += [m.Heading(words(f"Subhead {n}"), 2), paragraph(text_of(20 + n * 13 % 90, n), f"1.{n}", f"p{n}")]
    made = Made(briefing(article(1, "Many heads", *blocks)))

    assert len(made.lines()) > 5
    assert not [page[-1] for page in made.lines() if page[-1].startswith("Subhead")]


def test_a_paragraph_leaves_two_lines_at_least_on_either_page() -> None:
    said = [paragraph(" ".join(f"w{n}x{at}" for at in range(70 + n)), f"1.{n}") for n in range(40)]
    made = Made(briefing(article(1, "Long", *said)))

    for page in made.lines():
        of = [re.findall(r"w(\d+)x", line)[-1] for line in page if "x" in line]
        for paragraph_of in {of[0], of[-1]}:
            assert of.count(paragraph_of) >= 2 or len(set(of)) == 1


def test_articles_that_fit_whole_join_the_page_and_others_do_not() -> None:
    short, tall = replace(long_article(2, "Short", 2), start="fit"), replace(long_article(3, "Tall", 8), start="fit")
    made = Made(briefing(long_article(1, "First", 2), short, tall))

    assert (made.pages["a1"], made.pages["a2"], made.pages["a3"]) == ("1", "1", "2")


def test_a_short_section_joins_the_page_where_all_of_it_fits() -> None:
    rights = m.Section(
        "rights", "rights", (m.Heading(words("Rights"), 1, "section"), paragraph("Full text.")), title="Rights"
    )
    made = Made(briefing(long_article(1, "First", 6), rights))

    assert made.pages["rights"] == "1"


def test_contents_begin_under_their_head_and_flow_over_pages() -> None:
    articles = [article(n, f"Story {n} of the lake") for n in range(1, 61)]
    made = Made(briefing(*articles, front=(contents(*articles),)))

    front = [page for page, label in zip(made.lines(), made.labels(), strict=True) if not label.isdecimal()]
    assert "Story 1 of the lake" in " ".join(front[0])
    assert len(front) >= 3


@pytest.mark.parametrize("spilt", [8, 20])
def test_a_brief_that_spills_a_line_or_two_is_set_on_the_pages_it_fills(spilt: int) -> None:
    filled = [paragraph(text_of(26, n), str(n)) for n in range(13)]
    made = Made(brief(*filled, paragraph(text_of(spilt, 1), "13")))

    assert len(made.said()) == 1


def test_a_brief_that_fills_half_of_its_last_page_keeps_its_white_space() -> None:
    filled = [paragraph(text_of(26, n), str(n)) for n in range(20)]
    ferry, quay = paragraph("Ferries wait."), paragraph("Freight waits.")
    made = Made(brief(ferry, quay, *filled))

    page = pdfium.PdfDocument(made.data)[0].get_textpage()
    assert height_of(page, "Ferries", last=False) - height_of(page, "Freight", last=False) == pytest.approx(
        22.5, abs=0.5
    )


@pytest.mark.parametrize("count", [16, 17, 18])
def test_how_to_cite_never_stands_alone_on_a_page(count: int) -> None:
    articles = [article(n, f"Story {n} of the lake", start="run_on") for n in range(1, count + 1)]
    front = contents(*articles)
    parts = m.Contents(tuple(m.ContentsEntry(f"Part {n}", m.Ref("a1", "page", "")) for n in range(1, 7)))
    cite = m.Section("notice", "how_to_cite", (paragraph("How to cite: by article.", role="notice"),))
    made = Made(briefing(*articles, front=(replace(front, blocks=(*front.blocks, parts, cite)),)))

    (page,) = [page for page in made.said() if "How to cite" in page]
    assert "Part 6" in page


def test_a_blank_sheet_before_the_body_has_its_marking_and_no_number() -> None:
    made = Made(pack(1))

    assert made.said()[1].count("TLP:AMBER") == 2
    assert "page" not in made.said()[1]


def test_the_count_of_pages_leaves_out_the_sheet_left_blank() -> None:
    made = Made(pack(1))

    assert "page i of i" in made.said()[0].splitlines()


def test_a_recto_section_begins_on_an_odd_page() -> None:
    made = Made(briefing(long_article(1, "First", 2), replace(article(2, "Second"), start="recto")))

    assert made.pages["a2"] == "3"


# ---- page one -----------------------------------------------------------------------------------------------------


def page_one(items: int, sentence: int = 40) -> m.Section:
    blocks: list[m.Block] = [m.Heading(words("Front brief"), 2, "minor_head")]
    for n in range(1, items + 1):
        blocks += [
            m.Heading(words(f"Item {n} of the day"), 3, "front_head", number=str(n)),
            m.Paragraph(words(text_of(sentence, n)), role="extract"),
        ]
    front = m.Section("front_brief", "front_brief", tuple(blocks), title="Front brief")
    notice = m.Section("notice", "doubts", (paragraph("Two dates differ.", role="notice"),))
    title = m.Heading(words("The lake accord"), 1, "title")
    return m.Section("page_one", "page_one", (title, front, notice), title="The lake accord", start="page")


def test_page_one_has_as_many_items_as_fit() -> None:
    made = Made(briefing(article(1, "One"), front=(page_one(8, 90),)))

    first = made.page_labelled("i")
    kept = [n for n in range(1, 9) if f"Item {n} of the day" in first]
    assert 3 <= len(kept) < 8
    assert kept == list(range(1, len(kept) + 1))
    assert "Two dates differ." in first


def test_what_page_one_has_no_room_for_is_named() -> None:
    made = Made(briefing(article(1, "One"), front=(page_one(8, 90),)))

    note = next(note for note in made.notes if note.code == "front-brief-shortened")
    assert "8 Item 8 of the day" in note.message


def test_page_one_keeps_three_items_whatever_they_need() -> None:
    made = Made(briefing(article(1, "One"), front=(page_one(5, 400),)))

    said = " ".join(made.said())
    assert "Item 3 of the day" in said
    assert "Item 4 of the day" not in said


def test_more_front_pages_have_room_for_all_items() -> None:
    made = Made(briefing(article(1, "One"), front=(page_one(8, 90),), edition=m.Edition(front_pages=2)))

    assert "front-brief-shortened" not in made.codes
    assert "Item 8 of the day" in " ".join(made.said())


def test_a_chart_that_page_one_has_no_room_for_follows_it() -> None:
    rows = tuple((cell(f"Outlet {n}"), m.Cell((m.Paragraph((m.Bar(0.5, str(n)),)),))) for n in range(10))
    chart = m.Section(
        "coverage", "coverage", (m.Heading(words("Coverage"), 2, "minor_head"), m.Table(rows, role="coverage"))
    )
    tall = page_one(4, 150)
    made = Made(briefing(article(1, "One"), front=(replace(tall, blocks=(*tall.blocks[:2], chart, *tall.blocks[2:])),)))

    assert (made.pages["front_brief"], made.pages["coverage"], made.pages["doubts"]) == ("i", "ii", "i")
    assert "heading-jump" not in made.codes


# ---- the file -----------------------------------------------------------------------------------------------------


def test_bookmarks_name_articles_and_their_heads_in_reading_order() -> None:
    first = article(1, "One", m.Heading(words("Inside"), 2), paragraph("Text."))
    made = Made(briefing(first, article(2, "Two"), front=(contents(first),)))

    with made.open() as pdf, pdf.open_outline() as outline:
        tops = [(item.title, [kid.title for kid in item.children]) for item in outline.root]
    assert tops == [("Contents", []), ("1  One", ["Inside"]), ("2  Two", [])]


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert Made(pack()).data == Made(pack()).data


def test_bytes_do_not_depend_on_what_was_set_before() -> None:
    alone = Made(pack(), load_style("plain")).data
    Made(brief(paragraph("Άλλο κείμενο и другой текст, Հայերեն.")))

    assert Made(pack(), load_style("plain")).data == alone


def test_properties_and_provenance_are_in_the_file() -> None:
    with Made(pack()).open() as pdf, pdf.open_metadata() as found:
        assert found["dc:title"] == "The lake accord"
        assert found["{urn:convert-briefings:provenance:1}marking"] == "TLP:AMBER"
        assert '"style":"press"' in found["{urn:convert-briefings:provenance:1}provenance"]


def test_a_briefing_without_a_body_is_its_front_alone() -> None:
    made = Made(briefing(front=(page_one(3),)))

    assert made.labels() == ["i"]


def test_a_briefing_of_nothing_is_one_empty_page() -> None:
    assert Made(briefing()).labels() == ["1"]
