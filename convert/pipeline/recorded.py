"""What `pipeline.provenance` wrote, read back: options, style, what was given, what the editor said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from convert import __version__
from convert.config import STYLE_TABLES, Options
from convert.contracts import Given
from convert.errors import Differs, StyleError
from convert.model import InputHash, Provenance
from convert.pipeline.provenance import COMMAND_LINE, OF_PACKS_ALONE, base_of, labels_of
from convert.pipeline.versions import SAME_RUN
from convert.style import Style, load_style


class OtherVersion(Differs):
    """Another version made the document: that its bytes differ says nothing."""


class Said(Struct, frozen=True):
    """What the editor of a pack said of one article."""

    lead: bool = False
    note: str = ""
    translation: str = ""


def is_pack(provenance: Provenance) -> bool:
    """Tell whether it is a pack's: a briefing of one article has none of the options of packs."""
    return any(name in OF_PACKS_ALONE for name, _ in provenance.options)


def refuse_other_version(provenance: Provenance) -> None:
    """Raise OtherVersion where another version of `convert` made the document."""
    made = dict(provenance.versions).get("convert", "a version that it does not name")
    if made != __version__:
        hint = f"pip install convert-briefings=={made} in an environment of its own makes it again"
        raise OtherVersion(f"made by {made}, this is {__version__}", hint=hint if made[:1].isdigit() else "")


def refuse_other_packages(recorded: Provenance, here: Provenance) -> None:
    """Raise OtherVersion where pandoc or a font has another version here than the one that is recorded."""
    there, now = dict(recorded.versions), dict(here.versions)
    names = [name for name in dict.fromkeys((*there, *now)) if there.get(name) != now.get(name)]
    said = [f"{name} {there.get(name, '(none)')}, here is {now.get(name, '(none)')}" for name in names]
    if said:
        raise OtherVersion(f"made with {'; '.join(said)}")


# ---- settings -------------------------------------------------------------------------------------------------------


def options_of(provenance: Provenance) -> Options:
    """Return the options that were in effect; raises Differs where a value is none of this version."""
    kinds = _kinds()
    values: dict[str, Any] = {}
    for name, value in provenance.options:
        if name in kinds:
            kind, is_text = kinds[name]
            try:
                values[name] = msgspec.convert(value if is_text else msgspec.json.decode(value), kind)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise Differs(f"the recorded value of {name} cannot be used: {value}", hint=str(error)) from error
    return Options(**values)


@cache
def _kinds() -> dict[str, tuple[Any, bool]]:
    """Return the type of each option, and whether its values are words: others are recorded as JSON."""
    return {field.name: (field.type, _is_text(field.type)) for field in msgspec.structs.fields(Options)}


def _is_text(kind: Any) -> bool:
    found = msgspec.inspect.type_info(kind)
    parts = found.types if isinstance(found, msgspec.inspect.UnionType) else (found,)
    bare = (part.type if isinstance(part, msgspec.inspect.Metadata) else part for part in parts)
    return any(isinstance(part, msgspec.inspect.StrType | msgspec.inspect.LiteralType) for part in bare)


def style_of(provenance: Provenance) -> Style:
    """Return the style that was in effect; raises Differs where what is recorded of it does not give it any more."""
    changes = tuple(pair for pair in provenance.options if _is_of_style(pair[0]))
    style = _style(provenance.style, changes)
    if style.sha256 != provenance.style_sha256:
        said = f"the style “{base_of(provenance.style)}” has changed since"
        raise Differs(said, hint=f"its SHA-256 was {provenance.style_sha256[:12]}…, now it is {style.sha256[:12]}…")
    return style


def _is_of_style(option: str) -> bool:
    table, dot, _ = option.partition(".")
    return bool(dot) and table in STYLE_TABLES


@lru_cache(maxsize=8)
def _style(name: str, recorded: tuple[tuple[str, str], ...]) -> Style:
    changes: dict[str, Any] = {"name": name}
    for path, value in recorded:
        *tables, key = path.split(".")
        into = changes
        for table in tables:
            into = into.setdefault(table, {})
        into[key] = msgspec.json.decode(value)
    try:
        return load_style(base_of(name), changes=changes)
    except StyleError as error:
        raise Differs(f"the recorded style cannot be used: {error.message}", hint=error.hint) from error


def reader_of(provenance: Provenance) -> str | None:
    """Return the reader that `-f` named."""
    return dict(provenance.options).get("from")


def template_of(provenance: Provenance) -> InputHash | None:
    """Return the hash of the document that gave a Word file its styles."""
    known = dict(provenance.options).get("reference_doc")
    return InputHash("of --reference-doc", known) if known else None


def left_out_of(provenance: Provenance) -> tuple[str, ...]:
    """Return the names of the articles that a pack names as missing."""
    said = dict(provenance.options).get("left out")
    return msgspec.json.decode(said, type=tuple[str, ...]) if said else ()


# ---- what the editor gave -------------------------------------------------------------------------------------------


def given_of(provenance: Provenance) -> list[tuple[Given, ...]]:
    """Return for each input, in their order, the values that were given with it."""
    labels = labels_of([each.name for each in provenance.inputs])
    shared: list[Given] = []
    own: dict[str, list[Given]] = {label: [] for label in labels}
    for name, value in provenance.options:
        if name.startswith("given "):
            label, given = _given(name.removeprefix("given "), value, own)
            (shared if label is None else own[label]).append(given)
    return [(*shared, *own[label]) for label in labels]


def _given(said: str, value: str, labels: Mapping[str, object]) -> tuple[str | None, Given]:
    """Return a given value and the label of its input, or None where it is one of all: `F of LABEL (WHERE)`."""
    for found in re.finditer(" of ", said):
        for rest, where in _placed(said[found.end() :]):
            if rest in labels:
                return rest, Given(said[: found.start()], value, where)
    field, where = next(pair for pair in _placed(said) if pair[1] == COMMAND_LINE or _is_place(pair[1]))
    return None, Given(field, value, where)


def _placed(said: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read `WORDS (WHERE)`; WORDS alone came from the command line."""
    if said.endswith(")"):
        for found in re.finditer(r" \(", said):
            if _is_place(said[found.end() : -1]):
                yield said[: found.start()], said[found.end() : -1]
    yield said, COMMAND_LINE


def _is_place(words: str) -> bool:
    return words == SAME_RUN or ((words.startswith("sidecar ") or words.endswith(".toml")) and _is_balanced(words))


def _is_balanced(words: str) -> bool:
    """Tell whether no bracket closes that is not open: then the words do not reach across two pairs."""
    depth = 0
    for character in words:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def is_of_plan(given: Given) -> bool:
    """Tell whether a value was given by the plan of a pack: those are taken after the article is normalised."""
    return given.where.endswith(".toml") and not given.where.startswith("sidecar ")


def said_of(provenance: Provenance) -> list[Said]:
    """Return for each input, in their order, what the editor said of it."""
    options: Sequence[tuple[str, str]] = provenance.options
    known = dict(options)
    return [
        Said(f"lead {label}" in known, known.get(f"note on {label}", ""), known.get(f"translation of {label}", ""))
        for label in labels_of([each.name for each in provenance.inputs])
    ]
