"""What got lost on the way to the text, spaces and quotation marks: reported where it stands, never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from convert.model import Extent
from convert.normalise.draft import Doubt, Draft
from convert.normalise.lines import Span

_DATA = Path(__file__).parent / "data"

_SMALL = "a-zß-öø-ÿāăąćčďđēęěğīıłńňōőœřśşšťūůűźżžа-яёіїєґў"
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽА-ЯЁІЇЄҐЎ"
_SEAM = re.compile(f"[{_SMALL}]{{3}}(?:[.!?,;][”’»)]?[{_CAPITAL}]|[{_CAPITAL}][{_SMALL}]{{2}})")
_MARKS = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])|(?<=\s)\?(?=\w)")
_WORD = re.compile(r"\S+")
LONGEST_WORD = 60
ENOUGH_MARKS = 2


def report_lost_spaces(draft: Draft, blocks: Sequence[Span]) -> None:
    """Report words that run into each other (`TurkishDeputy`, `Monday.He`).

    A name that is written so is none of them: one that is known, that occurs more than once, a tag, an address.
    """
    found = [span for start, end in blocks for span in _seams(draft.source, start, end)]
    times = Counter(draft.source[start:end] for start, end in found)
    lost = [(start, end) for start, end in found if times[draft.source[start:end]] == 1]
    for start, end in lost:
        message = f"a space may be missing in “{draft.source[start:end]}”"
        draft.doubts.append(Doubt(Extent(start, end), message))
    if lost:
        shown = ", ".join(f"“{draft.source[start:end]}”" for start, end in lost[:3]) + ("…" if len(lost) > 3 else "")
        draft.note("lost-spaces", f"a space may be missing in {shown}; the text is left as it is")


def _seams(source: str, start: int, end: int) -> Iterator[Span]:
    """Yield the words in which two meet, without the punctuation round them."""
    at = start
    while (seam := _SEAM.search(source, at, end)) is not None:
        first = max(source.rfind(white, start, seam.start()) for white in " \n\t\u00a0") + 1 or start
        word = _WORD.match(source, max(first, start), end)
        last = word.end() if word else seam.end()
        at = last
        said = source[max(first, start) : last]
        if len(said) <= LONGEST_WORD and not _is_name(said):
            inner = said.strip("\"'“”„«»‘’()[].,;:!?…—–-")
            yield (begins := max(first, start) + said.index(inner)), begins + len(inner)


def _is_name(word: str) -> bool:
    if any(sign in word for sign in "@#/_") or re.search(r"\w\.[a-z]{2,}", word):
        return True
    parts = re.findall(rf"[{_CAPITAL}]?[{_SMALL}]+", word)
    return any(part in _joined_names() for part in parts[:2]) and "." not in word


@cache
def _joined_names() -> frozenset[str]:
    lines = (_DATA / "joined_names.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def report_lost_marks(draft: Draft, blocks: Sequence[Span]) -> None:
    """Report question marks that stand where a quotation mark or an apostrophe got lost (`didn?t`, ` ?wait`)."""
    found = [
        match.span()
        for start, end in blocks
        for match in _MARKS.finditer(draft.source, start, end)
        if not re.search(r"(?:[/=]|www\.)\S*$", draft.source[max(start, match.start() - 80) : match.start()])
    ]
    if len(found) < ENOUGH_MARKS:
        return
    for start, end in found:
        draft.doubts.append(Doubt(Extent(start, end), "a mark may have been lost here; the source has a question mark"))
    draft.note("lost-marks", f"question marks stand where other marks got lost, in {len(found)} places or more")
