"""Up to five sentences that say most of an article, verbatim, in its order.

Each content word weighs by how often and how early it stands, more if the headline has it; sentences are taken one by
one by the weight of what they add (after Nenkova and Vanderwende, SumBasic, 2005, with the news bias to the lead). A
sentence that does not stand alone is never taken: half a quotation, a question, a fragment; nor one whose pronoun
points back, unless the sentence just before it, which has the noun, was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from convert.analyse.lexicon import Lexicon
from convert.analyse.quotations import Quoted, quoted_words
from convert.analyse.sentences import LocatedParagraph
from convert.model import KeyPoint

FROM_WORDS = 250
"""Articles up to this length have no key points: they are read whole."""

LARGEST_SHARE = 0.2
MOST = 5

_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 6, 60
"""Words of a sentence that can be a key point."""

# weights found on news with human summaries, where both halves of the corpus had to beat its lead
_DECAY, _HEADLINE, _POWER, _EVENNESS, _SLOPE, _LEAD = 0.1, 4.0, 0.8, 3, 1.1, 2.0
_SAID_ONCE = 0.2
"""What a word counts that stands in one late sentence only."""

_NEW = 1 / 3
"""Share of its content words that a sentence must add to those taken before."""

_ENDS = re.compile(r"[.!…。]['’”\"»“)]*$")
_SAID_AFTER = re.compile(r"… ,? ?(\w+) (?:\w+ )?(\w+)\W*$")
"""`“…,” it added`: whoever that is was named in an earlier sentence."""

_MARKS = re.compile('["“”„«»]')


Stands = Literal["alone", "after", "never"]


class Sentence(Struct, frozen=True):
    """A sentence as weighed: its place in the article, its content words and how many words it has."""

    paragraph: int
    start: int
    end: int
    words: frozenset[str]
    length: int
    stands: Stands
    """`after`: it leans on the sentence before it."""


def find_key_points(paragraphs: Sequence[LocatedParagraph], title: str | None, words: Lexicon) -> tuple[KeyPoint, ...]:
    """Return the key points; none for a short article or where no sentence stands alone."""
    total = sum(len(paragraph.text.split()) for paragraph in paragraphs)
    if total <= FROM_WORDS:
        return ()
    sentences = weighed_sentences(paragraphs, words)
    chosen = ranked(sentences, content_words(title or "", words), most=MOST, budget=int(total * LARGEST_SHARE))
    return tuple(_key_point(sentences[at], paragraphs) for at in sorted(chosen))


def _key_point(sentence: Sentence, paragraphs: Sequence[LocatedParagraph]) -> KeyPoint:
    paragraph = paragraphs[sentence.paragraph]
    words = paragraph.text[sentence.start : sentence.end]
    return KeyPoint(words, paragraph.number, paragraph.extent(sentence.start, sentence.end))


def weighed_sentences(paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> list[Sentence]:
    """Return the sentences of an article with what ranking looks at."""
    quotations = quoted_words([paragraph.text for paragraph in paragraphs])
    found: list[Sentence] = []
    for at, paragraph in enumerate(paragraphs):
        text = paragraph.text
        first = 0
        for start, end in paragraph.sentences:
            while first < len(quotations[at]) and quotations[at][first].after <= start:
                first += 1
            sentence = text[start:end]
            found_words = _WORD.findall(sentence.lower())
            length = len(found_words)
            stands: Stands = "never"
            if _SHORTEST <= length <= _LONGEST:
                stands = how_it_stands(text, (start, end), quotations[at][first : first + _LONGEST], words)
            found.append(Sentence(at, start, end, _content(found_words, words), length, stands))
    return found


def content_words(text: str, words: Lexicon) -> frozenset[str]:
    """Return the words of a text that say what it is about, in lower case."""
    return _content(_WORD.findall(text.lower()), words)


def _content(found: Iterable[str], words: Lexicon) -> frozenset[str]:
    stop = words.stop
    return frozenset([word for word in found if len(word) > 2 and word not in stop])


# ---- ranking ------------------------------------------------------------------------------------------------------


def ranked(sentences: Sequence[Sentence], headline: frozenset[str], *, most: int, budget: int) -> Iterator[int]:
    """Yield the places of the sentences that say most, best first, up to `most` and within `budget` words."""
    weights = _weights(sentences, headline)
    left = {at for at, sentence in enumerate(sentences) if sentence.stands == "alone"}
    # sorted, since the sum of fractions depends on their order
    adds = {at: [(word, weights[word]) for word in sorted(sentences[at].words)] for at in _possible(sentences)}
    for _ in range(most):
        left = {at for at in left if sentences[at].length <= budget}
        if not left:
            return
        worth = {at: _worth(sentences[at], at, adds[at]) for at in left}
        best = max(left, key=lambda at: (worth[at], -at))
        if not worth[best]:
            return
        yield best
        left.discard(best)
        if best + 1 < len(sentences) and sentences[best + 1].stands == "after":
            left.add(best + 1)
        taken = sentences[best].words
        adds = {at: [each for each in new if each[0] not in taken] for at, new in adds.items()}
        budget -= sentences[best].length


def _possible(sentences: Sequence[Sentence]) -> Iterator[int]:
    return (at for at, sentence in enumerate(sentences) if sentence.stands != "never")


def _worth(sentence: Sentence, at: int, new: Sequence[tuple[str, float]]) -> float:
    """Return what a sentence is worth that adds these words with their weights to those taken before."""
    if len(new) < _NEW * len(sentence.words):
        return 0.0
    evened = float((sentence.length + _EVENNESS) ** _SLOPE)
    return sum([weight for _, weight in new]) / evened * (1 + _LEAD / (1 + at))


def _weights(sentences: Sequence[Sentence], headline: frozenset[str]) -> dict[str, float]:
    raw: dict[str, float] = {}
    for at, sentence in enumerate(sentences):
        weight = 1 / (1 + _DECAY * at)
        for word in sentence.words:
            raw[word] = raw.get(word, 0.0) + weight
    return {word: _weight(weight * (_HEADLINE if word in headline else 1)) for word, weight in raw.items()}


def _weight(raw: float) -> float:
    return float(raw**_POWER) if raw > 1 else raw * _SAID_ONCE


# ---- what stands alone --------------------------------------------------------------------------------------------


def how_it_stands(text: str, span: tuple[int, int], quotations: Iterable[Quoted], words: Lexicon) -> Stands:
    """Return whether a sentence can be read alone, only after the one before it, or not at all."""
    start, end = span
    sentence = text[start:end]
    if not _ENDS.search(sentence) or sentence.endswith(("...", "…")):
        return "never"
    inside = [q for q in quotations if q.outer < end and q.after > start]
    if any(q.outer < start or q.after > end or q.goes_on or not q.closes for q in inside):
        return "never"
    if len(_MARKS.findall(sentence)) != 2 * len(inside) or any(q.outer == start and q.after >= end - 1 for q in inside):
        return "never"
    return "alone" if _has_its_nouns(_without(sentence, start, inside), words) else "after"


def _without(sentence: str, start: int, quotations: Iterable[Quoted]) -> str:
    """Return a sentence without the words of its quotations, whose pronouns are their speakers'."""
    parts, at = [], 0
    for quoted in quotations:
        parts.append(sentence[at : quoted.outer - start])
        at = quoted.after - start
    return " … ".join((*parts, sentence[at:]))


