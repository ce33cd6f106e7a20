"""Regular files read whole, within a bound: settings, plans, styles, sidecars, what somebody names to be looked at.

A pipe would have its reader wait for ever and a device has no end; both are read as operands alone.
"""

from __future__ import annotations

import errno
import os
import stat

MOST = 100_000_000
"""Bytes; a plan of a hundred thousand articles has half of them."""

_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


def regular_file(path: str | os.PathLike[str], most: int = MOST) -> bytes:
    """Return what is in a file; raises OSError, in words, for what is no regular file and for one of more bytes."""
    kind = _KINDS.get(stat.S_IFMT(os.stat(path).st_mode))  # noqa: PTH116 -- of a path that may be impossible
    if kind is not None:
        raise OSError(errno.EINVAL, f"it is {kind}, not a file", path)
    with open(path, "rb") as stream:  # noqa: PTH123
        data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes", path)
    return data
