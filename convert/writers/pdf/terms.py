"""The style in the terms of setting type: the one place where this writer names a face, a size or a colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from convert.errors import StyleError
from convert.model import HeadingRole, ParagraphRole
from convert.style import Size, Style
from convert.typeset.bidi import Direction
from convert.typeset.box import BoxLook
from convert.typeset.faces import Face
from convert.typeset.paragraph import ParagraphStyle
from convert.typeset.runs import Format
from convert.typeset.table import TableLook
from convert.walk import is_right_to_left
from convert.writers.pdf.faces import face_with, load_face

MM = 72 / 25.4
PAPERS = {"A4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}

QUOTATION_INDENT = 5 * MM
LIST_INDENT = 5 * MM
KEY_POINT_NUMBER = 2 * MM
FRONT_INDENT = 10 * MM
NOTE_AFTER = 8.0
"""Points between what is said of a table, or a section's head, and the table."""

NEAREST = 8.0
"""Millimetres from the sheet's edge to the middle of the head or foot strip."""

Script = Literal["arabic", "hebrew"]

SCRIPTS: Mapping[Script, tuple[str, float, float]] = {
    "arabic": ("\u0628", 11.5 / 10.5, 19 / 15),
    "hebrew": ("\u05d1", 1.0, 1.0),
}
"""Of each script from right to left: a letter of it, and how much larger its letters and leading are than Latin ones.

Arabic letters are small for their size and reach far over and under the line.
"""

HEBREW = frozenset({"he", "iw", "yi", "ji", "lad"})
"""Languages in Hebrew script; the others from right to left that are set here are in Arabic script."""

LEAST_ROOM = 50
"""Millimetres of text, wide and high."""

SHORTER_FOOT = 9.5
"""Millimetres that the foot of a sheet shorter than A4 gives up."""


@dataclass(frozen=True)
class Faces:
    """The faces of a style, each with its fallbacks."""

    text: Face
    italic: Face
    strong: Face
    strong_italic: Face
    head: Face
    label: Face
    label_italic: Face
    label_strong: Face
    marking: Face


@dataclass(frozen=True)
class Terms:
    """A style translated: the page and its frame in points, formats and paragraph styles by role."""

    faces: Faces
    page: tuple[float, float]
    inner: float
    outer: float
    mirror: bool
    top: float
    bottom: float
    head: float
    foot: float
    foot_rule: float
    width: float
    gutter: float
    headings: Mapping[HeadingRole, ParagraphStyle]
    paragraphs: Mapping[ParagraphRole, ParagraphStyle]
    cell: ParagraphStyle
    cell_head: ParagraphStyle
    index: ParagraphStyle
    contents: ParagraphStyle
    number: Format
    article_number: Format
    section_needs: float
    table: TableLook
    key_points: BoxLook
    notice: BoxLook
    style: Style
    direction: Direction = "ltr"

    def left_edge(self, number: int) -> float:
        """Return where the column of a page begins: the inner margin is at the left of odd pages."""
        return self.inner if number % 2 or not self.mirror else self.outer


def terms_in(style: Style, language: str | None) -> Terms:
    """Return a style in the terms of setting a language: its direction, and faces that have its script."""
    if not is_right_to_left(language):
        return terms_of(style)
    return terms_from_right(style, "hebrew" if str(language).split("-")[0].lower() in HEBREW else "arabic")


@lru_cache(maxsize=8)
def terms_from_right(style: Style, script: Script) -> Terms:
    """Return a style in the terms of setting a script from right to left; left and right change places in them."""
    _, size, leading = SCRIPTS[script]
    terms = _terms(style, _faces(style, script))

    def turned(look: ParagraphStyle) -> ParagraphStyle:
        format = replace(look.format, size=look.format.size * size)
        return replace(look, format=format, leading=look.leading * leading, direction="rtl")

    return replace(
        terms,
        headings={role: turned(look) for role, look in terms.headings.items()},
        paragraphs={role: turned(look) for role, look in terms.paragraphs.items()},
        cell=turned(terms.cell),
        cell_head=turned(terms.cell_head),
        index=turned(terms.index),
        contents=turned(terms.contents),
        direction="rtl",
    )


@lru_cache(maxsize=8)
def terms_of(style: Style) -> Terms:
    """Return a style in the terms of setting type from left to right."""
    return _terms(style, _faces(style))


