"""Contents and index in Word: real fields, each with its result written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convert import model as m
from convert.walk import entry_page, index_refs
from convert.writers.docx import markup as w

if TYPE_CHECKING:
    from convert.writers.docx.body import Body

TOC = 'TOC \\o "1-1" \\h \\z \\u'
"""Heads of level 1 by their outline, as links: what Word makes when someone asks it to rebuild the contents."""


def contents_lines(body: Body, block: m.Contents) -> str:
    """Return lines of the contents: they are the result of one TOC field, however many blocks they stand in."""
    return "".join(_entry(body, entry) for entry in block.entries)


def _entry(body: Body, entry: m.ContentsEntry) -> str:
    inlines = body.inlines
    begin = "" if body.toc_is_open else w.begin_field(TOC)
    body.toc_is_open = True
    body.contents_left -= 1
    end = "" if body.contents_left else w.end_field()
    number = w.run(entry.number, inlines.look("Article Number")) + w.TAB if entry.number is not None else ""
    title = inlines.linked(entry.ref.target, number + w.run(entry.title, inlines.look()))
    page = inlines.page(entry.ref, inlines.look()) if entry.ref.page is not None else ""
    page = page or w.run(entry_page(entry), inlines.look())
    style = "TOC 1" if entry.number is not None else "TOC Part"
    first = begin + title + (w.TAB + page if page else "")
    if not entry.detail:
        return body.paragraph(style, first + end)
    keep = "<w:keepNext/>"
    detail = w.run(entry.detail, inlines.look("Label"))
    return body.paragraph(style, first, keep) + body.paragraph("TOC Detail", detail + end)


def index_lines(body: Body, block: m.NameIndex) -> str:
    """Return the lines of the index: a name, then its references, strong where it is quoted."""
    return "".join(_name(body, entry) for entry in block.entries)


def _name(body: Body, entry: m.IndexEntry) -> str:
    inlines = body.inlines
    refs = [inlines.ref(ref, inlines.look()._replace(bold=strong)) for ref, strong in index_refs(entry)]
    comma = w.run(", ", inlines.look())
    return body.paragraph("Index Entry", w.run(f"{entry.name}  ", inlines.look()) + comma.join(filter(None, refs)))
