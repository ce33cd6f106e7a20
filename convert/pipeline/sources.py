"""Sources found by their SHA-256: under their names first, then under any, in containers too."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Column, Input, Raw
from convert.errors import Differs, unheard
from convert.files import MAX_SIZE
from convert.model import InputHash, Record
from convert.pipeline.embedded import embedded
from convert.pipeline.reading import Item, items_of

MOST_FILES = 20_000
"""Files looked at where nobody said which folder holds the sources: the current one may be anything."""

_KEPT = 4
"""Files whose articles are kept: outputs that stand side by side come from the same ones."""

_Place = tuple[Path, int]


class Reading(Struct, frozen=True):
    """How sources were read: by the reader that `-f` named, by the editor's map of columns."""

    reader: str | None = None
    columns: tuple[Column, ...] = ()


class NoSource(Differs):
    """A source is gone or cannot be read: nothing can be said of what was made of it."""


class SourceChanged(NoSource):
    """A source is there under its name, and is another by now."""


class Sources:
    """The files under some folders, and the articles in them by hash; each file is read once, and only if needed."""

    def __init__(self, folders: Iterable[Path], *, most: int | None = None) -> None:
        self._folders = tuple(dict.fromkeys(folders))
        self._files = list(dict.fromkeys(islice(_files(self._folders), most)))
        self._by_name: dict[str, list[Path]] = {}
        for path in self._files:
            self._by_name.setdefault(path.name, []).append(path)
        self._places: dict[tuple[Reading, str], list[_Place]] = {}
        self._parsed: set[tuple[Reading, Path]] = set()
        self._kept: OrderedDict[tuple[Reading, Path], list[Item]] = OrderedDict()

    def find(self, wanted: InputHash, reading: Reading) -> Item:
        """Return the article with a hash, under the name that is recorded, nothing given with it.

        Raises NoSource where it is gone or has changed.
        """
        for _ in self._steps(wanted, reading):
            places = self._places.get((reading, wanted.sha256))
            if places:
                found = [self._items(path, reading)[at] for path, at in places]
                return _named(min(found, key=lambda item: _rank(item, wanted.name)), wanted.name)
        raise self._gone(wanted)

    def path_of(self, wanted: InputHash) -> Path:
        """Return the file with a hash, whatever is in it; raises NoSource where it is gone or has changed."""
        found = self._by_hash.get(wanted.sha256)
        if not found:
            raise self._gone(wanted)
        return found[0]

    def _steps(self, wanted: InputHash, reading: Reading) -> Iterator[None]:
        """Index file after file, the likeliest first; what is indexed may be looked at after each group."""
        yield
        self._index(self._by_name.get(_file_name(wanted.name), ()), reading)
        yield
        self._index(self._by_hash.get(wanted.sha256, ()), reading)
        yield
        for path in self._files:
            if (reading, path) not in self._parsed:
                # what was made by us is an output; as somebody's source it was found by its hash
                self._index([path] if not _is_output(path) else [], reading)
                self._parsed.add((reading, path))
                yield

    def _index(self, paths: Iterable[Path], reading: Reading) -> None:
        for path in paths:
            if (reading, path) not in self._parsed:
                self._parsed.add((reading, path))
                for at, item in enumerate(self._items(path, reading)):
                    self._places.setdefault((reading, item.sha256), []).append((path, at))

    def _items(self, path: Path, reading: Reading) -> list[Item]:
        key = reading, path
        if key not in self._kept:
            self._kept[key] = _articles_in(path, reading)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    @cached_property
    def _by_hash(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in self._files:
            found.setdefault(_sha256(path), []).append(path)
        return found

    def _gone(self, wanted: InputHash) -> NoSource:
        likely = next(iter(self._by_name.get(_file_name(wanted.name), ())), None)
        hint = f"recorded SHA-256: {wanted.sha256}"
        if likely is None:
            looked = ", ".join(map(str, self._folders))
            said = f"the source {wanted.name} is not under {looked}"
            return NoSource(said, hint=f"{hint}; --sources DIR says where it is")
        if _sha256(likely) == wanted.sha256:
            return NoSource(f"the source {wanted.name} cannot be read", hint=f"`convert inspect {likely}` says why")
        if "#" in wanted.name:
            return SourceChanged(
                f"the source {wanted.name} has changed since: {likely} holds no such article", hint=hint
            )
        now = f"; it is {_sha256(likely)} now"
        return SourceChanged(f"the source {wanted.name} has changed since: {likely}", hint=hint + now)


def _file_name(name: str) -> str:
    """Return the name of the file that an article was in: `a.jsonl` for `folder/a.jsonl#3`."""
    last = name.rpartition("/")[2]
    return last.partition("#")[0] or last


def _rank(item: Item, name: str) -> tuple[bool, bool]:
    """Return how far an article is from the one wanted: texts before records of them, its own name before others."""
    return isinstance(item.found, Record), item.name != name


def _named(item: Item, name: str) -> Item:
    if isinstance(item.found, Raw):
        return replace(item, found=replace(item.found, name=name), given=())
    article = item.found.article
    source = replace(article.source, name=name)
    return replace(item, found=replace(item.found, article=replace(article, source=source)), given=())


# ---- files ----------------------------------------------------------------------------------------------------------


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    """Yield the files under each folder by name, nearest first; hidden ones and linked folders are left alone."""
    waiting = list(folders)
    while waiting:
        folder = waiting.pop(0)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.is_file():
                yield Path(entry.path)


def _articles_in(path: Path, reading: Reading) -> list[Item]:
    try:
        size = path.stat().st_size
    except OSError:
        return []
    given = Input(name=path.name, open=lambda: path.open("rb"), size=size, path=str(path), columns=reading.columns)
    found = items_of(given, reading.reader, max(MAX_SIZE, size), unheard)
    return [each for each in found if isinstance(each, Item)]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _is_output(path: Path) -> bool:
    try:
        return embedded(path, path.read_bytes()) is not None
    except Differs:
        return True
    except OSError:
        return False
