"""What follows the articles of a pack, and what a pack must not say."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from convert import model as m
from convert.compose.article import Place
from convert.compose.tables import reference
from convert.errors import NothingUsable, Refused, UnknownName
from convert.walk import blocks, inlines, plain
from tests.builders import record
from tests.composed_packs import (
    BEACON,
    TOLL,
    pack_of,
    roles,
    section,
    three,
    words,
)

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
    unnamed = ["a spokeswoman", "Named only as “she”", "Speaker not stated"]
    assert rows == ["Tomas Årrel", "Osric Vane", "Marta von Quill", *unnamed]


def first_column_of_groups(of: m.Section) -> list[str]:
    (table,) = [b for b in of.blocks if isinstance(b, m.Table)]
    return [words(*row[0].blocks) for row in table.rows if len(row) == 4]


def test_a_pronoun_that_stands_for_nobody_known_is_not_set_as_a_name() -> None:
    said = (statement("six", "He"), m.Statement("seven", "1", m.Extent(0, 1), speaker="she", resolved="Agnes Dell"))
    made = pack_of(record(TOLL, statements=said))

    (table,) = [b for b in section(made, "statements").blocks if isinstance(b, m.Table)]
    strong = [plain((i,)) for b in blocks([table]) if isinstance(b, m.Paragraph) for i in b.content if is_strong(i)]
    assert strong == ["Agnes Dell"]


def is_strong(inline: m.Inline) -> bool:
    return isinstance(inline, m.Strong)


def never_said() -> m.Statement:
    words, cue = "The bridge is lost", "never said"
    return m.Statement(words, "2", m.Extent(0, 1), speaker="Agnes Thorne", cue=cue, standing="contested")


def test_words_that_were_not_said_say_so_over_them_and_make_nobody_quoted() -> None:
    made = pack_of(record(TOLL, statements=(never_said(),), people=(person("Agnes Thorne"),)))

    (table,) = [b for b in section(made, "statements").blocks if isinstance(b, m.Table)]
    assert words(table.rows[0][1].blocks[0]) == "Denied or not said"
    (index,) = [b for b in section(made, "index").blocks if isinstance(b, m.NameIndex)]
    assert [entry.quoted for entry in index.entries if entry.name == "Thorne, Agnes"] == [()]


def test_an_extract_prints_the_cue_of_words_that_were_not_said() -> None:
    made = pack_of(record(BEACON, statements=(never_said(),)), rights="extract")

    (line,) = [plain(b.content) for b in blocks(made.body) if isinstance(b, m.Paragraph) and b.number]
    assert line == "“The bridge is lost”\u00a0· Agnes Thorne · never said · Denied or not said"


def titled(name: str, title: str | None) -> m.Name:
    return m.Name(name, (m.Mention("1", m.Extent(0, 1)),), title)


def test_title_and_cited_words_of_a_speaker_are_of_one_article() -> None:
    turkish = m.Statement("bir", "1", m.Extent(0, 1), speaker="Müdür Tomas Vane", resolved="Tomas Vane")
    english = m.Statement("one", "1", m.Extent(0, 1), speaker="Vane", resolved="Tomas Vane")
    made = pack_of(
        record(BEACON, statements=(turkish,), people=(titled("Tomas Vane", None),)),
        record(TOLL, statements=(english,), people=(titled("Tomas Vane", "toll keeper"),)),
    )

    assert first_column_of_groups(section(made, "statements")) == ["Tomas Vane toll keeper “Vane”"]


@pytest.mark.parametrize(
    ("speaker", "title"), [("the owner Signe Aldert", "owner"), ("Signe Aldert of the guild", "of the guild")]
)
def test_words_that_only_repeat_name_and_title_are_not_cited(speaker: str, title: str) -> None:
    said = m.Statement("one", "1", m.Extent(0, 1), speaker=speaker, resolved="Signe Aldert")
    made = pack_of(record(TOLL, statements=(said,), people=(titled("Signe Aldert", title),)))

    assert first_column_of_groups(section(made, "statements")) == [f"Signe Aldert {title}"]


def test_an_office_that_begins_a_sentence_is_the_same_speaker() -> None:
    said = (statement("one", "the mayor"), m.Statement("two", "1", m.Extent(0, 1), speaker="she", resolved="The mayor"))
    made = pack_of(record(TOLL, statements=said))

    assert first_column_of_groups(section(made, "statements")) == ["the mayor"]


def test_a_title_that_ends_another_of_its_language_is_left_out() -> None:
    def people(title: str) -> tuple[m.Name, ...]:
        return (titled("Tomas Vane", title),)

    made = pack_of(
        record(BEACON, people=people("keeper")),
        record(TOLL, people=people("Toll keeper")),
        record(TOLL, people=people("toll keeper")),
        record(TOLL, people=people("beekeeper")),
    )

    (table,) = [b for b in section(made, "whos_who").blocks if isinstance(b, m.Table)]
    assert [[words(b) for b in row[1].blocks] for row in table.rows] == [["Toll keeper", "beekeeper"]]


def test_a_name_that_lost_a_space_stands_under_the_one_that_has_it() -> None:
    made = pack_of(
        record(BEACON, organisations=(person("LakeToll Board"), person("Laketoll Board"))),
        record(TOLL, organisations=(person("Lake Toll Board"),)),
    )

    (table,) = [b for b in section(made, "names").blocks if isinstance(b, m.Table)]
    rows = [[words(*cell.blocks) for cell in row] for row in table.rows]
    assert rows == [["Lake Toll Board", "1.1, 2.1"], ["Laketoll Board", "1.1"]]


def test_a_place_in_the_capitals_of_a_dateline_is_the_one_in_small_letters() -> None:
    made = pack_of(record(BEACON, places=(person("TALVIK"), person("OSK"))), record(TOLL, places=(person("Talvik"),)))

    (table,) = [b for b in section(made, "names").blocks if isinstance(b, m.Table)]
    rows = [[words(*cell.blocks) for cell in row] for row in table.rows]
    assert rows == [["OSK", "1.1"], ["Talvik", "1.1, 2.1"]]


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


@pytest.mark.parametrize(
    ("byline", "entries"),
    [
        ("Hanna Brask", ["Brask, Hanna"]),
        ("Piet van der Molen and Renate von Kolbe", ["van der Molen, Piet", "von Kolbe, Renate"]),
        ("Tomas Arrel Jr., Ana Ruiz y Agnes Dell", ["Arrel Jr., Tomas", "Dell, Agnes", "Ruiz, Ana"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Xi Meiling", ["Xi Meiling"]),
        ("Kim Jong-su", ["Kim Jong-su"]),
        ("Hanna Brask, political correspondent", ["Hanna Brask, political correspondent"]),
        ("AFP", ["AFP"]),
        ("Merrow Newsroom", ["Merrow Newsroom"]),
    ],
)
def test_bylines_stand_in_the_index_as_people_do(byline: str, entries: list[str]) -> None:
    made = pack_of(known(record(TOLL), byline=byline))

    (index,) = [b for b in section(made, "index").blocks if isinstance(b, m.NameIndex)]
    assert [entry.name for entry in index.entries] == [f"{entry} (byline)" for entry in entries]


def known(of: m.Record, **metadata: str) -> m.Record:
    article = msgspec.structs.replace(of.article, metadata=msgspec.structs.replace(of.article.metadata, **metadata))
    return msgspec.structs.replace(of, article=article)


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


def test_the_hash_of_an_article_out_of_many_is_said_to_be_of_its_part() -> None:
    (table, *_) = [b for b in section(pack_of(*three()), "provenance").blocks if isinstance(b, m.Table)]

    assert "or of the article’s own part of it" in words(*table.head[0][1].blocks)


def test_provenance_names_every_file_with_its_hash() -> None:
    made = pack_of(*three())

    said = words(section(made, "provenance"))
    assert all(each.article.source.sha256 in said for each in three())


# ---- what must not be said ------------------------------------------------------------------------------------------

SECRET = "Subtitle: The guild's words are the guild's alone\n" + BEACON


@pytest.mark.parametrize("rights", ["extract", "link"])
def test_withheld_text_is_nowhere_in_the_briefing(rights: str) -> None:
    analysis: dict[str, object] = {
        "key_points": (m.KeyPoint("The ministry has not answered.", "1", m.Extent(0, 1)),),
        "dates": (dated("2025-03-12", "Sentence with a date withheld."),),
        "people": (m.Name("Agnes Thorne", (m.Mention("2", m.Extent(0, 1)),), title="speaks for the withheld guild"),),
    }
    made = pack_of(record(SECRET, "a.txt", **analysis), rights=rights)

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


def loose_ends(made: m.Briefing) -> set[str]:
    """Return what references and links point at that is not in the briefing."""
    there = {getattr(b, "id", None) for b in blocks(made.sections)}
    found = [i for b in blocks(made.sections) for i in inlines(getattr(b, "content", ()))]
    targets = {i.target for i in found if isinstance(i, m.Ref)}
    return (targets | {i.url[1:] for i in found if isinstance(i, m.Link) and i.url.startswith("#")}) - there


def test_an_extract_prints_the_statements_of_an_article_where_it_stands() -> None:
    said = (statement("A lamp on a pole is no beacon,", "Agnes Thorne", "2"), statement("Never,", None, "2"))
    points = (m.KeyPoint("The ministry has not answered.", "1", m.Extent(0, 1)),)
    made = pack_of(record(BEACON, statements=said, key_points=points), rights="extract")

    paragraphs = [b for b in blocks(made.body) if isinstance(b, m.Paragraph) and b.number]
    assert [(b.number, b.id) for b in paragraphs] == [("¶ 1.1", "a1p1"), ("1.2", "a1p2"), ("1.2", None)]
    assert plain(paragraphs[1].content) == "“A lamp on a pole is no beacon,”\u00a0· Agnes Thorne"
    assert "Extract: 2 of 2 paragraphs" in words(made.body[0])


@pytest.mark.parametrize("edition", [{"rights": "extract"}, {"rights": "link"}, {"only_front": True}])
def test_no_reference_points_at_what_is_not_printed(edition: dict[str, Any]) -> None:
    cluster = m.Cluster((m.Variant(0, 1.0), m.Variant(1, 0.5, dropped=("2",), added=("1",))))
    said = (statement("A lamp on a pole is no beacon,", "Agnes Thorne", "2"),)
    made = pack_of(record(BEACON, "a.txt", statements=said), record(TOLL, "b.txt"), clusters=(cluster,), **edition)

    assert loose_ends(made) == set()


def test_what_stands_in_a_list_is_cited_as_the_list_after_its_paragraph() -> None:
    ref = reference("5+", Place.in_pack(4))

    assert (ref.text, ref.target) == ("4.5+", "a4p5")


@pytest.mark.parametrize(
    ("office", "rows"),
    [("Minister", ["Ifeoma Brask-Hale"]), ("Captain", ["Brask-Hale", "Ifeoma Brask-Hale"])],
)
def test_a_surname_with_its_office_is_who_has_the_office_in_another_article(office: str, rows: list[str]) -> None:
    made = pack_of(
        record(TOLL, people=(titled("Ifeoma Brask-Hale", "Trade Minister"),)),
        record(BEACON, people=(titled("Brask-Hale", office),)),
    )

    (table,) = [b for b in section(made, "whos_who").blocks if isinstance(b, m.Table)]
    assert [words(*row[0].blocks) for row in table.rows] == rows
