"""One face in one document: its subset, widths, and what its codes read.

The font is a composite one (PDF 1.7, 9.7): Type 0, Identity-H, CIDFontType2. Glyph numbers stay what they are in
the file, so that bodies shaped once serve every document; HarfBuzz subsets, which takes a twentieth of a millisecond.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import uharfbuzz as hb

from convert.typeset.faces import CACHE_LIMIT, Face
from convert.typeset.pdffile import Document, hex_text

KEPT_TABLES = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
"""All that a PDF reader uses of an embedded TrueType font whose codes are glyph numbers (PDF 1.7, 9.9)."""

SUBSETS_KEPT = 64

_not_codes = re.compile(r">\]TJ \x01-?\d+\x01 Ts\[<|>\]TJ/Span.*?BDC\[<|>\]TJ EMC\[<|>-?\d+<")
_codes_of_bodies: dict[tuple[Face, str], frozenset[int]] = {}
_subsets: dict[tuple[Face, tuple[int, ...]], tuple[int, bytes]] = {}


class EmbeddedFace:
    """A face as one document uses it. Whoever draws adds the bodies it draws to `bodies`."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self.bodies: set[str] = set()

    def write(self, document: Document) -> int:
        """Write the font's objects and return the number of its dictionary."""
        codes = sorted(frozenset().union(*map(self._codes_of, self.bodies)))
        shown = [self.face.codes.glyph_and_text(code) for code in codes]
        glyphs = tuple(sorted({glyph for glyph, _ in shown}))
        name = f"{_subset_tag(glyphs)}+{self.face.name}"
        descendant = self._write_descendant(document, name, codes, [glyph for glyph, _ in shown])
        to_unicode = document.add_stream("", _to_unicode(zip(codes, (text for _, text in shown), strict=True)))
        return document.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>"
        )

    def _codes_of(self, body: str) -> frozenset[int]:
        codes = _codes_of_bodies.get((self.face, body))
        if codes is None:
            digits = _not_codes.sub("", body) if ">" in body else body
            codes = frozenset(int(digits[at : at + 4], 16) for at in range(0, len(digits), 4))
            if len(_codes_of_bodies) >= CACHE_LIMIT:
                _codes_of_bodies.clear()
            _codes_of_bodies[self.face, body] = codes
        return codes

    def _write_descendant(self, document: Document, name: str, codes: list[int], glyphs: list[int]) -> int:
        face = self.face
        length, data = _subset(face, tuple(sorted(set(glyphs))))
        program = document.add_compressed(f"/Length1 {length}", data)
        descriptor = document.add(_descriptor(face, name, program))
        mapping = "/Identity"
        if codes and codes[-1] >= face.codes.glyph_count:
            mapping = f" {document.add_stream('', _glyph_map(codes, glyphs))} 0 R"
        widths = "".join(_width_runs(codes, [face.advance(glyph) for glyph in glyphs]))
        return document.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor} 0 R/DW 0/W[{widths}]/CIDToGIDMap{mapping}>>"
        )


def _subset(face: Face, glyphs: tuple[int, ...]) -> tuple[int, bytes]:
    """Return the length of a face's subset and its compressed bytes; small documents often share one."""
    found = _subsets.get((face, glyphs))
    if found is None:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        flags = hb.SubsetFlags
        wanted.flags = flags.RETAIN_GIDS | flags.NO_LAYOUT_CLOSURE | flags.NO_HINTING
        dropped = (tag for tag in face.hb_face.table_tags if tag not in KEPT_TABLES)
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
        data = wanted.subset(face.hb_face).blob.data
        found = len(data), zlib.compress(data, 6)
        if len(_subsets) >= SUBSETS_KEPT:
            _subsets.clear()
        _subsets[face, glyphs] = found
    return found


def _subset_tag(glyphs: tuple[int, ...]) -> str:
    """Return the six capitals that mark a subset (PDF 1.7, 9.6.4), from its glyphs."""
    digest = hashlib.sha256(repr(glyphs).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _descriptor(face: Face, name: str, program: int) -> str:
    font, scale = face.hb_font, face.scale
    box = struct.unpack(">4h", face.hb_face.reference_table("head").data[36:44])
    extents = font.get_font_extents("ltr")
    metrics: Any = hb.OTMetricsTag
    capitals = font.get_metric_position_with_fallback(metrics.CAP_HEIGHT)
    slant = font.get_style_value(hb.StyleTag.SLANT_ANGLE)
    weight = font.get_style_value(hb.StyleTag.WEIGHT)
    symbolic, italic = 4, 64
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {symbolic | (italic if slant else 0)}"
        f"/FontBBox[{' '.join(str(round(side * scale)) for side in box)}]/ItalicAngle {slant:g}"
        f"/Ascent {round(extents.ascender * scale)}/Descent {round(extents.descender * scale)}"
        f"/CapHeight {round(capitals * scale)}/StemV {round(weight / 5)}/FontFile2 {program} 0 R>>"
    )


def _width_runs(codes: list[int], widths: list[int]) -> Iterator[str]:
    """Yield the W array (PDF 1.7, 9.7.4.3): `first[width …]` for each run of codes without a gap."""
    start = 0
    for end in range(1, len(codes) + 1):
        if end == len(codes) or codes[end] != codes[end - 1] + 1:
            yield f"{codes[start]}[{' '.join(map(str, widths[start:end]))}]"
            start = end


def _glyph_map(codes: list[int], glyphs: list[int]) -> bytes:
    """Return the CIDToGIDMap: codes after the last glyph show the glyph they were made for."""
    numbers = list(range(codes[-1] + 1))
    for code, glyph in zip(codes, glyphs, strict=True):
        numbers[code] = glyph
    return struct.pack(f">{len(numbers)}H", *numbers)


def _to_unicode(codes: Iterable[tuple[int, str]]) -> bytes:
    """Return the CMap that says what each code reads (PDF 1.7, 9.10.3), at most 100 codes a block."""
    lines = [f"<{code:04x}><{hex_text(text)}>" for code, text in codes if text]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    mappings = "".join(f"{len(b)} beginbfchar\n{chr(10).join(b)}\nendbfchar\n" for b in blocks)
    return (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"
        f"{mappings}endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
    ).encode("ascii")
