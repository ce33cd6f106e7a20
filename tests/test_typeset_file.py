"""The file: the same bytes each time, drawn alike by two renderers, its claims and its structure."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from convert.typeset import embedding, faces, words
from convert.typeset.canvas import Bookmark, TaggedCanvas
from convert.typeset.faces import Face, FaceError
from convert.typeset.metadata import pdf_date
from convert.typeset.paragraph import Label, Paragraph
from convert.typeset.runs import Run
from convert.typeset.tagging import ARTIFACT, LIST_WITH_LABELS, Element
from tests import typesetting as ts
from tests.validators import pdf as validator

TEXT = (
    "Efficient waffles, said Ivarsdóttir, are “a fine affair”: 71 % of 1,240 visitors to the fjord asked for them; "
    "officials at the re-opened kiosk sold out by noon. "
)


def sample() -> bytes:
    """Return a file with something of each kind in it."""
    page = ts.canvas(
        title="Waffles (and fjords) – a survey",
        author="Kiosk office",
        subject="Sales",
        keywords=("waffles", "fjord"),
        created="2025-03-14T17:30:00+01:00",
        namespace="urn:example:kiosk:1",
        prefix="kiosk",
        own={"provenance": '{"a": "<b>"}'},
    )
    look = ts.style(justify=True, hyphenate="en-GB")
    link = replace(look.format, address="https://kiosk.example/waffles")
    french = replace(look.format, language="fr", face=ts.face("Italic"))
    mark = replace(look.format, size=7, rise=3.3, destination="note")
    badge = replace(look.format, ground="#E4E4DF")
    runs = [Run(TEXT, look.format), Run("The list", link), Run(" says ", look.format), Run("d’accord", french)]
    runs += [Run("1", mark), Run(" and ", look.format), Run("month only", badge), Run(".", look.format)]
    y = ts.placed(page, Paragraph([Run("Waffles", look.format)], look, Element("H1", page.root)), 380, ts.TOP)
    label = Label(Run("1.1", look.format), -30)
    y = ts.placed(page, Paragraph(runs, look, Element("P", page.root), label=label, destination="p1"), 380, y)
    items = Element("L", page.root, attributes=LIST_WITH_LABELS)
    for number in ("1", "2"):
        item = Element("LI", items)
        bullet = Label(Run(number, look.format), -15, parent=item)
        y = ts.placed(page, Paragraph([Run(TEXT, look.format)], look, Element("LBody", item), label=bullet), 380, y)
    page.picture(png(), (80, 200, 180, 250), Element("Figure", page.root, alternative="A kiosk"))
    page.rule((80, 190), (460, 190), 0.5, "#808080")
    ts.placed(page, Paragraph([Run("Kiosk office", look.format)], look, ARTIFACT), 380, 60, bottom=0)
    page.new_page()
    note = Element("Note", page.root, attributes="/ID(note1)")
    ts.placed(page, Paragraph([Run("A note.", look.format)], look, note, destination="note"), 380, ts.TOP)
    page.bookmarks += [Bookmark("Waffles", 1, "p1"), Bookmark("Note", 2, "note")]
    page.labels = [(0, "r", 1), (1, "D", 1)]
    return page.finish()


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (20, 10), (200, 30, 30, 128)).save(made, "PNG")
    return made.getvalue()


# ---- bytes


def test_other_work_before_it_changes_no_byte() -> None:
    first = sample()
    ts.drawn(
        ["Quite other text, with ﬁ and ffi, q\u0323 and Ж: " + "supercalifragilistic " * 40], ts.style(justify=True), 90
    )
    assert sample() == first


def test_emptied_caches_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    first = sample()
    for module in (faces, words, embedding):
        monkeypatch.setattr(module, "CACHE_LIMIT", 7)
    monkeypatch.setattr(embedding, "SUBSETS_KEPT", 1)
    for _ in range(2):
        assert sample() == first


@pytest.mark.parametrize("seed", ["1", "77"])
def test_another_process_with_another_hash_seed_and_locale_writes_the_same_bytes(seed: str) -> None:
    code = "import hashlib; from tests.test_typeset_file import sample; print(hashlib.sha256(sample()).hexdigest())"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    root = Path(__file__).parent.parent
    run = [sys.executable, "-c", code]
    printed = subprocess.run(run, capture_output=True, check=True, env=environment, cwd=root, text=True).stdout
    assert printed.strip() == hashlib.sha256(sample()).hexdigest()


# ---- renderers

ALIKE = 55
"""Of 255: smoothing of letters differs by up to 40 between renderers, a word moved by a letter's width by 80."""


