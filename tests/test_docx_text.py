"""Running text in Word: styles people know, notes, comments, links, lists, pictures, languages and directions."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from convert import model as m
from convert.errors import CannotSet, Note
from convert.writers.docx import DocxWriter
from convert.writers.docx import markup as w
from convert.writers.docx.inlines import bookmark_names
from tests.docx_samples import (
    DOCPR,
    Package,
    R,
    W,
    article,
    brief,
    briefing,
    paragraph,
    style_of,
    text,
    words_in,
    words_of,
    written,
)


def one(*content: m.Inline | str, **rest: object) -> etree._Element:
    """Return the paragraph that these inlines make."""
    return written(brief(paragraph(*content, number="1", **rest))).paragraphs("ArticleText")[0]


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (30, 20)) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, form)
    return made.getvalue()


def test_a_number_stands_before_the_text_in_a_style_of_its_own() -> None:
    made = one("A ferry left.")

    assert words_in(made) == "1\tA ferry left."
    assert made.find(f".//{W}rStyle").get(f"{W}val") == "ParaNumber"  # type: ignore[union-attr]


def test_a_paragraph_without_a_number_does_not_hang_out() -> None:
    made = written(brief(paragraph("A ferry left."))).paragraphs("ArticleText")[0]

    assert made.find(f"{W}pPr/{W}ind").get(f"{W}firstLine") == "0"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("inline", "tag"),
    [(m.Strong(text("left")), "b"), (m.Emphasis(text("left")), "i")],
)
def test_emphasis_is_set_for_every_script(inline: m.Inline, tag: str) -> None:
    properties = next(r for r in one("A ferry ", inline).iter(f"{W}r") if words_in(r) == "left")[0]

    assert [child.tag for child in properties] == [f"{W}{tag}", f"{W}{tag}Cs"]


def test_a_line_end_of_the_source_is_one_on_paper() -> None:
    assert words_in(one("First line", m.Break(), "second\nthird")) == "1\tFirst line\nsecond\nthird"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//host/x"])
def test_an_address_that_is_unsafe_leaves_its_words_and_a_note(address: str) -> None:
    notes: list[Note] = []
    package = written(brief(paragraph(m.Link(text("Talvik"), address), number="1")), notes=notes)

    assert "Talvik" in words_of(package.data)
    assert address.encode() not in b"".join(package.parts.values())
    assert [note.code for note in notes] == ["unsafe-link"]


def test_a_link_in_a_link_is_its_words() -> None:
    made = one(m.Link((m.Text("see "), m.Link(text("Talvik"), "https://talvik.example")), "https://lake.example"))

    assert [words_in(link) for link in made.iter(f"{W}hyperlink")] == ["see Talvik"]


@pytest.mark.parametrize(
    ("issuer", "lines"),
    [("Port Office", 1), ("Office for Lake Transport, Department of Ferries, Crossings and Tolls", 2)],
)
def test_a_series_without_room_beside_its_issuer_has_a_line_of_its_own(issuer: str, lines: int) -> None:
    series = m.Span(text("Morning Press Review No. 2025/011 · 14 March 2025"), role="series")
    masthead = paragraph(m.Span(text(issuer), role="issuer"), " ", series, role="masthead")
    (made,) = written(briefing(m.Section("article", "article", (masthead,)))).paragraphs("Masthead")

    assert len(list(made.iter(f"{W}br"))) == lines - 1


def test_a_footnote_is_a_real_one_and_its_links_are_its_own() -> None:
    link = m.Link(text("the accord"), "https://lake.example/accord?a=1&b=2")
    note = m.Footnote((paragraph("See ", link, "."), paragraph("And more.")))
    package = written(brief(paragraph("Signed", note, " on Monday.", number="1")))
    notes = package.xml("word/footnotes.xml")
    relations = {r.get("Id"): r.get("Target") for r in package.xml("word/_rels/footnotes.xml.rels")}

    assert len(list(package.document.iter(f"{W}footnoteReference"))) == 1
    assert words_in(notes).strip() == "See the accord.And more."
    assert relations[next(notes.iter(f"{W}hyperlink")).get(f"{R}id")] == "https://lake.example/accord?a=1&b=2"


def test_three_thousand_footnotes_are_numbered_through() -> None:
    notes = tuple(m.Footnote((paragraph(f"Note {n}."),)) for n in range(3000))
    package = written(brief(paragraph("Signed", *notes, number="1")))

    assert len(list(package.xml("word/footnotes.xml"))) == 3002
    assert "Note 2999." in words_of(package.data)


def test_what_a_footnote_cannot_hold_is_flattened_with_a_note() -> None:
    inner = m.Footnote((paragraph("deep"),))
    items = m.ItemList(((paragraph("first"),), (paragraph("second"),)))
    notes: list[Note] = []
    package = written(brief(paragraph("A", m.Footnote((paragraph("b", inner), items)), number="1")), notes=notes)

    said = [words_in(p).strip() for p in package.xml("word/footnotes.xml").iter(f"{W}p")]
    assert said[2:] == ["b [deep]", "first second"]
    assert [note.code for note in notes] == ["nested-footnote", "footnote-flattened"]


def test_doubts_are_comments_where_they_are_asked_for() -> None:
    made = brief(paragraph("The ", m.Remark(text("JointWater"), "a space may be missing"), " board.", number="1"))
    asked = written(made, writer=DocxWriter(comments=True))
    comment = next(asked.xml("word/comments.xml").iter(f"{W}comment"))

    assert words_in(comment) == "a space may be missing"
    start, end = (next(asked.document.iter(f"{W}commentRange{part}")) for part in ("Start", "End"))
    assert start.getparent() is end.getparent()
    assert "word/comments.xml" not in written(made).parts
    assert "The JointWater board." in words_of(written(made).data)


def test_a_span_in_another_language_says_so_and_one_from_right_to_left_turns() -> None:
    made = one("Er sagte ", m.Span(text("bonjour"), language="fr"), " und ", m.Span(text("سلام"), language="ar"))
    looks = {words_in(r): r.find(f"{W}rPr") for r in made.iter(f"{W}r")}

    french, arabic = looks["bonjour"], looks["سلام"]
    assert french is not None
    assert arabic is not None
    assert [(c.tag, dict(c.attrib)) for c in french] == [(f"{W}lang", {f"{W}val": "fr"})]
    assert [c.tag for c in arabic] == [f"{W}rtl", f"{W}lang"]


def test_a_briefing_from_right_to_left_turns_paragraphs_tables_and_sections() -> None:
    rows = m.Table(((m.Cell((paragraph("ب"),)),),), head=((m.Cell((paragraph("اسم"),)),),))
    about = m.Properties("بحيرة", "ar", "urn:uuid:0")
    package = written(brief(paragraph("سلام", number="1"), rows, properties=about))

    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in package.paragraphs())
    assert len(list(package.body.iter(f"{W}bidiVisual"))) == 1
    assert all(s.find(f"{W}bidi") is not None for s in package.document.iter(f"{W}sectPr"))
    text_runs = [r for r in package.document.iter(f"{W}r") if words_in(r).strip()]
    assert all(r.find(f"{W}rPr/{W}rtl") is not None for r in text_runs)


def test_an_ordered_list_begins_at_its_number_and_a_deeper_one_at_its_own() -> None:
    deep = m.ItemList(((paragraph("deep"),),), ordered=True, start=4)
    package = written(brief(m.ItemList(((paragraph("one"), deep), (paragraph("two"),)), ordered=True, start=3)))
    numbering = package.xml("word/numbering.xml")
    starts = {
        n.get(f"{W}numId"): (o.get(f"{W}ilvl"), o[0].get(f"{W}val"))
        for n in numbering.iter(f"{W}num")
        for o in n.iter(f"{W}lvlOverride")
    }
    used = [
        (words_in(p), p.find(f".//{W}ilvl").get(f"{W}val"), p.find(f".//{W}numId").get(f"{W}val"))  # type: ignore[union-attr]
        for p in package.paragraphs("ListNumber")
    ]

    assert [(words, level) for words, level, _ in used] == [("one", "0"), ("deep", "1"), ("two", "0")]
    assert [starts[number] for _, _, number in used] == [("0", "3"), ("1", "4"), ("0", "3")]


def test_a_picture_has_its_words_and_keeps_within_the_column() -> None:
    figure = m.Figure(alt="A ferry at the quay", media="f1", caption=text("At noon"))
    made = brief(figure, media=(m.Media("f1", "image/png", picture("PNG", size=(4000, 300))),))
    package = written(made)
    (about,) = package.document.iter(DOCPR)
    extent = about.getprevious()

    assert about.get("descr") == "A ferry at the quay"
    assert extent is not None
    assert int(extent.get("cx", "0")) <= 134 * 36000 + 36000
    assert int(extent.get("cx", "0")) / int(extent.get("cy", "1")) == pytest.approx(4000 / 300, rel=0.01)


def test_a_picture_that_word_does_not_read_becomes_one_it_does() -> None:
    figure = m.Figure(alt="A ferry", media="../../evil name")
    package = written(brief(figure, media=(m.Media("../../evil name", "image/webp", picture("WEBP")),)))
    (name,) = [n for n in package.parts if n.startswith("word/media/")]

    assert name == "word/media/image1.png"
    assert package.parts[name].startswith(b"\x89PNG")


@pytest.mark.parametrize("data", [b"", b"no picture", picture("PNG")[:40]])
def test_a_picture_that_is_none_leaves_its_words_and_a_note(data: bytes) -> None:
    notes: list[Note] = []
    figure = m.Figure(alt="A ferry", media="f1", caption=text("At noon"))
    package = written(brief(figure, media=(m.Media("f1", "image/png", data),)), notes=notes)

    assert "[A ferry] At noon" in words_of(package.data)
    assert [note.code for note in notes] == ["no-picture"]


def test_a_head_that_skips_a_level_is_set_right_with_a_note() -> None:
    notes: list[Note] = []
    made = brief(m.Heading(text("Money"), 2), m.Heading(text("Tolls"), 5), m.Heading(text("Fees"), 4))
    package = written(made, notes=notes)
    styles = [style_of(p) for p in package.paragraphs() if words_in(p) in ("Money", "Tolls", "Fees")]

    assert styles == ["Heading2Sub-head", "Heading3", "Heading4"]
    assert [note.code for note in notes] == ["heading-level"]


def test_the_box_of_key_points_is_one_as_all_its_paragraphs_have_the_same_rules_and_indents() -> None:
    blocks = (m.Heading(text("Key points"), 2, "minor_head"), paragraph("It lasts.", role="key_point", number="4"))
    package = written(brief(m.Section("key_points", "key_points", blocks)))
    styles = {s.get(f"{W}styleId"): s for s in package.xml("word/styles.xml").iter(f"{W}style")}
    drawn = [
        [etree.tostring(styles[name].find(f"{W}pPr/{W}{part}")) for part in ("pBdr", "shd")]  # type: ignore[arg-type]
        for name in ("KeyPointsHead", "KeyPoint")
    ]
    indents = [dict(styles[n].find(f"{W}pPr/{W}ind").attrib) for n in ("KeyPointsHead", "KeyPoint")]  # type: ignore[union-attr]

    assert [words_in(p) for p in package.paragraphs("KeyPoint")] == ["4\tIt lasts."]
    assert drawn[0] == drawn[1]
    assert indents[0] == indents[1]
    assert not list(package.document.iter(f"{W}tbl"))


def test_a_hairline_stands_under_the_last_line_about_the_source() -> None:
    package = written(briefing(article(1)))
    lines = [(style_of(p), p.find(f"{W}pPr/{W}pBdr/{W}bottom") is not None) for p in package.paragraphs()]

    assert lines[1:3] == [("SourceLine", False), ("SourceAddress", True)]


def rule_over(package: Package, style: str) -> bool:
    """Tell whether the first paragraph of a style has a rule over it, of its own or of its style."""
    own = package.paragraphs(style)[0].find(f"{W}pPr/{W}pBdr/{W}top")
    if own is not None:
        return own.get(f"{W}val") != "nil"
    named = next(s for s in package.xml("word/styles.xml").iter(f"{W}style") if s.get(f"{W}styleId") == style)
    return named.find(f"{W}pPr/{W}pBdr/{W}top") is not None


def test_the_rule_over_an_article_stands_over_what_opens_it() -> None:
    head = m.Heading(text("Ferry leaves"), 1, "h1", number="1", id="a1")
    plain = written(briefing(m.Section("article", "x", (head,), start="page")))
    marking = paragraph("TLP:GREEN", role="marking")
    marked = written(briefing(m.Section("article", "x", (marking, head), start="page")))

    assert rule_over(plain, "Heading1")
    assert rule_over(marked, "MarkingLine")
    assert not rule_over(marked, "Heading1")


def test_badges_stand_in_brackets_where_the_style_has_no_boxes() -> None:
    made = brief(paragraph(m.Span(text("dateline"), role="badge"), number="1"))

    assert "[dateline]" in words_of(written(made, style="plain").data)
    assert "\u00a0dateline\u00a0" in words_of(written(made).data)


@given(st.lists(st.text(min_size=1, max_size=60), max_size=20))
def test_bookmarks_have_names_that_word_takes_none_twice(identifiers: list[str]) -> None:
    names = bookmark_names(identifiers)
    lower = [name.lower() for name in names.values()]

    assert set(names) == set(identifiers)
    assert len(set(lower)) == len(lower)
    assert all(len(n) <= 40 and n[0].isalpha() and n.isascii() and n.replace("_", "a").isalnum() for n in lower)


def test_paragraph_properties_come_in_the_schema_s_order_and_merge() -> None:
    about = '<w:bidi/><w:spacing w:before="40"/><w:keepNext/><w:spacing w:after="0"/>'

    assert w.ordered(about) == '<w:keepNext/><w:bidi/><w:spacing w:before="40" w:after="0"/>'


def test_a_speaker_stays_with_the_quotation() -> None:
    package = written(brief(m.Quotation((paragraph("“It lasts.”", number="3"),), speaker="Marta Quill")))
    quotation, speaker = package.paragraphs("Quote")

    assert (words_in(quotation), words_in(speaker)) == ("3\t“It lasts.”", "— Marta Quill")
    assert quotation.find(f"{W}pPr/{W}keepNext") is not None


def test_text_nested_too_deeply_is_refused_and_not_cut() -> None:
    inline: m.Inline = m.Text("deep")
    for _ in range(5000):
        inline = m.Emphasis((inline,))

    with pytest.raises(CannotSet, match="nested too deeply"):
        written(brief(paragraph(inline)))
