"""The command line: what it prints where, its exit codes, what it says when things go wrong."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import msgspec
import pytest

from convert.cli import explaining, streams
from convert.formats import WRITERS
from convert.model import Record, decode_record
from tests.command import CLEAN, Run, Said, program

STORY = """2025-03-11 Pilots refuse night crossings

By Ada Brandt

TALVIK, March 11 - The pilots of the lake said on Tuesday that they would not cross after dark.

"We have lost one boat and one is enough," said Agnes Thorne, who speaks for the pilots.
"""

CUT_OFF = "\nThe harbour office answered that the beacon had been ordered and that the middle bank would…\n"


@pytest.fixture
def run(run: Run) -> Run:
    Path("a.txt").write_text(STORY, "utf-8")
    return run


# ---- start ----------------------------------------------------------------------------------------------------------


def test_the_version_is_said_on_standard_output(run: Run) -> None:
    from convert import __version__

    assert run("--version") == Said(0, f"convert {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["brief", "--help"], ["pack", "--help"]])
def test_help_imports_no_writer(arguments: list[str]) -> None:
    script = (
        "import sys; from convert.cli import run; code = run(sys.argv[1:]);"
        "heavy = {'reportlab', 'docx', 'uharfbuzz', 'pypandoc', 'convert.pipeline', 'convert.writers',"
        " 'convert.compose', 'convert.normalise', 'convert.analyse', 'importlib.metadata', 'rich',"
        " 'trafilatura', 'dateparser'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )

    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=True, text=True)

    assert done.stderr == "[]\n"


@pytest.mark.slow
@pytest.mark.parametrize(("argument", "most"), [("--version", 1.3), ("--help", 1.9)])
def test_help_costs_little_more_than_the_command_line_parser(tmp_path: Path, argument: str, most: float) -> None:
    """Held against `import typer` in the same run, best of seven: other programs run on the machine as well."""
    environment = {**CLEAN, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}

    def best_of_seven(*command: str) -> float:
        times = []
        for _ in range(8):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], env=environment, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        return min(times[1:])

    assert best_of_seven("-m", "convert", argument) <= most * best_of_seven("-c", "import typer")


COMMANDS = ("brief", "pack", "batch", "inspect", "explain", "verify", "list")


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_whole_and_as_wide_as_a_terminal(run: Run, command: str | None) -> None:
    said = run(*filter(None, (command, "--help"))).out

    assert "..." not in said.replace("ARGS]...", "")
    assert max(map(len, said.splitlines())) <= 88


def test_the_help_names_every_command_once_and_what_it_does(run: Run) -> None:
    listed = run("--help").out.partition("Commands:\n")[2].partition("\n\n")[0]

    assert re.findall(r"(?m)^  (\w+)  +\S", listed) == list(COMMANDS)


def test_every_format_that_the_help_names_is_there(run: Run) -> None:
    said = " ".join(run("brief", "--help").out.split())

    named = re.findall(r"\w+", said.partition("--to FORMATS")[2].partition("; several")[0].replace("(the default)", ""))
    assert {"pdf", "docx", "epub", "md", "html"} < set(named) <= {row.name for row in WRITERS if row.suffix}


@pytest.mark.parametrize(
    "command", ["brief", "pack", "inspect", "explain", "verify", pytest.param("batch", marks=pytest.mark.slow)]
)
def test_the_examples_of_the_help_do_what_they_say(run: Run, command: str) -> None:
    for folder in ("monday", "archive", "texts"):
        Path(folder).mkdir()
        Path(folder, "article.txt").write_text(STORY)
    Path("article.txt").write_text(STORY)
    entry = "<entry><title>{}</title><content>The ferry left Talvik at noon, the office said.</content></entry>"
    entries = "".join(map(entry.format, ("One", "Two")))
    Path("feed.xml").write_text(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Lake</title>{entries}</feed>')
    if command == "verify":
        run("brief", "texts/article.txt", "--to", "md", "-O", "out")

    lines = re.findall(r"(?m)^    convert (.+?)(?:  .*)?$", run(command, "--help").out)
    said = {line: run(*shlex.split(line)) for line in lines if "<" not in line}
    assert len(said) >= 1
    assert {line: each.err for line, each in said.items() if each.code} == {}


def test_without_a_command_the_help_is_shown_and_the_code_is_usage(run: Run) -> None:
    said = run()

    assert (said.code, said.out) == (2, "")
    assert "Commands:" in said.err


def test_without_an_operand_on_a_terminal_there_is_nothing_to_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convert.cli.make.is_terminal", lambda _: True)

    said = run("brief")

    assert said.code == 2
    assert said.err.startswith("error: there is nothing to read\nhint:  convert brief FILE…")


# ---- brief ----------------------------------------------------------------------------------------------------------


def test_paths_are_printed_one_a_line_and_nothing_else(run: Run) -> None:
    assert run("brief", "a.txt", "--to", "md,txt", "-O", "out") == Said(0, "out/a.md\nout/a.txt\n", "")


def test_the_document_itself_goes_to_standard_output_when_asked(run: Run) -> None:
    said = run("brief", "a.txt", "--to", "md", "-o", "-")

    assert said.code == 0
    assert said.out.startswith("---\ntitle:")
    assert not list(Path().glob("*.md"))


def test_a_named_output_of_what_cannot_be_read_is_not_made(run: Run) -> None:
    Path("empty.txt").touch()

    said = run("brief", "empty.txt", "-o", "out.md")

    assert (said.code, said.err) == (4, "error: the file is empty\nwhere: empty.txt\n")
    assert not Path("out.md").exists()


def test_the_suffix_of_the_named_output_chooses_the_format(run: Run) -> None:
    assert run("brief", "a.txt", "-o", "x.html").out == "x.html\n"
    assert Path("x.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "-o", "x.xyz"], "no format has the suffix .xyz"),
        (["a.txt", "-o", "x.md", "--to", "md,html"], "-o names one file, and there are 2 formats"),
        (["a.txt", "a.txt", "-o", "x.md"], "-o names one file, and there are 2 articles"),
        (["a.txt", "a.txt", "-o", "-", "--to", "md"], "-o names one file, and there are 2 articles"),
        (["a.txt", "-o", "x.md", "-O", "out"], "-o names a file and -O a folder"),
        (["a.txt", "-o", "out/"], "-o names a folder"),
        (["a.txt", "--to", "mardkown"], "did you mean “markdown”?"),
        (["a.txt", "-f", "jsn"], "did you mean “json”?"),
        (["a.txt", "--style", "pres"], "did you mean “press”?"),
        (["a.txt", "--mark", "TLP:AMBRE", "--to", "md"], "did you mean “TLP:AMBER”?"),
        (["a.txt", "--as-of", "tomorrow"], "wrong value for as_of"),
        (["a.txt", "--rights", "some"], "one of full, extract, link"),
        (["a.txt", "-M", "titel"], "write it as -M field=value"),
        (["a.txt", "-M", "titlle=x", "--to", "md"], "did you mean “title”?"),
        (["a.txt", "--no-such-flag"], "--no-such-flag"),
        (["none.txt"], "no such file"),
        (["@none"], "cannot read the list of operands"),
        (["*.nope"], "no file matches the pattern"),
    ],
)
def test_usage_errors_say_what_is_wrong_with_exit_code_2(run: Run, arguments: list[str], words: str) -> None:
    said = run("brief", *arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("error: ")
    assert words in said.err
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_an_output_in_the_way_is_exit_code_9_and_nothing_is_written(run: Run) -> None:
    Path("b.txt").write_text(STORY)
    Path("b.md").write_text("mine")

    said = run("brief", "a.txt", "b.txt", "--to", "md")

    assert (said.code, said.out) == (9, "")
    assert "where: b.md\nhint:  --force replaces it" in said.err
    assert (Path("b.md").read_text(), Path("a.md").exists()) == ("mine", False)


def test_force_replaces_an_output_but_never_a_source(run: Run) -> None:
    Path("a.md").write_text("old")

    assert run("brief", "a.txt", "--to", "md", "--force").code == 0
    assert Path("a.md").read_text() != "old"
    assert run("brief", "a.md", "--to", "md", "--force").code == 9


def test_force_replaces_nothing_that_the_run_reads(run: Run) -> None:
    Path("a.json").write_text('{"outlet": "The Gazette"}')
    Path("list.md").write_text("a.txt\n")
    Path("other.toml").write_text("look.justify = false\n")
    Path("own.toml").write_text('base = "other.toml"\n')
    Path("convert.toml").write_text('issuer = "Office"\n')
    assert run("brief", "a.txt", "--to", "docx", "-o", "house.docx").code == 0
    before = {path.name: path.read_bytes() for path in Path().iterdir()}

    for arguments in (
        ["a.txt", "--to", "json"],
        ["@list.md", "-o", "list.md"],
        ["a.txt", "--reference-doc", "house.docx", "-o", "house.docx"],
        ["a.txt", "--style", "own.toml", "--to", "md", "-o", "own.toml"],
        ["a.txt", "--style", "own.toml", "--to", "md", "-o", "other.toml"],
        ["a.txt", "--to", "md", "-o", "convert.toml"],
    ):
        said = run("brief", *arguments, "--force")
        assert (said.code, "would overwrite a file that is read" in said.err) == (9, True), arguments
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def test_a_reader_that_nobody_knows_is_said_once(run: Run) -> None:
    said = run("brief", "a.txt", "a.txt", "a.txt", "-f", "nope", "--to", "md")

    assert (said.code, said.out, said.err.count("error:")) == (2, "", 1)


def test_one_bad_article_among_good_ones_is_exit_code_10(run: Run) -> None:
    Path("b.txt").write_bytes(b"")

    said = run("brief", "a.txt", "b.txt", "none.txt", "--to", "md")

    assert (said.code, said.out) == (10, "a.md\n")
    assert "error: the file is empty\nwhere: b.txt\n" in said.err
    assert "error: no such file\nwhere: none.txt\n" in said.err
    assert "2 articles or outputs were not made" in said.err


def test_warnings_under_strict_are_exit_code_3_and_the_output_is_there(run: Run) -> None:
    Path("a.txt").write_text(STORY + CUT_OFF)

    assert run("brief", "a.txt", "--to", "md").code == 0
    said = run("brief", "a.txt", "--to", "md", "--force", "--strict")
    assert (said.code, said.out) == (3, "a.md\n")
    assert "warning: a.txt: " in said.err
    assert "under --strict" in said.err


def test_corrections_reach_the_output_and_stay_explained(run: Run) -> None:
    said = run("brief", "a.txt", "--to", "json", "-o", "-", "-M", "title=Night ban", "-M", "date=2025-03-12")

    record = decode_record(said.out.encode())
    assert (record.article.metadata.title, record.article.metadata.published) == ("Night ban", "2025-03-12")
    rejected = [f.value for f in record.article.findings if f.field == "title" and not f.chosen]
    assert rejected == ["Pilots refuse night crossings"]


def test_now_is_read_once_and_recorded_as_a_moment(run: Run) -> None:
    said = run("brief", "a.txt", "--to", "md", "-o", "-", "--as-of", "now")

    options = next(line for line in said.out.splitlines() if line.startswith("provenance: "))
    assert re.search(r'\["as_of","\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d"\]', options)


def test_settings_are_shown_with_where_they_come_from(run: Run) -> None:
    Path("convert.toml").write_text('issuer = "Press Unit"\nto = ["md"]\n')

    said = run("brief", "--print-config", "--paper", "letter")

    assert said.code == 0
    assert tomllib.loads(said.out)["issuer"] == "Press Unit"
    assert [line.split("#")[1].strip() for line in said.out.splitlines() if line.startswith(("issuer", "paper"))] == [
        "--paper",
        "./convert.toml",
    ]


SETTINGS = """\
to = ["md", "docx"]
title = "q\\u007fb \\u0085 \\\\ \\"quoted\\""
timeout = 30
memory = 2000
[columns]
text = ["story", "full text"]
"extra.desk" = "desk"
[[outlets]]
match = "talvikcourier.example"
name = "Talvik Courier"
[page]
inner = 40
mirror = false
[size]
body = [10, 13.5]
[font]
fallback_text = ["Noto Serif"]
[font.docx]
text = "Cambria"
[parts]
number_paragraphs = false
brief = ["key_points", "provenance"]
"""


def test_what_is_shown_of_settings_can_be_saved_as_settings_and_shows_the_same(run: Run) -> None:
    Path("convert.toml").write_text(SETTINGS, "utf-8")
    first = run("brief", "--print-config").out
    Path("convert.toml").write_text(first, "utf-8")
    second = run("brief", "--print-config").out

    said = [[line.partition("  #")[0].strip() for line in shown.splitlines()] for shown in (first, second)]
    assert said[0] == said[1]
    assert "null" not in first
    values = tomllib.loads(first)
    wanted = tomllib.loads(SETTINGS)
    assert values["font"] == wanted["font"]
    assert (values["page"], values["print"]) == ({"inner": 40}, "screen")
    assert (values["parts"], values["number_paragraphs"]) == ({"brief": ["key_points", "provenance"]}, False)
    assert {key: values[key] for key in ("title", "timeout", "memory", "outlets", "size")} == {
        key: wanted[key] for key in ("title", "timeout", "memory", "outlets", "size")
    }
    assert values["columns"] == {"text": ["story", "full text"], "extra.desk": ["desk"]}


def test_a_change_to_the_style_is_credited_to_its_place(run: Run) -> None:
    Path("convert.toml").write_text("[parts]\nnumber_paragraphs = false\n[page]\npaper = 'letter'\n")

    shown = run("brief", "--print-config").out.splitlines()

    assert [line.split() for line in shown if line.startswith(("number_paragraphs", "paper", "print"))] == [
        ["paper", "=", '"letter"', "#", "./convert.toml"],
        ["print", "=", '"duplex"', "#", "style", "press"],
        ["number_paragraphs", "=", "false", "#", "./convert.toml"],
    ]


@pytest.mark.parametrize(
    "words", ["[size]\nbody = 12\n", "[look]\nwidow = 1\n", "[look.widow]\n", "[size]\nbody = [12, -1]\n"]
)
def test_a_wrong_change_to_the_style_names_its_place(run: Run, words: str) -> None:
    Path("convert.toml").write_text(words)

    said = run("brief", "a.txt", "--to", "md")

    assert (said.code, "where: ./convert.toml" in said.err.splitlines()) == (2, True)


def test_a_marking_may_not_be_lowered(run: Run) -> None:
    Path("a.txt").write_text(f"---\ntitle: X\nmarking: TLP:AMBER\n---\n\n{STORY}")

    said = run("brief", "a.txt", "--to", "md", "--mark", "TLP:GREEN")

    assert (said.code, said.out) == (8, "")
    assert "where: a.txt" in said.err
    assert run("brief", "a.txt", "--to", "md", "--mark", "TLP:GREEN", "--declassify", "released").code == 0


def test_an_embargoed_article_is_skipped_and_the_others_made(run: Run) -> None:
    Path("b.txt").write_text(f"---\ntitle: X\nembargo: 2025-04-01\n---\n\n{STORY}")

    assert run("brief", "a.txt", "b.txt", "--to", "md", "--as-of", "2025-03-12").code == 10
    assert run("brief", "b.txt", "--to", "md", "--as-of", "2025-03-12").code == 8
    assert run("brief", "b.txt", "--to", "md", "--as-of", "2025-04-02").code == 0


def test_quiet_takes_infos_but_no_warnings(run: Run) -> None:
    Path("a.json").write_text(json.dumps({"text": STORY + CUT_OFF, "moods": {"noon": "bright"}}))

    assert "note: a.json" in run("brief", "a.json", "--to", "md").err
    said = run("brief", "a.json", "--to", "md", "--force", "--quiet")
    assert "note:" not in said.err
    assert "warning:" in said.err


def test_many_notes_of_one_kind_are_counted(run: Run) -> None:
    for n in range(9):
        Path(f"n{n}.txt").write_text(STORY + CUT_OFF)

    said = run("brief", "n*.txt", "--to", "txt", "-O", "out")

    assert said.err.count("warning:") == 5
    assert "4 more notes like" in said.err


def test_terminal_escapes_in_a_title_are_shown_and_not_obeyed(run: Run) -> None:
    Path("a.txt").write_text("---\ntitle: \x1b[31mRed\x07\nurl: javascript:alert(1)\n---\n\n" + STORY)

    for arguments in (["inspect", "a.txt"], ["explain", "a.txt", "title"], ["brief", "a.txt", "--to", "txt"]):
        said = run(*arguments)
        assert "\x1b" not in said.out + said.err
        assert "\x07" not in said.out + said.err


# ---- streams --------------------------------------------------------------------------------------------------------


def test_standard_input_is_read_and_gives_its_name_to_the_output(run: Run) -> None:
    done = program(["brief", "-", "--to", "md"], given=STORY.encode())

    assert (done.returncode, done.stdout) == (0, b"stdin.md\n")
    assert Path("stdin.md").exists()


def deaf(stream: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a program, nobody reading one of its streams."""
    ear, mouth = os.pipe()
    os.close(ear)
    taken = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: mouth}
    try:
        return subprocess.run(
            [sys.executable, "-m", "convert", *arguments], env=CLEAN, timeout=60, check=False, **taken
        )  # type: ignore[call-overload]
    finally:
        os.close(mouth)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["list", "styles"],
        ["list", "schema"],
        ["list", "formats"],
        ["inspect", "long.txt", "--json"],
        ["brief", "a.txt", "--to", "md", "-o", "-"],
        ["pack", "long.txt", "--to", "html", "-o", "-"],
    ],
)
def test_a_reader_that_has_gone_away_is_exit_code_141_without_a_word(run: Run, arguments: list[str]) -> None:
    Path("long.txt").write_text(STORY * 300)

    done = deaf("stdout", *arguments)

    assert (done.returncode, done.stderr) == (streams.BROKEN_PIPE, b"")


