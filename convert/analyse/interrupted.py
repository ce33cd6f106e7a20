"""Quotations that their speaker's name interrupts between their marks: `«Мы ждём, — сказал Орлов. — Маяк не горит»`.

Russian and Spanish set those words between dashes, French between commas: `« Nous attendons, a dit Marta Quill. Le
phare … »`. What stands around them is said, they are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from convert.analyse.lexicon import Lexicon
from convert.analyse.quotations import Quoted

_INTERRUPTIONS = {
    "ru": re.compile(r",?(?<=[\w,!?…])\s+[—–-]\s+(?P<words>[^«»“”—–]{3,90}?)(?:[.,]\s+[—–-]\s+|\.?$)"),
    "es": re.compile(r",?\s+[—–](?P<words>[^«»“”—–]{3,90}?)(?:[—–][.,]?\s+|[—–]?\.?$)"),
    "fr": re.compile(r"(?:,|(?<=[!?…]))\s+(?P<words>[^«»“”—–,.]{3,90}?)(?:[.,]\s+|\.?$)"),
}
_ATTACHED = re.compile(r"(?P<verb>[^\W\d_]+)-(?:t-)?(?:il|elle)\b")
_WORD = re.compile(r"\w+")


def without_interruptions(text: str, quotations: Sequence[Quoted], words: Lexicon) -> Iterator[Quoted]:
    """Yield the quotations of a paragraph, those interrupted by a verb of saying in two."""
    pattern = _INTERRUPTIONS.get(words.code)
    for quoted in quotations:
        found = _interruption(text, quoted, pattern, words) if pattern is not None else None
        if found is None:
            yield quoted
            continue
        yield replace(quoted, end=found.start(), after=found.start(), closes=True, interrupted=True)
        if found.end() < quoted.end:
            yield replace(quoted, start=found.end(), outer=found.end(), goes_on=False, resumed=True)


def _interruption(text: str, quoted: Quoted, pattern: re.Pattern[str], words: Lexicon) -> re.Match[str] | None:
    says = _opens_with_cue if words.code == "fr" else _has_cue
    return next((f for f in pattern.finditer(text, quoted.start, quoted.end) if says(f["words"], words)), None)


def _has_cue(clause: str, words: Lexicon) -> bool:
    return any(word in words.speech for word in _WORD.findall(clause.lower()))


def _opens_with_cue(clause: str, words: Lexicon) -> bool:
    """Tell whether a clause is a verb of saying and its subject: `a déclaré Marta Quill`, `explique-t-elle`."""
    attached = _ATTACHED.match(clause)
    if attached is not None:
        return attached["verb"].lower() in words.speech or attached["verb"].lower() in ("a", "ont")
    said = clause.lower().replace("'", "’").split()
    length = next((len(p) for p in words.speech.get(said[0], ()) if tuple(said[: len(p)]) == p), 0) if said else 0
    # what somebody says may hold such a verb too; the name after it tells them apart
    return 0 < length < len(said) and any(word[0].isupper() for word in clause.split()[length:])
