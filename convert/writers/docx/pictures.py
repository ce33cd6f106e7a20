"""Pictures in a Word document: their bytes in a form that Word reads, their size on paper, their markup."""

from __future__ import annotations

import io
import struct
import zlib
from typing import NamedTuple

from convert import model as m
from convert.writers.docx import markup as w

EMU_TWIP, EMU_PIXEL, EMU_POINT = 635, 9525, 12700
"""English metric units a twip, a pixel (at 96 to the inch), a point."""

TALLEST = 210 * 36000
"""The most a picture may be high: 210 mm, in English metric units."""

KEPT = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "BMP": "bmp", "TIFF": "tiff"}
"""Forms that Word reads; others become PNG."""


def pixel(ink: str) -> bytes:
    """Return a PNG of one pixel, colour `RRGGBB`: stretched, it is a bar."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" + bytes.fromhex(ink), 0)), (b"IEND", b""))
    made = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


class Picture(NamedTuple):
    """A picture as it goes into the package: its bytes, the ending of its name, pixels wide and high."""

    data: bytes
    suffix: str
    width: int
    height: int


def readable(media: m.Media) -> Picture | None:
    """Return a picture in a form that Word reads, or None where it is no picture that can be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(media.data)) as image:
            suffix = KEPT.get(image.format or "")
            if suffix is not None:
                image.verify()
                return Picture(media.data, suffix, *image.size)
            made = io.BytesIO()
            image.convert("RGBA" if image.mode in ("RGBA", "LA", "P") else "RGB").save(made, "PNG")
            return Picture(made.getvalue(), "png", *image.size)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def size_on_paper(picture: Picture, widest: int) -> tuple[int, int]:
    """Return width and height in English metric units: as large as its pixels, no wider than `widest` twips."""
    width, height = picture.width * EMU_PIXEL, picture.height * EMU_PIXEL
    scale = min(1.0, widest * EMU_TWIP / width, TALLEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def inline_picture(relation: str, number: int, size: tuple[int, int], words: str, outline: str = "") -> str:
    """Return a picture that stands in a line; `words` are its text alternative, `outline` the colour of its frame."""
    width, height = size
    about = f'id="{number}" name="Picture {number}" descr="{w.quoted(words)}"'
    line = ""
    if outline:
        line = f'<a:ln w="{EMU_POINT // 2}"><a:solidFill><a:srgbClr val="{outline}"/></a:solidFill></a:ln>'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {about}/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{line}</pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
