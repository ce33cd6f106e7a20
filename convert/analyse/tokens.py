"""The words of a paragraph with its quotations closed up, sentence by sentence: what speakers are looked for in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from convert.analyse.lexicon import Lexicon
from convert.analyse.quotations import Quoted

QUOTATION = "\ufffc"
"""What a token of a whole quotation reads as."""

_TOKEN = re.compile(
    r"\ufffc+|(?:[^\W\d_]\.){1,4}(?=[\s,;’'])|[A-Z][A-Za-z]{0,4}\.(?=\s)|[^\W_](?:[\w’'.&/-]*\w)?|[^\w\s]",
)
_INVERTED = re.compile(r"(?P<verb>[^\W\d_]+)-(?:t-)?(?P<pronoun>ils?|elles?|on|je|nous)", re.IGNORECASE)
"""`déclare-t-il`: the verb's token reaches up to the pronoun's."""
_STOPS = frozenset(".!?…")
_GENERIC_ABBREVIATIONS = frozenset(
    ("St.", "Jr.", "Sr.", "No.", "Mt.", "Ft.", "vs.", "Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
)


_LONGEST = 300
"""Tokens of a sentence; what is longer is no prose, and is cut so that no search through it grows with its square."""


class Token(NamedTuple):
    """A word, a punctuation mark or a whole quotation; `low` is the word in lower case."""

    text: str
    low: str
    start: int
    end: int
    quoted: int = -1
    """Which quotation of the paragraph this is; -1 for a word."""

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def sentences_of(text: str, quotations: Sequence[Quoted], words: Lexicon, begin: int = 0) -> list[list[Token]]:
    """Return the sentences of a paragraph as tokens, each quotation one token."""
    tokens = _tokens(text, quotations, words, begin)
    found: list[list[Token]] = []
    first = 0
    for at, token in enumerate(tokens):
        last = last_mark(text, quotations[token.quoted]) if token.quoted >= 0 else ""
        if _ends_sentence(tokens, at, last, words) or at - first >= _LONGEST:
            found.append(tokens[first : at + 1])
            first = at + 1
    if first < len(tokens):
        found.append(tokens[first:])
    return found


def _tokens(text: str, quotations: Sequence[Quoted], words: Lexicon, begin: int) -> list[Token]:
    masked: list[str] = []
    at = 0
    for quoted in quotations:
        masked += (text[at : quoted.outer], QUOTATION * (quoted.after - quoted.outer))
        at = quoted.after
    masked.append(text[at:])
    found: list[Token] = []
    number = 0
    for match in _TOKEN.finditer("".join(masked), begin):
        word = match[0]
        if word[0] == QUOTATION:
            # two quotations that touch are one run of the mask
            while number < len(quotations) and quotations[number].outer < match.end():
                each = quotations[number]
                found.append(Token(QUOTATION, QUOTATION, each.outer, each.after, number))
                number += 1
        elif len(word) > 2 and word[-1] == "." and not _is_abbreviation(word, words):
            found.append(Token(word[:-1], word[:-1].lower(), match.start(), match.end() - 1))
            found.append(Token(".", ".", match.end() - 1, match.end()))
        elif words.code == "fr" and (inverted := _INVERTED.fullmatch(word)):
            at = match.start() + inverted.start("pronoun")
            found.append(Token(inverted["verb"], inverted["verb"].lower(), match.start(), at))
            found.append(Token(inverted["pronoun"], inverted["pronoun"].lower(), at, match.end()))
        else:
            found.append(Token(word, word.lower().replace("'", "’"), match.start(), match.end()))
    return found


def _is_abbreviation(word: str, words: Lexicon) -> bool:
    return word.count(".") > 1 or word in words.titles or word in _GENERIC_ABBREVIATIONS


def _ends_sentence(tokens: Sequence[Token], at: int, last: str, words: Lexicon) -> bool:
    """Tell whether a sentence ends with a token; `last` is the last mark inside it if it is a quotation."""
    if at + 1 == len(tokens):
        return False
    token, following = tokens[at], tokens[at + 1]
    begins = following.quoted >= 0 or following.is_capital or following.text[0].isdigit()
    if token.quoted < 0:
        return token.text in _STOPS and begins
    if last in (".", "…"):
        return begins and not _is_bare_cue(tokens, at + 1, words)
    return last in ("!", "?") and begins and not _cue_follows(tokens, at + 1, words)


def last_mark(text: str, quoted: Quoted) -> str:
    """Return the last character of a quotation, which tells whether a sentence ends with it."""
    words = text[quoted.start : quoted.end].rstrip("’' ")
    return words[-1:] if words else ""


def _cue_follows(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether a short name and then a verb of saying follow: `“Who?” Mr. Arrel asked.`"""
    for token in tokens[at : at + 8]:
        if token.low in words.speech:
            return True
        if not (token.is_word or token.text == ","):
            return False
    return False


def _is_bare_cue(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether a name, a verb of saying and nothing else follow a full stop that should be a comma."""
    for i in range(at, min(at + 5, len(tokens))):
        if tokens[i].low in words.speech:
            return i > at and (i + 1 == len(tokens) or tokens[i + 1].text == ".")
        if not tokens[i].is_word or not tokens[i].is_capital:
            return False
    return False
