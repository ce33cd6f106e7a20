"""What every Word file keeps: the words, the bytes, no part that is stale, properties that say how it was made."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert import model as m
from convert.contracts import Writer
from convert.errors import Note
from convert.style import load_style
from convert.testing import briefings, check_writer
from convert.writers.docx import DocxWriter, writer
from tests.docx_samples import W, article, brief, briefing, pack, paragraph, style_of, words_in, words_of, written

WHOLE = (
    "[Content_Types].xml",
    "_rels/.rels",
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/settings.xml",
    "word/styles.xml",
    "word/theme/theme1.xml",
    "word/fontTable.xml",
    "docProps/core.xml",
    "docProps/app.xml",
    "docProps/custom.xml",
)


def test_the_default_instance_is_a_writer() -> None:
    assert isinstance(writer, Writer)


@settings(deadline=None, max_examples=60)
@given(briefings())
def test_no_word_is_lost_and_the_bytes_are_the_same_twice(made: m.Briefing) -> None:
    check_writer(writer, made, words_of)


@settings(deadline=None, max_examples=30)
@given(briefings(), st.sampled_from(["press", "plain"]))
def test_every_reference_goes_to_a_bookmark_and_no_bookmark_stands_twice(made: m.Briefing, style: str) -> None:
    package = written(made, style=style)
    marks = [each.get(f"{W}name") for each in package.document.iter(f"{W}bookmarkStart")]
    numbers = [each.get(f"{W}id") for each in package.document.iter(f"{W}bookmarkStart")]
    targets = {each.get(f"{W}anchor") for each in package.document.iter(f"{W}hyperlink")} - {None}
    codes = [(each.text or "").split() for each in package.document.iter(f"{W}instrText")]
    targets |= {code[1] for code in codes if code[0] == "PAGEREF"}

    assert len(set(marks)) == len(marks)
    assert len(set(numbers)) == len(numbers)
    assert targets <= set(marks)


def test_a_brief_holds_only_the_parts_it_uses() -> None:
    package = written(brief(paragraph("A ferry left.", number="1")))

    furniture = [name for name in package.parts if name not in WHOLE]
    assert all(name.startswith(("word/header", "word/footer")) for name in furniture)
    assert set(WHOLE) <= set(package.parts)


def test_every_part_has_a_type_and_every_relation_a_part() -> None:
    package = written(pack())
    types = package.xml("[Content_Types].xml")
    named = {each.get("PartName", "/").lstrip("/") for each in types} - {""}
    endings = {each.get("Extension") for each in types}
    targets = {r.get("Target") for r in package.xml("word/_rels/document.xml.rels") if r.get("TargetMode") is None}

    assert {n for n in package.parts if n.rpartition(".")[2] not in endings} == set()
    assert {n for n in package.parts if n.endswith(".xml") and not n.startswith("[")} == named
    assert {f"word/{target}" for target in targets} <= set(package.parts)


def test_no_paragraph_stands_for_white_space() -> None:
    for made in (pack(), brief(paragraph("One.", number="1"), paragraph("Two.", number="2"))):
        body = written(made).body
        empty = [p for p in body.iterchildren(f"{W}p") if not words_in(p).strip() and p.find(f".//{W}sectPr") is None]
        assert [style_of(p) for p in empty] == []


def test_the_provenance_stands_in_the_custom_properties() -> None:
    made = brief(paragraph("A ferry left.", number="1"))
    custom = {p.get("name"): p[0].text or "" for p in written(made).xml("docProps/custom.xml")}

    assert msgspec.json.decode(custom["provenance"], type=m.Provenance) == made.provenance
    assert custom["marking"] == "TLP:AMBER"
    assert custom["generator"] == "convert 0.1"


def test_a_title_over_255_characters_is_cut_in_the_properties_alone() -> None:
    long = "ferry " * 100
    about = m.Properties(long, "en", "urn:uuid:0")
    notes: list[Note] = []
    package = written(briefing(article(1, paragraph(long)), properties=about), notes=notes)

    title = package.xml("docProps/core.xml")[0].text or ""
    assert len(title) <= 255
    assert title.endswith("…")
    assert words_of(package.data).count("ferry") >= 100
    assert [(note.code, note.level) for note in notes] == [("long-property", "info")]


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x02", "\ud800", "\ufffe", "\u202e", "\x0c"])
def test_characters_that_no_document_may_hold_go_with_a_note(bad: str) -> None:
    notes: list[Note] = []
    package = written(brief(paragraph(f"A ferry{bad} left.", number="1")), notes=notes)

    assert "A ferry left." in words_of(package.data)
    assert [note.code for note in notes] == ["characters-removed"]


@pytest.mark.parametrize("odd", ["\\u0002", "\\b", "C:\\files", "a\\\\u0001b", "<b>&amp;</b>", "]]>", "é 文 🚢"])
def test_text_that_only_looks_dangerous_is_kept_without_a_note(odd: str) -> None:
    notes: list[Note] = []
    package = written(brief(paragraph(f"A {odd} left.", number="1")), notes=notes)

    assert f"A {odd} left." in words_of(package.data)
    assert notes == []


def test_a_document_without_sections_is_still_one() -> None:
    assert written(briefing()).body.tag == f"{W}body"


@pytest.mark.slow
def test_five_times_the_articles_take_at_most_five_and_a_half_times_as_long() -> None:
    import time

    style = load_style("press")

    def best(made: m.Briefing, times: int) -> float:
        taken = []
        for _ in range(times):
            start = time.process_time()
            DocxWriter().write(made, style, print)
            taken.append(time.process_time() - start)
        return min(taken)

    small, large = pack(200), pack(1000)
    best(small, 1)
    assert best(large, 3) <= 5.5 * best(small, 5)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2025", "2025-01-01T00:00:00Z"),
        ("2025-03-11", "2025-03-11T00:00:00Z"),
        ("2025-03-11T14:30+03:00", "2025-03-11T14:30:00+03:00"),
    ],
)
def test_the_date_is_the_briefing_s_and_never_the_clock_s(moment: str, expected: str) -> None:
    about = m.Properties("Lake week", "en", "urn:uuid:0", keywords=("ferry", "tolls"), date=moment)
    core = written(briefing(article(1), properties=about)).xml("docProps/core.xml")
    known = {str(each.tag).rpartition("}")[2]: each.text for each in core}

    assert known["created"] == known["modified"] == expected
    assert known["keywords"] == "ferry, tolls"
    assert b"dcterms:created" not in written(briefing(article(1))).parts["docProps/core.xml"]
