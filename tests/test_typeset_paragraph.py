"""Paragraphs as they are drawn: within the measure, read back word for word, divided two lines at the least."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convert.typeset.paragraph import Label, Paragraph, ParagraphStyle
from convert.typeset.runs import Format, Run
from convert.typeset.tagging import Element
from tests import typesetting as ts

TEXT = (
    "The ferry company’s efficient offices filed fifteen affidavits on Friday, “after a difficult fortnight”, as the "
    "harbour-master put it; the re-establishment of night crossings (eleven in all) waits for the councillors’ "
    "authorisation, which is expected before the waffle festival at Eskildsen’s quay. "
)
SITE = "https://ferries.example/timetables/2025/spring/night-crossings?quay=east&page=12"


def boxes(data: bytes) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the letters of a file, as pdfium draws them: left, bottom, right, top."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        letters = (at for at in range(text.count_chars()) if not text.get_text_range(at, 1).isspace())
        found += [text.get_charbox(at, loose=False) for at in letters]
    return found


words = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyzéüßşIMW", min_size=1, max_size=24),
    st.sampled_from(
        [SITE, "#NightCrossingsForEveryone", "e-mail@harbour.example", "12,500", "—", "“so”", "ЖИЗНЬ", "Wörter."]
    ),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.lists(words, min_size=1, max_size=30), width=st.integers(60, 400), justify=st.booleans())
def test_no_letter_stands_beyond_the_measure(content: list[str], width: int, justify: bool) -> None:
    look = ts.style(justify=justify, hyphenate="en-GB" if justify else None)
    data = ts.drawn([" ".join(content)], look, width)
    hanging = 3.5 if justify else 0.0
    side_bearing = 0.6
    for left, _, right, _ in boxes(data):
        assert left >= ts.LEFT - hanging - side_bearing
        assert right <= ts.LEFT + width + hanging + side_bearing


@pytest.mark.parametrize("width", [95, 190, 380])
@pytest.mark.parametrize("justify", [False, True], ids=["ragged", "justified"])
def test_tags_and_pages_give_every_word_back_in_order(tmp_path: Path, width: int, justify: bool) -> None:
    look = ts.style(justify=justify, hyphenate="en-GB" if justify else None)
    data = ts.drawn([TEXT * 2, TEXT], look, width)
    assert ts.spoken_words(ts.said_by_tags(data, tmp_path)) == (TEXT * 3).split()


def test_pages_give_every_word_back_in_order(tmp_path: Path) -> None:
    printed = ts.said_by_pages(ts.drawn([TEXT * 3], ts.style(justify=True, hyphenate="en-GB"), 190), tmp_path)
    assert printed.replace("\u00ad\n", "").replace("-\n", "-").split() == (TEXT * 3).split()


def test_a_script_the_face_lacks_is_set_in_a_fallback_and_reads_back(tmp_path: Path) -> None:
    serif = ts.Face.load(ts.face_file("IBM Plex Serif"))
    serif.fallback = (ts.face("Regular", "Fira Sans"),)
    text = "Athens, Αθήνα, said so in σελίδα twelve, и по-русски."
    missing: set[str] = set()
    page = ts.canvas()
    look = ParagraphStyle(Format(serif, 10), 14)
    ts.placed(page, Paragraph([Run(text, look.format)], look, Element("P", page.root), missing=missing), 300, ts.TOP)
    assert not missing
    assert ts.spoken_words(ts.said_by_tags(page.finish(), tmp_path)) == text.split()


def test_a_character_no_face_has_is_reported_and_stands_in_the_text_as_a_mark() -> None:
    missing: set[str] = set()
    page = ts.canvas()
    look = ts.style()
    Paragraph([Run("a \u13a0 b", look.format)], look, Element("P", page.root), missing=missing)
    assert missing == {"\u13a0"}


def test_marks_and_ligatures_read_back_as_their_letters(tmp_path: Path) -> None:
    text = "Việt Nam: ffi fl fi o\u0323\u0302 q\u0323 ﬁ ©"
    printed = ts.spoken_words(ts.said_by_tags(ts.drawn([text], ts.style(), 300), tmp_path))
    assert " ".join(printed) == "Việt Nam: ffi fl fi ộ q\u0323 ﬁ ©"


def test_soft_hyphens_and_controls_are_not_drawn(tmp_path: Path) -> None:
    printed = ts.said_by_tags(ts.drawn(["cap\u00aditals\u200b and\ufeff con\x07trols"], ts.style(), 300), tmp_path)
    assert ts.spoken_words(printed) == ["capitals", "and", "controls"]


# ---- pages


def set_at(width: float, look: ParagraphStyle, text: str = TEXT * 3) -> Paragraph:
    paragraph = Paragraph([Run(text, look.format)], look, Element("P"))
    paragraph.wrap(width)
    return paragraph


def test_parts_of_a_divided_paragraph_have_two_lines_at_the_least() -> None:
    look = ts.style()
    whole = set_at(300, look).height
    lines = round(whole / look.leading)
    for room in range(1, int(whole)):
        parts = set_at(300, look).split(room)
        if parts is None:
            assert room < 2 * look.leading
            continue
        first, rest = (round(part.height / look.leading) for part in parts)
        assert first >= 2
        assert rest >= 2
        assert first + rest == lines
        assert parts[0].height <= room + 0.01


def test_three_lines_are_not_divided() -> None:
    look = ts.style()
    short = set_at(300, look, "Three lines of a text. " * 7)
    assert round(short.height / look.leading) == 3
    assert short.split(2 * look.leading) is None


def test_the_rest_of_a_divided_paragraph_is_broken_anew_at_another_width(tmp_path: Path) -> None:
    look = ts.style(justify=True, hyphenate="en-GB")
    page = ts.canvas()
    paragraph = Paragraph([Run(TEXT * 3, look.format)], look, Element("P", page.root))
    paragraph.wrap(190)
    parts = paragraph.split(4 * look.leading)
    assert parts is not None
    before = parts[1].height
    assert parts[1].wrap(300) < before
    for part, top in zip(parts, (700, 500), strict=True):
        part.draw_on(page, 80, top)
    data = page.finish()
    assert ts.spoken_words(ts.said_by_tags(data, tmp_path)) == (TEXT * 3).split()


def test_a_paragraph_over_two_pages_is_one_element(tmp_path: Path) -> None:
    data = ts.drawn([TEXT * 25], ts.style(), 380)
    assert len(ts.opened(data).pages) == 2
    assert ts.kinds(data) == ["Document", "P"]
    assert ts.spoken_words(ts.said_by_tags(data, tmp_path)) == (TEXT * 25).split()


# ---- what stands in and beside a line


def test_a_label_is_an_element_before_the_text(tmp_path: Path) -> None:
    page = ts.canvas()
    look = ts.style()
    label = Label(Run("4.5", Format(ts.face(), 8)), -40)
    ts.placed(page, Paragraph([Run("Some text.", look.format)], look, Element("P", page.root), label=label), 300, 700)
    data = page.finish()
    assert ts.kinds(data) == ["Document", "P", "Lbl"]
    assert ts.spoken_words(ts.said_by_tags(data, tmp_path)) == ["4.5", "Some", "text."]
    assert min(left for left, *_ in boxes(data)) == pytest.approx(ts.LEFT - 40, abs=1)


def test_what_is_flush_right_ends_at_the_measure() -> None:
    page = ts.canvas()
    look = ts.style()
    right = [Run("page 3", look.format)]
    ts.placed(page, Paragraph([Run("A day", look.format)], look, Element("P", page.root), right=right), 300, 700)
    assert max(right for _, _, right, _ in boxes(page.finish())) == pytest.approx(ts.LEFT + 300, abs=1)


@pytest.mark.parametrize("words", [1, 7, 8, 9, 10, 11, 30])
def test_what_is_flush_right_on_the_last_line_leaves_room_for_itself(tmp_path: Path, words: int) -> None:
    page = ts.canvas()
    look = ts.style()
    text, right = "headline " * words, [Run("page 3", look.format)]
    paragraph = Paragraph([Run(text, look.format)], look, Element("P", page.root), right=right, right_on="last")
    ts.placed(page, paragraph, 200, 700)
    data = page.finish()
    *before, last = sorted(boxes(data), key=lambda box: (-round(box[1] / 14), box[0]))
    assert last[2] == pytest.approx(ts.LEFT + 200, abs=1)
    assert max(box[2] for box in before) <= ts.LEFT + 200
    assert ts.spoken_words(ts.said_by_tags(data, tmp_path)) == [*text.split(), "page", "3"]


def test_what_is_flush_right_and_has_no_room_beside_the_last_word_has_a_line_of_its_own() -> None:
    look = ts.style()
    right = [Run("a place at the right", look.format)]
    paragraph = Paragraph([Run("unbreakable" * 2, look.format)], look, Element("P"), right=right, right_on="last")
    paragraph.wrap(130)
    assert paragraph.height == 2 * look.leading


@pytest.mark.parametrize(("align", "side"), [("left", 0.0), ("centre", 0.5), ("right", 1.0)])
def test_lines_are_aligned(align: str, side: float) -> None:
    found = boxes(ts.drawn(["Short"], ts.style(align=align), 300))
    left, right = min(box[0] for box in found), max(box[2] for box in found)
    assert (left - ts.LEFT) == pytest.approx(side * (300 - (right - left)), abs=1)


def test_a_link_over_three_lines_is_one_element_with_a_box_a_line(tmp_path: Path) -> None:
    look = ts.style()
    link = replace(look.format, address="https://ferries.example/(night)")
    data = ts.drawn(
        [[Run("Read ", look.format), Run("the whole of the report on crossings", link), Run(" today.", look.format)]],
        look,
        80,
    )
    pdf = ts.opened(data)
    assert len(pdf.pages[0].Annots) == 1
    annotation = pdf.pages[0].Annots[0]
    assert str(annotation.A.URI) == "https://ferries.example/(night)"
    assert len(annotation.QuadPoints) == 8 * 3
    assert annotation.Contents == "https://ferries.example/(night)"
    assert ts.kinds(data) == ["Document", "P", "Link"]
    assert (
        " ".join(ts.spoken_words(ts.said_by_tags(data, tmp_path))) == "Read the whole of the report on crossings today."
    )


def test_a_link_inside_the_document_goes_to_a_place_named_later() -> None:
    page = ts.canvas()
    look = ts.style()
    inside = replace(look.format, destination="later")
    ts.placed(page, Paragraph([Run("see below", inside)], look, Element("P", page.root)), 300, 700)
    page.new_page()
    target = Paragraph([Run("Below", look.format)], look, Element("P", page.root), destination="later")
    ts.placed(page, target, 300, 500)
    pdf = ts.opened(page.finish())
    where = pdf.pages[0].Annots[0].Dest
    assert where[0].objgen == pdf.pages[1].obj.objgen
    assert float(where[3]) == 500


def test_another_language_is_said_in_a_span() -> None:
    look = ts.style()
    french = replace(look.format, language="fr")
    data = ts.drawn([[Run("They said ", look.format), Run("d’accord", french), Run(".", look.format)]], look, 300)
    pdf = ts.opened(data)
    span = pdf.Root.StructTreeRoot.K.K[0].K[1]
    assert (str(span.S), str(span.Lang)) == ("/Span", "fr")


def test_a_badge_has_room_around_its_words() -> None:
    look = ts.style()
    badge = replace(look.format, ground="#E4E4DF", padding=3.0)
    plain = boxes(ts.drawn([[Run("ab", look.format), Run(" cd", look.format)]], look, 300))
    padded = boxes(ts.drawn([[Run("ab ", look.format), Run("cd", badge)]], look, 300))
    assert padded[2][0] - plain[2][0] == pytest.approx(3.0, abs=0.1)


def test_marks_at_line_ends_hang_in_the_margin_of_justified_text() -> None:
    text = "ending with a comma, " * 30
    justified = max(right for _, _, right, _ in boxes(ts.drawn([text], ts.style(justify=True), 128)))
    assert ts.LEFT + 128 + 0.2 < justified < ts.LEFT + 128 + 3


def test_lines_of_justified_text_end_together() -> None:
    data = ts.drawn([TEXT * 4], ts.style(justify=True, hyphenate="en-GB"), 380)
    lines: dict[int, float] = {}
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1).isalpha():
            left, _, right, _ = text.get_charbox(at, loose=True)
            line = round(text.get_charbox(at, loose=True)[1])
            lines[line] = max(lines.get(line, left), right)
    ends = [lines[line] for line in sorted(lines)[1:]]
    assert len(ends) > 5
    assert all(ts.LEFT + 380 - 6.5 < end <= ts.LEFT + 380 + 1 for end in ends)


# ---- awkward text


def test_an_address_is_broken_at_its_seams(tmp_path: Path) -> None:
    printed = ts.said_by_pages(ts.drawn([f"See {SITE} for more"], ts.style(), 150), tmp_path)
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    assert SITE in "".join(lines)
    inside = [line for line, following in pairwise(lines) if f"{line.split()[-1]}{following.split()[0]}" in SITE]
    assert len(inside) >= 2
    assert all(line[-1] in "/?&=-" for line in inside)


def test_a_word_of_two_hundred_thousand_letters_is_set_in_seconds() -> None:
    look = ts.style(justify=True, hyphenate="en-GB")
    start = time.perf_counter()
    paragraph = set_at(380, look, "Word " + "abcdefghij" * 20_000 + " end")
    assert paragraph.height > 2000 * look.leading
    assert time.perf_counter() - start < 8


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n", "a\n\nb", "\u00a0", "x" * 3, "— — —"])
def test_text_with_nothing_in_it_or_little_is_set(text: str) -> None:
    assert ts.drawn([text, "after"], ts.style(), 100).startswith(b"%PDF-1.7")


def test_a_line_end_in_the_text_ends_the_line() -> None:
    look = ts.style()
    assert set_at(300, look, "one\ntwo\n\nfour").height == 4 * look.leading


def test_a_measure_narrower_than_a_letter_still_ends() -> None:
    assert set_at(2, ts.style(), "word").height >= 14
