"""Outputs under bad luck: runs that were killed, folders that refuse, links that were planted, two runs at once."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from convert import formats
from convert.contracts import File, Written
from convert.errors import ConvertError
from convert.files import sweep, write_whole
from tests.command import CLEAN, Run

ROOT = Path(__file__).parent.parent

STORY = "TALVIK, March 11 - The lake froze on Tuesday, the harbour office said, and the ferry stays in port.\n"
LEFT = ".convert-0123456789abcdef.tmp"


@pytest.fixture
def run(run: Run) -> Run:
    Path("a.txt").write_text(STORY, "utf-8")
    return run


def names(folder: str = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


# ---- what a killed run leaves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["brief", "a.txt"], ["pack", "a.txt"]])
def test_what_a_killed_run_has_left_unfinished_is_swept_by_the_next(run: Run, command: list[str]) -> None:
    for folder in ("out", "out/a-media"):
        Path(folder).mkdir()
        Path(folder, LEFT).write_text("half of")

    said = run(*command, "--to", "md", "-O", "out")

    assert said.code == 0, said.err
    assert not [path for path in Path("out").rglob("*") if path.name == LEFT]


def test_what_another_run_is_writing_is_not_swept(run: Run) -> None:
    with Path(LEFT).open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert run("brief", "a.txt", "--to", "md").code == 0

    assert names() == [LEFT, "a.md", "a.txt"]


def test_only_files_that_we_name_so_are_swept(run: Run) -> None:
    kept = [".convert-notes.tmp", ".convert-0123456789abcdef.tmp.txt", "convert-0123456789abcdef.tmp"]
    for name in kept:
        Path(name).write_text("mine")
    Path("elsewhere").write_text("mine")
    Path(LEFT).symlink_to("elsewhere")

    sweep(Path())

    assert names() == sorted([*kept, LEFT, "a.txt", "elsewhere"])


def test_a_temporary_that_is_swept_before_it_is_locked_is_made_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = fcntl.flock
    swept: list[str] = []

    def sweep_first(file: int, operation: int) -> None:
        if not swept:
            swept.extend(path.name for path in Path().glob(".convert-*.tmp"))
            Path(swept[0]).unlink()
        locked(file, operation)

    Path("a.md").write_text("old")
    monkeypatch.setattr(fcntl, "flock", sweep_first)
    write_whole(Path("a.md"), b"new", replace=True)

    assert len(swept) == 1
    assert (Path("a.md").read_text(), names()) == ("new", ["a.md", "a.txt"])


# ---- files beside a document ----------------------------------------------------------------------------------------


class Illustrated:
    """A writer of a plug-in: a document and a picture beside it."""

    suffix = "page"

    def write(self, *_: object) -> Written:
        return Written((File(".page", b"see 1.png"), File("-media/1.png", b"picture")))


@pytest.fixture
def illustrated(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("convert.pipeline.job.writer_named", lambda name: (name, Illustrated()))
    return run


def test_a_picture_that_a_killed_run_has_put_there_is_in_nobodys_way(illustrated: Run) -> None:
    Path("a-media").mkdir()
    Path("a-media/1.png").write_bytes(b"picture")

    said = illustrated("brief", "a.txt", "--to", "page")

    assert (said.code, said.out) == (0, "a.page\n"), said.err


def test_another_picture_of_that_name_is_never_replaced_unasked(illustrated: Run) -> None:
    Path("a-media").mkdir()
    Path("a-media/1.png").write_bytes(b"mine, X")

    assert illustrated("brief", "a.txt", "--to", "page").code == 9
    assert (Path("a-media/1.png").read_bytes(), Path("a.page").exists()) == (b"mine, X", False)


def test_where_the_document_cannot_be_written_no_picture_stays_beside_it(
    illustrated: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_documents(path: Path, data: bytes, *, replace: bool = False) -> None:
        if path.suffix == ".page":
            raise ConvertError("cannot write the file: No space left on device", where=str(path))
        write_whole(path, data, replace=replace)

    monkeypatch.setattr("convert.pipeline.writing.write_whole", refuse_documents)

    assert illustrated("brief", "a.txt", "--to", "page").code == 1
    assert names() == ["a.txt"]


# ---- folders that refuse, links -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("rights")
def test_a_folder_that_may_not_be_written_is_said_and_nothing_is_made(run: Run) -> None:
    Path("out").mkdir(0o555)

    said = run("brief", "a.txt", "--to", "md", "-O", "out")

    assert (said.code, names("out")) == (1, [])
    assert "error: cannot write the file: Permission denied\nwhere: out/a.md\n" in said.err


@pytest.mark.usefixtures("rights")
def test_a_folder_that_may_be_written_but_not_listed_takes_files(run: Run) -> None:
    Path("out").mkdir()
    Path("out").chmod(0o333)

    said = run("brief", "a.txt", "--to", "md", "-O", "out")

    assert (said.code, said.out) == (0, "out/a.md\n"), said.err
    assert Path("out/a.md").read_text().startswith("---")


@pytest.mark.parametrize("target", ["elsewhere.md", "nowhere.md", "/dev/null"])
def test_a_link_in_place_of_an_output_is_never_written_through(run: Run, target: str) -> None:
    Path("elsewhere.md").write_text("mine")
    Path("out").mkdir()
    Path("out/a.md").symlink_to(target if target.startswith("/") else f"../{target}")

    assert run("brief", "a.txt", "--to", "md", "-O", "out").code == 9
    said = run("brief", "a.txt", "--to", "md", "-O", "out", "--force")

    assert said.code == 0, said.err
    assert (Path("elsewhere.md").read_text(), Path("nowhere.md").exists()) == ("mine", False)
    assert not Path("out/a.md").is_symlink()


@pytest.mark.parametrize("there", [["-o", "new/../a.txt"], ["-O", "new/.."], ["-o", "new/../../FOLDER/a.txt"]])
def test_the_source_is_never_overwritten_by_whatever_way_it_is_named(run: Run, there: list[str]) -> None:
    there = [word.replace("FOLDER", Path.cwd().name) for word in there]

    said = run("brief", "a.txt", *there, "--to", "txt", "--force")

    assert said.code == 9
    assert "the output would overwrite a file that is read to make it" in said.err
    assert Path("a.txt").read_text() == STORY


def test_a_pipe_in_place_of_an_output_is_not_replaced(run: Run) -> None:
    os.mkfifo("a.pdf")

    said = run("brief", "a.txt", "--to", "pdf", "--force")

    assert (said.code, said.err.splitlines()[0]) == (9, "error: a device or a pipe is in the way")
    assert Path("a.pdf").is_fifo()


@pytest.mark.parametrize("words", ["../../../etc/passwd", "/etc/passwd", "..", "a\x00b", "-O/tmp/x", "con"])
def test_words_of_the_editor_in_a_packs_name_stay_in_its_folder(run: Run, words: str) -> None:
    said = run(
        "pack", "a.txt", "--to", "md", "-O", "deep/out", "--series", words.replace("\x00", ""), "--number", words
    )

    assert said.code == 0, said.err
    made = [path for path in Path().rglob("*") if path.is_file() and path.name != "a.txt"]
    assert len(made) == 2
    assert {path.parent for path in made} == {Path("deep/out")}


@pytest.mark.parametrize(
    "pattern", ["{outlet}/{slug}", "../{slug}", "{stem}/../../{n}", ".hidden/{n}", "/{section}/{n}"]
)
def test_a_batchs_names_stay_in_its_folder(run: Run, pattern: str) -> None:
    head = '---\ntitle: "../../../evil"\noutlet: "{0}"\nsection: "../{0}"\n---\n\n'
    for number, outlet in enumerate(("../../etc", "..", "/", "a\\x00/../b")):
        Path(f"{number}.txt").write_text(head.format(outlet) + STORY)

    said = run(
        "batch", *(f"{n}.txt" for n in range(4)), "--to", "md", "-O", "out", "--engine", "own", "--name", pattern
    )

    made = list(Path().rglob("*.md"))
    assert (said.code, len(made)) == (0, 4), said.err
    assert all(path.resolve().is_relative_to(Path("out").resolve()) for path in made)
    assert not any(part.startswith(".") for path in made for part in path.parts)


# ---- two runs at once -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_two_runs_in_one_folder_tear_nothing(run: Run, tmp_path: Path, force: list[str]) -> None:
    Path("in").mkdir()
    for n in range(30):
        Path(f"in/{n:02}.txt").write_text(STORY * (n + 1))
    command = [sys.executable, "-m", "convert", "brief", "in", "--to", "md,html,json", "-O"]
    environment = {**CLEAN, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "alone"], env=environment, check=True, capture_output=True)

    runs = [
        subprocess.Popen([*command, "out", *force], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ended = [(*each.communicate(timeout=120), each.returncode) for each in runs]

    alone = {path.name: path.read_bytes() for path in Path("alone").iterdir()}
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == alone
    made = [line for out, _, _ in ended for line in out.split()]
    if force:
        assert [code for _, _, code in ended] == [0, 0]
    else:
        assert sorted(made) == sorted(os.fsencode(f"out/{name}") for name in alone)
        assert all(b"exists already" in err for _, err, code in ended if code)


# ---- the table of formats is what it was ----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_writer_of_no_plug_in_puts_nothing_beside_its_document(run: Run) -> None:
    said = run(
        "brief", "a.txt", "--to", ",".join(row.name for row in formats.WRITERS if row.name != "txt"), "-O", "out"
    )

    assert names("out") == sorted(Path(line).name for line in said.out.splitlines())


# ---- what a terminal would obey -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["inspect", "a.txt", "--json"], ["explain", "a.txt", "byline", "--json"]])
def test_data_on_standard_output_holds_no_control_character(run: Run, command: list[str]) -> None:
    Path("a.txt").write_text(f"By Ada \x9b31mBrandt\x7f\n\n{STORY}")

    said = run(*command)

    assert said.code == 0, said.err
    assert not any("\x7f" <= letter <= "\x9f" for letter in said.out)
    assert "\\u009b31m" in said.out or command[0] == "explain"
