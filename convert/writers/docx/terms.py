"""A house style in Word's terms: its page, faces and drawn rules, and, from `house.py`, its paragraphs and characters.

`terms_of` is the one way from a Style to what the rest of this writer knows; `styles.py` makes the template of it.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from convert.fonts import face_file
from convert.style import Style
from convert.writers.docx.house import (
    CharacterTerms,
    Face,
    Faces,
    ParagraphTerms,
    character_terms,
    colour,
    eighths,
    paragraph_terms,
)

TWIPS = 56.6929
"""Twips (twentieths of a point) a millimetre."""

A4, LETTER = (11906, 16838), (12240, 15840)
"""Papers in twips."""

LETTER_SHORTER = 17.6
"""Millimetres by which a sheet of Letter is shorter than A4: its bottom margin loses them, so that the frame stays."""

LONGEST_NAME = 31
"""Characters of a family's name in Word (`LF_FACESIZE`)."""

WIDEST_LETTER = 0.5
"""Of its size: the room of a letter, on the average, in the widest family that may stand in for the one named."""

FOOT = 4.0
"""The least millimetres under the foot strip."""


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

    def size_of(self, name: str) -> float:
        """Return the points of a style's letters."""
        paragraph = next((each.size[0] for each in self.paragraphs if each.name == name), None)
        character = next((each.size for each in self.characters if each.name == name), None)
        return paragraph or character or 0.0

    def room_of(self, words: str, name: str) -> float:
        """Return how many points words of a style take at the most."""
        return len(words) * WIDEST_LETTER * self.size_of(name)


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
        paragraphs=paragraph_terms(style, faces),
        characters=character_terms(style, faces),
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
