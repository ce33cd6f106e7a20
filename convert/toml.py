"""TOML files, settings, styles, plans and sidecars alike: read in one way, and refused in one way."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

_DEEPEST = 50
"""Tables in tables: dotted keys nest without end, and whoever walks down them must come back."""


def values_in(data: bytes) -> dict[str, Any]:
    """Return what TOML says, after the byte order mark of an editor on Windows; raises ValueError for what is none."""
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    _refuse_deep(values)
    return values


def _refuse_deep(values: dict[str, Any]) -> None:
    level: list[Any] = [values]
    for _ in range(_DEEPEST):
        inner = (each.values() if isinstance(each, dict) else each for each in level)
        level = [value for row in inner for value in row if isinstance(value, dict | list)]
    if level:
        raise ValueError("it is nested too deep")


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two tables as one, table by table within them; of two values for one key the one in `over`."""
    both = dict(base)
    for key, value in over.items():
        old = both.get(key)
        both[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both
