"""Where a word may be divided: at its seams (of addresses, hashtags, compounds) and, where asked, by its language.

Hyphenation patterns are those of pyphen (F. M. Liang, “Word hy-phen-a-tion by com-put-er”, Stanford 1983).
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

from convert.typeset.breaking import BARE, HYPHEN

SHORTEST = 5
"""No word with fewer letters is divided."""

PATTERNS_KEPT = 10_000
"""Words of a language that pyphen may keep: by itself it forgets none, whatever it meets in years of coverage."""

_letters = re.compile(r"[^\W\d_]+")
_seam = re.compile(
    r"(?<=[/.,_?&=@%:;\-\u2010\u2013\u2014\\|~+])(?=[^\s.,;:!?\u201d\u2019\"'\-\u2010\u2011\u2013\u2014)\]])"
    r"|(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=[0-9]{2})"
)
_DASHES = "-\u2010\u2013\u2014/"


@lru_cache(maxsize=50_000)
def divisions(word: str, language: str | None) -> tuple[tuple[int, int], ...]:
    """Return the places where `word` may be divided, as (characters before it, kind), in order.

    `language` is a BCP 47 tag; with None, or one without patterns, only seams are found.
    """
    if len(word) < SHORTEST:
        return ()
    webby = _is_address_or_tag(word)
    places = {at: BARE for at in _seams(word) if webby or word[at - 1] in _DASHES}
    if language is not None and not webby:
        for at in _hyphens(word, language):
            places.setdefault(at, HYPHEN)
    return tuple(sorted(places.items()))


def _is_address_or_tag(word: str) -> bool:
    """Tell an address, a hashtag, a path from a word that merely has a hyphen in it."""
    if len(word) <= 12:
        return False
    return word[0] == "#" or any(c in word[1:-1] for c in "/@.") or len(_letters.findall(word)) > 3


def _seams(word: str) -> list[int]:
    return [at for match in _seam.finditer(word) if 1 < (at := match.start()) < len(word) - 1]


def _hyphens(word: str, language: str) -> list[int]:
    patterns = _patterns(language)
    if patterns is None:
        return []
    if len(patterns.hd.cache) >= PATTERNS_KEPT:
        patterns.hd.cache.clear()
    return [
        match.start() + at
        for match in _letters.finditer(word)
        if len(match.group()) >= SHORTEST and not match.group().isupper()
        for at in patterns.positions(match.group())
    ]


@lru_cache(maxsize=32)
def _patterns(language: str) -> pyphen.Pyphen | None:
    """Return the patterns of a language. English keeps three letters before a hyphen: `ac-` and `im-` look bad."""
    name = pyphen.language_fallback(language.replace("-", "_"))
    left = 3 if language.partition("-")[0] == "en" else 2
    return None if name is None else pyphen.Pyphen(lang=name, left=left, right=3)
