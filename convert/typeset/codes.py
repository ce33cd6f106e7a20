"""Which code of a font shows which glyph and reads back as which characters.

In the PDF a code is a glyph's number, so that shaped words serve every document, whatever subset it embeds. But a
code has one ToUnicode text, and several characters may share a glyph (the space and the no-break space) or have
none (a ligature). So the first character of a glyph keeps its code; each other character gets one of its own after
the last glyph. All of it is decided by the font alone, never by what came first in a document: else the bytes of a
file would depend on the files made before it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

CODE_LIMIT = 0x10000
"""Identity-H codes have two bytes."""

SOFT_HYPHEN = "\u00ad"

LIGATURES = (
    *("fi", "fl", "ff", "ffi", "ffl", "fj", "ffj", "ft", "tt", "tf", "fb", "fh", "fk"),
    *("Th", "ct", "st", "ij", "IJ"),
    *("մն", "մե", "մի", "վն", "մխ", "եւ", "ու", "Ու"),
)
"""Letters whose ligature glyph may belong to no character: it is named by what shapes to it."""

LOOK_ALIKES = {
    "\u00a0": " ",
    "\u2007": "\u00a0 ",
    "\u202f": "\u00a0 ",
    "\u2010": "-",
    "\u2011": "\u2010-",
    "\u2012": "\u2013-",
    "\u2015": "\u2014",
    "\u2212": "\u2013",
    "\u2032": "'",
    "\u2033": '"',
    "\u02b9": "\u2032'",
    "\u02bc": "\u2019",
    SOFT_HYPHEN: "-",
}
"""Characters many fonts lack, with those that look the same; they still read back as themselves."""

BREAKING_SPACES = (
    " \t\n\r\f\v\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
)
"""What divides words; set as the space of the line, so that no font needs a glyph for it."""


JOINERS = "\u200c\u200d"
"""Keep letters apart or join them, as Persian and Urdu are spelled; every face can set them, as nothing."""


JOINING = ("\u0620", "\u08ff")
"""The first and the last of the letters whose shape changes with those beside them."""

JOINED = {"\u0644\u0627": "\ufefb", "\u0644\u0622": "\ufef5", "\u0644\u0623": "\ufef7", "\u0644\u0625": "\ufef9"}
"""Lam with an alef, which Arabic script joins into one: read as one character, since two would come out reversed."""

_PAIRS = ("()", "[]", "{}", "<>", "\u00ab\u00bb", "\u2039\u203a")
MIRRORED = tuple((pair[at], pair[1 - at]) for pair in _PAIRS for at in (0, 1))
"""Marks, and what they look like from right to left."""


class Codes:
    """The codes of one font: `text[glyph]` is what a glyph's own code reads, `alternate[glyph, text]` another's."""

    def __init__(self, face: Any, font: Any, shaped: Callable[[str, str], list[tuple[int, int]]]) -> None:
        self.glyph_count: int = face.glyph_count
        self._glyph_of: dict[str, int] = {
            chr(point): glyph for point in sorted(face.unicodes) if (glyph := font.get_nominal_glyph(point))
        }
        self.look_alikes = self._find_look_alikes()
        self.text: dict[int, str] = {}
        self.alternate: dict[tuple[int, str], int] = {}
        self._name_glyphs(sorted(_forms(face.unicodes, shaped)))
        self._name_ligatures(shaped)
        self.meaning = {code: key for key, code in self.alternate.items()}
        self.characters = frozenset(self._glyph_of).union(BREAKING_SPACES, JOINERS) - {SOFT_HYPHEN}

    def glyph_of(self, character: str) -> int:
        """Return the glyph of a character, 0 where there is none."""
        return self._glyph_of.get(character, 0)

    def code(self, glyph: int, text: str) -> int | None:
        """Return the code that shows `glyph` and reads `text`, or None where no code does."""
        return glyph if self.text.get(glyph) == text else self.alternate.get((glyph, text))

    def glyph_and_text(self, code: int) -> tuple[int, str]:
        """Return what a code shows and reads."""
        return (code, self.text.get(code, "")) if code < self.glyph_count else self.meaning[code]

    def _find_look_alikes(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for character, others in LOOK_ALIKES.items():
            stand_in = next((other for other in others if other in self._glyph_of), None)
            if character not in self._glyph_of and stand_in is not None:
                self._glyph_of[character] = self._glyph_of[stand_in]
                found[ord(character)] = stand_in
        return found

    def _name_glyphs(self, forms: Sequence[tuple[str, int]]) -> None:
        characters: dict[int, list[str]] = {}
        for character, glyph in self._glyph_of.items():
            characters.setdefault(glyph, []).append(character)
        shared: list[tuple[int, str]] = []
        for glyph, owners in characters.items():
            owners.sort(key=_plainness)
            own = self.text[glyph] = _spelled_out(owners[0])
            shared += [(glyph, owner) for owner in owners if owner != own]
        shared += [(self._glyph_of[looks], mark) for mark, looks in MIRRORED if looks in self._glyph_of]
        for letters, glyph in forms:
            if self.text.setdefault(glyph, letters) != letters and (glyph, letters) not in shared:
                shared.append((glyph, letters))
        hyphen = self._glyph_of.get("-")
        if hyphen is not None and (hyphen, SOFT_HYPHEN) not in shared:
            shared.append((hyphen, SOFT_HYPHEN))  # many fonts have an empty glyph, or another one, for U+00AD
        room = CODE_LIMIT - self.glyph_count
        self.alternate = {key: self.glyph_count + place for place, key in enumerate(sorted(shared)[:room])}

    def _name_ligatures(self, shaped: Callable[[str, str], list[tuple[int, int]]]) -> None:
        for letters in LIGATURES:
            glyphs = shaped(letters, "ltr")
            if len(glyphs) == 1:
                self.text.setdefault(glyphs[0][0], letters)


def _forms(points: Iterable[int], shaped: Callable[[str, str], list[tuple[int, int]]]) -> Iterator[tuple[str, int]]:
    """Yield the letters that change with those beside them, each with the glyphs that it takes: Arabic and its like."""
    letters = [chr(point) for point in points if JOINING[0] <= chr(point) <= JOINING[1] and chr(point).isalpha()]
    for said in (*letters, *(ligature for ligature in JOINED if set(ligature) <= set(letters))):
        for before, after in (("", ""), ("", JOINERS[1]), (JOINERS[1], JOINERS[1]), (JOINERS[1], "")):
            glyphs = [glyph for glyph, at in shaped(before + said + after, "rtl") if at == len(before)]
            if len(glyphs) == 1:
                yield JOINED.get(said, said), glyphs[0]


def _plainness(character: str) -> tuple[bool, bool, str]:
    """Sort key: the character a glyph is really for comes before its compatibility forms and look-alikes."""
    compatible = not character.isascii() and unicodedata.normalize("NFKC", character) != character
    return compatible, character in LOOK_ALIKES, character


def _spelled_out(character: str) -> str:
    """Return `fi` for U+FB01 and its like, Latin and Armenian, so that a ligature reads back as its letters."""
    return unicodedata.normalize("NFKC", character) if "\ufb00" <= character <= "\ufb17" else character
