"""What of a source is neither body nor edit nor finding nor residue: named, so that nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from convert.contracts import Mark
from convert.model import Block, Extent, Residue
from convert.normalise.draft import Draft
from convert.normalise.lines import Span
from convert.walk import blocks as walk_blocks

HEAD_RULES = ("header", "prefix", "headline", "byline", "dateline", "tags", "markup")
"""Rules of residue whose words are in the metadata, or are mere marks: nothing is left out with it."""


def left_over(draft: Draft, body: Iterable[Block], residue: Iterable[Residue]) -> list[Residue]:
    """Return the words of the source that nothing covers, each run with the mark it stands in, or as `markup`.

    In a text with marks of its own there is none without a mark, but for rules and the bars of a table.
    """
    covered = sorted(_covered(draft, body, residue))
    marks = draft.marked("header", "prefix", "headline", "byline", "dateline")
    return list(_named(marks, _gaps(draft.source, covered)))


def _covered(draft: Draft, body: Iterable[Block], residue: Iterable[Residue]) -> Iterator[Span]:
    for block in walk_blocks(body):
        at = getattr(block, "at", None)
        if at is not None:
            yield at.start, at.end
    yield from ((edit.start, edit.end) for edit in draft.edits)
    yield from ((r.start, r.end) for r in residue)
    for finding in draft.findings:
        if isinstance(finding.where, Extent):
            yield finding.where.start, finding.where.end


def _gaps(source: str, covered: Sequence[Span]) -> Iterator[Span]:
    """Yield the runs of the source that hold something visible and that no span covers."""
    at = 0
    for start, end in [*covered, (len(source), len(source))]:
        if start > at:
            gap = source[at:start]
            visible = gap.strip()
            if visible:
                first = at + gap.index(visible)
                yield first, first + len(visible)
        at = max(at, end)


def _named(marks: Sequence[Mark], gaps: Iterable[Span]) -> Iterator[Residue]:
    """Yield each gap with the kind of the mark it stands in; both are sorted, and no two of these marks overlap."""
    at = 0
    for start, end in gaps:
        while at < len(marks) and marks[at].end <= start:
            at += 1
        inside = at < len(marks) and marks[at].start <= start
        yield Residue(start, end, marks[at].kind if inside else "markup")
