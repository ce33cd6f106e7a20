"""EPUB 3.3: pandoc makes the text of each file, and the book is put together here.

pandoc's own EPUB writer splits at heads, which a masthead or a missing headline misleads, claims alternative text for
every book, and dates it by the clock; so the package is ours and only the text is its.
"""

from __future__ import annotations

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.walk import blocks
from convert.writers.ast import RICH, Bridge, document
from convert.writers.css import stylesheet
from convert.writers.epub.package import Chapter, package, xhtml
from convert.writers.html import marking_line
from convert.writers.one_pandoc import write as pandoc_write
from convert.writers.zipped import zipped

suffix = "epub"


def write(briefing: m.Briefing, style: Style, note: Noter) -> Written:
    """Return the book: a file for each article and part, the markings at the top and the end of each."""
    bridge = Bridge(RICH, note, briefing.media)
    names = {section.id: f"{section.id.replace('_', '-')}.xhtml" for section in briefing.sections}
    bridge.files = {name: names[section.id] for section in briefing.sections for name in _ids(section)}
    chapters = [_chapter(section, names[section.id], bridge, briefing) for section in briefing.sections]
    parts = package(briefing, chapters, bridge.files, stylesheet(style))
    return Written((File(".epub", zipped(parts, stored=["mimetype"])),))


def _ids(section: m.Section) -> list[str]:
    """Return the ids of a section and of all that is in it."""
    return [name for block in blocks([section]) if (name := getattr(block, "id", None))]


def _chapter(section: m.Section, name: str, bridge: Bridge, briefing: m.Briefing) -> Chapter:
    body = pandoc_write(document(bridge.section(section)), "html5").decode("utf-8")
    title = section.title or briefing.properties.title
    heading = next((b for b in blocks([section]) if isinstance(b, m.Heading) and b.level == 1), None)
    label = f"{heading.number}  {title}" if heading is not None and heading.number else title
    language = section.language or briefing.properties.language
    return Chapter(name, label, section, xhtml(title, language, marking_line(briefing), body))
