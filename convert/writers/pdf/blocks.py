"""Blocks as flowables, each with its structure element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, assert_never

from convert import model as m
from convert.errors import Note, Noter
from convert.typeset.box import Picture, Ruled
from convert.typeset.canvas import Bookmark
from convert.typeset.paragraph import Flowable, Label, Paragraph, ParagraphStyle
from convert.typeset.runs import Run
from convert.typeset.tagging import Element
from convert.walk import described, plain
from convert.writers.pdf.anchors import named
from convert.writers.pdf.boxed import marking_over_article
from convert.writers.pdf.boxes import DividedBox
from convert.writers.pdf.indexes import IndexMaker
from convert.writers.pdf.lists import ListMaker
from convert.writers.pdf.pictures import size_in_pixels
from convert.writers.pdf.scripts import Words
from convert.writers.pdf.tables import TableMaker
from convert.writers.pdf.terms import (
    FRONT_INDENT,
    KEY_POINT_NUMBER,
    NOTE_AFTER,
    QUOTATION_INDENT,
    Terms,
    terms_in,
)
from convert.writers.pdf.text import Setter

HEAD_ROLES = ("standfirst", "source_line", "address", "date_note")
"""Paragraphs between an article's headline and its text."""

TEXT_ROLES = ("body", "key_point", "extract", "quote_cell", "timeline")
"""Paragraphs that begin at their own side where they run against the text around; others stand at its side."""

RULED_HEADS = ("section",)
"""Heads with a heavy rule over them; an article's stands over all that opens it."""

OWN_ANCHOR = "\0h"
"""Begins the name of a place that only bookmarks go to."""


def against(label: Label | None) -> Label | None:
    """Return a label at the side of the text around, beside a paragraph that runs against it."""
    return replace(label, at_end=True) if label is not None else None


def is_own_anchor(name: str) -> bool:
    """Tell whether a destination is none of the briefing's ids."""
    return name.startswith(OWN_ANCHOR)


