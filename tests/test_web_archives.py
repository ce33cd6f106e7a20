"""Web archives: each page an article with what the archive knows of it; what is broken is named, the rest is kept."""

from __future__ import annotations

import gzip
import sys
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from convert.contracts import Input, Raw, input_of
from convert.errors import ConvertError, Note, NothingUsable, unheard
from convert.formats import reader_for
from convert.model import Link
from convert.pipeline import Failure, Item, items_of, record_of
from convert.readers.web_archives.http import NotDecoded, answer_of
from tests.command import Run
from tests.mutations import damaged
from tests.web_archives import (
    ADDRESS,
    PAGE,
    SEED,
    SEEDS,
    STORY,
    answer,
    arc_of,
    digest_of,
    packed,
    record,
    seed,
    wacz_of,
)

FORMS = {"plain": b"".join, "packed": packed}


def pages(data: bytes, name: str = "a.warc.gz") -> tuple[list[bytes], list[Note]]:
    """Return the content of each page, and the notes that are warnings."""
    notes: list[Note] = []
    given = input_of(name, data)
    found = [each for each in reader_for(given).reader.read(given, notes.append) if isinstance(each, Input)]
    return [each.open().read() for each in found], [note for note in notes if note.level == "warning"]


def said(notes: Sequence[Note]) -> list[str]:
    return [note.message for note in notes]


def items(data: bytes, name: str = "a.warc.gz") -> list[Item | Failure]:
    return list(items_of(input_of(name, data), None, 20_000_000, unheard))


def numbered(n: int) -> bytes:
    return PAGE.replace(b"three weeks", b"%d weeks" % n)


def archive(count: int) -> list[bytes]:
    return [record(answer(numbered(n)), number=n, address=f"https://lake.example/{n}") for n in range(count)]


# ---- what a page is told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_page_is_read_by_the_reader_of_its_kind_and_knows_where_it_was_kept(form: str) -> None:
    (item,) = items(FORMS[form]([record(WARC_Payload_Digest=digest_of(PAGE))]))

    assert isinstance(item, Item) and isinstance(item.found, Raw)
    assert (item.found.reader, item.name) == ("html", "a.warc.gz#1")
    article = record_of(item, frozenset(), unheard).article
    assert (article.metadata.title, article.metadata.url) == ("Ramp closes", ADDRESS)
    assert article.metadata.published == "2025-03-13T09:00:00+01:00"
    assert article.metadata.extra == (
        ("captured", "2025-03-15T04:10:00Z"),
        ("warc record", "urn:uuid:00000000-0000-4000-8000-000000000001"),
        ("warc digest", digest_of(PAGE)),
    )


def test_links_of_a_page_are_relative_to_its_address() -> None:
    (item,) = items(record())

    assert isinstance(item, Item)
    last = record_of(item, frozenset(), unheard).article.body[-1]
    assert [each.url for each in last.content if isinstance(each, Link)] == ["https://talvikcourier.example/town/ferry"]  # type: ignore[union-attr]


def test_the_encoding_that_the_server_names_is_that_of_the_page() -> None:
    page = "<html><body><p>Паром пересёк озеро за одиннадцать минут, сообщил начальник порта в среду.</p></body></html>"
    (item,) = items(record(answer(page.encode("koi8-r"), "text/html; charset=KOI8-R")))

    assert isinstance(item, Item) and isinstance(item.found, Raw)
    assert item.found.text.startswith("Паром пересёк озеро")


def test_an_entry_of_a_feed_does_not_get_the_address_of_the_feed() -> None:
    entry = b"<item><title>Ice</title><description>The lake froze.</description></item>"
    feed = b"<rss version='2.0'><channel><title>Lake</title>" + entry + b"</channel></rss>"
    (item,) = items(record(answer(feed, "application/rss+xml")))

    assert isinstance(item, Item) and isinstance(item.found, Raw)
    assert "url" not in {each.field for each in item.found.candidates}
    assert "extra.captured" in {each.field for each in item.found.candidates}


def test_extracted_text_is_read_as_text() -> None:
    wet = record(STORY.encode(), kind="conversion", Content_Type="text/plain")
    (item,) = items(wet)

    assert isinstance(item, Item) and isinstance(item.found, Raw)
    assert (item.found.reader, item.found.text) == ("text", STORY)


