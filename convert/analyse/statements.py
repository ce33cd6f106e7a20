"""Who said what: quotations of three words or more, each with its speaker as the text names him, or with none.

Indirect speech is left alone, as are titles and words in scare quotes: a quotation without a verb of saying is a
statement only if it is whole sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from convert.analyse.credits import MARKS, credit, credit_below, credited
from convert.analyse.denials import denying_cue, is_denied_before, is_of_nobody
from convert.analyse.interrupted import without_interruptions
from convert.analyse.lexicon import Lexicon
from convert.analyse.quotations import Quoted, quoted_words
from convert.analyse.runs import without_ending
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.speakers import Attribution, attribute, bare_cue, saying
from convert.analyse.spoken_forms import Announced, Answer, announced, answers_in
from convert.analyse.tokens import Token, last_mark, sentences_of
from convert.model import Standing

SHORTEST = 3
"""Words of a statement."""

_LONGEST_PARTING = 6
"""Words between two halves of a sentence that say whose it is."""

_FIRST = 3
"""Paragraphs in which what a heading announces begins."""

_WORD = re.compile(r"\w+")
_SUBJECTLESS = ("es", "tr", "ru")
"""Languages whose verbs need no subject of their own."""


class Said(Struct, frozen=True):
    """A statement before its speaker is resolved: where words, speaker and cue stand in the paragraph's text."""

    paragraph: int
    start: int
    end: int
    speaker: tuple[int, int] | None
    speaker_paragraph: int
    cue: str | None
    standing: Standing
    named: str | None = None
    """Who speaks, where the source says so outside its text."""


def find_statements(paragraphs: Sequence[LocatedParagraph], words: Lexicon, title: str | None = None) -> list[Said]:
    """Return the statements of an article, in order; its headline may say whose interview or statement it is."""
    texts = [paragraph.text for paragraph in paragraphs]
    found: list[Said] = []
    last: _Context | None = None
    answers = {answer.paragraph: answer for answer in answers_in(title, paragraphs)}
    quoted = quoted_words(texts)
    for at, quotations in enumerate(quoted):
        if at in answers:
            found += _answered(answers[at], paragraphs[at])
        if not quotations and not paragraphs[at].is_displayed:
            continue
        reading = _Paragraph(at, paragraphs, quotations, words, last)
        if paragraphs[at].is_displayed:
            found += _displayed(at, paragraphs, words, reading)
        else:
            # in an answer, what nobody else is named for is the answer's own
            found += (said for said in reading.statements() if at not in answers or said.speaker is not None)
            last = reading.last
    return list(_with_announced(found, announced(title, paragraphs), paragraphs, quoted))


def _answered(answer: Answer, paragraph: LocatedParagraph) -> Iterator[Said]:
    end = len(paragraph.text.rstrip())
    if len(_WORD.findall(paragraph.text, answer.start)) >= SHORTEST:
        yield Said(answer.paragraph, answer.start, end, None, answer.paragraph, None, "stated", answer.speaker)


def _with_announced(
    found: Sequence[Said],
    heading: Announced | None,
    paragraphs: Sequence[LocatedParagraph],
    quoted: Sequence[Sequence[Quoted]],
) -> Iterator[Said]:
    """Yield statements, those of the first paragraphs that are all quoted said by whom the heading announces."""
    at = heading.first if heading is not None else 0
    first = at = next((i for i in range(at, min(at + _FIRST, len(paragraphs))) if quoted[i]), at)
    while heading is not None and at < len(paragraphs) and _is_all_quoted(paragraphs[at].text, quoted[at]):
        at += 1
    for said in found:
        if heading is None or said.speaker is not None or said.named or not first <= said.paragraph < at:
            yield said
        elif heading.at is None:
            yield replace(said, named=heading.speaker)
        else:
            yield replace(said, speaker=heading.at, speaker_paragraph=heading.first - 1)


def _is_all_quoted(text: str, quoted: Sequence[Quoted]) -> bool:
    return len(quoted) == 1 and not text[: quoted[0].outer].strip() and not text[quoted[0].after :].strip()


def _displayed(at: int, paragraphs: Sequence[LocatedParagraph], words: Lexicon, reading: _Paragraph) -> list[Said]:
    """Return a displayed quotation's paragraph, said by whom the source names or the paragraph before it leads up to.

    Where neither names him and its own words do (`“…,” said Hanna Brask`), what stands between marks is said.
    """
    paragraph = paragraphs[at]
    if len(_WORD.findall(paragraph.text)) < SHORTEST or credit(at, paragraphs) is not None:
        return []
    speaker, where = _leading_up_to_displayed(at, paragraphs, words)
    if speaker is None and (below := credit_below(at, paragraphs)) is not None:
        speaker, where = below
    if paragraph.displayed_speaker is None and speaker is None:
        inside = list(reading.statements())
        if any(said.cue is not None for said in inside):
            return inside
    start = len(paragraph.text) - len(paragraph.text.lstrip(MARKS))
    end = max(start, len(paragraph.text.rstrip(MARKS)))
    return [Said(at, start, end, speaker, where, None, "stated", paragraph.displayed_speaker)]


