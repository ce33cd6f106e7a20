"""Runs of capitalised words: where names stand in a paragraph, before it is known what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.analyse.lexicon import Lexicon, first_names

PARTICLES = frozenset(
    ("de", "la", "le", "del", "della", "di", "da", "do", "dos", "du", "van", "von", "der", "den", "ter", "ten", "bin")
) | {"ibn", "al", "el", "ben", "abu", "af", "av", "y"}
"""Small words inside a name."""

_WORD = re.compile(r"(?:[^\W\d_]\.){1,3}(?!\w)|[^\W\d_][^\W_]*(?:[-’'.][^\W_]+)*|\d+|[^\w\s]")
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$|[’'](?:s|S)$")
_TURKISH_ENDING = re.compile(r"[’'][^\W\d_]+$")
_PLURAL_POSSESSIVES = ("men’s", "men's", "ildren’s", "ildren's", "eople’s", "eople's")
_NEVER = frozenset(("I", "I’m", "I'm", "I’ve", "I've", "I’ll", "I'll", "I’d", "I'd"))


_SURNAMES_TOO = frozenset(("May", "March"))
"""Months that are surnames."""


class Word(NamedTuple):
    """A word or mark: `first` tells that a sentence or a quotation begins with it."""

    text: str
    start: int
    end: int
    first: bool


class Run(NamedTuple):
    """Words of a paragraph from `begin` up to `end` that may be a name."""

    begin: int
    end: int


def words_in(text: str, begin: int, words: Lexicon) -> list[Word]:
    """Return the words and marks of a text; the full stop of an abbreviated title belongs to it."""
    found: list[Word] = []
    first = True
    for match in _WORD.finditer(text, begin):
        word, end = match[0], match.end()
        if (
            word[0].isupper()
            and text[end : end + 1] == "."
            and (f"{word}." in words.titles or word in ("St", "Jr", "Sr", "Mt"))
        ):
            word, end = f"{word}.", end + 1
        if word == "." and found and found[-1].end == match.end():
            continue
        found.append(Word(word, match.start(), end, first))
        first = word in '.!?:;…“”"«»„‘*•|' or (first and not word[0].isalnum())
    return found


def runs_in(found: Sequence[Word], words: Lexicon) -> Iterator[Run]:
    """Yield the runs of capitalised words, particles inside them included; a possessive ends one."""
    at = 0
    while at < len(found):
        if not _is_capital(found[at], words):
            at += 1
            continue
        end = at + 1
        while end < len(found):
            over = _over_possessive(found, end, words)
            if over:
                end = over
            elif _is_possessive(found[end - 1].text) or _has_case(found[end - 1].text, words):
                break
            elif _adjoins(found, end) and _goes_on(found, end, words):
                end += 1
            elif (
                found[end].text in PARTICLES
                and end + 1 < len(found)
                and _is_capital(found[end + 1], words)
                and _adjoins(found, end)
                and _adjoins(found, end + 1)
            ):
                end += 2
            else:
                break
        yield Run(at, end)
        at = end


def _over_possessive(found: Sequence[Word], end: int, words: Lexicon) -> int:
    """Return the end of `Pilots’ Association` where `end` is that of `Pilots`; 0 where no body follows a plural."""
    mark = (
        found[end].text in ("’", "'") and found[end - 1].text.endswith("s") and found[end - 1].end == found[end].start
    )
    if not mark and not found[end - 1].text.endswith(_PLURAL_POSSESSIVES):
        return 0
    begin = at = end + 1 if mark else end
    while at < len(found) and _is_capital(found[at], words) and (at == begin or _adjoins(found, at)):
        at += 1
    return at if at > begin and {found[begin].text, found[at - 1].text} & words.organisations else 0


def _goes_on(found: Sequence[Word], at: int, words: Lexicon) -> bool:
    """Tell whether a word belongs to the name before it; `May` does after a given name."""
    text = found[at].text
    if text in _SURNAMES_TOO and found[at - 1].text in first_names():
        return True
    return _is_capital(found[at], words) and not _is_verb(text, words)


def without_ending(word: str, language: str) -> str:
    """Return a word without what a possessive or, in Turkish, a case adds behind its apostrophe."""
    return _TURKISH_ENDING.sub("", word) if language == "tr" else _POSSESSIVE.sub("", word)


def _is_capital(word: Word, words: Lexicon) -> bool:
    text = word.text
    if not text[0].isupper() or text in words.weekdays or text in _NEVER:
        return False
    return not (word.first and text in words.not_names)


def _is_verb(text: str, words: Lexicon) -> bool:
    """Tell a verb of saying in a headline, where it has a capital too, from a part of the name before it."""
    return text.lower() in words.cue_words and text not in words.titles


def _is_possessive(text: str) -> bool:
    return text.endswith(("’s", "'s", "’", "'"))


def _has_case(text: str, words: Lexicon) -> bool:
    """Tell whether a Turkish name ends with its word, as a case stands behind the apostrophe: `Monte Carlo’da`."""
    return words.code == "tr" and _TURKISH_ENDING.search(text) is not None


def _adjoins(found: Sequence[Word], at: int) -> bool:
    """Tell whether only a blank stands between a word and the one before it."""
    return 0 < found[at].start - found[at - 1].end <= 2
