"""The language of a text, by CLD2 (D. Sites, “Compact Language Detector 2”, 2013): it starts in 15 ms."""

from __future__ import annotations

import re

from convert.model import Extent, Finding
from convert.normalise.draft import Draft

ENOUGH = 40
"""Letters under which no language is found."""

LONGEST = 20_000
SURE = 60
"""Per cent of the text that the first language has to have."""

ALONE, LONG_ENOUGH = 50, 300
"""Per cent for the only language found, in a text of so many characters."""

_ORDER = ("given", "front_matter", "header")
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff]|[^\x00-\U0001fffd]")
"""What CLD2 takes no text with."""

_CODES = {"iw": "he", "nb": "no", "jw": "jv", "tl": "fil"}


def find_language(draft: Draft) -> None:
    """Find the language of the source, and set the draft's: what an editor, a header or page data says comes first."""
    found = detect(draft.text)
    if found is not None:
        code, share = found
        at = Extent(0, len(draft.source))
        draft.findings.append(Finding("language", code, at, "detected", "supported", reason=f"{share} % of the text"))
    said = sorted((f for f in draft.findings if f.field == "language"), key=_rank)
    if said:
        draft.language = said[0].value


def _rank(finding: Finding) -> int:
    if finding.rule == "detected":
        return len(_ORDER) + 1
    return _ORDER.index(finding.rule) if finding.rule in _ORDER else len(_ORDER)


def detect(text: str) -> tuple[str, int] | None:
    """Return a language (BCP 47) and its share of the text in per cent, or None where none is sure."""
    if sum(map(str.isalpha, text[:400])) < ENOUGH:
        return None
    import pycld2

    clean = _REFUSED.sub("", text[:LONGEST])
    try:
        reliable, _, details = pycld2.detect(clean)
    except pycld2.error:
        return None
    (_, code, share, _), (_, second, *_) = details[:2]
    # a text in one language of which CLD2 skips much (names, figures) counts as unreliable
    sure = share >= SURE if reliable else second == "un" and share >= ALONE and len(clean) > LONG_ENOUGH
    return (_CODES.get(code, code), share) if sure and code != "un" else None
