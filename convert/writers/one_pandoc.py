"""The pandoc of this process: its first document in a process of its own, the next ones in one that stays.

Starting a worker costs as much as converting one document; it pays from the second on.
"""

from __future__ import annotations

import atexit

from convert import pandoc

_worker = pandoc.Worker()
_made = 0


def write(document: bytes, target: str) -> bytes:
    """Return a JSON document in the format `target`, lines not wrapped."""
    global _made  # noqa: PLW0603 -- one pandoc a process is the point
    _made += 1
    if _made == 1:
        return pandoc.convert(document, "json", target, ["--wrap=none", "--columns=100000"])
    if _made == 2:
        atexit.register(_worker.close)
    return _worker.write(document, target)
