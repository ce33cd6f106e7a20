"""Settings: flags, the pack file, `CONVERT_*`, ./convert.toml, the user's, the style, what is built in: in this order.

A setting is known by one name everywhere: `prepared_by` in TOML, `--prepared-by`, `CONVERT_PREPARED_BY`. Tables named
like a style's (`[look]`, `[size]` …) are changes to the style.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from convert.contracts import Column
from convert.errors import ConfigError, nearest
from convert.model import Edition, Metadata, Moment, Outlet
from convert.moments import is_real
from convert.regular_files import regular_file
from convert.toml import merged, values_in, written

FILE_NAME = "convert.toml"
STYLE_TABLES = ("page", "font", "size", "space", "colour", "rule", "look", "parts")
PATHS = ("style", "reference_doc")
"""Settings that may name a file: a path in `pack.toml` is told from its folder, and may be of any bytes."""
ALIASES = {"lang": "language", "mark": "marking", "outlet": "outlets", "as-of": "as_of", "only_front": "only"}


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """Every setting with its built-in value; the names of `model.Edition` mean the same there."""

    to: tuple[str, ...] = ("pdf",)
    style: str = "press"
    paper: Literal["A4", "letter"] | None = None
    title: str | None = None
    issuer: str | None = None
    unit: str | None = None
    series: str | None = None
    number: str | None = None
    period: str | None = None
    prepared_by: str | None = None
    prepared_for: str | None = None
    distribution: str | None = None
    as_of: Moment | None = None
    language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None = None
    marking: str | None = None
    declassify: str | None = None
    rights: Literal["full", "extract", "link"] = "full"
    include_embargoed: bool = False
    outlets: tuple[Outlet, ...] = ()
    columns: tuple[Column, ...] = ()
    group_by: Literal["section", "outlet", "country", "date", "none"] = "section"
    sort: Literal["given", "date", "outlet", "title"] = "given"
    run_on: bool = False
    cover: bool = False
    front_pages: Annotated[int, Meta(ge=1, le=10)] = 1
    only: Literal["front"] | None = None
    print: Literal["screen", "duplex"] | None = None
    number_paragraphs: bool | None = None
    licence: str | None = None
    change_log: str | None = None
    comments: bool = False
    reference_doc: str | None = None
    embed_fonts: bool = False
    max_size: Annotated[int, Meta(ge=1, le=1_000_000_000_000)] = 20_000_000
    timeout: Annotated[float, Meta(gt=0, le=10_000_000)] | None = None
    memory: Annotated[int, Meta(ge=1, le=1_000_000_000)] | None = None
    strict: bool = False
    quiet: bool = False

    @property
    def edition(self) -> Edition:
        """What of it the editor gives the briefing."""
        shared = {f: getattr(self, f) for f in Edition.__struct_fields__ if f in self.__struct_fields__}
        return Edition(**shared, only_front=self.only == "front")


class Setting(Struct, frozen=True):
    """A value and where it came from, for people: `--style`, `CONVERT_STYLE`, `./convert.toml`, `built in`."""

    value: Any
    source: str


class Config(Struct, frozen=True):
    """The effective options and the changes to the style; where each came from, changes by their path, `size.body`."""

    options: Options
    settings: Mapping[str, Setting]
    style_changes: Mapping[str, Any]
    style_sources: Mapping[str, str]


class Layer(Struct, frozen=True):
    """Settings from one place; `source` names it, `{name}` in it is a flag's or a variable's own name."""

    source: str
    values: Mapping[str, Any]


def resolve(flags: Mapping[str, Any], *, pack: Layer | None = None, environment: Mapping[str, str]) -> Config:
    """Return the effective settings; raises ConfigError for an unknown key (with the nearest) or a wrong value.

    A flag that is None was not given. `pack` is the pack file's layer, if there is one.
    """
    given = {key: value for key, value in flags.items() if value is not None}
    layers = [Layer("--{name}", given), *([pack] if pack else []), _environment(environment), *_files(environment)]
    settings: dict[str, Setting] = {}
    changes: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for layer in reversed(layers):
        for key, value in layer.values.items():
            if key in STYLE_TABLES:
                changes = merged(changes, {key: _table(key, value, layer.source)})
                sources |= dict.fromkeys((path for path, _ in _leaves(key, value)), layer.source)
            else:
                name = _known(key, layer.source)
                settings[name] = Setting(_checked(name, value, layer.source), _source(layer.source, name))
    options = Options(**{key: setting.value for key, setting in settings.items()})
    return Config(options, settings, _with_options(changes, options), sources)


def _source(pattern: str, name: str) -> str:
    if pattern.startswith("--"):
        return "--" + {"language": "lang", "marking": "mark"}.get(name, name).replace("_", "-")
    return pattern.format(name=name.upper()) if pattern.startswith("CONVERT_") else pattern


def _table(key: str, value: object, source: str) -> Mapping[str, Any]:
    """Return a table of changes to the style; raises ConfigError for what is none: `page = "A4"`."""
    if not isinstance(value, Mapping):
        hint = 'paper = "A4"' if key == "page" else f"a line [{key}], and its keys below it"
        raise ConfigError(f"“{key}” is a table of the style, not {_said(value)}", where=source, hint=hint)
    return value


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield what a table holds by its path, tables within it too: `font.docx.text`."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    else:
        yield path, value


def _known(key: str, source: str) -> str:
    name = key.replace("-", "_")
    name = ALIASES.get(name, name)
    if name not in Options.__struct_fields__:
        where = source.partition("{")[0] if "{" in source else source
        known = [*Options.__struct_fields__, *STYLE_TABLES]
        raise ConfigError(f"unknown setting “{key}”", where=where, hint=nearest(name, known))
    return name


_TYPES = {field.name: field.type for field in msgspec.structs.fields(Options)}


def _checked(name: str, value: object, source: str) -> Any:
    if isinstance(value, str) and name not in PATHS:
        refuse_other_bytes(value, _source(source, name))
    if isinstance(value, str) and name in PATHS and "\0" in value:
        raise ConfigError(f"no file can have the name that {name} gives", where=_source(source, name))
    if name == "columns":
        value = _columns(value, source)
    if name == "to" and isinstance(value, str):
        value = value.split(",")
    if name == "to" and isinstance(value, Sequence):
        value = [part.strip() for word in value for part in str(word).split(",") if part.strip()]
    if name == "paper" and isinstance(value, str):
        value = "A4" if value.upper() == "A4" else value.lower()
    if name == "number" and isinstance(value, int):
        value = str(value)
    if name == "as_of" and hasattr(value, "isoformat"):
        value = value.isoformat()
    if name == "only" and isinstance(value, bool):
        value = "front" if value else None
    try:
        checked = msgspec.convert(value, _TYPES[name], strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(
            f"wrong value for {name}: {_said(value)}", where=_source(source, name), hint=_hint(name, str(error))
        ) from error
    if name == "as_of" and isinstance(checked, str) and not is_real(checked):
        raise ConfigError(f"there is no such moment: {_said(value)}", where=_source(source, name), hint=_hint(name, ""))
    return checked


_COLUMNED = ("text", *sorted({*Metadata.__struct_fields__, "place", "agency"} - {"dateline", "extra"}))


def _columns(value: object, source: str) -> tuple[Column, ...]:
    """Return the map of columns that a table `[columns]` writes as `field = "column"`, or a list of columns."""
    if not isinstance(value, Mapping):
        hint = 'a line [columns], and below it text = "what the column is called"'
        raise ConfigError(f"“columns” is a table, not {_said(value)}", where=source, hint=hint)
    found: list[Column] = []
    for field, names in value.items():
        if field not in _COLUMNED and not field.startswith("extra."):
            raise ConfigError(f"unknown field “{field}” of [columns]", where=source, hint=nearest(field, _COLUMNED))
        each = [names] if isinstance(names, str) else names
        if not isinstance(each, Sequence) or not all(isinstance(name, str) and name.strip() for name in each):
            hint = f'{field} = "what the column is called"'
            raise ConfigError(f"“{field}” of [columns] names no column", where=source, hint=hint)
        found += (Column(name, field) for name in each)
    return tuple(found)


def refuse_other_bytes(words: str, where: str) -> None:
    """Raise ConfigError for words that are no text: bytes of the command line that are not UTF-8 cannot be printed."""
    if any("\ud800" <= character <= "\udfff" for character in words):
        raise ConfigError("the words are not UTF-8", where=where, hint="is the terminal set to another encoding?")


def _said(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else repr(value)


def _hint(name: str, problem: str) -> str:
    if name == "as_of":
        return "write it as 2026-05-01 or 2026-05-01T06:00+02:00, or `now` on the command line"
    kind = _TYPES[name]
    choices = [value for part in (kind, *getattr(kind, "__args__", ())) for value in _choices(part)]
    return f"one of {', '.join(choices)}" if choices else problem


def _choices(kind: object) -> list[str]:
    return [value for value in getattr(kind, "__args__", ()) if isinstance(value, str)]


# ---- layers ---------------------------------------------------------------------------------------------------------


def _environment(environment: Mapping[str, str]) -> Layer:
    """Return the settings among the variables; other names that begin with CONVERT_ belong to somebody else."""
    names = {f"CONVERT_{name.upper()}": name for name in (*Options.__struct_fields__, *ALIASES)}
    values: dict[str, Any] = {names[key]: value for key, value in environment.items() if key in names and value}
    return Layer("CONVERT_{name}", values)


def _files(environment: Mapping[str, str]) -> Iterator[Layer]:
    yield from _file(Path(FILE_NAME), f"./{FILE_NAME}")
    home = environment.get("XDG_CONFIG_HOME") or (
        os.path.join(environment["HOME"], ".config") if environment.get("HOME") else ""  # noqa: PTH118
    )
    if home:
        path = Path(home) / "convert" / FILE_NAME
        yield from _file(path, str(path))
    if environment.get("SOURCE_DATE_EPOCH"):
        yield Layer("SOURCE_DATE_EPOCH", {"as_of": _moment_of(environment["SOURCE_DATE_EPOCH"])})


def _moment_of(seconds: str) -> str:
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(f"wrong value: {_said(seconds)}", where="SOURCE_DATE_EPOCH", hint="seconds") from error


def _file(path: Path, source: str) -> Iterator[Layer]:
    try:
        values = values_in(regular_file(path))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise ConfigError(f"cannot read the settings: {error.strerror}", where=source) from error
    except ValueError as error:
        raise ConfigError(f"the settings are not TOML: {error}", where=source) from error
    yield Layer(source, values)


# ---- style ----------------------------------------------------------------------------------------------------------


def _with_options(changes: dict[str, Any], options: Options) -> dict[str, Any]:
    """Return the changes with those options that are a style's business."""
    if options.print is not None:
        changes = merged(changes, {"page": {"mirror": options.print == "duplex"}})
    if options.number_paragraphs is not None:
        changes = merged(changes, {"parts": {"number_paragraphs": options.number_paragraphs}})
    return changes


