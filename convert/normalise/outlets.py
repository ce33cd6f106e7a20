"""Names of outlets, known by a word they are made with: Gazette, Вестник, -zeitung."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def _outlet_words() -> tuple[frozenset[str], tuple[str, ...]]:
    words = [
        word
        for line in (_DATA / "outlets.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    ]
    return frozenset(w for w in words if w[0] != "~"), tuple(w[1:] for w in words if w[0] == "~")


def names_outlet(line: str, language: str | None = None) -> bool:
    """Tell whether a short line names an outlet: by a word such as Gazette or Вестник first or last, or as a domain.

    In English its words begin with capitals: `Ferry report delayed` is a headline.
    """
    words = line.strip(" .:|").split()
    if not 1 <= len(words) <= 6 or (line.rstrip().endswith((".", "?", "!", ",")) and len(words) > 1):
        return False
    if len(words) == 1 and re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}", words[0], re.IGNORECASE):
        return True
    if language == "en" and any(word[0].islower() and word not in _SMALL for word in words):
        return False
    known, endings = _outlet_words()
    folded = [word.casefold().strip("().,") for word in words]
    if folded[0] in _ARTICLES and len(folded) > 1:
        folded = folded[1:]
    capital = words[0][0].isupper() or not words[0][0].isalpha()
    return capital and any(
        word in known or (len(word) > 6 and word.endswith(endings)) for word in (folded[0], folded[-1])
    )


ARTICLES = frozenset(("The", "Le", "La", "El", "Der", "Die", "Das", "Il", "De", "O"))
"""Words that open a name, as it writes them."""

_ARTICLES = frozenset(map(str.casefold, ARTICLES))
_SMALL = frozenset(("of", "the", "and", "de", "du", "la", "le", "del", "des", "for", "in", "on"))
