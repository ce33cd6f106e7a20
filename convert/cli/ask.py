"""`convert inspect`, `explain` and `verify`: what was found in a source, why, and whether an output agrees with it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer
from msgspec import Struct

from convert.cli.flags import JSON, JSON_LINES, READING, SOURCES, Values, command
from convert.cli.streams import is_terminal, stdin_bytes
from convert.errors import Note, NothingUsable, SomeSkipped, UsageError

if TYPE_CHECKING:
    from convert.cli.say import Speaker
    from convert.model import Record
    from convert.pipeline.job import Failure
    from convert.pipeline.reading import Item

OPERAND = ("OPERAND", "A file; FILE#2 is its second article; - is standard input.")
FIELD = ("FIELD", "A field: title, published, byline …")
OUTPUTS = ("OUTPUT…", "Outputs, or folders of them.")

_INSPECTS = (("convert inspect a.txt", ""), ("convert inspect feed.xml#2 --json", "its second article, as a record"))
_EXPLAINS = (("convert explain a.txt date", ""), ("convert explain a.txt title --json", "for scripts"))
_VERIFIES = (("convert verify out --sources texts", "each output of a folder, its sources in another"),)


def add_commands(app: typer.Typer) -> None:
    """Add `inspect`, `explain` and `verify`."""
    command(app, "inspect", (JSON, *READING), _inspect, [OPERAND], examples=_INSPECTS)
    command(app, "explain", (JSON, *READING), _explain, [OPERAND, FIELD], examples=_EXPLAINS)
    command(app, "verify", (JSON_LINES, SOURCES), _verify, [OUTPUTS], examples=_VERIFIES)


def _inspect(words: list[str], values: Values) -> int:
    """Show what was found in a source, beside it; --json gives the record, with every place."""
    from convert.cli.inspecting import inspected
    from convert.cli.say import Speaker
    from convert.model import encode

    speaker = Speaker(quiet=True)
    read = _read(words[0], values, speaker, whole=True)
    if values["json"]:
        for note in (note for _, notes in read.records for note in notes):
            speaker.note(note)
        found = tuple(record for record, _ in read.records)
        _print_json(encode(found[0] if read.is_single else found), read)
        return _verdict(read)
    for number, (record, notes) in enumerate(read.records):
        sys.stdout.write("\n\n" if number else "")
        for line in inspected(record, notes, _width()):
            sys.stdout.write(line + "\n")
    return _verdict(read)


def _explain(words: list[str], values: Values) -> int:
    """Show the evidence for one field of an article: what was chosen, what was rejected, and where each stands."""
    import msgspec

    from convert.cli.explaining import evidence_as_json, explained, field_called
    from convert.cli.say import Speaker
    from convert.model import without_controls

    field = field_called(words[1])
    read = _read(words[0], values, Speaker(quiet=True), whole=False)
    if values["json"]:
        found = [evidence_as_json(record, field) for record, _ in read.records]
        _print_json(without_controls(msgspec.json.encode(found[0] if read.is_single else found)), read)
        return _verdict(read)
    for number, (record, _) in enumerate(read.records):
        sys.stdout.write("\n" if number else "")
        for line in explained(record, field, _width()):
            sys.stdout.write(line + "\n")
    return _verdict(read)


def _print_json(data: bytes, read: _Read) -> None:
    if read.records:
        sys.stdout.write(data.decode() + "\n")


def _verify(words: list[str], values: Values) -> int:
    """Make outputs again from their sources and compare, byte for byte; how they were made is in them."""
    from convert.cli.verifying import verified

    return verified(words, values["sources"] or (), as_json=bool(values["json"]))


def _width() -> int:
    return max(60, min(shutil.get_terminal_size().columns, 160)) if is_terminal(sys.stdout) else 110


class _Read(Struct, frozen=True):
    """The articles of an operand, each with its notes, and those that cannot be read."""

    records: list[tuple[Record, list[Note]]]
    failures: list[Failure]

    @property
    def is_single(self) -> bool:
        """Whether there is one article, and no other that cannot be read."""
        return len(self.records) == 1 and not self.failures


def _read(word: str, values: Values, speaker: Speaker, *, whole: bool) -> _Read:
    """Read the articles of an operand, or the one that `#n` names; say at once of each that cannot be read why."""
    from convert.pipeline.job import ANY, Failure, as_failure

    read = _Read([], [])
    for item in _items(word, values, speaker):
        notes: list[Note] = []
        try:
            found = item if isinstance(item, Failure) else _record(item, notes, whole=whole)
        except ANY as error:  # one article must not hide the rest
            found = as_failure(item.name, error, where=item.place)
        if isinstance(found, Failure):
            speaker.failure(found.error)
            read.failures.append(found)
        else:
            read.records.append((found, notes))
    return read


def _verdict(read: _Read) -> int:
    """Return the exit code, with a last word where only some could be read."""
    from convert.cli.say import say_error
    from convert.pipeline.job import Outcome

    code = Outcome(len(read.records), tuple(read.failures)).exit_code
    if code == SomeSkipped.exit_code:
        count = len(read.failures)
        say_error(
            SomeSkipped(f"{'1 article' if count == 1 else f'{count} articles'} cannot be read; the rest is shown")
        )
    return code


def _items(word: str, values: Values, speaker: Speaker) -> Iterator[Item | Failure]:
    """Yield the articles of an operand, or the one that `#n` names."""
    from convert.cli.make import corrections
    from convert.config import resolve
    from convert.files import Operands, inputs_of
    from convert.formats import reader_named
    from convert.pipeline.reading import items_of

    options = resolve({"max_size": values["max_size"]}, environment=os.environ).options
    if values["reader"]:
        # once: a mistake on the command line is not one of each article
        reader_named(values["reader"])
    operand, wanted = _split(word)
    stream = stdin_bytes()
    operands = Operands(
        (operand,),
        recursive=bool(values["recursive"]),
        given=corrections(values["given"]),
        stdin=None if stream is None else lambda: stream,
        columns=options.columns,
    )
    count = 0
    for given in inputs_of(operands):
        for item in items_of(given, values["reader"], options.max_size, speaker.note):
            count += 1
            if wanted in (None, count):
                yield item
    if count == 0 or (wanted is not None and not 1 <= wanted <= count):
        has = "1 article" if count == 1 else f"{count} articles"
        raise NothingUsable(f"there is no article {wanted or 1}: the source has {has}", where=operand)


def _split(word: str) -> tuple[str, int | None]:
    """Return an operand and the article wanted of it: `file.txt#2` unless a file has that very name."""
    from convert.files.there import is_there

    match = re.fullmatch(r"(.+)#(\d{1,9})", word)
    if match is None or is_there(word):
        return word, None
    if int(match[2]) == 0:
        raise UsageError("articles are counted from 1", where=word)
    return match[1], int(match[2])


def _record(item: Item, notes: list[Note], *, whole: bool) -> Record:
    from convert.pipeline.reading import ALL_PARTS, record_of

    return record_of(item, ALL_PARTS if whole else frozenset(), notes.append)
