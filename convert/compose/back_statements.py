"""Back matter: what was said, by speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from convert import model as m
from convert.compose.names_sorted import surname_key
from convert.compose.order import Placed, folded
from convert.compose.parts import back_section
from convert.compose.printing import Printing
from convert.compose.speakers import is_named, without_article
from convert.compose.tables import cell, columns, head_row, reference, speaker_cell, title_of, words_said_cell
from convert.compose.wording import shortened, span
from convert.style import Labels


class _Said(msgspec.Struct, frozen=True):
    by: Placed
    statement: m.Statement

    @property
    def speaker(self) -> str | None:
        return self.statement.resolved or self.statement.speaker

    @property
    def title(self) -> str | None:
        """The title that the article of the statement gives the speaker."""
        return title_of(self.speaker, self.by.record.analysis.people)

    @property
    def language(self) -> str | None:
        return self.by.article.metadata.language

    @property
    def is_named(self) -> bool:
        """Whether the speaker is called by a name: “she” or “a spokesman” may be another one in the next article."""
        return self.speaker is not None and is_named(self.speaker, self.language)

    @property
    def order(self) -> tuple[int, str, str]:
        """The place of the speaker: people by surname, bodies by their name; then who has no name; then nobody."""
        if self.speaker is None:
            return (2, "", "")
        if not self.is_named:
            return (1, "", "")
        bare = without_article(self.speaker, self.language)
        bodies = {body.name for body in self.by.record.analysis.organisations or ()}
        is_body = bare != self.speaker or self.speaker in bodies
        return (0, folded(bare), "") if is_body else (0, *surname_key(self.speaker))

    @property
    def row_group(self) -> tuple[str | None, int]:
        """What statements that stand beside one speaker share: unnamed speakers of two articles are two people."""
        if self.is_named:
            return self.speaker, 0
        return self.speaker and self.speaker.casefold(), self.by.number


def statements_section(placed: Sequence[Placed], printing: Printing) -> m.Section | None:
    """Return every statement of the pack by speaker: surnames in alphabetical order, accents aside.

    Speakers without a name follow article by article, statements that name nobody come last.
    """
    labels = printing.labels
    said = sorted(_all(placed), key=lambda s: s.order)
    if not said:
        return None
    heads = head_row(labels["speaker"], labels["statement"], labels["cue_outlet"], labels["paragraph_short"])
    table = m.Table(tuple(_rows(said, labels)), heads, columns(0.27, 0, 0.18, 0.08, right=[3]), role="statements")
    return back_section("statements", labels["statements_by_speaker"], labels["statements_note"], table)


def _all(placed: Iterable[Placed]) -> Iterator[_Said]:
    for each in placed:
        for statement in each.record.analysis.statements or ():
            yield _Said(each, statement)


def _rows(said: Sequence[_Said], labels: Labels) -> Iterator[tuple[m.Cell, ...]]:
    for _, group in groupby(said, key=lambda s: s.row_group):
        same = list(group)
        # title and cited words are one article's, the first that gives a title
        cited = next((s for s in same if s.title), same[0])
        for at, each in enumerate(same):
            who = (speaker_cell(cited.statement, cited.language, cited.title, labels, len(same)),) if at == 0 else ()
            yield (*who, *_cells(each, labels))


def _cells(said: _Said, labels: Labels) -> tuple[m.Cell, ...]:
    statement = said.statement
    cue = [m.Paragraph((m.Text(statement.cue),))] if statement.cue else []
    outlet = [m.Paragraph((span(shortened(said.by.short_outlet, 24), "soft"),))] if said.by.outlet else []
    return (
        words_said_cell(statement, said.language, labels),
        m.Cell((*cue, *outlet)),
        cell(reference(statement.paragraph, said.by.place)),
    )
