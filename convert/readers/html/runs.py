"""A page as a row of runs: words that stand in one line of thought, each with the block it is in; pictures between.

A run ends where a block begins or ends, or at an empty line made of `<br><br>`. No word is in two runs; the order is
the page's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, Union

from msgspec import Struct
from msgspec.structs import replace

from convert.readers.html.page import MOST_CLASSES, Element, words_in
from convert.readers.superscripts import RAISED, is_exponent, is_note_number

HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
MACHINERY = frozenset(
    (
        *("script", "style", "template", "iframe", "object", "canvas", "select", "option", "textarea", "head"),
        *("map", "math", "audio", "video", "datalist", "dialog", "embed", "applet", "noframes", "input", "title"),
        *("area", "track", "meta"),
    )
)
"""Elements whose words are never read as text."""

INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font"),
        *("i", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "rp", "rt", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source"),
    )
)

STRUCK = frozenset(("del", "s", "strike"))
MOST_STRUCK = 100
"""Words; what strikes out more, or whole blocks, is rather an element that nobody closed."""

MOST_UNSEEN = 12
"""Words that a page gives only to those who hear it."""

_DASHES = re.compile(r"\s*(?:[-–—−_]{1,3}|\.{2,3}|…)\s*")
_SPACES = " \t\n\r\f"
_SPACE = re.compile(f"[{_SPACES}]+")
_WORD = re.compile(r"\w+")
_OPENING = '“„‟«‹‘‚"「『《'


class Piece(Struct, frozen=True):
    """Text as it stands in one element, and the inline elements it is in, outermost first; `\\n` is a `<br>`."""

    text: str
    inside: tuple[Element, ...] = ()


class Run(Struct, frozen=True):
    """Words of one block; `first` says where in the tree they begin: an element, and its `text` or its `tail`."""

    block: Element
    pieces: tuple[Piece, ...]
    first: tuple[Element, Literal["text", "tail"]]
    text: str
    count: int
    """How many words it has."""
    struck: tuple[str, ...] = ()
    """What the page has struck out in it or beside it; none of it is in `text`."""


class Picture(Struct, frozen=True):
    """A picture and the block that it stands in."""

    block: Element
    element: Element


class Line(Struct, frozen=True):
    """A rule across the page."""

    block: Element


Part = Union[Run, Picture, Line]  # noqa: UP007


def parts_of(root: Element) -> list[Part]:
    """Return everything on a page that is read, in order."""
    walk = _Walk()
    walk.inside(root, root, ())
    walk.end(root)
    return walk.found


class _Walk:
    """What was found, and the pieces gathered since the last boundary."""

    def __init__(self) -> None:
        self.found: list[Part] = []
        self.pieces: list[Piece] = []
        self.first: tuple[Element, Literal["text", "tail"]] | None = None
        self.struck: list[str] = []
        self.raised = False

    def inside(self, element: Element, block: Element, inside: tuple[Element, ...]) -> None:
        """Go through an element's text and children."""
        self._text(element.text, element, "text", inside, pre=block.tag == "pre")
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, block, inside)
            self._text(child.tail, child, "tail", inside, pre=block.tag == "pre")

    def _child(self, child: Element, block: Element, inside: tuple[Element, ...]) -> None:
        tag = child.tag
        if tag in MACHINERY or is_hidden(child):
            return
        if tag == "br":
            self._line_end(block, inside)
        elif tag in ("img", "amp-img"):
            self.found.append(Picture(block, child))
        elif tag == "hr":
            self.end(block)
            self.found.append(Line(block))
        elif tag == "noscript":
            self.found += [Picture(block, picture) for picture in child.iter("img")]
        elif tag in STRUCK and _is_struck_out(child):
            self.struck.append(words_in(child))
        elif tag == "q":
            self._quoted(child, block, inside)
        elif tag == "sup":
            self._raised(child, block, inside)
        elif tag in INLINE:
            self.inside(child, block, (*inside, child))
        else:
            self.end(block)
            self.inside(child, child, ())
            self.end(child)

    def _quoted(self, quoted: Element, block: Element, inside: tuple[Element, ...]) -> None:
        """Write a `q` with the marks that a browser puts round it, unless the page has put its own."""
        words = words_in(quoted)
        within = sum(up.tag == "q" for up in inside)
        opening, closing = ("‘", "’") if within % 2 else ("“", "”")
        if not words or words[0] in _OPENING:
            opening = closing = ""
        self.pieces += [Piece(opening, (*inside, quoted))] if opening else []
        self.inside(quoted, block, (*inside, quoted))
        self.pieces += [Piece(closing, (*inside, quoted))] if closing else []

    def _raised(self, raised: Element, block: Element, inside: tuple[Element, ...]) -> None:
        """Write a superscript so that its number does not run into what stands before it: `10⁶`, `told[1]`."""
        words, before = words_in(raised), "".join(piece.text for piece in self.pieces[-3:])
        inside = (*inside, raised)
        self.raised = is_exponent(words, before)
        in_brackets = not self.raised and is_note_number(words, before)
        self.pieces += [Piece("[", inside)] if in_brackets else []
        self.inside(raised, block, inside)
        self.pieces += [Piece("]", inside)] if in_brackets else []
        self.raised = False

    def _line_end(self, block: Element, inside: tuple[Element, ...]) -> None:
        before = next((piece.text for piece in reversed(self.pieces) if piece.text.strip(" \t\r\f")), "")
        if before == "\n":
            self.end(block)
        elif before:
            self.pieces.append(Piece("\n", inside))

    def _text(
        self,
        text: str | None,
        element: Element,
        at: Literal["text", "tail"],
        inside: tuple[Element, ...],
        *,
        pre: bool,
    ) -> None:
        if not text:
            return
        if self.raised:
            text = text.strip().translate(RAISED)
        elif not pre and not text.strip(_SPACES):
            self.pieces.append(Piece(" ", inside))
            return
        lines = text.split("\n") if pre else [_SPACE.sub(" ", text)]
        for number, line in enumerate(lines):
            if number:
                self.pieces.append(Piece("\n", inside))
            if line:
                self.pieces.append(Piece(line, inside))
        if self.first is None and (any(map(str.isalnum, text)) or _is_blank_cell(text, element)):
            self.first = (element, at)

    def end(self, block: Element) -> None:
        """Close the run at a boundary of a block."""
        pieces, first = self.pieces, self.first
        self.pieces, self.first = [], None
        if first is not None:
            pieces = _trimmed(pieces)
            text = "".join(piece.text for piece in pieces)
            struck, self.struck = tuple(self.struck), []
            self.found.append(Run(block, tuple(pieces), first, text, len(_WORD.findall(text)), struck))
        elif self.struck:
            self._strike_after_last()

    def _strike_after_last(self) -> None:
        """Put down what was struck out with the last run: a block of which nothing remains is no run."""
        for at in range(len(self.found) - 1, -1, -1):
            last = self.found[at]
            if isinstance(last, Run):
                self.found[at] = replace(last, struck=(*last.struck, *self.struck))
                self.struck = []
                return


