"""Where the validators are, and one way to run them: with a time limit that ends the whole process group."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(os.environ.get("CONVERT_VALIDATORS", Path.home() / ".cache" / "convert-validators"))
MUST = os.environ.get("CONVERT_VALIDATORS_MUST_RUN") == "1"


def missing(what: str) -> None:
    """Skip the test, naming the validator; or fail it where every validator has to run."""
    if MUST:
        pytest.fail(f"the validator {what} is not installed")
    pytest.skip(f"the validator {what} is not installed: run tests/validators/setup.sh")


def program(name: str) -> str:
    """Return the path of a program on PATH."""
    path = shutil.which(name)
    if path is None:
        missing(name)
    return str(path)


def site_file(name: str) -> Path:
    """Return a file inside the tools' own Python packages."""
    for path in TOOLS.glob(f"venv/lib/python*/site-packages/{name}"):
        return path
    missing(name.split("/", maxsplit=1)[0])
    raise AssertionError


def node_file(pattern: str) -> Path:
    """Return a file inside the tools' own Node packages."""
    for path in sorted((TOOLS / "node_modules").glob(pattern)):
        return path
    missing(pattern.removesuffix("/*"))
    raise AssertionError


def run(command: list[str], limit: float = 300, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Return the exit code and all that a command printed; past `limit` seconds it and its children are killed."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        env={**os.environ, **(env or {})},
    )
    try:
        printed, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        printed, _ = process.communicate()
        return 124, f"{printed}\ntime limit of {limit} s"
    return process.returncode, printed


def run_java(main: str, jars: list[Path | str], arguments: list[str]) -> str:
    """Return what one of our Java drivers printed (`setup.sh` compiled them)."""
    java = program("java")
    if not (TOOLS / "java" / f"{main}.class").is_file():
        missing(main)
    classpath = os.pathsep.join([*map(str, jars), str(TOOLS / "java")])
    options = ["-Xmx1g", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classpath]
    _, printed = run([java, *options, main, *arguments], limit=60 + 20 * len(arguments))
    return printed
