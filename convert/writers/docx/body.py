"""The body of a Word document: blocks and inlines as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from convert import model as m
from convert.errors import Note, Noter
from convert.style import Style
from convert.walk import entry_page, index_refs, is_right_to_left, plain, shown
from convert.writers.ast import SAFE_ADDRESS, clean
from convert.writers.docx import markup as w
from convert.writers.docx.parts import Parts
from convert.writers.docx.tables import TableMaker
from convert.writers.docx.template import PROPERTY_ORDER, Template

PARAGRAPH_STYLES: Mapping[str, str] = {
    "body": "Article Text",
    "masthead": "Masthead",
    "no_headline": "No Headline",
    "subtitle": "Subtitle",
    "source_line": "Source Line",
    "address": "Source Address",
    "date_note": "Date Note",
    "key_point": "Key Point",
    "extract": "Front Extract",
    "quote_cell": "Table Quote",
    "timeline": "Table Quote",
    "note": "Note",
    "notice": "Notice",
    "tags": "Article Note",
    "provenance": "Article Note",
    "hash": "Table Hash",
    "also_carried": "Article Note",
    "editor_note": "Editor Note",
    "marking": "Marking Line",
    "truncation": "Article Note",
    "caption": "Caption",
}
HEADING_STYLES: Mapping[str, str] = {
    "title": "Title",
    "brief_title": "Heading 1 Brief",
    "h1": "Heading 1",
    "h1_long": "Heading 1 Long",
    "h1_xlong": "Heading 1 Very Long",
    "h1_none": "Heading 1 No Headline",
    "section": "Heading 1 Section",
    "front_head": "Heading 3 Front",
    "minor_head": "Heading 2",
}
SPAN_STYLES: Mapping[str, str] = {
    "outlet": "Outlet",
    "issuer": "Outlet",
    "editor": "Outlet",
    "badge": "Badge",
    "conflict": "Badge Conflict",
    "soft": "Soft",
    "hash": "Soft",
    "number": "Para Number",
    "label": "Label",
    "marking": "Marking",
}


class Body:
    """Makes the markup of a document's blocks. `parts` gathers links, pictures, notes and comments."""

    def __init__(self, template: Template, style: Style, language: str, parts: Parts, note: Noter) -> None:
        self.template, self.ids = template, template.ids
        self.width, self.gutter = template.width, template.gutter
        self.style, self.language, self.parts, self.note = style, language, parts, note
        self.outer = language
        self.in_front = False
        self.space_before = 0
        self.tables = TableMaker(self)
        self._bookmarks = 0

    def blocks(self, blocks: Iterable[m.Block]) -> str:
        """Return the markup of blocks, one after the other."""
        return "".join(self.block(block) for block in blocks)

    def block(self, block: m.Block) -> str:
        match block:
            case m.Paragraph():
                return self._paragraph(block)
            case m.Heading():
                return self._heading(block)
            case m.ItemList():
                return self._list(block, 0)
            case m.Quotation():
                return self._quotation(block)
            case m.Table():
                return self.tables.table(block)
            case m.Figure():
                return self._figure(block)
            case m.Rule():
                border = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="8C8C8C"/></w:pBdr>'
                return self.paragraph("Note", w.run("\u00a0"), border)
            case m.Section():
                return self.section(block)
            case m.Contents():
                return self._contents(block)
            case m.NameIndex():
                return self._index(block)
            case _:
                assert_never(block)

    # ---- paragraphs

    def paragraph(self, style: str, content: str, properties: str = "") -> str:
        """Return a paragraph in a style by its name, below a table with the space a table has not."""
        if self.space_before:
            spacing = f'<w:spacing w:before="{self.space_before}"/>'
            properties, self.space_before = _with(properties, spacing), 0
        if is_right_to_left(self.language):
            properties = _with(properties, "<w:bidi/>")
        return w.paragraph(self.ids[style], content, properties)

    def _paragraph(self, block: m.Paragraph) -> str:
        style = PARAGRAPH_STYLES[block.role]
        if self.in_front and block.role == "source_line":
            style = "Front Source"
        before, self.language = self.language, block.language or self.language
        content = self.inlines(block.content, self._base())
        if block.number is not None:
            content = w.run(block.number, self._style_mark("Para Number")) + w.TAB + content
        made = self.paragraph(style, self.marked(block.id, content)) if content else ""
        self.language = before
        return made

    def _heading(self, block: m.Heading) -> str:
        style = HEADING_STYLES.get(block.role) or ("Heading 2 Sub-head" if block.level == 2 else _sub_head(block.level))
        before, self.language = self.language, block.language or self.language
        content = self.inlines(block.content, self._base())
        if block.number is not None:
            content = w.run(block.number, self._style_mark("Article Number")) + w.TAB + content
        level = f'<w:outlineLvl w:val="{block.level - 1}"/>' if block.role == "title" else ""
        made = self.paragraph(style, self.marked(block.id, content), level)
        self.language = before
        return made

    def marked(self, name: str | None, content: str) -> str:
        """Return content with a bookmark round it that links and page references go to."""
        if name is None:
            return content
        self._bookmarks += 1
        number, safe = self._bookmarks, bookmark(name)
        return f'<w:bookmarkStart w:id="{number}" w:name="{safe}"/>{content}<w:bookmarkEnd w:id="{number}"/>'

    def _list(self, block: m.ItemList, depth: int) -> str:
        number = self.parts.list_number(block.start) if block.ordered else self.parts.bullets()
        style = "List Number" if block.ordered else "List Bullet"
        made = []
        for item in block.items:
            first = True
            for inner in item:
                if isinstance(inner, m.Paragraph):
                    numbered = f'<w:numPr><w:ilvl w:val="{min(depth, 8)}"/><w:numId w:val="{number}"/></w:numPr>'
                    content = self.marked(inner.id, self.inlines(inner.content, self._base()))
                    made.append(self.paragraph(style, content, numbered if first else ""))
                    first = False
                elif isinstance(inner, m.ItemList):
                    made.append(self._list(inner, depth + 1))
                else:
                    made.append(self.block(inner))
        return "".join(made)

    def _quotation(self, block: m.Quotation) -> str:
        made = []
        for inner in block.blocks:
            if isinstance(inner, m.Paragraph):
                content = self.inlines(inner.content, self._base())
                if inner.number is not None:
                    content = w.run(inner.number, self._style_mark("Para Number")) + w.TAB + content
                else:
                    content = w.TAB + content
                made.append(self.paragraph("Quote", self.marked(inner.id, content)))
            else:
                made.append(self.block(inner))
        if block.speaker:
            made.append(self.paragraph("Quote", w.TAB + w.run(f"— {block.speaker}", self._base())))
        return "".join(made)

    def _figure(self, block: m.Figure) -> str:
        picture = self.parts.picture(block.media, block.alt or plain(block.caption) or block.media)
        made = self.paragraph("Caption", picture, _exactly_not()) if picture else ""
        words = () if picture or not block.alt else (m.Text(f"[{block.alt}] "),)
        caption = (*words, *block.caption)
        return made + (self.paragraph("Caption", self.inlines(caption, self._base())) if caption else "")

    # ---- sections, contents, index

    def section(self, section: m.Section) -> str:
        """Return a section's blocks; in a box of key points the styles draw the box."""
        before, self.language = self.language, section.language or self.language
        self.in_front = section.role == "front_brief"
        made = self._key_points(section) if section.role == "key_points" else self.blocks(section.blocks)
        self.in_front = False
        self.language = before
        return self._start_mark(section, made)

    def _start_mark(self, section: m.Section, made: str) -> str:
        """Return a section with its bookmark, unless its head has the same id."""
        heads = {getattr(block, "id", None) for block in section.blocks}
        if section.id in heads or not made.startswith("<w:p>"):
            return made
        head, _, rest = made.partition("</w:pPr>")
        return f"{head}</w:pPr>{self.marked(section.id, '')}{rest}"

    def _key_points(self, section: m.Section) -> str:
        made = []
        for at, block in enumerate(section.blocks):
            if isinstance(block, m.Heading):
                made.append(self.paragraph("Key Points Head", self.inlines(block.content, self._base())))
            elif isinstance(block, m.Paragraph):
                number = w.run(block.number or "", self._style_mark("Para Number")) + w.TAB
                last = at == len(section.blocks) - 1
                edge = (
                    '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="111111"/></w:pBdr>' if last else ""
                )
                made.append(self.paragraph("Key Point", number + self.inlines(block.content, self._base()), edge))
        self.space_before = 200
        return "".join(made)

    def _contents(self, block: m.Contents) -> str:
        """Return contents lines; the first opens the TOC field whose cached result they are, the last closes it."""
        return "".join(part for entry in block.entries for part in self._entry(entry))

    def _entry(self, entry: m.ContentsEntry) -> Iterator[str]:
        opened = self.parts.open_toc()
        begin = w.begin_field('TOC \\o "1-1" \\h \\z') if opened else ""
        number = w.run(entry.number, self._style_mark("Article Number")) + w.TAB if entry.number is not None else ""
        page = self._page(entry.ref) or w.run(entry_page(entry), self._base())
        title = w.link_to(bookmark(entry.ref.target), number + w.run(entry.title, self._base()))
        style = "TOC 1" if entry.number is not None else "TOC Part"
        closes = "" if entry.detail else self.parts.close_toc(entry)
        yield self.paragraph(style, begin + title + (w.TAB + page if page else "") + closes)
        if entry.detail:
            soft = w.run(entry.detail, self._style_mark("Label"))
            yield self.paragraph("TOC Detail", soft + self.parts.close_toc(entry))

    def _page(self, ref: m.Ref) -> str:
        if ref.page is None:
            return ""
        return w.field(f"PAGEREF {bookmark(ref.target)} \\h", ref.page, self._base())

    def _index(self, block: m.NameIndex) -> str:
        return self.parts.in_columns("".join(self._name(entry) for entry in block.entries))

    def _name(self, entry: m.IndexEntry) -> str:
        refs = []
        for ref, strong in index_refs(entry):
            mark = self._base() + ("<w:b/>" if strong else "")
            page = w.field(f"PAGEREF {bookmark(ref.target)} \\h", ref.page, mark) if ref.page is not None else ""
            refs.append(page or w.link_to(bookmark(ref.target), w.run(shown(ref), mark)))
        comma = w.run(", ", self._base())
        return self.paragraph("Index Entry", w.run(f"{entry.name}  ", self._base()) + comma.join(refs))

    # ---- inlines

    def inlines(self, content: Iterable[m.Inline], look: str) -> str:
        """Return inlines with the run properties `look`."""
        return "".join(self._inline(inline, look) for inline in content)

    def _inline(self, inline: m.Inline, look: str) -> str:
        match inline:
            case m.Text():
                return w.run(inline.text, look)
            case m.Emphasis():
                return self.inlines(inline.content, _look(look, "<w:i/>"))
            case m.Strong():
                return self.inlines(inline.content, _look(look, "<w:b/>"))
            case m.Link():
                return self._link(inline, look)
            case m.Break():
                return w.BREAK
            case m.Footnote():
                return self.parts.footnote(self._note_paragraphs(inline))
            case m.Span():
                return self._span(inline, look)
            case m.Bar():
                return self.tables.bar(inline, look)
            case m.Ref():
                return self._ref(inline, look)
            case m.Remark():
                return self.parts.commented(self.inlines(inline.content, look), inline.message)
            case _:
                assert_never(inline)

    def _note_paragraphs(self, note: m.Footnote) -> Sequence[str]:
        paragraphs = (block for block in note.blocks if isinstance(block, m.Paragraph))
        return [self.inlines(block.content, self._base()) for block in paragraphs]

    def _ref(self, ref: m.Ref, look: str) -> str:
        if ref.shows == "page" and ref.page is not None:
            lead = w.run(ref.lead, look)
            return lead + w.field(f"PAGEREF {bookmark(ref.target)} \\h", ref.page, look)
        return w.link_to(bookmark(ref.target), w.run(shown(ref), look)) if shown(ref) else ""

    def _link(self, inline: m.Link, look: str) -> str:
        content = self.inlines(inline.content, look)
        if inline.url.startswith("#"):
            return w.link_to(bookmark(inline.url[1:]), content)
        if SAFE_ADDRESS.match(inline.url):
            return w.link_out(self.parts.address(clean(inline.url)), content)
        self.note(Note("unsafe-link", f"a link is not kept: {inline.url[:60]}"))
        return content

    def _span(self, inline: m.Span, look: str) -> str:
        before, self.language = self.language, inline.language or self.language
        name = SPAN_STYLES.get(inline.role or "")
        mark = look
        if name is not None:
            mark = self._style_mark(name)
        elif inline.language is not None:
            mark = self._base()
        content = self.inlines(inline.content, mark)
        self.language = before
        if inline.role in ("right", "series"):
            return w.TAB + content if content else ""
        if inline.role in ("badge", "conflict") and self.style.look.badge == "brackets":
            return w.run("[", mark) + content + w.run("]", mark)
        return content

    def _base(self) -> str:
        """Return the properties of a plain run: its language and direction, where they are not the document's."""
        if self.language == self.outer:
            return ""
        kind = "bidi" if is_right_to_left(self.language) else "val"
        direction = "<w:rtl/>" if kind == "bidi" else ""
        return f'{direction}<w:lang w:{kind}="{w.quoted(self.language)}"/>'

    def _style_mark(self, name: str) -> str:
        return f'<w:rStyle w:val="{self.ids[name]}"/>{self._base()}'


