"""Exports of press databases: told from ordinary files, read in every form, and not lost where they are broken."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from convert import model as m
from convert.contracts import Input, Raw, input_of
from convert.errors import Note, NothingUsable
from convert.formats import reader_for, reader_named
from convert.normalise import normalise
from convert.normalise.decode import decode
from convert.readers.exports.vendors import language_named, vendor
from convert.testing import check_reader
from convert.walk import plain
from tests.command import Run
from tests.outline import notes as noted
from tests.test_reader_cases import raws

SEEDS = Path(__file__).parent.parent / "seeds"
VENDORS = ("factiva", "nexis", "europresse")
EXPORTS = sorted(path.name for path in SEEDS.iterdir() if any(f".{name}" in path.name for name in VENDORS))
OTHERS = sorted(path.name for path in SEEDS.iterdir() if path.name not in EXPORTS and path.suffix != ".toml")


def seed(name: str) -> Input:
    return input_of(name, (SEEDS / name).read_bytes())


def vendor_of(name: str) -> str:
    return next(each for each in VENDORS if f".{each}" in name)


def articles(given: Input) -> list[m.Article]:
    return [normalise(raw, (), lambda _: None) for raw in raws(given, [])]


# ---- which files are exports ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_known_whatever_it_is_called(name: str) -> None:
    data = (SEEDS / name).read_bytes()

    assert reader_for(input_of("no-name", data)).name == vendor_of(name)


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_seed_is_taken_for_an_export(name: str) -> None:
    assert reader_for(seed(name)).name not in VENDORS


@pytest.mark.parametrize(
    "text",
    [
        "The clerk found 1 of 2 DOCUMENTS in a drawer.\n\nThe other was in the stove.",
        "HD   is what the harbour calls its high dock.\n\nTD   is the town dock.",
        "Document TALVIK0020250403el430000c was not found, the clerk said, in any drawer of the office.",
        "<html><body><p>Factiva and europresse.com are databases of articles.</p></body></html>",
        "End of Document\n\nis what the last page of the accord says.",
        r"{\rtf1 The contract has a Length: of 20 pages.\par It says End of Document on the last.\par}",
    ],
    ids=["a sentence", "two docks", "a number in a sentence", "a page on databases", "an end", "a contract in RTF"],
)
def test_words_of_databases_in_an_ordinary_text_make_no_export(text: str) -> None:
    assert reader_for(input_of("note", text.encode())).name not in VENDORS


def word_of(paragraphs: str, *before: tuple[str, bytes]) -> bytes:
    """Return a document of Word with this text part, other parts before it in the archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/_rels/document.xml.rels", LINKS)
        for name, data in before:
            archive.writestr(name, data)
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        space += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{paragraphs}</w:body></w:document>")
    return packed.getvalue()