def _has_its_nouns(sentence: str, words: Lexicon) -> bool:
    """Tell whether every pronoun has a noun before it, and no word at the beginning points back."""
    found = _WORD.findall(sentence)
    begins_quoted = sentence.startswith(" … ")
    if not found or (not begins_quoted and (_points_back(found, words) or found[0][0].islower())):
        return False
    said_by = _SAID_AFTER.search(sentence)
    if said_by is not None and said_by[1].lower() in words.of_things and said_by[2].lower() in words.speech:
        return False
    noun = thing = False
    for at, word in enumerate(found):
        low = word.lower()
        is_lost = (
            low in words.of_people or (low in words.of_things and not noun) or (low in words.possessives and not thing)
        )
        if is_lost:
            return False
        if low in words.nouns or (at > 0 and word[0].isupper()) or _opens_with_name(found, at, words):
            return True  # every pronoun after a name has it before it
        thing = thing or (len(word) > 3 and low not in words.stop)
        noun = noun or (at > 0 and low not in words.stop and found[at - 1].lower() in words.determiners)
    return True


def _points_back(found: Sequence[str], words: Lexicon) -> bool:
    """Tell whether a sentence begins with a word that needs the one before: `This`, `However`; not `There is`."""
    is_there = found[0] == "There" and len(found) > 1 and found[1] in words.auxiliaries
    return found[0].lower() in words.openers and not is_there


def _opens_with_name(found: Sequence[str], at: int, words: Lexicon) -> bool:
    return at == 0 and found[0] not in words.not_names and found[0].lower() not in words.stop
