"""Word: the house's styles, contents filled, one pagination with the PDF, the same bytes each time.

python-docx makes the template and reads a house's own document; a document's body is written as text into it.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from convert import model as m
from convert.contracts import File, Written
from convert.errors import CannotSet, Noter, StyleError
from convert.regular_files import regular_file
from convert.style import Style
from convert.writers.docx.package import assembled
from convert.writers.docx.template import Template, template_of


class DocxWriter(Struct, frozen=True):
    """A writer of Word files.

    `comments` puts the normaliser's doubts beside the words they concern. `reference_doc` is a house's own document,
    whose styles, page, heads and feet are taken. `embed_fonts` puts the style's fonts into the file, some 2 MB.
    """

    comments: bool = False
    reference_doc: Path | None = None
    embed_fonts: bool = False
    suffix: str = "docx"

    def write(self, briefing: m.Briefing, style: Style, note: Noter) -> Written:
        """Return the document; page references are filled where the briefing knows pages.

        Raises StyleError where the reference document cannot be used or a font may not be embedded, CannotSet where
        the briefing is nested more deeply than can be followed.
        """
        template = self._template(style, briefing.properties.language)
        try:
            data = assembled(briefing, template, note, comments=self.comments)
        except RecursionError as error:
            raise CannotSet("the text is nested too deeply for a Word document") from error
        return Written((File(".docx", data),))

    def _template(self, style: Style, language: str) -> Template:
        if self.reference_doc is None:
            return template_of(style, language, embedded=self.embed_fonts)
        from convert.writers.docx.reference import template_from

        if self.embed_fonts:
            raise StyleError(
                "a reference document brings its own fonts", hint="leave out --embed-fonts or --reference-doc"
            )
        try:
            data = regular_file(self.reference_doc)
        except OSError as error:
            raise StyleError(
                f"the reference document cannot be read: {error.strerror}", where=str(self.reference_doc)
            ) from error
        return template_from(data, str(self.reference_doc), style, language)


writer = DocxWriter()
