"""Residue: lines that belong to the page the text was taken from (a share bar, a widget, a pointer elsewhere)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
LONGEST = 160
"""No longer line is residue; an address in it may be."""

_ADDRESS = re.compile(r"https?://\S+")
_NAME = r"(?:[^\W\d_a-zß-öø-ÿа-яё][\w.'’&-]*|©|\([^\W\d_]+\)|v[oa]n|d[aeiu]|de[rn]|del|dpa|afp|imago)"
_CREDIT = re.compile(
    r"(?:(?i:photos?|fotos?|fotoğraf|picture|image|bild(?:er)?|фото|immagine|imagen)(?:\s(?i:credit|courtesy|by))?\s?[:©]"
    rf"|(?i:photos? by|foto von|foto de|photo de))\s*(?:\w+|{_NAME}(?:\s*[/|,]\s*{_NAME}|\s{_NAME}){{0,7}})\.?"
)
"""A line that says no more than whose picture it was: names. A sentence after `Photo:` is a caption, and stays."""

_FIRST_EMOJI = "\U0001f000"
"""From here on a sign says something: a line of emoji is the author's, one of ★ or ■ is the page's."""


def residue_rule(line: str) -> str | None:
    """Return the rule by which a line is residue, or None where it is none."""
    if not line or len(_ADDRESS.sub("", line)) > LONGEST:
        return None
    if not any(c.isalnum() or c >= _FIRST_EMOJI for c in line):
        return "ornament" if not re.fullmatch(r"[=*#_~\-–—]{3,}|\* ?\* ?\*", line) else None
    if _patterns().fullmatch(line.strip(" :|·•")):
        return "page-furniture"
    return "photo-credit" if _CREDIT.fullmatch(line.strip()) else None


@cache
def _patterns() -> re.Pattern[str]:
    lines = (_DATA / "residue.txt").read_text("utf-8").splitlines()
    return re.compile("|".join(f"(?:{line})" for line in lines if line and line[0] != "#"), re.IGNORECASE)


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


_ARTICLES = frozenset(("the", "le", "la", "el", "der", "die", "das", "il", "de", "o"))
_SMALL = frozenset(("of", "the", "and", "de", "du", "la", "le", "del", "des", "for", "in", "on"))
