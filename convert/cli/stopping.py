"""Signals that ask a long run to stop: the first is obeyed in an orderly way, the second at once."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convert.batch.stop import Stop

INTERRUPTED = 130

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable(stop: Stop, leave: Callable[[], None]) -> Iterator[None]:
    """Have the signals of this context stop a run; `leave` is called on the second, before the process ends."""

    def obey(_: int, __: FrameType | None) -> None:
        if stop.is_asked:
            leave()
            os._exit(INTERRUPTED)
        stop.ask()
        with contextlib.suppress(OSError):
            os.write(2, b"\nfinishing what is in hand; once more leaves at once\n")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, obey) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
