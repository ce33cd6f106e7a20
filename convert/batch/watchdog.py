"""What ends a worker whose article does not come to an end: nothing else stops a loop in a library."""

from __future__ import annotations

import faulthandler
import os
import time
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TextIO

GRACE = 5.0
"""Seconds after an article's time is over until its process is ended: what can end in an orderly way does so before."""

SLACK = 1.0
"""Seconds of the grace that an article may miss.

Each setting of the alarm starts a thread, a quarter of a millisecond: it is left as it is until so much has gone by.
"""


class Watchdog:
    """Ends this process where something takes longer than it was allowed; as a context it watches until its end."""

    def __init__(self) -> None:
        self._end = 0.0

    def __enter__(self) -> Watchdog:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        faulthandler.cancel_dump_traceback_later()

    def allow(self, seconds: float) -> None:
        """From now on, so many seconds: what was allowed before is over."""
        now = time.monotonic()
        end = now + seconds + GRACE
        if end - SLACK < self._end <= end:
            return
        faulthandler.dump_traceback_later(end - now, exit=True, file=_nowhere())
        self._end = end


@cache
def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
