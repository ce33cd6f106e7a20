"""What one article may take: one that goes over it is left out by name, and the others are made."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from convert import formats, pandoc
from convert.contracts import Input, Raw
from convert.errors import Noter
from convert.model import Record
from convert.pipeline.limits import Limits, OverLimit
from tests.command import Run

STORY = "TALVIK, March 11 - The lake froze on Tuesday, the harbour office said, and the ferry stays in port.\n"


def for_ever() -> None:
    while True:
        time.sleep(0.001)


def swallow() -> None:
    """Go on for ever, taking every exception for bad input."""
    while True:
        try:
            time.sleep(0.001)
            sum(range(100))
        except Exception:  # noqa: BLE001, S112 -- what a library may do
            continue


def grow() -> None:
    held = []
    while True:
        held.append(bytearray(1_000_000))


def grow_at_once() -> None:
    bytearray(5_000_000_000)


class Exploding:
    """A reader of a plug-in: an article that begins with BOOM does what the test says."""

    suffixes = ("boom",)

    def __init__(self, explode: Callable[[], None]) -> None:
        self._explode = explode

    def recognises(self, _: bytes) -> bool:
        return True

    def read(self, given: Input, _: Noter) -> Iterator[Raw | Record | Input]:
        text = given.open().read().decode()
        if text.startswith("BOOM"):
            self._explode()
        yield Raw(text, given.name, "0" * 64, len(text), "boom")


@pytest.fixture
def exploding(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], Run]:
    """Three articles, the second of which explodes as it is told."""
    Path("in").mkdir()
    for name, text in (("a", STORY), ("b", "BOOM " + STORY), ("c", STORY)):
        Path(f"in/{name}.boom").write_text(text)

    def install(explode: Callable[[], None]) -> Run:
        chosen = formats.Chosen("boom", Exploding(explode))
        monkeypatch.setattr("convert.pipeline.reading.reader_for", lambda *_: chosen)
        return run

    return install


@pytest.mark.parametrize("explode", [for_ever, swallow])
def test_an_article_that_takes_too_long_is_left_out_and_the_others_made(
    exploding: Callable[[Callable[[], None]], Run], explode: Callable[[], None]
) -> None:
    said = exploding(explode)("brief", "in", "--to", "md", "--timeout", "0.5")

    assert (said.code, said.out.split()) == (10, ["a.md", "c.md"])
    assert "error: the article took longer than 0.5 seconds\nwhere: in/b.boom\nhint:  raise --timeout" in said.err


@pytest.mark.parametrize("explode", [grow, grow_at_once])
def test_an_article_that_needs_too_much_memory_is_left_out_and_the_others_made(
    exploding: Callable[[Callable[[], None]], Run], explode: Callable[[], None]
) -> None:
    said = exploding(explode)("brief", "in", "--to", "md", "--memory", "300")

    assert (said.code, said.out.split()) == (10, ["a.md", "c.md"])
    assert "memory" in said.err.partition("\nwhere: in/b.boom\n")[0]
    assert "unexpected" not in said.err


@pytest.mark.slow
def test_a_pack_names_what_took_too_long(exploding: Callable[[Callable[[], None]], Run]) -> None:
    said = exploding(for_ever)("pack", "in", "--to", "md", "--timeout", "0.5")

    assert said.code == 10
    assert "b.boom" in Path("pack.md").read_text()


@pytest.mark.slow
def test_a_page_of_fifty_megabytes_is_left_out_when_its_time_is_over_and_the_others_made(run: Run) -> None:
    head = "<!doctype html><html><head><title>The lake froze</title></head><body><article><h1>The lake froze</h1>"
    Path("a.html").write_text(head + f"<p>{STORY}</p>\n" * (50_000_000 // len(STORY)) + "</article></body></html>")
    Path("b.txt").write_text(STORY)
    start = time.monotonic()

    said = run("brief", "a.html", "b.txt", "--to", "md", "--timeout", "5", "--max-size", "60000000")

    assert (said.code, said.out) == (10, "b.md\n")
    assert "error: the article took longer than 5 seconds\nwhere: a.html\n" in said.err
    assert time.monotonic() - start < 30


def test_limits_may_stand_in_the_settings_and_change_no_byte(run: Run) -> None:
    Path("a.txt").write_text(STORY)
    assert run("brief", "a.txt", "--to", "md", "-O", "without").code == 0
    Path("convert.toml").write_text("timeout = 30\nmemory = 2000\n")

    assert run("brief", "a.txt", "--to", "md", "-O", "with").code == 0
    assert Path("with/a.md").read_bytes() == Path("without/a.md").read_bytes()
    assert "timeout = 30.0" in run("brief", "--print-config").out


@pytest.mark.parametrize("flag", ["--timeout", "--memory"])
def test_a_limit_of_nothing_is_a_usage_error(run: Run, flag: str) -> None:
    Path("a.txt").write_text(STORY)

    assert run("brief", "a.txt", flag, "0").code == 2


def test_the_parts_of_an_article_share_its_time() -> None:
    allowance = Limits(seconds=0.4).allowance()

    with allowance.held():
        time.sleep(0.3)
    with pytest.raises(OverLimit), allowance.held():
        time.sleep(0.3)


def test_nothing_of_a_limit_stays_when_the_article_is_done() -> None:
    before = signal.getsignal(signal.SIGALRM), resource.getrlimit(resource.RLIMIT_DATA)

    with pytest.raises(OverLimit), Limits(0.1, 500).allowance().held():
        for_ever()

    assert (signal.getsignal(signal.SIGALRM), resource.getrlimit(resource.RLIMIT_DATA)) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_module_that_is_being_imported_is_imported_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(tmp_path, "slow_to_import.py").write_text("import time\nfor _ in range(40): time.sleep(0.01)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(OverLimit), Limits(seconds=0.1).allowance().held():
        import slow_to_import  # type: ignore[import-not-found]

        for_ever()

    assert slow_to_import.whole


def test_a_pandoc_that_nobody_waits_for_any_more_is_ended_and_answers_no_other_document() -> None:
    before = children()
    worker = pandoc.Worker()
    words = '{"pandoc-api-version":[1,23,1],"meta":{},"blocks":[{"t":"Para","c":[{"t":"Str","c":"%s"}]}]}'
    slow = words % ("x" * 30_000_000)
    assert worker.write((words % "first").encode(), "markdown") == b"first\n"
    (program,) = children() - before

    with pytest.raises(OverLimit), Limits(seconds=0.1).allowance().held():
        worker.write(slow.encode(), "markdown")

    assert worker.write((words % "next").encode(), "markdown") == b"next\n"
    worker.close()
    assert children() == before
    assert list(Path("/tmp").glob(f"pandoc-hist{program}-*")) == []


def children() -> set[str]:
    return {child for path in Path("/proc/self/task").glob("*/children") for child in path.read_text().split()}
