"""The subject of a Turkish sentence, whose verb stands last: `Hanna Brask, … “…” dedi`."""

from __future__ import annotations

from convert.analyse.phrases import Range, Sentence

LONGEST = 8
"""Words of a subject at the head of a sentence."""

_OWNED = ("sı", "si", "su", "sü", "ında", "inde", "unda", "ünde", "ından", "inden", "ına", "ine")
"""Endings of a noun that a name before it describes."""


def subject_before(quotation: int, sentence: Sentence) -> Range | None:
    """Return the subject at the head of the sentence of a quotation, closed by a comma or known for a full name."""
    reach = range(min(quotation, LONGEST))
    stop = next((at for at in reach if sentence.tokens[at].text in ",:"), None)
    if stop is None and quotation <= LONGEST:
        stop = quotation
    if stop and _is_nominative(stop - 1, sentence):
        return 0, stop
    return full_name_at_head(quotation, sentence)


def full_name_at_head(highest: int, sentence: Sentence) -> Range | None:
    """Return the full name that heads a sentence, unless it only describes the noun after it.

    `Hanna Brask temsilcisi …`, `Hanna Brask (FO) sendikası …` and `Hanna Brask programında …` are about others.
    """
    found = sentence.head(0, highest)
    if found is None or found[1] - found[0] < 2 or not all(map(sentence.is_name_word, range(found[1] - 2, found[1]))):
        return None
    following = sentence.tokens[found[1]]
    is_owned = following.low.endswith(_OWNED) and following.text not in sentence.words.weekdays
    is_over = following.text != "(" and not is_owned and following.low not in sentence.words.nouns
    return found if is_over and _is_nominative(found[1] - 1, sentence) else None


def _is_nominative(last: int, sentence: Sentence) -> bool:
    """Tell whether a phrase has no case behind an apostrophe, and ends with a name or an office."""
    token = sentence.tokens[last]
    is_bare = "’" not in token.text and "'" not in token.text
    return is_bare and (sentence.is_name_word(last) or token.low in sentence.words.nouns)
