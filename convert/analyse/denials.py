"""Words that a text says were not said: `never said`, `denied saying`, `Nobody said`.

They are somebody's only together with what denies them, so the cue of such a statement says both.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.analyse.lexicon import Lexicon
from convert.analyse.phrases import Range
from convert.analyse.speakers import Attribution
from convert.analyse.tokens import Token

_NEAR = 6
"""Words before a quotation in which a denial speaks of it."""


def is_of_nobody(tokens: Sequence[Token], found: Attribution, words: Lexicon) -> bool:
    """Tell whether a quotation is attributed to nobody: `No one said`, `Neither the yard nor the port said`."""
    first = found.speaker[0]
    before = tokens[first - 1].low if first else ""
    return (
        tokens[first].low in words.nobody or before in words.nobody or (tokens[first].low == "one" and before == "no")
    )


def denying_cue(tokens: Sequence[Token], found: Attribution, at: int, words: Lexicon) -> Range | None:
    """Return the cue of the quotation `tokens[at]` with what denies it, or None where the words are said.

    `did not deny it: “…”` says them, as do a denial's own words before it: `“We did nothing,” the yard denied`.
    """
    begin, end = _with_what_leads_up(tokens, found, words)
    begin = _after_denial_of_clause(tokens, found, begin, words)
    end = _with_what_follows(tokens, found, at, words)
    inside = range(begin, end)
    is_negated = any(_negates(tokens, i, words) for i in inside)
    is_denied = any(tokens[i].low in words.denials for i in inside if i != found.cue[0] or found.cue[0] < at)
    return (begin, end) if is_negated != is_denied else None


def is_denied_before(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether what leads up to a quotation denies it, though no verb of it is found: `hat nie gesagt: „…“`."""
    near = range(max(0, at - _NEAR), at)
    says = any(tokens[i].low in words.cue_parts for i in near)
    return says and any(_negates(tokens, i, words) or tokens[i].low in words.denials for i in near)


def _with_what_leads_up(tokens: Sequence[Token], found: Attribution, words: Lexicon) -> Range:
    """Return the cue with its auxiliaries, its adverbs and the verb it hangs on: `has never`, `refused to`."""
    begin, end = found.cue
    leading = words.auxiliaries | words.adverbs | words.negations | words.denials
    while begin > 0 and not _is_in(found.speaker, begin - 1) and tokens[begin - 1].low in leading:
        begin -= 1
    return begin, end


def _after_denial_of_clause(tokens: Sequence[Token], found: Attribution, begin: int, words: Lexicon) -> int:
    """Return where `denies that she ever said` begins, or `begin` where no such verb stands before the subject."""
    at = found.speaker[0] - 1
    if at > 0 and found.speaker[1] <= begin and tokens[at].low in words.boundaries:
        at -= 1
    return at if 0 <= at < begin and tokens[at].low in words.denials else begin


def _with_what_follows(tokens: Sequence[Token], found: Attribution, at: int, words: Lexicon) -> int:
    """Return the end of a cue with the verb that a denial has before the quotation (`denied having said`), or with a
    German negation (`sagte nie`).
    """
    end = at_word = found.cue[1]
    if tokens[found.cue[0]].low not in words.denials:
        is_negated = words.code == "de" and end < at and _negates(tokens, end, words)
        return end + 1 if is_negated else end
    while at_word < at and tokens[at_word].low in words.auxiliaries | words.adverbs | words.cue_words:
        at_word += 1
        end = at_word if tokens[at_word - 1].low in words.cue_words else end
    return end


def _negates(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether a word negates; `not only` does not."""
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].low in words.negations and after not in words.merely


def _is_in(phrase: Range, at: int) -> bool:
    return phrase[0] <= at < phrase[1]
