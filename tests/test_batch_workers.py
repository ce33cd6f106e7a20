"""Worker processes of a batch: whatever ends one costs only the article that did it, however the run itself ends."""

from __future__ import annotations

import json
import os
import pty
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.command import CLEAN, Run
from tests.test_batch import STORY, files, lines, put, stamps, status

POISON = """
import os, signal, time
from convert.contracts import Raw

class Reader:
    suffixes = ("poison",)
    def recognises(self, head):
        return head.startswith(b"!")
    def read(self, given, note):
        text = given.head().decode()
        if "killed" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "leaves" in text:
            os._exit(3)
        while "hangs" in text:
            try:
                time.sleep(1)
            except BaseException:
                pass
        yield Raw(text, given.name, "0" * 64, len(text), "poison")
"""


@pytest.fixture
def poison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plug-in that reads `.poison` and does to its process what the text says."""
    folder = tmp_path / "plug-ins"
    info = folder / "poison-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "poison.py").write_text(POISON)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: poison\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[convert.readers]\npoison = poison:Reader\n")
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_workers_make_the_bytes_that_brief_makes(run: Run) -> None:
    (
        put("in/a.txt"),
        put("in/b.jsonl", lines(*map(str, range(20)))),
        put("in/two.txt", f"{STORY}\n==========\n\n{STORY}"),
    )
    put("in/c.json", '{"title": "Ferry", "author": "Agnes Thorne", "text": "The lake froze in the night."}')
    run("brief", "in/a.txt", "-o", "in/record.json")

    assert run("batch", "in", "-O", "out", "--to", "md,html,json").code == 0
    run("brief", "in", "-O", "brief", "--to", "md,html,json")
    assert files("out") == files("brief")


def test_an_article_that_takes_its_worker_with_it_costs_only_itself(run: Run, poison: Path) -> None:
    for number in range(18):
        put(f"in/{number:02}.txt")
    put("in/07b.poison", "! is killed"), put("in/11b.poison", "! leaves"), put("in/12b.poison", "! is harmless")

    said = run("batch", "in", "-O", "out", "--to", "md")

    assert said.code == 10
    assert sorted(files("out")) == sorted([*(f"{number:02}.md" for number in range(18)), "12b.md"])
    assert "its worker was killed by signal 9\nwhere: " in said.err
    assert "the article ended its worker (exit 3)\nwhere: " in said.err
    assert [Path(str(row["place"])).name for row in status(run) if row["state"] == "failed"] == [
        "07b.poison",
        "11b.poison",
    ]


# ---- slower ones: the command as a program --------------------------------------------------------------------------


def started(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "convert", "batch", *arguments]
    env = {**CLEAN, **(environment or {})}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)


def finished(*arguments: str, environment: dict[str, str] | None = None) -> tuple[int, str, str]:
    process = started(*arguments, environment=environment)
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


def archive(count: int) -> str:
    put("in.jsonl", lines(*(f"Crossing {number} reported" for number in range(count))))
    return "in.jsonl"


def wait_for(folder: str, count: int, patience: float = 60.0) -> None:
    """Wait until there are so many outputs."""
    end = time.monotonic() + patience
    while len(list(Path(folder).glob("[!.]*"))) < count and time.monotonic() < end:
        time.sleep(0.02)


@pytest.mark.slow
def test_an_article_that_hangs_is_ended_and_named(run: Run, poison: Path) -> None:
    put("in/a.txt"), put("in/b.poison", "! hangs"), put("in/c.txt")

    code, _, err = finished("in", "-O", "out", "--to", "md", "--timeout", "1", environment={"PYTHONPATH": str(poison)})

    assert (code, sorted(files("out"))) == (10, ["a.md", "c.md"])
    assert "the article took so long that its worker was ended" in err


@pytest.mark.slow
def test_an_article_that_is_slow_is_named_and_its_worker_goes_on(run: Run, poison: Path) -> None:
    put("in/a.txt"), put("in/b.txt", "word " * 2_000_000), put("in/c.txt")

    code, _, err = finished("in", "-O", "out", "--to", "md", "--timeout", "0.3")

    assert (code, sorted(files("out"))) == (10, ["a.md", "c.md"])
    assert "took longer than 0.3 seconds" in err


KILLED = {
    "all formats": (80, ("--to", "pdf,docx,epub,md,html,txt,json")),
    "names that are looked up": (100, ("--to", "md,html,txt", "--name", "{date}-{slug}")),
    "packs": (240, ("--to", "md,html,json", "--pack-by", "date")),
}
"""Articles, and what is made of them."""


@pytest.mark.slow
@pytest.mark.parametrize("what", KILLED)
def test_a_run_that_is_killed_at_any_moment_ends_as_if_it_had_not_been(run: Run, what: str) -> None:
    count, made = KILLED[what]
    options = (put("in.jsonl", days(count)).name, *made)
    assert finished(*options, "-O", "whole")[0] == 0
    total = len(files("whole"))
    dice = random.Random(20250311)  # noqa: S311 -- moments, no secrets
    kills, seen = 0, 0

    while kills < 6:
        process = started(*options, "-O", "out")
        wait_for("out", seen + 1 + dice.randrange(total // 20))
        time.sleep(dice.random() / 40)
        process.kill()
        process.communicate()
        kills += 1
        seen = len(files("out"))
    before = stamps("out")

    assert 0 < seen < total
    assert finished(*options, "-O", "out")[0] == 0
    assert files("out") == files("whole")
    assert {name: stamps("out")[name] for name in before} == before
    assert not list(Path("out").rglob(".convert-*.tmp"))


def days(count: int) -> str:
    """Return articles in JSON Lines, two a day that only their places tell apart."""
    return "".join(
        json.dumps({"title": f"Crossing {n // 2}", "date": str(date(2025, 1, 1) + timedelta(n // 2)), "text": STORY})
        + "\n"
        for n in range(count)
    )


@pytest.mark.slow
def test_workers_do_not_outlive_their_run(run: Run) -> None:
    process = started(archive(2000), "-O", "out", "--to", "md", "--jobs", "2")
    wait_for("out", 10)
    process.kill()
    process.communicate()
    time.sleep(1)

    before = files("out").keys()
    time.sleep(1)

    assert files("out").keys() == before


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_user_who_stops_a_run_is_told_how_far_it_is(run: Run, number: signal.Signals) -> None:
    source = archive(2000)
    process = started(source, "-O", "out", "--to", "md")
    wait_for("out", 20)

    begin = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    took = time.monotonic() - begin

    assert process.returncode == 130
    assert took < 2.5
    assert "articles are done; the same command goes on from there" in err.decode()
    done = sum(row["state"] == "done" for row in status(run))
    assert f"{done:,} of 2,000" in err.decode()
    assert len(files("out")) == done


@pytest.mark.slow
def test_a_terminal_is_shown_how_far_the_run_is_and_no_paths(run: Run) -> None:
    command = [sys.executable, "-m", "convert", "batch", archive(60), "-O", "out", "--to", "txt"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**CLEAN, "TERM": "xterm"})
    os.close(theirs)

    shown = b"".join(iter(lambda: read_of(ours), b""))

    assert process.wait(timeout=60) == 0
    assert b"60/60" in shown
    assert b"/s" in shown
    assert b".txt" not in shown


def read_of(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # its other side is closed
        return b""


@pytest.mark.slow
def test_a_user_who_insists_is_obeyed_at_once(run: Run) -> None:
    process = started(archive(2000), "-O", "out", "--to", "md")
    wait_for("out", 20)

    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert time.monotonic() - begin < 0.5


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2])
def test_workers_that_somebody_kills_cost_nothing(run: Run, count: int) -> None:
    process = started(archive(400), "-O", "out", "--to", "md,html", "--jobs", "2", "-q")
    wait_for("out", 20)

    for pid in list(workers_of(process.pid))[:count]:
        os.kill(pid, signal.SIGKILL)
    _, err = process.communicate(timeout=120)

    assert (process.returncode, err) == (0, b"")
    assert len(files("out")) == 800
    assert {row["state"] for row in status(run)} == {"done"}


def workers_of(driver: int) -> Iterator[int]:
    """Yield the processes that the fork server of a run has started."""
    servers = {pid for pid, parent in _processes() if parent == driver}
    for pid, parent in _processes():
        if parent in servers and b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes():
            yield pid


def _processes() -> Iterator[tuple[int, int]]:
    for status_file in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = status_file.read_text().partition(" (")
        except OSError:
            continue
        yield int(pid), int(rest.rpartition(") ")[2].split()[1])
