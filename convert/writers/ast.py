"""A briefing as pandoc's document: the one bridge to every format that pandoc writes.

Text goes over as text, never as Markdown source, so that nothing in it can be read as markup. Two dialects: `rich` has
a class for each role (EPUB, HTML), `bare` has none (Markdown, and formats that know no classes): there the words that
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
from convert.pandoc import API_VERSION
from convert.walk import index_refs, is_right_to_left, shown

Node = dict[str, Any]
"""A pandoc node: `{"t": type, "c": content}`."""

SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


class Dialect(msgspec.Struct, frozen=True):
    """How much a format can say: `classes` for roles, `anchors` as `<a id>`, `spans` of table cells."""

    classes: bool
    anchors: bool = False
    spans: bool = True


RICH = Dialect(classes=True)
BARE = Dialect(classes=False, spans=False)
MARKDOWN = Dialect(classes=False, anchors=True, spans=False)


def document(blocks: Iterable[Node], metadata: dict[str, Node] | None = None) -> bytes:
    """Return pandoc's JSON of blocks and metadata."""
    return msgspec.json.encode(
        {"pandoc-api-version": list(API_VERSION), "meta": metadata or {}, "blocks": list(blocks)}
    )


def meta_text(words: str) -> Node:
    """Return a metadata value of plain words."""
    return {"t": "MetaString", "c": clean(words)}


def meta_list(values: Iterable[Node]) -> Node:
    return {"t": "MetaList", "c": list(values)}


def clean(words: str) -> str:
    """Return words without what no document may hold: control characters, lone surrogates, turning marks."""
    return _UNPRINTABLE.sub("", words)


