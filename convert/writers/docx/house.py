"""Every paragraph and character style of a Word document: its face, measures and rules, from a house style's values.

Styles carry the names people expect (Title, Heading 1–6, Quote, List Bullet, Caption …), so that a house restyles a
document in Word in a minute.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from convert.style import Size, Style


class Face(NamedTuple):
    """A family by name, and whether Word is asked for its bold."""

    family: str
    bold: bool = False


class Edge(NamedTuple):
    """A rule at one side of a paragraph: weight in eighths of a point, distance in points."""

    side: str
    eighths: int
    space: int
    colour: str


class ParagraphTerms(Struct, frozen=True):
    """A paragraph style. Points but for indents and tab stops, which are millimetres; `outline` counts from 1."""

    name: str
    face: Face
    size: Size
    base: str | None = None
    before: float = 0
    after: float = 0
    left: float = 0
    first: float = 0
    tabs: tuple[float, ...] = ()
    right_tab: bool = False
    italic: bool = False
    keep: bool = False
    align: str = "left"
    ink: str = ""
    ground: str | None = None
    edges: tuple[Edge, ...] | None = None
    """None: as the base has them."""
    outline: int | None = None


class CharacterTerms(Struct, frozen=True):
    """A character style; what is None is as in the text around it."""

    name: str
    family: str | None = None
    size: float | None = None
    ink: str | None = None
    bold: bool | None = None
    ground: str | None = None
    raised: bool = False


class Faces(NamedTuple):
    """The four faces of a style."""

    text: Face
    head: Face
    label: Face
    strong: Face


def colour(value: str) -> str:
    """Return `#RRGGBB` as Word has it."""
    return value.lstrip("#").upper()


def eighths(points: float) -> int:
    """Return a rule's weight in eighths of a point: Word draws none under a quarter."""
    return max(2, round(points * 8)) if points else 0


