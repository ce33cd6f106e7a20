"""Running a command with strace: which system calls it makes on a folder, and what it does when one of them fails.

Strace is put to the command itself or, in a batch, to a worker process: each has calls of its own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from tests.validators.tools import MUST

CALLS = "openat,mkdir,newfstatat,write,pwrite64,fsync,fdatasync,flock,linkat,link,rename,unlink,close,ftruncate"
"""System calls that bring a file into being, fill it or take it away."""

_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
_KILLED = (-9, 137)

needed = pytest.mark.skipif(not shutil.which("strace") and not MUST, reason="strace is not installed")
"""Put on tests that need strace: without it they are passed over, but not where validators must run."""


class Call(msgspec.Struct, frozen=True):
    """A system call: the how-manyth of its name it is, and what strace printed of it."""

    name: str
    ordinal: int
    printed: str


class Fault(msgspec.Struct, frozen=True):
    """A call that is made to fail: with an error's name, or by the end of the program with KILL."""

    call: Call
    error: str

    @property
    def injection(self) -> str:
        what = "signal=KILL" if self.kills else f"error={self.error}"
        return f"inject={self.call.name}:{what}:when={self.call.ordinal}"

    @property
    def kills(self) -> bool:
        return self.error == "KILL"

    def __str__(self) -> str:
        return f"{self.error} at {self.call.name} {self.call.ordinal}: {self.call.printed[:110]}"


class Ended(msgspec.Struct, frozen=True):
    """How a program ended, and what it said on standard error; `hit` is what strace printed of the call that failed."""

    code: int
    said: str
    hit: str

    @property
    def killed(self) -> bool:
        return self.code in _KILLED


Put = Callable[[Sequence[str], Sequence[str], Path, dict[str, str]], subprocess.CompletedProcess[bytes]]
"""Runs a command in a folder with strace put to one of its processes, with these options."""


def to_command(
    options: Sequence[str], command: Sequence[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Put strace to the command itself."""
    return _run(["strace", *options, *command], folder, environment)


def to_worker(
    options: Sequence[str], command: Sequence[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Put strace to the first worker process of a batch."""
    taken = folder / "worker-is-traced"
    path = f"{Path(__file__).parent / 'worker'}{os.pathsep}{environment['PYTHONPATH']}"
    trace = json.dumps({"options": options, "taken": str(taken)})
    done = _run(command, folder, {**environment, "PYTHONPATH": path, "CONVERT_TESTS_TRACE": trace})
    taken.unlink(missing_ok=True)
    return done


def _run(command: Sequence[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, timeout=120)


def calls_on(name: str, put: Put, command: Sequence[str], folder: Path, environment: dict[str, str]) -> list[Call]:
    """Run a command in `folder`; return its calls that have to do with a file or folder of this name, in order."""
    log = folder / "strace"
    done = put(["-y", "-s", "200", "-e", f"trace={CALLS}", "-o", str(log)], command, folder, environment)
    assert done.returncode == 0, done.stderr.decode()
    counts: Counter[str] = Counter()
    found = []
    for line in log.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        counts[match[1]] += 1
        if name in match[2]:
            found.append(Call(match[1], counts[match[1]], line))
    log.unlink()
    return found


def ended_by(fault: Fault, put: Put, command: Sequence[str], folder: Path, environment: dict[str, str]) -> Ended:
    """Run a command in `folder`, one of its calls made to fail."""
    log = folder / "strace"
    name = fault.call.name
    options = ["-y", "-s", "200", "-e", f"trace={name}", "-e", fault.injection, "-o", str(log)]
    done = put(options, command, folder, environment)
    lines = log.read_text("utf-8", "replace").splitlines()
    log.unlink()
    calls = [line for line in lines if _LINE.match(line)]
    hit = calls[fault.call.ordinal - 1] if fault.kills else next((line for line in calls if "(INJECTED)" in line), "")
    return Ended(done.returncode, done.stderr.decode("utf-8", "replace"), hit)
