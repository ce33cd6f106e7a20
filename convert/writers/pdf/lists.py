"""Lists as flowables: each item a body of blocks, its mark hanging beside the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from convert import model as m
from convert.typeset.paragraph import Flowable, Label
from convert.typeset.runs import Run
from convert.typeset.tagging import LIST_WITH_BULLETS, LIST_WITH_LABELS, Element
from convert.writers.pdf.terms import LIST_INDENT

if TYPE_CHECKING:
    from convert.writers.pdf.blocks import Maker


class ListMaker:
    """Makes the lists of a document."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker

    def items(self, block: m.ItemList, parent: Element, depth: int = 0) -> Iterator[Flowable]:
        """Yield the flowables of a list's items, one after the other; `depth` is how many lists it stands in."""
        attributes = LIST_WITH_LABELS if block.ordered else LIST_WITH_BULLETS
        owner = Element("L", parent, attributes=attributes)
        indent = self.maker.terms.gutter + LIST_INDENT * (min(depth, 8) + 1)
        for at, item in enumerate(block.items):
            mark = f"{block.start + at}." if block.ordered else "–"
            made = list(self._item(item, Element("LI", owner), (mark, indent), depth))
            if at == len(block.items) - 1 and not depth:
                made[-1].after = self.maker.terms.paragraphs["body"].after
            yield from made

    def _item(
        self, blocks: Sequence[m.Block], item: Element, mark: tuple[str, float], depth: int
    ) -> Iterator[Flowable]:
        words, indent = mark
        body = Element("LBody", item)
        style = replace(self.maker.hyphenated(self.maker.terms.paragraphs["body"], None), indent=indent, after=3)
        label: Label | None = Label(Run(words, style.format), indent - LIST_INDENT, parent=item)
        if not blocks or not isinstance(blocks[0], m.Paragraph):
            # the mark of an item that begins with no text has a line of its own
            blocks = (m.Paragraph((m.Text("\u00a0"),)), *blocks)
        for block in blocks:
            if isinstance(block, m.Paragraph):
                element = Element("P", body, language=self.maker.own_language(block.language))
                yield self.maker.paragraph(block.content, style, element, label=label, destination=block.id)
                label = None
            elif isinstance(block, m.ItemList):
                yield from self.items(block, body, depth + 1)
            else:
                yield from self.maker.block(block, body)
