"""A text that remembers its source: edits and marks live in one coordinate system, that of the decoded source.

`Draft.text` is the source with the edits applied. A pass looks at the text, or at the source, and adds edits or marks;
it never sees an intermediate coordinate system. Edits are sorted and disjoint: one that touches an earlier one is
merged with it. So `applied(source, edits) == text` and `reverted(text, edits) == source` hold by construction.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from convert.contracts import Mark, MarkKind
from convert.errors import Note, Noter
from convert.model import Edit, Extent, Finding

Change = tuple[int, int, str]
"""Replace `text[start:end]` by a string; positions are those of the draft's text."""


class Doubt(Struct, frozen=True):
    """Something a reader of the text should know, and the words of the source it concerns."""

    at: Extent
    message: str


class Draft:
    """A source text on its way to an article: its edits, marks, findings and doubts."""

    def __init__(self, source: str, name: str, note: Noter, marks: Iterable[Mark] = ()) -> None:
        self.source = source
        self.name = name
        self.text = source
        self.edits: list[Edit] = []
        self.marks: list[Mark] = sorted(marks)
        self.findings: list[Finding] = []
        self._doubts: dict[Doubt, None] = {}
        self.language: str | None = None
        self._note = note
        self._text_starts: list[int] = []
        self._source_starts: list[int] = []

    def note(self, code: str, message: str, where: str = "") -> None:
        """Warn the user; `where` is added to the input's name."""
        self._note(Note(code, message, where=f"{self.name}, {where}" if where else self.name))

    def tell(self, code: str, message: str) -> None:
        """Tell the user what he may want to look at, though nothing is wrong."""
        self._note(Note(code, message, self.name, level="info"))

    def doubt(self, start: int, end: int, message: str) -> None:
        """Tell the reader of doubts about `source[start:end]`, once."""
        self._doubts[Doubt(Extent(start, end), message)] = None

    @property
    def doubts(self) -> list[Doubt]:
        """The doubts, in the order of the source."""
        return sorted(self._doubts, key=lambda doubt: doubt.at.start)

    # ---- marks

    def mark(self, start: int, end: int, kind: MarkKind, level: int = 0, value: str = "") -> None:
        """Add a mark over `source[start:end]`, once."""
        mark = Mark(start, end, kind, level, value)
        at = bisect_left(self.marks, mark)
        if at == len(self.marks) or self.marks[at] != mark:
            self.marks.insert(at, mark)

    def marked(self, *kinds: MarkKind) -> list[Mark]:
        """Return the marks of these kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def unmark(self, marks: Iterable[Mark]) -> None:
        """Take marks away."""
        gone = set(marks)
        self.marks = [mark for mark in self.marks if mark not in gone]

    # ---- edits

    def substitute(self, pattern: re.Pattern[str], after: str | Callable[[re.Match[str]], str], rule: str) -> int:
        """Replace each match of a pattern in the text, as `re.sub` does; return how many changed."""
        changes = [
            (match.start(), match.end(), match.expand(after) if isinstance(after, str) else after(match))
            for match in pattern.finditer(self.text)
        ]
        return self.change(changes, rule)

    def change(self, changes: Sequence[Change], rule: str) -> int:
        """Make changes, which are sorted and disjoint; return how many were none."""
        real = [change for change in changes if self.text[change[0] : change[1]] != change[2]]
        if real:
            self._set(_merged(self, real, rule))
        return len(real)

    def restore(self, edits: Iterable[Edit]) -> None:
        """Take up the edits of an article that was normalised before: sorted, disjoint, of this very source."""
        self._set(list(edits))

    def _set(self, edits: list[Edit]) -> None:
        self.edits = edits
        self.text = applied(self.source, edits)
        self._text_starts, self._source_starts = [], [edit.start for edit in edits]
        shift = 0
        for edit in edits:
            self._text_starts.append(edit.start + shift)
            shift += len(edit.after) - (edit.end - edit.start)

    # ---- positions

    def to_source(self, position: int, *, end: bool = False) -> int:
        """Return where in the source a position of the text stands; inside an edit, its beginning or its `end`."""
        at = bisect_left(self._text_starts, position) if end else bisect_right(self._text_starts, position)
        if at == 0:
            return position
        edit, start = self.edits[at - 1], self._text_starts[at - 1]
        past = position - start - len(edit.after)
        if past < 0 or (past == 0 and end):
            return edit.end if end else edit.start
        return edit.end + past

    def to_text(self, position: int) -> int:
        """Return where in the text a position of the source stands; inside an edit, where what replaced it begins."""
        at = bisect_right(self._source_starts, position)
        if at == 0:
            return position
        edit, start = self.edits[at - 1], self._text_starts[at - 1]
        if position < edit.end:
            return start
        return start + len(edit.after) + position - edit.end

    def extent(self, start: int, end: int) -> Extent:
        """Return the source's extent of `text[start:end]`."""
        return Extent(self.to_source(start), self.to_source(end, end=True))

    def words(self, start: int, end: int) -> str:
        """Return the text that stands for `source[start:end]`."""
        return self.text[self.to_text(start) : self.to_text(end)]


