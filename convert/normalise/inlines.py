"""The words of a block with what is marked inside them: links, emphasis, languages, doubts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from convert import model as m
from convert.contracts import Mark, MarkKind
from convert.normalise.draft import Draft
from convert.normalise.lines import Span

INLINES: tuple[MarkKind, ...] = ("emphasis", "strong", "link", "language")

_SAFE = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_Content = tuple[m.Inline, ...]
_Wrap = Callable[[_Content], m.Inline]
_Wrapped = tuple[int, int, _Wrap]


class Inlines:
    """Makes the content of one block after another, in the order of the text."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.marks = draft.marked(*INLINES)
        self.at = 0
        self.doubts = draft.doubts
        self.doubts_at = [doubt.at.start for doubt in self.doubts]

    def of(self, span: Span) -> _Content:
        """Return the words of `source[start:end]` as they are printed, without white space at their ends."""
        text, (start, end) = self.draft.text, map(self.draft.to_text, span)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        wrapped = [*self._marked(span), *self._doubted(span)]
        if not wrapped:
            return _lines(text[start:end])
        placed = [(self.draft.to_text(a), self.draft.to_text(b), wrap) for a, b, wrap in wrapped]
        return tuple(_nested(text, start, end, sorted(placed, key=_by_place)))

    def _marked(self, span: Span) -> Iterator[_Wrapped]:
        start, end = span
        while self.at < len(self.marks) and self.marks[self.at].end <= start:
            self.at += 1
        for mark in islice(self.marks, self.at, None):
            if mark.start >= end:
                return
            if mark.end > start:
                yield max(mark.start, start), min(mark.end, end), _wrapper(mark, self.draft)

    def _doubted(self, span: Span) -> Iterator[_Wrapped]:
        first, last = (bisect_left(self.doubts_at, each) for each in span)
        for doubt in self.doubts[first:last]:
            if doubt.at.end <= span[1]:
                yield doubt.at.start, doubt.at.end, _remark(doubt.message)


def _by_place(wrapped: _Wrapped) -> tuple[int, int]:
    return wrapped[0], -wrapped[1]


def _wrapper(mark: Mark, draft: Draft) -> _Wrap:
    match mark.kind:
        case "emphasis":
            return m.Emphasis
        case "strong":
            return m.Strong
        case "language":
            return lambda content: m.Span(content, language=mark.value)
        case _:
            return _link(mark.value, draft)


def _link(url: str, draft: Draft) -> _Wrap:
    """Return what makes a link; an address that could run or open something is left out with a warning."""
    if _SAFE.match(url):
        return lambda content: m.Link(content, url)
    draft.note("unsafe-link", f"a link is not kept: {url[:60]}")
    return m.Span


def _remark(message: str) -> _Wrap:
    return lambda content: m.Remark(content, message)


def _nested(text: str, start: int, end: int, spans: Sequence[_Wrapped]) -> Iterator[m.Inline]:
    """Yield the text with spans nested; one that crosses another's end is cut there and goes on after it."""
    at = start
    queue = list(reversed(spans))
    while queue:
        first, last, wrap = queue.pop()
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        yield from _lines(text[at:first])
        inner: list[_Wrapped] = []
        crossing: list[_Wrapped] = []
        while queue and queue[-1][0] < last:
            a, b, other = queue.pop()
            inner.append((a, min(b, last), other))
            if b > last:
                crossing.append((last, b, other))
        yield wrap(tuple(_nested(text, first, last, inner)))
        queue += reversed(crossing)
        at = last
    yield from _lines(text[at:end])


def _lines(words: str) -> _Content:
    """Return words as Texts with Breaks where the source ends a line."""
    row: list[m.Inline] = []
    for number, line in enumerate(words.split("\n")):
        if number:
            row.append(m.Break())
        if line:
            row.append(m.Text(line))
    return tuple(row) if words else ()
