"""Abbreviations that a text introduces: `Joint Water Commission (JWC)`, `JWC (Joint Water Commission)`.

The letters are matched from the right, the first at the beginning of a word (Schwartz and Hearst, "A simple algorithm
for identifying abbreviation definitions", 2003); a full name has two words at least, so that tickers are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.analyse.sentences import LocatedParagraph
from convert.model import Abbreviation

_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
_SHORT = re.compile(r"[^\W_][\w.&/-]{1,9}")
_WORD = re.compile(r"\S+")
_LAST_WORD = re.compile(r"([^\W_][\w.&/-]*)\s*$")
_REACH = 200
"""Characters before a bracket in which its full name stands."""
_BREAKS = re.compile(r"[.;:!?,“”«»\"()]")


def find_abbreviations(paragraphs: Sequence[LocatedParagraph]) -> tuple[Abbreviation, ...]:
    """Return the abbreviations in the order in which they are introduced, each once."""
    found: dict[str, Abbreviation] = {}
    for paragraph in paragraphs:
        for short, full, start, end in introduced(paragraph.text):
            found.setdefault(short, Abbreviation(short, full, paragraph.number, paragraph.extent(start, end)))
    return tuple(found.values())


def introduced(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield short form, full name and where both stand together."""
    for match in _BRACKETS.finditer(text):
        inside = match[1].strip().strip("“”\"'‘’«»").strip()
        window = max(0, match.start() - _REACH)
        before = text[window : match.start()].rstrip()
        if is_short(inside):
            full = _full_before(before, inside)
            if full is not None:
                yield inside, full, window + len(before) - len(full), match.end()
        else:
            last = _LAST_WORD.search(before)
            if last is not None and is_short(last[1]) and _matches(inside, last[1]) == 0:
                yield last[1], inside, window + last.start(1), match.end()


def is_short(word: str) -> bool:
    """Tell whether a word can be an abbreviation: up to ten signs, two capitals at least, no figure alone."""
    return _SHORT.fullmatch(word) is not None and sum(c.isupper() for c in word) >= 2


def _full_before(before: str, short: str) -> str | None:
    """Return the words just before a bracket that its abbreviation stands for."""
    letters = sum(c.isalnum() for c in short)
    words = list(_WORD.finditer(before))[-min(letters + 5, letters * 2) :]
    if not words:
        return None
    window = before[words[0].start() :]
    breaks = [m.end() for m in _BREAKS.finditer(window[:-1])]
    window = window[breaks[-1] :].lstrip() if breaks else window
    at = _matches(window, short)
    return window[at:] if at is not None else None


def _matches(full: str, short: str) -> int | None:
    """Return where in `full` the words begin whose letters make the abbreviation; None if they do not."""
    letters = [c.casefold() for c in short if c.isalnum()]
    words = [(m.start(), m[0].casefold()) for m in re.finditer(r"[^\W_][\w’']*", full)]
    at = _initials(words, letters)
    if at is None:
        at = _letters(full, letters)
    if at is None or len(full[at:].split()) < 2 or short in full[at:].split():
        return None
    return at


def _initials(words: Sequence[tuple[int, str]], letters: Sequence[str]) -> int | None:
    """Return where as many last words begin as there are letters, if these are their initials, small words skipped."""
    left = len(letters)
    for start, word in reversed(words):
        if word[0] == letters[left - 1]:
            left -= 1
            if left == 0:
                return start
        elif len(word) > 3:
            return None
    return None


def _letters(full: str, letters: Sequence[str]) -> int | None:
    """Return where the text begins in which the letters stand in order, the first at the beginning of a word."""
    at = len(full)
    for n in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (full[at].casefold() != letters[n] or (n == 0 and at > 0 and full[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    return at if full[at].isupper() else None
