"""The one place that runs pandoc: the program in pypandoc's wheel, as a process of its own, under limits.

pandoc is GPL and is never linked, only run. It reads and writes nothing but what it is given (`--sandbox`), has a
bound on memory (`+RTS -M`) and on time; past it the whole process group is killed, since killing one process leaves
its children running.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from convert.errors import ConvertError, MissingProgram

API_VERSION = (1, 23, 1)
"""Of the JSON that is exchanged: pandoc-types 1.23."""

TIME_LIMIT = 60.0
"""Seconds a document may take."""

READING = "+RTS -M512m -RTS"
"""Memory for a document that is read: 300 pages (150,000 words) take 163 MiB as Word, 86 to 104 in other formats."""

WRITING = "+RTS -M1024m -RTS"
"""Memory for one that is written: 300 pages take 397 MiB as OpenDocument, 203 to 263 otherwise, 1,500 pages all."""

_TEMPORARY = "/tmp"  # noqa: S108 -- what pandoc takes where no TMPDIR is set, and none is for it
_EPOCH = "0"
"""What pandoc takes for the time: files it dates are dated by us afterwards."""


@cache
def program() -> Path:
    """Return pandoc from pypandoc's wheel (found without importing it: that takes 70 ms); raises MissingProgram."""
    spec = find_spec("pypandoc")
    folder = Path(spec.origin).parent / "files" if spec is not None and spec.origin is not None else None
    path = folder / ("pandoc.exe" if os.name == "nt" else "pandoc") if folder is not None else None
    if path is None or not path.is_file():
        raise MissingProgram("pandoc is not installed", hint="pip install pypandoc_binary")
    return path


@cache
def version() -> str:
    """Return pandoc's version, as the wheel's metadata or else the program says it."""
    _, printed, _ = _finished([str(program()), "--version"], b"", 10)
    return printed.decode("utf-8", "replace").split("\n", 1)[0].removeprefix("pandoc ").strip()


def convert(document: bytes, source: str, target: str, options: Sequence[str] = (), limit: float = TIME_LIMIT) -> bytes:
    """Return `document`, in the format `source`, in the format `target`.

    Raises ConvertError with what pandoc said where it fails, takes longer than `limit` seconds or too much memory.
    """
    memory = WRITING if source == "json" else READING
    command = [str(program()), *memory.split(), "--sandbox", "-f", source, "-t", target, "-o", "-", *options]
    code, made, said = _finished(command, document, limit)
    if code:
        raise ConvertError(f"pandoc could not write {target}: {_why(code, said)}", where=target)
    return made


def _why(code: int, said: bytes) -> str:
    if code == 251:
        return "it needed too much memory"
    words = said.decode("utf-8", "replace").strip()
    return words.splitlines()[0][:300] if words else f"exit {code}"


def _finished(command: list[str], given: bytes, limit: float) -> tuple[int, bytes, bytes]:
    process = _started(command)
    try:
        made, said = process.communicate(given, timeout=limit)
    except subprocess.TimeoutExpired:
        _killed(process)
        process.communicate()
        raise ConvertError(
            f"pandoc took longer than {limit:g} seconds and was ended", hint="is the input of unusual depth or size?"
        ) from None
    except BaseException:
        # whoever stops waiting for it must not leave it running
        _killed(process)
        raise
    return process.returncode, made, said


