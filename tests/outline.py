"""An article as a readable outline: what the cases in `cases/normalise/` are written in.

A body line is a number or a sign, and the words; inlines show as `[words](address)`, `*emphasis*`, `**strong**`,
`{{words: doubt}}`, and ` / ` where a line of the source ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from convert import model as m
from convert.errors import Note
from convert.normalise.uncovered import HEAD_RULES


def metadata(article: m.Article) -> Iterator[str]:
    """Yield each known field as `name: value`."""
    for field in article.metadata.__struct_fields__:
        value = getattr(article.metadata, field)
        if isinstance(value, m.Dateline):
            value = " / ".join(filter(None, (value.place, value.agency)))
        if field == "extra":
            yield from (f"{key}: {said}" for key, said in value)
        elif value:
            yield f"{field}: {', '.join(value) if isinstance(value, tuple) else value}"
    if article.truncated:
        yield "truncated"


def body(blocks: Iterable[m.Block], indent: str = "") -> Iterator[str]:
    """Yield each block as a line or more."""
    for block in blocks:
        match block:
            case m.Paragraph():
                yield f"{indent}{block.number or '.'} | {inlines(block.content)}"
            case m.Heading():
                yield f"{indent}{'#' * block.level} | {inlines(block.content)}"
            case m.ItemList():
                for at, item in enumerate(block.items, start=block.start):
                    yield f"{indent}{f'{at})' if block.ordered else '-'}"
                    yield from body(item, indent + "  ")
            case m.Quotation():
                yield f"{indent}quotation"
                yield from body(block.blocks, indent + "  ")
            case m.Table():
                yield f"{indent}{block.number} | table {inlines(block.caption)}".rstrip()
                yield from (indent + "  head: " + _row(row) for row in block.head)
                yield from (indent + "  row: " + _row(row) for row in block.rows)
            case m.Figure():
                yield f"{indent}figure {block.media} ({block.alt}) {inlines(block.caption)}".rstrip()
            case m.Rule():
                yield f"{indent}rule"
            case _:
                yield f"{indent}{type(block).__name__}"


def _row(row: tuple[m.Cell, ...]) -> str:
    def words(cell: m.Cell) -> str:
        span = f" ({cell.columns}x{cell.rows})" if (cell.columns, cell.rows) != (1, 1) else ""
        return " ".join(inlines(b.content) for b in cell.blocks if isinstance(b, m.Paragraph)) + span

    return " | ".join(map(words, row))


def inlines(content: Iterable[m.Inline]) -> str:
    """Return inlines as one line."""
    return "".join(map(_inline, content))


def _inline(inline: m.Inline) -> str:
    match inline:
        case m.Text():
            return inline.text
        case m.Break():
            return " / "
        case m.Emphasis():
            return f"*{inlines(inline.content)}*"
        case m.Strong():
            return f"**{inlines(inline.content)}**"
        case m.Link():
            return f"[{inlines(inline.content)}]({inline.url})"
        case m.Remark():
            return f"{{{{{inlines(inline.content)}: {inline.message}}}}}"
        case m.Span():
            return f"<{inline.language} {inlines(inline.content)}>"
        case _:
            return type(inline).__name__


def findings(article: m.Article) -> Iterator[str]:
    """Yield each finding: `*` where it was chosen, field, value, rule, standing, reason."""
    for each in article.findings:
        reason = f": {each.reason}" if each.reason else ""
        yield f"{'*' if each.chosen else '-'} {each.field} = {each.value} ({each.rule}, {each.standing}{reason})"


def residue(article: m.Article) -> Iterator[str]:
    """Yield what was left out that is not said in the metadata."""
    for each in article.residue:
        if each.rule not in HEAD_RULES:
            yield f"{each.rule}: {' '.join(article.source_text[each.start : each.end].split())}"


def edits(article: m.Article) -> Iterator[str]:
    """Yield each edit as `rule: before → after`."""
    for each in article.edits:
        yield f"{each.rule}: {each.before!r} → {each.after!r}"


def notes(given: Iterable[Note]) -> Iterator[str]:
    """Yield each note as `code: message`."""
    for note in given:
        yield f"{note.code}: {note.message}"
