"""Names that are safe to write and to print: of output files, and of anything shown on a terminal."""

from __future__ import annotations

import os
import re
import unicodedata

MAX_STEM = 80
"""Bytes of UTF-8: leaves room for a suffix under the 143 that encrypted file systems allow."""

_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+')
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_KNOWN_CONTAINERS = (".jsonl.gz", ".ndjson.gz", ".tar.gz", ".warc.gz")


def printable(text: str) -> str:
    r"""Return text without anything a terminal would obey: control and direction characters become `\x1b`, `\u202e`.

    The text may be a title somebody else wrote, or a file name.
    """
    return _UNPRINTABLE.sub(lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def as_text(name: str) -> str:
    """Return a file's name as it can stand in a document: what is not UTF-8 in it is replaced."""
    return os.fsencode(name).decode("utf-8", "replace")


def safe_stem(text: str, fallback: str = "article") -> str:
    """Return a file name's stem made of `text`: no separators or control characters, no reserved name, ≤ 80 bytes."""
    stem = _unreserved(_NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", text)).strip(" .-"))
    while len(stem.encode("utf-8")) > MAX_STEM:
        stem = stem[: MAX_STEM if len(stem) > MAX_STEM else -1]
    # once more: cutting may have left the name of a device alone
    return _unreserved(stem.rstrip(" .-") or fallback)


def _unreserved(stem: str) -> str:
    """Return a stem that Windows takes for no device: it looks at what stands before the first full stop alone."""
    first, stop, rest = stem.partition(".")
    device = first.rstrip(" ")
    return f"{device}_{stop}{rest}" if device.lower() in _RESERVED else stem


def stem_of(name: str) -> str:
    """Return the stem of an input's name, the endings of compressed containers taken off whole."""
    last = name.rpartition("/")[2]
    for ending in _KNOWN_CONTAINERS:
        if last.lower().endswith(ending):
            return last[: -len(ending)]
    stem, dot, _ = last.rpartition(".")
    return stem if dot and stem else last


def folded(stem: str) -> str:
    """Return a stem as file systems compare it that tell neither case nor Unicode form apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", stem).casefold())


class Names:
    """Gives out stems for outputs, in input order: a stem that was given out before becomes `-2`, `-3` …

    Stems that differ in case or Unicode form alone are twins too: on many file systems they are one file.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def stem(self, wanted: str) -> str:
        """Return `wanted`, made safe, with a number where it is taken."""
        safe = safe_stem(wanted)
        number, stem = 1, safe
        while (key := folded(stem)) in self._taken:
            number += 1
            stem = f"{safe}-{number}"
        self._taken.add(key)
        return stem


def numbered_stem(stem: str, number: int, of: int) -> str:
    """Return the stem of article `number` of a file that holds `of` articles: `stem-01`; of one alone, `stem`."""
    return stem if of == 1 else f"{stem}-{number:0{max(2, len(str(of)))}d}"
