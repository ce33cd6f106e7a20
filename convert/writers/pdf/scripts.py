"""Scripts that are not set here yet: those without spaces between words, of India, and some from right to left.

A brief in one is refused. In a pack such an article prints what tells where its text is, and single words in one
print as the name of their script in brackets: never as an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from convert import model as m
from convert.errors import CannotSet, Note, Noter
from convert.style import load_labels
from convert.walk import blocks, content_of, plain

FIRST = "\u0590"
"""All scripts before this are set: Latin, Greek, Cyrillic, Armenian. Of those after it, Hebrew, Arabic, Georgian."""

UNSET = (
    *("SYRIAC", "THAANA", "NKO", "SAMARITAN", "MANDAIC", "DEVANAGARI", "BENGALI", "GURMUKHI"),
    *("GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR"),
    *("KHMER", "MONGOLIAN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "ETHIOPIC"),
)
CALLED = {"CJK": "Han", "NKO": "N’Ko"}

FEWEST_LETTERS = 3
LARGEST_SHARE = 0.25
"""A block of which more than this is in such a script cannot be read without it."""

KEPT_ROLES = ("source_line", "address", "date_note", "marking", "editor_note")
"""Paragraphs printed of an article whose text is not."""

_candidates = re.compile("[\u0590-\u109f\u1100-\u1c7f\u2e80-\ua63f\ua840-\uabff\uac00-\uffff\U00010000-\U0010ffff]+")


def script_of(words: str) -> str | None:
    """Return the script that a good part of words is in and that is not set here, or None."""
    if words.isascii() or max(words) < FIRST:
        return None
    letters = [character for character in words if character.isalpha()]
    unset = [character for character in letters if character >= FIRST and _name(character) is not None]
    if len(unset) < max(FEWEST_LETTERS, LARGEST_SHARE * len(letters)):
        return None
    return _name(unset[0])


def _name(character: str) -> str | None:
    """Return the script of a character if it is not set here: `Arabic`."""
    name = unicodedata.name(character, "")
    known = next((script for script in UNSET if name.startswith(script)), None)
    return known and CALLED.get(known, known.capitalize())


def unset_script(section: m.Section) -> str | None:
    """Return the script of a section that is not set here, or None where all of it is."""
    words = (plain(content_of(block)) for block in blocks([section]))
    return next((script for said in words if (script := script_of(said)) is not None), None)


def refuse_unset(briefing: m.Briefing) -> None:
    """Raise CannotSet for a brief in a script that is not set, and for a pack whose own words are in one."""
    scripts = map(unset_script, briefing.sections if briefing.kind == "brief" else ())
    script = next(filter(None, scripts), None)
    if script is not None:
        hint = "take another format: --to docx,epub,html has the whole text"
        raise CannotSet(f"{script} is not set in PDF yet", hint=hint)


def settable(section: m.Section, language: str, note: Noter) -> Iterator[m.Block]:
    """Yield a section's blocks; of an article in a script that is not set, only what says where its text is."""
    script = unset_script(section) if section.role == "article" else None
    if script is None:
        yield from section.blocks
        return
    note(Note("text-not-in-pdf", f"{script} is not set in PDF yet: the text is in the other formats", section.id))
    for block in section.blocks:
        kept = isinstance(block, m.Paragraph) and block.role in KEPT_ROLES
        if kept or (isinstance(block, m.Heading) and block.level == 1):
            yield block
    yield m.Paragraph((m.Text(load_labels(language)["other_formats"]),), role="truncation")


class Words:
    """Text as it can be set: words in a script that is not are named in brackets, and noted once a script."""

    def __init__(self, note: Noter) -> None:
        self._note = note
        self._noted: set[str] = set()

    def __call__(self, text: str) -> str:
        """Return text with `[Arabic]` for words in Arabic script."""
        if text.isascii() or max(text) < FIRST:
            return text
        return _candidates.sub(self._named, text)

    def _named(self, found: re.Match[str]) -> str:
        script = next(filter(None, map(_name, found[0])), None)
        if script is None:
            return found[0]
        if script not in self._noted:
            self._noted.add(script)
            said = f"words in {script} script are not set in PDF yet and print as [{script}]: other formats have them"
            self._note(Note("words-not-in-pdf", said))
        return f"[{script}]"