def _started(command: list[str], errors: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    environment = {
        "SOURCE_DATE_EPOCH": _EPOCH,
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
    }
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise MissingProgram(f"pandoc cannot be started: {error.strerror}", where=command[0]) from error


def _killed(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    # what `pandoc lua` remembers its prompt's history in, and would have taken away at its end
    for left in Path(_TEMPORARY).glob(f"pandoc-hist{process.pid}-*"):
        left.unlink(missing_ok=True)


# ---- one process for many documents ---------------------------------------------------------------------------------

_WORKER = """
while true do
  local line = io.read("l")
  if line == nil then break end
  local size, target = line:match("^(%d+) (.+)$")
  local ok, made = pcall(function()
    local document = pandoc.read(io.read(tonumber(size)), "json")
    return pandoc.write(document, target, {columns = 100000, wrap_text = "none"})
  end)
  made = ok and made or tostring(made)
  io.write(ok and "ok" or "no", " ", #made, "\\n", made)
  io.flush()
end
"""
_PIECE = 1 << 16
"""Bytes that are read at a time: what a pipe holds."""

DOCUMENTS_A_WORKER = 500
"""After so many documents a worker is replaced: what it holds in memory only grows."""


class Worker:
    """One pandoc process that writes many documents, a third of the time of a process each.

    Only for targets that need no options and no files. A worker that dies or hangs is ended and another started for
    the next document; the document that did it is tried once more in a process of its own.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0

    def write(self, document: bytes, target: str, limit: float = TIME_LIMIT) -> bytes:
        """Return a JSON document in the format `target`, without line breaks of pandoc's own."""
        try:
            return self._asked(document, target, limit)
        except (OSError, EOFError):
            self.close()
            return convert(document, "json", target, ["--wrap=none", "--columns=100000"], limit)

    def close(self) -> None:
        """End the process; `write` starts another."""
        process, self._process, self._made = self._process, None, 0
        if process is None:
            return
        try:
            # the end of its input ends it; a pandoc that is killed leaves a file in the folder for temporary files
            process.communicate(timeout=1)
        except (subprocess.TimeoutExpired, OSError, ValueError):
            _killed(process)
            process.wait()

    def _asked(self, document: bytes, target: str, limit: float) -> bytes:
        process = self._running()
        try:
            return self._answer(_Talk(process, time.monotonic() + limit), document, target)
        except (ConvertError, EOFError, OSError):
            raise
        except BaseException:
            # the answer that is on its way would be taken for the next document's
            _killed(process)
            self.close()
            raise

    def _running(self) -> subprocess.Popen[bytes]:
        if self._made >= DOCUMENTS_A_WORKER:
            self.close()
        if self._process is None:
            self._process = _started([str(program()), *WRITING.split(), "lua", "-e", _WORKER], subprocess.DEVNULL)
        self._made += 1
        return self._process

    def _answer(self, talk: _Talk, document: bytes, target: str) -> bytes:
        talk.say(b"%d %s\n%b" % (len(document), target.encode("ascii"), document))
        verdict, _, size = talk.line().partition(b" ")
        if not size.isdigit():
            raise EOFError
        made = talk.exactly(int(size))
        if verdict != b"ok":
            raise ConvertError(
                f"pandoc could not write {target}: {made.decode('utf-8', 'replace')[:300]}", where=target
            )
        # as a process of its own ends it: the first of many documents must not differ from the rest
        return made if made.endswith(b"\n") else made + b"\n"


class _Talk:
    """One document given to a process and its answer taken, over by `end` (of `time.monotonic`) or broken off.

    Every method raises EOFError where the process ends or takes longer. No thread watches: starting one for each
    document takes as long as some documents.
    """

    def __init__(self, process: subprocess.Popen[bytes], end: float) -> None:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        self._process = process
        self._end = end
        self._given, self._printed = process.stdin.fileno(), process.stdout.fileno()
        os.set_blocking(self._given, False)
        self._taken = bytearray()

    def say(self, words: bytes) -> None:
        """Give it all of these bytes."""
        rest = memoryview(words)
        while rest:
            self._wait(self._given, select.POLLOUT)
            rest = rest[os.write(self._given, rest) :]

    def line(self) -> bytes:
        """Return what it prints up to a line end."""
        while (end := self._taken.find(b"\n")) < 0:
            self._take()
        line, self._taken = bytes(self._taken[:end]), self._taken[end + 1 :]
        return line

    def exactly(self, size: int) -> bytes:
        """Return so many bytes that it prints."""
        while len(self._taken) < size:
            self._take()
        return bytes(self._taken[:size])

    def _take(self) -> None:
        self._wait(self._printed, select.POLLIN)
        read = os.read(self._printed, _PIECE)
        if not read:
            raise EOFError
        self._taken += read

    def _wait(self, pipe: int, event: int) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(max(0, 1000 * (self._end - time.monotonic()))):
            _killed(self._process)
            raise EOFError
