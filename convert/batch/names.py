"""Names of outputs by a pattern: `{date}-{slug}`, `{outlet}/{n:05}`; what an article does not state is said so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from string import Formatter

from msgspec import Struct

from convert.errors import UsageError
from convert.files.names import MAX_STEM, safe_stem
from convert.model import Metadata

PLAIN = "{stem}"
"""The pattern where none is given: the name that `convert brief` gives."""

OF_THE_ARTICLE = {
    "date": "undated",
    "year": "undated",
    "month": "undated",
    "outlet": "no-outlet",
    "section": "no-section",
    "language": "no-language",
    "slug": "no-title",
}
"""Fields that only the article itself tells, with what stands for one that it does not state."""

FIELDS = ("stem", "n", *OF_THE_ARTICLE)

Values = Mapping[str, str]


class Part(Struct, frozen=True):
    """Words as they are, then a field, if one follows, filled with noughts to `digits`."""

    words: str
    field: str = ""
    digits: int = 0


class Pattern(Struct, frozen=True):
    """The parts of a name; a `/` in its words opens a folder."""

    parts: tuple[Part, ...]

    @property
    def looks(self) -> bool:
        """Tell whether the article itself has to be looked at."""
        return any(part.field in OF_THE_ARTICLE for part in self.parts)

    def stem(self, values: Values) -> str:
        """Return the name, a path below the output folder: each part of it safe and at most 80 bytes."""
        slug = values.get("slug", "")
        while True:
            folders = self._filled({**values, "slug": slug}).split("/")
            shorter = slug.rpartition("-")[0]
            # a title is cut between words, and what stands after it stays whole
            if not shorter or all(len(each.encode()) <= MAX_STEM for each in folders):
                return "/".join(map(safe_stem, folders))
            slug = shorter

    def _filled(self, values: Values) -> str:
        return "".join(
            part.words + (_for_a_name(part.field, values[part.field]).zfill(part.digits) if part.field else "")
            for part in self.parts
        )


def pattern_of(text: str) -> Pattern:
    """Return the pattern that `--name` gives; raises UsageError for what is none, naming the fields there are."""
    known = "the fields are " + ", ".join(f"{{{field}}}" for field in FIELDS)
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise UsageError(f"the pattern cannot be read: {error}", where=f"--name {text}", hint=known) from error
    parts = []
    for words, field, digits, conversion in parsed:
        if field is not None and field not in FIELDS:
            raise UsageError(f"a name has no field “{field}”", where=f"--name {text}", hint=known)
        if conversion or (digits and not re.fullmatch(r"0?\d{1,2}", digits)):
            raise UsageError(f"{{{field}}} is filled with noughts or not at all", where=f"--name {text}", hint="{n:06}")
        parts.append(Part(words, field or "", int(digits or 0)))
    if not any(part.field for part in parts):
        raise UsageError("all articles would have one name", where=f"--name {text}", hint=known)
    return Pattern(tuple(parts))


def values_of(metadata: Metadata) -> dict[str, str]:
    """Return what an article gives to its name; what it does not state is said to be missing, never guessed."""
    published = metadata.published or ""
    stated = {
        "date": published[:10],
        "year": published[:4],
        "month": published[:7],
        "outlet": metadata.outlet or "",
        "section": metadata.section or "",
        "language": metadata.language or "",
        "slug": slug_of(metadata.title or ""),
    }
    return {field: value or OF_THE_ARTICLE[field] for field, value in stated.items()}


def _for_a_name(field: str, value: str) -> str:
    return safe_stem(slug_of(value) or OF_THE_ARTICLE[field] if field in ("outlet", "section") else value)


def slug_of(text: str) -> str:
    """Return words in small letters, joined by hyphens; letters of every script stay as they are."""
    # an accent on its own is no letter
    composed = unicodedata.normalize("NFC", text).lower()
    words = re.findall(r"[^\W_]+", re.sub(r"['’ʼ]", "", composed))
    slug = "-".join(words)
    return slug if len(slug.encode()) <= MAX_STEM else _cut(slug)


def _cut(slug: str) -> str:
    cut = slug.encode()[: MAX_STEM + 1].decode("utf-8", "ignore")
    return cut.rpartition("-")[0] or cut[:-1]


def with_number(stem: str, number: int) -> str:
    """Return the name of a twin: `stem-2`, its last part cut so that the number has room."""
    folder, slash, last = stem.rpartition("/")
    ending = f"-{number}"
    while len((last + ending).encode()) > MAX_STEM:
        last = last[:-1]
    return f"{folder}{slash}{last.rstrip(' .-')}{ending}"