def test_a_document_on_the_web_is_read_by_the_reader_of_its_kind() -> None:
    pytest.importorskip("pypdfium2")
    study = SEEDS.joinpath("toll-study.pdf").read_bytes()
    (item,) = items(record(answer(study, "application/pdf"), address="https://lake.example/toll-study"))

    assert isinstance(item, Item) and isinstance(item.found, Raw)
    assert item.found.reader == "pdf"
    assert record_of(item, frozenset(), unheard).article.metadata.url == "https://lake.example/toll-study"


def test_a_page_without_an_article_loses_no_other() -> None:
    bare = record(answer(b"<html><body><nav><a href='/'>Home</a></nav></body></html>"), number=1)

    first, second = items(packed([bare, record(number=2)]))

    assert isinstance(first, Failure)
    assert isinstance(second, Item)
    assert second.number == 2


def test_what_is_no_page_is_counted_and_said_once() -> None:
    notes: list[Note] = []
    given = input_of("a.warc", seed())

    list(reader_for(given).reader.read(given, notes.append))

    assert [(note.code, note.level) for note in notes] == [("http-error", "info"), ("records-left-aside", "info")]
    assert "talvikcourier.example/old) is an error of the site, 404" in notes[0].message
    assert notes[1].message.endswith(": answers with status 404 (1), image/png (1), requests (1), warcinfo (1)")


def test_the_seed_is_what_the_builder_makes() -> None:
    assert SEED.read_bytes() == seed()


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ([record(kind="revisit")], "revisits"),
        ([record(b"GET / HTTP/1.1\r\n\r\n", kind="request")], "requests"),
        ([record(answer(status="301 Moved Permanently"))], "redirections"),
        ([record(answer(b"{}", "application/json"))], "application/json"),
        (
            [record(answer(b"User-agent: *", "text/plain"), address="https://a.example/robots.txt")],
            "files for machines",
        ),
        ([record(b"a", kind="resource", address="urn:pageinfo:x", Content_Type="text/plain")], "files for machines"),
        ([record(answer(b" \r\n"))], "empty answers"),
        ([record(b"no answer at all")], "responses without HTTP"),
    ],
)
def test_an_archive_without_pages_says_what_is_in_it(records: list[bytes], reason: str) -> None:
    with pytest.raises(NothingUsable, match=f"holds no page: {reason} .1.$") as raised:
        pages(packed(records))
    assert raised.value.where == "a.warc.gz"


