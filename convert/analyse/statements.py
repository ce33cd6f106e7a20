"""Who said what: quotations of three words or more, each with its speaker as the text names him, or with none.

Indirect speech is left alone, as are titles and words in scare quotes: a quotation without a verb of saying is a
statement only if it is whole sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from convert.analyse.lexicon import Lexicon, lexicon
from convert.analyse.phrases import Sentence
from convert.analyse.quotations import Quoted, quoted_words
from convert.analyse.sentences import LocatedParagraph
from convert.analyse.speakers import Attribution, attribute
from convert.analyse.tokens import Token, last_mark, sentences_of
from convert.model import Standing, Statement

SHORTEST = 3
"""Words of a statement."""

_WORD = re.compile(r"\w+")


class Said(Struct, frozen=True):
    """A statement before its speaker is resolved: where words, speaker and cue stand in the paragraph's text."""

    paragraph: int
    start: int
    end: int
    speaker: tuple[int, int] | None
    speaker_paragraph: int
    cue: str | None
    standing: Standing


def find_statements(paragraphs: Sequence[LocatedParagraph], words: Lexicon) -> list[Said]:
    """Return the statements of an article, in order."""
    texts = [paragraph.text for paragraph in paragraphs]
    found: list[Said] = []
    for at, quotations in enumerate(quoted_words(texts)):
        if quotations:
            reading = _Paragraph(at, paragraphs[at], quotations, words, found[-1] if found else None)
            found += reading.statements()
    return found


class _Paragraph:
    """The quotations of one paragraph, read from left to right."""

    def __init__(
        self, at: int, paragraph: LocatedParagraph, quotations: Sequence[Quoted], words: Lexicon, last: Said | None
    ) -> None:
        self.at = at
        self.text = paragraph.text
        self.quotations = quotations
        self.words = words
        self.last = last
        self.sentences = sentences_of(paragraph.text, quotations, words, paragraph.begin)

    def statements(self) -> Iterator[Said]:
        for tokens in self.sentences:
            for at, token in enumerate(tokens):
                if token.quoted >= 0:
                    said = self._said(tokens, at, self.quotations[token.quoted])
                    if said is not None:
                        self.last = said
                        yield said

    def _said(self, tokens: Sequence[Token], at: int, quoted: Quoted) -> Said | None:
        words = self.text[quoted.start : quoted.end]
        if len(_WORD.findall(words)) < SHORTEST:
            return None
        if quoted.goes_on and self.last is not None and self.last.paragraph == self.at - 1:
            return self._continued(quoted, "stated")
        found = attribute(tokens, at, self.words, ends_open=last_mark(self.text, quoted) == ",")
        if found is not None and not _is_title(words, found):
            return self._attributed(tokens, quoted, found)
        if not _is_whole(self.text, quoted):
            return None
        if self._follows_on(tokens, at):
            return self._continued(quoted, "supported")
        return Said(self.at, quoted.start, quoted.end, None, self.at, None, "stated")

    def _attributed(self, tokens: Sequence[Token], quoted: Quoted, found: Attribution) -> Said:
        assert found.speaker is not None
        speaker = tokens[found.speaker[0]].start, tokens[found.speaker[1] - 1].end
        cue = self.text[tokens[found.cue[0]].start : tokens[found.cue[1] - 1].end]
        standing: Standing = "stated" if found.near else "supported"
        return Said(self.at, quoted.start, quoted.end, speaker, self.at, cue if cue != ":" else None, standing)

    def _continued(self, quoted: Quoted, standing: Standing) -> Said:
        last = self.last
        assert last is not None
        return Said(self.at, quoted.start, quoted.end, last.speaker, last.speaker_paragraph, None, standing)

    def _follows_on(self, tokens: Sequence[Token], at: int) -> bool:
        """Tell whether the speaker of the statement before goes on: in the paragraph, or in one that is all quoted."""
        if self.last is None or at > 0:
            return False
        if self.last.paragraph == self.at:
            return True
        return self.last.paragraph == self.at - 1 and len(self.sentences) == 1 and len(tokens) <= 2


def _is_whole(text: str, quoted: Quoted) -> bool:
    """Tell whether a quotation is a sentence or more: a capital first, a full stop last."""
    first = text[quoted.start : quoted.start + 1]
    return (first.isupper() or not first.isalpha()) and last_mark(text, quoted) in ".!?…,"


def _is_title(words: str, found: Attribution) -> bool:
    """Tell the name of a work from speech: capitals throughout, no full stop, no verb of saying beside it."""
    long = [word for word in _WORD.findall(words) if len(word) > 3]
    return not found.near and words[-1:].isalnum() and all(word[0].isupper() for word in long)
