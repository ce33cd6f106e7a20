"""House styles: TOML in, one frozen and checked `Style` out; and the labels of each language.

A style names only what differs from its `base`. An unknown key or a wrong value is an error that names the path and
the nearest key. Built-in names cannot be shadowed: a style of one's own is `./styles/NAME.toml` or a path.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from convert.errors import StyleError, nearest
from convert.regular_files import regular_file
from convert.toml import merged, values_in

Millimetres = Annotated[float, Meta(ge=0, le=500)]
Points = Annotated[float, Meta(ge=0, le=200)]
Size = tuple[Annotated[float, Meta(gt=0, le=200)], Annotated[float, Meta(gt=0, le=300)]]
"""[size, leading] in points."""
Colour = Annotated[str, Meta(pattern=r"^#[0-9A-Fa-f]{6}$")]
Tint = Annotated[str, Meta(pattern=r"^(#[0-9A-Fa-f]{6}|none)$")]

Family = Annotated[str, Meta(pattern=r"\S")]

Paper = Literal["A4", "letter"]

BriefPart = Literal["key_points", "statements", "people", "dates", "abbreviations", "tags", "provenance"]
PackPart = Literal[
    "front_brief",
    "coverage",
    "contents",
    "articles",
    "statements",
    "timeline",
    "whos_who",
    "names",
    "abbreviations",
    "same_story",
    "sources",
    "index",
    "provenance",
    "rights",
]


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """The sheet and its frame, in millimetres."""

    paper: Paper
    inner: Millimetres
    outer: Millimetres
    top: Millimetres
    bottom: Millimetres
    gutter: Millimetres
    mirror: bool


class DocxFont(Struct, frozen=True, forbid_unknown_fields=True):
    """Families that offices have; Word names fonts, it does not carry them."""

    text: Family
    label: Family


class Font(Struct, frozen=True, forbid_unknown_fields=True):
    """Families by name; `fallback_*` are asked, in order, for characters a family lacks."""

    text: Family
    head: Family
    label: Family
    label_strong: Family
    fallback_text: tuple[Family, ...]
    fallback_label: tuple[Family, ...]
    docx: DocxFont


class Sizes(Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes and leadings in points, by role."""

    title: Size
    brief_title: Size
    h1: Size
    h1_long: Size
    h1_xlong: Size
    h1_none: Size
    section: Size
    front_head: Size
    body: Size
    extract: Size
    key_point: Size
    quote_cell: Size
    timeline: Size
    sub_head: Size
    minor_head: Size
    source: Size
    address: Size
    cell: Size
    cell_head: Size
    hash: Size
    note: Size
    para_number: Points
    running_head: Points
    imprint: Points
    badge: Points
    marking: Annotated[float, Meta(ge=12, le=72)]


class Spaces(Struct, frozen=True, forbid_unknown_fields=True):
    """White space in points, as space after; only heads have space before as well."""

    para: Points
    article: Points
    section: Points
    sub_head: tuple[Points, Points]
    minor_head: tuple[Points, Points]
    title_after: Points
    source_after: Points
    rule_after: Points
    key_point: Points
    cell: Points
    section_needs_mm: Millimetres