# ---- what is broken --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fault", ["damaged", "cut", "garbage"])
def test_a_broken_record_loses_no_other(form: str, fault: str) -> None:
    parts = [FORMS[form]([each]) for each in archive(5)]
    whole, half = parts[2], len(parts[2]) // 2
    if fault == "damaged":
        parts[2] = whole[:half] + bytes(255 - byte for byte in whole[half : half + 30]) + whole[half + 30 :]
    elif fault == "cut":
        parts[2] = whole[: half + half // 2]
    else:
        parts[2] = b"This is no record.\r\n" * 40

    found, notes = pages(b"".join(parts))

    assert found == [numbered(n) for n in (0, 1, 3, 4)]
    assert [note.code for note in notes] == ["broken-record"]


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_that_breaks_off_gives_what_is_whole(form: str) -> None:
    found, notes = pages(FORMS[form](archive(3))[:-200])

    assert found == [numbered(0), numbered(1)]
    assert [note.code for note in notes] == ["broken-record"]
    assert "000000000002 (https://lake.example/2) breaks off after" in notes[0].message


def test_bytes_after_the_last_record_are_said() -> None:
    found, notes = pages(record() + b"\r\nThe end of the disk.\r\n")

    assert found == [PAGE]
    assert [note.code for note in notes] == ["broken-archive"]


@pytest.mark.parametrize("digest", ["sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "sha256:" + "0" * 64, "MD5:" + "0" * 32])
def test_a_record_with_another_digest_than_it_says_is_left_out(digest: str) -> None:
    found, notes = pages(packed([record(number=1, WARC_Block_Digest=digest), record(answer(numbered(2)), number=2)]))

    assert found == [numbered(2)]
    assert said(notes) == [
        f"the record urn:uuid:00000000-0000-4000-8000-000000000001 ({ADDRESS}) has another digest than it says"
        " and is left out"
    ]


@pytest.mark.parametrize("taken_of", ["sent", "joined", "unpacked", "another"])
def test_a_payload_digest_is_looked_at_where_the_block_has_none(taken_of: str) -> None:
    joined = gzip.compress(PAGE, mtime=0)
    forms = {"sent": chunked(joined), "joined": joined, "unpacked": PAGE, "another": b"Other words."}
    block = answer(forms["sent"], Transfer_Encoding="chunked", Content_Encoding="gzip")
    told = record(block, number=1, WARC_Block_Digest="", WARC_Payload_Digest=digest_of(forms[taken_of]))

    found, notes = pages(packed([told, record(answer(numbered(2)), number=2)]))

    assert found == ([numbered(2)] if taken_of == "another" else [PAGE, numbered(2)])
    assert [note.code for note in notes] == (["broken-record"] if taken_of == "another" else [])


def test_digests_are_compared_however_they_are_written() -> None:
    import base64
    import hashlib

    made = hashlib.sha1(answer(), usedforsecurity=False).digest()
    written = [f"sha1:{made.hex()}", f"sha-1:{made.hex().upper()}", f"sha1:{base64.b64encode(made).decode()}"]
    written += [f"sha1:{base64.b32encode(made).decode().lower()}", "crc32c:AAAA", ""]

    found, notes = pages(packed([record(number=n, WARC_Block_Digest=each) for n, each in enumerate(written)]))

    assert len(found) == len(written)
    assert notes == []


def test_a_record_that_the_crawler_cut_is_read_with_a_warning() -> None:
    found, notes = pages(record(WARC_Truncated="length"))

    assert found == [PAGE]
    assert "was cut by the crawler: length" in said(notes)[0]


def test_content_that_cannot_be_unpacked_is_left_out_with_a_warning() -> None:
    broken = record(answer(b"\x1f\x8b\x08garbage", Content_Encoding="gzip"), number=1)

    found, notes = pages(packed([broken, record(number=2)]))

    assert found == [PAGE]
    assert "is left out: it cannot be unpacked" in said(notes)[0]


def test_without_fastwarc_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)

    (failed,) = items(record())

    assert isinstance(failed, Failure)
    assert (failed.error.exit_code, failed.error.hint) == (47, "pip install 'convert-briefings[warc]'")


def test_a_briefing_of_a_page_is_made_again_from_its_archive(run: Run) -> None:
    Path("crawl.warc.gz").write_bytes(seed())

    made = run("brief", "crawl.warc.gz", "--to", "md", "-O", "out")
    verified = run("verify", "out")

    assert (made.code, verified.code) == (0, 0), made.err + verified.err
    assert made.out.split() == ["out/crawl-01.md", "out/crawl-02.md"]


@pytest.mark.parametrize(("form", "kept"), [("plain", 4), ("packed", 3), ("wacz", 4), ("arc", 4)])
def test_a_damaged_archive_gives_pages_or_an_error_that_is_ours(form: str, kept: int) -> None:
    records = archive(4)
    data = {
        "plain": b"".join(records),
        "packed": packed(records),
        "wacz": wacz_of({"archive/1.warc.gz": packed(records[:2]), "archive/2.warc": b"".join(records[2:])}),
        "arc": arc_of({f"http://lake.example/{n}": answer(numbered(n)) for n in range(4)}),
    }[form]

    reader = reader_for(input_of("a", data)).reader
    counts = []
    for each in damaged(data, 60):
        with suppress(ConvertError):
            counts.append(len(list(reader.read(input_of("a", each), unheard))))

    assert max(counts) == kept


# ---- answers of HTTP -------------------------------------------------------------------------------------------------


def chunked(content: bytes, size: int = 100) -> bytes:
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def brotli(content: bytes) -> bytes:
    from io import BytesIO

    stream_io = pytest.importorskip("fastwarc.stream_io")
    target = BytesIO()
    with stream_io.BrotliWriter(target) as writer:
        writer.write(content)
    return target.getvalue()


def deflated(content: bytes) -> bytes:
    return zlib.compress(content)[2:-4]


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (chunked(PAGE), {"Transfer_Encoding": "chunked"}),
        (chunked(PAGE)[:-5] + b"\r\n", {"Transfer_Encoding": "chunked"}),
        (PAGE, {"Transfer_Encoding": "chunked"}),
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (PAGE, {"Content_Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (deflated(PAGE), {"Content_Encoding": "deflate"}),
        (chunked(gzip.compress(PAGE)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (gzip.compress(zlib.compress(PAGE)), {"Content_Encoding": "deflate, gzip"}),
        (PAGE, {"Content_Encoding": "br"}),
    ],
)
def test_content_is_decoded_as_its_fields_say_or_taken_as_it_is(content: bytes, fields: dict[str, str]) -> None:
    found = answer_of(answer(content, **fields))

    assert found is not None
    assert found.content == PAGE


def test_brotli_is_unpacked() -> None:
    found = answer_of(answer(brotli(PAGE), Content_Encoding="br"))

    assert found is not None
    assert found.content == PAGE


@pytest.mark.parametrize(
    ("content", "encoding", "words"),
    [
        (gzip.compress(bytes(150_000_000), 1), "gzip", "unpacks to more than"),
        (b"\x1f\x8b\x08garbage", "gzip", "cannot be unpacked"),
        (PAGE, "sdch", "not known: sdch"),
    ],
)
def test_content_that_cannot_be_decoded_says_why(content: bytes, encoding: str, words: str) -> None:
    with pytest.raises(NotDecoded, match=words):
        answer_of(answer(content, Content_Encoding=encoding))


@pytest.mark.parametrize(
    "head", [b"HTTP/2 200\r\ncontent-type: TEXT/HTML\r\n\r\n", b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n"]
)
def test_heads_of_answers_are_read_in_every_form(head: bytes) -> None:
    found = answer_of(head + PAGE)

    assert found is not None
    assert (found.status, found.kind, found.charset, found.content) == (200, "text/html", None, PAGE)


# ---- WACZ and ARC ----------------------------------------------------------------------------------------------------


def test_a_wacz_gives_the_pages_of_all_its_archives_and_nothing_of_its_index() -> None:
    first, second = archive(2)
    whole = wacz_of(
        {
            "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "https://lake.example/1", "text": "Words."}\n',
            "archive/rec-1.warc.gz": packed([first]),
            "archive/rec-2.warc": second,
            "indexes/index.cdx.gz": gzip.compress(b"example,lake)/1 20250315041000 {}\n"),
            "datapackage.json": b'{"profile": "data-package", "wacz_version": "1.1.1", "text": "Words."}',
        }
    )

    found, notes = pages(whole, "a.wacz")

    assert found == [numbered(0), numbered(1)]
    assert notes == []


def test_a_zip_that_only_looks_like_wacz_is_read_as_a_zip() -> None:
    found, _ = pages(wacz_of({"pages/one.txt": STORY.encode()}), "a.zip")

    assert found == [STORY.encode()]


def test_a_broken_archive_in_a_wacz_loses_no_other() -> None:
    first, second = archive(2)
    whole = bytearray(wacz_of({"archive/1.warc": first, "archive/2.warc": second}, zipfile.ZIP_DEFLATED))
    at = whole.find(b"archive/1.warc") + 60
    whole[at : at + 3] = bytes(255 - byte for byte in whole[at : at + 3])

    found, notes = pages(bytes(whole), "a.wacz")

    assert found == [numbered(1)]
    assert [note.code for note in notes] == ["broken-member"]


def test_a_broken_record_in_a_wacz_loses_no_other() -> None:
    whole = bytearray(wacz_of({"archive/1.warc.gz": packed(archive(3))}))
    at = len(whole) // 2
    whole[at : at + 9] = bytes(255 - byte for byte in whole[at : at + 9])

    found, notes = pages(bytes(whole), "a.wacz")

    assert found == [numbered(0), numbered(2)]
    assert [note.code for note in notes] == ["broken-record"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_arc_file_gives_its_pages(pack: type[bytes]) -> None:
    (item,) = items(pack(arc_of({"http://lake.example/a page": answer()})), "a.arc")

    assert isinstance(item, Item)
    metadata = record_of(item, frozenset(), unheard).article.metadata
    assert (metadata.url, metadata.extra) == ("http://lake.example/a%20page", (("captured", "2008-03-15T04:10:00Z"),))


def test_what_is_no_record_of_an_arc_file_is_passed_over() -> None:
    good = arc_of({"http://lake.example/1": answer(numbered(1)), "http://lake.example/2": answer(numbered(2))})
    bad = good.replace(b"http://lake.example/1 192.0.2.7 20080315041000", b"http://lake.example/1 192.0.2.7 long ago")

    found, notes = pages(bad, "a.arc")

    assert found == [numbered(2)]
    assert [note.code for note in notes] == ["broken-record"]


def test_an_arc_file_that_breaks_off_says_which_record_is_not_whole() -> None:
    whole = arc_of({"http://lake.example/1": answer(numbered(1)), "http://lake.example/2": answer(numbered(2))})

    found, notes = pages(whole[:-40], "a.arc")

    assert found == [numbered(1)]
    assert "(http://lake.example/2) breaks off after" in said(notes)[0]
