"""A house style in Word's terms: every paragraph and character style with its font, measures and rules.

This is the one place where the writer reads a Style's sizes, spaces, colours and weights; `styles.py` makes the
template of it. Styles carry the names people expect (Title, Heading 1–6, Quote, List Bullet, Caption …), so that a
house restyles a document in Word in a minute.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from convert.fonts import face_file
from convert.style import Size, Style

TWIPS = 56.6929
"""Twips (twentieths of a point) a millimetre."""

A4, LETTER = (11906, 16838), (12240, 15840)
"""Papers in twips."""

LETTER_SHORTER = 17.6
"""Millimetres by which a sheet of Letter is shorter than A4: its bottom margin loses them, so that the frame stays."""

LONGEST_NAME = 31
"""Characters of a family's name in Word (`LF_FACESIZE`)."""

FOOT = 4.0
"""The least millimetres under the foot strip."""


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


class Lines(Struct, frozen=True):
    """Weights of drawn rules in eighths of a point, and their colours."""

    ink: str
    hair: str
    article: int
    thin: int
    table_outer: int
    table_head: int
    table_row: int
    spine: int
    is_grid: bool


class Terms(Struct, frozen=True):
    """A style in Word's terms. Page measures are twips."""

    paper: tuple[int, int]
    left: int
    right: int
    top: int
    bottom: int
    header: int
    footer: int
    gutter: int
    mirror: bool
    hyphenate: bool
    boxed_markings: bool
    bracketed_badges: bool
    para_after: int
    rule_after: int
    lines: Lines
    paragraphs: tuple[ParagraphTerms, ...]
    characters: tuple[CharacterTerms, ...]
    families: tuple[str, ...]

    @property
    def width(self) -> int:
        """The frame's width."""
        return self.paper[0] - self.left - self.right


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


@lru_cache(maxsize=8)
def terms_of(style: Style, *, embedded: bool = False) -> Terms:
    """Return a style in Word's terms; `embedded`: in its own fonts, else in those that offices have."""
    faces = faces_of(style, embedded=embedded)
    is_a4, page = style.page.paper == "A4", style.page
    left, right = (page.inner, page.outer) if page.mirror else ((page.inner + page.outer) / 2,) * 2
    bottom = page.bottom if is_a4 else max(page.bottom - LETTER_SHORTER, FOOT + 8)
    foot = 12.0 if is_a4 else FOOT
    return Terms(
        paper=A4 if is_a4 else LETTER,
        left=round(left * TWIPS),
        right=round(right * TWIPS),
        top=round(page.top * TWIPS),
        bottom=round(bottom * TWIPS),
        header=round(13 * TWIPS),
        footer=round(foot * TWIPS),
        gutter=round(page.gutter * TWIPS),
        mirror=page.mirror,
        hyphenate=style.look.hyphenate,
        boxed_markings=style.look.marking == "box",
        bracketed_badges=style.look.badge == "brackets",
        para_after=round(style.space.para * 20),
        rule_after=round(style.space.rule_after * 20),
        lines=_lines(style),
        paragraphs=(*_heads(style, faces), *_texts(style, faces), *_boxes(style, faces), *_labels(style, faces)),
        characters=_characters(style, faces),
        families=tuple(dict.fromkeys(face.family for face in faces)),
    )


def faces_of(style: Style, *, embedded: bool) -> Faces:
    """Return the faces: the style's own where they are embedded, else what offices have, heads in its bold."""
    font = style.font
    if not embedded:
        text, label = font.docx.text, font.docx.label
        return Faces(Face(text), Face(text, bold=True), Face(label), Face(label, bold=True))
    return Faces(*map(_named, (font.text, font.head, font.label, font.label_strong)))


def _named(font: str) -> Face:
    """Return a family that has its weight in its name, as its family's bold where the name is too long for Word."""
    family = _family(font)
    if len(family) <= LONGEST_NAME:
        return Face(family)
    return Face(family.rpartition(" ")[0][:LONGEST_NAME], bold=True)


def font_sources(style: Style) -> dict[str, str]:
    """Return, by the names that Word gets, what the style calls the families that are embedded."""
    font = style.font
    named = {_named(each): each for each in (font.text, font.head, font.label, font.label_strong)}
    return {face.family: each.rpartition(" ")[0] if face.bold else each for face, each in named.items()}


@lru_cache(maxsize=16)
def _family(font: str) -> str:
    """Return the family's name of a font that a style names by its file: name 1 of its `name` table."""
    if not font.endswith(".ttf"):
        return font
    import uharfbuzz

    named = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face_file(font)))).get_name(1)
    return str(named or font)


def _lines(style: Style) -> Lines:
    rule = style.rule
    return Lines(
        ink=colour(style.colour.ink),
        hair=colour(style.colour.hair),
        article=eighths(rule.article),
        thin=eighths(rule.hair),
        table_outer=eighths(rule.table_outer),
        table_head=eighths(rule.table_head),
        table_row=eighths(rule.table_row),
        spine=eighths(rule.spine),
        is_grid=rule.table == "grid",
    )


def _frame(style: Style) -> float:
    width = 210.0 if style.page.paper == "A4" else 215.9
    return width - style.page.inner - style.page.outer


