"""A briefing as pandoc's document: the one bridge to every format that pandoc writes.

Text goes over as text, never as Markdown source, so that nothing in it can be read as markup. Two dialects: `RICH` has
a class for each role (EPUB, HTML), `BARE` has none (Markdown, and formats that know no classes): there the words that
a class would have said are in the text.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

import msgspec

from convert import model as m
from convert.errors import Note, Noter
from convert.walk import blocks as all_blocks
from convert.walk import content_of, described, entry_page, index_refs, shown
from convert.writers.grid import column_specs, row_width, without_spans
from convert.writers.nodes import (
    NO_ATTRIBUTES,
    SAFE_ADDRESS,
    Node,
    anchor,
    between,
    clean,
    clean_address,
    div,
    language_of,
    link,
    node,
    phrase,
    span,
    text,
    tight,
)

__all__ = ["BARE", "MARKDOWN", "PICTURES", "RICH", "SAFE_ADDRESS", "Bridge", "Dialect", "clean"]

PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
"""Kinds of pictures that every reader shows and that can run nothing (an SVG can), with their suffixes."""


_ENTITY = re.compile(r"&(?=#?\w+;)")


class Dialect(msgspec.Struct, frozen=True):
    """How much a format can say: `classes` for roles, `spans` of table cells. `markdown`: ids and
    footnotes are written so that every reader of Markdown knows them."""

    classes: bool
    markdown: bool = False
    spans: bool = True


RICH = Dialect(classes=True)
BARE = Dialect(classes=False, spans=False)
MARKDOWN = Dialect(classes=False, markdown=True, spans=False)


class Bridge:
    """Turns a briefing's blocks into pandoc's."""

    def __init__(self, dialect: Dialect, note: Noter, media: Iterable[m.Media] = ()) -> None:
        self.dialect = dialect
        self.note = note
        self.pictures = {each.id: _as_address(each) for each in media if each.media_type in PICTURES}
        self.unsafe: set[str] = set()
        self.left_out: set[str] = set()
        self._footnotes: list[m.Footnote] = []
        self.files: dict[str, str] = {}
        """Where a book is many files: the file of each id."""

    # ---- blocks

    def sections(self, sections: Iterable[m.Section]) -> list[Node]:
        """Return the blocks of sections, one after the other."""
        return [made for section in sections for made in self.section(section)]

    def section(self, section: m.Section) -> list[Node]:
        """Return a section: a Div with its role, id and language, or its blocks where the dialect has no classes."""
        inner = self.blocks(section.blocks)
        if not self.dialect.classes:
            return [*self._anchor_block(section), *inner]
        heads = {block.id for block in section.blocks if isinstance(block, m.Heading)}
        return [
            div("" if section.id in heads else section.id, [section.role.replace("_", "-")], inner, section.language)
        ]

    def _anchor_block(self, section: m.Section) -> list[Node]:
        """Return an anchor before a section whose head has another id."""
        ids = {getattr(block, "id", None) for block in section.blocks}
        if section.id in ids:
            return []
        return [node("Plain", [anchor(section.id)])] if self.dialect.markdown else [div(section.id, [], [])]

    def blocks(self, blocks: Iterable[m.Block]) -> list[Node]:
        """Return blocks in order."""
        return [made for block in blocks for made in self.block(block)]

    def block(self, block: m.Block) -> list[Node]:
        match block:
            case m.Paragraph():
                return self._paragraph(block)
            case m.Heading():
                return [self._heading(block)]
            case m.ItemList():
                return [self._list(block)]
            case m.Quotation():
                return self._quotation(block)
            case m.Table():
                return self._table(block)
            case m.Figure():
                return self._figure(block)
            case m.Rule():
                return [{"t": "HorizontalRule"}]
            case m.Section():
                return self.section(block)
            case m.Contents():
                return self._contents(block)
            case m.NameIndex():
                return self._index(block)
            case _:
                assert_never(block)

    def _paragraph(self, block: m.Paragraph) -> list[Node]:
        content = self.inlines(block.content)
        if block.number is not None:
            content = [*self._number(block), *([] if self.dialect.classes else [node("Space")]), *content]
        else:
            content = [*self._anchor(block.id), *content]
        if not content:
            return []
        made = node("Para", content)
        if not self.dialect.classes:
            return [made]
        classes = [block.role.replace("_", "-"), *(["n"] if block.number is not None else [])]
        if classes == ["body"] and block.id is None and block.language is None:
            return [made]
        return [div(block.id or "", classes, [made], block.language)]

    def _number(self, block: m.Paragraph) -> list[Node]:
        number = self._text(block.number or "")
        if self.dialect.classes:
            # the space inside the number's box shows nothing, and keeps number and text apart when copied or read aloud
            return [span(["pn"], [*number, *self._text(" ")])]
        return [*self._anchor(block.id), node("Strong", number)]

    def _heading(self, block: m.Heading) -> Node:
        content = self.inlines(block.content if self.dialect.classes else _one_line(block.content))
        if block.number is not None:
            number = [span(["no"], self._text(block.number))] if self.dialect.classes else self._text(block.number)
            content = [*number, node("Space"), *content]
        classes = [block.role.replace("_", "-")] if self.dialect.classes else []
        if self.dialect.markdown:
            content = [*self._anchor(block.id), *content]
        attributes = language_of(block.language) if self.dialect.classes else []
        return {"t": "Header", "c": [block.level, [block.id or "", classes, attributes], content]}

    def _list(self, block: m.ItemList) -> Node:
        items = [tight(self.blocks(item)) or [node("Plain", [])] for item in block.items]
        if not block.ordered:
            return node("BulletList", items)
        style = [block.start, {"t": "Decimal"}, {"t": "Period"}]
        return {"t": "OrderedList", "c": [style, items]}

    def _quotation(self, block: m.Quotation) -> list[Node]:
        inner = self.blocks(block.blocks)
        if block.speaker:
            inner.append(node("Para", self._text(f"— {block.speaker}")))
        return [node("BlockQuote", inner)] if inner else []

    def _figure(self, block: m.Figure) -> list[Node]:
        """Return a picture; where there are only words for it, the words."""
        if block.media not in self.pictures:
            return self._described(block)
        caption = self.inlines(block.caption)
        image = node("Image", [NO_ATTRIBUTES, self._text(block.alt), [self.pictures[block.media], ""]])
        if not self.dialect.classes:
            return [node("Para", [image]), *([node("Para", caption)] if caption else [])]
        caption_blocks = [node("Plain", caption)] if caption else []
        return [node("Figure", [[block.id or "", [], []], [None, caption_blocks], [node("Plain", [image])]])]

    def _described(self, block: m.Figure) -> list[Node]:
        if block.media and block.media not in self.left_out:
            self.left_out.add(block.media)
            self.note(Note("picture-left-out", f"a picture is not kept, only its words: {block.media}"))
        words = self.inlines(described(block))
        if not words:
            return []
        return [div("", ["figure"], [node("Para", words)])] if self.dialect.classes else [node("Para", words)]

    # ---- tables

    def _table(self, block: m.Table) -> list[Node]:
        width = max((row_width(row) for row in (*block.head, *block.rows)), default=0)
        if width == 0:
            return []
        rows = block.rows if self.dialect.spans else without_spans(block.rows)
        caption = self.inlines(block.caption)
        if block.number is not None:
            number = self._text(block.number)
            number = [span(["pn"], number)] if self.dialect.classes else number
            caption = [*number, *([node("Space"), *caption] if caption else [])]
        attributes = [["aria-label", clean(block.summary)]] if block.summary and self.dialect.classes else []
        classes = [block.role.replace("_", "-")] if self.dialect.classes else []
        made: Node = {
            "t": "Table",
            "c": [
                [block.id or "" if self.dialect.classes else "", classes, attributes],
                [None, [node("Plain", caption)] if caption and self.dialect.classes else []],
                column_specs(block.columns, width, widths=self.dialect.classes),
                [NO_ATTRIBUTES, [self._row(row, width) for row in block.head]],
                [[NO_ATTRIBUTES, 0, [], [self._row(row, width) for row in rows]]],
                [NO_ATTRIBUTES, []],
            ],
        }
        if self.dialect.classes:
            return [made]
        said = [*self._anchor(block.id), *([node("Strong", caption)] if caption else [])]
        return [*([node("Para", said)] if said else []), made]

    def _row(self, row: Sequence[m.Cell], width: int) -> list[Any]:
        cells = [self._cell(cell) for cell in row]
        missing = width - row_width(row) if self.dialect.spans is False else 0
        cells += [[NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, []] for _ in range(missing)]
        return [NO_ATTRIBUTES, cells]

    def _cell(self, cell: m.Cell) -> list[Any]:
        rows, columns = (cell.rows, cell.columns) if self.dialect.spans else (1, 1)
        if self.dialect.classes:
            blocks = tight(self.blocks(cell.blocks))
        else:
            # a cell of a pipe table is one line: blocks of every kind come to the words in them
            words = [self._cell_words(each) for each in all_blocks(cell.blocks)]
            blocks = [node("Plain", between([row for row in words if row], self._text(" · ")))] if any(words) else []
        return [NO_ATTRIBUTES, {"t": "AlignDefault"}, rows, columns, blocks]

    def _cell_words(self, block: m.Block) -> list[Node]:
        number = getattr(block, "number", None) or ""
        alternative = block.alt if isinstance(block, m.Figure) else ""
        content = self.inlines(_one_line(content_of(block)))
        return between([row for row in (self._text(number), self._text(alternative), content) if row], [node("Space")])

    # ---- contents and index

    def _contents(self, block: m.Contents) -> list[Node]:
        items = [[node("Plain", self._entry(entry))] for entry in block.entries]
        if not items:
            return []
        made = node("BulletList", items)
        return [div("", ["contents-list"], [made])] if self.dialect.classes else [made]

    def _entry(self, entry: m.ContentsEntry) -> list[Node]:
        number = self._text(f"{entry.number} ") if entry.number is not None else []
        title = link(self._text(entry.title), self._target(entry.ref))
        if self.dialect.classes and number:
            number = [span(["no"], self._text(entry.number or "")), node("Space")]
        detail = self._text(entry.detail)
        if entry.detail and self.dialect.classes:
            detail = [node("LineBreak"), span(["detail"], detail)]
        elif entry.detail:
            detail = [*self._text(" — "), *detail]
        page = self._text(entry_page(entry))
        if page:
            page = [node("Space"), *([span(["page"], page)] if self.dialect.classes else page)]
        return [*number, title, *detail, *page]

    def _index(self, block: m.NameIndex) -> list[Node]:
        items = []
        for entry in block.entries:
            refs = []
            for ref, strong in index_refs(entry):
                made = link(self._text(shown(ref)), self._target(ref))
                refs.append([node("Strong", [made]) if strong else made])
            items.append([node("Plain", [*self._text(f"{entry.name} "), *between(refs, self._text(", "))])])
        made = node("BulletList", items)
        return [div("", ["index-list"], [made])] if self.dialect.classes else [made]

    # ---- anchors and footnotes

    def _anchor(self, identifier: str | None) -> list[Node]:
        """Return what makes an id of a place in the text; with classes a block carries its own."""
        if identifier is None or self.dialect.classes:
            return []
        return [anchor(identifier)] if self.dialect.markdown else [span([], [], identifier=identifier)]

    def _footnote(self, inline: m.Footnote) -> Node:
        """Return a footnote; in Markdown, where not every reader knows them, a number that leads to the end."""
        if not self.dialect.markdown:
            return node("Note", self.blocks(inline.blocks))
        self._footnotes.append(inline)
        number = str(len(self._footnotes))
        return node("Superscript", [anchor(f"fnref{number}"), link(text(number), f"#fn{number}")])

    def footnotes(self) -> list[Node]:
        """Return the footnotes of all that went over so far, for the end of a Markdown document."""
        made: list[Node] = [node("HorizontalRule")] if self._footnotes else []
        for number, footnote in enumerate(self._footnotes, start=1):
            before = [anchor(f"fn{number}"), link(text(str(number)), f"#fnref{number}"), node("Space")]
            blocks = self.blocks(footnote.blocks)
            first = blocks[0]["c"] if blocks and blocks[0]["t"] == "Para" else []
            made += [node("Para", [*before, *first]), *(blocks[1:] if first else blocks)]
        return made

    # ---- inlines

    def inlines(self, content: Iterable[m.Inline]) -> list[Node]:
        """Return inlines in order."""
        return [made for inline in content for made in self._inline(inline)]

    def _inline(self, inline: m.Inline) -> list[Node]:
        match inline:
            case m.Text():
                return self._text(inline.text)
            case m.Emphasis():
                return [node("Emph", self.inlines(inline.content))]
            case m.Strong():
                return [node("Strong", self.inlines(inline.content))]
            case m.Link():
                return self._link(inline)
            case m.Break():
                return [node("LineBreak")]
            case m.Footnote():
                return [self._footnote(inline)]
            case m.Span():
                return self._span(inline)
            case m.Bar():
                return self._bar(inline)
            case m.Ref():
                return [link(self._text(shown(inline)), self._target(inline))] if shown(inline) else []
            case m.Remark():
                return self.inlines(inline.content)
            case _:
                assert_never(inline)

    def _text(self, words: str) -> list[Node]:
        """Return words; in Markdown those that would be read as an entity are written as one (pandoc leaves them)."""
        if not self.dialect.markdown:
            return text(words)
        if "&" not in words:
            return phrase(words)
        made: list[Node] = []
        for at, part in enumerate(_ENTITY.split(words)):
            made += [node("RawInline", ["html", "&amp;"])] if at else []
            made += text(part)
        return made

    def _target(self, ref: m.Ref) -> str:
        return f"{self.files.get(ref.target, '')}#{ref.target}"

    def _link(self, inline: m.Link) -> list[Node]:
        content = self.inlines(inline.content)
        if inline.url.startswith("#"):
            return [link(content, self.files.get(inline.url[1:], "") + inline.url)]
        if SAFE_ADDRESS.match(inline.url):
            return [link(content, clean_address(inline.url))]
        if inline.url not in self.unsafe:
            self.unsafe.add(inline.url)
            self.note(Note("unsafe-link", f"a link is not kept: {inline.url[:60]}"))
        return content

    def _span(self, inline: m.Span) -> list[Node]:
        content = self.inlines(inline.content)
        if self.dialect.classes:
            classes = [inline.role.replace("_", "-")] if inline.role else []
            if not classes and inline.language is None:
                return content
            return [span(classes, content, inline.language)]
        if inline.role in ("badge", "conflict"):
            return [*self._text("["), *content, *self._text("]")]
        return [node("Strong", content)] if inline.role in ("outlet", "issuer", "marking", "editor") else content

    def _bar(self, inline: m.Bar) -> list[Node]:
        if not self.dialect.classes:
            return self._text(inline.figure)
        kind = "bar outlined" if inline.outlined else "bar"
        width = f"width:{max(inline.share, 0.01) * 75:.1f}%"
        bar = {"t": "Span", "c": [["", kind.split(), [["style", width]]], []]}
        return [span(["measure"], [bar, *self._text(inline.figure)])]


def _one_line(content: Iterable[m.Inline]) -> Iterator[m.Inline]:
    for inline in content:
        yield m.Text(" ") if isinstance(inline, m.Break) else inline


def _as_address(media: m.Media) -> str:
    """Return a picture as a `data:` address (RFC 2397): no writer opens a file for one."""
    return f"data:{media.media_type};base64,{base64.b64encode(media.data).decode('ascii')}"
