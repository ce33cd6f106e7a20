"""Puts strace to the first worker process of a batch: Python imports this by itself where its folder is on the path.

Only the worker's own calls are counted then, from its start on: neither the driver's, nor the fork server's.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from pathlib import Path

_ALLOW_ANY = -1
_PR_SET_PTRACER = 0x59616D61
_PATIENCE = 20.0


def trace_first() -> None:
    """Have strace attached to this process, unless one before it has got it; return when it is there."""
    traced = json.loads(os.environ["CONVERT_TESTS_TRACE"])
    try:
        os.close(os.open(traced["taken"], os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    # where a process may trace none but its children, this one has to allow it
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(_ALLOW_ANY))
    with Path("/proc/self/status").open() as status:
        subprocess.Popen(
            ["strace", "-p", str(os.getpid()), *traced["options"]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + _PATIENCE
        # no call that is counted: it is not known which of them strace sees first
        while "TracerPid:\t0\n" in status.read():
            if time.monotonic() > end:
                raise TimeoutError("strace does not attach")
            time.sleep(0.005)
            status.seek(0)


if any("multiprocessing.forkserver" in word for word in sys.orig_argv):
    os.register_at_fork(after_in_child=trace_first)
