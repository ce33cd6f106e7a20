"""What got lost on the way to the text, spaces and quotation marks: reported where it stands, never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from convert.normalise.draft import Draft
from convert.normalise.lines import Span
from convert.normalise.word_lists import begins_joined_name, listed

_SMALL = "a-zß-öø-ÿāăąćčďđēęěğīıłńňōőœřśşšťūůűźżžа-яёіїєґў"
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽА-ЯЁІЇЄҐЎ"
_SEAM = re.compile(  # begins with what is rare, so that it is searched for fast
    f"[{_CAPITAL}](?:(?<=[{_SMALL}]{{3}}.)(?=[{_SMALL}]{{2}})|(?<=[{_SMALL}]{{3}}[.!?,;].)"
    f"|(?<=[{_SMALL}]{{3}}[.!?,;][”’»)].))"
)
_PARTS = re.compile(f"[{_CAPITAL}]?[{_SMALL}]+")
_MARKS = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])|(?<=\s)\?(?=\w)")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"\w+")
LONGEST_WORD = 60
ENOUGH_MARKS = 2


def report_lost_spaces(draft: Draft, blocks: Sequence[Span]) -> None:
    """Report words that run into each other (`TurkishDeputy`, `Monday.He`).

    A name that is written so is none of them: one that is known, that occurs more than once, a tag, an address.
    """
    found = [span for start, end in blocks for span in _seams(draft.source, start, end)]
    times = Counter(draft.source[start:end] for start, end in found)
    alone = frozenset(_LETTERS.findall(draft.source)) if found else frozenset()
    lost = [span for span in found if times[draft.source[slice(*span)]] == 1 and _is_plain(draft, *span, alone)]
    for start, end in lost:
        message = f"a space may be missing in “{draft.source[start:end]}”"
        draft.doubt(start, end, message)
    if lost:
        shown = ", ".join(f"“{draft.source[start:end]}”" for start, end in lost[:3]) + ("…" if len(lost) > 3 else "")
        draft.note("lost-spaces", f"a space may be missing in {shown}; the text is left as it is")


def _seams(source: str, start: int, end: int) -> Iterator[Span]:
    """Yield the words in which two meet, without the punctuation round them."""
    at = start
    while (seam := _SEAM.search(source, at, end)) is not None:
        # back to the last word looked at and no farther: a text without spaces would be searched again and again
        first = max(source.rfind(white, at, seam.start()) for white in " \n\t\u00a0") + 1 or at
        word = _WORD.match(source, first, end)
        last = word.end() if word else seam.end()
        at = last
        said = source[first:last]
        if len(said) <= LONGEST_WORD and not _is_name(said):
            inner = said.strip("\"'“”„«»‘’()[].,;:!?…—–-")
            yield (begins := first + said.index(inner)), begins + len(inner)


def _is_name(word: str) -> bool:
    if any(sign in word for sign in "@#/_") or re.search(r"\w\.[a-z]{2,}", word):
        return True
    return any(map(begins_joined_name, _PARTS.findall(word)[:2])) and "." not in word


def _is_plain(draft: Draft, start: int, end: int, alone: frozenset[str]) -> bool:
    """Tell whether two words plainly met: at a stop, before a word that often follows, or where the text has one alone.

    A capital inside a word is a name's more often than not (HarperCollins, AmeriCorps).
    """
    word = draft.source[start:end]
    if not word.isalpha() or word[0].islower():
        return True
    first, *others = _PARTS.findall(word) or [word]
    if any(part.casefold() in listed("following_words.txt") for part in others[:1]):
        return True
    return len(others) == 1 and any(part.lower() in alone for part in (first, others[0]))


def report_lost_marks(draft: Draft, blocks: Sequence[Span]) -> None:
    """Report question marks that stand where a quotation mark or an apostrophe got lost (`didn?t`, ` ?wait`)."""
    if draft.source.count("?") < ENOUGH_MARKS:
        return
    found = [
        match.span()
        for start, end in blocks
        for match in _MARKS.finditer(draft.source, start, end)
        if not re.search(r"(?:[/=]|www\.)\S*$", draft.source[max(start, match.start() - 80) : match.start()])
    ]
    if len(found) < ENOUGH_MARKS:
        return
    for start, end in found:
        draft.doubt(start, end, "a mark may have been lost here; the source has a question mark")
    draft.note("lost-marks", f"question marks stand where other marks got lost: {len(found)} or more")
