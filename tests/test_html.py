"""HTML: one file that asks for nothing, that prints, and that everyone can read."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from lxml import html as parser

from convert import model as m
from convert.style import Style, load_style
from convert.writers import html
from convert.writers.css import DARK, stylesheet
from tests.builders import ignore
from tests.sample_briefings import STYLE, brief, of_blocks, pack, paragraph, picture
from tests.validators import html as validator


def written(briefing: m.Briefing, style: Style = STYLE) -> str:
    return html.write(briefing, style, ignore).files[0].data.decode("utf-8")


def tree(briefing: m.Briefing) -> parser.HtmlElement:
    return parser.document_fromstring(written(briefing))


def test_the_file_is_one_and_asks_for_nothing() -> None:
    briefing = of_blocks(m.Figure(alt="Boat", media="m1"), media=(picture(),))
    page = tree(briefing)

    assert len(html.write(briefing, STYLE, ignore).files) == 1
    assert not page.xpath("//script | //link | //iframe")
    assert all(src.startswith("data:image/png;base64,") for src in page.xpath("//@src"))
    assert "@import" not in written(briefing)
    assert "url(" not in written(briefing)


def test_every_reference_leads_to_an_id_of_the_file() -> None:
    page = tree(pack())
    references = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}

    assert references
    assert references <= set(page.xpath("//@id"))


def test_no_id_stands_twice() -> None:
    ids = tree(pack()).xpath("//@id")

    assert len(ids) == len(set(ids))


def test_the_language_of_an_article_is_said_where_it_differs() -> None:
    section = m.Section("article", "a2", (paragraph("Le péage est gelé."),), language="fr")
    other = msgspec.structs.replace(of_blocks(paragraph("words")), back=(section,))

    assert tree(other).get("lang") == "en"
    assert tree(other).xpath("//*[@id='a2']/@lang") == ["fr"]


def test_an_article_written_from_right_to_left_says_so() -> None:
    section = m.Section("article", "a2", (paragraph("وقع الطرفان الاتفاق"),), language="ar")
    other = msgspec.structs.replace(of_blocks(paragraph("words")), back=(section,))

    assert tree(other).xpath("//*[@id='a2']/@dir") == ["rtl"]


def test_a_bar_is_drawn_and_its_figure_is_text() -> None:
    cell = m.Cell((paragraph(m.Bar(0.5, "120"), m.Bar(0.25, "7", outlined=True)),))
    table = m.Table(rows=((cell,),), role="coverage", summary="Talvik Courier: 120 words.")
    page = tree(of_blocks(table))

    assert page.xpath("//span[@class='bar']/@style") == ["width:37.5%"]
    assert page.xpath("//span[@class='bar outlined']/@style") == ["width:18.8%"]
    assert page.xpath("string(//td)") == "1207"
    assert page.xpath("//table/@aria-label") == ["Talvik Courier: 120 words."]


def test_the_words_for_a_picture_are_told_from_its_caption() -> None:
    page = tree(of_blocks(m.Figure(alt="A ferry at a quay", caption=(m.Text("The new ferry."),))))

    assert page.xpath("normalize-space(//div[@class='figure'])") == "[A ferry at a quay] The new ferry."


def test_an_empty_head_cell_is_no_head() -> None:
    head = ((m.Cell(()), m.Cell((paragraph("Monday"),))),)
    page = tree(of_blocks(m.Table(rows=((m.Cell((paragraph("a"),)), m.Cell((paragraph("b"),))),), head=head)))

    assert [cell.text for cell in page.xpath("//th")] == ["Monday"]
    assert len(page.xpath("//thead//td")) == 1


def test_the_marking_is_in_its_colours_at_the_top_and_the_end() -> None:
    page = tree(brief())

    shown = page.xpath("//header//span | //footer//span")
    assert [each.text for each in shown] == ["TLP:GREEN", "TLP:GREEN"]
    assert {each.get("style") for each in shown} == {"color:#33FF00;background:#000000"}


def test_what_is_in_the_text_is_no_markup() -> None:
    page = tree(of_blocks(paragraph("<script>alert(1)</script> &amp; <b>"), title="<title>&"))

    assert not page.xpath("//script | //main//b")
    assert "<script>alert(1)</script> &amp; <b>" in page.xpath("string(//main)")
    assert page.xpath("string(//head/title)") == "<title>&"


def test_the_provenance_is_in_the_head() -> None:
    (said,) = tree(brief()).xpath("//meta[@name='convert.provenance']/@content")

    assert msgspec.json.decode(str(said), type=m.Provenance) == brief().provenance


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", ["ground", "tint"])
def test_dark_colours_have_the_contrast_of_aaa(ink: str, ground: str) -> None:
    assert contrast(DARK[ink], DARK[ground]) >= 7


@pytest.mark.parametrize("name", ["press", "plain"])
def test_the_style_reaches_the_sheet(name: str) -> None:
    style = load_style(name)
    sheet = stylesheet(style)

    assert style.colour.accent in sheet
    assert style.font.text in sheet
    assert ("transparent" in sheet) is (style.colour.tint == "none" or style.colour.badge == "none")


def test_every_brace_of_the_sheet_is_closed() -> None:
    sheet = stylesheet(STYLE)

    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"\{\{|\}\}\}", sheet)


@pytest.mark.validator
def test_axe_finds_nothing_in_any_light(tmp_path: Path) -> None:
    files = []
    for name, briefing in (("brief", brief()), ("pack", pack(cover=True)), ("plain", brief())):
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(written(briefing, load_style("plain" if name == "plain" else "press")), "utf-8")

    assert validator.complaints(files) == []


@pytest.mark.validator
@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("<main>", '<main><img src="data:,">', "image-alt"),
        (f"color: {STYLE.colour.ink};", "color: #cccccc;", "color-contrast"),
        ("<main>", '<main><p style="width: 90rem">wide</p>', "wider than the window"),
        ("<main>", '<main><img alt="x" src="http://127.0.0.1:9/x.png">', "asks for http"),
    ],
)
def test_axe_sees_a_planted_fault(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    page = written(brief())
    assert old in page
    file = tmp_path / "planted.html"
    file.write_text(page.replace(old, new, 1), "utf-8")

    assert any(complaint in each for each in validator.complaints([file]))
