"""Every writer loses no word, gives the same bytes twice, and opens no connection: over random briefings."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from shutil import which

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

from convert import formats
from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style, load_style
from convert.testing import briefings, check_record_writer, check_writer


def words_of_markup(markup: str) -> str:
    """Return what a reader of markup sees: paragraphs apart, entities as characters."""
    without_head = re.sub(r"<(style|head)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    apart = re.sub(r"</?(p|h\d|td|th|li|div|w:p|w:tab|w:br|br|caption|dt|dd)\b[^>]*>", " ", without_head)
    return unescape(re.sub(r"<[^>]+>", "", apart))


def words_of_html(data: bytes) -> str:
    return words_of_markup(data.decode("utf-8"))


def words_of_epub(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return " ".join(words_of_html(book.read(name)) for name in book.namelist() if name.endswith(".xhtml"))


def words_of_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if re.match(r"word/(document|footnotes)\.xml", n)]
        return " ".join(words_of_markup(package.read(name).decode("utf-8")) for name in names)


def words_of_markdown(data: bytes) -> str:
    from markdown_it import MarkdownIt

    body = re.sub(r"\A---\n.*?\n---\n", "", data.decode("utf-8"), flags=re.DOTALL)
    return words_of_markup(MarkdownIt("commonmark", {"html": True}).enable("table").render(body))


def words_of_pdf(data: bytes) -> str:
    """Return the words of the tag tree, as a screen reader has them."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        printed = subprocess.run(
            ["pdfinfo", "-struct-text", file.name], capture_output=True, check=True, timeout=60
        ).stdout.decode("utf-8")
    said = re.findall(r'^ *"(.*)"$', printed, flags=re.MULTILINE)
    return " ".join(said).replace("\u00ad", "")


def words_of_text(data: bytes) -> str:
    return data.decode("utf-8")


BLOCK_WRITERS = {
    "pdf": words_of_pdf,
    "docx": words_of_docx,
    "epub": words_of_epub,
    "md": words_of_markdown,
    "html": words_of_html,
    "txt": words_of_text,
    "rst": words_of_text,
}
RECORD_WRITERS = ("json", "ninjs", "csljson", "bibtex", "ris")


def test_every_registered_writer_is_checked_here() -> None:
    assert {row.name for row in formats.WRITERS} <= BLOCK_WRITERS.keys() | set(RECORD_WRITERS)


@pytest.mark.parametrize("name", BLOCK_WRITERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(briefing=briefings())
def test_no_writer_loses_a_word(name: str, briefing: m.Briefing) -> None:
    if name == "pdf" and which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed: apt-get install poppler-utils")

    check_writer(formats.writer_named(name)[1], briefing, BLOCK_WRITERS[name])


@pytest.mark.parametrize("name", RECORD_WRITERS)
@settings(max_examples=10, deadline=None)
@given(briefing=briefings())
def test_every_record_comes_out(name: str, briefing: m.Briefing) -> None:
    check_record_writer(formats.writer_named(name)[1], briefing, load_style("press"), words_of_text)


def test_a_writer_that_loses_a_word_is_caught() -> None:
    class Forgetful:
        suffix = "txt"

        def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
            data = formats.writer_named("txt")[1].write(briefing, style, note).files[0].data
            return Written((File(".txt", data.replace(b"eleventh", b"")),))

    paragraph = m.Paragraph((m.Text("The eleventh hour struck."),))
    section = m.Section("article", "a", (m.Heading((m.Text("Title"),), 1, "brief_title"), paragraph), language="en")

    with pytest.raises(AssertionError, match=r"lost: \['eleventh'\]"):
        check_writer(Forgetful(), briefing_of(section), words_of_text)


def briefing_of(section: m.Section) -> m.Briefing:
    return m.Briefing(
        "brief",
        m.Edition(),
        m.Properties("Title", "en", "urn:uuid:0"),
        m.Furniture(),
        m.Provenance((), (), "press", "", ()),
        (section,),
    )


def test_paths_are_not_opened_for_pictures_in_text(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a word that must stay here")
    said = f"<img src={secret}> ![x]({secret}) #include {secret}"
    paragraph = m.Paragraph((m.Text(said),))
    section = m.Section("article", "a", (m.Heading((m.Text("Title"),), 1, "brief_title"), paragraph), language="en")
    briefing = briefing_of(section)

    for name, words_of in BLOCK_WRITERS.items():
        if name == "pdf" and which("pdfinfo") is None:
            continue
        written = formats.writer_named(name)[1].write(briefing, load_style("press"), lambda _: None)
        data = written.files[0].data
        assert "secret.txt" in re.sub(r"\s", "", words_of(data)), f"{name}: the look would find nothing"
        assert "muststayhere" not in re.sub(r"\s", "", words_of(data)), name
        assert not any(b"must stay here" in part for part in parts_of(data)), name


def parts_of(data: bytes) -> Iterator[bytes]:
    """Yield all that is in a file, compressed or not: members of a package, streams of a PDF."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from map(package.read, package.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            yield from (each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream))


def test_what_is_compressed_in_a_file_is_looked_at_too() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a", "it must stay here " * 50)

    assert b"must stay here" not in target.getvalue()
    assert any(b"must stay here" in part for part in parts_of(target.getvalue()))
