"""An article as it stands in a briefing: its headline, its source line, its address, its body with numbers and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from convert import model as m
from convert.compose.evidence import date_badge, date_note, undated
from convert.compose.wording import NBSP, count, facts, language_name, same_language, say_date, shortened, span, text
from convert.style import Labels
from convert.walk import LIST_AFTER, numbered, plain, print_page, texts, transform

FIRST_WORDS = 8
"""How many words stand for a headline that the source does not give."""

LONG, VERY_LONG = 90, 150
"""Characters past which a headline is set smaller."""

_CANNOT_END = frozenset(
    word
    for words in (
        ("a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "and", "or", "with", "from"),
        ("le", "la", "les", "un", "une", "des", "du", "de", "et", "der", "die", "das", "ein", "eine", "und"),
        ("el", "los", "las", "una", "unos", "unas", "y", "o"),
    )
    for word in words
)


class Place(msgspec.Struct, frozen=True):
    """Where an article stands: `prefix` before its paragraph numbers (`3.` in a pack), `id` before their ids."""

    number: str | None = None
    prefix: str = ""
    id: str = ""

    @classmethod
    def alone(cls) -> Place:
        """Return the place of the one article of a brief."""
        return cls()

    @classmethod
    def in_pack(cls, number: int) -> Place:
        """Return the place of article `number` of a pack."""
        return cls(number=str(number), prefix=f"{number}.", id=f"a{number}")

    def paragraph(self, number: str) -> str:
        """Return a paragraph's printed number."""
        return self.prefix + number

    def target(self, number: str) -> str:
        """Return the id of a numbered paragraph, of what is in a list that of the paragraph before it."""
        return f"{self.id}p{number.removesuffix(LIST_AFTER)}"


# ---- headline ---------------------------------------------------------------------------------------------------


def short_title(article: m.Article, labels: Labels, most: int = 60) -> str:
    """Return a headline of at most `most` characters, or the first words of a text that has none."""
    return shortened(title_words(article, labels), most)


def title_words(article: m.Article, labels: Labels) -> str:
    """Return the headline; where the source has none the first words of the text and `…`; never nothing."""
    return article.metadata.title or first_words(article) or f"[{labels['no_headline']}]"


def first_words(article: m.Article) -> str:
    """Return up to eight first words after the dateline, and `…`; they end on no article and inside no name."""
    words = _opening(article).split()
    if len(words) <= FIRST_WORDS:
        return " ".join(words)
    kept = FIRST_WORDS
    while kept > 3 and not _may_end(words[kept - 1], words[kept]):
        kept -= 1
    return " ".join(words[:kept]).rstrip(",;:–—-") + NBSP + "…"


def _may_end(last: str, following: str) -> bool:
    if last.lower().strip("“”„«»‘’\"'") in _CANNOT_END:
        return False
    return not (last[:1].isupper() and following[:1].isupper() and last[-1:].isalpha())


def _opening(article: m.Article) -> str:
    """Return the first paragraph's words after its dateline."""
    paragraph = next((b for b in numbered(article.body) if isinstance(b, m.Paragraph)), None)
    if paragraph is None:
        return ""
    words = plain(paragraph.content)
    dateline = next((f for f in article.findings if f.field == "dateline" and f.chosen), None)
    if dateline is None or not isinstance(dateline.where, m.Extent) or paragraph.at is None:
        return words
    start, end = dateline.where.start - paragraph.at.start, dateline.where.end - paragraph.at.start
    if start != 0:
        return words
    # edits inside the dateline (a dash, a space) move its end in the printed text
    edits = (e for e in article.edits if paragraph.at.start <= e.start < dateline.where.end)
    end += sum(len(e.after) - len(e.before) for e in edits)
    return words[end:].lstrip(" -–—:_.")


def headline(article: m.Article, place: Place, labels: Labels, kind: Literal["brief", "pack"]) -> Iterator[m.Block]:
    """Yield the head of an article, or where the source has none, the line that says so and the first words."""
    title = article.metadata.title
    language = article.metadata.language
    if title:
        role = _title_role(title, kind)
        yield m.Heading(text(title), level=1, role=role, number=place.number, id=place.id or "title", language=language)
    else:
        opening = first_words(article)
        says = f"[{labels['no_headline']}]" + (f" {labels['text_begins']}" if opening else "")
        if opening:
            yield m.Paragraph(text(says), role="no_headline")
        words = text(opening or says)
        yield m.Heading(words, level=1, role="h1_none", number=place.number, id=place.id or "title", language=language)
    if article.metadata.subtitle:
        yield m.Paragraph(text(article.metadata.subtitle), role="standfirst", language=language)


