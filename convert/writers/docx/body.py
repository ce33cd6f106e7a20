"""The body of a Word document: its blocks as markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import assert_never

from convert import model as m
from convert.errors import Note
from convert.walk import described, is_right_to_left, plain
from convert.writers.docx import markup as w
from convert.writers.docx.contents import contents_lines, index_lines
from convert.writers.docx.inlines import Inlines
from convert.writers.docx.tables import AFTER, TableMaker
from convert.writers.docx.template import Template

PARAGRAPH_STYLES: Mapping[str, str] = {
    "body": "Article Text",
    "masthead": "Masthead",
    "no_headline": "No Headline",
    "subtitle": "Subtitle",
    "standfirst": "Standfirst",
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
LEVELS: Mapping[str, int] = {"front_head": 3, "minor_head": 2}

UNDER_HEADLINE = ("standfirst", "source_line", "address", "date_note")
OVER_HEADLINE = ("marking", "no_headline")

HUNG = ("Article Text", "Key Point", "Quote")
"""Styles whose first line hangs out by the number before it; without one it does not."""

HUNG_HEADS = ("h1", "h1_long", "h1_xlong", "h1_none", "front_head")

INSET = ("No Headline", "Marking Line", "Front Extract")
"""Styles whose first line hangs out so that their rules begin where it does, and which begin with a tab."""

FLUSH = '<w:ind w:firstLine="0"/>'

AFTER_BOX = 200
"""Twips of space between a box and what follows."""

NOT_EXACT = '<w:spacing w:line="240" w:lineRule="auto"/>'
"""A line as high as the picture in it."""


class Body:
    """Makes the markup of blocks. `before` is the next paragraph's space before, in twips, where not its own."""

    def __init__(self, template: Template, inlines: Inlines) -> None:
        self.template, self.ids, self.terms = template, template.ids, template.terms
        self.inlines = inlines
        self.tables = TableMaker(self)
        self.before: int | None = None
        self._own_before = {each.name: round(each.before * 20) for each in self.terms.paragraphs}
        self.contents_left = 0
        self.toc_is_open = False
        self._after_list = f'<w:spacing w:after="{self.terms.para_after}"/>'
        self._section: m.SectionRole | None = None
        self._level = 0

    def blocks(self, blocks: Sequence[m.Block]) -> str:
        """Return the markup of blocks, one after the other; a note stays with the table it is about."""
        made: list[str] = []
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, m.Paragraph) and isinstance(following, m.Table):
                made.append(self.text(block, about="<w:keepNext/>"))
                continue
            text = self.block(block)
            if made and made[-1].endswith("</w:tbl>") and "<w:tbl>" in text and "<w:p>" not in text.split("<w:tbl>")[0]:
                made.append(self.thin(AFTER))
            made.append(text)
        return "".join(made)

    def thin(self, before: int = 0) -> str:
        """Return a paragraph of a point's height: what ends a section, and what keeps two tables from being one."""
        asked, self.before = self.before, None
        about = f'<w:spacing w:before="{before}" w:after="0" w:line="20" w:lineRule="exact"/>'
        made = self.paragraph("Normal", "", about)
        self.before = asked
        return made

    def block(self, block: m.Block) -> str:
        """Return the markup of a block."""
        match block:
            case m.Paragraph():
                return self.text(block)
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
                hair = self.terms.lines.hair
                return self.paragraph("Note", "", f"<w:pBdr>{w.border('bottom', 4, hair, 1)}</w:pBdr>")
            case m.Section():
                return self.section(block)
            case m.Contents():
                return contents_lines(self, block)
            case m.NameIndex():
                return index_lines(self, block)
            case _:
                assert_never(block)

    # ---- paragraphs

    def paragraph(self, style: str, content: str, about: str = "") -> str:
        """Return a paragraph in a style by its name, with the space before it that its place asks for."""
        if self.before is not None:
            # a place asks for no less than a style does, but for the top of a page
            before = self.before and max(self.before, self._own_before[style])
            about, self.before = f'<w:spacing w:before="{before}"/>{about}', None
        if is_right_to_left(self.inlines.language):
            about += "<w:bidi/>"
        return w.paragraph(self.ids[style], content, about)

    def text(self, block: m.Paragraph, style: str = "", about: str = "") -> str:
        """Return a paragraph with its number and bookmark, in a style that its role names or that is given."""
        name = style or PARAGRAPH_STYLES[block.role]
        if self._section == "front_brief" and block.role == "source_line":
            name = "Front Source"
        with self.inlines.speaking(block.language):
            content = self.inlines.markup(self._in_lines(block) if block.role == "masthead" else block.content)
            if block.number is not None:
                content = w.run(block.number, self.inlines.look("Para Number")) + w.TAB + content
            elif name in HUNG:
                about += FLUSH
            elif name in INSET:
                content = w.TAB + content if content else ""
            return self.paragraph(name, self.inlines.marked(block.id, content), about) if content else ""

    def _in_lines(self, masthead: m.Paragraph) -> tuple[m.Inline, ...]:
        """Return a masthead whose series has a line of its own where it has no room beside the issuer."""
        if self.terms.room_of(plain(masthead.content), "Masthead") <= self.terms.width / 20:
            return masthead.content
        lines: list[m.Inline] = []
        for inline in masthead.content:
            lines += [m.Break(), inline] if isinstance(inline, m.Span) and inline.role == "series" else [inline]
        return tuple(lines)

    def _heading(self, block: m.Heading, about: str = "") -> str:
        level = self._repaired(block)
        style = HEADING_STYLES.get(block.role) or ("Heading 2 Sub-head" if level <= 2 else f"Heading {level}")
        if self._section == "contents" and block.role == "section":
            style = "TOC Heading"
        elif self._section == "front_brief" and block.role == "minor_head":
            style = "Heading 2 Front"
        elif self._section == "key_points":
            style = "Key Points Head"
        hung = style == "Key Points Head" or block.role in HUNG_HEADS
        tab = w.TAB if hung and block.number is None else ""
        with self.inlines.speaking(block.language):
            content = self.inlines.markup(block.content)
            if block.number is not None:
                content = w.run(block.number, self.inlines.look("Article Number")) + w.TAB + content
            return self.paragraph(style, tab + self.inlines.marked(block.id, content), about)

    def _repaired(self, block: m.Heading) -> int:
        """Return a head's level: one that skips a level is set right, with a Note."""
        level = LEVELS.get(block.role, 1 if block.role in HEADING_STYLES else min(block.level, 6))
        if level > self._level + 1 and block.role not in HEADING_STYLES:
            self.inlines.note(Note("heading-level", f"a head of level {level} follows one of level {self._level}"))
            level = max(2, self._level + 1)
        self._level = level
        return level

    def _list(self, block: m.ItemList, depth: int) -> str:
        parts = self.inlines.parts
        level = min(depth, 8)
        number = parts.list_number(block.start, level) if block.ordered else parts.bullets()
        style = "List Number" if block.ordered else "List Bullet"
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        margin = 0 if self.tables.in_cell else self.terms.gutter
        indent = f'<w:ind w:left="{margin + (level + 1) * 284}" w:hanging="284"/>'
        made = []
        for number_of_item, item in enumerate(block.items, start=1):
            blocks = list(item)
            if not blocks or not isinstance(blocks[0], m.Paragraph):
                # the item's mark stands alone: what follows is no text
                made.append(self.paragraph(style, "", numbered + indent))
            for at, inner in enumerate(blocks):
                if isinstance(inner, m.Paragraph):
                    about = numbered + indent if at == 0 else indent.replace('w:hanging="284"', 'w:firstLine="0"')
                    ends = depth == 0 and number_of_item == len(block.items) and at + 1 == len(blocks)
                    made.append(self.text(inner, style, about + (self._after_list if ends else "")))
                elif isinstance(inner, m.ItemList):
                    made.append(self._list(inner, depth + 1))
                else:
                    made.append(self.block(inner))
        return "".join(made)

    def _quotation(self, block: m.Quotation) -> str:
        made = []
        for inner in block.blocks:
            if isinstance(inner, m.Paragraph):
                stays = "<w:keepNext/>" if block.speaker and inner is block.blocks[-1] else ""
                made.append(self.text(inner, "Quote", stays))
            else:
                made.append(self.block(inner))
        if block.speaker:
            said = w.run(f"— {block.speaker}", self.inlines.look())
            made.append(self.paragraph("Quote", said, FLUSH))
        return "".join(made)

    def _figure(self, block: m.Figure) -> str:
        words = block.alt or " "
        room = min(self.inlines.column, self.terms.width - self.terms.gutter)
        picture = self.inlines.parts.picture(block.media, words, room) if block.media else ""
        made = ""
        if picture:
            made = self.paragraph("Caption", self.inlines.marked(block.id, picture), NOT_EXACT)
        caption = self.inlines.markup(block.caption if picture else described(block))
        if not caption:
            return made
        return made + self.paragraph("Caption", caption if picture else self.inlines.marked(block.id, caption))

    # ---- sections

    def section(self, section: m.Section) -> str:
        """Return a section's blocks, with its bookmark."""
        before, self._section = self._section, section.role
        with self.inlines.speaking(section.language):
            if section.role == "article":
                made = self._article(section.blocks)
            elif section.role in ("key_points", "notice"):
                made = self._box(section.blocks)
            else:
                made = self.blocks(section.blocks)
        self._section = before
        heads = {getattr(block, "id", None) for block in section.blocks}
        return made if section.id in heads else self.opened(section.id, made)

    def opened(self, identifier: str | None, made: str) -> str:
        """Return blocks with a bookmark where they begin."""
        mark = self.inlines.marked(identifier)
        head, found, rest = made.partition("</w:pPr>")
        return f"{head}{found}{mark}{rest}" if made.startswith("<w:p>") else mark + made

    def _article(self, blocks: Sequence[m.Block]) -> str:
        """Return an article: the rule stands over whatever opens it, a hairline under what is said of its source."""
        last = max((at for at, b in enumerate(blocks[:8]) if getattr(b, "role", "") in UNDER_HEADLINE), default=-1)
        boxed = last + 1 < len(blocks) and isinstance(blocks[last + 1], m.Section)
        made = []
        for at, block in enumerate(blocks):
            follows = at > 0 and getattr(blocks[at - 1], "role", "") in OVER_HEADLINE
            if isinstance(block, m.Paragraph) and at == last:
                made.append(self.text(block, about="" if boxed else self._hairline()))
                self.before = AFTER_BOX if boxed else None
            elif (isinstance(block, m.Paragraph) and at and block.role in OVER_HEADLINE) or (
                isinstance(block, m.Heading) and follows
            ):
                made.append(self._below(block))
            else:
                made.append(self.block(block))
        return "".join(made)

    def _below(self, block: m.Paragraph | m.Heading) -> str:
        """Return what stands below the first line of an article's head: without its own rule and space."""
        none = f'<w:pBdr>{w.border("top", 0, "")}</w:pBdr><w:spacing w:before="40"/>'
        return self.text(block, about=none) if isinstance(block, m.Paragraph) else self._heading(block, none)

    def _hairline(self) -> str:
        line = w.border("bottom", self.terms.lines.thin, self.terms.lines.hair, 5)
        return f'<w:pBdr>{line}</w:pBdr><w:spacing w:after="{self.terms.rule_after}"/>'

    def _box(self, blocks: Sequence[m.Block]) -> str:
        """Return a box: its paragraphs' styles draw it. Equal borders join; none of them keeps with the next page."""
        self.before = AFTER_BOX if self.before is None else self.before
        made = self.blocks(blocks)
        self.before = AFTER_BOX
        return made
