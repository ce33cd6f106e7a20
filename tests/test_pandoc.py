"""pandoc: run in one place, under limits; a process that stays for many documents; every further format it writes."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest

from convert import model as m
from convert import pandoc
from convert.errors import ConvertError, MissingProgram, Note
from convert.walk import texts
from convert.writers.nodes import document, node, text
from convert.writers.pandoc import FORMATS, writer_for
from convert.writers.provenance import provenance_json
from tests.builders import ignore
from tests.sample_briefings import STYLE, brief, of_blocks, pack, paragraph, picture
from tests.validators.tools import program, run

HELLO = document([node("Para", text("Hello, lake."))])


def test_the_program_is_the_one_that_pypandoc_runs() -> None:
    import pypandoc

    assert Path(pypandoc.get_pandoc_path()).resolve() == pandoc.program().resolve()


def test_it_is_found_without_importing_pypandoc() -> None:
    script = "import sys; from convert import pandoc; pandoc.program(); print('pypandoc' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed == "False\n"


def test_without_pypandoc_the_missing_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_spec", lambda _: None)
    pandoc.program.cache_clear()
    try:
        with pytest.raises(MissingProgram, match="pandoc is not installed"):
            pandoc.program()
    finally:
        pandoc.program.cache_clear()


def test_a_document_that_takes_too_long_is_ended_with_its_children() -> None:
    with pytest.raises(ConvertError, match="longer than 0"):
        pandoc.convert(b"> " * 20000, "markdown", "html", limit=0.2)


def test_what_pandoc_says_of_a_fault_is_passed_on() -> None:
    with pytest.raises(ConvertError, match="could not write html"):
        pandoc.convert(b"{not json", "json", "html")


def test_pandoc_reads_no_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("a word that stays")

    with pytest.raises(ConvertError):
        pandoc.convert(rf"\include{{{secret}}}\input{{{secret}}}".encode(), "latex", "odt", ["--metadata-file", "x"])
    made = pandoc.convert(rf"\input{{{secret}}} words".encode(), "latex", "plain")
    assert b"stays" not in made


@pytest.fixture
def worker() -> pandoc.Worker:
    return pandoc.Worker()


def test_the_worker_writes_what_a_process_of_its_own_writes(worker: pandoc.Worker) -> None:
    try:
        for target in ("gfm", "html5"):
            assert worker.write(HELLO, target) == pandoc.convert(HELLO, "json", target, ["--wrap=none"])
    finally:
        worker.close()


def test_a_worker_that_died_is_replaced(worker: pandoc.Worker) -> None:
    try:
        worker.write(HELLO, "gfm")
        assert worker._process is not None
        worker._process.kill()
        worker._process.wait()

        assert worker.write(HELLO, "gfm") == b"Hello, lake.\n"
        assert worker.write(HELLO, "gfm") == b"Hello, lake.\n"
    finally:
        worker.close()


def test_a_worker_that_hangs_is_ended_and_the_document_made(worker: pandoc.Worker) -> None:
    try:
        worker.write(HELLO, "gfm")
        assert worker._process is not None
        hung = worker._process
        hung.send_signal(signal.SIGSTOP)

        assert worker.write(HELLO, "gfm", limit=2) == b"Hello, lake.\n"
        assert hung.wait(5) == -signal.SIGKILL
    finally:
        worker.close()


def test_a_worker_takes_and_gives_more_than_a_pipe_holds(worker: pandoc.Worker) -> None:
    greeting = b"Hello," * 100_000
    try:
        assert worker.write(HELLO.replace(b"Hello,", greeting), "gfm") == greeting + b" lake.\n"
    finally:
        worker.close()


def test_a_worker_is_replaced_after_many_documents(worker: pandoc.Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "DOCUMENTS_A_WORKER", 2)
    seen = set()
    try:
        for _ in range(5):
            assert worker.write(HELLO, "gfm") == b"Hello, lake.\n"
            assert worker._process is not None
            seen.add(worker._process.pid)
    finally:
        worker.close()

    assert len(seen) == 3


def test_a_worker_goes_on_after_a_document_it_cannot_read(worker: pandoc.Worker) -> None:
    try:
        with pytest.raises(ConvertError):
            worker.write(b'{"blocks": 1}', "gfm")
        assert worker.write(HELLO, "gfm") == b"Hello, lake.\n"
    finally:
        worker.close()


def test_a_closed_worker_leaves_nothing_behind(tmp_path: Path) -> None:
    script = (
        "from convert import pandoc\nfrom tests.test_pandoc import HELLO\n"
        "w = pandoc.Worker(); w.write(HELLO, 'gfm'); print(w._process.pid); w.close()\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    ).stdout

    assert not Path(f"/proc/{int(printed)}").exists()
    assert list(tmp_path.iterdir()) == []


# ---- formats ----------------------------------------------------------------------------------------------------


def test_pandoc_writes_every_format_that_is_offered() -> None:
    printed = subprocess.run([pandoc.program(), "--list-output-formats"], capture_output=True, text=True, check=True)

    assert set(printed.stdout.split()) >= FORMATS


def readable(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())


SAID_NOWHERE = {"dokuwiki", "haddock", "ipynb", "jira", "xwiki", "zimwiki"}
"""Formats without fields of their own and without comments."""


@pytest.mark.parametrize("target", sorted(FORMATS))
def test_each_format_is_the_same_twice_with_marking_and_provenance(target: str) -> None:
    briefing = brief()
    first, second = (writer_for(target).write(briefing, STYLE, ignore).files[0].data for _ in range(2))

    assert first == second
    said = readable(first)
    assert said.count("GREEN") >= 2
    assert (briefing.provenance.inputs[0].sha256 in said) is (target not in SAID_NOWHERE)


def test_a_double_hyphen_in_the_provenance_does_not_end_a_comment() -> None:
    from lxml import etree

    made = writer_for("docbook").write(of_blocks(paragraph("words")), STYLE, ignore).files[0].data
    (comment,) = etree.fromstring(made).getroottree().xpath("/comment()[last()]")

    assert msgspec.json.decode(comment.text.strip(), type=m.Provenance).inputs[0].name == "a--b.txt"


@pytest.mark.parametrize("target", ["odt", "rtf", "pptx", "fb2"])
def test_a_picture_is_in_the_formats_that_hold_some(target: str) -> None:
    notes: list[Note] = []
    briefing = of_blocks(m.Figure(alt="Boat", media="m1"), media=(picture(),))
    data = writer_for(target).write(briefing, STYLE, notes.append).files[0].data

    assert notes == []
    held = zipfile.is_zipfile(io.BytesIO(data)) and any(
        n.endswith(".png") for n in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )
    assert held or picture().data.hex().encode() in data.lower() or b"iVBORw0" in data


def test_where_a_format_holds_no_pictures_their_words_stand_and_a_note_says_so() -> None:
    notes: list[Note] = []
    briefing = of_blocks(m.Figure(alt="Boat at the ramp", media="m1"), media=(picture(),))
    data = writer_for("latex").write(briefing, STYLE, notes.append).files[0].data

    assert b"Boat at the ramp" in data
    assert [note.code for note in notes] == ["picture-left-out"]


def test_typst_compiles_what_is_written(tmp_path: Path) -> None:
    import typst

    source = tmp_path / "brief.typ"
    source.write_bytes(writer_for("typst").write(pack(), STYLE, ignore).files[0].data)

    assert typst.compile(str(source)).startswith(b"%PDF")


def test_keywords_of_any_kind_are_strings_of_typst(tmp_path: Path) -> None:
    import typst

    briefing = brief()
    keywords = ('"), panic("x', "back\\", "#eval", "one\ntwo")
    properties = msgspec.structs.replace(briefing.properties, keywords=keywords, title='#panic("no") ] $')
    source = tmp_path / "brief.typ"
    written = writer_for("typst").write(msgspec.structs.replace(briefing, properties=properties), STYLE, ignore)
    source.write_bytes(written.files[0].data)

    assert typst.compile(str(source)).startswith(b"%PDF")


def test_references_to_paragraphs_lead_somewhere_in_latex() -> None:
    said = readable(writer_for("latex").write(pack(), STYLE, ignore).files[0].data)

    references = set(re.findall(r"\\hyperref\[([^]]+)\]", said))
    assert references
    assert references <= set(re.findall(r"\\label\{([^}]+)\}", said))


@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.parametrize("target", ["odt", "rtf"])
def test_libreoffice_reads_every_word(target: str, tmp_path: Path) -> None:
    briefing = brief()
    file = tmp_path / f"brief.{target}"
    file.write_bytes(writer_for(target).write(briefing, STYLE, ignore).files[0].data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program("soffice"), "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8"]
    run([*command, "--outdir", str(tmp_path), str(file)], 120)

    said = " ".join((tmp_path / "brief.txt").read_text("utf-8").split())
    paragraphs = [" ".join(words.split()) for words in texts(briefing.sections) if len(words) > 40]
    assert paragraphs
    assert [words for words in paragraphs if words not in said] == []


def test_rtf_keeps_the_provenance_in_its_information_group() -> None:
    data = writer_for("rtf").write(brief(), STYLE, ignore).files[0].data

    assert data.startswith(b"{\\rtf1\\ansi{\\info{\\doccomm ")
    assert provenance_json(brief())[:9].replace("{", "\\{").encode() in data
