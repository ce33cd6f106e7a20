"""`convert inspect`, `explain` and `verify`: what was found in a source, why, and whether an output agrees with it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from convert.cli.flags import JSON, JSON_LINES, READING, SOURCES, Values, command
from convert.cli.streams import is_terminal, stdin_bytes
from convert.errors import Note, NothingUsable, UsageError

if TYPE_CHECKING:
    from convert.cli.say import Speaker
    from convert.model import Record
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
    records: list[tuple[Record, list[Note]]] = []
    for item in _items(words[0], values, speaker):
        notes: list[Note] = []
        records.append((_record(item, notes, whole=True), notes))
    if values["json"]:
        for _, notes in records:
            for note in notes:
                speaker.note(note)
        found = tuple(record for record, _ in records)
        sys.stdout.write(encode(found[0] if len(found) == 1 else found).decode() + "\n")
        return 0
    for number, (record, notes) in enumerate(records):
        sys.stdout.write("\n\n" if number else "")
        for line in inspected(record, notes, _width()):
            sys.stdout.write(line + "\n")
    return 0


def _explain(words: list[str], values: Values) -> int:
    """Show the evidence for one field of an article: what was chosen, what was rejected, and where each stands."""
    import msgspec

    from convert.cli.explaining import evidence_as_json, explained, field_called
    from convert.cli.say import Speaker
    from convert.model import without_controls

    field = field_called(words[1])
    records = [_record(item, [], whole=False) for item in _items(words[0], values, Speaker(quiet=True))]
    if values["json"]:
        found = [evidence_as_json(record, field) for record in records]
        data = msgspec.json.encode(found[0] if len(found) == 1 else found)
        sys.stdout.write(without_controls(data).decode() + "\n")
        return 0
    for number, record in enumerate(records):
        sys.stdout.write("\n" if number else "")
        for line in explained(record, field, _width()):
            sys.stdout.write(line + "\n")
    return 0


def _verify(words: list[str], values: Values) -> int:
    """Make outputs again from their sources and compare, byte for byte; how they were made is in them."""
    from convert.cli.verifying import verified

    return verified(words, values["sources"] or (), as_json=bool(values["json"]))


def _width() -> int:
    return max(60, min(shutil.get_terminal_size().columns, 160)) if is_terminal(sys.stdout) else 110


def _items(word: str, values: Values, speaker: Speaker) -> Iterator[Item]:
    """Yield the articles of an operand, or the one that `#n` names; an article that cannot be read is an error."""
    from convert.cli.make import corrections
    from convert.config import resolve
    from convert.files import Operands, inputs_of
    from convert.pipeline.job import Failure
    from convert.pipeline.reading import items_of

    options = resolve({"max_size": values["max_size"]}, environment=os.environ).options
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
                if isinstance(item, Failure):
                    raise item.error
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
