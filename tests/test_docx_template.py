"""The template: styles people know, set as the house style says; fonts named or embedded; made once a style."""

import io
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.styles.style import ParagraphStyle
from lxml import etree

from convert.errors import StyleError
from convert.fonts import face_file
from convert.style import load_style
from convert.writers.docx import DocxWriter
from convert.writers.docx.embedding import obfuscated
from convert.writers.docx.markup import PARAGRAPH_ORDER
from convert.writers.docx.template import template_of
from convert.writers.docx.terms import terms_of
from tests.docx_samples import Package, W, brief, paragraph, written

EXPECTED = (
    "Title",
    "Subtitle",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Quote",
    "List Bullet",
    "List Number",
    "Caption",
)
WORD_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "shd", "vertAlign", "rtl", "lang")


def styles(style: str = "press", *, embedded: bool = False) -> dict[str, ParagraphStyle]:
    package = written(brief(paragraph("x", number="1")), style=style, writer=DocxWriter(embed_fonts=embedded))
    return {str(each.name): each for each in docx.Document(io.BytesIO(package.data)).styles}


def test_styles_have_the_names_that_people_expect() -> None:
    known = styles()

    assert set(EXPECTED) <= set(known)
    assert all(known[name].quick_style for name in EXPECTED)


@pytest.mark.parametrize("style", ["press", "plain"])
def test_sizes_leadings_and_spaces_are_those_of_the_house_style(style: str) -> None:
    house, known = load_style(style), styles(style)
    text = known["Article Text"].paragraph_format

    assert known["Heading 1"].font.size.pt == house.size.h1[0]
    assert text.line_spacing.pt == house.size.body[1]
    assert text.space_after.pt == pytest.approx(house.space.para, abs=0.05)
    assert text.left_indent.mm == pytest.approx(house.page.gutter, abs=0.1)
    assert text.first_line_indent.mm == pytest.approx(-house.page.gutter, abs=0.1)


def test_fonts_are_those_that_offices_have_and_no_theme_wins_over_them() -> None:
    template = template_of(load_style("press"), "en")
    made = etree.fromstring(template.parts["word/styles.xml"])
    named = [s for s in made.iter(f"{W}style") if s.get(f"{W}styleId") in {template.ids[n] for n in EXPECTED}]
    fonts = [f for s in named for f in s.iter(f"{W}rFonts")]

    assert {f.get(f"{W}ascii") for f in fonts} == {"Georgia", "Arial Narrow"}
    assert not [a for f in fonts for a in f.attrib if "Theme" in str(a)]


def test_heads_of_an_article_have_the_outline_that_contents_are_rebuilt_from() -> None:
    made = etree.fromstring(template_of(load_style("press"), "en").parts["word/styles.xml"])
    levels = {
        s.get(f"{W}styleId"): found.get(f"{W}val")
        for s in made.iter(f"{W}style")
        if (found := s.find(f"{W}pPr/{W}outlineLvl")) is not None
    }

    assert {levels[f"Heading1{rest}"] for rest in ("", "Long", "VeryLong", "NoHeadline", "Brief", "Section")} == {"0"}
    assert levels["TOCHeading"] == "9"
    assert "Title" not in levels


@pytest.mark.parametrize("embedded", [False, True])
def test_properties_of_styles_stand_in_the_schema_s_order(embedded: bool) -> None:
    made = etree.fromstring(template_of(load_style("press"), "en", embedded=embedded).parts["word/styles.xml"])
    for tag, order in (("pPr", PARAGRAPH_ORDER), ("rPr", WORD_ORDER)):
        for properties in made.iterfind(f"{W}style/{W}{tag}"):
            places = [order.index(name) for c in properties if (name := str(c.tag).rpartition("}")[2]) in order]
            assert all(one < other for one, other in pairwise(places)), etree.tostring(properties)


def test_the_language_is_the_briefing_s() -> None:
    made = etree.fromstring(template_of(load_style("press"), "tr").parts["word/styles.xml"])
    default = made.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")

    assert default is not None
    assert default.get(f"{W}val") == "tr"


def test_stale_parts_and_styles_of_tables_are_gone() -> None:
    template = template_of(load_style("press"), "en")
    made = etree.fromstring(template.parts["word/styles.xml"])

    assert set(template.parts) == {"word/styles.xml", "word/theme/theme1.xml", "word/fontTable.xml"}
    assert len([s for s in made.iter(f"{W}style") if s.get(f"{W}type") == "table"]) == 1