def test_files_are_made_though_nobody_reads_their_names(run: Run) -> None:
    for n in range(5):
        Path(f"n{n}.txt").write_text(STORY)

    done = deaf("stdout", "brief", "n0.txt", "n1.txt", "n2.txt", "n3.txt", "n4.txt", "--to", "md")

    assert (done.returncode, done.stderr) == (0, b"")
    assert len(list(Path().glob("n*.md"))) == 5


def test_files_are_made_though_nobody_hears_the_warnings(run: Run) -> None:
    Path("a.txt").write_text(STORY + CUT_OFF)

    done = deaf("stderr", "brief", "a.txt", "none.txt", "a.txt", "--to", "md")

    assert (done.returncode, done.stdout) == (10, b"a.md\na-2.md\n")


def test_files_are_made_though_their_names_find_no_room(run: Run) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "convert", "brief", "a.txt", "a.txt", "--to", "md"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=CLEAN, check=False)

    assert (done.returncode, done.stderr.count(b"No space left on device")) == (1, 1)
    assert sorted(path.name for path in Path().glob("*.md")) == ["a-2.md", "a.md"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["brief", "a.txt", "pipe", "--to", "md"],
            "interrupted: what stands there is whole; with --force it makes the rest",
        ),
        (["inspect", "pipe"], "interrupted"),
    ],
)
def test_a_user_who_stops_a_command_is_told_what_stands_there(run: Run, arguments: list[str], words: str) -> None:
    os.mkfifo("pipe")
    command = [sys.executable, "-m", "convert", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN)
    # this waits until the command has begun to read
    writer = os.open("pipe", os.O_WRONLY)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    os.close(writer)

    assert (running.returncode, out, err.decode()) == (130, b"", f"\n{words}\n")


