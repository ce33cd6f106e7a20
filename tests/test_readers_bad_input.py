"""Inputs that are broken, or made to do harm: a clear error or a Note, and all other articles kept."""

from __future__ import annotations

import gzip
import io
import re
import struct
import tarfile
import time
import zipfile
import zlib

import pytest

from convert import pandoc
from convert.contracts import Input, Raw, input_of
from convert.errors import Note, NothingUsable
from convert.formats import reader_for
from convert.normalise import normalise

SENTENCE = "The ferry crossed the lake in eleven minutes on its first trial, the harbour master told reporters."
PAGE = (
    f"<!doctype html><html><head><title>Trial</title></head><body><article>%s<p>{SENTENCE}</p></article></body></html>"
)


def read(data: bytes, name: str = "a.bin") -> tuple[list[Raw | Input], list[Note]]:
    notes: list[Note] = []
    given = input_of(name, data)
    found = [each for each in reader_for(given).reader.read(given, notes.append) if isinstance(each, Raw | Input)]
    return found, notes


def refused(data: bytes, name: str = "a.bin") -> NothingUsable:
    with pytest.raises(NothingUsable) as error:
        read(data, name)
    assert error.value.where
    return error.value


def text_of(data: bytes, name: str = "a.html") -> str:
    (raw,), _ = read(data, name)
    assert isinstance(raw, Raw)
    return raw.text


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


# ---- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [150, 260, 1000, 3000])
def test_no_word_is_lost_in_a_page_however_deep_it_nests(depth: int) -> None:
    told = {n: f"<p>At depth{n} stands the sentence: {SENTENCE}</p>" for n in range(0, depth, 30)}
    deep = "".join(f"<div>{told.get(n, '')}" for n in range(depth)) + f"last of all {SENTENCE}" + "</div>" * depth

    found = text_of((PAGE % deep).encode())

    assert re.findall(r"depth\d+|last", found) == [*(f"depth{n}" for n in told), "last"]


def test_a_page_that_nests_too_deep_says_so() -> None:
    deep = "<div>" * 600 + SENTENCE + "</div>" * 600

    assert "flattened" in [note.code for note in read((PAGE % deep).encode(), "a.html")[1]]


@pytest.mark.parametrize("count", [10_000, pytest.param(300_000, marks=pytest.mark.slow)])
def test_a_page_of_many_links_is_read_in_a_time_that_grows_as_they_do(count: int) -> None:
    links = "".join(f"<li><a href='/{n}'>link {n}</a></li>" for n in range(count))
    begun = time.process_time()

    text = text_of((PAGE % f"<p>{SENTENCE}</p></article><ul>{links}</ul><article>").encode())

    assert SENTENCE in text
    assert time.process_time() - begun < 5 + count / 5000


DECLARED = {
    "UTF-8 called Latin-1": ("utf-8", "iso-8859-1"),
    "Windows-1252 called Latin-1": ("cp1252", "iso-8859-1"),
    "Windows-1251 as declared": ("cp1251", "windows-1251"),
    "UTF-8 called UTF-16": ("utf-8", "utf-16"),
    "UTF-8 called nothing there is": ("utf-8", "x-lake"),
    "Shift-JIS as declared": ("cp932", "shift_jis"),
}
WORDS = {"cp1251": "Паром прошёл озеро", "cp932": "フェリーは湖を渡った"}


@pytest.mark.parametrize("name", DECLARED)
def test_a_wrongly_declared_encoding_is_seen_through(name: str) -> None:
    encoding, declared = DECLARED[name]
    words = WORDS.get(encoding, "Die Fähre – “läuft” wieder")
    page = PAGE % f"<meta charset='{declared}'><p>{words}. {SENTENCE}</p>"

    assert words in text_of(page.encode(encoding))


def test_control_characters_in_a_page_do_no_harm() -> None:
    assert SENTENCE in text_of((PAGE % "<p>be\x00fore &#1; and \x0b after the other words of this line</p>").encode())


def test_entities_that_a_page_declares_are_not_expanded() -> None:
    bomb = "<!DOCTYPE html [" + "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(12)) + "]>"

    text = text_of((bomb + PAGE % f"<p>{SENTENCE} &e12;</p>").encode())

    assert len(text) < 1000


def test_empty_and_broken_pages_are_refused() -> None:
    for page in (b"<html></html>", b"<!doctype html>", b"<html><body><script>var a = 1</script></body></html>"):
        assert "page" in refused(page, "a.html").message


# ---- feeds ----------------------------------------------------------------------------------------------------------

FEED = "<rss version='2.0'><channel><title>Lake</title>%s</channel></rss>"


