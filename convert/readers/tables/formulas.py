"""Cells that a spreadsheet would calculate: their words are printed, nothing is followed or run."""

from __future__ import annotations

import re

_STRING = r'"((?:[^"]|"")*)"'
_LINK = re.compile(rf"=\s*HYPERLINK\(\s*{_STRING}\s*(?:[;,]\s*{_STRING}\s*)?\)\s*", re.IGNORECASE)
_QUOTED = re.compile(rf"=\s*{_STRING}\s*")
"""What keeps a spreadsheet from taking `="00123"` for a number."""


def words_of_formula(cell: str, field: str) -> str:
    """Return what a cell shows: a link's words, or its address where the column is one of addresses.

    Any other formula is its own words.
    """
    if not cell.startswith("="):
        return cell
    if link := _LINK.fullmatch(cell):
        return _plain(link[1] if field == "url" or not link[2] else link[2])
    quoted = _QUOTED.fullmatch(cell)
    return _plain(quoted[1]) if quoted else cell


def _plain(string: str) -> str:
    return string.replace('""', '"')
