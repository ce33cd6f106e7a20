"""Text whose blocks its reader marked (HTML, Word, Markdown …): its head, and what is the page's among its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.contracts import Mark, MarkKind
from convert.model import Extent, Finding
from convert.normalise.byline import find_byline
from convert.normalise.draft import Draft
from convert.normalise.headline import folded
from convert.normalise.lines import Span
from convert.normalise.residue import residue_rule
from convert.normalise.tree import tree_of

BLOCKS: tuple[MarkKind, ...] = ("paragraph", "heading", "item", "quotation", "table", "figure", "rule")
NOT_BODY: tuple[MarkKind, ...] = ("headline", "byline", "dateline", "header", "prefix", "residue")
_PART = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
"""Words up to a blank line."""

LONGEST_LEAD = 14
"""Paragraphs at the top among which a byline, an outlet or a time stamp is looked for."""


def unmarked(draft: Draft) -> Iterator[Span]:
    """Yield the words of the source that no block holds: they are paragraphs, so that nothing is lost."""
    at = 0
    for mark in [*draft.marked(*BLOCKS, *NOT_BODY), Mark(len(draft.source), len(draft.source), "rule")]:
        gap = draft.source[at : mark.start]
        yield from ((at + part.start(), at + part.end()) for part in _PART.finditer(gap) if _has_words(part[0]))
        at = max(at, mark.end)


def _has_words(part: str) -> bool:
    return any(map(str.isalnum, part))


def find_marked_head(draft: Draft) -> None:
    """Find what the reader marked as headline or byline; without a headline, a first heading of level 1 is it."""
    for mark in draft.marked("headline"):
        _find(draft, "subtitle" if mark.level > 1 else "title", mark, "headline")
    for mark in draft.marked("byline"):
        found = find_byline(draft.source, mark.start)
        words = found.name if found else draft.source[mark.start : mark.end]
        at = Extent(mark.start, mark.end)
        draft.findings.append(Finding("byline", " ".join(words.split()), at, "byline"))
    first = next((node.mark for node in tree_of(draft.marks)[0] if node.mark.kind != "figure"), None)
    titled = any(f.field == "title" and f.rule != "given" for f in draft.findings)
    if first is not None and first.kind == "heading" and first.level == 1 and not titled:
        draft.unmark([first])
        draft.mark(first.start, first.end, "headline")
        _find(draft, "title", first, "headline")


def _find(draft: Draft, field: str, mark: Mark, rule: str) -> None:
    words = " ".join(draft.source[mark.start : mark.end].split())
    if words:
        draft.findings.append(Finding(field, words, Extent(mark.start, mark.end), rule))


def leading_paragraphs(draft: Draft) -> list[Mark]:
    """Return the paragraphs at the top of the text, before any block of another kind; pictures are passed over."""
    lead: list[Mark] = []
    for node in tree_of(draft.marks)[0]:
        if node.mark.kind == "paragraph" and not node.children and len(lead) < LONGEST_LEAD:
            lead.append(node.mark)
        elif node.mark.kind != "figure":
            break
    return lead


def keep_story(draft: Draft, lead: Sequence[Mark], story: Sequence[Span]) -> None:
    """Take the leading paragraphs out of the body that are head; one whose byline ran into it begins after that."""
    kept = {end: start for start, end in story if start < end}
    for mark in lead:
        start = kept.get(mark.end)
        if start != mark.start:
            draft.unmark([mark])
        if start is not None and start > mark.start:
            draft.mark(start, mark.end, "paragraph")


def take_out_marked_residue(draft: Draft) -> None:
    """Mark as residue the paragraphs and headings that are the page's, and a heading that says the headline again."""
    titles = {folded(f.value) for f in draft.findings if f.field == "title"}
    gone: list[tuple[Mark, str]] = []
    for mark in draft.marked("heading", "paragraph"):
        words = draft.source[mark.start : mark.end]
        rule = "repeated-headline" if folded(words) in titles else residue_rule(words.strip(), draft.source)
        if rule is not None and any(map(str.isalnum, words)):
            gone.append((mark, rule))
    draft.unmark([mark for mark, _ in gone])
    for mark, rule in gone:
        draft.mark(mark.start, mark.end, "residue", value=rule)
