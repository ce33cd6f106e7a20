"""How a briefing came to be: inputs' hashes, effective options, style, versions; nothing of the machine or the hour.

It is enough to make the briefing again: `pipeline.recorded` reads back what is written here.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from convert import __version__
from convert.config import Options
from convert.contracts import Given
from convert.model import Entry, InputHash, Provenance
from convert.pipeline.job import Job
from convert.pipeline.reading import Item
from convert.regular_files import regular_file
from convert.style import Font, Style, built_in_styles, load_style

NOT_OF_THE_BYTES = frozenset(("to", "max_size", "timeout", "memory", "strict", "quiet"))
"""Options that change no byte of an output: `--to docx` gives the same file as `--to pdf,docx`."""

OF_THE_STYLE = frozenset(("style", "paper", "print", "number_paragraphs"))
"""Options whose effect is one on the style: that is what is recorded."""

OF_PACKS_ALONE = frozenset(
    ("period", "group_by", "sort", "run_on", "cover", "front_pages", "only", "licence", "change_log", "outlets")
)

COMMAND_LINE = "command line"
"""Where a given value stood that does not say it."""

PLAIN = "press"
"""The style from which one that is not built in is told: its file may be gone when the briefing is made again."""


def provenance_of(
    items: Sequence[Item],
    job: Job,
    *,
    without: frozenset[str] = frozenset(),
    entries: Sequence[Entry] = (),
    left_out: Sequence[str] = (),
) -> Provenance:
    """Return the provenance of a document made of `items`; options in `without` have no part in it.

    `entries` are the items of a pack with what the editor says of them; `left_out` names what could not be read.
    """
    labels = labels_of([item.name for item in items])
    style = job.style
    recorded = [
        *_effective(job.options, NOT_OF_THE_BYTES | OF_THE_STYLE | {"reference_doc"} | without),
        *changes_to(style),
    ]
    recorded += _template(job.options.reference_doc)
    if job.reader:
        recorded.append(("from", job.reader))
    recorded += [*_given(items, labels), *_editors(labels, entries)]
    if left_out:
        recorded.append(("left out", msgspec.json.encode(list(left_out)).decode()))
    return Provenance(
        inputs=tuple(InputHash(item.name, item.sha256) for item in items),
        options=tuple(recorded),
        style=style.name,
        style_sha256=style.sha256,
        versions=tuple(_versions(style.font)),
    )


def labels_of(names: Sequence[str]) -> list[str]:
    """Return what each input is called among the options: its name, with its place in the order if it has twins."""
    count = Counter(names)
    return [name if count[name] == 1 else _told_apart(name, at, count) for at, name in enumerate(names, start=1)]


def _told_apart(name: str, at: int, taken: Counter[str]) -> str:
    label = name
    while label in taken:
        label = f"{label} ({at})"
    return label


_PLAIN_OPTIONS = Options()


def _effective(options: Options, left_out: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the options in effect; what is not set, and off unless it is, is left out."""
    for name in Options.__struct_fields__:
        value = getattr(options, name)
        if name not in left_out and (value not in (None, False, ()) or value != getattr(_PLAIN_OPTIONS, name)):
            yield name, value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _template(path: str | None) -> Iterator[tuple[str, str]]:
    """Yield the hash of a house's own document instead of its path, which is the machine's."""
    if path:
        # where it cannot be read no Word file is made, and what stands beside it needs no hash
        with contextlib.suppress(OSError):
            yield "reference_doc", hashlib.sha256(regular_file(path)).hexdigest()


# ---- what the editor gives ------------------------------------------------------------------------------------------


def _given(items: Sequence[Item], labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the values given with every article, then each article's own: of one field the first one wins."""
    shared = _shared([item.given for item in items])
    for each in items[0].given[:shared] if items else ():
        yield given_key(each), each.value
    for item, label in zip(items, labels, strict=True):
        for each in item.given[shared:]:
            yield given_key(each, label), each.value


def _shared(given: Sequence[tuple[Given, ...]]) -> int:
    """Return how many first values are the same for all."""
    count = 0
    for alike in zip(*given, strict=False):
        if any(each != alike[0] for each in alike):
            break
        count += 1
    return count


def given_key(given: Given, label: str = "") -> str:
    """Return the option that records a given value: `given title of a.txt (sidecar a.toml)`."""
    where = f" ({given.where})" if given.where != COMMAND_LINE else ""
    return f"given {given.field}{where}" if not label else f"given {given.field} of {label}{where}"


def _editors(labels: Sequence[str], entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Yield what the editor of a pack says of each article."""
    for label, entry in zip(labels, entries, strict=False):
        if entry.lead:
            yield f"lead {label}", "true"
        if entry.note:
            yield f"note on {label}", entry.note
        if entry.translation:
            yield f"translation of {label}", entry.translation


# ---- style ----------------------------------------------------------------------------------------------------------


def base_of(name: str) -> str:
    """Return the built-in style that one called `name` is told from."""
    return name if name in built_in_styles() else PLAIN


@lru_cache(maxsize=8)
def changes_to(style: Style) -> tuple[tuple[str, str], ...]:
    """Return where a style differs from the built-in one it is told from: `("page.inner", "30.0")`."""
    plain = msgspec.to_builtins(load_style(base_of(style.name)))
    return tuple(_differences(plain, msgspec.to_builtins(style), ""))


def _differences(plain: dict[str, Any], other: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in other.items():
        if isinstance(value, dict):
            yield from _differences(plain[key], value, f"{path}{key}.")
        elif value != plain[key] and f"{path}{key}" != "name":
            yield f"{path}{key}", msgspec.json.encode(value).decode()


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
