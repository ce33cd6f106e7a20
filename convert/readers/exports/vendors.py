"""What is known of each vendor's exports, as data: `data/*.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from convert.toml import values_in

_FOLDER = Path(__file__).parent / "data"


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A vendor's file as it stands; `data/factiva.toml` says what its keys are."""

    name: str
    fields: dict[str, tuple[str, ...]]
    rights: tuple[str, ...]
    lists: tuple[str, ...]
    between: str
    item: str
    documents: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()


class Vendor:
    """A vendor's table, its words folded and its patterns made."""

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self.table = table
        self.fields = {folded(label): field for field, labels in table.fields.items() for label in labels}
        self.rights = _whole_line(table.rights)
        self.opening = _whole_line(table.opening)
        self.closing = frozenset(map(folded, table.closing))
        self.text = frozenset(map(folded, table.text))
        self.headings = frozenset(map(folded, table.headings))
        self.classes = frozenset(map(folded, table.classes))
        self.between = re.compile(table.between)
        self.item = re.compile(table.item, re.DOTALL)
        self.count = re.compile(rf"\d[\d.,\s]*\s?(?:{_any_of(table.units)})", re.IGNORECASE)

    def field_of(self, label: str) -> str | None:
        """Return what a label stands for, or None where the vendor is not known to use it."""
        return self.fields.get(folded(label))

    def is_rights(self, words: str) -> bool:
        """Tell a line of copyright."""
        return self.rights.fullmatch(words) is not None


def _whole_line(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns) or r"(?!)", re.IGNORECASE | re.DOTALL)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words)) or r"(?!)"


def folded(label: str) -> str:
    """Return a label as it is looked up: letters in one case, white space single."""
    return " ".join(label.casefold().split())


def extra_named(label: str) -> str:
    """Return the field that keeps what stands under a label nobody knows."""
    return f"extra.{folded(label).replace(' ', '_')}"


@cache
def vendor(name: str) -> Vendor:
    """Return what is known of a vendor: `factiva`, `nexis`, `europresse`."""
    return Vendor(msgspec.convert(values_in((_FOLDER / f"{name}.toml").read_bytes()), Table))


@cache
def _languages() -> dict[str, str]:
    listed = values_in((_FOLDER / "languages.toml").read_bytes())
    return {folded(name): code for code, names in listed.items() for name in (code, *names)}


def language_named(words: str) -> str | None:
    """Return the code of a language that a database names, in whatever language; None for one that is not listed."""
    return _languages().get(folded(words))
