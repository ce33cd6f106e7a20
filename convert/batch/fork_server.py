"""The process from which the workers of this machine are forked: it has imported what they need, and has no threads."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Collection
from multiprocessing import forkserver

_FOR_ALL = ("convert.batch.chunk", "convert.normalise", "convert.analyse", "convert.compose.brief")


def get_ready(formats: Collection[str]) -> None:
    """Start the server and let it import what workers need for these formats; where it is running, nothing happens.

    It takes a sixth of a second, in which the driver can plan.
    """
    from convert.formats import WRITERS

    writers = [row.target.partition(":")[0] for row in WRITERS if row.name in formats]
    multiprocessing.set_forkserver_preload([*_FOR_ALL, *writers])
    # the terminal's interruption is the driver's to obey: a server that imports would print a traceback
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
