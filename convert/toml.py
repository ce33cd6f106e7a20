"""TOML, settings, styles, plans and sidecars alike: read in one way, refused in one way, and written in one way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
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


# ---- written --------------------------------------------------------------------------------------------------------

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_PLAIN = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029"\\\\]')
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def quoted(words: str) -> str:
    """Return words as a basic string of TOML (1.0.0, "String"): what a basic string may not hold is escaped."""
    return f'"{_NOT_PLAIN.sub(lambda match: _escaped(match[0]), words)}"'


def _escaped(character: str) -> str:
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def written(value: object) -> str:
    """Return a value on one line: a string, a number, a boolean, an array or a table of these."""
    match value:
        case str():
            return quoted(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case Mapping():
            return "{ " + ", ".join(f"{key_written(key)} = {written(each)}" for key, each in value.items()) + " }"
        case Sequence():
            return f"[{', '.join(map(written, value))}]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def key_written(key: str) -> str:
    """Return one key, in quotation marks where it needs them."""
    return key if _BARE.fullmatch(key) else quoted(key)
