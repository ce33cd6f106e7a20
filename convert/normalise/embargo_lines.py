"""Lines that state an embargo, taken out of the story: they are its handling; and a warning where one is mentioned."""

from __future__ import annotations

from collections.abc import Sequence

from convert.model import Article
from convert.normalise.draft import Draft
from convert.normalise.embargo import FoundEmbargo, find_embargoes
from convert.normalise.lines import Span


def without_embargo_lines(draft: Draft, lines: Sequence[Span]) -> list[Span]:
    """Return the lines of a story, those blank that are nothing but the statement of an embargo."""
    stated = _lines(draft)
    for start, end in lines:
        if (start, end) in stated:
            draft.mark(start, end, "dateline")
    return [(end, end) if (start, end) in stated else (start, end) for start, end in lines]


def take_out_marked_embargo(draft: Draft) -> None:
    """Take out of the body the paragraphs and headings that are nothing but the statement of an embargo."""
    stated = _lines(draft)
    taken = [mark for mark in draft.marked("paragraph", "heading") if (mark.start, mark.end) in stated]
    draft.unmark(taken)
    for mark in taken:
        draft.mark(mark.start, mark.end, "dateline")


def has_open_embargo(article: Article) -> bool:
    """Tell whether the source states an embargo, and neither it nor the editor says until when."""
    return article.metadata.embargo is None and any(f.field == "embargo" and f.chosen for f in article.findings)


def note_mentioned(draft: Draft) -> None:
    """Warn of a text that tells of an embargo on publication and states none of its own."""
    if any(finding.field == "embargo" and finding.chosen for finding in draft.findings):
        return
    for each in find_embargoes(draft.source, draft.language):
        if each.said == "mentioned":
            draft.note("embargo-mentioned", _said(draft, each), f"line {_line(draft, each)}")


def _said(draft: Draft, found: FoundEmbargo) -> str:
    words = " ".join(draft.source[found.start : found.end].split())
    return f"is this text under an embargo? “{words[:160]}” is not obeyed; if it is, give -M embargo=TIME"


def _line(draft: Draft, found: FoundEmbargo) -> int:
    return draft.source.count("\n", 0, found.start) + 1


def _lines(draft: Draft) -> set[Span]:
    found = find_embargoes(draft.source, draft.language)
    return {(each.start, each.end) for each in found if each.said == "line"}
