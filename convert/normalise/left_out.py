"""What was left out from the middle of a story is said: a reader of the briefing cannot see that it stood there."""

from __future__ import annotations

from convert.contracts import MarkKind
from convert.normalise.draft import Draft

FEWEST_WORDS = 4
"""Fewer are a label that nobody takes for a sentence: `Advertisement`, `Share on Facebook`."""

MOST_QUOTED = 3
LONGEST_QUOTED = 60

_STORY: tuple[MarkKind, ...] = ("paragraph", "heading", "item", "quotation", "table")
_OF_PAGE = frozenset(("page-furniture", "link-list", "photo-credit"))
"""Rules that judge a line by its form; what other rules take out is in the metadata, or is noted by their readers."""


def note_left_out(draft: Draft) -> None:
    """Tell of the lines that stood between the first and the last words of the story, by how they begin."""
    story = draft.marked(*_STORY)
    if not story:
        return
    first, last = story[0].end, max(mark.start for mark in story)
    between = [mark for mark in draft.marked("residue") if first <= mark.start < last and mark.value in _OF_PAGE]
    lines = [" ".join(draft.source[mark.start : mark.end].split()) for mark in between]
    lines = [line for line in dict.fromkeys(lines) if len(line.split()) >= FEWEST_WORDS]
    if lines:
        shown = ", ".join(f"“{_shortened(line)}”" for line in lines[:MOST_QUOTED])
        more = f" and {len(lines) - MOST_QUOTED} more" if len(lines) > MOST_QUOTED else ""
        draft.tell("left-out", f"left out between paragraphs, as the page's: {shown}{more}")


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_QUOTED else line[:LONGEST_QUOTED].rsplit(" ", 1)[0] + " …"
