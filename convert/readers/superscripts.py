"""Numbers set as superscripts, told apart from the words and figures they stand against."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*")
_EXPONENT = re.compile(r"[+−–-]?\d+")
_RAISED_AFTER = re.compile(r"(?:\d|(?<![^\W\d_])(?:[^\W\d_]|[kcmdµμn]m|ft|in|mi|yd|sec))$")
"""A figure, a letter of a formula, a unit of measure."""

RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def is_exponent(words: str, before: str) -> bool:
    """Tell a superscript that is a figure and goes with the figure, letter or unit `before` it: `10⁶`, `km²`."""
    return bool(_EXPONENT.fullmatch(words.strip()) and _RAISED_AFTER.search(before))


def is_note_number(words: str, before: str) -> bool:
    """Tell a superscript that is a number, against a word or a sign that it does not belong to: that of a note."""
    return bool(_NUMBER.fullmatch(words.strip())) and before[-1:].strip() != ""
