"""Plain text: for a terminal, a mail body, a message. Lines of at most 78 characters, everything in reading order."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import assert_never

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.walk import described, entry_page, index_refs, inlines, plain, shown
from convert.writers.grid import without_spans
from convert.writers.nodes import clean

suffix = "txt"
WIDTH = 78
GUTTER = 6
"""Columns for paragraph numbers."""

_BETWEEN = "  "
"""What stands between columns of a table."""


def write(briefing: m.Briefing, style: Style, note: Noter) -> Written:
    """Return the text; markings stand at the top and at the end, footnotes after their block."""
    del style, note
    markings = ["   ".join(each.text for each in briefing.furniture.markings)] if briefing.furniture.markings else []
    parts = [*markings, *_blocks(briefing.sections), *markings]
    text = "\n\n".join(clean(part).rstrip() for part in parts if part.strip())
    return Written((File(".txt", (text + "\n").encode("utf-8")),))


def _blocks(blocks: Iterable[m.Block]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: m.Block) -> Iterator[str]:
    match block:
        case m.Paragraph():
            yield _numbered(block.number or "", plain(block.content))
            yield from _footnotes(block.content)
        case m.Heading():
            yield _heading(block)
        case m.ItemList():
            yield "\n".join(_items(block))
        case m.Quotation():
            for part in _blocks(block.blocks):
                yield textwrap.indent(part, "    ")
            if block.speaker:
                yield f"    — {block.speaker}"
        case m.Table():
            yield "\n".join(_table(block))
        case m.Figure():
            yield _wrapped(plain(described(block)))
        case m.Rule():
            yield "* * *"
        case m.Section():
            yield from _blocks(block.blocks)
        case m.Contents():
            yield "\n".join(_entry(entry) for entry in block.entries)
        case m.NameIndex():
            yield "\n".join(f"{e.name}  {', '.join(shown(ref) for ref, _ in index_refs(e))}" for e in block.entries)
        case _:
            assert_never(block)


def _wrapped(words: str, indent: str = "") -> str:
    lines = words.split("\n")
    return "\n".join(
        textwrap.fill(
            line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        for line in lines
    )


def _numbered(number: str, words: str) -> str:
    """Return a paragraph with its number hanging in the gutter."""
    if not number:
        return _wrapped(words)
    text = _wrapped(words, " " * GUTTER)
    return f"{number:<{GUTTER}}{text[GUTTER:]}" if len(number) < GUTTER else f"{number}\n{text}"


def _heading(block: m.Heading) -> str:
    words = " ".join(filter(None, (block.number, plain(block.content))))
    lines = _wrapped(words).split("\n")
    rule = {1: "=", 2: "-"}.get(block.level)
    return "\n".join([*lines, rule * min(max(map(len, lines)), WIDTH)]) if rule else "\n".join(lines)


def _items(block: m.ItemList) -> Iterator[str]:
    for at, item in enumerate(block.items):
        mark = f"{block.start + at}. " if block.ordered else "– "
        text = textwrap.indent("\n".join(_blocks(item)), " " * len(mark))
        yield mark + text[len(mark) :]


def _table(block: m.Table) -> Iterator[str]:
    """Yield a table in columns where they fit a line, else a row a line, its cells apart by bars."""
    if block.number or block.caption:
        yield " ".join(filter(None, (block.number, plain(block.caption))))
    rows = [[_cell(cell) for cell in row] for row in without_spans((*block.head, *block.rows))]
    yield from _columns(rows, block.columns) or (" | ".join(row).rstrip() for row in rows)
    if block.summary:
        yield ""
        yield _wrapped(block.summary)


def _columns(rows: Sequence[Sequence[str]], columns: Sequence[m.Column]) -> list[str]:
    """Return rows set in columns, or nothing where they do not fit a line."""
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    if sum(widths) + len(_BETWEEN) * (len(widths) - 1) > WIDTH:
        return []
    signs = [">" if column.align == "right" else "<" for column in columns] + ["<"] * len(widths)
    return [
        _BETWEEN.join(f"{cell:{sign}{width}}" for cell, sign, width in zip(row, signs, widths, strict=False)).rstrip()
        for row in rows
    ]


def _cell(cell: m.Cell) -> str:
    return " ".join(part.replace("\n", " ") for part in _flat(cell.blocks) if part)


def _flat(blocks: Sequence[m.Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, m.Paragraph | m.Heading):
            yield " ".join(filter(None, (block.number, plain(block.content))))
        else:
            yield from _block(block)


def _entry(entry: m.ContentsEntry) -> str:
    line = "  ".join(filter(None, (entry.number, entry.title, entry.detail)))
    page = entry_page(entry)
    return f"{line}  {page}" if page else line


def _footnotes(content: Iterable[m.Inline]) -> Iterator[str]:
    for inline in inlines(content):
        if isinstance(inline, m.Footnote):
            yield from (textwrap.indent(part, "    ") for part in _blocks(inline.blocks))
