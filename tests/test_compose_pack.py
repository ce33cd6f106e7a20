"""What a pack contains, in which order, and what it must not say."""

from __future__ import annotations

import pytest

from convert import model as m
from convert.compose import compose_pack
from convert.compose.pack import Pack
from convert.errors import Note, NothingUsable, Refused, UnknownName
from convert.style import load_style
from convert.walk import blocks, inlines, plain, texts
from tests.builders import CONFLICT, NO_HEADLINE, ignore, provenance, record

BEACON = """Title: Pilots ask for a beacon on the middle bank
Outlet: Merrow Gazette
Date: 12 March 2025
Section: Shipping
URL: https://merrowgazette.example/pilots-beacon
Tags: pilots; night crossings

The pilots' guild wants a radar beacon before anybody crosses after dark. The ministry has not answered.

"A lamp on a pole is no beacon," said Agnes Thorne, who speaks for the guild.
"""

TOLL = """Title: Lake toll stays at 32 crowns
Outlet: Talvik Courier
Date: 11 March 2025
Section: Region
URL: https://talvikcourier.example/lake-toll

The lake toll stays at 32 crowns until the end of 2026. Both shores signed on Monday.
"""

LIBRARY = """Title: Library sells the pen of the accord
Outlet: Talvik Courier
Date: 14 March 2025
Section: Shipping

The pen will be auctioned for the children's ward, the town library said.
"""


def pack_of(*entries: m.Entry | m.Record, clusters: tuple[m.Cluster, ...] = (), **edition: object) -> m.Briefing:
    made = tuple(e if isinstance(e, m.Entry) else m.Entry(e) for e in entries)
    pack = Pack(made, clusters)
    return composed(pack, m.Edition(**edition))  # type: ignore[arg-type]


def composed(pack: Pack, edition: m.Edition, notes: list[Note] | None = None, **style: object) -> m.Briefing:
    articles = [entry.record.article for entry in pack.entries]
    note = ignore if notes is None else notes.append
    return compose_pack(pack, edition, load_style("press", changes=style or None), provenance(*articles), note)


def three() -> tuple[m.Record, m.Record, m.Record]:
    return record(BEACON, "beacon.txt"), record(TOLL, "toll.txt"), record(LIBRARY, "library.txt")


def names(briefing: m.Briefing) -> list[str]:
    """Return the files of the articles in the order of print."""
    return [each.article.source.name for each in briefing.records]


def section(briefing: m.Briefing, role: str) -> m.Section:
    return next(b for b in blocks(briefing.sections) if isinstance(b, m.Section) and b.role == role)


def roles(sections: tuple[m.Section, ...]) -> list[str]:
    return [each.role for each in sections]


def words(*roots: m.Block) -> str:
    return " ".join(texts(roots)).replace("\u00a0", " ")


def heads(of: m.Section, role: str) -> list[str]:
    found = (b for b in blocks((of,)) if isinstance(b, m.Heading) and b.role == role)
    return [plain(b.content).replace("\u00a0", " ") for b in found]


def first_column(table_of: m.Section) -> list[str]:
    table = next(b for b in table_of.blocks if isinstance(b, m.Table))
    return [words(*row[0].blocks) for row in table.rows]


# ---- order, groups, numbers -----------------------------------------------------------------------------------------


def test_a_group_stands_where_its_first_article_does() -> None:
    made = pack_of(*three())

    assert names(made) == ["beacon.txt", "library.txt", "toll.txt"]
    assert heads(section(made, "contents"), "minor_head")[:2] == ["Shipping", "Region"]


@pytest.mark.parametrize(
    ("group_by", "sort", "order"),
    [
        ("none", "given", ["beacon.txt", "toll.txt", "library.txt"]),
        ("none", "date", ["toll.txt", "beacon.txt", "library.txt"]),
        ("none", "title", ["toll.txt", "library.txt", "beacon.txt"]),
        ("none", "outlet", ["beacon.txt", "toll.txt", "library.txt"]),
        ("outlet", "given", ["beacon.txt", "toll.txt", "library.txt"]),
        ("date", "given", ["toll.txt", "beacon.txt", "library.txt"]),
        ("section", "date", ["toll.txt", "beacon.txt", "library.txt"]),
    ],
)
def test_articles_stand_as_the_edition_asks(group_by: str, sort: str, order: list[str]) -> None:
    assert names(pack_of(*three(), group_by=group_by, sort=sort)) == order


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


def test_paragraphs_are_numbered_by_article_and_can_be_pointed_at() -> None:
    made = pack_of(*three())

    numbered = [(b.number, b.id) for b in blocks(made.body) if isinstance(b, m.Paragraph) and b.number]
    assert numbered == [("1.1", "a1p1"), ("1.2", "a1p2"), ("2.1", "a2p1"), ("3.1", "a3p1")]


def test_ids_are_unique_but_for_a_section_and_its_own_head() -> None:
    made = pack_of(record(TOLL, "a.txt"), record(TOLL, "a.txt"), record(NO_HEADLINE, "b.txt"))

    ids = [b.id for b in blocks(made.sections) if getattr(b, "id", None) and not isinstance(b, m.Heading)]
    heads_of = [b.id for b in blocks(made.sections) if isinstance(b, m.Heading) and b.id]
    assert len(ids) == len(set(ids))
    assert heads_of == ["title", "a1", "a2", "a3"]


