"""Names under quotations, or behind a dash at their end: `“…” — Ida Renn, pilot`, with no verb of saying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.analyse.lexicon import Lexicon
from convert.analyse.phrases import Sentence
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.speakers import Attribution
from convert.analyse.tokens import Token

MARKS = ' \t\n"“”„«»'
"""What may stand around the words of a displayed quotation."""

DASHES = "—–-"
_CREDIT = re.compile(r"(?:[—–-]+\s*)?(?P<line>[^\W\d_a-zß-ÿа-я][\w.’'-]*(?:\s+[\w.’'-]+){1,4}(?:,[^.!?]{2,60})?)")
"""A name, and perhaps an office or a house after a comma; no full stop."""


def credit(at: int, paragraphs: Sequence[LocatedParagraph]) -> tuple[int, int] | None:
    """Return where the last line of a displayed quotation names who said what stands over it: `— Ida Renn, pilot`."""
    is_last = at + 1 == len(paragraphs) or not paragraphs[at + 1].is_displayed
    if not is_last or at == 0 or not paragraphs[at].is_displayed or not paragraphs[at - 1].is_displayed:
        return None
    found = _CREDIT.fullmatch(paragraphs[at].text.strip())
    before = paragraphs[at - 1].text.rstrip(MARKS)
    return found.span("line") if found is not None and before.endswith((".", "!", "?", "…")) else None


def credit_below(at: int, paragraphs: Sequence[LocatedParagraph]) -> tuple[tuple[int, int], int] | None:
    """Return where the line under a displayed quotation names its speaker, and that line."""
    last = at
    while last + 1 < len(paragraphs) and paragraphs[last + 1].is_displayed:
        last += 1
    found = credit(last, paragraphs)
    return (found, last) if found is not None and last > at else None


def credited(tokens: Sequence[Token], at: int, words: Lexicon) -> Attribution | None:
    """Return the name behind a dash after the quotation `tokens[at]`, where nothing but it ends the sentence."""
    end = len(tokens) - 1 if tokens[-1].text == "." else len(tokens)
    first = at + 2
    if first >= end or tokens[at + 1].text not in DASHES:
        return None
    sentence = Sentence(tokens, words)
    comma = next((i for i in range(first, end) if tokens[i].text == ","), end)
    found = sentence.ending(comma, first)
    is_name = found == (first, comma) and sentence.has_name(found)
    return Attribution((first, comma), (at + 1, at + 2), True) if is_name else None
