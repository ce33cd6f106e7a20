"""What a reader is told of text that the rights given withhold."""

from __future__ import annotations

from collections.abc import Iterator

from convert import model as m
from convert.compose.printing import Printing
from convert.compose.wording import text
from convert.walk import LIST_AFTER, numbered


def what_is_withheld(whole: m.Record, cut: m.Record, printing: Printing) -> Iterator[m.Paragraph]:
    """Yield the line that says how much of an article is printed, where that is not all of it."""
    labels = printing.labels
    if printing.edition.rights == "link":
        yield m.Paragraph(text(labels["link_only"]), role="note")
    elif printing.edition.rights == "extract":
        of_all = sum(isinstance(block, m.Paragraph) for block in numbered(whole.article.body))
        said = labels["extract_of"].format(n=len(_printed(cut)), all=of_all)
        yield m.Paragraph(text(said), role="note")


def _printed(cut: m.Record) -> set[str]:
    """Return the numbers of the paragraphs that something is printed of."""
    points = {point.paragraph for point in cut.analysis.key_points or ()}
    said = cut.analysis.statements or ()
    return points | {statement.paragraph.removesuffix(LIST_AFTER) for statement in said}