def test_a_billion_laughs_in_a_feed_come_to_nothing() -> None:
    entities = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(12))
    item = "<item><title>Ha</title><description>Words &e12; here</description></item>"
    begun = time.process_time()

    try:
        found, _ = read(
            f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'ha'>{entities}]>{FEED % item}".encode(), "a.rss"
        )
    except NothingUsable:
        found = []

    assert sum(len(raw.text) for raw in found if isinstance(raw, Raw)) < 10_000
    assert time.process_time() - begun < 5


def test_a_feed_that_breaks_off_gives_its_whole_entries_and_says_so() -> None:
    item = "<item><title>One</title><description>The ferry crossed the lake.</description></item>"

    found, notes = read((FEED % item)[:-30].encode() + b"<item><title>Tw", "a.rss")

    assert isinstance(found[0], Raw)
    assert found[0].text.startswith("One")
    assert notes[0].code == "broken-feed"


def test_a_feed_without_entries_is_refused() -> None:
    assert "no entries" in refused((FEED % "").encode(), "a.rss").message


# ---- archives -------------------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_anything_is_unpacked() -> None:
    begun = time.process_time()

    said = refused(zipped({"a.txt": b"0" * 60_000_000}), "a.zip").message

    assert "bomb" in said
    assert time.process_time() - begun < 5


def test_an_archive_that_lies_about_its_sizes_gives_no_more_than_it_says() -> None:
    data = bytearray(zipped({"a.txt": b"The ferry. " * 1000}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 50)  # the size unpacked, in the central directory

    try:
        found, _ = read(bytes(data), "a.zip")
    except NothingUsable as error:
        assert "archive" in error.message
    else:
        assert all(isinstance(each, Input) and each.size is not None and each.size <= 51 for each in found)


def test_too_many_members_are_refused() -> None:
    assert "members" in refused(zipped({f"{n}.txt": b"a" for n in range(20_001)}, zipfile.ZIP_STORED), "a.zip").message


def test_members_outside_the_archive_are_left_out_with_a_warning() -> None:
    data = zipped({"../up.txt": b"up", "/root.txt": b"root", "C:\\disk.txt": b"disk", "in/side.txt": SENTENCE.encode()})

    found, notes = read(data, "a.zip")

    assert [each.name for each in found if isinstance(each, Input)] == ["a.zip#in/side.txt"]
    assert [note.code for note in notes] == ["unsafe-member"] * 3


def test_one_broken_member_leaves_the_others() -> None:
    members = {"a.txt": b"The first of two. " * 20, "b.txt": SENTENCE.encode()}
    data = bytearray(zipped(members))
    at = data.index(b"a.txt") + 8
    data[at : at + 6] = b"\xff" * 6

    found, notes = read(bytes(data), "a.zip")

    assert [each.name for each in found if isinstance(each, Input)] == ["a.zip#b.txt"]
    assert notes[0].code == "broken-member"


def test_a_broken_zip_is_refused() -> None:
    assert "broken" in refused(zipped({"a.txt": SENTENCE.encode()})[:40], "a.zip").message


def test_a_gzip_bomb_is_refused_while_it_unpacks() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packer.compress(b"0" * 1_000_000) for _ in range(60)) + packer.flush()

    assert "bomb" in refused(data, "a.gz").message


def test_gzip_and_tar_in_one_another_are_unpacked() -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        member = tarfile.TarInfo("in/side.txt")
        member.size = len(SENTENCE)
        archive.addfile(member, io.BytesIO(SENTENCE.encode()))

    (outer,), _ = read(gzip.compress(target.getvalue()), "a.tar.gz")
    assert isinstance(outer, Input)
    (inner,), _ = read(outer.open().read(), outer.name)

    assert isinstance(inner, Input)
    assert (inner.name, inner.open().read()) == ("a.tar.gz#a.tar#in/side.txt", SENTENCE.encode())


def test_a_spreadsheet_is_not_taken_for_an_archive_of_articles() -> None:
    assert "Office" in refused(zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "a.xlsx").message


# ---- documents ------------------------------------------------------------------------------------------------------


def test_an_old_word_document_says_what_it_is_whatever_its_name() -> None:
    error = refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "a.docx")

    assert "2007" in error.message
    assert "docx" in error.hint


def test_an_encrypted_document_says_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)

    assert "encrypted" in refused(data, "a.docx").message


def test_a_broken_document_is_refused_with_the_reason() -> None:
    for data in (
        zipped({"word/document.xml": b"<w:document"}),
        zipped({"word/document.xml": b"<w:document>" * 3})[:-40],
    ):
        assert "broken" in (said := refused(data, "a.docx").message) or "cannot be read" in said


def test_a_document_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "READING", "+RTS -M16m -RTS")

    assert "too much memory" in refused(f"# Trial\n\n{SENTENCE}\n\n".encode() * 5000, "a.md").message


def test_a_date_that_a_program_puts_in_for_none_is_no_evidence() -> None:
    (raw,), _ = read(pandoc.convert(SENTENCE.encode(), "markdown", "docx"), "a.docx")

    assert isinstance(raw, Raw)
    assert [found for found in raw.candidates if found.field in ("published", "updated")] == []