def _leading_up_to_displayed(
    at: int, paragraphs: Sequence[LocatedParagraph], words: Lexicon
) -> tuple[tuple[int, int] | None, int]:
    """Return where the paragraph before a displayed quotation names its speaker, and that paragraph."""
    first = at
    while first > 0 and paragraphs[first - 1].is_displayed:
        first -= 1
    if first == 0 or not paragraphs[first - 1].text.rstrip().endswith(":"):
        return None, max(first - 1, 0)
    return _leading_up(sentences_of(paragraphs[first - 1].text, (), words)[-1], words), first - 1


def _leading_up(sentence: Sequence[Token], words: Lexicon) -> tuple[int, int] | None:
    """Return where a sentence names who says the quotation after it; None where it says that he did not."""
    found = saying(sentence, words)
    if found is None or denying_cue(sentence, found, len(sentence), words) is not None:
        return None
    return sentence[found.speaker[0]].start, sentence[found.speaker[1] - 1].end


class _Context(Struct, frozen=True):
    """Who spoke last, and where that is said; a quotation too short to be a statement tells it too."""

    paragraph: int
    speaker: tuple[int, int] | None
    speaker_paragraph: int


class _Paragraph:
    """The quotations of one paragraph, read from left to right."""

    def __init__(
        self,
        at: int,
        paragraphs: Sequence[LocatedParagraph],
        quotations: Sequence[Quoted],
        words: Lexicon,
        last: _Context | None,
    ) -> None:
        paragraph = paragraphs[at]
        self.at = at
        self.text = paragraph.text
        self.quotations = list(without_interruptions(paragraph.text, quotations, words))
        self.words = words
        self.last = last
        self.before = paragraphs[at - 1] if at else None
        self.sentences = sentences_of(paragraph.text, self.quotations, words, paragraph.begin)

    def statements(self) -> Iterator[Said]:
        for number, tokens in enumerate(self.sentences):
            for at, token in enumerate(tokens):
                if token.quoted >= 0:
                    said = self._said(number, at, self.quotations[token.quoted])
                    if said is not None:
                        yield said

    def _said(self, number: int, at: int, quoted: Quoted) -> Said | None:
        tokens = self.sentences[number]
        words = self.text[quoted.start : quoted.end]
        is_short = len(_WORD.findall(words)) < SHORTEST and not (
            quoted.interrupted or quoted.resumed or self._is_part(tokens, at)
        )
        if quoted.resumed and self.last is not None and self.last.paragraph == self.at:
            return self._continued(quoted, self.last, "stated")
        if quoted.goes_on and self.last is not None and self.last.paragraph == self.at - 1:
            return self._continued(quoted, self.last, "stated")
        ends_open = last_mark(self.text, quoted) == ","
        found = credited(tokens, at, self.words) or attribute(tokens, at, self.words, ends_open=ends_open)
        if found is not None and is_of_nobody(tokens, found, self.words):
            return None
        if found is not None and tokens[found.cue[0]].text == ":" and is_denied_before(tokens, at, self.words):
            return None
        if found is not None and not (self._is_title(words) and not _is_introduced(found, at)):
            said = self._denied(tokens, at, quoted, found) or self._attributed(tokens, quoted, found)
            return None if is_short else said
        alone = self._by_the_last(tokens, at, quoted)
        if alone is not None and not is_short:
            return alone
        if is_short or not _is_whole(self.text, quoted) or _is_title(words) or is_denied_before(tokens, at, self.words):
            return None
        before = self._adds(tokens, at) or self._goes_on(tokens, at) or self._led_up_to(number, at)
        if before is not None:
            return self._continued(quoted, before, "supported")
        self.last = _Context(self.at, None, self.at)
        return Said(self.at, quoted.start, quoted.end, None, self.at, None, "stated")

    def _is_part(self, tokens: Sequence[Token], at: int) -> bool:
        """Tell whether a verb of saying parts a sentence in two: `“Nobody shouted,” Brask said, “or laughed.”`"""
        places = [i for i, token in enumerate(tokens) if token.quoted >= 0]
        number = places.index(at)
        around = pairwise(places[max(0, number - 1) : number + 2])
        return any(self._is_parted(tokens, one, other) for one, other in around)

    def _is_parted(self, tokens: Sequence[Token], one: int, other: int) -> bool:
        """Tell whether only who says it stands between two quotations, the second of which goes on in small letters."""
        between = tokens[one + 1 : other]
        first, second = self.quotations[tokens[one].quoted], self.quotations[tokens[other].quoted]
        return (
            2 < len(between) <= _LONGEST_PARTING
            and between[-1].text == ","
            and last_mark(self.text, first) == ","
            and self.text[second.start : second.start + 1].islower()
            and any(token.low in self.words.speech for token in between)
        )

    def _attributed(self, tokens: Sequence[Token], quoted: Quoted, found: Attribution) -> Said:
        if _names_nobody(tokens[slice(*found.speaker)], self.words):
            self.last = _Context(self.at, None, self.at)
            return Said(self.at, quoted.start, quoted.end, None, self.at, None, "stated")
        speaker = tokens[found.speaker[0]].start, tokens[found.speaker[1] - 1].end
        if self.words.code == "tr":
            speaker = speaker[0], _before_case(self.text, speaker)
        cue = self.text[tokens[found.cue[0]].start : tokens[found.cue[1] - 1].end]
        self.last = _Context(self.at, speaker, self.at)
        standing: Standing = "stated" if found.near else "supported"
        return Said(self.at, quoted.start, quoted.end, speaker, self.at, cue if cue not in ":—–-" else None, standing)

    def _is_title(self, words: str) -> bool:
        """Tell whether attributed words are the name of a work; German nouns all have capitals."""
        return self.words.code != "de" and _is_title(words)

    def _by_the_last(self, tokens: Sequence[Token], at: int, quoted: Quoted) -> Said | None:
        """Return words whose verb leaves out its subject, said by who spoke before: `«No habrá otro», añadió.`"""
        cue = bare_cue(tokens, at, self.words) if self.words.code in _SUBJECTLESS else None
        if cue is None or self.last is None or self.last.speaker is None or self.last.paragraph < self.at - 1:
            return None
        said = self._continued(quoted, self.last, "supported")
        return replace(said, cue=self.text[tokens[cue[0]].start : tokens[cue[1] - 1].end])

    def _denied(self, tokens: Sequence[Token], at: int, quoted: Quoted, found: Attribution) -> Said | None:
        """Return words that the text says were not said, with the cue that says so; who denies them does not go on."""
        denying = denying_cue(tokens, found, at, self.words)
        if denying is None:
            return None
        said = self._attributed(tokens, quoted, found._replace(cue=denying))
        self.last = _Context(self.at, None, self.at)
        return replace(said, standing="contested")

    def _continued(self, quoted: Quoted, last: _Context, standing: Standing) -> Said:
        self.last = _Context(self.at, last.speaker, last.speaker_paragraph)
        return Said(self.at, quoted.start, quoted.end, last.speaker, last.speaker_paragraph, None, standing)

    def _adds(self, tokens: Sequence[Token], at: int) -> _Context | None:
        """Return who spoke before in the sentence and goes on by a bare infinitive: `, avant d’ajouter : « … »`."""
        adds = at > 1 and tokens[at - 1].text == ":" and tokens[at - 2].low in self.words.adding
        is_here = self.last is not None and self.last.speaker is not None and self.last.paragraph == self.at
        return self.last if adds and is_here and any(token.quoted >= 0 for token in tokens[:at]) else None

    def _goes_on(self, tokens: Sequence[Token], at: int) -> _Context | None:
        """Return the speaker of the statement before if he goes on: in the paragraph, or in one that is all quoted."""
        if (
            self.last is None
            or self.last.speaker is None
            or at > 2
            or any(token.low in self.words.genders for token in tokens[:at])
        ):
            return None
        if self.last.paragraph == self.at:
            return self.last
        is_all = at == 0 and len(self.sentences) == 1 and len(tokens) <= 2
        return self.last if is_all and self.last.paragraph == self.at - 1 else None

    def _led_up_to(self, number: int, at: int) -> _Context | None:
        """Return who speaks by the sentence before: in the same paragraph, or ending the last one in a colon."""
        if at > 0:
            return None
        if number > 0:
            before, paragraph = self.sentences[number - 1], self.at
        elif self.before is not None and self.before.text.rstrip().endswith(":"):
            before, paragraph = sentences_of(self.before.text, (), self.words)[-1], self.at - 1
        else:
            return None
        speaker = _leading_up(before, self.words)
        return _Context(self.at, speaker, paragraph) if speaker is not None else None


def _names_nobody(speaker: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether a speaker's words leave open who speaks: `I`, `you`, `her letter`."""
    first, last = speaker[0].low, speaker[-1].low
    if len(speaker) == 1:
        return first in words.voices
    return last in words.writings and (first in words.of_people or first in words.possessives)


def _before_case(text: str, speaker: tuple[int, int]) -> int:
    """Return where a Turkish name ends before the case behind its apostrophe: `Günsel’e göre`."""
    return max(speaker[0] + 1, speaker[0] + len(without_ending(text[slice(*speaker)], "tr")))


def _is_whole(text: str, quoted: Quoted) -> bool:
    """Tell whether a quotation is a sentence or more: a capital first, a full stop last."""
    first = text[quoted.start : quoted.start + 1]
    return (first.isupper() or not first.isalpha()) and last_mark(text, quoted) in ".!?…,"


def _is_title(words: str) -> bool:
    """Tell the name of a work from speech: all long words have capitals."""
    long = [word for word in _WORD.findall(words) if len(word) > 3]
    return len(long) > 1 and not words.endswith((".", "?", "…")) and all(word[0].isupper() for word in long)


def _is_introduced(found: Attribution, at: int) -> bool:
    return found.near and found.cue[0] < at
