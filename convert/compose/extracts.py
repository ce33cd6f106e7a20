"""What `--rights extract` prints of an article of a pack, and references to what is not printed at all."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from convert import model as m
from convert.compose.article import Place
from convert.compose.key_points import key_points
from convert.compose.tables import quoted
from convert.compose.wording import DOT, span, text
from convert.style import Labels
from convert.walk import blocks, transform


def extracts(record: m.Record, place: Place, labels: Labels) -> Iterator[m.Block]:
    """Yield key points and, in the order of the text, every statement with its speaker as the text names him.

    The first thing printed of a paragraph carries its id: references to it hold.
    """
    named: set[str] = set()
    points = record.analysis.key_points or ()
    for section in key_points(record, place, labels):
        head, *said = section.blocks
        made = [_named(block, place.target(p.paragraph), named) for block, p in zip(said, points, strict=True)]
        yield msgspec.structs.replace(section, blocks=(head, *made))
    for statement in record.analysis.statements or ():
        yield _named(_statement(statement, record, place, labels), place.target(statement.paragraph), named)


def _named(block: m.Block, target: str, named: set[str]) -> m.Block:
    if target in named:
        return block
    named.add(target)
    return msgspec.structs.replace(block, id=target)


def _statement(statement: m.Statement, record: m.Record, place: Place, labels: Labels) -> m.Paragraph:
    language = record.article.metadata.language
    words: tuple[m.Inline, ...] = (m.Text(quoted(statement.words, language)),)
    speaker = statement.resolved or statement.speaker
    if speaker is not None:
        words = (*words, span(f"\u00a0{DOT.lstrip()}{speaker}", "soft"))
    if statement.standing == "contested":
        words = (*words, span(f"{DOT}{statement.cue}{DOT}", "soft"), m.Strong(text(labels["not_said"])))
    return m.Paragraph(words, number=place.paragraph(statement.paragraph), language=language)


def without_loose_ends(briefing: m.Briefing) -> m.Briefing:
    """Return the briefing with plain words where a reference or a link points at what is not printed."""
    there = {getattr(block, "id", None) for block in blocks(briefing.sections)}

    def cut(node: msgspec.Struct) -> msgspec.Struct:
        match node:
            case m.Ref() if node.target not in there:
                return m.Text(node.text)
            case m.Link() if node.url.startswith("#") and node.url[1:] not in there:
                return m.Span(node.content)
            case _:
                return node

    parts = {name: transform(getattr(briefing, name), cut) for name in ("front", "body", "back")}
    return msgspec.structs.replace(briefing, **parts)