def _title_role(title: str, kind: Literal["brief", "pack"]) -> m.HeadingRole:
    if kind == "brief":
        return "brief_title" if len(title) <= LONG else "h1" if len(title) <= VERY_LONG else "h1_long"
    return "h1" if len(title) <= LONG else "h1_long" if len(title) <= VERY_LONG else "h1_xlong"


# ---- source line ------------------------------------------------------------------------------------------------


def source_lines(article: m.Article, labels: Labels, outlet: str = "") -> Iterator[m.Block]:
    """Yield what is known of an article's source: its line, its address, and the evidence of an uncertain date.

    `outlet` is what the editor calls it, where that is not what the source says.
    """
    yield m.Paragraph(source_line(article, labels, outlet), role="source_line")
    evidence = date_note(article, labels)
    if evidence:
        yield m.Paragraph(evidence, role="date_note")
    address = article.metadata.url
    if address:
        yield m.Paragraph((m.Link(text(shown_address(address)), address),), role="address")


def source_line(article: m.Article, labels: Labels, outlet: str = "") -> tuple[m.Inline, ...]:
    """Return outlet, byline, place, date with its badge, language where it is not the briefing's, and length."""
    known = article.metadata
    place = known.dateline.place if known.dateline is not None else None
    outlet = outlet or known.outlet or agency_of(article) or ""
    foreign = known.language is not None and not same_language(known.language, labels.language)
    length = word_count(article)
    return facts(
        [
            (span(outlet, "outlet"),) if outlet else (),
            text(known.byline) if known.byline else (),
            text(place) if place else (),
            dated(article, labels),
            on_page(article, labels),
            text(language_name(known.language, labels)) if foreign and known.language else (),
            text(count(labels, "words", length)) if length else (),
        ],
        labels,
    )


def agency_of(article: m.Article) -> str | None:
    """Return the agency that the dateline or the byline names: the source of a text without an outlet."""
    dateline = article.metadata.dateline
    return dateline.agency if dateline is not None else None


def dated(article: m.Article, labels: Labels) -> tuple[m.Inline, ...]:
    """Return the publication date and its badge; or its day and month without year, or that it is not stated."""
    published = article.metadata.published
    if published is None:
        return (span(undated(article, labels), "soft"),)
    badge = date_badge(article, labels)
    date = text(say_date(published, labels))
    return date if badge is None else (*date, m.Text(" "), badge)


def on_page(article: m.Article, labels: Labels) -> tuple[m.Inline, ...]:
    """Return the page of the print edition, where the source names it."""
    page = print_page(article.metadata)
    return text(labels["print_page"].format(page=page)) if page else ()


def shown_address(address: str) -> str:
    """Return an address as printed: without its scheme and a closing slash."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


def word_count(article: m.Article) -> int:
    """Return how many words the body has."""
    return sum(len(words.split()) for words in texts(article.body))


# ---- body -------------------------------------------------------------------------------------------------------


def body_blocks(article: m.Article, place: Place, labels: Labels, *, numbers: bool) -> Iterator[m.Block]:
    """Yield the body with printed numbers and ids, sub-heads from level 2 without a jump, and where it ends."""
    yield from levelled(_numbered_blocks(article.body, place, numbers=numbers), first=2)
    if article.truncated:
        yield m.Paragraph(text(f"[{labels['text_ends_here']}]"), role="truncation")


def _numbered_blocks(body: Iterable[m.Block], place: Place, *, numbers: bool) -> Iterator[m.Block]:
    def number(node: msgspec.Struct) -> msgspec.Struct:
        if isinstance(node, m.Paragraph | m.Table) and node.number is not None:
            printed = place.paragraph(node.number) if numbers else None
            return msgspec.structs.replace(node, number=printed, id=place.target(node.number))
        return node

    for block in body:
        yield transform(block, number)


def in_language(blocks: Iterable[m.Block], language: str) -> Iterator[m.Block]:
    """Yield blocks whose paragraphs and headings are in `language`, where they do not say otherwise."""

    def say(node: msgspec.Struct) -> msgspec.Struct:
        silent = isinstance(node, m.Paragraph | m.Heading) and node.language is None
        return msgspec.structs.replace(node, language=language) if silent else node

    for block in blocks:
        yield transform(block, say)


def levelled(blocks: Iterable[m.Block], first: int) -> Iterator[m.Block]:
    """Yield blocks whose headings begin at level `first` and go down one level at a time: readers skip no level."""
    open_levels: list[int] = []
    for block in blocks:
        if not isinstance(block, m.Heading):
            yield block
            continue
        while open_levels and open_levels[-1] >= block.level:
            open_levels.pop()
        open_levels.append(block.level)
        yield msgspec.structs.replace(block, level=min(first + len(open_levels) - 1, 6))
