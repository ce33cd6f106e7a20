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


def rewritten(*changes: tuple[str, str]) -> None:
    """Change the plug-in and have it loaded anew."""
    code = Path("shouting.py").read_text()
    for before, after in changes:
        assert before in code
        code = code.replace(before, after)
    Path("shouting.py").write_text(code)
    sys.modules.pop("shouting", None)


GIVEN = 'Written((File(".shout", words.encode()),))'


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("None", "“shout” gives no files but NoneType"),
        ("Written(())", "“shout” gives no files"),
        ('Written((File(".shout", words),))', "“shout” gives a file that is none"),
        ('Written((File(".shout", b""), File("-x", b""), File("-x", b"")))', "“shout” gives 2 files of the suffix -x"),
        ('Written((File(".shout", b""), File(".md", b"")))', "the file of another output"),
        ('Written((File(".shout", b""), File(".txt", b"")))', "a file that is read"),
        ("exit(3)", "SystemExit"),
    ],
)
def test_a_writer_that_gives_what_cannot_be_written_loses_no_other_format(
    capsys: pytest.CaptureFixture[str], after: str, words: str
) -> None:
    Path("a.txt").write_text("The lake froze over on Tuesday.")
    rewritten((GIVEN, after))

    said = convert(capsys, "brief", "a.txt", "--to", "shout,md", "--force")

    assert (said.code, said.out) == (10, "a.md\n"), said.err
    assert words in said.err
    assert not Path("a.shout").exists()
    assert Path("a.txt").read_text() == "The lake froze over on Tuesday."


@pytest.mark.usefixtures("plugin")
def test_a_writers_further_file_goes_over_nothing_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("The lake froze over on Tuesday.")
    Path("a-x").write_text("mine")
    rewritten((GIVEN, 'Written((File(".shout", b""), File("-y", b""), File("-x", b"")))'))

    assert convert(capsys, "brief", "a.txt", "--to", "shout").code == 9
    assert (Path("a-x").read_text(), Path("a-y").exists()) == ("mine", False)


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize("suffix", ["None", '""', "5"])
def test_a_writer_without_a_suffix_is_no_writer(suffix: str) -> None:
    rewritten(('suffix = "shout"', f"suffix = {suffix}"))

    with pytest.raises(ConvertError, match="“shout” is no writer"):
        formats.writer_named("shout")


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(
    ("before", "after"),
    [("import walk", "import walk, nothing_such"), ("import walk", "import walk\nexit(3)"),
     ('suffixes = ("whisper",)', 'suffixes = "whisper"'), ('return head.startswith(b"psst")', "raise KeyError(1)")],
)  # fmt: skip
def test_a_broken_reader_is_passed_over_unless_it_is_named(
    capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    Path("a.whisper").write_text("psst The lake froze over on Tuesday.")
    rewritten((before, after))

    said = convert(capsys, "brief", "a.whisper", "--to", "txt")

    assert said.code == 0, said.err
    assert "warning: " in said.err
    assert "the plug-in “whisper”" in said.err
    if "KeyError" not in after:
        named = convert(capsys, "brief", "a.whisper", "-f", "whisper", "--to", "txt", "--force")
        assert named.code == 1
        assert named.err.count("the plug-in “whisper”") == 1


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(("ends", "reader"), [("the end", "whisper"), ("more", "text")])
def test_a_plug_in_may_look_inside_where_the_first_bytes_do_not_settle_it(ends: str, reader: str) -> None:
    looks = "\n    def looks_inside(self, given):\n        return given.open().read().endswith(b'the end')"
    rewritten(('return head.startswith(b"psst")', f"return True{looks}"))

    assert formats.reader_for(input_of("a.whisper", b"word " * 20_000 + ends.encode())).name == reader


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize("given", ["None", "exit(3)", '"words"'])
def test_a_reader_that_gives_no_article_loses_no_other(capsys: pytest.CaptureFixture[str], given: str) -> None:
    Path("a.whisper").write_text("psst The lake froze over on Tuesday."), Path("b.txt").write_text("It is cold.")
    rewritten(('yield Raw(text, given.name, "0" * 64, len(text), "whisper")', f"yield {given}"))

    said = convert(capsys, "brief", "a.whisper", "b.txt", "--to", "txt", "-O", "out")

    assert (said.code, said.out) == (10, "out/b.txt\n"), said.err


@pytest.mark.parametrize(("alias", "name"), formats.READER_ALIASES.items())
def test_other_names_lead_to_a_reader_of_the_table(alias: str, name: str) -> None:
    assert formats.reader_named(alias).name == name
    assert alias not in [row.name for row in formats.READERS]


@pytest.mark.usefixtures("plugin")
def test_a_plug_in_cannot_take_a_name_that_is_built_in() -> None:
    assert ("pdf", "shouting:Writer") not in formats.plugins("convert.writers")
