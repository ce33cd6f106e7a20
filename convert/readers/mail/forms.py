"""The forms that a mail gives its text in: one of each `multipart/alternative` is read (RFC 2046, 5.1.4), in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Literal

from msgspec import Struct

from convert.errors import Note, Noter

LONGEST_SHORT_LINE = 50
"""Letters; a longer line of plain text was broken by the mail program and goes on in the next."""

Form = Literal["plain", "html"]


class Leaf(Struct, frozen=True):
    """Text of one part; `branches` are the alternatives it stands in, outermost first, and which of each it is."""

    form: Form
    text: str
    branches: tuple[tuple[int, int], ...] = ()


Reading = Callable[[tuple[Leaf, ...]], int]
"""Tells how many words come of leaves."""


def chosen(leaves: Sequence[Leaf], words: Reading, name: str, note: Noter, depth: int = 0) -> tuple[Leaf, ...]:
    """Return the leaves that are read: of alternatives the HTML, or the plain text where it says far more.

    A form that is left out and says more than the one that is read is noted.
    """
    made: list[Leaf] = []
    for alternative, group in groupby(leaves, lambda leaf: _at(leaf, depth)[0]):
        if alternative is None:
            made += group
            continue
        branches = [
            chosen(list(branch), words, name, note, depth + 1)
            for _, branch in groupby(group, lambda leaf: _at(leaf, depth)[1])
        ]
        best = _best([branch for branch in branches if any(leaf.text.strip() for leaf in branch)], words)
        made += best
        for branch in branches:
            if branch is not best and (said := words(branch)) > words(best):
                message = f"the mail gives its text as {_called(best)} too: its {_called(branch)}, of {said} words,"
                note(Note("other-form", f"{message} is left out", name, level="info"))
    return tuple(made)


def _at(leaf: Leaf, depth: int) -> tuple[int | None, int | None]:
    return leaf.branches[depth] if depth < len(leaf.branches) else (None, None)


def _called(leaves: Sequence[Leaf]) -> str:
    return "HTML" if is_rich(leaves) else "plain text"


def _best(branches: Sequence[tuple[Leaf, ...]], words: Reading) -> tuple[Leaf, ...]:
    rich = [branch for branch in branches if is_rich(branch)]
    plain = [branch for branch in branches if not is_rich(branch)]
    if not rich or not plain:
        return max(branches, key=words, default=())
    richest, plainest = max(rich, key=words), max(plain, key=words)
    return richest if words(richest) * 2 >= words(plainest) else plainest


def is_rich(leaves: Sequence[Leaf]) -> bool:
    """Tell whether any of the leaves is HTML."""
    return any(leaf.form == "html" for leaf in leaves)


def as_html(leaf: Leaf) -> str:
    """Return a leaf as HTML: plain text in paragraphs, short lines with their ends."""
    return leaf.text if leaf.form == "html" else "".join(_paragraphs(leaf.text))


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        ends = (" " if len(line) > LONGEST_SHORT_LINE else "<br>" for line in lines)
        yield f"<p>{''.join(escape(line) + end for line, end in zip(lines, ends, strict=True))}</p>"
