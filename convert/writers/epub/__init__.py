"""EPUB 3.3: pandoc makes the text of each file, and the book is put together here.

pandoc's own EPUB writer splits at heads, which a masthead or a missing headline misleads, claims alternative text for
every book, and dates it by the clock; so the package is ours and only the text is its.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert import model as m
from convert.contracts import File, Written
from convert.errors import Noter
from convert.style import Style
from convert.walk import blocks, content_of, inlines
from convert.writers.ast import PICTURES, RICH, Bridge
from convert.writers.css import stylesheet
from convert.writers.epub.package import Chapter, Picture, package, xhtml
from convert.writers.html import body_of, marking_line
from convert.writers.nodes import PART_MARK, part_mark
from convert.writers.zipped import zipped

suffix = "epub"


def write(briefing: m.Briefing, style: Style, note: Noter) -> Written:
    """Return the book: a file for each article and part, the markings at the top and the end of each."""
    pictures = _pictures(briefing.media)
    bridge = Bridge(RICH, note)
    bridge.pictures = {picture.id: picture.name for picture in pictures}
    names = {section.id: f"{section.id.replace('_', '-')}.xhtml" for section in briefing.sections}
    bridge.files = {name: names[section.id] for section in briefing.sections for name in _ids(section)}
    bodies = _bodies(briefing.sections, bridge)
    chapters = [
        _chapter(section, names[section.id], body, briefing)
        for section, body in zip(briefing.sections, bodies, strict=True)
    ]
    used = [picture for picture in pictures if any(f'src="{picture.name}"' in body for body in bodies)]
    parts = package(briefing, chapters, used, bridge.files, stylesheet(style))
    stored = ["mimetype", *(f"EPUB/{picture.name}" for picture in used)]
    return Written((File(".epub", zipped(parts, stored=stored)),))


def _pictures(media: Sequence[m.Media]) -> list[Picture]:
    known = [each for each in media if each.media_type in PICTURES]
    return [
        Picture(each.id, f"picture-{at}.{PICTURES[each.media_type]}", each.media_type, each.data)
        for at, each in enumerate(known, start=1)
    ]


def _ids(section: m.Section) -> list[str]:
    """Return the ids of a section and of all that is in it."""
    return [name for block in blocks([section]) if (name := getattr(block, "id", None))]


def _bodies(sections: Sequence[m.Section], bridge: Bridge) -> list[str]:
    """Return the XHTML of each section: from one run of pandoc, or where there are footnotes a run for each, since
    they stand at the end of what one run writes.
    """
    if any(_has_footnotes(section) for section in sections):
        return [body_of(bridge.section(section)) for section in sections]
    whole = [made for section in sections for made in (*bridge.section(section), part_mark())]
    return body_of(whole).split(PART_MARK)[:-1]


def _has_footnotes(section: m.Section) -> bool:
    return any(isinstance(inline, m.Footnote) for block in blocks([section]) for inline in inlines(content_of(block)))


def _chapter(section: m.Section, name: str, body: str, briefing: m.Briefing) -> Chapter:
    title = section.title or briefing.properties.title
    heading = next((b for b in blocks([section]) if isinstance(b, m.Heading) and b.level == 1), None)
    label = f"{heading.number}  {title}" if heading is not None and heading.number else title
    language = section.language or briefing.properties.language
    return Chapter(name, label, section, xhtml(title, language, marking_line(briefing), body.strip("\n")))
