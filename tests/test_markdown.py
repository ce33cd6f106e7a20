"""Markdown: text is text to every reader of it, the front matter is YAML, anchors lead where references point."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from convert import model as m
from convert.errors import Note
from convert.writers import markdown
from tests.builders import NO_HEADLINE, ignore
from tests.sample_briefings import STYLE, brief, of_blocks, pack, paragraph, picture
from tests.validators import markdown as validator


def written(briefing: m.Briefing, notes: list[Note] | None = None) -> str:
    note = ignore if notes is None else notes.append
    return markdown.write(briefing, STYLE, note).files[0].data.decode("utf-8")


def body(briefing: m.Briefing) -> str:
    return validator.FRONT_MATTER.sub("", written(briefing))


def rendered(briefing: m.Briefing) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(body(briefing))


@pytest.mark.parametrize(
    "words",
    [
        "# no headline",
        "1. no list",
        "- no list",
        "+ no list",
        "> no quotation",
        "a | b",
        "*no stress* and _none_ and **none**",
        "`no code`",
        "<b>no tag</b>",
        "no &amp; entity &#65; &copy;",
        "[no](link) ![no](picture) [no]: link",
        "back \\ slash",
        "~~struck~~ and ~struck~",
        "---",
        "===",
        "    no code",
        "```",
        "$x$",
    ],
)
def test_what_looks_like_markup_is_read_as_it_stands(words: str) -> None:
    html = rendered(of_blocks(paragraph(words)))

    expected = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<p>{expected}</p>" in html


@pytest.mark.parametrize("words", ["- x", "1. x", "+ x", "---", "-", "=", "# x", "> x", "2) x"])
def test_what_looks_like_markup_after_a_line_end_is_text_too(words: str) -> None:
    html = rendered(of_blocks(paragraph("first", m.Break(), words)))

    assert f"<p>first<br />\n{words.replace('>', '&gt;')}</p>" in html


def test_a_footnote_leads_to_the_end_and_back() -> None:
    text = body(of_blocks(paragraph("Signed", m.Footnote((paragraph("three"), paragraph("four"))), ".")))

    assert 'Signed<sup><a id="fnref1"></a>[1](#fn1)</sup>.' in text
    assert text.endswith('<a id="fn1"></a>[1](#fnref1) three\n\nfour\n')


@pytest.mark.parametrize("words", ["==marked==", "%% gone %%", "{{% shortcode %}}", "~gone~"])
def test_what_only_some_readers_obey_is_escaped_too(words: str) -> None:
    assert words not in body(of_blocks(paragraph(words)))
    assert f"<p>{words}</p>" in rendered(of_blocks(paragraph(words)))


def test_every_reference_leads_to_an_anchor() -> None:
    text = body(pack())

    anchors = set(re.findall(r'<a id="([^"]+)">', text))
    references = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert references
    assert references <= anchors


def test_a_paragraph_keeps_its_number_and_its_anchor() -> None:
    assert '<a id="p1"></a>**1** The lake toll stays' in body(brief())


def test_a_break_in_a_headline_leaves_one_headline() -> None:
    head = m.Heading((m.Text("Night"), m.Break(), m.Text("crossings")), 2)

    assert "\n## Night crossings\n" in body(of_blocks(head))


def test_two_lists_in_a_row_stay_two_without_raw_html() -> None:
    one, other = (m.ItemList(((paragraph(word),),)) for word in ("lamp", "rope"))
    html = rendered(of_blocks(one, other))

    assert html.count("<ul>") == 2
    assert "<!--" not in html


def test_a_cell_of_many_blocks_is_one_line_with_all_its_words() -> None:
    listed = m.ItemList(((paragraph("lamp"),), (paragraph("a|b"),)))
    cell = m.Cell((listed, paragraph("over", m.Break(), "two"), m.Quotation((paragraph("said"),))))
    html = rendered(of_blocks(m.Table(rows=((cell, m.Cell((paragraph("2"),))),), head=())))

    assert "<td>lamp · a|b · over two · said</td>" in html


def test_a_cell_over_two_rows_stands_in_both() -> None:
    rows = (
        (m.Cell((paragraph("Quill"),), rows=2), m.Cell((paragraph("first"),))),
        (m.Cell((paragraph("second"),)),),
    )
    text = body(of_blocks(m.Table(rows=rows)))

    assert re.search(r"\| Quill +\| second", text)


def test_an_unsafe_link_is_its_words_and_a_note() -> None:
    notes: list[Note] = []
    text = written(of_blocks(paragraph(m.Link((m.Text("press"),), "javascript:alert(1)"))), notes)

    assert "javascript" not in text
    assert "press" in text
    assert [note.code for note in notes] == ["unsafe-link"]


def test_an_address_with_spaces_and_bars_stays_a_link() -> None:
    html = rendered(of_blocks(paragraph(m.Link((m.Text("map"),), "https://a.example/a b|c?x=(1)&y=ö"))))

    assert re.search(r'<a href="https://a\.example/a%20b%7Cc\?x=\(1\)&amp;y=(ö|%C3%B6)">map</a>', html)


def test_a_picture_is_in_the_file_and_an_unknown_kind_is_noted() -> None:
    notes: list[Note] = []
    drawing = m.Media("m2", "image/svg+xml", b"<svg/>")
    figures = [m.Figure(alt=f"Boat {name}", media=name, caption=(m.Text("The ferry"),)) for name in ("m1", "m2")]
    text = written(of_blocks(*figures, media=(picture(), drawing)), notes)

    assert "![Boat m1](data:image/png;base64," in text
    assert "\\[Boat m2\\] The ferry" in text
    assert [note.code for note in notes] == ["picture-left-out"]


@pytest.mark.parametrize(
    "title",
    [
        'Quote: "yes" — #1',
        "yes",
        "null",
        "2025-03-11",
        "1e3",
        "- x",
        "a: b",
        "{{ x }}",
        "@handle",
        "back\\slash",
        "50% off",
        "line\u2028end",
        "*star",
        "Ночь",
    ],
)
def test_the_front_matter_gives_the_title_back(title: str) -> None:
    text = written(of_blocks(title=title))
    facts = yaml.safe_load(text.split("---\n")[1])

    assert str(facts["title"]) == title.replace("\u2028", " ")


def test_the_front_matter_says_what_is_known_and_no_more() -> None:
    known, unknown = (yaml.safe_load(written(each).split("\n---\n")[0]) for each in (brief(), brief(NO_HEADLINE)))

    assert (known["outlet"], str(known["published"])) == ("Talvik Courier", "2025-03-11")
    assert known["tags"] == ["lake accord", "tolls"]
    assert known["provenance"]["inputs"][0]["name"] == "a.txt"
    assert "outlet" not in unknown


def test_the_marking_stands_at_the_top_and_at_the_end() -> None:
    lines = [line for line in body(brief()).splitlines() if line]

    assert lines[0] == lines[-1] == "**TLP:GREEN**"


def test_hidden_and_control_characters_stay_out() -> None:
    text = body(of_blocks(paragraph("a\x01b\u202ec\u200ed\ufeffe")))

    assert "\nabcde\n" in text


ODD = of_blocks(
    paragraph("one", m.Break(), "two", m.Footnote((paragraph("three"), paragraph("four"))), number="1", id="p1"),
    m.ItemList(((paragraph("a"), m.ItemList(((paragraph("b"), paragraph("c")),), ordered=True, start=4)),)),
    m.ItemList(((paragraph("d"),),)),
    m.Figure(alt="Boat", media="m1"),
    media=(picture(),),
)


@pytest.mark.validator
@pytest.mark.parametrize("name", ["brief", "pack", "odd"])
def test_two_parsers_read_the_same(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.md"
    file.write_text(written({"brief": brief, "pack": pack, "odd": lambda: ODD}[name]()), encoding="utf-8")

    assert validator.complaints(file) == []


@pytest.mark.validator
@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("<div>x</div>\n", "raw HTML"),
        ("# a\n\n### b\n", "heading level skipped"),
        ("[x](javascript:y)\n", "unsafe link"),
        ("![x](data:text/html;base64,YQ==)\n", "unsafe link"),
        ("a\x01\n", "control characters"),
    ],
)
def test_the_validator_sees_a_planted_fault(planted: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "planted.md"
    file.write_text(planted, encoding="utf-8")

    assert any(said in complaint for complaint in validator.complaints(file))
