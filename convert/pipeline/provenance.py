"""How a briefing came to be: inputs' hashes, effective options, style, versions; nothing of the machine or the hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from convert import __version__
from convert.config import Options
from convert.model import InputHash, Provenance
from convert.pipeline.reading import Item
from convert.style import Font, Style

NOT_OF_THE_BYTES = frozenset(("to", "max_size", "strict", "quiet", "style"))
"""Options that change no byte of an output: `--to docx` gives the same file as `--to pdf,docx`."""


OF_PACKS_ALONE = frozenset(
    ("period", "group_by", "sort", "run_on", "cover", "front_pages", "only", "licence", "change_log", "outlets")
)


def provenance_of(
    items: Sequence[Item], options: Options, style: Style, reader: str | None, *, without: frozenset[str] = frozenset()
) -> Provenance:
    """Return the provenance of a document made of `items`; options in `without` have no part in it."""
    return Provenance(
        inputs=tuple(InputHash(item.name, item.sha256) for item in items),
        options=tuple(_effective(items, options, reader, NOT_OF_THE_BYTES | without)),
        style=style.name,
        style_sha256=style.sha256,
        versions=tuple(_versions(style.font)),
    )


def _effective(
    items: Sequence[Item], options: Options, reader: str | None, left_out: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield the options in effect, then what was given for each article; what is not set is left out."""
    for name in Options.__struct_fields__:
        value = getattr(options, name)
        if name not in left_out and value not in (None, False, ()):
            yield name, value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if reader:
        yield "from", reader
    shared = set(items[0].given).intersection(*(item.given for item in items[1:])) if items else set()
    for each in (given for given in (items[0].given if items else ()) if given in shared):
        yield f"given {each.field}", each.value
    for item in items:
        for each in item.given:
            if each not in shared:
                yield f"given {each.field} of {item.name}", each.value


# ---- versions -------------------------------------------------------------------------------------------------------


def _versions(font: Font) -> Iterator[tuple[str, str]]:
    yield "convert", __version__
    pandoc = _installed("pypandoc_binary")
    if pandoc:
        yield "pypandoc_binary", pandoc
    for package in dict.fromkeys(map(_package_of, _families(font))):
        version = _installed(package)
        if version:
            yield package.replace("_", "-"), version


def _families(font: Font) -> Iterable[str]:
    return (font.text, font.head, font.label, font.label_strong, *font.fallback_text, *font.fallback_label)


def _package_of(family: str) -> str:
    words = [word for word in family.lower().split() if word not in ("semibold", "bold", "medium", "light")]
    return "fontpkg_" + "_".join(words)


@cache
def _installed(package: str) -> str | None:
    """Return a distribution's version, read off its folder's name: importlib.metadata takes 30 ms to import."""
    for folder in _site_folders():
        found = sorted(folder.glob(f"{package}-*.dist-info"))
        if found:
            return found[0].name.removesuffix(".dist-info").removeprefix(f"{package}-")
    return None


@cache
def _site_folders() -> tuple[Path, ...]:
    return (Path(msgspec.__file__).parent.parent,)
