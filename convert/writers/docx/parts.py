"""What a document's body refers to: links, pictures, footnotes, comments, lists; and the parts they are written as."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from convert import model as m
from convert.errors import Note, Noter
from convert.writers.docx import markup as w
from convert.writers.docx.template import Template

EMU = 9525
"""English metric units a pixel, at 96 pixels an inch."""

WIDEST = 480
"""Pixels of a picture in the text column."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Parts:
    """Gathers what the body refers to."""

    def __init__(
        self,
        template: Template,
        media: Iterable[m.Media],
        contents: Sequence[m.ContentsEntry],
        note: Noter,
        *,
        comments: bool,
    ) -> None:
        self.template, self.note = template, note
        self.media = {each.id: each for each in media}
        self.relations: list[tuple[str, str, bool]] = []
        self.files: dict[str, bytes] = {}
        self._known: dict[str, str] = {}
        self._footnotes: list[str] = []
        self._comments: list[str] | None = [] if comments else None
        self._starts: list[int] = []
        self._has_bullets = False
        self._last_entry = contents[-1] if contents else None
        self._toc_is_open = False
        self._pictures = 0
        self.columns: list[str] = []

    # ---- relations

    def relation(self, kind: str, target: str, *, external: bool = False) -> str:
        """Return the id of a relation, made once a target."""
        known = self._known.get(kind + target)
        if known is None:
            self.relations.append((kind, target, external))
            known = self._known[kind + target] = f"rId{len(self.relations)}"
        return known

    def address(self, url: str) -> str:
        """Return the relation of a link to an address."""
        return self.relation("hyperlink", url, external=True)

    # ---- pictures

    def picture(self, name: str, description: str) -> str:
        """Return a picture with its alternative text, or nothing where there is none or it cannot be read."""
        media = self.media.get(name)
        size = _pixels(media.data) if media is not None else None
        if media is None or size is None:
            if media is not None:
                self.note(Note("no-picture", f"a picture cannot be read: {name}"))
            return ""
        kind = {"image/jpeg": "jpeg", "image/gif": "gif"}.get(media.media_type, "png")
        file = f"media/{name}" if name.endswith(f".{kind}") else f"media/{name}.{kind}"
        self.files[f"word/{file}"] = media.data
        self._pictures += 1
        number = self._pictures
        scale = min(1.0, WIDEST / size[0])
        width, height = round(size[0] * scale * EMU), round(size[1] * scale * EMU)
        about = f'id="{number}" name="Picture {number}" descr="{w.quoted(description)}"'
        relation = self.relation("image", file)
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f"<wp:docPr {about}/><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
            f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    # ---- footnotes and comments

    def footnote(self, paragraphs: Sequence[str]) -> str:
        """Return the mark of a footnote and keep its text."""
        number = len(self._footnotes) + 1
        ids = self.template.ids
        mark = f'<w:r><w:rPr><w:rStyle w:val="{ids["footnote reference"]}"/></w:rPr><w:footnoteRef/></w:r>'
        made = "".join(
            w.paragraph(ids["footnote text"], (mark + w.run(" ") if at == 0 else "") + content)
            for at, content in enumerate(paragraphs or [""])
        )
        self._footnotes.append(f'<w:footnote w:id="{number}">{made}</w:footnote>')
        style = f'<w:rStyle w:val="{ids["footnote reference"]}"/>'
        return f'<w:r><w:rPr>{style}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def commented(self, content: str, message: str) -> str:
        """Return content with a comment beside it, where comments are asked for."""
        if self._comments is None:
            return content
        number = len(self._comments)
        said = w.paragraph(self.template.ids["Normal"], w.run(message))
        self._comments.append(f'<w:comment w:id="{number}" w:author="convert" w:initials="c">{said}</w:comment>')
        return (
            f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    # ---- lists

    def bullets(self) -> int:
        """Return the number of the bulleted list."""
        self._has_bullets = True
        return 1

    def list_number(self, start: int) -> int:
        """Return the number of a new ordered list that begins at `start`."""
        self._starts.append(start)
        return len(self._starts) + 1

    # ---- contents and columns

    def open_toc(self) -> bool:
        """Tell whether this is the first line of the contents, whose field opens with it."""
        was, self._toc_is_open = self._toc_is_open, True
        return not was

    def close_toc(self, entry: m.ContentsEntry) -> str:
        """Return the end of the contents' field after its last line, else nothing."""
        return w.end_field() if entry is self._last_entry else ""

    def in_columns(self, content: str) -> str:
        """Return content between two marks, which become continuous sections of one and three columns."""
        return f"{COLUMNS_BEGIN}{content}{COLUMNS_END}"

    # ---- parts

    def written(self) -> Iterator[tuple[str, str, str]]:
        """Yield the further parts: name, content type without its common beginning, markup."""
        if self._footnotes:
            separators = (
                '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
                '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
                "</w:footnote>"
            )
            yield (
                "footnotes",
                "footnotes",
                f"<w:footnotes {w.NAMESPACES}>{separators}{''.join(self._footnotes)}</w:footnotes>",
            )
        if self._comments:
            yield "comments", "comments", f"<w:comments {w.NAMESPACES}>{''.join(self._comments)}</w:comments>"
        if self._has_bullets or self._starts:
            yield "numbering", "numbering", self._numbering()

    def _numbering(self) -> str:
        levels = "".join(_level(at, "bullet", "–") for at in range(9))
        numbers = "".join(_level(at, "decimal", f"%{at + 1}.") for at in range(9))
        made = (
            f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        )
        made += (
            f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>{numbers}</w:abstractNum>'
        )
        made += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        for at, start in enumerate(self._starts, start=2):
            override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            made += f'<w:num w:numId="{at}"><w:abstractNumId w:val="1"/>{override}</w:num>'
        return f"<w:numbering {w.NAMESPACES}>{made}</w:numbering>"


COLUMNS_BEGIN, COLUMNS_END = "\x02", "\x03"


def _level(at: int, kind: str, text: str) -> str:
    left = 1304 + at * 284
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="284"/></w:pPr></w:lvl>'
    )


def _pixels(data: bytes) -> tuple[int, int] | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
