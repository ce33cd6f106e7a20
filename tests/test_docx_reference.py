"""A house's own document as the template: its look is taken, labels and markings stay, what is unsafe is refused."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from convert.errors import StyleError
from convert.style import load_style
from convert.writers.docx import DocxWriter
from tests.docx_samples import Package, R, W, brief, pack, paragraph, table, words_in, words_of, written


def logo() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (40, 20), (20, 90, 60)).save(made, "PNG")
    made.seek(0)
    return made


def house() -> Document:
    document = docx.Document()
    document.styles["Normal"].font.name = "Verdana"
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x11, 0x55, 0x33)
    document.styles.add_style("House Quote", WD_STYLE_TYPE.PARAGRAPH)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(200), Mm(280)
    section.left_margin, section.right_margin = Mm(25), Mm(25)
    head = section.header.paragraphs[0]
    head.add_run("Lake Ministry").add_picture(logo(), width=Mm(20))
    section.footer.paragraphs[0].add_run("Quay 3, Talvik")
    return document


def saved(document: Document, folder: Path, name: str = "house.docx") -> Path:
    document.save(str(folder / name))
    return folder / name


def with_house(document: Document, folder: Path) -> Package:
    reference = DocxWriter(reference_doc=saved(document, folder))
    return written(brief(paragraph("A ferry left.", number="1")), writer=reference)


def test_styles_and_page_are_the_house_s(tmp_path: Path) -> None:
    package = with_house(house(), tmp_path)
    styles = {s.name: s for s in docx.Document(io.BytesIO(package.data)).styles}

    assert styles["Normal"].font.name == "Verdana"
    assert styles["Heading 1"].font.color.rgb == RGBColor(0x11, 0x55, 0x33)
    assert "House Quote" in styles
    size = next(package.document.iter(f"{W}pgSz"))
    assert abs(int(size.get(f"{W}w", "0")) - 11339) < 3


def test_styles_that_the_house_lacks_take_its_font_and_size(tmp_path: Path) -> None:
    styles = docx.Document(io.BytesIO(with_house(house(), tmp_path).data)).styles

    assert styles["Article Text"].font.name is None
    assert styles["Article Text"].font.size is None
    assert styles["Article Text"].base_style.name == "Normal"
    assert styles["Article Text"].paragraph_format.first_line_indent < 0


def test_head_foot_and_logo_are_the_house_s_and_the_markings_stay(tmp_path: Path) -> None:
    package = with_house(house(), tmp_path)
    (head,) = [n for n in package.parts if n.startswith("word/header")]
    (foot,) = [n for n in package.parts if n.startswith("word/footer")]
    (relation,) = package.xml(f"word/_rels/{head.removeprefix('word/')}.rels")

    assert words_in(package.xml(head)) == "Lake Ministry\u00a0TLP:AMBER\u00a0"
    assert words_in(package.xml(foot)) == "Quay 3, Talvikpage 1 of 1\u2003\u00a0TLP:AMBER\u00a0"
    assert package.parts[f"word/{relation.get('Target')}"] == logo().getvalue()
    assert b'embed="' + (relation.get("Id") or "").encode() in package.parts[head]


def test_a_house_that_counts_pages_itself_gets_no_second_folio(tmp_path: Path) -> None:
    document = house()
    counted = OxmlElement("w:fldSimple")
    counted.set(f"{W}instr", " PAGE ")
    document.sections[0].footer.paragraphs[0]._p.append(counted)
    package = with_house(document, tmp_path)
    (foot,) = [n for n in package.parts if n.startswith("word/footer")]

    assert words_in(package.xml(foot)) == "Quay 3, Talvik\u00a0TLP:AMBER\u00a0"


def test_a_house_without_heads_gets_ours(tmp_path: Path) -> None:
    document = docx.Document()
    package = with_house(document, tmp_path)

    assert any("page 1 of 1" in words_in(package.xml(n)) for n in package.parts if n.startswith("word/footer"))


def test_a_different_first_page_is_only_the_document_s_first(tmp_path: Path) -> None:
    document = house()
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].add_run("Letter of the ministry")
    package = written(pack(2), writer=DocxWriter(reference_doc=saved(document, tmp_path)))
    first = [s for s in package.document.iter(f"{W}sectPr") if s.find(f"{W}titlePg") is not None]

    assert len(first) == 1
    kinds = {r.get(f"{W}type"): r.get(f"{R}id") for r in first[0].iter(f"{W}headerReference")}
    targets = {r.get("Id"): r.get("Target") for r in package.xml("word/_rels/document.xml.rels")}
    assert "Letter of the ministry" in words_in(package.xml(f"word/{targets[kinds['first']]}"))


def test_the_table_is_in_a_house_s_document_and_the_bytes_are_the_same_twice(tmp_path: Path) -> None:
    reference = DocxWriter(reference_doc=saved(house(), tmp_path))
    made = brief(paragraph("A ferry left.", number="1"), table(("Beacon", "85"), head=("Item", "Crowns"), number="2"))

    assert "Beacon" in words_of(written(made, writer=reference).data)
    assert written(made, writer=reference).data == written(made, writer=reference).data


def test_numbered_heads_of_the_house_do_not_point_at_numbering_that_is_left_behind(tmp_path: Path) -> None:
    document = house()
    properties = document.styles["Heading 1"].element.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    identifier = OxmlElement("w:numId")
    identifier.set(f"{W}val", "7")
    numbering.append(identifier)
    properties.insert(0, numbering)

    assert b"numId" not in with_house(document, tmp_path).parts["word/styles.xml"]


# ---- what is refused ------------------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(StyleError) as caught:
        DocxWriter(reference_doc=path).write(brief(), load_style("press"), print)
    assert caught.value.exit_code == 2
    assert str(path) in caught.value.where
    return caught.value.message


@pytest.mark.parametrize("data", [b"", b"Dear all,", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_word_document_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "house.docx").write_bytes(data)

    assert refused(tmp_path / "house.docx") == "the reference document is no Word document"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "gone.docx")


def rewritten(path: Path, change: dict[str, bytes]) -> Path:
    """Write a document again with some parts changed or added."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in (parts | change).items():
            package.writestr(name, data)
    return path


def test_a_document_with_macros_is_refused(tmp_path: Path) -> None:
    path = rewritten(saved(house(), tmp_path), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})

    assert refused(path) == "the reference document carries macros"


def test_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

    assert "no Word document" in refused(rewritten(saved(house(), tmp_path), {"[Content_Types].xml": types}))


def test_a_part_that_is_no_markup_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(rewritten(saved(house(), tmp_path), {"word/styles.xml": b"<w:styles"}))


def test_a_head_that_loads_a_picture_from_elsewhere_is_refused(tmp_path: Path) -> None:
    document = house()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.sections[0].header.part.rels.get_or_add_ext_rel(kind, "https://tracker.example/logo.png")

    assert "loads https://tracker.example" in refused(saved(document, tmp_path))


def test_a_page_without_room_for_text_is_refused(tmp_path: Path) -> None:
    document = house()
    document.sections[0].left_margin = document.sections[0].right_margin = Mm(90)

    with pytest.raises(StyleError, match="no room for text"):
        with_house(document, tmp_path)


def test_embedded_fonts_and_a_reference_document_exclude_each_other(tmp_path: Path) -> None:
    both = DocxWriter(reference_doc=saved(house(), tmp_path), embed_fonts=True)

    with pytest.raises(StyleError, match="brings its own fonts"):
        both.write(brief(), load_style("press"), print)
