"""Who said what: quotations of three words or more, each with its speaker as the text names him, or with none.

Indirect speech is left alone, as are titles and words in scare quotes: a quotation without a verb of saying is a
statement only if it is whole sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from convert.analyse.denials import denying_cue, is_denied_before, is_of_nobody
from convert.analyse.interrupted import without_interruptions
from convert.analyse.lexicon import Lexicon
from convert.analyse.quotations import Quoted, quoted_words
from convert.analyse.runs import without_ending
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.speakers import Attribution, attribute, bare_cue, saying
from convert.analyse.tokens import Token, last_mark, sentences_of
from convert.model import Standing

SHORTEST = 3
"""Words of a statement."""

_WORD = re.compile(r"\w+")
_SUBJECTLESS = ("es", "tr", "ru")
"""Languages whose verbs need no subject of their own."""
_CREDIT = re.compile(r"(?:[—–-]+\s*)?(?P<line>[^\W\d_a-zß-ÿа-я][\w.’'-]*(?:\s+[\w.’'-]+){1,4}(?:,[^.!?]{2,60})?)")
"""A name, and perhaps an office or a house after a comma; no full stop."""
_MARKS = ' \t\n"“”„«»'


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


def find_statements(paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> list[Said]:
    """Return the statements of an article, in order."""
    texts = [paragraph.text for paragraph in paragraphs]
    found: list[Said] = []
    last: _Context | None = None
    for at, quotations in enumerate(quoted_words(texts)):
        if not quotations and not paragraphs[at].is_displayed:
            continue
        reading = _Paragraph(at, paragraphs, quotations, words, last)
        if paragraphs[at].is_displayed:
            found += _displayed(at, paragraphs, words, reading)
        else:
            found += reading.statements()
            last = reading.last
    return found


def _displayed(at: int, paragraphs: Sequence[LocatedParagraph], words: Lexicon, reading: _Paragraph) -> list[Said]:
    """Return a displayed quotation's paragraph, said by whom the source names or the paragraph before it leads up to.

    Where neither names him and its own words do (`“…,” said Hanna Brask`), what stands between marks is said.
    """
    paragraph = paragraphs[at]
    if len(_WORD.findall(paragraph.text)) < SHORTEST or _credit(at, paragraphs) is not None:
        return []
    speaker, where = _leading_up_to_displayed(at, paragraphs, words)
    if speaker is None and (below := _credit_below(at, paragraphs)) is not None:
        speaker, where = below
    if paragraph.displayed_speaker is None and speaker is None:
        inside = list(reading.statements())
        if any(said.cue is not None for said in inside):
            return inside
    start = len(paragraph.text) - len(paragraph.text.lstrip(_MARKS))
    end = max(start, len(paragraph.text.rstrip(_MARKS)))
    return [Said(at, start, end, speaker, where, None, "stated", paragraph.displayed_speaker)]


def _credit(at: int, paragraphs: Sequence[LocatedParagraph]) -> tuple[int, int] | None:
    """Return where the last line of a displayed quotation names who said what stands over it: `— Ida Renn, pilot`."""
    is_last = at + 1 == len(paragraphs) or not paragraphs[at + 1].is_displayed
    if not is_last or at == 0 or not paragraphs[at].is_displayed or not paragraphs[at - 1].is_displayed:
        return None
    found = _CREDIT.fullmatch(paragraphs[at].text.strip())
    before = paragraphs[at - 1].text.rstrip(_MARKS)
    return found.span("line") if found is not None and before.endswith((".", "!", "?", "…")) else None


def _credit_below(at: int, paragraphs: Sequence[LocatedParagraph]) -> tuple[tuple[int, int], int] | None:
    """Return where the line under a displayed quotation names its speaker, and that line."""
    last = at
    while last + 1 < len(paragraphs) and paragraphs[last + 1].is_displayed:
        last += 1
    credit = _credit(last, paragraphs)
    return (credit, last) if credit is not None and last > at else None


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
        is_short = len(_WORD.findall(words)) < SHORTEST and not (quoted.interrupted or quoted.resumed)
        if quoted.resumed and self.last is not None and self.last.paragraph == self.at:
            return self._continued(quoted, self.last, "stated")
        if quoted.goes_on and self.last is not None and self.last.paragraph == self.at - 1:
            return self._continued(quoted, self.last, "stated")
        ends_open = last_mark(self.text, quoted) == ","
        found = attribute(tokens, at, self.words, ends_open=ends_open)
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
        before = self._goes_on(tokens, at) or self._led_up_to(number, at)
        if before is not None:
            return self._continued(quoted, before, "supported")
        self.last = _Context(self.at, None, self.at)
        return Said(self.at, quoted.start, quoted.end, None, self.at, None, "stated")

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
        return Said(self.at, quoted.start, quoted.end, speaker, self.at, cue if cue != ":" else None, standing)

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
