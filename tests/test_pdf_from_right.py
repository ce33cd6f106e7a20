"""Text from right to left: it reads back in its order, stands at its side, and turns nothing beside it."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2
import pytest

from convert import model as m
from convert.typeset.bidi import visual_order
from tests.pdfs import MEDIA, Made, article, brief, briefing, cell, every_block, paragraph, words

SENTENCES = {
    "Arabic": "تغادر العبارة عند الفجر (الساعة 6:30)، كما قال «رئيس الميناء» أمس.",
    "Persian": "کشتی در سپیده‌دم حرکت می‌کند و ۲۱۲ مسافر دارد.",
    "Urdu": "کشتی صبح کے وقت روانہ ہوگی، بندرگاہ کے سربراہ نے کہا۔",
    "Hebrew": "המעבורת תצא עם שחר (בשעה 6:30), אמר מנהל הנמל אתמול.",
    "Yiddish": "די שיף פארט אוועק פארטאגס, האט געזאגט דער הויפט.",
}
LANGUAGES = {"Arabic": "ar", "Persian": "fa", "Urdu": "ur", "Hebrew": "he", "Yiddish": "yi"}
JOINER = "\u200c"
"""Keeps letters apart: it shapes them, and is not in the file."""

NAME = "رسول البحيرة"


def from_right() -> Made:
    """Return a pack in Arabic of all kinds of blocks, with words from left to right among them."""
    said = [paragraph(f"{SENTENCES['Arabic']} Northshore Ferries (1250).", f"1.{n}", f"a1p{n}") for n in range(1, 9)]
    linked = m.Paragraph((m.Link(words("موقع المكتب"), "https://olt.example/"), *words(" على الشبكة 25.")))
    first = article(1, "أبجد هوز", *said, linked, *every_block(), language="ar")
    about = m.Properties("أسبوع البحيرة", "ar", "urn:uuid:0")
    return Made(briefing(first, article(2, "Two", paragraph("Text.")), properties=about, media=MEDIA))


def logical(said: str) -> str:
    """Return extracted text without marks of direction; joined letters as their letters."""
    return unicodedata.normalize("NFKC", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", said))


def found(made: Made, letters: str, page: int = 0) -> tuple[float, float]:
    """Return where letters stand on a page: the left and the right edge of the first that is found."""
    text = pypdfium2.PdfDocument(made.data)[page].get_textpage()
    at, count = text.search(letters).get_next()
    boxes = [text.get_charbox(number) for number in range(at, at + count)]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_reads_back_in_its_order(language: str) -> None:
    sentence = SENTENCES[language]
    made = Made(brief(paragraph(sentence), language=LANGUAGES[language]))

    assert made.codes == set()
    said = logical(" ".join(made.said()[0].split()))
    letters = [word for word in re.findall(r"\w+", sentence.replace(JOINER, "")) if not word.isdecimal()]
    assert [word for word in re.findall(r"\w+", said) if word in letters] == letters


def test_the_first_word_stands_at_the_right() -> None:
    made = Made(brief(paragraph("أبجد هوز حطي", "1"), language="ar"))

    assert found(made, "هوز")[1] < found(made, "أبجد")[0]
    assert found(made, "حطي")[1] < found(made, "هوز")[0]


def test_figures_and_latin_words_keep_their_own_order() -> None:
    made = Made(brief(paragraph("قال مكتب Northshore Ferries إن 1250 راكبا"), language="ar"))

    assert found(made, "Northshore")[1] < found(made, "Ferries")[0]
    assert found(made, "1250")[1] < found(made, "Northshore")[0]


def test_the_number_of_a_paragraph_stands_at_its_right() -> None:
    made = Made(brief(paragraph("أبجد هوز حطي", "17"), language="ar"))

    assert found(made, "17")[0] > found(made, "أبجد")[1]


def test_the_first_column_of_a_table_stands_at_the_right() -> None:
    rows = ((cell("أبجد"), cell("هوز"), cell("حطي")),)
    made = Made(brief(m.Table(rows, (), ()), language="ar"))

    assert found(made, "أبجد")[0] > found(made, "هوز")[1] > found(made, "حطي")[1]


def test_a_date_beside_a_name_from_right_to_left_stays_whole() -> None:
    line = m.Paragraph((m.Span(words(NAME), role="outlet"), m.Text(" · "), m.Text("14 March 2025")), role="source_line")
    made = Made(brief(line, paragraph("The ferry left.")))

    assert found(made, NAME[:4])[1] < found(made, "14")[0] < found(made, "March")[0] < found(made, "2025")[0]
    assert "14 March 2025" in made.said()[0]


def test_an_english_quotation_in_an_arabic_text_runs_its_own_way() -> None:
    made = Made(
        brief(paragraph("تغادر العبارة عند الفجر"), paragraph("He came home late.", language="en"), language="ar")
    )

    assert found(made, "He came")[1] < found(made, "home late")[0]


def test_an_arabic_article_in_an_english_pack_stands_at_its_side() -> None:
    head = m.Heading(words("أبجد هوز حطي"), 1, "h1", number="2")
    line = m.Paragraph(words("Sahil · 11 March 2025"), role="source_line", language="en")
    blocks = (head, line, paragraph("كلمن سعفص قرشت", "2.1", "a2p1"))
    arabic = m.Section("article", "a2", blocks, title="أبجد", language="ar", start="page")
    made = Made(briefing(article(1, "One", paragraph("Text.")), arabic))

    edge = found(made, "كلمن", 1)[1]
    assert found(made, "11 March 2025", 1)[1] == pytest.approx(edge, abs=3)
    assert found(made, "2.1", 1)[0] > edge
    assert found(made, "Text.")[0] < edge / 2


def test_words_with_no_face_for_them_are_named_here_too() -> None:
    made = Made(brief(paragraph("تغادر العبارة 🜁 عند الفجر"), language="ar"))

    assert made.codes == {"no-glyph"}


def test_the_order_on_a_line_is_that_of_the_unicode_algorithm() -> None:
    assert visual_order([0, 0, 0]) == [0, 1, 2]
    assert visual_order([1, 1, 1]) == [2, 1, 0]
    assert visual_order([0, 1, 1, 0]) == [0, 2, 1, 3]
    assert visual_order([1, 2, 2, 1]) == [3, 1, 2, 0]
    assert visual_order([1, 2, 3, 3, 2, 1]) == [5, 1, 3, 2, 4, 0]
