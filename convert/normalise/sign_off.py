"""The sign-off in which an agency names its people: `(Reporting by A in Talvik and B in Merrow; editing by C)`.

Who reported or wrote the story is its byline; who edited it or added to it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from convert.normalise.dateline import is_known_place

_SIGN_OFF = re.compile(
    r"(?P<open>\(|^)\s*(?:(?:reporting|writing)(?:\s+and\s+(?:reporting|writing))?\s+by|bericht\s+von|rédaction\s+(?:par|de))\s+"
    r"(?P<names>[^;()\n]{3,300})",
    re.IGNORECASE | re.MULTILINE,
)
_OTHER_WORK = re.compile(
    r"[.,]?\s+(?:and\s+)?(?:additional|editing|edited|writing|written|reporting|compiled|graphics?)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(r"\s+(?:in|from|aus|à|en)\s+[^,]+?(?=,|\s+(?:and|und|et|y|&)\s|$)")
_BETWEEN = re.compile(r"(?:\s*,\s*|\s+)(?P<joining>and|und|et|y|&)\s+|\s*,\s*")
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+[\w.’'-]+){1,4}")
_REACH = 600
"""Characters from the end of a text within which it is signed off."""


class FoundSignOff(Struct, frozen=True):
    """A sign-off: its span, and the reporters it names, without the places they reported from."""

    start: int
    end: int
    name: str


def find_sign_off(text: str) -> FoundSignOff | None:
    """Return who reported a story by the closing line of its agency, or None."""
    for match in _SIGN_OFF.finditer(text, max(0, len(text) - _REACH)):
        names = _joined(_OTHER_WORK.sub("", match["names"]).strip())
        close = text.find(")", match.end())
        # without a bracket it may be a sentence: `Reporting by Radio`
        if names and (match["open"] or " " in names):
            return FoundSignOff(match.start(), close + 1 if close >= 0 else match.end(), names)
    return None


def _joined(said: str) -> str:
    """Return the names of a sign-off, its places left out, with its own word before the last."""
    names = list(_names(said))
    joining = next((match["joining"] for match in _BETWEEN.finditer(said) if match["joining"]), None)
    if joining is None or len(names) < 2:
        return ", ".join(names)
    return f"{', '.join(names[:-1])} {joining} {names[-1]}"


def _names(said: str) -> Iterator[str]:
    """Yield the names; what is no full name after the first is the rest of a place (`in Talvik, Lakeland`)."""
    bare = _PLACE.sub("", said)
    at = 0
    for between in (*_BETWEEN.finditer(bare), None):
        part = bare[at : between.start() if between else len(bare)].strip(" .,")
        is_name = part[:1].isupper() and not is_known_place(part)
        if is_name and (at == 0 or _NAME.fullmatch(part)):
            yield part
        at = between.end() if between else at
