"""Running the command line in a test: inside the process where that is enough, else as a program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

import msgspec
import pytest

from convert.cli import run

CLEAN = {
    key: value
    for key, value in os.environ.items()
    if not key.startswith("CONVERT_") and key not in ("SOURCE_DATE_EPOCH", "XDG_CONFIG_HOME", "NO_COLOR")
}


class Said(msgspec.Struct, frozen=True):
    """What a command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]
"""Runs the command line with these arguments."""


def convert(capsys: pytest.CaptureFixture[str], *arguments: str) -> Said:
    """Run the command line in this process."""
    capsys.readouterr()
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return Said(code, out, err)


def program(
    arguments: Sequence[str], *, given: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "convert", *arguments],
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
        env={**CLEAN, **(environment or {})},
    )