def test_closed_standard_output_does_not_swallow_the_document(run: Run) -> None:
    command = f"{sys.executable} -m convert brief a.txt --to md >&-"

    done = subprocess.run(["bash", "-c", command], capture_output=True, env=CLEAN, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert Path("a.md").read_text().startswith("---\n")


def test_a_full_disk_behind_standard_output_is_an_error(run: Run) -> None:
    command = f"{sys.executable} -m convert brief a.txt --to md -o - > /dev/full"

    done = subprocess.run(["bash", "-c", command], capture_output=True, env=CLEAN, check=False)

    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_nothing_depends_on_the_locale(run: Run) -> None:
    Path("küste.txt").write_text(STORY.replace("Thorne", "Þórunn"))

    plain = program(["brief", "küste.txt", "--to", "txt", "-o", "-"], environment={"LC_ALL": "C", "PYTHONUTF8": "0"})
    utf8 = program(["brief", "küste.txt", "--to", "txt", "-o", "-"], environment={"LC_ALL": "C.UTF-8"})

    assert (plain.returncode, plain.stdout) == (0, utf8.stdout)


# ---- inspect and explain --------------------------------------------------------------------------------------------


def test_inspect_shows_the_metadata_the_source_and_what_was_found_there(run: Run) -> None:
    said = run("inspect", "a.txt")

    assert said.code == 0
    for words in ("a.txt", "published  2025-03-11", "byline     Ada Brandt", "not stated:", "¶1", "Agnes Thorne"):
        assert words in said.out
    assert max(map(len, said.out.splitlines())) <= 110


def test_inspect_gives_the_record_as_json_whole(run: Run) -> None:
    record = decode_record(run("inspect", "a.txt", "--json").out.encode())

    assert record.article.source_text.replace("\r\n", "\n") == STORY
    assert record.analysis.statements is not None


def test_what_inspect_gives_is_read_back_to_the_same_document(run: Run) -> None:
    Path("r.json").write_text(run("inspect", "a.txt", "--json").out)

    straight = run("brief", "a.txt", "--to", "txt", "-o", "-").out
    assert run("brief", "r.json", "--to", "txt", "-o", "-").out == straight


def test_explain_tells_the_evidence_and_what_was_rejected(run: Run) -> None:
    said = run("explain", "a.txt", "date", "-M", "date=2025-03-10")

    lines = said.out.splitlines()
    assert lines[0] == "published of a.txt: 2025-03-10 (given)"
    assert any(line.startswith("  chosen    2025-03-10    given, command line") for line in lines)
    assert any(line.startswith("  rejected  2025-03-11") and "line 1" in line for line in lines)
    assert any(line.strip() == "^" * 10 for line in lines)


def test_the_evidence_as_json_is_an_object_for_one_article_and_an_array_for_several(run: Run) -> None:
    lines = [json.dumps({"title": title, "text": "The ferry left at noon, they said."}) for title in ("One", "Two")]
    Path("r.jsonl").write_text("\n".join(lines))

    one = json.loads(run("explain", "a.txt", "title", "--json").out)
    several = json.loads(run("explain", "r.jsonl", "title", "--json").out)
    assert (one["name"], one["value"]) == ("a.txt", "Pilots refuse night crossings")
    assert one["findings"][0]["line"] == 1
    assert [(each["name"], each["value"]) for each in several] == [("r.jsonl#1", "One"), ("r.jsonl#2", "Two")]


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (["brief", "a.txt", "--title", "\udcff"], "--title"),
        (["brief", "a.txt", "-M", "title=\udcff"], "-M"),
        (["explain", "a.txt", "\udcff"], "FIELD"),
    ],
)
def test_bytes_of_the_command_line_that_are_no_utf_8_are_refused(run: Run, arguments: list[str], where: str) -> None:
    said = run(*arguments)

    assert said.code == 2
    assert said.err.startswith(f"error: the words are not UTF-8\nwhere: {where}\n")


