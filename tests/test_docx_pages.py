"""One pagination: sections start at the PDF's pages, references are fields with results, heads say what is there."""

import pytest
from lxml import etree

from convert import model as m
from convert.style import load_style
from convert.writers.docx import writer
from tests.docx_samples import (
    AMBER,
    Package,
    W,
    article,
    brief,
    briefing,
    pack,
    paragraph,
    reference,
    words_in,
    written,
)


def sections(package: Package) -> list[etree._Element]:
    return list(package.document.iter(f"{W}sectPr"))


def value(section: etree._Element, name: str, attribute: str) -> str | None:
    found = section.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}{attribute}")


def fields(node: etree._Element) -> list[tuple[str, str]]:
    """Return the fields of a part with their cached results, in the order in which they begin."""
    found: list[list[str]] = []
    open_: list[list[str]] = []
    showing: list[bool] = []
    for each in node.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = each.get(f"{W}fldCharType")
        if kind == "begin":
            found.append(["", ""])
            open_.append(found[-1])
            showing.append(False)
        elif kind == "separate":
            showing[-1] = True
        elif kind == "end":
            open_.pop()
            showing.pop()
        elif each.tag == f"{W}instrText":
            open_[-1][0] += (each.text or "").strip()
        else:
            for field in open_:
                field[1] += each.text or ""
    assert not open_, "a field is not closed"
    return [(code, shown) for code, shown in found]


def test_each_article_opens_a_section_at_its_page() -> None:
    starts = [value(s, "pgNumType", "start") for s in sections(written(pack(3)))]

    assert [start for start in starts if start is not None] == ["1", "3", "5"]


def test_the_front_has_roman_numbers_and_the_body_begins_at_one_where_no_pages_are_known() -> None:
    made = written(pack(2, pages=()))

    assert [value(s, "pgNumType", "fmt") for s in sections(made)][:3] == ["lowerRoman", "lowerRoman", None]
    assert [value(s, "pgNumType", "start") for s in sections(made)][:4] == [None, None, "1", None]


@pytest.mark.parametrize(("mirror", "expected"), [(True, "oddPage"), (False, "nextPage")])
def test_what_begins_on_an_odd_page_does_so_where_pages_are_mirrored(mirror: bool, expected: str) -> None:
    house = load_style("press", changes={"page": {"mirror": mirror}})
    made = pack(1, body=(article(1, start="recto"),))
    package = Package(writer.write(made, house, print).files[0].data)

    assert value(sections(package)[2], "type", "val") == expected
    assert (b"mirrorMargins" in package.parts["word/settings.xml"]) is mirror


def test_page_references_are_fields_whose_results_are_the_pages_of_the_pdf() -> None:
    package = written(pack(3))
    found = [(code.split()[1], shown) for code, shown in fields(package.document) if code.startswith("PAGEREF")]

    assert found[:4] == [("a1", "1"), ("a2", "3"), ("a3", "5"), ("timeline", "9")]
    assert found[4:] == [("a1", "1"), ("a2", "3"), ("a3", "5")]


def test_the_contents_are_one_field_with_all_its_lines_as_result() -> None:
    code, shown = next(f for f in fields(written(pack(2)).document) if f[0].startswith("TOC"))

    assert code == 'TOC \\o "1-1" \\h \\z \\u'
    assert shown == "1Ferry 1 leaves1Talvik Courier2Ferry 2 leaves3Talvik CourierTimeline9"


def test_contents_in_several_blocks_are_still_one_field() -> None:
    entry = m.ContentsEntry("Ferry 1", reference(1, "1"), number="1")
    blocks = (m.Contents((entry,)), m.Heading((m.Text("Region"),), 2, "minor_head"), m.Contents((entry,)))
    made = written(briefing(article(1), front=(m.Section("contents", "contents", blocks, start="page"),)))

    assert [code for code, _ in fields(made.document) if code.startswith("TOC")] == ['TOC \\o "1-1" \\h \\z \\u']


