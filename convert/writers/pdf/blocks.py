"""Blocks as flowables, each with its structure element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from convert import model as m
from convert.errors import Note, Noter
from convert.typeset.box import Box, Columns, Picture, Ruled
from convert.typeset.paragraph import Flowable, Label, Paragraph, ParagraphStyle
from convert.typeset.runs import Run
from convert.typeset.tagging import LIST_WITH_BULLETS, LIST_WITH_LABELS, Element
from convert.walk import index_refs
from convert.writers.pdf.tables import TableMaker
from convert.writers.pdf.terms import KEY_POINT_NUMBER, LIST_INDENT, MM, QUOTATION_INDENT, Terms
from convert.writers.pdf.text import Setter

HEAD_ROLES = ("source_line", "address", "date_note")
"""Paragraphs between an article's headline and its text."""

INDEX_COLUMNS = 3
PART_COLUMNS = 2
INDEX_GAP = 7 * MM


class Maker:
    """Makes the flowables of a document's blocks. `missing` gathers the characters that no font has."""

    def __init__(self, terms: Terms, setter: Setter, media: Iterable[m.Media], note: Noter) -> None:
        self.terms = terms
        self.setter = setter
        self.media = {each.id: each for each in media}
        self.note = note
        self.missing: set[str] = set()
        self.in_front = False
        self.tables = TableMaker(self)

    def blocks(self, blocks: Iterable[m.Block], parent: Element) -> list[Flowable]:
        """Return the flowables of blocks, their elements the kids of `parent`."""
        return [flowable for block in blocks for flowable in self.block(block, parent)]

    def article(self, blocks: Iterable[m.Block], parent: Element) -> list[Flowable]:
        """Return the flowables of an article, a hairline between its head and its text."""
        style = self.terms.style
        made: list[Flowable] = []
        in_head = False
        for block in blocks:
            is_head = isinstance(block, m.Paragraph) and block.role in HEAD_ROLES
            if not made and isinstance(block, m.Paragraph) and block.role == "no_headline":
                made.append(Ruled(style.rule.article, style.colour.ink))
            if in_head and not is_head and not (isinstance(block, m.Section) and block.role == "key_points"):
                space = style.space
                made.append(
                    Ruled(
                        style.rule.hair,
                        style.colour.hair,
                        indent=self.terms.gutter,
                        before=space.source_after,
                        after=space.rule_after,
                    )
                )
            in_head = is_head or (in_head and isinstance(block, m.Heading))
            made += self.block(block, parent)
        return made

    def block(self, block: m.Block, parent: Element) -> Iterator[Flowable]:
        match block:
            case m.Paragraph():
                yield from self._paragraph(block, parent)
            case m.Heading():
                yield from self._heading(block, parent)
            case m.ItemList():
                yield from self._list(block, parent, 0)
            case m.Quotation():
                yield from self._quotation(block, parent)
            case m.Table():
                yield from self.tables.table(block, parent)
            case m.Figure():
                yield from self._figure(block, parent)
            case m.Rule():
                yield Ruled(0.4, self.terms.style.colour.hair, indent=self.terms.gutter, before=4, after=9)
            case m.Section():
                yield from self.section(block, parent)
            case m.Contents():
                yield from self._contents(block, parent)
            case m.NameIndex():
                yield from self._index(block, parent)
            case _:
                assert_never(block)

    # ---- text

    def paragraph(
        self, content: Iterable[m.Inline], style: ParagraphStyle, element: Element, **rest: object
    ) -> Paragraph:
        """Return inlines as a paragraph; what stands flush right is set so."""
        inlines = tuple(content)
        runs = self.setter.runs(inlines, style.format)
        right = self.setter.right(inlines, style.format)
        return Paragraph(runs, style, element, right=right, missing=self.missing, **rest)  # type: ignore[arg-type]

    def _paragraph(self, block: m.Paragraph, parent: Element) -> Iterator[Flowable]:
        style = self.terms.paragraphs[block.role]
        if self.in_front and block.role == "source_line":
            style = replace(style, indent=10 * MM)
        element = Element("P", parent, language=self._own_language(block.language))
        if self.terms.style.look.hyphenate and block.role == "body":
            style = replace(style, hyphenate=block.language or self.setter.language)
        label = self._number(block)
        yield self.paragraph(block.content, style, element, label=label, destination=block.id)
        yield from self._after(block)
        yield from self._footnotes(parent)

    def _own_language(self, language: str | None) -> str | None:
        return language if language is not None and language != self.setter.language else None

    def _number(self, block: m.Paragraph) -> Label | None:
        if block.number is None:
            return None
        x = KEY_POINT_NUMBER if block.role == "key_point" else 0.0
        return Label(Run(block.number, self.terms.number), x)

    def _after(self, block: m.Paragraph) -> Iterator[Flowable]:
        """Yield the rule that belongs under a paragraph of some roles."""
        style = self.terms.style
        if block.role == "masthead":
            yield Ruled(style.rule.masthead, style.colour.ink, after=4)
        elif block.role == "extract":
            rule = Ruled(style.rule.hair, style.colour.hair)
            rule.keeps_with_next = False
            yield rule

    def _footnotes(self, parent: Element) -> Iterator[Flowable]:
        """Yield the notes called in the block before, under it: a press text has few, and a page may be torn off."""
        style = self.terms.paragraphs["note"]
        for number, footnote in enumerate(self.setter.footnotes, start=1):
            for block in footnote.blocks:
                if isinstance(block, m.Paragraph):
                    indented = replace(style, indent=self.terms.gutter + 8)
                    label = Label(Run(str(number), style.format), self.terms.gutter)
                    yield self.paragraph(block.content, indented, Element("Note", parent), label=label)
        self.setter.footnotes.clear()

    def _heading(self, block: m.Heading, parent: Element) -> Iterator[Flowable]:
        style = self.terms.headings[block.role]
        element = Element(f"H{block.level}", parent, language=self._own_language(block.language))
        rules = self.terms.style.rule
        if block.role in ("h1", "h1_long", "h1_xlong", "section"):
            yield Ruled(rules.article, self.terms.style.colour.ink)
        label = None
        if block.number is not None:
            size = style.format.size if block.role == "front_head" else min(self.terms.article_number.size, 18)
            label = Label(Run(block.number, replace(self.terms.article_number, size=size)), kind="Span")
        yield self.paragraph(block.content, style, element, label=label, destination=block.id)

    # ---- lists, quotations, pictures

    def _list(self, block: m.ItemList, parent: Element, depth: int) -> Iterator[Flowable]:
        attributes = LIST_WITH_LABELS if block.ordered else LIST_WITH_BULLETS
        owner = Element("L", parent, attributes=attributes)
        indent = self.terms.gutter + LIST_INDENT * (depth + 1)
        for at, item in enumerate(block.items):
            mark = f"{block.start + at}." if block.ordered else "–"
            made = list(self._item(item, Element("LI", owner), (mark, indent), depth))
            if made and at == len(block.items) - 1 and not depth:
                made[-1].after = self.terms.paragraphs["body"].after
            yield from made

    def _item(
        self, blocks: Sequence[m.Block], item: Element, mark: tuple[str, float], depth: int
    ) -> Iterator[Flowable]:
        words, indent = mark
        body = Element("LBody", item)
        style = replace(self.terms.paragraphs["body"], indent=indent, after=3)
        label: Label | None = Label(Run(words, style.format), indent - LIST_INDENT, parent=item)
        for block in blocks:
            if isinstance(block, m.Paragraph):
                yield self.paragraph(block.content, style, Element("P", body), label=label, destination=block.id)
                label = None
            elif isinstance(block, m.ItemList):
                yield from self._list(block, body, depth + 1)
            else:
                yield from self.block(block, body)

    def _quotation(self, block: m.Quotation, parent: Element) -> Iterator[Flowable]:
        element = Element("BlockQuote", parent)
        base = self.terms.paragraphs["body"]
        bar = (self.terms.gutter, self.terms.style.rule.spine, self.terms.style.colour.hair)
        style = replace(base, indent=base.indent + QUOTATION_INDENT, bar=bar)
        for inner in block.blocks:
            if isinstance(inner, m.Paragraph):
                yield self.paragraph(
                    inner.content, style, Element("P", element), label=self._number(inner), destination=inner.id
                )
            else:
                yield from self.block(inner, element)
        if block.speaker:
            yield self.paragraph((m.Text(f"— {block.speaker}"),), style, Element("P", element))

    def _figure(self, block: m.Figure, parent: Element) -> Iterator[Flowable]:
        media = self.media.get(block.media)
        pixels = _pixels(media.data) if media is not None else None
        if media is not None and pixels is None:
            self.note(Note("no-picture", f"a picture cannot be read: {block.media}"))
        style = self.terms.paragraphs["caption"]
        if media is None or pixels is None:
            words = (m.Text(f"[{block.alt}] "), *block.caption) if block.alt else block.caption
            yield self.paragraph(words, style, Element("P", parent))
            return
        figure = Element("Figure", parent, alternative=block.alt or " ")
        yield Picture(media.data, pixels, figure, indent=self.terms.gutter, after=4)
        if block.caption:
            yield self.paragraph(block.caption, style, Element("Caption", parent))

    # ---- sections, contents, index

    def section(self, section: m.Section, parent: Element) -> Iterator[Flowable]:
        """Yield a section's flowables: a box for key points and notices, its blocks one after the other for others."""
        element = Element("Sect", parent, language=self._own_language(section.language))
        if section.role == "key_points":
            yield Box(self.blocks(section.blocks, element), self.terms.key_points, before=4, after=10)
        elif section.role == "notice":
            yield Box(self.blocks(section.blocks, element), self.terms.notice, before=9, after=6)
        elif section.role == "article":
            yield from self.article(section.blocks, element)
        else:
            self.in_front = section.role == "front_brief"
            yield from self.blocks(section.blocks, element)
            self.in_front = False

    def _contents(self, block: m.Contents, parent: Element) -> Iterator[Flowable]:
        element = Element("TOC", parent)
        style = self.terms.style
        if all(entry.number is None for entry in block.entries):
            # the parts that follow the articles are short lines: they stand side by side
            parts = [next(self._entry(entry, Element("TOCI", element))) for entry in block.entries]
            yield Columns(parts, PART_COLUMNS, INDEX_GAP)
            return
        for entry in block.entries:
            yield from self._entry(entry, Element("TOCI", element))
            rule = Ruled(style.rule.hair, style.colour.hair, after=3)
            rule.keeps_with_next = False
            yield rule

    def _entry(self, entry: m.ContentsEntry, element: Element) -> Iterator[Flowable]:
        terms = self.terms
        base = terms.contents if entry.number is not None else replace(terms.cell, indent=0.0)
        link = replace(base.format, destination=entry.ref.target)
        page = self.setter.shown(entry.ref)
        right = [Run(page, replace(terms.cell.format, destination=entry.ref.target))] if page else []
        label = None
        if entry.number is not None:
            label = Label(Run(entry.number, replace(terms.article_number, size=base.format.size)), kind="Span")
        first = replace(base, keeps_with_next=True, after=0.0)
        paragraph = Element("P", element)
        yield Paragraph([Run(entry.title, link)], first, paragraph, label=label, right=right, missing=self.missing)
        if entry.detail:
            detail = replace(terms.cell, indent=base.indent, after=2.5, keeps_with_next=True)
            soft = replace(detail.format, colour=terms.style.colour.soft, size=terms.style.size.note[0])
            yield Paragraph([Run(entry.detail, soft)], detail, Element("P", element), missing=self.missing)

    def _index(self, block: m.NameIndex, parent: Element) -> Iterator[Flowable]:
        owner = Element("Index", parent)
        entries = [self._name(entry, owner) for entry in block.entries]
        yield Columns(entries, INDEX_COLUMNS, INDEX_GAP)

    def _name(self, entry: m.IndexEntry, parent: Element) -> Paragraph:
        style = replace(self.terms.index, indent=0.0, hang=9.0)
        runs = [Run(f"{entry.name}  ", style.format)]
        for at, (ref, strong) in enumerate(self._printed(entry)):
            face = self.terms.faces.label_strong if strong else style.format.face
            if at:
                runs.append(Run(", ", style.format))
            runs.append(Run(self.setter.shown(ref), replace(style.format, face=face, destination=ref.target)))
        return Paragraph(runs, style, Element("P", parent), missing=self.missing)

    def _printed(self, entry: m.IndexEntry) -> tuple[tuple[m.Ref, bool], ...]:
        """Return the references of an entry with their pages, none twice."""
        from msgspec.structs import replace as with_page

        refs = tuple(with_page(ref, page=self.setter.labels.get(ref.target, ref.page)) for ref in entry.refs)
        return index_refs(with_page(entry, refs=refs))


def _pixels(data: bytes) -> tuple[int, int] | None:
    import io

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            return image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