def test_the_carets_stand_under_the_words(run: Run) -> None:
    lines = run("explain", "a.txt", "byline").out.splitlines()

    at = next(n for n, line in enumerate(lines) if set(line.strip()) == {"^"})
    marked = lines[at - 1][lines[at].index("^") : lines[at].rindex("^") + 1]
    assert "Ada Brandt" in marked


@pytest.fixture
def with_broken(run: Run) -> Run:
    """A folder of three files, of which the first holds no article."""
    Path("in").mkdir()
    Path("in/0.json").write_text('{"outlet": "The Gazette"}')
    for name in ("1.txt", "2.txt"):
        Path(f"in/{name}").write_text(STORY)
    return run


@pytest.mark.parametrize("arguments", [("inspect", "in"), ("explain", "in", "title")])
def test_what_cannot_be_read_hides_no_other(with_broken: Run, arguments: tuple[str, ...]) -> None:
    said = with_broken(*arguments)

    assert (said.code, "1.txt" in said.out, "2.txt" in said.out) == (10, True, True)
    assert said.err.splitlines()[:2] == ["error: the object holds no article", "where: in/0.json"]
    assert "error: 1 article cannot be read; the rest is shown" in said.err


@pytest.mark.parametrize("arguments", [("inspect", "in", "--json"), ("explain", "in", "title", "--json")])
def test_json_of_what_can_be_read_is_an_array(with_broken: Run, arguments: tuple[str, ...]) -> None:
    Path("in/2.txt").unlink()
    said = with_broken(*arguments)

    assert (said.code, len(json.loads(said.out))) == (10, 1)


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_where_nothing_can_be_read_nothing_is_shown(with_broken: Run, more: tuple[str, ...]) -> None:
    Path("in/1.txt").unlink(), Path("in/2.txt").unlink()
    Path("in/3.json").write_text('{"outlet": "The Gazette"}')
    said = with_broken("inspect", "in", *more)

    assert (said.code, said.out, said.err.count("holds no article")) == (4, "", 2)


