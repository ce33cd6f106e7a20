"""What a page says to its reader: pointers to other stories, notices, copyright; and what only begins like one.

`Subscribe to our newsletter.` is the page's, `Subscribe to the treaty: that was his message.` the writer's. In doubt a
line is the writer's: what a page adds too much is seen by whoever reads it, what is missing is not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from convert.normalise.dateline import is_agency
from convert.normalise.outlets import names_outlet
from convert.normalise.word_lists import listed

FEWEST_WORDS = 5
"""A line with a stop at its end and fewer words is no sentence of a story for certain: `All rights reserved.`"""

MOST_WORDS = 40
LONGEST_HEADLINE = 140
"""Characters of the headline that a pointer shows."""

MOST_WORDS_OF_A_NAME = 5

_DATA = Path(__file__).parent / "data"
_STOP = re.compile(r"[.!?…。！？؟۔][\"”’»“')\]]*$")
_NO_HEADLINE = re.compile(r"(?:(?<!\.\.)\.|[,;])[\"”’»“')\]]*$")
"""A stop, a comma; an ellipsis may cut a headline short."""
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = r"(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)?\d\d))?"
_COPYRIGHT = re.compile(r"(?P<word>copyright\b:?\s*)?(?P<sign>©|ⓒ|\(c\))?:?\s*(?:by\s+)?(?P<rest>.*)$", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"{_YEAR}(?:$|\s*[.,|–—-]|\s+(?:by\s+|the\s+|©\s*)?[^\Wa-zß-öø-ÿа-яё\d_])")
_RIGHTS = re.compile(
    r"all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados"
    r"|все права защищены|tüm hakları saklıdır|may not be (?:published|reproduced|copied)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^[ \t>*•–-]*\(?[abd]\)[ \t]", re.MULTILINE | re.IGNORECASE)


def patterns_of(file: str) -> str:
    """Return the patterns of a list in `data/` as one alternation, its words in capitals (SITES) written out."""
    lines = [line for line in (_DATA / file).read_text("utf-8").splitlines() if line and line[0] != "#"]
    return written_out("|".join(f"(?:{line})" for line in lines))


def written_out(pattern: str) -> str:
    """Return a pattern with what its words in capitals stand for: one such thing, or several in a row.

    A row is taken whole or not at all: a share bar of twenty names is tried in each of its halves otherwise.
    """
    words = (line.split(": ", 1) for line in (_DATA / "page_words.txt").read_text("utf-8").splitlines()[1:])
    for name, known in words:
        one = rf"\b(?:{known})\b"
        pattern = pattern.replace(name, f"(?>{one}(?:(?:[\\s,/|·]+| (?:and|or|und|et|y|ve|и) ){one})*)")
    return pattern


@cache
def _pointer() -> re.Pattern[str]:
    label = f"(?:{patterns_of('pointers.txt')})"
    return re.compile(rf"[\[(]?\W?{label}\s*[:|»›–—]\s*(?P<said>.*?)[\])]?$", re.IGNORECASE)


@cache
def _notices() -> re.Pattern[str]:
    return re.compile(rf"[\[(]?(?:{patterns_of('notices.txt')})", re.IGNORECASE)


def is_pointer(line: str) -> bool:
    """Tell whether a line is a label and the headline of another story: no sentence, which ends in a stop."""
    match = _pointer().match(line)
    if match is None or len(match["said"]) > LONGEST_HEADLINE:
        return False
    said = match["said"]
    return bool(_ADDRESS.fullmatch(said)) or not (said[:1].islower() or _NO_HEADLINE.search(said))


def is_notice(line: str) -> bool:
    """Tell whether a line asks something of the page's reader that only a page offers, be it a whole sentence."""
    return len(line.split()) <= MOST_WORDS and _notices().match(line) is not None and not is_attributed(line)


def is_copyright(line: str, beside: str = "") -> bool:
    """Tell whether a line says whose the words are: by a year, a phrase of rights, a known outlet, or `©` and a name.

    `(c)` counts the items of a list as well: it does where (a), (b) or (d) opens a line of the text `beside`.
    """
    match = _COPYRIGHT.match(line)
    if (
        match is None
        or not (match["word"] or match["sign"])
        or is_attributed(line)
        or line.rstrip().endswith((";", ",", ":"))
    ):
        return False
    rest = match["rest"].strip()
    rights, dated = _RIGHTS.search(rest), _YEAR_FIRST.match(rest)
    if line[:3] in ("(c)", "(C)") and not (rights and dated) and _counts_by_letters(beside):
        return False
    name = _RIGHTS.split(rest)[0].strip(" .,|–—-")
    if rights and len(name.split()) <= 2 * MOST_WORDS_OF_A_NAME:
        return True
    # by the rule of English, whose names are in capitals: `(c) Press freedom` is an item
    if dated or names_outlet(name, "en") or is_agency(name):
        return True
    return match["sign"] in ("©", "ⓒ") and _is_name(re.sub(rf"\s*,?\s*{_YEAR}$", "", name))


@lru_cache(maxsize=1)
def _counts_by_letters(text: str) -> bool:
    return _LETTERED.search(text) is not None  # asked of the same text for each of its lines that opens with (c)


def _is_name(words: str) -> bool:
    parts = words.split()
    return 0 < len(parts) <= MOST_WORDS_OF_A_NAME and all(not part[0].islower() for part in parts)


def is_attributed(line: str) -> bool:
    """Tell whether a line tells what somebody said."""
    return any(word.lower() in listed("attributions.txt") for word in _WORD.findall(line))


def is_sentence(line: str) -> bool:
    """Tell whether a line reads as a sentence of a story, and not as what a page has: words enough, and a stop."""
    words = line.split()
    return len(words) >= FEWEST_WORDS and bool(_STOP.search(line.strip())) and not is_notice(line.strip())
