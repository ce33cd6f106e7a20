"""Contents and index: lines that end in a page, and names in three columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_page

from convert import model as m
from convert.typeset.box import Box, BoxLook, Columns
from convert.typeset.paragraph import Flowable, Label
from convert.typeset.runs import Run
from convert.typeset.tagging import Element
from convert.walk import index_refs
from convert.writers.pdf.terms import MM, NOTE_AFTER, Terms

if TYPE_CHECKING:
    from convert.writers.pdf.blocks import Maker

COLUMNS = 3
COLUMN_GAP = 7 * MM
TURNOVER = 9.0
REFS_TOGETHER = 80
"""References of a name in one paragraph: a column is not higher than a page."""


HEADS_FROM = 60
"""Entries: a shorter index has white space between its letters, no heads."""

LETTER_GAP = 4.0
LINE_GAP = 3.0

TWO_COLUMNS_FROM = 4
"""Lines of the contents without numbers: the parts after the articles."""

BETWEEN = " · "
"""Stands between the facts under a title."""

TOGETHER = BoxLook(pad_top=0, pad_bottom=0)


class IndexMaker:
    """Makes the contents and the index of a document."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker

    @property
    def terms(self) -> Terms:
        """The terms of the language that is being set."""
        return self.maker.terms

    # ---- contents

    def contents(self, block: m.Contents, parent: Element) -> Iterator[Flowable]:
        """Yield the lines of the contents, a hairline under each."""
        element = Element("TOC", parent)
        lines = [[*self._entry(entry, Element("TOCI", element)), self.maker.closing_rule()] for entry in block.entries]
        for line in lines:
            line[-1].after = LINE_GAP
        if len(lines) < TWO_COLUMNS_FROM or any(entry.number is not None for entry in block.entries):
            yield from (flowable for line in lines for flowable in line)
            return
        columns = Columns([_together(line) for line in lines], 2, COLUMN_GAP, direction=self.terms.direction)
        columns.after = LINE_GAP
        columns.keeps_with_next = True  # how to cite follows: it is not to stand alone on a page
        yield columns

    def _entry(self, entry: m.ContentsEntry, element: Element) -> Iterator[Flowable]:
        terms, maker = self.terms, self.maker
        base = terms.contents if entry.number is not None else replace(terms.cell, indent=0.0)
        base = replace(base, indent=base.indent + 5 * MM * (entry.level - 1))
        link = replace(base.format, destination=entry.ref.target)
        page = maker.setter.shown(entry.ref)
        right = [Run(page, replace(terms.cell.format, destination=entry.ref.target))] if page else []
        label = None
        if entry.number is not None:
            label = Label(Run(entry.number, replace(terms.article_number, size=base.format.size)), kind="Span")
        first = replace(base, keeps_with_next=True, after=0.0)
        yield maker.set([Run(maker.say(entry.title), link)], first, Element("P", element), label=label, right=right)
        if entry.detail:
            detail = replace(terms.cell, indent=base.indent, after=2.5, keeps_with_next=True)
            soft = replace(detail.format, colour=terms.style.colour.soft, size=terms.style.size.note[0])
            runs = maker.setter.runs(maker.setter.facts(_facts(entry.detail)), soft)
            yield maker.set(runs, detail, Element("P", element))

    # ---- index

    def names(self, block: m.NameIndex, parent: Element) -> Iterator[Flowable]:
        """Yield the index in three columns of about one height."""
        owner = Element("Index", parent)
        has_heads = len(block.entries) >= HEADS_FROM
        made: list[Flowable] = []
        for letter, group in groupby(block.entries, key=lambda entry: initial(entry.name)):
            head = self._letter(letter, owner) if has_heads else None
            entries = [part for entry in group for part in self._name(entry, owner)]
            if head is not None:
                entries[0] = _together([head, entries[0]])
            entries[-1].after = LETTER_GAP
            made += entries
        columns = Columns(made, COLUMNS, COLUMN_GAP, direction=self.terms.direction)
        columns.after = NOTE_AFTER
        yield columns

    def _letter(self, letter: str, owner: Element) -> Flowable:
        style = replace(self.terms.cell_head, leading=self.terms.index.leading)
        return self.maker.set([Run(letter, style.format)], style, Element("P", owner))

    def _name(self, entry: m.IndexEntry, parent: Element) -> Iterator[Flowable]:
        """Yield an entry: one paragraph, or for a name on very many pages several, which a column may part."""
        style = replace(self.terms.index, indent=0.0, hang=TURNOVER)
        element = Element("P", parent)
        runs = [Run(f"{self.maker.say(entry.name)}\u00a0 ", style.format)]
        refs = self._printed(entry)
        for at, (ref, strong) in enumerate(refs, start=1):
            face = self.terms.faces.label_strong if strong else style.format.face
            look = replace(style.format, face=face, destination=ref.target)
            runs.append(Run(self.maker.setter.shown(ref), look))
            if at < len(refs):
                runs.append(Run(", ", style.format))
            if at % REFS_TOGETHER == 0 and at < len(refs):
                yield self.maker.set(runs, style, element)
                runs, style = [], replace(style, indent=TURNOVER, hang=0.0)
        yield self.maker.set(runs, style, element)

    def _printed(self, entry: m.IndexEntry) -> tuple[tuple[m.Ref, bool], ...]:
        """Return the references of an entry with their pages, none twice."""
        labels = self.maker.setter.labels
        refs = tuple(with_page(ref, page=labels.get(ref.target, ref.page)) for ref in entry.refs)
        return index_refs(with_page(entry, refs=refs))


def initial(name: str) -> str:
    """Return the letter a name is found under: its first, without accents, in capitals; `#` where it has none."""
    folded = unicodedata.normalize("NFKD", name)
    return next((c.upper() for c in folded if c.isalpha()), "#")


def _facts(detail: str) -> Iterator[m.Text]:
    """Yield the facts of a line and the dots between them."""
    for number, fact in enumerate(detail.split(BETWEEN)):
        if number:
            yield m.Text(BETWEEN)
        yield m.Text(fact)


def _together(flowables: Sequence[Flowable]) -> Flowable:
    """Return flowables as one, which no column parts."""
    box = Box(flowables, TOGETHER)
    box.after = flowables[-1].after
    return box