def test_inspect_says_once_that_nobody_knows_a_reader(with_broken: Run) -> None:
    said = with_broken("inspect", "in", "-f", "jsn")

    assert (said.code, said.err.count("error:")) == (2, 1)


def test_explain_says_that_nothing_is_stated(run: Run) -> None:
    said = run("explain", "a.txt", "rights")

    assert (said.code, said.out.splitlines()[0]) == (0, "rights of a.txt: not stated")


def test_explain_gives_json_with_lines(run: Run) -> None:
    found = json.loads(run("explain", "a.txt", "published", "--json").out)

    assert found["value"] == "2025-03-11"
    assert [(f["line"], f["column"]) for f in found["findings"] if f["rule"] == "prefix"] == [(1, 1)]


def test_one_of_several_articles_is_named_by_its_number(run: Run) -> None:
    lines = [json.dumps({"text": STORY, "title": f"Title {n}"}) for n in (1, 2, 3)]
    Path("a.jsonl").write_text("\n".join(lines))

    assert "“Title 2”" in run("explain", "a.jsonl#2", "title").out
    missing = run("explain", "a.jsonl#4", "title")
    assert missing.code == 4
    assert "no article 4: the source has 3 articles" in missing.err
    assert msgspec.json.decode(run("inspect", "a.jsonl", "--json").out, type=list[Record])[2].article.metadata.title


