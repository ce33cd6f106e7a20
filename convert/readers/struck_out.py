"""What a source has struck out: no longer its text, and never left out in silence."""

from __future__ import annotations

from collections.abc import Sequence

from convert.errors import Note, Noter

_MOST_SHOWN = 5
_LONGEST_SHOWN = 80
"""Letters."""


def say_struck_out(struck: Sequence[str], name: str, note: Noter) -> None:
    """Note which words are left out because their source has struck them out."""
    if not struck:
        return
    shown = ", ".join(f"“{_shortened(each)}”" for each in struck[:_MOST_SHOWN])
    more = f" and {len(struck) - _MOST_SHOWN} more" if len(struck) > _MOST_SHOWN else ""
    note(Note("struck-out", f"words that the source has struck out are left out: {shown}{more}", name))


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN].rstrip()}…"