def test_a_template_is_made_once_a_style() -> None:
    assert template_of(load_style("press"), "en") is template_of(load_style("press"), "en")


def test_a_sheet_of_letter_has_the_frame_of_a4() -> None:
    a4, letter = (terms_of(load_style("press", paper=paper)) for paper in ("A4", "letter"))

    def height(terms: object) -> int:
        return terms.paper[1] - terms.top - terms.bottom  # type: ignore[attr-defined, no-any-return]

    assert height(letter) == pytest.approx(height(a4), abs=40)


@pytest.mark.parametrize("setting", ["justify", "hyphenate"])
def test_justifying_and_dividing_words_are_the_style_s_to_ask_for(setting: str) -> None:
    def package(*, on: bool) -> Package:
        house = load_style("press", changes={"look": {setting: on}})
        return Package(DocxWriter().write(brief(paragraph("x", number="1")), house, print).files[0].data)

    signs = {"justify": ("word/styles.xml", b'<w:jc w:val="both"/>'), "hyphenate": ("word/settings.xml", b"autoHyphen")}
    name, sign = signs[setting]
    assert [sign in package(on=on).parts[name] for on in (True, False)] == [True, False]


def test_embedded_fonts_are_the_style_s_whole_and_can_be_read_back() -> None:
    package = written(brief(paragraph("x", number="1")), writer=DocxWriter(embed_fonts=True))
    table = package.xml("word/fontTable.xml")
    relations = {r.get("Id"): r.get("Target") for r in package.xml("word/_rels/fontTable.xml.rels")}
    (serif,) = [f for f in table if f.get(f"{W}name") == "IBM Plex Serif"]
    regular = serif.find(f"{W}embedRegular")
    assert regular is not None
    key = regular.get(f"{W}fontKey", "").strip("{}")
    identifier = next(str(value) for name, value in regular.attrib.items() if str(name).endswith("}id"))
    data = package.parts[f"word/{relations[identifier]}"]

    assert [c.tag.rpartition("}")[2] for c in serif][1:] == [
        *("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
    ]
    assert data[:4] != b"\x00\x01\x00\x00"
    assert obfuscated(data, key) == face_file("IBM Plex Serif").read_bytes()
    assert b"embedTrueTypeFonts" in package.parts["word/settings.xml"]


def test_embedded_names_are_no_longer_than_word_can_hold() -> None:
    table = written(brief(), writer=DocxWriter(embed_fonts=True)).xml("word/fontTable.xml")

    assert all(len(font.get(f"{W}name", "")) <= 31 for font in table)
    assert styles(embedded=True)["Heading 2"].font.name == "IBM Plex Sans Condensed"
    assert styles(embedded=True)["Heading 2"].font.bold


def test_a_font_that_is_not_installed_cannot_be_embedded() -> None:
    house = load_style("press", changes={"font": {"text": "Nowhere Serif"}})

    with pytest.raises(StyleError, match="Nowhere Serif"):
        DocxWriter(embed_fonts=True).write(brief(), house, print)


def changed_font(folder: Path, place: int, value: bytes) -> str:
    """Return the path of a copy of a font with some bytes of its OS/2 table changed."""
    data = bytearray(face_file("IBM Plex Serif").read_bytes())
    at = data.index(b"OS/2", 12)
    offset = int.from_bytes(data[at + 8 : at + 12], "big") + place
    data[offset : offset + len(value)] = value
    (folder / "house.ttf").write_bytes(data)
    return str(folder / "house.ttf")


def test_a_font_whose_licence_bits_forbid_it_is_not_embedded(tmp_path: Path) -> None:
    house = load_style("press", changes={"font": {"text": changed_font(tmp_path, 8, b"\x00\x02")}})

    with pytest.raises(StyleError, match="may not be embedded"):
        DocxWriter(embed_fonts=True).write(brief(), house, print)


def test_a_font_named_by_its_file_is_embedded_under_its_own_name(tmp_path: Path) -> None:
    house = load_style("press", changes={"font": {"text": changed_font(tmp_path, 8, b"\x00\x00")}})
    package = Package(DocxWriter(embed_fonts=True).write(brief(), house, print).files[0].data)
    (serif,) = [f for f in package.xml("word/fontTable.xml") if f.get(f"{W}name") == "IBM Plex Serif"]

    assert [c.tag.rpartition("}")[2] for c in serif] == ["pitch", "embedRegular"]
    assert str(tmp_path).encode() not in b"".join(package.parts.values())
