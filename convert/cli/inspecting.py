"""What was found in a source, beside it: metadata with its evidence, the source line by line, what it says, notes."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from convert.cli.explaining import FIELDS, agrees, evidence_for, value_of
from convert.cli.places import Lines, rule_words, shown
from convert.errors import Note
from convert.files.names import printable
from convert.model import Analysis, Article, Extent, Finding, Heading, Name, Paragraph, Record, Table
from convert.walk import blocks

_WIDEST_VALUE = 34
"""Characters: a longer value pushes its evidence to the right, and the others' stays in its column."""

_MOST_ROWS = 60
"""Rows of one source line: a word of 200,000 letters is not shown whole."""

_NOT_SHOWN = frozenset(("dateline",))
"""Its place and agency are shown, field by field."""


def inspected(record: Record, notes: Sequence[Note], width: int) -> Iterator[str]:
    """Yield what was found, in lines of at most `width` characters."""
    article = record.article
    lines = Lines(article.source_text)
    yield from _head(article, width)
    yield from _metadata(record, lines, width)
    yield from _source(record, lines, width)
    yield from _changes(article)
    yield from _analysis(record.analysis, width)
    yield from _notes(article, notes, width)


def _part(title: str) -> Iterator[str]:
    yield ""
    yield title.upper()


def _head(article: Article, width: int) -> Iterator[str]:
    source = article.source
    yield printable(source.name)
    encoding = source.encoding.upper().replace("UTF_", "UTF-")
    facts = (f"read as {source.reader}", encoding, f"{source.size:,} bytes")
    yield from _wrapped(" · ".join(filter(None, facts)), width, "  ")
    yield f"  SHA-256 {source.sha256}"


