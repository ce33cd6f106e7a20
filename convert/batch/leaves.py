"""The articles of the operands, one after the other: containers are opened here, and each of their items sent alone.

So one broken article never loses the others, a container of a million is a stream, and no worker reads it again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from convert.batch.culprits import Culprit, Mark
from convert.batch.parcels import Held, OnDisk, Source, Spec, name_of
from convert.batch.watchdog import GRACE
from convert.contracts import Given, Input, Raw
from convert.errors import ConvertError, Noter, unheard
from convert.files import limited
from convert.formats import Chosen, reader_for, reader_named
from convert.model import Record
from convert.pipeline.job import ANY, as_failure
from convert.pipeline.limits import Patience
from convert.pipeline.reading import DEEPEST, inheriting, with_candidates

SENT = 1_000_000
"""Bytes: a larger file is opened by its worker, a larger item of a container is looked into."""


class Leaf(Struct, frozen=True):
    """What is found at one place: number 0 is the operand itself, others count the items of a container.

    `reader` is what reads it, where it was asked for already.
    """

    origin: Input
    number: int
    source: Source
    reader: str | None = None

    @property
    def operand(self) -> str:
        return operand_of(self.origin)

    @property
    def name(self) -> str:
        return name_of(self.source)

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        path = self.origin.path or self.origin.name
        return f"{path}#{self.number}" if self.number else path

    @property
    def given(self) -> tuple[Given, ...]:
        """What stood beside it."""
        return self.source.given if isinstance(self.source, Input) else self.origin.given


class Broken(Struct, frozen=True):
    """Why an operand, or the rest of it, cannot be read."""

    origin: Input
    number: int
    error: ConvertError

    @property
    def operand(self) -> str:
        return operand_of(self.origin)

    @property
    def name(self) -> str:
        return self.origin.name

    @property
    def place(self) -> str:
        return self.origin.path or self.origin.name


def operand_of(origin: Input) -> str:
    """Return an operand's place: a path that means the same from any folder, or a name where there is no file."""
    return os.path.abspath(origin.path) if origin.path is not None else origin.name  # noqa: PTH100


class Leaves:
    """Opens operands for the driver, each step held to its time: a reader that never comes back must not stop it."""

    def __init__(self, spec: Spec, patience: Patience, culprits: Mapping[str, Culprit], mark: Mark | None) -> None:
        self._reader = spec.reader
        self._max_size = spec.options.max_size
        self._patience = patience
        self._culprits = culprits
        self._mark = mark

    def of(self, origin: Input, note: Noter) -> Iterator[Leaf | Broken]:
        """Yield every leaf of an operand in its order, up to where it is known to end the process that reads on."""
        culprit = self._culprits.get(operand_of(origin)) if self._culprits else None
        found = _found(origin, self._reader, note)
        count = 0
        if self._mark is not None:
            self._mark.operand(operand_of(origin))
        while True:
            try:
                if culprit is not None and count >= culprit.count:
                    raise _deadly(culprit)
                self._patience.begin()
                leaf = next(found, None)
            except ANY as error:  # one broken operand, or plug-in, must not lose the others
                failure = as_failure(origin.name, error, where=origin.path or origin.name)
                yield Broken(origin, count + 1 if count else 0, failure.error)
                return
            finally:
                self._patience.end()
            if leaf is None:
                return
            count = leaf.number
            yield leaf
            if self._mark is not None:
                self._mark.count(count)

    def sendable(self, source: Source) -> tuple[Source, str]:
        """Return a source that can be sent, and the hash of its bytes; raises what opening it raises."""
        if not isinstance(source, Input):
            return source, ""
        self._patience.begin()
        try:
            return _opened(source, self._max_size)
        finally:
            self._patience.end()


@contextmanager
def opened(spec: Spec, culprits: Mapping[str, Culprit], mark: Mark | None = None) -> Iterator[Leaves]:
    """Give what opens operands; `culprits` are known to end the process that does so, `mark` notes what is opened."""
    with Patience(spec.seconds + GRACE, "looking for the next article") as patience:
        yield Leaves(spec, patience, culprits, mark)


def _deadly(culprit: Culprit) -> ConvertError:
    hint = "what stands before that is made; is the file damaged?" if culprit.count else "is the file damaged?"
    return ConvertError(f"reading on in it ends the program: {culprit.why}", hint=hint)


def _found(origin: Input, reader: str | None, note: Noter) -> Iterator[Leaf]:
    chosen = reader_named(reader) if reader else reader_for(origin, note)
    if not chosen.container:
        yield Leaf(origin, 0, origin, chosen.name)
        return
    for number, source in enumerate(_items(origin, chosen, note), start=1):
        yield Leaf(origin, number, source, chosen.name if not isinstance(source, Input) else None)


def _items(container: Input, chosen: Chosen, note: Noter) -> Iterator[Source]:
    for found in cast("Iterator[object]", chosen.reader.read(container, note)):
        if isinstance(found, Input):
            member = inheriting(found, container)
            yield from _inside(member, note) if (member.size or 0) > SENT else (member,)
        elif isinstance(found, Raw | Record):
            yield with_candidates(found, container.candidates)
        else:
            said = f"the reader “{chosen.name}” gives no article but {type(found).__name__}"
            raise ConvertError(said, hint="this is for the maker of the plug-in to mend")


def _inside(member: Input, note: Noter) -> Iterator[Source]:
    """Yield what is in a large member of a container, or the member itself if it is none."""
    try:
        inner = reader_for(member, unheard)
    except (ConvertError, OSError):
        # what is wrong with it is said of the member alone
        yield member
        return
    if inner.container and member.depth <= DEEPEST:
        yield from _items(member, inner, note)
    else:
        yield member


def _opened(source: Input, max_size: int) -> tuple[Source, str]:
    if source.path is not None and source.depth == 0 and (source.size or 0) > SENT:
        with source.open() as stream:
            # where it is larger than it may be its worker says so
            return replace(source, open=OnDisk(os.path.abspath(source.path))), _hash_of(stream)  # noqa: PTH100
    with limited(source, max_size).open() as stream:
        data = stream.read()
    return replace(source, open=Held(data), size=len(data)), hashlib.sha256(data).hexdigest()


def _hash_of(stream: BinaryIO) -> str:
    found = hashlib.sha256()
    while block := stream.read(1 << 20):
        found.update(block)
    return found.hexdigest()


def sha256_of(source: Source) -> str:
    """Return the hash that provenance gives an article which a container's reader made."""
    match source:
        case Raw():
            return source.sha256
        case Record():
            return source.article.source.sha256
        case _:
            return ""