class Maker:
    """Makes the flowables of a document's blocks. `labels` has the printed pages of what is laid out already.

    `outline` gathers a bookmark for each head that is no article's and no part's.
    """

    def __init__(self, terms: Terms, briefing: m.Briefing, labels: Mapping[str, str], note: Noter) -> None:
        self.terms = terms
        """Those of the language that is being set."""
        self.say = Words(note)
        self.language = briefing.properties.language
        self.setter = Setter(terms, labels, self.language, self.say)
        self.media = {each.id: each for each in briefing.media}
        self.note = note
        self.missing: set[str] = set()
        self.outline: list[Bookmark] = []
        self.in_front = False
        self.in_key_points = False
        self.in_article = False
        self.lists = ListMaker(self)
        self.tables = TableMaker(self)
        self.indexes = IndexMaker(self)
        self._anchors = 0
        self._notes = 0
        self.level = 0
        """Of the last head: readers of the tag tree skip no level."""

    def top(self, section: m.Section, blocks: Iterable[m.Block], root: Element) -> list[Flowable]:
        """Return the flowables of a section of the document, its element the last kid of `root`."""
        outer = self.setter.language
        element = Element("Sect", root, language=self.own_language(section.language))
        self._speak(section.language or outer)
        self.setter.footnote = 0
        self.in_article = section.role == "article"
        made = self._article(blocks, element) if section.role == "article" else self.blocks(blocks, element)
        self._speak(outer)
        return made

    def _speak(self, language: str) -> None:
        """Set what follows in a language."""
        self.setter.language = language
        self.terms = self.setter.terms = terms_in(self.terms.style, language)

    def blocks(self, blocks: Iterable[m.Block], parent: Element) -> list[Flowable]:
        """Return the flowables of blocks, their elements the kids of `parent`."""
        made: list[Flowable] = []
        was_head = False
        for block in blocks:
            if was_head and isinstance(block, m.Table | m.Contents | m.NameIndex):
                made[-1].after = NOTE_AFTER
            was_head = isinstance(block, m.Heading) and block.role == "section"
            made += self.block(block, parent)
            made += self._footnotes(parent)
        return made

    def report(self) -> None:
        """Note what could not be set as it stands."""
        if self.missing:
            called = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(self.missing)[:12])
            more = "…" if len(self.missing) > 12 else ""
            self.note(Note("no-glyph", f"no font has {called}{more}: they are printed as � in the PDF"))
        for url in sorted(self.setter.unsafe):
            self.note(Note("unsafe-link", f"a link is not kept: {url[:60]}"))

    # ---- articles

    def _article(self, blocks: Iterable[m.Block], parent: Element) -> list[Flowable]:
        """Return the flowables of an article: a rule over it, a hairline between its head and its text."""
        made: list[Flowable] = []
        in_head = False
        for at, block in enumerate(blocks):
            if at == 0 and not (isinstance(block, m.Paragraph) and block.role == "masthead"):
                made.append(Ruled(self.terms.style.rule.article, self.terms.style.colour.ink))
            is_head = isinstance(block, m.Paragraph) and block.role in HEAD_ROLES
            if in_head and not is_head:
                if not (isinstance(block, m.Section) and block.role == "key_points"):
                    made.append(self._under_head())
                in_head = False
            in_head = in_head or (isinstance(block, m.Heading) and block.level == 1)
            made += self.block(block, parent)
            made += self._footnotes(parent)
        return made

    def _under_head(self) -> Flowable:
        style = self.terms.style
        return Ruled(
            style.rule.hair,
            style.colour.hair,
            indent=self.terms.gutter,
            before=style.space.source_after,
            after=style.space.rule_after,
            direction=self.terms.direction,
        )

    def block(self, block: m.Block, parent: Element) -> Iterator[Flowable]:
        """Yield the flowables of one block."""
        match block:
            case m.Paragraph():
                yield from self._paragraph(block, parent)
            case m.Heading():
                yield from self._heading(block, parent)
            case m.ItemList():
                yield from self.lists.items(block, parent)
            case m.Quotation():
                yield from self._quotation(block, parent)
            case m.Table():
                yield from self.tables.table(block, parent)
            case m.Figure():
                yield from self._figure(block, parent)
            case m.Rule():
                yield self.closing_rule(before=4, after=9, indent=self.terms.gutter)
            case m.Section():
                yield from self._section(block, parent)
            case m.Contents():
                yield from self.indexes.contents(block, parent)
            case m.NameIndex():
                yield from self.indexes.names(block, parent)
            case _:
                assert_never(block)

    def closing_rule(self, *, before: float = 0.0, after: float = 0.0, indent: float = 0.0) -> Ruled:
        """Return a hairline that ends something: a page may end under it."""
        style = self.terms.style
        direction = self.terms.direction
        made = Ruled(style.rule.hair, style.colour.hair, before=before, after=after, indent=indent, direction=direction)
        made.keeps_with_next = False
        return made

    # ---- text

    def paragraph(
        self,
        content: Iterable[m.Inline],
        style: ParagraphStyle,
        element: Element,
        *,
        label: Label | None = None,
        destination: str | None = None,
    ) -> Paragraph:
        """Return inlines as a paragraph; what stands flush right is set so."""
        inlines = tuple(content)
        runs = self.setter.runs(inlines, style.format)
        right = self.setter.right(inlines, style.format)
        return self.set(runs, style, element, right=right, label=label, destination=destination)

    def set(  # noqa: PLR0913 -- what may stand beside a paragraph's text
        self,
        runs: Sequence[Run],
        style: ParagraphStyle,
        element: Element,
        *,
        right: Sequence[Run] = (),
        label: Label | None = None,
        destination: str | None = None,
    ) -> Paragraph:
        """Return runs as a paragraph."""
        return Paragraph(runs, style, element, label=label, right=right, missing=self.missing, destination=destination)

    def _paragraph(self, block: m.Paragraph, parent: Element) -> Iterator[Flowable]:
        style = terms_in(self.terms.style, block.language or self.setter.language).paragraphs[block.role]
        if self.in_front and block.role == "source_line":
            style = replace(style, indent=FRONT_INDENT)
        if self.in_article and block.role == "note":
            style = replace(style, indent=self.terms.gutter)
        if block.role == "body":
            style = self.hyphenated(style, block.language)
        label = self._number(block)
        if style.direction != self.terms.direction:
            style, label = self._against(style, is_text=block.role in TEXT_ROLES), against(label)
        element = Element("P", parent, language=self.own_language(block.language))
        if block.role == "marking" and self.terms.style.look.marking == "box":
            yield marking_over_article(block, style, element)
            return
        content = block.content if block.role in TEXT_ROLES else self.setter.facts(block.content)
        made: Flowable = self.paragraph(content, style, element, label=label, destination=block.id)
        if block.id is not None and not block.content:
            made = named(made, block.id)
        yield made
        yield from self._after(block)

    def _against(self, style: ParagraphStyle, *, is_text: bool) -> ParagraphStyle:
        """Return the look of a paragraph that runs against the text around: in the same column, a head at its side."""
        align: Literal["left", "right"] = "left" if is_text else "right"
        return replace(style, indent=style.right_indent, right_indent=style.indent, align=align)

    def hyphenated(self, style: ParagraphStyle, language: str | None) -> ParagraphStyle:
        """Return a look in which words are divided as their language asks, where the style wants it."""
        if not self.terms.style.look.hyphenate:
            return style
        return replace(style, hyphenate=language or self.setter.language)

    def own_language(self, language: str | None) -> str | None:
        """Return a language where it is another than that of the text around."""
        return language if language is not None and language != self.setter.language else None

    def _number(self, block: m.Paragraph) -> Label | None:
        if block.number is None:
            return None
        x = KEY_POINT_NUMBER if block.role == "key_point" else 0.0
        return Label(Run(block.number, self.terms.number), x)

    def _after(self, block: m.Paragraph) -> Iterator[Flowable]:
        """Yield the rule that belongs under a paragraph of some roles."""
        if block.role == "masthead":
            style = self.terms.style
            yield Ruled(style.rule.masthead, style.colour.ink, after=4)
        elif block.role == "extract":
            yield self.closing_rule()

    def _footnotes(self, parent: Element) -> Iterator[Flowable]:
        """Yield the notes called in the block before, under it: a press text has few, and a page may be torn off."""
        style = self.terms.paragraphs["note"]
        while self.setter.footnotes:
            number, footnote = self.setter.footnotes.pop(0)
            self._notes += 1
            # PDF/UA-1, 7.9: each Note has an ID of its own
            note = Element("Note", parent, attributes=f"/ID(note{self._notes})")
            label: Label | None = Label(Run(str(number), style.format), self.terms.gutter, parent=note)
            for block in footnote.blocks or (m.Paragraph(()),):
                if isinstance(block, m.Paragraph):
                    indented = replace(style, indent=self.terms.gutter + (12 if number < 100 else 22))
                    content = block.content or (m.Text("\u00a0"),)
                    yield self.paragraph(content, indented, Element("P", note), label=label)
                    label = None
                else:
                    yield from self.block(block, note)

    def _heading(self, block: m.Heading, parent: Element) -> Iterator[Flowable]:
        style = terms_in(self.terms.style, block.language or self.setter.language).headings[block.role]
        if self.in_key_points:
            style = replace(style, indent=self.terms.gutter, before=0.0)
        level = self._without_jump(block)
        element = Element(f"H{level}", parent, language=self.own_language(block.language))
        if block.role in RULED_HEADS:
            yield Ruled(self.terms.style.rule.article, self.terms.style.colour.ink)
        label = None
        if block.number is not None:
            size = min(self.terms.article_number.size, style.format.size)
            label = Label(Run(block.number, replace(self.terms.article_number, size=size)), kind="Span")
        if style.direction != self.terms.direction:
            style, label = self._against(style, is_text=False), against(label)
        destination = block.id
        if level > 1 and block.role != "front_head" and block.content:
            destination = destination or self._anchor()
            self.outline.append(Bookmark(plain(block.content), level, destination))
        yield self.paragraph(block.content, style, element, label=label, destination=destination)

    def _anchor(self) -> str:
        self._anchors += 1
        return f"{OWN_ANCHOR}{self._anchors}"

    def _without_jump(self, block: m.Heading) -> int:
        """Return a head's level, one under the last at the most (PDF/UA-1, 7.4.2)."""
        level = min(block.level, self.level + 1)
        if level != block.level:
            said = f"a head of level {block.level} follows one of level {self.level}: it is tagged as {level}"
            self.note(Note("heading-jump", said, plain(block.content)[:60]))
        self.level = level
        return level

    # ---- quotations, pictures

    def _quotation(self, block: m.Quotation, parent: Element) -> Iterator[Flowable]:
        element = Element("BlockQuote", parent)
        base = self.terms.paragraphs["body"]
        bar = (self.terms.gutter, self.terms.style.rule.spine, self.terms.style.colour.hair)
        style = replace(base, indent=base.indent + QUOTATION_INDENT, bar=bar)
        made: list[Flowable] = []
        for inner in block.blocks:
            if isinstance(inner, m.Paragraph):
                look = self.hyphenated(style, inner.language)
                quoted = Element("P", element, language=self.own_language(inner.language))
                made.append(
                    self.paragraph(inner.content, look, quoted, label=self._number(inner), destination=inner.id)
                )
            else:
                made += self.block(inner, element)
        if block.speaker:
            if made:
                made[-1].keeps_with_next = True
            made.append(self.paragraph((m.Text(f"— {block.speaker}"),), style, Element("P", element)))
        yield from made

    def _figure(self, block: m.Figure, parent: Element) -> Iterator[Flowable]:
        media = self.media.get(block.media)
        pixels = size_in_pixels(media.data) if media is not None else None
        if media is not None and pixels is None:
            self.note(Note("no-picture", f"a picture cannot be read: {block.media}"))
        style = self.terms.paragraphs["caption"]
        if media is None or pixels is None:
            yield self.paragraph(described(block), style, Element("P", parent), destination=block.id)
            return
        figure = Element("Figure", parent, alternative=block.alt or plain(block.caption) or block.media)
        direction = self.terms.direction
        picture: Flowable = Picture(media.data, pixels, figure, indent=self.terms.gutter, after=4, direction=direction)
        picture.keeps_with_next = bool(block.caption)
        yield named(picture, block.id) if block.id is not None else picture
        if block.caption:
            yield self.paragraph(block.caption, style, Element("Caption", figure))

    # ---- sections inside sections

    def _section(self, section: m.Section, parent: Element) -> Iterator[Flowable]:
        """Yield a section's flowables: a box for key points and notices, its blocks one after the other for others."""
        element = Element("Sect", parent, language=self.own_language(section.language))
        outer = self.setter.language
        self._speak(section.language or outer)
        if section.role == "key_points":
            self.in_key_points = True
            inside = self.blocks(section.blocks, element)
            self.in_key_points = False
            made: list[Flowable] = [DividedBox(inside, self.terms.key_points, before=9, after=10)]
        elif section.role == "notice":
            made = [DividedBox(self.blocks(section.blocks, element), self.terms.notice, before=9, after=6)]
        else:
            self.in_front = section.role == "front_brief"
            made = self.blocks(section.blocks, element)
            self.in_front = False
        self._speak(outer)
        if made:
            made[0] = named(made[0], section.id)
        yield from made
