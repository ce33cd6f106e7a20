"""From lines to paragraphs and heads: by leading, indents, short lines, sizes of type; divided words made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from convert.readers.pdf.lines import Line

Kind = Literal["paragraph", "heading", "item"]

LARGER = 1.12
"""A head's size of type against the text's."""
LONGEST_HEAD = 220
_STOP = re.compile(r"[.!?…:;][”’\"')»\]]*$")
_BULLET = re.compile(r"^[•‣▪◦●○■·–\uf0b7\uf0a7]\s+|^[-*]\s+(?=\w)")
_NUMBERED = re.compile(r"^\(?(\d{1,2}|[a-z])[.)]\s+(?=\w)")


class Piece(Struct, frozen=True):
    """A paragraph, head or list item; `level` of a head is 1 for the largest type; `number` that of a list item."""

    kind: Kind
    text: str
    level: int = 0
    number: str = ""


def body_size(lines: Iterable[Line]) -> float:
    """Return the size of type that most letters are set in."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[line.size] += len(line.text)
    return max(counts, key=lambda size: (counts[size], -size)) if counts else 0.0


def pieces_of(columns: Sequence[Sequence[Line]], size: float) -> list[Piece]:
    """Return the paragraphs and heads of columns in reading order; one that goes on in the next column is one."""
    groups: list[list[Line]] = []
    open_end = False
    for column in columns:
        width = _width(column)
        for number, line in enumerate(column):
            before = column[number - 1] if number else None
            if groups and (
                _goes_on(before, line, width, column, size)
                if before is not None
                else open_end and _continues(groups, line)
            ):
                groups[-1].append(line)
            else:
                groups.append([line])
        open_end = bool(column) and _is_open(column[-1], width, size)
    sizes = sorted({line.size for group in groups for line in group if line.size >= size * LARGER}, reverse=True)
    words = Counter(word for group in groups for line in group for word in re.findall(r"\w+-\w+", line.text))
    return [_piece(group, size, sizes, words) for group in groups]


def _width(column: Sequence[Line]) -> tuple[float, float]:
    lefts, rights = sorted(line.left for line in column), sorted(line.right for line in column)
    return lefts[len(lefts) // 4], rights[(len(rights) * 9) // 10]


def _goes_on(before: Line, line: Line, width: tuple[float, float], column: Sequence[Line], size: float) -> bool:
    """Tell whether a line belongs to the paragraph of the line over it."""
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size) or _starts_item(line.text):
        return False
    if before.bold != line.bold and (_is_head(before, size) or _is_head(line, size)):
        return False
    step = before.bottom - line.bottom
    if step > 1.35 * _leading(column, line.size):
        return False
    if _starts_item(before.text):  # what goes on in an item hangs under its words
        return line.left > before.left + 1
    indent = line.left - width[0]
    short = before.right < width[1] - 0.12 * (width[1] - width[0])
    ended = bool(_STOP.search(before.text))
    if 0.6 * line.size < indent < 5 * line.size and before.left - width[0] < 0.5 * line.size and (ended or not short):
        return False
    return not (short and ended and not before.text.endswith("\u00ad"))


def _leading(column: Sequence[Line], size: float) -> float:
    steps = [
        round(one.bottom - other.bottom, 1)
        for one, other in pairwise(column)
        if 0 < one.bottom - other.bottom < 3 * size
    ]
    return max(Counter(steps).most_common(1)[0][0], size) if steps else 1.3 * size


def _starts_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBERED.match(text))


def _is_open(line: Line, width: tuple[float, float], size: float) -> bool:
    """Tell whether a column's last line leaves its sentence open."""
    return not _STOP.search(line.text) and line.size < size * LARGER and line.right > width[0]


def _continues(groups: Sequence[Sequence[Line]], line: Line) -> bool:
    last = groups[-1][-1]
    if abs(last.size - line.size) > 0.08 * max(last.size, line.size) or _is_head(line, last.size):
        return False
    return last.text.endswith(("\u00ad", "-")) or line.text[:1].islower() or not _STOP.search(last.text)


def _is_head(line: Line, size: float) -> bool:
    return line.size >= size * LARGER or (line.bold and len(line.text) < 90 and not _STOP.search(line.text))


def _piece(group: Sequence[Line], size: float, sizes: Sequence[float], words: Counter[str]) -> Piece:
    text = _joined([line.text for line in group], words)
    own = group[0].size
    bold = all(line.bold for line in group)
    if own >= size * LARGER and len(text) <= LONGEST_HEAD:
        return Piece("heading", text, min(1 + sizes.index(own) if own in sizes else 2, 6))
    if bold and len(text) <= 90 and len(group) <= 2 and not _STOP.search(text):
        return Piece("heading", text, min(len(sizes) + 2, 6))
    if bullet := _BULLET.match(text):
        return Piece("item", text[bullet.end() :])
    if (numbered := _NUMBERED.match(text)) and numbered[1].isdecimal():
        return Piece("item", text[numbered.end() :], number=numbered[1])
    return Piece("paragraph", text)


def _joined(lines: Sequence[str], words: Counter[str]) -> str:
    """Return lines as one, words divided at their ends whole; a hyphen stays where the text writes the word with it."""
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("\u00ad") or (text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower()):
            text = _undivided(text[:-1], line, words)
        elif text.endswith(("-", "/", "—")) and not text.endswith((" -", " —")):
            text += line
        else:
            text = f"{text} {line}"
    return text.removesuffix("\u00ad")


def _undivided(text: str, line: str, words: Counter[str]) -> str:
    first, second = re.search(r"\w*$", text), re.match(r"\w*", line)
    compound = f"{first[0] if first else ''}-{second[0] if second else ''}"
    return f"{text}-{line}" if words[compound] or not line[:1].islower() else text + line