def paragraph_terms(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the paragraph styles; one stands after the one it is based on."""
    return (
        *_title(style, faces),
        *_article_heads(style, faces),
        *_lesser_heads(style, faces),
        *_sources(style, faces),
        *_texts(style, faces),
        *_boxes(style, faces),
        *_labels(style, faces),
    )


def _title(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    size, ink = style.size, colour(style.colour.ink)
    return (
        ParagraphTerms("Normal", faces.text, size.body, after=style.space.para, ink=ink),
        ParagraphTerms("Title", faces.head, size.title, before=7, after=2, keep=True, edges=()),
        ParagraphTerms("Subtitle", faces.label, (11, 15), after=8, keep=True),
    )


def _article_heads(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the heads of articles, in their lengths, and of parts."""
    size, space, gutter = style.size, style.space, style.page.gutter
    article = ParagraphTerms(
        *("Heading 1", faces.head, size.h1),
        before=space.article,
        after=space.title_after,
        left=gutter,
        first=-gutter,
        tabs=(gutter,),
        keep=True,
        edges=_article_edge(style),
        outline=1,
    )
    other = replace(article, base="Heading 1")
    none = replace(other, name="Heading 1 No Headline", face=faces.text, italic=True, size=size.h1_none)
    brief = replace(other, name="Heading 1 Brief", size=size.brief_title, before=8, first=0, tabs=(), edges=())
    part = replace(other, name="Heading 1 Section", size=size.section, before=space.section, after=2, left=0, first=0)
    part = replace(part, tabs=())
    return (
        article,
        replace(other, name="Heading 1 Long", size=size.h1_long),
        replace(other, name="Heading 1 Very Long", size=size.h1_xlong),
        replace(none, before=0, edges=()),
        brief,
        part,
        replace(part, name="TOC Heading", base=None, outline=None),
    )


def _lesser_heads(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return minor heads, the source's own at every depth, and those of the front brief."""
    size, space = style.size, style.space
    minor = ParagraphTerms("Heading 2", faces.strong, size.minor_head, right_tab=True, keep=True, outline=2)
    minor = replace(minor, before=space.minor_head[0], after=space.minor_head[1])
    under = (Edge("bottom", eighths(style.rule.table_outer), 2, colour(style.colour.ink)),)
    sub = replace(minor, size=size.sub_head, left=style.page.gutter, right_tab=False)
    sub = replace(sub, before=space.sub_head[0], after=space.sub_head[1])
    front = replace(minor, name="Heading 3 Front", face=faces.head, size=size.front_head, base="Heading 3", outline=3)
    return (
        minor,
        replace(minor, name="Heading 2 Front", base="Heading 2", after=2, edges=under),
        replace(sub, name="Heading 2 Sub-head", base="Heading 2"),
        *(replace(sub, name=f"Heading {level}", outline=level) for level in (3, 4, 5, 6)),
        replace(front, before=6, after=0, left=10, first=-10, tabs=(10,)),
    )


def _sources(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the styles of what stands over and under a headline."""
    size, space, gutter = style.size, style.space, style.page.gutter
    soft = colour(style.colour.soft)
    under = ParagraphTerms("Source Line", faces.label, size.source, left=gutter, keep=True)
    # a first line that begins at the frame's edge draws its rule over the whole frame
    hung = replace(under, first=-gutter, tabs=(gutter,), before=space.article, edges=_article_edge(style))
    return (
        replace(under, name="Masthead", left=0, after=4, right_tab=True, edges=_masthead_edge(style)),
        replace(hung, name="No Headline", ink=soft),
        replace(hung, name="Marking Line", face=faces.strong, size=(12, 16)),
        under,
        replace(under, name="Standfirst", size=(11, 15), after=3),
        replace(under, name="Date Note", size=size.address),
        replace(under, name="Source Address", size=size.address, ink=soft),
        replace(under, name="Editor Note", before=3, after=5, keep=False),
        replace(under, name="Front Source", left=10),
    )


def _texts(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the styles of an article's text and of notes."""
    size, space, gutter = style.size, style.space, style.page.gutter
    soft, hair = colour(style.colour.soft), colour(style.colour.hair)
    note = ParagraphTerms("Note", faces.label, size.note, after=space.para, ink=soft)
    text = ParagraphTerms("Article Text", faces.text, size.body, after=space.para, left=gutter, first=-gutter)
    text = replace(text, tabs=(gutter,), align="both" if style.look.justify else "left")
    item = replace(text, name="List Bullet", after=3, left=gutter + 5, first=-5, tabs=(gutter + 5,))
    extract = replace(text, name="Front Extract", size=size.extract, before=2, after=6, align="left")
    under = (Edge("bottom", eighths(style.rule.hair), 4, hair),)
    return (
        text,
        replace(text, name="Quote", left=gutter + 5, first=-(gutter + 5), tabs=(gutter + 5,)),
        item,
        replace(item, name="List Number"),
        replace(note, name="Caption", after=2, left=gutter, keep=True),
        note,
        replace(note, name="Article Note", after=3, left=gutter),
        replace(extract, left=10, first=-10, tabs=(10,), edges=under),
    )


def _frame(style: Style) -> float:
    width = 210.0 if style.page.paper == "A4" else 215.9
    return width - style.page.inner - style.page.outer


def _masthead_edge(style: Style) -> tuple[Edge, ...]:
    return (Edge("bottom", eighths(style.rule.masthead), 3, colour(style.colour.ink)),)


def _article_edge(style: Style) -> tuple[Edge, ...]:
    return (Edge("top", eighths(style.rule.article), 6, colour(style.colour.ink)),)


def _boxes(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the styles of boxes: key points and notices, by ground and rules of their paragraphs."""
    size, gutter, rule = style.size, style.page.gutter, style.rule
    ink, hair = colour(style.colour.ink), colour(style.colour.hair)
    framed = style.look.box == "frame" or style.colour.tint == "none"
    ground = None if framed else colour(style.colour.tint)
    thin = eighths(rule.hair)
    sides = (Edge("left", thin, 4, hair), Edge("right", thin, 4, hair)) if framed else ()
    frame = (Edge("top", thin, 4, hair), *sides[:1], Edge("bottom", thin, 4, hair), *sides[1:]) if framed else ()
    rules = (Edge("top", eighths(rule.article), 4, ink), Edge("bottom", eighths(rule.hair), 4, ink))
    bar = Edge("left", eighths(rule.notice), 6, ink)
    point = ParagraphTerms(
        *("Key Point", faces.text, size.key_point),
        after=style.space.key_point,
        left=gutter,
        first=-gutter,
        tabs=(gutter,),
        ground=ground,
        edges=frame or rules,
    )
    # equal rules and indents, so that Word draws one box round them all
    head = replace(point, name="Key Points Head", face=faces.strong, size=size.minor_head, base="Heading 2", outline=2)
    notice = ParagraphTerms(
        *("Notice", faces.label, size.cell),
        after=2,
        left=3,
        ground=ground,
        edges=(frame[0], bar, *frame[2:]) if framed else (bar,),
    )
    return point, replace(head, keep=True), notice


def _labels(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the styles of tables, contents, index, footnotes, heads and feet."""
    size, space, soft = style.size, style.space, colour(style.colour.soft)
    frame = _frame(style)
    cell = ParagraphTerms("Table Cell", faces.label, size.cell, before=space.cell, after=space.cell)
    entry = ParagraphTerms(
        "TOC 1", faces.text, size.body, left=10, first=-10, tabs=(10,), right_tab=True, keep=False, before=2
    )
    return (
        cell,
        replace(cell, name="Table Cell Small", size=(8, 10.5)),
        replace(cell, name="Table Quote", face=faces.text, size=size.quote_cell),
        replace(cell, name="Table Head", face=faces.strong, size=size.cell_head, keep=True),
        replace(cell, name="Table Hash", size=size.hash, ink=soft, before=0),
        replace(cell, name="Chart Cell", size=size.cell_head, before=0, after=0),
        ParagraphTerms("Fact", faces.label, size.cell),
        entry,
        ParagraphTerms("TOC Detail", faces.label, size.note, left=10, after=3, ink=soft),
        ParagraphTerms("TOC Part", faces.label, size.cell, right_tab=True, after=3),
        ParagraphTerms("Index Entry", faces.label, size.cell, left=3.2, first=-3.2),
        ParagraphTerms("footnote text", faces.label, size.note, after=2),
        ParagraphTerms("annotation text", faces.label, size.cell, after=2),
        ParagraphTerms("Header", faces.label, (size.running_head, 15), right_tab=True),
        ParagraphTerms("Footer", faces.label, (size.imprint, 15), tabs=(frame / 2,), right_tab=True),
    )


def character_terms(style: Style, faces: Faces) -> tuple[CharacterTerms, ...]:
    """Return the character styles."""
    size, soft, ink = style.size, colour(style.colour.soft), colour(style.colour.ink)
    label, strong = faces.label.family, faces.strong
    badge = None if style.colour.badge == "none" else colour(style.colour.badge)
    reversed_ = style.look.badge == "box"
    conflict = CharacterTerms("Badge Conflict", strong.family, size.badge, ink, strong.bold)
    return (
        CharacterTerms("Para Number", label, size.para_number, soft, bold=False),
        CharacterTerms("Article Number", strong.family, None, colour(style.colour.accent), strong.bold),
        CharacterTerms("Badge", label, size.badge, ink, bold=False, ground=badge),
        replace(conflict, ink="FFFFFF", ground="000000") if reversed_ else conflict,
        CharacterTerms("Soft", None, None, soft),
        CharacterTerms("Label", label, size.note[0], soft, bold=False),
        CharacterTerms("Outlet", strong.family, None, ink, strong.bold),
        CharacterTerms("Marking", label, size.marking, ink, bold=True),
        CharacterTerms("Hyperlink"),
        CharacterTerms("footnote reference", raised=True),
        CharacterTerms("annotation reference", label, size.note[0]),
    )