def _terms(style: Style, faces: Faces) -> Terms:
    page = PAPERS[style.page.paper]
    inner, outer = style.page.inner * MM, style.page.outer * MM
    if not style.page.mirror:
        inner = outer = (inner + outer) / 2
    head, top, bottom, foot_rule, foot = _heights(style, page[1])
    gutter = style.page.gutter * MM
    _check_room(page[0] - inner - outer - gutter, top - bottom, style)
    return Terms(
        faces=faces,
        page=page,
        inner=inner,
        outer=outer,
        mirror=style.page.mirror,
        top=top,
        bottom=bottom,
        head=head,
        foot=foot,
        foot_rule=foot_rule,
        width=page[0] - inner - outer,
        gutter=gutter,
        headings=_headings(style, faces, gutter),
        paragraphs=_paragraphs(style, faces, gutter),
        cell=_set(faces.label, style.size.cell, style.colour.ink),
        cell_head=_set(faces.label_strong, style.size.cell_head, style.colour.ink),
        index=_set(faces.label, style.size.cell, style.colour.ink, after=0, indent=9, hang=0),
        contents=_set(faces.text, (style.size.body[0], style.size.body[1]), style.colour.ink, indent=FRONT_INDENT),
        number=Format(faces.label, style.size.para_number, style.colour.soft),
        article_number=Format(faces.label_strong, style.size.h1[0], style.colour.accent),
        section_needs=style.space.section_needs_mm * MM,
        table=_table_look(style),
        key_points=_key_points_look(style),
        notice=_notice_look(style),
        style=style,
    )


def _heights(style: Style, sheet: float) -> tuple[float, float, float, float, float]:
    """Return, in points from the lower edge: head strip, top and end of the text, foot rule, foot strip.

    A sheet shorter than A4 loses white space at the foot; the strips never come nearer to an edge than printers reach.
    """
    shorter = SHORTER_FOOT if sheet < PAPERS["A4"][1] else 0.0
    foot = max(style.page.bottom - 13.5 - shorter, NEAREST) * MM
    foot_rule = foot + 6 * MM
    bottom = max((style.page.bottom - shorter) * MM, foot_rule + 3 * MM)
    head = max(style.page.top - 11, NEAREST) * MM
    return sheet - head, sheet - max(style.page.top * MM, head + 6 * MM), bottom, foot_rule, foot


def _check_room(measure: float, height: float, style: Style) -> None:
    """Raise StyleError where the margins leave no room that text can be read in."""
    for what, room, keys in (("wide", measure, "inner, outer and gutter"), ("high", height, "top and bottom")):
        if room < LEAST_ROOM * MM:
            raise StyleError(
                f"the text would be {room / MM:.0f} mm {what}; {LEAST_ROOM} is the least",
                where=f"style {style.name}, page",
                hint=f"make {keys} smaller",
            )


def _faces(style: Style, script: Script | None = None) -> Faces:
    text, label = style.font.fallback_text, style.font.fallback_label
    font = style.font

    def face(family: str, style: str, fallback: tuple[str, ...]) -> Face:
        if script is None:
            return load_face(family, style, fallback)
        return face_with(SCRIPTS[script][0], family, style, fallback)

    return Faces(
        text=face(font.text, "Regular", text),
        italic=face(font.text, "Italic", text),
        strong=face(font.text, "SemiBold", text),
        strong_italic=face(font.text, "SemiBoldItalic", text),
        head=face(font.head, "Regular", text),
        label=face(font.label, "Regular", label),
        label_italic=face(font.label, "Italic", label),
        label_strong=face(font.label_strong, "Regular", label),
        marking=face(font.label, "Bold", label),
    )


def _set(face: Face, size: Size, colour: str, **rest: object) -> ParagraphStyle:
    return ParagraphStyle(Format(face, size[0], colour), size[1], **rest)  # type: ignore[arg-type]


