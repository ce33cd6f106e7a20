"""Faces by family name, each loaded once a process, with the fallbacks that are asked for what they lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import overload

from convert.errors import StyleError
from convert.fonts import font_file, full_style, nearest_style
from convert.typeset.faces import Face, FaceError


@cache
def load_face(family: str, style: str, fallback: tuple[str, ...]) -> Face:
    """Return a face of a family that asks the other families for what it lacks; raises StyleError.

    A face with other fallbacks is another face: what one style's file holds never depends on another style.
    """
    face = _opened(family, style)
    face.fallback = Fallbacks(fallback, full_style(family, style))
    return face


def face_with(letter: str, family: str, style: str, fallback: tuple[str, ...]) -> Face:
    """Return the face of the first family that has a letter, the others its fallbacks; raises StyleError.

    Text of a script has its figures and marks of one face with its letters, as far as that face has them.
    """
    style = full_style(family, style)
    for own in (family, *fallback):
        nearest = nearest_style(own, style)
        if _fallback(own, style).covers(letter):
            return load_face(own, nearest, tuple(each for each in (family, *fallback) if each != own))
    return load_face(family, style, fallback)


class Fallbacks(Sequence[Face]):
    """The faces of other families, each opened when it is first asked: most documents never ask."""

    def __init__(self, families: tuple[str, ...], style: str) -> None:
        self._families = families
        self._style = style

    def __len__(self) -> int:
        return len(self._families)

    @overload
    def __getitem__(self, at: int) -> Face: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Face]: ...
    def __getitem__(self, at: int | slice) -> Face | Sequence[Face]:
        if isinstance(at, slice):
            return [_fallback(family, self._style) for family in self._families[at]]
        return _fallback(self._families[at], self._style)

    def __iter__(self) -> Iterator[Face]:
        return (_fallback(family, self._style) for family in self._families)


@cache
def _fallback(family: str, style: str) -> Face:
    return _opened(family, nearest_style(family, style))


def _opened(family: str, style: str) -> Face:
    file = font_file(family, style)
    try:
        return Face.load(file.path, axes=file.axes)
    except (FaceError, ValueError, OSError) as error:
        raise StyleError(f"the font cannot be used: {error}", where=str(file.path)) from error
