"""What goes to a worker and what comes back: small, picklable, and the same for every engine."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from convert.config import Options
from convert.contracts import Given, Input, Raw
from convert.errors import ConvertError, Note
from convert.model import Finding, Record, decode_record, encode
from convert.pipeline.job import Job, writers_for
from convert.pipeline.provenance import OF_PACKS_ALONE, provenance_of
from convert.pipeline.versions import Version
from convert.style import Style

PATIENCE = 120.0
"""Seconds that an article may take where nobody says: a night's run must not end at the first that hangs."""

Source = Input | Raw | Record
"""An article's own item, or what a container's reader made of it."""


class Held(Struct, frozen=True):
    """The `open` of an Input whose bytes go with it."""

    data: bytes

    def __call__(self) -> BinaryIO:
        return io.BytesIO(self.data)


class OnDisk(Struct, frozen=True):
    """The `open` of an Input that is too large to send: the worker opens the file itself."""

    path: str

    def __call__(self) -> BinaryIO:
        return Path(self.path).open("rb")


class Output(Struct, frozen=True, array_like=True):
    """A finished file: its path below the output folder, its size and hash, and the key of what it was made of."""

    path: str
    size: int
    sha256: str
    key: str


class Parcel(Struct, frozen=True):
    """The source of an article, or of the few that one file holds, on its way to a worker.

    `n` is its number in the journal, `number` its place in the container `path` (0 for a file of its own), `stems` the
    names of its articles, `known` the outputs that earlier runs made under these names. An Input among parcels opens
    anywhere: see `Held` and `OnDisk`.
    """

    n: int
    key: str
    source: Source
    number: int = 0
    stems: tuple[str, ...] = ()
    path: str | None = None
    reader: str | None = None
    given: tuple[Given, ...] = ()
    known: tuple[Output, ...] = ()

    @property
    def name(self) -> str:
        return name_of(self.source)

    @property
    def size(self) -> int:
        """The bytes that go with it."""
        opens = self.source.open if isinstance(self.source, Input) else None
        return len(opens.data) if isinstance(opens, Held) else 0

    @property
    def place(self) -> str:
        """Where it stands, for people: its file, and which article of it."""
        path = self.path or self.name
        return f"{path}#{self.number}" if self.number else path


def arrived(source: Source) -> Source:
    """Return a source that was pickled as it was before.

    A record's JSON leaves out what is the very string that a default is, and pickle makes strings of its own.
    """
    if isinstance(source, Record):
        return decode_record(encode(source))
    return replace(source, candidates=tuple(map(_arrived, source.candidates))) if source.candidates else source


def _arrived(finding: Finding) -> Finding:
    return replace(finding, standing=sys.intern(finding.standing))


class Member(Struct, frozen=True):
    """Articles that a pack is to have: those of a parcel with these numbers, counted from 0."""

    parcel: Parcel
    articles: tuple[int, ...]


class Bundle(Struct, frozen=True):
    """All that one pack is made of, on its way to a worker; `n` is the pack's number in the journal."""

    n: int
    key: str
    stem: str
    members: tuple[Member, ...]
    known: tuple[Output, ...] = ()

    @property
    def size(self) -> int:
        return sum(member.parcel.size for member in self.members)


class Spec(Struct, frozen=True):
    """What is to be made of every article: it goes with each chunk.

    `reader` is the one that `-f` named; `pack_by` is the field by which articles are put into packs, if they are.
    """

    options: Options
    style: Style
    formats: tuple[str, ...]
    folder: str
    reader: str | None = None
    pack_by: str | None = None

    @property
    def seconds(self) -> float:
        """What an article may take."""
        return self.options.timeout or PATIENCE

    def job(self) -> Job:
        """Return it as the pipeline takes it."""
        formats = writers_for(self.formats, self.options)
        options = replace(self.options, timeout=self.seconds)
        return Job((), options, self.style, formats, Path(self.folder), reader=self.reader)


class Failed(Struct, frozen=True, omit_defaults=True):
    """What was not made, and why: the words of its error.

    `n` is said of an article that its pack goes without: the number of its source in the journal.
    """

    name: str
    message: str
    where: str = ""
    hint: str = ""
    exit_code: int = 1
    n: int = 0

    @property
    def error(self) -> ConvertError:
        """It as an error again: only its words and its exit code are wanted."""
        kinds = {kind.exit_code: kind for kind in _all_kinds(ConvertError)}
        return kinds.get(self.exit_code, ConvertError)(self.message, where=self.where, hint=self.hint)


def _all_kinds(kind: type[ConvertError]) -> list[type[ConvertError]]:
    """Return a kind of error and those below it, the more general last: of one exit code it is the one that counts."""
    return [*(below for child in kind.__subclasses__() for below in _all_kinds(child)), kind]


class Made(Struct, frozen=True):
    """What came of a parcel. `again` tells how many articles it holds where that is not what its names say.

    `versions` are those of its articles to which an agency gives an identifier.
    """

    n: int
    outputs: tuple[Output, ...] = ()
    failures: tuple[Failed, ...] = ()
    notes: tuple[Note, ...] = ()
    written: int = 0
    again: int = 0
    versions: tuple[Version, ...] = ()


class Looked(Struct, frozen=True):
    """What the articles of a parcel give to their names."""

    n: int
    values: tuple[dict[str, str], ...]


State = Literal["planned", "done", "failed"]


def failed_of(name: str, error: ConvertError) -> Failed:
    """Return an error as data."""
    return Failed(kept(name), kept(error.message), kept(error.where), kept(error.hint), type(error).exit_code)


def note_of(note: Note) -> Note:
    """Return a note as it can be kept."""
    return Note(note.code, kept(note.message), kept(note.where), note.level)


def kept(words: str) -> str:
    """Return words without the halves of surrogate pairs that names and texts of others may hold."""
    return words.encode("utf-8", "replace").decode("utf-8")


def settings_key(spec: Spec) -> str:
    """Return the hash of all that decides an output's bytes but the article: options, style, versions."""
    without = OF_PACKS_ALONE if spec.pack_by is None else frozenset[str]()
    provenance = provenance_of([], spec.job(), without=without)
    return hashlib.sha256(msgspec.json.encode([provenance, spec.pack_by])).hexdigest()


def name_of(source: Source) -> str:
    """Return what a source is called."""
    return source.article.source.name if isinstance(source, Record) else source.name


_ON_THE_WAY = frozenset(("open", "size", "path", "depth"))
"""Fields of an Input that change no byte of an output."""


def key_of(settings: str, source: Source, content: str, given: tuple[Given, ...]) -> str:
    """Return the hash of all that decides an article's outputs: two of one key have the same bytes.

    `content` is the hash of an Input's bytes, `given` what stood beside a source that is no Input any more.
    """
    if isinstance(source, Input):
        said = [getattr(source, field) for field in Input.__struct_fields__ if field not in _ON_THE_WAY]
    else:
        said = [source, given]
    # not as JSON: crawlers write halves of surrogate pairs, which msgspec refuses
    return hashlib.sha256(repr([settings, content, *said]).encode("utf-8", "surrogatepass")).hexdigest()[:40]
