"""What of a LaTeX file its document is: what stands before and behind it is printed by nobody, and is said here."""

from __future__ import annotations

import re

from convert.errors import Note, Noter

FEWEST_WORDS = 4
"""Words in a preamble that can be of a text: fewer are what is left of its commands."""
LONGEST_QUOTED = 60
"""Characters of words by which their reader finds them."""

_CLASS = re.compile(r"\\documentclass\s*(?:\[[^\]]*\]\s*)?\{[^{}]*\}")
_BEGIN = re.compile(r"\\begin\s*\{document\}")
_END = re.compile(r"\\end\s*\{document\}")
_COMMENT = re.compile(r"(?<!\\)%.*")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+\*?|.)(?:\s*\[[^\]]*\])*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DEEPEST = 20


def with_beginning(text: str, name: str, note: Noter) -> str:
    """Return a file that begins its document: behind the class where no `\\begin{document}` is, with a Note.

    Words in the preamble and behind the end are left out, with a Note.
    """
    declared = _CLASS.search(text)
    if declared is None:
        return text
    begin = _BEGIN.search(text, declared.end())
    if begin is None:
        note(Note("no-beginning", "the document has no \\begin{document}: all behind its class is read", name))
        return f"{text[: declared.end()]}\\begin{{document}}{text[declared.end() :]}\n\\end{{document}}"
    end = _END.search(text, begin.end())
    _say_outside("before", text[declared.end() : begin.start()], name, note)
    _say_outside("behind", text[end.end() :] if end else "", name, note)
    return text


def _say_outside(side: str, text: str, name: str, note: Noter) -> None:
    text = _COMMENT.sub("", text)
    for _ in range(_DEEPEST):
        text, many = _IN_BRACES.subn(" ", text)
        if not many:
            break
    text = " ".join(_COMMAND.sub(" ", text).split())
    if len(_WORD.findall(text)) >= FEWEST_WORDS:
        note(Note("outside-the-document", f"words {side} the document are left out: “{text[:LONGEST_QUOTED]}”", name))
