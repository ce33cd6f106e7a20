"""Containers of a batch are opened by its driver: one whose reader never comes back, or crashes, costs only itself."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.command import Run
from tests.test_batch import STORY, batch, files, put, status
from tests.test_batch_workers import finished, started

__all__ = ["batch"]

ROOT = Path(__file__).parent.parent
BOX = """
import io, os, signal, time
from convert.contracts import Input

class Reader:
    suffixes = ("box",)
    is_container = True
    def recognises(self, head):
        while b"not recognised" in head:
            time.sleep(0.01)
        self.end(b"recognises" in head)
        return head.startswith(b"box")
    def read(self, given, note):
        for number, line in enumerate(given.open().read().decode().splitlines()[1:]):
            while "not read" in line:
                time.sleep(0.01)
            self.end("ends whoever reads" in line)
            yield Input(f"{given.name}#{number}.txt", lambda line=line: self.opened(line), size=len(line))
    def opened(self, line):
        while "not opened" in line:
            time.sleep(0.01)
        self.end("ends whoever opens" in line)
        return io.BytesIO(line.encode())
    def end(self, now):
        if now:
            os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a plug-in that reads `.box`, an article a line; where one says so it hangs, or ends the process."""
    folder = tmp_path / "plug-ins"
    info = folder / "box-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "box.py").write_text(BOX)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: box\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[convert.readers]\nbox = box:Reader\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr("convert.batch.leaves.GRACE", 0.0)
    return folder


@pytest.mark.usefixtures("box")
@pytest.mark.parametrize(
    ("lines", "made"),
    [
        (("box: not recognised", STORY), []),
        (("box", STORY, "not read", STORY), ["b-01.md"]),
        (("box", STORY, "not opened", STORY), ["b-01.md", "b-03.md"]),
    ],
    ids=["recognised", "read", "opened"],
)
def test_a_container_that_hangs_is_given_up_and_what_is_before_it_made(
    batch: Run, run: Run, lines: tuple[str, ...], made: list[str]
) -> None:
    put("in/a.txt"), put("in/b.box", "\n".join(line.strip() for line in lines)), put("in/c.txt")
    begun = time.monotonic()

    said = batch("in", "--timeout", "0.6")

    assert (said.code, sorted(files("out"))) == (10, sorted(["a.md", *made, "c.md"]))
    assert "error: looking for the next article took longer than 0.6 seconds\nwhere: in/b.box" in said.err
    assert [Path(str(row["place"])).name[:5] for row in status(run) if row["state"] == "failed"] == ["b.box"]
    assert time.monotonic() - begun < 10


# ---- what ends the program ------------------------------------------------------------------------------------------


@pytest.fixture
def deadly(box: Path) -> dict[str, str]:
    """The environment of a program that has the plug-in."""
    return {"PYTHONPATH": f"{box}{os.pathsep}{ROOT}"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "made"),
    [
        (("box: ends whoever recognises it", STORY), []),
        (("box", "ends whoever reads it", STORY), []),
        (("box", STORY, STORY, "ends whoever reads it", STORY), ["b-01.md", "b-02.md"]),
        (("box", STORY, "ends whoever opens it", STORY), ["b-01.md"]),
    ],
    ids=["recognised", "read", "read later", "opened"],
)
def test_a_container_that_ends_the_program_ends_it_once(
    run: Run, deadly: dict[str, str], lines: tuple[str, ...], made: list[str]
) -> None:
    put("in/a.txt"), put("in/b.box", "\n".join(line.strip() for line in lines)), put("in/c.txt")
    options = ("in", "-O", "out", "--to", "md", "--jobs", "1")

    first, second, third = (finished(*options, environment=deadly) for _ in range(3))

    assert (first[0], second[0], third[0]) == (-signal.SIGSEGV, 10, 10)
    assert sorted(files("out")) == sorted(["a.md", *made, "c.md"])
    assert "the last run ended while it opened this: a worker opens it first" in second[2]
    assert "error: reading on in it ends the program: its worker was killed by signal 11\nwhere: in/b.box" in third[2]
    assert "opens it first" not in third[2]
    assert [Path(str(row["place"])).name[:5] for row in status(run) if row["state"] == "failed"] == ["b.box"]


@pytest.mark.slow
def test_a_container_that_ends_the_program_no_more_is_made(run: Run, deadly: dict[str, str]) -> None:
    options = ("in", "-O", "out", "--to", "md", "--jobs", "1")
    put("in/b.box", f"box\n{STORY}ends whoever reads it\n{STORY}")
    assert [finished(*options, environment=deadly)[0] for _ in range(2)] == [-signal.SIGSEGV, 10]
    put("in/b.box", f"box\n{STORY}{STORY}")

    assert finished(*options, environment=deadly)[0] == 0
    assert sorted(files("out")) == ["b-01.md", "b-02.md"]


@pytest.mark.slow
def test_a_run_that_somebody_kills_blames_no_container(run: Run) -> None:
    options = ("in.jsonl", "-O", "out", "--to", "md", "--jobs", "1")
    put("in.jsonl", '{"text": "The ferry stays in port, the harbour office said."}\n' * 30_000)
    process = started(*options)
    while not (mark := Path("out/.convert-batch/opening")).is_file() or mark.stat().st_size == 0:
        time.sleep(0.005)
    process.kill()
    process.communicate()
    put("in.jsonl", '{"text": "The ferry stays in port, the harbour office said."}\n' * 3)

    code, _, err = finished(*options)

    assert (code, len(files("out"))) == (0, 3)
    assert "in.jsonl: the last run ended while it opened this: a worker opens it first" in err
