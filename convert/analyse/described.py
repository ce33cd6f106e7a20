"""The office or the body that a pronoun stands for, where the text gives no name: `the ministry said …, it added`.

It is the one that spoke just before, or the one that the sentence before is about; where the text has another that the
pronoun fits, neither is meant. Outside English only who spoke before is taken, by the gender of the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from convert.analyse.lexicon import Lexicon
from convert.analyse.phrases import Sentence
from convert.analyse.quotations import Quoted
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.tokens import QUOTATION, Token, sentences_of

_NEAREST = 4
"""Sentences before a pronoun's that are looked at."""


def may_stand_for(pronoun: str, phrase: str, words: Lexicon) -> bool:
    """Tell whether a pronoun fits a phrase: `it` a body, `she` an office, `they` a plural; `sie` one with `die`."""
    low = phrase.lower().split()
    if words.code != "en":
        return _gender(low, words) == (words.genders.get(pronoun) or words.oblique.get(pronoun, ""))
    if pronoun in ("they", "them"):
        return low[-1].endswith("s") or low[-1] in ("people", "police")
    if pronoun == "it":
        return low[-1] in words.bodies
    return low[-1] in words.title_nouns and low[-1] not in words.bodies


def _gender(low: Sequence[str], words: Lexicon) -> str:
    """Return the gender that the article of a phrase shows, in Russian the ending of its last word."""
    if words.code == "ru":
        return "f" if low[-1].endswith(("а", "я")) else "m"
    return words.articles.get(low[0], "")


class Subjects:
    """What the sentences of an article are about, each paragraph read when first asked for."""

    def __init__(
        self, paragraphs: Sequence[LocatedParagraph], quoted: Sequence[Sequence[Quoted]], words: Lexicon
    ) -> None:
        self._paragraphs = paragraphs
        self._quoted = quoted
        self._words = words
        self._sentences: dict[int, list[list[Token]]] = {}

    def before(self, pronoun: str, paragraph: int, start: int) -> str | None:
        """Return what the sentence before a pronoun's is about, if the pronoun fits nothing else of those near it."""
        if self._words.code != "en":
            return None
        sentences = self._of(paragraph)
        last = bisect_right(sentences, start, key=lambda sentence: sentence[-1].end)
        near = sentences[max(0, last - _NEAREST) : last]
        if not near or any(token.text == QUOTATION for token in near[-1]):
            return None
        head = Sentence(near[-1], self._words).head(0, len(near[-1]))
        if head is None:
            return None
        phrase = self._paragraphs[paragraph].text[near[-1][head[0]].start : near[-1][head[1] - 1].end]
        fitting = {token.low for sentence in near for token in sentence if self._fits_alone(pronoun, token)}
        return phrase if may_stand_for(pronoun, phrase, self._words) and len(fitting) == 1 else None

    def _of(self, paragraph: int) -> list[list[Token]]:
        if paragraph not in self._sentences:
            read = self._paragraphs[paragraph]
            self._sentences[paragraph] = sentences_of(read.text, self._quoted[paragraph], self._words, read.begin)
        return self._sentences[paragraph]

    def _fits_alone(self, pronoun: str, token: Token) -> bool:
        is_noun = token.low in self._words.nouns or token.low in self._words.bodies
        return token.is_word and is_noun and may_stand_for(pronoun, token.text, self._words)
