"""Where two files differ, in words: lines of text, members of an archive, objects of a PDF."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice, zip_longest

from convert.files.zips import BROKEN_ZIP

_MOST = 5
"""Differences that are named; the rest are counted."""

_BEFORE, _AFTER = 24, 48
"""Characters shown around the first one that differs."""


def differences(there: bytes, again: bytes) -> list[str]:
    """Return what differs between a file and the same one made again, in a few lines; nothing for equal bytes."""
    if there == again:
        return []
    if again.startswith(b"PK\x03\x04"):
        found = _archives(there, again)
    elif again.startswith(b"%PDF-"):
        found = _named(_objects(there), _objects(again)) or [_bytes(there, again)]
    else:
        found = [_texts(there, again) or _bytes(there, again)]
    shown = found[:_MOST]
    return shown if len(found) <= _MOST else [*shown, f"and {len(found) - _MOST} more"]


def _bytes(there: bytes, again: bytes) -> str:
    at = next((at for at, (a, b) in enumerate(zip(there, again, strict=False)) if a != b), min(len(there), len(again)))
    return f"from byte {at:,} on; {len(there):,} bytes, made again {len(again):,}"


def _texts(there: bytes, again: bytes) -> str | None:
    """Return the first line that differs and both versions of it; None for what is no text."""
    try:
        one, other = there.decode("utf-8"), again.decode("utf-8")
    except UnicodeDecodeError:
        return None
    pairs = zip_longest(one.split("\n"), other.split("\n"))
    differing = [(number, a, b) for number, (a, b) in enumerate(pairs, start=1) if a != b]
    number, first, second = differing[0]
    more = f", and {len(differing) - 1:,} lines more" if len(differing) > 1 else ""
    return f"line {number:,}: {_clipped(first, second)}, made again {_clipped(second, first)}{more}"


def _clipped(line: str | None, other: str | None) -> str:
    """Return the part of a line around the first character that differs from the other."""
    if line is None:
        return "(no line)"
    same = zip(line, other or "", strict=False)
    at = next((at for at, (a, b) in enumerate(same) if a != b), min(len(line), len(other or "")))
    start, end = max(0, at - _BEFORE), at + _AFTER
    return f"“{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}”"


# ---- archives -------------------------------------------------------------------------------------------------------


def _archives(there: bytes, again: bytes) -> list[str]:
    try:
        one, other = _members(there), _members(again)
    except BROKEN_ZIP as error:
        return [f"the file is damaged: {error}"]
    return _named(one, other) or ["its members are the same, but packed otherwise"]


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _named(there: Mapping[str, bytes], again: Mapping[str, bytes]) -> list[str]:
    return list(_parts(there, again))


def _parts(there: Mapping[str, bytes], again: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in again.items():
        if name not in there:
            yield f"{name} is missing"
        elif there[name] != data:
            yield f"{name}: {_texts(there[name], data) or _bytes(there[name], data)}"
    for name in there:
        if name not in again:
            yield f"{name} is not ours"


# ---- PDF ------------------------------------------------------------------------------------------------------------

_OBJECT = re.compile(rb"(?:^|[\r\n])(\d{1,10}) \d+ obj\b(.*?)\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MOST_BYTES = 20_000_000


def _objects(data: bytes) -> dict[str, bytes]:
    """Return the objects of a PDF by number and kind, their streams inflated."""
    found: dict[str, bytes] = {}
    for match in islice(_OBJECT.finditer(data), 100_000):
        body = _STREAM.sub(_inflated, match[2])
        kind = re.search(rb"/Type\s*/(\w+)", match[2])
        found[f"object {int(match[1])}{f' ({kind[1].decode()})' if kind else ''}"] = body
    return found


def _inflated(match: re.Match[bytes]) -> bytes:
    try:
        return b"stream\n" + zlib.decompressobj().decompress(match[1], _MOST_BYTES)
    except zlib.error:
        return match[0]
