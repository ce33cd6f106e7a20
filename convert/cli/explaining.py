"""The evidence for one field, in words: what was chosen, what was rejected and why, each with the line it stands in."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from convert.cli.places import Lines, rule_words, shown
from convert.config import refuse_other_bytes
from convert.errors import UnknownName, nearest
from convert.files.names import printable
from convert.model import Extent, Finding, Metadata, Record
from convert.moments import agree

FIELDS = (*(field for field in Metadata.__struct_fields__ if field != "extra"), "place", "agency")
_OTHER_NAMES = {"date": "published", "author": "byline", "headline": "title", "source": "outlet", "lang": "language"}


def field_called(name: str) -> str:
    """Return the field of that name, or of its everyday name (`date`, `author`); raises UnknownName.

    A source's own names, after `extra.`, are taken to the letter.
    """
    refuse_other_bytes(name, "FIELD")
    if name.lower().startswith("extra."):
        return f"extra.{name[6:]}"
    field = name.lower().replace("-", "_")
    field = _OTHER_NAMES.get(field, field)
    if field not in FIELDS:
        raise UnknownName(f"no field called “{name}”", hint=nearest(field, [*FIELDS, *_OTHER_NAMES]))
    return field


def value_of(record: Record, field: str) -> str:
    """Return a field's value as one string; empty where the source does not state it."""
    metadata = record.article.metadata
    if field.startswith("extra."):
        return dict(metadata.extra).get(field[6:], "")
    if field in ("place", "agency"):
        return getattr(metadata.dateline, field, None) or ""
    value = getattr(metadata, field)
    if field == "dateline" and value is not None:
        return ", ".join(filter(None, (value.place, value.agency)))
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def evidence_for(record: Record, field: str) -> list[Finding]:
    """Return the findings of a field, the chosen first, the others in the source's order."""
    found = [finding for finding in record.article.findings if finding.field == field]
    return sorted(found, key=lambda f: (not f.chosen, f.where.start if isinstance(f.where, Extent) else -1))


def agrees(finding: Finding, value: str) -> bool:
    """Tell whether evidence says the same as the field's value, as far as both go."""
    dates = finding.field in ("published", "updated", "embargo")
    return finding.value == value or (dates and bool(value) and agree(finding.value, value))


def explained(record: Record, field: str, width: int) -> Iterator[str]:
    """Yield the evidence for a field, in lines."""
    lines = Lines(record.article.source_text)
    found = evidence_for(record, field)
    value = value_of(record, field)
    standing = next((f.standing for f in found if f.chosen), "")
    says = f"“{shown(value, width - 20)}”" if value and field in ("title", "subtitle") else shown(value, width - 20)
    name = printable(record.article.source.name)
    yield (
        f"{field} of {name}: {says}" + (f" ({standing})" if standing else "")
        if value
        else (f"{field} of {name}: not stated")
    )
    if not found:
        yield "  nothing in the source speaks of it, and nothing is guessed"
    for finding in found:
        yield ""
        yield from _finding(finding, value, lines, width)


def _finding(finding: Finding, value: str, lines: Lines, width: int) -> Iterator[str]:
    verdict = "chosen  " if finding.chosen else "agrees  " if agrees(finding, value) else "rejected"
    rule = rule_words(finding.rule)
    place = lines.said(finding.where)
    says = f"{rule}, {place}" if place != rule else place
    yield f"  {verdict}  {shown(finding.value, width - 40)}    {says}; {finding.standing}"
    if isinstance(finding.where, Extent):
        yield from _source_line(finding.where, lines, width - 12)
    if finding.reason:
        yield f"            {printable(finding.reason)}"


def _source_line(where: Extent, lines: Lines, most: int) -> Iterator[str]:
    """Yield the line in which an extent begins, around it, and a row of carets under its words."""
    line = lines.at(where.start)
    column = where.start - line.start
    length = max(1, min(where.end - where.start, len(line.text) - column))
    first = max(0, column - max(0, (most - min(length, most)) // 3)) if len(line.text) > most else 0
    before = printable(line.text[first:column].replace("\t", " "))
    words = printable(line.text[column : column + length].replace("\t", " "))
    after = printable(line.text[column + length :].replace("\t", " "))
    lead = "…" if first else ""
    yield f"            {shown(lead + before + words + after, most)}"
    room = max(1, most - len(lead + before))
    yield f"            {' ' * len(lead + before)}{'^' * min(len(words) or 1, room)}"


def evidence_as_json(record: Record, field: str) -> dict[str, object]:
    """Return the evidence for a field for JSON: the findings, each with the number and the text of its line."""
    lines = Lines(record.article.source_text)
    found = [_as_json(finding, lines) for finding in evidence_for(record, field)]
    name, value = record.article.source.name, value_of(record, field) or None
    return {"name": name, "field": field, "value": value, "findings": found}


def _as_json(finding: Finding, lines: Lines) -> dict[str, object]:
    built: dict[str, object] = {**msgspec.to_builtins(finding), "chosen": finding.chosen, "standing": finding.standing}
    if isinstance(finding.where, Extent):
        line = lines.at(finding.where.start)
        built |= {"line": line.number, "column": finding.where.start - line.start + 1, "text": line.text}
    return built