def _is_blank_cell(text: str, element: Element) -> bool:
    """Tell the dash in a table's cell that says there is nothing to say: it is a word of the table's."""
    return element.tag in ("td", "th") and _DASHES.fullmatch(text) is not None


def _is_struck_out(element: Element) -> bool:
    """Tell words that are struck out from signs in an element of that name (`<s>@</s>name`), and from whole blocks.

    What a quotation strikes out is quoted as well.
    """
    if next(element.iterancestors("blockquote"), None) is not None:
        return False
    words = words_in(element)
    within_a_block = all(each.tag in INLINE or each.tag == "br" for each in element.iterdescendants())
    return any(map(str.isalnum, words)) and within_a_block and len(words.split()) <= MOST_STRUCK


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without white space at either end, beside a line end or twice."""
    trimmed: list[Piece] = []
    last = "\n"
    for piece in pieces:
        text = piece.text
        if last in (" ", "\n"):
            text = text.lstrip(" ")
        if text == "\n" and trimmed:
            _strip_end(trimmed)
        elif trimmed and _ends_words(last) and text[:1].isupper() and _are_boxes(trimmed[-1], piece):
            text = f" {text}"
        if text and not (text == "\n" and not trimmed):
            trimmed.append(Piece(text, piece.inside))
            last = text[-1]
    _strip_end(trimmed)
    return trimmed


def _ends_words(last: str) -> bool:
    return last.islower() or last in ".!?…”’)"


def _are_boxes(one: Piece, other: Piece) -> bool:
    """Tell two spans beside each other, which a style sheet sets apart: `CreditPiet Molder` reads as two words."""
    return one.inside != other.inside and any(each.inside and each.inside[-1].tag == "span" for each in (one, other))


def _strip_end(pieces: list[Piece]) -> None:
    while pieces:
        stripped = pieces[-1].text.rstrip(" \n")
        if stripped == pieces[-1].text:
            return
        last = pieces.pop()
        if stripped:
            pieces.append(Piece(stripped, last.inside))


_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-reader-text|screenreader|a11y-hidden)(?:$|\s)", re.I
)


@lru_cache(MOST_CLASSES)
def _is_unseen(classes: str) -> bool:
    return _UNSEEN.search(classes) is not None


def is_hidden(element: Element) -> bool:
    """Tell whether an element is never shown: by its own attributes and usual classes, no style sheet is read."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    classes = element.get("class")
    if classes and _is_unseen(classes):
        # labels for those who hear a page are short: what holds more is an element that nobody closed
        return len(words_in(element).split()) <= MOST_UNSEEN
    style = element.get("style")
    return bool(style) and re.search(r"display\s*:\s*none", style, re.I) is not None
