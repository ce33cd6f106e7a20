"""A face: one font file, and its words shaped once and kept.

HarfBuzz shapes each word by itself (kerning, ligatures, marks). What is kept of a word is its width in 1/1000 em and
its *body*: what stands between `[<` and `>]TJ` in a content stream, glyph codes in hexadecimal with the kerns between
them. A line is then one join of bodies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from convert.typeset.codes import JOINED, JOINERS, SOFT_HYPHEN, Codes

CACHE_LIMIT = 50_000
"""Words kept by a face. A full cache is emptied: what is set does not change, only the time it takes."""

FEATURES = {"kern": True, "liga": True}

NOTHING = frozenset(JOINERS)

Shaped = tuple[int, str]
"""A word's width in 1/1000 em, and its body."""

RAISE = "\x01"
"""Stands round a number in a body: a rise in 1/1000 em, which becomes points once the size is known."""


class FaceError(ValueError):
    """A font that cannot be set: no TrueType outlines, or no font at all."""


class Face:
    """One style of one family. `fallback` faces are asked, in order, for characters this one lacks."""

    def __init__(self, data: bytes, *, axes: Mapping[str, float] | None = None) -> None:
        self.hb_face = _opened(data, axes or {})
        self.hb_font = hb.Font(self.hb_face)
        self.name = _postscript_name(self.hb_face, axes or {})
        self.fallback: Sequence[Face] = ()
        self.scale = 1000 / self.hb_face.upem
        self._shaped: dict[str, Shaped] = {}
        self._shaped_from_right: dict[str, Shaped] = {}
        self._plain: dict[str, tuple[int, int, str]] = {}

    @classmethod
    def load(cls, path: str | Path, *, axes: Mapping[str, float] | None = None) -> Face:
        """Return the face in a TrueType file.

        A variable font is made static: each axis is pinned at the value in `axes` or at its default. Raises
        FaceError where the file is no font or has no TrueType outlines.
        """
        return cls(Path(path).read_bytes(), axes=axes)

    @cached_property
    def codes(self) -> Codes:
        """Which code shows which glyph; made when the first word is set, since a fallback may never be asked."""
        return Codes(self.hb_face, self.hb_font, self._glyphs)

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters this face can set, white space included."""
        return self.codes.characters

    @cached_property
    def space(self) -> Shaped:
        """The space between words."""
        return self.advance(self.codes.glyph_of(" ")), f"{self.codes.glyph_of(' '):04x}"

    @cached_property
    def soft_hyphen(self) -> Shaped:
        """The hyphen of a divided word: it looks like one, and reads as U+00AD, which readers take out again."""
        glyph = self.codes.glyph_of("-")
        code = self.codes.code(glyph, SOFT_HYPHEN)
        return self.advance(glyph), f"{glyph if code is None else code:04x}"

    @cached_property
    def ascent(self) -> float:
        """How far the face rises over the baseline, in 1/1000 em."""
        return float(self.hb_font.get_font_extents("ltr").ascender * self.scale)

    @cached_property
    def descent(self) -> float:
        """How far the face falls under the baseline, in 1/1000 em; negative."""
        return float(self.hb_font.get_font_extents("ltr").descender * self.scale)

    def covers(self, text: str) -> bool:
        """Tell whether this face has every character of `text`."""
        return self.characters.issuperset(text)

    def advance(self, glyph: int) -> int:
        """Return the width of a glyph in 1/1000 em."""
        width: int = round(self.hb_font.get_glyph_h_advance(glyph) * self.scale)
        return width

    def shape(self, word: str) -> Shaped:
        """Return the width and body of a word, all of whose characters this face must have."""
        return self._shaped.get(word) or self._shape_new(word)

    def shape_from_right(self, word: str) -> Shaped:
        """Return the same of a word that runs from right to left, its brackets mirrored.

        Its letters stand in the file as they stand on the page, the last first: readers of text expect just that, and
        take an ActualText in the order of reading for one in the order of the page (poppler, pdfium, MuPDF).
        """
        shaped = self._shaped_from_right.get(word)
        if shaped is None:
            if len(self._shaped_from_right) >= CACHE_LIMIT:
                self._shaped_from_right.clear()
            shaped = self._shaped_from_right[word] = self._any_word(word, *self._run(word, "rtl"))
        return shaped

    def part_widths(self, word: str) -> tuple[list[int], list[int]]:
        """Return the widths of what stands before and after each character of a word, from one shaping.

        What ends before a character is not kerned with it, what begins at one counts nothing of what is before.
        """
        units, kerned = [0] * (len(word) + 1), [0] * (len(word) + 1)
        for info, position in zip(*self._run(word), strict=True):
            units[info.cluster + 1] += position.x_advance
            kerned[info.cluster + 1] = position.x_advance - self.hb_font.get_glyph_h_advance(info.codepoint)
        sums = [*accumulate(units)]
        whole, scale = sums[-1], self.scale
        heads = [round((width - kern) * scale) for width, kern in zip(sums, kerned, strict=True)]
        return heads, [round((whole - width) * scale) for width in sums]

    # ---- shaping

    def _glyphs(self, text: str, direction: str = "ltr") -> list[tuple[int, int]]:
        """Return the glyphs of text, each with the number of the first character it stands for."""
        return [(info.codepoint, info.cluster) for info in self._run(text, direction)[0]]

    def _run(self, text: str, direction: str = "ltr") -> tuple[Any, Any]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        # figures of a script from right to left run from left to right
        buffer.direction = direction
        if direction == "rtl":
            # a mark is a character of its own, not one with its letter
            buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self.hb_font, buffer, FEATURES if direction == "ltr" else _features_from_right(text))
        return buffer.glyph_infos, buffer.glyph_positions

    def _shape_new(self, word: str) -> Shaped:
        if len(self._shaped) >= CACHE_LIMIT:
            self._shaped.clear()
        substituted = word if word.isascii() else word.translate(self.codes.look_alikes)
        infos, positions = self._run(substituted)
        shaped = self._plain_word(word, infos, positions) if len(infos) == len(word) else None
        if shaped is None:
            shaped = self._any_word(word, infos, positions)
        self._shaped[word] = shaped
        return shaped

    def _plain_word(self, word: str, infos: Any, positions: Any) -> Shaped | None:
        """Return the common word, one glyph a character and only kerned, or None where it is not one."""
        width, parts, plain, scale = 0, [], self._plain, self.scale
        for character, info, position in zip(word, infos, positions, strict=True):
            glyph, natural, code = plain.get(character) or self._plain_character(character)
            dx, dy, advance, _ = position.position
            if info.codepoint != glyph or dx or dy:
                return None
            width += advance
            parts.append(code if advance == natural else f"{code}>{round((natural - advance) * scale)}<")
        return round(width * scale), "".join(parts)

    def _plain_character(self, character: str) -> tuple[int, int, str]:
        glyph = self.codes.glyph_of(character)
        code = self.codes.code(glyph, character)
        found = (-1, 0, "") if code is None else (glyph, self.hb_font.get_glyph_h_advance(glyph), f"{code:04x}")
        self._plain[character] = found
        return found

    def _any_word(self, word: str, infos: Any, positions: Any) -> Shaped:
        """Return a word with ligatures, marks, many glyphs for a character: spelled by ActualText where codes fail."""
        texts = _cluster_texts(word, infos)
        # a joiner has done its work, and a glyph of no width would part the word for readers of text
        shown = [each for each in zip(infos, positions, texts, strict=True) if each[2] not in NOTHING]
        codes = [text and self.codes.code(info.codepoint, JOINED.get(text, text)) for info, _, text in shown]
        parts, width = [], 0
        for (info, position, _), code in zip(shown, codes, strict=True):
            drawn = code if isinstance(code, int) else info.codepoint
            parts.append(self._placed(info.codepoint, position, drawn))
            width += position.x_advance
        body = "".join(parts)
        if None in codes:
            spelling = word.encode("utf-16-be").hex()
            body = f">]TJ/Span<</ActualText<FEFF{spelling}>>>BDC[<{body}>]TJ EMC[<"
        return round(width * self.scale), body

    def _placed(self, glyph: int, position: Any, code: int) -> str:
        """Return one glyph as HarfBuzz placed it: moved, raised, shown, lowered, and moved back."""
        dx, dy, advance, _ = position.position
        back = round((self.hb_font.get_glyph_h_advance(glyph) - advance) * self.scale)
        shift = round(dx * self.scale)
        show = f"{code:04x}"
        if dy:
            rise = round(dy * self.scale)
            show = f">]TJ {RAISE}{rise}{RAISE} Ts[<{show}>]TJ {RAISE}0{RAISE} Ts[<"
        before = f">{-shift}<" if shift else ""
        after = f">{back + shift}<" if back + shift else ""
        return before + show + after


def _features_from_right(text: str) -> dict[str, Any]:
    """Return the features of text from right to left: of ligatures only those that Arabic script must have.

    Others come out of a PDF in the wrong order, or as characters that nobody would search for.
    """
    joined = [(at, at + 2, True) for at in range(len(text) - 1) if text[at : at + 2] in JOINED]
    return {"kern": True, "liga": False, "rlig": [(0, len(text), False), *joined]}


def _opened(data: bytes, axes: Mapping[str, float]) -> Any:
    face = hb.Face(hb.Blob(data))
    if "glyf" not in face.table_tags:
        raise FaceError("not a font with TrueType outlines")
    return _pinned(face, axes) if face.has_var_data else face


def _pinned(face: Any, axes: Mapping[str, float]) -> Any:
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS
    for axis in face.axis_infos:
        wanted.pin_axis_location(face, axis.tag, axes.get(axis.tag, axis.default_value))
    return wanted.subset(face)


def _postscript_name(face: Any, axes: Mapping[str, float]) -> str:
    """Return the PostScript name, with the pinned axes in it, in characters a PDF name may hold."""
    name = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or "Face"
    pins = "".join(f"-{tag}{value:g}" for tag, value in sorted(axes.items()))
    return "".join(c for c in name + pins if c.isascii() and (c.isalnum() or c in "-._")) or "Face"


def _cluster_texts(word: str, infos: Any) -> list[str | None]:
    """Return for each glyph the characters it stands for, or None where several glyphs stand for the same ones."""
    clusters = [info.cluster for info in infos]
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(word)], strict=True))
    glyphs_of = Counter(clusters)
    return [word[c : ends[c]] if glyphs_of[c] == 1 else None for c in clusters]