def test_every_reference_points_at_a_block_that_is_there() -> None:
    made = pack_of(record(CONFLICT, "c.txt"), *three())

    ids = {b.id for b in blocks(made.sections) if getattr(b, "id", None)}
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


@pytest.mark.parametrize(("run_on", "start"), [(False, "page"), (True, "run_on")])
def test_articles_begin_a_page_unless_they_run_on(run_on: bool, start: str) -> None:
    assert {each.start for each in pack_of(*three(), run_on=run_on).body} == {start}


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


# ---- back matter ----------------------------------------------------------------------------------------------------


def statement(words: str, speaker: str | None, paragraph: str = "1") -> m.Statement:
    return m.Statement(words, paragraph, m.Extent(0, 1), speaker=speaker)


def person(name: str) -> m.Name:
    return m.Name(name, (m.Mention("1", m.Extent(0, 1)),))


def test_statements_stand_by_surname_accents_aside_and_the_unnamed_last() -> None:
    said = (
        statement("one", None),
        statement("two", "a spokeswoman"),
        statement("three", "Osric Vane"),
        statement("four", "Tomas Årrel"),
        statement("five", "Marta von Quill"),
        statement("six", "she"),
    )
    made = pack_of(record(TOLL, statements=said, people=(person("Osric Vane"),)))

    rows = first_column_of_groups(section(made, "statements"))
    assert rows == ["Tomas Årrel", "Osric Vane", "Marta von Quill", "a spokeswoman", "she", "Speaker not stated"]


def first_column_of_groups(of: m.Section) -> list[str]:
    (table,) = [b for b in of.blocks if isinstance(b, m.Table)]
    return [words(*row[0].blocks) for row in table.rows if len(row) == 4]


def test_an_organisation_stands_by_its_first_word() -> None:
    said = (statement("one", "Chamber of Lake Trade"), statement("two", "Agnes Dell"))
    chamber = person("Chamber of Lake Trade")
    made = pack_of(record(TOLL, statements=said, organisations=(chamber,)))

    assert first_column_of_groups(section(made, "statements")) == ["Chamber of Lake Trade", "Agnes Dell"]


def test_unnamed_speakers_of_two_articles_are_two_rows_and_a_named_one_is_one() -> None:
    said = (statement("one", "a spokesman"), statement("two", "Agnes Thorne"))
    made = pack_of(record(TOLL, "a.txt", statements=said), record(BEACON, "b.txt", statements=said))

    assert first_column_of_groups(section(made, "statements")) == ["Agnes Thorne", "a spokesman", "a spokesman"]


def dated(moment: str, sentence: str) -> m.DatedSentence:
    return m.DatedSentence(moment, "x", sentence, "1", m.Extent(0, 1))


def test_the_timeline_is_in_order_and_marks_the_moment_of_compilation() -> None:
    dates = (dated("2025-04-07", "First meeting."), dated("2019", "Old dispute."), dated("2025-03-10", "Signed."))
    made = pack_of(record(TOLL, dates=dates), as_of="2025-03-15")

    said = words(section(made, "timeline"))
    places = [said.index(each) for each in ("Old dispute.", "Signed.", "Pack compiled", "First meeting.")]
    assert places == sorted(places)


def test_a_sentence_that_two_outlets_share_is_one_row_of_the_timeline() -> None:
    dates = (dated("2025-04-07", "The first meeting is on 7 April."),)
    made = pack_of(record(TOLL, "a.txt", dates=dates), record(BEACON, "b.txt", dates=dates), group_by="none")

    said = words(section(made, "timeline"))
    assert said.count("The first meeting is on 7 April.") == 1
    assert "2.1" in said


def test_the_index_has_surnames_first_and_bold_where_the_person_is_quoted() -> None:
    people = (person("Marta Quill"), person("Tomas Arrel"))
    made = pack_of(record(TOLL, people=people, statements=(statement("x", "Marta Quill"),)))

    (index,) = [b for b in section(made, "index").blocks if isinstance(b, m.NameIndex)]
    assert [(e.name, e.quoted) for e in index.entries] == [("Arrel, Tomas", ()), ("Quill, Marta", ("a1p1",))]


def test_people_of_one_name_are_one_row_with_all_their_places() -> None:
    made = pack_of(record(TOLL, "a.txt", people=(person("Vane"),)), record(BEACON, "b.txt", people=(person("Vane"),)))

    (table,) = [b for b in section(made, "whos_who").blocks if isinstance(b, m.Table)]
    assert len(table.rows) == 1
    assert "1.1" in words(*table.rows[0][2].blocks)
    assert "2.1" in words(*table.rows[0][2].blocks)


