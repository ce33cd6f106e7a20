"""PDF: tagged (PDF/UA-1), archivable (PDF/A-2a), laid out in one pass: the body, then the front that points to it.

Read in this order: `terms` (the style in points), `text` and `blocks` (a briefing's blocks as flowables), `layout`
(the pages), `furniture` (what stands on every one of them).
"""

from __future__ import annotations

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.writers.pdf.blocks import is_own_anchor
from convert.writers.pdf.contrast import note_low_contrast
from convert.writers.pdf.layout import Layout


class PdfWriter:
    """Sets a briefing in type."""

    suffix = "pdf"

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return the file, and the printed page label of every block with an id.

        Raises CannotSet for a brief in a script that is not set yet (right to left, or without spaces between words),
        StyleError for a font that is not installed. Warnings name the characters that no font has, the words that are
        not set, what page one had no room for, links that are not kept, and colours that are hard to read.
        """
        note_low_contrast(style, briefing.furniture, note)
        layout = Layout(briefing, style, note)
        data = layout.lay_out()
        pages = {name: label for name, label in layout.labels.items() if not is_own_anchor(name)}
        return Written((File(".pdf", data),), pages)


writer = PdfWriter()