def applied(source: str, edits: Iterable[Edit]) -> str:
    """Return the source with edits applied; they are sorted and disjoint."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (source[at : edit.start], edit.after)
        at = edit.end
    return "".join((*parts, source[at:]))


def reverted(text: str, edits: Iterable[Edit]) -> str:
    """Return the source of a text to which edits were applied."""
    parts: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit.start + shift
        parts += (text[at:start], edit.before)
        at = start + len(edit.after)
        shift += len(edit.after) - len(edit.before)
    return "".join((*parts, text[at:]))


# ---- merging ------------------------------------------------------------------------------------------------------


def _merged(draft: Draft, changes: Sequence[Change], rule: str) -> list[Edit]:
    """Return the draft's edits with changes of its text added, each group that touches made one edit."""
    pieces = sorted(
        [
            *((start, start + len(edit.after), at, None) for at, (start, edit) in enumerate(_in_text(draft))),
            *((start, end, -1, after) for start, end, after in changes),
        ],
        key=lambda piece: (piece[0], piece[1]),
    )
    merged: list[Edit] = []
    shift = 0
    for group in _touching(pieces):
        edit, shift = _one_edit(draft, group, rule, shift)
        if edit.before != edit.after:
            merged.append(edit)
    return merged


_Piece = tuple[int, int, int, "str | None"]


def _in_text(draft: Draft) -> Iterable[tuple[int, Edit]]:
    return zip(draft._text_starts, draft.edits, strict=True)


def _touching(pieces: Sequence[_Piece]) -> Iterable[list[_Piece]]:
    """Yield groups of old edits and new changes that touch; two old edits alone never do."""
    group: list[_Piece] = []
    end = -1
    only_old = True
    for piece in pieces:
        is_old = piece[3] is None
        apart = piece[0] > end or (piece[0] == end and only_old and is_old)
        if group and apart:
            yield group
            group, only_old = [], True
        group.append(piece)
        only_old = only_old and is_old
        end = max(end, piece[1]) if len(group) > 1 else piece[1]
    if group:
        yield group


def _one_edit(draft: Draft, group: Sequence[_Piece], rule: str, shift: int) -> tuple[Edit, int]:
    """Return one edit for a group, and how far text and source are apart after it."""
    start, end = group[0][0], max(piece[1] for piece in group)
    olds = [draft.edits[piece[2]] for piece in group if piece[3] is None]
    parts: list[str] = []
    at = start
    for new_start, new_end, _, after in group:
        if after is not None:
            parts += (draft.text[at:new_start], after)
            at = new_end
    parts.append(draft.text[at:end])
    grown = sum(len(old.after) - (old.end - old.start) for old in olds)
    source_start, source_end = start - shift, end - shift - grown
    is_new = any(piece[3] is not None for piece in group)
    rules = dict.fromkeys([*(r for old in olds for r in old.rule.split("+")), *([rule] if is_new else [])])
    before = draft.source[source_start:source_end]
    return Edit(source_start, source_end, before, "".join(parts), "+".join(rules)), shift + grown
