"""The office or the body that a pronoun stands for, where the text gives no name: `the ministry said …, it added`.

It is the one that spoke just before, or the one that the sentence before is about; where the text has another that the
pronoun fits, neither is meant. Outside English only who spoke before is taken, by the gender that the text shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from convert.analyse.lexicon import Lexicon
from convert.analyse.phrases import Range, Sentence
from convert.analyse.quotations import Quoted
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.speakers import saying
from convert.analyse.tokens import QUOTATION, Token, sentences_of

_NEAREST = 4
"""Sentences before a pronoun's that are looked at."""


class Described(NamedTuple):
    """Words for somebody who spoke, and the verb that said so."""

    phrase: str
    cue: str = ""


def may_stand_for(pronoun: str, spoke: Described, words: Lexicon) -> bool:
    """Tell whether a pronoun fits a phrase: `it` a body, `she` an office, `they` a plural; `sie` one with `die`.

    `Its chairman` leaves open who that is.
    """
    low = spoke.phrase.lower().split()
    if low[0] in words.possessives or low[0] in words.of_people or low[0] in words.of_things:
        return False
    if words.code != "en":
        return _gender(low, spoke.cue, words) == (words.genders.get(pronoun) or words.oblique.get(pronoun, ""))
    if pronoun in ("they", "them"):
        return low[-1].endswith("s") or low[-1] in ("people", "police")
    if pronoun == "it":
        return low[-1] in words.bodies
    return low[-1] in words.title_nouns and low[-1] not in words.bodies


def _gender(low: Sequence[str], cue: str, words: Lexicon) -> str:
    """Return the gender that the article of a phrase shows, in Russian its verb or the ending of its last word."""
    if words.code != "ru":
        return words.articles.get(low[0], "")
    if cue.endswith(("л", "ла")):
        return "f" if cue.endswith("а") else "m"
    return "f" if low[-1].endswith(("а", "я")) else "m"


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
        sentences = self._of(paragraph)
        last = bisect_right(sentences, start, key=lambda sentence: sentence[-1].end)
        near = sentences[max(0, last - _NEAREST) : last]
        if self._words.code != "en":
            return self._said_before(pronoun, paragraph, near)
        if not near or any(token.text == QUOTATION for token in near[-1]):
            return None
        head = Sentence(near[-1], self._words).head(0, len(near[-1]))
        if head is None:
            return None
        phrase = self._phrase(paragraph, near[-1], head)
        fitting = {token.low for sentence in near for token in sentence if self._fits_alone(pronoun, token)}
        return phrase if may_stand_for(pronoun, Described(phrase), self._words) and len(fitting) == 1 else None

    def _said_before(self, pronoun: str, paragraph: int, near: Sequence[Sequence[Token]]) -> str | None:
        """Return who speaks in the sentence before, be it the last of the paragraph before: `Об этом заявила …`."""
        if not near:
            paragraph -= 1
            near = self._of(paragraph)[-1:] if paragraph >= 0 else []
        found = saying(near[-1], self._words) if near else None
        if found is None:
            return None
        phrase = self._phrase(paragraph, near[-1], found.speaker)
        spoke = Described(phrase, near[-1][found.cue[0]].low)
        return phrase if may_stand_for(pronoun, spoke, self._words) else None

    def _phrase(self, paragraph: int, sentence: Sequence[Token], at: Range) -> str:
        return self._paragraphs[paragraph].text[sentence[at[0]].start : sentence[at[1] - 1].end]

    def _of(self, paragraph: int) -> list[list[Token]]:
        if paragraph not in self._sentences:
            read = self._paragraphs[paragraph]
            self._sentences[paragraph] = sentences_of(read.text, self._quoted[paragraph], self._words, read.begin)
        return self._sentences[paragraph]

    def _fits_alone(self, pronoun: str, token: Token) -> bool:
        is_noun = token.low in self._words.nouns or token.low in self._words.bodies
        return token.is_word and is_noun and may_stand_for(pronoun, Described(token.text), self._words)
