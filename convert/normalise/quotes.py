"""Quotation marks: straight ones become the pair of the article's language, mixed and nested ones are balanced.

The source's own curly marks stay as they are. A mark is read by what stands beside it and by what is open; one pass
over the text with a stack, whatever the depth. An apostrophe is one within a word, before a decade (’90s) and where an
opening single mark finds no closing one. A quotation of several paragraphs opens each of them and closes the last
(Chicago Manual of Style, 13.32): that is not unbalanced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from convert.normalise.draft import Change, Draft
from convert.normalise.lines import Span

Pair = tuple[str, str]

_DOUBLE: dict[str, Pair] = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "et", "lt", "is", "sr", "hr", "mk", "ka"), ("„", "“")),
    **dict.fromkeys(("pl", "hu", "ro", "nl"), ("„", "”")),
    **dict.fromkeys(("ru", "uk", "be", "el", "hy"), ("«", "»")),
    **dict.fromkeys(("sv", "fi"), ("”", "”")),
    "fr": ("«\u00a0", "\u00a0»"),
}
"""What straight double marks become; elsewhere “ ”. French sets a space that does not break inside its own."""

_SINGLE: dict[str, Pair] = {
    "fr": ("“", "”"),
    **dict.fromkeys(("de", "cs", "sk", "sl", "et", "lt", "hr", "sr"), ("‚", "‘")),
    **dict.fromkeys(("sv", "fi"), ("’", "’")),
}

_ANY = re.compile("``|''|[\"'“”„‟«»‘’‚‛]")
_STRAIGHT = re.compile("\"|''")
_OPENERS = frozenset("“„‟«‘‚‛")
_BEFORE_NESTED = frozenset(" \t\n\u00a0([\u2009\u202f")
_OPEN_AGAIN = ('"', "“", "„", "«", "”", "''", "``", "»")
"""What a quotation that goes on begins its next paragraph with; Russian and French books do with » too."""

_BEFORE_OPENING = frozenset(" \t\n\u00a0([{—–-/=“„«‘‚\"'¿¡\u2009\u202f>")
_ELIDED = re.compile(r"(?:tis|twas|em|cause|til|till|n|cuz|round|bout)\b|\d\ds?\b", re.IGNORECASE)
_GERSHAYIM = re.compile(r"[\u05d0-\u05ea]\"[\u05d0-\u05ea](?![\u05d0-\u05ea])")
"""The sign of an abbreviation in Hebrew, which stands before its last letter."""

_AFTER_CLOSING = re.compile(r"[\s.,;:!?)\]}…—–\-”’»\"'/]|$")


def set_quotes(draft: Draft, blocks: Sequence[Span]) -> None:
    """Set the marks of each block; blocks whose marks do not balance are reported."""
    code = (draft.language or "en").split("-")[0]
    double, single = _DOUBLE.get(code, ("“", "”")), _SINGLE.get(code, ("‘", "’"))
    changes: list[Change] = []
    unbalanced: list[Span] = []
    spans = [(draft.to_text(start), draft.to_text(end)) for start, end in blocks]
    for at, (start, end) in enumerate(spans):
        reader = _Marks(draft.text, start, end, double, single)
        changes += reader.read()
        goes_on = at + 1 < len(spans) and draft.text.startswith(_OPEN_AGAIN, spans[at + 1][0])
        if reader.is_unbalanced and not (reader.is_open_at_end and goes_on):
            unbalanced.append(blocks[at])
    draft.change(changes, "quotation-marks")
    _report(draft, unbalanced)


def _report(draft: Draft, unbalanced: Sequence[Span]) -> None:
    for start, end in unbalanced:
        draft.doubt(start, end, "quotation marks do not balance")
    if unbalanced:
        words = draft.words(*unbalanced[0])[:40]
        draft.note("unbalanced-quotes", f"quotation marks do not balance (paragraphs: {len(unbalanced)}): “{words}…”")


class _Marks:
    """The quotation marks of one block, read from left to right."""

    def __init__(self, text: str, start: int, end: int, double: Pair, single: Pair) -> None:
        self.text, self.start, self.end = text, start, end
        self.double, self.single = double, single
        self.open: list[str] = []
        self.doubles = self.stray = 0
        self.straight = [match.start() for match in _STRAIGHT.finditer(text, start, end)]
        self._read_to, self._last_set = -1, ""
        self._closable = self._last_closable()

    def read(self) -> list[Change]:
        changes = []
        for match in _ANY.finditer(self.text, self.start, self.end):
            after = self._set(match[0], match.start(), match.end())
            self._read_to, self._last_set = match.end(), after[-1]
            if after != match[0]:
                changes.append((match.start(), match.end(), after))
        return changes

    @property
    def is_unbalanced(self) -> bool:
        return bool(self.stray or any(kind == '"' for kind in self.open))

    @property
    def is_open_at_end(self) -> bool:
        return not self.stray and self.open.count('"') == 1

    def _set(self, mark: str, at: int, end: int) -> str:
        if mark in ('"', "``", "''"):
            return self._double(mark, at, end)
        if mark == "'":
            return self._straight_single(at)
        return self._curly(mark, at, end)

    # ---- double marks

    def _double(self, mark: str, at: int, end: int) -> str:
        before, following = self._before(at), self.text[end : end + 1]
        if mark == '"' and before.isdigit() and not self.doubles and not self._opens(at, end):
            return mark  # inches, seconds
        if mark == '"' and _GERSHAYIM.match(self.text, max(self.start, at - 1)):
            return mark
        opens = mark == "``" or self._opens(at, end)
        if mark == '"' and not self.doubles and following.isalnum():
            opens = opens or self._later(end) > 0  # after a prefix: بـ"الجيش"
        empty = before in _OPENERS and opens  # nobody quotes nothing
        nests = opens and before in _BEFORE_NESTED and self._later(end) > (before not in ("(", "["))
        if self.doubles and not empty and not nests:
            self._close('"')
            return self.double[1]
        if opens or not before or before.isspace():
            self._open('"')
            return self.double[0]
        self.stray += 1
        return self.double[1]

    def _later(self, at: int) -> int:
        """Return how many straight double marks follow in the block."""
        return len(self.straight) - bisect_left(self.straight, at)

    def _opens(self, at: int, end: int) -> bool:
        before, following = self._before(at), self.text[end : end + 1]
        return (not before or before in _BEFORE_OPENING) and bool(following) and not following.isspace()

    def _before(self, at: int) -> str:
        """Return the character before a mark, as it is set: a straight one there was read just now."""
        if at == self._read_to:
            return self._last_set
        return self.text[at - 1] if at > self.start else ""

    def _open(self, kind: str) -> None:
        self.open.append(kind)
        self.doubles += kind == '"'

    def _close(self, kind: str) -> None:
        while self.open:
            last = self.open.pop()
            self.doubles -= last == '"'
            if last == kind:
                return

    # ---- single marks

    def _straight_single(self, at: int) -> str:
        before, following = self._before(at), self.text[at + 1 : at + 2] if at + 1 < self.end else ""
        if before.isalnum() and following.isalnum():
            return "’"
        if self._opens(at, at + 1) and not before.isalnum():
            if _ELIDED.match(self.text, at + 1) or at >= self._closable:
                return "’"
            self._open("'")
            return self.single[0]
        if "'" in self.open and (not following or _AFTER_CLOSING.match(following)):
            if before == "s" and self._closes_later(at):
                return "’"
            self._close_single()
            return self.single[1]
        return "’" if before and not before.isspace() and not before.isdigit() else "'"

    def _close_single(self) -> None:
        if self.open[-1] == "'":
            self.open.pop()
        else:
            at = len(self.open) - 1 - self.open[::-1].index("'")
            del self.open[at]

    def _closes_later(self, at: int) -> bool:
        """Tell whether another single mark closes soon: then this one is a possessive (`the welders' guild'`)."""
        return re.search(r"[^\s]'(?=[\s.,;:!?”\"]|$)", self.text[at + 1 : min(self.end, at + 160)]) is not None

    def _last_closable(self) -> int:
        """Return where the last single mark stands that can close a quotation: none opens after it."""
        last = -1
        for match in re.finditer(r"['’](?<=[^\s(\[].)(?=[\s.,;:!?)\]”\"»—–-]|$)", self.text[self.start : self.end]):
            last = self.start + match.start()
        return last

    # ---- marks that are curly already

    def _curly(self, mark: str, at: int, end: int) -> str:
        """Read a mark of the source's own; one that is plainly the wrong way round is turned."""
        if mark in "‘’‚‛":
            return mark
        before = self._before(at)
        begins = not before or before in _BEFORE_OPENING
        turned = self._turned(mark, before, self.text[end : end + 1])
        opens = turned in _OPENERS
        if turned in "“«" and self.doubles and not begins:
            opens = turned == "«" and self.double[1][-1] == "»"  # „…“ and »…« close with these
        elif turned == "»" and not self.doubles and begins:
            opens = self.double[1][-1] != "»"  # Danish and German books set »…«; who sets «…» does not
        elif turned == "”" and self.double[0] == "”" and not self.doubles:
            opens = not before or before.isspace()
        self._count(opens=opens)
        return turned

    def _turned(self, mark: str, before: str, following: str) -> str:
        """Return ” as “ where it opens a paragraph or a word, in a language that has that pair."""
        if self.double == ("“", "”") and mark == "”" and not self.doubles and following.isalnum():
            return "“" if not before or before.isspace() else mark
        return mark

    def _count(self, *, opens: bool) -> None:
        if opens:
            self._open('"')
        elif self.doubles:
            self._close('"')
        else:
            self.stray += 1


def marks_in(text: str) -> Iterator[str]:
    """Yield the quotation marks of a text, in order."""
    for match in _ANY.finditer(text):
        yield match[0]
