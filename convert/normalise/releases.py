"""What tells a press release apart: who issued it, its contact and its end mark below the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from convert.model import Extent, Finding
from convert.normalise.draft import Draft
from convert.normalise.lines import Span
from convert.normalise.over_headline import is_reached, note_contact, opens_contact
from convert.normalise.residue import residue_rule
from convert.normalise.word_lists import listed

MOST_WORDS = 12
"""Words of the name of an institution."""

LONGEST_SMALL = 4
"""Letters of a word that joins a name without a capital: `of`, `the`, `para`."""

LONGEST_LINE = 120
"""Characters of a line of a contact: a longer one is a paragraph."""

MOST_LINES = 8
"""Lines of a contact."""

_REACH = 25
"""Lines from the end of a text among which its foot is looked for."""

_END_MARK = re.compile(r"(?:#\s?){3,}|[-–—]+\s?(?:30|ends?|ende|fin|son|конец)\s?[-–—]+|ENDE|FIN")
_BARE_END = re.compile(r"30|-30")
_SIGNED = re.compile(r"[A-Z]{2,6}(?:[-/ ][A-Za-z]{1,4}){0,3} \d{4} (?:GMT|UTC|CET|CEST|EST|EDT|BST|MSK)\.?")
"""The line in which an agency says when it sent its copy: `NNA 1641 GMT`."""


def names_institution(line: str) -> bool:
    """Tell whether a line over a release names who issued it: an institution, its words in capitals but small ones."""
    words = re.findall(r"[^\W\d_][\w’'-]*", line)
    if not 1 <= len(words) <= MOST_WORDS or line.rstrip().endswith((".", "!", "?", ":")):
        return False
    known, endings = _institutions()
    if any(word[0].islower() and len(word) > LONGEST_SMALL for word in words):
        return False
    return any(word.casefold() in known or word.casefold().endswith(endings) for word in words)


@cache
def _institutions() -> tuple[frozenset[str], tuple[str, ...]]:
    words = listed("institutions.txt")
    return frozenset(w for w in words if w[0] != "~"), tuple(w[1:] for w in words if w[0] == "~")


def without_foot(draft: Draft, lines: Sequence[Span]) -> list[Span]:
    """Return the lines of a story, those at its foot blank that are no part of it: end mark, contact, sending time."""
    filled = [at for at, (start, end) in enumerate(lines) if end > start]
    kept = list(lines)
    taken: set[int] = set()
    for at in filled[1:][-_REACH:]:
        if at in taken:
            continue
        words = draft.source[slice(*lines[at])]
        if residue_rule(words) is not None:
            continue
        if _END_MARK.fullmatch(words) or (
            at == filled[-1] and (_BARE_END.fullmatch(words) or _SIGNED.fullmatch(words))
        ):
            draft.mark(*lines[at], "residue", value="end-mark")
            taken.add(at)
        elif contact := _contact(draft, lines, at):
            _take_contact(draft, lines[contact[0]][0], lines[contact[-1]][1])
            taken.update(contact)
    for at in taken:
        kept[at] = (lines[at][1], lines[at][1])
    return kept


def _contact(draft: Draft, lines: Sequence[Span], at: int) -> list[int]:
    """Return the lines of a contact that a label opens: to the next blank line, with a number or address among them."""
    if not opens_contact(draft.source[slice(*lines[at])]):
        return []
    own = [at]
    while own[-1] + 1 < len(lines) and lines[own[-1] + 1][1] > lines[own[-1] + 1][0]:
        own.append(own[-1] + 1)
    words = [draft.source[slice(*lines[each])] for each in own]
    if len(own) > MOST_LINES or any(len(each) > LONGEST_LINE for each in words):
        return []
    return own if any(map(is_reached, words)) else []


def _take_contact(draft: Draft, start: int, end: int) -> None:
    words = " ".join(draft.source[start:end].split())
    draft.findings.append(Finding("extra.contact", words, Extent(start, end), "contact", "supported"))
    draft.mark(start, end, "dateline")
    note_contact(draft, start, end)