class Colours(Struct, frozen=True, forbid_unknown_fields=True):
    ink: Colour
    soft: Colour
    hair: Colour
    accent: Colour
    tint: Tint
    badge: Tint


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of rules in points."""

    masthead: Points
    article: Points
    hair: Points
    table: Literal["rules", "grid"]
    table_outer: Points
    table_head: Points
    table_row: Points
    spine: Points
    notice: Points


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    marking: Literal["box", "text"]
    badge: Literal["box", "brackets"]
    box: Literal["tint", "frame"]
    articles: Literal["page", "fit", "run"]
    justify: bool
    hyphenate: bool


class Parts(Struct, frozen=True, forbid_unknown_fields=True):
    """Which parts a briefing has, in order; a part without content is left out."""

    brief: tuple[BriefPart, ...]
    pack: tuple[PackPart, ...]
    number_paragraphs: bool


class Style(Struct, frozen=True, forbid_unknown_fields=True):
    """A house style, whole. `sha256` is that of its effective values."""

    name: str
    page: Page
    font: Font
    size: Sizes
    space: Spaces
    colour: Colours
    rule: Rules
    look: Look
    parts: Parts

    @property
    def sha256(self) -> str:
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


class Labels(Struct, frozen=True):
    """The words of one language that a briefing prints of its own accord: `labels["key_points"]`, names of months.

    `months` stand in a date with its day, `months_alone` without (they differ in Russian), `weekdays` are short,
    Monday first; `languages` names languages by their codes.
    """

    language: str
    words: Mapping[str, str]
    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    weekdays: tuple[str, ...]
    languages: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]


@cache
def styles_folder() -> Path:
    """Return the folder of built-in styles: in the wheel beside this module, in a checkout one level up."""
    inside = Path(__file__).with_name("_styles")
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "styles"


def built_in_styles() -> list[str]:
    """Return the names of the styles that come with the installation."""
    return sorted(path.stem for path in styles_folder().glob("*.toml") if path.stem != "markings")


def load_style(
    name: str,
    *,
    paper: str | None = None,
    changes: Mapping[str, Any] | None = None,
    sources: Mapping[str, str] | None = None,
) -> Style:
    """Return the style called `name` (built in, `./styles/NAME.toml`, or a path ending in .toml).

    `paper` and `changes` (a nested mapping like the file's) win over the file; `sources` names the place of each
    change by its path, `size.body`. Raises StyleError with the key's path for an unknown key or a wrong value.
    """
    values = _values(name)
    if changes:
        values = merged(values, changes)
    if paper is not None:
        values = merged(values, {"page": {"paper": "letter" if paper.lower() == "letter" else paper.upper()}})
    return _checked(values, name, sources or {})


def style_files(name: str) -> list[Path]:
    """Return the files that a style is read from: its own, then those of its bases."""
    return [path for path, _ in _with_bases(name)]


def _values(name: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for _, own in reversed(list(_with_bases(name))):
        values = merged(values, own)
    return values


def _with_bases(name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the file of a style and what it says, then those of its bases; `press` is the last base of any."""
    seen: list[str] = []
    while name not in seen:
        seen.append(name)
        path = _find(name)
        values = _read(path)
        base = values.pop("base", None)
        yield path, values
        if base is None and name in built_in_styles():
            return
        if base is not None and not isinstance(base, str):
            raise StyleError(f"the base of a style is a name, not {base!r}", where=str(path), hint='base = "press"')
        name = base or "press"
    raise StyleError(f"style “{name}” is its own base", hint="remove one `base` line of the circle")


def _read(path: Path) -> dict[str, Any]:
    try:
        return values_in(regular_file(path))
    except OSError as error:
        raise StyleError(f"cannot read the style: {error.strerror}", where=str(path)) from error
    except ValueError as error:
        raise StyleError(f"style file is not TOML: {error}", where=str(path)) from error


def _find(name: str) -> Path:
    if name.endswith(".toml"):
        return Path(name)
    for folder in (styles_folder(), Path("styles")):
        path = folder / f"{name}.toml"
        if name != "markings" and path.is_file():
            return path
    raise StyleError(f"no style called “{name}”", hint=nearest(name, built_in_styles()))


def _checked(values: Mapping[str, Any], name: str, sources: Mapping[str, str]) -> Style:
    _refuse_unknown_keys(values, Style, name, "", sources)
    try:
        return msgspec.convert(values, Style)
    except msgspec.ValidationError as error:
        named = re.search(r"`\$\.([\w.]+)", str(error))
        where = _where(named[1] if named else "", name, sources)
        raise StyleError(f"wrong value in the style: {error}", where=where) from error


def _where(path: str, name: str, sources: Mapping[str, str]) -> str:
    """Return who says what stands at a path: a change to the style, else the style."""
    said = (source for changed, source in sources.items() if changed == path or changed.startswith(f"{path}."))
    return next(said, f"style {name}")


def _refuse_unknown_keys(
    values: Mapping[str, Any], kind: type[Struct], name: str, path: str, sources: Mapping[str, str]
) -> None:
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    for key, value in values.items():
        if key not in fields:
            hint = nearest(key, list(fields))
            raise StyleError(f"unknown key “{path}{key}”", where=_where(f"{path}{key}", name, sources), hint=hint)
        inner = fields[key]
        if isinstance(value, Mapping) and isinstance(inner, type) and issubclass(inner, Struct):
            _refuse_unknown_keys(value, inner, name, f"{path}{key}.", sources)


# ---- labels -----------------------------------------------------------------------------------------------------


@cache
def load_labels(language: str | None) -> Labels:
    """Return the labels of a language (BCP 47, its first part decides); English where there are none."""
    code = (language or "en").split("-")[0].lower()
    path = styles_folder() / "labels" / f"{code}.toml"
    if not path.is_file():
        return load_labels("en")
    values = values_in(path.read_bytes())
    return msgspec.convert({"language": code, **values}, Labels)


@cache
def has_labels(language: str | None) -> bool:
    """Tell whether the labels of a language are there."""
    code = (language or "en").split("-")[0].lower()
    return (styles_folder() / "labels" / f"{code}.toml").is_file()
