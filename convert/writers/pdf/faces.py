"""Faces by family name, each loaded once a process, with the fallbacks that are asked for what they lack."""

from __future__ import annotations

from functools import cache

from convert.errors import StyleError
from convert.fonts import face_file
from convert.typeset.faces import Face, FaceError


@cache
def load_face(family: str, style: str, fallback: tuple[str, ...]) -> Face:
    """Return a face of a family, whose fallbacks are the regular faces of other families; raises StyleError."""
    face = _loaded(family, style)
    face.fallback = [_loaded(other, _nearest(other, style)) for other in fallback]
    return face


def _loaded(family: str, style: str) -> Face:
    path = face_file(family, style)
    try:
        return Face.load(path)
    except (FaceError, ValueError, OSError) as error:
        raise StyleError(f"the font cannot be used: {error}", where=str(path)) from error


def _nearest(family: str, style: str) -> str:
    """Return a style that a fallback family has: its own of that name, or the regular one."""
    try:
        face_file(family, style)
    except StyleError:
        return "Regular"
    return style
