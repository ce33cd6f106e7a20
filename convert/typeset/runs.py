"""Text and how it looks: runs of one format, words made of pieces, each piece set by a face that has its characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from convert.typeset.codes import BREAKING_SPACES, JOINERS
from convert.typeset.faces import Face

REPLACEMENT = "\ufffd"
_dropped = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Control characters, soft hyphens, marks of no width and of direction: they show nothing and no face has them."""

_other_spaces = re.compile(f"[{BREAKING_SPACES[1:].replace(chr(10), '')}]")


Tag = tuple[str | None, str | None, str | None, str | None]
"""What makes text an element of its own: two pieces of one tag are one element."""


@dataclass(frozen=True)
class Format:
    """How a run looks and what it is. Two runs of one format are one.

    `address` makes it a link out, `destination` one inside the document; `kind` a structure element of its own
    (`Span`, `Reference`, `Em`), as does `language` (BCP 47). `ground` is the colour of a box behind it, which reaches
    `padding` points beyond the text at both ends. `rise` is in points. Text `from_right` runs from right to left;
    text of one `isolate` (not 0) goes which way it will, and its neighbours theirs (UAX 9, FSI).
    """

    face: Face
    size: float
    colour: str = "#111111"
    rise: float = 0.0
    address: str | None = None
    destination: str | None = None
    language: str | None = None
    kind: str | None = None
    ground: str | None = None
    padding: float = 3.0
    from_right: bool = False
    isolate: int = 0

    @cached_property
    def is_link(self) -> bool:
        """Whether its text leads somewhere."""
        return bool(self.address or self.destination)

    @cached_property
    def has_element(self) -> bool:
        """Whether its text is a structure element inside its paragraph's."""
        return bool(self.address or self.destination or self.language or self.kind)

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is nothing but letters: no element, no box."""
        return not self.has_element and self.ground is None

    @cached_property
    def tag(self) -> Tag:
        """What makes its text an element."""
        return (self.address, self.destination, self.language, self.kind)

    @cached_property
    def bare(self) -> Format:
        """The same look without link, element or box."""
        return replace(self, address=None, destination=None, language=None, kind=None, ground=None)

    def in_face(self, face: Face) -> Format:
        """Return the same in another face."""
        return self if face is self.face else replace(self, face=face)


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one format. A line end (`\\n`) ends the line."""

    text: str
    format: Format


Piece = tuple[str, Format]
"""Characters without white space, of one format."""

Word = list[Piece]
"""Pieces with nothing between them."""


def lines_of(runs: Iterable[Run], missing: set[str] | None = None) -> list[list[Word]]:
    """Return the words of runs, line by line as their line ends say; no-break spaces are inside a word.

    Characters that no face has are set as U+FFFD (or `?`) and added to `missing`.
    """
    lines: list[list[Word]] = [[]]
    is_open = False
    for run in runs:
        for at, part in enumerate(run.text.split("\n")):
            if at:
                lines.append([])
                is_open = False
            is_open = _add_words(lines[-1], part, run.format, missing, joins=is_open)
    return lines


def _add_words(words: list[Word], text: str, format: Format, missing: set[str] | None, *, joins: bool) -> bool:
    """Add the words of a run; return whether the next run goes on in the last of them."""
    text = cleaned(text)
    parts = text.split(" ")
    if not (joins and words) and format.face.covers(text):
        words.extend([(part, format)] for part in parts if part)
        return bool(parts[-1]) or (joins and not text)
    for at, part in enumerate(parts):
        if not part:
            continue
        pieces = list(set_by_faces(part, format, missing))
        if at == 0 and joins and words:
            words[-1] += pieces
        else:
            words.append(pieces)
    return bool(parts[-1]) or (joins and not text)


def cleaned(text: str) -> str:
    """Return text composed (NFC), without what shows nothing, its spaces plain ones; no-break spaces stay."""
    if text.isascii() and text.isprintable():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _other_spaces.sub(" ", _dropped.sub("", text))


def set_by_faces(text: str, format: Format, missing: set[str] | None) -> Iterator[Piece]:
    """Yield text in pieces, each with a face that has all of it: the format's own where it can, else a fallback.

    A fallback takes over for a run of its characters; a mark stays with its letter.
    """
    if format.face.covers(text):
        yield text, format
        return
    faces = (format.face, *format.face.fallback)
    at = 0
    while at < len(text):
        face = _face_for(text[at], faces)
        end = at + 1
        while end < len(text) and _goes_on(text[end], face, faces):
            end += 1
        part = text[at:end]
        if face is None:
            if missing is not None:
                missing.update(part)
            stand_in = next((f for f in faces if f.covers(REPLACEMENT)), None)
            yield (REPLACEMENT * len(part), format.in_face(stand_in)) if stand_in else ("?" * len(part), format)
        else:
            yield part, format.in_face(face)
        at = end


def _face_for(character: str, faces: Sequence[Face]) -> Face | None:
    return next((face for face in faces if face.covers(character)), None)


def _goes_on(character: str, face: Face | None, faces: Sequence[Face]) -> bool:
    """Tell whether a character goes on in the face of the one before it."""
    if face is not None and (unicodedata.combining(character) or character in JOINERS):
        return face.covers(character)
    return _face_for(character, faces) is face
