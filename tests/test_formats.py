"""The table of readers and writers, and plug-ins beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from convert import formats
from convert.contracts import Reader, Writer, input_of
from convert.errors import ConvertError, NothingUsable, UnknownName
from tests.command import convert

SHOUT = """
from convert.contracts import File, Raw, Written
from convert import walk

class Writer:
    suffix = "shout"
    def write(self, briefing, style, note):
        words = "\\n".join(walk.texts(briefing.sections)).upper()
        return Written((File(".shout", words.encode()),))

class Reader:
    suffixes = ("whisper",)
    def recognises(self, head):
        return head.startswith(b"psst")
    def read(self, given, note):
        text = given.head().decode()[5:]
        yield Raw(text, given.name, "0" * 64, len(text), "whisper")
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution whose names are new, and some that are taken."""
    sys.modules.pop("shouting", None)
    (tmp_path / "shouting.py").write_text(SHOUT)
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    writers = "[convert.writers]\nshout = shouting:Writer\npdf = shouting:Writer\n"
    (info / "entry_points.txt").write_text(writers + "[convert.readers]\nwhisper = shouting:Reader\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for key in [key for key in os.environ if key.startswith("CONVERT_")]:
        monkeypatch.delenv(key)


@pytest.mark.parametrize("row", formats.READERS, ids=lambda row: row.name)
def test_every_reader_keeps_the_contract(row: formats.Row) -> None:
    assert isinstance(formats.load(row.target), Reader)


@pytest.mark.parametrize("row", formats.WRITERS, ids=lambda row: row.name)
def test_every_writer_keeps_the_contract(row: formats.Row) -> None:
    writer = formats.load(row.target)

    assert isinstance(writer, Writer)
    assert writer.suffix == row.suffix


def test_other_names_lead_to_a_writer_of_the_table() -> None:
    names = {row.name for row in formats.WRITERS}

    assert set(formats.ALIASES.values()) <= names
    assert not names & set(formats.ALIASES)


def test_nothing_recognised_is_nothing_usable() -> None:
    with pytest.raises(NothingUsable, match="no reader knows"):
        formats.reader_for(input_of("a.txt", bytes(range(256)) * 4))


def test_an_unknown_writer_names_the_nearest_and_where_all_are() -> None:
    with pytest.raises(UnknownName) as raised:
        formats.writer_named("dcox")
    assert raised.value.hint == "did you mean “docx”? (`convert list formats` shows all)"


@pytest.mark.usefixtures("plugin")
def test_a_plug_in_reads_and_writes(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.whisper").write_text("psst The lake froze over on Tuesday.")

    said = convert(capsys, "brief", "a.whisper", "--to", "shout", "-o", "-")

    assert said.code == 0, said.err
    assert "THE LAKE FROZE OVER ON TUESDAY." in said.out
    assert any(line.startswith("shout ") for line in convert(capsys, "list", "formats").out.splitlines())


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(
    ("code", "words"), [("Writer = 1", "is no writer"), ("import nothing_such", "cannot be loaded")]
)
def test_a_plug_in_that_is_none_is_an_error_that_names_it(code: str, words: str) -> None:
    sys.modules.pop("shouting", None)
    Path("shouting.py").write_text(code)

    with pytest.raises(ConvertError, match=f"“shout” {words}"):
        formats.writer_named("shout")
    sys.modules.pop("shouting", None)


@pytest.mark.usefixtures("plugin")
def test_a_plug_in_cannot_take_a_name_that_is_built_in() -> None:
    assert ("pdf", "shouting:Writer") not in formats.plugins("convert.writers")