def test_the_folio_counts_front_and_body_each_to_its_own_end() -> None:
    package = written(pack(3))
    feet = [words_in(package.xml(n)) for n in sorted(package.parts) if n.startswith("word/footer")]
    codes = {f for n in sorted(package.parts) if n.startswith("word/footer") for f in fields(package.xml(n))}
    marks = [each.get(f"{W}name") for each in package.document.iter(f"{W}bookmarkStart")]

    assert sorted(feet)[0].startswith("Port Office\tpage 1 of 9\t")
    assert ("PAGEREF _end", "9") in codes
    assert ("PAGEREF _front_end", "ii") in codes
    assert marks.count("_end") == marks.count("_front_end") == 1


def test_in_a_brief_word_counts_the_pages_itself() -> None:
    package = written(brief(paragraph("A ferry left.", number="1")))
    name = next(n for n in package.parts if n.startswith("word/footer"))

    assert [code for code, _ in fields(package.xml(name))] == ["PAGE", "NUMPAGES"]


def test_the_foot_of_an_arabic_document_runs_from_the_right() -> None:
    about = m.Properties("عنوان", "ar", "urn:uuid:0")
    package = written(brief(paragraph("تغادر العبارة عند الفجر", number="1"), properties=about))
    foot = package.xml(next(n for n in package.parts if n.startswith("word/footer")))

    assert foot.find(f"{W}p/{W}pPr/{W}bidi") is not None
    assert all(r.find(f"{W}rPr/{W}rtl") is not None for r in foot.iter(f"{W}r") if r.find(f"{W}rPr/{W}b") is not None)


def test_each_section_has_a_running_head_of_its_own_and_the_first_page_none() -> None:
    package = written(pack(2))

    assert [head.partition("\t")[0] for head in package.heads()] == [
        "Lake week",
        "Contents",
        "1\u2002Ferry 1 leaves Talvik on time",
        "2\u2002Ferry 2 leaves Talvik on time",
        *("Lake week",) * 2,
    ]
    assert sections(package)[0].find(f"{W}titlePg") is not None
    assert sections(package)[2].find(f"{W}titlePg") is None


def test_articles_that_share_a_page_share_its_head() -> None:
    fits = tuple(article(number, start="page" if number in (1, 3) else "fit") for number in (1, 2, 3))
    shared = (("page_one", "i"), ("contents", "ii"), ("a1", "1"), ("a2", "1"), ("a3", "2"))
    package = written(pack(3, body=fits, pages=shared))

    assert [head.partition("\t")[0] for head in package.heads()][2:4] == [
        "1–2\u2002Ferry 1 leaves Talvik on time",
        "3\u2002Ferry 3 leaves Talvik on time",
    ]


def test_nothing_in_a_document_asks_to_be_updated() -> None:
    package = written(pack(2))
    everything = b"".join(package.parts.values())

    assert b"updateFields" not in everything
    assert b"STYLEREF" not in everything
    assert b"w:dirty" not in everything
    assert all(shown for name in package.parts if name.endswith(".xml") for _, shown in fields(package.xml(name)))


def test_markings_stand_in_the_head_and_the_foot_of_every_page() -> None:
    package = written(pack(2))
    furniture = [words_in(package.xml(n)) for n in package.parts if n.startswith(("word/header", "word/footer"))]

    assert len(furniture) >= 6
    assert all(words.endswith("\u00a0TLP:AMBER\u00a0") for words in furniture)


LONG = m.MarkingShown("EMBARGOED until 15 March 2025, 17:30 UTC+1", "#FFFFFF", "#000000")