def _headings(style: Style, faces: Faces, gutter: float) -> Mapping[HeadingRole, ParagraphStyle]:
    size, space, ink = style.size, style.space, style.colour.ink

    def head(face: Face, of: Size, before: float, after: float, indent: float = 0.0) -> ParagraphStyle:
        return _set(face, of, ink, before=before, after=after, indent=indent, keeps_with_next=True)

    after = space.title_after
    return {
        "title": head(faces.head, size.title, 7, 2),
        "brief_title": head(faces.head, size.brief_title, 8, after, gutter),
        "h1": head(faces.head, size.h1, 5, after, gutter),
        "h1_long": head(faces.head, size.h1_long, 5, after, gutter),
        "h1_xlong": head(faces.head, size.h1_xlong, 5, after, gutter),
        "h1_none": head(faces.italic, size.h1_none, 1, after, gutter),
        "section": head(faces.head, size.section, 6, 2),
        "front_head": head(faces.head, size.front_head, 6, 0, FRONT_INDENT),
        "minor_head": head(faces.label_strong, size.minor_head, *space.minor_head),
        "sub_head": head(faces.label_strong, size.sub_head, *space.sub_head, gutter),
    }


def _paragraphs(style: Style, faces: Faces, gutter: float) -> Mapping[ParagraphRole, ParagraphStyle]:
    size, space, colour = style.size, style.space, style.colour
    ink, soft = colour.ink, colour.soft
    note = _set(faces.label, size.note, soft, after=NOTE_AFTER)
    in_text = {"indent": gutter}
    return {
        "body": _set(faces.text, size.body, ink, after=space.para, indent=gutter, justify=style.look.justify),
        "masthead": _set(faces.label, size.source, ink, after=2.5, keeps_with_next=True),
        "no_headline": _set(faces.label, size.source, soft, before=6, keeps_with_next=True, **in_text),
        "subtitle": _set(faces.label, (11, 15), ink, after=8, keeps_with_next=True),
        "standfirst": _set(faces.label, (11, 15), ink, after=3, keeps_with_next=True, **in_text),
        "source_line": _set(faces.label, size.source, ink, keeps_with_next=True, **in_text),
        "address": _set(faces.label, size.address, soft, keeps_with_next=True, **in_text),
        "date_note": _set(faces.label, size.address, ink, keeps_with_next=True, **in_text),
        "key_point": _set(faces.text, size.key_point, ink, after=space.key_point, indent=gutter, right_indent=4 * MM),
        "extract": _set(faces.text, size.extract, ink, before=2, after=5, indent=FRONT_INDENT, keeps_with_next=True),
        "quote_cell": _set(faces.text, size.quote_cell, ink),
        "timeline": _set(faces.text, size.timeline, ink),
        "note": note,
        "notice": _set(faces.label, size.cell, ink, after=1),
        "tags": _set(faces.label, size.note, soft, before=2, after=2, **in_text),
        "provenance": _set(faces.label, size.note, soft, before=2, after=2, **in_text),
        "hash": _set(faces.label, size.hash, soft),
        "also_carried": _set(faces.label, size.note, soft, before=2, after=2, **in_text),
        "editor_note": _set(faces.label, size.source, ink, before=3, after=5, keeps_with_next=True, **in_text),
        "marking": _set(
            faces.marking, (size.marking, size.marking * 1.5), ink, before=4, after=2, keeps_with_next=True, **in_text
        ),
        "truncation": _set(faces.label, size.source, soft, after=space.para, **in_text),
        "caption": _set(faces.label, size.note, soft, after=space.para, **in_text),
    }


def _table_look(style: Style) -> TableLook:
    grid = style.rule.table == "grid"
    hair = style.colour.hair
    return TableLook(
        outer=style.rule.table_outer,
        head=style.rule.table_head,
        row=style.rule.table_row,
        ink=hair if grid else style.colour.ink,
        hair=hair,
        above=style.space.cell,
        below=style.space.cell,
        grid=grid,
    )


def _key_points_look(style: Style) -> BoxLook:
    ink, hair = style.colour.ink, style.colour.hair
    if style.look.box == "frame" or style.colour.tint == "none":
        return BoxLook(frame=(style.rule.hair, hair), pad_top=6, pad_bottom=6)
    return BoxLook(
        ground=style.colour.tint, above=(style.rule.article, ink), below=(style.rule.hair, ink), pad_top=6, pad_bottom=6
    )


def _notice_look(style: Style) -> BoxLook:
    framed = style.look.box == "frame" or style.colour.tint == "none"
    return BoxLook(
        ground=None if framed else style.colour.tint,
        frame=(style.rule.hair, style.colour.hair) if framed else None,
        bar=(style.rule.notice, style.colour.ink),
        pad_top=6,
        pad_bottom=6,
        pad_left=9,
        pad_right=8,
    )