def _metadata(record: Record, lines: Lines, width: int) -> Iterator[str]:
    yield from _part("metadata")
    extra = tuple(f"extra.{key}" for key, _ in record.article.metadata.extra)
    fields = [field for field in (*FIELDS, *extra) if field not in _NOT_SHOWN]
    stated = [field for field in fields if value_of(record, field)]
    wide = max((len(field) for field in stated), default=0)
    values = {field: shown(value_of(record, field), max(20, width // 2 - wide)) for field in stated}
    column = min(max(map(len, values.values()), default=0), _WIDEST_VALUE)
    for field, value in values.items():
        line = f"  {field:<{wide}}  {value:<{column}}  {_why(record, field, lines)}"
        yield from _wrapped(line, width, "", " " * (wide + 6))
    missing = [field for field in fields if field not in stated]
    if missing:
        yield from _wrapped(f"not stated: {', '.join(missing)}", width, "  ")


def _why(record: Record, field: str, lines: Lines) -> str:
    """Return in words what a value rests on, and what speaks against it."""
    found = evidence_for(record, field)
    chosen = [finding for finding in found if finding.chosen]
    against = [
        finding for finding in found if not finding.chosen and not agrees(finding, value_of(record, finding.field))
    ]
    says = "; ".join(dict.fromkeys(_evidence(finding, lines) for finding in chosen[:3]))
    if len(chosen) > 3:
        says += f" and {len(chosen) - 3} more"
    standing = {finding.standing for finding in chosen} - {"stated"}
    if standing:
        says += f" [{', '.join(sorted(standing))}]"
    if against:
        says += " — not used: " + "; ".join(f"{f.value[:40]} ({_evidence(f, lines)})" for f in against[:3])
    return printable(says)


def _evidence(finding: Finding, lines: Lines) -> str:
    rule, place = rule_words(finding.rule), lines.said(finding.where)
    return rule if place == rule else f"{rule}, {place}"


# ---- source ---------------------------------------------------------------------------------------------------------


def _source(record: Record, lines: Lines, width: int) -> Iterator[str]:
    """Yield the source line by line, and beside each what was found there."""
    yield from _part("source, and what was found there")
    beside = _found_by_line(record, lines)
    digits = len(str(lines.all[-1].number))
    left = max(24, (width - digits - 6) * 6 // 10)
    right = max(20, width - left - digits - 6)
    for line in lines.all:
        if not line.text.strip() and line.number not in beside:
            continue
        texts = textwrap.wrap(shown(line.text, _MOST_ROWS * left), left) or [""]
        found = textwrap.wrap(printable(" · ".join(beside.get(line.number, ()))), right) or [""]
        for row in range(max(len(texts), len(found))):
            number = str(line.number) if row == 0 else ""
            text = texts[row] if row < len(texts) else ""
            note = found[row] if row < len(found) else ""
            yield f"  {number:>{digits}}  {text:<{left}}  {note}".rstrip()


def _found_by_line(record: Record, lines: Lines) -> dict[int, list[str]]:
    article = record.article
    beside: dict[int, list[str]] = defaultdict(list)
    for left_out in article.residue:
        beside[lines.at(left_out.start).number].append(f"left out: {rule_words(left_out.rule)}")
    for finding in article.findings:
        # a language is found in the whole text: that says nothing of its first line
        if isinstance(finding.where, Extent) and finding.rule != "detected":
            verb = (
                ""
                if finding.chosen
                else "agrees: "
                if agrees(finding, value_of(record, finding.field))
                else "not used: "
            )
            said = f"{verb}{finding.field} {finding.value[:60]} ({rule_words(finding.rule)})"
            beside[lines.at(finding.where.start).number].append(said)
    for block in blocks(article.body):
        if isinstance(block, Paragraph | Heading | Table) and block.at is not None:
            beside[lines.at(block.at.start).number].append(_block(block))
    _add_statements(record.analysis, beside, lines)
    edits = Counter(lines.at(edit.start).number for edit in article.edits)
    for number, count in edits.items():
        beside[number].append("1 change" if count == 1 else f"{count} changes")
    return beside


def _block(block: Paragraph | Heading | Table) -> str:
    match block:
        case Heading():
            return f"sub-head {block.level}"
        case Table():
            return f"table, {len(block.rows)} rows"
        case _:
            return f"¶{block.number}" if block.number else "item"


def _add_statements(analysis: Analysis, beside: dict[int, list[str]], lines: Lines) -> None:
    for statement in analysis.statements or ():
        speaker = statement.resolved or statement.speaker or "speaker not stated"
        kind = "not said" if statement.standing == "contested" else "statement"
        beside[lines.at(statement.at.start).number].append(f"{kind}: {speaker}")


def _changes(article: Article) -> Iterator[str]:
    yield from _part("changes")
    rules = Counter(edit.rule for edit in article.edits)
    if not rules:
        yield "  none: the text is printed as it stands"
    for rule, count in sorted(rules.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {count:>4}  {rule_words(rule)}"


# ---- what it says ---------------------------------------------------------------------------------------------------


def _analysis(analysis: Analysis, width: int) -> Iterator[str]:
    if any(getattr(analysis, part) for part in analysis.__struct_fields__):
        yield from _part("what it says")
    if analysis.key_points:
        yield "  key points"
        for point in analysis.key_points:
            yield from _wrapped(f"¶{point.paragraph}  {point.words}", width, "    ", "      ")
    if analysis.statements:
        yield "  statements"
        for each in analysis.statements:
            speaker = each.speaker or "speaker not stated"
            resolved = f" [{each.resolved}]" if each.resolved and each.resolved != each.speaker else ""
            cue = f", “{each.cue}”" if each.cue else ""
            denied = " [not said]" if each.standing == "contested" else ""
            said = f"¶{each.paragraph}  “{each.words}” — {speaker}{resolved}{cue}{denied}"
            yield from _wrapped(said, width, "    ", "      ")
    for part in ("people", "organisations", "places"):
        names: tuple[Name, ...] | None = getattr(analysis, part)
        if names:
            yield from _wrapped(f"{part}: " + "; ".join(map(_name, names)), width, "  ", "    ")
    if analysis.dates:
        yield "  dates"
        for date in analysis.dates:
            reason = f" ({date.reason})" if date.reason else ""
            yield from _wrapped(f"{date.moment}  ¶{date.paragraph}  “{date.words}”{reason}", width, "    ", "      ")
    if analysis.abbreviations:
        said = "; ".join(f"{each.short} = {each.full}" for each in analysis.abbreviations)
        yield from _wrapped(f"abbreviations: {said}", width, "  ", "    ")


def _name(name: Name) -> str:
    title = f", {name.title}" if name.title else ""
    return f"{name.name}{title} ({len(name.mentions)})"


def _notes(article: Article, notes: Sequence[Note], width: int) -> Iterator[str]:
    said = dict.fromkeys((*article.notes, *(note.message for note in notes)))
    if said:
        yield from _part("notes")
    for message in said:
        yield from _wrapped(message, width, "  ", "    ")


def _wrapped(text: str, width: int, indent: str, more: str | None = None) -> list[str]:
    return textwrap.wrap(
        printable(text),
        width,
        initial_indent=indent,
        subsequent_indent=indent if more is None else more,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
