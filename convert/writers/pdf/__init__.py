"""PDF: tagged (PDF/UA-1), archivable (PDF/A-2a), laid out in one pass: the body, then the front that points to it.

Read in this order: `terms` (the style in points), `text` and `blocks` (a briefing's blocks as flowables), `layout`
(the pages), `furniture` (what stands on every one of them).
"""

from __future__ import annotations

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Note, Noter
from convert.style import Style
from convert.writers.pdf.blocks import is_own_anchor
from convert.writers.pdf.contrast import note_low_contrast
from convert.writers.pdf.layout import Layout
from convert.writers.pdf.spilling import few_lines, tighter


class PdfWriter:
    """Sets a briefing in type."""

    suffix = "pdf"

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return the file, and the printed page label of every block with an id.

        Raises CannotSet for a brief in a script that is not set yet (right to left, or without spaces between words),
        StyleError for a font that is not installed. Warnings name the characters that no font has, the words that are
        not set, what page one had no room for, links that are not kept, and colours that are hard to read.

        A brief that spills a few lines onto a last page is set a little tighter where that saves the page.
        """
        note_low_contrast(style, briefing.furniture, note)
        layout, data, notes = _laid_out(briefing, style)
        if briefing.kind == "brief" and layout.has_spilt(few_lines(style)):
            again = _laid_out(briefing, tighter(style))
            if len(again[0].canvas.pages) < len(layout.canvas.pages):
                layout, data, notes = again
        for each in notes:
            note(each)
        pages = {name: label for name, label in layout.labels.items() if not is_own_anchor(name)}
        return Written((File(".pdf", data),), pages)


def _laid_out(briefing: m.Briefing, style: Style) -> tuple[Layout, bytes, list[Note]]:
    notes: list[Note] = []
    layout = Layout(briefing, style, notes.append)
    return layout, layout.lay_out(), notes


writer = PdfWriter()
