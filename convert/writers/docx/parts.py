"""What a document's body refers to: links, pictures, footnotes, comments, lists; and the parts they are written as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from convert import model as m
from convert.errors import Note, Noter
from convert.writers.docx import markup as w
from convert.writers.docx.pictures import EMU_POINT, EMU_TWIP, inline_picture, pixel, readable, size_on_paper
from convert.writers.docx.relations import Relations
from convert.writers.docx.template import Template
from convert.writers.nodes import clean_address

BAR_HEIGHT = round(6.5 * EMU_POINT)
DEEPEST = 9
"""Levels of a list in Word."""


class Parts:
    """Gathers what the body refers to. `in_note` says whether what is made now stands in a footnote."""

    def __init__(self, template: Template, media: Iterable[m.Media], note: Noter, *, comments: bool) -> None:
        self.template, self.note = template, note
        self.document, self.footnotes = Relations(), Relations()
        self.files: dict[str, bytes] = dict(template.media)
        self.in_note = False
        self._media = {each.id: each for each in media}
        self._pictures: dict[str, tuple[str, tuple[int, int]] | None] = {}
        self._drawn = 0
        self._notes: list[str] = []
        self._comments: list[str] | None = [] if comments else None
        self._has_bullets = False
        self._starts: list[tuple[int, int]] = []

    # ---- links and pictures

    def address(self, url: str) -> str:
        """Return the relation of a link to an address."""
        relations = self.footnotes if self.in_note else self.document
        return relations.add("hyperlink", clean_address(url), outside=True)

    def picture(self, name: str, words: str, widest: int) -> str:
        """Return a picture with its text alternative, or nothing, with a Note, where it cannot be read."""
        if name not in self._pictures:
            self._pictures[name] = self._kept(name, widest)
        kept = self._pictures[name]
        return self._inline(*kept, words) if kept is not None else ""

    def _kept(self, name: str, widest: int) -> tuple[str, tuple[int, int]] | None:
        media = self._media.get(name)
        picture = readable(media) if media is not None else None
        if picture is None:
            self.note(Note("no-picture", f"a picture cannot be read, its words stand in its place: {name}"))
            return None
        file = f"media/image{len(self._pictures) + 1}.{picture.suffix}"
        self.files[f"word/{file}"] = picture.data
        return self.document.add("image", file), size_on_paper(picture, widest)

    def bar(self, twips: int, figure: str, *, outlined: bool) -> str:
        """Return a bar of a chart, `twips` wide."""
        ink = self.template.terms.lines.ink
        file = "media/outline.png" if outlined else "media/bar.png"
        self.files.setdefault(f"word/{file}", pixel("FFFFFF" if outlined else ink))
        size = max(1, twips) * EMU_TWIP, BAR_HEIGHT
        return self._inline(self.document.add("image", file), size, figure, ink if outlined else "")

    def _inline(self, relation: str, size: tuple[int, int], words: str, outline: str = "") -> str:
        self._drawn += 1
        return inline_picture(relation, self._drawn, size, words, outline)

    # ---- footnotes and comments

    def footnote(self, paragraphs: Sequence[str]) -> str:
        """Return the mark of a footnote and keep its text."""
        number = len(self._notes) + 1
        look = w.Look(self.template.ids["footnote reference"])
        about = w.properties(look)
        mark = f"<w:r>{about}<w:footnoteRef/></w:r>{w.run(' ')}"
        style = self.template.ids["footnote text"]
        first, *rest = paragraphs or [""]
        made = w.paragraph(style, mark + first) + "".join(w.paragraph(style, content) for content in rest)
        self._notes.append(f'<w:footnote w:id="{number}">{made}</w:footnote>')
        return f'<w:r>{about}<w:footnoteReference w:id="{number}"/></w:r>'

    def commented(self, content: str, message: str) -> str:
        """Return content with a comment beside it, where comments are asked for; a footnote can hold none."""
        if self._comments is None or self.in_note:
            return content
        number = len(self._comments)
        about = w.properties(w.Look(self.template.ids["annotation reference"]))
        said = w.paragraph(
            self.template.ids["annotation text"], f"<w:r>{about}<w:annotationRef/></w:r>{w.run(message)}"
        )
        self._comments.append(f'<w:comment w:id="{number}" w:author="convert" w:initials="c">{said}</w:comment>')
        return (
            f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r>{about}<w:commentReference w:id="{number}"/></w:r>'
        )

    # ---- lists

    def bullets(self) -> int:
        """Return the number of the bulleted list."""
        self._has_bullets = True
        return 1

    def list_number(self, start: int, depth: int) -> int:
        """Return the number of a new ordered list that begins at `start`, `depth` lists deep."""
        self._starts.append((start, depth))
        return len(self._starts) + 1

    # ---- parts

    def written(self) -> Iterator[tuple[str, str]]:
        """Yield the further parts: name and markup."""
        if self._notes:
            yield "footnotes", f"<w:footnotes {w.NAMESPACES}>{_SEPARATORS}{''.join(self._notes)}</w:footnotes>"
        if self._comments:
            yield "comments", f"<w:comments {w.NAMESPACES}>{''.join(self._comments)}</w:comments>"
        if self._has_bullets or self._starts:
            yield "numbering", self._numbering()

    def _numbering(self) -> str:
        gutter = self.template.terms.gutter
        bullets = "".join(_level(at, "bullet", "–", gutter) for at in range(DEEPEST))
        numbers = "".join(_level(at, "decimal", f"%{at + 1}.", gutter) for at in range(DEEPEST))
        made = [
            f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="hybridMultilevel"/>'
            f"{levels}</w:abstractNum>"
            for at, levels in enumerate((bullets, numbers))
        ]
        made.append('<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
        for at, (start, depth) in enumerate(self._starts, start=2):
            override = f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            made.append(f'<w:num w:numId="{at}"><w:abstractNumId w:val="1"/>{override}</w:num>')
        return f"<w:numbering {w.NAMESPACES}>{''.join(made)}</w:numbering>"


_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def _level(at: int, kind: str, text: str, gutter: int) -> str:
    left = gutter + (at + 1) * 284
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="284"/></w:pPr></w:lvl>'
    )
