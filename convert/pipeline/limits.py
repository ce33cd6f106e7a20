"""What one article may take, in seconds and memory: one that goes over a limit is left out, and the others are made.

A timer looks every twentieth of a second, between two steps of Python, so no process is needed for each article. A
library that does not come back at all is beyond its reach; `convert batch` ends the worker then.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType

from msgspec import Struct

from convert.errors import ConfigError

_TICK = 0.05
_MEGABYTE = 1_000_000
_RESERVE = 64 * _MEGABYTE
"""Bytes over the limit at which the system refuses: in between an article is ended in an orderly way."""

_STATM = Path("/proc/self/statm")


class OverLimit(BaseException):
    """An article has gone over a limit.

    No Exception: a library that takes every one for bad input and goes on must not take this one.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Limits(Struct, frozen=True):
    """Seconds and megabytes (1,000,000 bytes) that an article may take; None sets no limit.

    Memory is what the article needs beyond what the program holds already.
    """

    seconds: float | None = None
    megabytes: int | None = None

    def allowance(self) -> Allowance:
        """Return what one article may take, none of it used."""
        return Allowance(self)


class Allowance:
    """What one article may still take; the parts of its making share it, each of them `held`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._used = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold what is done in this context to the limits; raises OverLimit in its midst.

        Signals reach the main thread alone: in another one no limit is held.
        """
        if self._limits == Limits() or threading.current_thread() is not threading.main_thread():
            yield
            return
        guard = _Guard(self._limits, self._used)
        try:
            guard.arm()
            try:
                yield
            finally:
                guard.disarm()
        except OverLimit:
            # it may have come while the guard was being disarmed
            guard.disarm()
            gc.collect()
            raise
        except MemoryError as error:
            gc.collect()
            if self._limits.megabytes is None:
                raise
            raise _too_large(self._limits.megabytes) from error
        finally:
            self._used += guard.elapsed


class _Guard:
    """The timer and the bound on memory of one stretch of work."""

    def __init__(self, limits: Limits, used: float) -> None:
        self._seconds = limits.seconds
        self._megabytes = limits.megabytes
        self._start = time.monotonic()
        self._end = None if limits.seconds is None else self._start + limits.seconds - used
        self._most = None if limits.megabytes is None else _in_use() + limits.megabytes * _MEGABYTE
        self._armed = False

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._start

    def arm(self) -> None:
        self._armed = True
        self._bound = resource.getrlimit(resource.RLIMIT_DATA)
        if self._most is not None:
            soft, hard = self._bound
            most = self._most + _RESERVE
            # what pandoc, a process of its own, takes is bound by it as well
            resource.setrlimit(
                resource.RLIMIT_DATA, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard)
            )
        self._before = signal.signal(signal.SIGALRM, self._look)
        self._timer = signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)

    def disarm(self) -> None:
        if not self._armed:
            return
        self._armed = False
        delay, interval = self._timer
        signal.setitimer(signal.ITIMER_REAL, max(delay - self.elapsed, _TICK) if delay else 0, interval)
        signal.signal(signal.SIGALRM, self._before)
        resource.setrlimit(resource.RLIMIT_DATA, self._bound)

    def _look(self, _: int, frame: FrameType | None) -> None:
        if not self._armed or _is_importing(frame):
            return
        if self._end is not None and time.monotonic() > self._end:
            said = f"the article took longer than {self._seconds:g} seconds"
            raise OverLimit(said, "raise --timeout if this is no mistake")
        if self._most is not None and self._megabytes is not None and _in_use() > self._most:
            raise _too_large(self._megabytes)


class Patience:
    """A time limit on one step after the other of a stretch of work, which is its context; raises OverLimit in a step.

    For steps of which there may be millions: beginning one takes no call of the system. Signals reach the main thread
    alone: in another one no limit is held.
    """

    def __init__(self, seconds: float, step: str) -> None:
        self._seconds = seconds
        self._step = step
        self._end: float | None = None

    def begin(self) -> None:
        """Begin a step."""
        self._end = time.monotonic() + self._seconds

    def end(self) -> None:
        """End it: until the next begins no limit is held."""
        self._end = None

    def __enter__(self) -> Patience:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGALRM, self._look)
            signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()
        if threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)

    def _look(self, _: int, frame: FrameType | None) -> None:
        if self._end is not None and time.monotonic() > self._end and not _is_importing(frame):
            said = f"{self._step} took longer than {self._seconds:g} seconds"
            raise OverLimit(said, "raise --timeout if this is no mistake")


def _too_large(megabytes: int) -> OverLimit:
    said = f"the article needs more than {megabytes:,} megabytes of memory"
    return OverLimit(said, "raise --memory if this is no mistake")


def _is_importing(frame: FrameType | None) -> bool:
    """Tell whether a module is being imported: half of one would be missed by every later article."""
    while frame is not None:
        if frame.f_globals.get("__name__") == "importlib._bootstrap":
            return True
        frame = frame.f_back
    return False


def _in_use() -> int:
    """Return the bytes of memory that count against RLIMIT_DATA."""
    try:
        return int(_STATM.read_bytes().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError as error:
        raise ConfigError("memory cannot be limited on this machine", where="--memory", hint=str(error)) from error
