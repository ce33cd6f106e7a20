"""The PDF reader puts pages back into reading order and undoes what only the page needed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from convert.contracts import Raw, input_of
from convert.errors import Note, NothingUsable
from convert.normalise import normalise
from convert.readers import pdf as reader
from tests import outline

pytest.importorskip("pypdfium2")

LEFT = ("The new rope of the ferry is", "as thick as an arm, and the", "yard has tested it for a", "week on dry land.")
RIGHT = (
    "On Monday it will be laid",
    "through the southern chan-",
    "nel, where the well-known",
    "well-",
    "known stones are.",
)


def document(*pages: list[tuple[float, float, str, float, str]], **properties: str) -> bytes:
    """Return a PDF of pages of (left, height, font, size, words)."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 500), invariant=1)
    if "title" in properties:
        canvas.setTitle(properties["title"])
    for page in pages:
        for left, height, font, size, words in page:
            canvas.setFont(font, size)
            canvas.drawString(left, height, words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def column(left: float, top: float, lines: tuple[str, ...]) -> list[tuple[float, float, str, float, str]]:
    return [(left, top - 12 * n, "Times-Roman", 10, line) for n, line in enumerate(lines)]


def body(data: bytes) -> list[str]:
    (raw,) = reader.read(input_of("a.pdf", data), lambda _: None)
    assert isinstance(raw, Raw)
    return list(outline.body(normalise(raw, (), lambda _: None).body))


def test_columns_are_read_one_after_the_other_even_if_drawn_line_by_line() -> None:
    pairs = zip(column(40, 400, LEFT), column(220, 400, RIGHT[:4]), strict=True)

    found = " ".join(body(document([line for pair in pairs for line in pair])))

    assert found.index("dry land") < found.index("On Monday")


def test_divided_words_are_whole_again_and_hyphens_of_compounds_stay() -> None:
    found = " ".join(body(document(column(40, 400, RIGHT))))

    assert "southern channel" in found
    assert found.count("well-known") == 2


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def page(number: int) -> list[tuple[float, float, str, float, str]]:
        return [
            (40, 480, "Times-Italic", 8, f"Lake notes, sheet {number}"),
            *column(40, 400, LEFT),
            (200, 15, "Times-Roman", 8, str(number)),
        ]

    found = " ".join(body(document(*map(page, range(1, 5)))))

    assert "Lake notes" not in found
    assert found.count("thick as an arm") == 4


def test_the_largest_type_on_top_is_the_headline_and_bold_lines_are_heads() -> None:
    page = [(40, 440, "Times-Bold", 18, "A rope is laid"), *column(40, 410, LEFT)]
    page += [(40, 340, "Times-Bold", 10, "What it cost"), *column(40, 320, RIGHT)]
    (raw,) = reader.read(input_of("a.pdf", document(page, title="layout_final_3.indd")), lambda _: None)
    assert isinstance(raw, Raw)

    article = normalise(raw, (), lambda _: None)

    assert article.metadata.title == "A rope is laid"
    assert [line for line in outline.body(article.body) if line.startswith("#")] == ["### | What it cost"]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    first, second = LEFT[:2], LEFT[2:]

    found = body(document(column(40, 80, first), column(40, 440, second)))

    assert found == ["1 | " + " ".join(LEFT)]


def test_lists_and_first_line_indents_part_paragraphs() -> None:
    lines = [
        (40, 400, "• one rope"),
        (40, 388, "• two winches"),
        (40, 364, "The yard is content, and it"),
        (40, 352, "said so."),
    ]
    lines += [(52, 340, "The pilots are not, and they"), (40, 328, "said that as well.")]

    found = body(document([(left, height, "Times-Roman", 10, words) for left, height, words in lines]))

    assert found[:4] == ["-", "  . | one rope", "-", "  . | two winches"]
    assert [line[4:] for line in found[4:]] == [
        "The yard is content, and it said so.",
        "The pilots are not, and they said that as well.",
    ]


def test_an_encrypted_document_says_so() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(document(column(40, 400, LEFT)))) as opened:
        opened.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))

    with pytest.raises(NothingUsable, match="encrypted"):
        body(target.getvalue())


def test_the_seed_is_read_in_order_with_its_headline() -> None:
    data = Path(__file__).parent.parent.joinpath("seeds", "toll-study.pdf").read_bytes()
    notes: list[Note] = []
    (raw,) = reader.read(input_of("toll-study.pdf", data), notes.append)
    assert isinstance(raw, Raw)

    article = normalise(raw, (), notes.append)

    assert article.metadata.title == "The lake toll, twenty years on"
    assert [line[:20] for line in outline.body(article.body)][::7] == ["1 | The lake toll ha", "8 | The study will b"]
    assert [note.code for note in notes] == ["running-heads"]
