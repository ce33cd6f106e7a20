"""Word: the house's styles, contents filled, one pagination with the PDF, the same bytes each time."""

from __future__ import annotations

import msgspec

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.writers.docx.package import assembled


class DocxWriter(msgspec.Struct, frozen=True):
    """A writer of Word files. `comments` puts the normaliser's doubts beside the words they concern."""

    comments: bool = False
    suffix: str = "docx"

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return the document; page references are filled where the briefing knows pages."""
        return Written((File(".docx", assembled(briefing, style, note, comments=self.comments)),))


writer = DocxWriter()
