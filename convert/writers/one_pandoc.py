"""The pandoc of this process: its first document in a process of its own, the next ones in one that stays.

Starting a worker costs as much as converting one document; it pays from the second on. A long document is written in
runs of blocks: pandoc's memory and the time of its garbage collector grow faster than what it is given.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator

import msgspec

from convert import pandoc
from convert.writers.nodes import Node, document

RUN = 1 << 20
"""Bytes of JSON after which a run ends at the next block that may open one."""

_OPENS = ("Header", "Div")
"""Blocks that pandoc writes alike, whatever stands before them; so is a paragraph after another."""

_worker = pandoc.Worker()
atexit.register(_worker.close)
_made = 0


def write(blocks: Iterable[Node], target: str, *, between: str = "") -> str:
    """Return blocks in the format `target`, lines not wrapped; `between` is what the format has between two blocks."""
    runs = list(_runs(blocks))
    if any(b'"t":"Note"' in bytes(block) for run in runs for block in run):  # numbered through, gathered at the end
        runs = [[block for run in runs for block in run]]
    return between.join(_written(document(run), target, alone=len(runs) < 2).decode("utf-8") for run in runs or [[]])


def _runs(blocks: Iterable[Node]) -> Iterator[list[msgspec.Raw]]:
    """Yield blocks as JSON, as many in a row as one run of pandoc is to have."""
    run: list[msgspec.Raw] = []
    size = 0
    before = ""
    for block in blocks:
        kind = block["t"]
        if size >= RUN and (kind in _OPENS or kind == before == "Para"):
            yield run
            run, size = [], 0
        before = kind
        made = msgspec.json.encode(block)
        run.append(msgspec.Raw(made))
        size += len(made)
    if run:
        yield run


def _written(given: bytes, target: str, *, alone: bool) -> bytes:
    global _made  # noqa: PLW0603 -- one pandoc a process is the point
    _made += 1
    if _made == 1 and alone:
        return pandoc.convert(given, "json", target, ["--wrap=none", "--columns=100000"])
    return _worker.write(given, target)
