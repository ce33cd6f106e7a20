"""What a path names, for paths that may be impossible: one with a NUL or of 300 letters names nothing.

`pathlib` raises for those; an operand, or a line of a plan, is only one of many.
"""

from __future__ import annotations

import os


def is_there(path: str | os.PathLike[str]) -> bool:
    """Tell whether something is there."""
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: str | os.PathLike[str]) -> bool:
    """Tell whether a regular file is there."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Tell whether a folder is there."""
    return os.path.isdir(path)  # noqa: PTH112