def test_an_unknown_field_names_the_nearest(run: Run) -> None:
    said = run("explain", "a.txt", "publishd")

    assert (said.code, said.out) == (2, "")
    assert "did you mean “published”?" in said.err


def test_every_field_of_the_metadata_can_be_explained(run: Run) -> None:
    for field in explaining.FIELDS:
        assert run("explain", "a.txt", field).code == 0


# ---- list -----------------------------------------------------------------------------------------------------------


def test_the_schema_is_that_of_what_inspect_gives(run: Run) -> None:
    schema = json.loads(run("list", "schema").out)

    assert "Record" in schema["$ref"]


@pytest.mark.parametrize(
    ("what", "name"), [("formats", "pdf"), ("formats", "jsonl"), ("styles", "plain"), ("markings", "TLP:RED")]
)
def test_lists_name_what_there_is(run: Run, what: str, name: str) -> None:
    assert name in [row["name"] for row in json.loads(run("list", what, "--json").out)]
    assert any(line.startswith(name) for line in run("list", what).out.splitlines())


def test_an_unknown_list_names_the_nearest(run: Run) -> None:
    said = run("list", "stiles")

    assert said.code == 2
    assert "did you mean “styles”?" in said.err


def test_a_file_in_the_place_of_a_command_is_told_what_to_type(run: Run) -> None:
    said = run("a.txt")

    assert said.code == 2
    assert "hint:  convert brief a.txt" in said.err


