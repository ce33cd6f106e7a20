"""What a pack contains up to its articles, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from convert import model as m
from convert.compose.pack import Pack
from convert.compose.page_one import as_laid_out
from convert.errors import Note
from convert.style import load_style
from convert.walk import blocks, inlines, plain
from convert.writers import pdf
from tests.builders import CONFLICT, NO_HEADLINE, ignore, record
from tests.composed_packs import (
    BEACON,
    LIBRARY,
    TOLL,
    composed,
    first_column,
    heads,
    names,
    pack_of,
    roles,
    section,
    three,
    words,
)

# ---- order, groups, numbers -----------------------------------------------------------------------------------------


def test_a_group_stands_where_its_first_article_does() -> None:
    made = pack_of(*three())

    assert names(made) == ["beacon.txt", "library.txt", "toll.txt"]
    assert heads(section(made, "contents"), "minor_head")[:2] == ["Shipping", "Region"]


def test_a_few_articles_that_alone_name_a_section_are_said_to_stand_first() -> None:
    said = [f"Title: Trial {n}\nDate: {n} March 2025\n\nThe ferry crossed the lake.\n" for n in range(1, 4)]
    said[2] = f"Section: Town\n{said[2]}"
    entries = tuple(m.Entry(record(each, f"{n}.txt")) for n, each in enumerate(said, start=1))
    notes: list[Note] = []

    made = composed(Pack(entries), m.Edition(), notes)

    assert names(made) == ["3.txt", "1.txt", "2.txt"]
    assert "1 of 3 articles names a section and stands first; --group-by none keeps the order given" in {
        each.message for each in notes
    }


@pytest.mark.parametrize(
    ("group_by", "sort", "order"),
    [
        ("none", "given", ["beacon.txt", "toll.txt", "library.txt"]),
        ("none", "date", ["toll.txt", "beacon.txt", "library.txt"]),
        ("none", "title", ["toll.txt", "library.txt", "beacon.txt"]),
        ("outlet", "given", ["beacon.txt", "toll.txt", "library.txt"]),
        ("date", "given", ["toll.txt", "beacon.txt", "library.txt"]),
        ("section", "date", ["toll.txt", "beacon.txt", "library.txt"]),
    ],
)
def test_articles_stand_as_the_edition_asks(group_by: str, sort: str, order: list[str]) -> None:
    assert names(pack_of(*three(), group_by=group_by, sort=sort)) == order


def test_articles_sorted_by_outlet_stand_by_its_name_whatever_their_order() -> None:
    beacon, toll, library = three()
    outlets = {each.article.source.name: each.article.metadata.outlet or "" for each in (beacon, toll, library)}

    made = pack_of(toll, library, beacon, group_by="none", sort="outlet")

    in_print = [outlets[name] for name in names(made)]
    assert in_print == sorted(in_print, key=str.casefold)
    assert len(set(in_print)) > 1
    assert names(made) != ["toll.txt", "library.txt", "beacon.txt"]


def test_what_page_one_has_no_room_for_in_print_is_on_page_one_of_no_paged_format() -> None:
    sentence = "The ferry " + "crossed the lake before noon and " * 20 + "stopped."
    said = (record(f"Title: Trial {n}\nOutlet: Lake Post\nDate: {n} March 2025\n\n{sentence}\n") for n in range(1, 9))
    made = pack_of(*(m.Entry(each, lead=True) for each in said))
    pages = pdf.writer.write(made, load_style("press"), ignore).pages

    printed = [number for number in front_numbers(made) if f"front{number}" in pages]
    assert 3 <= len(printed) < len(front_numbers(made))
    assert front_numbers(as_laid_out(made, pages)) == printed


def front_numbers(made: m.Briefing) -> list[int]:
    heads = (b for b in blocks(made.front) if isinstance(b, m.Heading) and b.role == "front_head")
    return [int(head.number or 0) for head in heads]


def test_sections_that_differ_in_capitals_alone_are_one_group() -> None:
    sections = ("TOWN", "Région", "Town", "RÉGION")
    made = pack_of(*(record(f"Section: {name}\n{TOLL}", f"{name}.txt") for name in sections))

    heads = [plain(b.content) for b in section(made, "contents").blocks if isinstance(b, m.Heading) and b.level == 2]
    assert heads[:2] == ["Town", "Région"]
    assert names(made) == ["TOWN.txt", "Town.txt", "Région.txt", "RÉGION.txt"]


def test_articles_without_a_group_come_last_under_a_head_of_their_own() -> None:
    made = pack_of(record(NO_HEADLINE, "bare.txt"), record(TOLL, "toll.txt"))

    assert names(made) == ["toll.txt", "bare.txt"]
    assert heads(section(made, "contents"), "minor_head")[:2] == ["Region", "Other articles"]


def test_undated_articles_come_after_the_dated_ones() -> None:
    undated = record(TOLL.replace("Date: 11 March 2025\n", ""), "undated.txt")

    assert names(pack_of(undated, *three()[:1], sort="date", group_by="none")) == ["beacon.txt", "undated.txt"]


def test_outlets_stand_in_the_editors_order_and_under_the_editors_names() -> None:
    outlets = (
        m.Outlet("talvikcourier.example", "The Courier of Talvik", "Courier", "Lakeland"),
        m.Outlet("Merrow Gazette", "The Gazette", country="Merrow"),
    )
    made = pack_of(*three()[:2], outlets=outlets, group_by="outlet")

    assert names(made) == ["toll.txt", "beacon.txt"]
    assert heads(section(made, "contents"), "minor_head")[:2] == ["The Courier of Talvik", "The Gazette"]
    assert "The Courier of Talvik" in words(made.body[0])
    assert first_column(section(made, "coverage"))[:2] == ["Courier", "The Gazette"]
    by_country = pack_of(*three()[:2], outlets=outlets, group_by="country")
    assert heads(section(by_country, "contents"), "minor_head")[:2] == ["Lakeland", "Merrow"]


def test_an_outlet_in_capitals_is_the_one_that_others_spell_in_small_letters() -> None:
    loud = record(TOLL.replace("Talvik Courier", "TALVIK COURIER"), "loud.txt")
    made = pack_of(loud, record(LIBRARY, "library.txt"))

    assert "1 outlet" in words(section(made, "page_one"))
    assert made.properties.keywords == ("Talvik Courier",)


def test_an_outlet_stated_by_its_address_alone_is_the_one_that_others_name() -> None:
    bare = record(BEACON.replace("Outlet: Merrow Gazette\n", ""), "bare.txt")
    made = pack_of(bare, record(BEACON, "beacon.txt"), outlets=(m.Outlet("Merrow Gazette", "The Gazette", "Gaz"),))

    assert "1 outlet" in words(section(made, "page_one"))
    assert made.properties.keywords == ("The Gazette",)
    assert first_column(section(made, "coverage"))[:1] == ["Gaz"]
    assert made.records[0].article.metadata.outlet is None


def test_an_outlet_given_as_a_domain_is_the_one_that_others_name() -> None:
    bare = record(BEACON.replace("Outlet: Merrow Gazette\n", "Outlet: www.merrowgazette.example\n"), "bare.txt")

    assert pack_of(bare, record(BEACON, "beacon.txt")).properties.keywords == ("Merrow Gazette",)


def test_an_address_that_two_outlets_share_names_neither() -> None:
    bare = record(BEACON.replace("Outlet: Merrow Gazette\n", ""), "bare.txt")
    evening = record(BEACON.replace("Merrow Gazette", "Merrow Evening"), "evening.txt")
    made = pack_of(bare, record(BEACON, "beacon.txt"), evening)

    assert set(made.properties.keywords) == {"merrowgazette.example", "Merrow Gazette", "Merrow Evening"}


def test_paragraphs_are_numbered_by_article_and_can_be_pointed_at() -> None:
    made = pack_of(*three())

    numbered = [(b.number, b.id) for b in blocks(made.body) if isinstance(b, m.Paragraph) and b.number]
    assert numbered == [("1.1", "a1p1"), ("1.2", "a1p2"), ("2.1", "a2p1"), ("3.1", "a3p1")]


def test_ids_are_unique_but_for_a_section_and_its_own_head() -> None:
    made = pack_of(record(TOLL, "a.txt"), record(TOLL, "a.txt"), record(NO_HEADLINE, "b.txt"))

    ids = [getattr(b, "id", None) for b in blocks(made.sections) if not isinstance(b, m.Heading)]
    ids = [each for each in ids if each]
    heads_of = [b.id for b in blocks(made.sections) if isinstance(b, m.Heading) and b.id]
    assert len(ids) == len(set(ids))
    assert heads_of == ["title", "front1", "front2", "front3", "a1", "a2", "a3"]


def test_every_reference_points_at_a_block_that_is_there() -> None:
    made = pack_of(record(CONFLICT, "c.txt"), *three())

    ids = {getattr(b, "id", None) for b in blocks(made.sections)}
    targets = {i.target for block in blocks(made.sections) for i in inlines(_content(block)) if isinstance(i, m.Ref)}
    entries = {e.ref.target for b in blocks(made.sections) if isinstance(b, m.Contents) for e in b.entries}
    assert targets
    assert targets | entries <= ids


def _content(block: m.Block) -> tuple[m.Inline, ...]:
    return getattr(block, "content", ())


# ---- page one -------------------------------------------------------------------------------------------------------


def test_the_editors_leads_make_the_front_brief_in_the_order_of_the_pack() -> None:
    beacon, toll, library = three()
    made = pack_of(m.Entry(beacon), m.Entry(toll, lead=True), m.Entry(library, lead=True))

    assert [h.split("  ")[0].strip() for h in heads(section(made, "front_brief"), "front_head")] == [
        "Library sells the pen of the accord",
        "Lake toll stays at 32 crowns",
    ]


def test_without_leads_the_largest_story_comes_first_and_once() -> None:
    same = tuple(record(TOLL.replace("32", f"{n}"), f"toll{n}.txt") for n in (33, 34))
    others = tuple(record(BEACON.replace("Pilots", f"Pilots {n}"), f"b{n}.txt") for n in range(5))
    cluster = m.Cluster(tuple(m.Variant(at, 1.0) for at in (5, 6)))
    made = pack_of(*others, *same, clusters=(cluster,), group_by="none")

    found = heads(section(made, "front_brief"), "front_head")
    assert len(found) == 4
    assert sum("Lake toll" in each for each in found) == 1


def test_leads_beyond_the_budget_are_named_and_none_is_cut() -> None:
    entries = tuple(m.Entry(record(BEACON.replace("beacon", f"beacon {n}"), f"{n}.txt"), lead=True) for n in range(10))
    notes: list[Note] = []
    made = composed(Pack(entries), m.Edition(), notes)

    shown = len(heads(section(made, "front_brief"), "front_head"))
    (over,) = [note for note in notes if note.code == "leads-over-budget"]
    assert 3 <= shown <= 8
    assert all(f"beacon {n} " in over.message for n in range(shown, 10))
    assert [s.role for s in made.front[:2]] == ["page_one", "coverage"]


def test_an_outlet_that_tells_a_story_twice_is_not_another_that_carries_it() -> None:
    twice = (record(TOLL, "a.txt"), record(TOLL.replace("32", "33"), "b.txt"))
    other = record(TOLL.replace("Talvik Courier", "Lake Post"), "c.txt")
    clusters = [m.Cluster(tuple(m.Variant(at, 1.0) for at in range(count))) for count in (2, 3)]
    alone, carried = (
        words(section(pack_of(*twice, other, clusters=(cluster,), group_by="none"), "front_brief"))
        for cluster in clusters
    )

    assert "Also carried by" not in alone
    assert "Also carried by: Lake Post " in carried


def test_the_front_brief_quotes_one_whole_sentence_of_the_text() -> None:
    made = pack_of(record(TOLL))

    (extract,) = [b for b in blocks(made.front) if isinstance(b, m.Paragraph) and b.role == "extract"]
    assert plain(extract.content).startswith("The lake toll stays at 32 crowns until the end of 2026.")
    assert "Both shores" not in plain(extract.content)


def test_page_one_says_what_is_uncertain_and_where() -> None:
    made = composed(
        Pack((m.Entry(record(CONFLICT)), m.Entry(record(NO_HEADLINE))), unreadable=("torn.txt",)), m.Edition()
    )

    notice = section(made, "notice")
    said = words(notice)
    assert "1 date in conflict (1);" in said
    assert "2 articles without a headline in their sources (1, 2);" in said
    assert "1 file unreadable (torn.txt)" in said
    assert {i.lead for b in notice.blocks for i in inlines(_content(b)) if isinstance(i, m.Ref)} == {"page\u00a0"}


def test_a_pack_without_doubts_has_no_line_of_doubts() -> None:
    made = pack_of(*three())

    assert "doubts" not in {b.id for b in blocks(made.front) if isinstance(b, m.Section)}


def test_facts_that_nobody_gave_are_absent() -> None:
    bare, full = pack_of(record(TOLL)), pack_of(record(TOLL), prepared_for="The Minister", as_of="2025-03-15")

    assert "Prepared" not in words(section(bare, "page_one"))
    assert "As of" not in words(section(bare, "page_one"))
    assert "Prepared for The Minister" in words(section(full, "page_one"))
    assert "15 March 2025" in words(section(full, "page_one"))


def test_the_chart_has_its_figures_in_words() -> None:
    made = pack_of(*three())

    (table,) = [b for b in blocks((section(made, "coverage"),)) if isinstance(b, m.Table)]
    assert "Merrow Gazette: 1 (12 March 2025, 35 words)." in table.summary.replace("\u00a0", " ")
    assert "Talvik Courier: 2 (14 March 2025, 14 words), 3 (11 March" in table.summary.replace("\u00a0", " ")
    bars = [i for row in table.rows for c in row for b in c.blocks for i in inlines(_content(b))]
    assert sorted(b.figure for b in bars if isinstance(b, m.Bar)) == ["1", "2", "3"]


def test_a_title_sheet_stands_before_page_one_only_if_asked_for() -> None:
    assert roles(pack_of(record(TOLL)).front)[0] == "page_one"
    assert roles(pack_of(record(TOLL), cover=True).front)[:2] == ["cover", "page_one"]


def test_the_front_alone_is_page_one_and_nothing_else() -> None:
    made = pack_of(*three(), only_front=True)

    assert roles(made.sections) == ["page_one"]
    assert "front_brief" in {b.role for b in blocks(made.sections) if isinstance(b, m.Section)}


# ---- articles -------------------------------------------------------------------------------------------------------


def test_an_article_opens_with_headline_source_and_what_the_editor_says() -> None:
    entry = m.Entry(record(BEACON), note="Our reply is due on Friday.", translation="Les pilotes demandent un phare")
    made = pack_of(entry)

    opening = [getattr(block, "role", "") for block in made.body[0].blocks[:5]]
    assert opening == ["h1", "source_line", "address", "editor_note", "editor_note"]
    said = words(made.body[0])
    assert "Headline, unofficial translation: Les pilotes demandent un phare" in said
    assert "Editor’s note: Our reply is due on Friday." in said


def test_what_the_briefing_says_in_a_foreign_article_is_marked_as_its_own_language() -> None:
    made = pack_of(record("Language: fr\n" + BEACON), language="en")

    article = made.body[0]
    (line,) = [b for b in article.blocks if isinstance(b, m.Paragraph) and b.role == "source_line"]
    assert (article.language, line.language) == ("fr", "en")


@pytest.mark.parametrize(
    ("articles", "edition", "start"),
    [
        ("fit", {}, "fit"),
        ("page", {}, "page"),
        ("run", {}, "run_on"),
        ("page", {"run_on": True}, "run_on"),
        ("page", {"rights": "link"}, "fit"),
    ],
)
def test_articles_begin_as_the_style_says_unless_they_run_on_or_have_no_text(
    articles: str, edition: dict[str, Any], start: str
) -> None:
    entries = tuple(m.Entry(each) for each in three())
    made = composed(Pack(entries), m.Edition(**edition), look={"articles": articles})

    assert {each.start for each in made.body} == {start}


def test_a_headline_of_400_characters_is_whole_over_its_article_and_cut_in_contents_and_running_head() -> None:
    title = "Accord on the lake " + "and its many shores " * 19
    made = pack_of(record(BEACON.replace("Pilots ask for a beacon on the middle bank", title.strip())))

    assert heads(made.body[0], "h1_xlong") == [title.strip()]
    (entry,) = [e for b in section(made, "contents").blocks if isinstance(b, m.Contents) for e in b.entries if e.number]
    assert len(entry.title) <= 103
    assert entry.title.endswith("…")
    assert len(made.body[0].running_head) <= 61


def test_articles_of_the_same_title_are_told_apart_by_number() -> None:
    made = pack_of(record(TOLL, "a.txt"), record(TOLL, "b.txt"))

    entries = [e for b in section(made, "contents").blocks if isinstance(b, m.Contents) for e in b.entries if e.number]
    assert [(e.number, e.ref.target) for e in entries] == [("1", "a1"), ("2", "a2")]
    assert entries[0].title == entries[1].title


def test_an_article_without_headline_or_date_says_so_in_the_contents() -> None:
    made = pack_of(record("The ferry stays in port until the ice is gone, the harbour office of Talvik said."))

    (entry,) = [e for b in section(made, "contents").blocks if isinstance(b, m.Contents) for e in b.entries if e.number]
    assert entry.title.startswith("[no headline in source] The ferry stays in port")
    assert entry.detail == "date not stated"


def test_a_chart_of_many_articles_has_one_bar_a_cell_with_their_number() -> None:
    made = pack_of(*(record(TOLL.replace("32", str(n)), f"{n}.txt") for n in range(60)), *three()[:1])

    (table,) = [b for b in blocks((section(made, "coverage"),)) if isinstance(b, m.Table)]
    bars = [i for row in table.rows for c in row for b in c.blocks for i in inlines(_content(b))]
    assert [b.figure for b in bars if isinstance(b, m.Bar)] == ["60", "1"]
    assert "Figure: number of articles." in words(section(made, "coverage"))