def _heads(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the styles of heads: the article's in its lengths, parts', the source's own."""
    size, space, rule, gutter = style.size, style.space, style.rule, style.page.gutter
    ink = colour(style.colour.ink)
    above = (Edge("top", eighths(rule.article), 6, ink),)
    article = ParagraphTerms(
        *("Heading 1", faces.head, size.h1),
        before=space.article,
        after=space.title_after,
        left=gutter,
        first=-gutter,
        tabs=(gutter,),
        keep=True,
        edges=above,
        outline=1,
    )
    part = replace(article, name="Heading 1 Section", size=size.section, base="Heading 1", after=2, left=0, first=0)
    minor = ParagraphTerms(
        *("Heading 2", faces.strong, size.minor_head),
        before=space.minor_head[0],
        after=space.minor_head[1],
        right_tab=True,
        keep=True,
        outline=2,
    )
    sub = replace(
        minor, size=size.sub_head, before=space.sub_head[0], after=space.sub_head[1], left=gutter, right_tab=False
    )
    front = ParagraphTerms(
        *("Heading 3 Front", faces.head, size.front_head, "Heading 3"),
        before=6,
        left=10,
        first=-10,
        tabs=(10,),
        right_tab=True,
        keep=True,
        outline=3,
    )
    title = ParagraphTerms("Title", faces.head, size.title, before=7, after=2, keep=True, edges=())
    return (
        ParagraphTerms("Normal", faces.text, size.body, after=space.para, ink=ink),
        title,
        ParagraphTerms("Subtitle", faces.label, (11, 15), after=8, keep=True),
        article,
        replace(article, name="Heading 1 Long", size=size.h1_long, base="Heading 1"),
        replace(article, name="Heading 1 Very Long", size=size.h1_xlong, base="Heading 1"),
        replace(
            article,
            name="Heading 1 No Headline",
            face=faces.text,
            italic=True,
            size=size.h1_none,
            base="Heading 1",
            before=0,
            edges=(),
        ),
        replace(
            article,
            name="Heading 1 Brief",
            size=size.brief_title,
            base="Heading 1",
            before=8,
            first=0,
            tabs=(),
            edges=(),
        ),
        replace(part, before=space.section, tabs=()),
        replace(part, name="TOC Heading", base=None, before=space.section, tabs=(), outline=None),
        minor,
        replace(
            minor,
            name="Heading 2 Front",
            base="Heading 2",
            after=2,
            edges=(Edge("bottom", eighths(rule.table_outer), 2, ink),),
        ),
        replace(sub, name="Heading 2 Sub-head", base="Heading 2"),
        *(replace(sub, name=f"Heading {level}", outline=level) for level in (3, 4, 5, 6)),
        front,
    )


def _texts(style: Style, faces: Faces) -> tuple[ParagraphTerms, ...]:
    """Return the styles of articles: what stands under a headline, the text, its notes."""
    size, space, gutter = style.size, style.space, style.page.gutter
    soft, hair = colour(style.colour.soft), colour(style.colour.hair)
    align = "both" if style.look.justify else "left"
    under = ParagraphTerms("Source Line", faces.label, size.source, left=gutter, keep=True)
    # a first line that begins at the frame's edge draws its rule over the whole frame
    hung = replace(under, first=-gutter, tabs=(gutter,), before=space.article)
    note = ParagraphTerms("Note", faces.label, size.note, after=space.para, ink=soft)
    text = ParagraphTerms(
        *("Article Text", faces.text, size.body),
        after=space.para,
        left=gutter,
        first=-gutter,
        tabs=(gutter,),
        align=align,
    )
    item = replace(text, name="List Bullet", after=3, left=gutter + 5, first=-5, tabs=(gutter + 5,))
    under_extract = (Edge("bottom", eighths(style.rule.hair), 4, hair),)
    return (
        replace(under, name="Masthead", left=0, after=4, right_tab=True, edges=_masthead_edge(style)),
        replace(hung, name="No Headline", ink=soft, edges=_article_edge(style)),
        replace(hung, name="Marking Line", face=faces.strong, size=(12, 16), edges=_article_edge(style)),
        under,
        replace(under, name="Date Note", size=size.address),
        replace(under, name="Source Address", size=size.address, ink=soft),
        text,
        replace(text, name="Quote", left=gutter + 5, first=-(gutter + 5), tabs=(gutter + 5,)),
        item,
        replace(item, name="List Number"),
        replace(note, name="Caption", after=2, left=gutter, keep=True),
        note,
        replace(note, name="Article Note", after=3, left=gutter),
        replace(under, name="Editor Note", before=3, after=5, keep=False),
        ParagraphTerms(
            *("Front Extract", faces.text, size.extract),
            before=2,
            after=6,
            left=10,
            first=-10,
            tabs=(10,),
            edges=under_extract,
        ),
        replace(under, name="Front Source", left=10),
    )


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
    facts = tuple(round(frame * share, 2) for share in FACT_STOPS)
    return (
        cell,
        replace(cell, name="Table Quote", face=faces.text, size=size.quote_cell),
        replace(cell, name="Table Head", face=faces.strong, size=size.cell_head, keep=True),
        replace(cell, name="Table Hash", size=size.hash, ink=soft, before=0),
        replace(cell, name="Chart Cell", size=size.cell_head, before=0, after=0),
        ParagraphTerms("Fact", faces.label, size.cell, left=facts[0], first=-facts[0], tabs=facts),
        entry,
        ParagraphTerms("TOC Detail", faces.label, size.note, left=10, after=3, ink=soft),
        ParagraphTerms("TOC Part", faces.label, size.cell, right_tab=True, after=3),
        ParagraphTerms("Index Entry", faces.label, size.cell, left=3.2, first=-3.2),
        ParagraphTerms("footnote text", faces.label, size.note, after=2),
        ParagraphTerms("annotation text", faces.label, size.cell, after=2),
        ParagraphTerms("Header", faces.label, (size.running_head, 15), right_tab=True),
        ParagraphTerms("Footer", faces.label, (size.imprint, 15), tabs=(frame / 2,), right_tab=True),
    )


FACT_STOPS = (0.13, 0.55, 0.69)
"""Where the second, third and fourth column of facts begin, as shares of the frame."""


def _characters(style: Style, faces: Faces) -> tuple[CharacterTerms, ...]:
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
