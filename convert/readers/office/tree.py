"""pandoc's tree of a document (pandoc-types 1.23, JSON) as one text with marks over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, cast
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Mark, MarkKind, candidate
from convert.errors import Note, Noter, NothingUsable
from convert.model import Finding, Media
from convert.normalise.header import field_of
from convert.normalise.headline import folded
from convert.readers.addresses import absolute_address
from convert.readers.office.plain import Node, pictures_in, plain
from convert.readers.struck_out import say_struck_out
from convert.readers.superscripts import RAISED, is_exponent, is_note_number

LONGEST_HEAD = 140
"""Letters."""

_INLINE_MARK: dict[str, MarkKind] = {"Emph": "emphasis", "Strong": "strong"}
_WRAPPED = frozenset(("Underline", "Subscript", "SmallCaps", "Emph", "Strong"))
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


class Found(Struct, frozen=True):
    """The text of a document, its marks, what its front matter or title block says, its pictures."""

    text: str
    marks: tuple[Mark, ...]
    candidates: tuple[Finding, ...]
    media: tuple[Media, ...]


class Tree:
    """Writes a document's blocks one after another; footnotes come at the end, as `[1] …`."""

    def __init__(
        self,
        document: Node,
        name: str,
        note: Noter,
        picture: Callable[[str], Media | None] = lambda _: None,
        known: Mapping[str, str] | None = None,
    ) -> None:
        """`known` is what the document's properties say, by field: words that repeat it are its headline or byline."""
        self.document = document
        self.known = known or {}
        self.name = name
        self.note = note
        self.picture = picture
        self.text: list[str] = []
        self.at = 0
        self.marks: list[Mark] = []
        self.media: list[Media] = []
        self.notes: list[Sequence[Node]] = []
        self.lost: dict[str, int] = {}
        self.struck: list[str] = []

    def read(self) -> Found:
        """Return the whole document; raises NothingUsable where it nests deeper than can be followed."""
        try:
            self.blocks(self._head(self.document.get("blocks", ())))
            at = 0
            while at < len(self.notes):  # a note may hold another
                self._gap()
                self._put(f"[{at + 1}] ")
                self._note_blocks(self.notes[at], at + 1)
                at += 1
        except RecursionError as error:
            raise NothingUsable("the document nests too deep to be read", where=self.name) from error
        for kind, count in sorted(self.lost.items()):
            self.note(Note("markup-left-out", f"{count} pieces of {kind} are left out", self.name))
        say_struck_out(self.struck, self.name, self.note)
        candidates = tuple(self._candidates())
        return Found("".join(self.text), tuple(sorted(self.marks)), candidates, tuple(self.media))

    def _head(self, blocks: Sequence[Node]) -> Sequence[Node]:
        """Write the headline, where the document opens with one, and names under it; return the other blocks.

        A head of level 1 and a short bold paragraph are one, unless the front matter gives a title already.
        """
        rest = list(blocks)
        known = {key: folded(value) for key, value in self.known.items()}
        while rest and rest[0]["t"] in ("Header", "Para", "Plain"):
            words = folded(plain([rest[0]["c"][2] if rest[0]["t"] == "Header" else rest[0]["c"]]))
            if self.at == 0 and "title" not in self.document.get("meta", {}) and self._is_headline(rest[0], words):
                kind: MarkKind = "headline"
            elif self.at and words and words == known.get("byline"):
                kind = "byline"
            else:
                break
            self._gap()
            start = self.at
            self._inlines(rest[0]["c"][2] if rest[0]["t"] == "Header" else rest[0]["c"])
            self._mark(start, kind, 1 if kind == "headline" else 0)
            rest.pop(0)
        if self.at and rest:
            self._put("\n\n")
        return rest

    def _is_headline(self, block: Node, words: str) -> bool:
        if block["t"] == "Header":
            return int(block["c"][0]) == 1
        return bool(words) and (words == folded(self.known.get("title", "")) or is_bold_head(block["c"]))

    # ---- writing

    def _put(self, words: str) -> None:
        self.text.append(words)
        self.at += len(words)

    def _gap(self, gap: str = "\n\n") -> None:
        if self.at:
            self._put(gap)

    def _mark(self, start: int, kind: MarkKind, level: int = 0, value: str = "") -> None:
        self.marks.append(Mark(start, self.at, kind, level, value))

    # ---- blocks

    def blocks(self, blocks: Sequence[Node], depth: int = 0) -> None:
        """Write blocks, blank lines between them."""
        for number, block in enumerate(blocks):
            if number:
                self._gap()
            self._block(block, depth)

    def _block(self, block: Node, depth: int) -> None:
        kind, content = block["t"], cast("Any", block.get("c"))
        start = self.at
        match kind:
            case "Para" | "Plain":
                self._paragraph(content, may_be_head=depth == 0 and kind == "Para")
            case "LineBlock":
                self._lines(content)
            case "CodeBlock":
                self._put(str(content[1]))
                self._mark(start, "paragraph")
            case "Header":
                self._inlines(content[2])
                self._mark(start, "heading", max(1, min(int(content[0]), 6)))
            case "BlockQuote":
                self.blocks(content, depth)
                self._mark(start, "quotation")
            case "BulletList":
                self._items(content, depth, [""] * len(content))
            case "OrderedList":
                first = int(content[0][0])
                numbering = ["ordered" if first == 1 else f"ordered {first}", *["ordered"] * (len(content[1]) - 1)]
                self._items(content[1], depth, numbering)
            case "DefinitionList":
                self._definitions(content, depth)
            case "HorizontalRule":
                self._mark(start, "rule")
            case "Div":
                self.blocks(content[1], depth)
            case "Table" | "Figure":
                (self._table if kind == "Table" else self._figure)(content, depth)
            case _:
                self._lose(content[0] if kind == "RawBlock" else kind)

    def _lines(self, lines: Sequence[Sequence[Node]]) -> None:
        start = self.at
        for number, line in enumerate(lines):
            self._put("\n" if number else "")
            self._inlines(line)
        self._mark(start, "paragraph")

    def _lose(self, kind: str) -> None:
        self.lost[kind] = self.lost.get(kind, 0) + 1

    def _paragraph(self, inlines: Sequence[Node], *, may_be_head: bool) -> None:
        start = self.at
        if may_be_head and is_bold_head(inlines):
            self._inlines(inlines[0]["c"])
            self._mark(start, "heading", 3)
            return
        self._inlines(inlines)
        if self.at > start:
            self._mark(start, "paragraph")

    def _items(self, items: Sequence[Sequence[Node]], depth: int, numbering: Sequence[str]) -> None:
        for number, item in enumerate(items):
            if number:
                self._gap()
            start = self.at
            self.blocks(item, depth + 1)
            self._mark(start, "item", depth + 1, numbering[number])

    def _definitions(self, content: Sequence[Any], depth: int) -> None:
        for number, (term, definitions) in enumerate(content):
            if number:
                self._gap()
            start = self.at
            self._inlines(term)
            self._mark(start, "strong")
            self._mark(start, "paragraph")
            for definition in definitions:
                self._gap()
                self.blocks(definition, depth)

    def _note_blocks(self, blocks: Sequence[Node], number: int) -> None:
        start = self.at - len(f"[{number}] ")
        first, *rest = blocks or [{"t": "Para", "c": []}]
        if first["t"] in ("Para", "Plain"):
            self._inlines(first["c"])
            self._mark(start, "paragraph")
        else:
            rest = [first, *rest]
        for block in rest:
            self._gap()
            self._block(block, 0)

    # ---- tables and figures

    def _table(self, content: Sequence[Any], depth: int) -> None:
        _, caption, _, head, bodies, foot = content
        start = self.at
        if caption[1]:
            self.blocks(caption[1], depth)
            self._put("\n")
        rows = [(row, "head") for row in head[1]]
        for body in bodies:
            rows += [(row, "") for row in (*body[2], *body[3])]
        rows += [(row, "") for row in foot[1]]
        for number, (row, value) in enumerate(rows):
            self._put("\n" if number else "")
            self._row(row, value, depth)
        self._mark(start, "table")

    def _row(self, row: Sequence[Any], value: str, depth: int) -> None:
        start = self.at
        for number, (_, _, rows, columns, blocks) in enumerate(row[1]):
            self._put("\t" if number else "")
            opening = self.at
            self.blocks(blocks, depth)
            self._mark(opening, "cell", value=f"{columns}x{rows}" if (columns, rows) != (1, 1) else "")
        self._mark(start, "row", value=value)

    def _figure(self, content: Sequence[Any], depth: int) -> None:
        """Write a figure: its picture's mark goes over its caption; a list in its legend comes after it."""
        _, caption, blocks = content
        pictures = list(pictures_in(blocks))
        if len(pictures) != 1:
            self.blocks(blocks, depth)
            if caption[1]:
                self._gap()
                self.blocks(caption[1], depth)
            return
        words = list(takewhile(lambda block: block["t"] in ("Para", "Plain"), caption[1]))
        start = self.at
        for number, block in enumerate(words):
            self._put("\n" if number else "")
            self._inlines(block["c"])
        value = self._picture(pictures[0], shown=self.at > start)
        self._mark(start, "figure", value=value)
        if after := caption[1][len(words) :]:
            self._gap()
            self.blocks(after, depth)

    def _picture(self, image: Node, *, shown: bool) -> str:
        """Return what a figure's mark says of a picture; its words are its alternative where no caption is `shown`."""
        _, inlines, (said, title) = image["c"]
        # reStructuredText takes the line below a picture's address for more of it, where no blank one parts them
        target, _, words = str(said).partition("%0A")
        alternative = f"{plain(inlines) or ('' if shown else title)} {unquote(words)}"
        found = self.picture(target)
        called = ""
        if found is not None:
            called = f"picture-{len(self.media) + 1}"
            self.media.append(replace(found, id=called))
        address = target if re.match(r"https?://", target) else ""
        return f"{' '.join(alternative.split())}\t{called}\t{address}".rstrip("\t")

    # ---- inlines

    def _inlines(self, inlines: Sequence[Node]) -> None:
        for inline in inlines:
            self._inline(inline)

    def _inline(self, inline: Node) -> None:
        kind, content = inline["t"], cast("Any", inline.get("c"))
        start = self.at
        match kind:
            case "Str":
                self._put(str(content))
            case "Space" | "SoftBreak" | "LineBreak":
                self._white_space(kind)
            case _ if kind in _WRAPPED:
                self._inlines(content or ())
                if kind in _INLINE_MARK and self.at > start:
                    self._mark(start, _INLINE_MARK[kind])
            case "Strikeout" | "Superscript":
                (self._strike_out if kind == "Strikeout" else self._superscript)(content)
            case "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                self._put(opening)
                self._inlines(content[1])
                self._put(closing)
            case "Cite" | "Span":
                self._inlines(content[1])
            case "Code" | "Math":
                self._put(str(content[1]))
            case "Link":
                self._inlines(content[1])
                if (address := absolute_address(content[2][0], "")) and self.at > start:
                    self._mark(start, "link", value=address)
            case "Image":
                self._mark(start, "figure", value=self._picture(inline, shown=False))
            case "Note":
                self.notes.append(content)
                self._put(f"[{len(self.notes)}]")
            case "RawInline":
                self._put("\n") if re.match(r"<br\s*/?>", str(content[1])) else self._lose(content[0])
            case _:
                self._lose(kind)

    def _white_space(self, kind: str) -> None:
        """Write a line end, or a space: a word that is struck out leaves those on both its sides."""
        if kind == "LineBreak":
            self._put("\n")
        elif not "".join(self.text[-1:])[-1:].isspace():
            self._put(" ")

    def _strike_out(self, content: Sequence[Node]) -> None:
        if words := " ".join(plain(content).split()):
            self.struck.append(words)

    def _superscript(self, content: Sequence[Node]) -> None:
        """Write a superscript so that its number does not run into what stands before it: `10⁶`, `told[1]`."""
        words, before = plain(content), "".join(self.text[-3:])
        if is_exponent(words, before):
            self._put(words.strip().translate(RAISED))
            return
        opening, closing = ("[", "]") if is_note_number(words, before) else ("", "")
        self._put(opening)
        self._inlines(content)
        self._put(closing)

    # ---- metadata

    def _candidates(self) -> Iterator[Finding]:
        """Yield what stands over the text as fields: front matter, or the paragraphs of a title block."""
        for key, value in self.document.get("meta", {}).items():
            field = field_of(key) or f"extra.{key}"
            for words in filter(None, _meta_words(value)):
                if not field.startswith("extra.") or len(words) <= 200:
                    yield candidate(field, words, f"document {key}", "front_matter")


def is_bold_head(inlines: Sequence[Node]) -> bool:
    """Tell a paragraph that is all bold, short and without a stop: a head that nobody called one."""
    if len(inlines) != 1 or inlines[0]["t"] != "Strong":
        return False
    words = plain(inlines).strip()
    return 3 <= len(words) <= LONGEST_HEAD and words[-1] not in ".:;,!?…" and any(map(str.isalpha, words))


def _meta_words(value: Node) -> Iterator[str]:
    match value["t"]:
        case "MetaInlines":
            yield " ".join(plain(value["c"]).split())
        case "MetaString":
            yield str(value["c"])
        case "MetaBlocks":
            yield " ".join(plain([each for block in value["c"] for each in block.get("c", ())]).split())
        case "MetaList":
            for each in value["c"]:
                yield from _meta_words(each)
        case _:
            pass
