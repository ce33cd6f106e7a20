"""Sub-heads in the dialects of scraped text: quoted, starred, marked with #, in capitals, or just a short line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.normalise.byline import find_byline
from convert.normalise.draft import Draft
from convert.normalise.headline import width
from convert.normalise.lines import Span
from convert.normalise.residue import residue_rule

LONGEST = 90
MOST_WORDS = 12
SHORTEST_PARAGRAPH = 60
"""Characters that the block after a bare short line has to have, for that line to be its head."""

_MARKED = re.compile(r"(?P<open>#{1,6}\s+|\*\*\s*|__|==+\s*)(?P<words>\S.*?)(?P<close>\s*\*\*:?|__|\s*==+|\s+#+)?$")
_QUOTED = re.compile(
    r"(?P<open>['‘\"“„«]\s*)(?P<words>[^'\"“”‘„«»]+(?:['’][a-z][^'\"“”‘„«»]*)*)(?P<close>\s*['’\"”“»])$"
)
_STOPS = re.compile(r"[.!?…:;,。！？：；，、।۔؟][\"”’»)」』]*$|\.\.\.$")
_CREDIT = re.compile(
    r"(?:file )?(?:photo|image|picture|credit|caption|video|foto|bild|фото|fotoğraf|reuters|afp|getty)\b", re.I
)
"""What a picture's credit or caption begins with: no head of what follows."""

_HASHTAGS = re.compile(r"(?:[#@]\w+[\s,]*)+")


def find_subheads(draft: Draft, blocks: Sequence[Span], text: Sequence[Span]) -> set[Span]:
    """Mark the sub-heads among those blocks that are running text, and take off the marks they are set in.

    Returns their spans. The last block is none: nothing follows it.
    """
    heads: set[Span] = set()
    deletions: list[Span] = []
    running = set(text)
    for at, (start, end) in enumerate(blocks[:-1]):
        words = draft.source[start:end]
        if len(words) > LONGEST + 8 or "\n" in words or (start, end) not in running:
            continue
        found = _dialect(words, draft.source[slice(*blocks[at + 1])], first=at == 0)
        if found is None:
            continue
        level, inner_start, inner_end = found
        draft.mark(start + inner_start, start + inner_end, "heading", level=level)
        deletions += [(start, start + inner_start), (start + inner_end, end)]
        heads.add((start, end))
    changes = [(draft.to_text(a), draft.to_text(b), "") for a, b in deletions if b > a]
    draft.change(changes, "sub-head-marks")
    return heads


def _dialect(words: str, following: str, *, first: bool) -> tuple[int, int, int] | None:
    """Return a sub-head's level and the span of its words, or None where a block is none."""
    marked = _MARKED.match(words)
    if (
        marked is not None
        and len(marked["words"]) <= LONGEST
        and not (marked["open"].startswith("__") and not marked["close"])
    ):
        level = marked["open"].strip().count("#") or 2
        return (max(2, level), *marked.span("words"))
    if first or residue_rule(words) or _HASHTAGS.fullmatch(words) or find_byline(words) is not None:
        return None
    quoted = _QUOTED.match(words)
    if quoted is not None and len(words.split()) <= MOST_WORDS and not _STOPS.search(quoted["words"]):
        return (2, *quoted.span("words"))
    if _is_capitals(words) or _is_bare(words, following):
        return 2, 0, len(words)
    return None


def _is_capitals(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return (
        len(letters) >= 4
        and all(map(str.isupper, letters))
        and len(words.split()) <= MOST_WORDS
        and words[-1] not in ".:,)"
    )


def _is_bare(words: str, following: str) -> bool:
    """Tell whether a short line without a stop is a head: it begins with a capital and a paragraph follows."""
    if _STOPS.search(words) or len(words.split()) > MOST_WORDS or width(words) > LONGEST or width(words) < 3:
        return False
    first = next((c for c in words if c.isalnum()), "")
    if not (first.isupper() or first.isdigit() or (first.isalpha() and first.lower() == first.upper())):
        return False
    if "|" in words or words[0] in "-–—•*\"“„«'‘(" or words[-1] in '"”»)' or not any(map(str.isalpha, words)):
        return False
    if _CREDIT.match(words):
        return False
    return width(following) >= SHORTEST_PARAGRAPH and following[:1] not in "-–•*|"