@pytest.mark.parametrize("operands", [[], ["-"]])
def test_an_empty_standard_input_is_no_article_whether_it_is_named_or_not(operands: list[str]) -> None:
    said = program(["brief", *operands], given=b"")

    assert said.returncode == 4
    assert b"empty" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["breif", "a.txt"], "no command called “breif”", "did you mean “brief”? (`convert --help` shows all)"),
        (["brief", "--tilte", "x"], "no option called --tilte", "did you mean “--title”? (`convert brief --help` "),
        (["brief", "--zzz"], "no option called --zzz", "`convert brief --help` shows what there is"),
        (["--verison"], "no option called --verison", "did you mean “--version”?"),
        (["explain", "a.txt"], "FIELD is missing", "convert explain OPERAND FIELD (A field: title, "),
        (["list"], "WHAT is missing", "convert list WHAT (formats, styles, markings or schema)"),
        (["inspect", "a.txt", "b.txt"], "a word too many: b.txt", "`convert inspect --help` shows what there is"),
        (["brief", "a.txt", "--mark"], "--mark takes a value", "--mark VALUE"),
        (["brief", "--max-size", "big", "a.txt"], "wrong value for --max-size: 'big'", "`convert brief --help`"),
    ],
)
def test_a_slip_on_the_command_line_is_told_what_was_meant(
    run: Run, arguments: list[str], message: str, hint: str
) -> None:
    said = run(*arguments)

    assert said.code == 2
    assert said.err.startswith(f"error: {message}")
    assert f"hint:  {hint}" in said.err


