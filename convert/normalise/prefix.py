"""The date that a scraper glued to the first line of a text: `date 2025-02-17 Lake ice closes the northern channel`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.normalise.draft import Draft
from convert.normalise.lines import Span

_PREFIX = re.compile(
    r"\s*(?:date\s*[:=]?\s*)?[12]\d{3}-\d\d-\d\d(?:[T ]\d\d?:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?[ \t]*", re.I
)
_QUOTES = "\"“„«‘'"


def after_prefix(draft: Draft, lines: Sequence[Span]) -> tuple[Sequence[Span], list[Span]]:
    """Mark the date that a scraper glued to the first line; return the lines without it, and it where it has a time."""
    first = next((at for at, (start, end) in enumerate(lines) if end > start), None)
    if first is None:
        return lines, []
    start, end = lines[first]
    match = _PREFIX.match(draft.source, start, end)
    if match is None or not _stands_apart(draft.source[match.end() - 1 : min(match.end() + 1, end)]):
        return lines, []
    if draft.source[match.end() : match.end() + 1].islower() and match[0].lstrip()[:4].casefold() != "date":
        return lines, []  # a sentence that begins with a day
    draft.mark(start, len(draft.source[: match.end()].rstrip()), "prefix")
    rest = (match.end(), end) if match.end() < end else (end, end)
    stamp = [(start, match.end())] if ":" in match[0] else []
    return [*lines[:first], rest, *lines[first + 1 :]], stamp


def _stands_apart(seam: str) -> bool:
    """Tell by a prefix's last letter and the first behind it that words begin there, be they glued to it."""
    return len(seam) < 2 or seam[0].isspace() or (seam[1].isalpha() and not seam[1].islower()) or seam[1] in _QUOTES
