"""From runs to words that can be set: a stretch for each line end, in the shortest way that it allows."""

from __future__ import annotations

from collections.abc import Sequence

from convert.typeset.bidi import BidiWords, Direction, has_right_to_left, runs_both_ways
from convert.typeset.runs import Format, Run, Word, cleaned, lines_of
from convert.typeset.words import MixedWords, PlainWords, Words


def stretches_of(
    runs: Sequence[Run], base: Format, missing: set[str] | None = None, direction: Direction = "ltr"
) -> list[Words]:
    """Return the words of runs, a stretch for each line end in them. Characters no face has are added to `missing`."""
    if direction == "ltr" and len(runs) == 1 and "\n" not in runs[0].text and runs[0].format.is_plain:
        text, format = cleaned(runs[0].text), runs[0].format
        if format.face.covers(text) and not has_right_to_left(text):
            return [PlainWords([word for word in text.split(" ") if word], format)]
    return [words_of(words, base, direction) for words in lines_of(runs, missing)]


def words_of(words: Sequence[Word], base: Format, direction: Direction = "ltr") -> Words:
    """Return words shaped; where all are of one format without an element or ground of its own, the short way."""
    if words and (direction == "rtl" or runs_both_ways(words)):
        return BidiWords(words, base, direction)
    first = words[0][0][1] if words else base
    if first.is_plain and all(len(word) == 1 and word[0][1] is first for word in words):
        return PlainWords([word[0][0] for word in words], first)
    return MixedWords(words, base)


def beside_of(
    runs: Sequence[Run], base: Format, missing: set[str] | None = None, direction: Direction = "ltr"
) -> MixedWords:
    """Return the words of what stands on one line beside others: their line ends count for nothing."""
    words = [word for line in lines_of(runs, missing) for word in line]
    return BidiWords(words, base, direction) if runs_both_ways(words) else MixedWords(words, base)