def printed(config: Config, from_style: Mapping[str, Setting]) -> Iterator[str]:
    """Yield a line for each setting, value and source: what `--print-config` shows; itself a convert.toml.

    `from_style` are the values that the style decides where no setting does.
    """
    for field in msgspec.structs.fields(Options):
        setting = config.settings.get(field.name) or from_style.get(field.name)
        value = setting.value if setting else getattr(config.options, field.name)
        source = setting.source if setting else "built in"
        line = f"{field.name} = {written(_plain(value))}" if value is not None else f"# {field.name} is not set"
        yield _beside(line, source)
    for table in STYLE_TABLES:
        yield from _changes_printed(table, config)


_PRINTED_AS_OPTIONS = frozenset(("page.paper", "page.mirror", "parts.number_paragraphs"))
"""What of the style is printed among the options, whoever says it: read again, these win over its tables."""


def _changes_printed(table: str, config: Config) -> Iterator[str]:
    said = dict(_leaves(table, config.style_changes.get(table, {})))
    changes = {path: value for path, value in said.items() if path not in _PRINTED_AS_OPTIONS and value != {}}
    if changes:
        yield f"[{table}]"
    for path, value in changes.items():
        yield _beside(f"{path.removeprefix(f'{table}.')} = {written(value)}", config.style_sources[path])


def _beside(line: str, source: str) -> str:
    """Return a line with a comment; a path may hold what no comment of TOML can."""
    return f"{line:<44}# {''.join(c if c.isprintable() else '?' for c in source)}"


def _plain(value: object) -> object:
    """Return a setting's value as it is written in TOML."""
    if isinstance(value, tuple) and value and isinstance(value[0], Column):
        named: dict[str, list[str]] = {}
        for column in value:
            named.setdefault(column.field, []).append(column.name)
        return named
    if isinstance(value, tuple) and value and isinstance(value[0], Struct):
        return [msgspec.to_builtins(row) for row in value]
    # a path may be of any bytes
    return os.fsencode(value).decode("utf-8", "replace") if isinstance(value, str) else value
