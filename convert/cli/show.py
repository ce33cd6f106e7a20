"""`convert list`: formats, styles, markings, and the JSON schema of a record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import typer

from convert.cli.flags import JSON, Values, command
from convert.errors import UnknownName, nearest


def add_commands(app: typer.Typer) -> None:
    """Add `list`."""
    command(app, "list", (JSON,), _list, [("WHAT", "formats, styles, markings or schema.")])


def _list(words: list[str], values: Values) -> int:
    """Show the formats, styles and markings that there are, or the JSON schema of a record."""
    from convert.files.names import as_text, printable

    what = words[0]
    if what not in _LISTS:
        raise UnknownName(f"there is no list of {what}", hint=nearest(what, list(_LISTS)))
    if what == "schema":
        return _write_json(_schema())
    rows = list(_LISTS[what]())
    if values["json"]:
        # a style's path may be of any bytes
        return _write_json([{key: as_text(v) if isinstance(v, str) else v for key, v in row.items()} for row in rows])
    widths = {key: max(len(str(row[key])) for row in rows) for key in rows[0]}
    for row in rows:
        line = "  ".join(f"{row[key]!s:<{widths[key]}}" for key in row)
        sys.stdout.write(printable(line.rstrip()) + "\n")
    return 0


def _write_json(value: Any) -> int:
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
    return 0


def _schema() -> Any:
    import msgspec

    from convert.model import Record

    return msgspec.json.schema(Record)


def _formats() -> Iterator[dict[str, str]]:
    from convert.formats import READERS, WRITERS, pandoc_formats, plugins

    for row in READERS:
        yield {"name": row.name, "does": "reads", "suffix": "", "about": row.about}
    for name, target in plugins("convert.readers"):
        yield {"name": name, "does": "reads", "suffix": "", "about": f"plug-in {target}"}
    for row in WRITERS:
        yield {"name": row.name, "does": "writes", "suffix": f".{row.suffix}", "about": row.about}
    for name, target in plugins("convert.writers"):
        yield {"name": name, "does": "writes", "suffix": "", "about": f"plug-in {target}"}
    for name in sorted(pandoc_formats() - {row.name for row in WRITERS}):
        yield {"name": name, "does": "writes", "suffix": "", "about": "through pandoc"}


def _styles() -> Iterator[dict[str, str]]:
    from pathlib import Path

    from convert.style import built_in_styles, styles_folder

    for name in built_in_styles():
        yield {"name": name, "where": "built in", "about": _first_comment(styles_folder() / f"{name}.toml")}
    own = Path("styles")
    for path in sorted(own.glob("*.toml")) if own.is_dir() else []:
        if path.is_file() and path.stem not in (*built_in_styles(), "markings"):
            yield {"name": path.stem, "where": str(path), "about": _first_comment(path)}


def _first_comment(path: Any) -> str:
    """Return what a style's file says of itself in its first line."""
    line: str = path.read_text("utf-8", "replace").partition("\n")[0]
    return line.lstrip("# ").partition("—")[2].strip() if line.startswith("#") else ""


def _markings() -> Iterator[dict[str, Any]]:
    from convert.markings import known_markings

    for known in known_markings():
        yield {"name": known.text, "scheme": known.scheme, "rank": known.rank}


_LISTS: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "formats": _formats,
    "styles": _styles,
    "markings": _markings,
    "schema": lambda: iter(()),
}