def greatest_difference(data: bytes, folder: Path) -> int:
    """Return how far the first page differs between poppler and pdfium at its worst place, a little blurred."""
    file = folder / "page.pdf"
    file.write_bytes(data)
    run = ["pdftoppm", "-r", "72", "-gray", "-singlefile", str(file)]
    one = Image.open(io.BytesIO(subprocess.run(run, capture_output=True, check=True).stdout)).convert("L")
    other = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L").resize(one.size)
    blur = ImageFilter.BoxBlur(3)
    extrema = ImageChops.difference(one.filter(blur), other.filter(blur)).getextrema()
    return int(extrema[1])  # type: ignore[arg-type]


@pytest.mark.parametrize("justify", [False, True], ids=["ragged", "justified"])
def test_poppler_and_pdfium_draw_alike(tmp_path: Path, justify: bool) -> None:
    look = ts.style(justify=justify, hyphenate="en-GB" if justify else None)
    assert greatest_difference(ts.drawn([TEXT * 3, TEXT * 2, "Việt q\u0323 o\u0308\u0323"], look), tmp_path) < ALIKE


def test_poppler_and_pdfium_draw_all_kinds_alike(tmp_path: Path) -> None:
    assert greatest_difference(sample(), tmp_path) < ALIKE


def test_the_comparison_sees_what_pdfium_drops(tmp_path: Path) -> None:
    page = ts.canvas()
    face = page.face(ts.face())
    _, body = ts.face().shape("ferries")
    face.bodies.add(body)
    shown = f"BT {face.resource} 10 Tf 1 0 0 1 80 700 Tm [<{body}>-3000<>]TJ <{body}>Tj ET"
    page.draw(f"{page.open(Element('P', page.root))} {shown} EMC")
    assert greatest_difference(page.finish(), tmp_path) > ALIKE


# ---- claims


@pytest.mark.validator
def test_verapdf_and_qpdf_find_nothing(tmp_path: Path) -> None:
    files = {
        "sample": sample(),
        "columns": ts.drawn([TEXT * 5] * 4, ts.style(justify=True, hyphenate="en-GB"), 120),
        "scripts": ts.drawn(["Київ, Việt Nam, Łódź, q\u0323 ﬁ", "\u13a0 has no glyph"], ts.style()),
        "empty": ts.canvas().finish(),
    }
    paths = []
    for name, data in files.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(data)
    assert validator.complaints(paths) == []


@pytest.mark.validator
@pytest.mark.parametrize("fault", ["/Lang", "/MarkInfo", "/Metadata", "/OutputIntents"])
def test_the_validator_finds_a_planted_fault(tmp_path: Path, fault: str) -> None:
    pdf = ts.opened(sample())
    del pdf.Root[fault]
    file = tmp_path / "faulty.pdf"
    pdf.save(file)
    assert validator.complaints([file])


def test_information_and_metadata_say_the_same() -> None:
    pdf = ts.opened(sample())
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"]) == "Waffles (and fjords) – a survey"
        assert xmp["dc:creator"] == ["Kiosk office"]
        assert xmp["pdf:Keywords"] == str(pdf.docinfo["/Keywords"]) == "waffles, fjord"
        assert xmp["xmp:CreateDate"] == "2025-03-14T17:30:00+01:00"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20250314173000+01'00'"
        assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "2", "A")
        assert xmp["{urn:example:kiosk:1}provenance"] == '{"a": "<b>"}'


@pytest.mark.parametrize(
    ("moment", "date"),
    [
        ("2025", "D:20250101000000Z"),
        ("2025-03", "D:20250301000000Z"),
        ("2025-03-14", "D:20250314000000Z"),
        ("2025-03-14T17:30", "D:20250314173000Z"),
        ("2025-03-14T17:30:05Z", "D:20250314173005Z"),
        ("2025-03-14T17:30-05:00", "D:20250314173000-05'00'"),
    ],
)
def test_moments_of_every_precision_are_dates(moment: str, date: str) -> None:
    assert pdf_date(moment) == date


# ---- structure