class Bridge:
    """Turns a briefing's blocks into pandoc's."""

    def __init__(self, dialect: Dialect, note: Noter, media: Iterable[m.Media] = ()) -> None:
        self.dialect = dialect
        self.note = note
        self.pictures = {each.id: _as_address(each) for each in media}
        self.unsafe: set[str] = set()
        self.files: dict[str, str] = {}
        """Where a book is many files: the file of each id."""

    # ---- blocks

    def sections(self, sections: Iterable[m.Section]) -> list[Node]:
        """Return the blocks of sections, one after the other."""
        return [node for section in sections for node in self.section(section)]

    def section(self, section: m.Section) -> list[Node]:
        """Return a section: a Div with its role, id and language, or its blocks where the dialect has no classes."""
        inner = self.blocks(section.blocks)
        if not self.dialect.classes:
            return [*self._anchor_block(section), *inner]
        heads = {block.id for block in section.blocks if isinstance(block, m.Heading)}
        return [
            _div("" if section.id in heads else section.id, [section.role.replace("_", "-")], inner, section.language)
        ]

    def _anchor_block(self, section: m.Section) -> list[Node]:
        """Return an anchor before a section whose head has another id."""
        ids = {getattr(block, "id", None) for block in section.blocks}
        if not self.dialect.anchors or section.id in ids:
            return []
        return [_node("Plain", [_anchor(section.id)])]

    def blocks(self, blocks: Iterable[m.Block]) -> list[Node]:
        """Return blocks in order."""
        return [node for block in blocks for node in self.block(block)]

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
            content = [*self._number(block), *([] if self.dialect.classes else [_node("Space")]), *content]
        elif block.id is not None and self.dialect.anchors:
            content = [_anchor(block.id), *content]
        if not content:
            return []
        node = _node("Para", content)
        if not self.dialect.classes:
            return [node]
        classes = [block.role.replace("_", "-"), *(["n"] if block.number is not None else [])]
        if classes == ["body"] and block.id is None and block.language is None:
            return [node]
        return [_div(block.id or "", classes, [node], block.language)]

    def _number(self, block: m.Paragraph) -> list[Node]:
        number = _text(block.number or "")
        if self.dialect.classes:
            return [_span("", ["pn"], number)]
        anchor = [_anchor(block.id)] if self.dialect.anchors and block.id is not None else []
        return [*anchor, _node("Strong", number)]

    def _heading(self, block: m.Heading) -> Node:
        content = self.inlines(block.content)
        if block.number is not None:
            number = [_span("", ["no"], _text(block.number))] if self.dialect.classes else _text(block.number)
            content = [*number, _node("Space"), *content]
        classes = [block.role.replace("_", "-")] if self.dialect.classes else []
        if block.id is not None and self.dialect.anchors:
            content = [_anchor(block.id), *content]
        attributes = _language(block.language) if self.dialect.classes else []
        return {"t": "Header", "c": [block.level, [block.id or "", classes, attributes], content]}

    def _list(self, block: m.ItemList) -> Node:
        items = [self.blocks(item) or [_node("Plain", [])] for item in block.items]
        items = [_tight(item) for item in items]
        if not block.ordered:
            return _node("BulletList", items)
        style = [block.start, {"t": "Decimal"}, {"t": "Period"}]
        return {"t": "OrderedList", "c": [style, items]}

    def _quotation(self, block: m.Quotation) -> list[Node]:
        inner = self.blocks(block.blocks)
        if block.speaker:
            inner.append(_node("Para", _text(f"— {block.speaker}")))
        return [_node("BlockQuote", inner)] if inner else []

    def _figure(self, block: m.Figure) -> list[Node]:
        """Return a picture; where there are only words for it, the words."""
        caption = self.inlines(block.caption)
        if block.media not in self.pictures:
            words = [*_text(block.alt), *([_node("Space")] if caption and block.alt else []), *caption]
            return [_div("", ["figure"], [_node("Para", words)])] if self.dialect.classes else [_node("Para", words)]
        image = {"t": "Image", "c": [["", [], []], _text(block.alt), [self.pictures[block.media], ""]]}
        caption_blocks = [_node("Plain", caption)] if caption else []
        return [{"t": "Figure", "c": [[block.id or "", [], []], [None, caption_blocks], [_node("Plain", [image])]]}]

    # ---- tables

    def _table(self, block: m.Table) -> list[Node]:
        width = max((_row_width(row) for row in (*block.head, *block.rows)), default=0)
        if width == 0:
            return []
        rows = block.rows if self.dialect.spans else _without_spans(block.rows)
        caption = self.inlines(block.caption)
        if block.number is not None:
            caption = [*_text(block.number), *([_node("Space"), *caption] if caption else [])]
        attributes = [["aria-label", clean(block.summary)]] if block.summary and self.dialect.classes else []
        classes = [block.role.replace("_", "-")] if self.dialect.classes else []
        node = {
            "t": "Table",
            "c": [
                [block.id or "" if self.dialect.classes else "", classes, attributes],
                [None, [_node("Plain", caption)] if caption and self.dialect.classes else []],
                _column_specs(block.columns, width, widths=self.dialect.classes),
                [_NO_ATTRIBUTES, [self._row(row, width) for row in block.head]],
                [[_NO_ATTRIBUTES, 0, [], [self._row(row, width) for row in rows]]],
                [_NO_ATTRIBUTES, []],
            ],
        }
        if self.dialect.classes:
            return [node]
        anchor = [_anchor(block.id)] if block.id is not None and self.dialect.anchors else []
        said = [*anchor, *([_node("Strong", caption)] if caption else [])]
        return [*([_node("Para", said)] if said else []), node]

    def _row(self, row: Sequence[m.Cell], width: int) -> list[Any]:
        cells = [self._cell(cell) for cell in row]
        missing = width - _row_width(row) if self.dialect.spans is False else 0
        cells += [[_NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, []] for _ in range(missing)]
        return [_NO_ATTRIBUTES, cells]

    def _cell(self, cell: m.Cell) -> list[Any]:
        rows, columns = (cell.rows, cell.columns) if self.dialect.spans else (1, 1)
        if self.dialect.classes:
            blocks = self.blocks(cell.blocks)
            if len(blocks) == 1:
                blocks = _tight(blocks)
        else:
            # a cell of a pipe table is one line
            words = [self.inlines(_one_line(b.content)) for b in cell.blocks if isinstance(b, m.Paragraph | m.Heading)]
            blocks = [_node("Plain", _between([row for row in words if row], _text(" · ")))] if any(words) else []
        return [_NO_ATTRIBUTES, {"t": "AlignDefault"}, rows, columns, blocks]

    # ---- contents and index

    def _contents(self, block: m.Contents) -> list[Node]:
        items = [[_node("Plain", self._entry(entry))] for entry in block.entries]
        if not items:
            return []
        made = _node("BulletList", items)
        return [_div("", ["contents-list"], [made])] if self.dialect.classes else [made]

    def _entry(self, entry: m.ContentsEntry) -> list[Node]:
        number = _text(f"{entry.number} ") if entry.number is not None else []
        title = _link(_text(entry.title), self._target(entry.ref))
        if self.dialect.classes and number:
            number = [_span("", ["no"], _text(entry.number or "")), _node("Space")]
        detail = _text(entry.detail)
        if entry.detail and self.dialect.classes:
            detail = [_node("LineBreak"), _span("", ["detail"], detail)]
        elif entry.detail:
            detail = [*_text(" — "), *detail]
        page = shown(entry.ref)
        shows_page = entry.ref.page is not None or (page and page != entry.number)
        return [*number, title, *detail, *(_text(f" {page}") if shows_page else [])]

    def _index(self, block: m.NameIndex) -> list[Node]:
        items = []
        for entry in block.entries:
            refs = []
            for ref, strong in index_refs(entry):
                link = _link(_text(shown(ref)), self._target(ref))
                refs.append([_node("Strong", [link]) if strong else link])
            items.append([_node("Plain", [*_text(f"{entry.name} "), *_between(refs, _text(", "))])])
        made = _node("BulletList", items)
        return [_div("", ["index-list"], [made])] if self.dialect.classes else [made]

    # ---- inlines

    def inlines(self, content: Iterable[m.Inline]) -> list[Node]:
        """Return inlines in order."""
        return [node for inline in content for node in self._inline(inline)]

    def _inline(self, inline: m.Inline) -> list[Node]:
        match inline:
            case m.Text():
                return _text(inline.text)
            case m.Emphasis():
                return [_node("Emph", self.inlines(inline.content))]
            case m.Strong():
                return [_node("Strong", self.inlines(inline.content))]
            case m.Link():
                return self._link(inline)
            case m.Break():
                return [_node("LineBreak")]
            case m.Footnote():
                return [_node("Note", self.blocks(inline.blocks))]
            case m.Span():
                return self._span(inline)
            case m.Bar():
                return self._bar(inline)
            case m.Ref():
                return [_link(_text(shown(inline)), self._target(inline))] if shown(inline) else []
            case m.Remark():
                return self.inlines(inline.content)
            case _:
                assert_never(inline)

    def _target(self, ref: m.Ref) -> str:
        return f"{self.files.get(ref.target, '')}#{ref.target}"

    def _link(self, inline: m.Link) -> list[Node]:
        content = self.inlines(inline.content)
        if inline.url.startswith("#"):
            return [_link(content, self.files.get(inline.url[1:], "") + inline.url)]
        if SAFE_ADDRESS.match(inline.url):
            return [_link(content, clean(inline.url))]
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
            return [_span("", classes, content, inline.language)]
        if inline.role in ("badge", "conflict"):
            return [*_text("["), *content, *_text("]")]
        return [_node("Strong", content)] if inline.role in ("outlet", "issuer", "marking", "editor") else content

    def _bar(self, inline: m.Bar) -> list[Node]:
        if not self.dialect.classes:
            return _text(inline.figure)
        kind = "bar outlined" if inline.outlined else "bar"
        width = f"width:{max(inline.share, 0.01) * 75:.1f}%"
        bar = {"t": "Span", "c": [["", kind.split(), [["style", width]]], []]}
        return [bar, *_text(inline.figure)]


