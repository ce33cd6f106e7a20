"""What the words after a name say of its bearer: an office between commas, or where he belongs."""

from __future__ import annotations

from collections.abc import Sequence

from convert.analyse.lexicon import Lexicon
from convert.analyse.runs import PARTICLES, Run, Word, without_ending

_OFFICE_ENDS = (*',.;:—()“”"', "who", "whose", "which")
_NO_OFFICE = frozenset(("who", "and", "but", "with", "in", "on", "at", "he", "she", "which", "as"))
_LONGEST_OFFICE = 10
_BELONGING = ("of", "from", "at", "for")
_LONGEST_AFFILIATION = 9
_LONGEST_DESCRIPTION = 6
_OF = ("of", "for", "de", "des", "du", "del", "für")
_LONGEST_OF = 7
"""Words that say of what an office is."""

GERMAN_OFFICES = (
    *("inhaber", "inhaberin", "besitzer", "besitzerin", "gründer", "gründerin", "händler", "händlerin", "kapitän"),
    *("kapitänin", "lotse", "lotsin", "spediteur", "spediteurin", "chef", "chefin", "experte", "expertin", "anwalt"),
    *("anwältin", "fischer", "fischerin", "wirt", "wirtin", "vorsitzende", "vorsitzender", "landrätin"),
    *("minister", "ministerin", "präsident", "präsidentin", "direktor", "direktorin", "sprecher", "sprecherin"),
    *("abgeordnete", "abgeordneter", "abgeordneten"),
    *("kanzler", "kanzlerin", "meister", "meisterin", "sekretär", "sekretärin", "leiter", "leiterin", "botschafter"),
)
"""Endings of words for offices, as German joins them: `Bahnchef`."""


def office_after(found: Sequence[Word], end: int, words: Lexicon) -> Run | None:
    """Return the office that an apposition gives: `Hanna Brask, the yard's director,`."""
    if end + 2 >= len(found) or found[end].text != "," or found[end - 1].text.endswith(("’s", "'s")):
        return None
    at = end + 1
    while at < len(found) and at - end < _LONGEST_OFFICE and found[at].text not in _OFFICE_ENDS:
        at += 1
    if at >= len(found) or found[at].text not in (",", ".", "who", "whose") or _begins_name(found, at + 1, words):
        return None
    inside = [word.text for word in found[end + 1 : at]]
    if not inside or inside[0].lower() in _NO_OFFICE:
        return None
    head = next((n for n, word in enumerate(inside) if word.lower() in words.title_nouns), None)
    return Run(end + 1, at) if head is not None and _only_describe(inside[:head], words) else None


def _begins_name(found: Sequence[Word], at: int, words: Lexicon) -> bool:
    """Tell whether a name follows an office, whose it may be as well: `Hanna Brask, the mayor, Osric Vane, left`."""
    if found[at - 1].text != "," or at + 1 >= len(found) or not found[at].text[0].isupper():
        return False
    return found[at].text in words.titles or found[at + 1].text[0].isupper()


def office_before(found: Sequence[Word], begin: int, end: int, words: Lexicon) -> Run | None:
    """Return the office to which a name between commas is an apposition: `Its chairman, Osric Vane,`.

    `The president, the chairman, Osric Vane,` may be a list of people.
    """
    if begin < 3 or found[begin - 1].text != "," or end >= len(found) or found[end].text not in (",", "."):
        return None
    head = _office_head(found, begin - 2, words)
    if head is None:
        return None
    at = head
    while at > 0 and head - at < _LONGEST_DESCRIPTION - 2 and _may_name_body(found, at - 1, words):
        at -= 1
    if at == 0 or found[at - 1].text.lower() not in words.determiners:
        return None
    is_list = found[at - 1].text.lower() == "the" and at > 1 and found[at - 2].text in (",", "and")
    return None if is_list else Run(at, begin - 1)


def _office_head(found: Sequence[Word], last: int, words: Lexicon) -> int | None:
    """Return the noun of an office that ends with the word `last`: it, or what is `of` names before it."""
    for at in range(last, max(0, last - _LONGEST_OF), -1):
        text = found[at].text
        if at == last and text in words.title_nouns:
            return at
        if text in _OF and found[at - 1].text.lower() in words.title_nouns:
            return at - 1
        is_named = text[0].isupper() or text.startswith(("l’", "l'"))
        if not is_named and text not in _OF and text not in words.determiners:
            return None
    return None


def _only_describe(before: Sequence[str], words: Lexicon) -> bool:
    """Tell whether the words before the noun of an office only describe it."""
    return all(
        word.lower() in words.determiners
        or (word.lower() not in words.function and word.lower() not in words.cue_words)
        or word.lower() in PARTICLES
        for word in before
    )


def affiliation_after(found: Sequence[Word], end: int, words: Lexicon) -> Run | None:
    """Return the words that say where somebody belongs: `Agnes Thorne of the pilots’ association`."""
    if end + 2 >= len(found) or found[end].text not in _BELONGING or found[end + 1].text != "the":
        return None
    at = last = end + 2
    while at < len(found) and at - end < _LONGEST_AFFILIATION and _may_name_body(found, at, words):
        at += 1
        body = without_ending(found[at - 1].text, words.code)
        if body.lower() in words.bodies or body in words.organisations:
            last = at
    return Run(end, last) if last > end + 2 else None


def _may_name_body(found: Sequence[Word], at: int, words: Lexicon) -> bool:
    word = found[at].text
    if word in ("’", "'"):
        return found[at - 1].text.endswith("s")
    return word[0].isalpha() and word.lower() not in words.function and word.lower() not in words.cue_words
