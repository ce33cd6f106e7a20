"""What a brief contains, in which order, and what it must not say."""

from typing import Literal

import pytest

from convert import model as m
from convert.compose import compose_brief
from convert.errors import Note, Refused, UnknownName
from convert.style import load_style
from convert.walk import blocks, inlines, plain, texts
from tests.builders import ACCORD, CONFLICT, NO_HEADLINE, article, ignore, provenance, record


def brief(made: m.Record, edition: m.Edition | None = None, style: str = "press", **changes: object) -> m.Briefing:
    chosen = load_style(style, changes=changes or None)
    return compose_brief(made, edition or m.Edition(), chosen, provenance(made.article), ignore)


def said(briefing: m.Briefing) -> list[str]:
    return [words for words in texts(briefing.sections) if words]


def of_role(briefing: m.Briefing, role: str) -> list[str]:
    found = (b for b in blocks(briefing.sections) if isinstance(b, m.Paragraph | m.Heading) and b.role == role)
    return [plain(block.content).replace("\u00a0", " ") for block in found]


def test_a_brief_opens_with_masthead_headline_and_source_line() -> None:
    edition = m.Edition(issuer="Lake Office", series="Press Brief", number="2025/7")

    made = brief(record(ACCORD), edition)

    roles = [getattr(b, "role", "") for b in made.body[0].blocks[:4]]
    assert roles == ["masthead", "brief_title", "source_line", "address"]
    assert of_role(made, "masthead") == ["Lake Office Press Brief No. 2025/7"]
    assert of_role(made, "source_line")[0].startswith("Talvik Courier · Hanna Brask · 11 March 2025 · ")


def test_a_stated_date_has_no_badge_and_no_line_of_evidence() -> None:
    made = brief(record(ACCORD))

    assert of_role(made, "date_note") == []
    assert not [i for i in _spans(made) if i.role in ("badge", "conflict")]


def test_an_article_without_headline_says_so_and_gives_its_first_words() -> None:
    made = brief(record(NO_HEADLINE))

    assert of_role(made, "no_headline") == ["[no headline in source] The text begins:"]
    assert of_role(made, "h1_none") == ["The transport minister of Lakeland has met …"]
    assert made.properties.title == "The transport minister of Lakeland has met\u00a0…"


def test_a_date_from_the_scraped_prefix_is_badged_and_explained() -> None:
    made = brief(record(NO_HEADLINE))

    assert [plain(span.content) for span in _spans(made) if span.role == "badge"] == ["scraped prefix"]
    assert of_role(made, "date_note") == ["Date from scraped prefix; weekday agrees."]


@pytest.mark.parametrize(
    ("text", "said_of_date"),
    [
        ("The ice holds\n\nTALVIK, March 10 (Orvia News) - The ice holds, they said.", "March 10, no year in source"),
        ("Title: The ice holds\nPublished: 10 March\n\nThe ice holds, they said.", "10 March, no year in source"),
        ("The ice holds\n\nIt held on March 10, they said in Talvik.", "date not stated"),
        ("Title: The ice holds\nPublished: 03/04/2025\n\nThe ice holds, they said.", "date not stated"),
        ("date 2025-03-11 The ice holds\n\nTALVIK, March 10 - The ice holds, they said.", "2025"),
    ],
)
def test_a_day_and_month_without_a_year_are_printed_as_they_stand(text: str, said_of_date: str) -> None:
    (line,) = of_role(brief(m.Record(article(text, "ice.txt"))), "source_line")

    assert said_of_date in line
    assert ("no year" in line) == ("no year" in said_of_date)


def test_dates_that_differ_are_both_printed() -> None:
    made = brief(record(CONFLICT))

    assert [plain(span.content) for span in _spans(made) if span.role == "conflict"] == ["conflict"]
    (line,) = of_role(made, "date_note")
    assert "text says 12 March 2025" in line
    assert "scraped prefix says 1 March 2025" in line


def test_paragraphs_are_numbered_and_can_be_pointed_at() -> None:
    made = brief(record(ACCORD))

    numbered = [(b.number, b.id) for b in blocks(made.body) if isinstance(b, m.Paragraph) and b.role == "body"]
    assert numbered == [("1", "p1"), ("2", "p2")]