def test_a_document_bomb_is_refused() -> None:
    assert "bomb" in refused(zipped({"word/document.xml": b"<w>" + b" " * 60_000_000}), "a.docx").message


@pytest.mark.slow
def test_markdown_that_nests_without_end_is_ended_in_time() -> None:
    begun = time.monotonic()

    assert refused(b"> " * 20_000 + b"a", "a.md")

    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF"])
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    pytest.importorskip("pypdfium2")

    assert refused(data, "a.pdf").message


def test_a_pdf_of_pictures_says_that_there_is_no_text_in_it() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document, target = pdfium.PdfDocument.new(), io.BytesIO()
    document.new_page(200, 200)
    document.save(target)

    error = refused(target.getvalue(), "a.pdf")

    assert "no text" in error.message
    assert "ocrmypdf" in error.hint


# ---- mails ----------------------------------------------------------------------------------------------------------

HEADER = b"From: a@b.example\nTo: c@d.example\nSubject: Trial\nMIME-Version: 1.0\n"


def test_a_mail_whose_parts_nest_without_end_is_refused_and_says_why() -> None:
    data = HEADER + b"Content-Type: multipart/mixed; boundary=b0\n\n"
    data += b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(3000))

    assert refused(data, "a.eml").message == "the mail nests its parts too deep to be read"


BROKEN_MAILS = {
    "no end of a part": b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n%s",
    "no boundary": b"Content-Type: multipart/mixed\n\n%s",
    "bad base64": b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%s!!!",
    "an unknown character set": b"Content-Type: text/plain; charset=lake-8\n\n%s",
    "an unknown transfer encoding": b"Content-Type: text/plain\nContent-Transfer-Encoding: rope\n\n%s",
    "a wrong character set": b"Content-Type: text/plain; charset=us-ascii\n\n%s \xe2\x80\x93",
    "a header that never ends its word": b"X: =?utf-8?q?never\nContent-Type: text/plain\n\n%s",
    "a file name that is none": b"Content-Type: text/plain; name*=lake''%%ZZ\n\n%s",
}


@pytest.mark.parametrize("name", BROKEN_MAILS)
def test_a_broken_mail_gives_its_text(name: str) -> None:
    found, _ = read(HEADER + BROKEN_MAILS[name] % SENTENCE.encode(), "a.eml")
    texts = [each.text if isinstance(each, Raw) else each.open().read().decode() for each in found]

    if name == "bad base64":
        assert texts
    else:
        assert SENTENCE in " ".join(" ".join(texts).split())


def test_every_raw_of_these_readers_can_be_normalised() -> None:
    for data, name in (
        ((PAGE % f"<p>{SENTENCE}</p>").encode(), "a.html"),
        ((FEED % f"<item><title>T</title><description>{SENTENCE}</description></item>").encode(), "a.rss"),
        (HEADER + b"\n" + SENTENCE.encode(), "a.eml"),
        (f"# T\n\n{SENTENCE}".encode(), "a.md"),
    ):
        (raw,), _ = read(data, name)
        assert isinstance(raw, Raw)

        article = normalise(raw, (), lambda _: None)

        assert article.source.size == len(data) or name == "a.rss"
        assert article.body


NINES = "9" * 5000


@pytest.mark.parametrize(
    "element",
    [
        f"<ol start={NINES}><li>One.<li>Two.</ol>",
        f"<ol><li value={NINES}>One.<li>Two.</ol>",
        f"<div role=heading aria-level={NINES}>What next</div>",
        f"<figure><img src=a.jpg width={NINES} height={NINES}><img src=b.jpg><figcaption>A.</figcaption></figure>",
        f"<table><tr><th>Toll<th>Year<tr><td colspan={NINES}>5 kr<td rowspan={NINES}>2025</table>",
    ],
)
def test_a_number_of_thousands_of_digits_in_a_page_does_no_harm(element: str) -> None:
    sentence = "<p>The harbour board of Talvik weighed the plan for the ferry, which costs more than was thought.</p>"
    page = f"<html lang=en><body><article>{sentence * 4}{element}{sentence * 4}</article></body></html>"
    (raw,), _ = read(page.encode(), "a.html")
    assert isinstance(raw, Raw)

    article = normalise(raw, (), lambda _: None)

    assert article.body


def test_a_date_of_thousands_of_digits_in_an_rtf_does_no_harm() -> None:
    data = rf"{{\rtf1\ansi{{\info{{\creatim\yr{NINES}\mo3\dy1}}}}The lake froze on Monday.\par}}".encode()

    (raw,), _ = read(data, "a.rtf")

    assert isinstance(raw, Raw)
    assert [f for f in raw.candidates if f.field == "published"] == []
