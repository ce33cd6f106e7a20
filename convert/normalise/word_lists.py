"""The lists of words in `data/`, read when first needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def listed(name: str) -> frozenset[str]:
    """Return the entries of a list as they stand: apart by `|` in a file that has one, else by white space.

    Lines that begin with `#` say what the list is for.
    """
    lines = [line for line in (_DATA / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    if any("|" in line for line in lines):
        return frozenset(entry.strip() for line in lines for entry in line.split("|") if entry.strip())
    return frozenset(word for line in lines for word in line.split())


@cache
def listed_in_capitals(name: str) -> frozenset[str]:
    """Return the entries of a list in capitals, for words whose case tells nothing."""
    return frozenset(entry.upper() for entry in listed(name))


@cache
def listed_under(name: str, *headings: str) -> frozenset[str]:
    """Return the words of the lines of a list that begin with these headings and a colon."""
    lines = (line for line in (_DATA / name).read_text("utf-8").splitlines() if not line.startswith("#"))
    rows = dict(line.split(": ", 1) for line in lines)
    return frozenset(word for heading in headings for word in rows[heading].split())


def begins_joined_name(word: str) -> bool:
    """Tell whether a name goes on after this part of it with a capital: `You` of `YouTube`, `Mc` of `McKenna`."""
    return word in listed("joined_names.txt")
