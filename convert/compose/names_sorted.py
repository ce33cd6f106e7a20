"""Names in the order of an index: surname first, particles with it, accents aside."""

from __future__ import annotations

import re

from convert.compose.order import folded
from convert.normalise.byline import author_of

_PARTICLES = frozenset(
    word
    for words in (
        ("von", "van", "vom", "zu", "zur", "zum", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "du"),
        ("la", "le", "al", "el", "bin", "ibn", "ben", "abu", "ter", "ten", "af", "av", "mac", "san", "st."),
    )
    for word in words
)
"""Words that go with the surname that follows them."""

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
"""What follows a surname and belongs to it."""

_SURNAMES_FIRST = frozenset(
    word
    for words in (
        ("xi", "wang", "zhang", "chen", "liu", "zhao", "huang", "zhou", "wu", "xu", "zhu", "gao", "luo", "zheng"),
        ("liang", "xie", "deng", "feng", "cao", "peng", "xiao", "jiang", "cai", "yuan", "dong", "nguyen", "nguyễn"),
        ("tran", "trần", "pham", "phạm"),
    )
    for word in words
)
"""Surnames that Chinese and Vietnamese write first, and that are nobody's given name."""

_KOREAN_GIVEN_NAME = re.compile(r"[A-Z][a-z]+-[a-z]+")
"""`Jong-un`: the surname stands before it."""

_BETWEEN_NAMES = re.compile(r"\s*,\s*(?:(?:and|und|et|y|e|ve|и|&)\s+)?|\s+(?:and|und|et|y|e|ve|и|&)\s+")


def surname_key(name: str) -> tuple[str, str]:
    """Return a key that sorts a person by surname, then by the rest of the name."""
    given, surname = parted(name)
    return folded(surname), folded(given)


def inverted(name: str) -> str:
    """Return a person's name as an index has it: `Arrel, Tomas`; one that has its surname first as it stands."""
    given, surname = parted(name)
    return f"{surname}, {given}" if given else surname


def parted(name: str) -> tuple[str, str]:
    """Return given names and surname: the last word, with the particles before it and a `Jr.` after it.

    A name that has its surname first (`Xi Jinping`, `Kim Jong-un`) is all surname: it is not turned round.
    """
    words = name.split()
    if len(words) > 1 and (words[0].lower() in _SURNAMES_FIRST or _KOREAN_GIVEN_NAME.fullmatch(words[1])):
        return "", name
    at = len(words) - 1
    while at > 1 and words[at].lower().strip(".,") in _SUFFIXES:
        at -= 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return " ".join(words[:at]).rstrip(","), " ".join(words[at:])


def authors(byline: str) -> tuple[str, ...]:
    """Return the names of a byline as an index has them; one that names agencies, desks or roles as it stands."""
    names = [name for name in _BETWEEN_NAMES.split(byline.strip()) if name]
    if all(author_of(name) == "person" and _is_full_name(name) for name in names):
        return tuple(map(inverted, names))
    return (byline,)


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 1 < len(words) <= 5 and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
