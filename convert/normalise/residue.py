"""Residue: lines that belong to the page the text was taken from (a share bar, a widget, a pointer elsewhere)."""

from __future__ import annotations

import re
from functools import cache

from convert.normalise.notices import is_copyright, is_notice, is_pointer, patterns_of, written_out

LONGEST = 160
"""No longer line is residue; an address in it may be."""

_ADDRESS = re.compile(r"https?://\S+")
_NAME = r"(?:[^\W\d_a-zß-öø-ÿа-яё][\w.'’&-]*|©|\([^\W\d_]+\)|v[oa]n|d[aeiu]|de[rn]|del|dpa|afp|imago)"
_NAMES = rf"{_NAME}(?:\s{_NAME}){{0,3}}"
_CREDIT = re.compile(
    r"(?:(?i:photos?|fotos?|fotoğraf|picture|image|bild(?:er)?|фото|immagine|imagen)(?:\s(?i:credit|courtesy|by))?\s?[:©]"
    rf"|(?i:photos? by|foto von|foto de|photo de))\s*(?:\w+|{_NAMES}(?:\s*[/|,]\s*{_NAMES}){{0,3}})\.?"
)
"""A line that says no more than whose picture it was: names. A sentence after `Photo:` is a caption, and stays."""

_FIRST_EMOJI = "\U0001f000"
"""From here on a sign says something: a line of emoji is the author's, one of ★ or ■ is the page's."""


def residue_rule(line: str, beside: str = "") -> str | None:
    """Return the rule by which a line is residue, or None where it is none; `beside` is the text it stands in.

    Its whole form has to be the page's: a sentence that begins as furniture does is the article's.
    """
    if not line or len(_ADDRESS.sub("", line)) > LONGEST:
        return None
    if not any(c.isalnum() or c >= _FIRST_EMOJI for c in line):
        return "ornament" if not re.fullmatch(r"[=*#_~\-–—]{3,}|\* ?\* ?\*", line) else None
    bare = line.lstrip(" :|").rstrip(" :|·•")  # a bullet before a word makes it an item
    if _labels().fullmatch(bare) or is_pointer(bare) or is_notice(bare) or is_copyright(bare, beside):
        return "page-furniture"
    return "photo-credit" if _CREDIT.fullmatch(line.strip()) else None


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(patterns_of("residue.txt"), re.IGNORECASE)


def names_site(line: str) -> bool:
    """Tell whether a line is but the name of a site that pages are shared on: a share bar, or an item of a list."""
    return _site().fullmatch(line.strip(" :|·•")) is not None


@cache
def _site() -> re.Pattern[str]:
    return re.compile(written_out("SITES"), re.IGNORECASE)