def bookmark(name: str) -> str:
    """Return an id as a bookmark's name: at most 40 letters, figures and underscores, a letter first."""
    safe = "".join(c if c.isalnum() and c.isascii() else "_" for c in name)
    return (safe if safe[:1].isalpha() else f"b{safe}")[:40]


def _look(look: str, more: str) -> str:
    """Return run properties with one more, in the schema's order: style, bold, italic, direction, language."""
    style, rest = look.partition("/>")[::2] if look.startswith("<w:rStyle") else ("", look)
    head = f"{style}/>" if style else ""
    return f"{head}{more}{rest}" if more not in look else look


_PROPERTY = re.compile(r"<w:(?P<name>\w+)(?: [^>]*)?/>|<w:(?P<outer>\w+)[^>]*>.*?</w:(?P=outer)>")


def _with(properties: str, more: str) -> str:
    """Return paragraph properties with one more at its place in the schema."""
    found = list(_PROPERTY.finditer(properties + more))
    found.sort(key=lambda each: PROPERTY_ORDER.index(each["name"] or each["outer"]))
    return "".join(each[0] for each in found)


def _sub_head(level: int) -> str:
    return "Heading 3" if level <= 3 else "Heading 4"


def _exactly_not() -> str:
    return '<w:spacing w:line="240" w:lineRule="auto"/>'
