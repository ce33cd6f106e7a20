"""PDF: tagged (PDF/UA-1), archivable (PDF/A-2a), laid out in one pass: the body, then the front that points to it."""

from __future__ import annotations

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.writers.pdf.layout import Layout

suffix = "pdf"


class PdfWriter:
    """Sets a briefing in type."""

    suffix = "pdf"

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return the file, and the printed page label of every block.

        Raises CannotSet for a brief in a script that is not set yet (right to left, or one that needs a shaper's help
        across words). Characters that no font has are named in a warning.
        """
        layout = Layout(briefing, style, note)
        data = layout.lay_out()
        return Written((File(".pdf", data),), layout.labels)


writer = PdfWriter()
