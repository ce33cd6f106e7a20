"""Sidecars: `a.toml` or `a.json` beside `a.txt`, with what the editor knows of it better than the text."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from convert.contracts import Given
from convert.errors import ConfigError
from convert.regular_files import regular_file
from convert.toml import values_in

SUFFIXES = (".toml", ".json")
_MOST_BYTES = 1_000_000
_TEXT_KEYS = frozenset(("text", "maintext", "body", "content", "article", "raw", "articleBody", "body_text"))
"""A JSON file with one of these holds an article: it stands beside nothing."""


def is_sidecar(path: Path) -> bool:
    """Tell whether a file only says something of another one beside it."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    if not _has_companion(path):
        return False
    return path.suffix.lower() == ".toml" or not _holds_text(path)


def _has_companion(path: Path) -> bool:
    return path.stem in _names_beside(path) or path.stem in _stems_in(path.parent)


@lru_cache(maxsize=8)
def _stems_in(folder: Path) -> frozenset[str]:
    """Return the stems of the files in a folder that may have sidecars."""
    try:
        return frozenset(name.rpartition(".")[0] for name in names_in(folder) if not _is_one(name))
    except OSError:
        return frozenset()


def _is_one(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


@lru_cache(maxsize=8)
def names_in(folder: Path) -> frozenset[str]:
    """Return the names in a folder: it is listed once, not once for each of its files. Raises OSError."""
    return frozenset(os.listdir(folder))  # noqa: PTH208 -- names are wanted, not paths


def _names_beside(path: Path) -> frozenset[str]:
    try:
        return names_in(path.parent)
    except OSError:
        return frozenset()


def forget_folders() -> None:
    """List folders anew: files may have come or gone since the last run in this process."""
    names_in.cache_clear()
    _stems_in.cache_clear()


def _holds_text(path: Path) -> bool:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return True
        values = json.loads(regular_file(path, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return False
    return not isinstance(values, dict) or not _TEXT_KEYS.isdisjoint(values)


def given_beside(path: Path) -> tuple[Given, ...]:
    """Return what the sidecars of a file give, TOML before JSON; raises ConfigError where one cannot be read."""
    return tuple(given for sidecar in sidecars_of(path) for given in _given_in(sidecar))


def sidecars_of(path: Path) -> Iterator[Path]:
    """Yield the sidecars of a file, TOML before JSON; a TOML or JSON file has none."""
    if path.suffix.lower() in SUFFIXES:
        return
    names = _names_beside(path)
    for suffix in SUFFIXES:
        for name in (path.stem + suffix, path.name + suffix):
            beside = path.with_name(name)
            if name in names and is_sidecar(beside):
                yield beside


def _given_in(path: Path) -> Iterator[Given]:
    for key, value in _values(path).items():
        words = _words(value)
        if words:
            yield Given(field=key, value=words, where=f"sidecar {path.name}")


def _values(path: Path) -> Mapping[str, object]:
    try:
        data = regular_file(path, _MOST_BYTES)
        values = values_in(data) if path.suffix.lower() == ".toml" else _json(data)
    except OSError as error:
        raise ConfigError(f"cannot read the sidecar: {error.strerror}", where=str(path)) from error
    except (ValueError, RecursionError) as error:
        kind = path.suffix[1:].upper()
        raise ConfigError(f"the sidecar is not {kind}: {error}", where=str(path)) from error
    if not isinstance(values, dict):
        raise ConfigError("the sidecar is no table of fields", where=str(path), hint='write it as field = "value"')
    return values


def _json(data: bytes) -> object:
    values = json.loads(data)
    # half of a surrogate pair is JSON, but no text
    json.dumps(values, ensure_ascii=False).encode()
    return values


def _words(value: object) -> str:
    """Return a value as it is written on the command line; lists are joined by commas."""
    match value:
        case datetime.datetime():
            return value.isoformat(timespec="minutes" if value.second == 0 else "seconds")
        case datetime.date():
            return value.isoformat()
        case list():
            return ", ".join(filter(None, map(_words, value)))
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return "" if value is None else str(value).strip()
