"""Quoted words: where quotation marks open and close, paragraph by paragraph.

A quotation that its paragraph leaves open goes on in the next if that opens with a mark (Chicago Manual of Style,
13.32). Nested marks belong to the outer quotation. Single marks count only where an article has no double ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_DOUBLE = re.compile('["“”„«»]')
_SINGLE = re.compile(r"(?<!\w)[‘‚](?=\w)|[’‘](?!\w)")
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{—–-/‘'¿¡…:")


class Quoted(Struct, frozen=True):
    """Quoted words of one paragraph: `text[start:end]` without its marks, `text[outer:after]` with them.

    `opens` tells that a mark opens it here, `closes` that one closes it here.
    """

    start: int
    end: int
    outer: int
    after: int
    closes: bool
    goes_on: bool = False
    """The paragraph before it left the quotation open."""
    interrupted: bool = False
    """Words that name its speaker follow it between its marks: `«Мы ждём, — сказал он. — …»`."""
    resumed: bool = False
    """It is what follows such words."""


def quoted_words(texts: Sequence[str]) -> list[list[Quoted]]:
    """Return the quotations of each paragraph, in order."""
    pattern = _DOUBLE if any(_DOUBLE.search(text) for text in texts) else _SINGLE
    found: list[list[Quoted]] = []
    is_open = False
    for at, text in enumerate(texts):
        goes_on = is_open and bool(pattern.match(text.lstrip()))
        here = list(_in_paragraph(text, pattern, goes_on=goes_on))
        is_open = bool(here) and not here[-1].closes
        if is_open and not (at + 1 < len(texts) and pattern.match(texts[at + 1].lstrip())):
            is_open = False
            if not here[-1].goes_on:
                here.pop()
        found.append(here)
    return found


def _in_paragraph(text: str, pattern: re.Pattern[str], *, goes_on: bool) -> Iterator[Quoted]:
    opened: re.Match[str] | None = None
    depth = 0
    first = True
    for mark in pattern.finditer(text):
        if opened is None:
            if _opens(text, mark):
                opened, depth = mark, 1
        elif _closes(text, mark, opened[0]):
            depth -= 1
            if depth == 0 or mark[0] in '"”':
                yield _quoted(text, opened, (mark.start(), mark.end()), goes_on=goes_on and first, closes=True)
                opened, first = None, False
        elif mark[0] == opened[0] and mark[0] != '"':
            depth += 1
    if opened is not None:
        end = len(text.rstrip())
        yield _quoted(text, opened, (end, end), goes_on=goes_on and first, closes=False)


def _quoted(text: str, opened: re.Match[str], closing: tuple[int, int], *, goes_on: bool, closes: bool) -> Quoted:
    end, after = closing
    inner = text[opened.end() : end]
    start = opened.end() + len(inner) - len(inner.lstrip())
    return Quoted(start, max(start, opened.end() + len(inner.rstrip())), opened.start(), after, closes, goes_on)


_CLOSING = {
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "”": "”",
    '"': '"”',
    "‘": "’",
    "‚": "‘’",
    "’": "’",
}
"""What closes a quotation, by what opened it; `»…«` is German, `”…”` Swedish."""


def _opens(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1] if mark.start() else " "
    follows = text[mark.end() : mark.end() + 1]
    if mark[0] in "„«‚":
        return True
    if mark[0] in "“‘":
        # in German the same sign closes
        return before in _BEFORE_OPENING or (not before.isspace() and follows.isalnum())
    return before in _BEFORE_OPENING and bool(follows) and not follows.isspace() and mark[0] != "’"


def _closes(text: str, mark: re.Match[str], opening: str) -> bool:
    """Tell whether a mark closes what another opened; a sign that does both closes only what it touches."""
    if mark[0] not in _CLOSING[opening]:
        return False
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1]
    # a mark between two blanks opens nothing: `…, oh, yes,' " she said`
    return mark[0] not in '"“' or not before.isspace() or not after.strip()
