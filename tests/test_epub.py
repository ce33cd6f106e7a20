"""EPUB: a file for each article, navigation that leads somewhere, and no claim that is not true."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from convert import model as m
from convert.walk import with_pages
from convert.writers import epub
from tests.builders import ignore
from tests.sample_briefings import STYLE, brief, of_blocks, pack, paragraph, picture
from tests.validators import epub as validator

OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
XHTML = {"h": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}
FOOTNOTE = m.Footnote((paragraph("The crown is the lake's own money."),))


def written(briefing: m.Briefing) -> bytes:
    return epub.write(briefing, STYLE, ignore).files[0].data


def parts(briefing: m.Briefing) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written(briefing))) as book:
        return {name: book.read(name) for name in book.namelist()}


def package(briefing: m.Briefing) -> etree._Element:
    return etree.fromstring(parts(briefing)["EPUB/package.opf"])


def said(briefing: m.Briefing, name: str) -> list[str]:
    return package(briefing).xpath(f"//o:meta[@property='{name}']/text()", namespaces=OPF)


def with_picture(alt: str) -> m.Briefing:
    return of_blocks(m.Figure(alt=alt, media="m1", id="f1"), media=(picture(),))


def test_the_container_names_the_kind_first_and_plainly() -> None:
    data = written(brief())

    assert data[30:38] == b"mimetype"
    assert data[38:58] == b"application/epub+zip"


def test_each_article_and_each_part_has_a_file_of_its_own() -> None:
    briefing = pack()
    files = [name for name in parts(briefing) if name.endswith(".xhtml") and "nav" not in name]

    assert len(files) == len(briefing.sections)
    assert "EPUB/a2.xhtml" in files


def test_every_link_of_the_book_leads_to_a_place_in_it() -> None:
    book = parts(pack())
    trees = {name[5:]: etree.fromstring(data) for name, data in book.items() if name.endswith(".xhtml")}
    places = {f"{name}#{i}" for name, tree in trees.items() for i in tree.xpath("//@id")} | trees.keys()
    links = {
        href if not href.startswith("#") else name + href
        for name, tree in trees.items()
        for href in tree.xpath("//h:a/@href", namespaces=XHTML)
        if ":" not in href
    }

    assert len(links) > 10
    assert links <= places


def test_the_navigation_names_articles_by_number_and_headline() -> None:
    nav = etree.fromstring(parts(pack())["EPUB/nav.xhtml"])
    lines = nav.xpath("//h:nav[@epub:type='toc']//h:a/text()", namespaces=XHTML)

    assert "1  Lake toll frozen until the end of 2026" in lines


def test_landmarks_say_where_the_text_begins() -> None:
    nav = etree.fromstring(parts(pack())["EPUB/nav.xhtml"])

    assert nav.xpath("//h:nav[@epub:type='landmarks']//h:a[@epub:type='bodymatter']/@href", namespaces=XHTML) == [
        "a1.xhtml"
    ]


def test_the_page_list_has_each_printed_page_once_and_only_where_pages_are_known() -> None:
    paged = with_pages(pack(), {"page_one": "i", "a1": "1", "a2": "1", "a3": "2"})
    nav = etree.fromstring(parts(paged)["EPUB/nav.xhtml"])
    pages = nav.xpath("//h:nav[@epub:type='page-list']//h:a", namespaces=XHTML)

    assert [(page.text, page.get("href")) for page in pages] == [
        ("i", "page-one.xhtml#page_one"),
        ("1", "a1.xhtml#a1"),
        ("2", "a3.xhtml#a3"),
    ]
    assert "pageNavigation" in said(paged, "schema:accessibilityFeature")
    assert b"page-list" not in parts(pack())["EPUB/nav.xhtml"]
    assert "pageNavigation" not in said(pack(), "schema:accessibilityFeature")


def test_the_marking_stands_at_the_top_and_the_end_of_every_file() -> None:
    for name, data in parts(pack()).items():
        if name.endswith(".xhtml") and "nav" not in name:
            body = data.decode().split("<body>")[1]
            assert body.lstrip().startswith('<p class="marking-line">'), name
            assert body.rsplit("</p>", 1)[0].rstrip().endswith("TLP:GREEN</span>"), name


@pytest.mark.parametrize(
    ("briefing", "modes", "sufficient", "claims"),
    [
        (of_blocks(paragraph("words")), ["textual"], ["textual"], False),
        (with_picture("A ferry at the ramp"), ["textual", "visual"], ["textual"], True),
        (with_picture(""), ["textual", "visual"], ["textual,visual"], False),
    ],
    ids=["no picture", "a described picture", "a picture without words"],
)
def test_accessibility_is_said_of_what_is_in_the_book(
    briefing: m.Briefing, modes: list[str], sufficient: list[str], claims: bool
) -> None:
    assert said(briefing, "schema:accessMode") == modes
    assert said(briefing, "schema:accessModeSufficient") == sufficient
    assert ("alternativeText" in said(briefing, "schema:accessibilityFeature")) is claims


def test_no_conformance_is_claimed_that_nobody_has_evaluated() -> None:
    assert b"conformsTo" not in parts(pack())["EPUB/package.opf"]


def test_a_picture_is_a_file_of_the_book_and_in_its_manifest() -> None:
    briefing = with_picture("A ferry")

    assert parts(briefing)["EPUB/picture-1.png"] == picture().data
    assert package(briefing).xpath("//o:item[@media-type='image/png']/@href", namespaces=OPF) == ["picture-1.png"]
    assert b'src="picture-1.png" alt="A ferry"' in parts(briefing)["EPUB/article.xhtml"]


def test_the_package_says_what_is_known() -> None:
    tree = package(brief(as_of="2025-03-12"))

    def one(name: str) -> str:
        return tree.findtext(f".//dc:{name}", namespaces=OPF)

    assert one("title") == "Lake toll frozen until the end of 2026"
    assert one("date") == "2025-03-12"
    assert one("language") == "en"
    assert one("creator") == "Lake Office"


def test_the_provenance_is_whole_in_the_book() -> None:
    made = msgspec.json.decode(parts(brief())["EPUB/provenance.json"], type=m.Provenance)

    assert made == brief().provenance


def test_nothing_in_the_book_is_dated_by_the_clock() -> None:
    assert said(of_blocks(paragraph("x")), "dcterms:modified") == ["1980-01-01T00:00:00Z"]
    with zipfile.ZipFile(io.BytesIO(written(brief()))) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_footnote_stands_in_the_file_of_its_article() -> None:
    one = of_blocks(paragraph("Signed", FOOTNOTE, "."))
    other = m.Section("sources", "sources", (m.Heading((m.Text("Sources"),), 1, "section"),), title="Sources")
    book = parts(msgspec.structs.replace(one, back=(other,)))

    assert b"own money" in book["EPUB/article.xhtml"]
    assert b"own money" not in book["EPUB/sources.xhtml"]


def test_text_that_reads_like_the_cut_between_files_cuts_nothing() -> None:
    book = parts(of_blocks(paragraph("a <!-- part --> b")))

    assert b"a &lt;!-- part --&gt; b" in book["EPUB/article.xhtml"]


@pytest.mark.parametrize("size", ["px", "pt", "mm"])
def test_sizes_are_relative_to_the_readers_own(size: str) -> None:
    css = parts(brief())["EPUB/style.css"].decode().split("@media print")[0]

    assert not re.findall(rf"font(?:-size)?:[^;]*\d{size}", css)


BOOKS = {
    "brief": brief,
    "pack": lambda: with_pages(pack(), {"page_one": "i", "a1": "1", "a3": "2"}),
    "odd": lambda: of_blocks(
        paragraph("Signed", m.Break(), "twice", FOOTNOTE, number="1", id="p1"),
        paragraph("<b>&amp;</b> \x01", m.Link((m.Text("map"),), "https://a.example/a b|c")),
        m.ItemList(((paragraph("a"), m.ItemList(((paragraph("b"), paragraph("c")),), ordered=True, start=4)),)),
        m.Quotation((paragraph("said", number="2", id="p2"),), speaker="Marta Quill"),
        m.Table(rows=((m.Cell((paragraph("1"),), rows=2), m.Cell((paragraph("2"),))), (m.Cell((paragraph("3"),)),))),
        m.Figure(alt="Boat", media="m1", caption=(m.Text("The ferry"),), id="f1"),
        m.Rule(),
        media=(picture(),),
    ),
    "rtl": lambda: brief("عنوان قصير للخبر\n\nوقع الطرفان الاتفاق يوم الاثنين بعد مفاوضات طويلة في المدينة.\n"),
}


@pytest.mark.validator
def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    files = []
    for name, make in BOOKS.items():
        files.append(tmp_path / f"{name}.epub")
        files[-1].write_bytes(written(make()))

    assert validator.complaints(files) == []


@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.parametrize("name", ["pack", "odd"])
def test_ace_finds_nothing_serious(name: str, tmp_path: Path) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(written(BOOKS[name]()))

    assert validator.accessibility_complaints(file) == []


def _spoiled(file: Path, part: str, old: str, new: str) -> Path:
    """Write the brief with one thing in it changed."""
    with zipfile.ZipFile(file, "w") as book:
        for name, data in parts(brief()).items():
            changed = data.replace(old.encode(), new.encode()) if name == part else data
            assert name != part or changed != data
            book.writestr(name, changed, zipfile.ZIP_STORED)
    return file


@pytest.mark.validator
@pytest.mark.parametrize(
    ("part", "old", "new", "complaint"),
    [
        ("EPUB/package.opf", "<dc:title>", "<dc:titel>", "epubcheck"),
        ("EPUB/article.xhtml", "</body>", "<script>1</script></body>", "active content"),
        ("EPUB/article.xhtml", "https://talvik", "javascript:", "unsafe link"),
    ],
)
def test_the_validator_sees_a_planted_fault(part: str, old: str, new: str, complaint: str, tmp_path: Path) -> None:
    found = validator.complaints([_spoiled(tmp_path / "planted.epub", part, old, new)])

    assert any(complaint in each for each in found)


@pytest.mark.validator
@pytest.mark.slow
def test_ace_sees_a_planted_fault(tmp_path: Path) -> None:
    file = _spoiled(tmp_path / "planted.epub", "EPUB/article.xhtml", "</body>", '<img src="style.css"/></body>')

    assert validator.accessibility_complaints(file) != []


def test_a_page_of_the_contents_is_told_from_the_date_before_it() -> None:
    book = parts(with_pages(pack(), {"a1": "1", "a2": "3"}))

    contents = etree.fromstring(book["EPUB/contents.xhtml"])
    assert contents.xpath("//h:span[@class='page']/text()", namespaces=XHTML)[:2] == ["1", "3"]
