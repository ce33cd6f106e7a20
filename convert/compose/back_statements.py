"""Back matter: what was said, by speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from convert import model as m
from convert.compose.names_sorted import surname_key
from convert.compose.order import Placed
from convert.compose.parts import back_section
from convert.compose.printing import Printing
from convert.compose.tables import cell, columns, head_row, quoted, reference, speaker_cell, title_of
from convert.compose.wording import shortened, span
from convert.style import Labels


class _Said(msgspec.Struct, frozen=True):
    by: Placed
    statement: m.Statement

    @property
    def speaker(self) -> str | None:
        return self.statement.resolved or self.statement.speaker


def statements_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return every statement of the pack by speaker: surnames in alphabetical order, accents aside, unnamed last."""
    labels = printing.labels
    said = sorted(_all(placed), key=lambda s: _order(s.speaker))
    if not said:
        return None
    heads = head_row(labels["speaker"], labels["statement"], labels["cue_outlet"], labels["paragraph_short"])
    table = m.Table(tuple(_rows(said, labels)), heads, columns(0.27, 0, 0.18, 0.08, right=[3]), role="statements")
    return back_section("statements", labels["statements_by_speaker"], labels["statements_note"], table)


def _all(placed: Iterable[Placed]) -> Iterator[_Said]:
    for each in placed:
        for statement in each.record.analysis.statements or ():
            yield _Said(each, statement)


def _order(speaker: str | None) -> tuple[bool, str, str]:
    return (speaker is None, *(surname_key(speaker) if speaker else ("", "")))


def _rows(said: Sequence[_Said], labels: Labels) -> Iterator[tuple[m.Cell, ...]]:
    for _, group in groupby(said, key=lambda s: s.speaker):
        same = list(group)
        titles = (title_of(s.speaker, s.by.record.analysis.people) for s in same)
        title = next(filter(None, titles), None)
        for at, each in enumerate(same):
            who = (speaker_cell(each.statement, title, labels, len(same)),) if at == 0 else ()
            yield (*who, *_cells(each))


def _cells(said: _Said) -> tuple[m.Cell, ...]:
    statement, language = said.statement, said.by.article.metadata.language
    cue = [m.Paragraph((m.Text(statement.cue),))] if statement.cue else []
    outlet = [m.Paragraph((span(shortened(said.by.outlet, 24), "soft"),))] if said.by.outlet else []
    return (
        cell(m.Text(quoted(statement.words, language)), role="quote_cell", language=language),
        m.Cell((*cue, *outlet)),
        cell(reference(statement.paragraph, said.by.place)),
    )
