"""Back matter: the dates that the articles speak of, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from convert import model as m
from convert.compose.order import Placed
from convert.compose.parts import back_section
from convert.compose.printing import Printing
from convert.compose.tables import cell, columns, head_row, reference, worked_out
from convert.compose.wording import say_days, say_moment, span, text
from convert.moments import sort_key
from convert.style import Labels


class _Event(msgspec.Struct, frozen=True):
    first: Placed
    dated: m.DatedSentence
    also: tuple[m.Ref, ...]


def timeline_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return the timeline: whole sentences in order of the dates they name; a row marks the moment of compilation."""
    labels = printing.labels
    events = sorted(_events(placed), key=lambda e: (sort_key(e.dated.moment), e.first.number, e.dated.at.start))
    if not events:
        return None
    rows = tuple(_rows(events, printing.edition.as_of, labels))
    heads = head_row(labels["date"], labels["in_the_text"], labels["paragraph_short"])
    table = m.Table(rows, heads, columns(0.24, 0, 0.08, right=[2]), role="timeline")
    return back_section("timeline", labels["timeline"], labels["timeline_note"], table)


def _events(placed: Sequence[Placed]) -> Iterator[_Event]:
    """Yield each dated sentence once: where articles share it word for word, the first has it and names the others."""
    found: dict[tuple[str, str], list[tuple[Placed, m.DatedSentence]]] = {}
    for each in placed:
        for dated in each.record.analysis.dates or ():
            found.setdefault((dated.moment, dated.sentence), []).append((each, dated))
    for same in found.values():
        first, dated = same[0]
        also = tuple(reference(other.paragraph, by.place) for by, other in same[1:] if by.number != first.number)
        yield _Event(first, dated, also)


def _rows(events: Sequence[_Event], as_of: m.Moment | None, labels: Labels) -> Iterator[tuple[m.Cell, ...]]:
    compiled = as_of is None
    for event in events:
        if not compiled and as_of is not None and sort_key(event.dated.moment) > sort_key(as_of):
            yield from _compiled_here(as_of, labels)
            compiled = True
        yield _row(event, labels)


def _compiled_here(as_of: m.Moment, labels: Labels) -> Iterator[tuple[m.Cell, ...]]:
    yield (
        cell(span(say_moment(as_of, labels), "label")),
        cell(span(labels["compiled_here"], "label")),
        cell(m.Text("")),
    )


def _row(event: _Event, labels: Labels) -> tuple[m.Cell, ...]:
    dated, by = event.dated, event.first
    said = m.Paragraph(text(dated.sentence), role="timeline", language=by.article.metadata.language)
    source = _source(event)
    return (
        m.Cell(
            (m.Paragraph((m.Strong(text(say_days(dated.moment, dated.until, labels))),)), *worked_out(dated, labels))
        ),
        m.Cell((said, m.Paragraph(source)) if source else (said,)),
        cell(reference(dated.paragraph, by.place)),
    )


def _source(event: _Event) -> tuple[m.Inline, ...]:
    row: list[m.Inline] = [span(event.first.outlet, "soft")] if event.first.outlet else []
    for ref in event.also:
        row += [m.Text("; " if len(row) == 1 else ", ")] if row else []
        row.append(ref)
    return tuple(row)
