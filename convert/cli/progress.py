"""How far a long run is: a bar on a terminal, a line now and then where its words go into a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from convert.cli.streams import is_terminal

if TYPE_CHECKING:
    from convert.pipeline.job import Failure, Report

PARTS = 10
"""Lines that a run in a log has at least, if it is long enough for any."""

SILENCE = 60.0
"""Seconds after which a log gets a line in any case."""

_FEW = 50


@contextmanager
def progress_shown(report: Report, *, quiet: bool) -> Iterator[Report]:
    """Yield the report with its progress shown on standard error."""
    if quiet:
        yield replace(report, progress=_nowhere)
        return
    shown = _Bar() if is_terminal(sys.stderr) else _Lines()

    def fail(failure: Failure) -> None:
        shown.failed += 1
        report.fail(failure)

    try:
        yield replace(report, progress=shown.progress, fail=fail)
    finally:
        shown.close()


def _nowhere(done: int, of: int, name: str) -> None:
    del done, of, name


class _Pace:
    """Articles a second since the run began, and what is left at that."""

    def __init__(self, done: int) -> None:
        self._begin = time.monotonic()
        self._done = done

    def rate(self, done: int) -> float:
        return (done - self._done) / max(time.monotonic() - self._begin, 1e-3)

    def left(self, done: int, of: int) -> str:
        """Return how long the rest will take, in words; nothing where that cannot be told yet."""
        rate = self.rate(done)
        if done == of or rate <= 0:
            return ""
        seconds = round((of - done) / rate)
        hours, minutes = divmod(round(seconds / 60), 60)
        if seconds < 90:
            return f"{seconds} s left"
        return f"{hours} h {minutes:02d} min left" if hours else f"{minutes} min left"


class _Lines:
    """Progress in a log."""

    def __init__(self) -> None:
        self.failed = 0
        self._pace: _Pace | None = None
        self._part = 0
        self._said = time.monotonic()

    def progress(self, done: int, of: int, _: str) -> None:
        """Say how far it is, if it is time."""
        if self._pace is None:
            self._pace, self._part = _Pace(done), done * PARTS // max(of, 1)
            return
        part = done * PARTS // of
        if of < _FEW or (part == self._part and time.monotonic() < self._said + SILENCE):
            return
        self._part, self._said = part, time.monotonic()
        failed = f"{self.failed:,} failed" if self.failed else ""
        parts = (f"{self._pace.rate(done):.0f} a second", self._pace.left(done, of), failed)
        sys.stderr.write(", ".join([f"{done:,} of {of:,} articles", *filter(None, parts)]) + "\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Nothing is left to be said."""


class _Bar:
    """Progress on a terminal."""

    def __init__(self) -> None:
        self.failed = 0
        self._pace: _Pace | None = None
        self._shown: Any = None

    def progress(self, done: int, of: int, _: str) -> None:
        """Move the bar."""
        if self._pace is None or self._shown is None:
            self._pace = _Pace(done)
            self._shown = self._opened(of)
        failed = f"[red]{self.failed:,} failed" if self.failed else ""
        rate, left = self._pace.rate(done), self._pace.left(done, of)
        words = f"{rate:.0f}/s" if rate else ""
        self._shown.update(self._task, completed=done, words="  ".join(filter(None, (words, left, failed))))

    def _opened(self, of: int) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        # what is written to standard error meanwhile is put above the bar
        shown = Progress(
            *(BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}")),
            console=Console(stderr=True),
            refresh_per_second=2,
            transient=True,
            redirect_stdout=False,
        )
        self._task = shown.add_task("", total=of, words="")
        shown.start()
        return shown

    def close(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()