def test_a_same_story_group_says_who_was_first_and_what_differs() -> None:
    first = m.Variant(0, 1.0)
    other = m.Variant(1, 0.44, dropped=("1",), added=("2",))
    made = pack_of(
        record(TOLL, "a.txt"), record(BEACON, "b.txt"), clusters=(m.Cluster((first, other)),), group_by="none"
    )

    said = words(section(made, "same_story"))
    assert "earliest" in said
    assert "44 %" in said
    assert "added 2.2" in said
    assert "Also carried by: 2 Merrow Gazette (44 %)" in words(made.body[0])


def test_a_part_without_content_is_left_out_with_its_line_in_the_contents() -> None:
    made = pack_of(record(TOLL))

    assert roles(made.back) == ["sources", "provenance", "rights"]
    entries = [e for b in section(made, "contents").blocks if isinstance(b, m.Contents) for e in b.entries]
    assert [e.ref.target for e in entries if not e.number] == ["sources", "provenance", "rights"]


def test_back_matter_stands_in_the_order_of_the_style() -> None:
    full = record(
        TOLL,
        statements=(statement("x", "Osric Vane"),),
        dates=(dated("2025-03-10", "Signed."),),
        people=(person("Osric Vane"),),
        organisations=(person("Lake Board"),),
        abbreviations=(m.Abbreviation("LB", "Lake Board", "1", m.Extent(0, 1)),),
    )
    made = pack_of(full, change_log="Second issue: article 3 replaced.")

    order = ["statements", "timeline", "whos_who", "names", "abbreviations", "sources", "index", "provenance", "rights"]
    assert roles(made.back) == order
    assert "Second issue: article 3 replaced." in words(section(made, "rights"))


def test_provenance_names_every_file_with_its_hash() -> None:
    made = pack_of(*three())

    said = words(section(made, "provenance"))
    assert all(each.article.source.sha256 in said for each in three())


# ---- what must not be said ------------------------------------------------------------------------------------------

SECRET = "Subtitle: The guild's words are the guild's alone\n" + BEACON


@pytest.mark.parametrize("rights", ["extract", "link"])
def test_withheld_text_is_nowhere_in_the_briefing(rights: str) -> None:
    analysis = {
        "key_points": (m.KeyPoint("The ministry has not answered.", "1", m.Extent(0, 1)),),
        "dates": (dated("2025-03-12", "Sentence with a date withheld."),),
        "people": (m.Name("Agnes Thorne", (m.Mention("2", m.Extent(0, 1)),), title="speaks for the withheld guild"),),
    }
    made = pack_of(record(SECRET, **analysis), rights=rights)

    whole = m.encode(made).decode()
    for withheld in (
        "radar beacon before anybody",
        "guild's alone",
        "night crossings",
        "a date withheld",
        "withheld guild",
    ):
        assert withheld not in whole
    assert ("The ministry has not answered." in whole) is (rights == "extract")
    assert "Pilots ask for a beacon on the middle bank" in whole


def test_what_is_withheld_is_said() -> None:
    assert "the text is withheld" in words(pack_of(record(BEACON), rights="link").body[0])
    assert "Extract: 0 of 2 paragraphs" in words(pack_of(record(BEACON), rights="extract").body[0])


def test_a_pack_carries_the_highest_marking_of_each_scheme() -> None:
    marked = [record(f"Marking: {m_}\n{TOLL}", f"{n}.txt") for n, m_ in enumerate(("TLP:GREEN", "TLP:AMBER", "SECRET"))]
    made = pack_of(*marked)

    assert sorted(shown.text for shown in made.furniture.markings) == ["SECRET", "TLP:AMBER"]


def test_a_lower_marking_is_refused_unless_a_reason_is_given_which_is_printed() -> None:
    amber = record(f"Marking: TLP:AMBER\n{TOLL}")

    with pytest.raises(Refused, match="TLP:AMBER"):
        pack_of(amber, marking="TLP:GREEN")
    made = pack_of(amber, marking="TLP:GREEN", declassify="released by the agency")
    assert [shown.text for shown in made.furniture.markings] == ["TLP:GREEN"]
    assert "released by the agency" in words(section(made, "provenance"))


def test_an_unknown_marking_of_the_edition_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        pack_of(record(TOLL), marking="TLP:AMBR")

    assert "TLP:AMBER" in caught.value.hint


@pytest.mark.parametrize("as_of", [None, "2025-03-20"])
def test_an_embargo_refuses_the_whole_pack(as_of: str | None) -> None:
    held = record(f"Embargo: 2025-03-21\n{TOLL}", "held.txt")

    with pytest.raises(Refused) as caught:
        pack_of(record(BEACON), held, as_of=as_of)
    assert caught.value.where == "held.txt"


def test_an_embargoed_article_that_is_included_says_so() -> None:
    held = record(f"Embargo: 2025-03-21\n{TOLL}")

    assert "EMBARGOED until 21 March 2025" in words(pack_of(held, include_embargoed=True).body[0])
    assert "EMBARGOED" not in words(pack_of(held, as_of="2025-03-22").body[0])


def test_an_empty_pack_is_nothing_usable() -> None:
    with pytest.raises(NothingUsable, match="no article is left"):
        pack_of()


def test_the_same_entries_make_the_same_briefing() -> None:
    assert m.encode(pack_of(*three())) == m.encode(pack_of(*three()))