# ---- nodes ----------------------------------------------------------------------------------------------------------

_NO_ATTRIBUTES: list[Any] = ["", [], []]


def _node(kind: str, content: object = None) -> Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _text(words: str) -> list[Node]:
    """Return words as one Str with its spaces: no writer breaks a line there."""
    words = clean(words)
    return [{"t": "Str", "c": words}] if words else []


def _language(language: str | None) -> list[list[str]]:
    if language is None:
        return []
    direction = [["dir", "rtl"]] if is_right_to_left(language) else []
    return [["lang", language], *direction]


def _div(identifier: str, classes: list[str], blocks: list[Node], language: str | None = None) -> Node:
    return {"t": "Div", "c": [[identifier, classes, _language(language)], blocks]}


def _span(identifier: str, classes: list[str], content: list[Node], language: str | None = None) -> Node:
    return {"t": "Span", "c": [[identifier, classes, _language(language)], content]}


def _link(content: list[Node], target: str) -> Node:
    return {"t": "Link", "c": [["", [], []], content, [target, ""]]}


def _anchor(identifier: str) -> Node:
    return {"t": "RawInline", "c": ["html", f'<a id="{identifier}"></a>']}


def _as_address(media: m.Media) -> str:
    """Return a picture as a `data:` address (RFC 2397): no writer opens a file for one."""
    return f"data:{media.media_type};base64,{base64.b64encode(media.data).decode('ascii')}"


