"""Two validators and LibreOffice: briefs and packs in every style and setting are right, a planted fault is not."""

import io
import os
import re
import zipfile
from pathlib import Path

import docx
import pytest

from convert import model as m
from convert.testing import lost_words
from convert.writers.docx import DocxWriter
from tests.docx_samples import article, brief, briefing, pack, paragraph, table, text, written
from tests.test_docx_reference import house, saved
from tests.test_docx_text import picture
from tests.validators.docx import complaints, rendered_words

pytestmark = [pytest.mark.validator, pytest.mark.slow]

ARABIC = "ستعبر العبارة البحيرة بعد حلول الظلام."


def everything() -> m.Briefing:
    """Return a brief with every kind of block and inline."""
    deep = m.ItemList(((paragraph("deep"),),), ordered=True, start=4)
    link = m.Link(text("the accord"), "https://lake.example/accord?a=1&b=2")
    points = (m.Heading(text("Key points"), 2, "minor_head"), paragraph("It lasts.", role="key_point", number="1"))
    return brief(
        paragraph("talvik.example", role="address"),
        m.Section("key_points", "key_points", points),
        paragraph("Signed.", m.Footnote((paragraph("See ", link, "."),)), " on ", m.Strong(text("Monday")), number="1"),
        paragraph(m.Remark(text("JointWater"), "a space may be missing"), m.Break(), "board", number="2"),
        m.Quotation((paragraph("“It lasts.”", number="3"),), speaker="Marta Quill"),
        m.Heading(text("Tolls"), 2),
        m.ItemList(((paragraph("one"), deep), (paragraph("two"),)), ordered=True),
        table((m.Cell((paragraph("a"),), 2), "b"), ("c", m.Cell((paragraph("d"),), 1, 2), "e"), ("f", "g"), number="4"),
        m.Rule(),
        m.Figure(alt="A ferry", media="f", caption=text("At noon")),
        paragraph(ARABIC, language="ar", number="5"),
        paragraph(m.Span(text("file name"), role="badge"), " ", m.Span(text("conflict"), role="conflict"), number="6"),
        media=(m.Media("f", "image/webp", picture("WEBP")),),
    )


SAMPLES = {"brief": everything(), "pack": pack(4), "one": briefing(article(1)), "front": pack(2, body=(), back=())}


def file_of(data: bytes, folder: Path, name: str = "made.docx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize("style", ["press", "plain"])
@pytest.mark.parametrize("name", SAMPLES)
def test_the_validators_have_no_complaint(name: str, style: str, tmp_path: Path) -> None:
    writer = DocxWriter(comments=True)

    assert complaints(file_of(written(SAMPLES[name], style=style, writer=writer).data, tmp_path)) == []


def test_the_validators_have_no_complaint_of_embedded_fonts(tmp_path: Path) -> None:
    writer = DocxWriter(embed_fonts=True)

    assert complaints(file_of(written(SAMPLES["pack"], writer=writer).data, tmp_path)) == []


def test_the_validators_have_no_complaint_of_a_house_s_own_document(tmp_path: Path) -> None:
    writer = DocxWriter(reference_doc=saved(house(), tmp_path))

    assert complaints(file_of(written(SAMPLES["pack"], writer=writer).data, tmp_path)) == []


def test_the_validators_have_no_complaint_of_a_briefing_from_right_to_left(tmp_path: Path) -> None:
    about = m.Properties(ARABIC, "ar", "urn:uuid:0")
    made = brief(paragraph(ARABIC, number="1"), table((ARABIC,), head=("اسم",)), properties=about)

    assert complaints(file_of(written(made).data, tmp_path)) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_libreoffice_keeps_every_word(name: str, tmp_path: Path) -> None:
    briefing_ = SAMPLES[name]
    shown = rendered_words(file_of(written(briefing_).data, tmp_path))
    # an Arabic line comes out of a PDF in the order in which it is drawn; a picture's words are no text on the page
    lost = [word for word in lost_words(briefing_, shown) if word not in ARABIC and word not in ("A", "ferry")]

    assert lost == []
    assert "Error" not in shown


def test_libreoffice_numbers_pages_as_the_pdf_does(tmp_path: Path) -> None:
    shown = rendered_words(file_of(written(SAMPLES["pack"]).data, tmp_path))

    assert re.findall(r"page (\w+) of", shown)[:6] == ["i", "ii", "1", "3", "5", "7"]
    assert len(re.findall("TLP:AMBER", shown)) == 2 * len(re.findall(r"page \w+ of", shown))


def test_python_docx_reads_what_is_written() -> None:
    document = docx.Document(io.BytesIO(written(SAMPLES["pack"]).data))

    assert [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"][:2] == [
        "1\tFerry 1 leaves Talvik on time",
        "2\tFerry 2 leaves Talvik on time",
    ]
    assert len(document.tables) == 3


PLANTED = {
    "a property out of order": (b"<w:pStyle ", b'<w:jc w:val="left"/><w:pStyle '),
    "a table without a head": (b"<w:tblHeader/>", b""),
    "a bookmark that never ends": (b"<w:bookmarkEnd ", b"<w:bookmarkEnded "),
    "a measure that is no number": (b'w:type="dxa"', b'w:type="ell"'),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    old, new = PLANTED[fault]
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(SAMPLES["pack"]).data)) as good, zipfile.ZipFile(made, "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            assert name != "word/document.xml" or old in data
            bad.writestr(name, data.replace(old, new) if name == "word/document.xml" else data)

    assert complaints(file_of(made.getvalue(), tmp_path)) != []


@pytest.mark.skipif("CONVERT_SEEDS" not in os.environ, reason="CONVERT_SEEDS names a folder of press texts")
def test_the_validators_have_no_complaint_of_real_texts(tmp_path: Path) -> None:
    from convert.compose import compose_brief
    from convert.style import load_style
    from tests.builders import ignore, provenance, record

    texts = sorted(Path(os.environ["CONVERT_SEEDS"]).glob("*.txt"))
    assert texts
    for path in texts:
        made = record(path.read_text("utf-8", errors="replace"), path.name)
        composed = compose_brief(made, m.Edition(), load_style("press"), provenance(made.article), ignore)
        assert complaints(file_of(written(composed).data, tmp_path)) == []
