"""An article's paragraphs as analysis reads them: words, sentences, and where each stands in the source.

Boundaries are sentencex's, mended where it splits after `5 p.m.` before a weekday or after a bare number. A
sentence never ends inside a quotation that closes in its paragraph. The dateline belongs to no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise, takewhile

from convert import model as m
from convert.normalise.dateline import find_dateline
from convert.normalise.draft import Draft
from convert.walk import LIST_AFTER, blocks, inner, plain

Span = tuple[int, int]

_REACH = 20_000
"""Characters: a longer paragraph is cut at sentence ends before sentencex sees it, whose time grows with the square
of the quotation marks left open."""

_STOP = re.compile(r"[.!?…。]\s+")
_GOES_ON = re.compile(
    r"(?:\b[ap]\.m\.\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Pacific|Central|GMT|local|in|on|at|and)\b"
    r"|\b(?:U\.S|U\.K|E\.U|U\.N|D\.C)\.\s+(?!(?:The|A|An|He|She|It|They|We|I|But|In|On|At|And|That|This|There|His|Her|"
    r"If|As|Its|After|When|While|For)\b)[A-Z]\w+"
    r"|\b(?:No|Nos|Nr|Art|vs|Gov|Sen|Rep|Lt|Col|Gen|Capt|Sgt|Maj|Cmdr|Adm|Rev|Pres)\.\s+[A-Z\d]"
    r"|\b(?:M|MM|Mgr)\.\s+[A-ZÉÈ])"
)
_BARE_NUMBER = re.compile(r"\W*\d{1,3}[.)]\s*")


class LocatedParagraph:
    """A paragraph: `text` is what is printed, `sentences` are spans of it without the blanks around them.

    `number` is what it is cited by: its own, or, of an item, that of the paragraph before its list and a `+`.
    """

    def __init__(  # noqa: PLR0913 -- a paragraph, where it stands and what it is part of
        self,
        block: m.Paragraph,
        source: Draft,
        language: str,
        quotation: m.Quotation | None,
        *,
        number: str,
        first: bool,
    ) -> None:
        self.block = block
        self.is_displayed = quotation is not None
        self.displayed_speaker = quotation.speaker if quotation is not None else None
        self.number = number
        self.is_item = block.number is None
        self.text = plain(block.content)
        self.language = language
        self._source = source
        self._first = first

    @cached_property
    def begin(self) -> int:
        """Where the story begins: after the dateline in an article's first paragraph, else 0."""
        dateline = find_dateline(self.text, 0, self.language) if self._first else None
        return dateline.end if dateline is not None else 0

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        return tuple(sentence_spans(self.text, self.language, self.begin))

    def extent(self, start: int, end: int) -> m.Extent:
        """Return where `text[start:end]` stands in the source; the whole paragraph where that cannot be told."""
        at = self._offset
        if at is None:
            return self.block.at or m.Extent(0, len(self._source.source))
        return self._source.extent(at + start, at + end)

    @cached_property
    def _offset(self) -> int | None:
        """Where in the normalised text this paragraph's words begin; None where a footnote stands between them."""
        if self.block.at is None:
            return None
        start = self._source.to_text(self.block.at.start)
        end = self._source.to_text(self.block.at.end)
        found = self._source.text.find(self.text, start, max(end, start + len(self.text)))
        return None if found < 0 else found


def located_paragraphs(article: m.Article) -> tuple[LocatedParagraph, ...]:
    """Return the paragraphs of an article in order: the numbered ones, those in displayed quotations included, and the
    items of lists, each under the number of the paragraph that the list follows. A list that opens an article has none
    to be cited by: its items are left out.
    """
    source = Draft(article.source_text, article.source.name, lambda _: None)
    source.restore(article.edits)
    language = article.metadata.language or ""
    quoted = {id(b): q for q in blocks(article.body) if isinstance(q, m.Quotation) for b in blocks(q.blocks)}
    items = {id(b) for each in article.body if isinstance(each, m.ItemList) for b in _paragraphs_of(each)}
    found: list[LocatedParagraph] = []
    number = ""
    for b in blocks(article.body):
        if not isinstance(b, m.Paragraph) or (b.number is None and not (number and id(b) in items)):
            continue
        number = b.number or number
        cited = number if b.number else number + LIST_AFTER
        found.append(
            LocatedParagraph(b, source, b.language or language, quoted.get(id(b)), number=cited, first=not found)
        )
    return tuple(found)


def before_numbers(article: m.Article) -> Iterator[m.Block]:
    """Yield the blocks of an article over its first numbered paragraph."""
    return takewhile(lambda block: not (isinstance(block, m.Paragraph) and block.number), blocks(article.body))


def _paragraphs_of(item_list: m.ItemList) -> Iterator[m.Paragraph]:
    """Yield the paragraphs of a list and of the lists in it; those of a table in it are no sentences."""
    for block in inner(item_list):
        if isinstance(block, m.ItemList):
            yield from _paragraphs_of(block)
        elif isinstance(block, m.Paragraph):
            yield block


def sentence_spans(text: str, language: str | None, begin: int = 0) -> Iterator[Span]:
    """Yield the sentences of a paragraph from `begin` on as spans of `text`, trimmed; blank ones are left out."""
    bounds = _joined(text, [begin, *_boundaries(text, (language or "en").split("-")[0].lower(), begin)])
    for start, end in pairwise(bounds):
        words = text[start:end]
        left = len(words) - len(words.lstrip())
        if words.strip():
            yield start + left, start + len(words.rstrip())


def _boundaries(text: str, language: str, begin: int) -> Iterator[int]:
    """Yield the end of each sentence as sentencex sees it; it gives back every character."""
    import sentencex

    for start, end in _pieces(text, begin):
        at = start
        for sentence in sentencex.segment(language, text[start:end]):
            at += len(sentence)
            yield min(at, end)
        if at < end:
            yield end


def _pieces(text: str, begin: int) -> Iterator[Span]:
    start = begin
    while len(text) - start > _REACH:
        stop = _STOP.search(text, start + _REACH // 2, start + _REACH)
        end = stop.end() if stop else start + _REACH
        yield start, end
        start = end
    yield start, len(text)


def _joined(text: str, bounds: Sequence[int]) -> list[int]:
    """Return the boundaries without those that no reader would see."""
    kept = [bounds[0]]
    for at in range(1, len(bounds)):
        bound = bounds[at]
        is_last = at == len(bounds) - 1
        if not is_last and (_goes_on(text, bound) or _BARE_NUMBER.fullmatch(text, kept[-1], bound)):
            continue
        if bound > kept[-1]:
            kept.append(bound)
    return kept


def _goes_on(text: str, bound: int) -> bool:
    return any(m.end() > bound > m.start() for m in _GOES_ON.finditer(text, max(0, bound - 9), bound + 12))