@pytest.mark.parametrize(
    ("imprint", "markings", "expected"),
    [
        ("Port Office", (AMBER,), ["Port Office\tpage 1 of 9\t\u00a0TLP:AMBER\u00a0"]),
        (
            "Office for the Crossing of the Great Lake · Press Review No. 11",
            (AMBER,),
            [
                "Office for the Crossing of the Great Lake · Press Review No. 11",
                "\tpage 1 of 9\t\u00a0TLP:AMBER\u00a0",
            ],
        ),
        ("Port Office", (LONG,), ["Port Office\tpage 1 of 9\t", f"\u00a0{LONG.text}\u00a0"]),
    ],
    ids=["short", "long imprint", "long marking"],
)
def test_what_is_too_long_for_the_foot_stands_in_a_line_of_its_own(
    imprint: str, markings: tuple[m.MarkingShown, ...], expected: list[str]
) -> None:
    package = written(pack(3, furniture=m.Furniture(markings, imprint, "page {page} of {pages}")))
    feet = [package.xml(n) for n in package.parts if n.startswith("word/footer")]

    assert expected in [[words_in(p) for p in foot.iter(f"{W}p")] for foot in feet]


def test_a_long_marking_stands_over_the_running_head() -> None:
    package = written(pack(3, furniture=m.Furniture((LONG,), "Port Office", "page {page} of {pages}")))

    heads = [[words_in(p) for p in package.xml(n).iter(f"{W}p")] for n in package.parts if n.startswith("word/header")]
    assert [f"\t\u00a0{LONG.text}\u00a0", "1\u2002Ferry 1 leaves Talvik on time"] in heads


def test_markings_stand_in_the_order_of_the_pdf() -> None:
    secret = m.MarkingShown("SECRET", "#111111", "#FFFFFF")
    package = written(pack(1, furniture=m.Furniture((AMBER, secret), "Port Office", "page {page}")))
    head = words_in(package.xml(next(n for n in package.parts if n.startswith("word/header"))))

    assert head.endswith("\u00a0SECRET\u00a0 \u00a0TLP:AMBER\u00a0")


def test_the_index_stands_in_three_columns_and_what_follows_does_not() -> None:
    package = written(pack(2, back=(*pack(2).back, m.Section("rights", "rights", (paragraph("Internal."),), "Rights"))))
    columns = [value(s, "cols", "num") for s in sections(package)]
    breaks = [value(s, "type", "val") for s in sections(package)]

    assert columns[-3:] == [None, "3", None]
    assert breaks[-2:] == ["continuous", "continuous"]


def test_articles_that_share_a_page_in_the_pdf_share_one_in_word() -> None:
    two = (article(1, start="fit"), article(2, start="fit"), article(3, start="fit"))
    pages = (("a1", "1"), ("a1p2", "1"), ("a2", "1"), ("a2p2", "1"), ("a3", "2"))
    breaks = [value(s, "type", "val") for s in sections(written(briefing(*two, pages=pages)))]

    assert breaks == ["nextPage", "nextPage"]


def test_a_part_that_opens_a_page_in_the_pdf_opens_one_in_word() -> None:
    pages = (("a1", "1"), ("a1p2", "1"), ("timeline", "2"))
    back = (pack(1).back[1],)
    package = written(briefing(article(1), back=back, pages=pages))

    assert value(sections(package)[-1], "type", "val") == "nextPage"
    assert value(sections(package)[-1], "pgNumType", "start") == "2"


def test_references_without_pages_read_as_their_words_and_link() -> None:
    made = written(brief(paragraph("See ", m.Ref("a1", "page", "article 1", None, "page "), ".", number="1")))
    link = next(made.document.iter(f"{W}hyperlink"))

    assert words_in(link) == "article 1"
    assert link.get(f"{W}anchor") == "a1"


def test_a_reference_to_nothing_is_words_alone() -> None:
    made = written(brief(paragraph("See ", m.Ref("gone", "page", "9", "4", "page "), ".", number="1")))

    assert "See page 4." in words_in(made.body)
    assert b"PAGEREF gone" not in made.parts["word/document.xml"]