def test_numbers_can_be_switched_off_and_ids_stay() -> None:
    made = brief(record(ACCORD), parts={"number_paragraphs": False})

    numbered = [(b.number, b.id) for b in blocks(made.body) if isinstance(b, m.Paragraph) and b.role == "body"]
    assert numbered == [(None, "p1"), (None, "p2")]


def test_key_points_stand_before_the_text_with_their_paragraphs() -> None:
    point = m.KeyPoint("Both shores signed on Monday.", "1", m.Extent(0, 1))

    made = brief(record(ACCORD, key_points=(point,)))

    (box,) = [b for b in blocks(made.body) if isinstance(b, m.Section) and b.role == "key_points"]
    assert said_of(box) == [
        "Key points verbatim sentences; paragraph in the margin",
        "¶ 1",
        "Both shores signed on Monday.",
    ]


def test_an_empty_part_is_left_out() -> None:
    made = brief(record(ACCORD, key_points=(), statements=()), parts={"brief": ["key_points", "statements", "tags"]})

    assert [b.role for b in blocks(made.body) if isinstance(b, m.Section)] == ["article"]


def test_the_parts_stand_in_the_order_of_the_style() -> None:
    statement = m.Statement("That is how an accord lasts.", "2", m.Extent(0, 1), speaker="Marta Quill", cue="said")
    made_of = record(ACCORD, statements=(statement,))

    made = brief(made_of, parts={"brief": ["provenance", "statements", "tags"]})

    roles = [getattr(b, "role", "") for b in made.body[0].blocks]
    assert roles.index("provenance") < roles.index("statements") < roles.index("tags")


def test_sub_heads_never_skip_a_level() -> None:
    made = brief(record(ACCORD))

    levels = [b.level for b in blocks(made.body) if isinstance(b, m.Heading)]
    assert levels == [1, 2]


def test_a_brief_speaks_the_language_of_its_article() -> None:
    german = article(
        "Titel: Fähre früher fertig\nSprache: de\n\nDie Werft will die Fähre früher übergeben, sagte der Direktor."
    )

    made = brief(m.Record(german))

    assert made.properties.language == "de"
    assert any("Wörter" in words for words in said(made))


def test_the_editors_language_wins_and_the_text_keeps_its_own() -> None:
    german = article(
        "Titel: Fähre früher fertig\nSprache: de\n\nDie Werft will die Fähre früher übergeben, sagte der Direktor."
    )

    made = brief(m.Record(german), m.Edition(language="en"))

    assert made.properties.language == "en"
    assert made.body[0].language == "de"
    assert {b.language for b in blocks(made.body) if isinstance(b, m.Paragraph) and b.role == "source_line"} == {"en"}


# ---- markings, embargo, rights ---------------------------------------------------------------------------

MARKED = ACCORD.replace("Section: Region", "Marking: tlp:amber")
EMBARGOED = ACCORD.replace("Section: Region", "Embargo: 2025-03-17T06:00+01:00")


def test_the_articles_marking_is_on_every_page() -> None:
    made = brief(record(MARKED))

    assert [shown.text for shown in made.furniture.markings] == ["TLP:AMBER"]


def test_a_higher_marking_of_the_editor_wins() -> None:
    made = brief(record(MARKED), m.Edition(marking="TLP:RED"))

    assert [shown.text for shown in made.furniture.markings] == ["TLP:RED"]
    assert of_role(made, "marking") == ["tlp:amber".upper()]


def test_a_lower_marking_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        brief(record(MARKED), m.Edition(marking="TLP:GREEN"))

    assert "TLP:AMBER" in refused.value.message


def test_a_lower_marking_with_a_reason_is_printed_with_it() -> None:
    made = brief(record(MARKED), m.Edition(marking="TLP:GREEN", declassify="published on 17 March"))

    assert [shown.text for shown in made.furniture.markings] == ["TLP:GREEN"]
    assert any("TLP:AMBER" in line and "published on 17 March" in line for line in of_role(made, "provenance"))