LINKS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="hyperlink" Target="https://gazette.example/toll" TargetMode="External"/></Relationships>"""


def paragraphs_of(*lines: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


TOLL = ("Toll stays", "The Merrow Gazette", "March 14, 2025 Friday", "Length: 4 words", "Body")
LAST = ("Load-Date: March 14, 2025", "End of Document")


def test_a_document_of_word_is_looked_into_beyond_its_first_bytes() -> None:
    picture = bytes(range(256)) * 400
    data = word_of(paragraphs_of(*TOLL, "The toll stays put.", *LAST), ("word/media/logo.png", picture))

    assert reader_for(input_of("a.docx", data)).name == "nexis"


def test_a_document_of_word_on_bodies_and_lengths_is_no_export() -> None:
    data = word_of(
        paragraphs_of("The ferry", "Length: 41 metres", "Body", "The hull is of steel.", "Text", "See above.")
    )

    assert reader_for(input_of("a.docx", data)).name == "docx"


def test_a_standfirst_of_two_paragraphs_is_one_subtitle() -> None:
    highlight = ("Highlight: Both shores gain", "They share the money", "Body")
    data = word_of(paragraphs_of(*TOLL[:-1], *highlight, "The toll stays put.", *LAST))

    (article,) = articles(input_of("a.docx", data))

    assert article.metadata.subtitle == "Both shores gain They share the money"
    assert article.source_text == "The toll stays put."


def test_a_document_of_word_that_is_no_archive_is_left_to_the_reader_of_word() -> None:
    data = word_of(paragraphs_of(*TOLL, *LAST))[:400]

    assert reader_for(input_of("a.docx", data)).name == "docx"


# ---- what is read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_a_text_has_as_many_words_as_its_database_counts(name: str) -> None:
    for article in articles(seed(name)):
        stated = dict(article.metadata.extra).get("words")
        if stated is None:
            assert vendor_of(name) == "europresse"
            continue
        text: list[str] = []
        for block in article.body:
            if isinstance(block, m.Rule | m.Heading) or plain(getattr(block, "content", ())).startswith("GRAPHIC:"):
                break
            text += plain(block.content).split() if isinstance(block, m.Paragraph) else []
        assert len(text) == int(re.sub(r"\D", "", stated))


@pytest.mark.parametrize("name", EXPORTS)
def test_every_field_says_where_in_the_export_it_stood(name: str) -> None:
    for raw in raws(seed(name), []):
        places = [finding.where for finding in raw.candidates]

        assert {"title", "published", "outlet"} <= {finding.field for finding in raw.candidates}
        assert all(isinstance(p, m.NamedPlace) and p.name.startswith(vendor(raw.reader).name) for p in places)


def test_date_and_time_of_two_fields_are_one_finding() -> None:
    raw = next(raws(seed("peche-peage.factiva.html"), []))

    found = next(finding for finding in raw.candidates if finding.field == "published")

    assert (found.value, found.where) == ("14 mars 2025 06:15", m.NamedPlace("Factiva PD, ET"))


def test_links_and_struck_paragraphs_of_word() -> None:
    link = '<w:p><w:r><w:t>See </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>the list</w:t></w:r></w:hyperlink></w:p>'
    deleted = (
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>Kept.</w:t></w:r></w:ins></w:p>"
    )
    data = word_of(paragraphs_of(*TOLL) + link + deleted + paragraphs_of(*LAST))

    (raw,) = raws(input_of("a.docx", data), [])

    assert raw.text == "See the list\n\nKept."
    assert [(mark.kind, mark.value) for mark in raw.marks if mark.kind == "link"] == [
        ("link", "https://gazette.example/toll")
    ]


def test_an_old_export_in_word_is_read_as_one_in_text() -> None:
    def centred(*lines: str) -> str:
        runs = '<w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>'
        return "".join(f"<w:p>{runs}{line}</w:t></w:r></w:p>" for line in lines)

    first = centred("1 of 2 DOCUMENTS", "Talvik Courier", "March 20, 2025 Thursday", "Late Edition")
    first += paragraphs_of("Tarpaulin wins", "by one vote", "LENGTH: 9 words", "The council voted for the tarpaulin.")
    first += "<w:p><w:r><w:drawing/></w:r></w:p>" + paragraphs_of("It flaps.", "LOAD-DATE: March 20, 2025")
    second = centred("Copyright 2025 Talvik Courier", "2 of 2 DOCUMENTS", "Talvik Courier", "March 21, 2025 Friday")
    second += paragraphs_of("Roof wanted", "LENGTH: 3 words", "They want one.", "LANGUAGE: ENGLISH")
    notes: list[Note] = []

    found = list(raws(input_of("a.docx", word_of(first + second)), notes))

    one, two = (normalise(raw, (), lambda _: None).metadata for raw in found)
    assert (one.title, one.subtitle, dict(one.extra)["edition"]) == ("Tarpaulin wins", "by one vote", "Late Edition")
    assert (two.title, two.published, two.rights) == ("Roof wanted", "2025-03-21", None)
    assert list(noted(notes)) == ["picture-left-out: pictures in the text are left out: 1"]


def test_a_new_page_of_rtf_ends_a_paragraph() -> None:
    lines = (r"{\b %s}", "Talvik Courier", "March 2%d, 2025", "Length: 2 words", "Body", "It flaps.", "End of Document")
    article = r"\par ".join(lines)
    rtf = r"{\rtf1\ansi " + article % ("One", 0) + r"\page " + article % ("Two", 1) + "}"

    found = articles(input_of("a.rtf", rtf.encode()))

    assert [article.metadata.title for article in found] == ["One", "Two"]


def test_lines_over_a_text_may_share_a_paragraph() -> None:
    over = r"By Piet Dorn\line 9 words\line 13 March 2025\line Talvik Courier\line English\line (c) 2025 Talvik Courier"
    text = r"\pard{\b Ice road shut}\par\pard " + over + r"\par\pard The ice road\tab is shut.\line It is cold.\par"
    number = r"\pard Document TALVIK0020250313el3d00012\par"

    (raw,) = raws(input_of("a.rtf", (r"{\rtf1\ansi" + text + number + "}").encode()), [])

    assert raw.text == "The ice road is shut.\nIt is cold."
    assert {"title", "byline", "published", "outlet", "language", "rights", "extra.words"} <= {
        finding.field for finding in raw.candidates
    }


def test_an_export_saved_in_word_or_as_text_is_read_as_it_was() -> None:
    coded = ("HD\tIce road shut", "PD\t13 March 2025", "SN\tTalvik Courier", "LP\tThe ice road is shut.")
    tabs = "".join(
        f"<w:p><w:r><w:t>{code}</w:t></w:r><w:r><w:tab/><w:t>{words}</w:t></w:r></w:p>"
        for code, _, words in (line.partition("\t") for line in (*coded, "AN\tDocument TALVIK0020250313el3d00012"))
    )
    saved = "\n".join((*TOLL, "The toll stays put.", "It is 32 crowns.", *LAST))

    (factiva,) = articles(input_of("a.docx", word_of(tabs)))
    (nexis,) = articles(input_of("a.txt", saved.encode()))

    assert (factiva.metadata.title, factiva.source_text) == ("Ice road shut", "The ice road is shut.")
    assert (nexis.metadata.title, nexis.metadata.published) == ("Toll stays", "2025-03-14")
    assert nexis.source_text == "The toll stays put.\nIt is 32 crowns."


def test_codes_behind_which_a_tab_stands_are_fields_in_rtf() -> None:
    fields = {"HD": r"{\b Ice road shut}", "WC": "8 words", "PD": "13 March 2025", "SN": "Talvik Courier"}
    fields |= {"LP": "The ice road is shut, IN\\tab all.", "AN": "Document TALVIK0020250313el3d00012"}
    rtf = "".join(rf"\pard{{\b {code}}}\tab {words}\par" "\n" for code, words in fields.items())

    (article,) = articles(input_of("a.rtf", f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}}}\n{rtf}}}".encode()))

    assert (article.metadata.title, article.metadata.published) == ("Ice road shut", "2025-03-13")
    assert dict(article.metadata.extra)["accession"] == "TALVIK0020250313el3d00012"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16", "utf-8"])
def test_a_text_is_read_in_the_encoding_that_it_came_in(encoding: str) -> None:
    text = (SEEDS / "quay-ice.nexis.TXT").read_bytes().decode("cp1252")
    given = input_of("Nexis.TXT", text.encode(encoding))

    assert reader_for(given).name == "nexis"
    assert [a.metadata.title for a in articles(given)] == [
        "Talvik widens the fishing quay for the ferry’s second winch",
        "Ice road stays shut for a third day",
    ]


# ---- what cannot be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_damage_to_an_export_is_an_error_or_a_note(name: str) -> None:
    found = check_reader(reader_named(vendor_of(name)).reader, seed(name))

    assert len(found) == 2


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_cut_in_its_second_article_keeps_the_first_whole(name: str) -> None:
    if name.endswith(".docx"):
        pytest.skip("a cut archive cannot be opened at all")
    data, notes = (SEEDS / name).read_bytes(), list[Note]()
    whole = articles(seed(name))[0]
    reader = reader_named(vendor_of(name)).reader

    found = list(reader.read(input_of(name, data[: len(data) * 78 // 100]), notes.append))

    assert isinstance(found[0], Raw)
    first = normalise(found[0], (), lambda _: None)
    assert (first.metadata, first.body) == (whole.metadata, whole.body)
    assert [note.where for note in notes if note.code == "export-cut"] == [f"{name}#2"]


@pytest.mark.parametrize("name", [name for name in EXPORTS if name.endswith(".TXT")])
def test_no_word_is_lost_wherever_a_text_is_cut(name: str) -> None:
    data = (SEEDS / name).read_bytes()
    begin = max(data.find(b"1 of 2 DOCUMENTS"), 0)
    labels = lost_words(data[begin:], name) | {"1", "2", "of", "DOCUMENTS"}
    labels |= {label for known in vendor(vendor_of(name)).table.fields.values() for label in known}

    for share in range(40, 100, 5):
        part = data[begin : len(data) * share // 100].rpartition(b" ")[0]
        assert lost_words(part, name) <= labels, share


def lost_words(data: bytes, name: str) -> set[str]:
    """Return the words of a text that are neither printed nor in a field: labels, codes, units."""
    kept: set[str] = set()
    for raw in reader_named(vendor_of(name)).reader.read(input_of(name, data), lambda _: None):
        assert isinstance(raw, Raw)
        places = (f.where.name for f in raw.candidates if isinstance(f.where, m.NamedPlace))
        kept.update(*(re.findall(r"\w+", words) for words in (raw.text, *places, *(f.value for f in raw.candidates))))
    return set(re.findall(r"\w+", decode(data).text)) - kept


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize(
    "data", [b"", b"<html><body><p>No results.</p></body></html>", b"Nothing here.", b"{\\rtf1 None.}"]
)
def test_an_export_without_articles_is_an_error_that_says_what_to_do(name: str, data: bytes) -> None:
    with pytest.raises(NothingUsable) as raised:
        list(reader_named(name).reader.read(input_of("search.html", data), lambda _: None))

    assert "holds no article" in raised.value.message
    assert (raised.value.where, bool(raised.value.hint)) == ("search.html", True)


def test_a_document_of_word_that_cannot_be_opened_is_a_clear_error() -> None:
    data = word_of(paragraphs_of(*TOLL))[:300]

    with pytest.raises(NothingUsable, match="the document is broken"):
        list(reader_named("nexis").reader.read(input_of("a.docx", data), lambda _: None))


def test_a_bomb_of_word_is_refused_before_it_is_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 21_000_000)

    with pytest.raises(NothingUsable, match="bomb"):
        list(reader_named("nexis").reader.read(input_of("a.docx", packed.getvalue()), lambda _: None))


def test_exports_of_several_databases_and_a_text_in_one_folder_are_one_pack(run: Run) -> None:
    names = [*EXPORTS, "accord-wire.txt"]
    Path("press").mkdir()
    for name in names:
        Path("press", name).write_bytes((SEEDS / name).read_bytes())

    said = run("pack", "press", "--to", "md", "-o", "-")

    assert said.code == 0, said.err
    assert "17 articles, 5 outlets, 3 languages" in said.out.replace("\xa0", " ")
    assert "warning" not in said.err


def test_each_article_of_an_export_is_a_briefing(run: Run) -> None:
    Path("toll.docx").write_bytes((SEEDS / "toll-quay.nexis-uni.docx").read_bytes())

    said = run("brief", "toll.docx", "--to", "md")

    assert (said.code, said.out.split()) == (0, ["toll-01.md", "toll-02.md"]), said.err
    assert "Graphic" in Path("toll-02.md").read_text()


def test_the_evidence_of_a_date_names_the_field(run: Run) -> None:
    Path("fr.html").write_bytes((SEEDS / "peche-peage.factiva.html").read_bytes())

    said = run("explain", "fr.html#1", "date")

    assert "Factiva PD, ET" in said.out, said.err


# ---- the vendors' tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VENDORS)
def test_no_label_of_a_vendor_stands_for_two_fields(name: str) -> None:
    labels = [label.casefold() for labels in vendor(name).table.fields.values() for label in labels]

    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("language", "labels"),
    {
        "en": "BYLINE SECTION LENGTH LOAD-DATE LANGUAGE",
        "fr": "AUTEUR RUBRIQUE LONGUEUR DATE-CHARGEMENT LANGUE",
        "de": "AUTOR RUBRIK LÄNGE UPDATE SPRACHE",
        "es": "AUTOR SECCIÓN LONGITUD FECHA-CARGA IDIOMA",
        "it": "AUTORE SEZIONE LUNGHEZZA DATA-CARICAMENTO LINGUA",
        "nl": "AUTEUR RUBRIEK LENGTE LAADDATUM TAAL",
        "pt": "AUTOR SECÇÃO EXTENSÃO DATA-CARREGAMENTO IDIOMA",
    }.items(),
)
def test_the_main_labels_of_nexis_are_known_in_a_language(language: str, labels: str) -> None:
    fields = [vendor("nexis").field_of(label) for label in labels.split()]

    assert fields == ["byline", "section", "extra.words", "extra.loaded", "language"]


@pytest.mark.parametrize(
    ("name", "code"), [("ENGLISH", "en"), ("Allemand", "de"), ("Español", "es"), ("fr", "fr"), ("Klingon", None)]
)
def test_languages_are_known_by_their_names_in_several(name: str, code: str | None) -> None:
    assert language_named(name) == code


def test_a_field_that_is_not_known_is_noted_once_for_all_articles() -> None:
    text = (SEEDS / "maut-kai.factiva.TXT").read_text("utf-8").replace("PG   ", "XQ   ")
    notes: list[Note] = []
    list(raws(input_of("factiva.txt", text.encode()), notes))

    assert [line for line in noted(notes) if "XQ" in line] == [
        "unknown-field: the export's field “XQ” is not known: it is kept as it is"
    ]
