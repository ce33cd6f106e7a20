"""The plan of a pack: a TOML file that an editor reorders, corrects and annotates, read and checked whole.

Its top holds where to look for articles (`sources`) and any setting of `convert.toml`; each `[[article]]` is one
article, in the order of print. Whatever is wrong in it is an error that names the line.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from convert.config import ALIASES, PATHS, STYLE_TABLES, Layer, Options
from convert.errors import ConfigError, UsageError, nearest
from convert.model import Moment
from convert.moments import is_real
from convert.regular_files import regular_file
from convert.toml import values_in

FIELDS: Mapping[str, str] = {
    "title": "title",
    "date": "published",
    "outlet": "outlet",
    "section": "section",
    "url": "url",
}
"""Keys of an article that correct its metadata, with the field each corrects."""

OWN_KEYS = ("sources", "recursive", "from", "article")
"""Keys at the top of a plan that are no settings."""


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """What the plan says of one article. A field that is None is as the source has it; an empty one is left out."""

    file: str
    hash: str = ""
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    section: str | None = None
    url: str | None = None
    include: bool = True
    lead: bool = False
    note: str = ""
    translation: str = ""


class Plan(Struct, frozen=True):
    """A plan as it was read: `path` is its own, `settings` what it says of the edition; `lines` where its rows begin.

    `sources` are operands and `file`s paths, both relative to the plan's folder, as are paths among `settings`.
    """

    path: str
    text: str
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    settings: Mapping[str, Any]
    sources: tuple[str, ...] = ()
    recursive: bool = False
    reader: str | None = None

    @property
    def layer(self) -> Layer:
        """Return the settings with the name of the file that gives them, paths as seen from the current folder."""
        return Layer(self.path, {key: self._setting(key, value) for key, value in self.settings.items()})

    def _setting(self, key: str, value: object) -> object:
        return self.located(value) if isinstance(value, str) and is_path(key, value) else value

    @property
    def operands(self) -> tuple[str, ...]:
        """Return the sources as operands of the current folder."""
        return tuple(
            word[:1] + self.located(word[1:]) if _is_list(word) else self.located(word) for word in self.sources
        )

    def located(self, path: str) -> str:
        """Return a path of the plan's as seen from the current folder."""
        return path if path == "-" else os.path.normpath(Path(self.path).parent / path)

    def place(self, at: int) -> str:
        """Return where a row stands, for people."""
        return f"{self.path}, line {self.lines[at]}" if at < len(self.lines) else self.path


def is_path(key: str, value: str) -> bool:
    """Tell whether a setting's value is a path: a style may be a name instead."""
    name = key.replace("-", "_")
    return name in PATHS and bool(value) and (name != "style" or value.endswith(".toml"))


def _is_list(word: str) -> bool:
    return word.startswith("@") and len(word) > 1


def read_plan(path: str) -> Plan:
    """Return the plan in a file; raises ConfigError, with the line, for what is no plan or has an unknown key."""
    text = _text(path)
    try:
        values = values_in(text.encode())
    except ValueError as error:
        hint = 'words stand between quotation marks: note = "…"; a \\ and a " among them after a \\'
        raise ConfigError(f"the plan is not TOML: {error}", where=path, hint=hint) from error
    settings = {key: value for key, value in values.items() if key not in OWN_KEYS}
    for key in settings:
        _refuse_unknown(key, path, text)
    lines = tuple(_lines_of_rows(text))
    return Plan(
        path=path,
        text=text,
        rows=tuple(_rows(values.get("article", []), path, text, lines)),
        lines=lines,
        settings=settings,
        sources=_checked(values, "sources", tuple[str, ...], (), path),
        recursive=_checked(values, "recursive", bool, False, path),
        reader=_checked(values, "from", str, None, path),
    )


