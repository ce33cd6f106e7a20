"""Quotations that their speaker's name interrupts between their marks: `«Мы ждём, — сказал Орлов. — Маяк не горит»`.

Russian and Spanish set those words between dashes. What stands around them is said, they are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from convert.analyse.lexicon import Lexicon
from convert.analyse.quotations import Quoted

_BETWEEN_DASHES = {
    "ru": re.compile(r",?(?<=[\w,!?…])\s+[—–-]\s+(?P<words>[^«»“”—–]{3,90}?)[.,]\s+[—–-]\s+"),
    "es": re.compile(r",?\s+[—–](?P<words>[^«»“”—–]{3,90}?)[—–][.,]?\s+"),
}
_WORD = re.compile(r"\w+")


def without_interruptions(text: str, quotations: Sequence[Quoted], words: Lexicon) -> Iterator[Quoted]:
    """Yield the quotations of a paragraph, those interrupted by a verb of saying in two."""
    pattern = _BETWEEN_DASHES.get(words.code)
    for quoted in quotations:
        found = _interruption(text, quoted, pattern, words) if pattern is not None else None
        if found is None:
            yield quoted
            continue
        yield replace(quoted, end=found.start(), after=found.start(), closes=True, interrupted=True)
        yield replace(quoted, start=found.end(), outer=found.end(), goes_on=False, resumed=True)


def _interruption(text: str, quoted: Quoted, pattern: re.Pattern[str], words: Lexicon) -> re.Match[str] | None:
    for found in pattern.finditer(text, quoted.start, quoted.end):
        if any(word in words.speech for word in _WORD.findall(found["words"].lower())):
            return found
    return None