def test_the_structure_is_in_reading_order() -> None:
    assert ts.kinds(sample()) == [
        *("Document", "H1", "P", "Lbl", "Link", "Span", "Link", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody"),
        *("Figure", "Note"),
    ]


def test_what_is_an_artifact_is_not_in_the_tag_tree(tmp_path: Path) -> None:
    data = sample()
    assert "Kiosk office" not in ts.said_by_tags(data, tmp_path)
    assert "Kiosk office" in ts.said_by_pages(data, tmp_path)


def test_every_piece_of_marked_content_belongs_to_one_element() -> None:
    pdf = ts.opened(sample())
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums
    rows = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
    for page in pdf.pages:
        owners = rows[int(page.StructParents)]
        marked = [
            op for op in pikepdf.parse_content_stream(page) if str(op.operator) == "BDC" and "/MCID" in op.operands[1]
        ]
        assert [int(op.operands[1].MCID) for op in marked] == list(range(len(owners)))
        for annotation in page.get("/Annots", []):
            assert str(rows[int(annotation.StructParent)].S) == "/Link"


def test_front_matter_set_last_can_be_read_first(tmp_path: Path) -> None:
    page = ts.canvas()
    look = ts.style()
    body, front = Element("Sect", page.root), Element("Sect", page.root)
    ts.placed(page, Paragraph([Run("Body of the text.", look.format)], look, Element("P", body)), 300, 700)
    page.new_page()
    ts.placed(page, Paragraph([Run("Contents.", look.format)], look, Element("P", front)), 300, 700)
    page.pages.reverse()
    page.root.kids.reverse()
    data = page.finish()
    assert ts.spoken_words(ts.said_by_tags(data, tmp_path)) == ["Contents.", "Body", "of", "the", "text."]
    assert ts.said_by_pages(data, tmp_path).split() == ["Contents.", "Body", "of", "the", "text."]


def test_heads_and_feet_are_drawn_once_the_number_of_pages_is_known(tmp_path: Path) -> None:
    page = ts.canvas()
    page.new_page()
    look = ts.style()
    for number, earlier in enumerate(page.pages, 1):
        page.page = earlier
        ts.placed(
            page, Paragraph([Run(f"{number} of {len(page.pages)}", look.format)], look, ARTIFACT), 300, 60, bottom=0
        )
    assert ts.said_by_pages(page.finish(), tmp_path).split() == ["1", "of", "2", "2", "of", "2"]


def test_pages_have_labels_and_bookmarks_lead_to_them() -> None:
    pdf = ts.opened(sample())
    assert [page.label for page in pdf.pages] == ["i", "1"]
    with pdf.open_outline() as outline:
        (top,) = outline.root
        assert top.title == "Waffles"
        assert [child.title for child in top.children] == ["Note"]


def test_a_bookmark_whose_place_was_never_set_is_left_out() -> None:
    page = ts.canvas()
    page.bookmarks.append(Bookmark("Nowhere", 1, "nowhere"))
    with ts.opened(page.finish()).open_outline() as outline:
        assert outline.root == []


def test_a_name_of_later_versions_of_pdf_has_a_role() -> None:
    look = ts.style()
    emphasis = replace(look.format, kind="Em")
    pdf = ts.opened(ts.drawn([[Run("so ", look.format), Run("very", emphasis)]], look))
    assert str(pdf.Root.StructTreeRoot.RoleMap.Em) == "/Span"


def test_a_picture_is_a_figure_with_its_alternative_text() -> None:
    pdf = ts.opened(sample())
    figures = [kid for kid in pdf.Root.StructTreeRoot.K.K if str(kid.S) == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["A kiosk"]


def test_bytes_that_are_no_picture_are_refused() -> None:
    page = ts.canvas()
    with pytest.raises(ValueError, match="no picture"):
        page.picture(b"not a picture", (0, 0, 10, 10), Element("Figure", page.root))


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttf"
    file.write_bytes(b"no font at all")
    with pytest.raises(FaceError):
        Face.load(file)


def test_only_the_glyphs_that_are_drawn_are_embedded() -> None:
    small = len(ts.drawn(["ab"], ts.style()))
    large = len(ts.drawn(["The quick brown fox jumps over the lazy dog 0123456789"], ts.style()))
    assert small < large < 20_000


def test_letters_of_one_face_are_embedded_once() -> None:
    page: TaggedCanvas = ts.canvas()
    look = ts.style()
    for size in (8, 10, 12):
        sized = replace(look, format=replace(look.format, size=size))
        ts.placed(page, Paragraph([Run("words", sized.format)], sized, Element("P", page.root)), 300, 700)
    fonts = ts.opened(page.finish())
    assert len(fonts.pages[0].Resources.Font.keys()) == 1