def _tight(blocks: list[Node]) -> list[Node]:
    """Return the blocks of an item or cell with a lone paragraph as plain words."""
    first = blocks[0] if blocks else None
    if first is not None and first["t"] == "Para":
        return [_node("Plain", first["c"]), *blocks[1:]]
    return blocks


def _between(rows: Sequence[list[Node]], separator: list[Node]) -> list[Node]:
    joined: list[Node] = []
    for row in rows:
        joined += [*separator, *row] if joined else row
    return joined


def _one_line(content: Iterable[m.Inline]) -> Iterator[m.Inline]:
    for inline in content:
        yield m.Text(" ") if isinstance(inline, m.Break) else inline


def _row_width(row: Sequence[m.Cell]) -> int:
    return sum(cell.columns for cell in row)


def _without_spans(rows: Sequence[Sequence[m.Cell]]) -> list[list[m.Cell]]:
    """Return rows in which a cell that spans rows stands in each of them."""
    hanging: dict[int, tuple[int, m.Cell]] = {}
    made: list[list[m.Cell]] = []
    for row in rows:
        cells: list[m.Cell] = []
        rest = list(row)
        while rest or len(cells) in hanging:
            at = len(cells)
            if at in hanging:
                left, cell = hanging.pop(at)
                if left > 1:
                    hanging[at] = (left - 1, cell)
            else:
                cell = rest.pop(0)
                if cell.rows > 1:
                    hanging[at] = (cell.rows - 1, cell)
            cells += [cell, *[m.Cell(())] * (cell.columns - 1)]
        made.append(cells)
    return made


def _column_specs(columns: Sequence[m.Column], width: int, *, widths: bool) -> list[list[Node]]:
    aligned = {"left": "AlignLeft", "right": "AlignRight", "centre": "AlignCenter"}
    given = sum(column.share for column in columns)
    rest = max(0.0, 1 - given) / max(1, sum(not column.share for column in columns) + width - len(columns))
    specs = []
    for at in range(width):
        column = columns[at] if at < len(columns) else m.Column()
        share = (
            {"t": "ColWidth", "c": round(column.share or rest, 4)}
            if widths and columns and given
            else {"t": "ColWidthDefault"}
        )
        specs.append([{"t": aligned[column.align]}, share])
    return specs
