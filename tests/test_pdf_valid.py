"""Every file is PDF/UA-1 and PDF/A-2a: veraPDF and qpdf find nothing, and find what is planted."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from convert import model as m
from convert.style import load_style
from tests.pdfs import AMBER, MEDIA, SECRET, Made, article, brief, briefing, contents, every_block, paragraph, text_of
from tests.test_pdf_blocks import index, statements, wide_table
from tests.test_pdf_from_right import from_right
from tests.test_pdf_layout import page_one
from tests.test_pdf_scripts import SENTENCES, pack
from tests.test_pdf_style import sample
from tests.validators import pdf

pytestmark = pytest.mark.validator


def samples() -> dict[str, Made]:
    """Return documents with all that the writer can make."""
    long = article(2, "Long", statements(60), *[paragraph(text_of(60, n), f"2.{n}", f"a2p{n}") for n in range(30)])
    first = article(1, "One", *every_block(), *[paragraph(said) for said in SENTENCES.values()])
    whole = briefing(
        first,
        long,
        front=(page_one(8, 90), contents(first, long)),
        back=(m.Section("index", "index", (index(200),), title="Index"),),
        media=MEDIA,
        furniture=m.Furniture((SECRET, AMBER), "Office", "page {page} of {pages}"),
    )
    return {
        "whole": Made(whole),
        "whole-plain": Made(whole, load_style("plain", paper="letter")),
        "justified": Made(whole, load_style("press", changes={"look": {"justify": True, "hyphenate": True}})),
        "roles": Made(sample()),
        "brief": Made(brief(*every_block(), media=MEDIA)),
        "unset": pack(),
        "from-right": from_right(),
        "turned": Made(brief(wide_table(60))),
        "nothing": Made(briefing()),
        "jump": Made(brief(m.Heading((m.Text("Deep"),), 5), paragraph("Text."))),
        "glyphs": Made(brief(paragraph("Calm 🜁 water"))),
    }


def test_every_file_is_accessible_and_archivable(tmp_path: Path) -> None:
    files = []
    for name, made in samples().items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(made.data)
        files.append(file)

    assert pdf.complaints(files) == []


def test_an_untagged_file_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "fault.pdf"
    file.write_bytes(Made(brief(paragraph("Text."))).data)
    with pikepdf.open(file, allow_overwriting_input=True) as opened:
        del opened.Root.StructTreeRoot
        opened.save(file)

    assert pdf.complaints([file])
