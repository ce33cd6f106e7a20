"""Containers of a batch are opened by its driver: one whose reader never comes back costs only itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.command import Run
from tests.test_batch import STORY, batch, files, put, status

__all__ = ["batch"]

BOX = """
import io, time
from convert.contracts import Input

class Reader:
    suffixes = ("box",)
    is_container = True
    def recognises(self, head):
        while b"not recognised" in head:
            time.sleep(0.01)
        return head.startswith(b"box")
    def read(self, given, note):
        for number, line in enumerate(given.open().read().decode().splitlines()[1:]):
            while "not read" in line:
                time.sleep(0.01)
            yield Input(f"{given.name}#{number}.txt", lambda line=line: self.opened(line), size=len(line))
    def opened(self, line):
        while "not opened" in line:
            time.sleep(0.01)
        return io.BytesIO(line.encode())
"""


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plug-in that reads `.box`, an article a line; where a line says so it never comes back."""
    folder = tmp_path / "plug-ins"
    info = folder / "box-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "box.py").write_text(BOX)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: box\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[convert.readers]\nbox = box:Reader\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr("convert.batch.leaves.GRACE", 0.0)


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
