"""What is asked of a document, in one place: edition, style, and the words of its language."""

from __future__ import annotations

import msgspec

from convert.errors import Note, Noter
from convert.model import Edition
from convert.style import Labels, Style, has_labels, load_labels


class Printing(msgspec.Struct, frozen=True):
    """What is asked of a document: the editor's edition, the house's style, the words of its language."""

    edition: Edition
    style: Style
    labels: Labels


def printing_for(edition: Edition, style: Style, note: Noter, otherwise: str | None = None) -> Printing:
    """Return what is asked of a document, in the edition's language, or `otherwise`; English where that has no labels.

    It is a Note where the edition asked for a language that has none.
    """
    if not has_labels(edition.language):
        note(Note("no-labels", f"there are no labels in “{edition.language}”: the briefing's own words are English"))
    return Printing(edition, style, load_labels(edition.language or otherwise))
