"""Letters: those that are set read as themselves; those that are not are named, never an empty box."""

from __future__ import annotations

import pytest

from convert import model as m
from convert.errors import CannotSet
from convert.style import load_style
from tests.pdfs import Made, article, brief, briefing, paragraph, words

SENTENCES = {
    "Azerbaijani": "Gəmi körpüyə çatanda İlqar bəy şəhərə gedəcək.",
    "Turkish": "Göl geçiş ücreti yıl sonuna dek değişmeyecek, İĞDIR.",
    "Vietnamese": "Thuyền cập bến trước khi trời tối, người lái nói.",
    "Polish": "Żaglówka wpłynęła źle, więc załoga ćwiczyła dzień dłużej.",
    "Romanian": "Taxa rămâne aceeași și în toamnă, spun ofițerii.",
    "Russian": "Паром уйдёт на рассвете, сообщил объездчик.",
    "Greek": "Το πλοίο φεύγει την αυγή, είπε ο λιμενάρχης· ἀρχὴ ᾠδῆς.",
    "Armenian": "Նավը կմեկնի լուսաբացին, ասաց նավահանգստի պետը։",
    "Georgian": "გემი გამთენიისას გავა, თქვა ნავსადგურის უფროსმა.",
}


@pytest.mark.parametrize("style", ["press", "plain"])
@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES.keys())
def test_a_script_that_is_set_reads_as_itself(sentence: str, style: str) -> None:
    strong = m.Paragraph((m.Strong(words(sentence)), m.Text(" "), m.Emphasis(words(sentence))))
    note = paragraph(sentence, role="source_line")
    made = Made(brief(note, m.Heading(words(sentence), 2), paragraph(sentence), strong), load_style(style))

    assert made.codes == set()
    assert made.spoken().count(sentence) == 5


def test_characters_no_font_has_are_named_and_no_empty_box() -> None:
    made = Made(brief(paragraph("Calm 🜁 water")))

    note = next(note for note in made.notes if note.code == "no-glyph")
    assert "U+1F701" in note.message
    assert "Calm � water" in made.said()[0]


HAN = "渡輪將於黎明時分離港"
HINDI = "यह नौका भोर में चलेगी"


@pytest.mark.parametrize("text", [HAN, HINDI, "ܐܠܦܐ ܬܪܚܩ ܒܨܦܪܐ", "นาวาออกเดินทางยามเช้า"])
def test_a_brief_in_a_script_that_is_not_set_is_refused(text: str) -> None:
    with pytest.raises(CannotSet, match="not set in PDF yet"):
        Made(brief(paragraph(text)))


def test_a_word_in_such_a_script_is_named_and_noted() -> None:
    made = Made(
        brief(paragraph("The ferry is called Dawn (黎明 in Chinese), as ships of its line are, and sails at six."))
    )

    assert "([Han] in Chinese)" in made.said()[0]
    assert "words-not-in-pdf" in made.codes


def pack() -> Made:
    english = article(1, "One", paragraph("Text."))
    head = m.Heading(words(HAN), 1, "h1", number="2")
    line = m.Paragraph((m.Text("Sahil · 11 March 2025"),), role="source_line")
    address = m.Paragraph((m.Text("sahil.example/2"),), role="address")
    blocks = (head, line, address, paragraph(HAN, "2.1", "a2p1"))
    chinese = m.Section("article", "a2", blocks, title=HAN, language="zh", start="page", running_head=HAN)
    return Made(briefing(english, chinese, article(3, "Three")))


def test_an_article_of_a_pack_that_is_not_set_says_where_its_text_is() -> None:
    made = pack()

    page = made.page_labelled(made.pages["a2"])
    assert "Sahil · 11 March 2025" in page
    assert "sahil.example/2" in page
    assert "its text is in the other formats" in page
    assert "text-not-in-pdf" in made.codes
    assert not any("\u4e00" <= character <= "\u9fff" for character in page)


def test_the_articles_around_it_are_set() -> None:
    made = pack()

    assert (made.pages["a1"], made.pages["a2"], made.pages["a3"]) == ("1", "2", "3")