def test_a_reader_that_nobody_knows_is_one_error_however_many_operands(run: Run) -> None:
    Path("b.txt").write_text(STORY)

    said = run("brief", "a.txt", "b.txt", "-f", "nope", "--to", "md")

    assert said.code == 2
    assert said.err.count("error:") == 1


def test_formats_are_read_by_their_other_names_too(run: Run) -> None:
    assert run("brief", "a.txt", "-f", "markdown", "--to", "html").code == 0


def test_a_file_named_for_another_format_is_refused(run: Run) -> None:
    said = run("brief", "a.txt", "--to", "md", "-o", "x.docx")

    assert said.code == 2
    assert "-o names a .docx file and --to asks for md" in said.err


def test_word_carries_comments_only_when_asked_for(run: Run) -> None:
    Path("a.txt").write_text('The pilots asked for a "beacon on the middle bank, the office said.\n\nIt is late.\n')

    run("brief", "a.txt", "--to", "docx", "-o", "plain.docx")
    run("brief", "a.txt", "--to", "docx", "-o", "doubts.docx", "--comments")

    with zipfile.ZipFile("plain.docx") as plain, zipfile.ZipFile("doubts.docx") as doubts:
        assert "word/comments.xml" not in plain.namelist()
        assert b"quotation mark" in doubts.read("word/comments.xml")