def _text(path: str) -> str:
    try:
        # TOML ends its lines with LF or CRLF: an editor on Windows keeps its own
        return regular_file(path).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError("no such plan", where=path, hint=f"`convert pack FOLDER --draft {path}` makes one") from error
    except UnicodeDecodeError as error:
        raise ConfigError("the plan is not UTF-8", where=path, hint="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"cannot read the plan: {error.strerror}", where=path) from error


def _refuse_unknown(key: str, path: str, text: str) -> None:
    name = ALIASES.get(key.replace("-", "_"), key.replace("-", "_"))
    if name in Options.__struct_fields__ or key in STYLE_TABLES:
        return
    known = [*Options.__struct_fields__, *ALIASES, *STYLE_TABLES, *OWN_KEYS]
    hint = nearest(key, known)
    if key in Row.__struct_fields__:
        hint = "it is said of an article: it stands under [[article]]"
    raise ConfigError(f"unknown key “{key}” in the plan", where=_where(path, text, key, 0), hint=hint)


def _checked(values: Mapping[str, Any], key: str, kind: Any, default: Any, path: str) -> Any:
    if key not in values:
        return default
    try:
        return msgspec.convert(values[key], kind)
    except msgspec.ValidationError as error:
        raise ConfigError(f"wrong value for {key}: {values[key]!r}", where=path, hint=str(error)) from error


# ---- articles -------------------------------------------------------------------------------------------------------


def _rows(tables: object, path: str, text: str, lines: tuple[int, ...]) -> Iterator[Row]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError("the articles are no tables", where=path, hint="each begins with a line [[article]]")
    for at, table in enumerate(tables):
        yield _row(table, path, text, lines[at] if at < len(lines) else 0)


def _row(table: dict[str, Any], path: str, text: str, line: int) -> Row:
    for key in table:
        if key not in Row.__struct_fields__:
            hint = nearest(key, Row.__struct_fields__)
            raise ConfigError(f"unknown key “{key}” of an article", where=_where(path, text, key, line), hint=hint)
    said = {key: _date(value) if key == "date" else value for key, value in table.items()}
    if not said.get("file"):
        raise ConfigError("an article names no file", where=f"{path}, line {line}", hint='file = "press/a.txt"')
    try:
        row = msgspec.convert(said, Row)
    except msgspec.ValidationError as error:
        named = re.search(r"`\$\.(\w+)`", str(error))
        key = named[1] if named else "file"
        hint = "true or false, without quotation marks" if key in ("include", "lead") else f'write it as {key} = "…"'
        raise ConfigError(
            f"wrong value for {key}: {said[key]!r}", where=_where(path, text, key, line), hint=hint
        ) from error
    if row.date and not _is_moment(row.date):
        hint = "write it as 2026-05-01; 2026-05 or 2026 where no more is known"
        raise ConfigError(f"this is no date: “{row.date}”", where=_where(path, text, "date", line), hint=hint)
    if row.url and not re.match(r"https?://[^\s/]+", row.url, re.IGNORECASE):
        hint = "it begins with https:// or http://"
        raise ConfigError(f"this is no address: “{row.url}”", where=_where(path, text, "url", line), hint=hint)
    return row


def _date(value: object) -> object:
    """Return a date that stands without quotation marks as its words."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="minutes" if value.second == 0 else "seconds")
    return value.isoformat() if isinstance(value, datetime.date) else value


def _is_moment(value: str) -> bool:
    try:
        return is_real(msgspec.convert(value, Moment))
    except msgspec.ValidationError:
        return False


# ---- lines ----------------------------------------------------------------------------------------------------------

_HEAD = re.compile(r"\s*\[\[\s*article\s*\]\]")


def _lines_of_rows(text: str) -> Iterator[int]:
    return (number for number, line in enumerate(text.splitlines(), start=1) if _HEAD.match(line))


def _where(path: str, text: str, key: str, first: int) -> str:
    """Return the place of a key's line, looked for from line `first`; the path alone where it is not found."""
    wanted = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=\].]")
    lines = enumerate(text.splitlines(), start=1)
    found = next((number for number, line in lines if number >= first and wanted.match(line)), None)
    return path if found is None else f"{path}, line {found}"