def test_a_marking_nobody_knows_is_an_error_from_the_editor_and_a_note_from_a_source() -> None:
    with pytest.raises(UnknownName):
        brief(record(ACCORD), m.Edition(marking="TLP:PINK"))
    notes: list[Note] = []
    made_of = record(ACCORD.replace("Section: Region", "Marking: Nur intern"))

    made = compose_brief(made_of, m.Edition(), load_style("press"), provenance(made_of.article), notes.append)

    assert [shown.text for shown in made.furniture.markings] == ["Nur intern"]
    assert [note.code for note in notes] == ["unknown-marking"]


@pytest.mark.parametrize("as_of", [None, "2025-03-16", "2025-03-17T05:59+01:00", "2025-03-17T04:59Z"])
def test_an_embargo_that_holds_is_refused(as_of: str | None) -> None:
    with pytest.raises(Refused):
        brief(record(EMBARGOED), m.Edition(as_of=as_of))


@pytest.mark.parametrize("as_of", ["2025-03-18", "2025-03-17T06:00+01:00", "2025-03-17T05:00Z"])
def test_an_embargo_that_is_over_is_not_printed(as_of: str) -> None:
    made = brief(record(EMBARGOED), m.Edition(as_of=as_of))

    assert not any("EMBARGOED" in words for words in said(made))


def test_an_embargoed_article_that_is_included_says_so_on_every_page() -> None:
    made = brief(record(EMBARGOED), m.Edition(include_embargoed=True))

    assert made.furniture.markings[0].text.replace("\u00a0", " ") == "EMBARGOED until 17 March 2025, 06:00 UTC+1"
    assert of_role(made, "marking") == ["EMBARGOED until 17 March 2025, 06:00 UTC+1"]


OPEN_EMBARGO = f"{ACCORD}\n\nEMBARGO"


@pytest.mark.parametrize("as_of", [None, "2035-01-01"])
def test_an_embargo_that_names_no_date_is_refused_whatever_the_moment(as_of: str | None) -> None:
    with pytest.raises(Refused, match="no date says until when"):
        brief(record(OPEN_EMBARGO), m.Edition(as_of=as_of))


def test_an_embargo_that_names_no_date_is_printed_where_it_is_included() -> None:
    made = brief(record(OPEN_EMBARGO), m.Edition(include_embargoed=True, as_of="2035-01-01"))

    assert made.furniture.markings[0].text == "EMBARGOED"
    assert of_role(made, "marking") == ["EMBARGOED"]


@pytest.mark.parametrize("rights", ["extract", "link"])
def test_withheld_text_is_nowhere_in_the_briefing(rights: str) -> None:
    statement = m.Statement("That is how an accord lasts.", "2", m.Extent(0, 1), speaker="Marta Quill", cue="said")
    made_of = record(ACCORD, statements=(statement,), key_points=())

    made = brief(made_of, m.Edition(rights=rights))  # type: ignore[arg-type]

    everything = m.encode(made).decode()
    assert "32 crowns" not in everything
    assert ("an accord lasts" in everything) == (rights == "extract")
    assert "Lake toll frozen" in everything


def _spans(made: m.Briefing) -> list[m.Span]:
    from convert.walk import content_of, inlines

    return [i for b in blocks(made.sections) for i in inlines(content_of(b)) if isinstance(i, m.Span)]


def said_of(section: m.Section) -> list[str]:
    return [words for words in texts([section]) if words]


@pytest.mark.parametrize("rights", ["extract", "link"])
def test_the_first_words_of_a_withheld_text_are_no_title(rights: Literal["extract", "link"]) -> None:
    made = brief(record(NO_HEADLINE), m.Edition(rights=rights))

    assert made.properties.title == "[no headline in source]"
    assert "minister of Lakeland" not in m.encode(made).decode()


def test_an_extract_refers_to_no_paragraph_that_is_not_printed() -> None:
    quill = m.Statement("We did not get everything,", "2", m.Extent(0, 1), speaker="Marta Quill")
    made = brief(record(ACCORD, "a.txt", statements=(quill,)), m.Edition(rights="extract"))

    assert not [i for b in blocks(made.body) for i in inlines(getattr(b, "content", ())) if isinstance(i, m.Ref)]
    assert "“We did not get everything,”" in said(made)
