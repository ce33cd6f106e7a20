"""Handling markings as data: which there are, which is higher, how one is printed.

Schemes are `styles/markings.toml` of the installation and `./styles/markings.toml` of the house; a scheme's markings
stand lowest first. TLP is that of FIRST, version 2.0; GSCP that of the UK government.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from convert.errors import ConfigError, UnknownName, nearest
from convert.model import MarkingShown
from convert.style import styles_folder

_Colour = Annotated[str, Meta(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Marking(Struct, frozen=True):
    """A marking: its printed words, its scheme, its rank there (0 lowest), and its prescribed colours."""

    text: str
    scheme: str
    rank: int
    ink: str
    ground: str

    @property
    def shown(self) -> MarkingShown:
        """How it is printed."""
        return MarkingShown(text=self.text, ink=self.ink, ground=self.ground)


class _Row(Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    ink: _Colour
    also: tuple[str, ...] = ()


class _Scheme(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    ground: _Colour
    markings: tuple[_Row, ...]


def known_markings() -> tuple[Marking, ...]:
    """Return every marking, scheme by scheme, lowest first."""
    return tuple(dict.fromkeys(_table().values()))


def find_marking(text: str) -> Marking | None:
    """Return the marking that `text` spells, or None: `tlp: amber` is TLP:AMBER."""
    return _table().get(_key(text))


def marking(text: str) -> Marking:
    """Return the marking that `text` spells; raises UnknownName with the nearest one as its hint."""
    found = find_marking(text)
    if found is None:
        names = [known.text for known in known_markings()]
        raise UnknownName(f"no marking called “{text}”", hint=nearest(text.upper(), names))
    return found


def unlisted(text: str) -> Marking:
    """Return a marking that no scheme lists, as its source spells it: a scheme of its own, black on white."""
    return Marking(text=text.strip(), scheme=_key(text), rank=0, ink="#111111", ground="#FFFFFF")


def highest(markings: Iterable[Marking]) -> tuple[Marking, ...]:
    """Return the highest marking of each scheme used, the schemes in the order of their first use."""
    top: dict[str, Marking] = {}
    for each in markings:
        known = top.get(each.scheme)
        if known is None or each.rank > known.rank:
            top[each.scheme] = each
    return tuple(top.values())


def _key(text: str) -> str:
    return re.sub(r"\s*:\s*", ":", re.sub(r"\s+", " ", text.strip())).upper()


@cache
def _table() -> dict[str, Marking]:
    """Return every spelling with its marking; the installation's schemes win over the house's."""
    table: dict[str, Marking] = {}
    own = Path("styles") / "markings.toml"
    for path in (styles_folder() / "markings.toml", own):
        if path.is_file():
            for name, scheme in _schemes(path).items():
                for spelling, known in _spelled(name, scheme):
                    table.setdefault(spelling, known)
    return table


def _schemes(path: Path) -> dict[str, _Scheme]:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, _Scheme])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"the markings cannot be read: {error}", where=str(path)) from error


def _spelled(name: str, scheme: _Scheme) -> Iterable[tuple[str, Marking]]:
    for rank, row in enumerate(scheme.markings):
        known = Marking(text=row.text, scheme=name, rank=rank, ink=row.ink, ground=scheme.ground)
        for spelling in (row.text, *row.also):
            yield _key(spelling), known
